//! [`Documents`]: the papers by name.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde_json::Value as Json;

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
/// assert_eq!(twice.unwrap_err().to_string(), "a key given twice");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
        let document: Json = serde_json::from_str(text)?;
        // Of a key given twice the last value alone was kept.
        if members_read(&document) != members_written(text) {
            return Err(serde_json::Error::custom("a key given twice"));
        }
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

/// How many members the objects of a JSON text have: each has one colon outside of strings.
fn members_written(text: &str) -> usize {
    let mut members: usize = 0;
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b':' if !in_string => members = members.saturating_add(1),
            _ => {}
        }
    }
    members
}

/// How many members the objects of a value have, by a loop.
fn members_read(document: &Json) -> usize {
    let mut members: usize = 0;
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Json::Object(object) => {
                members = members.saturating_add(object.len());
                open.extend(object.values());
            }
            Json::Array(list) => open.extend(list),
            _ => {}
        }
    }
    members
}
