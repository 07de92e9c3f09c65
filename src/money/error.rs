//! [`MoneyError`].

use super::amount::Money;
use super::currency::{Currency, CurrencyError};
use crate::text::is_digits;

/// Why an amount could not be read, or an operation on amounts has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Two amounts of different currencies met.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency on the left.
        left: Currency,
        /// The currency on the right.
        right: Currency,
    },
    /// The result is beyond `2^96 - 1` minor units.
    #[error("the result of {operation} is beyond the range of money")]
    Overflow {
        /// What was computed.
        operation: &'static str,
    },
    /// More decimals than the currency has.
    #[error("more than the {exponent} decimals of the currency")]
    TooPrecise {
        /// The decimals that the currency has.
        exponent: u8,
    },
    /// A ratio to an amount of zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A step to round to that is not above zero.
    #[error("a step must be above zero, not {step}")]
    BadStep {
        /// The step given.
        step: Money,
    },
    /// The text has not the form of money.
    #[error("malformed amount {text:?}{}", hint(text))]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The text names no currency.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
}

/// What is most likely wrong with a text that is no amount, if that is easily said.
fn hint(text: &str) -> &'static str {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    if is_digits(whole) && is_digits(decimals) {
        ": the currency is missing"
    } else {
        ""
    }
}
