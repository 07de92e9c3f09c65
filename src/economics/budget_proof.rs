//! Proofs of [`Budget::report`] (spec/explain.md).

use super::budget::{Budget, Grade, Pay, Per};
use super::error::EconomicsError;
use super::proof::{DEFINITION, total};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

impl Budget {
    /// Returns the proof of [`Self::report`].
    ///
    /// It reads the document `definition`, which is this budget. The result is the report.
    ///
    /// # Errors
    ///
    /// Those of [`Self::report`], and [`EconomicsError::Explain`].
    pub fn explain(&self) -> Result<Explanation, EconomicsError> {
        let report = self.report()?;
        let mut proof = Proof::new();
        let zero = Money::zero(self.expected_return.currency());
        let (compensation, count) = self.compensation.prove(&mut proof, zero)?;
        let mut costs = Vec::with_capacity(self.hidden.len());
        for (place, cost) in self.hidden.iter().enumerate() {
            let place = format!("/hidden/{place}/amount");
            let amount = proof.input(DEFINITION, &place, cost.amount, &cost.what)?;
            costs.push(match cost.per {
                Per::Partnership => {
                    let all = proof.product(&[count, amount], "")?;
                    whole(&mut proof, all, &format!("{}, for all", cost.what))?
                }
                Per::Programme => amount,
            });
        }
        let hidden = total(
            &mut proof,
            &costs,
            (DEFINITION, "/hidden"),
            zero,
            "hidden costs",
        )?;
        let cost = proof.sum(&[compensation, hidden], zero, "cost")?;
        let expected = self.expected_return;
        let expected = proof.input(DEFINITION, "/expected_return", expected, "expected return")?;
        let multiple = proof.quotient(expected, cost, "multiple")?;
        let one = proof.quotient(cost, cost, "the cost itself")?;
        let roi = proof.difference(multiple, one, "ROI")?;
        let from = self.good.from();
        let from = proof.input(DEFINITION, "/good/from", from, "good from")?;
        let good = proof.product(&[from, cost], "least good return")?;
        let good = proof.round(good, Rounding::Ceiling, None, None, "least good return, up")?;
        let missing = proof.difference(good, expected, "missing to it")?;
        let nothing = proof.difference(cost, cost, "nothing")?;
        let shortfall = proof.largest(&[nothing, missing], "shortfall")?;
        let overhead = proof.quotient(hidden, cost, "overhead share")?;
        let grade = self.prove_grade(&mut proof, multiple, [one, from])?;
        for (pointer, step) in [
            ("/compensation", compensation),
            ("/hidden", hidden),
            ("/cost", cost),
            ("/multiple", multiple),
            ("/roi", roi),
            ("/grade", grade),
            ("/return_for_good", good),
            ("/shortfall", shortfall),
            ("/overhead_share", overhead),
        ] {
            proof.result(pointer, step);
        }
        if report.multiple_without_hidden.is_some() {
            let bare = proof.quotient(expected, compensation, "multiple without hidden costs")?;
            proof.result("/multiple_without_hidden", bare);
        }
        Ok(proof.finish())
    }

    fn prove_grade(
        &self,
        proof: &mut Proof,
        multiple: Step,
        [one, from]: [Step; 2],
    ) -> Result<Step, ExplainError> {
        let to = proof.input(DEFINITION, "/good/to", self.good.to(), "good to")?;
        let is_loss = proof.compare(multiple, one, Relation::Less, "less than it costs")?;
        let is_thin = proof.compare(multiple, from, Relation::Less, "less than good")?;
        let is_high = proof.compare(multiple, to, Relation::More, "more than good")?;
        let grades = [
            (is_loss, Grade::Loss.name()),
            (is_thin, Grade::Thin.name()),
            (is_high, Grade::High.name()),
        ];
        proof.pick(&grades, Grade::Good.name(), "grade")
    }
}

impl Pay {
    /// What all are paid, and how many they are.
    fn prove(&self, proof: &mut Proof, zero: Money) -> Result<(Step, Step), ExplainError> {
        match self {
            Self::Average { count, average } => {
                let place = "/compensation/average/count";
                let count = proof.input(DEFINITION, place, Ratio::from(*count), "partnerships")?;
                let place = "/compensation/average/average";
                let average = proof.input(DEFINITION, place, *average, "average")?;
                let all = proof.product(&[count, average], "")?;
                Ok((whole(proof, all, "compensation")?, count))
            }
            Self::Each(each) => {
                let place = "/compensation/each";
                let count = proof.length((DEFINITION, place), each.len(), "partnerships")?;
                let mut all = Vec::with_capacity(each.len());
                for (number, paid) in each.iter().enumerate() {
                    let place = format!("{place}/{number}");
                    all.push(proof.input(DEFINITION, &place, *paid, "compensation of one")?);
                }
                Ok((
                    total(proof, &all, (DEFINITION, place), zero, "compensation")?,
                    count,
                ))
            }
        }
    }
}

/// So many times money, which is whole minor units already.
fn whole(proof: &mut Proof, amount: Step, label: &str) -> Result<Step, ExplainError> {
    proof.round(amount, Rounding::HalfAwayFromZero, None, None, label)
}
