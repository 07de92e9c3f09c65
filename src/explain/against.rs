//! `check_against` and `covers`: an explanation held against the papers.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use serde_json::Value as Json;

use super::check::Checked;
use super::compute::compute_by;
use super::document::Documents;
use super::error::{ExplainError, Place};
use super::explanation::Explanation;
use super::node::{Node, Op};
use super::pointer::push_token;
use super::source::Source;
use super::value::{Parts, Value, reads_as_figure};
use crate::text::{cut, quoted};
use crate::time::{Calendar, parse_date};
use crate::{Money, PartyId, Ratio};

/// The name of the result document, which proves nothing.
const RESULT: &str = "result";

/// What stands directly under these keys is a name, a number of order or words, no figure.
const NO_FIGURES: [&str; 17] = [
    "id",
    "schema",
    "version",
    "seq",
    "reference",
    "fingerprint",
    "stream",
    "item",
    "party",
    "name",
    "level",
    "delivery",
    "advance",
    "terms",
    "kind",
    "reason",
    "note",
];

impl Explanation {
    /// Checks the steps, and holds every leaf against the document it names and every result
    /// against the figure that was handed out.
    ///
    /// An input must stand in its document, a default must not (or stand there written out), and
    /// a date by a calendar follows from the calendar in its document (spec/explain.md 4).
    ///
    /// # Errors
    ///
    /// Those of [`check`](Self::check); then by step [`ExplainError::UnknownDocument`],
    /// [`ExplainError::NotThere`], [`ExplainError::There`], [`ExplainError::DocumentDiffers`];
    /// then by pointer [`ExplainError::NotThere`], [`ExplainError::ResultDiffers`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::{Documents, ExplainError, Proof};
    /// use partnership::{Currency, Money, Ratio, Rounding};
    /// use serde_json::json;
    ///
    /// let mut proof = Proof::new();
    /// let sales = Money::from_minor(90_005, Currency::USD);
    /// let sales = proof.input("activity", "/sales", sales, "sales")?;
    /// let rate = proof.input("terms", "/rate", Ratio::from_percent(10), "rate")?;
    /// let share = proof.product(&[rate, sales], "share")?;
    /// let due = proof.round(share, Rounding::HalfAwayFromZero, None, None, "due")?;
    /// proof.result("/due", due);
    /// let explanation = proof.finish();
    ///
    /// let papers = Documents::new()
    ///     .with("activity", json!({"sales": "900.05 USD"}))
    ///     .with("terms", json!({"rate": "10%"}));
    /// explanation.check_against(&papers, &json!({"due": "90.01 USD"}))?;
    ///
    /// let other = papers.with("terms", json!({"rate": "12%"}));
    /// let fault = explanation.check_against(&other, &json!({"due": "90.01 USD"})).unwrap_err();
    /// assert!(matches!(fault, ExplainError::DocumentDiffers { node: 1, .. }));
    /// assert_eq!(fault.to_string(), "step #2 takes 0.1 from terms /rate, where \"12%\" stands");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn check_against(
        &self,
        documents: &Documents,
        result: &Json,
    ) -> Result<Checked, ExplainError> {
        let checked = self.check()?;
        for (position, node) in self.nodes.iter().enumerate() {
            self.check_leaf(position, node, documents)?;
        }
        for (pointer, &node) in &self.results {
            let at = || ExplainError::NotThere {
                at: Place::Pointer(pointer.clone()),
            };
            let found = result
                .pointer(pointer)
                .filter(|found| !found.is_null())
                .ok_or_else(at)?;
            let proof = self.nodes.get(node);
            let proof = proof.ok_or(ExplainError::BadIndex { node })?;
            if !proves(&proof.value, found) {
                return Err(ExplainError::ResultDiffers {
                    pointer: pointer.clone(),
                    node,
                    proved: proof.value.to_string().into(),
                    found: shown(found).into(),
                });
            }
        }
        Ok(checked)
    }

    /// Holds an input, a default or a calendar against its document.
    fn check_leaf(
        &self,
        position: usize,
        node: &Node,
        documents: &Documents,
    ) -> Result<(), ExplainError> {
        let not_there = |from: &Source| ExplainError::NotThere {
            at: Place::Node {
                node: position,
                from: Box::new(from.clone()),
            },
        };
        match &node.op {
            Op::Input { from } => match look_up(position, from, documents)? {
                None => Err(not_there(from)),
                Some(found) if read_as(&node.value, found) => Ok(()),
                Some(found) => {
                    let found = shown(found);
                    Err(ExplainError::document_differs(
                        position,
                        from,
                        &node.value,
                        &found,
                    ))
                }
            },
            Op::Default { from } => match look_up(position, from, documents)? {
                Some(found) if !read_as(&node.value, found) => Err(ExplainError::There {
                    node: position,
                    from: Box::new(from.clone()),
                    written: node.value.to_string().into(),
                    found: shown(found).into(),
                }),
                _ => Ok(()),
            },
            Op::Calendar {
                rule,
                calendar: Some(from),
            } => {
                let found = look_up(position, from, documents)?.ok_or_else(|| not_there(from))?;
                let calendar = Calendar::deserialize(found).map_err(|_| {
                    let found = shown(found);
                    ExplainError::document_differs(position, from, &"a calendar", &found)
                })?;
                let computed = compute_by(&self.nodes, *rule, &node.args, &calendar)
                    .map_err(|fault| fault.at(position))?;
                super::check::same(position, node, Some(computed))
            }
            _ => Ok(()),
        }
    }

    /// Returns the figures of a result document that no result of this explanation proves, by
    /// pointer.
    ///
    /// A figure is a text that reads as money, exact amount, ratio or date, a JSON number or a
    /// flag, unless it stands directly under a key that only names, orders or describes
    /// (spec/explain.md 4).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::Proof;
    /// use partnership::{Currency, Money};
    /// use serde_json::json;
    ///
    /// let mut proof = Proof::new();
    /// let fee = proof.input("terms", "/fee", Money::from_minor(50_000, Currency::USD), "fee")?;
    /// proof.result("/due", fee);
    ///
    /// let statement = json!({"id": "7", "due": "500.00 USD", "tax": "95.00 USD"});
    /// assert_eq!(proof.finish().covers(&statement), ["/tax"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn covers(&self, result: &Json) -> Vec<String> {
        figures(result, |pointer| self.proves_parts_at(pointer))
            .into_iter()
            .filter(|pointer| !self.results.contains_key(pointer))
            .collect()
    }

    /// Whether a result proves all parts of a division at once.
    fn proves_parts_at(&self, pointer: &str) -> bool {
        let node = self
            .results
            .get(pointer)
            .and_then(|node| self.nodes.get(*node));
        node.is_some_and(|node| matches!(node.value, Value::Parts(_)))
    }
}

/// What stands at a place of a document; `None` for nothing or null.
fn look_up<'a>(
    node: usize,
    from: &Source,
    documents: &'a Documents,
) -> Result<Option<&'a Json>, ExplainError> {
    let document = documents
        .get(from.document())
        .filter(|_| from.document() != RESULT);
    let Some(document) = document else {
        return Err(ExplainError::UnknownDocument {
            node,
            name: from.document().to_owned(),
        });
    };
    Ok(document
        .pointer(from.pointer())
        .filter(|found| !found.is_null()))
}

/// Whether a JSON value reads as a value of the same kind, and is it.
fn read_as(value: &Value, found: &Json) -> bool {
    match (value, found) {
        (Value::Money(money), Json::String(text)) => text.parse() == Ok(*money),
        (Value::Exact(exact), Json::String(text)) => text.parse() == Ok(*exact),
        (Value::Ratio(ratio), Json::String(text)) => text.parse() == Ok(*ratio),
        (Value::Ratio(ratio), Json::Number(number)) => whole(number) == Some(*ratio),
        (Value::Ratio(ratio), Json::Array(list)) => {
            u64::try_from(list.len()).is_ok_and(|length| Ratio::from(length) == *ratio)
        }
        (Value::Date(date), Json::String(text)) => parse_date(text) == Some(*date),
        (Value::Flag(flag), Json::Bool(found)) => flag == found,
        (Value::Text(text), Json::String(found)) => text == found,
        (Value::Parts(parts), Json::Object(object)) => parts_of(object).as_ref() == Some(parts),
        _ => false,
    }
}

/// What an object of texts reads as, if it lists parts.
fn parts_of(object: &serde_json::Map<String, Json>) -> Option<Parts> {
    let part =
        |(id, part): (&String, &Json)| Some((PartyId::new(id).ok()?, part.as_str()?.to_owned()));
    let texts: BTreeMap<_, _> = object.iter().map(part).collect::<Option<_>>()?;
    Parts::read(&texts)
}

/// What stands in a document, for an error: never so long or so deep that it cannot be shown.
fn shown(found: &Json) -> String {
    match found {
        Json::String(text) => quoted(&cut(text)),
        Json::Array(list) => format!("a list of {}", list.len()),
        Json::Object(object) => match parts_of(object) {
            Some(parts) if parts.len() > 0 => cut(&parts.to_string()),
            _ => format!("an object of {}", object.len()),
        },
        flat => flat.to_string(),
    }
}

/// A whole JSON number; one with a fraction or an exponent is none.
fn whole(number: &serde_json::Number) -> Option<Ratio> {
    number
        .as_i64()
        .map(Ratio::from)
        .or_else(|| number.as_u64().map(Ratio::from))
}

/// Whether a value is the figure that was handed out: what reads as money, money alone proves.
fn proves(value: &Value, found: &Json) -> bool {
    let is_money = found
        .as_str()
        .is_some_and(|text| text.parse::<Money>().is_ok());
    read_as(value, found) && (value.is_money() || !is_money)
}

/// The pointers of all figures of a document, in the order of their bytes; what stands below a
/// pointer that is `proved` as a whole is left out.
pub(super) fn figures(document: &Json, proved: impl Fn(&str) -> bool) -> Vec<String> {
    let mut figures = Vec::new();
    // By a loop, so that no nesting is too deep; a key says whether its value can be a figure.
    let mut open = vec![(String::new(), document, true)];
    while let Some((pointer, value, counts)) = open.pop() {
        match value {
            Json::Object(_) if proved(&pointer) => {}
            Json::Object(object) => {
                for (key, value) in object {
                    let counts = !NO_FIGURES.contains(&key.as_str());
                    open.push((below(&pointer, key), value, counts));
                }
            }
            Json::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    open.push((below(&pointer, &index.to_string()), value, true));
                }
            }
            _ if counts && is_figure(value) => figures.push(pointer),
            _ => {}
        }
    }
    figures.sort();
    figures
}

fn below(pointer: &str, token: &str) -> String {
    let mut below = pointer.to_owned();
    push_token(&mut below, token);
    below
}

fn is_figure(value: &Json) -> bool {
    match value {
        Json::Number(_) | Json::Bool(_) => true,
        Json::String(text) => reads_as_figure(text),
        _ => false,
    }
}
