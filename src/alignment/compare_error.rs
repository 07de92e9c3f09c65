//! [`CompareError`].

use super::id::Id;
use super::scale::Scale;
use crate::explain::ExplainError;
use crate::ratio::RatioError;

/// Why two evaluations were not compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// The two are not of one rubric.
    #[error("{left} and {right} were not evaluated by one rubric")]
    MixedRubrics {
        /// The first subject.
        left: Id,
        /// The second subject.
        right: Id,
    },
    /// One is scored on a criterion with a weight where the other is not.
    #[error("{criterion} is scored for one of {left} and {right} alone")]
    DifferentCoverage {
        /// The first such criterion.
        criterion: Id,
        /// The first subject.
        left: Id,
        /// The second subject.
        right: Id,
    },
    /// Nothing with a weight is scored.
    #[error("{subject} has no score")]
    NoScore {
        /// The first such subject.
        subject: Id,
    },
    /// The two report on scales with different ends.
    #[error("the scales {before} and {after} have different ends")]
    DifferentScales {
        /// The scale before.
        before: Scale,
        /// The scale after.
        after: Scale,
    },
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// An exact value that no type can hold.
    #[error("a figure of the comparison is beyond the range of exact ratios")]
    Overflow,
}

impl From<RatioError> for CompareError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
