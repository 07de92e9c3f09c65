//! Agreements with due days, advances in parts, charges, and what stays outside recoupment.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::agreement::{Agreement, contracts};
use super::pays::money;
use super::{Tape, tapes};

/// Agreements with every clause of the page, furnished with those of contracts.
pub fn furnished() -> impl Strategy<Value = Agreement> {
    (contracts(), tapes(300)).prop_map(|(agreement, tape)| furnish(agreement, tape))
}

/// Adds what is drawn to an agreement that is valid, so that it stays so.
fn furnish(mut agreement: Agreement, mut tape: Tape) -> Agreement {
    let tape = &mut tape;
    accounts(&mut agreement.terms, tape);
    charges(&mut agreement, tape);
    milestones(&mut agreement, tape);
    let versions = agreement.terms["versions"].as_array_mut();
    for version in versions.expect("versions") {
        for list in ["items", "schedules", "guarantees"] {
            let clauses = version.get_mut(list).and_then(Value::as_array_mut);
            for clause in clauses.into_iter().flatten() {
                if tape.once_in(2) {
                    clause["dues"] = dues(tape);
                }
            }
        }
        if tape.once_in(3) {
            let mut payout = version.get("payout").cloned().unwrap_or(json!({}));
            payout["dues"] = dues(tape);
            payout.as_object_mut().expect("an object").remove("due");
            version["payout"] = payout;
        }
    }
    agreement
}

fn dues(tape: &mut Tape) -> Value {
    tape.pick(&[
        json!([{"from": "event", "rule": "on_event"}]),
        json!([{"from": "period_start", "rule": "on_event"}]),
        json!([{"rule": {"after": "10d"}}]),
        json!([{"share": "1/3", "rule": {"after": "3d"}},
               {"share": "2/3", "from": "event", "rule": {"after": "20d"}}]),
        json!([{"share": "50%", "from": "statement", "rule": {"after": "30d"}},
               {"share": "25%", "from": "period_start", "rule": {"after": "1d"}},
               {"share": "25%", "from": "event", "rule": "on_event"}]),
    ])
}

/// Parts in place of one day, and accounts of costs.
fn accounts(terms: &mut Value, tape: &mut Tape) {
    let currency = terms["currency"].as_str().expect("a currency").to_owned();
    let outside = tape.pick(&[
        json!([]),
        json!(["change_orders"]),
        json!(["adjustments", "change_orders"]),
    ]);
    terms["outside_recoupment"] = outside;
    let mut advances = terms["advances"].as_array().expect("advances").clone();
    for advance in &mut advances {
        if tape.once_in(2) {
            let paid_on = advance["paid_on"].as_str().expect("a day");
            let day: NaiveDate = paid_on.parse().expect("a day");
            let later = day + Days::new(tape.pick(&[40, 0, 90]));
            advance["parts"] = json!([
                {"id": "1", "on": {"date": paid_on}, "share": "1/3"},
                {"id": "2", "on": {"milestone": "mix"}, "share": "1/3"},
                {"id": "3", "on": {"date": later.to_string()}, "share": "1/3"}]);
            advance
                .as_object_mut()
                .expect("an object")
                .remove("paid_on");
        }
        if tape.once_in(3) {
            advance["charges"] = limits(tape, &currency);
        }
    }
    if tape.once_in(2) {
        let mut studio = json!({"id": "studio", "charges": limits(tape, &currency)});
        if tape.once_in(2) {
            studio["share"] = json!("50%");
        }
        let at = tape.below(advances.len() + 1);
        advances.insert(at, studio);
    }
    terms["advances"] = json!(advances);
}

fn limits(tape: &mut Tape, currency: &str) -> Value {
    let mut charges = json!({});
    if tape.once_in(2) {
        charges["rate"] = json!(tape.pick(&["50%", "1/3", "0"]));
    }
    if tape.once_in(3) {
        charges["at_most"] = money(tape.pick(&[5_000, 0, 777]), currency);
    }
    charges
}

/// Costs, and what comes back of them: never more than there was.
fn charges(agreement: &mut Agreement, tape: &mut Tape) {
    let currency = agreement.terms["currency"].as_str().expect("a currency");
    let advances = agreement.terms["advances"].as_array().expect("advances");
    let accounts = advances.iter().filter(|one| one.get("charges").is_some());
    let mut costs: Vec<(&Value, i64)> = accounts.map(|one| (&one["id"], 0)).collect();
    let mut number = 0;
    for activity in &mut agreement.activities {
        let mut entries = Vec::new();
        for (advance, cost) in &mut costs {
            for _ in 0..tape.pick(&[0, 1, 2]) {
                let amount = tape.pick(&[5_000, 1, 3, 33_333, -*cost, -*cost / 2, -1]);
                let amount = amount.max(-*cost);
                *cost += amount;
                number += 1;
                entries.push(json!({"id": format!("c{number}"), "advance": advance,
                                    "amount": money(amount, currency)}));
            }
        }
        if !entries.is_empty() {
            activity["charges"] = json!(entries);
        }
    }
}

/// The milestone that parts of advances wait for, and days of acceptances.
fn milestones(agreement: &mut Agreement, tape: &mut Tape) {
    let waits = agreement.terms["advances"].to_string().contains("mix");
    let at = tape.below(agreement.activities.len());
    for (index, activity) in agreement.activities.iter_mut().enumerate() {
        let period = activity["period"].as_str().expect("a period");
        let from = period.split("..").next().expect("a first day");
        let from: NaiveDate = from.parse().expect("a day");
        let mut events = activity["milestones"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        if waits && index == at && !tape.once_in(4) {
            let event = tape.pick(&["accepted", "cancelled"]);
            events.push(json!({"id": "mix", "event": event}));
        }
        for event in &mut events {
            if tape.once_in(2) {
                let on = from - Days::new(tape.pick(&[0, 20]));
                event["on"] = json!(on.to_string());
            }
        }
        if !events.is_empty() {
            activity["milestones"] = json!(events);
        }
    }
}
