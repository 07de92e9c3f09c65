//! [`EconomicsError`].

use crate::explain::{ExplainError, Value};
use crate::money::MoneyError;
use crate::ratio::{Ratio, RatioError};

/// Why a question of economics has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EconomicsError {
    /// A price that is not above 0.
    #[error("the price {price} is not above zero")]
    ZeroPrice {
        /// The price.
        price: Value,
    },
    /// A share outside of what it is a share of.
    #[error("the share {share} of {of:?} is out of range")]
    ShareOutOfRange {
        /// Whose.
        of: String,
        /// The share.
        share: Ratio,
    },
    /// Something is below 0 that cannot be.
    #[error("{what} cannot be {value}")]
    Negative {
        /// What.
        what: String,
        /// Its value.
        value: Value,
    },
    /// There is no period.
    #[error("no periods")]
    NoPeriods,
    /// There are too many periods.
    #[error("{found} periods are more than {most}")]
    TooManyPeriods {
        /// How many there are.
        found: usize,
        /// How many there can be.
        most: usize,
    },
    /// A threshold out of its order.
    #[error("the threshold {value} is out of order")]
    BadThreshold {
        /// The threshold.
        value: Ratio,
    },
    /// A programme that costs nothing.
    #[error("a programme without cost has no multiple")]
    NoCost,
    /// A period stands twice.
    #[error("the period {period:?} stands twice")]
    DuplicatePeriod {
        /// The period.
        period: String,
    },
    /// A line stands twice in a period.
    #[error("the line {line:?} stands twice in {period:?}")]
    DuplicateLine {
        /// The period.
        period: String,
        /// The line.
        line: String,
    },
    /// No units were planned.
    #[error("no units were planned")]
    NoPlannedUnits,
    /// More periods have figures than were planned.
    #[error("{actual} periods have figures and {planned} were planned")]
    MoreActualsThanPlan {
        /// How many have figures.
        actual: usize,
        /// How many were planned.
        planned: usize,
    },
    /// An income below 0.
    #[error("the income {amount} from {id:?} is below zero")]
    NegativeIncome {
        /// From whom.
        id: String,
        /// How much.
        amount: Value,
    },
    /// Nothing is there to be measured.
    #[error("there is nothing to measure")]
    NothingToMeasure,
    /// Somebody works who is not listed.
    #[error("{person:?} works on {partnership:?} and is not listed")]
    UnknownPerson {
        /// Who.
        person: String,
        /// On what.
        partnership: String,
    },
    /// An id stands twice.
    #[error("the id {id:?} stands twice")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// A candidate that takes nothing, or less.
    #[error("{id:?} takes no effort")]
    ZeroEffort {
        /// The candidate.
        id: String,
    },
    /// An exact search would take too long.
    #[error("the search is too large: {what}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
    },
    /// A need that counts nothing.
    #[error("the need {need:?} of {member:?} has a weight of 0")]
    ZeroWeight {
        /// Whose.
        member: String,
        /// What.
        need: String,
    },
    /// A need stands twice.
    #[error("the need {need:?} of {member:?} stands twice")]
    DuplicateNeed {
        /// Whose.
        member: String,
        /// What.
        need: String,
    },
    /// Nobody offers what is needed.
    #[error("nobody offers {}", missing.join(", "))]
    NotCoverable {
        /// What nobody offers.
        missing: Vec<String>,
    },
    /// Amounts of two currencies, or beyond the range of money.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// A figure could not be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

/// Refuses an amount or number below 0.
pub(super) fn not_negative(what: &str, value: impl Into<Value>) -> Result<(), EconomicsError> {
    let value = value.into();
    let is_negative = match &value {
        Value::Money(money) => money.is_negative(),
        Value::Ratio(ratio) => ratio.is_negative(),
        _ => false,
    };
    if is_negative {
        let what = what.to_owned();
        return Err(EconomicsError::Negative { what, value });
    }
    Ok(())
}

/// Refuses a list in which an id stands twice.
pub(super) fn unique<'a>(ids: impl IntoIterator<Item = &'a String>) -> Result<(), EconomicsError> {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(EconomicsError::DuplicateId { id: id.clone() });
        }
    }
    Ok(())
}
