//! The pages once more, over big rationals: slow, and free to disagree with the crate.

use num_bigint::BigInt;
use partnership::{Ratio, Rounding};

/// A fraction without limits.
pub type Big = num_rational::Ratio<BigInt>;

pub fn whole(number: impl Into<BigInt>) -> Big {
    Big::from_integer(number.into())
}

pub fn big(ratio: Ratio) -> Big {
    Big::new(ratio.numerator().into(), ratio.denominator().into())
}

pub fn magnitude(value: &Big) -> Big {
    if *value < whole(0) {
        -value
    } else {
        value.clone()
    }
}

/// `2^bits`.
pub fn two_to(bits: u32) -> BigInt {
    BigInt::from(2).pow(bits)
}

pub fn ten_to(power: u32) -> BigInt {
    BigInt::from(10).pow(power)
}

/// The ratio of a value, if both of its terms are below `2^127` (spec/money.md 5).
pub fn ratio_of(value: &Big) -> Option<Ratio> {
    let numerator = i128::try_from(value.numer())
        .ok()
        .filter(|n| *n != i128::MIN)?;
    Ratio::new(numerator, i128::try_from(value.denom()).ok()?).ok()
}

/// The whole number that a rule names, read off the table of spec/money.md 4.
pub fn round(value: &Big, rounding: Rounding) -> BigInt {
    let (negative, positive) = (*value < whole(0), *value > whole(0));
    let k = magnitude(value).to_integer();
    let f = magnitude(value) - whole(k.clone());
    let (nothing, half) = (whole(0), Big::new(1.into(), 2.into()));
    let k_is_odd = &k % 2 == BigInt::from(1);
    let up = match rounding {
        Rounding::HalfAwayFromZero => f >= half,
        Rounding::HalfEven => f > half || (f == half && k_is_odd),
        Rounding::Down => false,
        Rounding::Up => f > nothing,
        Rounding::Floor => f > nothing && negative,
        Rounding::Ceiling => f > nothing && positive,
        other => panic!("the table has no row for {other}"),
    };
    let rounded = if up { k + 1 } else { k };
    if negative { -rounded } else { rounded }
}
