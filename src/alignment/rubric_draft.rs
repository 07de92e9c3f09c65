//! [`RubricDraft`]: a rubric as a person writes it, and every fault that it may have.

use std::collections::BTreeSet;

use num_integer::Integer as _;

use super::criterion::{Criterion, Floor};
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
/// [`Rubric::builder`](super::Rubric::builder) starts one; [`Self::problems`] lists every fault,
/// [`Self::build`] returns the rubric or the first of them.
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
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
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
        if self.fineness().is_none() {
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
    pub(super) fn fineness(&self) -> Option<u128> {
        let mut common = 1_u128;
        let mut weight = 0_u128;
        for criterion in &self.criteria {
            let scale = criterion.own_scale().unwrap_or(self.scale);
            let steps = u128::from(scale.steps());
            let times = steps.checked_div(common.gcd(&steps))?;
            common = common.checked_mul(times)?;
            weight = weight.saturating_add(criterion.weight().into());
        }
        let bound = |score: Score| u128::from(score.to_ten_thousandths().unsigned_abs());
        let largest = bound(self.scale.min()).max(bound(self.scale.max()));
        let parts = weight.checked_mul(common)?.checked_mul(largest)?;
        (parts <= MOST_PARTS).then_some(common)
    }
}
