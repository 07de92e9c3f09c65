//! [`SensitivityError`].

use super::compare_error::CompareError;
use super::id::Id;
use super::rank_error::RankError;
use crate::explain::ExplainError;
use crate::ratio::RatioError;

/// Why a lead has no sensitivity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SensitivityError {
    /// The first score is not above the second.
    #[error("{leader} is not ahead of {rival}: its score is not higher, and verdicts play no part")]
    NotAhead {
        /// The subject that was to lead.
        leader: Id,
        /// The subject that is not behind.
        rival: Id,
    },
    /// Nobody is ranked.
    #[error("nobody is ranked")]
    NoLeader,
    /// Several stand first.
    #[error("{count} subjects share the lead, {first} among them")]
    TiedLead {
        /// How many.
        count: usize,
        /// The first by id.
        first: Id,
    },
    /// A member of the first tier that is not scored on a criterion with a weight.
    #[error("{subject} is not scored on {criterion}")]
    DifferentCoverage {
        /// The subject.
        subject: Id,
        /// The first such criterion.
        criterion: Id,
    },
    /// A weighting for another number of criteria.
    #[error("weighting {weighting} has {found} parts for {expected} criteria with a weight")]
    WrongLength {
        /// Its position.
        weighting: usize,
        /// How many criteria have a weight.
        expected: usize,
        /// How many parts it has.
        found: usize,
    },
    /// A weighting in which nothing counts.
    #[error("weighting {weighting} has no part above 0")]
    NoWeight {
        /// Its position.
        weighting: usize,
    },
    /// The two cannot be compared.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// The evaluations cannot be ranked.
    #[error(transparent)]
    Rank(#[from] RankError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// An exact value that no type can hold.
    #[error("a figure of the sensitivity is beyond the range of exact ratios")]
    Overflow,
}

impl From<RatioError> for SensitivityError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
