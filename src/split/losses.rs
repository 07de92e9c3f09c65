//! [`LossPolicy`] and [`ProfitAndLoss`]: who bears a loss, and when profits are paid again.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::allocate::Ledger;
use crate::money::{Currency, Money};
use crate::party::PartyId;

use super::error::SplitError;
use super::shares::Split;

/// Who bears a loss.
///
/// # Examples
///
/// ```
/// use partnership::split::{LossPolicy, Split};
/// use partnership::PartyId;
///
/// let funder = Split::equal([PartyId::new("funder")?])?;
/// assert_ne!(LossPolicy::Fixed(funder), LossPolicy::default());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum LossPolicy {
    /// The parties of the split, in the same shares: a loss mirrors a profit.
    #[default]
    Same,
    /// The parties of another split, for example in proportion to their financial risk.
    Fixed(Split),
    /// Nobody: a loss is carried forward, and profits are paid again once they exceed it.
    #[doc(alias = "high-water mark")]
    #[doc(alias = "loss carry-forward")]
    CarryForward,
}

/// A running account of results: every profit and loss goes to the parties by their split and
/// the [`LossPolicy`], through one [`Ledger`].
///
/// With [`LossPolicy::CarryForward`] only what the cumulative result exceeds its highest value so
/// far by is paid, and `deficit = highest - cumulative`. The wire form holds the split, the policy,
/// the ledger and the deficit (spec/splits.md 2).
///
/// # Examples
///
/// ```
/// use partnership::split::{LossPolicy, ProfitAndLoss, Split};
/// use partnership::{Currency, PartyId};
///
/// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
/// let split = Split::equal([ana.clone(), ben])?;
/// let mut account = ProfitAndLoss::new(Currency::USD, split, LossPolicy::CarryForward);
///
/// account.book("-1000.00 USD".parse()?)?;
/// assert_eq!(account.deficit().to_string(), "1000.00 USD");
/// let lines = account.book("1300.00 USD".parse()?)?;
/// assert_eq!(lines[&ana].to_string(), "150.00 USD");
/// assert!(account.deficit().is_zero());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfitAndLoss {
    split: Split,
    losses: LossPolicy,
    ledger: Ledger,
    deficit: Money,
}

impl ProfitAndLoss {
    /// Returns an account without results.
    pub fn new(currency: Currency, split: Split, losses: LossPolicy) -> Self {
        let ledger = Ledger::with_parties(currency, parties_of(&split, &losses));
        Self {
            split,
            losses,
            ledger,
            deficit: Money::zero(currency),
        }
    }

    /// Books the result of a period, a profit above 0 or a loss below, and returns the line of
    /// every party of the account; the lines below 0 are what a party has to pay in.
    ///
    /// # Rounding
    ///
    /// By the ledger, which carries fractions of a unit from result to result.
    ///
    /// # Errors
    ///
    /// [`SplitError::Money`] for another currency or a deficit beyond the range of money,
    /// [`SplitError::Ledger`] if a party would have more than money can say. Nothing is booked
    /// then.
    pub fn book(&mut self, result: Money) -> Result<BTreeMap<PartyId, Money>, SplitError> {
        let nothing = Money::zero(self.ledger.currency());
        let (shares, payable, deficit) = match &self.losses {
            LossPolicy::Fixed(losses) if result.is_negative() => (losses, result, self.deficit),
            LossPolicy::Same | LossPolicy::Fixed(_) => (&self.split, result, self.deficit),
            LossPolicy::CarryForward => match result.compare(self.deficit)? {
                Ordering::Greater => (&self.split, result.checked_sub(self.deficit)?, nothing),
                _ => (&self.split, nothing, self.deficit.checked_sub(result)?),
            },
        };
        let lines = self.ledger.pay(payable, &shares.shares())?;
        self.deficit = deficit;
        Ok(lines)
    }

    /// Returns the split of profits.
    pub const fn split(&self) -> &Split {
        &self.split
    }

    /// Returns who bears a loss.
    pub const fn losses(&self) -> &LossPolicy {
        &self.losses
    }

    /// Returns what every party got so far, and what it is owed in fractions of a unit.
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns by how much the cumulative result is below its highest value; 0 unless losses are
    /// carried forward.
    pub const fn deficit(&self) -> Money {
        self.deficit
    }

    /// The checked door of a state that was written down.
    #[cfg(feature = "serde")]
    pub(super) fn restore(
        split: Split,
        losses: LossPolicy,
        ledger: Ledger,
        deficit: Money,
    ) -> Result<Self, SplitError> {
        let parties: Vec<PartyId> = parties_of(&split, &losses).into_iter().collect();
        if parties != ledger.parties() {
            return Err(SplitError::OtherParties);
        }
        deficit.compare(Money::zero(ledger.currency()))?;
        let carries = losses == LossPolicy::CarryForward;
        if deficit.is_negative() || (!deficit.is_zero() && !carries) {
            return Err(SplitError::BadDeficit { deficit });
        }
        Ok(Self {
            split,
            losses,
            ledger,
            deficit,
        })
    }
}

/// Everybody who takes part in profits or losses.
fn parties_of(split: &Split, losses: &LossPolicy) -> BTreeSet<PartyId> {
    let mut parties: BTreeSet<PartyId> = split.parties().iter().cloned().collect();
    if let LossPolicy::Fixed(losses) = losses {
        parties.extend(losses.parties().iter().cloned());
    }
    parties
}
