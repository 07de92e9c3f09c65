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
    #[doc(alias = "CPM")]
    PerUnit(PerUnit),
    /// A fixed fee for a stretch of time.
    #[doc(alias = "monthly fee")]
    Retainer(Retainer),
    /// A sum once a window, or once an event.
    #[doc(alias = "flat fee")]
    #[doc(alias = "lump sum")]
    #[doc(alias = "signing fee")]
    Fixed(Fixed),
    /// Approved costs and a markup or fee.
    CostPlus(CostPlus),
    /// A part of a pool, by units.
    #[doc(alias = "revenue pool")]
    #[doc(alias = "pro-rata pool")]
    #[doc(alias = "creator pool")]
    Pool(Pool),
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
    /// A sum that is due when its window begins, whole and never by days
    /// (spec/contracts.md X3).
    ///
    /// It is paid once in each window that begins before the end of the agreement: once a life, a
    /// quarter, three periods; in an event window once per event. Beside other pays it is a
    /// constant: the lesser of a share and a fixed 500.00 is a monthly limit.
    pub struct Fixed {
        /// The sum.
        required amount: Money,
    }
}

paper! {
    /// Costs that were approved, up to a ceiling, and a markup or a fee on top.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, CostPlus, Item, PayDraft, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let costs = PayDraft::CostPlus(CostPlus {
    ///     streams: vec!["costs".into()],
    ///     ceiling: None,
    ///     markup: Some("15%".parse()?),
    ///     fee: None,
    /// });
    /// let item = Item::new("production".parse()?, Window::Lifetime, costs);
    /// let terms = Terms::builder("film", "USD".parse()?, date("2026-01-01")?).item(item).build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("costs", "4000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "4600.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
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
    /// A part of a pool, as large as one's own units are among all of them
    /// (spec/contracts.md X3).
    ///
    /// The pool times own units over all units; nothing while there are no units at all, which the
    /// statement says. Windows matter: 10 of 100 views of a pool of 1,000.00 and 50 of 100 of one
    /// of 3,000.00 are 1,600.00 month by month, and 1,200.00 as one pool over both.
    pub struct Pool {
        /// What the pool holds.
        required base: Base,
        /// The streams of one's own units; they may be among all.
        required own: Vec<Stream>,
        /// The streams of all units that share the pool.
        required all: Vec<Stream>,
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

    /// A sum once a window, whenever the window begins.
    ///
    /// # Examples
    ///
    /// 10% of a month's sales, at most 500.00:
    ///
    /// ```
    /// use partnership::compensation::{Measures, Pay, PayDraft};
    ///
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let limit = PayDraft::fixed("500.00 USD".parse()?);
    /// let limited = Pay::try_from(PayDraft::LesserOf(vec![share, limit]))?;
    /// let sales = Measures::new("USD".parse()?).with_amount("shop", "9000.00 USD".parse()?);
    /// assert_eq!(limited.value(&sales)?.to_string(), "500 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub const fn fixed(amount: Money) -> Self {
        Self::Fixed(Fixed { amount })
    }

    /// A part of the revenue of a pool, by own units among all units.
    ///
    /// # Examples
    ///
    /// 45% of what a video's 5,000 of 100,000 views earn of a pool of 1,000,000.00:
    ///
    /// ```
    /// use partnership::compensation::{Measures, Pay, PayDraft, Times};
    ///
    /// let pool = PayDraft::pool(&["pool"], &["mine"], &["mine", "others"]);
    /// let part = PayDraft::Times(Box::new(Times { rate: "45%".parse()?, pay: pool }));
    /// let month = Measures::new("USD".parse()?)
    ///     .with_amount("pool", "1000000.00 USD".parse()?)
    ///     .with_units("mine", 5_000)
    ///     .with_units("others", 95_000);
    /// assert_eq!(Pay::try_from(part)?.value(&month)?.to_string(), "22500 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn pool<S: AsRef<str>>(streams: &[S], own: &[S], all: &[S]) -> Self {
        let names = |streams: &[S]| streams.iter().map(|name| name.as_ref().into()).collect();
        Self::Pool(Pool {
            base: Base::of(streams),
            own: names(own),
            all: names(all),
        })
    }

    /// Calls `see` with every leaf of the pay, in the order of the document.
    pub(super) fn leaves<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        match self {
            Self::Sum(all) | Self::GreaterOf(all) | Self::LesserOf(all) => {
                for pay in all {
                    pay.leaves(see);
                }
            }
            Self::Minus(pair) => {
                pair.0.leaves(see);
                pair.1.leaves(see);
            }
            Self::Times(times) => times.pay.leaves(see),
            leaf => see(leaf),
        }
    }

    /// Calls `see` with everything that the pay reads.
    pub(super) fn reads<'a>(&'a self, see: &mut impl FnMut(Reads<'a>)) {
        self.leaves(&mut |leaf| match leaf {
            Self::Share(share) => {
                share.base.reads().for_each(|s| see(Reads::Amounts(s)));
                if let Some(measure) = &share.tier_by {
                    measure.reads(see);
                }
            }
            Self::PerUnit(unit) => unit.streams.iter().for_each(|s| see(Reads::Units(s))),
            Self::CostPlus(cost) => cost.streams.iter().for_each(|s| see(Reads::Amounts(s))),
            Self::Pool(pool) => {
                pool.base.reads().for_each(|s| see(Reads::Amounts(s)));
                let units = pool.own.iter().chain(&pool.all);
                units.for_each(|s| see(Reads::Units(s)));
            }
            Self::Bonus(bonus) => bonus.measure.reads(see),
            Self::Bands(bands) => bands.measure.reads(see),
            _ => {}
        });
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
        let mut found = false;
        self.leaves(&mut |leaf| found |= matches!(leaf, Self::Retainer(_)));
        found
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
            Self::Fixed(fixed) => field(text, "fixed", fixed),
            Self::CostPlus(cost) => field(text, "cost_plus", cost),
            Self::Pool(pool) => field(text, "pool", pool),
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
