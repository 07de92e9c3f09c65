//! [`prorate`]: what a part of a billing period is worth.

use chrono::{Datelike as _, NaiveDate};

use super::calendar::Calendar;
use super::cycle::{Cycle, CycleUnit, civil};
use super::date::{MOST_DATES, ascending, between, days_apart, in_range, out_of_range};
use super::error::TimeError;
use super::month::{MonthRule, month_number};
use super::period::Period;
use super::span::Span;
use super::span_doors::Step;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// By what a part of a billing period is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
#[doc(alias = "day count")]
pub enum Basis {
    /// Calendar days over all calendar days of the billing period.
    #[default]
    CalendarDays,
    /// Business days over all business days of the billing period.
    BusinessDays,
    /// Days of months that have thirty days each: the 31st is free, the last day of February
    /// carries the rest.
    #[doc(alias = "30/360")]
    ThirtyDays,
    /// The whole as soon as one day has begun.
    WholeIfStarted,
    /// The whole on the last day, and nothing if a day is missing.
    OnlyIfComplete,
}

impl Basis {
    /// Checks that a billing period of that length can be measured so.
    pub(crate) fn check(self, every: Span) -> Result<(), TimeError> {
        match every.step()? {
            Step::BusinessDays(_) => Err(TimeError::NotWholeDays { span: every }),
            Step::Days(_) if self == Self::ThirtyDays => Err(TimeError::NotMonths { span: every }),
            Step::Days(_) | Step::Months(_) => Ok(()),
        }
    }

    /// The share of a billing period that days from `first` on have earned before a date: `w` of
    /// spec/time.md 6, so that a slice from `a` to `b` costs `R(fee * w(b)) - R(fee * w(a))`.
    ///
    /// `months` is how many months the billing period has; only [`ThirtyDays`](Self::ThirtyDays)
    /// asks. `first` is the first day that is active; only the two bases of all or nothing ask.
    /// Days of the period before `first` count in `w` of the others, at both ends of a slice
    /// alike.
    pub(crate) fn share_before(
        self,
        date: NaiveDate,
        first: NaiveDate,
        billing: Period,
        months: i64,
        calendar: &Calendar,
    ) -> Result<Ratio, TimeError> {
        let date = date.clamp(billing.from(), billing.to());
        let all_or_nothing = |all: bool| if all { Ratio::ONE } else { Ratio::ZERO };
        Ok(match self {
            Self::CalendarDays => {
                share(days_apart(billing.from(), date), i64::from(billing.days()))
            }
            Self::BusinessDays => {
                let all = calendar.business_days_between(billing.from(), billing.to())?;
                if all == 0 {
                    return Err(TimeError::NoBusinessDay {
                        from: billing.from(),
                    });
                }
                share(calendar.business_days_between(billing.from(), date)?, all)
            }
            Self::ThirtyDays if date == billing.to() => Ratio::ONE,
            Self::ThirtyDays => {
                let all = months.saturating_mul(30);
                share(thirty_days_apart(billing.from(), date).clamp(0, all), all)
            }
            Self::WholeIfStarted => all_or_nothing(date > first),
            Self::OnlyIfComplete => all_or_nothing(first == billing.from() && date == billing.to()),
        })
    }
}

/// Days between two dates in months of thirty days.
fn thirty_days_apart(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = month_number(to).saturating_sub(month_number(from));
    let days = i64::from(to.day()).saturating_sub(i64::from(from.day()));
    months.saturating_mul(30).saturating_add(days)
}

/// A part over a whole above 0; both are counts of days.
fn share(part: i64, whole: i64) -> Ratio {
    // Counts of days cannot leave the range of a ratio.
    Ratio::new(i128::from(part), i128::from(whole)).unwrap_or(Ratio::ZERO)
}

/// A fee that is owed for every billing period from an anchor on.
///
/// It is plain data; what it may not say is refused when it is [prorated](prorate).
///
/// # Examples
///
/// ```
/// use partnership::Rounding;
/// use partnership::time::{Basis, Calendar, RecurringFee, Span, date, prorate};
///
/// let fee = RecurringFee {
///     amount: "1000.00 USD".parse()?,
///     anchor: date("2026-01-01")?,
///     every: Span::months(1)?,
///     basis: Basis::CalendarDays,
///     rounding: Rounding::HalfAwayFromZero,
/// };
/// let slices = prorate(&fee, "2026-01-15..2026-03-01".parse()?, &[], &Calendar::default())?;
/// let amounts: Vec<String> = slices.iter().map(|slice| slice.amount().to_string()).collect();
/// assert_eq!(amounts, ["548.39 USD", "1000.00 USD"]); // 17 of 31 days, then a whole month
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "retainer")]
#[doc(alias = "subscription")]
pub struct RecurringFee {
    /// What one whole billing period costs; a negative fee mirrors a positive one.
    pub amount: Money,
    /// The first day of the first billing period; nothing is owed before it.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub anchor: NaiveDate,
    /// How long a billing period is: days, weeks, months or years.
    pub every: Span,
    /// By what a part of a billing period is measured.
    #[cfg_attr(feature = "serde", serde(default))]
    pub basis: Basis,
    /// How the fee for the days of a billing period before a date is rounded.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rounding: Rounding,
}

/// What is owed for some days of one billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slice {
    period: Period,
    of: Period,
    amount: Money,
}

impl Slice {
    /// Returns the days that the amount is for.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Returns the billing period that they belong to.
    pub const fn of(&self) -> Period {
        self.of
    }

    /// Returns what is owed.
    pub const fn amount(&self) -> Money {
        self.amount
    }
}

/// Returns what is owed for the active days: one slice for each billing period, cut again at every
/// cut inside it.
///
/// The days from a up to b of a billing period cost `R(fee * w(b)) - R(fee * w(a))`, where w is
/// the share of the billing period before a date. So however a billing period is cut, its slices
/// add up to the fee, to the minor unit; the price is that a part alone may differ by one minor
/// unit from `R(fee * days / length)` (spec/time.md 6).
///
/// # Rounding
///
/// By the rounding of the fee, once at each date where a slice begins or ends.
///
/// # Errors
///
/// [`TimeError::NotWholeDays`] for billing periods in hours or business days,
/// [`TimeError::NotMonths`] for thirty days a month without months, [`TimeError::ZeroSpan`],
/// [`TimeError::TooManyDates`] above 10,000 cuts or slices, [`TimeError::OutOfRange`]; by business
/// days also [`TimeError::NotCovered`], and [`TimeError::NoBusinessDay`] for a billing period that
/// has none.
///
/// # Examples
///
/// ```
/// use partnership::Rounding;
/// use partnership::time::{Basis, Calendar, Period, RecurringFee, Span, date, prorate};
///
/// let active: Period = "2026-01-16..2026-03-01".parse()?;
/// let fee = RecurringFee {
///     amount: "1000.00 USD".parse()?,
///     anchor: date("2026-01-01")?,
///     every: Span::months(1)?,
///     basis: Basis::CalendarDays,
///     rounding: Rounding::HalfAwayFromZero,
/// };
/// let slices = prorate(&fee, active, &[], &Calendar::default())?;
/// let amounts: Vec<String> = slices.iter().map(|slice| slice.amount().to_string()).collect();
/// // 16 of 31 days, then a whole month.
/// assert_eq!(amounts, ["516.13 USD", "1000.00 USD"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "pro rata temporis")]
pub fn prorate(
    fee: &RecurringFee,
    active: Period,
    cuts: &[NaiveDate],
    calendar: &Calendar,
) -> Result<Vec<Slice>, TimeError> {
    fee.basis.check(fee.every)?;
    fee.every.above_zero()?;
    let (step, unit) = civil(fee.every, MonthRule::SameDay)?;
    let months = if unit == CycleUnit::Days { 0 } else { step };
    let cuts = ascending(cuts)?;
    let cycle = Cycle::new(in_range(fee.anchor)?, step, unit);
    let mut slices = Vec::new();
    // The last billing period that begins on the first day or before it.
    let mut n = cycle.first_after(active.from()).saturating_sub(1).max(0);
    let mut from = cycle.nth(n)?;
    while from < active.to() {
        n = n.saturating_add(1);
        let billing = Period::new(from, cycle.nth(n)?)?;
        if let Some(owed) = billing.intersect(&active) {
            let before = |date: NaiveDate| {
                fee.basis
                    .share_before(date, owed.from(), billing, months, calendar)
                    .and_then(|share| part_of(fee, share))
            };
            let inside = owed.from().succ_opt().unwrap_or(owed.to());
            let mut start = (owed.from(), before(owed.from())?);
            for end in between(&cuts, inside, owed.to())
                .iter()
                .copied()
                .chain([owed.to()])
            {
                if end == start.0 {
                    continue;
                }
                let paid = before(end)?;
                let amount = paid.checked_sub(start.1).map_err(|_| out_of_range(end))?;
                slices.push(Slice {
                    period: Period::new(start.0, end)?,
                    of: billing,
                    amount,
                });
                start = (end, paid);
            }
            if slices.len() > MOST_DATES {
                return Err(TimeError::TooManyDates {
                    count: slices.len(),
                });
            }
        }
        from = billing.to();
    }
    Ok(slices)
}

/// The share of a fee, rounded.
fn part_of(fee: &RecurringFee, share: Ratio) -> Result<Money, TimeError> {
    // A share from 0 to 1 of an amount that is in range is in range.
    fee.amount
        .times_ratio(share, fee.rounding)
        .map_err(|_| out_of_range(fee.amount))
}

/// Where a stretch of active days is cut into billing periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BillingRule {
    /// At every first of a month.
    CalendarMonths,
    /// Every such span from the first active day on: days, weeks, months or years.
    Every(Span),
}

/// Returns the active days cut into billing periods; the last one, and with calendar months the
/// first one too, may be shorter than the others.
///
/// # Errors
///
/// [`TimeError::NotWholeDays`] for hours and business days, [`TimeError::ZeroSpan`], and
/// [`TimeError::TooManyDates`] above 10,000 periods.
///
/// # Examples
///
/// ```
/// use partnership::time::{BillingRule, Period, Span, billing_periods};
///
/// let active: Period = "2026-01-31..=2026-04-10".parse()?;
/// let periods = billing_periods(active, BillingRule::Every(Span::months(1)?))?;
/// let text: Vec<String> = periods.iter().map(ToString::to_string).collect();
/// // Counted from the 31st each time, so that March gets its day back.
/// assert_eq!(
///     text,
///     ["2026-01-31..2026-02-28", "2026-02-28..2026-03-31", "2026-03-31..2026-04-11"]
/// );
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn billing_periods(active: Period, rule: BillingRule) -> Result<Vec<Period>, TimeError> {
    let cycle = match rule {
        BillingRule::CalendarMonths => {
            let first = active.from().with_day(1).unwrap_or(active.from());
            Cycle::new(first, 1, CycleUnit::Months(MonthRule::SameDay))
        }
        BillingRule::Every(every) => {
            let (step, unit) = civil(every, MonthRule::SameDay)?;
            every.above_zero()?;
            Cycle::new(active.from(), step, unit)
        }
    };
    let mut periods = Vec::new();
    let mut from = active.from();
    let mut n: i64 = 0;
    while from < active.to() {
        if periods.len() >= MOST_DATES {
            return Err(TimeError::TooManyDates {
                count: periods.len().saturating_add(1),
            });
        }
        n = n.saturating_add(1);
        // What lies outside all years lies after the last active day too.
        let to = cycle
            .nth(n)
            .map_or(active.to(), |next| next.min(active.to()));
        periods.push(Period::new(from, to)?);
        from = to;
    }
    Ok(periods)
}
