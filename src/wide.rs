//! 256-bit products and quotients of unsigned integers, and the one place of casts.
//!
//! Money times a ratio, the sum of two ratios and the awards of claims pass through here: their
//! intermediate values need up to 255 bits where the result fits 128.
#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "the one place of casts: each one keeps or masks bits"
)]

use std::cmp::Ordering;
use std::fmt;

/// An unsigned integer of 256 bits: `high * 2^128 + low`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct U256 {
    high: u128,
    low: u128,
}

impl U256 {
    pub(crate) const ZERO: Self = Self { high: 0, low: 0 };

    /// The exact product of two 128-bit numbers, by four products of 64 bits.
    pub(crate) const fn product(left: u128, right: u128) -> Self {
        let (left_high, left_low) = (left >> 64, left & MASK);
        let (right_high, right_low) = (right >> 64, right & MASK);
        let low = left_low.wrapping_mul(right_low);
        let cross = left_high.wrapping_mul(right_low).wrapping_add(low >> 64);
        let other = left_low.wrapping_mul(right_high).wrapping_add(cross & MASK);
        Self {
            high: left_high
                .wrapping_mul(right_high)
                .wrapping_add(cross >> 64)
                .wrapping_add(other >> 64),
            low: (other << 64) | (low & MASK),
        }
    }

    /// The number as 128 bits, if it fits.
    pub(crate) const fn to_u128(self) -> Option<u128> {
        if self.high == 0 { Some(self.low) } else { None }
    }

    pub(crate) const fn is_zero(self) -> bool {
        self.high == 0 && self.low == 0
    }

    pub(crate) const fn checked_add(self, other: Self) -> Option<Self> {
        let (low, carry) = self.low.overflowing_add(other.low);
        let Some(high) = self.high.checked_add(other.high) else {
            return None;
        };
        let Some(high) = high.checked_add(carry as u128) else {
            return None;
        };
        Some(Self { high, low })
    }

    pub(crate) const fn checked_sub(self, other: Self) -> Option<Self> {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        let Some(high) = self.high.checked_sub(other.high) else {
            return None;
        };
        let Some(high) = high.checked_sub(borrow as u128) else {
            return None;
        };
        Some(Self { high, low })
    }

    /// Quotient and remainder; `None` for a divisor of 0.
    pub(crate) const fn div_rem(self, divisor: u128) -> Option<(Self, u128)> {
        let (Some(high), Some(rest)) = (
            self.high.checked_div(divisor),
            self.high.checked_rem(divisor),
        ) else {
            return None;
        };
        let (low, remainder) = if rest == 0 {
            match (self.low.checked_div(divisor), self.low.checked_rem(divisor)) {
                (Some(low), Some(remainder)) => (low, remainder),
                _ => return None,
            }
        } else {
            divide_double(rest, self.low, divisor)
        };
        Some((Self { high, low }, remainder))
    }
}

impl From<u128> for U256 {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

impl fmt::Display for U256 {
    /// The decimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const CHUNK: u128 = 10_u128.pow(38);
        let Some((upper, low)) = self.div_rem(CHUNK) else {
            return Err(fmt::Error);
        };
        if upper.is_zero() {
            return fmt::Display::fmt(&low, f);
        }
        write!(f, "{upper}{low:038}")
    }
}

const MASK: u128 = u64::MAX as u128;

/// The low 64 bits.
pub(crate) const fn low64(value: u128) -> u64 {
    value as u64
}

/// The low 64 bits with their sign, of a number that has no more.
pub(crate) const fn narrow(value: i128) -> i64 {
    value as i64
}

/// The low 32 bits, read as a signed number.
pub(crate) const fn low_signed32(value: u64) -> i32 {
    value as i32
}

/// The high 64 bits.
pub(crate) const fn high64(value: u128) -> u64 {
    (value >> 64) as u64
}

/// A length or position as a number; no target has more than 64 bits of memory.
pub(crate) const fn count(value: usize) -> u64 {
    value as u64
}

/// -1, 0 or 1.
pub(crate) const fn sign(value: i128) -> i8 {
    value.signum() as i8
}

/// A count as a length or position, which no target has beyond its own memory.
pub(crate) const fn low_position(value: u64) -> usize {
    value as usize
}

/// The number of the same 64 bits with a sign.
pub(crate) const fn as_signed(bits: u64) -> i64 {
    bits as i64
}

/// The number of the same 64 bits without a sign.
pub(crate) const fn as_unsigned(bits: i64) -> u64 {
    bits as u64
}

/// The number of the same 128 bits with a sign.
pub(crate) const fn as_signed_wide(bits: u128) -> i128 {
    bits as i128
}

/// A 64-bit number as a 128-bit one, in constants.
pub(crate) const fn widen(value: i64) -> i128 {
    value as i128
}

/// The signed number of this magnitude and sign, if it is within `i128`, whose lowest value is
/// left out so that every result can be negated.
pub(crate) const fn signed(magnitude: u128, negative: bool) -> Option<i128> {
    if magnitude > i128::MAX as u128 {
        None
    } else if negative {
        (magnitude as i128).checked_neg()
    } else {
        Some(magnitude as i128)
    }
}

/// Compares `a / b` with `c / d` exactly; both denominators are positive.
pub(crate) fn compare_fractions(a: u128, b: u128, c: u128, d: u128) -> Ordering {
    U256::product(a, d).cmp(&U256::product(c, b))
}

/// Divides `high * 2^128 + low` by a divisor larger than `high`: Knuth's algorithm D in base 2^64.
const fn divide_double(high: u128, low: u128, divisor: u128) -> (u128, u128) {
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    let top = if shift == 0 {
        high
    } else {
        (high << shift) | (low >> 128_u32.wrapping_sub(shift))
    };
    let low = low << shift;
    let (first, rest) = digit(top, low >> 64, divisor);
    let (second, rest) = digit(rest, low & MASK, divisor);
    ((first << 64) | second, rest >> shift)
}

/// One digit of base 2^64 of `(top * 2^64 + next) / divisor`, and what is left.
const fn digit(top: u128, next: u128, divisor: u128) -> (u128, u128) {
    let (divisor_high, divisor_low) = (divisor >> 64, divisor & MASK);
    let (Some(mut guess), Some(mut rest)) =
        (top.checked_div(divisor_high), top.checked_rem(divisor_high))
    else {
        // The divisor is normalised, so its high half is never 0.
        return (0, 0);
    };
    while guess > MASK || guess.wrapping_mul(divisor_low) > ((rest << 64) | next) {
        guess = guess.wrapping_sub(1);
        rest = rest.wrapping_add(divisor_high);
        if rest > MASK {
            break;
        }
    }
    let rest = (top << 64)
        .wrapping_add(next)
        .wrapping_sub(guess.wrapping_mul(divisor));
    (guess, rest)
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "big integers do not overflow"
)]
mod tests {
    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;

    fn edge() -> impl Strategy<Value = u128> {
        prop_oneof![
            any::<u128>(),
            any::<u64>().prop_map(u128::from),
            (0_u32..128, -2_i8..=2).prop_map(|(bits, near)| {
                (1_u128 << bits).wrapping_add_signed(i128::from(near))
            }),
            Just(0),
            Just(u128::MAX),
        ]
    }

    fn big(value: U256) -> BigUint {
        (BigUint::from(value.high) << 128) + BigUint::from(value.low)
    }

    proptest! {
        #[test]
        fn a_product_is_the_product_of_big_integers(left in edge(), right in edge()) {
            prop_assert_eq!(
                big(U256::product(left, right)),
                BigUint::from(left) * BigUint::from(right)
            );
        }

        #[test]
        fn a_number_is_written_in_all_its_digits(high in edge(), low in edge()) {
            let value = U256 { high, low };
            prop_assert_eq!(value.to_string(), big(value).to_string());
        }

        #[test]
        fn a_quotient_is_the_quotient_of_big_integers(
            high in edge(), low in edge(), divisor in edge()
        ) {
            let value = U256 { high, low };
            match value.div_rem(divisor) {
                None => prop_assert_eq!(divisor, 0),
                Some((quotient, rest)) => {
                    prop_assert_eq!(big(quotient), big(value) / BigUint::from(divisor));
                    prop_assert_eq!(BigUint::from(rest), big(value) % BigUint::from(divisor));
                }
            }
        }

        #[test]
        fn sum_and_difference_undo_each_other(
            a in edge(), b in edge(), c in edge(), d in edge()
        ) {
            let (left, right) = (U256 { high: a >> 1, low: b }, U256 { high: c >> 1, low: d });
            let total = left.checked_add(right).unwrap();
            prop_assert_eq!(big(total), big(left) + big(right));
            prop_assert_eq!(total.checked_sub(right), Some(left));
            prop_assert_eq!(right.checked_sub(left).is_some(), right >= left);
        }
    }
}
