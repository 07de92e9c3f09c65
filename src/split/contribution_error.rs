//! [`ContributionError`].

use crate::explain::ExplainError;
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::error::SplitError;
use super::working::Failure;

/// Why contributions make no split.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContributionError {
    /// The weights of the types add up to more than `10^9`.
    #[error("the weights of the types add up to {sum}, which is more than 10^9")]
    WeightOverflow {
        /// Their sum.
        sum: u128,
    },
    /// The amounts of a type add up to `2^64` or more.
    #[error("the amounts of {name} add up to {sum}, which is more than 2^64 - 1")]
    AmountOverflow {
        /// The type.
        name: String,
        /// Their sum.
        sum: u128,
    },
    /// A stated share is below 0.
    #[error("the share of {party} in {name} is {share}, which is below 0")]
    NegativeShare {
        /// The type.
        name: String,
        /// The first such party.
        party: PartyId,
        /// Its share.
        share: Ratio,
    },
    /// The stated shares of a type add up to something other than the whole, and nobody is named
    /// who gets the rest; or to more than the whole.
    #[error("shares of {name} add up to {total}, not 1")]
    NotWhole {
        /// The type.
        name: String,
        /// The sum found.
        total: Ratio,
        /// What is too much, or below 0 what is missing.
        difference: Ratio,
    },
    /// Nobody contributed to a type, and the terms refuse that.
    #[error("nobody contributed to {name}")]
    EmptyType {
        /// The first such type.
        name: String,
    },
    /// There is nothing to share by.
    #[error("nothing was contributed")]
    NothingContributed,
    /// A correction takes more slices than a party has.
    #[error("{party} would have {slices} slices")]
    NegativeSlices {
        /// The party.
        party: PartyId,
        /// What it would have.
        slices: i128,
    },
    /// An exact value that no type can hold.
    #[error("{step} is beyond the range of exact shares")]
    Overflow {
        /// What was computed.
        step: &'static str,
    },
    /// Terms of another schema.
    #[error("schema {schema} of contributions is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// The parts make no split.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<Failure> for ContributionError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Overflow => Self::Overflow { step: "a share" },
            Failure::Explain(error) => Self::Explain(error),
        }
    }
}
