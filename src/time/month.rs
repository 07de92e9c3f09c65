//! Adding months to dates.

use chrono::{Datelike as _, Months, NaiveDate};

use super::date::{in_range, out_of_range};
use super::error::TimeError;
use super::text::is_in_range;

/// What becomes of the last day of a month when months are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MonthRule {
    /// The same day, or the last day of a month that is too short for it.
    #[default]
    SameDay,
    /// From the last day of a month to the last day of a month; other days stay the same.
    #[doc(alias = "EOM")]
    EndOfMonth,
}

/// Returns the date so many months later, or earlier if negative.
///
/// The day of the month stays the same and is clamped to the last day of a short month. It is not
/// reversible and does not chain: 31 January plus one month plus one month is 28 March, plus two
/// months is 31 March. So add all months at once, from the anchor (spec/time.md 3).
///
/// # Errors
///
/// [`TimeError::OutOfRange`].
///
/// # Examples
///
/// ```
/// use partnership::time::{MonthRule, Period, add_months};
///
/// let january: Period = "2026-01-01..=2026-01-31".parse()?;
/// let end = january.last_day();
/// assert_eq!(add_months(end, 1, MonthRule::SameDay)?.to_string(), "2026-02-28");
/// assert_eq!(add_months(end, 2, MonthRule::SameDay)?.to_string(), "2026-03-31");
///
/// let february = add_months(end, 1, MonthRule::SameDay)?;
/// assert_eq!(add_months(february, 1, MonthRule::EndOfMonth)?.to_string(), "2026-03-31");
/// # Ok::<(), partnership::Error>(())
/// ```
#[inline]
pub fn add_months(date: NaiveDate, months: i64, rule: MonthRule) -> Result<NaiveDate, TimeError> {
    let start = in_range(date)?;
    let sum = u32::try_from(months.unsigned_abs())
        .ok()
        .map(Months::new)
        .and_then(|by| {
            if months < 0 {
                start.checked_sub_months(by)
            } else {
                start.checked_add_months(by)
            }
        });
    match sum {
        Some(sum) if is_in_range(sum) => match rule {
            MonthRule::EndOfMonth if is_last_of_month(start) => Ok(last_of_month(sum)),
            _ => Ok(sum),
        },
        _ => Err(out_of_range(format_args!(
            "{date} with {months} months added"
        ))),
    }
}

/// Whether a date is the last day of its month.
pub(super) fn is_last_of_month(date: NaiveDate) -> bool {
    date.succ_opt().is_none_or(|next| next.day() == 1)
}

/// The last day of the month of a date.
pub(super) fn last_of_month(date: NaiveDate) -> NaiveDate {
    day_or_last(date, 31)
}

/// That day of the month of a date, or its last day if the month is shorter.
pub(super) fn day_or_last(date: NaiveDate, day: u32) -> NaiveDate {
    // Every month has 28 days, and one that lacks a day above them lacks those after it too.
    [day, 30, 29, 28]
        .into_iter()
        .find_map(|day| date.with_day(day))
        .unwrap_or(date)
}

/// The number of the month, counted through all years.
pub(super) fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year())
        .saturating_mul(12)
        .saturating_add(i64::from(date.month0()))
}
