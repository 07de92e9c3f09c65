//! Laws of the terms that move a price: windows with an anchor of their own (spec/contracts.md X7).

use partnership::compensation::{State, Statement};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::strategies::agreement::{Agreement, contracts};
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
}
