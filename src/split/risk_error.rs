//! [`RiskError`].

use crate::explain::ExplainError;
use crate::money::MoneyError;
use crate::ratio::Ratio;

use super::contribution_error::ContributionError;
use super::error::SplitError;
use super::working::Failure;

/// Why a split was not adjusted by risk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RiskError {
    /// The part that goes by risk is below 0 or above the whole.
    #[error("theta is {theta}, which is not from 0 to 1")]
    OutOfRange {
        /// The part given.
        theta: Ratio,
    },
    /// The part that goes by risk has a denominator above 10,000.
    #[error("theta is {theta}, which is finer than a ten-thousandth")]
    TooFine {
        /// The part given.
        theta: Ratio,
    },
    /// An exact value that no type can hold.
    #[error("{step} is beyond the range of exact shares")]
    Overflow {
        /// What was computed.
        step: &'static str,
    },
    /// Terms of another schema.
    #[error("schema {schema} of a risk adjustment is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// The exposures make no index.
    #[error(transparent)]
    Exposure(#[from] ContributionError),
    /// The shares make no split.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// An amount beyond the range of money.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<Failure> for RiskError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Overflow => Self::Overflow {
                step: "a share adjusted by risk",
            },
            Failure::Explain(error) => Self::Explain(error),
        }
    }
}
