//! Versions that name what changes, written out (spec/contracts.md X8).

use serde_json::{Value, json};

use super::{list, text};

const LISTS: [&str; 6] = [
    "items",
    "schedules",
    "timing",
    "in_kind",
    "caps",
    "guarantees",
];

/// The terms with every version in full.
pub fn expanded(terms: &Value) -> Value {
    let mut versions: Vec<Value> = Vec::new();
    for version in list(terms, "versions") {
        let full = match (version.get("based_on"), versions.last()) {
            (Some(_), Some(before)) => based_on(before, version),
            _ => version.clone(),
        };
        versions.push(full);
    }
    let mut terms = terms.clone();
    terms["versions"] = json!(versions);
    terms
}

/// The version before, in which the new one takes the place of what it names.
fn based_on(before: &Value, version: &Value) -> Value {
    let mut full = json!({"from": version["from"]});
    let dropped = list(version, "drop");
    for name in LISTS {
        let kept = list(before, name).iter();
        let kept = kept.filter(|old| !dropped.contains(&old["id"]));
        let mut clauses: Vec<Value> = kept.cloned().collect();
        for new in list(version, name) {
            match clauses.iter_mut().find(|old| old["id"] == new["id"]) {
                Some(old) => *old = new.clone(),
                None => clauses.push(new.clone()),
            }
        }
        full[name] = json!(clauses);
    }
    for name in ["reserve", "hold", "payout"] {
        let ends = dropped
            .iter()
            .any(|drop| drop.as_str() == Some(&format!("/{name}")));
        let old = before.get(name).filter(|_| !ends);
        if let Some(clause) = version.get(name).or(old) {
            full[name] = clause.clone();
        }
    }
    if let Some(signed) = text(version, "signed") {
        full["signed"] = json!(signed);
    }
    full
}
