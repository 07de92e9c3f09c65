//! [`Imported`]: a register whose shares were rounded, taken as the proportions they state.

use std::collections::BTreeMap;

use crate::party::PartyId;
use crate::ratio::{Ratio, common_denominator};

use super::error::SplitError;
use super::shares::{Split, check_shares, not_whole, sorted, sum_of};

/// A split read from shares that make a whole to a named tolerance, with what they stated.
///
/// # Examples
///
/// ```
/// use partnership::split::Split;
/// use partnership::{PartyId, Ratio};
///
/// let third = |name| Ok::<_, partnership::Error>((PartyId::new(name)?, "33.33%".parse()?));
/// let register = [third("a")?, third("b")?, third("c")?];
/// let imported = Split::import_within(register, "0.02%".parse()?)?;
/// assert_eq!(imported.total().to_string(), "9999/10000");
/// assert_eq!(imported.split().share(&PartyId::new("a")?), Some(Ratio::new(1, 3)?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    stated: BTreeMap<PartyId, Ratio>,
    total: Ratio,
    split: Split,
}

impl Imported {
    /// Returns the split, whose shares make a whole.
    pub const fn split(&self) -> &Split {
        &self.split
    }

    /// Returns what the shares add up to as they were stated.
    pub const fn total(&self) -> Ratio {
        self.total
    }

    /// Returns the shares as they were stated, by party.
    pub const fn stated(&self) -> &BTreeMap<PartyId, Ratio> {
        &self.stated
    }
}

impl Split {
    /// Returns the split in proportion to shares that were rounded on their way here, and so miss
    /// the whole by no more than a tolerance.
    ///
    /// `|sum - 1| <= tolerance`, the edge included; a tolerance below 0 counts as 0. The shares are
    /// then weights. An agreement goes through [`Self::fixed`], which tolerates nothing.
    ///
    /// # Errors
    ///
    /// In this order: [`SplitError::Empty`], [`SplitError::DuplicateParty`],
    /// [`SplitError::NegativeShare`], [`SplitError::TooFine`], [`SplitError::NotWhole`]; and for a
    /// tolerance of 1 or more [`SplitError::Weights`] if all shares are 0 and
    /// [`SplitError::Overflow`] if no ratio holds their sum, or they are beyond `2^128` parts
    /// together.
    pub fn import_within(
        shares: impl IntoIterator<Item = (PartyId, Ratio)>,
        tolerance: Ratio,
    ) -> Result<Imported, SplitError> {
        let (parties, shares) = sorted(shares)?;
        check_shares(&parties, &shares)?;
        let total = sum_of(&shares);
        let most = tolerance.max(Ratio::ZERO);
        let total = match total.map(|total| (total, total.checked_sub(Ratio::ONE))) {
            Some((total, Ok(difference))) if difference.abs() <= most => total,
            // What no ratio holds is above 2^63, and may be within a tolerance as large.
            None if most >= Ratio::from(1_i64 << 62) => {
                let step = "the sum of the shares";
                return Err(SplitError::Overflow { step });
            }
            _ => return Err(not_whole(total)),
        };
        let step = "a share on the common denominator";
        let common = common_denominator(shares.iter().copied())?;
        let part = |share: &Ratio| {
            let times = common.checked_div(share.denominator().unsigned_abs())?;
            share.numerator().unsigned_abs().checked_mul(times)
        };
        let parts: Option<Vec<u128>> = shares.iter().map(part).collect();
        let parts = parts.ok_or(SplitError::Overflow { step })?;
        let split = Self::of_parts(parties.iter().cloned().zip(parts).collect(), false, step)?;
        Ok(Imported {
            stated: parties.into_iter().zip(shares).collect(),
            total,
            split,
        })
    }
}
