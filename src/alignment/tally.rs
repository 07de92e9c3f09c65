//! [`Tally`]: the verdict and the sums of one row of scores, without the heap.

use super::criterion::Floor;
use super::evaluate_error::EvaluateError;
use super::line::Verdict;
use super::measure::Measure;
use super::rubric::Rubric;
use super::scale::Score;
use crate::ratio::Ratio;

/// What a row of scores comes to: the verdict, and sums that are reduced when asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    verdict: Verdict,
    /// The weighted sum of good values, in parts.
    parts: i128,
    scored: u64,
    missing: u64,
    /// How many parts make 1.
    one: i128,
    /// The ends of the reporting scale, in parts.
    low: i128,
    high: i128,
}

impl Rubric {
    /// Evaluates one row of scores in rubric order, without waivers and without the heap.
    ///
    /// A score that is not there was not assessed. The result is that of
    /// [`evaluate`](Self::evaluate) for the same scores.
    ///
    /// # Errors
    ///
    /// [`EvaluateError::WrongLength`], [`EvaluateError::OutOfScale`], [`EvaluateError::OffStep`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Rubric, Score, Verdict};
    ///
    /// let matrix = Rubric::partnership_alignment_matrix();
    /// let row = [4, 5, 2, 4].map(|score| Some(Score::from(score)));
    /// let tally = matrix.tally(&row)?;
    /// assert_eq!(tally.verdict(), Verdict::NeedsBridging);
    /// assert_eq!(tally.score(), Some("15/4".parse()?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn tally(&self, scores: &[Option<Score>]) -> Result<Tally, EvaluateError> {
        let measures = self.measures();
        if scores.len() != measures.len() {
            return Err(EvaluateError::WrongLength {
                expected: measures.len(),
                found: scores.len(),
            });
        }
        let (mut parts, mut weight) = (0_i128, 0_u64);
        let (mut breaches, mut gaps, mut unknown) = (0_u32, 0_u32, 0_u32);
        for (position, (measure, score)) in measures.iter().zip(scores).enumerate() {
            // At most 1,024 criteria, and sums within 2^97 by the guard of the rubric's door.
            let Some(score) = *score else {
                unknown = unknown.wrapping_add(u32::from(!measure.floor.is_none()));
                continue;
            };
            let Some(level) = measure.quick_level(score) else {
                return Err(self.misplaced(position, measure, score));
            };
            let Floor { reject, bridge } = measure.floor;
            let is_past = |limit| measure.polarity.is_past(&score, &limit);
            let breach = reject.is_some_and(is_past);
            let gap = !breach && bridge.is_some_and(is_past);
            breaches = breaches.wrapping_add(u32::from(breach));
            gaps = gaps.wrapping_add(u32::from(gap));
            weight = weight.wrapping_add(measure.weight.into());
            let weighted = measure.parts(level).wrapping_mul(measure.weight.into());
            parts = parts.wrapping_add(weighted);
        }
        let verdict = if breaches > 0 || self.max_gaps().is_some_and(|most| gaps > most) {
            Verdict::NoFit
        } else if unknown > 0 || weight == 0 || weight < self.least_scored() {
            Verdict::Incomplete
        } else if gaps > 0 {
            Verdict::NeedsBridging
        } else {
            Verdict::Fit
        };
        let (low, high) = self.ends_in_parts();
        Ok(Tally {
            verdict,
            parts,
            scored: weight,
            missing: self.total_weight().wrapping_sub(weight),
            one: self.one_in_parts(),
            low,
            high,
        })
    }

    /// Why a score is on no level of its criterion.
    #[cold]
    fn misplaced(&self, position: usize, measure: &Measure, score: Score) -> EvaluateError {
        match self.criteria().get(position) {
            Some(criterion) => {
                EvaluateError::misplaced(criterion.id(), measure.scale, score.to_ratio())
            }
            None => EvaluateError::Overflow,
        }
    }
}

impl Tally {
    /// Returns the verdict.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns the weighted mean of what is scored, if anything with a weight is.
    pub fn score(&self) -> Option<Ratio> {
        self.over(self.parts, self.scored)
    }

    /// Returns the mean if everything that is missing were worth the least.
    pub fn low(&self) -> Ratio {
        self.completed(self.low)
    }

    /// Returns the mean if everything that is missing were worth the most.
    pub fn high(&self) -> Ratio {
        self.completed(self.high)
    }

    /// Returns the part of the weight that is scored.
    pub fn coverage(&self) -> Ratio {
        let all = self.scored.wrapping_add(self.missing);
        Ratio::new(self.scored.into(), all.into()).unwrap_or(Ratio::ZERO)
    }

    /// The mean if everything that is missing were worth so many parts.
    fn completed(&self, worth: i128) -> Ratio {
        let missing = worth.wrapping_mul(self.missing.into());
        let all = self.scored.wrapping_add(self.missing);
        let parts = self.parts.wrapping_add(missing);
        self.over(parts, all).unwrap_or(Ratio::ZERO)
    }

    /// A sum of parts over a weight; `None` if that is 0.
    fn over(&self, parts: i128, weight: u64) -> Option<Ratio> {
        let mean = Ratio::new(parts, weight.into()).ok()?;
        mean.checked_div(Ratio::new(self.one, 1).ok()?).ok()
    }
}
