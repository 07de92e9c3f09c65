//! Real agreements as term sheets: each of `tests/golden/deals` is as section 17 of
//! spec/compensation.md reads it, and settles a history that was worked by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use partnership::Ratio;
use partnership::compensation::{Terms, TermsDraft, Tiers};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::{data, root};

mod drawn;
mod histories;
mod in_full;
mod laws;

/// What section 17 says of an agreement.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Reading {
    /// Refused as printed, writable once mended.
    Mended,
    WithLint,
    Writable,
    /// Writable but for one clause.
    ButForOneClause,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deals {
    #[serde(rename = "schema")]
    _schema: u32,
    deals: Vec<Deal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deal {
    id: String,
    reading: Reading,
    sheets: Vec<Sheet>,
    as_printed: Option<AsPrinted>,
    #[serde(default)]
    ranges: Vec<Printed>,
    /// The figures of the data that no sheet holds as they are, by pointer, and why.
    #[serde(default)]
    otherwise: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    id: String,
    lints: Vec<String>,
}

/// A sheet with the figures as they stand in the filing, and what is wrong with it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsPrinted {
    sheet: String,
    #[serde(default)]
    problems: Vec<String>,
    malformed: Option<String>,
}

/// A table of ranges with both ends included, in steps of 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    ranges: Vec<(Ratio, Option<Ratio>)>,
    up_to: Option<Vec<Option<Ratio>>>,
    refused: Option<String>,
}

/// Reads a file of the folder.
#[track_caller]
fn file<T: DeserializeOwned>(name: &str) -> T {
    let path = root().join("tests/golden/deals").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{name}: {why}"));
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn deals() -> Vec<Deal> {
    file::<Deals>("readings.json").deals
}

/// All sheets that settle, by name.
fn sheets() -> Vec<(String, Terms)> {
    let sheets = deals().into_iter().flat_map(|deal| deal.sheets);
    sheets
        .map(|sheet| (sheet.id.clone(), file(&format!("{}.json", sheet.id))))
        .collect()
}

/// The names of the files in a folder of the deals, without their end.
fn names(folder: &str) -> BTreeSet<String> {
    let path = root().join("tests/golden/deals").join(folder);
    let entries = fs::read_dir(path).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".json")?.to_owned()))
        .collect()
}

#[test]
fn every_file_belongs_to_a_reading() {
    let sheets = deals().into_iter().flat_map(|deal| deal.sheets);
    let mut sheets: BTreeSet<String> = sheets.map(|sheet| sheet.id).collect();
    assert_eq!(names("histories"), sheets);
    sheets.insert("readings".to_owned());
    assert_eq!(names(""), sheets);
    let printed = deals().into_iter().filter_map(|deal| deal.as_printed);
    let printed: BTreeSet<String> = printed.map(|printed| printed.sheet).collect();
    assert_eq!(names("as_printed"), printed);
}

#[test]
fn every_agreement_is_read_as_the_page_says() {
    let deals = deals();
    let ids: Vec<&str> = deals.iter().map(|deal| deal.id.as_str()).collect();
    assert_eq!(ids.len(), 25);
    let page = fs::read_to_string(root().join("tests/golden/deals/README.md")).expect("a page");
    let headings: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    let of_deals: Vec<&str> = headings
        .iter()
        .copied()
        .filter(|text| ids.contains(text))
        .collect();
    assert_eq!(of_deals, ids);
    let count = |reading| deals.iter().filter(|deal| deal.reading == reading).count();
    let counts = [
        Reading::Mended,
        Reading::WithLint,
        Reading::Writable,
        Reading::ButForOneClause,
    ]
    .map(count);
    assert_eq!(counts, [3, 3, 15, 4]);
    for deal in &deals {
        assert!(!deal.sheets.is_empty(), "{}", deal.id);
        let is_refused = deal.as_printed.is_some()
            || deal.ranges.iter().any(|printed| printed.refused.is_some());
        assert_eq!(is_refused, deal.reading == Reading::Mended, "{}", deal.id);
        let has_lints = deal.sheets.iter().any(|sheet| !sheet.lints.is_empty());
        let may_have = [Reading::Mended, Reading::WithLint].contains(&deal.reading);
        assert!(may_have || !has_lints, "{}", deal.id);
        assert!(
            has_lints || deal.reading != Reading::WithLint,
            "{}",
            deal.id
        );
    }
}

#[derive(Deserialize)]
struct Data {
    count: usize,
    deals: Vec<Restated>,
}

/// An agreement as the data restates it.
#[derive(Deserialize)]
struct Restated {
    id: String,
    terms: Value,
}

/// Returns what the data says, if there is data.
fn restated() -> Option<Data> {
    let path = data("real_deal_terms.json")?;
    let text = fs::read_to_string(path).expect("a file");
    Some(serde_json::from_str(&text).expect("the agreements"))
}

#[test]
fn the_agreements_are_those_of_the_data() {
    let Some(restated) = restated() else { return };
    let ids: Vec<String> = restated.deals.into_iter().map(|deal| deal.id).collect();
    assert_eq!(ids.len(), restated.count);
    let ours: Vec<String> = deals().into_iter().map(|deal| deal.id).collect();
    assert_eq!(ours, ids);
}

/// All figures of a paper by pointer: amounts, rates, counts, spans of days.
fn figures(paper: &Value, place: &str, found: &mut BTreeMap<String, Ratio>) {
    match paper {
        Value::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                figures(value, &format!("{place}/{index}"), found);
            }
        }
        Value::Object(all) => {
            for (key, value) in all {
                figures(value, &format!("{place}/{key}"), found);
            }
        }
        other => {
            let text = other
                .as_str()
                .map_or_else(|| other.to_string(), str::to_owned);
            let word = text.split(' ').next().unwrap_or_default();
            if let Ok(figure) = word.strip_suffix('d').unwrap_or(word).parse() {
                found.insert(place.to_owned(), figure);
            }
        }
    }
}

#[test]
fn every_figure_of_the_data_stands_in_a_sheet_or_is_accounted_for() {
    let Some(restated) = restated() else { return };
    for (deal, restated) in deals().iter().zip(&restated.deals) {
        let mut papers: Vec<Value> = Vec::new();
        for sheet in &deal.sheets {
            papers.push(file(&format!("{}.json", sheet.id)));
        }
        if let Some(printed) = &deal.as_printed {
            papers.push(file(&format!("as_printed/{}.json", printed.sheet)));
        }
        for table in &deal.ranges {
            let bounds = table
                .ranges
                .iter()
                .flat_map(|(from, to)| [Some(*from), *to]);
            let bounds: Vec<Ratio> = bounds.flatten().collect();
            papers.push(serde_json::to_value(bounds).expect("JSON"));
        }
        let mut written = BTreeMap::new();
        for (index, paper) in papers.iter().enumerate() {
            figures(paper, &index.to_string(), &mut written);
        }
        let mut said = BTreeMap::new();
        figures(&restated.terms, "", &mut said);
        said.retain(|_, figure| !written.values().any(|other| other == figure));
        let missing: Vec<&String> = said.keys().collect();
        let otherwise: Vec<&String> = deal.otherwise.keys().collect();
        assert_eq!(missing, otherwise, "{}", deal.id);
    }
}

#[test]
fn a_sheet_that_settles_has_no_fault_and_the_lints_of_its_reading() {
    for sheet in deals().into_iter().flat_map(|deal| deal.sheets) {
        let draft: TermsDraft = file(&format!("{}.json", sheet.id));
        assert_eq!(draft.id.as_str(), sheet.id);
        assert_eq!(draft.problems(), [], "{}", sheet.id);
        let terms = Terms::try_from(draft).expect("a sheet without a fault");
        let lints = terms.lint();
        let lints = lints
            .iter()
            .map(|lint| format!("{}: {}", lint.place, lint.fault.name()));
        assert_eq!(lints.collect::<Vec<_>>(), sheet.lints, "{}", sheet.id);
    }
}

#[test]
fn a_sheet_that_travels_is_written_again_to_the_same_bytes() {
    for (name, terms) in sheets() {
        let text = serde_json::to_string(&terms).expect("JSON");
        let again: Terms = serde_json::from_str(&text).expect("a sheet that was written");
        assert_eq!(again, terms, "{name}");
        assert_eq!(serde_json::to_string(&again).expect("JSON"), text, "{name}");
    }
}

#[test]
fn a_sheet_as_printed_is_refused_for_the_right_reason() {
    for printed in deals().into_iter().filter_map(|deal| deal.as_printed) {
        let sheet: Value = file(&format!("as_printed/{}.json", printed.sheet));
        let draft = serde_json::from_value::<TermsDraft>(sheet.clone());
        let (problems, refusal) = match draft {
            Ok(draft) => {
                let problems = draft.problems();
                let problems = problems.iter().map(ToString::to_string).collect();
                (
                    problems,
                    Terms::try_from(draft).map_err(|why| why.to_string()),
                )
            }
            Err(why) => (Vec::new(), Err(why.to_string())),
        };
        assert_eq!(problems, printed.problems, "{}", printed.sheet);
        let first = printed
            .malformed
            .or_else(|| printed.problems.first().cloned());
        let refusal = refusal.expect_err("a sheet that is refused");
        assert_eq!(Some(refusal), first, "{}", printed.sheet);
        let error = serde_json::from_value::<Terms>(sheet).expect_err("a sheet that is refused");
        assert_eq!(Some(error.to_string()), first, "{}", printed.sheet);
    }
}

/// Every text of `sheet` that is a mask, by its pointer.
fn masks(sheet: &Value, place: &str, found: &mut Vec<String>) {
    match sheet {
        Value::String(text) if text == "[***]" => found.push(place.to_owned()),
        Value::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                masks(value, &format!("{place}/{index}"), found);
            }
        }
        Value::Object(all) => {
            for (key, value) in all {
                masks(value, &format!("{place}/{key}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn one_masked_figure_is_enough_to_be_refused() {
    let mut places = Vec::new();
    masks(&file("as_printed/fox-sorrent-2004.json"), "", &mut places);
    assert_eq!(places.len(), 16);
    for place in places {
        let mut sheet: Value = file("fox-sorrent-2004.json");
        let figure = sheet.pointer_mut(&place).expect("the same place");
        *figure = "[***]".into();
        let error = serde_json::from_value::<TermsDraft>(sheet).expect_err(&place);
        assert!(
            error.to_string().starts_with("malformed"),
            "{place}: {error}"
        );
    }
}

#[test]
fn printed_ranges_are_bounds_or_refused() {
    let tables = deals().into_iter().flat_map(|deal| deal.ranges);
    let mut count = 0;
    for table in tables {
        let bounds = Tiers::bounds_from_ranges(&table.ranges, Ratio::ONE);
        match (bounds, table.up_to) {
            (Ok(bounds), Some(up_to)) => assert_eq!(bounds, up_to),
            (Err(why), None) => assert_eq!(Some(why.to_string()), table.refused),
            (found, expected) => panic!("expected {expected:?}, found {found:?}"),
        }
        count += 1;
    }
    assert_eq!(count, 3);
}
