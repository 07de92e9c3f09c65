//! Why a question about time has no answer.

use chrono::{DateTime, NaiveDate, Utc};

use super::span::Span;
use super::text::InstantText;

/// Why a text is no date, span or period, or a question about time has no answer (spec/time.md 8).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// A period does not start before it ends.
    #[error("a period from {from} to {to} has no day")]
    EmptyPeriod {
        /// Its first day.
        from: NaiveDate,
        /// The day after its last.
        to: NaiveDate,
    },
    /// The text has not the form of a period, or names a day that does not exist.
    #[error("malformed period {text:?}: write both days, such as 2026-01-01..2026-02-01")]
    BadPeriod {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The text has not the form `YYYY-MM-DD`, or names a day that does not exist.
    #[error("malformed date {text:?}")]
    BadDate {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The text has not the form `YYYY-MM-DDTHH:MM:SSZ`, or names an instant that does not exist.
    #[error("malformed instant {text:?}")]
    BadInstant {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The civil date is more than one day from the UTC date of the instant, or the instant is a
    /// leap second, which has no text.
    #[error("{on} cannot be the date of {}", InstantText(*at))]
    BadMoment {
        /// The instant.
        at: DateTime<Utc>,
        /// The civil date claimed for it.
        on: NaiveDate,
    },
    /// The text has not the form of a span.
    #[error("malformed span {text:?}: write 48h, 30d, 10bd, 2w, 3m or 1y")]
    BadSpan {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The span is longer than its unit allows.
    #[error("the span {span} is too long")]
    SpanTooLong {
        /// What was given, cut to 64 characters.
        span: String,
    },
    /// A span of nothing, where something must pass.
    #[error("the span {span} is zero")]
    ZeroSpan {
        /// The span.
        span: Span,
    },
    /// The span is in a unit that cannot count days here: hours, and where business days cannot
    /// be told apart, these too.
    #[error("the span {span} is not in whole days")]
    NotWholeDays {
        /// The span.
        span: Span,
    },
    /// The span is in days or weeks, where months are asked for.
    #[error("the span {span} is not in months or years")]
    NotMonths {
        /// The span.
        span: Span,
    },
    /// A date or an instant outside the years 1 to 9999.
    #[error("{value} is outside 0001-01-01 to 9999-12-31")]
    OutOfRange {
        /// The date, or what was added to which date.
        value: String,
    },
    /// The calendar was asked about a day that it does not cover.
    #[error("the calendar does not cover {date}")]
    NotCovered {
        /// The day.
        date: NaiveDate,
    },
    /// No business day was found, looking from a day on.
    #[error("no business day found from {from}")]
    NoBusinessDay {
        /// The day that the search began with.
        from: NaiveDate,
    },
    /// A day is in both lists of a calendar.
    #[error("{date} is both a holiday and a workday")]
    HolidayAndWorkday {
        /// The day.
        date: NaiveDate,
    },
    /// An offset is malformed or beyond 18 hours, or the changes of a zone are out of order.
    #[error("bad zone at {text:?}")]
    BadZone {
        /// The offset, or the instant that is not after the one before it.
        text: String,
    },
    /// A day of a month that no month has.
    #[error("day {day} of a month is not between 1 and 31")]
    BadDay {
        /// The day.
        day: u32,
    },
    /// A notice window closes before it opens, or after its anchor.
    #[error("a notice window that opens {} closes {closes}", open_text(*opens))]
    WindowReversed {
        /// Its first day, if it has one.
        opens: Option<NaiveDate>,
        /// Its last day.
        closes: NaiveDate,
    },
    /// The grace of a cadence reaches into the next occurrence.
    #[error("a grace of {grace} is too long for every {every}")]
    GraceTooLong {
        /// The grace.
        grace: Span,
        /// The span between two occurrences.
        every: Span,
    },
    /// Something is said to have been held after the day of asking.
    #[error("held on {held}, which is after {on}")]
    HeldInFuture {
        /// When it is said to have been held.
        held: NaiveDate,
        /// The day of asking.
        on: NaiveDate,
    },
    /// Something is said to have been held before the cadence began.
    #[error("held on {held}, which is before the anchor {anchor}")]
    BeforeAnchor {
        /// When it is said to have been held.
        held: NaiveDate,
        /// The first day of the cadence.
        anchor: NaiveDate,
    },
    /// A list of dates that is longer than 10,000.
    #[error("{count} dates are more than 10000")]
    TooManyDates {
        /// How many; where they are made one by one, the first count that is too many.
        count: usize,
    },
}

/// The first day of a window for a message.
fn open_text(opens: Option<NaiveDate>) -> String {
    opens.map_or_else(|| "at any time".to_owned(), |date| format!("on {date}"))
}
