//! The proofs of [`Lift`], [`Bridges`] and [`BreakEven`] (spec/explain.md).

use super::assessment::Rating;
use super::evaluation::Evaluation;
use super::id::Id;
use super::lift::{BreakEven, BreakEvenOutcome, Bridges, Lift};
use super::lift_error::LiftError;
use super::line::Status;
use super::pair_proof::{Levels, Paper, place};
use super::proving::{Noted, Proving, named, same};
use crate::explain::{Explanation, Relation, Step};
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::wide;

/// The names of the papers in a proof.
const EVALUATION: &str = "evaluation";
const TARGET: &str = "target";

/// The steps about one scored criterion with a weight.
struct Lever {
    levels: Levels,
    name: Step,
    good: Step,
    share: Step,
}

impl Lever {
    fn of(proving: &mut Proving, paper: &Paper<'_>, at: usize, criterion: &Id) -> Noted<Self> {
        Ok(Self {
            levels: paper.levels(proving, at)?,
            name: paper.name(proving, at, criterion)?,
            good: match paper.good(proving, at)? {
                Some(good) => good,
                None => proving.zero()?,
            },
            share: paper.share(proving, at)?,
        })
    }

    /// The steps from the worst level that alone add so much to the score.
    fn closing(&self, proving: &mut Proving, open: Step) -> Noted {
        let proof = &mut proving.proof;
        let more = proof.quotient(open, self.share, "what it has to be worth more")?;
        let wanted = proof.sum(&[self.good, more], Ratio::ZERO, "what it has to be worth")?;
        let steps = self.levels.steps_to_good(proving, wanted)?;
        up(proving, steps)
    }

    /// What the score gains at a level so many steps from the worst.
    fn gain(&self, proving: &mut Proving, steps: Step) -> Noted {
        let worth = self.levels.good(proving, steps)?;
        let more = proving
            .proof
            .difference(worth, self.good, "worth more than now")?;
        proving.times(more, self.share, "gain of the score")
    }
}

/// The first whole step at or above a number of steps.
fn up(proving: &mut Proving, steps: Step) -> Noted {
    let label = "the next whole step";
    proving
        .proof
        .whole(steps, Rounding::Ceiling, None, None, label)
}

/// The wish: a document that is a number.
fn prove_target(proving: &mut Proving, target: Ratio) -> Noted {
    proving.input_from(TARGET, &[], target, "the score wanted")
}

impl Lift {
    /// Returns the proof of the levels that alone reach the target, and of the plan.
    ///
    /// It reads the documents `evaluation` and `target`, which is a number; the result is the
    /// lift.
    ///
    /// # Errors
    ///
    /// Those of [`Evaluation::lift_to`], and [`LiftError::Explain`] if the result does not follow
    /// from the evaluation.
    pub fn explain(&self, evaluation: &Evaluation) -> Result<Explanation, LiftError> {
        same(self, &evaluation.lift_to(self.target)?)?;
        let mut proving = Proving::about(EVALUATION);
        let paper = Paper::new(EVALUATION, evaluation);
        let target = prove_target(&mut proving, self.target)?;
        proving.proves(&["target"], target, self.target)?;
        let Some(score) = paper.score(&mut proving)? else {
            // A lift is of a score.
            return Ok(proving.finish());
        };
        let label = "already reached";
        let already = proving
            .proof
            .compare(score, target, Relation::AtLeast, label)?;
        proving.proves(&["already"], already, self.already)?;
        let open = proving.proof.difference(target, score, "still open")?;
        for (position, (criterion, to)) in self.single.iter().enumerate() {
            let at = position.to_string();
            let lever = Lever::of(
                &mut proving,
                &paper,
                place(evaluation, criterion),
                criterion,
            )?;
            let path = ["single", &at, "0"];
            proving.proves(&path, lever.name, named(criterion.as_str()))?;
            if let Some(to) = to {
                let steps = lever.closing(&mut proving, open)?;
                let label = format!("{criterion} alone reaches it at");
                let raw = lever.levels.raw(&mut proving, steps, &label)?;
                proving.proves(&["single", &at, "1"], raw, to.to_ratio())?;
            }
        }
        self.prove_plan(&mut proving, &paper, evaluation, (score, target))?;
        Ok(proving.finish())
    }

    /// One criterion after the other is raised to what is still open, or to its best.
    fn prove_plan(
        &self,
        proving: &mut Proving,
        paper: &Paper<'_>,
        evaluation: &Evaluation,
        (mut score, target): (Step, Step),
    ) -> Noted<()> {
        for (position, raise) in self.plan.iter().enumerate() {
            let at = position.to_string();
            let criterion = &raise.criterion;
            let lever = Lever::of(proving, paper, place(evaluation, criterion), criterion)?;
            let name = named(criterion.as_str());
            proving.proves(&["plan", &at, "criterion"], lever.name, name)?;
            let from = prove_raw(proving, paper, evaluation, criterion)?;
            proving.proves(&["plan", &at, "from"], from, raise.from)?;
            let open = proving.proof.difference(target, score, "still open")?;
            let steps = lever.closing(proving, open)?;
            let label = "that step, or the best";
            let steps = proving
                .proof
                .smallest(&[steps, lever.levels.count], label)?;
            let label = format!("{criterion} raised to");
            let raw = lever.levels.raw(proving, steps, &label)?;
            proving.proves(&["plan", &at, "to"], raw, raise.to.to_ratio())?;
            let gain = lever.gain(proving, steps)?;
            score = proving.sum(&[score, gain], "score then")?;
        }
        proving.proves(&["plan_score"], score, self.plan_score)
    }
}

/// The raw value of a scored criterion.
fn prove_raw(
    proving: &mut Proving,
    paper: &Paper<'_>,
    evaluation: &Evaluation,
    criterion: &Id,
) -> Noted {
    let id = criterion.as_str();
    let rating = evaluation.assessment().ratings.get(id);
    let scored = ["assessment", "ratings", id, "scored", "score"];
    let aggregate = ["assessment", "ratings", id, "aggregate"];
    let path: &[&str] = match rating {
        Some(Rating::Aggregate(_)) => &aggregate,
        _ => &scored,
    };
    let raw = rating.and_then(Rating::value).unwrap_or(Ratio::ZERO);
    paper.input(proving, path, raw, &format!("score of {criterion}"))
}

/// How many gaps and breaches there are to bridge.
fn prove_number(proving: &mut Proving, paper: &Paper<'_>, evaluation: &Evaluation) -> Noted<()> {
    let number = |count: usize| Ratio::from(wide::count(count));
    let (gaps, breaches) = (evaluation.gaps().count(), evaluation.breaches().count());
    let left = [
        paper.input(proving, &["gaps"], number(gaps), "gaps that are left")?,
        paper.input(
            proving,
            &["breaches"],
            number(breaches),
            "breaches that are left",
        )?,
    ];
    let all = proving.sum(&left, "to be bridged")?;
    proving.proves(&["bridges"], all, number(gaps.saturating_add(breaches)))
}

impl Bridges {
    /// Returns the proof of the levels that close the gaps and breaches, and of the scores then.
    ///
    /// It reads the document `evaluation`; the result are the bridges.
    ///
    /// # Errors
    ///
    /// Those of [`Evaluation::bridges`], and [`LiftError::Explain`] if the result does not follow
    /// from the evaluation.
    pub fn explain(&self, evaluation: &Evaluation) -> Result<Explanation, LiftError> {
        same(self, &evaluation.bridges()?)?;
        let mut proving = Proving::about(EVALUATION);
        let paper = Paper::new(EVALUATION, evaluation);
        prove_number(&mut proving, &paper, evaluation)?;
        let score = paper.score(&mut proving)?;
        let mut all: Vec<Step> = score.into_iter().collect();
        for (position, bridge) in self.bridges.iter().enumerate() {
            let at = position.to_string();
            let criterion = &bridge.criterion;
            let own = place(evaluation, criterion);
            let lever = Lever::of(&mut proving, &paper, own, criterion)?;
            let name = named(criterion.as_str());
            proving.proves(&["bridges", &at, "criterion"], lever.name, name)?;
            let Some(measure) = evaluation.rubric().measures().get(own) else {
                continue;
            };
            let (key, limit) = match (measure.floor.bridge, measure.floor.reject) {
                (Some(bridge), _) => ("bridge", bridge),
                (None, Some(reject)) => ("reject", reject),
                (None, None) => continue,
            };
            let path = ["rubric", "criteria", &own.to_string(), "floor", key];
            let label = format!("{key} limit of {criterion}");
            let limit = paper.input(&mut proving, &path, limit.to_ratio(), &label)?;
            let steps = lever.levels.steps_to_raw(&mut proving, limit)?;
            let steps = up(&mut proving, steps)?;
            let label = format!("{criterion} at its limit");
            let raw = lever.levels.raw(&mut proving, steps, &label)?;
            proving.proves(&["bridges", &at, "to"], raw, bridge.to.to_ratio())?;
            if let (Some(score), Some(after)) = (score, bridge.score_after) {
                let gain = lever.gain(&mut proving, steps)?;
                let step = proving.sum(&[score, gain], "score with this alone")?;
                proving.proves(&["bridges", &at, "score_after"], step, after)?;
                all.push(gain);
            }
        }
        if let Some(bridged) = self.bridged_score {
            let step = proving.sum(&all, "score with all of them")?;
            proving.proves(&["bridged_score"], step, bridged)?;
        }
        Ok(proving.finish())
    }
}

impl BreakEven {
    /// Returns the proof of what the missing score has to be worth, and of what that means.
    ///
    /// It reads the documents `evaluation` and `target`, which is a number; the result is the
    /// break-even.
    ///
    /// # Errors
    ///
    /// Those of [`Evaluation::break_even`], and [`LiftError::Explain`] if the result does not
    /// follow from the evaluation.
    pub fn explain(
        &self,
        evaluation: &Evaluation,
        target: Ratio,
    ) -> Result<Explanation, LiftError> {
        same(&Some(self), &evaluation.break_even(target)?.as_ref())?;
        let mut proving = Proving::about(EVALUATION);
        let paper = Paper::new(EVALUATION, evaluation);
        let wish = prove_target(&mut proving, target)?;
        let own = place(evaluation, &self.criterion);
        let name = paper.name(&mut proving, own, &self.criterion)?;
        proving.proves(&["criterion"], name, named(self.criterion.as_str()))?;
        let (mut scored, mut missing) = (Vec::new(), Vec::new());
        let measures = evaluation.rubric().measures().iter();
        for (at, (measure, line)) in measures.zip(evaluation.lines()).enumerate() {
            if measure.weight == 0 || line.status == Status::NotApplicable {
                continue;
            }
            let weight = paper.weight(&mut proving, at, measure.weight)?;
            if line.good.is_some() {
                scored.push(weight);
            } else {
                missing.push(weight);
            }
        }
        let scored = proving.sum(&scored, "weight that is scored")?;
        let missing = proving.sum(&missing, "weight that is missing")?;
        let has = match paper.score(&mut proving)? {
            Some(score) => proving.times(scored, score, "sum of weights times worth")?,
            None => scored,
        };
        let all = proving.sum(&[scored, missing], "weight that applies")?;
        let wanted = proving.times(all, wish, "sum wanted")?;
        let proof = &mut proving.proof;
        let lacks = proof.difference(wanted, has, "still wanted")?;
        let exact = proof.quotient(lacks, missing, "what it has to be worth")?;
        proving.proves(&["exact"], exact, self.exact)?;
        let (low, high) = paper.ends(&mut proving)?;
        if let BreakEvenOutcome::Needs(level) = self.outcome {
            let levels = paper.levels(&mut proving, own)?;
            let steps = levels.steps_to_good(&mut proving, exact)?;
            let steps = up(&mut proving, steps)?;
            let label = format!("{} decides from", self.criterion);
            let step = levels.raw(&mut proving, steps, &label)?;
            proving.proves(&["outcome", "needs"], step, level.to_ratio())?;
            return Ok(proving.finish());
        }
        let proof = &mut proving.proof;
        let always = proof.compare(exact, low, Relation::AtMost, "not above the worst")?;
        let never = proof.compare(exact, high, Relation::More, "above the best")?;
        let chain = [(always, "always"), (never, "never")];
        let outcome = proving.first_that_holds(&chain, "needs", "outcome")?;
        proving.proves(&["outcome"], outcome, self.outcome.name())?;
        Ok(proving.finish())
    }
}
