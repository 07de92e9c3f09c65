//! The sealed value: lowest terms, a denominator above 0, no `i128::MIN`.

use num_integer::Integer as _;
use rust_decimal::Decimal;

use super::error::RatioError;
use crate::wide;

/// An exact fraction `p/q` of two 127-bit integers in lowest terms, `q > 0`.
///
/// Rates, shares, weights, counts and scores are ratios: `1/3` stays a third however often it is
/// added or multiplied. Text is `p/q`, a whole number, a decimal or a percent; the canonical form
/// is lowest terms (spec/money.md 3, 5).
///
/// # Examples
///
/// ```
/// use partnership::Ratio;
///
/// let seventh: Ratio = "1/7".parse()?;
/// let mut whole = Ratio::ZERO;
/// for _ in 0..7 {
///     whole = whole.checked_add(seventh)?;
/// }
/// assert_eq!(whole, Ratio::ONE);
/// assert_eq!("12.5%".parse::<Ratio>()?.to_string(), "1/8");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias = "fraction")]
#[doc(alias = "percent")]
#[doc(alias = "rational")]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };
    /// The whole, 100%.
    pub const ONE: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// Returns `numerator / denominator` in lowest terms; a negative denominator flips both signs.
    ///
    /// # Errors
    ///
    /// [`RatioError::ZeroDenominator`], and [`RatioError::Overflow`] if the reduced magnitudes
    /// are above `2^127 - 1`.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    ///
    /// assert_eq!(Ratio::new(36, -67)?.to_string(), "-36/67");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, RatioError> {
        let negative = (numerator < 0) != (denominator < 0);
        Self::from_magnitudes(
            numerator.unsigned_abs(),
            denominator.unsigned_abs(),
            negative,
        )
    }

    /// Reduces and checks; `operation` names the caller in an overflow.
    pub(super) fn from_magnitudes(
        numerator: u128,
        denominator: u128,
        negative: bool,
    ) -> Result<Self, RatioError> {
        if denominator == 0 {
            return Err(RatioError::ZeroDenominator);
        }
        let divisor = greatest_common_divisor(numerator, denominator);
        Self::from_lowest_terms(
            numerator.checked_div(divisor).unwrap_or(0),
            denominator.checked_div(divisor).unwrap_or(0),
            negative,
            "a fraction",
        )
    }

    /// The value of magnitudes that have no common divisor, if they are in range.
    pub(super) fn from_lowest_terms(
        numerator: u128,
        denominator: u128,
        negative: bool,
        operation: &'static str,
    ) -> Result<Self, RatioError> {
        match (
            wide::signed(numerator, negative),
            wide::signed(denominator, false),
        ) {
            (Some(numerator), Some(denominator)) if denominator > 0 => Ok(Self {
                numerator,
                denominator,
            }),
            _ => Err(RatioError::Overflow { operation }),
        }
    }

    /// Returns a whole number as a ratio.
    pub const fn from_integer(whole: i64) -> Self {
        // An i64 widened cannot be i128::MIN.
        Self {
            numerator: wide::widen(whole),
            denominator: 1,
        }
    }

    /// Returns so many hundredths: `from_percent(10)` is `1/10`.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    ///
    /// assert_eq!(Ratio::from_percent(30), Ratio::new(3, 10)?);
    /// assert_eq!(Ratio::from_percent(30).to_string(), "3/10");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn from_percent(percent: i64) -> Self {
        Self::over(percent, 100)
    }

    /// Returns so many ten-thousandths: `from_basis_points(25)` is `1/400`.
    pub fn from_basis_points(points: i64) -> Self {
        Self::over(points, 10_000)
    }

    /// Reduces a small fraction, which cannot leave the range.
    fn over(numerator: i64, denominator: u128) -> Self {
        Self::from_magnitudes(
            u128::from(numerator.unsigned_abs()),
            denominator,
            numerator < 0,
        )
        .unwrap_or(Self::ZERO)
    }

    /// Returns the exact value of a decimal.
    pub fn from_decimal(decimal: Decimal) -> Self {
        let mantissa = decimal.mantissa();
        let scale = 10_u128.checked_pow(decimal.scale()).unwrap_or(1);
        // A mantissa is below 2^96 and a scale at most 10^28, so the range is never left.
        Self::from_magnitudes(mantissa.unsigned_abs(), scale, mantissa < 0).unwrap_or(Self::ZERO)
    }

    /// Returns the number above the line; it carries the sign.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// Returns the number below the line, 1 or more.
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// Returns whether the value is 0.
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Returns whether the value is below 0.
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// Returns whether the value is above 0.
    pub const fn is_positive(self) -> bool {
        self.numerator > 0
    }

    /// Returns whether the value is a whole number.
    pub const fn is_integer(self) -> bool {
        self.denominator == 1
    }

    /// Returns the value without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self {
            numerator: self.numerator.wrapping_abs(),
            denominator: self.denominator,
        }
    }
}

impl std::ops::Neg for Ratio {
    type Output = Self;

    fn neg(self) -> Self {
        // i128::MIN is no numerator, so this cannot wrap.
        Self {
            numerator: self.numerator.wrapping_neg(),
            denominator: self.denominator,
        }
    }
}

/// The greatest common divisor, over 64 bits where both numbers fit.
pub(super) fn greatest_common_divisor(left: u128, right: u128) -> u128 {
    match (u64::try_from(left), u64::try_from(right)) {
        (Ok(left), Ok(right)) => u128::from(left.gcd(&right)),
        _ => left.gcd(&right),
    }
}
