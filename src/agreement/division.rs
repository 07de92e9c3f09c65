//! [`Division`]: among whom what is owed is divided.

use std::collections::BTreeMap;

use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::split::Split;

/// Among whom what a statement pays is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Division {
    /// One party gets all of it.
    Whole(PartyId),
    /// The parties of a split.
    Split(Split),
}

impl Division {
    /// Returns the parties that it names, in party order.
    pub fn parties(&self) -> &[PartyId] {
        match self {
            Self::Whole(party) => std::slice::from_ref(party),
            Self::Split(split) => split.parties(),
        }
    }

    /// The share of every party that it names.
    pub(super) fn shares(&self) -> BTreeMap<PartyId, Ratio> {
        match self {
            Self::Whole(party) => BTreeMap::from([(party.clone(), Ratio::ONE)]),
            Self::Split(split) => split.shares(),
        }
    }
}
