//! [`DueRule`]: on which day something must be paid.

use chrono::{Datelike as _, NaiveDate};

use super::calendar::Calendar;
use super::date::{add_days, days_apart, in_range, out_of_range};
use super::error::TimeError;
use super::month::{MonthRule, add_months, day_or_last, last_of_month};
use super::roll::Roll;
use super::span::Span;

/// On which day something must be paid, counted from the event that makes it due.
///
/// A rule is plain data; what a rule may not say is refused when it is [checked](DueRule::check)
/// or used (spec/time.md 5).
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, DueRule, Period, Roll, Span};
///
/// let calendar = Calendar::default();
/// let month: Period = "2026-01-01..2026-02-01".parse()?;
/// let on = |rule: DueRule| rule.due_on(month.last_day(), Roll::None, &calendar);
///
/// assert_eq!(on(DueRule::net(30)?)?.to_string(), "2026-03-02");
/// assert_eq!(on(DueRule::EndOfMonthAfter(Span::days(30)?))?.to_string(), "2026-03-31");
/// assert_eq!(on(DueRule::MonthEnd { months: 1, plus_days: 0 })?.to_string(), "2026-02-28");
/// assert_eq!(on(DueRule::DayOfMonth { after_days: 1, day: 15 })?.to_string(), "2026-02-15");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
#[doc(alias = "payment terms")]
#[doc(alias = "net 30")]
#[doc(alias = "due date")]
pub enum DueRule {
    /// On the day of the event.
    #[default]
    OnEvent,
    /// A span after the event.
    After(Span),
    /// Some days after the last day of a month.
    MonthEnd {
        /// How many months after that of the event.
        months: u32,
        /// How many days after its last day.
        plus_days: u32,
    },
    /// On the last day of the month in which a span after the event ends.
    #[doc(alias = "net 30 EOM")]
    EndOfMonthAfter(Span),
    /// On the first such day of a month that is far enough after the event.
    DayOfMonth {
        /// How many days after the event the first day that counts lies.
        after_days: u32,
        /// The day of the month, 1 to 31; in a short month its last day.
        day: u32,
    },
}

impl DueRule {
    /// Returns the rule of so many calendar days after the event.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`].
    pub fn net(days: u32) -> Result<Self, TimeError> {
        Span::days(days).map(Self::After)
    }

    /// Checks that the rule says a day at all.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotWholeDays`] for a span in hours, [`TimeError::BadDay`] for a day of the
    /// month that is not 1 to 31.
    pub fn check(&self) -> Result<(), TimeError> {
        match *self {
            Self::After(span) | Self::EndOfMonthAfter(span) => span.step().map(|_| ()),
            Self::DayOfMonth { day, .. } if !(1..=31).contains(&day) => {
                Err(TimeError::BadDay { day })
            }
            Self::OnEvent | Self::MonthEnd { .. } | Self::DayOfMonth { .. } => Ok(()),
        }
    }

    /// Returns the day on which something is due that arose on a day; paid on it is in time.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), then [`TimeError::OutOfRange`], and where business days are
    /// asked for [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
    pub fn due_on(
        &self,
        event: NaiveDate,
        roll: Roll,
        calendar: &Calendar,
    ) -> Result<NaiveDate, TimeError> {
        self.check()?;
        in_range(event)?;
        let date = match *self {
            Self::OnEvent => event,
            Self::After(span) => calendar.after(event, span)?,
            Self::MonthEnd { months, plus_days } => {
                let month = add_months(event, i64::from(months), MonthRule::SameDay)?;
                add_days(last_of_month(month), i64::from(plus_days))?
            }
            Self::EndOfMonthAfter(span) => last_of_month(calendar.after(event, span)?),
            Self::DayOfMonth { after_days, day } => {
                first_such_day(add_days(event, i64::from(after_days))?, day)?
            }
        };
        calendar.roll(date, roll)
    }
}

/// The first date on or after another that is that day of its month, or its last if it is short.
fn first_such_day(earliest: NaiveDate, day: u32) -> Result<NaiveDate, TimeError> {
    let present = day_or_last(earliest, day);
    if present >= earliest {
        return Ok(present);
    }
    let first = earliest.with_day(1).unwrap_or(earliest);
    add_months(first, 1, MonthRule::SameDay)
        .map(|month| day_or_last(month, day))
        .map_err(|_| out_of_range(format_args!("day {day} of the month after {earliest}")))
}

/// Returns by how many days a payment is late; paid on the due day is in time.
///
/// # Errors
///
/// [`TimeError::OutOfRange`].
///
/// # Examples
///
/// ```
/// use partnership::time::{date, days_late};
///
/// assert_eq!(days_late(date("2026-03-02")?, date("2026-03-12")?)?, 10);
/// assert_eq!(days_late(date("2026-03-02")?, date("2026-03-01")?)?, 0); // early is not late
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn days_late(due: NaiveDate, paid: NaiveDate) -> Result<u32, TimeError> {
    let late = days_apart(in_range(due)?, in_range(paid)?);
    // Between two dates in range lie fewer than four million days.
    Ok(u32::try_from(late.max(0)).unwrap_or(u32::MAX))
}
