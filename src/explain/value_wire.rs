//! The wire form of a [`Value`]: an object of one key, the kind.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::value::{Parts, Value};
use crate::text::unique_map;
use crate::{Exact, Money, PartyId, Ratio};

/// A value as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawValue {
    Money(Money),
    Exact(Exact),
    Ratio(Ratio),
    #[serde(deserialize_with = "crate::time::date_text::deserialize")]
    Date(chrono::NaiveDate),
    Flag(bool),
    Text(String),
    #[serde(deserialize_with = "unique_map")]
    Parts(BTreeMap<PartyId, String>),
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match RawValue::deserialize(deserializer)? {
            RawValue::Money(money) => Self::Money(money),
            RawValue::Exact(exact) => Self::Exact(exact),
            RawValue::Ratio(ratio) => Self::Ratio(ratio),
            RawValue::Date(date) => Self::Date(date),
            RawValue::Flag(flag) => Self::Flag(flag),
            RawValue::Text(text) => Self::Text(text),
            RawValue::Parts(parts) => {
                let parts = Parts::read(&parts);
                Self::Parts(parts.ok_or_else(|| {
                    D::Error::custom("parts are all money, all exact or all ratios, as text")
                })?)
            }
        })
    }
}

impl Parts {
    /// Reads parts from their texts: all money, else all exact, else all ratios.
    ///
    /// `1 USD` is how an exact dollar is written and how money is not, so a list in which all
    /// texts are written as exact amounts, but not all as money, is exact.
    pub(super) fn read(texts: &BTreeMap<PartyId, String>) -> Option<Self> {
        fn all<T: FromStr>(texts: &BTreeMap<PartyId, String>) -> Option<BTreeMap<PartyId, T>> {
            let parse = |text: &String| text.parse().ok();
            texts
                .iter()
                .map(|(id, text)| parse(text).map(|part| (id.clone(), part)))
                .collect()
        }
        fn canonical<T: ToString>(
            texts: &BTreeMap<PartyId, String>,
            parts: &BTreeMap<PartyId, T>,
        ) -> bool {
            texts
                .values()
                .zip(parts.values())
                .all(|(text, part)| part.to_string() == *text)
        }
        let money = all::<Money>(texts);
        if let Some(money) = money.as_ref().filter(|money| canonical(texts, money)) {
            return Some(Self::Money(money.clone()));
        }
        let exact = all::<Exact>(texts);
        match (money, exact) {
            (Some(money), Some(exact)) if !canonical(texts, &exact) => Some(Self::Money(money)),
            (_, Some(exact)) => Some(Self::Exact(exact)),
            _ => all(texts).map(Self::Ratio),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Money(money) => map.serialize_entry("money", money)?,
            Self::Exact(exact) => map.serialize_entry("exact", exact)?,
            Self::Ratio(ratio) => map.serialize_entry("ratio", ratio)?,
            Self::Date(date) => map.serialize_entry("date", &Day(*date))?,
            Self::Flag(flag) => map.serialize_entry("flag", flag)?,
            Self::Text(text) => map.serialize_entry("text", text)?,
            Self::Parts(Parts::Money(parts)) => map.serialize_entry("parts", parts)?,
            Self::Parts(Parts::Exact(parts)) => map.serialize_entry("parts", parts)?,
            Self::Parts(Parts::Ratio(parts)) => map.serialize_entry("parts", parts)?,
        }
        map.end()
    }
}

/// A date as it is written.
#[derive(Serialize)]
struct Day(#[serde(serialize_with = "crate::time::date_text::serialize")] chrono::NaiveDate);
