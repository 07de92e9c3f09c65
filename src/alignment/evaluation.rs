//! [`Evaluation`]: what an assessment comes to by a rubric.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::assessment::{Assessment, Rating, Waiver};
use super::criterion::Criterion;
use super::evaluate_error::EvaluateError;
use super::found::Found;
use super::id::Id;
use super::line::{Line, Status, Verdict};
use super::measure::Measure;
use super::rubric::Rubric;
use super::scale::Score;
use crate::ratio::{Ratio, RatioError};

/// What an assessment comes to by a rubric: a verdict, a score and why.
///
/// It holds its rubric (shared) and its assessment, so that it can be compared, ranked and proved
/// later. Cloning is cheap (spec/alignment.md 3).
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Assessment, Rubric, Score, Verdict};
/// use partnership::time::date;
///
/// let matrix = Rubric::partnership_alignment_matrix();
/// let cedar = Assessment::new("Cedar".parse()?, date("2026-01-01")?)
///     .rate("strategic-fit".parse()?, Score::from(5))
///     .rate("operational-capacity".parse()?, Score::from(5))
///     .rate("cultural-compatibility".parse()?, Score::from(2))
///     .rate("shared-vision".parse()?, Score::from(5));
/// let cedar = matrix.evaluate(&cedar)?;
/// // 17/4 is a high mean and still no fit: the cultural gap asks for bridging.
/// assert_eq!(cedar.score(), Some("17/4".parse()?));
/// assert_eq!(cedar.verdict(), Verdict::NeedsBridging);
/// let gaps: Vec<&str> = cedar.gaps().map(|id| id.as_str()).collect();
/// assert_eq!(gaps, ["cultural-compatibility"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "scorecard")]
pub struct Evaluation(Arc<Facts>);

#[derive(Debug, PartialEq, Eq)]
struct Facts {
    rubric: Rubric,
    assessment: Assessment,
    lines: Vec<Line>,
    figures: Figures,
    verdict: Verdict,
}

/// The sums and means of an evaluation.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    /// The weights of what is scored and of what is missing.
    scored: u64,
    missing: u64,
    score: Option<Ratio>,
    low: Ratio,
    high: Ratio,
    coverage: Ratio,
}

impl Rubric {
    /// Evaluates an assessment.
    ///
    /// The score is the mean of what the scored criteria are worth, by weight. Missing scores are
    /// no zeros: they widen the range from [`low`](Evaluation::low) to
    /// [`high`](Evaluation::high). What does not apply leaves both. The verdict is the first that
    /// holds: no fit with a breach left or too many gaps; incomplete if a criterion with limits is
    /// not assessed, nothing is scored, or too little weight is; needs bridging with a gap left;
    /// else fit (spec/alignment.md 3).
    ///
    /// # Errors
    ///
    /// In this order: by rating [`EvaluateError::UnknownCriterion`],
    /// [`EvaluateError::ReasonMissing`], [`EvaluateError::OutOfScale`],
    /// [`EvaluateError::OffStep`]; by waiver [`EvaluateError::UnknownCriterion`],
    /// [`EvaluateError::DuplicateWaiver`]; then [`EvaluateError::NothingToScore`].
    /// [`EvaluateError::Overflow`] only for the aggregates of a panel.
    pub fn evaluate(&self, assessment: &Assessment) -> Result<Evaluation, EvaluateError> {
        let found = self.find(&assessment.ratings)?;
        self.check_waivers(&assessment.waivers)?;
        let applies = |(measure, found): (&Measure, &Found)| {
            measure.weight > 0 && !matches!(found, Found::NotApplicable)
        };
        if !self.measures().iter().zip(&found).any(applies) {
            return Err(EvaluateError::NothingToScore);
        }
        let figures = self.figures(&found)?;
        let mut lines = Vec::with_capacity(found.len());
        for (position, found) in found.iter().enumerate() {
            let measured = self
                .criteria()
                .get(position)
                .zip(self.measures().get(position));
            let Some((criterion, measure)) = measured else {
                continue;
            };
            let status = found.status(measure);
            let waiver = assessment.waiver_of(criterion.id());
            let status = waiver.map_or(status, |waiver| status.waived_by(waiver));
            lines.push(self.line(criterion, measure, found, status, figures.scored)?);
        }
        let verdict = self.verdict(&lines, &figures);
        Ok(Evaluation(Arc::new(Facts {
            rubric: self.clone(),
            assessment: assessment.clone(),
            lines,
            figures,
            verdict,
        })))
    }

    fn check_waivers(&self, waivers: &[Waiver]) -> Result<(), EvaluateError> {
        let mut seen = BTreeSet::new();
        for waiver in waivers {
            let criterion = || waiver.criterion.clone();
            if self.position(&waiver.criterion).is_none() {
                return Err(self.unknown(&waiver.criterion));
            }
            if !seen.insert(&waiver.criterion) {
                let criterion = criterion();
                return Err(EvaluateError::DuplicateWaiver { criterion });
            }
        }
        Ok(())
    }

    fn figures(&self, found: &[Found]) -> Result<Figures, EvaluateError> {
        let (mut scored, mut missing) = (0_u64, 0_u64);
        // Levels are summed as whole parts, aggregates as ratios.
        let (mut parts, mut aggregates) = (0_i128, Ratio::ZERO);
        for (measure, found) in self.measures().iter().zip(found) {
            let weight = u64::from(measure.weight);
            match found {
                Found::Level { level, .. } => {
                    scored = scored.saturating_add(weight);
                    let weighted = measure.parts(*level).saturating_mul(weight.into());
                    parts = parts.saturating_add(weighted);
                }
                Found::Aggregate { good, .. } => {
                    scored = scored.saturating_add(weight);
                    aggregates = aggregates.checked_add(good.checked_mul(weight.into())?)?;
                }
                Found::Nothing => missing = missing.saturating_add(weight),
                Found::NotApplicable => {}
            }
        }
        let sum = Ratio::new(parts, self.one_in_parts())?.checked_add(aggregates)?;
        let all = Ratio::from(scored.saturating_add(missing));
        let ends = self.scale();
        let completed = |end: Ratio| -> Result<Ratio, RatioError> {
            let rest = end.checked_mul(missing.into())?;
            sum.checked_add(rest)?.checked_div(all)
        };
        Ok(Figures {
            scored,
            missing,
            score: match scored {
                0 => None,
                scored => Some(sum.checked_div(scored.into())?),
            },
            low: completed(ends.min().to_ratio())?,
            high: completed(ends.max().to_ratio())?,
            coverage: Ratio::from(scored).checked_div(all)?,
        })
    }

    fn line(
        &self,
        criterion: &Criterion,
        measure: &Measure,
        found: &Found,
        status: Status,
        scored: u64,
    ) -> Result<Line, EvaluateError> {
        let good = match found {
            Found::Level { level, .. } => {
                Some(Ratio::new(measure.parts(*level), self.one_in_parts())?)
            }
            Found::Aggregate { good, .. } => Some(*good),
            Found::Nothing | Found::NotApplicable => None,
        };
        let (mut share, mut contribution, mut lost) = (Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
        if let (Some(good), true) = (good, measure.weight > 0) {
            share = Ratio::new(measure.weight.into(), scored.into())?;
            contribution = share.checked_mul(good)?;
            let best = self.scale().max().to_ratio();
            lost = share.checked_mul(best.checked_sub(good)?)?;
        }
        let level = found.raw().and_then(|raw| Score::try_from(raw).ok());
        let anchor = level.and_then(|level| criterion.anchors().get(&level));
        Ok(Line {
            criterion: criterion.id().clone(),
            status,
            anchor: anchor.cloned(),
            good,
            share,
            contribution,
            lost,
        })
    }

    /// The first verdict that holds.
    fn verdict(&self, lines: &[Line], figures: &Figures) -> Verdict {
        let any = |status| lines.iter().any(|line| line.status == status);
        if any(Status::Breach) || too_many_gaps(self, lines) {
            Verdict::NoFit
        } else if any(Status::Unknown)
            || figures.scored == 0
            || figures.coverage < self.min_coverage()
        {
            Verdict::Incomplete
        } else if any(Status::Gap) {
            Verdict::NeedsBridging
        } else {
            Verdict::Fit
        }
    }
}

/// Whether more gaps are left than the rubric lets pass.
fn too_many_gaps(rubric: &Rubric, lines: &[Line]) -> bool {
    let gaps = lines.iter().filter(|line| line.status == Status::Gap);
    let gaps = u32::try_from(gaps.count()).unwrap_or(u32::MAX);
    rubric.max_gaps().is_some_and(|most| gaps > most)
}

impl Evaluation {
    /// Returns the rubric.
    pub fn rubric(&self) -> &Rubric {
        &self.0.rubric
    }

    /// Returns what was found.
    pub fn assessment(&self) -> &Assessment {
        &self.0.assessment
    }

    /// Returns who or what was assessed.
    pub fn subject(&self) -> &Id {
        &self.0.assessment.subject
    }

    /// Returns the day as of which it is judged.
    pub fn on(&self) -> NaiveDate {
        self.0.assessment.on
    }

    /// Returns the verdict.
    pub fn verdict(&self) -> Verdict {
        self.0.verdict
    }

    /// Returns the weighted mean of what is scored, if anything with a weight is.
    #[doc(alias = "weighted average")]
    pub fn score(&self) -> Option<Ratio> {
        self.0.figures.score
    }

    /// Returns the mean if every missing score were the worst.
    pub fn low(&self) -> Ratio {
        self.0.figures.low
    }

    /// Returns the mean if every missing score were the best.
    pub fn high(&self) -> Ratio {
        self.0.figures.high
    }

    /// Returns the part of the weight that is scored.
    pub fn coverage(&self) -> Ratio {
        self.0.figures.coverage
    }

    /// Returns the lines, one for each criterion in rubric order.
    pub fn lines(&self) -> &[Line] {
        &self.0.lines
    }

    /// Returns whether more gaps are left than the rubric lets pass.
    pub fn too_many_gaps(&self) -> bool {
        too_many_gaps(self.rubric(), self.lines())
    }

    /// Returns the criteria with a gap that no waiver lets pass.
    pub fn gaps(&self) -> impl Iterator<Item = &Id> {
        self.at(|status| status == Status::Gap)
    }

    /// Returns the criteria with a breach that no waiver lets pass.
    pub fn breaches(&self) -> impl Iterator<Item = &Id> {
        self.at(|status| status == Status::Breach)
    }

    /// Returns the criteria that were not assessed, gates too.
    pub fn missing(&self) -> impl Iterator<Item = &Id> {
        self.at(|status| matches!(status, Status::Unknown | Status::Unscored))
    }

    /// Returns the criteria that make no sense for this subject, with the reasons.
    pub fn not_applicable(&self) -> impl Iterator<Item = (&Id, &str)> {
        let criteria = self.at(|status| status == Status::NotApplicable);
        criteria.map(|id| match self.assessment().ratings.get(id) {
            Some(Rating::NotApplicable { reason }) => (id, reason.as_str()),
            _ => (id, ""),
        })
    }

    /// Returns the criteria whose gap or breach a waiver lets pass.
    pub fn waived(&self) -> impl Iterator<Item = &Id> {
        self.at(|status| status == Status::Waived)
    }

    /// Returns the criteria whose waiver has run out, needed or not.
    pub fn expired(&self) -> impl Iterator<Item = &Id> {
        self.waivers(|waiver, _| waiver.is_expired(self.on()))
    }

    /// Returns the criteria whose waiver holds and lets nothing pass.
    pub fn unused(&self) -> impl Iterator<Item = &Id> {
        self.waivers(|waiver, status| !waiver.is_expired(self.on()) && status != Status::Waived)
    }

    /// Returns the scored criteria that are worth least, gates too.
    pub fn weakest(&self) -> impl Iterator<Item = &Id> {
        let least = self.lines().iter().filter_map(Line::good).min();
        let lines = self.lines().iter();
        let weakest = lines.filter(move |line| line.good.is_some() && line.good == least);
        weakest.map(Line::criterion)
    }

    /// The criteria of some statuses, in rubric order.
    fn at(&self, wanted: impl Fn(Status) -> bool) -> impl Iterator<Item = &Id> {
        let lines = self.lines().iter();
        let lines = lines.filter(move |line| wanted(line.status));
        lines.map(Line::criterion)
    }

    /// The criteria of some waivers, in rubric order.
    fn waivers(&self, wanted: impl Fn(&Waiver, Status) -> bool) -> impl Iterator<Item = &Id> {
        let lines = self.lines().iter();
        let lines = lines.filter(move |line| {
            let waivers = &self.assessment().waivers;
            let waiver = waivers
                .iter()
                .find(|waiver| waiver.criterion == line.criterion);
            waiver.is_some_and(|waiver| wanted(waiver, line.status))
        });
        lines.map(Line::criterion)
    }

    /// The verdict if every missing rating were the best level, of one that is not refused now.
    pub(super) fn verdict_if_best(&self) -> Verdict {
        // The best level is past no limit, so only what is known counts.
        if self.gaps().next().is_some() {
            Verdict::NeedsBridging
        } else {
            Verdict::Fit
        }
    }

    /// The verdict if every missing rating were the worst level.
    pub(super) fn verdict_if_worst(&self) -> Verdict {
        let (mut gaps, mut breaches) = (0_u32, 0_u32);
        for (line, measure) in self.lines().iter().zip(self.rubric().measures()) {
            let mut status = line.status;
            if matches!(status, Status::Unknown | Status::Unscored) {
                let waiver = self.assessment().waiver_of(&line.criterion);
                status = Found::worst(measure).status(measure);
                status = waiver.map_or(status, |waiver| status.waived_by(waiver));
            }
            gaps = gaps.saturating_add(u32::from(status == Status::Gap));
            breaches = breaches.saturating_add(u32::from(status == Status::Breach));
        }
        if breaches > 0 || self.rubric().max_gaps().is_some_and(|most| gaps > most) {
            Verdict::NoFit
        } else if gaps > 0 {
            Verdict::NeedsBridging
        } else {
            Verdict::Fit
        }
    }

    /// The weights of what is scored and of what is missing.
    pub(super) fn weights(&self) -> (u64, u64) {
        (self.0.figures.scored, self.0.figures.missing)
    }
}
