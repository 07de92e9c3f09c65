//! [`WaterfallLint`]: what is legal in a waterfall, and mostly a slip.

use crate::money::Money;
use crate::party::PartyId;
use crate::problem::Problem;

use super::tier::{Counting, Tier};
use super::waterfall::Waterfall;
use super::waterfall_check::place;

/// Something in a waterfall that is legal but suspicious. Tiers are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WaterfallLint {
    /// A catch-up to a target of 0, which holds nothing.
    #[error("a catch-up to 0 of the profit holds nothing")]
    ZeroTarget,
    /// A tier that can never hold anything.
    #[error("the tier holds nothing")]
    ZeroCapacity,
    /// A party that recoups more above than the tier waits for.
    #[error("{party} recoups {claim} above, more than the {amount} that the tier waits for")]
    CapBelowClaim {
        /// The party that is waited for.
        party: PartyId,
        /// What the tier waits for.
        amount: Money,
        /// What the party claims above.
        claim: Money,
    },
    /// A return on nothing.
    #[error("a return on tier {on}, where nothing was put in")]
    PreferredOnNothing {
        /// The recoup tier.
        on: usize,
    },
}

impl Waterfall {
    /// Returns what is legal but suspicious, with its place, tier by tier.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::{Split, Tier, Waterfall, WaterfallTerms};
    /// use partnership::{Currency, Money, PartyId};
    ///
    /// let ana = PartyId::new("ana")?;
    /// let split = Split::equal([ana.clone()])?;
    /// let corridor = Tier::ShareUntil { split: split.clone(), cap: Money::zero(Currency::USD) };
    /// let tiers = vec![corridor, Tier::residual(split)];
    /// let deal = Waterfall::new(WaterfallTerms::new(Currency::USD, [ana], tiers))?;
    /// assert_eq!(deal.lint()[0].to_string(), "tiers[0]: the tier holds nothing");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<Problem<WaterfallLint>> {
        let tiers = &self.terms().tiers;
        let mut lints = Vec::new();
        for (at, tier) in tiers.iter().enumerate() {
            let above = tiers.get(..at).unwrap_or_default();
            if let Some(fault) = self.lint_tier(at, tier, above) {
                let place = place(at);
                lints.push(Problem { place, fault });
            }
        }
        lints
    }

    fn lint_tier(&self, at: usize, tier: &Tier, above: &[Tier]) -> Option<WaterfallLint> {
        match tier {
            Tier::CatchUp { target, .. } if target.is_zero() => Some(WaterfallLint::ZeroTarget),
            Tier::Recoup { .. } => {
                let claims = self.plans().get(at)?.claims()?;
                claims
                    .total
                    .is_zero()
                    .then_some(WaterfallLint::ZeroCapacity)
            }
            Tier::OffTheTop { rate, cap, .. } => {
                let nothing = rate.is_zero() || cap.is_some_and(Money::is_zero);
                nothing.then_some(WaterfallLint::ZeroCapacity)
            }
            Tier::ShareUntil { cap, .. } => cap.is_zero().then_some(WaterfallLint::ZeroCapacity),
            Tier::ShareUntilParty {
                party,
                amount,
                counting,
                ..
            } => {
                if amount.is_zero() {
                    return Some(WaterfallLint::ZeroCapacity);
                }
                let claim = self.claimed_by(party, above.len());
                let below = *counting == Counting::AllTiers && claim.minor() > amount.minor();
                below.then(|| WaterfallLint::CapBelowClaim {
                    party: party.clone(),
                    amount: *amount,
                    claim,
                })
            }
            Tier::Preferred { on, rate, .. } => {
                let capital = self.plans().get(*on)?.claims()?;
                if capital.stated.iter().all(|claim| claim.is_zero()) {
                    return Some(WaterfallLint::PreferredOnNothing { on: *on });
                }
                rate.is_zero().then_some(WaterfallLint::ZeroCapacity)
            }
            Tier::CatchUp { .. } | Tier::Residual { .. } => None,
        }
    }

    /// What a party recoups in the first so many tiers.
    fn claimed_by(&self, party: &PartyId, tiers: usize) -> Money {
        let mut sum: i128 = 0;
        for plan in self.plans().iter().take(tiers) {
            let position = plan.parties.binary_search(party).ok();
            let due = plan.claims().zip(position);
            let due = due.and_then(|(claims, position)| claims.due.get(position));
            sum = sum.saturating_add(due.map_or(0, |due| due.minor()));
        }
        Money::clamped(sum, self.terms().currency)
    }
}
