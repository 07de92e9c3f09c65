//! The proof of how far assessors agree, and of who scores higher than the others
//! (spec/explain.md).

use std::collections::BTreeMap;

use super::id::Id;
use super::krippendorff::{Alpha, AlphaLevel};
use super::panel::RaterAgreement;
use super::proving::{Noted, Proving};
use crate::explain::{Relation, Step};
use crate::ratio::Ratio;

/// A vote on a criterion.
#[derive(Clone, Copy)]
pub(super) struct Vote<'a> {
    pub(super) assessor: &'a Id,
    pub(super) raw: (Step, Ratio),
    pub(super) good: (Step, Ratio),
}

/// The votes on a criterion, with the step of its scale.
pub(super) struct Votes<'a> {
    pub(super) votes: Vec<Vote<'a>>,
    pub(super) step: Step,
}

/// Distinct values with how often they were given.
type Counts = BTreeMap<Ratio, (Step, Step)>;

/// How many votes have each value.
fn prove_counts(proving: &mut Proving, values: &[(Step, Ratio)], one: Step) -> Noted<Counts> {
    let zero = proving.proof.difference(one, one, "no vote")?;
    let mut counts = Counts::new();
    for (first, value) in values {
        if counts.contains_key(value) {
            continue;
        }
        let mut found = Vec::with_capacity(values.len());
        for (other, _) in values {
            let proof = &mut proving.proof;
            let equal = proof.compare(*other, *first, Relation::Equal, "the same")?;
            found.push(proof.choose(equal, one, zero, "")?);
        }
        let count = proving.sum(&found, "votes with this value")?;
        counts.insert(*value, (*first, count));
    }
    Ok(counts)
}

/// `n x (n - 1)`.
fn ordered_pairs(proving: &mut Proving, count: Step, one: Step) -> Noted {
    let others = proving.proof.difference(count, one, "all but one")?;
    proving.times(count, others, "ordered pairs")
}

/// The means of what assessors give more than the others.
pub(super) fn prove_leniency(
    proving: &mut Proving,
    all: &[Votes<'_>],
    one: Step,
    leniency: &BTreeMap<Id, Option<Ratio>>,
) -> Noted<()> {
    let mut above: BTreeMap<&Id, Vec<Step>> = BTreeMap::new();
    for votes in all.iter().filter(|votes| votes.votes.len() > 1) {
        let goods: Vec<Step> = votes.votes.iter().map(|vote| vote.good.0).collect();
        let total = proving.sum(&goods, "sum of what the votes are worth")?;
        let others = vec![one; goods.len().saturating_sub(1)];
        let others = proving.sum(&others, "the others")?;
        for vote in &votes.votes {
            let proof = &mut proving.proof;
            let rest = proof.difference(total, vote.good.0, "what the others give")?;
            let mean = proof.quotient(rest, others, "mean of the others")?;
            let label = format!("{} gives more by", vote.assessor);
            let more = proof.difference(vote.good.0, mean, &label)?;
            above.entry(vote.assessor).or_default().push(more);
        }
    }
    for (assessor, mean) in leniency {
        let (Some(mean), Some(above)) = (mean, above.get(assessor)) else {
            continue;
        };
        let sum = proving.sum(above, "sum over the criteria")?;
        let count = proving.sum(&vec![one; above.len()], "criteria")?;
        let label = format!("leniency of {assessor}");
        let step = proving.proof.quotient(sum, count, &label)?;
        proving.proves(&["leniency", assessor.as_str()], step, *mean)?;
    }
    Ok(())
}

/// The shares of pairs that agree, and alpha.
pub(super) fn prove_agreement(
    proving: &mut Proving,
    all: &[Votes<'_>],
    one: Step,
    level: AlphaLevel,
    agreement: &RaterAgreement,
) -> Noted<()> {
    let pairable = || all.iter().filter(|votes| votes.votes.len() > 1);
    let (mut near, mut equal, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
    let mut units = Vec::new();
    for votes in pairable() {
        let raws: Vec<(Step, Ratio)> = votes.votes.iter().map(|vote| vote.raw).collect();
        near.push(prove_near(proving, &raws, votes.step, one)?);
        let goods: Vec<(Step, Ratio)> = votes.votes.iter().map(|vote| vote.good).collect();
        let counts = prove_counts(proving, &goods, one)?;
        for (_, count) in counts.values() {
            equal.push(ordered_pairs(proving, *count, one)?);
        }
        let size = proving.sum(&vec![one; goods.len()], "votes")?;
        pairs.push(ordered_pairs(proving, size, one)?);
        units.push((size, counts));
    }
    let all_pairs = proving.sum(&pairs, "pairs of votes")?;
    for (key, found, share) in [
        ("exact_pairs", equal, agreement.exact_pairs),
        ("within_one_step", near, agreement.within_one_step),
    ] {
        if let Some(share) = share {
            let found = proving.sum(&found, "pairs that agree")?;
            let step = proving.proof.quotient(found, all_pairs, key)?;
            proving.proves(&["agreement", key], step, share)?;
        }
    }
    let Alpha::Value(alpha) = agreement.alpha else {
        return Ok(());
    };
    let step = prove_alpha(proving, &units, one, level)?;
    proving.proves(&["agreement", "alpha", "value"], step, alpha)
}

/// How many ordered pairs of votes are at most one step apart.
fn prove_near(proving: &mut Proving, raws: &[(Step, Ratio)], step: Step, one: Step) -> Noted {
    let counts = prove_counts(proving, raws, one)?;
    let zero = proving.proof.difference(one, one, "no pair")?;
    let mut found = Vec::new();
    for (value, count) in counts.values() {
        found.push(ordered_pairs(proving, *count, one)?);
        for (other, times) in counts.values() {
            if other == value {
                continue;
            }
            let proof = &mut proving.proof;
            let larger = proof.largest(&[*value, *other], "the larger")?;
            let smaller = proof.smallest(&[*value, *other], "the smaller")?;
            let apart = proof.difference(larger, smaller, "apart")?;
            let label = "at most one step apart";
            let near = proof.compare(apart, step, Relation::AtMost, label)?;
            let pairs = proof.product(&[*count, *times], "pairs of both")?;
            found.push(proof.choose(near, pairs, zero, "pairs that are near")?);
        }
    }
    proving.sum(&found, "pairs within one step")
}

/// `1 - Do / De`, where both are multiplied by the number of votes.
fn prove_alpha(
    proving: &mut Proving,
    units: &[(Step, Counts)],
    one: Step,
    level: AlphaLevel,
) -> Noted {
    let mut gathered: BTreeMap<Ratio, (Step, Vec<Step>)> = BTreeMap::new();
    for (value, (step, count)) in units.iter().flat_map(|(_, counts)| counts) {
        let entry = gathered.entry(*value).or_insert((*step, Vec::new()));
        entry.1.push(*count);
    }
    let mut totals = Counts::new();
    for (value, (step, counts)) in gathered {
        let count = proving.sum(&counts, "votes with this value on all criteria")?;
        totals.insert(value, (step, count));
    }
    let sizes: Vec<Step> = units.iter().map(|(size, _)| *size).collect();
    let size = proving.sum(&sizes, "votes that can be paired")?;
    let worth = prove_worth(proving, &totals, one, level)?;
    let mut inside = Vec::with_capacity(units.len());
    for (size, counts) in units {
        let found = prove_disagreement(proving, *size, counts, &worth, level)?;
        let others = proving.proof.difference(*size, one, "all but one")?;
        let label = "disagreement on a criterion";
        inside.push(proving.proof.quotient(found, others, label)?);
    }
    let inside = proving.sum(&inside, "disagreement found")?;
    let found = prove_disagreement(proving, size, &totals, &worth, level)?;
    let proof = &mut proving.proof;
    let others = proof.difference(size, one, "all but one")?;
    let chance = proof.quotient(found, others, "disagreement by chance")?;
    let part = proof.quotient(inside, chance, "found of what chance brings")?;
    proof.difference(one, part, "alpha")
}

/// What the values are measured by: middle ranks for an order, else themselves.
fn prove_worth(
    proving: &mut Proving,
    totals: &Counts,
    one: Step,
    level: AlphaLevel,
) -> Noted<BTreeMap<Ratio, Step>> {
    let two = proving.sum(&[one, one], "two")?;
    let mut before = proving.proof.difference(one, one, "none before")?;
    let mut worth = BTreeMap::new();
    for (value, (step, count)) in totals {
        if level != AlphaLevel::Ordinal {
            worth.insert(*value, *step);
            continue;
        }
        let half = proving.proof.quotient(*count, two, "half of them")?;
        worth.insert(*value, proving.sum(&[before, half], "middle rank")?);
        before = proving.sum(&[before, *count], "votes up to this value")?;
    }
    Ok(worth)
}

/// The disagreement of all ordered pairs of votes.
fn prove_disagreement(
    proving: &mut Proving,
    size: Step,
    counts: &Counts,
    worth: &BTreeMap<Ratio, Step>,
    level: AlphaLevel,
) -> Noted {
    let of = |value: &Ratio, step: Step| worth.get(value).copied().unwrap_or(step);
    if level == AlphaLevel::Ratio {
        return prove_proportions(proving, counts);
    }
    if level == AlphaLevel::Nominal {
        let mut squares = Vec::with_capacity(counts.len());
        for (_, count) in counts.values() {
            squares.push(proving.times(*count, *count, "pairs of one value")?);
        }
        let equal = proving.sum(&squares, "pairs of equal values")?;
        let all = proving.times(size, size, "all pairs")?;
        return proving.proof.difference(all, equal, "unequal pairs");
    }
    let (mut sums, mut squares) = (Vec::new(), Vec::new());
    for (value, (step, count)) in counts {
        let worth = of(value, *step);
        let sum = proving.times(*count, worth, "times the value")?;
        squares.push(proving.times(sum, worth, "times its square")?);
        sums.push(sum);
    }
    let (sum, squares) = (
        proving.sum(&sums, "sum")?,
        proving.sum(&squares, "squares")?,
    );
    let proof = &mut proving.proof;
    let all = proof.product(&[size, squares], "votes times the squares")?;
    let square = proof.product(&[sum, sum], "square of the sum")?;
    let half = proof.difference(all, square, "half of the squared differences")?;
    proof.sum(&[half, half], Ratio::ZERO, "squared differences")
}

/// The squares of difference over sum.
fn prove_proportions(proving: &mut Proving, counts: &Counts) -> Noted {
    let mut found = Vec::new();
    for (value, count) in counts.values() {
        for (other, times) in counts.values() {
            if value == other {
                continue;
            }
            let proof = &mut proving.proof;
            let difference = proof.difference(*value, *other, "difference")?;
            let sum = proof.sum(&[*value, *other], Ratio::ZERO, "sum")?;
            let part = proof.quotient(difference, sum, "difference over sum")?;
            found.push(proof.product(&[*count, *times, part, part], "pairs times its square")?);
        }
    }
    proving.sum(&found, "squared proportions")
}
