//! What a part of a billing period is worth.

use chrono::{Datelike as _, NaiveDate};

use super::calendar::Calendar;
use super::date::days_apart;
use super::error::TimeError;
use super::month::month_number;
use super::period::Period;
use super::span::Span;
use super::span_doors::Step;
use crate::ratio::Ratio;

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
        billing: &Period,
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
