//! What a term sheet may say: every fault with its place and message beside what is accepted, and
//! every lint.

mod anchors;
mod builders;
mod caps;
mod changes;
mod clauses;
mod dues;
mod entries;
mod forecast_lints;
mod guarantees;
mod histories;
mod interest;
mod lints;
mod pay_figures;
mod pays;
mod presets;
mod prices;
mod sheets;
mod suspicions;
mod values;

use partnership::compensation::{Terms, TermsDraft};
use serde_json::{Value, json};

/// A sheet from 2026-01-01 in dollars with these versions.
fn sheet(versions: Value) -> Value {
    json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": versions})
}

/// A sheet with one version that holds this.
fn version(body: Value) -> Value {
    sheet(json!([with(body, "from", json!("2026-01-01"))]))
}

/// An object with one field more, or another value of it.
fn with(mut object: Value, field: &str, value: Value) -> Value {
    object[field] = value;
    object
}

/// 10% of the shop over a window.
fn share_item(id: &str, window: Value) -> Value {
    json!({"id": id, "window": window,
        "pay": {"share": {"base": {"streams": ["shop"]}, "rate": "10%"}}})
}

/// A sheet of one item with this pay, over a lifetime.
fn pay(pay: Value) -> Value {
    pay_over(json!("lifetime"), pay)
}

/// A sheet of one item with this pay, over this window.
fn pay_over(window: Value, pay: Value) -> Value {
    version(json!({"items": [{"id": "item", "window": window, "pay": pay}]}))
}

#[track_caller]
fn draft(sheet: Value) -> TermsDraft {
    serde_json::from_value(sheet).expect("a sheet of the shape")
}

/// The faults of a sheet are these, in this order; its doors refuse it with the first.
#[track_caller]
fn refused(sheet: Value, problems: &[&str]) {
    let draft = draft(sheet.clone());
    let found: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    assert_eq!(found, problems);
    let error = Terms::try_from(draft).expect_err("a sheet with a fault");
    assert_eq!(error.to_string(), problems[0]);
    let error = serde_json::from_value::<Terms>(sheet).expect_err("a sheet with a fault");
    assert_eq!(error.to_string(), problems[0]);
}

/// The sheet has no fault.
#[track_caller]
fn accepted(sheet: Value) -> Terms {
    let draft = draft(sheet);
    assert_eq!(draft.problems(), []);
    Terms::try_from(draft).expect("a sheet without a fault")
}
