//! Tiers: rates and prices that depend on how much there is.

use std::fmt;
use std::str::FromStr;

use super::wire::paper;
use crate::money::{Exact, Money, MoneyError};
use crate::ratio::{Ratio, RatioError};

/// The upper end of a tier: money for revenue, a quantity for units and levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// So much money.
    Money(Money),
    /// So many units, or this level.
    Quantity(Ratio),
}

/// How a tiered pay reads its table (spec/compensation.md 4).
///
/// With 10% up to 10,000.00 and 20% above, sales of 12,000.00 pay 1,400.00 under `Marginal` and
/// 2,400.00 under `Whole`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TierMode {
    /// Each tier pays its own slice.
    #[default]
    #[doc(alias = "graduated")]
    Marginal,
    /// The tier that the measure lies in pays everything.
    #[doc(alias = "volume")]
    #[doc(alias = "all-units")]
    #[doc(alias = "retroactive")]
    Whole,
    /// The rate of a period is fixed by what there was before it: the same 12,000.00 in a first
    /// period pay 1,200.00, and every sale of the next period pays 20%.
    #[doc(alias = "prospective")]
    Forward,
    /// Each period is rated where it lies on the way of another measure, and keeps its place: of
    /// 5,000 copies at 25.00 and then 1,000 at 10.00, with 10% up to 5,000 copies and 12.5% above,
    /// the second period pays 1,250.00 whatever the price of the first (spec/contracts.md X4).
    #[doc(alias = "escalating royalty")]
    Running,
}

impl TierMode {
    /// Whether each period is rated by where it began.
    pub(super) const fn is_by_period(self) -> bool {
        matches!(self, Self::Forward | Self::Running)
    }
}

/// On which side of a bound the bound itself lies.
///
/// With whole tiers of 10% up to 10,000.00 and 20% above, sales of exactly 10,000.00 pay 1,000.00
/// under `UpTo` and 2,000.00 under `Reaches`. `UpTo` is our choice where the terms are silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Boundary {
    /// A measure on the bound is still in the lower tier.
    #[default]
    UpTo,
    /// A measure on the bound has reached the upper tier.
    Reaches,
}

/// How units become blocks of units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BlockCount {
    /// A block that was begun counts.
    #[default]
    Started,
    /// Only full blocks count.
    Completed,
    /// Parts of a block count as parts.
    Exact,
}

paper! {
    /// One tier of a share of revenue.
    pub struct RateTier {
        /// Where the tier ends; only the last one has no end.
        optional up_to: Bound,
        /// The part of the revenue in the tier that is paid, 0 to 1.
        required rate: Ratio,
        /// An amount paid once when the tier is entered.
        optional flat: Money,
    }
}

paper! {
    /// One tier of a price per unit.
    pub struct PriceTier {
        /// Where the tier ends; only the last one has no end.
        optional up_to: Bound,
        /// The price of a unit, or of a block of units.
        required price: Exact,
        /// An amount paid once when the tier is entered.
        optional flat: Money,
        /// How many units a block has.
        optional block: Ratio,
        /// How units become blocks.
        optional count: BlockCount,
    }
}

paper! {
    /// One tier of amounts by a measure.
    pub struct BandTier {
        /// Where the band ends; only the last one has no end.
        optional up_to: Bound,
        /// The amount of the band.
        required pay: Money,
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(money) => money.fmt(f),
            Self::Quantity(quantity) => quantity.fmt(f),
        }
    }
}

impl FromStr for Bound {
    type Err = BoundError;

    fn from_str(text: &str) -> Result<Self, BoundError> {
        if text.contains(' ') {
            Ok(Self::Money(text.parse()?))
        } else {
            Ok(Self::Quantity(text.parse()?))
        }
    }
}

crate::text::serde_as_text!(Bound, "an amount such as \"10000.00 USD\" or a quantity");

/// Why a text is no bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BoundError {
    /// It is no amount.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// It is no quantity.
    #[error(transparent)]
    Quantity(#[from] RatioError),
}

super::canonical::by_name! {
    TierMode { Marginal "marginal", Whole "whole", Forward "forward", Running "running" }
    Boundary { UpTo "up_to", Reaches "reaches" }
    BlockCount { Started "started", Completed "completed", Exact "exact" }
}

impl super::canonical::Canonical for Bound {
    fn canonical(&self, text: &mut String) {
        text.push_str(&self.to_string());
    }
}
