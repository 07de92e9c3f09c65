//! The proofs of [`Contrast`], [`Diff`] and [`TwoWay`] (spec/explain.md).

use super::compare_error::CompareError;
use super::comparison::{Contrast, Diff, Effect, TwoWay, contrast, diff, two_way};
use super::evaluation::Evaluation;
use super::id::Id;
use super::line::{Line, Verdict};
use super::pair::Pair;
use super::pair_proof::{PairSteps, Paper};
use super::proving::{Noted, Proving, named, same};
use crate::explain::{Explanation, Relation, Step};
use crate::ratio::Ratio;

impl Contrast {
    /// Returns the proof of the gap, and of what each criterion adds to it.
    ///
    /// It reads the documents `left` and `right`, the two evaluations; the result is the contrast.
    ///
    /// # Errors
    ///
    /// Those of [`contrast`](super::contrast()), and [`CompareError::Explain`] if the result does
    /// not follow from the evaluations.
    pub fn explain(
        &self,
        left: &Evaluation,
        right: &Evaluation,
    ) -> Result<Explanation, CompareError> {
        same(self, &contrast(left, right)?)?;
        let pair = Pair::new(left, right)?;
        let mut proving = Proving::about("left");
        let papers = (Paper::new("left", left), Paper::new("right", right));
        let steps = PairSteps::of(&mut proving, (&papers.0, &papers.1), &pair)?;
        proving.proves(&["gap"], steps.gap, self.gap())?;
        for (position, (criterion, part)) in self.lines().iter().enumerate() {
            let Some(row) = steps.row(&pair, criterion) else {
                continue;
            };
            let at = position.to_string();
            proving.proves(&["lines", &at, "0"], row.name, named(criterion.as_str()))?;
            let step = proving.times(row.share, row.by, &format!("{criterion} adds"))?;
            proving.proves(&["lines", &at, "1"], step, *part)?;
        }
        Ok(proving.finish())
    }
}

/// The steps that all lines of a [`Diff`] share.
struct Middle {
    /// The mean of both scores.
    mean: Step,
    two: Step,
}

/// One of two evaluations, and where a criterion stands in it, if it is asked there.
type Asked<'a> = (&'a Paper<'a>, Option<(usize, &'a Line)>);

impl Diff {
    /// Returns the proof of the change of the score, of the effects and of both verdicts.
    ///
    /// It reads the documents `before` and `after`, the two evaluations; the result is the diff.
    ///
    /// # Errors
    ///
    /// Those of [`diff`](super::diff()), and [`CompareError::Explain`] if the result does not
    /// follow from the evaluations.
    pub fn explain(
        &self,
        before: &Evaluation,
        after: &Evaluation,
    ) -> Result<Explanation, CompareError> {
        same(self, &diff(before, after)?)?;
        let mut proving = Proving::about("before");
        let papers = (Paper::new("before", before), Paper::new("after", after));
        let scores = (papers.0.score(&mut proving)?, papers.1.score(&mut proving)?);
        let (Some(low), Some(high)) = scores else {
            // A diff is of two scores.
            return Ok(proving.finish());
        };
        let delta = proving.proof.difference(high, low, "rise of the score")?;
        proving.proves(&["delta"], delta, self.delta())?;
        let (from, to) = papers.1.ends(&mut proving)?;
        let proof = &mut proving.proof;
        let width = proof.difference(to, from, "width of the scale")?;
        let one = proof.quotient(width, width, "one")?;
        let two = proof.sum(&[one, one], Ratio::ZERO, "two")?;
        let middle = Middle {
            mean: mean(&mut proving, (low, high), two, "mean of both scores")?,
            two,
        };
        let asked = |criterion: &Id| -> (Asked<'_>, Asked<'_>) {
            (
                (&papers.0, line_of(before, criterion)),
                (&papers.1, line_of(after, criterion)),
            )
        };
        for (position, effect) in self.lines().iter().enumerate() {
            prove_effect(
                &mut proving,
                &middle,
                position,
                effect,
                asked(&effect.criterion),
            )?;
        }
        for (position, change) in self.status_changes().iter().enumerate() {
            let at = position.to_string();
            let sides = asked(&change.criterion);
            let name = prove_name(&mut proving, &change.criterion, &sides)?;
            let path = ["status_changes", &at, "criterion"];
            proving.proves(&path, name, named(change.criterion.as_str()))?;
            for (side, (paper, line)) in [("before", sides.0), ("after", sides.1)] {
                let Some((place, line)) = line else { continue };
                let status = line.status.name();
                let path = ["lines", &place.to_string(), "status"];
                let step = paper.input(&mut proving, &path, status, side)?;
                proving.proves(&["status_changes", &at, side], step, status)?;
            }
        }
        for (key, paper, verdict) in [
            ("verdict_before", &papers.0, self.verdict_before()),
            ("verdict_after", &papers.1, self.verdict_after()),
        ] {
            let step = paper.verdict(&mut proving)?;
            proving.proves(&[key], step, verdict.name())?;
        }
        Ok(proving.finish())
    }
}

/// Where a criterion stands in an evaluation, if it is asked there.
fn line_of<'a>(evaluation: &'a Evaluation, criterion: &Id) -> Option<(usize, &'a Line)> {
    let position = evaluation.rubric().position(criterion)?;
    Some((position, evaluation.lines().get(position)?))
}

/// `(p + p') / 2 x (g' - g)` and `(p' - p) x ((g + g') / 2 - m)`.
fn prove_effect(
    proving: &mut Proving,
    middle: &Middle,
    position: usize,
    effect: &Effect,
    sides: (Asked<'_>, Asked<'_>),
) -> Noted<()> {
    let at = position.to_string();
    let name = prove_name(proving, &effect.criterion, &sides)?;
    let path = ["lines", &at, "criterion"];
    proving.proves(&path, name, named(effect.criterion.as_str()))?;
    let (p, q) = (
        prove_share(proving, &effect.criterion, sides.0)?,
        prove_share(proving, &effect.criterion, sides.1)?,
    );
    let mut good = |(paper, line): Asked<'_>| match line {
        Some((place, _)) => paper.good(proving, place),
        None => Ok(None),
    };
    let goods = (good(sides.0)?, good(sides.1)?);
    // A value that is missing on one side is taken from the other.
    let (Some(g), Some(h)) = (goods.0.or(goods.1), goods.1.or(goods.0)) else {
        return Ok(());
    };
    let share = mean(proving, (p, q), middle.two, "mean of both shares")?;
    let good = mean(proving, (g, h), middle.two, "mean of both values")?;
    let proof = &mut proving.proof;
    let rise = proof.difference(h, g, "rise of the value")?;
    let more = proof.difference(q, p, "rise of the share")?;
    let above = proof.difference(good, middle.mean, "above both scores")?;
    let step = proving.times(share, rise, "because it was rated otherwise")?;
    proving.proves(&["lines", &at, "score_effect"], step, effect.score_effect)?;
    let step = proving.times(more, above, "because it counts otherwise")?;
    proving.proves(&["lines", &at, "weight_effect"], step, effect.weight_effect)
}

/// The name of a criterion, from where it is asked.
fn prove_name(
    proving: &mut Proving,
    criterion: &Id,
    (before, after): &(Asked<'_>, Asked<'_>),
) -> Noted {
    match (after, before) {
        ((paper, Some((place, _))), _) | (_, (paper, Some((place, _)))) => {
            paper.name(proving, *place, criterion)
        }
        _ => proving.proof.text(criterion.as_str(), "criterion"),
    }
}

/// The share of a criterion; none where it is not asked.
fn prove_share(proving: &mut Proving, criterion: &Id, (paper, line): Asked<'_>) -> Noted {
    let label = format!("share of {criterion}");
    match line {
        Some((place, line)) => {
            let path = ["lines", &place.to_string(), "share"];
            paper.input(proving, &path, line.share, &label)
        }
        None => paper.default(proving, &["lines", "-"], Ratio::ZERO, "share if not asked"),
    }
}

fn mean(proving: &mut Proving, (left, right): (Step, Step), two: Step, label: &str) -> Noted {
    let sum = proving.proof.sum(&[left, right], Ratio::ZERO, "both")?;
    proving.proof.quotient(sum, two, label)
}

impl TwoWay {
    /// Returns the proof of the score, of the verdict and of where the views differ.
    ///
    /// It reads the documents `left` and `right`, the two evaluations; the result is the view.
    ///
    /// # Errors
    ///
    /// Those of [`two_way`](super::two_way()), and [`CompareError::Explain`] if the result does
    /// not follow from the evaluations.
    pub fn explain(
        &self,
        left: &Evaluation,
        right: &Evaluation,
    ) -> Result<Explanation, CompareError> {
        same(self, &two_way(left, right)?)?;
        let mut proving = Proving::about("left");
        let papers = [Paper::new("left", left), Paper::new("right", right)];
        let (mut weights, mut products) = (Vec::new(), Vec::new());
        let (mut both, mut alone) = (0_usize, 0_usize);
        for (position, measure) in left.rubric().measures().iter().enumerate() {
            let Some(criterion) = left.lines().get(position).map(Line::criterion) else {
                continue;
            };
            let goods = (
                papers[0].good(&mut proving, position)?,
                papers[1].good(&mut proving, position)?,
            );
            match goods {
                (Some(good), Some(worth)) => {
                    let at = both.to_string();
                    both = both.saturating_add(1);
                    let name = papers[0].name(&mut proving, position, criterion)?;
                    let written = named(criterion.as_str());
                    proving.proves(&["asymmetry", &at, "0"], name, written)?;
                    let label = format!("{criterion}: the first is worth more by");
                    let by = proving.proof.difference(good, worth, &label)?;
                    let value = proving.proof.value(by).clone();
                    proving.proves(&["asymmetry", &at, "1"], by, value)?;
                    if measure.weight > 0 {
                        let weight = papers[0].weight(&mut proving, position, measure.weight)?;
                        let least = proving.proof.smallest(&[good, worth], "what both see")?;
                        products.push(proving.times(weight, least, "weight times worth")?);
                        weights.push(weight);
                    }
                }
                (None, None) => {}
                (found, _) => {
                    let at = alone.to_string();
                    alone = alone.saturating_add(1);
                    let name = papers[0].name(&mut proving, position, criterion)?;
                    let other = if found.is_some() {
                        &papers[1]
                    } else {
                        &papers[0]
                    };
                    let path = ["lines", &position.to_string(), "good"];
                    let rated = other.default(&mut proving, &path, false, "scored too")?;
                    let missing = proving.proof.not(rated, "not scored by the other")?;
                    let written = criterion.as_str();
                    proving.lists(&["one_sided", &at], (missing, name), written)?;
                }
            }
        }
        if let Some(score) = self.score() {
            let sum = proving.sum(&products, "sum of weights times worth")?;
            let all = proving.sum(&weights, "weight that both scored")?;
            let step = proving.proof.quotient(sum, all, "score")?;
            proving.proves(&["score"], step, score)?;
        }
        prove_worse(&mut proving, &papers, self.verdict())?;
        Ok(proving.finish())
    }
}

/// The worse of both verdicts.
fn prove_worse(proving: &mut Proving, papers: &[Paper<'_>; 2], worse: Verdict) -> Noted<()> {
    let mut found = Vec::with_capacity(papers.len());
    for paper in papers {
        found.push(paper.verdict(proving)?);
    }
    let mut chain = Vec::new();
    for verdict in [Verdict::NoFit, Verdict::Incomplete, Verdict::NeedsBridging] {
        let name = proving.proof.text(verdict.name(), "")?;
        let mut flags = Vec::with_capacity(found.len());
        for found in &found {
            flags.push(
                proving
                    .proof
                    .compare(*found, name, Relation::Equal, "is it")?,
            );
        }
        let any = proving.proof.any(&flags, "one of both is")?;
        chain.push((any, verdict.name()));
    }
    let step = proving.first_that_holds(&chain, Verdict::Fit.name(), "the worse verdict")?;
    proving.proves(&["verdict"], step, worse.name())
}
