//! [`BasedOn`] and [`Dropped`]: what a version says that names only what it changes.

use std::fmt;
use std::str::FromStr;

use super::canonical::{Canonical, by_name, quoted};
use super::wire::{Id, IdError};
use crate::text::serde_as_text;

/// What a version starts from, where it is not complete by itself (spec/contracts.md X8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BasedOn {
    /// The whole version before it: what the new one does not name goes on.
    Previous,
}

by_name! {
    BasedOn { Previous "previous" }
}

/// What a version based on another one ends: something by its id, or a clause that has none.
///
/// In text an id, or `/reserve`, `/hold`, `/payout` (spec/contracts.md X8).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dropped {
    /// An item, schedule, timing, in-kind clause, cap or guarantee.
    Id(Id),
    /// The reserve.
    Reserve,
    /// The hold.
    Hold,
    /// The payout.
    Payout,
}

impl From<Id> for Dropped {
    fn from(id: Id) -> Self {
        Self::Id(id)
    }
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Id(id) => id.as_str(),
            Self::Reserve => "/reserve",
            Self::Hold => "/hold",
            Self::Payout => "/payout",
        })
    }
}

impl FromStr for Dropped {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Ok(match text {
            "/reserve" => Self::Reserve,
            "/hold" => Self::Hold,
            "/payout" => Self::Payout,
            id => Self::Id(id.parse()?),
        })
    }
}

serde_as_text!(Dropped, "an id, or \"/reserve\", \"/hold\", \"/payout\"");

impl Canonical for Dropped {
    fn canonical(&self, text: &mut String) {
        quoted(text, &self.to_string());
    }
}
