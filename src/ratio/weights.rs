//! [`Weights`]: integer weights over which many amounts can be divided.

use num_integer::Integer as _;

use super::value::Ratio;
use crate::wide::{count, high64, low64};

/// A part of a whole as an integer, without a particular total.
pub type Weight = u64;

/// A checked list of integer weights: at least one, their sum from 1 to `2^64 - 1`.
///
/// Weights are not percents and need no particular total: `70, 30` and `7, 3` divide alike. The
/// sum, the largest weight and whether all are equal are kept, so that many amounts can be
/// divided over the same weights (spec/money.md 5, spec/splits.md 1.1).
///
/// # Examples
///
/// ```
/// use partnership::{Ratio, Weights};
///
/// let weights = Weights::new(vec![70, 30])?;
/// assert_eq!(weights.sum(), 100);
///
/// let thirds = Weights::from_ratios(&[Ratio::new(1, 3)?, Ratio::new(1, 2)?])?;
/// assert_eq!(thirds.as_slice(), [2, 3]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[doc(alias = "shares")]
pub struct Weights {
    list: Vec<Weight>,
    summary: Summary,
    largest: Weight,
    /// What divides every weight.
    divisor: u64,
}

impl Weights {
    /// Checks a list of weights.
    ///
    /// # Errors
    ///
    /// [`WeightsError::Empty`], [`WeightsError::AllZero`], and [`WeightsError::WeightOverflow`]
    /// for a sum of `2^64` or more.
    pub fn new(weights: impl Into<Vec<Weight>>) -> Result<Self, WeightsError> {
        let weights = weights.into();
        let summary = Summary::of(&weights)?;
        Ok(Self {
            summary: summary.prepared(),
            largest: weights.iter().copied().max().unwrap_or(0),
            divisor: divisor(&weights),
            list: weights,
        })
    }

    /// Returns the weights that stand in the same proportion as the ratios: the ratios brought to
    /// their least common denominator.
    ///
    /// # Errors
    ///
    /// In this order: [`WeightsError::Empty`], [`WeightsError::NegativeWeight`],
    /// [`WeightsError::TooFine`] if the least common denominator is `2^64` or more,
    /// [`WeightsError::AllZero`], [`WeightsError::WeightOverflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Weights;
    ///
    /// let shares = ["1/2".parse()?, "1/3".parse()?, "1/6".parse()?];
    /// assert_eq!(Weights::from_ratios(&shares)?.as_slice(), [3, 2, 1]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn from_ratios(ratios: &[Ratio]) -> Result<Self, WeightsError> {
        if let Some(index) = ratios.iter().position(|ratio| ratio.is_negative()) {
            return Err(WeightsError::NegativeWeight { index });
        }
        let common = common_denominator(ratios.iter().copied())?;
        let mut sum: u128 = 0;
        let mut weights = Vec::with_capacity(ratios.len());
        for ratio in ratios {
            let times = common
                .checked_div(ratio.denominator().unsigned_abs())
                .unwrap_or(0);
            let weight = ratio.numerator().unsigned_abs().saturating_mul(times);
            sum = sum.saturating_add(weight);
            // A weight beyond 64 bits makes the sum overflow below.
            weights.push(u64::try_from(weight).unwrap_or(u64::MAX));
        }
        if sum > u128::from(u64::MAX) {
            return Err(WeightsError::WeightOverflow { sum });
        }
        Self::new(weights)
    }

    /// Returns the weights, in the order given.
    pub fn as_slice(&self) -> &[Weight] {
        &self.list
    }

    /// Returns how many weights there are, 1 or more.
    #[expect(
        clippy::len_without_is_empty,
        reason = "a list of weights is never empty"
    )]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the sum of the weights, 1 or more.
    pub const fn sum(&self) -> u64 {
        self.summary.sum
    }

    /// Returns the largest weight.
    pub const fn largest(&self) -> Weight {
        self.largest
    }

    /// Returns whether all weights are the same.
    pub const fn are_equal(&self) -> bool {
        self.summary.all_equal
    }

    /// Returns the share of one position, `weight / sum`, if there is such a position.
    pub fn share(&self, position: usize) -> Option<Ratio> {
        let weight = self.list.get(position)?;
        Ratio::new(i128::from(*weight), i128::from(self.summary.sum)).ok()
    }

    /// Returns the same proportions in lowest terms: every weight divided by what divides all.
    #[must_use]
    pub fn reduced(&self) -> Self {
        let by = |number: u64| number.checked_div(self.divisor).unwrap_or(number);
        let list: Vec<Weight> = self.list.iter().map(|weight| by(*weight)).collect();
        Self {
            summary: Summary {
                sum: by(self.summary.sum),
                union: list.iter().fold(0, |union, weight| union | weight),
                all_equal: self.summary.all_equal,
                reciprocal: 0,
            }
            .prepared(),
            largest: by(self.largest),
            divisor: 1,
            list,
        }
    }

    /// The greatest common divisor of the weights.
    pub(crate) const fn divisor(&self) -> u64 {
        self.divisor
    }

    /// The sum of the weights in lowest terms.
    #[inline]
    pub(crate) fn reduced_sum(&self) -> u64 {
        if self.divisor == 1 {
            return self.sum();
        }
        self.sum().checked_div(self.divisor).unwrap_or(1)
    }

    pub(crate) const fn summary(&self) -> Summary {
        self.summary
    }
}

/// `rest * 2^64 / sum` and what is left, for `rest < sum`, or 1 over 1.
#[inline]
pub(crate) fn divide_rest(rest: u64, sum: u64) -> (u64, u64) {
    let (rest, sum) = (u128::from(rest).wrapping_shl(64), u128::from(sum));
    let quotient = rest.checked_div(sum).unwrap_or(0);
    let left = rest.wrapping_sub(quotient.wrapping_mul(sum));
    (low64(quotient), low64(left))
}

/// The greatest common divisor, which is mostly 1 after two weights.
fn divisor(weights: &[Weight]) -> u64 {
    let mut divisor: u64 = 0;
    for weight in weights {
        if *weight != divisor {
            divisor = divisor.gcd(weight);
        }
        if divisor == 1 {
            break;
        }
    }
    divisor
}

/// What dividing needs to know of a list of weights: its sum, the union of all bits, and whether
/// all are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Summary {
    pub(crate) sum: u64,
    pub(crate) union: Weight,
    pub(crate) all_equal: bool,
    /// `2^128 / sum` rounded up, if many amounts are to be divided: 0 if not, and for a sum of 1.
    reciprocal: u128,
}

impl Summary {
    /// The same with its reciprocal, so that dividing many amounts needs no division.
    fn prepared(self) -> Self {
        let (high, rest) = divide_rest(1, self.sum);
        let (low, rest) = divide_rest(rest, self.sum);
        let floor = u128::from(high).wrapping_shl(64) | u128::from(low);
        let reciprocal = floor.wrapping_add(u128::from(rest > 0));
        Self {
            reciprocal: if self.sum == 1 { 0 } else { reciprocal },
            ..self
        }
    }

    /// Quotient and remainder of a magnitude by the sum.
    #[inline]
    pub(crate) fn divide(self, magnitude: u64) -> (u64, u64) {
        if self.reciprocal == 0 {
            let quotient = magnitude.checked_div(self.sum).unwrap_or(0);
            return (
                quotient,
                magnitude.wrapping_sub(quotient.wrapping_mul(self.sum)),
            );
        }
        // The reciprocal is too large by less than 1, the product by less than 1 / W: exact.
        let high = u128::from(high64(self.reciprocal));
        let low = u128::from(low64(self.reciprocal));
        let magnitude_wide = u128::from(magnitude);
        let carried = high64(magnitude_wide.wrapping_mul(low));
        let product = magnitude_wide
            .wrapping_mul(high)
            .wrapping_add(u128::from(carried));
        let quotient = high64(product);
        (
            quotient,
            magnitude.wrapping_sub(quotient.wrapping_mul(self.sum)),
        )
    }

    /// A factor from `rest * 2^64 / sum` on, and beyond it by at most `1 + sum / 2^64`, for a rest
    /// below the sum.
    #[inline]
    pub(crate) fn factor(self, rest: u64) -> u64 {
        if self.reciprocal == 0 {
            let (quotient, left) = divide_rest(rest, self.sum);
            return quotient.wrapping_add(u64::from(left > 0));
        }
        let low = u128::from(rest).wrapping_mul(u128::from(low64(self.reciprocal)));
        let high = rest.wrapping_mul(high64(self.reciprocal));
        high.wrapping_add(high64(low)).wrapping_add(1)
    }

    /// One pass over the weights.
    #[inline]
    pub(crate) fn of(weights: &[Weight]) -> Result<Self, WeightsError> {
        let (Some(first), Some(last)) = (weights.first(), weights.last()) else {
            return Err(WeightsError::Empty);
        };
        let (mut sum, mut union) = (0_u64, 0_u64);
        let all_equal = first == last && are_all(weights, *first);
        if all_equal {
            sum = first.wrapping_mul(count(weights.len()));
            union = *first;
        } else {
            for weight in weights {
                sum = sum.wrapping_add(*weight);
                union |= *weight;
            }
        }
        // Every weight is below 2^64 / 2^room.
        let room = union.leading_zeros();
        if count(weights.len()).checked_shr(room).unwrap_or(0) > 0 {
            sum = exact_sum(weights)?;
        }
        if union == 0 {
            return Err(WeightsError::AllZero);
        }
        Ok(Self {
            sum,
            union,
            all_equal,
            reciprocal: 0,
        })
    }
}

/// Whether all weights are this one, given up soon after the first that is not.
fn are_all(weights: &[Weight], one: Weight) -> bool {
    let same = |chunk: &[Weight]| chunk.iter().fold(0, |seen, weight| seen | (weight ^ one)) == 0;
    weights.chunks(64).all(same)
}

/// The sum of weights so large or so many that it may be none of 64 bits.
#[cold]
fn exact_sum(weights: &[Weight]) -> Result<u64, WeightsError> {
    let sum = weights.iter().fold(0_u128, |sum, weight| {
        sum.saturating_add(u128::from(*weight))
    });
    u64::try_from(sum).map_err(|_| WeightsError::WeightOverflow { sum })
}

/// The least common denominator, which must be below `2^64`.
pub(crate) fn common_denominator(
    ratios: impl IntoIterator<Item = Ratio>,
) -> Result<u128, WeightsError> {
    let mut common: u128 = 1;
    for ratio in ratios {
        let denominator = ratio.denominator().unsigned_abs();
        let rest = denominator
            .checked_div(common.gcd(&denominator))
            .unwrap_or(1);
        common = common.saturating_mul(rest);
        if common > u128::from(u64::MAX) {
            return Err(WeightsError::TooFine {
                denominator: common,
            });
        }
    }
    Ok(common)
}

/// Why a list is no list of weights.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// There is no weight.
    #[error("no weights")]
    Empty,
    /// Every weight is 0, so nothing can be divided.
    #[error("all weights are zero")]
    AllZero,
    /// A weight is below 0.
    #[error("the weight at position {index} is negative")]
    NegativeWeight {
        /// Its position in the list.
        index: usize,
    },
    /// The sum of the weights is `2^64` or more.
    #[error("the weights add up to {sum}, which is more than 2^64 - 1")]
    WeightOverflow {
        /// The sum found; it stops counting at `2^128 - 1`.
        sum: u128,
    },
    /// The least common denominator of the ratios is `2^64` or more.
    #[error("the weights have no common denominator below 2^64: {denominator} is needed")]
    TooFine {
        /// The first denominator found that is too large; it stops counting at `2^128 - 1`.
        denominator: u128,
    },
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "128 bits are enough")]
#[expect(clippy::integer_division, reason = "this is what is held against")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Sums as they are divided by: powers of two, their neighbours and others.
    fn sums() -> impl Strategy<Value = u64> {
        prop_oneof![
            (0_u32..64).prop_map(|bits| 1 << bits),
            (1_u32..64, -1_i64..=1)
                .prop_map(|(bits, near)| (1_u64 << bits).wrapping_add_signed(near)),
            1..=1_000_u64,
            1..=u64::MAX,
            Just(u64::MAX),
        ]
    }

    fn numbers() -> impl Strategy<Value = u64> {
        prop_oneof![any::<u64>(), 0..=9_u64, Just(u64::MAX)]
    }

    fn plain(sum: u64) -> Summary {
        Summary {
            sum,
            union: sum,
            all_equal: true,
            reciprocal: 0,
        }
    }

    proptest! {
        #[test]
        fn a_reciprocal_divides_as_a_division_does(sum in sums(), magnitude in numbers(), near in -1_i64..=1) {
            // Around every multiple of the sum is where a quotient changes.
            let multiple = (magnitude - magnitude % sum).wrapping_add_signed(near);
            for magnitude in [magnitude, multiple] {
                let divided = (magnitude / sum, magnitude % sum);
                prop_assert_eq!(plain(sum).divide(magnitude), divided);
                prop_assert_eq!(plain(sum).prepared().divide(magnitude), divided);
            }
        }

        // From `rest * 2^64 / sum` on, and beyond it by at most `1 + sum / 2^64`.
        #[test]
        fn a_factor_is_never_too_small_and_hardly_too_large(sum in sums(), number in numbers()) {
            let rest = number % sum;
            for summary in [plain(sum), plain(sum).prepared()] {
                let factor = u128::from(summary.factor(rest));
                let (over, sum) = (factor * u128::from(sum), u128::from(sum));
                let exact = u128::from(rest) << 64;
                prop_assert!(over >= exact, "{rest} / {sum}");
                // As `sum * sum / 2^64` is not whole, it is rounded up.
                let most = sum + (sum * sum).div_ceil(1 << 64);
                prop_assert!(over - exact <= most, "{rest} / {sum}");
            }
        }
    }
}
