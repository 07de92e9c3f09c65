//! [`EquityError`].

use std::fmt;

use chrono::NaiveDate;

use crate::allocate::LedgerError;
use crate::explain::ExplainError;
use crate::money::{Money, MoneyError};
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::error::SplitError;
use super::working::Failure;

/// A number in the terms of a dynamic split, or beside a party.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EquityParameter {
    /// How far a share may move from the baseline.
    Band,
    /// How strongly a share follows the score.
    Gain,
    /// The most that an attainment counts.
    MaxAttainment,
    /// How far a share may move from the one in force.
    MaxStep,
    /// The score of a party.
    Score(PartyId),
}

impl fmt::Display for EquityParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Band => f.write_str("the band"),
            Self::Gain => f.write_str("the gain"),
            Self::MaxAttainment => f.write_str("the maximum attainment"),
            Self::MaxStep => f.write_str("the maximum step"),
            Self::Score(party) => write!(f, "the score of {party}"),
        }
    }
}

/// Why a dynamic split was not adjusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EquityError {
    /// A number outside its range.
    #[error("{parameter} is {value}, which is out of range")]
    OutOfRange {
        /// Which number.
        parameter: EquityParameter,
        /// What was given.
        value: Ratio,
    },
    /// A parameter with a denominator above 10,000.
    #[error("{parameter} is {value}, which is finer than a ten-thousandth")]
    TooFine {
        /// Which number.
        parameter: EquityParameter,
        /// What was given.
        value: Ratio,
    },
    /// The weights of the metrics add up to more than `10^6`.
    #[error("the weights of the metrics add up to {sum}, which is more than 10^6")]
    WeightOverflow {
        /// Their sum.
        sum: u128,
    },
    /// A target that is not above 0.
    #[error("the target of {party} in {metric} is {target}, which is not above 0")]
    ZeroTarget {
        /// The party.
        party: PartyId,
        /// The metric.
        metric: String,
        /// The target.
        target: Ratio,
    },
    /// An actual below 0.
    #[error("the actual of {party} in {metric} is {actual}, which is below 0")]
    NegativeActual {
        /// The party.
        party: PartyId,
        /// The metric.
        metric: String,
        /// The actual.
        actual: Ratio,
    },
    /// A target without an actual: what is missing is not 0.
    #[error("{party} has a target and no actual in {metric}")]
    MissingActual {
        /// The party.
        party: PartyId,
        /// The metric.
        metric: String,
    },
    /// A party that the baseline does not list.
    #[error("{party} is no party of the baseline")]
    UnknownParty {
        /// The party.
        party: PartyId,
    },
    /// A score below 0.
    #[error("the score of {party} is {score}, which is below 0")]
    NegativeScore {
        /// The party.
        party: PartyId,
        /// The score.
        score: Ratio,
    },
    /// A second milestone of one day.
    #[error("there is a milestone of {on} already")]
    DateTaken {
        /// The day.
        on: NaiveDate,
    },
    /// A milestone that no measures of its day lead to.
    #[error("the milestone of {on} does not follow from what was measured")]
    OtherResult {
        /// The day.
        on: NaiveDate,
    },
    /// Payments that do not add up to what was paid by them.
    #[error("the payments add up to {payments}, and {paid} was paid")]
    OtherPayments {
        /// The sum of the payments.
        payments: Money,
        /// What all parties got.
        paid: Money,
    },
    /// An exact value that no type can hold.
    #[error("{step} is beyond the range of exact numbers")]
    Overflow {
        /// What was computed.
        step: &'static str,
    },
    /// Terms or a history of another schema.
    #[error("schema {schema} of a dynamic split is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// The shares make no split.
    #[error(transparent)]
    Split(#[from] SplitError),
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

impl From<Failure> for EquityError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Overflow => Self::Overflow {
                step: "an attainment, a score or a share",
            },
            Failure::Explain(error) => Self::Explain(error),
        }
    }
}
