//! The wire form of a [`Composition`]: a schema number, and the keys of the cases.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::compose::{Composition, Opening};
use super::compose_error::ComposeError;
use super::contribution_wire::{RawContribution, SCHEMA};
use super::equity_wire::RawPerformance;
use super::risk_wire::RawRisk;
use super::shares::Split;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fixed: Option<Split>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contribution: Option<RawContribution>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    risk: Option<RawRisk>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    equity: Option<RawPerformance>,
}

impl Serialize for Composition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (fixed, contribution) = match self.opening() {
            Opening::Fixed(split) => (Some(split.clone()), None),
            Opening::Contribution(terms) => (None, Some(RawContribution::of(terms))),
        };
        let raw = Raw {
            schema: SCHEMA,
            fixed,
            contribution,
            risk: self.risk().map(RawRisk::of),
            equity: self.performance().map(RawPerformance::of),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Composition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        if raw.schema != SCHEMA {
            let schema = raw.schema;
            return Err(D::Error::custom(ComposeError::UnknownSchema { schema }));
        }
        let opening = match (raw.fixed, raw.contribution) {
            (Some(split), None) => Opening::Fixed(split),
            (None, Some(terms)) => Opening::Contribution(terms.read()?),
            _ => {
                return Err(D::Error::custom(
                    "a composition begins with either a fixed split or contributions",
                ));
            }
        };
        let risk = raw.risk.map(RawRisk::read).transpose()?;
        let equity = raw.equity.map(RawPerformance::read).transpose()?;
        Self::new(opening, risk, equity).map_err(D::Error::custom)
    }
}
