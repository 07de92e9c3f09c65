//! Law 17: a sheet whose versions name what they change, and the same sheet written out.

use std::collections::BTreeSet;

use partnership::compensation::TermsDraft;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::strategies::agreement::{Agreement, contracts};
use crate::strategies::{Tape, tapes};
use crate::support;

const LISTS: [&str; 6] = [
    "items",
    "schedules",
    "timing",
    "in_kind",
    "caps",
    "guarantees",
];
const CLAUSES: [&str; 3] = ["reserve", "hold", "payout"];

fn entries(version: &Value, list: &str) -> Vec<Value> {
    version[list].as_array().cloned().unwrap_or_default()
}

fn has(entries: &[Value], entry: &Value) -> bool {
    entries.iter().any(|other| other["id"] == entry["id"])
}

/// A version as a change of the one before it: what is the same goes unsaid, now and then said
/// again; what has ended is dropped.
fn as_change(before: &Value, version: &Value, tape: &mut Tape) -> Value {
    let mut change = json!({"from": version["from"], "based_on": "previous"});
    let mut drop = Vec::new();
    for list in LISTS {
        let (old, new) = (entries(before, list), entries(version, list));
        let ended = old.iter().filter(|entry| !has(&new, entry));
        drop.extend(ended.map(|entry| entry["id"].clone()));
        let said = new
            .iter()
            .filter(|entry| !old.contains(entry) || tape.once_in(4));
        let said: Vec<Value> = said.cloned().collect();
        if !said.is_empty() {
            change[list] = json!(said);
        }
    }
    for clause in CLAUSES {
        match (before.get(clause), version.get(clause)) {
            (Some(_), None) => drop.push(json!(format!("/{clause}"))),
            (old, Some(new)) if old != Some(new) || tape.once_in(4) => change[clause] = new.clone(),
            _ => {}
        }
    }
    if !drop.is_empty() {
        change["drop"] = json!(drop);
    }
    change
}

/// The body of a version before with a change: what the page says, on the papers themselves.
fn with_change(before: &Value, change: &Value) -> Value {
    let dropped: BTreeSet<String> = entries(change, "drop")
        .iter()
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect();
    let goes_on = |name: &Value| !dropped.contains(name.as_str().expect("a name"));
    let mut whole = json!({"from": change["from"]});
    for list in LISTS {
        let new = entries(change, list);
        let old = entries(before, list);
        let kept = old
            .iter()
            .filter(|entry| goes_on(&entry["id"]))
            .map(|entry| {
                let other = new.iter().find(|other| other["id"] == entry["id"]);
                other.unwrap_or(entry).clone()
            });
        let mut all: Vec<Value> = kept.collect();
        all.extend(new.iter().filter(|entry| !has(&old, entry)).cloned());
        if !all.is_empty() {
            whole[list] = json!(all);
        }
    }
    for clause in CLAUSES {
        let old = before.get(clause);
        let old = old.filter(|_| goes_on(&json!(format!("/{clause}"))));
        if let Some(clause_now) = change.get(clause).or(old) {
            whole[clause] = clause_now.clone();
        }
    }
    whole
}

/// The agreement with its later versions as changes, and with these written out.
fn both_ways(agreement: &Agreement, tape: &mut Tape) -> [Agreement; 2] {
    let mut changed = agreement.clone();
    let mut whole = agreement.clone();
    let versions = agreement.terms["versions"].as_array().expect("versions");
    for (index, version) in versions.iter().enumerate().skip(1) {
        if tape.once_in(5) {
            continue;
        }
        let before = whole.terms["versions"][index - 1].clone();
        let change = as_change(&before, version, tape);
        whole.terms["versions"][index] = with_change(&before, &change);
        changed.terms["versions"][index] = change;
    }
    [changed, whole]
}

proptest! {
    #![proptest_config(support::cases(96))]

    #[test]
    fn a_sheet_and_its_expansion_give_the_same_bytes(
        agreement in contracts(),
        mut tape in tapes(60),
    ) {
        let [changed, whole] = both_ways(&agreement, &mut tape);
        let drafts = [&changed, &whole].map(|agreement| {
            serde_json::from_value::<TermsDraft>(agreement.terms.clone()).expect("a sheet")
        });
        // Putting new entries last can put an outer cap before an inner one: a fault of both.
        prop_assert_eq!(drafts[0].problems(), drafts[1].problems());
        prop_assume!(drafts[0].problems().is_empty());
        let (changed, whole) = (read(&changed), read(&whole));
        prop_assert_eq!(changed.terms.expanded(), whole.terms.sheet());
        let bytes = |settled: &super::Read| {
            settle_all(&settled.terms, &settled.activities).map(|all| {
                serde_json::to_string(&all).expect("JSON")
            })
        };
        prop_assert_eq!(bytes(&changed), bytes(&whole));
    }
}
