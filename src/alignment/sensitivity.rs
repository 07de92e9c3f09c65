//! [`Sensitivity`]: what would turn a lead.

use std::cmp::Reverse;

use super::evaluation::Evaluation;
use super::flip::Flip;
use super::id::Id;
use super::measure::Measure;
use super::pair::{Difference, Pair};
use super::schema::Schema;
use super::sensitivity_error::SensitivityError;
use super::tolerance::tolerance;
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// Whether one subject is nowhere worse than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "Pareto dominance")]
pub enum Dominance {
    /// Better on every scored criterion with a weight.
    Strict,
    /// Better on some of them and worse on none.
    Weak,
    /// Worse on some of them.
    None,
}

/// Weight that is moved from one criterion to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Move {
    /// The criterion that loses weight.
    pub from: Id,
    /// The criterion that gains it.
    pub to: Id,
    /// The share that is moved.
    pub share: Ratio,
}

/// The least weight that has to move for a tie.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Shift {
    /// The share that is moved in all.
    pub share: Ratio,
    /// The moves that do it.
    pub moves: Vec<Move>,
}

/// How many whole steps of one score turn the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Steps {
    /// Steps of the leader's score in the bad direction; none if the scale ends first.
    pub leader_down: Option<u64>,
    /// Steps of the rival's score in the good direction; none if the scale ends first.
    pub rival_up: Option<u64>,
}

/// What would turn a lead of one subject over another: weights, shifts, errors and scores.
///
/// Everything concerns the criteria with a weight that both are scored on. Verdicts ignore
/// weights, so limits play no part (spec/alignment.md 7): who ranks first by verdict with a lower
/// score is not ahead here. [`Evaluation::bridges`](super::Evaluation::bridges) says what would
/// raise a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "robustness")]
pub struct Sensitivity {
    schema: Schema,
    gap: Ratio,
    flips: Vec<(Id, Option<Flip>)>,
    least_shift: Option<Shift>,
    tolerance: Option<Ratio>,
    steps_to_lose: Vec<(Id, Steps)>,
    dominance: Dominance,
}

impl Sensitivity {
    /// Returns what would turn the lead of one evaluation over another.
    ///
    /// # Errors
    ///
    /// [`CompareError::MixedRubrics`](super::CompareError::MixedRubrics),
    /// [`CompareError::DifferentCoverage`](super::CompareError::DifferentCoverage),
    /// [`CompareError::NoScore`](super::CompareError::NoScore),
    /// [`SensitivityError::NotAhead`], [`SensitivityError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Assessment, Rubric, Score, Sensitivity};
    /// use partnership::time::date;
    ///
    /// let rubric = Rubric::partnership_alignment_matrix();
    /// let of = |subject: &str, scores: [i32; 4]| -> Result<_, partnership::Error> {
    ///     let mut found = Assessment::new(subject.parse()?, date("2026-01-01")?);
    ///     for (criterion, score) in rubric.criteria().iter().zip(scores) {
    ///         found = found.rate(criterion.id().clone(), Score::from(score));
    ///     }
    ///     Ok(rubric.evaluate(&found)?)
    /// };
    /// let (elm, aurora) = (of("Elm", [4, 5, 4, 4])?, of("Aurora", [5, 4, 3, 4])?);
    /// let sensitivity = Sensitivity::new(&elm, &aurora)?;
    /// assert_eq!(sensitivity.gap(), "1/4".parse()?);
    /// // Elm leads as long as strategic fit has less than 40% of the weight.
    /// let (_, flip) = &sensitivity.flips()[0];
    /// assert_eq!(flip.map(|flip| flip.share), Some("40%".parse()?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn new(leader: &Evaluation, rival: &Evaluation) -> Result<Self, SensitivityError> {
        let pair = ahead(leader, rival)?;
        let mut flips = Vec::with_capacity(pair.differences.len());
        let mut steps_to_lose = Vec::with_capacity(pair.differences.len());
        for difference in &pair.differences {
            flips.push((difference.criterion.clone(), Flip::of(&pair, difference)?));
            let steps = steps_to_lose_by(&pair, difference)?;
            steps_to_lose.push((difference.criterion.clone(), steps));
        }
        Ok(Self {
            schema: Schema,
            gap: pair.gap,
            flips,
            least_shift: least_shift(&pair)?,
            tolerance: tolerance(&pair)?,
            steps_to_lose,
            dominance: dominance(&pair),
        })
    }

    /// Returns how far the leader's score is above the rival's.
    pub const fn gap(&self) -> Ratio {
        self.gap
    }

    /// Returns by criterion the weight at which they tie, all others as they are; none where no
    /// weight brings a tie.
    pub fn flips(&self) -> &[(Id, Option<Flip>)] {
        &self.flips
    }

    /// Returns the least weight that has to move between criteria until they tie; none if none
    /// does.
    pub const fn least_shift(&self) -> Option<&Shift> {
        self.least_shift.as_ref()
    }

    /// Returns how far every share may be off at once before the rival can lead; none if it never
    /// can.
    pub const fn tolerance(&self) -> Option<Ratio> {
        self.tolerance
    }

    /// Returns by criterion how many whole steps of one score put the rival ahead.
    pub fn steps_to_lose(&self) -> &[(Id, Steps)] {
        &self.steps_to_lose
    }

    /// Returns whether the leader is nowhere worse.
    pub const fn dominance(&self) -> Dominance {
        self.dominance
    }
}

/// Two evaluations of which the first is ahead.
pub(super) fn ahead<'a>(
    leader: &'a Evaluation,
    rival: &'a Evaluation,
) -> Result<Pair<'a>, SensitivityError> {
    let pair = Pair::new(leader, rival)?;
    if pair.gap.is_positive() {
        return Ok(pair);
    }
    Err(SensitivityError::NotAhead {
        leader: leader.subject().clone(),
        rival: rival.subject().clone(),
    })
}

/// Moves weight from the largest differences to the smallest until nothing of the gap is left.
fn least_shift(pair: &Pair<'_>) -> Result<Option<Shift>, RatioError> {
    let mut by_size: Vec<&Difference<'_>> = pair.differences.iter().collect();
    // Both choices are stable: the first of equals in rubric order.
    let sink = by_size
        .iter()
        .copied()
        .reduce(|least, next| if next.by < least.by { next } else { least });
    let Some(sink) = sink.filter(|sink| !sink.by.is_positive()) else {
        return Ok(None);
    };
    by_size.sort_by_key(|difference| Reverse(difference.by));
    let mut rest = pair.gap;
    let mut shift = Shift {
        share: Ratio::ZERO,
        moves: Vec::new(),
    };
    for difference in by_size {
        if !rest.is_positive() {
            break;
        }
        let gain = difference.by.checked_sub(sink.by)?;
        // From the sink down nothing is gained, and nothing is left to move.
        if !gain.is_positive() {
            break;
        }
        let share = rest.checked_div(gain)?.min(difference.share);
        rest = rest.checked_sub(share.checked_mul(gain)?)?;
        shift.share = shift.share.checked_add(share)?;
        shift.moves.push(Move {
            from: difference.criterion.clone(),
            to: sink.criterion.clone(),
            share,
        });
    }
    Ok(Some(shift))
}

/// `floor(gap / (share x step)) + 1`, unless the scale ends first.
fn steps_to_lose_by(pair: &Pair<'_>, difference: &Difference<'_>) -> Result<Steps, RatioError> {
    let measure: &Measure = difference.measure;
    let by_step = difference.share.checked_mul(measure.good_step()?)?;
    let whole = pair.gap.checked_div(by_step)?.round(Rounding::Floor);
    let needed = whole.saturating_add(1);
    let all = Ratio::from(measure.steps());
    let room = |place: Ratio| -> Result<Option<u64>, RatioError> {
        let left = place.checked_mul(all)?.round(Rounding::Floor);
        let needed = Some(needed).filter(|needed| *needed <= left);
        Ok(needed.and_then(|needed| u64::try_from(needed).ok()))
    };
    let below_best = Ratio::ONE.checked_sub(measure.place_of_good(difference.right)?)?;
    Ok(Steps {
        leader_down: room(measure.place_of_good(difference.left)?)?,
        rival_up: room(below_best)?,
    })
}

fn dominance(pair: &Pair<'_>) -> Dominance {
    let mut by = pair.differences.iter().map(|difference| difference.by);
    if by.clone().all(Ratio::is_positive) {
        Dominance::Strict
    } else if by.any(Ratio::is_negative) {
        Dominance::None
    } else {
        // Nowhere worse, and ahead, so better somewhere.
        Dominance::Weak
    }
}
