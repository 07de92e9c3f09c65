//! The wire form of an [`Explanation`]: a schema number, the nodes and the results.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::explanation::Explanation;
use super::node::Node;
use super::pointer::is_pointer;
use crate::text::unique_map;

/// The only form so far.
const SCHEMA: u32 = 1;

/// A pointer into the result document.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Target(String);

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if is_pointer(&text) {
            Ok(Self(text))
        } else {
            Err(D::Error::custom("a pointer that is no text of RFC 6901"))
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExplanation {
    schema: u32,
    nodes: Vec<Node>,
    #[serde(default, deserialize_with = "unique_map")]
    results: BTreeMap<Target, usize>,
}

impl<'de> Deserialize<'de> for Explanation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawExplanation::deserialize(deserializer)?;
        if raw.schema != SCHEMA {
            return Err(D::Error::custom(format_args!(
                "unknown schema {}",
                raw.schema
            )));
        }
        let results = raw.results.into_iter();
        let results = results.map(|(target, node)| (target.0, node)).collect();
        Ok(Self {
            nodes: raw.nodes,
            results,
        })
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut explanation = serializer.serialize_struct("Explanation", 3)?;
        explanation.serialize_field("schema", &SCHEMA)?;
        explanation.serialize_field("nodes", &self.nodes)?;
        explanation.serialize_field("results", &self.results)?;
        explanation.end()
    }
}
