//! Exact sums, products, order and rounding of [`Ratio`].

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::error::RatioError;
use super::text;
use super::value::{Ratio, greatest_common_divisor};
use crate::rounding::Rounding;
use crate::wide::{self, U256};

impl Ratio {
    /// Returns the exact sum.
    ///
    /// # Errors
    ///
    /// [`RatioError::Overflow`] only if the reduced result leaves the range.
    pub fn checked_add(self, other: Self) -> Result<Self, RatioError> {
        self.plus(other, "addition")
    }

    /// Returns the exact difference.
    ///
    /// # Errors
    ///
    /// [`RatioError::Overflow`] only if the reduced result leaves the range.
    pub fn checked_sub(self, other: Self) -> Result<Self, RatioError> {
        self.plus(-other, "subtraction")
    }

    fn plus(self, other: Self, operation: &'static str) -> Result<Self, RatioError> {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            return plus_small((a, b), (c, d), operation);
        }
        let overflow = RatioError::Overflow { operation };
        let (b, d) = (
            self.denominator().unsigned_abs(),
            other.denominator().unsigned_abs(),
        );
        let common = greatest_common_divisor(b, d);
        let (b_rest, d_rest) = (quotient(b, common), quotient(d, common));
        let left = U256::product(self.numerator().unsigned_abs(), d_rest);
        let right = U256::product(other.numerator().unsigned_abs(), b_rest);
        let (magnitude, negative) = if self.is_negative() == other.is_negative() {
            (left.checked_add(right), self.is_negative())
        } else if left >= right {
            (left.checked_sub(right), self.is_negative())
        } else {
            (right.checked_sub(left), other.is_negative())
        };
        let magnitude = magnitude.ok_or(overflow.clone())?;
        // Whatever divides the numerator and b * d / common divides common (Knuth 4.5.1).
        let Some((_, rest)) = magnitude.div_rem(common) else {
            return Err(overflow);
        };
        let shared = greatest_common_divisor(rest, common);
        let numerator = magnitude
            .div_rem(shared)
            .and_then(|(quotient, _)| quotient.to_u128());
        let denominator = U256::product(b_rest, quotient(d, shared)).to_u128();
        match (numerator, denominator) {
            (Some(0), _) => Ok(Self::ZERO),
            (Some(numerator), Some(denominator)) => {
                Self::from_lowest_terms(numerator, denominator, negative, operation)
            }
            _ => Err(overflow),
        }
    }

    /// Returns the exact product.
    ///
    /// # Errors
    ///
    /// [`RatioError::Overflow`] only if the reduced result leaves the range.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    ///
    /// // An agency has 30%, and keeps a third of it.
    /// let (agency, part): (Ratio, Ratio) = ("30%".parse()?, "1/3".parse()?);
    /// assert_eq!(agency.checked_mul(part)?, "10%".parse()?);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn checked_mul(self, other: Self) -> Result<Self, RatioError> {
        self.times(
            other.numerator().unsigned_abs(),
            other.denominator().unsigned_abs(),
            self.is_negative() != other.is_negative(),
            "multiplication",
        )
    }

    /// Returns the exact quotient.
    ///
    /// # Errors
    ///
    /// [`RatioError::DivisionByZero`], and [`RatioError::Overflow`] only if the reduced result
    /// leaves the range.
    pub fn checked_div(self, other: Self) -> Result<Self, RatioError> {
        if other.is_zero() {
            return Err(RatioError::DivisionByZero);
        }
        self.times(
            other.denominator().unsigned_abs(),
            other.numerator().unsigned_abs(),
            self.is_negative() != other.is_negative(),
            "division",
        )
    }

    /// `self * c / d` by magnitudes, reduced crosswise before anything is multiplied.
    fn times(
        self,
        c: u128,
        d: u128,
        negative: bool,
        operation: &'static str,
    ) -> Result<Self, RatioError> {
        let (a, b) = (
            self.numerator().unsigned_abs(),
            self.denominator().unsigned_abs(),
        );
        if a == 0 || c == 0 {
            return Ok(Self::ZERO);
        }
        let first = greatest_common_divisor(a, d);
        let second = greatest_common_divisor(c, b);
        let numerator = quotient(a, first).checked_mul(quotient(c, second));
        let denominator = quotient(b, second).checked_mul(quotient(d, first));
        match (numerator, denominator) {
            (Some(numerator), Some(denominator)) => {
                Self::from_lowest_terms(numerator, denominator, negative, operation)
            }
            _ => Err(RatioError::Overflow { operation }),
        }
    }

    /// Returns the whole number that the rounding rule names.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Ratio, Rounding};
    ///
    /// let half: Ratio = "-5/2".parse()?;
    /// assert_eq!(half.round(Rounding::HalfAwayFromZero), -3);
    /// assert_eq!(half.round(Rounding::Ceiling), -2);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn round(self, rounding: Rounding) -> i128 {
        // The magnitude is at most the numerator's, which is in range.
        rounding
            .divide(
                self.numerator().unsigned_abs(),
                self.is_negative(),
                self.denominator().unsigned_abs(),
            )
            .unwrap_or(0)
    }

    /// Returns the value with so many decimal places, for export to other systems.
    ///
    /// # Errors
    ///
    /// [`RatioError::Overflow`] if there is no such decimal: more than 28 places, or a magnitude
    /// of 2^96 units of the last place or more.
    pub fn to_decimal(self, places: u8, rounding: Rounding) -> Result<Decimal, RatioError> {
        let overflow = RatioError::Overflow {
            operation: "the decimal of a ratio",
        };
        let scale = 10_u128
            .checked_pow(u32::from(places))
            .ok_or(overflow.clone())?;
        let units = wide_round(self, scale, rounding).ok_or(overflow.clone())?;
        Decimal::try_from_i128_with_scale(units, u32::from(places)).map_err(|_| overflow)
    }

    /// Returns the percentage for people, with exactly so many decimal places.
    ///
    /// Rounded once by the rule given and padded; `-` stands only before digits that are not all
    /// zero. For people only: the exact text of a ratio is its `Display`.
    ///
    /// # Errors
    ///
    /// [`RatioError::Overflow`] for more than 28 places.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Ratio, Rounding};
    ///
    /// let share = Ratio::new(36, 67)?;
    /// assert_eq!(share.percent_text(2, Rounding::HalfAwayFromZero)?, "53.73%");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn percent_text(self, places: u8, rounding: Rounding) -> Result<String, RatioError> {
        if places > 28 {
            return Err(RatioError::Overflow {
                operation: "the percentage of a ratio",
            });
        }
        let mut percent = text::decimal(self, 2, usize::from(places), rounding);
        percent.push('%');
        Ok(percent)
    }

    /// Numerator and denominator as 64-bit numbers, if both fit.
    fn small(self) -> Option<(i64, i64)> {
        Some((
            i64::try_from(self.numerator()).ok()?,
            i64::try_from(self.denominator()).ok()?,
        ))
    }
}

/// `value * scale` rounded once on the exact product; `None` beyond `i128`.
fn wide_round(value: Ratio, scale: u128, rounding: Rounding) -> Option<i128> {
    let divisor = value.denominator().unsigned_abs();
    let (quotient, rest) =
        U256::product(value.numerator().unsigned_abs(), scale).div_rem(divisor)?;
    let quotient = quotient.to_u128()?;
    let up = rounding.goes_up(value.is_negative(), quotient & 1 == 1, rest, divisor);
    wide::signed(quotient.checked_add(u128::from(up))?, value.is_negative())
}

/// `a/b + c/d` where all four fit 64 bits: nothing can overflow before it is reduced.
fn plus_small(
    (a, b): (i64, i64),
    (c, d): (i64, i64),
    operation: &'static str,
) -> Result<Ratio, RatioError> {
    let overflow = || RatioError::Overflow { operation };
    let (a, b, c, d) = (i128::from(a), i128::from(b), i128::from(c), i128::from(d));
    let (numerator, denominator) = if b == d {
        (a.checked_add(c), Some(b))
    } else {
        let (left, right) = (a.checked_mul(d), c.checked_mul(b));
        (
            left.zip(right)
                .and_then(|(left, right)| left.checked_add(right)),
            b.checked_mul(d),
        )
    };
    Ratio::new(
        numerator.ok_or_else(overflow)?,
        denominator.ok_or_else(overflow)?,
    )
    .map_err(|_| overflow())
}

/// Divides by a greatest common divisor of numbers that are not both 0.
fn quotient(number: u128, divisor: u128) -> u128 {
    number.checked_div(divisor).unwrap_or(number)
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Exact for all values, by 256-bit cross products.
    fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.numerator().signum().cmp(&other.numerator().signum());
        if signs != Ordering::Equal {
            return signs;
        }
        let magnitudes = wide::compare_fractions(
            self.numerator().unsigned_abs(),
            self.denominator().unsigned_abs(),
            other.numerator().unsigned_abs(),
            other.denominator().unsigned_abs(),
        );
        if self.is_negative() {
            magnitudes.reverse()
        } else {
            magnitudes
        }
    }
}

impl From<i64> for Ratio {
    fn from(whole: i64) -> Self {
        Self::from_integer(whole)
    }
}

/// A plain whole number: `Ratio::from(3)`.
impl From<i32> for Ratio {
    fn from(whole: i32) -> Self {
        Self::from_integer(i64::from(whole))
    }
}

impl From<u64> for Ratio {
    fn from(whole: u64) -> Self {
        Self::from_magnitudes(u128::from(whole), 1, false).unwrap_or(Self::ZERO)
    }
}

impl From<u32> for Ratio {
    fn from(whole: u32) -> Self {
        Self::from_integer(i64::from(whole))
    }
}
