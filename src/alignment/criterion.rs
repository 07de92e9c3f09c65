//! [`Criterion`]: one question of a rubric, how much it counts and where it knocks out.

use std::collections::BTreeMap;

use super::id::Id;
use super::scale::{Scale, Score};

/// Which end of a scale is the good one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "benefit criterion")]
#[doc(alias = "cost criterion")]
pub enum Polarity {
    /// A larger score is better: skill, reach.
    #[default]
    HigherIsBetter,
    /// A smaller score is better: price, risk.
    LowerIsBetter,
}

impl Polarity {
    /// Whether a value is past a limit, in the bad direction; at the limit is not past it.
    pub(super) fn is_past<T: PartialOrd>(self, value: &T, limit: &T) -> bool {
        match self {
            Self::HigherIsBetter => value < limit,
            Self::LowerIsBetter => value > limit,
        }
    }
}

/// The limits of a criterion, in raw values of its own scale, on a step or not.
///
/// A score past `reject` is a breach and no fit; one past `bridge` alone is a gap that asks for a
/// bridging effort. Past means below, or above where lower is better; at the limit is not past it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "knock-out")]
#[doc(alias = "threshold")]
pub struct Floor {
    /// A score past this is no fit.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub reject: Option<Score>,
    /// A score past this needs bridging.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub bridge: Option<Score>,
}

impl Floor {
    /// No limit.
    pub const NONE: Self = Self {
        reject: None,
        bridge: None,
    };

    /// Returns the floor that rejects what is past a limit.
    pub const fn reject(limit: Score) -> Self {
        Self {
            reject: Some(limit),
            bridge: None,
        }
    }

    /// Returns the floor that asks for a bridging effort past a limit.
    pub const fn bridge(limit: Score) -> Self {
        Self {
            reject: None,
            bridge: Some(limit),
        }
    }

    /// Returns whether there is no limit.
    pub const fn is_none(&self) -> bool {
        self.reject.is_none() && self.bridge.is_none()
    }

    /// The limits that there are, `reject` first, with their names.
    pub(super) fn limits(&self) -> impl Iterator<Item = (&'static str, Score)> {
        let reject = self.reject.map(|limit| ("reject", limit));
        let bridge = self.bridge.map(|limit| ("bridge", limit));
        reject.into_iter().chain(bridge)
    }
}

/// One question of a [`Rubric`](super::Rubric).
///
/// A plain description: [`RubricDraft::build`](super::RubricDraft::build) checks it together with
/// the others.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Criterion, Floor, Polarity, Scale, Score};
///
/// let percent = Scale::new(Score::from(0), Score::from(100), Score::from(5))?;
/// let price = Criterion::new("price".parse()?, 2)
///     .with_question("What part of the budget does it take?")
///     .with_scale(percent)
///     .with_polarity(Polarity::LowerIsBetter)
///     .with_floor(Floor { reject: Some(Score::from(80)), bridge: Some(Score::from(60)) });
/// assert_eq!(price.weight(), 2);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "door::Raw", into = "door::Raw"))]
#[doc(alias = "attribute")]
#[doc(alias = "factor")]
pub struct Criterion {
    id: Id,
    label: String,
    question: String,
    weight: u32,
    is_gate: bool,
    scale: Option<Scale>,
    polarity: Polarity,
    floor: Floor,
    anchors: BTreeMap<Score, String>,
}

impl Criterion {
    /// Returns a criterion of so many parts on the rubric's scale; higher is better, no limits.
    pub const fn new(id: Id, weight: u32) -> Self {
        Self {
            id,
            label: String::new(),
            question: String::new(),
            weight,
            is_gate: false,
            scale: None,
            polarity: Polarity::HigherIsBetter,
            floor: Floor::NONE,
            anchors: BTreeMap::new(),
        }
    }

    /// Returns a criterion that knocks out and has no weight.
    #[doc(alias = "must-have")]
    pub fn gate(id: Id, floor: Floor) -> Self {
        Self {
            is_gate: true,
            floor,
            ..Self::new(id, 0)
        }
    }

    /// Names it for people.
    #[must_use]
    pub fn with_label(mut self, label: &str) -> Self {
        label.clone_into(&mut self.label);
        self
    }

    /// Says what is asked.
    #[must_use]
    pub fn with_question(mut self, question: &str) -> Self {
        question.clone_into(&mut self.question);
        self
    }

    /// Gives it a scale of its own.
    #[must_use]
    pub const fn with_scale(mut self, scale: Scale) -> Self {
        self.scale = Some(scale);
        self
    }

    /// Says which end of the scale is the good one.
    #[must_use]
    pub const fn with_polarity(mut self, polarity: Polarity) -> Self {
        self.polarity = polarity;
        self
    }

    /// Sets its limits.
    #[must_use]
    pub const fn with_floor(mut self, floor: Floor) -> Self {
        self.floor = floor;
        self
    }

    /// Says what a level means; a later text for the same level replaces the earlier.
    #[must_use]
    pub fn with_anchor(mut self, level: Score, text: &str) -> Self {
        self.anchors.insert(level, text.to_owned());
        self
    }

    /// Returns its id.
    pub const fn id(&self) -> &Id {
        &self.id
    }

    /// Returns its name for people; empty if it has none.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns what is asked; empty if nothing is said.
    pub fn question(&self) -> &str {
        &self.question
    }

    /// Returns its weight in parts, 0 for a gate.
    pub const fn weight(&self) -> u32 {
        self.weight
    }

    /// Returns whether it knocks out without a weight.
    pub const fn is_gate(&self) -> bool {
        self.is_gate
    }

    /// Returns its own scale, if it has one; else the rubric's holds.
    pub const fn own_scale(&self) -> Option<Scale> {
        self.scale
    }

    /// Returns which end of the scale is the good one.
    pub const fn polarity(&self) -> Polarity {
        self.polarity
    }

    /// Returns its limits.
    pub const fn floor(&self) -> Floor {
        self.floor
    }

    /// Returns what its levels mean.
    pub const fn anchors(&self) -> &BTreeMap<Score, String> {
        &self.anchors
    }
}

#[cfg(feature = "serde")]
mod door {
    use std::collections::BTreeMap;

    use super::{Criterion, Floor, Id, Polarity, Scale, Score};
    use crate::text::unique_map;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Raw {
        id: Id,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        label: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        question: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weight: Option<u32>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        gate: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<Scale>,
        #[serde(default)]
        polarity: Polarity,
        #[serde(default, skip_serializing_if = "Floor::is_none")]
        floor: Floor,
        #[serde(
            default,
            skip_serializing_if = "BTreeMap::is_empty",
            deserialize_with = "unique_map"
        )]
        anchors: BTreeMap<Score, String>,
    }

    impl From<Criterion> for Raw {
        fn from(criterion: Criterion) -> Self {
            Self {
                id: criterion.id,
                label: criterion.label,
                question: criterion.question,
                weight: (!criterion.is_gate).then_some(criterion.weight),
                gate: criterion.is_gate,
                scale: criterion.scale,
                polarity: criterion.polarity,
                floor: criterion.floor,
                anchors: criterion.anchors,
            }
        }
    }

    impl TryFrom<Raw> for Criterion {
        type Error = &'static str;

        fn try_from(raw: Raw) -> Result<Self, &'static str> {
            let criterion = match (raw.weight, raw.gate) {
                (Some(weight), false) => Self::new(raw.id, weight),
                (None, true) => Self::gate(raw.id, raw.floor),
                _ => return Err("a criterion has either a weight or is a gate"),
            };
            Ok(Self {
                label: raw.label,
                question: raw.question,
                scale: raw.scale,
                polarity: raw.polarity,
                floor: raw.floor,
                anchors: raw.anchors,
                ..criterion
            })
        }
    }
}
