//! [`Flip`]: the weight at which two subjects tie.

use super::pair::{Difference, Pair};
use crate::ratio::{Ratio, RatioError};

/// On which side of a flip the rival leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RivalLeads {
    /// With less weight; at a flip of 0 there is only the tie.
    Below,
    /// With more weight.
    Above,
}

/// The weight of one criterion at which two subjects tie, all other parts as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "break-even weight")]
pub struct Flip {
    /// The weight in parts.
    pub parts: Ratio,
    /// Its share in all weights then.
    pub share: Ratio,
    /// On which side the rival leads.
    pub rival_leads: RivalLeads,
}

impl Flip {
    /// The flip of one criterion, if any weight brings a tie: `w - N / d`, where `N` is the sum of
    /// all weights times differences.
    pub(super) fn of(
        pair: &Pair<'_>,
        difference: &Difference<'_>,
    ) -> Result<Option<Self>, RatioError> {
        if difference.by.is_zero() {
            return Ok(None);
        }
        let weight = Ratio::from(difference.measure.weight);
        let lead = pair.gap.checked_mul(pair.weight)?;
        let parts = weight.checked_sub(lead.checked_div(difference.by)?)?;
        let all = pair.weight.checked_sub(weight)?.checked_add(parts)?;
        if parts.is_negative() || !all.is_positive() {
            return Ok(None);
        }
        let rival_leads = if difference.by.is_positive() {
            RivalLeads::Below
        } else {
            RivalLeads::Above
        };
        Ok(Some(Self {
            parts,
            share: parts.checked_div(all)?,
            rival_leads,
        }))
    }
}
