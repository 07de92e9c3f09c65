//! [`SharedValueError`].

use crate::explain::ExplainError;
use crate::party::PartyId;
use crate::ratio::{Ratio, RatioError};

use super::id::Id;

/// Why a matrix of contributions is none, or has no reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SharedValueError {
    /// A dimension stands twice.
    #[error("the dimension {dimension} stands twice")]
    DuplicateDimension {
        /// The dimension.
        dimension: Id,
    },
    /// Parts or an amount of something that is no dimension.
    #[error("{dimension} is no dimension of the value")]
    UnknownDimension {
        /// The dimension.
        dimension: Id,
    },
    /// Parts that add up to 0.
    #[error("the parts add up to 0")]
    NoWeight,
    /// Nobody is named.
    #[error("a value without parties")]
    NoParties,
    /// An amount below 0.
    #[error("{party} has {amount} of {dimension}, which is below 0")]
    NegativeAmount {
        /// The party.
        party: PartyId,
        /// The dimension.
        dimension: Id,
        /// The amount.
        amount: Ratio,
    },
    /// Nobody contributed to any dimension that counts.
    #[error("nothing that counts was contributed")]
    NothingContributed,
    /// Who takes part in the benefit is not among those who contribute.
    #[error("{party} takes part in the benefit, but not in the contributions")]
    UnknownParty {
        /// The party.
        party: PartyId,
    },
    /// Nobody received anything in any dimension that counts.
    #[error("nothing that counts was received")]
    NothingReceived,
    /// The tolerance is not within 0 and 1.
    #[error("the tolerance {tolerance} is not from 0 to 1")]
    BadTolerance {
        /// The tolerance.
        tolerance: Ratio,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the shared value is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for SharedValueError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
