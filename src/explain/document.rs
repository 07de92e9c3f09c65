//! [`Documents`]: the papers by name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

/// The papers that an explanation speaks of: JSON values by name.
///
/// Names are those of the pages, such as `terms`, `state` and `activity`. The document `result`
/// is none: what was handed out proves nothing (spec/explain.md 4).
///
/// # Examples
///
/// ```
/// use partnership::explain::Documents;
///
/// let mut papers = Documents::new();
/// papers.read("terms", r#"{"fee": "500.00 USD"}"#).unwrap();
/// let twice = papers.read("state", r#"{"paid": "0.00 USD", "paid": "9.00 USD"}"#);
/// assert!(twice.unwrap_err().to_string().starts_with("a key given twice: \"paid\""));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[doc(alias = "papers")]
pub struct Documents {
    documents: BTreeMap<String, Json>,
    full: BTreeSet<String>,
}

impl Documents {
    /// Returns no papers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document, or puts another in its place.
    #[must_use]
    pub fn with(mut self, name: &str, document: Json) -> Self {
        self.documents.insert(name.to_owned(), document);
        self
    }

    /// Reads a document from JSON text.
    ///
    /// # Errors
    ///
    /// Text that is no JSON, or has a key twice in any object: two readers could take two
    /// different figures from it.
    pub fn read(&mut self, name: &str, text: &str) -> Result<(), serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let document = Once.deserialize(&mut deserializer)?;
        deserializer.end()?;
        self.documents.insert(name.to_owned(), document);
        Ok(())
    }

    /// Says that a document is read in full, as an activity, a receipt or an assessment is: an
    /// audit lists the figures in it that no result needs.
    #[must_use]
    pub fn in_full(mut self, name: &str) -> Self {
        self.full.insert(name.to_owned());
        self
    }

    /// Returns a document.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.documents.get(name)
    }

    /// The documents that are read in full.
    pub(super) fn full(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.full
            .iter()
            .filter_map(|name| self.documents.get_key_value(name))
            .map(|(name, json)| (name.as_str(), json))
    }
}

/// Reads any JSON value in whose objects every key stands once.
#[derive(Clone, Copy)]
struct Once;

impl<'de> DeserializeSeed<'de> for Once {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON in whose objects every key stands once")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    #[expect(
        clippy::disallowed_types,
        reason = "JSON has such numbers; none becomes a figure"
    )]
    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format_args!("a key given twice: {key:?}")));
            }
            let value = map.next_value_seed(self)?;
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}
