//! The wire forms: a [`Split`] is an object of ratio texts that add up to 1, and a
//! [`ProfitAndLoss`] its papers and its state.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::allocate::Ledger;
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::text::unique_map;

use super::error::SplitError;
use super::losses::{LossPolicy, ProfitAndLoss};
use super::shares::Split;

impl Serialize for Split {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.entries())
    }
}

impl<'de> Deserialize<'de> for Split {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shares = unique_map::<D, PartyId, Ratio>(deserializer)?;
        Self::fixed(shares).map_err(serde::de::Error::custom)
    }
}

/// The number of the form of a [`ProfitAndLoss`].
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    schema: u32,
    split: &'a Split,
    losses: &'a LossPolicy,
    ledger: &'a Ledger,
    deficit: Money,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    split: Split,
    losses: LossPolicy,
    ledger: Ledger,
    deficit: Money,
}

impl Serialize for ProfitAndLoss {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            schema: SCHEMA,
            split: self.split(),
            losses: self.losses(),
            ledger: self.ledger(),
            deficit: self.deficit(),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ProfitAndLoss {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        if raw.schema != SCHEMA {
            let schema = raw.schema;
            return Err(serde::de::Error::custom(SplitError::UnknownSchema {
                schema,
            }));
        }
        Self::restore(raw.split, raw.losses, raw.ledger, raw.deficit)
            .map_err(serde::de::Error::custom)
    }
}
