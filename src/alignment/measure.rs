//! [`Measure`]: how a criterion turns raw scores into good values on the rubric's scale.

use super::criterion::{Criterion, Floor, Polarity};
use super::scale::{Scale, Score};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;
use crate::wide;

/// One criterion, measured in parts: the common unit of all good values of a rubric.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    pub(super) scale: Scale,
    pub(super) polarity: Polarity,
    pub(super) floor: Floor,
    pub(super) weight: u32,
    /// What the worst and the best level are worth.
    low: Ratio,
    high: Ratio,
    steps: u64,
    /// What the raw minimum is worth in parts, and how much a step up adds.
    base: i128,
    unit: i128,
    /// The step as an odd number, inverted modulo `2^64`, times this power of two.
    inverse: u64,
    twos: u32,
}

impl Measure {
    /// How a criterion measures on the scale of its rubric; `fineness` is a multiple of its steps.
    ///
    /// The guard of the rubric's door keeps every number here within `2^97`.
    pub(super) fn new(criterion: &Criterion, rubric: Scale, fineness: u128) -> Self {
        let scale = criterion.own_scale().unwrap_or(rubric);
        let polarity = criterion.polarity();
        let steps = scale.steps();
        let fine = i128::try_from(fineness).unwrap_or(i128::MAX);
        let low = i128::from(rubric.min().to_ten_thousandths());
        let high = i128::from(rubric.max().to_ten_thousandths());
        let width = high.saturating_sub(low);
        let per_step = fine.checked_div(steps.into()).unwrap_or(0);
        let unit = width.saturating_mul(per_step);
        let (start, unit) = match polarity {
            Polarity::HigherIsBetter => (low, unit),
            Polarity::LowerIsBetter => (high, unit.saturating_neg()),
        };
        let step = scale.step().to_ten_thousandths().unsigned_abs();
        let twos = step.trailing_zeros();
        Self {
            scale,
            polarity,
            floor: criterion.floor(),
            weight: criterion.weight(),
            low: rubric.min().to_ratio(),
            high: rubric.max().to_ratio(),
            steps,
            base: start.saturating_mul(fine),
            unit,
            inverse: inverse(step.checked_shr(twos).unwrap_or(1)),
            twos,
        }
    }

    /// Whether the two ask for the same: scale, polarity, limits and weight.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let asked = |measure: &Self| (measure.scale, measure.polarity, measure.floor);
        self.weight == other.weight && asked(self) == asked(other)
    }

    /// How many steps lead from the least level to the largest.
    pub(super) const fn steps(&self) -> u64 {
        self.steps
    }

    /// The level of a score, counted from the least; `None` if it is outside the scale or on no
    /// step.
    ///
    /// `x` is `q` times an odd number exactly if `x` times its inverse is `q`; of every other `x`
    /// the product is larger than the quotient of `2^64`, and so than any level.
    #[inline]
    pub(super) fn quick_level(&self, score: Score) -> Option<u64> {
        if score < self.scale.min() || score > self.scale.max() {
            return None;
        }
        let (score, min) = (score.to_ten_thousandths(), self.scale.min());
        let above = wide::as_unsigned(score.wrapping_sub(min.to_ten_thousandths()));
        let level = above.wrapping_mul(self.inverse).rotate_right(self.twos);
        (level <= self.steps).then_some(level)
    }

    /// What a level is worth, in parts.
    #[inline]
    pub(super) fn parts(&self, level: u64) -> i128 {
        self.base
            .wrapping_add(self.unit.wrapping_mul(i128::from(level)))
    }

    /// What a raw value within the scale is worth on the rubric's scale.
    pub(super) fn good(&self, raw: Ratio) -> Result<Ratio, RatioError> {
        self.at(self.place_of_raw(raw)?)
    }

    /// What a place between the worst level (0) and the best (1) is worth.
    fn at(&self, place: Ratio) -> Result<Ratio, RatioError> {
        let width = self.high.checked_sub(self.low)?;
        self.low.checked_add(width.checked_mul(place)?)
    }

    /// Where a raw value stands between the worst level (0) and the best (1).
    pub(super) fn place_of_raw(&self, raw: Ratio) -> Result<Ratio, RatioError> {
        let (worst, best) = self.ends();
        let width = best.to_ratio().checked_sub(worst.to_ratio())?;
        raw.checked_sub(worst.to_ratio())?.checked_div(width)
    }

    /// Where a good value stands between the worst level (0) and the best (1).
    pub(super) fn place_of_good(&self, good: Ratio) -> Result<Ratio, RatioError> {
        let width = self.high.checked_sub(self.low)?;
        good.checked_sub(self.low)?.checked_div(width)
    }

    /// The first level at or past a place, in the good direction, and what it is worth; `None`
    /// beyond the best.
    pub(super) fn reach(&self, place: Ratio) -> Result<Option<(Score, Ratio)>, RatioError> {
        let steps = Ratio::from(self.steps);
        let count = place.checked_mul(steps)?.round(Rounding::Ceiling).max(0);
        let Some(count) = i64::try_from(count)
            .ok()
            .filter(|count| count.unsigned_abs() <= self.steps)
        else {
            return Ok(None);
        };
        let (worst, _) = self.ends();
        // At most the width of the scale.
        let way = self.scale.step().to_ten_thousandths().saturating_mul(count);
        let way = match self.polarity {
            Polarity::HigherIsBetter => way,
            Polarity::LowerIsBetter => way.saturating_neg(),
        };
        let score = Score::from_ten_thousandths(worst.to_ten_thousandths().saturating_add(way));
        let good = self.at(Ratio::from(count).checked_div(steps)?)?;
        Ok(Some((score, good)))
    }

    /// What a step is worth on the rubric's scale.
    pub(super) fn good_step(&self) -> Result<Ratio, RatioError> {
        self.high
            .checked_sub(self.low)?
            .checked_div(self.steps.into())
    }

    /// The worst and the best level.
    pub(super) const fn ends(&self) -> (Score, Score) {
        match self.polarity {
            Polarity::HigherIsBetter => (self.scale.min(), self.scale.max()),
            Polarity::LowerIsBetter => (self.scale.max(), self.scale.min()),
        }
    }
}

/// The number whose product with an odd one is 1 modulo `2^64`.
const fn inverse(odd: u64) -> u64 {
    // An odd number is its own inverse modulo 8; each round doubles the bits that are right.
    let mut inverse = odd;
    let mut round = 0_u8;
    while round < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        round = round.saturating_add(1);
    }
    inverse
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::alignment::Id;

    fn scale_and_score() -> impl Strategy<Value = (Scale, Score)> {
        let step = prop_oneof![1..9_i64, Just(10_000), Just(2_500), 1..1_000_000_i64];
        let start = prop_oneof![Just(0), Just(10_000), -100_000..100_000_i64];
        (step, 1..1_000_000_i64, start).prop_flat_map(|(step, steps, start)| {
            let at = move |level: i64| start.saturating_add(step.saturating_mul(level));
            let end = at(steps);
            let scale = Scale::new(
                Score::from_ten_thousandths(start),
                Score::from_ten_thousandths(end),
                Score::from_ten_thousandths(step),
            );
            let on_step = (0..=steps).prop_map(at);
            let score = prop_oneof![
                on_step,
                start.saturating_sub(2)..=end.saturating_add(2),
                Just(start),
                Just(end)
            ];
            (
                Just(scale.unwrap()),
                score.prop_map(Score::from_ten_thousandths),
            )
        })
    }

    proptest! {
        #[test]
        fn a_quick_level_is_a_level((scale, score) in scale_and_score()) {
            let criterion = Criterion::new(Id::new("a").unwrap(), 1).with_scale(scale);
            let measure = Measure::new(&criterion, Scale::FIVE, scale.steps().into());
            prop_assert_eq!(measure.quick_level(score), scale.level(score).ok());
        }
    }
}
