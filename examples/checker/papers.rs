//! An explanation held against the papers it speaks of, by spec/explain.md 4.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::step::{Ground, Step};
use super::value::{Value, is_figure};

/// JSON in which no object has a key twice, for two readers could take two figures from it, and no
/// number a fraction, for no paper writes figures as such numbers.
struct Strict(Json);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON with whole numbers")
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
                Ok(flag.into())
            }
            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(number.into())
            }
            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(number.into())
            }
            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(text.into())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(Strict(item)) = list.next_element()? {
                    all.push(item);
                }
                Ok(all.into())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut all = serde_json::Map::new();
                while let Some((key, Strict(value))) = map.next_entry::<String, _>()? {
                    if all.insert(key, value).is_some() {
                        return Err(A::Error::custom("a key given twice"));
                    }
                }
                Ok(all.into())
            }
        }
        deserializer.deserialize_any(Any).map(Strict)
    }
}

/// Reads a paper.
pub fn read(text: &str) -> Result<Json, serde_json::Error> {
    serde_json::from_str::<Strict>(text).map(|strict| strict.0)
}

/// An explanation that reads as one; nothing is checked yet.
#[derive(Debug)]
pub struct Explanation {
    steps: Vec<Step>,
    results: BTreeMap<String, usize>,
}

/// The papers by name, and those of which every figure has to be read.
#[derive(Debug, Default)]
pub struct Papers {
    /// The documents.
    pub documents: BTreeMap<String, Json>,
    /// The names of those that are read in full.
    pub full: BTreeSet<String>,
}

/// How many steps were computed again, and how many rest on trust.
#[derive(Debug)]
pub struct Checked {
    /// All steps.
    pub steps: usize,
    /// Constants, and dates by a calendar.
    pub trusted: usize,
}

impl Explanation {
    /// Reads the list of steps and the results.
    pub fn read(json: &Json) -> Result<Self, Box<dyn Error>> {
        let fields = json.as_object().ok_or("an explanation is an object")?;
        let known = ["schema", "nodes", "results"];
        if json["schema"] != 1 || !fields.keys().all(|key| known.contains(&key.as_str())) {
            return Err("an explanation of another form".into());
        }
        let nodes = json["nodes"].as_array().filter(|nodes| !nodes.is_empty());
        let mut steps = Vec::new();
        for (node, number) in nodes.ok_or("no steps")?.iter().zip(1..) {
            let step = Step::read(node);
            steps.push(step.ok_or_else(|| format!("step {number} does not read as one"))?);
        }
        let mut results = BTreeMap::new();
        for (pointer, node) in json["results"].as_object().into_iter().flatten() {
            let node = node.as_u64().and_then(|node| usize::try_from(node).ok());
            let node = node.filter(|node| *node < steps.len());
            results.insert(pointer.clone(), node.ok_or("a result of no step")?);
        }
        Ok(Self { steps, results })
    }

    /// Computes every step again, and finds leaves and results in the papers.
    pub fn check(&self, papers: &Papers, result: &Json) -> Result<Checked, Box<dyn Error>> {
        let mut trusted = 0;
        for (at, step) in self.steps.iter().enumerate() {
            let refuse = |why: &str| format!("step {} ({}) {why}", at + 1, step.op);
            let ground = step.ground(&self.steps[..at]);
            match ground.ok_or_else(|| refuse("cannot be computed"))? {
                Ground::Steps(value) if value == step.value => {}
                Ground::Steps(_) => return Err(refuse("does not follow").into()),
                Ground::Name => {}
                Ground::Trust => trusted += 1,
                Ground::Paper => {
                    let (name, pointer) = step.from().ok_or("a leaf from nowhere")?;
                    let document = papers.documents.get(name);
                    let document = document.ok_or_else(|| refuse("names no paper"))?;
                    let found = document.pointer(pointer).filter(|found| !found.is_null());
                    let stands = found.map(|found| step.value.stands_in(found));
                    if stands.unwrap_or(step.op == "default") {
                        continue;
                    }
                    return Err(refuse("says something else than its paper").into());
                }
            }
        }
        for (pointer, node) in &self.results {
            let value = &self.steps[*node].value;
            if !result
                .pointer(pointer)
                .is_some_and(|found| value.proves(found))
            {
                return Err(format!("the result at {pointer} is another").into());
            }
        }
        Ok(Checked {
            steps: self.steps.len(),
            trusted,
        })
    }

    /// What a careful reader would ask: a duty, not a proof.
    pub fn questions(&self, papers: &Papers, result: &Json) -> Vec<String> {
        let (mut needed, mut grounded) = (vec![false; self.steps.len()], Vec::new());
        for node in self.results.values() {
            needed[*node] = true;
        }
        for (at, step) in self.steps.iter().enumerate().rev() {
            if needed[at] {
                step.args
                    .iter()
                    .chain(&step.by())
                    .for_each(|arg| needed[*arg] = true);
            }
        }
        for step in &self.steps {
            let is_leaf = ["input", "default", "constant"].contains(&step.op.as_str());
            let follows = step.args.iter().any(|arg| grounded[*arg]);
            grounded.push(is_leaf || follows);
        }
        let proved = |pointer: &str| {
            let node = self.results.get(pointer);
            node.is_some_and(|node| matches!(self.steps[*node].value, Value::Parts(_)))
        };
        let uncovered = figures(result, &proved).into_iter();
        let uncovered = uncovered.filter(|pointer| !self.results.contains_key(pointer));
        let mut questions: Vec<String> = uncovered
            .map(|pointer| format!("nothing proves {pointer}"))
            .collect();
        for name in &papers.full {
            let leaves = self
                .steps
                .iter()
                .zip(&needed)
                .filter(|(_, needed)| **needed);
            let leaves = leaves.filter_map(|(step, _)| Some((step.from()?, &step.value)));
            let leaves = leaves.filter(|((document, _), _)| document == name);
            let read: BTreeMap<&str, bool> = leaves
                .map(|((_, at), value)| (at, matches!(value, Value::Parts(_))))
                .collect();
            let document = papers.documents.get(name).unwrap_or(&Json::Null);
            let all = figures(document, &|pointer| read.get(pointer) == Some(&true));
            let unread = all.into_iter().filter(|at| !read.contains_key(at.as_str()));
            questions.extend(unread.map(|pointer| format!("nobody read {name} {pointer}")));
        }
        for (at, step) in self.steps.iter().enumerate() {
            if !needed[at] {
                questions.push(format!("no result needs step {}", at + 1));
            }
            if self.takes_of_another(step) {
                questions.push(format!(
                    "step {} takes one party's figure for another",
                    at + 1
                ));
            }
        }
        for (pointer, node) in &self.results {
            if !grounded[*node] {
                questions.push(format!("{pointer} comes from nothing"));
            }
        }
        questions
    }

    /// Whether a division takes for one party what a paper says of another.
    fn takes_of_another(&self, step: &Step) -> bool {
        let among = step.among();
        let each = step.args.iter().skip(1).zip(among.iter().cycle());
        step.parameter("rule") != Some("installments")
            && each.into_iter().any(|(arg, own)| {
                let from = self.steps[*arg].from();
                let last = from.and_then(|(_, pointer)| pointer.rsplit('/').next());
                let last = last.map(|last| last.replace("~1", "/").replace("~0", "~"));
                let is_party = |last: &String| last != own && among.contains(&last.as_str());
                last.as_ref().is_some_and(is_party)
            })
    }
}

/// What stands directly under these keys names, orders or describes.
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

/// The places of all figures of a paper, but for what is proved as a whole.
fn figures(paper: &Json, is_whole: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
    let mut figures = BTreeSet::new();
    let mut open = vec![(String::new(), paper, true)];
    while let Some((pointer, json, counts)) = open.pop() {
        match json {
            Json::Object(_) if is_whole(&pointer) => {}
            Json::Object(fields) => open.extend(fields.iter().map(|(key, json)| {
                let token = key.replace('~', "~0").replace('/', "~1");
                (
                    format!("{pointer}/{token}"),
                    json,
                    !NO_FIGURES.contains(&key.as_str()),
                )
            })),
            Json::Array(list) => {
                let items = list.iter().enumerate();
                open.extend(items.map(|(at, json)| (format!("{pointer}/{at}"), json, true)));
            }
            _ if counts && is_figure(json) => {
                figures.insert(pointer);
            }
            _ => {}
        }
    }
    figures
}
