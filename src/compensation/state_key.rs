//! The keys of a state: ledgers, what is booked once, days and fingerprints, as texts.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::tiers::BoundError;
use super::window::{WindowError, WindowKey};
use super::wire::{Id, IdError};
use crate::money::{Currency, Exact, Money};
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::text::{cut, is_whole, serde_as_text};

/// The number of a version on the wire.
pub(super) fn number(version: usize) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX).saturating_add(1)
}

/// The position of a version by its number.
pub(super) fn position(version: u32) -> usize {
    usize::try_from(version)
        .unwrap_or(usize::MAX)
        .saturating_sub(1)
}

/// Which ledger: `item/version/window`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LedgerKey {
    pub(super) item: Id,
    pub(super) version: u32,
    pub(super) window: WindowKey,
}

impl fmt::Display for LedgerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.item, self.version, self.window)
    }
}

impl FromStr for LedgerKey {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, StateError> {
        let malformed = || StateError::MalformedKey { text: cut(text) };
        let mut parts = text.splitn(3, '/');
        let (Some(item), Some(version), Some(window)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed());
        };
        let version: Option<u32> = version.parse().ok().filter(|_| is_whole(version));
        Ok(Self {
            item: item.parse().map_err(|_: IdError| malformed())?,
            version: version.ok_or_else(malformed)?,
            window: window.parse().map_err(|_: WindowError| malformed())?,
        })
    }
}

serde_as_text!(LedgerKey, "a ledger such as \"sales/1/lifetime\"");

/// What is booked once and for all: `part/film/1`, `delivery/late/cut-1`, `change_order/co-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Once {
    kind: OnceKind,
    first: Id,
    second: Option<Id>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum OnceKind {
    Part,
    Delivery,
    ChangeOrder,
    Adjustment,
    InKind,
    Charge,
}

impl OnceKind {
    const ALL: [Self; 6] = [
        Self::Part,
        Self::Delivery,
        Self::ChangeOrder,
        Self::Adjustment,
        Self::InKind,
        Self::Charge,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Delivery => "delivery",
            Self::ChangeOrder => "change_order",
            Self::Adjustment => "adjustment",
            Self::InKind => "in_kind",
            Self::Charge => "charge",
        }
    }

    /// Whether it is named by two ids.
    const fn is_pair(self) -> bool {
        matches!(self, Self::Part | Self::Delivery)
    }
}

impl Once {
    /// A part of a schedule.
    pub(super) fn part(schedule: &Id, part: &Id) -> Self {
        Self {
            kind: OnceKind::Part,
            first: schedule.clone(),
            second: Some(part.clone()),
        }
    }

    /// Whether it is a part of a schedule.
    pub(super) fn is_part_of(&self, schedule: &Id) -> bool {
        self.kind == OnceKind::Part && self.first == *schedule
    }

    /// A delivery under a timing clause.
    pub(super) fn delivery(timing: &Id, delivery: &Id) -> Self {
        Self {
            kind: OnceKind::Delivery,
            first: timing.clone(),
            second: Some(delivery.clone()),
        }
    }

    /// A change order.
    pub(super) fn change_order(id: &Id) -> Self {
        Self {
            kind: OnceKind::ChangeOrder,
            first: id.clone(),
            second: None,
        }
    }

    /// An adjustment.
    pub(super) fn adjustment(id: &Id) -> Self {
        Self {
            kind: OnceKind::Adjustment,
            first: id.clone(),
            second: None,
        }
    }

    /// Something given in kind.
    pub(super) fn in_kind(id: &Id) -> Self {
        Self {
            kind: OnceKind::InKind,
            first: id.clone(),
            second: None,
        }
    }

    /// A charge to an advance.
    pub(super) fn charge(id: &Id) -> Self {
        Self {
            kind: OnceKind::Charge,
            first: id.clone(),
            second: None,
        }
    }

    /// The reference of its line: its ids.
    pub(super) fn reference(&self) -> String {
        match &self.second {
            None => self.first.to_string(),
            Some(second) => format!("{}/{second}", self.first),
        }
    }
}

impl fmt::Display for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.name(), self.reference())
    }
}

impl FromStr for Once {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, StateError> {
        let malformed = || StateError::MalformedKey { text: cut(text) };
        let (name, ids) = text.split_once('/').ok_or_else(malformed)?;
        let kind = OnceKind::ALL.into_iter().find(|kind| kind.name() == name);
        let kind = kind.ok_or_else(malformed)?;
        let (first, second) = match ids.split_once('/') {
            Some((first, second)) if kind.is_pair() => (first, Some(second)),
            None if !kind.is_pair() => (ids, None),
            _ => return Err(malformed()),
        };
        let id = |text: &str| text.parse::<Id>().map_err(|_| malformed());
        Ok(Self {
            kind,
            first: id(first)?,
            second: second.map(id).transpose()?,
        })
    }
}

serde_as_text!(Once, "what was booked once, such as \"part/film/1\"");

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, StateError> {
        let shaped = text.len() == 16
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let value = u64::from_str_radix(text, 16).ok().filter(|_| shaped);
        value
            .map(Self)
            .ok_or_else(|| StateError::MalformedFingerprint { text: cut(text) })
    }
}

serde_as_text!(Fingerprint, "16 hex digits");

/// A day as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) NaiveDate);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Day {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, StateError> {
        let malformed = || StateError::MalformedKey { text: cut(text) };
        crate::time::parse_date(text)
            .map(Self)
            .ok_or_else(malformed)
    }
}

serde_as_text!(Day, "a day such as \"2026-01-31\"");

/// Where tiers stood when a period began: a rate, or what was measured before.
///
/// Text is a ratio, or revenue in major units with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PeriodStart {
    /// A rate, or units.
    Number(Ratio),
    /// Revenue, in whole minor units or before rounding.
    Revenue(Exact),
}

impl PeriodStart {
    /// Whether revenue is written as money.
    pub(super) fn is_money(revenue: Exact) -> bool {
        Self::money(revenue).is_some()
    }

    fn money(revenue: Exact) -> Option<Money> {
        let money = revenue.round(Rounding::Down).ok()?;
        (Exact::from(money) == revenue).then_some(money)
    }

    /// The number itself, and its currency if it has one.
    pub(super) const fn parts(self) -> (Ratio, Option<Currency>) {
        match self {
            Self::Number(number) => (number, None),
            Self::Revenue(revenue) => (revenue.major(), Some(revenue.currency())),
        }
    }
}

impl fmt::Display for PeriodStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Revenue(revenue) => match Self::money(*revenue) {
                Some(money) => money.fmt(f),
                None => revenue.fmt(f),
            },
        }
    }
}

impl FromStr for PeriodStart {
    type Err = BoundError;

    fn from_str(text: &str) -> Result<Self, BoundError> {
        if text.contains(' ') {
            Ok(Self::Revenue(text.parse()?))
        } else {
            Ok(Self::Number(text.parse()?))
        }
    }
}

serde_as_text!(PeriodStart, "a ratio, or revenue such as \"800.00 USD\"");

/// A fingerprint, in hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(pub(super) u64);

/// Why a document is no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// Amounts of two currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of what is carried.
        left: Currency,
        /// Another one.
        right: Currency,
    },
    /// Fields that contradict each other.
    #[error("the state contradicts itself: {what}")]
    Inconsistent {
        /// What does not fit together.
        what: &'static str,
    },
    /// A key that names no ledger or part.
    #[error("malformed key {text:?}")]
    MalformedKey {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// A fingerprint that is not 16 hex digits.
    #[error("malformed fingerprint {text:?}")]
    MalformedFingerprint {
        /// What was given, cut to 64 characters.
        text: String,
    },
}
