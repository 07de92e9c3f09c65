//! [`Assessment`]: what was found about a subject on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::id::Id;
use super::scale::Score;
use crate::ratio::Ratio;

/// What was found about one criterion.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Rating, Score};
///
/// let rating = Rating::from(Score::from(4));
/// assert_eq!(rating.value(), Some(4_u32.into()));
/// assert_eq!(Rating::NotAssessed.value(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Rating {
    /// A score of the criterion's own scale.
    Scored(Scored),
    /// Nobody looked yet; the same as no rating.
    NotAssessed,
    /// The question makes no sense for this subject.
    NotApplicable {
        /// Why; not blank.
        reason: String,
    },
    /// What the votes of a panel come to: any exact value within the scale.
    Aggregate(Aggregate),
}

impl Rating {
    /// Returns the raw score, if there is one.
    pub fn value(&self) -> Option<Ratio> {
        match self {
            Self::Scored(scored) => Some(scored.score.to_ratio()),
            Self::Aggregate(aggregate) => Some(aggregate.0),
            Self::NotAssessed | Self::NotApplicable { .. } => None,
        }
    }
}

impl From<Score> for Rating {
    fn from(score: Score) -> Self {
        Self::Scored(Scored {
            score,
            by: None,
            on: None,
            evidence: None,
        })
    }
}

/// A score and where it comes from; only the score counts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Scored {
    /// The raw score on the criterion's own scale.
    pub score: Score,
    /// Who gave it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub by: Option<Id>,
    /// On which day.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::present"
        )
    )]
    pub on: Option<NaiveDate>,
    /// What it rests on.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub evidence: Option<String>,
}

/// What votes come to. Only a [`Panel`](super::Panel) makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Aggregate(Ratio);

impl Aggregate {
    pub(super) const fn new(value: Ratio) -> Self {
        Self(value)
    }

    /// Returns the exact value on the criterion's own scale.
    pub const fn value(self) -> Ratio {
        self.0
    }
}

/// Why a gap or breach is let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WaiverReason {
    /// Something was done about it.
    Remedied,
    /// Somebody answers for the risk.
    AcceptedRisk,
    /// Something else makes up for it.
    Compensated,
    /// Anything else.
    Other,
}

/// How much a waiver lets pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reach {
    /// A gap alone.
    #[default]
    Gap,
    /// A gap or a breach.
    Breach,
}

/// Lets one criterion's gap pass, for a time; it changes no score.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "exception")]
pub struct Waiver {
    /// The criterion.
    pub criterion: Id,
    /// Why.
    pub reason: WaiverReason,
    /// Who grants it.
    pub by: Id,
    /// The last day on which it holds; for good if nothing is said.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::present"
        )
    )]
    pub until: Option<NaiveDate>,
    /// How much it lets pass.
    #[cfg_attr(feature = "serde", serde(default))]
    pub reach: Reach,
}

impl Waiver {
    /// Returns a waiver of a gap that holds for good.
    pub const fn new(criterion: Id, reason: WaiverReason, by: Id) -> Self {
        Self {
            criterion,
            reason,
            by,
            until: None,
            reach: Reach::Gap,
        }
    }

    /// Whether it has run out on a day.
    pub(super) fn is_expired(&self, on: NaiveDate) -> bool {
        self.until.is_some_and(|until| on > until)
    }
}

/// What was found about a subject, criterion by criterion, on a day.
///
/// A criterion without a rating is not assessed. [`Rubric::evaluate`](super::Rubric::evaluate)
/// checks it (spec/alignment.md 3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Assessment {
    /// Who or what was assessed.
    pub subject: Id,
    /// The day as of which it is judged.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// What was found, by criterion.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::text::unique_map")
    )]
    pub ratings: BTreeMap<Id, Rating>,
    /// What is let pass.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub waivers: Vec<Waiver>,
}

impl Assessment {
    /// Returns an assessment in which nothing is rated yet.
    pub const fn new(subject: Id, on: NaiveDate) -> Self {
        Self {
            subject,
            on,
            ratings: BTreeMap::new(),
            waivers: Vec::new(),
        }
    }

    /// Rates a criterion; a later rating of the same criterion replaces the earlier.
    #[must_use]
    pub fn rate(mut self, criterion: Id, rating: impl Into<Rating>) -> Self {
        self.ratings.insert(criterion, rating.into());
        self
    }

    /// Adds a waiver.
    #[must_use]
    pub fn waive(mut self, waiver: Waiver) -> Self {
        self.waivers.push(waiver);
        self
    }

    /// The waiver of a criterion that holds on the day of the assessment.
    pub(super) fn waiver_of(&self, criterion: &Id) -> Option<&Waiver> {
        let holds =
            |waiver: &&Waiver| waiver.criterion == *criterion && !waiver.is_expired(self.on);
        self.waivers.iter().find(holds)
    }
}
