//! [`EvaluateError`].

use super::id::Id;
use super::scale::Scale;
use crate::ratio::{Ratio, RatioError};
use crate::text::joined;

/// Why an assessment was not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// A criterion that the rubric does not list.
    #[error(
        "{criterion} is no criterion of the rubric, which has {}",
        joined(known, ", ")
    )]
    UnknownCriterion {
        /// Its id.
        criterion: Id,
        /// The criteria that there are.
        known: Vec<Id>,
    },
    /// Not applicable without saying why.
    #[error("{criterion} is not applicable, and nothing says why")]
    ReasonMissing {
        /// The criterion.
        criterion: Id,
    },
    /// A score outside the scale of its criterion.
    #[error("the score {score} of {criterion} is outside its scale {scale}")]
    OutOfScale {
        /// The criterion.
        criterion: Id,
        /// Its score.
        score: Ratio,
        /// Its scale.
        scale: Scale,
    },
    /// A score between two levels of its criterion.
    #[error("the score {score} of {criterion} is on no step of its scale {scale}")]
    OffStep {
        /// The criterion.
        criterion: Id,
        /// Its score.
        score: Ratio,
        /// Its scale.
        scale: Scale,
    },
    /// Two waivers of one criterion.
    #[error("the criterion {criterion} is waived twice")]
    DuplicateWaiver {
        /// The criterion.
        criterion: Id,
    },
    /// No criterion with a weight applies.
    #[error("no criterion with a weight applies")]
    NothingToScore,
    /// Another number of scores than the rubric has criteria.
    #[error("{found} scores for {expected} criteria")]
    WrongLength {
        /// How many criteria there are.
        expected: usize,
        /// How many scores were given.
        found: usize,
    },
    /// The result that is written is not what the ratings come to.
    #[error("the result of an evaluation is not what its ratings come to")]
    OtherResult,
    /// An exact value that no type can hold.
    #[error("a figure of the evaluation is beyond the range of exact ratios")]
    Overflow,
}

impl From<RatioError> for EvaluateError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}

impl EvaluateError {
    /// Why a score is on no level of its criterion.
    pub(super) fn misplaced(criterion: &Id, scale: Scale, score: Ratio) -> Self {
        let criterion = criterion.clone();
        if scale.contains(score) {
            Self::OffStep {
                criterion,
                score,
                scale,
            }
        } else {
            Self::OutOfScale {
                criterion,
                score,
                scale,
            }
        }
    }
}
