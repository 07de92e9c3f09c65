//! The proof of a [`Sensitivity`] (spec/explain.md).

use super::evaluation::Evaluation;
use super::flip::Flip;
use super::pair::{Difference, Pair};
use super::proving::{Noted, Proving, same};
use super::sensitivity::{Sensitivity, ahead};
use super::sensitivity_error::SensitivityError;
use super::tolerance::worst_bound;
use crate::explain::{Explanation, Step};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// The steps about one criterion.
struct Row {
    weight: Step,
    share: Step,
    by: Step,
}

/// The steps that all figures share.
struct Basis {
    rows: Vec<Row>,
    all: Step,
    /// The sum of weights times differences.
    lead: Step,
    gap: Step,
}

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
        let mut proving = Proving::about("leader");
        let basis = prove_basis(&mut proving, leader, &pair)?;
        proving.proves(&["gap"], basis.gap, self.gap())?;
        for (position, (_, flip)) in self.flips().iter().enumerate() {
            if let (Some(flip), Some(row)) = (flip, basis.rows.get(position)) {
                prove_flip(&mut proving, &basis, row, position, flip)?;
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
    fn prove_shift(&self, proving: &mut Proving, pair: &Pair<'_>, basis: &Basis) -> Noted<()> {
        let Some(shift) = self.least_shift() else {
            return Ok(());
        };
        let row_of = |id| {
            let position = pair.differences.iter().position(|one| one.criterion == id);
            position.and_then(|position| basis.rows.get(position))
        };
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
            let place = ["least_shift", "moves", &position.to_string(), "share"];
            proving.proves(&place, share, one.share)?;
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
        basis: &Basis,
    ) -> Noted<()> {
        let rows = pair.differences.iter().zip(&basis.rows);
        for ((position, (_, steps)), (difference, row)) in
            self.steps_to_lose().iter().enumerate().zip(rows)
        {
            if steps.leader_down.is_none() && steps.rival_up.is_none() {
                continue;
            }
            let step = prove_step(proving, leader, difference)?;
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

/// Weights, shares and differences of what both are scored on.
fn prove_basis(proving: &mut Proving, leader: &Evaluation, pair: &Pair<'_>) -> Noted<Basis> {
    let mut parts = Vec::with_capacity(pair.differences.len());
    let (mut weights, mut products) = (Vec::new(), Vec::new());
    for difference in &pair.differences {
        let at = place(leader, difference);
        let label = |what: &str| format!("{what} of {}", difference.criterion);
        let weight = Ratio::from(difference.measure.weight);
        let path = ["rubric", "criteria", &at, "weight"];
        let weight = proving.input(&path, weight, &label("weight"))?;
        let path = ["lines", &at, "good"];
        let left = proving.input(&path, difference.left, &label("leader's worth"))?;
        let right =
            proving.input_from("rival", &path, difference.right, &label("rival's worth"))?;
        let by = proving
            .proof
            .difference(left, right, &label("difference"))?;
        weights.push(weight);
        products.push(proving.times(weight, by, "weight times difference")?);
        parts.push((weight, by));
    }
    let all = proving.proof.sum(&weights, Ratio::ZERO, "all weights")?;
    let lead = proving.proof.sum(&products, Ratio::ZERO, "lead in parts")?;
    let gap = proving.proof.quotient(lead, all, "gap")?;
    let mut rows = Vec::with_capacity(parts.len());
    for (weight, by) in parts {
        let share = proving.proof.quotient(weight, all, "share")?;
        rows.push(Row { weight, share, by });
    }
    Ok(Basis {
        rows,
        all,
        lead,
        gap,
    })
}

/// The position of a criterion in the rubric, as text.
fn place(leader: &Evaluation, difference: &Difference<'_>) -> String {
    let position = leader.rubric().position(difference.criterion);
    position.unwrap_or_default().to_string()
}

fn prove_flip(
    proving: &mut Proving,
    basis: &Basis,
    row: &Row,
    position: usize,
    flip: &Flip,
) -> Noted<()> {
    let at = position.to_string();
    let too_much = proving
        .proof
        .quotient(basis.lead, row.by, "weight that makes the lead")?;
    let parts = proving
        .proof
        .difference(row.weight, too_much, "weight at the tie")?;
    let others = proving
        .proof
        .difference(basis.all, row.weight, "weight of the others")?;
    let all = proving
        .proof
        .sum(&[others, parts], Ratio::ZERO, "all weights then")?;
    let share = proving.proof.quotient(parts, all, "share at the tie")?;
    proving.proves(&["flips", &at, "1", "parts"], parts, flip.parts)?;
    proving.proves(&["flips", &at, "1", "share"], share, flip.share)
}

/// What a step is worth on the scale of the rubric: `width x step / width of the own scale`.
fn prove_step(proving: &mut Proving, leader: &Evaluation, difference: &Difference<'_>) -> Noted {
    let rubric = leader.rubric();
    let common = rubric.scale();
    let at = place(leader, difference);
    let position = rubric.position(difference.criterion).unwrap_or_default();
    let criterion = rubric.criteria().get(position);
    let has_own = criterion.is_some_and(|criterion| criterion.own_scale().is_some());
    let own_path = ["rubric", "criteria", &at, "scale"];
    let path: &[&str] = if has_own {
        &own_path
    } else {
        &["rubric", "scale"]
    };
    let mut read = |path: &[&str], name: &'static str, value: Ratio| {
        let path: Vec<&str> = path.iter().copied().chain([name]).collect();
        proving.input(&path, value, &format!("{name} of the scale"))
    };
    let own = difference.measure.scale;
    let step = read(path, "step", own.step().to_ratio())?;
    let own = (
        read(path, "min", own.min().to_ratio())?,
        read(path, "max", own.max().to_ratio())?,
    );
    let path = ["rubric", "scale"];
    let common = (
        read(&path, "min", common.min().to_ratio())?,
        read(&path, "max", common.max().to_ratio())?,
    );
    let own = proving
        .proof
        .difference(own.1, own.0, "width of the own scale")?;
    let common = proving
        .proof
        .difference(common.1, common.0, "width of the scale")?;
    let scaled = proving.times(common, step, "")?;
    proving.proof.quotient(scaled, own, "worth of a step")
}

/// The tolerance as the root of the line that decides it: what the shares keep of the lead against
/// one difference, over what every unit of error takes away.
fn prove_tolerance(
    proving: &mut Proving,
    pair: &Pair<'_>,
    basis: &Basis,
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
        let most = difference.share.checked_add(tolerance);
        if !more && most.is_ok_and(|most| most >= Ratio::ONE) {
            // It has all the weight.
            kept.push(over);
            continue;
        }
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
