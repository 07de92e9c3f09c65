//! Dates and instants of chrono, kept in their range, and days counted between them.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use super::error::TimeError;
use super::text::{is_in_range, parse_date, parse_instant};
use crate::text::cut;

/// The longest list of dates that is read or returned.
pub(super) const MOST_DATES: usize = 10_000;

/// Returns the day that a text of exactly the form `YYYY-MM-DD` names, year 0001 to 9999.
///
/// It refuses what the parser of chrono lets pass, such as `2026-1-5`, and its error is one that
/// `?` takes.
///
/// # Errors
///
/// [`TimeError::BadDate`].
///
/// # Examples
///
/// ```
/// use partnership::time::date;
///
/// assert_eq!(date("2028-02-29")?.to_string(), "2028-02-29");
/// assert!(date("2026-02-29").is_err()); // no leap year
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "parse a date")]
pub fn date(text: &str) -> Result<NaiveDate, TimeError> {
    parse_date(text).ok_or_else(|| TimeError::BadDate { text: cut(text) })
}

/// Returns the instant that a text of exactly the form `YYYY-MM-DDTHH:MM:SSZ` names, with up to
/// nine decimals of a second.
///
/// # Errors
///
/// [`TimeError::BadInstant`].
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, instant};
///
/// let monday = Calendar::default().moment(instant("2026-01-05T09:00:00Z")?)?;
/// assert_eq!(monday.on().to_string(), "2026-01-05");
/// assert!(instant("2026-01-05T09:00:00+01:00").is_err()); // an offset is no instant's own
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "parse a timestamp")]
pub fn instant(text: &str) -> Result<DateTime<Utc>, TimeError> {
    parse_instant(text).ok_or_else(|| TimeError::BadInstant { text: cut(text) })
}

/// The date itself, if it lies in the years 1 to 9999.
#[inline]
pub(super) fn in_range(date: NaiveDate) -> Result<NaiveDate, TimeError> {
    if is_in_range(date) {
        Ok(date)
    } else {
        Err(out_of_range(date))
    }
}

/// The instant itself, if its UTC date lies in the years 1 to 9999.
pub(super) fn instant_in_range(at: DateTime<Utc>) -> Result<DateTime<Utc>, TimeError> {
    if is_in_range(at.date_naive()) {
        Ok(at)
    } else {
        Err(out_of_range(at))
    }
}

/// The error for a value outside the range.
#[cold]
pub(super) fn out_of_range(value: impl fmt::Display) -> TimeError {
    TimeError::OutOfRange {
        value: value.to_string(),
    }
}

/// The number of the day, counted from 1 on 0001-01-01.
#[inline]
pub(super) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// How many days lie between two dates; negative if the second is the earlier one.
#[inline]
pub(super) fn days_apart(from: NaiveDate, to: NaiveDate) -> i64 {
    day_number(to).saturating_sub(day_number(from))
}

/// The date so many days later, or earlier if negative.
#[inline]
pub(super) fn add_days(date: NaiveDate, days: i64) -> Result<NaiveDate, TimeError> {
    let by = Days::new(days.unsigned_abs());
    let sum = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    match sum {
        Some(sum) if is_in_range(sum) => Ok(sum),
        _ => Err(out_of_range(format_args!("{date} with {days} days added"))),
    }
}

/// The part of ascending dates that lies in `from..to`.
pub(super) fn between(days: &[NaiveDate], from: NaiveDate, to: NaiveDate) -> &[NaiveDate] {
    let first = days.partition_point(|day| *day < from);
    let rest = days.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|day| *day < to))
        .unwrap_or_default()
}

/// The dates in ascending order, if they are in range and not too many; repetitions stay.
pub(super) fn ascending(dates: &[NaiveDate]) -> Result<Cow<'_, [NaiveDate]>, TimeError> {
    if dates.len() > MOST_DATES {
        return Err(TimeError::TooManyDates { count: dates.len() });
    }
    for date in dates {
        in_range(*date)?;
    }
    if dates.is_sorted() {
        return Ok(Cow::Borrowed(dates));
    }
    let mut sorted = dates.to_vec();
    sorted.sort_unstable();
    Ok(Cow::Owned(sorted))
}
