//! The wire form of a [`RiskAdjustment`]: a schema number, and the keys of the cases.

use serde::de::{self, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ratio::Ratio;

use super::contribution_wire::{RawType, SCHEMA};
use super::risk::{RiskAdjustment, RiskTerms};
use super::risk_error::RiskError;
use super::shares::Split;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    base: Split,
    types: Vec<RawType>,
    theta: Ratio,
}

/// Risk inside another document, which has the schema number.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRisk {
    types: Vec<RawType>,
    theta: Ratio,
}

impl RawRisk {
    pub(super) fn of(terms: &RiskTerms) -> Self {
        Self {
            types: RawType::all(terms.types()),
            theta: terms.theta(),
        }
    }

    pub(super) fn read<E: de::Error>(self) -> Result<RiskTerms, E> {
        RiskTerms::new(RawType::read_all(self.types)?, self.theta).map_err(E::custom)
    }
}

impl Serialize for RiskAdjustment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RawRisk { types, theta } = RawRisk::of(self.terms());
        let raw = Raw {
            schema: SCHEMA,
            base: self.base().clone(),
            types,
            theta,
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RiskAdjustment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        if raw.schema != SCHEMA {
            let schema = raw.schema;
            return Err(D::Error::custom(RiskError::UnknownSchema { schema }));
        }
        let Raw { types, theta, .. } = raw;
        let terms = RawRisk { types, theta }.read()?;
        Self::new(raw.base, terms).map_err(D::Error::custom)
    }
}
