//! Whether a state is one that receipts lead to: what was read back is held against the waterfall.

use std::sync::Arc;

use crate::allocate::Ledger;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::wide::{U256, signed};

use super::accrual::{Earned, stretches};
use super::shares::Split;
use super::tier::{Compounding, Correction};
use super::tier_plan::{Claims, Plan, PlanKind, Return};
use super::waterfall::Waterfall;
use super::waterfall_error::WaterfallError;
use super::waterfall_state::{Held, TierState, WaterfallState};
use super::waterfall_statement::WaterfallStatement;

impl Waterfall {
    /// That a state is one of this waterfall; what was read back is verified once.
    pub(super) fn check_state(&self, state: &WaterfallState) -> Result<(), WaterfallError> {
        let high_water = self.terms().correction == Correction::HighWater;
        if state.currency != self.terms().currency {
            return Err(bad("/currency"));
        }
        if state.highest.is_some() != high_water {
            return Err(bad("/highest"));
        }
        if state.tiers.len() != self.plans().len() {
            return Err(bad("/tiers"));
        }
        for (at, (tier, plan)) in state.tiers.iter().zip(self.plans()).enumerate() {
            if !tier.is_of(plan) {
                return Err(bad(&format!("/tiers/{at}")));
            }
        }
        if state.trusted {
            return Ok(());
        }
        self.verify(state)
    }

    /// That a statement has the places of this waterfall.
    pub(super) fn check_statement(
        &self,
        statement: &WaterfallStatement,
    ) -> Result<(), WaterfallError> {
        let same = |left, right| Arc::ptr_eq(left, right) || left == right;
        let tiers = statement.tiers.iter().zip(self.plans());
        let fits = same(&statement.parties, self.shared_parties())
            && statement.tiers.len() == self.plans().len()
            && tiers
                .into_iter()
                .all(|(tier, plan)| same(&tier.parties, &plan.parties));
        if fits {
            Ok(())
        } else {
            Err(bad("the statement"))
        }
    }

    fn verify(&self, state: &WaterfallState) -> Result<(), WaterfallError> {
        if state.distributed().is_negative() {
            return Err(bad("/received"));
        }
        if state.distributed().minor() < state.received.minor() {
            return Err(bad("/highest"));
        }
        let left = state.undistributed();
        if left < 0 || (left > 0 && !self.is_open()) {
            return Err(bad("/tiers"));
        }
        if self.accrues() && !state.distributed().is_zero() && !self.began(state) {
            return Err(bad("/on"));
        }
        for (at, (tier, plan)) in state.tiers.iter().zip(self.plans()).enumerate() {
            tier.verify(plan)
                .map_err(|place| bad(&format!("/tiers/{at}{place}")))?;
            if let (Held::Returns(returns), PlanKind::Preferred(terms)) = (&tier.held, &plan.kind) {
                if let Some(party) = self.earned_too_much(state, returns, terms) {
                    return Err(bad(&format!("/tiers/{at}/returns/{party}")));
                }
            }
        }
        match self.misplaced(state)? {
            Some(at) => Err(bad(&format!("/tiers/{at}/total"))),
            None => Ok(()),
        }
    }

    /// Whether the last receipt was on the anchor or after it.
    fn began(&self, state: &WaterfallState) -> bool {
        let days = state.on.zip(self.terms().anchor);
        days.is_some_and(|(on, anchor)| on >= anchor)
    }

    /// The first party with more return than all its capital could earn until the last receipt if
    /// nothing of either was ever paid.
    fn earned_too_much(
        &self,
        state: &WaterfallState,
        returns: &[Earned],
        terms: &Return,
    ) -> Option<usize> {
        let anchor = self.terms().anchor?;
        let on = state.on.unwrap_or(anchor);
        let mut pairs = returns.iter().zip(&terms.claims);
        pairs.position(|(earned, claim)| {
            let mut most = Earned::nothing(state.currency);
            let mut all = stretches(anchor, anchor, on);
            let fits = all.try_for_each(|days| most.accrue(claim.minor(), terms, &days));
            let figures = |earned: &Earned| (earned.booked.minor(), earned.carry);
            fits.is_ok() && figures(earned) > figures(&most)
        })
    }
}

impl TierState {
    /// Whether it is the state of such a tier.
    fn is_of(&self, plan: &Plan) -> bool {
        let kind = matches!(
            (&self.held, &plan.kind),
            (Held::Shares(_), PlanKind::Share { .. })
                | (Held::Claims(_), PlanKind::Recoup(_))
                | (Held::Returns(_), PlanKind::Preferred(_))
        );
        kind && (Arc::ptr_eq(&self.parties, &plan.parties) || self.parties == plan.parties)
    }

    /// The place of the first figure that cannot be.
    fn verify(&self, plan: &Plan) -> Result<(), String> {
        let grouped = plan.claims().is_some_and(|claims| claims.group.is_some());
        let paid = (0..self.parties.len()).map(|position| self.paid(position).minor());
        let sum = paid.clone().fold(0, i128::saturating_add);
        if sum != self.total.minor() || self.total.is_negative() {
            return Err("/total".to_owned());
        }
        if !grouped && paid.clone().any(|paid| paid < 0) {
            return Err("/total".to_owned());
        }
        match (&self.held, &plan.kind) {
            (Held::Shares(ledger), PlanKind::Share { split, .. }) => {
                verify_shares(ledger, split, self.total)
            }
            (Held::Claims(paid), PlanKind::Recoup(claims)) if !grouped => {
                verify_claims(paid, claims, self.total)
            }
            (Held::Returns(returns), PlanKind::Preferred(terms)) => {
                match returns.iter().position(|earned| !earned.is_of(terms)) {
                    Some(at) => Err(format!("/returns/{at}")),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}

/// What a party got and is owed is its share of the tier: exactly, unless a share or a carry stands
/// on the grid of `10^-18`.
fn verify_shares(ledger: &Ledger, split: &Split, total: Money) -> Result<(), String> {
    for (at, weight) in split.weights().as_slice().iter().enumerate() {
        let (Some(paid), Some(carry)) = (ledger.paid_at(at), ledger.carry_at(at)) else {
            return Err("/shares".to_owned());
        };
        let (whole, rest) = share_of(total, *weight, split.weights().sum()).ok_or("/shares")?;
        // Within half a grid for each payment that was put on it.
        let owed = paid
            .minor()
            .checked_sub(whole)
            .and_then(|over| i64::try_from(over).ok())
            .and_then(|over| Ratio::from_integer(over).checked_add(carry).ok());
        let gap = owed.and_then(|owed| owed.checked_sub(rest).ok());
        // Fixed weights need the grid only if they are finer than it themselves.
        let most = if split.weights().sum() > GRID {
            Ratio::from_percent(1)
        } else {
            Ratio::ZERO
        };
        if gap.is_none_or(|gap| gap.abs() > most) {
            return Err(format!("/shares/parties/{at}"));
        }
    }
    Ok(())
}

/// The share of a weight: whole units, and a fraction of one more.
fn share_of(total: Money, weight: u64, sum: u64) -> Option<(i128, Ratio)> {
    let product = U256::product(total.minor().unsigned_abs(), weight.into());
    let (whole, rest) = product.div_rem(sum.into())?;
    let rest = Ratio::new(signed(rest, false)?, sum.into()).ok()?;
    Some((signed(whole.to_u128()?, false)?, rest))
}

/// Nobody holds more than the claim, or much else than the rule awards of all that the tier holds.
pub(super) fn verify_claims(paid: &[Money], claims: &Claims, total: Money) -> Result<(), String> {
    if total.minor() > claims.total.minor() {
        return Err("/total".to_owned());
    }
    if paid.is_empty() {
        return Ok(());
    }
    let awards = claims.rule.award(total, &claims.due);
    let awards = awards.map_err(|_| "/total".to_owned())?;
    // A ledger is at most 1 + 1/2 + .. + 1/n units from what is exact, an award less than one.
    let most = paid.len().ilog2().saturating_add(2);
    let mut pairs = paid.iter().zip(&claims.due).zip(awards.awards());
    let differs = pairs.position(|((paid, due), award)| {
        let apart = paid.minor().abs_diff(award.minor());
        paid.is_negative() || paid.minor() > due.minor() || apart > most.into()
    });
    match differs {
        Some(at) => Err(format!("/claims/{at}")),
        None => Ok(()),
    }
}

impl Earned {
    /// Whether such terms lead to it, with nothing below 0 paid.
    fn is_of(&self, terms: &Return) -> bool {
        let unpaid = self.unpaid();
        let half = Ratio::new(1, 2).unwrap_or(Ratio::ONE);
        let below = terms
            .rate
            .denominator()
            .saturating_mul(terms.day_count.basis().into());
        let fits = below.checked_rem(self.carry.denominator()) == Some(0);
        let compounded = match terms.compounding {
            Compounding::Simple => self.compounded.is_zero(),
            Compounding::Yearly => {
                !self.compounded.is_negative() && self.compounded.minor() <= unpaid.minor()
            }
        };
        !unpaid.is_negative() && fits && self.carry < half && self.carry >= -half && compounded
    }
}

/// Parts of a unit beyond which carries stand on the grid.
const GRID: u64 = 1_000_000_000_000_000_000;

fn bad(place: &str) -> WaterfallError {
    WaterfallError::BadState {
        place: place.to_owned(),
    }
}
