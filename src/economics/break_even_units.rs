//! [`UnitSale`]: how many units must be sold (E1).

use super::error::{EconomicsError, not_negative};
use crate::money::{Exact, Money};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// What one unit earns and costs, and what is spent whether or not any is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct UnitSale {
    /// What is spent in any case.
    pub fixed: Money,
    /// What a unit is sold for, above 0.
    pub price: Money,
    /// What a unit costs.
    pub variable: Money,
    /// What the other side gets of the price, from 0 to less than 1.
    #[cfg_attr(feature = "serde", serde(default = "nothing"))]
    pub share: Ratio,
}

#[cfg(feature = "serde")]
const fn nothing() -> Ratio {
    Ratio::ZERO
}

/// How many units must be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UnitBreakEven {
    /// What is left of a unit: `price (1 - share) - variable`.
    pub contribution: Exact,
    /// The contribution as a part of the price.
    pub margin: Ratio,
    /// The units from which nothing is lost; none if that is never so.
    pub units: Option<u64>,
    /// What so many units are sold for.
    pub revenue_at_units: Option<Money>,
    /// What must be sold if units could be cut.
    pub revenue_exact_up: Option<Money>,
}

impl UnitSale {
    /// Returns how many units must be sold.
    ///
    /// `units = fixed / contribution`, up to the whole unit; none where a unit leaves nothing and
    /// something is to be earned (spec/health-economics.md 7).
    ///
    /// # Rounding
    ///
    /// Units and the exact line upwards: a unit less is a loss.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::ZeroPrice`], [`EconomicsError::ShareOutOfRange`],
    /// [`EconomicsError::Negative`], [`EconomicsError::Money`] for two currencies,
    /// [`EconomicsError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    /// use partnership::economics::UnitSale;
    ///
    /// let course = UnitSale {
    ///     fixed: "4300.00 USD".parse()?,
    ///     price: "28.00 USD".parse()?,
    ///     variable: "12.00 USD".parse()?,
    ///     share: Ratio::ZERO,
    /// };
    /// let line = course.break_even()?;
    /// assert_eq!(line.units, Some(269)); // 268.75
    /// assert_eq!(course.profit(269)?.to_string(), "4.00 USD");
    /// assert_eq!(course.profit(268)?.to_string(), "-12.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "contribution margin")]
    pub fn break_even(&self) -> Result<UnitBreakEven, EconomicsError> {
        let contribution = self.contribution()?;
        let margin = contribution.ratio_to(self.price.into())?;
        let units = if contribution.major().is_positive() {
            let exact = Exact::from(self.fixed).ratio_to(contribution)?;
            let whole = exact.round(Rounding::Ceiling);
            Some(u64::try_from(whole).map_err(|_| RatioError::Overflow {
                operation: "the units to break even",
            })?)
        } else if contribution.major().is_zero() && self.fixed.is_zero() {
            Some(0)
        } else {
            None
        };
        let (mut revenue_at_units, mut revenue_exact_up) = (None, None);
        if let Some(units) = units {
            let revenue = self.price.times_ratio(units.into(), Rounding::Ceiling)?;
            revenue_at_units = Some(revenue);
            revenue_exact_up = Some(if self.fixed.is_zero() {
                self.fixed
            } else {
                let exact = Exact::from(self.fixed).checked_div(margin)?;
                exact.round(Rounding::Ceiling)?
            });
        }
        Ok(UnitBreakEven {
            contribution,
            margin,
            units,
            revenue_at_units,
            revenue_exact_up,
        })
    }

    /// Returns what so many units leave, less what is spent in any case.
    ///
    /// # Rounding
    ///
    /// Once, half away from zero, before the fixed costs are taken off.
    ///
    /// # Errors
    ///
    /// Those of [`break_even`](Self::break_even).
    pub fn profit(&self, units: u64) -> Result<Money, EconomicsError> {
        let earned = self.contribution()?.checked_mul(units.into())?;
        let earned = earned.round(Rounding::HalfAwayFromZero)?;
        Ok(earned.checked_sub(self.fixed)?)
    }

    /// What is left of a unit, of a sale that can be computed with.
    fn contribution(&self) -> Result<Exact, EconomicsError> {
        if !self.price.is_positive() {
            return Err(EconomicsError::ZeroPrice {
                price: self.price.into(),
            });
        }
        if self.share.is_negative() || self.share >= Ratio::ONE {
            return Err(EconomicsError::ShareOutOfRange {
                of: "price".to_owned(),
                share: self.share,
            });
        }
        not_negative("the fixed cost", self.fixed)?;
        not_negative("the cost of a unit", self.variable)?;
        self.fixed.compare(self.price)?;
        let own = Ratio::ONE.checked_sub(self.share)?;
        let kept = Exact::from(self.price).checked_mul(own)?;
        Ok(kept.checked_sub(self.variable.into())?)
    }
}

impl UnitBreakEven {
    /// Returns by which part so many units may fall short before there is a loss; below 0 if they
    /// are too few, none for no units or where there is no line.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`].
    pub fn margin_of_safety(&self, units: u64) -> Result<Option<Ratio>, EconomicsError> {
        let (Some(line), 1..) = (self.units, units) else {
            return Ok(None);
        };
        let units = Ratio::from(units);
        let spare = units.checked_sub(line.into())?;
        Ok(Some(spare.checked_div(units)?))
    }
}
