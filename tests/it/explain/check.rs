//! The order of faults, and what each is.

use partnership::explain::ExplainError::{self, *};
use serde_json::{Value as Json, json};

use super::{explanation, given};

/// The first fault of these nodes.
#[track_caller]
fn fault(nodes: Json) -> ExplainError {
    explanation(nodes, json!({})).check().unwrap_err()
}

fn usd(text: &str) -> Json {
    given(json!({"money": format!("{text} USD")}))
}

fn ratio(text: &str) -> Json {
    given(json!({"ratio": text}))
}

#[test]
fn what_shows_without_values_comes_first_for_all_steps() {
    // Step 2 differs, step 3 has a bad parameter, step 4 a bad arity, step 5 a bad index.
    let differs = json!({"op": "negate", "args": [0], "value": {"ratio": "7"}});
    let step = json!({"op": "whole", "args": [0], "rounding": "up", "step": "-1",
        "value": {"ratio": "1"}});
    let arity = json!({"op": "negate", "args": [0, 1], "value": {"ratio": "1"}});
    let index = json!({"op": "negate", "args": [0, 9], "value": {"ratio": "1"}});
    let [a, b] = [ratio("1"), ratio("2")];
    let nodes = |more: &[&Json]| {
        let start = [&a, &b].into_iter();
        start.chain(more.iter().copied()).cloned().collect::<Json>()
    };
    assert_eq!(
        fault(nodes(&[&differs, &step, &arity, &index])),
        BadParameter { node: 3 }
    );
    assert_eq!(
        fault(nodes(&[&differs, &arity, &step, &index])),
        Arity { node: 3 }
    );
    // Of one step the index comes before the number of args.
    assert_eq!(
        fault(nodes(&[&differs, &index, &arity, &step])),
        BadIndex { node: 3 }
    );
    assert!(matches!(fault(nodes(&[&differs])), Differs { node: 2, .. }));
}

#[test]
fn a_result_out_of_range_comes_after_the_shape_and_before_the_values() {
    let differs = json!({"op": "negate", "args": [0], "value": {"ratio": "7"}});
    let nodes = json!([ratio("1"), differs]);
    let wrong = explanation(nodes, json!({"/b": 70, "/a": 8, "/c": 0}));
    assert_eq!(wrong.check(), Err(BadIndex { node: 8 }));
    let bad = json!([ratio("1"), {"op": "negate", "value": {"ratio": "7"}}]);
    assert_eq!(
        explanation(bad, json!({"/a": 8})).check(),
        Err(Arity { node: 1 })
    );
}

#[test]
fn kinds_come_before_parameters_before_zero_before_range() {
    let round = |amount: Json, step: &str| {
        json!([given(json!({"text": "up"})), amount, {"op": "round", "args": [1], "by": 0,
            "rounding": "down", "step": step, "value": {"money": "0.00 USD"}}])
    };
    assert_eq!(fault(round(ratio("1"), "0.05 USD")), Kind { node: 2 });
    assert_eq!(fault(round(usd("1.00"), "0.05 EUR")), Kind { node: 2 });
    assert_eq!(
        fault(round(usd("1.00"), "0.05 USD")),
        BadParameter { node: 2 }
    );
    let most = "170141183460469231731687303715884105727";
    let huge = given(json!({"exact": format!("{most} USD")}));
    assert_eq!(fault(round(huge, "0.05 USD")), BadParameter { node: 2 });
    let quotient = |below: &str| {
        json!([ratio(most), ratio(below), {"op": "quotient", "args": [0, 1],
            "value": {"ratio": "1"}}])
    };
    assert_eq!(fault(quotient("0")), DivisionByZero { node: 2 });
    assert_eq!(fault(quotient("1/3")), Overflow { node: 2 });
}

#[test]
fn only_the_value_must_fit() {
    let most = "170141183460469231731687303715884105727";
    let nodes = json!([ratio(most), ratio(&format!("-{most}")), ratio(&format!("1/{most}")),
        {"op": "sum", "args": [0, 0, 1, 1], "value": {"ratio": "0"}},
        {"op": "product", "args": [0, 0, 2, 2], "value": {"ratio": "1"}},
        {"op": "whole", "rounding": "up", "step": format!("1/{most}"), "args": [0],
            "value": {"ratio": most}},
    ]);
    assert_eq!(explanation(nodes, json!({})).check().unwrap().steps, 6);
    let nodes = json!([ratio(most), {"op": "sum", "args": [0, 0], "value": {"ratio": "0"}}]);
    assert_eq!(fault(nodes), Overflow { node: 1 });
}

#[test]
fn too_long_is_said_before_anything_else() {
    let args = vec![0; 100_001];
    let nodes = json!([ratio("1"), {"op": "negate", "value": {"ratio": "1"}},
        {"op": "sum", "args": args, "value": {"ratio": "100001"}}]);
    assert_eq!(fault(nodes), TooLong);
    let nodes = json!([ratio("1"), {"op": "sum", "args": args[1..], "value": {"ratio": "100000"}}]);
    assert!(explanation(nodes, json!({})).check().is_ok());
    assert_eq!(fault(json!([])), Empty);
}

#[test]
fn a_part_is_taken_of_a_division_alone() {
    let parts = given(json!({"parts": {"ana": "1.00 USD"}}));
    let part = json!({"op": "part", "of": "ana", "args": [0], "value": {"money": "1.00 USD"}});
    assert_eq!(fault(json!([parts, part])), Kind { node: 1 });
}

#[test]
fn exact_parts_stay_exact_where_they_are_whole() {
    let division = |exact: bool, parts: Json| {
        json!({"op": "divide", "rule": "proportional", "exact": exact, "among": ["ana", "ben"],
            "args": [0, 1, 1], "value": {"parts": parts}})
    };
    let part = |value: Json| json!({"op": "part", "of": "ana", "args": [2], "value": value});
    let whole = json!({"ana": "1 USD", "ben": "1 USD"});
    let cents = json!({"ana": "1.00 USD", "ben": "1.00 USD"});
    for parts in [&whole, &cents] {
        let nodes = |exact, value| {
            json!([
                usd("2.00"),
                usd("5.00"),
                division(exact, parts.clone()),
                part(value)
            ])
        };
        let check = |nodes| explanation(nodes, json!({})).check();
        assert!(check(nodes(true, json!({"exact": "1 USD"}))).is_ok());
        assert!(check(nodes(false, json!({"money": "1.00 USD"}))).is_ok());
        let other = check(nodes(true, json!({"money": "1.00 USD"})));
        assert!(matches!(other, Err(Differs { node: 3, .. })));
        let other = check(nodes(false, json!({"exact": "1 USD"})));
        assert!(matches!(other, Err(Differs { node: 3, .. })));
    }
}

#[test]
fn a_rounding_that_the_paper_names_otherwise_is_found_in_a_division_too() {
    let nodes = |by: &str| {
        json!([usd("0.01"), ratio("1"), given(json!({"text": by})),
            {"op": "divide", "rule": "each_alone", "rounding": "up", "by": 2,
             "among": ["ana", "ben"], "args": [0, 1, 1],
             "value": {"parts": {"ana": "0.01 USD", "ben": "0.01 USD"}}}])
    };
    assert!(explanation(nodes("up"), json!({})).check().is_ok());
    assert_eq!(fault(nodes("down")), BadParameter { node: 3 });
}

#[test]
fn parties_stand_in_order_but_claims_are_filled_in_theirs() {
    let division = |rule: &str, among: [&str; 2]| {
        json!([usd("1.00"), usd("1.00"), {"op": "divide", "rule": rule, "among": among,
            "args": [0, 1, 1], "value": {"parts": {"ana": "0.00 USD", "ben": "1.00 USD"}}}])
    };
    assert!(
        explanation(division("in_order", ["ben", "ana"]), json!({}))
            .check()
            .is_ok()
    );
    assert_eq!(
        fault(division("in_order", ["ben", "ben"])),
        BadParameter { node: 2 }
    );
    assert_eq!(
        fault(division("talmud", ["ben", "ana"])),
        BadParameter { node: 2 }
    );
}

#[test]
fn a_calendar_of_a_document_waits_for_the_document() {
    let rule = |calendar: Json| {
        json!([given(json!({"date": "2026-12-24"})), {"op": "calendar", "rule": {"add": "1bd"},
            "calendar": calendar, "args": [0], "value": {"date": "2026-12-28"}}])
    };
    let from = json!({"document": "terms", "pointer": "/calendar"});
    let waits = explanation(rule(from), json!({}));
    assert_eq!(waits.check().unwrap().trusted, 2);
    let mut at_once = rule(Json::Null);
    at_once[1].as_object_mut().unwrap().remove("calendar");
    assert!(matches!(fault(at_once), Differs { node: 1, .. }));
}

#[test]
fn a_span_in_hours_and_a_date_out_of_range_are_refused() {
    let add = |date: &str, span: &str| {
        json!([given(json!({"date": date})), {"op": "calendar", "rule": {"add": span},
            "args": [0], "value": {"date": "2026-01-01"}}])
    };
    assert_eq!(fault(add("2026-01-01", "48h")), BadParameter { node: 1 });
    assert_eq!(fault(add("9999-12-31", "1d")), Overflow { node: 1 });
    let period = json!([given(json!({"text": "2026-01-01..=9999-12-31"})),
        {"op": "end", "which": "to", "args": [0], "value": {"date": "2026-01-01"}}]);
    assert_eq!(fault(period), Overflow { node: 1 });
}
