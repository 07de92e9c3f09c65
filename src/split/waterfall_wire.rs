//! The wire forms of a [`Waterfall`], its [`WaterfallState`] and its [`WaterfallStatement`]: each
//! with a schema number.

use chrono::NaiveDate;
use serde::de::{self, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::allocate::Ledger;
use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::accrual::Earned;
use super::contribution_wire::ByParty;
use super::tier::{Correction, Tier};
use super::waterfall::Waterfall;
use super::waterfall_error::WaterfallError;
use super::waterfall_state::{Held, Room, TierState, WaterfallState};
use super::waterfall_statement::{Receipt, TierLines, WaterfallStatement};
use super::waterfall_terms::WaterfallTerms;

/// The number of all forms.
pub(super) const SCHEMA: u32 = 1;

/// Refuses another schema.
pub(super) fn check_schema<E: de::Error>(schema: u32) -> Result<(), E> {
    if schema == SCHEMA {
        Ok(())
    } else {
        Err(E::custom(WaterfallError::UnknownSchema { schema }))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWaterfall {
    schema: u32,
    currency: Currency,
    parties: Vec<PartyId>,
    tiers: Vec<Tier>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::time::date_text::option"
    )]
    anchor: Option<NaiveDate>,
    #[serde(default)]
    correction: Correction,
    #[serde(default)]
    open: bool,
}

impl Serialize for Waterfall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.terms().clone();
        let raw = RawWaterfall {
            schema: SCHEMA,
            currency: terms.currency,
            parties: terms.parties,
            tiers: terms.tiers,
            anchor: terms.anchor,
            correction: terms.correction,
            open: self.is_open(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Waterfall {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawWaterfall::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        let terms = WaterfallTerms {
            currency: raw.currency,
            parties: raw.parties,
            tiers: raw.tiers,
            anchor: raw.anchor,
            correction: raw.correction,
        };
        let waterfall = if raw.open {
            Self::open(terms)
        } else {
            Self::new(terms)
        };
        waterfall.map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawState {
    schema: u32,
    currency: Currency,
    /// One minor unit, in which carries count.
    unit: Money,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::time::date_text::option"
    )]
    on: Option<NaiveDate>,
    received: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    highest: Option<Money>,
    tiers: Vec<RawTier>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTier {
    total: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shares: Option<Ledger>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claims: Option<ByParty<Money>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    returns: Option<ByParty<RawReturn>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReturn {
    paid: Money,
    booked: Money,
    carry: Ratio,
    compounded: Money,
}

impl RawTier {
    fn of(tier: &TierState) -> Self {
        let parties = tier.parties.iter().cloned();
        let mut raw = Self {
            total: tier.total,
            shares: None,
            claims: None,
            returns: None,
        };
        match &tier.held {
            Held::Shares(ledger) => raw.shares = Some(ledger.clone()),
            Held::Claims(paid) => {
                raw.claims = Some(ByParty(parties.zip(paid.iter().copied()).collect()));
            }
            Held::Returns(returns) => {
                let returns = returns.iter().map(|earned| RawReturn {
                    paid: earned.paid,
                    booked: earned.booked,
                    carry: earned.carry,
                    compounded: earned.compounded,
                });
                raw.returns = Some(ByParty(parties.zip(returns).collect()));
            }
        }
        raw
    }

    fn read<E: de::Error>(self, currency: Currency) -> Result<TierState, E> {
        let alien = || {
            let place = "an amount".to_owned();
            E::custom(WaterfallError::BadState { place })
        };
        let own = |money: &Money| money.currency() == currency;
        if !own(&self.total) {
            return Err(alien());
        }
        let (parties, held): (Vec<PartyId>, Held) = match (self.shares, self.claims, self.returns) {
            (Some(ledger), None, None) if ledger.currency() == currency => {
                (ledger.parties().to_vec(), Held::Shares(ledger))
            }
            (None, Some(ByParty(claims)), None) if claims.values().all(own) => {
                let (parties, paid) = claims.into_iter().unzip();
                (parties, Held::Claims(paid))
            }
            (None, None, Some(ByParty(returns))) => {
                let amounts = returns.values().flat_map(RawReturn::amounts);
                if !amounts.into_iter().all(|amount| own(&amount)) {
                    return Err(alien());
                }
                let returns = returns.into_iter();
                let returns = returns.map(|(party, raw)| (party, raw.read()));
                let (parties, earned) = returns.unzip();
                (parties, Held::Returns(earned))
            }
            _ => {
                return Err(E::custom(
                    "a tier has either shares, claims or returns, all in the currency of the state",
                ));
            }
        };
        Ok(TierState {
            parties: parties.into(),
            total: self.total,
            held,
        })
    }
}

impl RawReturn {
    const fn amounts(&self) -> [Money; 3] {
        [self.paid, self.booked, self.compounded]
    }

    const fn read(self) -> Earned {
        Earned {
            paid: self.paid,
            booked: self.booked,
            carry: self.carry,
            compounded: self.compounded,
        }
    }
}

impl RawState {
    pub(super) fn of(state: &WaterfallState) -> Self {
        Self {
            schema: SCHEMA,
            currency: state.currency,
            unit: Money::from_minor(1, state.currency),
            on: state.on,
            received: state.received,
            highest: state.highest,
            tiers: state.tiers.iter().map(RawTier::of).collect(),
        }
    }

    /// A state that is yet to be held against its waterfall.
    pub(super) fn read<E: de::Error>(self) -> Result<WaterfallState, E> {
        check_schema(self.schema)?;
        let currency = self.currency;
        let bad = |place: &str| {
            let place = place.to_owned();
            E::custom(WaterfallError::BadState { place })
        };
        if self.unit != Money::from_minor(1, currency) {
            return Err(bad("/unit"));
        }
        if self.received.currency() != currency {
            return Err(bad("/received"));
        }
        if self
            .highest
            .is_some_and(|highest| highest.currency() != currency)
        {
            return Err(bad("/highest"));
        }
        let tiers = self.tiers.into_iter().map(|tier| tier.read(currency));
        Ok(WaterfallState {
            currency,
            on: self.on,
            received: self.received,
            highest: self.highest,
            tiers: tiers.collect::<Result<_, E>>()?,
            trusted: false,
            room: Room::default(),
        })
    }
}

impl Serialize for WaterfallState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawState::of(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WaterfallState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RawState::deserialize(deserializer)?.read()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStatement {
    schema: u32,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::time::date_text::option"
    )]
    on: Option<NaiveDate>,
    amount: Money,
    lines: ByParty<Money>,
    tiers: Vec<RawLines>,
    deficit: Money,
    undistributed: Money,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLines {
    amount: Money,
    lines: ByParty<Money>,
}

impl Serialize for WaterfallStatement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tiers = self.tiers.iter().map(|tier| RawLines {
            amount: tier.amount,
            lines: ByParty(tier.lines()),
        });
        let raw = RawStatement {
            schema: SCHEMA,
            on: self.receipt.on,
            amount: self.receipt.amount,
            lines: ByParty(self.lines()),
            tiers: tiers.collect(),
            deficit: self.deficit,
            undistributed: self.undistributed,
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WaterfallStatement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawStatement::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        let (parties, lines): (Vec<_>, Vec<_>) = raw.lines.0.into_iter().unzip();
        let tiers = raw.tiers.into_iter().map(|tier| {
            let (parties, lines): (Vec<_>, Vec<_>) = tier.lines.0.into_iter().unzip();
            TierLines {
                parties: parties.into(),
                amount: tier.amount,
                lines,
            }
        });
        let statement = Self {
            receipt: Receipt {
                on: raw.on,
                amount: raw.amount,
            },
            parties: parties.into(),
            lines,
            tiers: tiers.collect(),
            deficit: raw.deficit,
            undistributed: raw.undistributed,
        };
        if statement.adds_up() {
            Ok(statement)
        } else {
            let place = "the lines".to_owned();
            Err(D::Error::custom(WaterfallError::BadState { place }))
        }
    }
}
