//! The wire forms of [`Contribution`] and [`Slices`]: a schema number, and the keys of the cases.

use std::collections::BTreeMap;

use serde::de::{self, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::text::unique_map;

use super::contribution::{
    Contributed, Contribution, ContributionType, EmptyType, ShareOfType, TypeWeight,
};
use super::contribution_error::ContributionError;
use super::shares::Split;
use super::slices::{SliceEntry, Slices};

/// The number of both forms.
const SCHEMA: u32 = 1;

/// A whole number 0 or more.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
struct Count(#[serde(with = "crate::text::whole")] u64);

/// A map in which no party stands twice.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct ByParty<T>(pub(super) BTreeMap<PartyId, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByParty<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        unique_map(deserializer).map(Self)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    types: Vec<RawType>,
    #[serde(default)]
    empty: RawEmpty,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawType {
    name: String,
    weight: Count,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amounts: Option<ByParty<Count>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stated: Option<ByParty<Ratio>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    residual: Option<PartyId>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEmpty {
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    party: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<Split>,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Renormalise,
    ToParty,
    Base,
    Refuse,
}

impl RawType {
    fn of(kind: &ContributionType) -> Self {
        let mut raw = Self {
            name: kind.name.clone(),
            weight: Count(kind.weight.weight()),
            amounts: None,
            stated: None,
            residual: None,
        };
        match &kind.contributed {
            Contributed::Amounts(amounts) => {
                let amounts = amounts.iter();
                let amounts = amounts.map(|(party, amount)| (party.clone(), Count(*amount)));
                raw.amounts = Some(ByParty(amounts.collect()));
            }
            Contributed::Stated { shares, residual } => {
                let shares = shares.iter();
                let shares = shares.map(|(party, share)| (party.clone(), share.share()));
                raw.stated = Some(ByParty(shares.collect()));
                raw.residual.clone_from(residual);
            }
        }
        raw
    }

    fn read<E: de::Error>(self) -> Result<ContributionType, E> {
        let contributed = match (self.amounts, self.stated, self.residual) {
            (Some(ByParty(amounts)), None, None) => {
                let amounts = amounts.into_iter();
                Contributed::Amounts(
                    amounts
                        .map(|(party, Count(amount))| (party, amount))
                        .collect(),
                )
            }
            (None, Some(ByParty(shares)), residual) => {
                let shares = shares.into_iter();
                let shares = shares.map(|(party, share)| (party, ShareOfType::new(share)));
                Contributed::Stated {
                    shares: shares.collect(),
                    residual,
                }
            }
            _ => {
                return Err(E::custom(
                    "a type has either amounts, or stated shares with or without a residual party",
                ));
            }
        };
        Ok(ContributionType {
            name: self.name,
            weight: TypeWeight::new(self.weight.0),
            contributed,
        })
    }
}

impl RawEmpty {
    fn of(empty: &EmptyType) -> Self {
        let (kind, party, base) = match empty {
            EmptyType::Renormalise => (Kind::Renormalise, None, None),
            EmptyType::ToParty(party) => (Kind::ToParty, Some(party.clone()), None),
            EmptyType::Base(base) => (Kind::Base, None, Some(base.clone())),
            EmptyType::Refuse => (Kind::Refuse, None, None),
        };
        Self { kind, party, base }
    }

    fn read<E: de::Error>(self) -> Result<EmptyType, E> {
        match (self.kind, self.party, self.base) {
            (Kind::Renormalise, None, None) => Ok(EmptyType::Renormalise),
            (Kind::ToParty, Some(party), None) => Ok(EmptyType::ToParty(party)),
            (Kind::Base, None, Some(base)) => Ok(EmptyType::Base(base)),
            (Kind::Refuse, None, None) => Ok(EmptyType::Refuse),
            _ => Err(E::custom(
                "to_party alone has a party, and base alone a base",
            )),
        }
    }
}

impl Serialize for Contribution {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = Raw {
            schema: SCHEMA,
            types: self.types().iter().map(RawType::of).collect(),
            empty: RawEmpty::of(self.empty()),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Contribution {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        let types: Result<Vec<_>, D::Error> = raw.types.into_iter().map(RawType::read).collect();
        Self::new(types?, raw.empty.read()?).map_err(D::Error::custom)
    }
}

#[derive(Serialize)]
struct WrittenPie<'a> {
    schema: u32,
    entries: &'a [SliceEntry],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPie {
    schema: u32,
    entries: Vec<SliceEntry>,
}

impl Serialize for Slices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = WrittenPie {
            schema: SCHEMA,
            entries: self.entries(),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Slices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawPie::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        Self::new(raw.entries).map_err(D::Error::custom)
    }
}

fn check_schema<E: de::Error>(schema: u32) -> Result<(), E> {
    if schema == SCHEMA {
        Ok(())
    } else {
        Err(E::custom(ContributionError::UnknownSchema { schema }))
    }
}
