//! [`Deadline`]: the one boundary rule, by which a day or an instant is too late or long enough.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};

use super::calendar::Calendar;
use super::date::{instant_in_range, out_of_range};
use super::error::TimeError;
use super::moment::Moment;
use super::roll::Roll;
use super::span::{Span, Unit};
use super::text::InstantText;

/// A last instant or a last day, computed from an anchor and never stored as a counter.
///
/// The day of the anchor is not counted, and the last instant, or the whole last day, is in time
/// (spec/time.md 4):
///
/// | question | `At(t)` | `On(d)` | asked of |
/// |---|---|---|---|
/// | [`passed`](Self::passed) | now is after `t` | today is after `d` | limits: too late |
/// | [`reached`](Self::reached) | now is `t` or after | today is `d` or after | waiting: long enough |
/// | [`passes_at`](Self::passes_at) | `t` | the end of `d` | the order of deadlines |
///
/// There is no order among deadlines but the key `passes_at`.
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, Deadline, Roll, Span, instant};
///
/// let calendar = Calendar::default();
/// let opened = calendar.moment(instant("2026-01-05T09:00:00Z")?)?;
/// let limit = Deadline::after(&opened, Span::days(14)?, Roll::None, &calendar)?;
///
/// let last_second = calendar.moment(limit.passes_at(&calendar)? - std::time::Duration::new(1, 0))?;
/// assert_eq!(last_second.on().to_string(), "2026-01-19");
/// assert!(!limit.passed(&last_second));
/// assert!(limit.reached(&last_second));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "time limit")]
#[doc(alias = "SLA")]
pub enum Deadline {
    /// An instant; what is counted in hours ends here.
    At(#[cfg_attr(feature = "serde", serde(with = "crate::time::instant_text"))] DateTime<Utc>),
    /// A day as a whole; what is counted in days, weeks, months or years ends here.
    On(#[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))] NaiveDate),
}

/// The day, or the instant in UTC.
impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => InstantText(*at).fmt(f),
            Self::On(date) => date.fmt(f),
        }
    }
}

impl Deadline {
    /// Returns the deadline that lies a span after an anchor.
    ///
    /// Hours are elapsed hours and never rolled. Every other span is added to the date of the
    /// anchor, then rolled; what is counted in business days ends on one already.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and where business days are asked for
    /// [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
    pub fn after(
        anchor: &Moment,
        span: Span,
        roll: Roll,
        calendar: &Calendar,
    ) -> Result<Self, TimeError> {
        match span.unit() {
            Unit::Hours => add_hours(anchor.at(), span).map(Self::At),
            _ => add_days(anchor.on(), span, roll, calendar).map(Self::On),
        }
    }

    /// Returns the deadline that lies a span after this one.
    ///
    /// Hours after a day run from its end. Days after an instant are counted from the date of
    /// that instant, whenever one asks.
    ///
    /// # Errors
    ///
    /// As for [`after`](Self::after).
    pub fn then(&self, span: Span, roll: Roll, calendar: &Calendar) -> Result<Self, TimeError> {
        match (*self, span.unit()) {
            (Self::At(at), Unit::Hours) => add_hours(at, span).map(Self::At),
            (Self::On(date), Unit::Hours) => add_hours(calendar.end_of(date)?, span).map(Self::At),
            (Self::At(at), _) => {
                add_days(calendar.date_of(at)?, span, roll, calendar).map(Self::On)
            }
            (Self::On(date), _) => add_days(date, span, roll, calendar).map(Self::On),
        }
    }

    /// Returns whether it is too late.
    pub fn passed(&self, now: &Moment) -> bool {
        match *self {
            Self::At(at) => now.at() > at,
            Self::On(date) => now.on() > date,
        }
    }

    /// Returns whether one has waited long enough; the last day counts from its beginning.
    pub fn reached(&self, now: &Moment) -> bool {
        match *self {
            Self::At(at) => now.at() >= at,
            Self::On(date) => now.on() >= date,
        }
    }

    /// Returns the instant by which deadlines are put in order: the last one in time for an
    /// instant, the first one too late for a day.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn passes_at(&self, calendar: &Calendar) -> Result<DateTime<Utc>, TimeError> {
        match *self {
            Self::At(at) => instant_in_range(at),
            Self::On(date) => calendar.end_of(date),
        }
    }
}

/// The date a span later that is not in hours; business days end on one and are not rolled again.
fn add_days(
    date: NaiveDate,
    span: Span,
    roll: Roll,
    calendar: &Calendar,
) -> Result<NaiveDate, TimeError> {
    let end = calendar.after(date, span)?;
    if span.unit() == Unit::BusinessDays {
        Ok(end)
    } else {
        calendar.roll(end, roll)
    }
}

/// The instant so many elapsed hours later.
fn add_hours(at: DateTime<Utc>, span: Span) -> Result<DateTime<Utc>, TimeError> {
    let seconds = i64::from(span.number()).saturating_mul(3_600);
    let sum = instant_in_range(at)?.timestamp().saturating_add(seconds);
    let sum = Utc.timestamp_opt(sum, at.timestamp_subsec_nanos()).single();
    sum.and_then(|sum| instant_in_range(sum).ok())
        .ok_or_else(|| out_of_range(format_args!("{at} with {span} added")))
}

/// In what [`elapsed`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ElapsedUnit {
    /// Hours of 3,600 seconds.
    Hours,
    /// Days of 86,400 seconds, whatever the clocks do.
    Days,
}

/// What [`elapsed`] does with a unit that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ElapsedPart {
    /// Whole units count, the one begun does not.
    Full,
    /// A unit counts as soon as it has begun.
    Started,
}

/// Returns how many units lie between two instants; negative if the second is the earlier one.
///
/// # Rounding
///
/// [`ElapsedPart::Full`] goes toward zero, [`ElapsedPart::Started`] away from zero; the caller
/// says which, since the same clause gives 52.50 by one and 63.00 by the other.
///
/// # Errors
///
/// [`TimeError::OutOfRange`].
///
/// # Examples
///
/// ```
/// use partnership::time::{ElapsedPart, ElapsedUnit, elapsed, instant};
///
/// let (from, to) = (instant("2026-01-05T09:00:00Z")?, instant("2026-01-07T10:00:00Z")?);
/// assert_eq!(elapsed(from, to, ElapsedUnit::Days, ElapsedPart::Full)?, 2);
/// assert_eq!(elapsed(from, to, ElapsedUnit::Days, ElapsedPart::Started)?, 3);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn elapsed(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    unit: ElapsedUnit,
    part: ElapsedPart,
) -> Result<i64, TimeError> {
    let nanos = |at: DateTime<Utc>| {
        let seconds = i128::from(at.timestamp()).saturating_mul(1_000_000_000);
        seconds.saturating_add(i128::from(at.timestamp_subsec_nanos()))
    };
    let between = nanos(instant_in_range(to)?).saturating_sub(nanos(instant_in_range(from)?));
    let each: i128 = match unit {
        ElapsedUnit::Hours => 3_600_000_000_000,
        ElapsedUnit::Days => 86_400_000_000_000,
    };
    let whole = between.checked_div(each).unwrap_or(0);
    let begun = whole.saturating_mul(each) != between;
    let count = match part {
        ElapsedPart::Started if begun => whole.saturating_add(between.signum()),
        _ => whole,
    };
    i64::try_from(count).map_err(|_| out_of_range(to))
}
