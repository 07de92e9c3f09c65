//! The proof of a [`Sensitivity`] (spec/explain.md).

use super::evaluation::Evaluation;
use super::pair::Pair;
use super::pair_proof::{PairSteps, Paper, Row, place};
use super::proving::{Noted, Proving, named, same};
use super::sensitivity::{Sensitivity, ahead};
use super::sensitivity_error::SensitivityError;
use super::tolerance::worst_bound;
use crate::explain::{Explanation, Step};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// The name of the leading evaluation in a proof.
const LEADER: &str = "leader";

impl Sensitivity {
    /// Returns the proof of the gap, the flips, the least shift, the tolerance and the steps.
    ///
    /// It reads the documents `leader` and `rival`, the two evaluations; the result is the
    /// sensitivity.
    ///
    /// # Errors
    ///
    /// Those of [`Sensitivity::new`], and [`SensitivityError::Explain`] if the figures do not
    /// follow from the evaluations.
    pub fn explain(
        &self,
        leader: &Evaluation,
        rival: &Evaluation,
    ) -> Result<Explanation, SensitivityError> {
        same(self, &Self::new(leader, rival)?)?;
        let pair = ahead(leader, rival)?;
        let mut proving = Proving::about(LEADER);
        let papers = (Paper::new(LEADER, leader), Paper::new("rival", rival));
        let basis = PairSteps::of(&mut proving, (&papers.0, &papers.1), &pair)?;
        proving.proves(&["gap"], basis.gap, self.gap())?;
        for ((position, (criterion, flip)), row) in self.flips().iter().enumerate().zip(&basis.rows)
        {
            let at = position.to_string();
            let name = named(criterion.as_str());
            proving.proves(&["flips", &at, "0"], row.name, name.clone())?;
            proving.proves(&["steps_to_lose", &at, "0"], row.name, name)?;
            if let Some(flip) = flip {
                let (parts, share) = prove_flip(&mut proving, &basis, row)?;
                proving.proves(&["flips", &at, "1", "parts"], parts, flip.parts)?;
                proving.proves(&["flips", &at, "1", "share"], share, flip.share)?;
            }
        }
        self.prove_shift(&mut proving, &pair, &basis)?;
        if let Some(tolerance) = self.tolerance() {
            let step = prove_tolerance(&mut proving, &pair, &basis, tolerance)?;
            proving.proves(&["tolerance"], step, tolerance)?;
        }
        self.prove_steps(&mut proving, leader, &pair, &basis)?;
        Ok(proving.finish())
    }

    /// Weight moves from the largest differences to the smallest until nothing is left.
    fn prove_shift(&self, proving: &mut Proving, pair: &Pair<'_>, basis: &PairSteps) -> Noted<()> {
        let Some(shift) = self.least_shift() else {
            return Ok(());
        };
        let row_of = |id| basis.row(pair, id);
        let (mut rest, mut shares) = (basis.gap, Vec::new());
        for (position, one) in shift.moves.iter().enumerate() {
            let (Some(from), Some(to)) = (row_of(&one.from), row_of(&one.to)) else {
                continue;
            };
            let gain = proving
                .proof
                .difference(from.by, to.by, "what the move gains")?;
            let enough = proving
                .proof
                .quotient(rest, gain, "share that closes the rest")?;
            let label = format!("moved from {} to {}", one.from, one.to);
            let share = proving.proof.smallest(&[enough, from.share], &label)?;
            let closed = proving.times(share, gain, "closed by the move")?;
            rest = proving.proof.difference(rest, closed, "still open")?;
            let at = position.to_string();
            let place = |key| ["least_shift", "moves", at.as_str(), key];
            proving.proves(&place("share"), share, one.share)?;
            proving.proves(&place("from"), from.name, named(one.from.as_str()))?;
            proving.proves(&place("to"), to.name, named(one.to.as_str()))?;
            shares.push(share);
        }
        let all = proving.proof.sum(&shares, Ratio::ZERO, "moved in all")?;
        proving.proves(&["least_shift", "share"], all, shift.share)
    }

    /// `floor(gap / (share x step)) + 1`.
    fn prove_steps(
        &self,
        proving: &mut Proving,
        leader: &Evaluation,
        pair: &Pair<'_>,
        basis: &PairSteps,
    ) -> Noted<()> {
        let rows = pair.differences.iter().zip(&basis.rows);
        for ((position, (_, steps)), (difference, row)) in
            self.steps_to_lose().iter().enumerate().zip(rows)
        {
            if steps.leader_down.is_none() && steps.rival_up.is_none() {
                continue;
            }
            let at = place(leader, difference.criterion);
            let levels = Paper::new(LEADER, leader).levels(proving, at)?;
            let step = levels.worth_of_step(proving)?;
            let by_step = proving.times(row.share, step, "what a step costs")?;
            let exact = proving
                .proof
                .quotient(basis.gap, by_step, "steps to a tie")?;
            let whole =
                proving
                    .proof
                    .whole(exact, Rounding::Floor, None, None, "whole steps within it")?;
            let one = proving.proof.quotient(row.weight, row.weight, "one more")?;
            let lost = proving
                .proof
                .sum(&[whole, one], Ratio::ZERO, "steps to lose")?;
            for (name, count) in [
                ("leader_down", steps.leader_down),
                ("rival_up", steps.rival_up),
            ] {
                if let Some(count) = count {
                    let place = ["steps_to_lose", &position.to_string(), "1", name];
                    proving.proves(&place, lost, Ratio::from(count))?;
                }
            }
        }
        Ok(())
    }
}

/// The weight of one criterion at which the two tie, and its share then.
pub(super) fn prove_flip(
    proving: &mut Proving,
    basis: &PairSteps,
    row: &Row,
) -> Noted<(Step, Step)> {
    let proof = &mut proving.proof;
    let too_much = proof.quotient(basis.lead, row.by, "weight that makes the lead")?;
    let parts = proof.difference(row.weight, too_much, "weight at the tie")?;
    let others = proof.difference(basis.all, row.weight, "weight of the others")?;
    let all = proof.sum(&[others, parts], Ratio::ZERO, "all weights then")?;
    let share = proof.quotient(parts, all, "share at the tie")?;
    Ok((parts, share))
}

/// The tolerance as the root of the line that decides it: what the shares keep of the lead against
/// one difference, over what every unit of error takes away.
fn prove_tolerance(
    proving: &mut Proving,
    pair: &Pair<'_>,
    basis: &PairSteps,
    tolerance: Ratio,
) -> Noted {
    let Some(pivot) = worst_bound(pair, tolerance) else {
        return Ok(basis.gap);
    };
    let rows = || pair.differences.iter().zip(&basis.rows);
    let Some((_, pivot_row)) = rows().find(|(difference, _)| difference.by == pivot) else {
        return Ok(basis.gap);
    };
    let (mut kept, mut taken) = (vec![pivot_row.by], Vec::new());
    for (difference, row) in rows() {
        let more = difference.by > pivot;
        if difference.by == pivot || (more && difference.share <= tolerance) {
            // It makes no difference, or has no weight left to lose.
            continue;
        }
        let over = proving
            .proof
            .difference(row.by, pivot_row.by, "above what decides")?;
        // No share below what decides comes to all the weight: such a one would decide alone.
        kept.push(proving.times(row.share, over, "kept by the shares")?);
        let size = if more {
            over
        } else {
            proving.proof.negate(over, "")?
        };
        taken.push(size);
    }
    let kept = proving
        .proof
        .sum(&kept, Ratio::ZERO, "lead without error")?;
    let taken = proving
        .proof
        .sum(&taken, Ratio::ZERO, "lost by each unit of error")?;
    proving.proof.quotient(kept, taken, "tolerance")
}
