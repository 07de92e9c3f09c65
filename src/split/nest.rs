//! [`Split::nest`]: the share of one party divided among others.

use std::collections::BTreeMap;

use crate::party::PartyId;

use super::error::SplitError;
use super::shares::Split;

impl Split {
    /// Returns the split in which the share of one party is divided by another split: the shares
    /// are multiplied out, and amounts are rounded once.
    ///
    /// `share of an inner party = its share in the inner split x the share of the party divided`,
    /// added to what it holds in this split already. The party divided leaves the list unless the
    /// inner split names it. Shares whose least common denominator is `2^64` or more are put on a
    /// grid of `10^18` parts by largest remainder; [`Self::is_quantised`] then says so, and a share
    /// below half a part becomes 0 (spec/splits.md 2).
    ///
    /// # Errors
    ///
    /// [`SplitError::UnknownParty`] if this split does not list the party.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{PartyId, Ratio};
    ///
    /// let (agency, creator) = (PartyId::new("agency")?, PartyId::new("creator")?);
    /// let (ann, ben) = (PartyId::new("ann")?, PartyId::new("ben")?);
    /// let deal = Split::weighted([(agency.clone(), 1), (creator, 2)])?;
    /// let house = Split::weighted([(ann.clone(), 1), (ben, 3)])?;
    /// let all = deal.nest(&agency, &house)?;
    /// assert_eq!(all.share(&ann), Some(Ratio::new(1, 12)?));
    /// assert_eq!(all.share(&agency), None);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "sub-split")]
    pub fn nest(&self, divided: &PartyId, inner: &Self) -> Result<Self, SplitError> {
        let share = self
            .weight(divided)
            .ok_or_else(|| SplitError::UnknownParty {
                party: divided.clone(),
            })?;
        let mut parts: BTreeMap<PartyId, u128> = BTreeMap::new();
        let outer = self.parties().iter().zip(self.weights().as_slice());
        for (outer, weight) in outer.filter(|(outer, _)| *outer != divided) {
            let part = u128::from(*weight).saturating_mul(inner.weights().sum().into());
            parts.insert(outer.clone(), part);
        }
        for (inner, weight) in inner.parties().iter().zip(inner.weights().as_slice()) {
            // All parts add up to the product of two sums below 2^64, so none is cut off.
            let more = u128::from(*weight).saturating_mul(share.into());
            let part = parts.entry(inner.clone()).or_insert(0);
            *part = part.saturating_add(more);
        }
        let quantised = self.is_quantised() || inner.is_quantised();
        Self::of_parts(parts, quantised, "a nested share")
    }
}
