//! What a proof of an [`Evaluation`] says of one criterion: weight, worth, limits and waiver.

use super::assessment::{Rating, Reach, Waiver};
use super::criterion::{Criterion, Polarity};
use super::evaluation::Evaluation;
use super::line::{Line, Status};
use super::proving::{Noted, Proving};
use super::scale::Scale;
use crate::explain::{Relation, Step, pointer};
use crate::ratio::Ratio;

/// The names of the papers in a proof.
pub(super) const RUBRIC: &str = "rubric";
pub(super) const ASSESSMENT: &str = "assessment";

/// The steps that every criterion shares.
pub(super) struct Basis {
    pub(super) low: Step,
    pub(super) high: Step,
    width: Step,
    pub(super) zero: Step,
    pub(super) one: Step,
    on: Step,
}

/// The steps about one criterion.
pub(super) struct Row {
    pub(super) weight: Step,
    /// What it is worth, if it is scored.
    pub(super) good: Option<Step>,
    pub(super) breach: Step,
    pub(super) gap: Step,
    /// That it was not assessed, if it has a limit.
    pub(super) unknown: Option<Step>,
    pub(super) applies: bool,
}

impl Evaluation {
    /// The scale, the day, and what of the papers no figure rests on.
    pub(super) fn prove_basis(&self, proving: &mut Proving) -> Noted<Basis> {
        let ends = prove_scale(proving, &["scale"], self.rubric().scale())?;
        let width = proving
            .proof
            .difference(ends.1, ends.0, "width of the scale")?;
        let zero = proving.proof.difference(width, width, "nothing")?;
        let one = proving.proof.quotient(width, width, "one")?;
        let on = proving.carried(ASSESSMENT, &["on"], self.on(), "day of the assessment")?;
        for (id, rating) in &self.assessment().ratings {
            let Rating::Scored(scored) = rating else {
                continue;
            };
            if let Some(on) = scored.on {
                let path = ["ratings", id.as_str(), "scored", "on"];
                proving.carried(ASSESSMENT, &path, on, "day of the score")?;
            }
        }
        Ok(Basis {
            low: ends.0,
            high: ends.1,
            width,
            zero,
            one,
            on,
        })
    }

    pub(super) fn prove_row(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        position: usize,
        criterion: &Criterion,
        line: &Line,
    ) -> Noted<Row> {
        let at = position.to_string();
        let weight = prove_weight(proving, &at, criterion)?;
        let own = criterion.own_scale();
        let ends = match own {
            Some(own) => prove_scale(proving, &["criteria", &at, "scale"], own)?,
            None => (basis.low, basis.high),
        };
        let mut limits = Vec::new();
        for (name, limit) in criterion.floor().limits() {
            let path = ["criteria", &at, "floor", name];
            let label = format!("{name} limit of {}", criterion.id());
            limits.push((
                name,
                proving.carried(RUBRIC, &path, limit.to_ratio(), &label)?,
            ));
        }
        let (mut breach, mut gap) = (proving.no()?, proving.no()?);
        let (mut good, mut unknown) = (None, None);
        let status = if let Some(raw) = self.prove_raw(proving, criterion)? {
            let label = format!("worth of {}", criterion.id());
            let common = (basis.low, basis.width);
            let worth = prove_good(proving, common, ends, criterion.polarity(), (raw, &label))?;
            proving.proves(
                &["lines", &at, "good"],
                worth,
                line.good.unwrap_or(Ratio::ZERO),
            )?;
            good = Some(worth);
            for (name, limit) in &limits {
                let relation = match criterion.polarity() {
                    Polarity::HigherIsBetter => Relation::Less,
                    Polarity::LowerIsBetter => Relation::More,
                };
                let label = format!("{} past its {name} limit", criterion.id());
                let past = proving.proof.compare(raw, *limit, relation, &label)?;
                if *name == "reject" {
                    breach = past;
                } else {
                    let not_breach = proving.proof.not(breach, "not past the other")?;
                    gap = proving.proof.all(&[past, not_breach], &label)?;
                }
            }
            let waived = self.prove_waiver(proving, basis, criterion, breach, gap)?;
            let left = proving.proof.not(waived, "no waiver lets it pass")?;
            breach = proving.proof.all(&[breach, left], "breach that is left")?;
            gap = proving.proof.all(&[gap, left], "gap that is left")?;
            let mut chain = vec![(waived, "waived"), (breach, "breach"), (gap, "gap")];
            if limits.is_empty() {
                let place = pointer(["criteria", &at, "floor"]);
                let limited = proving.proof.default(RUBRIC, &place, false, "has limits")?;
                chain.push((proving.proof.not(limited, "without limits")?, "no_floor"));
            }
            proving.first_that_holds(&chain, "met", &format!("status of {}", criterion.id()))?
        } else {
            let absent = self.prove_absence(proving, criterion)?;
            unknown = (line.status == Status::Unknown).then_some(absent);
            // A waiver lets nothing pass here; its last day is read all the same.
            let waived = self.prove_waiver(proving, basis, criterion, breach, gap)?;
            let chain = [(waived, "waived"), (absent, line.status.name())];
            proving.first_that_holds(&chain, "met", &format!("status of {}", criterion.id()))?
        };
        proving.proves(&["lines", &at, "status"], status, line.status.name())?;
        Ok(Row {
            weight,
            good,
            breach,
            gap,
            unknown,
            applies: line.status != Status::NotApplicable,
        })
    }

    /// The raw value that stands in the assessment, if any does.
    fn prove_raw(&self, proving: &mut Proving, criterion: &Criterion) -> Noted<Option<Step>> {
        let id = criterion.id().as_str();
        let label = format!("score of {id}");
        let (path, value): (&[&str], Ratio) = match self.assessment().ratings.get(id) {
            Some(Rating::Scored(scored)) => {
                (&["ratings", id, "scored", "score"], scored.score.to_ratio())
            }
            Some(Rating::Aggregate(aggregate)) => {
                (&["ratings", id, "aggregate"], aggregate.value())
            }
            _ => return Ok(None),
        };
        proving.carried(ASSESSMENT, path, value, &label).map(Some)
    }

    /// That a criterion was not assessed, or does not apply.
    fn prove_absence(&self, proving: &mut Proving, criterion: &Criterion) -> Noted {
        let id = criterion.id().as_str();
        match self.assessment().ratings.get(id) {
            Some(Rating::NotApplicable { reason }) => {
                let path = ["ratings", id, "not_applicable", "reason"];
                let reason = proving.input(&path, reason.as_str(), "why it does not apply")?;
                let blank = proving.proof.text("", "")?;
                let is_blank = proving.proof.compare(reason, blank, Relation::Equal, "")?;
                proving.proof.not(is_blank, "a reason is given")
            }
            Some(_) => {
                let found = proving.input(&["ratings", id], "not_assessed", "rating")?;
                let nothing = proving.proof.text("not_assessed", "")?;
                let label = "not assessed";
                proving
                    .proof
                    .compare(found, nothing, Relation::Equal, label)
            }
            None => {
                let rated = proving.default(&["ratings", id], false, "rated")?;
                proving.proof.not(rated, "not assessed")
            }
        }
    }

    /// Whether a waiver lets a breach or gap pass.
    fn prove_waiver(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        criterion: &Criterion,
        breach: Step,
        gap: Step,
    ) -> Noted {
        let waivers = self.assessment().waivers.iter().enumerate();
        let is_own = |(_, waiver): &(usize, &Waiver)| waiver.criterion == *criterion.id();
        let mut own = waivers.filter(is_own);
        let Some((position, waiver)) = own.next() else {
            return proving.no();
        };
        let at = position.to_string();
        let mut conditions = Vec::new();
        if let Some(until) = waiver.until {
            let path = ["waivers", &at, "until"];
            let until = proving.carried(ASSESSMENT, &path, until, "last day of the waiver")?;
            let holds = Relation::AtMost;
            conditions.push(
                proving
                    .proof
                    .compare(basis.on, until, holds, "it still holds")?,
            );
        }
        let reach = match waiver.reach {
            Reach::Gap => "gap",
            Reach::Breach => "breach",
        };
        let reach = proving.input(&["waivers", &at, "reach"], reach, "reach of the waiver")?;
        let far = proving.proof.text("breach", "")?;
        let far = proving
            .proof
            .compare(reach, far, Relation::Equal, "it reaches a breach")?;
        let breach = proving
            .proof
            .all(&[breach, far], "a breach within its reach")?;
        conditions.push(proving.proof.any(&[gap, breach], "something to let pass")?);
        proving
            .proof
            .all(&conditions, &format!("{} is waived", criterion.id()))
    }
}

/// The least and the largest score of a scale.
fn prove_scale(proving: &mut Proving, path: &[&str], scale: Scale) -> Noted<(Step, Step)> {
    let mut end = |name: &'static str, value: Ratio| {
        let path: Vec<&str> = path.iter().copied().chain([name]).collect();
        proving.carried(RUBRIC, &path, value, &format!("{name} of the scale"))
    };
    let low = end("min", scale.min().to_ratio())?;
    let high = end("max", scale.max().to_ratio())?;
    end("step", scale.step().to_ratio())?;
    Ok((low, high))
}

fn prove_weight(proving: &mut Proving, at: &str, criterion: &Criterion) -> Noted {
    let label = format!("weight of {}", criterion.id());
    if criterion.is_gate() {
        proving.carried(RUBRIC, &["criteria", at, "gate"], true, "a gate")?;
        let place = pointer(["criteria", at, "weight"]);
        return proving.proof.default(RUBRIC, &place, Ratio::ZERO, &label);
    }
    let weight = Ratio::from(criterion.weight());
    proving.carried(RUBRIC, &["criteria", at, "weight"], weight, &label)
}

/// What a raw value is worth on the scale of the rubric, by the least value and the width of that.
pub(super) fn prove_good(
    proving: &mut Proving,
    (least, common): (Step, Step),
    (low, high): (Step, Step),
    polarity: Polarity,
    (raw, label): (Step, &str),
) -> Noted {
    let (worst, best) = match polarity {
        Polarity::HigherIsBetter => (low, high),
        Polarity::LowerIsBetter => (high, low),
    };
    let proof = &mut proving.proof;
    let above = proof.difference(raw, worst, "from the worst level")?;
    let width = proof.difference(best, worst, "from the worst to the best")?;
    let place = proof.quotient(above, width, "part of the way")?;
    let above = proof.product(&[common, place], "on the scale of the rubric")?;
    proof.sum(&[least, above], Ratio::ZERO, label)
}
