//! Inputs that are refused, or come to something that is stated, each in exact words.
//!
//! `tests/golden/refused.json` lists the kinds of bad input that the crate has to survive, and has
//! a row for every door: a text, a JSON document, or a call whose arguments are values. A document
//! may be a golden file with some places set otherwise. What is too large for a file stands below.

use std::collections::BTreeMap;

use partnership::{Weights, compensation};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::documents::golden;

mod calls;
mod doors;

use calls::call;
use doors::{Json, Reads, document, documents, small, texts};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The kinds of bad input, by number.
    kinds: BTreeMap<u8, String>,
    rows: Vec<Row>,
}

/// A `name`, the `door`, `kinds` of which it is an example, the input of the door, and what it
/// comes to: an `error`, or what it `gives`.
#[derive(Deserialize)]
struct Row(BTreeMap<String, Value>);

impl Row {
    fn text(&self, key: &str) -> Option<&str> {
        let value = self.0.get(key);
        value.map(|value| value.as_str().expect("a text"))
    }

    fn name(&self) -> &str {
        self.text("name").expect("a name")
    }

    fn door(&self) -> &str {
        self.text("door").expect("a door")
    }

    fn kinds(&self) -> Vec<u8> {
        let kinds = self.0.get("kinds").cloned().unwrap_or(json!([]));
        serde_json::from_value(kinds).expect("kinds")
    }

    /// What the row promises: an error, or what comes out.
    fn expected(&self) -> Result<String, String> {
        match (self.text("error"), self.text("gives")) {
            (Some(error), None) => Err(error.to_owned()),
            (None, Some(given)) => Ok(given.to_owned()),
            _ => panic!("{}: one of error and gives", self.name()),
        }
    }
}

fn table() -> Table {
    serde_json::from_value(golden("refused.json")).expect("the table")
}

/// What a row comes to.
fn found(row: &Row, documents: &BTreeMap<&str, Reads>) -> Result<String, String> {
    let mut given = row.0.clone();
    given.retain(|key, _| !["name", "door", "kinds", "error", "gives"].contains(&key.as_str()));
    let given = json!(given);
    if let Some(text) = row.text("text") {
        let door = texts(row.door()).unwrap_or_else(|| panic!("no door of texts {}", row.door()));
        return door(text);
    }
    if let Some(answer) = call(row.door(), &given) {
        return answer;
    }
    let reads = documents
        .get(row.door())
        .copied()
        .or_else(|| small(row.door()));
    let reads = reads.unwrap_or_else(|| panic!("no door {}", row.door()));
    match row.text("json") {
        Some(text) => reads(&Json::Text(text)),
        None => reads(&Json::Value(document(&given))),
    }
}

#[test]
fn every_row_comes_to_its_exact_words() {
    let documents: BTreeMap<&str, Reads> = documents()
        .into_iter()
        .map(|(name, reads, _)| (name, reads))
        .collect();
    let table = table();
    assert!(table.rows.len() >= 60, "{} rows", table.rows.len());
    let mut faults = Vec::new();
    for row in &table.rows {
        let (expected, found) = (row.expected(), found(row, &documents));
        if found != expected {
            let name = row.name();
            faults.push(format!(
                "{name}\n  expected {expected:?}\n  found    {found:?}"
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{} rows differ\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Kinds of input that are too large for a file, and the tests below that build them.
const BUILT: [u8; 4] = [34, 35, 76, 80];

#[test]
fn every_kind_of_bad_input_has_a_row() {
    let table = table();
    let numbers: Vec<u8> = (1..=80).collect();
    assert_eq!(table.kinds.keys().copied().collect::<Vec<_>>(), numbers);
    let missing: Vec<u8> = numbers
        .into_iter()
        .filter(|kind| !BUILT.contains(kind))
        .filter(|kind| !table.rows.iter().any(|row| row.kinds().contains(kind)))
        .collect();
    assert_eq!(missing, [0; 0], "kinds without a row");
}

/// What does not depend on what a document is about.
#[test]
fn every_document_refuses_what_no_document_may_be() {
    for (name, reads, good) in documents() {
        let text = good.to_string();
        for good_form in [Json::Value(good.clone()), Json::Text(&text)] {
            let again = reads(&good_form).expect(name);
            let again: Value = serde_json::from_str(&again).expect("JSON");
            assert_eq!(again, good, "{name} is written as it was read");
        }
        for wrong in [
            json!(null),
            json!(17),
            json!("text"),
            json!([1]),
            json!(true),
        ] {
            assert!(
                reads(&Json::Value(wrong.clone())).is_err(),
                "{name} is {wrong}"
            );
        }
        for cut in [text.len() / 3, text.len() / 2, text.len() - 1] {
            let end = (0..=cut)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0);
            assert!(
                reads(&Json::Text(&text[..end])).is_err(),
                "{name} cut at {end}"
            );
        }
        assert!(
            reads(&Json::Text(&format!("{text} more"))).is_err(),
            "{name} and more"
        );
        let Some(fields) = good.as_object().filter(|fields| !fields.is_empty()) else {
            continue;
        };
        let (key, value) = fields.iter().next().expect("a field");
        let twice = format!("{{\"{key}\": {value}, {}", &text[1..]);
        let said = reads(&Json::Text(&twice)).expect_err(name);
        let is_said = said.contains("duplicate field") || said.contains("stands twice");
        assert!(is_said, "{name}: {said}");
        let mut more = good.clone();
        more["surprise"] = json!(1);
        let said = reads(&Json::Value(more)).expect_err(name);
        let is_map = name == "Split";
        assert!(
            is_map || said.contains("unknown field `surprise`"),
            "{name}: {said}"
        );
    }
}

#[test]
fn every_document_with_a_schema_refuses_the_next_one() {
    let mut numbered = 0;
    for (name, reads, good) in documents() {
        // What is read as it is, and checked in its place.
        let is_checked_later = ["lifecycle::Draft", "lifecycle::Event"].contains(&name);
        if !is_checked_later && good.get("schema").is_some() {
            let mut later = good.clone();
            later["schema"] = json!(2);
            assert!(reads(&Json::Value(later)).is_err(), "{name}");
            numbered += 1;
        }
    }
    assert!(numbered >= 15, "only {numbered} documents have a schema");
}

// Kind 76.
#[test]
fn ten_thousand_brackets_are_refused_and_not_followed() {
    for (name, reads, _) in documents() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
            assert!(reads(&Json::Text(&deep)).is_err(), "{name}");
        }
    }
    // What serde_json would still follow, a pay does not.
    let times = "{\"times\": {\"rate\": \"1\", \"pay\": ".repeat(20);
    let pay = format!(
        "{times}{{\"fixed\": {{\"amount\": \"1 USD\"}}}}{}",
        "}}".repeat(20)
    );
    let read = serde_json::from_str::<compensation::Pay>(&pay).map(|_| ());
    let said = read.unwrap_err().to_string();
    assert!(said.contains("pays are nested more than 16 deep"), "{said}");
}

// Kind 34.
#[test]
fn a_name_of_a_megabyte_is_refused_and_not_repeated() {
    let long = "n".repeat(1_000_000);
    let head = "n".repeat(64);
    let expected = [
        (
            "PartyId",
            format!("the name of a party has 1000000 bytes, more than 128: \"{head}\""),
        ),
        ("Money", format!("malformed amount \"{head}\"")),
        (
            "Ratio",
            format!("malformed ratio \"{head}\": write 10%, 1/3 or 0.125"),
        ),
        ("Currency", format!("malformed currency \"{head}\"")),
        (
            "Key",
            format!("malformed key \"{head}\": write lower case, such as pilot_review"),
        ),
        (
            "Period",
            format!("malformed period \"{head}\": write both days, such as 2026-01-01..2026-02-01"),
        ),
        (
            "Span",
            format!("malformed span \"{head}\": write 48h, 30d, 10bd, 2w, 3m or 1y"),
        ),
        ("date", format!("malformed date \"{head}\"")),
    ];
    for (door, message) in expected {
        let reads = texts(door).expect(door);
        assert_eq!(reads(&long), Err(message), "{door}");
    }
    for (name, reads, good) in documents() {
        for key in ["id", "key", "party"] {
            if good.get(key).is_some() {
                let mut named = good.clone();
                named[key] = json!(long);
                if let Err(said) = reads(&Json::Value(named)) {
                    assert!(said.len() < 400, "{name}: an error of {} bytes", said.len());
                }
            }
        }
    }
}

// Kind 35.
#[test]
fn one_cent_for_a_hundred_thousand_is_one_cent() {
    let weights = Weights::new(vec![1; 100_000]).expect("weights");
    let parts = weights.allocate("0.01 USD".parse().expect("an amount"));
    let paid = parts.iter().filter(|part| !part.is_zero()).count();
    assert_eq!((parts.len(), paid), (100_000, 1));
    assert_eq!(parts[0].to_string(), "0.01 USD");
}
