//! Papers that are nearly right: those of the tests, with pieces exchanged, changed and removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::Draw;

/// Texts and numbers that lie on an edge of what some field holds.
const EDGES: [&str; 32] = [
    "0",
    "1",
    "-1",
    "100%",
    "1/3",
    "-0",
    "00",
    "",
    " ",
    "x",
    "0.01",
    "7/3",
    "101%",
    "170141183460469231731687303715884105727",
    "1/170141183460469231731687303715884105727",
    "0.00 USD",
    "0.01 USD",
    "-0.01 USD",
    "100.00 USD",
    "1.005 USD",
    "1 JPY",
    "12.50 OP:2",
    "792281625142643375935439503.35 USD",
    "-792281625142643375935439503.35 USD",
    "0001-01-01",
    "9999-12-31",
    "2024-02-29",
    "2026-01-01",
    "2026-01-01..2026-02-01",
    "0001-01-01..9999-12-31",
    "9999999m",
    "2026-01-01T00:00:00Z",
];

/// Papers of one kind, and what stands under each key anywhere in them.
#[derive(Debug)]
pub struct Papers {
    papers: Vec<Value>,
    by_key: BTreeMap<String, Vec<Value>>,
}

impl Papers {
    /// Papers that lend each other their pieces.
    #[must_use]
    pub fn new(papers: Vec<Value>) -> Self {
        assert!(!papers.is_empty(), "a paper to start from");
        let (mut by_key, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for paper in &papers {
            collect("", paper, &mut by_key, &mut seen);
        }
        Self { papers, by_key }
    }

    /// One of the papers, as it is.
    pub fn paper(&self, draw: &mut Draw<'_>) -> &Value {
        draw.pick(&self.papers)
    }

    /// One of the papers with up to eight changes, which the bytes decide.
    pub fn changed(&self, draw: &mut Draw<'_>) -> Value {
        let mut paper = self.paper(draw).clone();
        for _ in 0..draw.below(9) {
            self.change(&mut paper, draw);
        }
        paper
    }

    /// Changes one place of a paper.
    pub fn change(&self, paper: &mut Value, draw: &mut Draw<'_>) {
        let mut place = draw.below(size(paper));
        self.change_at("", paper, &mut place, draw);
    }

    /// Walks to the place, counted down on the way, and changes it there.
    fn change_at(&self, key: &str, at: &mut Value, place: &mut usize, draw: &mut Draw<'_>) -> bool {
        if *place == 0 {
            self.change_here(key, at, draw);
            return true;
        }
        *place -= 1;
        match at {
            Value::Object(fields) => fields
                .iter_mut()
                .any(|(key, field)| self.change_at(key, field, place, draw)),
            Value::Array(list) => list
                .iter_mut()
                .any(|element| self.change_at(key, element, place, draw)),
            _ => false,
        }
    }

    fn change_here(&self, key: &str, at: &mut Value, draw: &mut Draw<'_>) {
        let choice = draw.below(8);
        match (at, choice) {
            (Value::Object(fields), 0..=1) if !fields.is_empty() => {
                let name = fields.keys().nth(draw.below(fields.len())).cloned();
                fields.remove(&name.expect("within its length"));
            }
            (Value::Object(fields), 2..=5) => self.lend(key, fields, draw),
            (Value::Array(list), 0..=1) if !list.is_empty() => {
                list.remove(draw.below(list.len()));
            }
            (Value::Array(list), 2) if list.len() > 1 => {
                let (one, other) = (draw.below(list.len()), draw.below(list.len()));
                list.swap(one, other);
            }
            (Value::Array(list), 3..=5) => {
                let element = self.under(key, draw).unwrap_or(Value::Null);
                list.insert(draw.below(list.len() + 1), element);
            }
            (Value::String(text), 0..=3) => touch(text, draw),
            (Value::Number(number), 0..=3) => {
                let whole = number.as_i64().unwrap_or(0);
                let by = *draw.pick(&[1, -1, 10, 1 << 32, i64::MAX]);
                *number = whole.wrapping_add(by).into();
            }
            (Value::Bool(flag), _) => *flag = !*flag,
            (at, 6) => {
                let edge = *draw.pick(&EDGES);
                *at = match draw.below(8) {
                    0 => Value::Null,
                    1 => json!([]),
                    2 => json!({}),
                    3 => json!(draw.number()),
                    _ => json!(edge),
                };
            }
            (at, _) => *at = self.under(key, draw).unwrap_or(Value::Null),
        }
    }

    /// Gives an object a field that another object under the same key has.
    fn lend(&self, key: &str, to: &mut Map<String, Value>, draw: &mut Draw<'_>) {
        if let Some(Value::Object(from)) = self.under(key, draw)
            && !from.is_empty()
            && let Some((name, field)) = from.iter().nth(draw.below(from.len()))
        {
            to.insert(name.clone(), field.clone());
        }
    }

    /// What stands under this key somewhere, or else a whole paper.
    fn under(&self, key: &str, draw: &mut Draw<'_>) -> Option<Value> {
        self.by_key.get(key).map(|known| draw.pick(known).clone())
    }
}

/// Notes what stands under each key; elements of a list stand under the key of the list.
fn collect(
    key: &str,
    value: &Value,
    by_key: &mut BTreeMap<String, Vec<Value>>,
    seen: &mut BTreeSet<(String, String)>,
) {
    if seen.insert((key.to_owned(), value.to_string())) {
        by_key
            .entry(key.to_owned())
            .or_default()
            .push(value.clone());
    }
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                collect(key, field, by_key, seen);
            }
        }
        Value::Array(list) => {
            for element in list {
                collect(key, element, by_key, seen);
            }
        }
        _ => {}
    }
}

/// How many values there are in one.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(size).sum(),
        Value::Array(list) => list.iter().map(size).sum(),
        _ => 0,
    }
}

/// Changes one character of a text; a digit becomes another digit.
fn touch(text: &mut String, draw: &mut Draw<'_>) {
    let mut characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return;
    }
    let at = draw.below(characters.len());
    let digits: Vec<usize> = (0..characters.len())
        .filter(|at| characters[*at].is_ascii_digit())
        .collect();
    let digit = char::from(b'0' + draw.byte() % 10);
    match draw.below(4) {
        0 if digits.is_empty() => drop(characters.remove(at)),
        0 => characters.insert(*draw.pick(&digits), digit),
        1 => characters.insert(
            at,
            *draw.pick(&['-', '.', '/', '%', ' ', '\u{202e}', 'é', 'A']),
        ),
        _ if digits.is_empty() => characters.push(digit),
        _ => characters[*draw.pick(&digits)] = digit,
    }
    *text = characters.into_iter().collect();
}

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests"))
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a file of the tests");
    serde_json::from_str(&text).expect("JSON")
}

/// What the cases of a family are given.
#[must_use]
pub fn cases(file: &str, family: &str) -> Vec<Value> {
    let cases = read(&tests().join("cases").join(file).with_extension("json"));
    let cases = cases["cases"].as_array().expect("a list of cases").iter();
    let of_family = cases.filter(|case| case["family"] == family);
    of_family.map(|case| case["given"].clone()).collect()
}

/// The golden papers of a folder.
#[must_use]
pub fn golden(folder: &str) -> Vec<Value> {
    let files = fs::read_dir(tests().join("golden").join(folder)).expect("a folder of the tests");
    let mut paths: Vec<_> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// Papers of every shape that the tests know: whole golden files, their parts, and what the cases
/// are given; at most four of one shape.
#[must_use]
pub fn all_papers() -> Vec<Value> {
    let mut found = Vec::new();
    let mut folders = vec![tests().join("golden"), tests().join("cases")];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).expect("a folder of the tests");
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "json") {
                parts("", read(&path), 4, &mut found);
            }
        }
    }
    found.sort_by_cached_key(|(shape, paper)| (shape.clone(), paper.to_string()));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    found.retain(|(shape, _)| {
        let times = seen.entry(shape.clone()).or_default();
        *times += 1;
        *times <= 4
    });
    found.into_iter().map(|(_, paper)| paper).collect()
}

/// A paper, and so many levels of what stands in it, each with the names of its fields.
fn parts(key: &str, paper: Value, levels: usize, found: &mut Vec<(String, Value)>) {
    if levels > 0 {
        match &paper {
            Value::Object(fields) => {
                for (key, field) in fields {
                    parts(key, field.clone(), levels - 1, found);
                }
            }
            Value::Array(list) => {
                for element in list {
                    parts(key, element.clone(), levels, found);
                }
            }
            _ => {}
        }
    }
    if let Some(shape) = shape(&paper) {
        found.push((format!("{key}: {shape}"), paper));
    }
}

/// The names of the fields of a paper, or of the first of a list.
fn shape(paper: &Value) -> Option<String> {
    match paper {
        Value::Object(fields) => Some(fields.keys().cloned().collect::<Vec<_>>().join(" ")),
        Value::Array(list) => Some(format!("list of {}", shape(list.first()?)?)),
        _ => None,
    }
}
