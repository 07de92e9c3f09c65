//! [`Exact`]: money before rounding.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::amount::Money;
use super::currency::Currency;
use super::error::MoneyError;
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;
use crate::text::{MAX_BYTES, cut, serde_as_text};
use crate::wide::U256;

/// An exact amount of *major* units of a currency, before it is rounded: a unit price, a share
/// of sales, the value of a formula.
///
/// Text is a ratio without percent, a blank and the currency: `1/3 USD`, `0.001 USD`
/// (spec/money.md 5).
///
/// # Examples
///
/// ```
/// use partnership::{Exact, Rounding};
///
/// let price: Exact = "0.004 USD".parse()?;
/// let plays = price.checked_mul("2500".parse()?)?;
/// assert_eq!(plays.round(Rounding::HalfAwayFromZero)?.to_string(), "10.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias = "unit price")]
pub struct Exact {
    major: Ratio,
    currency: Currency,
}

impl Exact {
    /// Returns so many major units.
    pub const fn new(major: Ratio, currency: Currency) -> Self {
        Self { major, currency }
    }

    /// Returns nothing of a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self {
            major: Ratio::ZERO,
            currency,
        }
    }

    /// Returns the amount in major units.
    pub const fn major(self) -> Ratio {
        self.major
    }

    /// Returns the currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Returns the amount of whole minor units, rounded once.
    ///
    /// # Rounding
    ///
    /// By the rule given, on the exact value.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] if the rounded result leaves the range of money.
    pub fn round(self, rounding: Rounding) -> Result<Money, MoneyError> {
        let negative = self.major.is_negative();
        let divisor = self.major.denominator().unsigned_abs();
        let scale = self.currency.minor_per_major();
        let product = U256::product(self.major.numerator().unsigned_abs(), scale);
        let magnitude = product.div_rem(divisor).and_then(|(quotient, rest)| {
            let quotient = quotient.to_u128()?;
            let up = rounding.goes_up(negative, quotient & 1 == 1, rest, divisor);
            quotient.checked_add(u128::from(up))
        });
        Money::of(
            magnitude,
            negative,
            self.currency,
            "rounding to the minor unit",
        )
    }

    /// Returns the exact sum.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`] beyond the range of a ratio.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.with(other, Ratio::checked_add)
    }

    /// Returns the exact difference.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`] beyond the range of a ratio.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.with(other, Ratio::checked_sub)
    }

    /// Returns the exact product with a number.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] beyond the range of a ratio.
    pub fn checked_mul(self, factor: Ratio) -> Result<Self, MoneyError> {
        Ok(Self::new(
            self.major.checked_mul(factor).map_err(of_ratio)?,
            self.currency,
        ))
    }

    /// Returns the exact quotient by a number.
    ///
    /// # Errors
    ///
    /// [`MoneyError::DivisionByZero`], [`MoneyError::Overflow`] beyond the range of a ratio.
    pub fn checked_div(self, divisor: Ratio) -> Result<Self, MoneyError> {
        Ok(Self::new(
            self.major.checked_div(divisor).map_err(of_ratio)?,
            self.currency,
        ))
    }

    /// Returns this amount as a part of another one.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::DivisionByZero`],
    /// [`MoneyError::Overflow`].
    pub fn ratio_to(self, other: Self) -> Result<Ratio, MoneyError> {
        self.compare(other)?;
        self.major.checked_div(other.major).map_err(of_ratio)
    }

    /// Returns how two amounts of one currency compare, exactly.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`].
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        if self.currency == other.currency {
            Ok(self.major.cmp(&other.major))
        } else {
            Err(MoneyError::CurrencyMismatch {
                left: self.currency,
                right: other.currency,
            })
        }
    }

    fn with(
        self,
        other: Self,
        operation: impl Fn(Ratio, Ratio) -> Result<Ratio, RatioError>,
    ) -> Result<Self, MoneyError> {
        self.compare(other)?;
        let major = operation(self.major, other.major).map_err(of_ratio)?;
        Ok(Self::new(major, self.currency))
    }
}

/// What an error of exact arithmetic is called of money.
fn of_ratio(error: RatioError) -> MoneyError {
    match error {
        RatioError::Overflow { operation } => MoneyError::Overflow { operation },
        RatioError::Malformed { text } => MoneyError::Malformed { text },
        RatioError::DivisionByZero | RatioError::ZeroDenominator => MoneyError::DivisionByZero,
    }
}

impl std::ops::Neg for Exact {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.major, self.currency)
    }
}

impl From<Money> for Exact {
    fn from(money: Money) -> Self {
        let currency = money.currency();
        let scale = i128::try_from(currency.minor_per_major()).unwrap_or(1);
        // Both are within a ratio's range and the scale is not 0.
        Self::new(
            Ratio::new(money.minor(), scale).unwrap_or(Ratio::ZERO),
            currency,
        )
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.major, self.currency)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Exact {
    type Err = MoneyError;

    /// Reads a ratio without percent and a currency.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed { text: cut(text) };
        let (number, currency) = text
            .split_once(' ')
            .filter(|_| text.len() <= MAX_BYTES)
            .ok_or_else(malformed)?;
        if number.ends_with('%') || !Currency::is_shaped(currency) {
            return Err(malformed());
        }
        let number = number.parse::<Ratio>();
        if matches!(number, Err(RatioError::Malformed { .. })) {
            return Err(malformed());
        }
        let currency = Currency::from_shaped(currency)?;
        Ok(Self::new(number.map_err(of_ratio)?, currency))
    }
}

serde_as_text!(
    Exact,
    "an exact amount such as \"1/3 USD\" or \"0.001 USD\""
);
