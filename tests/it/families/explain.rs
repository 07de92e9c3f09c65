//! The adapters of `explain.json`: explanations checked, held against their papers and printed.

use std::collections::BTreeMap;

use partnership::explain::{Documents, ExplainError, Explanation, Finding, Place};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cases::{Adapter, read, same, variant_name};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("check", check),
    ("against", against),
    ("why", why),
    ("covers", covers),
    ("audit", audit),
    ("text", text),
];

type Papers = BTreeMap<String, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    explanation: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Against {
    explanation: Value,
    documents: Papers,
    result: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    explanation: Value,
    pointer: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Covers {
    explanation: Value,
    result: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Audit {
    explanation: Value,
    documents: Papers,
    result: Value,
    full: Vec<String>,
}

/// Reads an explanation, also from text, and holds its way back through JSON to be the same.
fn explanation(json: &Value) -> Option<Explanation> {
    let explanation = Explanation::deserialize(json).ok()?;
    let text = serde_json::to_string(&explanation).expect("an explanation can be written");
    let again: Explanation = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(again, explanation);
    Some(explanation)
}

fn documents(papers: &Papers) -> Documents {
    let add = |papers: Documents, (name, json): (&String, &Value)| papers.with(name, json.clone());
    papers.iter().fold(Documents::new(), add)
}

/// The step or the pointer that an error names.
fn place(error: &ExplainError) -> (Option<usize>, Option<String>) {
    match error {
        ExplainError::BadIndex { node }
        | ExplainError::Arity { node }
        | ExplainError::BadParameter { node }
        | ExplainError::Kind { node }
        | ExplainError::DivisionByZero { node }
        | ExplainError::Overflow { node }
        | ExplainError::Differs { node, .. }
        | ExplainError::UnknownDocument { node, .. }
        | ExplainError::There { node, .. }
        | ExplainError::DocumentDiffers { node, .. }
        | ExplainError::NotThere {
            at: Place::Node { node, .. },
        } => (Some(*node), None),
        ExplainError::ResultDiffers { pointer, .. }
        | ExplainError::NotThere {
            at: Place::Pointer(pointer),
        } => (None, Some(pointer.clone())),
        _ => (None, None),
    }
}

fn check(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Check = read(given)?;
    let found = match explanation(&given.explanation).map(|explanation| explanation.check()) {
        None => json!({"error": "Malformed", "node": null}),
        Some(Ok(checked)) => json!({"ok": true, "trusted": checked.trusted}),
        Some(Err(error)) => json!({"error": variant_name(&error), "node": place(&error).0}),
    };
    same(expect, &found)
}

fn against(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Against = read(given)?;
    let papers = documents(&given.documents);
    let checked = explanation(&given.explanation)
        .map(|explanation| explanation.check_against(&papers, &given.result));
    let found = match checked {
        None => json!({"error": "Malformed", "node": null, "pointer": null}),
        Some(Ok(_)) => json!({"ok": true}),
        Some(Err(error)) => {
            let (node, pointer) = place(&error);
            json!({"error": variant_name(&error), "node": node, "pointer": pointer})
        }
    };
    same(expect, &found)
}

fn why(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Why = read(given)?;
    let explanation = explanation(&given.explanation).ok_or("malformed")?;
    let found = match explanation.why(&given.pointer) {
        Ok(why) => {
            why.check().map_err(|error| error.to_string())?;
            let node = why.results()[&given.pointer];
            json!({"nodes": why.nodes().len(), "value": why.nodes()[node].value()})
        }
        Err(error) => json!({"error": variant_name(&error)}),
    };
    same(expect, &found)
}

fn covers(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Covers = read(given)?;
    let explanation = explanation(&given.explanation).ok_or("malformed")?;
    same(
        expect,
        &json!({"pointers": explanation.covers(&given.result)}),
    )
}

fn audit(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Audit = read(given)?;
    let explanation = explanation(&given.explanation).ok_or("malformed")?;
    let papers = documents(&given.documents);
    let full = |papers: Documents, name: &String| papers.in_full(name);
    let papers = given.full.iter().fold(papers, full);
    let mut findings: Vec<(String, Value, Option<String>)> = Vec::new();
    for finding in explanation.audit(&papers, &given.result) {
        let name = variant_name(&finding);
        findings.push(match finding {
            Finding::Trusted { .. } => continue,
            Finding::Uncovered { pointer } | Finding::FromNothing { pointer } => {
                (name, json!(pointer), None)
            }
            Finding::Unread { document, pointer } => (name, json!(pointer), Some(document)),
            Finding::Idle { node } | Finding::OtherParty { node } => (name, json!(node), None),
            other => return Err(format!("no such finding: {other:?}")),
        });
    }
    findings.sort_by_key(|(name, place, document)| {
        let number = place.as_u64();
        (name.clone(), number, place.to_string(), document.clone())
    });
    same(expect, &json!({"findings": findings}))
}

fn text(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Check = read(given)?;
    let explanation = explanation(&given.explanation).ok_or("malformed")?;
    same(expect, &json!({"text": explanation.text()}))
}
