//! [`PanelError`].

use super::evaluate_error::EvaluateError;
use crate::explain::ExplainError;
use crate::ratio::{Ratio, RatioError};

/// Why the votes of a panel come to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PanelError {
    /// Nobody voted.
    #[error("a panel without assessors")]
    NoAssessors,
    /// The ratio level compares magnitudes, which a value below 0 has not.
    #[error("{value} is below 0, which the ratio level cannot compare")]
    NegativeForRatio {
        /// The first such value.
        value: Ratio,
    },
    /// The votes do not fit the rubric, or their aggregates cannot be evaluated.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// An exact value that no type can hold.
    #[error("a figure of the panel is beyond the range of exact ratios")]
    Overflow,
}

impl From<RatioError> for PanelError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
