//! [`Intangible`]: what is worth something and is no money (H6).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::error::{EconomicsError, not_negative};
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;

/// A kind of value that is no money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum IntangibleKind {
    /// Who one knows now.
    NetworkExpansion,
    /// What one can do now.
    CapabilityDevelopment,
    /// What one is known for now.
    Reputation,
    /// Anything else.
    Other,
}

impl IntangibleKind {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NetworkExpansion => "network_expansion",
            Self::CapabilityDevelopment => "capability_development",
            Self::Reputation => "reputation",
            Self::Other => "other",
        }
    }
}

/// A value that is no money, as a party puts it; the library never values one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "goodwill")]
pub struct Intangible {
    /// What it is.
    pub kind: IntangibleKind,
    /// What it is worth to the party, if it says.
    #[cfg_attr(feature = "serde", serde(default))]
    pub value: Option<Money>,
    /// Who says so.
    pub by: PartyId,
    /// When.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// Why.
    pub why: String,
}

/// What one party values, beside the money and never added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Valuation {
    /// The sum of what it put a value on.
    pub intangible: Money,
    /// How many it put no value on.
    pub unvalued: u32,
    /// The part of all value that is no money: `I / (M + I)`; none if the money is below 0, or
    /// both are 0.
    pub share: Option<Ratio>,
    /// The sum by kind.
    pub kinds: BTreeMap<IntangibleKind, Money>,
}

/// Returns what each party values beside an amount of money; values of two parties are never
/// added (spec/health-economics.md 7).
///
/// # Errors
///
/// [`EconomicsError::Negative`], [`EconomicsError::Money`] for two currencies.
///
/// # Examples
///
/// 700 in money and 300 in what one is known for: 30% of all value.
///
/// ```
/// use partnership::PartyId;
/// use partnership::economics::{Intangible, IntangibleKind, valuations};
/// use partnership::time::date;
///
/// let film_co = PartyId::new("film-co")?;
/// let known_for = Intangible {
///     kind: IntangibleKind::Reputation,
///     value: Some("300.00 USD".parse()?),
///     by: film_co.clone(),
///     on: date("2026-12-31")?,
///     why: "two prizes".to_owned(),
/// };
/// let by = valuations("700.00 USD".parse()?, &[known_for])?;
/// assert_eq!(by[&film_co].share, Some("30%".parse()?));
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn valuations(
    money: Money,
    items: &[Intangible],
) -> Result<BTreeMap<PartyId, Valuation>, EconomicsError> {
    let nothing = Money::zero(money.currency());
    let mut by: BTreeMap<PartyId, Valuation> = BTreeMap::new();
    for item in items {
        let own = by.entry(item.by.clone()).or_insert_with(|| Valuation {
            intangible: nothing,
            unvalued: 0,
            share: None,
            kinds: BTreeMap::new(),
        });
        let Some(value) = item.value else {
            own.unvalued = own.unvalued.saturating_add(1);
            continue;
        };
        not_negative("an intangible value", value)?;
        own.intangible = own.intangible.checked_add(value)?;
        let of_kind = own.kinds.entry(item.kind).or_insert(nothing);
        *of_kind = of_kind.checked_add(value)?;
    }
    for own in by.values_mut() {
        let all = money.checked_add(own.intangible)?;
        if !money.is_negative() && !all.is_zero() {
            own.share = Some(own.intangible.ratio_to(all)?);
        }
    }
    Ok(by)
}
