//! [`Rubric`]: what is asked of a subject, checked once.

use std::collections::BTreeSet;
use std::sync::Arc;

use num_integer::Integer as _;

use super::criterion::{Criterion, Floor, Polarity};
use super::id::Id;
use super::rubric_error::RubricError;
use super::scale::{Scale, Score};
use crate::problem::Problem;
use crate::ratio::Ratio;

/// The most criteria of a rubric.
const MOST_CRITERIA: usize = 1_024;

/// The largest product of weight, steps and scale for which every sum of a mean fits 128 bits.
const MOST_PARTS: u128 = 1 << 96;

/// A rubric as it is written, before it is checked.
///
/// [`Rubric::builder`] starts one; [`Self::problems`] lists every fault, [`Self::build`] returns
/// the rubric or the first of them.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Criterion, Floor, Rubric, Score};
///
/// let skill = Criterion::new("skill".parse()?, 0);
/// let reach = Criterion::new("reach".parse()?, 2).with_floor(Floor::bridge(Score::from(7)));
/// let draft = Rubric::builder("creators".parse()?).criterion(skill).criterion(reach);
/// let problems: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
/// assert_eq!(problems, [
///     "criteria[0].weight: skill has the weight 0 and is no gate",
///     "criteria[1].floor.bridge: the limit 7 of reach is outside its scale 1 to 5 by 1",
/// ]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RubricDraft {
    /// Its name.
    pub id: Id,
    /// Its version, counted from 1.
    #[cfg_attr(feature = "serde", serde(default = "first_version"))]
    pub version: u32,
    /// The scale on which scores are reported, and that of every criterion without its own.
    #[cfg_attr(feature = "serde", serde(default))]
    pub scale: Scale,
    /// How many gaps are still no reason to refuse; any number if nothing is said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub max_gaps: Option<u32>,
    /// The part of the weight that has to be scored for a verdict.
    #[cfg_attr(feature = "serde", serde(default = "whole"))]
    pub min_coverage: Ratio,
    /// What is asked, in order.
    pub criteria: Vec<Criterion>,
}

#[cfg(feature = "serde")]
const fn first_version() -> u32 {
    1
}

#[cfg(feature = "serde")]
const fn whole() -> Ratio {
    Ratio::ONE
}

impl RubricDraft {
    /// Sets the version.
    #[must_use]
    pub const fn version(mut self, version: u32) -> Self {
        self.version = version;
        self
    }

    /// Sets the scale on which scores are reported.
    #[must_use]
    pub const fn scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Refuses a subject with more gaps than this.
    #[must_use]
    pub const fn max_gaps(mut self, gaps: u32) -> Self {
        self.max_gaps = Some(gaps);
        self
    }

    /// Accepts a verdict from this part of the weight on.
    #[must_use]
    pub const fn min_coverage(mut self, coverage: Ratio) -> Self {
        self.min_coverage = coverage;
        self
    }

    /// Adds a criterion.
    #[must_use]
    pub fn criterion(mut self, criterion: Criterion) -> Self {
        self.criteria.push(criterion);
        self
    }

    /// Checks the draft.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<Rubric, RubricError> {
        if let Some(problem) = self.problems().into_iter().next() {
            return Err(problem.fault);
        }
        Ok(self.checked())
    }

    /// What follows from a draft without problems, such as that of a preset.
    pub(super) fn checked(self) -> Rubric {
        let fineness = self.fineness().unwrap_or(1);
        let mut total_weight = 0_u64;
        let mut measures = Vec::with_capacity(self.criteria.len());
        for criterion in &self.criteria {
            total_weight = total_weight.saturating_add(criterion.weight().into());
            measures.push(Measure {
                scale: criterion.own_scale().unwrap_or(self.scale),
                polarity: criterion.polarity(),
                floor: criterion.floor(),
            });
        }
        Rubric(Arc::new(Facts {
            draft: self,
            measures,
            total_weight,
            fineness,
        }))
    }

    /// Returns every fault with its place, kind by kind in the order of [`RubricError`], each in
    /// rubric order.
    pub fn problems(&self) -> Vec<Problem<RubricError>> {
        let mut problems = Vec::new();
        let mut add = |place: String, fault| problems.push(Problem { place, fault });
        let criteria = || self.criteria.iter().enumerate();
        if self.criteria.is_empty() {
            add("criteria".to_owned(), RubricError::NoCriteria);
        }
        let count = self.criteria.len();
        if count > MOST_CRITERIA {
            add("criteria".to_owned(), RubricError::TooMany { count });
        }
        let mut seen = BTreeSet::new();
        for (at, criterion) in criteria() {
            if !seen.insert(criterion.id()) {
                let criterion = criterion.id().clone();
                let fault = RubricError::DuplicateCriterion { criterion };
                add(format!("criteria[{at}].id"), fault);
            }
        }
        let min_coverage = self.min_coverage;
        if min_coverage.is_negative() || min_coverage > Ratio::ONE {
            let fault = RubricError::BadMinCoverage { min_coverage };
            add("min_coverage".to_owned(), fault);
        }
        for (at, criterion) in criteria() {
            if criterion.weight() == 0 && !criterion.is_gate() {
                let criterion = criterion.id().clone();
                let fault = RubricError::ZeroWeight { criterion };
                add(format!("criteria[{at}].weight"), fault);
            }
        }
        if count > 0 && self.criteria.iter().all(Criterion::is_gate) {
            add("criteria".to_owned(), RubricError::NoWeight);
        }
        self.floor_problems(&mut add);
        self.anchor_problems(&mut add);
        if problems.is_empty() && self.fineness().is_none() {
            problems.push(Problem {
                place: String::new(),
                fault: RubricError::Overflow,
            });
        }
        problems
    }

    /// Gates without a limit, limits outside the scale, limits in the wrong order.
    fn floor_problems(&self, add: &mut impl FnMut(String, RubricError)) {
        let criteria = || self.criteria.iter().enumerate();
        for (at, criterion) in criteria() {
            if criterion.is_gate() && criterion.floor().is_none() {
                let criterion = criterion.id().clone();
                let fault = RubricError::GateWithoutFloor { criterion };
                add(format!("criteria[{at}].floor"), fault);
            }
        }
        for (at, criterion) in criteria() {
            let scale = criterion.own_scale().unwrap_or(self.scale);
            for (name, limit) in criterion.floor().limits() {
                if !scale.contains(limit.to_ratio()) {
                    let criterion = criterion.id().clone();
                    let fault = RubricError::FloorOutsideScale {
                        criterion,
                        limit,
                        scale,
                    };
                    add(format!("criteria[{at}].floor.{name}"), fault);
                }
            }
        }
        for (at, criterion) in criteria() {
            let Floor { reject, bridge } = criterion.floor();
            if let (Some(reject), Some(bridge)) = (reject, bridge) {
                // Where the bridge limit itself would be rejected, nothing is left to bridge.
                if criterion.polarity().is_past(&bridge, &reject) {
                    let criterion = criterion.id().clone();
                    let fault = RubricError::RejectPastBridge {
                        criterion,
                        reject,
                        bridge,
                    };
                    add(format!("criteria[{at}].floor.reject"), fault);
                }
            }
        }
    }

    fn anchor_problems(&self, add: &mut impl FnMut(String, RubricError)) {
        for (at, criterion) in self.criteria.iter().enumerate() {
            let scale = criterion.own_scale().unwrap_or(self.scale);
            for level in criterion.anchors().keys().copied() {
                if scale.level(level).is_err() {
                    let criterion = criterion.id().clone();
                    let fault = RubricError::AnchorOffScale {
                        criterion,
                        level,
                        scale,
                    };
                    add(format!("criteria[{at}].anchors.{level}"), fault);
                }
            }
        }
    }

    /// The least common multiple of all step counts, if every mean fits 128 bits.
    fn fineness(&self) -> Option<u128> {
        let mut common = 1_u128;
        let mut weight = 0_u128;
        for criterion in &self.criteria {
            let scale = criterion.own_scale().unwrap_or(self.scale);
            let steps = u128::from(scale.steps());
            let times = steps.checked_div(common.gcd(&steps))?;
            common = common
                .checked_mul(times)
                .filter(|common| *common <= MOST_PARTS)?;
            weight = weight.saturating_add(criterion.weight().into());
        }
        let bound = |score: Score| u128::from(score.to_ten_thousandths().unsigned_abs());
        let largest = bound(self.scale.min()).max(bound(self.scale.max()));
        let parts = weight.checked_mul(common)?.checked_mul(largest)?;
        (parts <= MOST_PARTS).then_some(common)
    }
}

/// What a rubric asks, how much each answer counts and where one knocks out.
///
/// Weights are parts of any total: 35/25/20/20 or 7:2:1. Scores count by where they stand on their
/// criterion's scale, so a 3 on 1 to 5 is the middle. Cloning is cheap; evaluations share their
/// rubric (spec/alignment.md 2).
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Criterion, Floor, Rubric, Score};
///
/// let bridge = Floor::bridge(Score::from(3));
/// let of = |id: &str, parts| Ok::<_, partnership::Error>(
///     Criterion::new(id.parse()?, parts).with_floor(bridge),
/// );
/// let rubric = Rubric::builder("portfolio".parse()?)
///     .criterion(of("strategic", 35)?)
///     .criterion(of("operational", 25)?)
///     .criterion(of("cultural", 20)?)
///     .criterion(of("vision", 20)?)
///     .build()?;
/// assert_eq!(rubric.share(0), Some("35%".parse()?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RubricDraft", into = "RubricDraft")
)]
#[doc(alias = "scorecard")]
#[doc(alias = "decision matrix")]
#[doc(alias = "weighted scoring model")]
pub struct Rubric(Arc<Facts>);

/// What a rubric consists of, and what follows from it.
#[derive(Debug)]
struct Facts {
    draft: RubricDraft,
    /// One for each criterion.
    measures: Vec<Measure>,
    total_weight: u64,
    fineness: u128,
}

/// How one criterion measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) scale: Scale,
    pub(super) polarity: Polarity,
    pub(super) floor: Floor,
}

impl Rubric {
    /// Returns a draft without criteria: version 1, scale 1 to 5, no limit of gaps, full coverage.
    pub const fn builder(id: Id) -> RubricDraft {
        RubricDraft {
            id,
            version: 1,
            scale: Scale::FIVE,
            max_gaps: None,
            min_coverage: Ratio::ONE,
            criteria: Vec::new(),
        }
    }

    /// Returns its name.
    pub fn id(&self) -> &Id {
        &self.0.draft.id
    }

    /// Returns its version.
    pub fn version(&self) -> u32 {
        self.0.draft.version
    }

    /// Returns the scale on which scores are reported.
    pub fn scale(&self) -> Scale {
        self.0.draft.scale
    }

    /// Returns how many gaps are still no reason to refuse.
    pub fn max_gaps(&self) -> Option<u32> {
        self.0.draft.max_gaps
    }

    /// Returns the part of the weight that has to be scored for a verdict.
    pub fn min_coverage(&self) -> Ratio {
        self.0.draft.min_coverage
    }

    /// Returns the criteria in their order.
    pub fn criteria(&self) -> &[Criterion] {
        &self.0.draft.criteria
    }

    /// Returns the rubric as it was written.
    pub fn draft(&self) -> &RubricDraft {
        &self.0.draft
    }

    /// Returns the position of a criterion.
    pub fn position(&self, criterion: &Id) -> Option<usize> {
        let mut criteria = self.criteria().iter();
        criteria.position(|known| known.id() == criterion)
    }

    /// Returns the scale of a criterion by its position: its own, or the rubric's.
    pub fn scale_of(&self, position: usize) -> Option<Scale> {
        self.measures().get(position).map(|measure| measure.scale)
    }

    /// Returns the share of a criterion in the total weight by its position; 0 for a gate.
    pub fn share(&self, position: usize) -> Option<Ratio> {
        let weight = self.criteria().get(position)?.weight();
        Ratio::new(weight.into(), self.0.total_weight.into()).ok()
    }

    /// Returns what a raw score of a criterion is worth on the scale of the rubric.
    ///
    /// `good = lo + (hi - lo) x (s - a) / (b - a)` for a score `s` on its own scale from `a` to
    /// `b`, where the rubric's goes from `lo` to `hi`; mirrored where lower is better. `None` for
    /// a position without a criterion, a score outside its scale, or a value beyond the range of
    /// [`Ratio`], which no score on a step comes to.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Criterion, Polarity, Rubric, Scale, Score};
    ///
    /// let percent = Scale::new(Score::from(0), Score::from(100), Score::from(5))?;
    /// let price = Criterion::new("price".parse()?, 1)
    ///     .with_scale(percent)
    ///     .with_polarity(Polarity::LowerIsBetter);
    /// let rubric = Rubric::builder("offers".parse()?).criterion(price).build()?;
    /// assert_eq!(rubric.good(0, 65_u32.into()), Some("2.4".parse()?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn good(&self, position: usize, raw: Ratio) -> Option<Ratio> {
        let measure = self.measures().get(position)?;
        if !measure.scale.contains(raw) {
            return None;
        }
        let (a, b) = measure.scale_ends();
        let (lo, hi) = (self.scale().min().to_ratio(), self.scale().max().to_ratio());
        let from_worst = raw.checked_sub(a).ok()?.checked_div(b.checked_sub(a).ok()?);
        let above = hi
            .checked_sub(lo)
            .ok()?
            .checked_mul(from_worst.ok()?)
            .ok()?;
        lo.checked_add(above).ok()
    }

    /// Returns whether evaluations by the two can be compared: id, version, scale, limits and the
    /// list of (id, weight, scale, polarity, floor) are equal. Texts do not count.
    pub fn is_same(&self, other: &Self) -> bool {
        let head = |rubric: &Self| {
            let draft = &rubric.0.draft;
            (
                draft.version,
                draft.scale,
                draft.max_gaps,
                draft.min_coverage,
            )
        };
        let measured = |rubric: &Self| -> Vec<(Id, u32, Measure)> {
            let criteria = rubric.criteria().iter().zip(rubric.measures());
            criteria
                .map(|(criterion, measure)| (criterion.id().clone(), criterion.weight(), *measure))
                .collect()
        };
        Arc::ptr_eq(&self.0, &other.0)
            || (self.id() == other.id()
                && head(self) == head(other)
                && measured(self) == measured(other))
    }

    pub(super) fn measures(&self) -> &[Measure] {
        &self.0.measures
    }

    /// The sum of all weights, above 0.
    pub(super) fn total_weight(&self) -> u64 {
        self.0.total_weight
    }

    /// The least common multiple of the step counts of all criteria.
    pub(super) fn fineness(&self) -> u128 {
        self.0.fineness
    }
}

impl PartialEq for Rubric {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.draft == other.0.draft
    }
}

impl Eq for Rubric {}

impl TryFrom<RubricDraft> for Rubric {
    type Error = RubricError;

    fn try_from(draft: RubricDraft) -> Result<Self, RubricError> {
        draft.build()
    }
}

impl From<Rubric> for RubricDraft {
    fn from(rubric: Rubric) -> Self {
        rubric.0.draft.clone()
    }
}

impl Measure {
    /// The raw scores that are worth the least and the most.
    pub(super) fn scale_ends(&self) -> (Ratio, Ratio) {
        let (worst, best) = self.ends();
        (worst.to_ratio(), best.to_ratio())
    }

    /// The worst and the best level.
    pub(super) fn ends(&self) -> (Score, Score) {
        match self.polarity {
            Polarity::HigherIsBetter => (self.scale.min(), self.scale.max()),
            Polarity::LowerIsBetter => (self.scale.max(), self.scale.min()),
        }
    }
}
