//! The wire form of a [`Ledger`]: a schema number, the currency, and by party what it got and
//! what it is owed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::text::unique_map;

use super::ledger::{Ledger, LedgerError};

/// The number of this form.
const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    currency: Currency,
    #[serde(deserialize_with = "unique_map")]
    parties: BTreeMap<PartyId, Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    paid: Money,
    carry: Ratio,
}

impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.parties().iter().enumerate().filter_map(|(at, party)| {
            let (paid, carry) = (self.paid_at(at)?, self.carry_at(at)?);
            Some((party.clone(), Entry { paid, carry }))
        });
        let raw = Raw {
            schema: SCHEMA,
            currency: self.currency(),
            parties: entries.collect(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ledger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        if raw.schema != SCHEMA {
            let schema = raw.schema;
            return Err(serde::de::Error::custom(LedgerError::UnknownSchema {
                schema,
            }));
        }
        let entries = raw.parties.into_iter();
        let entries = entries.map(|(party, entry)| (party, entry.paid, entry.carry));
        Self::restore(raw.currency, entries).map_err(serde::de::Error::custom)
    }
}
