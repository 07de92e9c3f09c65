//! The wire forms of [`CoDevelopment`] and [`Books`]: a schema number, and the keys of the cases.

use serde::de;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::{Currency, Money};

use super::co_development::{Books, CoDevelopment};
use super::co_development_error::CoDevelopmentError;
use super::contribution_wire::{ByParty, SCHEMA};
use super::shares::Split;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    cost_split: Split,
    revenue_split: Split,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBooks {
    schema: u32,
    currency: Currency,
    #[serde(default)]
    costs_paid: ByParty<Money>,
    #[serde(default)]
    revenue_received: ByParty<Money>,
}

impl Serialize for CoDevelopment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = Raw {
            schema: SCHEMA,
            cost_split: self.cost_split().clone(),
            revenue_split: self.revenue_split().clone(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CoDevelopment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        Ok(Self::new(raw.cost_split, raw.revenue_split))
    }
}

impl Serialize for Books {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawBooks {
            schema: SCHEMA,
            currency: self.currency,
            costs_paid: ByParty(self.costs_paid.clone()),
            revenue_received: ByParty(self.revenue_received.clone()),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Books {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawBooks::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        Ok(Self {
            currency: raw.currency,
            costs_paid: raw.costs_paid.0,
            revenue_received: raw.revenue_received.0,
        })
    }
}

fn check_schema<E: de::Error>(schema: u32) -> Result<(), E> {
    if schema == SCHEMA {
        Ok(())
    } else {
        Err(E::custom(CoDevelopmentError::UnknownSchema { schema }))
    }
}
