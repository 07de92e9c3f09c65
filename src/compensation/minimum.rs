//! [`MinimumViable`]: the least for which the work is worth doing.

use crate::money::{Currency, Exact, Money, MoneyError};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// What a piece of work costs the one who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// How many hours it takes.
    pub hours: Ratio,
    /// What an hour is worth.
    pub hourly: Money,
    /// What is spent besides.
    pub expenses: Money,
    /// What must be left over, as a part of the costs; may be above 1.
    pub margin: Ratio,
}

impl Costs {
    /// Hours at a price, without expenses and margin.
    pub const fn of_hours(hours: Ratio, hourly: Money) -> Self {
        Self {
            hours,
            hourly,
            expenses: Money::zero(hourly.currency()),
            margin: Ratio::ZERO,
        }
    }
}

/// The least for which the work is worth doing: below it one walks away.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[doc(alias = "walk-away price")]
#[doc(alias = "reservation price")]
pub enum MinimumViable {}

impl MinimumViable {
    /// Returns the least amount that covers costs and margin:
    /// `(hours * hourly + expenses) * (1 + margin)` (spec/compensation.md 13).
    ///
    /// # Rounding
    ///
    /// Up, so that it is never below the walk-away figure.
    ///
    /// # Errors
    ///
    /// [`MinimumError`]: a figure below 0, two currencies, or an amount that does not fit.
    ///
    /// # Examples
    ///
    /// 7.5 hours at 33.33, a cent of expenses and a third on top are 333.3133.. and round up:
    ///
    /// ```
    /// use partnership::compensation::{Costs, MinimumViable};
    ///
    /// let costs = Costs {
    ///     hours: "7.5".parse()?,
    ///     hourly: "33.33 USD".parse()?,
    ///     expenses: "0.01 USD".parse()?,
    ///     margin: "1/3".parse()?,
    /// };
    /// assert_eq!(MinimumViable::from_costs(&costs)?.to_string(), "333.32 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn from_costs(costs: &Costs) -> Result<Money, MinimumError> {
        for amount in [costs.hourly, costs.expenses] {
            if amount.is_negative() {
                return Err(MinimumError::NegativeAmount {
                    figure: amount.to_string(),
                });
            }
        }
        for number in [costs.hours, costs.margin] {
            if number.is_negative() {
                return Err(MinimumError::NegativeAmount {
                    figure: number.to_string(),
                });
            }
        }
        let work = Exact::from(costs.hourly).checked_mul(costs.hours)?;
        let all = work.checked_add(costs.expenses.into())?;
        let with_margin = all.checked_mul(Ratio::ONE.checked_add(costs.margin)?)?;
        Ok(with_margin.round(Rounding::Up)?)
    }
}

/// Why there is no least amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MinimumError {
    /// A figure below 0.
    #[error("{figure} is negative")]
    NegativeAmount {
        /// The figure.
        figure: String,
    },
    /// Amounts of two currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of the hours.
        left: Currency,
        /// The currency of the expenses.
        right: Currency,
    },
    /// A figure beyond what money, or an exact number, can hold.
    #[error("the amount is beyond the range of money")]
    Overflow,
}

impl From<MoneyError> for MinimumError {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch { left, right } => Self::CurrencyMismatch { left, right },
            _ => Self::Overflow,
        }
    }
}

impl From<RatioError> for MinimumError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
