//! [`SplitError`].

use crate::allocate::LedgerError;
use crate::explain::ExplainError;
use crate::money::{Money, MoneyError};
use crate::party::PartyId;
use crate::ratio::{Ratio, WeightsError};

/// Why a list of shares is no split, or nothing was divided by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// There is no party.
    #[error("a split without parties")]
    Empty,
    /// A party stands twice.
    #[error("{party} stands twice in a split")]
    DuplicateParty {
        /// The first such party.
        party: PartyId,
    },
    /// A share is below 0.
    #[error("the share of {party} is {share}, which is below 0")]
    NegativeShare {
        /// The first such party.
        party: PartyId,
        /// Its share.
        share: Ratio,
    },
    /// The least common denominator of the shares is `2^64` or more.
    #[error("the shares have no common denominator below 2^64: {denominator} is needed")]
    TooFine {
        /// The first denominator found that is too large; it stops counting at `2^128 - 1`.
        denominator: u128,
    },
    /// The shares add up to something other than the whole.
    #[error("shares add up to {total}, not 1")]
    NotWhole {
        /// The sum found; it stops counting at `2^127 - 1`.
        total: Ratio,
        /// What is too much, or below 0 what is missing.
        difference: Ratio,
    },
    /// The weights given are none.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A party that the split does not list.
    #[error("{party} is no party of the split")]
    UnknownParty {
        /// The party asked for.
        party: PartyId,
    },
    /// An exact share that no type can hold.
    #[error("{step} is beyond the range of exact shares")]
    Overflow {
        /// What was computed.
        step: &'static str,
    },
    /// An amount that cannot be below 0.
    #[error("{amount} is below 0")]
    Negative {
        /// The amount given.
        amount: Money,
    },
    /// A deficit below 0, or one of a policy that carries none forward.
    #[error("{deficit} is no deficit of this policy")]
    BadDeficit {
        /// The deficit given.
        deficit: Money,
    },
    /// The ledger of a state has other parties than its splits.
    #[error("the ledger has other parties than the splits")]
    OtherParties,
    /// A state of another schema.
    #[error("schema {schema} of profit and loss is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// Amounts of two currencies, or beyond the range of money.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A payment was not booked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
