//! The sealed value: whole minor units within plus and minus `2^96 - 1`.

use super::currency::Currency;
use crate::wide;

/// An exact amount of money: whole minor units (cents, yen, fils) of one [`Currency`].
///
/// The magnitude is at most `2^96 - 1` minor units, so that every amount is exactly one
/// [`Decimal`](rust_decimal::Decimal) and back. There is no negative zero, no `+` and no `<`: amounts of two currencies
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

    /// The amount, or the nearest one in range: for results that are proven to be in range, such
    /// as the parts of an amount.
    #[inline]
    pub(crate) fn clamped(minor: i128, currency: Currency) -> Self {
        let most = wide::signed(MAX_MINOR, false).unwrap_or(0);
        Self {
            minor: minor.clamp(most.wrapping_neg(), most),
            currency,
        }
    }

    /// The one door: nothing beyond the range.
    #[inline]
    pub(super) const fn within_range(minor: i128, currency: Currency) -> Option<Self> {
        if minor.unsigned_abs() > MAX_MINOR {
            return None;
        }
        Some(Self { minor, currency })
    }

    /// So many minor units of the same currency, which is copied as a whole.
    #[inline]
    pub(super) const fn with_minor(self, minor: i128) -> Option<Self> {
        if minor.unsigned_abs() > MAX_MINOR {
            return None;
        }
        Some(Self { minor, ..self })
    }

    /// Returns the amount in minor units.
    pub const fn minor(self) -> i128 {
        self.minor
    }

    /// Returns the currency.
    pub const fn currency(self) -> Currency {
        self.currency
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
