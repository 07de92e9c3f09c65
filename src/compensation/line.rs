//! [`Line`]: one line of a statement, and of which [`LineKind`] it is.

use std::fmt;

use super::window::WindowKey;
use crate::money::Money;

/// What a line of a statement is, in the order of evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LineKind {
    /// A pay item, a part of a schedule, or a delivery.
    Item,
    /// A part on top for further rights.
    Surcharge,
    /// What a cap cuts off, or gives back.
    Cap,
    /// Extra scope.
    ChangeOrder,
    /// What is topped up to a guarantee, or taken back.
    Guarantee,
    /// A correction by hand.
    Adjustment,
    /// The value of something given in kind.
    InKind,
    /// The same value, settled by giving it.
    InKindSettled,
    /// What is kept back against returns.
    ReserveTaken,
    /// What was kept back before.
    ReserveReleased,
    /// What waits to be paid.
    Held,
    /// What has waited.
    Unheld,
    /// What an advance takes back.
    Recoupment,
    /// What an advance gives back because the balance fell below 0.
    RecoupmentReversed,
    /// What an advance of another agreement of the group takes.
    CrossRecoupment,
    /// What is left of an advance and must be given back.
    AdvanceRepayable,
}

impl LineKind {
    /// Returns the name of the kind in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Surcharge => "surcharge",
            Self::Cap => "cap",
            Self::ChangeOrder => "change_order",
            Self::Guarantee => "guarantee",
            Self::Adjustment => "adjustment",
            Self::InKind => "in_kind",
            Self::InKindSettled => "in_kind_settled",
            Self::ReserveTaken => "reserve_taken",
            Self::ReserveReleased => "reserve_released",
            Self::Held => "held",
            Self::Unheld => "unheld",
            Self::Recoupment => "recoupment",
            Self::RecoupmentReversed => "recoupment_reversed",
            Self::CrossRecoupment => "cross_recoupment",
            Self::AdvanceRepayable => "advance_repayable",
        }
    }
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// What it refers to: an item, or `schedule/part`.
    pub reference: String,
    /// The stretch that it is about, if it has one.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::present",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub window: Option<WindowKey>,
    /// The change that it books; below 0 it takes back.
    pub amount: Money,
}

impl fmt::Display for Line {
    /// The kind, the reference if there is one, and the amount: `item sales: 1100.01 USD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if !self.reference.is_empty() {
            write!(f, " {}", self.reference)?;
        }
        write!(f, ": {}", self.amount)
    }
}
