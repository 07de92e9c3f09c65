//! Sums and products of fractions that pass through numbers wider than a [`Ratio`].
//!
//! Only the value of a step must fit, not what is met on the way (spec/explain.md 6). The common
//! case stays in [`Ratio`]; this is where it goes when that overflows.

use std::cmp::Ordering;

use num_integer::Integer as _;

use crate::wide::{U256, high64, low64};
use crate::{Ratio, Rounding};

/// The widest number met on the way: 65,536 bits, far beyond any list of papers.
const MAX_LIMBS: usize = 1_024;

/// A natural number of any size, in digits of base `2^64`, lowest first, without zeros on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Natural {
    limbs: Vec<u64>,
}

impl From<u128> for Natural {
    fn from(value: u128) -> Self {
        Self {
            limbs: vec![low64(value), high64(value)],
        }
        .trimmed()
    }
}

impl Natural {
    pub(super) fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    pub(super) fn is_odd(&self) -> bool {
        self.limbs.first().is_some_and(|limb| limb & 1 == 1)
    }

    /// The number as 128 bits, if it fits.
    pub(super) fn to_u128(&self) -> Option<u128> {
        match self.limbs.as_slice() {
            [] => Some(0),
            [low] => Some(u128::from(*low)),
            [low, high] => Some((u128::from(*high) << 64) | u128::from(*low)),
            _ => None,
        }
    }

    fn trimmed(mut self) -> Self {
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
        self
    }

    /// The number, unless it is wider than anything that is met in earnest.
    fn within(self) -> Option<Self> {
        (self.limbs.len() <= MAX_LIMBS).then_some(self)
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let length = self.limbs.len().max(other.limbs.len());
        let mut limbs = Vec::with_capacity(length.saturating_add(1));
        let mut carry: u64 = 0;
        for position in 0..length {
            let (sum, over) = self.limb(position).overflowing_add(other.limb(position));
            let (sum, again) = sum.overflowing_add(carry);
            carry = u64::from(over || again);
            limbs.push(sum);
        }
        limbs.push(carry);
        Self { limbs }.trimmed()
    }

    /// The difference; the other number is not larger.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut limbs = Vec::with_capacity(self.limbs.len());
        let mut borrow: u64 = 0;
        for position in 0..self.limbs.len() {
            let (rest, under) = self.limb(position).overflowing_sub(other.limb(position));
            let (rest, again) = rest.overflowing_sub(borrow);
            borrow = u64::from(under || again);
            limbs.push(rest);
        }
        Self { limbs }.trimmed()
    }

    fn limb(&self, position: usize) -> u64 {
        self.limbs.get(position).copied().unwrap_or(0)
    }

    fn times_limb(&self, factor: u64, shift: usize) -> Self {
        let mut limbs = vec![0; shift];
        let mut carry: u64 = 0;
        for limb in &self.limbs {
            // (2^64 - 1)^2 + 2^64 - 1 is below 2^128.
            let product = u128::from(*limb)
                .wrapping_mul(u128::from(factor))
                .wrapping_add(u128::from(carry));
            limbs.push(low64(product));
            carry = high64(product);
        }
        limbs.push(carry);
        Self { limbs }.trimmed()
    }

    pub(super) fn times(&self, factor: u128) -> Self {
        let low = self.times_limb(low64(factor), 0);
        match high64(factor) {
            0 => low,
            high => low.plus(&self.times_limb(high, 1)),
        }
    }

    /// Quotient and rest; a divisor of 0 counts as 1, no caller has one.
    pub(super) fn div_rem(&self, divisor: u128) -> (Self, u128) {
        let divisor = divisor.max(1);
        let mut limbs = vec![0; self.limbs.len()];
        let mut rest: u128 = 0;
        for (digit, limb) in limbs.iter_mut().zip(&self.limbs).rev() {
            // rest < divisor, so the quotient is one limb.
            let (quotient, left) = U256::product(rest, 1 << 64)
                .checked_add(U256::from(u128::from(*limb)))
                .and_then(|number| number.div_rem(divisor))
                .unwrap_or((U256::ZERO, 0));
            *digit = low64(quotient.to_u128().unwrap_or(0));
            rest = left;
        }
        (Self { limbs }.trimmed(), rest)
    }

    /// Quotient and rest by a natural number above 0, bit by bit.
    pub(super) fn div_rem_wide(&self, divisor: &Self) -> (Self, Self) {
        if let Some(divisor) = divisor.to_u128() {
            let (quotient, rest) = self.div_rem(divisor);
            return (quotient, rest.into());
        }
        let mut quotient = Self { limbs: Vec::new() };
        let mut rest = self.clone();
        let Some(places) = self.bits().checked_sub(divisor.bits()) else {
            return (quotient, rest);
        };
        let mut shifted = divisor.doubled(places);
        for _ in 0..=places {
            quotient = quotient.plus(&quotient);
            if rest >= shifted {
                rest = rest.minus(&shifted);
                quotient = quotient.plus(&Self::from(1));
            }
            shifted = shifted.div_rem(2).0;
        }
        (quotient, rest)
    }

    /// How many bits the number has.
    fn bits(&self) -> usize {
        let top = self.limbs.last().map_or(0, |limb| limb.leading_zeros());
        let top = usize::try_from(top).unwrap_or(0);
        self.limbs.len().saturating_mul(64).saturating_sub(top)
    }

    /// The number doubled so many times.
    fn doubled(&self, times: usize) -> Self {
        let (limbs, bits) = (times >> 6, times & 63);
        let mut shifted = self.times_limb(1 << bits, 0);
        shifted.limbs.splice(0..0, std::iter::repeat_n(0, limbs));
        shifted
    }

    /// The magnitude of the quotient by a natural number above 0, rounded.
    pub(super) fn rounded(&self, negative: bool, divisor: &Self, rounding: Rounding) -> Self {
        let (quotient, rest) = self.div_rem_wide(divisor);
        // Of the rest only this matters: 0, below a half, a half, or above, in quarters.
        let quarters = match rest.plus(&rest).cmp(divisor) {
            _ if rest.is_zero() => 0,
            Ordering::Less => 1,
            Ordering::Equal => 2,
            Ordering::Greater => 3,
        };
        if rounding.goes_up(negative, quotient.is_odd(), quarters, 4) {
            quotient.plus(&Self::from(1))
        } else {
            quotient
        }
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let lengths = self.limbs.len().cmp(&other.limbs.len());
        lengths.then_with(|| self.limbs.iter().rev().cmp(other.limbs.iter().rev()))
    }
}

/// A fraction of any size in lowest terms.
#[derive(Clone, Debug)]
pub(super) struct Fraction {
    negative: bool,
    numerator: Natural,
    denominator: Natural,
}

impl From<Ratio> for Fraction {
    fn from(ratio: Ratio) -> Self {
        Self {
            negative: ratio.is_negative(),
            numerator: ratio.numerator().unsigned_abs().into(),
            denominator: ratio.denominator().unsigned_abs().into(),
        }
    }
}

impl Fraction {
    /// A whole number.
    pub(super) fn whole(negative: bool, magnitude: Natural) -> Self {
        Self {
            negative,
            numerator: magnitude,
            denominator: Natural::from(1),
        }
    }

    /// The sum; `None` beyond anything that is met in earnest.
    fn plus(self, other: Ratio) -> Option<Self> {
        let (n, d) = (
            other.numerator().unsigned_abs(),
            other.denominator().unsigned_abs(),
        );
        let common = self.denominator.div_rem(d).1.gcd(&d);
        let left = self.numerator.times(d.checked_div(common)?);
        let rest_of_denominator = self.denominator.div_rem(common).0;
        let right = rest_of_denominator.times(n);
        let (negative, sum) = if self.negative == other.is_negative() {
            (self.negative, left.plus(&right))
        } else if left >= right {
            (self.negative, left.minus(&right))
        } else {
            (other.is_negative(), right.minus(&left))
        };
        // Whatever divides the sum and the common denominator divides `common` (Knuth 4.5.1).
        let shared = sum.div_rem(common).1.gcd(&common);
        Some(Self {
            negative,
            numerator: sum.div_rem(shared).0.within()?,
            denominator: rest_of_denominator.times(d.checked_div(shared)?).within()?,
        })
    }

    /// The product; `None` beyond anything that is met in earnest.
    pub(super) fn times(self, other: Ratio) -> Option<Self> {
        let (n, d) = (
            other.numerator().unsigned_abs(),
            other.denominator().unsigned_abs(),
        );
        if self.numerator.is_zero() || n == 0 {
            return Some(Ratio::ZERO.into());
        }
        let first = self.numerator.div_rem(d).1.gcd(&d);
        let second = self.denominator.div_rem(n).1.gcd(&n);
        let numerator = self
            .numerator
            .div_rem(first)
            .0
            .times(n.checked_div(second)?);
        let denominator = self
            .denominator
            .div_rem(second)
            .0
            .times(d.checked_div(first)?);
        Some(Self {
            negative: self.negative != other.is_negative(),
            numerator: numerator.within()?,
            denominator: denominator.within()?,
        })
    }

    /// The value as a ratio, if it fits.
    pub(super) fn to_ratio(&self) -> Option<Ratio> {
        let numerator = i128::try_from(self.numerator.to_u128()?).ok()?;
        let denominator = i128::try_from(self.denominator.to_u128()?).ok()?;
        let ratio = Ratio::new(numerator, denominator).ok()?;
        Some(if self.negative { -ratio } else { ratio })
    }
}

/// Ratios of 0 and above as whole numbers of their least common denominator; `None` beyond
/// anything that is met in earnest.
pub(super) fn on_one_denominator(ratios: &[Ratio]) -> Option<Vec<Natural>> {
    let mut common = Natural::from(1);
    for ratio in ratios {
        let denominator = ratio.denominator().unsigned_abs();
        let shared = common.div_rem(denominator).1.gcd(&denominator);
        common = common.times(denominator.checked_div(shared)?).within()?;
    }
    let whole = |ratio: &Ratio| {
        let times = common.div_rem(ratio.denominator().unsigned_abs()).0;
        times.times(ratio.numerator().unsigned_abs())
    };
    Some(ratios.iter().map(whole).collect())
}

/// The sum of ratios; `None` if it does not fit.
pub(super) fn sum(ratios: impl Iterator<Item = Ratio> + Clone) -> Option<Ratio> {
    let mut total = Ratio::ZERO;
    for ratio in ratios.clone() {
        match total.checked_add(ratio) {
            Ok(sum) => total = sum,
            Err(_) => return fold(Ratio::ZERO, ratios, Fraction::plus),
        }
    }
    Some(total)
}

/// The product of ratios; `None` if it does not fit.
pub(super) fn product(ratios: impl Iterator<Item = Ratio> + Clone) -> Option<Ratio> {
    let mut total = Ratio::ONE;
    for ratio in ratios.clone() {
        match total.checked_mul(ratio) {
            Ok(product) => total = product,
            Err(_) => return fold(Ratio::ONE, ratios, Fraction::times),
        }
    }
    Some(total)
}

#[cold]
fn fold(
    start: Ratio,
    ratios: impl Iterator<Item = Ratio>,
    step: impl Fn(Fraction, Ratio) -> Option<Fraction>,
) -> Option<Ratio> {
    let mut total = Fraction::from(start);
    for ratio in ratios {
        total = step(total, ratio)?;
    }
    total.to_ratio()
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "big numbers do not overflow"
)]
mod tests {
    use num_bigint::{BigInt, BigUint};

    use proptest::prelude::*;

    use super::*;

    type BigRational = num_rational::Ratio<BigInt>;

    fn edge() -> impl Strategy<Value = u128> {
        prop_oneof![
            any::<u128>(),
            any::<u64>().prop_map(u128::from),
            (0_u32..128, -2_i8..=2)
                .prop_map(|(bits, near)| (1_u128 << bits).wrapping_add_signed(near.into())),
            Just(0),
            Just(1),
            Just(u128::MAX),
        ]
    }

    fn ratio() -> impl Strategy<Value = Ratio> {
        (edge(), edge(), any::<bool>()).prop_map(|(above, below, negative)| {
            let part = |number: u128| i128::try_from(number >> 1).unwrap();
            let ratio = Ratio::new(part(above), part(below).max(1)).unwrap();
            if negative { -ratio } else { ratio }
        })
    }

    /// A natural number of several factors.
    fn natural(factors: &[u128]) -> (Natural, BigUint) {
        let start = (Natural::from(1), BigUint::from(1_u8));
        factors.iter().fold(start, |(ours, theirs), factor| {
            (ours.times(*factor), theirs * *factor)
        })
    }

    fn big(natural: &Natural) -> BigUint {
        natural.limbs.iter().rev().fold(BigUint::ZERO, |sum, limb| {
            (sum << 64) + BigUint::from(*limb)
        })
    }

    fn rational(ratio: Ratio) -> BigRational {
        BigRational::new(ratio.numerator().into(), ratio.denominator().into())
    }

    /// The rational as a ratio, if it is one.
    fn within(value: &BigRational) -> Option<Ratio> {
        let part = |number: &BigInt| i128::try_from(number.clone()).ok();
        Ratio::new(part(value.numer())?, part(value.denom())?).ok()
    }

    proptest! {
        #[test]
        fn naturals_are_big_integers(
            left in prop::collection::vec(edge(), 1..5),
            right in prop::collection::vec(edge(), 1..5),
            divisor in edge(),
        ) {
            let (left, big_left) = natural(&left);
            let (right, big_right) = natural(&right);
            prop_assert_eq!(big(&left), big_left.clone());
            prop_assert_eq!(left.cmp(&right), big_left.cmp(&big_right));
            prop_assert_eq!(big(&left.plus(&right)), &big_left + &big_right);
            if left >= right {
                prop_assert_eq!(big(&left.minus(&right)), &big_left - &big_right);
            }
            let (quotient, rest) = left.div_rem(divisor);
            prop_assert_eq!(big(&quotient), &big_left / divisor.max(1));
            prop_assert_eq!(BigUint::from(rest), &big_left % divisor.max(1));
            if !right.is_zero() {
                let (quotient, rest) = left.div_rem_wide(&right);
                prop_assert_eq!(big(&quotient), &big_left / &big_right);
                prop_assert_eq!(big(&rest), &big_left % &big_right);
            }
        }

        #[test]
        fn only_the_sum_and_the_product_must_fit(ratios in prop::collection::vec(ratio(), 0..6)) {
            let all = || ratios.iter().copied();
            let total = all().map(rational).fold(BigRational::from(BigInt::ZERO), |a, b| a + b);
            prop_assert_eq!(sum(all()), within(&total));
            // What goes comes back: partial sums that do not fit are no matter.
            let there_and_back = all().chain(all().map(|ratio| -ratio));
            prop_assert_eq!(sum(there_and_back), Some(Ratio::ZERO));
            let one = BigRational::from(BigInt::from(1));
            let total = all().map(rational).fold(one, |a, b| a * b);
            prop_assert_eq!(product(all()), within(&total));
        }

        #[test]
        fn rounding_a_quotient_is_rounding_a_ratio(
            above in edge(), below in edge(), negative: bool, rounding in 0_usize..6
        ) {
            let (above, below) = (above >> 1, (below >> 1).max(1));
            let rounding = Rounding::ALL[rounding];
            let sign = if negative { -1 } else { 1 };
            let part = |number: u128| i128::try_from(number).unwrap();
            let ratio = Ratio::new(sign * part(above), part(below)).unwrap();
            let rounded = Natural::from(above).rounded(negative && above > 0, &below.into(), rounding);
            prop_assert_eq!(rounded.to_u128(), Some(ratio.round(rounding).unsigned_abs()));
        }

        #[test]
        fn weights_on_one_denominator_keep_their_proportions(
            ratios in prop::collection::vec(ratio(), 1..5)
        ) {
            let ratios: Vec<Ratio> =
                ratios.into_iter().map(|ratio| if ratio.is_negative() { -ratio } else { ratio }).collect();
            let weights = on_one_denominator(&ratios).unwrap();
            for (left, one) in weights.iter().zip(&ratios) {
                for (right, other) in weights.iter().zip(&ratios) {
                    let whole = |natural| BigRational::from(BigInt::from(big(natural)));
                    prop_assert_eq!(whole(left) * rational(*other), whole(right) * rational(*one));
                }
            }
        }
    }

    #[test]
    fn numbers_that_nobody_means_are_refused() {
        // Denominators without a common divisor, 2 of them per 127 bits.
        let mut odd = i128::MAX;
        let ratios = std::iter::repeat_with(|| {
            odd -= 2;
            Ratio::new(1, odd).unwrap()
        });
        let ratios: Vec<Ratio> = ratios.take(2_000).collect();
        assert_eq!(sum(ratios.iter().copied()), None);
        assert_eq!(on_one_denominator(&ratios), None);
    }
}
