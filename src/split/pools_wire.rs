//! The wire forms of [`Pools`] and their [`PoolsState`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::Currency;
use crate::party::PartyId;
use crate::text::unique_map;

use super::pools::Pools;
use super::pools_state::PoolsState;
use super::tier::{Correction, Tier};
use super::waterfall::Waterfall;
use super::waterfall_terms::WaterfallTerms;
use super::waterfall_wire::{RawState, SCHEMA, check_schema};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    currency: Currency,
    parties: Vec<PartyId>,
    #[serde(default)]
    correction: Correction,
    #[serde(deserialize_with = "unique_map")]
    pools: BTreeMap<String, RawPool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPool {
    tiers: Vec<Tier>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::time::date_text::option"
    )]
    anchor: Option<NaiveDate>,
    #[serde(default)]
    open: bool,
}

impl Serialize for Pools {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((_, first)) = self.pools().next() else {
            return Err(serde::ser::Error::custom("no pool"));
        };
        let terms = first.terms();
        let pool = |(name, pool): (&str, &Waterfall)| {
            let raw = RawPool {
                tiers: pool.terms().tiers.clone(),
                anchor: pool.terms().anchor,
                open: pool.is_open(),
            };
            (name.to_owned(), raw)
        };
        let raw = Raw {
            schema: SCHEMA,
            currency: terms.currency,
            parties: terms.parties.clone(),
            correction: terms.correction,
            pools: self.pools().map(pool).collect(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Pools {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        let mut pools = Vec::new();
        for (name, pool) in raw.pools {
            let terms = WaterfallTerms {
                currency: raw.currency,
                parties: raw.parties.clone(),
                tiers: pool.tiers,
                anchor: pool.anchor,
                correction: raw.correction,
            };
            let pool = if pool.open {
                Waterfall::open(terms)
            } else {
                Waterfall::new(terms)
            };
            pools.push((name, pool.map_err(D::Error::custom)?));
        }
        Self::new(pools).map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoolsState {
    schema: u32,
    #[serde(deserialize_with = "unique_map")]
    pools: BTreeMap<String, RawState>,
}

impl Serialize for PoolsState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pools = self.pools.iter();
        let raw = RawPoolsState {
            schema: SCHEMA,
            pools: pools
                .map(|(name, state)| (name.clone(), RawState::of(state)))
                .collect(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PoolsState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawPoolsState::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        let pools = raw.pools.into_iter();
        let pools = pools.map(|(name, raw)| Ok((name, raw.read()?)));
        Ok(Self {
            pools: pools.collect::<Result<_, D::Error>>()?,
        })
    }
}
