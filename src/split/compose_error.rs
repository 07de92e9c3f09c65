//! [`ComposeError`].

use crate::explain::ExplainError;

use super::contribution_error::ContributionError;
use super::equity_error::EquityError;
use super::risk_error::RiskError;

/// Why models were not put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// The contributions make no split.
    #[error(transparent)]
    Contribution(#[from] ContributionError),
    /// The split by contribution was not adjusted by risk.
    #[error(transparent)]
    Risk(#[from] RiskError),
    /// The split by contribution and risk was not adjusted by performance.
    #[error(transparent)]
    Equity(#[from] EquityError),
    /// A composition of another schema.
    #[error("schema {schema} of a composition is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
