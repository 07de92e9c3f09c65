//! [`Money`] to and from a [`Decimal`].

use rust_decimal::Decimal;

use super::amount::Money;
use super::currency::Currency;
use super::error::MoneyError;
use super::exact::Exact;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

impl Money {
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
        Exact::new(Ratio::from_decimal(decimal), currency).round(rounding)
    }

    /// Returns the amount in major units, with as many decimals as the currency has.
    pub fn to_decimal(self) -> Decimal {
        // The range of the mantissa and of the exponent are those of a decimal.
        Decimal::try_from_i128_with_scale(self.minor(), u32::from(self.currency().exponent()))
            .unwrap_or(Decimal::ZERO)
    }
}
