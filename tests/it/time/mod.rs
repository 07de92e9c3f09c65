//! What time promises one by one: its messages, its edges, its wire form, and what others get
//! wrong.

mod cadences;
mod edges;
mod errors;
mod heap;
mod peers;
mod ranges;
mod span_errors;
#[cfg(feature = "json")]
mod wire;
mod zones;

use chrono::{DateTime, NaiveDate, Utc};
use partnership::time::{Calendar, Span};

#[track_caller]
fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[track_caller]
fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[track_caller]
fn span(text: &str) -> Span {
    text.parse().expect("a span")
}

/// Monday to Friday, no holidays, UTC.
fn weekdays() -> Calendar {
    Calendar::default()
}
