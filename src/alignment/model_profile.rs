//! [`ModelProfile`]: what a way of working together asks of a situation.

use crate::problem::{Problem, door};

use super::by_id::ById;
use super::id::Id;
use super::model_error::ModelError;
use super::scale::{Scale, ScaleError, Score};

/// In which direction a level may leave the ideal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Want {
    /// The nearer, the better.
    Nearer,
    /// More than the ideal is as good.
    AtLeast,
    /// Less than the ideal is as good.
    AtMost,
}

/// The level of a factor that suits a model best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ideal {
    /// The level.
    pub ideal: Score,
    /// In which direction another is as good.
    pub want: Want,
}

/// A level without which a model does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "wire::Raw", into = "wire::Raw"))]
pub struct Need {
    /// The factor.
    pub factor: Id,
    /// The level, and which side of it is needed.
    pub bound: NeedBound,
}

/// Which side of a level is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedBound {
    /// The level or more.
    AtLeast(Score),
    /// The level or less.
    AtMost(Score),
}

impl NeedBound {
    /// Returns the level.
    pub const fn level(self) -> Score {
        match self {
            Self::AtLeast(level) | Self::AtMost(level) => level,
        }
    }

    /// What it is called on the wire.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::AtLeast(_) => "at_least",
            Self::AtMost(_) => "at_most",
        }
    }

    /// Returns whether a level is enough.
    pub fn admits(self, level: Score) -> bool {
        match self {
            Self::AtLeast(least) => level >= least,
            Self::AtMost(most) => level <= most,
        }
    }
}

/// A profile as it is written down; [`Self::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ModelDraft {
    /// The model.
    pub model: Id,
    /// Why it asks for what it asks.
    #[cfg_attr(feature = "serde", serde(default))]
    pub reason: String,
    /// The ideal level of each factor that counts for it.
    pub factors: ById<Ideal>,
    /// What it does not work without.
    #[cfg_attr(feature = "serde", serde(default))]
    pub needs: Vec<Need>,
}

impl ModelDraft {
    /// Asks for a level of a factor.
    #[must_use]
    pub fn factor(mut self, factor: Id, ideal: Score, want: Want) -> Self {
        self.factors.insert(factor, Ideal { ideal, want });
        self
    }

    /// Says what the model does not work without.
    #[must_use]
    pub fn need(mut self, factor: Id, bound: NeedBound) -> Self {
        self.needs.push(Need { factor, bound });
        self
    }

    /// Checks the profile.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<ModelProfile, ModelError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(ModelProfile { draft: self }),
        }
    }

    /// Returns every fault of the profile with its place: [`ModelError::NoFactors`], then of each
    /// ideal and each need [`ModelError::OutOfScale`] and [`ModelError::OffStep`].
    pub fn problems(&self) -> Vec<Problem<ModelError>> {
        let mut problems = Vec::new();
        let mut note = |place: String, fault| problems.push(Problem { place, fault });
        if self.factors.is_empty() {
            let model = self.model.clone();
            note("factors".to_owned(), ModelError::NoFactors { model });
        }
        for (factor, ideal) in self.factors.iter() {
            if let Some(fault) = level_fault(factor, ideal.ideal) {
                note(format!("factors.{factor}"), fault);
            }
        }
        for (position, need) in self.needs.iter().enumerate() {
            if let Some(fault) = level_fault(&need.factor, need.bound.level()) {
                note(format!("needs[{position}]"), fault);
            }
        }
        problems
    }
}

/// Why a level does not stand on the scale of levels.
pub(super) fn level_fault(factor: &Id, level: Score) -> Option<ModelError> {
    let factor = factor.clone();
    match Scale::FIVE.level(level) {
        Ok(_) => None,
        Err(ScaleError::OffStep { .. }) => Some(ModelError::OffStep { factor, level }),
        Err(_) => Some(ModelError::OutOfScale { factor, level }),
    }
}

/// What a way of working together asks of a situation.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{ModelProfile, NeedBound, Score, Want};
///
/// let sprint = ModelProfile::builder("sprint".parse()?)
///     .factor("time-pressure".parse()?, Score::from(4), Want::AtLeast)
///     .need("planning-depth".parse()?, NeedBound::AtMost(Score::from(3)))
///     .build()?;
/// assert_eq!(sprint.model().as_str(), "sprint");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ModelDraft", into = "ModelDraft"))]
pub struct ModelProfile {
    draft: ModelDraft,
}

impl ModelProfile {
    /// Returns a draft that asks for nothing.
    pub fn builder(model: Id) -> ModelDraft {
        ModelDraft {
            model,
            reason: String::new(),
            factors: ById::default(),
            needs: Vec::new(),
        }
    }

    /// A profile that the crate itself ships, and that its tests hold to the rules.
    pub(super) const fn fixed(draft: ModelDraft) -> Self {
        Self { draft }
    }

    /// Returns the model.
    pub const fn model(&self) -> &Id {
        &self.draft.model
    }

    /// Returns why it asks for what it asks.
    pub fn reason(&self) -> &str {
        &self.draft.reason
    }

    /// Returns the ideal level of each factor that counts for it.
    pub const fn factors(&self) -> &ById<Ideal> {
        &self.draft.factors
    }

    /// Returns what it does not work without.
    pub fn needs(&self) -> &[Need] {
        &self.draft.needs
    }
}

door!(ModelDraft, ModelProfile, ModelError);

#[cfg(feature = "serde")]
mod wire {
    use super::{Id, Need, NeedBound, Score};

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Raw {
        factor: Id,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<Score>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<Score>,
    }

    impl TryFrom<Raw> for Need {
        type Error = &'static str;

        fn try_from(raw: Raw) -> Result<Self, &'static str> {
            let bound = match (raw.at_least, raw.at_most) {
                (Some(level), None) => NeedBound::AtLeast(level),
                (None, Some(level)) => NeedBound::AtMost(level),
                _ => return Err("a need has either at_least or at_most"),
            };
            let factor = raw.factor;
            Ok(Self { factor, bound })
        }
    }

    impl From<Need> for Raw {
        fn from(need: Need) -> Self {
            let (at_least, at_most) = match need.bound {
                NeedBound::AtLeast(level) => (Some(level), None),
                NeedBound::AtMost(level) => (None, Some(level)),
            };
            Self {
                factor: need.factor,
                at_least,
                at_most,
            }
        }
    }
}
