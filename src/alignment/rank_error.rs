//! [`RankError`].

use super::id::Id;
use crate::ratio::RatioError;

/// Why evaluations were not ranked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RankError {
    /// A subject stands twice.
    #[error("{subject} is ranked twice")]
    DuplicateSubject {
        /// The subject.
        subject: Id,
    },
    /// Two evaluations are not of one rubric.
    #[error("{left} and {right} were not evaluated by one rubric")]
    MixedRubrics {
        /// The first subject.
        left: Id,
        /// The first subject that was evaluated by another rubric.
        right: Id,
    },
    /// An exact value that no type can hold.
    #[error("a figure of the ranking is beyond the range of exact ratios")]
    Overflow,
}

impl From<RatioError> for RankError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
