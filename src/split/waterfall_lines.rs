//! What moved in a tier, divided among its parties in steps of a proof.

use crate::allocate::ClaimsRule;
use crate::explain::{DivideRule, Step};
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::grid::QUANTISED;
use super::shares::Split;
use super::tier::Tier;
use super::tier_plan::{Plan, PlanKind};
use super::walk::{Done, Working as _};
use super::waterfall_error::WaterfallError;
use super::waterfall_proof::Proving;

impl Proving<'_> {
    /// The shares of a tier that divides by a ledger.
    fn shares(&mut self, tier: usize) -> Done<Vec<Step>> {
        let (papers, _) = self.own()?;
        let plan = self.plan(tier)?;
        let PlanKind::Share { split, .. } = &plan.kind else {
            return Ok(Vec::new());
        };
        if split.weights().reduced_sum() > QUANTISED.parts {
            let step = "a carried fraction finer than 10^-18 of a unit";
            return Err(WaterfallError::Overflow { step });
        }
        let key = match papers.waterfall.terms().tiers.get(tier) {
            Some(Tier::CatchUp {
                party,
                share,
                others,
                ..
            }) => return self.catching(tier, party, *share, others),
            Some(Tier::OffTheTop { .. }) => "to",
            _ => "split",
        };
        let mut shares = Vec::with_capacity(plan.parties.len());
        for (party, share) in split.entries() {
            let place = papers.tier(tier, &[key, party.as_str()]);
            let label = self.label_of("share", party);
            shares.push(self.proof.input("waterfall", &place, share, &label)?);
        }
        Ok(shares)
    }

    /// The shares of a catch-up: its share for the party, the rest for the others.
    fn catching(
        &mut self,
        tier: usize,
        catching: &PartyId,
        share: Ratio,
        others: &Split,
    ) -> Done<Vec<Step>> {
        let (papers, _) = self.own()?;
        let plan = self.plan(tier)?;
        let place = papers.tier(tier, &["share"]);
        let own = self
            .proof
            .input("waterfall", &place, share, "share that catches up")?;
        let whole = self.proof.quotient(own, own, "the whole")?;
        let rest = self.proof.difference(whole, own, "share of the others")?;
        let mut shares = Vec::with_capacity(plan.parties.len());
        for party in plan.parties.iter() {
            let label = self.label_of("share", party);
            let part = match others.share(party) {
                Some(part) => {
                    let place = papers.tier(tier, &["others", party.as_str()]);
                    let part = self
                        .proof
                        .input("waterfall", &place, part, "part of the rest")?;
                    Some(self.proof.product(&[rest, part], &label)?)
                }
                None => None,
            };
            shares.push(match part {
                Some(part) if party == catching => {
                    self.proof.sum(&[own, part], Ratio::ZERO, &label)?
                }
                Some(part) => part,
                None => own,
            });
        }
        self.on_grid(plan, shares)
    }

    /// Shares that no split can hold are put on the grid.
    fn on_grid(&mut self, plan: &Plan, shares: Vec<Step>) -> Done<Vec<Step>> {
        let PlanKind::Share { split, .. } = &plan.kind else {
            return Ok(shares);
        };
        if !split.is_quantised() {
            return Ok(shares);
        }
        let label = "parts of the grid";
        let grid = self
            .proof
            .constant(QUANTISED.constant, Ratio::from(QUANTISED.parts), label)?;
        let rule = DivideRule::LargestRemainder { key: None };
        let label = self.label("shares on the grid");
        let division = self
            .proof
            .divide(rule, &plan.parties, grid, &shares, None, &label)?;
        let mut on_grid = Vec::with_capacity(shares.len());
        for party in plan.parties.iter() {
            let part = self.proof.part(division, party, "parts")?;
            on_grid.push(self.proof.quotient(part, grid, "share on the grid")?);
        }
        Ok(on_grid)
    }

    /// Steps as they may stand in a division: the name of a figure is taken for a party by a
    /// reader where a party is called so.
    fn as_parts(&mut self, plan: &Plan, steps: &[Step]) -> Done<Vec<Step>> {
        if plan.parties.iter().all(|party| party.as_str() != "paid") {
            return Ok(steps.to_vec());
        }
        let zero = self.zero();
        let sum = |step: &Step| Ok(self.proof.sum(&[*step], zero, "paid before")?);
        steps.iter().map(sum).collect()
    }

    /// Parts of a division with the label of each party.
    fn parts(&mut self, plan: &Plan, division: Step, what: &str) -> Done<Vec<Step>> {
        let mut parts = Vec::with_capacity(plan.parties.len());
        for party in plan.parties.iter() {
            let label = self.label_of(what, party);
            parts.push(self.proof.part(division, party, &label)?);
        }
        Ok(parts)
    }

    /// The step of a ledger: units go one at a time to whoever is owed most.
    fn greedy(
        &mut self,
        plan: &Plan,
        moved: Step,
        paid: &[Step],
        owed: &[Step],
    ) -> Done<Vec<Step>> {
        let mut each = self.as_parts(plan, paid)?;
        each.extend_from_slice(owed);
        let label = self.label("lines");
        let rule = DivideRule::Greedy;
        let division = self
            .proof
            .divide(rule, &plan.parties, moved, &each, None, &label)?;
        self.parts(plan, division, "line")
    }

    pub(super) fn pay_shares(&mut self, tier: usize, moved: Step) -> Done<Vec<Step>> {
        let plan = self.plan(tier)?;
        let shares = self.shares(tier)?;
        let (paid, carry) = (
            self.book(tier)?.paid.clone(),
            self.book(tier)?.carry.clone(),
        );
        let mut owed = Vec::with_capacity(shares.len());
        for (((party, share), paid), carry) in
            plan.parties.iter().zip(&shares).zip(&paid).zip(&carry)
        {
            let carried = self.carried(*carry, party)?;
            let label = self.label_of("exact share", party);
            let exact = self.proof.product(&[*share, moved], &label)?;
            let label = self.label_of("entitlement", party);
            let all = [*paid, carried, exact];
            owed.push(self.proof.sum(&all, self.zero(), &label)?);
        }
        let lines = self.greedy(plan, moved, &paid, &owed)?;
        let after = self.add(plan, &paid, &lines)?;
        let mut carries = Vec::with_capacity(owed.len());
        for ((party, owed), paid) in plan.parties.iter().zip(&owed).zip(&after) {
            carries.push(self.carry(*owed, *paid, party)?);
        }
        if let Some(book) = self.own_mut()?.tiers.get_mut(tier) {
            book.paid = after;
            book.carry = carries;
        }
        Ok(lines)
    }

    pub(super) fn pay_claims(&mut self, tier: usize, moved: Step, after: Step) -> Done<Vec<Step>> {
        let plan = self.plan(tier)?;
        let Some(claims) = plan.claims() else {
            return Ok(Vec::new());
        };
        let held = self.held(self.own, tier)?;
        let estate = match self.elsewhere(tier)? {
            Some(elsewhere) => self.sum(after, elsewhere, "held by the group")?,
            None => after,
        };
        let due = self.due(self.own, tier)?;
        let rule = DivideRule::Claims {
            rule: claims.rule,
            exact: true,
        };
        let label = self.label("exact awards");
        let division = self
            .proof
            .divide(rule, &plan.parties, estate, &due, None, &label)?;
        let owed = self.parts(plan, division, "exact award")?;
        let lines = self.greedy(plan, moved, &held, &owed)?;
        let paid = self.book(tier)?.paid.clone();
        let after = self.add(plan, &paid, &lines)?;
        if let Some(book) = self.own_mut()?.tiers.get_mut(tier) {
            book.paid = after;
        }
        Ok(lines)
    }

    pub(super) fn pay_returns(&mut self, tier: usize, moved: Step) -> Done<Vec<Step>> {
        let plan = self.plan(tier)?;
        let PlanKind::Preferred(terms) = &plan.kind else {
            return Ok(Vec::new());
        };
        let paid = self.book(tier)?.paid.clone();
        let back = self.units(moved) < 0;
        let lines = if back {
            let label = self.label("taken back in proportion to what was paid");
            let estate = self.proof.negate(moved, &label)?;
            let each = self.as_parts(plan, &paid)?;
            let parts = self.claims(plan, ClaimsRule::Proportional, estate, &each)?;
            let mut lines = Vec::with_capacity(parts.len());
            for (party, part) in plan.parties.iter().zip(&parts) {
                let label = self.label_of("line", party);
                lines.push(self.proof.negate(*part, &label)?);
            }
            lines
        } else {
            let booked = self.book(tier)?.booked.clone();
            let mut unpaid = Vec::with_capacity(paid.len());
            for ((party, booked), paid) in plan.parties.iter().zip(&booked).zip(&paid) {
                let label = self.label_of("unpaid return", party);
                unpaid.push(self.proof.difference(*booked, *paid, &label)?);
            }
            self.claims(plan, terms.rule, moved, &unpaid)?
        };
        let after = self.add(plan, &paid, &lines)?;
        let mut compounded = self.book(tier)?.compounded.clone();
        if !back {
            let nothing = self.nothing()?;
            for (step, line) in compounded.iter_mut().zip(&lines) {
                let left = self.difference(*step, *line, "return that earns, less what is paid")?;
                *step = self.largest(nothing, left, "return that earns a return")?;
            }
        }
        if let Some(book) = self.own_mut()?.tiers.get_mut(tier) {
            book.paid = after;
            book.compounded = compounded;
        }
        Ok(lines)
    }

    /// Claims paid in units.
    fn claims(
        &mut self,
        plan: &Plan,
        rule: ClaimsRule,
        estate: Step,
        claims: &[Step],
    ) -> Done<Vec<Step>> {
        let exact = false;
        let label = self.label("lines");
        let rule = DivideRule::Claims { rule, exact };
        let division = self
            .proof
            .divide(rule, &plan.parties, estate, claims, None, &label)?;
        self.parts(plan, division, "line")
    }

    /// What was paid with the lines.
    fn add(&mut self, plan: &Plan, paid: &[Step], lines: &[Step]) -> Done<Vec<Step>> {
        let mut after = Vec::with_capacity(paid.len());
        for ((party, paid), line) in plan.parties.iter().zip(paid).zip(lines) {
            let label = self.label_of("all that was paid", party);
            after.push(self.proof.sum(&[*paid, *line], self.zero(), &label)?);
        }
        Ok(after)
    }
}
