//! Checked arithmetic of [`Money`]: currency first, then range.

use std::cmp::Ordering;

use super::amount::Money;
use super::currency::Currency;
use super::error::MoneyError;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::wide::{self, U256};

impl Money {
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

    /// Returns the exact sum.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    #[inline]
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        // Two magnitudes below 2^96 cannot overflow 128 bits.
        self.with_minor(self.minor().wrapping_add(other.minor()))
            .ok_or(MoneyError::Overflow {
                operation: "addition",
            })
    }

    /// Returns the exact difference.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Money;
    ///
    /// let (sales, back): (Money, Money) = ("12000.05 USD".parse()?, "1500.00 USD".parse()?);
    /// assert_eq!(sales.checked_sub(back)?.to_string(), "10500.05 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[inline]
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.with_minor(self.minor().wrapping_sub(other.minor()))
            .ok_or(MoneyError::Overflow {
                operation: "subtraction",
            })
    }

    /// Returns the exact product with a whole number.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Money;
    ///
    /// let a_video: Money = "12.50 USD".parse()?;
    /// assert_eq!(a_video.checked_times(250)?.to_string(), "3125.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn checked_times(self, factor: i64) -> Result<Self, MoneyError> {
        let product = self.minor().checked_mul(i128::from(factor));
        Self::checked(
            product.unwrap_or(i128::MAX),
            self.currency(),
            "multiplication",
        )
    }

    /// Returns the product with a ratio, rounded once to the minor unit.
    ///
    /// # Rounding
    ///
    /// By the rule given, on the exact product.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] only if the rounded result leaves the range.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Money, Rounding};
    ///
    /// let sales: Money = "880.05 USD".parse()?;
    /// let share = sales.times_ratio("10%".parse()?, Rounding::HalfAwayFromZero)?;
    /// assert_eq!(share.to_string(), "88.01 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[inline]
    pub fn times_ratio(self, ratio: Ratio, rounding: Rounding) -> Result<Self, MoneyError> {
        const OPERATION: &str = "a product with a ratio";
        if let (Ok(minor), Ok(numerator)) = (
            i64::try_from(self.minor()),
            i64::try_from(ratio.numerator()),
        ) {
            let product = i128::from(minor).wrapping_mul(i128::from(numerator));
            let rounded = rounding.divide(
                product.unsigned_abs(),
                product < 0,
                ratio.denominator().unsigned_abs(),
            );
            return Self::checked(rounded.unwrap_or(i128::MAX), self.currency(), OPERATION);
        }
        self.times_ratio_wide(ratio, rounding, OPERATION)
    }

    #[cold]
    fn times_ratio_wide(
        self,
        ratio: Ratio,
        rounding: Rounding,
        operation: &'static str,
    ) -> Result<Self, MoneyError> {
        let negative = self.is_negative() != ratio.is_negative();
        let divisor = ratio.denominator().unsigned_abs();
        let product = U256::product(
            self.minor().unsigned_abs(),
            ratio.numerator().unsigned_abs(),
        );
        let magnitude = product.div_rem(divisor).and_then(|(quotient, rest)| {
            let quotient = quotient.to_u128()?;
            let up = rounding.goes_up(negative, quotient & 1 == 1, rest, divisor);
            quotient.checked_add(u128::from(up))
        });
        Self::of(magnitude, negative, self.currency(), operation)
    }

    /// Returns the sum of amounts of one currency, which also covers the empty case.
    ///
    /// The range is asked of the total only, so the order of the amounts does not matter.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Currency, Money};
    ///
    /// let lines = [Money::from_minor(10, Currency::USD), Money::from_minor(-3, Currency::USD)];
    /// assert_eq!(Money::sum(Currency::USD, lines)?.to_string(), "0.07 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        let mut total: i128 = 0;
        for amount in amounts {
            if !amount.currency().is(currency) {
                return Err(MoneyError::CurrencyMismatch {
                    left: currency,
                    right: amount.currency(),
                });
            }
            let Some(sum) = total.checked_add(amount.minor()) else {
                return Err(MoneyError::Overflow { operation: "a sum" });
            };
            total = sum;
        }
        Self::checked(total, currency, "a sum")
    }

    /// Returns this amount as a part of another one, exactly.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::DivisionByZero`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Money;
    ///
    /// let (own, all): (Money, Money) = ("45.00 USD".parse()?, "120.00 USD".parse()?);
    /// assert_eq!(own.ratio_to(all)?, "37.5%".parse()?);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn ratio_to(self, other: Self) -> Result<Ratio, MoneyError> {
        self.same_currency(other)?;
        Ratio::new(self.minor(), other.minor()).map_err(|_| MoneyError::DivisionByZero)
    }

    /// Returns the nearest multiple of a step by the rule given, for example 0.05 CHF in cash.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::BadStep`] for a step of zero or less,
    /// [`MoneyError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Money, Rounding};
    ///
    /// let (exact, step): (Money, Money) = ("2.43 CHF".parse()?, "0.05 CHF".parse()?);
    /// assert_eq!(exact.round_to_step(step, Rounding::HalfAwayFromZero)?.to_string(), "2.45 CHF");
    /// assert_eq!(exact.round_to_step(step, Rounding::Down)?.to_string(), "2.40 CHF");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn round_to_step(self, step: Self, rounding: Rounding) -> Result<Self, MoneyError> {
        self.same_currency(step)?;
        if !step.is_positive() {
            return Err(MoneyError::BadStep { step });
        }
        let steps = rounding.divide(
            self.minor().unsigned_abs(),
            self.is_negative(),
            step.minor().unsigned_abs(),
        );
        let rounded = steps.and_then(|steps| steps.checked_mul(step.minor()));
        Self::checked(
            rounded.unwrap_or(i128::MAX),
            self.currency(),
            "rounding to a step",
        )
    }

    /// Returns how two amounts of one currency compare.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Money;
    ///
    /// let (least, there): (Money, Money) = ("50.00 USD".parse()?, "49.99 USD".parse()?);
    /// assert!(there.compare(least)?.is_lt());
    /// assert!(there.compare("50 JPY".parse()?).is_err());
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor().cmp(&other.minor()))
    }

    /// Returns the smaller of two amounts.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`].
    pub fn min(self, other: Self) -> Result<Self, MoneyError> {
        Ok(if self.compare(other)?.is_gt() {
            other
        } else {
            self
        })
    }

    /// Returns the larger of two amounts.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`].
    pub fn max(self, other: Self) -> Result<Self, MoneyError> {
        Ok(if self.compare(other)?.is_lt() {
            other
        } else {
            self
        })
    }

    /// Returns whether the amount is zero.
    pub const fn is_zero(self) -> bool {
        self.minor() == 0
    }

    /// Returns whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.minor() > 0
    }

    /// Returns whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.minor() < 0
    }

    /// Returns -1, 0 or 1.
    pub fn signum(self) -> i8 {
        wide::sign(self.minor())
    }

    #[inline]
    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency() == other.currency() {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch {
                left: self.currency(),
                right: other.currency(),
            })
        }
    }

    /// The amount if it is within range; `operation` names the caller.
    #[inline]
    pub(super) fn checked(
        minor: i128,
        currency: Currency,
        operation: &'static str,
    ) -> Result<Self, MoneyError> {
        Self::within_range(minor, currency).ok_or(MoneyError::Overflow { operation })
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
}
