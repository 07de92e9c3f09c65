//! [`Slices`]: one unit for everything, and every contribution dilutes the others.

use std::collections::BTreeMap;

use crate::party::PartyId;

use super::contribution_error::ContributionError;
use super::shares::Split;

/// A contribution in slices: an amount in the one unit of the pie, times its multiplier.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct SliceEntry {
    /// Who contributed.
    pub party: PartyId,
    /// How much, below 0 for a correction.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::whole"))]
    pub amount: i64,
    /// By what it counted when it was made: money four times, time twice.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::whole"))]
    pub multiplier: u32,
}

/// What every party put in, in slices of one pie: `sum of amount x multiplier`.
///
/// Each contribution dilutes everybody else; the multiplier stays with its entry, also when the
/// terms change. Nobody has fewer than 0 slices at any point. Where types have agreed weights and
/// no common unit, see [`Contribution`](super::Contribution) (spec/splits.md 3.1).
///
/// # Examples
///
/// ```
/// use partnership::split::{SliceEntry, Slices};
/// use partnership::{PartyId, Ratio};
///
/// let (cash, time) = (PartyId::new("cash")?, PartyId::new("time")?);
/// let entry = |party: &PartyId, multiplier| SliceEntry {
///     party: party.clone(),
///     amount: 1_000,
///     multiplier,
/// };
/// let pie = Slices::new(vec![entry(&cash, 4), entry(&time, 2)])?;
/// assert_eq!(pie.slices()[&cash], 4_000);
/// assert_eq!(pie.split()?.share(&cash), Some(Ratio::new(2, 3)?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[doc(alias = "slicing pie")]
#[doc(alias = "dynamic equity split")]
pub struct Slices {
    entries: Vec<SliceEntry>,
    slices: BTreeMap<PartyId, i128>,
}

impl Slices {
    /// Checks entries in their order.
    ///
    /// # Errors
    ///
    /// [`ContributionError::NegativeSlices`] for the first entry after which a party has fewer
    /// than 0 slices.
    pub fn new(entries: impl Into<Vec<SliceEntry>>) -> Result<Self, ContributionError> {
        let mut pie = Self::default();
        for entry in entries.into() {
            pie.add(entry)?;
        }
        Ok(pie)
    }

    /// Adds an entry after all others.
    ///
    /// # Errors
    ///
    /// [`ContributionError::NegativeSlices`]; nothing is added then.
    pub fn add(&mut self, entry: SliceEntry) -> Result<(), ContributionError> {
        let before = self.slices.get(&entry.party).copied().unwrap_or(0);
        let step = "the slices of a party";
        // An entry has less than 2^95 slices, so 2^32 of them fit.
        let slices = i128::from(entry.amount)
            .checked_mul(entry.multiplier.into())
            .and_then(|more| before.checked_add(more))
            .ok_or(ContributionError::Overflow { step })?;
        if slices < 0 {
            let party = entry.party;
            return Err(ContributionError::NegativeSlices { party, slices });
        }
        self.slices.insert(entry.party.clone(), slices);
        self.entries.push(entry);
        Ok(())
    }

    /// Returns the entries in their order.
    pub fn entries(&self) -> &[SliceEntry] {
        &self.entries
    }

    /// Returns the slices of every party, 0 or more.
    pub const fn slices(&self) -> &BTreeMap<PartyId, i128> {
        &self.slices
    }

    /// Returns the split in proportion to the slices.
    ///
    /// # Errors
    ///
    /// [`ContributionError::NothingContributed`] if nobody has any.
    pub fn split(&self) -> Result<Split, ContributionError> {
        if self.slices.values().all(|slices| *slices == 0) {
            return Err(ContributionError::NothingContributed);
        }
        let slices = self.slices.iter();
        let parts = slices.map(|(party, slices)| (party.clone(), slices.unsigned_abs()));
        Ok(Split::of_parts(
            parts.collect(),
            false,
            "the sum of all slices",
        )?)
    }
}
