//! The sealed value: whole minor units within plus and minus `2^96 - 1`.

use rust_decimal::Decimal;

use super::currency::Currency;
use super::error::MoneyError;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::wide;

/// An exact amount of money: whole minor units (cents, yen, fils) of one [`Currency`].
///
/// The magnitude is at most `2^96 - 1` minor units, so that every amount is exactly one
/// [`Decimal`] and back. There is no negative zero, no `+` and no `<`: amounts of two currencies
/// neither add nor compare, and the methods say so. Text and wire form are `1234.50 USD`
/// (spec/money.md 1, 3).
///
/// # Examples
///
/// ```
/// use partnership::{Currency, Money};
///
/// let fee: Money = "500.00 USD".parse()?;
/// let share = Money::from_minor(8_801, Currency::USD);
/// assert_eq!(fee.checked_add(share)?.to_string(), "588.01 USD");
///
/// let yen = Money::from_minor(500, Currency::JPY);
/// assert_eq!(fee.checked_add(yen).unwrap_err().to_string(), "USD does not mix with JPY");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias = "amount")]
#[doc(alias = "cents")]
pub struct Money {
    minor: i128,
    currency: Currency,
}

/// The largest magnitude, `2^96 - 1`: the largest mantissa of a decimal.
const MAX_MINOR: u128 = (1 << 96) - 1;

impl Money {
    /// Returns so many minor units: `from_minor(1_250, Currency::USD)` is 12.50 USD.
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self {
            minor: wide::widen(minor),
            currency,
        }
    }

    /// Returns nothing of a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Returns so many major units: `from_major(12, Currency::USD)` is 12.00 USD.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn from_major(major: i64, currency: Currency) -> Result<Self, MoneyError> {
        let magnitude = u128::from(major.unsigned_abs()).checked_mul(currency.minor_per_major());
        Self::of(magnitude, major < 0, currency, "major units")
    }

    /// Returns so many minor units of more than 64 bits.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] beyond `2^96 - 1`.
    pub fn from_minor_wide(minor: i128, currency: Currency) -> Result<Self, MoneyError> {
        Self::checked(minor, currency, "minor units")
    }

    /// Returns the amount of exactly this many major units; zeros beyond the currency's decimals
    /// are fine.
    ///
    /// # Errors
    ///
    /// [`MoneyError::TooPrecise`] for other digits there, [`MoneyError::Overflow`].
    pub fn from_decimal(decimal: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let ratio = Ratio::from_decimal(decimal);
        let scale = currency.minor_per_major();
        if scale.checked_rem(ratio.denominator().unsigned_abs()) != Some(0) {
            return Err(MoneyError::TooPrecise {
                exponent: currency.exponent(),
            });
        }
        Self::from_decimal_rounded(decimal, currency, Rounding::Down)
    }

    /// Returns the amount of this many major units, rounded once to the minor unit.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn from_decimal_rounded(
        decimal: Decimal,
        currency: Currency,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        super::Exact::new(Ratio::from_decimal(decimal), currency).round(rounding)
    }

    /// The one door: the range is checked, and `operation` names the caller.
    #[inline]
    pub(super) fn checked(
        minor: i128,
        currency: Currency,
        operation: &'static str,
    ) -> Result<Self, MoneyError> {
        if minor.unsigned_abs() > MAX_MINOR {
            return Err(MoneyError::Overflow { operation });
        }
        Ok(Self { minor, currency })
    }

    /// The amount of a magnitude that may already have overflowed.
    pub(super) fn of(
        magnitude: Option<u128>,
        negative: bool,
        currency: Currency,
        operation: &'static str,
    ) -> Result<Self, MoneyError> {
        let minor = magnitude.and_then(|magnitude| wide::signed(magnitude, negative));
        Self::checked(minor.unwrap_or(i128::MAX), currency, operation)
    }

    /// Returns the amount in minor units.
    pub const fn minor(self) -> i128 {
        self.minor
    }

    /// Returns the currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Returns the amount in major units, with as many decimals as the currency has.
    pub fn to_decimal(self) -> Decimal {
        // The range of the mantissa and of the exponent are those of a decimal.
        Decimal::try_from_i128_with_scale(self.minor, u32::from(self.currency.exponent()))
            .unwrap_or(Decimal::ZERO)
    }

    /// Returns the amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self {
            minor: self.minor.wrapping_abs(),
            currency: self.currency,
        }
    }
}

impl std::ops::Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        // The range is symmetric, so this cannot wrap.
        Self {
            minor: self.minor.wrapping_neg(),
            currency: self.currency,
        }
    }
}
