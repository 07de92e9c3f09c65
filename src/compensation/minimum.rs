//! [`MinimumViable`]: the least for which the work is worth doing.

use super::activity::Activity;
use super::replay::{PeriodRefused, replay};
use super::terms::Terms;
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
///
/// What is not said is not asked: a minimum without `per_period` looks at the total alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[doc(alias = "walk-away price")]
#[doc(alias = "reservation price")]
#[doc(alias = "BATNA")]
pub struct MinimumViable {
    /// The least of every period.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub per_period: Option<Money>,
    /// The least of all periods together.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::present"))]
    pub total: Option<Money>,
    /// The part of what is given in kind that counts; none of it if nothing is said.
    pub in_kind_credit: Ratio,
    /// What is counted.
    pub basis: MinimumBasis,
}

/// What is counted towards a minimum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MinimumBasis {
    /// What is earned, with guarantees and change orders.
    #[default]
    Value,
    /// What is paid, and paid ahead.
    Cash,
}

/// Whether terms reach a minimum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Viability {
    /// What counts, of all periods.
    pub total: Money,
    /// Whether every period and the total reach it.
    pub meets: bool,
    /// What is missing to the total; 0 if nothing is.
    pub shortfall: Money,
    /// The numbers of the periods that are below.
    pub periods_below: Vec<u32>,
}

impl Default for MinimumViable {
    fn default() -> Self {
        Self {
            per_period: None,
            total: None,
            in_kind_credit: Ratio::ZERO,
            basis: MinimumBasis::Value,
        }
    }
}

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

    /// Returns whether terms reach the minimum over a history, or over what is expected.
    ///
    /// A period counts earned + guarantees + change orders, or paid + advanced; and of what is
    /// given in kind the part that the credit says (spec/compensation.md 13).
    ///
    /// # Rounding
    ///
    /// The credit of each period down: a doubtful cent does not count.
    ///
    /// # Errors
    ///
    /// [`MinimumError::NegativeAmount`] and [`MinimumError::CurrencyMismatch`] for the minimum,
    /// [`MinimumError::Period`] for a period that cannot be settled.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, MinimumViable, Terms};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let rate = "10%".parse()?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", rate).build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "3000.00 USD".parse()?)?;
    ///
    /// let least = MinimumViable { total: Some("500.00 USD".parse()?), ..Default::default() };
    /// let viability = least.check(&terms, &[january])?;
    /// assert!(!viability.meets);
    /// assert_eq!(viability.shortfall.to_string(), "200.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn check(&self, terms: &Terms, activities: &[Activity]) -> Result<Viability, MinimumError> {
        self.refuse(terms)?;
        let zero = Money::zero(terms.currency());
        let (mut total, mut periods_below) = (zero, Vec::new());
        for statement in replay(terms, activities) {
            let statement = statement?;
            let counted = match self.basis {
                MinimumBasis::Value => statement.worth()?,
                MinimumBasis::Cash => statement.cash()?,
            };
            let in_kind = statement.in_kind();
            let credit = in_kind.times_ratio(self.in_kind_credit, Rounding::Down)?;
            let counted = counted.checked_add(credit)?;
            if let Some(least) = self.per_period {
                if counted.compare(least)?.is_lt() {
                    periods_below.push(statement.no());
                }
            }
            total = total.checked_add(counted)?;
        }
        let shortfall = match self.total {
            Some(least) => least.checked_sub(total)?.max(zero)?,
            None => zero,
        };
        Ok(Viability {
            total,
            meets: periods_below.is_empty() && shortfall.is_zero(),
            shortfall,
            periods_below,
        })
    }

    /// Refuses a minimum below 0, or of another currency than the terms.
    fn refuse(&self, terms: &Terms) -> Result<(), MinimumError> {
        for least in [self.per_period, self.total].into_iter().flatten() {
            let (left, right) = (terms.currency(), least.currency());
            if left != right {
                return Err(MinimumError::CurrencyMismatch { left, right });
            }
            if least.is_negative() {
                let figure = least.to_string();
                return Err(MinimumError::NegativeAmount { figure });
            }
        }
        if self.in_kind_credit.is_negative() {
            let figure = self.in_kind_credit.to_string();
            return Err(MinimumError::NegativeAmount { figure });
        }
        Ok(())
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
        /// The currency of the hours, or of the terms.
        left: Currency,
        /// The currency of the expenses, or of the minimum.
        right: Currency,
    },
    /// A figure beyond what money, or an exact number, can hold.
    #[error("the amount is beyond the range of money")]
    Overflow,
    /// A period that cannot be settled.
    #[error(transparent)]
    Period(#[from] PeriodRefused),
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
