//! [`Notice`]: what a reader of a statement should know, with what is missing.

use std::fmt;

use super::measure::Stream;
use super::window::WindowKey;
use crate::money::{Money, MoneyError};
use crate::text::serde_as_text;
use crate::time::Period;

/// Something that a reader of a statement should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Notice {
    /// Nothing is paid: the balance is so much short of the minimum.
    BelowMinimum {
        /// What is missing, as text of an amount.
        missing: Shortfall,
    },
    /// A cap has cut off something.
    CapReached {
        /// The cap.
        cap: Stream,
    },
    /// The payee owes, and the next earnings settle it first.
    DebitCarried {},
    /// A guarantee is not earned yet, and its window is open.
    GuaranteePending {
        /// The guarantee.
        guarantee: Stream,
        /// What is missing.
        short: Shortfall,
    },
    /// Something waits.
    Held {
        /// The day on which the first of it may be paid.
        next: Period,
    },
    /// Entries of earlier periods were settled.
    LateLines {},
    /// A level that an item reads was not reported.
    LevelMissing {
        /// The level.
        name: Stream,
    },
    /// A delivery is so late that the agreement may be terminated.
    MayTerminate {
        /// The delivery.
        delivery: Stream,
    },
    /// More of a stream was taken back than there was.
    NegativeMeasure {
        /// The stream.
        stream: Stream,
    },
    /// Costs of a stream, or a change order, wait for approval.
    NotApproved {
        /// The stream, or the change order.
        entry: Stream,
    },
    /// A pool holds something, and nobody has units of it.
    PoolEmpty {
        /// The item whose pay is a part of it.
        item: Stream,
    },
    /// Something is kept back.
    Reserved {
        /// The period that releases the first of it.
        next: WindowKey,
    },
    /// An advance is not earned back yet.
    Unrecouped {
        /// The advance.
        advance: Stream,
    },
    /// No item reads a stream that was reported.
    UnusedStream {
        /// The stream.
        stream: Stream,
    },
}

impl Notice {
    /// Returns the name of the notice in text and on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::BelowMinimum { .. } => "below_minimum",
            Self::CapReached { .. } => "cap_reached",
            Self::DebitCarried {} => "debit_carried",
            Self::GuaranteePending { .. } => "guarantee_pending",
            Self::Held { .. } => "held",
            Self::LateLines {} => "late_lines",
            Self::MayTerminate { .. } => "may_terminate",
            Self::LevelMissing { .. } => "level_missing",
            Self::NegativeMeasure { .. } => "negative_measure",
            Self::NotApproved { .. } => "not_approved",
            Self::PoolEmpty { .. } => "pool_empty",
            Self::Reserved { .. } => "reserved",
            Self::Unrecouped { .. } => "unrecouped",
            Self::UnusedStream { .. } => "unused_stream",
        }
    }
}

/// What is missing to a minimum; ordered by amount, of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall(pub Money);

impl PartialOrd for Shortfall {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Shortfall {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |money: Money| (money.minor(), money.currency().to_string());
        key(self.0).cmp(&key(other.0))
    }
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Shortfall {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        text.parse().map(Self)
    }
}

serde_as_text!(Shortfall, "an amount such as \"12.50 USD\"");
