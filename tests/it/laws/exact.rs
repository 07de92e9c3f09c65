//! Big rationals, in which the slow references compute.

use num_bigint::BigInt;

/// An exact number.
pub type Big = num_rational::Ratio<BigInt>;

/// `numerator / denominator`.
pub fn big(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Big {
    Big::new(numerator.into(), denominator.into())
}

/// A whole number.
pub fn whole(number: impl Into<BigInt>) -> Big {
    Big::from(number.into())
}

/// A number of a [`BigInt`] that is known to fit.
pub fn small(number: &BigInt) -> i128 {
    i128::try_from(number.clone()).unwrap()
}

/// `1 + 1/2 + .. + 1/n`.
pub fn harmonic(n: usize) -> Big {
    (1..=n).fold(whole(0), |sum, next| sum + big(1, next))
}
