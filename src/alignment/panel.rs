//! [`Panel`]: many assessors, one evaluation.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::assessment::{Aggregate, Assessment, Rating, Waiver};
use super::evaluation::Evaluation;
use super::found::Found;
use super::id::Id;
use super::krippendorff::{Alpha, AlphaLevel, exact_pairs, krippendorff_alpha};
use super::line::Status;
use super::measure::Measure;
use super::panel_error::PanelError;
use super::rubric::Rubric;
use super::schema::Schema;
use crate::ratio::{Ratio, RatioError};

/// The part of a scale that votes must lie apart to be contested, of this crate.
pub(super) const CONTESTED_PERCENT: i64 = 50;

/// What votes come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Policy {
    /// Their mean.
    #[default]
    Mean,
    /// The middle one, or the mean of the middle two.
    Median,
    /// The worst one: the cautious reading.
    Worst,
}

/// Assessors with their ratings, and how these are put together.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::alignment::{Id, Panel, Rating, Rubric, Score, Status};
/// use partnership::time::date;
///
/// let rubric = Rubric::three_r();
/// let votes = |scores: [i32; 3]| -> BTreeMap<Id, Rating> {
///     let ids = rubric.criteria().iter().map(|criterion| criterion.id().clone());
///     ids.zip(scores.map(|score| Rating::from(Score::from(score)))).collect()
/// };
/// let panel = Panel::new(BTreeMap::from([
///     ("ann".parse()?, votes([5, 4, 5])),
///     ("bob".parse()?, votes([4, 4, 2])),
/// ]));
/// let report = panel.report(&rubric, "Oak".parse()?, date("2026-01-01")?, &[])?;
/// // The mean of 3.5 passes; bob's 2 does not, and he is named.
/// let dissent = &report.dissent()[0];
/// assert_eq!((dissent.assessor.as_str(), dissent.status), ("bob", Status::Gap));
/// assert_eq!(report.contested(), ["reliability".parse()?]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "committee")]
#[doc(alias = "group decision")]
pub struct Panel {
    assessors: BTreeMap<Id, BTreeMap<Id, Rating>>,
    policy: Policy,
    contested_at: Ratio,
    level: AlphaLevel,
}

impl Panel {
    /// Returns a panel of assessors with their ratings: means, contested from half of a scale on,
    /// agreement by order.
    pub fn new(assessors: BTreeMap<Id, BTreeMap<Id, Rating>>) -> Self {
        Self {
            assessors,
            policy: Policy::Mean,
            contested_at: Ratio::from_percent(CONTESTED_PERCENT),
            level: AlphaLevel::Ordinal,
        }
    }

    /// Says what votes come to.
    #[must_use]
    pub const fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Says from which part of a scale on votes that lie apart are contested.
    #[must_use]
    pub const fn with_contested_at(mut self, part: Ratio) -> Self {
        self.contested_at = part;
        self
    }

    /// Says which differences the measure of agreement knows.
    #[must_use]
    pub const fn with_level(mut self, level: AlphaLevel) -> Self {
        self.level = level;
        self
    }

    /// Returns the assessors with their ratings.
    pub const fn assessors(&self) -> &BTreeMap<Id, BTreeMap<Id, Rating>> {
        &self.assessors
    }

    /// Returns what votes come to.
    pub const fn policy(&self) -> Policy {
        self.policy
    }

    /// Returns from which part of a scale on votes that lie apart are contested.
    pub const fn contested_at(&self) -> Ratio {
        self.contested_at
    }

    /// Returns which differences the measure of agreement knows.
    pub const fn level(&self) -> AlphaLevel {
        self.level
    }

    /// Evaluates what the votes come to, and says how far they agree.
    ///
    /// A criterion that some scored counts by their votes, also if others find that it does not
    /// apply; if nobody scored it and somebody says so, it does not apply. Limits meet the exact
    /// aggregate (spec/alignment.md 8).
    ///
    /// # Errors
    ///
    /// [`PanelError::NoAssessors`], [`PanelError::Evaluate`] for ratings and waivers that
    /// [`Rubric::evaluate`] refuses, assessor by assessor, [`PanelError::NegativeForRatio`],
    /// [`PanelError::Overflow`].
    pub fn report(
        &self,
        rubric: &Rubric,
        subject: Id,
        on: NaiveDate,
        waivers: &[Waiver],
    ) -> Result<PanelReport, PanelError> {
        if self.assessors.is_empty() {
            return Err(PanelError::NoAssessors);
        }
        let mut votes = Vec::with_capacity(self.assessors.len());
        for (assessor, ratings) in &self.assessors {
            votes.push((assessor, rubric.find(ratings)?));
        }
        let mut assessment = Assessment::new(subject, on);
        assessment.waivers = waivers.to_vec();
        let mut criteria = Vec::with_capacity(rubric.criteria().len());
        for (position, criterion) in rubric.criteria().iter().enumerate() {
            let Some(measure) = rubric.measures().get(position) else {
                continue;
            };
            let poll = Poll::new(
                measure,
                votes.iter().filter_map(|(_, all)| all.get(position)),
            );
            if let Some(value) = poll.value(self.policy)? {
                let rating = Rating::Aggregate(Aggregate::new(value));
                assessment.ratings.insert(criterion.id().clone(), rating);
            } else if let Some(reason) = self.first_reason(criterion.id()) {
                let reason = reason.to_owned();
                let rating = Rating::NotApplicable { reason };
                assessment.ratings.insert(criterion.id().clone(), rating);
            }
            criteria.push(poll.summary(criterion.id(), self.policy)?);
        }
        let evaluation = rubric.evaluate(&assessment)?;
        let mut report = PanelReport {
            schema: Schema,
            contested: Vec::new(),
            split_on_applicability: Vec::new(),
            dissent: dissent(rubric, &evaluation, &votes)?,
            leniency: leniency(rubric, &votes)?,
            agreement: self.agreement(rubric, &votes)?,
            evaluation,
            criteria,
        };
        for (summary, measure) in report.criteria.iter().zip(rubric.measures()) {
            let width = measure.scale.max().to_ratio();
            let width = width.checked_sub(measure.scale.min().to_ratio())?;
            let limit = self.contested_at.checked_mul(width)?;
            if summary.votes > 1 && summary.spread.is_some_and(|spread| spread >= limit) {
                report.contested.push(summary.criterion.clone());
            }
            if summary.votes > 0 && self.first_reason(&summary.criterion).is_some() {
                let criterion = summary.criterion.clone();
                report.split_on_applicability.push(criterion);
            }
        }
        Ok(report)
    }

    /// Why a criterion does not apply, by the first assessor who says so.
    fn first_reason(&self, criterion: &Id) -> Option<&str> {
        let ratings = self.assessors.values();
        let mut ratings = ratings.filter_map(|ratings| ratings.get(criterion));
        ratings.find_map(|rating| match rating {
            Rating::NotApplicable { reason } => Some(reason.as_str()),
            _ => None,
        })
    }

    fn agreement(
        &self,
        rubric: &Rubric,
        votes: &[(&Id, Vec<Found>)],
    ) -> Result<RaterAgreement, PanelError> {
        let mut units = Vec::with_capacity(rubric.criteria().len());
        let (mut near, mut all) = (0_i128, 0_i128);
        for (position, measure) in rubric.measures().iter().enumerate() {
            let found = votes.iter().filter_map(|(_, all)| all.get(position));
            let mut raw: Vec<Ratio> = found.filter_map(Found::raw).collect();
            let good: Result<Vec<Ratio>, RatioError> =
                raw.iter().map(|raw| measure.good(*raw)).collect();
            units.push(good?);
            raw.sort_unstable();
            let step = measure.scale.step().to_ratio();
            let (within, pairs) = near_pairs(&raw, step)?;
            near = near.saturating_add(within);
            all = all.saturating_add(pairs);
        }
        Ok(RaterAgreement {
            alpha: krippendorff_alpha(&units, self.level)?,
            exact_pairs: exact_pairs(&units),
            within_one_step: Ratio::new(near, all).ok(),
        })
    }
}

/// How many pairs of ascending values are at most one step apart, and how many there are.
fn near_pairs(ascending: &[Ratio], step: Ratio) -> Result<(i128, i128), RatioError> {
    let (mut near, mut first) = (0_i128, 0_usize);
    for (position, value) in ascending.iter().enumerate() {
        let least = value.checked_sub(step)?;
        while ascending.get(first).is_some_and(|other| *other < least) {
            first = first.saturating_add(1);
        }
        let before = position.saturating_sub(first);
        near = near.saturating_add(i128::try_from(before).unwrap_or(i128::MAX));
    }
    let count = i128::try_from(ascending.len()).unwrap_or(i128::MAX);
    let ordered = count.saturating_mul(count.saturating_sub(1));
    Ok((near, ordered.checked_div(2).unwrap_or(0)))
}

/// The votes on one criterion.
struct Poll<'a> {
    measure: &'a Measure,
    /// Raw values, ascending.
    raw: Vec<Ratio>,
}

impl<'a> Poll<'a> {
    fn new<'f>(measure: &'a Measure, found: impl Iterator<Item = &'f Found>) -> Self {
        let mut raw: Vec<Ratio> = found.filter_map(Found::raw).collect();
        raw.sort_unstable();
        Self { measure, raw }
    }

    /// What the votes come to, if there are any.
    fn value(&self, policy: Policy) -> Result<Option<Ratio>, RatioError> {
        let (Some(first), Some(last)) = (self.raw.first(), self.raw.last()) else {
            return Ok(None);
        };
        let value = match policy {
            Policy::Mean => mean(&self.raw)?,
            Policy::Median => {
                // The middle one twice, or the middle two.
                let upper = self.raw.len().midpoint(0);
                let lower = self.raw.len().saturating_sub(1).midpoint(0);
                let at = |position: usize| self.raw.get(position).copied().unwrap_or(*first);
                mean(&[at(lower), at(upper)])?
            }
            Policy::Worst if self.measure.polarity.is_past(first, last) => *first,
            Policy::Worst => *last,
        };
        Ok(Some(value))
    }

    fn summary(&self, criterion: &Id, policy: Policy) -> Result<PolledCriterion, RatioError> {
        let ends = self.raw.first().zip(self.raw.last());
        Ok(PolledCriterion {
            criterion: criterion.clone(),
            votes: self.raw.len(),
            value: self.value(policy)?,
            spread: ends
                .map(|(first, last)| last.checked_sub(*first))
                .transpose()?,
        })
    }
}

fn mean(values: &[Ratio]) -> Result<Ratio, RatioError> {
    let count = i128::try_from(values.len()).unwrap_or(i128::MAX);
    sum(values)?.checked_div(Ratio::new(count, 1)?)
}

fn sum(values: &[Ratio]) -> Result<Ratio, RatioError> {
    let mut values = values.iter();
    values.try_fold(Ratio::ZERO, |sum, value| sum.checked_add(*value))
}

/// Whose own status is worse than that of the aggregate, both before waivers.
fn dissent(
    rubric: &Rubric,
    evaluation: &Evaluation,
    votes: &[(&Id, Vec<Found>)],
) -> Result<Vec<Dissent>, PanelError> {
    let all = rubric.find(&evaluation.assessment().ratings)?;
    let mut dissent = Vec::new();
    for (position, (criterion, measure)) in
        rubric.criteria().iter().zip(rubric.measures()).enumerate()
    {
        let Some(found) = all.get(position).filter(|found| found.raw().is_some()) else {
            continue;
        };
        let common = found.status(measure).severity();
        for (assessor, own) in votes {
            let own = own.get(position).map(|own| own.status(measure));
            if let Some(status) = own.filter(|own| own.severity() > common) {
                dissent.push(Dissent {
                    criterion: criterion.id().clone(),
                    assessor: (*assessor).clone(),
                    status,
                });
            }
        }
    }
    Ok(dissent)
}

/// By assessor, the mean of what their values are above those of the others.
fn leniency(
    rubric: &Rubric,
    votes: &[(&Id, Vec<Found>)],
) -> Result<BTreeMap<Id, Option<Ratio>>, PanelError> {
    let mut above: Vec<Vec<Ratio>> = vec![Vec::new(); votes.len()];
    for (position, measure) in rubric.measures().iter().enumerate() {
        let mut goods = Vec::with_capacity(votes.len());
        for (_, all) in votes {
            let raw = all.get(position).and_then(Found::raw);
            goods.push(raw.map(|raw| measure.good(raw)).transpose()?);
        }
        let known: Vec<Ratio> = goods.iter().flatten().copied().collect();
        let (total, others) = (sum(&known)?, known.len().saturating_sub(1));
        if others == 0 {
            continue;
        }
        let others = Ratio::new(i128::try_from(others).unwrap_or(i128::MAX), 1)?;
        for (own, above) in goods.into_iter().zip(&mut above) {
            if let Some(own) = own {
                let mean = total.checked_sub(own)?.checked_div(others)?;
                above.push(own.checked_sub(mean)?);
            }
        }
    }
    let mut leniency = BTreeMap::new();
    for ((assessor, _), above) in votes.iter().zip(above) {
        let mean = if above.is_empty() {
            None
        } else {
            Some(mean(&above)?)
        };
        leniency.insert((*assessor).clone(), mean);
    }
    Ok(leniency)
}

/// How far the assessors agree; neither figure means much without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RaterAgreement {
    /// Krippendorff's alpha over the criteria, on what the votes are worth.
    pub alpha: Alpha,
    /// The share of the pairs of votes on one criterion that are equal; none without pairs.
    pub exact_pairs: Option<Ratio>,
    /// The share of those that are at most one step apart.
    pub within_one_step: Option<Ratio>,
}

/// The votes on a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PolledCriterion {
    /// The criterion.
    #[cfg_attr(feature = "serde", serde(rename = "id"))]
    pub criterion: Id,
    /// How many scored it.
    pub votes: usize,
    /// What they come to, in raw values; none without votes.
    pub value: Option<Ratio>,
    /// How far the largest is from the smallest; none without votes.
    pub spread: Option<Ratio>,
}

/// An assessor for whom a criterion stands worse than for the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Dissent {
    /// The criterion.
    pub criterion: Id,
    /// The assessor.
    pub assessor: Id,
    /// Where it stands by their vote alone.
    pub status: Status,
}

/// What the votes of a panel come to, and how far they agree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PanelReport {
    schema: Schema,
    evaluation: Evaluation,
    criteria: Vec<PolledCriterion>,
    contested: Vec<Id>,
    split_on_applicability: Vec<Id>,
    dissent: Vec<Dissent>,
    leniency: BTreeMap<Id, Option<Ratio>>,
    agreement: RaterAgreement,
}

impl PanelReport {
    /// Returns the evaluation of what the votes come to; it ranks like any other.
    pub const fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// Returns the votes by criterion, in rubric order.
    pub fn criteria(&self) -> &[PolledCriterion] {
        &self.criteria
    }

    /// Returns the criteria whose votes lie far apart.
    pub fn contested(&self) -> &[Id] {
        &self.contested
    }

    /// Returns the criteria that some scored and others find not applicable.
    pub fn split_on_applicability(&self) -> &[Id] {
        &self.split_on_applicability
    }

    /// Returns whose own status is worse than the panel's, in rubric order, then by assessor.
    pub fn dissent(&self) -> &[Dissent] {
        &self.dissent
    }

    /// Returns by assessor the mean of what they give more than the others, over the criteria that
    /// somebody else scored too; none without any.
    pub const fn leniency(&self) -> &BTreeMap<Id, Option<Ratio>> {
        &self.leniency
    }

    /// Returns how far the assessors agree.
    pub const fn agreement(&self) -> RaterAgreement {
        self.agreement
    }
}
