//! Agreements worked by hand: what each statement says line by line, every one of them proved.

mod advances;
mod break_evens;
mod builders;
mod merges;
mod once;
mod papers;
mod reserves;
mod versions;
mod views;
mod windows;

use partnership::compensation::{Activity, Notice, State, Statement, Terms, settle};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::families::compensation::proved;

/// A sheet in dollars from 2026-01-01 with these versions.
fn sheet(versions: Value) -> Value {
    json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": versions})
}

/// A sheet of one version that holds this.
fn deal(body: Value) -> Value {
    sheet(json!([with(body, "from", json!("2026-01-01"))]))
}

/// An object with one field more, or another value of it.
fn with(mut object: Value, field: &str, value: Value) -> Value {
    object[field] = value;
    object
}

/// An item that pays a part of the sales of a stream.
fn share(id: &str, stream: &str, rate: &str, window: Value) -> Value {
    json!({"id": id, "window": window,
        "pay": {"share": {"base": {"streams": [stream]}, "rate": rate}}})
}

/// A month of 2026, and what happened in it.
fn month(no: u32, more: Value) -> Value {
    let day = |month: u32| format!("{}-{:02}-01", 2026 + (month - 1) / 12, (month - 1) % 12 + 1);
    let mut activity = json!({"no": no, "period": format!("{}..{}", day(no), day(no + 1))});
    let fields = activity.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    activity
}

/// A month in which streams sold for so much.
fn sold(no: u32, sales: &[(&str, &str)]) -> Value {
    let totals = sales.iter();
    let totals = totals.map(|(stream, amount)| json!({"stream": stream, "amount": amount}));
    month(no, json!({"totals": totals.collect::<Vec<Value>>()}))
}

#[track_caller]
fn read<T: DeserializeOwned>(json: &Value) -> T {
    serde_json::from_value(json.clone()).unwrap_or_else(|why| panic!("{why}: {json}"))
}

/// Settles one activity after the other, and proves each statement.
#[track_caller]
pub fn settled(sheet: &Value, activities: &[Value]) -> Vec<(Statement, State)> {
    let terms: Terms = read(sheet);
    let mut before = terms.new_state();
    let mut settled = Vec::new();
    for json in activities {
        let activity: Activity = read(json);
        let (statement, after) =
            settle(&terms, &before, &activity).unwrap_or_else(|why| panic!("{why}: {json}"));
        let proof = proved(&terms, &before, &activity, &statement, &after);
        assert_eq!(proof, Ok(()), "{json}");
        before = after.clone();
        settled.push((statement, after));
    }
    settled
}

/// The last of several statements.
#[track_caller]
fn last(sheet: &Value, activities: &[Value]) -> Statement {
    let settled = settled(sheet, activities).pop();
    settled.expect("a statement").0
}

/// The lines of a statement that are not of nothing.
fn lines(statement: &Statement) -> Vec<String> {
    let lines = statement.lines().iter();
    let lines = lines.filter(|line| !line.amount.is_zero());
    lines.map(ToString::to_string).collect()
}

/// The names of what a statement notes, each once.
fn notices(statement: &Statement) -> Vec<&'static str> {
    let mut names: Vec<&str> = statement.notices().map(Notice::name).collect();
    names.dedup();
    names
}

/// Refuses an activity after others in these words.
#[track_caller]
fn refused(sheet: &Value, before: &[Value], wrong: &Value, words: &str) {
    let terms: Terms = read(sheet);
    let state = settled(sheet, before).pop();
    let state = state.map_or_else(|| terms.new_state(), |(_, state)| state);
    let error = settle(&terms, &state, &read(wrong)).expect_err("refused");
    assert_eq!(error.to_string(), words, "{wrong}");
}
