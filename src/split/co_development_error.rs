//! [`CoDevelopmentError`].

use crate::explain::ExplainError;
use crate::money::{Money, MoneyError};
use crate::party::PartyId;

/// Why shared costs and revenue were not settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoDevelopmentError {
    /// A cost below 0.
    #[error("the costs that {party} paid are {cost}, which is below 0")]
    NegativeCost {
        /// The first such party.
        party: PartyId,
        /// Its costs.
        cost: Money,
    },
    /// Splits or books of another schema.
    #[error("schema {schema} of a co-development is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// Amounts of two currencies, or beyond the range of money.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
