//! [`PayDraft`]: the small algebra that every pay item is written in.

use super::canonical::{Canonical, field};
use super::measure::{Base, Measure, Stream};
use super::tiers::{BandTier, BlockCount, Bound, Boundary, PriceTier, RateTier, TierMode};
use super::wire::paper;
use crate::money::{Exact, Money};
use crate::ratio::Ratio;
use crate::time::Basis;

/// A pay as it is written, before it is checked (spec/compensation.md 3).
///
/// Leaves measure something; `sum`, `greater_of`, `lesser_of`, `minus` and `times` put leaves
/// together on exact values, before anything is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PayDraft {
    /// A part of revenue.
    #[doc(alias = "royalty")]
    #[doc(alias = "rev share")]
    #[doc(alias = "commission")]
    #[doc(alias = "take rate")]
    Share(Share),
    /// A price per unit: per video, per copy, per thousand views.
    #[doc(alias = "flat fee")]
    #[doc(alias = "CPM")]
    PerUnit(PerUnit),
    /// A fixed fee for a stretch of time.
    #[doc(alias = "monthly fee")]
    Retainer(Retainer),
    /// Approved costs and a markup or fee.
    CostPlus(CostPlus),
    /// Amounts when a measure reaches its targets.
    #[doc(alias = "performance bonus")]
    Bonus(Bonus),
    /// One amount by the band that a measure lies in.
    #[doc(alias = "stair-step")]
    Bands(Bands),
    /// All of these together.
    Sum(Vec<PayDraft>),
    /// The greatest of these.
    GreaterOf(Vec<PayDraft>),
    /// The least of these.
    LesserOf(Vec<PayDraft>),
    /// The first less the second; below 0 the payee owes.
    Minus(Box<(PayDraft, PayDraft)>),
    /// A rate of another pay.
    Times(Box<Times>),
}

paper! {
    /// A part of revenue: one rate, or tiers.
    pub struct Share {
        /// What it is a part of.
        required base: Base,
        /// One rate for everything, 0 to 1.
        optional rate: Ratio,
        /// Rates by how much there is.
        optional tiers: Vec<RateTier>,
        /// How the tiers are read.
        defaulted mode: TierMode,
        /// On which side of a bound the bound lies.
        defaulted boundary: Boundary,
        /// Another measure that chooses the tier.
        optional tier_by: Measure,
    }
}

paper! {
    /// A price per unit: one price, or tiers.
    pub struct PerUnit {
        /// The streams whose units count.
        required streams: Vec<Stream>,
        /// One price for every unit, or every block.
        optional price: Exact,
        /// Prices by how many units there are.
        optional tiers: Vec<PriceTier>,
        /// How many units a block has; the price is then per block.
        optional block: Ratio,
        /// How units become blocks.
        optional count: BlockCount,
        /// How the tiers are read.
        defaulted mode: TierMode,
        /// On which side of a bound the bound lies.
        defaulted boundary: Boundary,
    }
}

paper! {
    /// A fixed fee for a window, prorated in a part of it.
    pub struct Retainer {
        /// The fee of a whole window.
        required amount: Money,
        /// How a part of a window counts.
        defaulted basis: Basis,
    }
}

paper! {
    /// Costs that were approved, up to a ceiling, and a markup or a fee on top.
    pub struct CostPlus {
        /// The streams of costs.
        required streams: Vec<Stream>,
        /// The most that is reimbursed.
        optional ceiling: Money,
        /// A part of the reimbursed costs; may be above 1.
        optional markup: Ratio,
        /// A fee, once there are costs.
        optional fee: Money,
    }
}

paper! {
    /// Amounts when a measure reaches its targets.
    pub struct Bonus {
        /// What is measured.
        required measure: Measure,
        /// Targets by rising reach; each one reached pays.
        defaulted steps: Vec<BonusStep>,
        /// What every further step pays.
        optional then: BonusThen,
    }
}

paper! {
    /// One target of a bonus.
    pub struct BonusStep {
        /// The measure that must be reached; on it counts.
        required reach: Bound,
        /// What reaching it pays.
        required pay: Money,
    }
}

paper! {
    /// A bonus for every further step of a measure.
    pub struct BonusThen {
        /// Where the steps begin.
        required from: Bound,
        /// The length of a step.
        required every: Bound,
        /// What a full step pays.
        required pay: Money,
        /// Where the steps end.
        optional until: Bound,
    }
}

paper! {
    /// One amount by the band that a measure lies in.
    pub struct Bands {
        /// What is measured.
        required measure: Measure,
        /// The bands, upper bounds rising.
        required tiers: Vec<BandTier>,
        /// On which side of a bound the bound lies.
        defaulted boundary: Boundary,
    }
}

paper! {
    /// A rate of another pay.
    pub struct Times {
        /// The rate, 0 or more.
        required rate: Ratio,
        /// What it multiplies.
        required pay: PayDraft,
    }
}

/// What a leaf reads of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads<'a> {
    /// Amounts of a stream.
    Amounts(&'a Stream),
    /// Units of a stream.
    Units(&'a Stream),
    /// A level.
    Level(&'a Stream),
}

impl Share {
    /// A share of one rate of some streams.
    pub fn of<S: AsRef<str>>(streams: &[S], rate: Ratio) -> Self {
        Self {
            base: Base::of(streams),
            rate: Some(rate),
            tiers: None,
            mode: TierMode::default(),
            boundary: Boundary::default(),
            tier_by: None,
        }
    }

    /// A share of some streams in marginal tiers: `(up to, rate)`, the last one open.
    ///
    /// # Examples
    ///
    /// Another mode is a field:
    ///
    /// ```
    /// use partnership::Error;
    /// use partnership::compensation::{Measures, Pay, PayDraft, Share, TierMode};
    ///
    /// let tiers = [(Some("10000.00 USD".parse()?), "10%".parse()?), (None, "20%".parse()?)];
    /// let marginal = Share::tiered(&["shop"], &tiers);
    /// let whole = Share { mode: TierMode::Whole, ..marginal.clone() };
    /// let sold = Measures::new("USD".parse()?).with_amount("shop", "12000.00 USD".parse()?);
    /// let paid = |share| -> Result<String, Error> {
    ///     Ok(Pay::try_from(PayDraft::Share(share))?.value(&sold)?.to_string())
    /// };
    /// assert_eq!(paid(marginal)?, "1400 USD");
    /// assert_eq!(paid(whole)?, "2400 USD");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn tiered<S: AsRef<str>>(streams: &[S], tiers: &[(Option<Money>, Ratio)]) -> Self {
        let tiers = tiers.iter().map(|(up_to, rate)| RateTier {
            up_to: up_to.map(Bound::Money),
            rate: *rate,
            flat: None,
        });
        Self {
            base: Base::of(streams),
            rate: None,
            tiers: Some(tiers.collect()),
            mode: TierMode::default(),
            boundary: Boundary::default(),
            tier_by: None,
        }
    }
}

impl PerUnit {
    /// A price per unit of some streams.
    pub fn of<S: AsRef<str>>(streams: &[S], price: Exact) -> Self {
        Self {
            streams: streams
                .iter()
                .map(|stream| stream.as_ref().into())
                .collect(),
            price: Some(price),
            tiers: None,
            block: None,
            count: None,
            mode: TierMode::default(),
            boundary: Boundary::default(),
        }
    }
}

impl PayDraft {
    /// A share of one rate of some streams: [`Share::of`].
    pub fn share<S: AsRef<str>>(streams: &[S], rate: Ratio) -> Self {
        Self::Share(Share::of(streams, rate))
    }

    /// A share of some streams in marginal tiers: [`Share::tiered`].
    pub fn tiered_share<S: AsRef<str>>(streams: &[S], tiers: &[(Option<Money>, Ratio)]) -> Self {
        Self::Share(Share::tiered(streams, tiers))
    }

    /// A price per unit of some streams: [`PerUnit::of`].
    pub fn per_unit<S: AsRef<str>>(streams: &[S], price: Exact) -> Self {
        Self::PerUnit(PerUnit::of(streams, price))
    }

    /// A fixed fee per window, by calendar days in a part of one.
    pub fn retainer(amount: Money) -> Self {
        Self::Retainer(Retainer {
            amount,
            basis: Basis::default(),
        })
    }

    /// Calls `see` with everything that the pay reads.
    pub(super) fn reads<'a>(&'a self, see: &mut impl FnMut(Reads<'a>)) {
        match self {
            Self::Share(share) => {
                share
                    .base
                    .reads()
                    .for_each(|stream| see(Reads::Amounts(stream)));
                if let Some(measure) = &share.tier_by {
                    measure.reads(see);
                }
            }
            Self::PerUnit(unit) => unit.streams.iter().for_each(|s| see(Reads::Units(s))),
            Self::Retainer(_) => {}
            Self::CostPlus(cost) => cost.streams.iter().for_each(|s| see(Reads::Amounts(s))),
            Self::Bonus(bonus) => bonus.measure.reads(see),
            Self::Bands(bands) => bands.measure.reads(see),
            Self::Sum(all) | Self::GreaterOf(all) | Self::LesserOf(all) => {
                for pay in all {
                    pay.reads(see);
                }
            }
            Self::Minus(pair) => {
                pair.0.reads(see);
                pair.1.reads(see);
            }
            Self::Times(times) => times.pay.reads(see),
        }
    }

    /// Whether the pay reads a stream, or a level.
    pub(super) fn reads_name(&self, name: &Stream, is_level: bool) -> bool {
        let mut found = false;
        self.reads(&mut |read| {
            found |= match read {
                Reads::Amounts(stream) | Reads::Units(stream) => !is_level && stream == name,
                Reads::Level(level) => is_level && level == name,
            };
        });
        found
    }

    /// Whether a retainer stands anywhere in the pay.
    pub(super) fn has_retainer(&self) -> bool {
        match self {
            Self::Retainer(_) => true,
            Self::Sum(all) | Self::GreaterOf(all) | Self::LesserOf(all) => {
                all.iter().any(Self::has_retainer)
            }
            Self::Minus(pair) => pair.0.has_retainer() || pair.1.has_retainer(),
            Self::Times(times) => times.pay.has_retainer(),
            _ => false,
        }
    }
}

impl Measure {
    /// Calls `see` with everything that the measure reads.
    pub(super) fn reads<'a>(&'a self, see: &mut impl FnMut(Reads<'a>)) {
        match self {
            Self::Revenue(base) => base.reads().for_each(|stream| see(Reads::Amounts(stream))),
            Self::Units(streams) => streams.iter().for_each(|stream| see(Reads::Units(stream))),
            Self::Level(name) => see(Reads::Level(name)),
        }
    }
}

impl Canonical for PayDraft {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Share(share) => field(text, "share", share),
            Self::PerUnit(unit) => field(text, "per_unit", unit),
            Self::Retainer(retainer) => field(text, "retainer", retainer),
            Self::CostPlus(cost) => field(text, "cost_plus", cost),
            Self::Bonus(bonus) => field(text, "bonus", bonus),
            Self::Bands(bands) => field(text, "bands", bands),
            Self::Sum(all) => field(text, "sum", all),
            Self::GreaterOf(all) => field(text, "greater_of", all),
            Self::LesserOf(all) => field(text, "lesser_of", all),
            Self::Minus(pair) => {
                field(text, "minus", &pair.0);
                field(text, "less", &pair.1);
            }
            Self::Times(times) => field(text, "times", &**times),
        }
    }
}
