//! [`Tier`]: one step of a waterfall, as the paper says it.

use std::collections::BTreeMap;

use crate::allocate::ClaimsRule;
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::shares::Split;

/// One tier of a [`Waterfall`](super::Waterfall): how much passes through it, and who gets it.
///
/// What a tier holds in all is `Y`, what it can hold its capacity `K` (spec/splits.md 4):
///
/// | tier | `K` |
/// |---|---|
/// | `Recoup` | the sum of all claims, each times the multiple and rounded half away from zero |
/// | `OffTheTop` | the rate of all that ever arrived at the tier, rounded likewise, at most the cap |
/// | `ShareUntil` | the cap |
/// | `ShareUntilParty` | what it takes until the party has the amount |
/// | `Preferred` | the return booked so far on the capital of a `Recoup` |
/// | `CatchUp` | `k * P / (c - k)`, `P` being what all preferred tiers above hold |
/// | `Residual` | everything that is left |
///
/// Plain data: what it may not say is refused by [`Waterfall::new`](super::Waterfall::new).
/// `Preferred` and `CatchUp` have no short form: how days and years count is for the paper to say.
/// The [cookbook](crate::_guide::cookbook#preferred-return-and-catch-up) has both in figures.
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::split::Tier;
///
/// let publisher = PartyId::new("publisher")?;
/// let advance = Tier::recoup([(publisher, "40000.00 EUR".parse()?)]);
/// assert_eq!(advance.kind(), "recoup");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
#[doc(alias = "hurdle")]
#[doc(alias = "corridor")]
pub enum Tier {
    /// What was put in comes back, to everybody up to a claim.
    #[doc(alias = "return of capital")]
    #[doc(alias = "advance")]
    Recoup {
        /// What each has put in.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
        claims: BTreeMap<PartyId, Money>,
        /// Who gives way while there is not enough; `InOrder` is party order.
        rule: ClaimsRule,
        /// How often a claim is paid: `6/5` for an investor's 120%.
        #[cfg_attr(feature = "serde", serde(default = "once"))]
        multiple: Ratio,
        /// The claim is one with all tiers of this name: cross-collateralisation in
        /// [`Pools`](super::Pools).
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        #[doc(alias = "cross-collateralisation")]
        group: Option<String>,
    },
    /// A fee on everything that arrives here; the rest passes on.
    #[doc(alias = "distribution fee")]
    #[doc(alias = "commission")]
    OffTheTop {
        /// Who gets the fee.
        to: Split,
        /// The part of what arrives, 0 to 1.
        rate: Ratio,
        /// The most it ever comes to.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        cap: Option<Money>,
    },
    /// Shared until so much has passed.
    ShareUntil {
        /// Who gets what.
        split: Split,
        /// All that ever passes through the tier.
        cap: Money,
    },
    /// Shared until one party has so much.
    ShareUntilParty {
        /// Who gets what.
        split: Split,
        /// The party that is waited for.
        party: PartyId,
        /// What it is to have.
        amount: Money,
        /// Whether what it got above counts.
        counting: Counting,
    },
    /// A yearly return on capital that is still out.
    #[doc(alias = "preferred return")]
    #[doc(alias = "hurdle rate")]
    #[doc(alias = "priority return")]
    Preferred {
        /// The position of the `Recoup` tier whose capital earns the return.
        on: usize,
        /// The return of a year.
        rate: Ratio,
        /// Whether unpaid return earns a return too.
        compounding: Compounding,
        /// How days make a year.
        day_count: DayCount,
        /// Who gives way while there is not enough; every rule but `Talmud`.
        rule: ClaimsRule,
    },
    /// One party gets most, until it holds its share of the profit.
    #[doc(alias = "promote")]
    #[doc(alias = "carried interest")]
    CatchUp {
        /// The party that catches up.
        party: PartyId,
        /// What it gets of this tier: `c`.
        share: Ratio,
        /// What it is to hold of all profit: `k`, below the share.
        target: Ratio,
        /// Who gets the rest of this tier.
        others: Split,
    },
    /// Everything that is left.
    #[doc(alias = "backend")]
    #[doc(alias = "net profits")]
    Residual {
        /// Who gets what.
        split: Split,
    },
}

/// What counts towards the amount of [`Tier::ShareUntilParty`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Counting {
    /// What the party got in this tier.
    ThisTier,
    /// Also what it got in all tiers above.
    AllTiers,
}

/// Whether the unpaid return of [`Tier::Preferred`] earns a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Compounding {
    /// It does not.
    Simple,
    /// What is unpaid at an anniversary of the anchor earns from then on.
    Yearly,
}

/// How days make the year of [`Tier::Preferred`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
#[doc(alias = "day count convention")]
pub enum DayCount {
    /// Actual days over 365.
    Act365,
    /// Actual days over 360.
    Act360,
    /// Months of thirty days over 360; the 31st counts as the 30th at both ends.
    #[doc(alias = "30/360")]
    Thirty360,
}

/// What becomes of a receipt below 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Correction {
    /// It is taken back from the parties: last money in, first money out.
    #[default]
    #[doc(alias = "recapture")]
    Restate,
    /// Nobody pays back: later receipts are distributed once their total exceeds its highest
    /// value so far.
    #[doc(alias = "high-water mark")]
    HighWater,
}

impl Tier {
    /// Returns the tier that pays every claim back once, in proportion to the claims.
    pub fn recoup(claims: impl IntoIterator<Item = (PartyId, Money)>) -> Self {
        Self::Recoup {
            claims: claims.into_iter().collect(),
            rule: ClaimsRule::Proportional,
            multiple: Ratio::ONE,
            group: None,
        }
    }

    /// Returns the tier that takes a fee without a cap.
    pub fn off_the_top(to: Split, rate: Ratio) -> Self {
        let cap = None;
        Self::OffTheTop { to, rate, cap }
    }

    /// Returns the tier that shares what is left.
    pub fn residual(split: Split) -> Self {
        Self::Residual { split }
    }

    /// Returns the name of the kind of tier, as it stands on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Recoup { .. } => "recoup",
            Self::OffTheTop { .. } => "off_the_top",
            Self::ShareUntil { .. } => "share_until",
            Self::ShareUntilParty { .. } => "share_until_party",
            Self::Preferred { .. } => "preferred",
            Self::CatchUp { .. } => "catch_up",
            Self::Residual { .. } => "residual",
        }
    }
}

/// The multiple of a tier that does not name one.
#[cfg(feature = "serde")]
fn once() -> Ratio {
    Ratio::ONE
}
