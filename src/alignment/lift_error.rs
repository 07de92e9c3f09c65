//! [`LiftError`].

use super::scale::Scale;
use crate::explain::ExplainError;
use crate::ratio::{Ratio, RatioError};

/// Why there is no answer to what would have to change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LiftError {
    /// A target that no score of the rubric can reach or fall under.
    #[error("the target {target} is outside the scale {scale}")]
    TargetOutsideScale {
        /// The target.
        target: Ratio,
        /// The scale of the rubric.
        scale: Scale,
    },
    /// Nothing with a weight is scored.
    #[error("there is no score to lift")]
    NoScore,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// An exact value that no type can hold.
    #[error("a figure of the lift is beyond the range of exact ratios")]
    Overflow,
}

impl From<RatioError> for LiftError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
