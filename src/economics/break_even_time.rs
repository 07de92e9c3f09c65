//! [`Investment`]: after how many periods it pays (E1).

use super::error::{EconomicsError, not_negative};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::Period;

/// Hours that somebody works for a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Effort {
    /// How many hours.
    pub hours: Ratio,
    /// What an hour is paid.
    pub paid: Money,
    /// What an hour earns elsewhere.
    pub elsewhere: Money,
}

impl Effort {
    /// Returns so many hours a week over a period: `hours x days / 7`, so that a year has 365/7
    /// weeks, not 52.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Currency;
    /// use partnership::Money;
    /// use partnership::economics::Effort;
    ///
    /// let nothing = Money::zero(Currency::USD);
    /// let year = "2026-01-01..2027-01-01".parse()?;
    /// let effort = Effort::weekly("10".parse()?, &year, nothing, "60.00 USD".parse()?)?;
    /// assert_eq!(effort.hours, "3650/7".parse()?);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn weekly(
        hours: Ratio,
        during: &Period,
        paid: Money,
        elsewhere: Money,
    ) -> Result<Self, EconomicsError> {
        let weeks = Ratio::from(during.days()).checked_div(Ratio::from_integer(7))?;
        Ok(Self {
            hours: hours.checked_mul(weeks)?,
            paid,
            elsewhere,
        })
    }
}

/// What a period of a partnership brings and takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct InvestmentPeriod {
    /// What is paid out.
    pub cash: Money,
    /// What it is expected to bring; may be below 0.
    pub value: Money,
    /// Who works how long.
    pub efforts: Vec<Effort>,
}

/// What a partnership costs once, and what each period brings and takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Investment {
    /// What is paid before the first period.
    pub once: Vec<Money>,
    /// The periods in their order.
    pub periods: Vec<InvestmentPeriod>,
}

/// After how many periods an investment pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TimeBreakEven {
    /// What all periods bring.
    pub value: Money,
    /// What is paid: once, in cash, and for hours.
    pub cost: Money,
    /// What the hours would have earned elsewhere beyond what they are paid.
    pub opportunity: Money,
    /// Both costs together.
    pub full_cost: Money,
    /// The value less the full cost.
    pub surplus: Money,
    /// The first period, from 1, after which the value reaches the cost without opportunity: the
    /// usual sum.
    pub first_without_opportunity: Option<u32>,
    /// The first period after which the value reaches the full cost.
    pub first: Option<u32>,
    /// The first period from which it stays so to the end.
    pub for_good: Option<u32>,
    /// What must come in values that are no money.
    pub needed_intangible: Money,
    /// The value as a multiple of the full cost; none if that is 0.
    pub multiple: Option<Ratio>,
}

/// The most periods that are looked at.
const MOST_PERIODS: usize = 600;

impl Investment {
    /// Returns after how many periods it pays, with and without what the hours would have earned
    /// elsewhere.
    ///
    /// An hour counts once, at the dearer rate, in two lines: `time = hours x paid`, and
    /// `opportunity = hours x the dearer of both - time` (spec/health-economics.md 7).
    ///
    /// # Rounding
    ///
    /// Each effort once, half away from zero.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::NoPeriods`], [`EconomicsError::TooManyPeriods`] for more than 600,
    /// [`EconomicsError::Negative`], [`EconomicsError::Money`] for two currencies,
    /// [`EconomicsError::Overflow`].
    ///
    /// # Examples
    ///
    /// 7,000 once and 3,500 a month; ten hours a week that earn 60 elsewhere:
    ///
    /// ```
    /// use partnership::economics::{Effort, Investment, InvestmentPeriod};
    ///
    /// let month = InvestmentPeriod {
    ///     cash: "0.00 USD".parse()?,
    ///     value: "3500.00 USD".parse()?,
    ///     efforts: vec![Effort {
    ///         hours: "130/3".parse()?,
    ///         paid: "0.00 USD".parse()?,
    ///         elsewhere: "60.00 USD".parse()?,
    ///     }],
    /// };
    /// let plan = Investment { once: vec!["7000.00 USD".parse()?], periods: vec![month; 12] };
    /// let pays = plan.break_even()?;
    /// assert_eq!((pays.first_without_opportunity, pays.first), (Some(2), Some(8)));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "payback period")]
    #[doc(alias = "opportunity cost")]
    pub fn break_even(&self) -> Result<TimeBreakEven, EconomicsError> {
        let Some(first) = self.periods.first() else {
            return Err(EconomicsError::NoPeriods);
        };
        if self.periods.len() > MOST_PERIODS {
            return Err(EconomicsError::TooManyPeriods {
                found: self.periods.len(),
                most: MOST_PERIODS,
            });
        }
        for once in &self.once {
            not_negative("a cost paid once", *once)?;
        }
        let currency = first.value.currency();
        let mut cost = Money::sum(currency, self.once.iter().copied())?;
        let (mut value, mut opportunity) = (Money::zero(currency), Money::zero(currency));
        let (mut plain, mut full, mut for_good) = (None, None, None);
        for (number, period) in (1_u32..).zip(&self.periods) {
            not_negative("the cash of a period", period.cash)?;
            value = value.checked_add(period.value)?;
            cost = cost.checked_add(period.cash)?;
            for effort in &period.efforts {
                let (time, more) = effort.cost()?;
                cost = cost.checked_add(time)?;
                opportunity = opportunity.checked_add(more)?;
            }
            if value.compare(cost)?.is_ge() {
                plain = plain.or(Some(number));
            }
            if value.compare(cost.checked_add(opportunity)?)?.is_ge() {
                full = full.or(Some(number));
                for_good = for_good.or(Some(number));
            } else {
                for_good = None;
            }
        }
        let full_cost = cost.checked_add(opportunity)?;
        let surplus = value.checked_sub(full_cost)?;
        Ok(TimeBreakEven {
            value,
            cost,
            opportunity,
            full_cost,
            surplus,
            first_without_opportunity: plain,
            first: full,
            for_good,
            needed_intangible: (-surplus).max(Money::zero(currency))?,
            multiple: value.ratio_to(full_cost).ok(),
        })
    }
}

impl Effort {
    /// What the hours are paid, and what more they would have earned elsewhere.
    fn cost(&self) -> Result<(Money, Money), EconomicsError> {
        not_negative("the hours of an effort", self.hours)?;
        not_negative("the pay of an hour", self.paid)?;
        not_negative("what an hour earns elsewhere", self.elsewhere)?;
        let of = |rate: Money| rate.times_ratio(self.hours, Rounding::HalfAwayFromZero);
        let time = of(self.paid)?;
        let dearer = of(self.paid.max(self.elsewhere)?)?;
        Ok((time, dearer.checked_sub(time)?))
    }
}

impl TimeBreakEven {
    /// Returns whether the intangible values of one valuer cover what money does not: a yes or no
    /// beside the money, no figure.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Money`] for two currencies.
    pub fn is_covered_with_intangibles(&self, valued: Money) -> Result<bool, EconomicsError> {
        Ok(valued.compare(self.needed_intangible)?.is_ge())
    }
}
