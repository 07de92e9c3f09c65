//! [`price_volume`] and [`projection`]: why it came so, and how it will end (E6).

use super::error::{EconomicsError, not_negative};
use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// Units, and the amount they came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Sold {
    /// How many.
    pub units: Ratio,
    /// For how much together.
    pub amount: Money,
}

/// A variance, in what came of units and what came of their price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PriceVolume {
    /// `actual - planned`.
    pub variance: Money,
    /// What other units make at the planned price.
    pub volume: Money,
    /// The rest: what the other price makes of the units that came.
    pub price: Money,
}

/// Returns how much of a variance came of units and how much of their price; both always add up.
///
/// `volume = (actual units - planned units) x planned amount / planned units`, and the price has
/// the rest (spec/health-economics.md 7).
///
/// # Rounding
///
/// The volume once, half away from zero.
///
/// # Errors
///
/// [`EconomicsError::NoPlannedUnits`], [`EconomicsError::Negative`], [`EconomicsError::Money`]
/// for two currencies, [`EconomicsError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::economics::{Sold, price_volume};
///
/// let planned = Sold { units: "550".parse()?, amount: "66000.00 USD".parse()? };
/// let actual = Sold { units: "600".parse()?, amount: "78000.00 USD".parse()? };
/// let why = price_volume(planned, actual)?;
/// assert_eq!(why.volume.to_string(), "6000.00 USD");
/// assert_eq!(why.price.to_string(), "6000.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn price_volume(planned: Sold, actual: Sold) -> Result<PriceVolume, EconomicsError> {
    if planned.units.is_zero() {
        return Err(EconomicsError::NoPlannedUnits);
    }
    not_negative("the planned units", planned.units)?;
    not_negative("the actual units", actual.units)?;
    let variance = actual.amount.checked_sub(planned.amount)?;
    let more = actual.units.checked_sub(planned.units)?;
    let part = more.checked_div(planned.units)?;
    let volume = planned
        .amount
        .times_ratio(part, Rounding::HalfAwayFromZero)?;
    Ok(PriceVolume {
        variance,
        volume,
        price: variance.checked_sub(volume)?,
    })
}

/// How a plan will end, in two ways that are both given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Projection {
    /// What was planned for all periods.
    pub planned_total: Money,
    /// What came so far.
    pub to_date: Money,
    /// The end if the rest comes as planned.
    pub as_planned: Money,
    /// The end if the rest goes as it went so far; none if nothing was planned so far.
    pub at_pace: Option<Money>,
}

/// Returns how a plan will end, by what came in its first periods.
///
/// `at pace = to date + rest of plan x to date / planned to date`
/// (spec/health-economics.md 7).
///
/// # Rounding
///
/// The rest at pace once, half away from zero.
///
/// # Errors
///
/// [`EconomicsError::MoreActualsThanPlan`], then [`EconomicsError::NoPeriods`],
/// [`EconomicsError::Money`] for two currencies.
///
/// # Examples
///
/// ```
/// use partnership::economics::projection;
///
/// let plan = ["40.00 USD".parse()?, "60.00 USD".parse()?];
/// let end = projection(&plan, &["45.00 USD".parse()?])?;
/// assert_eq!(end.as_planned.to_string(), "105.00 USD");
/// assert_eq!(end.at_pace, Some("112.50 USD".parse()?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "estimate at completion")]
pub fn projection(plan: &[Money], actual: &[Money]) -> Result<Projection, EconomicsError> {
    if actual.len() > plan.len() {
        return Err(EconomicsError::MoreActualsThanPlan {
            actual: actual.len(),
            planned: plan.len(),
        });
    }
    let Some(first) = plan.first() else {
        return Err(EconomicsError::NoPeriods);
    };
    let sum = |amounts: &[Money], currency: Currency| Money::sum(currency, amounts.iter().copied());
    let currency = first.currency();
    let (past, rest) = plan.split_at_checked(actual.len()).unwrap_or((plan, &[]));
    let (planned, rest) = (sum(past, currency)?, sum(rest, currency)?);
    let to_date = sum(actual, currency)?;
    let at_pace = match to_date.ratio_to(planned) {
        Ok(pace) => {
            let rest = rest.times_ratio(pace, Rounding::HalfAwayFromZero)?;
            Some(to_date.checked_add(rest)?)
        }
        Err(_) => None,
    };
    Ok(Projection {
        planned_total: planned.checked_add(rest)?,
        to_date,
        as_planned: to_date.checked_add(rest)?,
        at_pace,
    })
}
