//! The canonical text of a version and its fingerprint: defaults left out, ratios in lowest
//! terms, written without serde so that every build finds the same (spec/compensation.md 11).

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::money::{Currency, Exact, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::{Basis, Calendar, DueRule, Period, Roll, Span};

/// What writes itself into the canonical text.
pub(super) trait Canonical {
    /// Appends the text of the value.
    fn canonical(&self, text: &mut String);
}

/// The 64-bit FNV-1a hash of a canonical text: it finds slips, not forgery.
pub(super) fn fingerprint(value: &impl Canonical) -> u64 {
    let mut text = String::new();
    value.canonical(&mut text);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
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

/// Types of other modules whose names in code are as stable as their names on the wire.
macro_rules! by_debug {
    ($($type:ty),*) => {
        $(impl Canonical for $type {
            fn canonical(&self, text: &mut String) {
                let _ = write!(text, "{self:?}");
            }
        })*
    };
}
by_debug!(Basis, Roll, DueRule, Calendar);
