//! Proofs of [`Investment::break_even`] (spec/explain.md).

use super::break_even_time::{Effort, Investment, InvestmentPeriod, TimeBreakEven};
use super::error::EconomicsError;
use super::proof::{DEFINITION, total};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// The sums up to a period.
struct Sums {
    value: Step,
    cost: Step,
    opportunity: Step,
    full: Step,
}

/// Whether the value reaches the cost after each period, without and with opportunity.
#[derive(Default)]
struct Reached {
    plain: Vec<Step>,
    full: Vec<Step>,
}

impl Investment {
    /// Returns the proof of [`Self::break_even`].
    ///
    /// It reads the document `definition`, which is this plan. The result is the break-even.
    ///
    /// # Errors
    ///
    /// Those of [`Self::break_even`], and [`EconomicsError::Explain`].
    pub fn explain(&self) -> Result<Explanation, EconomicsError> {
        let pays = self.break_even()?;
        let zero = Money::zero(pays.value.currency());
        let mut proof = Proof::new();
        let mut once = Vec::with_capacity(self.once.len());
        for (number, cost) in self.once.iter().enumerate() {
            let place = format!("/once/{number}");
            once.push(proof.input(DEFINITION, &place, *cost, "paid once")?);
        }
        let cost = total(&mut proof, &once, (DEFINITION, "/once"), zero, "paid once")?;
        let nothing = proof.difference(cost, cost, "nothing")?;
        let mut sums = Sums {
            value: nothing,
            cost,
            opportunity: nothing,
            full: cost,
        };
        let mut reached = Reached::default();
        for (number, period) in self.periods.iter().enumerate() {
            sums = period.prove(&mut proof, number, &sums, zero)?;
            let at_least = Relation::AtLeast;
            let plain =
                proof.compare(sums.value, sums.cost, at_least, "paid without opportunity")?;
            reached.plain.push(plain);
            reached
                .full
                .push(proof.compare(sums.value, sums.full, at_least, "paid")?);
        }
        let surplus = proof.difference(sums.value, sums.full, "surplus")?;
        let short = proof.negate(surplus, "short of the cost")?;
        let needed = proof.largest(&[nothing, short], "needed in other values")?;
        for (pointer, step) in [
            ("/value", sums.value),
            ("/cost", sums.cost),
            ("/opportunity", sums.opportunity),
            ("/full_cost", sums.full),
            ("/surplus", surplus),
            ("/needed_intangible", needed),
        ] {
            proof.result(pointer, step);
        }
        if pays.multiple.is_some() {
            let multiple = proof.quotient(sums.value, sums.full, "multiple")?;
            proof.result("/multiple", multiple);
        }
        self.prove_periods(&mut proof, &pays, &reached)?;
        Ok(proof.finish())
    }

    /// Proves in which period it pays: one more than the periods before it.
    fn prove_periods(
        &self,
        proof: &mut Proof,
        pays: &TimeBreakEven,
        reached: &Reached,
    ) -> Result<(), ExplainError> {
        let length = proof.length((DEFINITION, "/periods"), self.periods.len(), "periods")?;
        let one = proof.quotient(length, length, "one period")?;
        let none = proof.difference(one, one, "no period")?;
        let backwards: Vec<Step> = reached.full.iter().rev().copied().collect();
        for (pointer, found, flags, ends) in [
            (
                "/first_without_opportunity",
                pays.first_without_opportunity,
                &reached.plain,
                true,
            ),
            ("/first", pays.first, &reached.full, true),
            ("/for_good", pays.for_good, &backwards, false),
        ] {
            if found.is_none() {
                continue;
            }
            // Forwards a period counts until one has paid; backwards from the last that has not.
            let mut counts: Option<Step> = None;
            let mut before = vec![one];
            for flag in flags {
                let is_short = proof.not(*flag, "")?;
                let next = match (counts, ends) {
                    (None, _) => is_short,
                    (Some(counts), true) => proof.all(&[counts, is_short], "not yet")?,
                    (Some(counts), false) => proof.any(&[counts, is_short], "not for good")?,
                };
                counts = Some(next);
                before.push(proof.choose(next, one, none, "")?);
            }
            let period = proof.sum(&before, Ratio::ZERO, "the period after")?;
            proof.result(pointer, period);
        }
        Ok(())
    }
}

impl InvestmentPeriod {
    fn prove(
        &self,
        proof: &mut Proof,
        number: usize,
        before: &Sums,
        zero: Money,
    ) -> Result<Sums, ExplainError> {
        let mut input = |key: &str, amount: Money| {
            let place = format!("/periods/{number}/{key}");
            let label = format!("{key} of period {}", number.saturating_add(1));
            proof.input(DEFINITION, &place, amount, &label)
        };
        let value = input("value", self.value)?;
        let cash = input("cash", self.cash)?;
        let (mut costs, mut opportunities) = (vec![before.cost, cash], vec![before.opportunity]);
        for (place, effort) in self.efforts.iter().enumerate() {
            let (time, more) = effort.prove(proof, [number, place])?;
            costs.push(time);
            opportunities.push(more);
        }
        let value = proof.sum(&[before.value, value], zero, "value so far")?;
        let cost = proof.sum(&costs, zero, "cost so far")?;
        let opportunity = proof.sum(&opportunities, zero, "opportunity so far")?;
        Ok(Sums {
            value,
            cost,
            opportunity,
            full: proof.sum(&[cost, opportunity], zero, "full cost so far")?,
        })
    }
}

impl Effort {
    /// What the hours are paid, and what more they would have earned elsewhere.
    fn prove(
        &self,
        proof: &mut Proof,
        [period, place]: [usize; 2],
    ) -> Result<(Step, Step), ExplainError> {
        let at = |key: &str| format!("/periods/{period}/efforts/{place}/{key}");
        let hours = proof.input(DEFINITION, &at("hours"), self.hours, "hours")?;
        let paid = proof.input(DEFINITION, &at("paid"), self.paid, "paid for an hour")?;
        let elsewhere = proof.input(DEFINITION, &at("elsewhere"), self.elsewhere, "elsewhere")?;
        let dearer = proof.largest(&[paid, elsewhere], "the dearer of both")?;
        let mut of = |rate: Step, label: &str| {
            let exact = proof.product(&[hours, rate], "")?;
            proof.round(exact, Rounding::HalfAwayFromZero, None, None, label)
        };
        let time = of(paid, "time")?;
        let dearer = of(dearer, "time at the dearer rate")?;
        Ok((time, proof.difference(dearer, time, "opportunity")?))
    }
}
