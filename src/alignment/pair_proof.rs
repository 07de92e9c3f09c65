//! [`Paper`] and [`PairSteps`]: evaluations that the proof of another result reads.

use super::criterion::{Criterion, Polarity};
use super::evaluation::Evaluation;
use super::id::Id;
use super::pair::Pair;
use super::proving::{Noted, Proving, named};
use crate::explain::{Step, Value};
use crate::ratio::Ratio;

/// An evaluation as a paper, or as one of a paper that is a list.
pub(super) struct Paper<'a> {
    document: &'static str,
    place: Option<String>,
    evaluation: &'a Evaluation,
}

impl<'a> Paper<'a> {
    /// A paper that is an evaluation.
    pub(super) const fn new(document: &'static str, evaluation: &'a Evaluation) -> Self {
        Self {
            document,
            place: None,
            evaluation,
        }
    }

    /// An evaluation that stands at a place of a list.
    pub(super) fn listed(document: &'static str, at: usize, evaluation: &'a Evaluation) -> Self {
        Self {
            document,
            place: Some(at.to_string()),
            evaluation,
        }
    }

    /// Where a path of the evaluation stands in the paper.
    fn path<'p>(&'p self, path: &[&'p str]) -> Vec<&'p str> {
        let place = self.place.as_deref().into_iter();
        place.chain(path.iter().copied()).collect()
    }

    /// What stands at a path of the evaluation.
    pub(super) fn input(
        &self,
        proving: &mut Proving,
        path: &[&str],
        value: impl Into<Value>,
        label: &str,
    ) -> Noted {
        proving.input_from(self.document, &self.path(path), value, label)
    }

    /// What the page says where nothing stands at a path of the evaluation.
    pub(super) fn default(
        &self,
        proving: &mut Proving,
        path: &[&str],
        value: impl Into<Value>,
        label: &str,
    ) -> Noted {
        proving.default_from(self.document, &self.path(path), value, label)
    }

    /// The subject.
    pub(super) fn subject(&self, proving: &mut Proving) -> Noted {
        let subject = named(self.evaluation.subject().as_str());
        self.input(proving, &["assessment", "subject"], subject, "subject")
    }

    /// The name of a criterion.
    pub(super) fn name(&self, proving: &mut Proving, at: usize, criterion: &Id) -> Noted {
        let (at, name) = (at.to_string(), named(criterion.as_str()));
        let path = ["rubric", "criteria", &at, "id"];
        self.input(proving, &path, name, "criterion")
    }

    /// The weight of a criterion that is no gate.
    pub(super) fn weight(&self, proving: &mut Proving, at: usize, weight: u32) -> Noted {
        let label = format!("weight of {}", self.criterion(at));
        let at = at.to_string();
        let path = ["rubric", "criteria", &at, "weight"];
        self.input(proving, &path, Ratio::from(weight), &label)
    }

    /// What a score on a criterion is worth, if there is one.
    pub(super) fn good(&self, proving: &mut Proving, at: usize) -> Noted<Option<Step>> {
        let line = self.evaluation.lines().get(at);
        let Some((line, good)) = line.and_then(|line| Some((line, line.good?))) else {
            return Ok(None);
        };
        let label = format!("worth of {} for {}", line.criterion, self.subject_name());
        let at = at.to_string();
        self.input(proving, &["lines", &at, "good"], good, &label)
            .map(Some)
    }

    /// The share of a criterion in what is scored.
    pub(super) fn share(&self, proving: &mut Proving, at: usize) -> Noted {
        let share = self.evaluation.lines().get(at).map(|line| line.share);
        let label = format!("share of {}", self.criterion(at));
        let at = at.to_string();
        let path = ["lines", &at, "share"];
        self.input(proving, &path, share.unwrap_or(Ratio::ZERO), &label)
    }

    /// The score, if there is one.
    pub(super) fn score(&self, proving: &mut Proving) -> Noted<Option<Step>> {
        let Some(score) = self.evaluation.score() else {
            return Ok(None);
        };
        let label = format!("score of {}", self.subject_name());
        self.input(proving, &["score"], score, &label).map(Some)
    }

    /// The verdict.
    pub(super) fn verdict(&self, proving: &mut Proving) -> Noted {
        let label = format!("verdict of {}", self.subject_name());
        let verdict = self.evaluation.verdict().name();
        self.input(proving, &["verdict"], verdict, &label)
    }

    /// The least and the largest value of the reporting scale.
    pub(super) fn ends(&self, proving: &mut Proving) -> Noted<(Step, Step)> {
        let scale = self.evaluation.rubric().scale();
        let mut end = |name, value: Ratio, label| {
            self.input(proving, &["rubric", "scale", name], value, label)
        };
        Ok((
            end("min", scale.min().to_ratio(), "min of the scale")?,
            end("max", scale.max().to_ratio(), "max of the scale")?,
        ))
    }

    /// How the levels of a criterion are reported.
    pub(super) fn levels(&self, proving: &mut Proving, at: usize) -> Noted<Levels> {
        let (low, high) = self.ends(proving)?;
        let rubric = self.evaluation.rubric();
        let criterion = rubric.criteria().get(at);
        let own = criterion.and_then(Criterion::own_scale);
        let polarity = criterion.map_or(Polarity::HigherIsBetter, Criterion::polarity);
        let at = at.to_string();
        let own_path = ["rubric", "criteria", &at, "scale"];
        let path: &[&str] = if own.is_some() {
            &own_path
        } else {
            &["rubric", "scale"]
        };
        let scale = own.unwrap_or(rubric.scale());
        let mut read = |name, value: Ratio| {
            let path: Vec<&str> = path.iter().copied().chain([name]).collect();
            self.input(proving, &path, value, &format!("{name} of the scale"))
        };
        let (min, max) = (
            read("min", scale.min().to_ratio())?,
            read("max", scale.max().to_ratio())?,
        );
        let step = read("step", scale.step().to_ratio())?;
        let proof = &mut proving.proof;
        let width = proof.difference(max, min, "width of the own scale")?;
        let common = proof.difference(high, low, "width of the scale")?;
        let worst = match polarity {
            Polarity::HigherIsBetter => min,
            Polarity::LowerIsBetter => max,
        };
        Ok(Levels {
            polarity,
            low,
            common,
            worst,
            step,
            count: proof.quotient(width, step, "steps of the own scale")?,
        })
    }

    fn criterion(&self, at: usize) -> &str {
        let criterion = self.evaluation.rubric().criteria().get(at);
        criterion.map_or("", |criterion| criterion.id().as_str())
    }

    fn subject_name(&self) -> &str {
        self.evaluation.subject().as_str()
    }
}

/// The steps about the levels of one criterion.
pub(super) struct Levels {
    polarity: Polarity,
    low: Step,
    /// The width of the reporting scale.
    common: Step,
    worst: Step,
    step: Step,
    /// How many steps the own scale has.
    pub(super) count: Step,
}

impl Levels {
    /// What a step is worth on the reporting scale.
    pub(super) fn worth_of_step(&self, proving: &mut Proving) -> Noted {
        let (common, count) = (self.common, self.count);
        proving.proof.quotient(common, count, "worth of a step")
    }

    /// How many steps a raw value is from the worst level.
    pub(super) fn steps_to_raw(&self, proving: &mut Proving, raw: Step) -> Noted {
        let label = "from the worst level";
        let way = match self.polarity {
            Polarity::HigherIsBetter => proving.proof.difference(raw, self.worst, label)?,
            Polarity::LowerIsBetter => proving.proof.difference(self.worst, raw, label)?,
        };
        proving.proof.quotient(way, self.step, "steps to it")
    }

    /// How many steps a reported value is from the worst level.
    pub(super) fn steps_to_good(&self, proving: &mut Proving, good: Step) -> Noted {
        let above = proving
            .proof
            .difference(good, self.low, "above the worst")?;
        let part = proving
            .proof
            .quotient(above, self.common, "part of the way")?;
        proving.times(part, self.count, "steps to it")
    }

    /// The raw score so many steps from the worst level.
    pub(super) fn raw(&self, proving: &mut Proving, steps: Step, label: &str) -> Noted {
        let way = proving.times(steps, self.step, "from the worst level")?;
        match self.polarity {
            Polarity::HigherIsBetter => proving.sum(&[self.worst, way], label),
            Polarity::LowerIsBetter => proving.proof.difference(self.worst, way, label),
        }
    }

    /// What a level so many steps from the worst is worth.
    pub(super) fn good(&self, proving: &mut Proving, steps: Step) -> Noted {
        let part = proving
            .proof
            .quotient(steps, self.count, "part of the way")?;
        let way = proving.times(self.common, part, "on the scale of the rubric")?;
        proving.sum(&[self.low, way], "worth of the level")
    }
}

/// The steps about one criterion that both are scored on.
pub(super) struct Row {
    pub(super) name: Step,
    pub(super) weight: Step,
    pub(super) share: Step,
    /// What the first is worth more.
    pub(super) by: Step,
}

/// The steps about two evaluations that are scored on the same criteria.
pub(super) struct PairSteps {
    pub(super) rows: Vec<Row>,
    /// All weights.
    pub(super) all: Step,
    /// The sum of weights times differences.
    pub(super) lead: Step,
    pub(super) gap: Step,
}

impl PairSteps {
    /// Weights, shares and differences of what both are scored on.
    pub(super) fn of(
        proving: &mut Proving,
        (left, right): (&Paper<'_>, &Paper<'_>),
        pair: &Pair<'_>,
    ) -> Noted<Self> {
        let mut parts = Vec::with_capacity(pair.differences.len());
        let (mut weights, mut products) = (Vec::new(), Vec::new());
        for difference in &pair.differences {
            let at = place(left.evaluation, difference.criterion);
            let goods = (left.good(proving, at)?, right.good(proving, at)?);
            let (Some(good), Some(worth)) = goods else {
                continue;
            };
            let name = left.name(proving, at, difference.criterion)?;
            let weight = left.weight(proving, at, difference.measure.weight)?;
            let label = format!("difference of {}", difference.criterion);
            let by = proving.proof.difference(good, worth, &label)?;
            weights.push(weight);
            products.push(proving.times(weight, by, "weight times difference")?);
            parts.push((name, weight, by));
        }
        let proof = &mut proving.proof;
        let all = proof.sum(&weights, Ratio::ZERO, "all weights")?;
        let lead = proof.sum(&products, Ratio::ZERO, "lead in parts")?;
        let gap = proof.quotient(lead, all, "gap")?;
        let mut rows = Vec::with_capacity(parts.len());
        for (name, weight, by) in parts {
            let share = proof.quotient(weight, all, "share")?;
            rows.push(Row {
                name,
                weight,
                share,
                by,
            });
        }
        Ok(Self {
            rows,
            all,
            lead,
            gap,
        })
    }

    /// The steps about a criterion.
    pub(super) fn row(&self, pair: &Pair<'_>, criterion: &Id) -> Option<&Row> {
        let mut differences = pair.differences.iter();
        let at = differences.position(|one| one.criterion == criterion)?;
        self.rows.get(at)
    }
}

/// The position of a criterion in the rubric.
pub(super) fn place(evaluation: &Evaluation, criterion: &Id) -> usize {
    evaluation.rubric().position(criterion).unwrap_or_default()
}
