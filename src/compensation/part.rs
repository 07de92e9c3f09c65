//! [`Part`]: a part of a sum, and when it falls due.

use super::canonical::{Canonical, field};
use super::wire::{Id, paper};
use crate::money::Money;
use crate::ratio::Ratio;

paper! {
    /// One part of a schedule or of an advance: an amount, or a share of the total.
    pub struct Part {
        /// Its name.
        required id: Id,
        /// When it falls due.
        required on: PartOn,
        /// A share of the total; all shares are 1 together.
        optional share: Ratio,
        /// An amount; all amounts are the total together.
        optional amount: Money,
    }
}

impl Part {
    /// A share of the total.
    pub const fn share(id: Id, on: PartOn, share: Ratio) -> Self {
        Self {
            id,
            on,
            share: Some(share),
            amount: None,
        }
    }

    /// An amount of the total.
    pub const fn amount(id: Id, on: PartOn, amount: Money) -> Self {
        Self {
            id,
            on,
            share: None,
            amount: Some(amount),
        }
    }
}

/// When a part of a schedule or of an advance falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PartOn {
    /// On a day: it is booked by the statement whose period ends after it.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    Date(chrono::NaiveDate),
    /// When a milestone is accepted.
    Milestone(Id),
}

/// Whether one of some parts waits for a milestone.
pub(super) fn waits(parts: &[Part], milestone: &Id) -> bool {
    parts.iter().any(|part| part.on.is_for(milestone))
}

impl PartOn {
    /// Whether a part falls due with a milestone.
    pub(super) fn is_for(&self, milestone: &Id) -> bool {
        matches!(self, Self::Milestone(id) if id == milestone)
    }
}

impl Canonical for PartOn {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Date(date) => field(text, "date", date),
            Self::Milestone(id) => field(text, "milestone", id),
        }
    }
}
