//! What a waterfall may not say, tier by tier, in the order of spec/splits.md 4.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocate::ClaimsRule;
use crate::money::Money;
use crate::party::PartyId;
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

use super::shares::Split;
use super::tier::{Counting, Tier};
use super::waterfall_error::WaterfallError;
use super::waterfall_terms::WaterfallTerms;

/// The largest denominator of a rate off the top, a multiple, a share or a target.
const MOST_PARTS: u64 = 10_000;

/// The largest denominator of the rate of a return.
const MOST_RATE_PARTS: u64 = 1_000_000_000;

impl WaterfallTerms {
    /// Returns every fault with its place, in the order in which
    /// [`Waterfall::new`](super::Waterfall::new) looks.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::{Split, Tier, WaterfallTerms};
    /// use partnership::{Currency, PartyId};
    ///
    /// let agent = PartyId::new("agent")?;
    /// let fee = Tier::off_the_top(Split::equal([agent.clone()])?, "110%".parse()?);
    /// let terms = WaterfallTerms::new(Currency::USD, [agent], vec![fee]);
    /// let problems: Vec<String> = terms.problems().iter().map(ToString::to_string).collect();
    /// assert_eq!(problems, [
    ///     "tiers: the last tier, 0, is no residual",
    ///     "tiers[0]: tier 0: the rate 11/10 is not between 0 and 1",
    /// ]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn problems(&self) -> Vec<Problem<WaterfallError>> {
        self.faults(true)
    }

    /// Returns every fault of a waterfall that may hand something back, in the order in which
    /// [`Waterfall::open`](super::Waterfall::open) looks.
    pub fn open_problems(&self) -> Vec<Problem<WaterfallError>> {
        self.faults(false)
    }

    fn faults(&self, closed: bool) -> Vec<Problem<WaterfallError>> {
        let whole = |fault| Problem {
            place: "tiers".to_owned(),
            fault,
        };
        let Some(last) = self.tiers.len().checked_sub(1) else {
            return vec![whole(WaterfallError::Empty)];
        };
        let is_residual = |tier: &Tier| matches!(tier, Tier::Residual { .. });
        let mut faults = Vec::new();
        if closed && !self.tiers.last().is_some_and(is_residual) {
            faults.push(whole(WaterfallError::NoResidual { tier: last }));
        }
        for (tier, kind) in self.tiers.iter().enumerate() {
            if tier < last && is_residual(kind) {
                faults.push(Problem {
                    place: place(tier),
                    fault: WaterfallError::ResidualNotLast { tier },
                });
            }
        }
        let listed: BTreeSet<&PartyId> = self.parties.iter().collect();
        for (tier, kind) in self.tiers.iter().enumerate() {
            let mut check = Check {
                terms: self,
                listed: &listed,
                tier,
                faults: Vec::new(),
            };
            check.tier(kind);
            faults.extend(check.faults.into_iter().map(|fault| Problem {
                place: place(tier),
                fault,
            }));
        }
        faults.extend(group_faults(self.tiers.iter()).into_iter().map(whole));
        faults
    }
}

/// Where a tier stands.
pub(super) fn place(tier: usize) -> String {
    format!("tiers[{tier}]")
}

/// The groups whose tiers do not claim the same.
pub(super) fn group_faults<'a>(tiers: impl Iterator<Item = &'a Tier>) -> Vec<WaterfallError> {
    let mut known = BTreeMap::new();
    let mut faults = Vec::new();
    for tier in tiers {
        let Tier::Recoup {
            claims,
            rule,
            multiple,
            group: Some(group),
        } = tier
        else {
            continue;
        };
        let terms = (claims, rule, multiple);
        if *known.entry(group).or_insert(terms) != terms {
            let group = group.clone();
            faults.push(WaterfallError::GroupMismatch { group });
        }
    }
    faults
}

/// The checks of one tier.
struct Check<'a> {
    terms: &'a WaterfallTerms,
    listed: &'a BTreeSet<&'a PartyId>,
    tier: usize,
    faults: Vec<WaterfallError>,
}

impl Check<'_> {
    fn tier(&mut self, kind: &Tier) {
        match kind {
            Tier::Recoup {
                claims, multiple, ..
            } => self.recoup(claims, *multiple),
            Tier::OffTheTop { to, rate, cap } => {
                let tier = self.tier;
                if rate.is_negative() || *rate > Ratio::ONE {
                    let rate = *rate;
                    self.faults.push(WaterfallError::OutOfRange { tier, rate });
                }
                self.fine(*rate, MOST_PARTS);
                self.amount(*cap);
                self.split(to);
            }
            Tier::ShareUntil { split, cap } => {
                self.amount(Some(*cap));
                self.split(split);
            }
            Tier::ShareUntilParty {
                split,
                party,
                amount,
                counting,
            } => {
                self.until_party(split, party, *counting);
                self.amount(Some(*amount));
                self.split(split);
                self.party(party);
            }
            Tier::Preferred { on, rate, rule, .. } => self.preferred(*on, *rate, *rule),
            Tier::CatchUp {
                party,
                share,
                target,
                others,
            } => {
                self.catch_up(*share, *target);
                self.party(party);
                self.split(others);
            }
            Tier::Residual { split } => self.split(split),
        }
    }

    fn recoup(&mut self, claims: &BTreeMap<PartyId, Money>, multiple: Ratio) {
        let tier = self.tier;
        if let Some((party, claim)) = claims.iter().find(|(_, claim)| claim.is_negative()) {
            let (party, claim) = (party.clone(), *claim);
            self.faults
                .push(WaterfallError::NegativeClaim { tier, party, claim });
        }
        if multiple.is_negative() {
            let value = multiple.to_string();
            self.faults.push(WaterfallError::Negative { tier, value });
        }
        self.fine(multiple, MOST_PARTS);
        self.parties(claims.keys());
        for claim in claims.values() {
            self.currency(*claim);
        }
        let due = claims
            .values()
            .map(|claim| claim.times_ratio(multiple, Rounding::HalfAwayFromZero));
        let due: Result<Vec<Money>, _> = due.collect();
        let total = due.and_then(|due| Money::sum(self.terms.currency, due));
        if total.is_err() && self.faults.is_empty() {
            let step = "the sum of the claims";
            self.faults.push(WaterfallError::Overflow { step });
        }
    }

    fn until_party(&mut self, split: &Split, party: &PartyId, counting: Counting) {
        let (tier, above) = (self.tier, self.terms.tiers.iter().take(self.tier));
        let mut above = above.clone();
        if counting == Counting::AllTiers && above.any(|kind| self.grows(kind, party)) {
            let party = party.clone();
            self.faults
                .push(WaterfallError::AllTiersMoves { tier, party });
        }
        if !has_part(split, party) {
            let party = party.clone();
            self.faults
                .push(WaterfallError::PartyGetsNothing { tier, party });
        }
    }

    /// Whether a party has a part in a tier whose payments have no end.
    fn grows(&self, kind: &Tier, party: &PartyId) -> bool {
        match kind {
            Tier::OffTheTop { to, .. } => has_part(to, party),
            Tier::Preferred { on, .. } => match self.terms.tiers.get(*on) {
                Some(Tier::Recoup { claims, .. }) => {
                    claims.get(party).is_some_and(|claim| claim.is_positive())
                }
                _ => false,
            },
            Tier::CatchUp {
                party: catching,
                share,
                others,
                ..
            } => catching == party || (*share != Ratio::ONE && has_part(others, party)),
            _ => false,
        }
    }

    fn preferred(&mut self, on: usize, rate: Ratio, rule: ClaimsRule) {
        let tier = self.tier;
        if rule == ClaimsRule::Talmud {
            self.faults.push(WaterfallError::PathDependentRule { tier });
        }
        if rate.is_negative() {
            let value = rate.to_string();
            self.faults.push(WaterfallError::Negative { tier, value });
        }
        if self.terms.anchor.is_none() {
            self.faults.push(WaterfallError::NoAnchor { tier });
        }
        if !matches!(self.terms.tiers.get(on), Some(Tier::Recoup { .. })) {
            self.faults
                .push(WaterfallError::PreferredOnWhat { tier, on });
        }
        self.fine(rate, MOST_RATE_PARTS);
    }

    fn catch_up(&mut self, share: Ratio, target: Ratio) {
        let tier = self.tier;
        let mut above = self.terms.tiers.iter().take(tier);
        if !above.any(|kind| matches!(kind, Tier::Preferred { .. })) {
            self.faults
                .push(WaterfallError::CatchUpWithoutPreferred { tier });
        }
        if target.is_negative() || target >= share || share > Ratio::ONE {
            self.faults.push(WaterfallError::CatchUpNeverEnds {
                tier,
                share,
                target,
            });
        }
        self.fine(share, MOST_PARTS);
        self.fine(target, MOST_PARTS);
    }

    fn fine(&mut self, value: Ratio, most: u64) {
        if value.denominator() > i128::from(most) {
            let tier = self.tier;
            self.faults
                .push(WaterfallError::TooFine { tier, value, most });
        }
    }

    fn amount(&mut self, amount: Option<Money>) {
        let Some(amount) = amount else {
            return;
        };
        if amount.is_negative() {
            let (tier, value) = (self.tier, amount.to_string());
            self.faults.push(WaterfallError::Negative { tier, value });
        }
        self.currency(amount);
    }

    fn currency(&mut self, amount: Money) {
        let (waterfall, given) = (self.terms.currency, amount.currency());
        if waterfall != given {
            self.faults
                .push(WaterfallError::CurrencyMismatch { waterfall, given });
        }
    }

    fn split(&mut self, split: &Split) {
        self.parties(split.parties().iter());
    }

    fn parties<'a>(&mut self, mut parties: impl Iterator<Item = &'a PartyId>) {
        if let Some(party) = parties.find(|party| !self.listed.contains(party)) {
            let (tier, party) = (self.tier, party.clone());
            self.faults
                .push(WaterfallError::UnknownParty { tier, party });
        }
    }

    fn party(&mut self, party: &PartyId) {
        self.parties([party].into_iter());
    }
}

/// Whether a party has a share above 0.
fn has_part(split: &Split, party: &PartyId) -> bool {
    split.weight(party).is_some_and(|weight| weight > 0)
}
