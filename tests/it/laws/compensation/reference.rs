//! The crate against a program that adds up the whole history for every statement.

use partnership::compensation::{Notice, Statement};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::reference::history;
use crate::strategies::agreement::{Agreement, agreements};
use crate::support;

/// What the reference says of a statement, read off the statement of the crate.
fn said(statement: &Statement) -> Value {
    let wire = super::json(statement);
    let lines = wire["lines"].as_array().expect("lines").iter();
    let lines: Vec<Value> = lines
        .map(|line| json!([line["reference"], line["window"], line["amount"]]))
        .collect();
    let mut notices: Vec<&str> = statement.notices().map(Notice::name).collect();
    notices.dedup();
    notices.retain(|notice| !["negative_measure", "level_missing"].contains(notice));
    let mut said = json!({"lines": lines, "due_on": wire.get("due_on"), "notices": notices});
    for field in ["opening", "earned", "gross_paid", "tax", "paid", "closing"] {
        said[field] = wire[field].clone();
    }
    said
}

fn agree(agreement: &Agreement) -> Result<(), TestCaseError> {
    let papers = read(agreement);
    let settled = settle_all(&papers.terms, &papers.activities);
    let settled = settled.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let expected = history::settle_all(&agreement.terms, &agreement.activities);
    for ((statement, _), expected) in settled.iter().zip(&expected) {
        crate::cases::same(expected, &said(statement)).map_err(|difference| {
            let papers = serde_json::to_string(&(&agreement.terms, &agreement.activities));
            TestCaseError::fail(format!("{difference}\n{}", papers.expect("JSON")))
        })?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(support::heavy(128))]

    #[test]
    fn settling_agrees_with_adding_up_the_whole_history(agreement in agreements()) {
        agree(&agreement)?;
    }
}
