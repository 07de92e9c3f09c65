//! Laws of the terms that move a price: escalators, what the payee owes, surcharges of caps,
//! guarantees by activity and by days of the year, and windows with an anchor of their own
//! (spec/contracts.md X5, X6, X7, X12).

use partnership::Side;
use partnership::compensation::{State, Statement};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::paths::{at_once, taken_back, totals};
use super::statements::{figures as whatever_version, with_copy};
use super::{read, settle_all};
use crate::families::compensation::proved;
use crate::strategies::agreement::{Agreement, agreements, contracts};
use crate::strategies::prices::{capped, guaranteed, priced};
use crate::strategies::tapes;
use crate::support;

/// Does something to every window of every item, cap and guarantee.
fn change_windows(terms: &mut Value, change: impl Fn(&mut Value)) {
    for version in terms["versions"].as_array_mut().expect("versions") {
        for list in ["items", "caps", "guarantees"] {
            let clauses = version.get_mut(list).and_then(Value::as_array_mut);
            for clause in clauses.into_iter().flatten() {
                change(&mut clause["window"]);
            }
        }
    }
}

/// The same agreement, all its months counted from the anchor of the sheet by their own word.
fn with_own_anchors(agreement: &Agreement) -> Agreement {
    let mut agreement = agreement.clone();
    let terms = &agreement.terms;
    let anchor = terms.get("anchor").unwrap_or(&terms["start"]).clone();
    change_windows(&mut agreement.terms, |window| {
        if window.get("months").is_some() {
            window["anchor"] = anchor.clone();
        }
    });
    agreement
}

fn settled(agreement: &Agreement) -> Vec<(Statement, State)> {
    let papers = read(agreement);
    settle_all(&papers.terms, &papers.activities).expect("valid by construction")
}

/// The lines and balances of statements, without the stretches that lines are about.
fn figures(settled: &[(Statement, State)]) -> Value {
    let statements = settled.iter().map(|(statement, _)| {
        let mut json = serde_json::to_value(statement).expect("JSON");
        for line in json["lines"].as_array_mut().expect("lines") {
            line.as_object_mut().expect("a line").remove("window");
        }
        json
    });
    statements.collect()
}

proptest! {
    #![proptest_config(support::cases(8))]

    #[test]
    fn every_statement_is_proved_and_every_state_travels(
        agreement in prop_oneof![
            priced(contracts()),
            priced(agreements()),
            capped(agreements()),
            guaranteed(agreements()),
        ],
    ) {
        let papers = read(&agreement);
        let text = serde_json::to_string(&papers.terms).expect("JSON");
        let terms = serde_json::from_str(&text).expect("terms that were written");
        prop_assert_eq!(&papers.terms, &terms);
        let mut state = terms.new_state();
        for (activity, (statement, next)) in papers.activities.iter().zip(settled(&agreement)) {
            let found = proved(&terms, &state, activity, &statement, &next);
            prop_assert!(found.is_ok(), "{:?}", found);
            let text = serde_json::to_string(&next).expect("JSON");
            state = serde_json::from_str(&text).expect("a state that was written");
            prop_assert_eq!(&state, &next);
        }
    }
}

proptest! {
    #![proptest_config(support::cases(64))]

    #[test]
    fn a_window_from_the_anchor_of_the_sheet_is_the_window_without_it(agreement in contracts()) {
        let (without, with) = (settled(&agreement), settled(&with_own_anchors(&agreement)));
        for ((statement, state), (other, other_state)) in without.iter().zip(&with) {
            prop_assert_eq!(statement, other);
            let mut states = [state, other_state].map(|state| json!(state));
            for state in &mut states {
                state.as_object_mut().expect("a state").remove("versions");
            }
            prop_assert_eq!(&states[0], &states[1]);
        }
    }

    #[test]
    fn windows_with_their_own_anchor_do_not_ask_for_that_of_the_sheet(agreement in contracts()) {
        let own = with_own_anchors(&agreement);
        let mut moved = own.clone();
        moved.terms["anchor"] = json!("2025-06-17");
        prop_assert_eq!(figures(&settled(&own)), figures(&settled(&moved)));
    }

    #[test]
    fn late_data_and_refunds_move_no_price(
        agreement in prop_oneof![
            priced(agreements()),
            capped(agreements()),
            guaranteed(agreements()),
        ],
    ) {
        prop_assert_eq!(totals(&agreement), totals(&at_once(&agreement)));
    }

    #[test]
    fn what_was_taken_back_leaves_no_price_behind(
        agreement in prop_oneof![priced(agreements()), capped(agreements())],
    ) {
        let (taken_back, nothing) = taken_back(&agreement);
        prop_assert_eq!(totals(&taken_back), totals(&nothing));
    }

    #[test]
    fn an_amendment_that_changes_nothing_moves_no_price(
        agreement in prop_oneof![
            priced(agreements()),
            capped(agreements()),
            guaranteed(agreements()),
        ],
        mut tape in tapes(8),
    ) {
        let (all, again) = (settled(&agreement), settled(&with_copy(&agreement, &mut tape)));
        for ((statement, _), (copy, _)) in all.iter().zip(&again) {
            prop_assert_eq!(whatever_version(statement), whatever_version(copy));
        }
    }

    #[test]
    fn what_activity_decides_is_due_in_full_at_every_close(
        agreement in guaranteed(agreements()),
    ) {
        for (statement, state) in settled(&agreement) {
            let state = json!(state);
            let guarantees = state["guarantees"].as_object().expect("guarantees").values();
            let windows = guarantees.flat_map(|one| one["windows"].as_object().expect("windows"));
            for (key, window) in windows.filter(|(_, window)| window.get("rated").is_some()) {
                prop_assert!(
                    window["due"] == window["amount"] || is_nothing(&window["due"]),
                    "statement {}, {}: {}", statement.no(), key, window
                );
            }
        }
    }
}

fn is_nothing(amount: &Value) -> bool {
    let digits = amount.as_str().expect("money").bytes();
    digits.filter(u8::is_ascii_digit).all(|digit| digit == b'0')
}

// Two steps of 3% make 1,060.90 of a fee of 1,000.00.
#[test]
fn an_escalated_line_names_its_steps_and_its_factor() {
    let agreement = Agreement {
        terms: json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
            "versions": [{"from": "2026-01-01", "items": [{"id": "fee", "window": "period",
                "pay": {"retainer": {"amount": "1000.00 USD"}},
                "escalator": {"rate": "3%", "months": 12, "from": "2024-01-01"}}]}]}),
        activities: vec![json!({"no": 1, "period": "2026-01-01..2026-02-01"})],
    };
    let papers = read(&agreement);
    let (statement, _) = settled(&agreement).remove(0);
    let state = papers.terms.new_state();
    let proof = statement.explain(&papers.terms, &state, &papers.activities[0]);
    let proof = proof.expect("a proof");
    let paper = statement
        .view(Side::Producer)
        .with_explanation(&proof)
        .text();
    let line = "escalated by the escalator factor f, k = 2: 106.09% of 1,000.00";
    assert!(paper.contains(line), "{paper}");
    assert!(
        proof.text().contains("steps of the escalator, k: 2"),
        "{}",
        proof.text()
    );
}
