//! The canonical text of a version and its fingerprint: defaults left out, ratios in lowest
//! terms, written without serde or debug forms, so that every build finds the same
//! (spec/compensation.md 11).

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::money::{Currency, Exact, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::text::fnv1a;
use crate::time::{Basis, Calendar, DueRule, Period, Roll, Span};

/// What writes itself into the canonical text.
pub(super) trait Canonical {
    /// Appends the text of the value.
    fn canonical(&self, text: &mut String);
}

/// The hash of a canonical text.
pub(super) fn fingerprint(value: &impl Canonical) -> u64 {
    let mut text = String::new();
    value.canonical(&mut text);
    fnv1a(&text)
}

/// A text in quotes, so that names cannot run into each other.
pub(super) fn quoted(text: &mut String, value: &str) {
    // Writing to a String cannot fail.
    let _ = write!(text, "{value:?}");
}

/// One field of an object that is left out where it holds its default.
pub(super) fn unless_default<T: Canonical + Default + PartialEq>(
    text: &mut String,
    name: &str,
    value: &T,
) {
    if *value != T::default() {
        field(text, name, value);
    }
}

/// One field of an object.
pub(super) fn field(text: &mut String, name: &str, value: &impl Canonical) {
    text.push_str(name);
    text.push(':');
    value.canonical(text);
    text.push(',');
}

macro_rules! by_display {
    ($($type:ty),*) => {
        $(impl Canonical for $type {
            fn canonical(&self, text: &mut String) {
                let _ = write!(text, "{self}");
            }
        })*
    };
}
by_display!(
    Money, Exact, Ratio, Currency, NaiveDate, Period, Span, PartyId, Rounding, u32, i64, bool
);

/// Enums without content, by their name in text.
macro_rules! by_name {
    ($($type:ty { $($variant:ident $name:literal),* $(,)? })*) => {
        $(impl $crate::compensation::canonical::Canonical for $type {
            fn canonical(&self, text: &mut String) {
                text.push_str(match self {
                    $(Self::$variant => $name,)*
                });
            }
        })*
    };
}
pub(super) use by_name;

impl Canonical for Arc<str> {
    fn canonical(&self, text: &mut String) {
        quoted(text, self);
    }
}

impl Canonical for String {
    fn canonical(&self, text: &mut String) {
        quoted(text, self);
    }
}

impl<T: Canonical> Canonical for Vec<T> {
    fn canonical(&self, text: &mut String) {
        text.push('[');
        for value in self {
            value.canonical(text);
            text.push(',');
        }
        text.push(']');
    }
}

by_name! {
    Basis {
        CalendarDays "calendar_days",
        BusinessDays "business_days",
        ThirtyDays "thirty_days",
        WholeIfStarted "whole_if_started",
        OnlyIfComplete "only_if_complete",
    }
    Roll {
        None "none",
        Following "following",
        Preceding "preceding",
        ModifiedFollowing "modified_following",
        ModifiedPreceding "modified_preceding",
    }
}

impl Canonical for DueRule {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::OnEvent => text.push_str("on_event"),
            Self::After(span) => field(text, "after", span),
            Self::MonthEnd { months, plus_days } => {
                field(text, "months", months);
                field(text, "plus_days", plus_days);
            }
            Self::EndOfMonthAfter(span) => field(text, "end_of_month_after", span),
            Self::DayOfMonth { after_days, day } => {
                field(text, "after_days", after_days);
                field(text, "day", day);
            }
        }
    }
}

/// A calendar belongs to the sheet and not to a version, so that no fingerprint reads it.
impl Canonical for Calendar {
    fn canonical(&self, text: &mut String) {
        let _ = write!(text, "{self:?}");
    }
}
