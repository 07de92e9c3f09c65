//! The canonical text of a version and its fingerprint: defaults left out, ratios in lowest
//! terms, written without serde so that every build finds the same (spec/compensation.md 11).

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;

use super::measure::{DeductFrom, Deduction, Measure};
use super::pay::PayDraft;
use super::tiers::{BlockCount, Bound, Boundary, TierMode};
use super::window::Window;
use super::wire::{Id, Schema};
use crate::money::{Currency, Exact, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::{Basis, Calendar, DueRule, Period, Roll};

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
fn quoted(text: &mut String, value: &str) {
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
    Money, Exact, Ratio, Currency, NaiveDate, Period, Bound, PartyId, Rounding, u32, bool
);

/// Enums without content, by their name in text.
macro_rules! by_name {
    ($($type:ty { $($variant:ident $name:literal),* $(,)? })*) => {
        $(impl Canonical for $type {
            fn canonical(&self, text: &mut String) {
                text.push_str(match self {
                    $(Self::$variant => $name,)*
                    #[allow(unreachable_patterns, reason = "some of these enums may grow")]
                    _ => "?",
                });
            }
        })*
    };
}
by_name! {
    TierMode { Marginal "marginal", Whole "whole", Forward "forward" }
    Boundary { UpTo "up_to", Reaches "reaches" }
    BlockCount { Started "started", Completed "completed", Exact "exact" }
    DeductFrom { Gross "gross", Remaining "remaining" }
}

impl Canonical for Id {
    fn canonical(&self, text: &mut String) {
        quoted(text, self.as_str());
    }
}

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

impl Canonical for Schema {
    fn canonical(&self, text: &mut String) {
        text.push('1');
    }
}

impl Canonical for Window {
    fn canonical(&self, text: &mut String) {
        let _ = match self {
            Self::Period => write!(text, "period"),
            Self::Periods(count) => write!(text, "periods:{count}"),
            Self::Months(count) => write!(text, "months:{count}"),
            Self::Lifetime => write!(text, "lifetime"),
        };
    }
}

impl Canonical for Deduction {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Rate { rate, from } => {
                field(text, "rate", rate);
                field(text, "from", from);
            }
            Self::Stream { stream, at_most } => {
                field(text, "stream", stream);
                if let Some(at_most) = at_most {
                    field(text, "at_most", at_most);
                }
            }
        }
    }
}

impl Canonical for Measure {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Revenue(base) => field(text, "revenue", base),
            Self::Units(streams) => field(text, "units", streams),
            Self::Level(name) => field(text, "level", name),
        }
    }
}

impl Canonical for PayDraft {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Share(share) => field(text, "share", share),
            Self::PerUnit(unit) => field(text, "per_unit", unit),
            Self::Retainer(retainer) => field(text, "retainer", retainer),
            Self::CostPlus(cost) => field(text, "cost_plus", cost),
            Self::Bonus(bonus) => field(text, "bonus", bonus),
            Self::Bands(bands) => field(text, "bands", bands),
            Self::Sum(all) => field(text, "sum", all),
            Self::GreaterOf(all) => field(text, "greater_of", all),
            Self::LesserOf(all) => field(text, "lesser_of", all),
            Self::Minus(pair) => {
                field(text, "minus", &pair.0);
                field(text, "less", &pair.1);
            }
            Self::Times(times) => field(text, "times", &**times),
        }
    }
}
