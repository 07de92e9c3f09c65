//! [`Use`]: may this party do this with that asset on this day (G9)?

use chrono::NaiveDate;

use super::rights::{Grant, Rights, RightsError};
use crate::lifecycle::Key;
use crate::party::PartyId;
use crate::time::Calendar;

/// What somebody wants to do with an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The asset.
    pub asset: Key,
    /// Who wants it.
    pub who: PartyId,
    /// In which channel.
    pub channel: String,
    /// Where.
    pub territory: String,
    /// On which day.
    pub on: NaiveDate,
    /// Whether the asset is changed.
    pub modify: bool,
}

/// Why a grant does not allow a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UseRefusal {
    /// It has not begun.
    NotYet,
    /// It has ended, and only stock may still be sold.
    SellOffOnly,
    /// It has ended.
    Expired,
    /// Another channel.
    Channel,
    /// Another territory.
    Territory,
    /// The asset may not be changed.
    Modification,
}

/// Whether a use is allowed, by which grant, or why by none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum UseVerdict {
    /// The first grant by key that allows it.
    Allowed(Key),
    /// Every grant of this holder, by key, with every reason against it.
    Refused(Vec<(Key, Vec<UseRefusal>)>),
}

impl Rights {
    /// Returns whether a party that was granted an asset may use it so.
    ///
    /// Asks the grants to this party alone; an owner needs none (spec/lifecycle.md 9).
    ///
    /// # Errors
    ///
    /// [`RightsError::UnknownAsset`], [`RightsError::Time`].
    pub fn may_use(&self, wanted: &Use, calendar: &Calendar) -> Result<UseVerdict, RightsError> {
        if !self.assets().iter().any(|asset| asset.key == wanted.asset) {
            return Err(RightsError::UnknownAsset {
                asset: wanted.asset.clone(),
            });
        }
        let held = self
            .grants()
            .iter()
            .filter(|grant| grant.asset == wanted.asset && grant.grantee == wanted.who);
        let mut refused = Vec::new();
        for grant in held {
            let reasons = grant.reasons_against(wanted, calendar)?;
            if reasons.is_empty() {
                return Ok(UseVerdict::Allowed(grant.key.clone()));
            }
            refused.push((grant.key.clone(), reasons));
        }
        Ok(UseVerdict::Refused(refused))
    }
}

impl Grant {
    /// Every reason against a use, in the order of [`UseRefusal`].
    fn reasons_against(
        &self,
        wanted: &Use,
        calendar: &Calendar,
    ) -> Result<Vec<UseRefusal>, RightsError> {
        let scope = self.scope();
        let found = [
            (wanted.on < self.from).then_some(UseRefusal::NotYet),
            self.ended(wanted.on, calendar)?,
            (!scope.channels.contains(&wanted.channel)).then_some(UseRefusal::Channel),
            (!scope.territories.contains(&wanted.territory)).then_some(UseRefusal::Territory),
            (wanted.modify && !self.may_modify()).then_some(UseRefusal::Modification),
        ];
        Ok(found.into_iter().flatten().collect())
    }

    /// Whether it has ended, and what is still allowed then.
    fn ended(&self, on: NaiveDate, calendar: &Calendar) -> Result<Option<UseRefusal>, RightsError> {
        let Some(end) = self.end().filter(|end| on >= *end) else {
            return Ok(None);
        };
        let Some(sell_off) = self.sell_off else {
            return Ok(Some(UseRefusal::Expired));
        };
        // A day before a day that lies after `from` is in range.
        let last_day = end.pred_opt().unwrap_or(end);
        let last_sale = calendar.after(last_day, sell_off)?;
        Ok(Some(if on <= last_sale {
            UseRefusal::SellOffOnly
        } else {
            UseRefusal::Expired
        }))
    }
}
