//! [`ModelError`].

use crate::explain::ExplainError;
use crate::ratio::{Ratio, RatioError};

use super::evaluate_error::EvaluateError;
use super::id::Id;
use super::rank_error::RankError;
use super::rubric_error::RubricError;
use super::scale::Score;

/// Why a profile does not stand, or no model was selected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A level, ideal, need or weight of something that is no factor.
    #[error("{factor} is no factor of the selection")]
    UnknownFactor {
        /// The factor.
        factor: Id,
    },
    /// A level outside 1 to 5.
    #[error("{factor} is at {level}, not from 1 to 5")]
    OutOfScale {
        /// The factor.
        factor: Id,
        /// The level.
        level: Score,
    },
    /// A level between two steps.
    #[error("{factor} is at {level}, which is no whole level")]
    OffStep {
        /// The factor.
        factor: Id,
        /// The level.
        level: Score,
    },
    /// Two profiles of one model.
    #[error("the model {model} stands twice")]
    DuplicateModel {
        /// The model.
        model: Id,
    },
    /// A profile that asks for nothing.
    #[error("the model {model} asks for no factor")]
    NoFactors {
        /// The model.
        model: Id,
    },
    /// The margin is below 0.
    #[error("the margin {margin} is below 0")]
    BadMargin {
        /// The margin.
        margin: Ratio,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the selection is beyond the range of exact ratios")]
    Overflow,
    /// Factors and weights make no rubric.
    #[error(transparent)]
    Rubric(#[from] RubricError),
    /// A model was not evaluated.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// Models were not ranked.
    #[error(transparent)]
    Rank(#[from] RankError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for ModelError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
