//! [`Rubric`]: what is asked of a subject, checked once.

use std::sync::Arc;

use super::criterion::Criterion;
use super::id::Id;
use super::measure::Measure;
use super::rubric_draft::RubricDraft;
use super::rubric_error::RubricError;
use super::scale::{Scale, Score};
use crate::ratio::Ratio;
use crate::wide::U256;

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
    /// Their positions, sorted by id.
    by_id: Vec<usize>,
    total_weight: u64,
    /// The least weight that has to be scored for a verdict, if all applies.
    least_scored: u64,
    /// The least common multiple of the step counts of all criteria.
    fineness: i128,
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
        let id = |at: &usize| self.criteria().get(*at).map(Criterion::id);
        let by_id = &self.0.by_id;
        let found = by_id.binary_search_by(|at| id(at).cmp(&Some(criterion)));
        by_id.get(found.ok()?).copied()
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
        measure.good(raw).ok()
    }

    /// Returns whether evaluations by the two can be compared: id, version, scale, limits and the
    /// list of (id, weight, scale, polarity, floor) are equal. Texts do not count.
    pub fn is_same(&self, other: &Self) -> bool {
        let head = |rubric: &Self| {
            let draft = rubric.draft();
            (
                draft.version,
                draft.scale,
                draft.max_gaps,
                draft.min_coverage,
            )
        };
        let ids = self.criteria().iter().map(Criterion::id);
        let mut measures = self.measures().iter().zip(other.measures());
        Arc::ptr_eq(&self.0, &other.0)
            || (self.id() == other.id()
                && head(self) == head(other)
                && ids.eq(other.criteria().iter().map(Criterion::id))
                && measures.all(|(left, right)| left.is_same(right)))
    }

    pub(super) fn measures(&self) -> &[Measure] {
        &self.0.measures
    }

    /// The sum of all weights, above 0.
    pub(super) fn total_weight(&self) -> u64 {
        self.0.total_weight
    }

    /// The least weight that has to be scored for a verdict, if all applies.
    pub(super) fn least_scored(&self) -> u64 {
        self.0.least_scored
    }

    /// How many parts make 1: the common unit of all good values on a level.
    pub(super) fn one_in_parts(&self) -> i128 {
        self.0.fineness.saturating_mul(10_000)
    }

    /// What the ends of the scale are in parts.
    pub(super) fn ends_in_parts(&self) -> (i128, i128) {
        let parts = |end: Score| {
            let units = i128::from(end.to_ten_thousandths());
            units.saturating_mul(self.0.fineness)
        };
        (parts(self.scale().min()), parts(self.scale().max()))
    }
}

impl RubricDraft {
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
            measures.push(Measure::new(criterion, self.scale, fineness));
        }
        let least_scored = least_of(self.min_coverage, total_weight);
        let mut by_id: Vec<usize> = (0..self.criteria.len()).collect();
        by_id.sort_by_key(|at| self.criteria.get(*at).map(Criterion::id));
        Rubric(Arc::new(Facts {
            draft: self,
            measures,
            by_id,
            total_weight,
            least_scored,
            fineness: i128::try_from(fineness).unwrap_or(i128::MAX),
        }))
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

/// The least whole weight that is at least this part of all, which is within 0 to 1.
fn least_of(coverage: Ratio, all: u64) -> u64 {
    let (above, below) = (coverage.numerator(), coverage.denominator());
    let product = U256::product(above.unsigned_abs(), all.into());
    match product.div_rem(below.unsigned_abs()) {
        Some((whole, rest)) => {
            let whole = whole.to_u128().and_then(|whole| u64::try_from(whole).ok());
            whole.map_or(all, |whole| whole.saturating_add(u64::from(rest > 0)))
        }
        None => all,
    }
}
