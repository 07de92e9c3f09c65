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
    let weight_is_a_name = json!([usd("1.00"), given(json!({"text": "up"})),
        {"op": "divide", "rule": "each_alone", "rounding": "down", "by": 1, "among": ["ana"],
         "args": [0, 1], "value": {"parts": {"ana": "1.00 USD"}}}]);
    assert_eq!(fault(weight_is_a_name), Kind { node: 2 });
}

#[test]
fn only_the_value_must_fit() {
    let most = "170141183460469231731687303715884105727";
    let there_and_back = [[6; 520], [7; 520]].concat();
    let nodes = json!([ratio(most), ratio(&format!("-{most}")), ratio(&format!("1/{most}")),
        {"op": "sum", "args": [0, 0, 1, 1], "value": {"ratio": "0"}},
        {"op": "product", "args": [0, 0, 2, 2], "value": {"ratio": "1"}},
        {"op": "whole", "rounding": "up", "step": format!("1/{most}"), "args": [0],
            "value": {"ratio": most}},
        ratio("85070591730234615865843651857942052864"), // 2^126
        ratio("1/85070591730234615865843651857942052864"),
        {"op": "product", "args": there_and_back, "value": {"ratio": "1"}},
    ]);
    assert_eq!(explanation(nodes, json!({})).check().unwrap().steps, 9);
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
fn a_multiple_is_rounded_as_the_paper_says() {
    let nodes = |by: &str| {
        json!([ratio("1/2"), given(json!({"text": by})), {"op": "whole", "rounding": "up",
            "by": 1, "args": [0], "value": {"ratio": "1"}}])
    };
    assert!(explanation(nodes("up"), json!({})).check().is_ok());
    assert_eq!(fault(nodes("down")), BadParameter { node: 2 });
}

#[test]
fn a_multiple_is_right_however_wide_its_quotient_is() {
    // 3^37 5^29 / 2^70 in steps of 3^37 / 2^70; 2^64 and a half in steps of 2, which 2 and 2^65 are.
    let exact = "83871913308463499508798122406005859375/1180591620717411303424";
    let step = "450283905890997363/1180591620717411303424";
    for (number, step, rounding, multiple) in [
        (exact, step, "down", exact),
        (exact, step, "up", exact),
        (step, step, "down", step),
        (
            "36893488147419103233",
            "2",
            "half_even",
            "36893488147419103232",
        ),
        (
            "36893488147419103235",
            "2",
            "half_even",
            "36893488147419103236",
        ),
    ] {
        let whole = json!({"op": "whole", "rounding": rounding, "step": step, "args": [0],
            "value": {"ratio": multiple}});
        let nodes = explanation(json!([ratio(number), whole]), json!({}));
        assert!(nodes.check().is_ok(), "{number} {rounding}");
    }
}

#[test]
fn a_name_that_follows_from_nothing_is_no_figure() {
    for value in [
        json!({"money": "900.00 USD"}),
        json!({"ratio": "1"}),
        json!({"flag": true}),
        json!({"date": "2026-01-01"}),
        json!({"parts": {"ana": "1.00 USD"}}),
    ] {
        let named = json!({"op": "text", "value": value});
        assert_eq!(fault(json!([named])), Kind { node: 0 }, "{value}");
    }
}

#[test]
fn a_division_among_nobody_shows_without_values() {
    let differs = json!({"op": "negate", "args": [0], "value": {"ratio": "7"}});
    for rule in ["largest_remainder", "greedy", "talmud", "in_order"] {
        let nobody = json!({"op": "divide", "rule": rule, "among": [], "args": [0],
            "value": {"parts": {}}});
        let nodes = json!([ratio("0"), differs, nobody]);
        assert_eq!(fault(nodes), BadParameter { node: 2 }, "{rule}");
    }
}

#[test]
fn tranches_are_counted_from_the_first() {
    let check = |among: [&str; 2]| {
        let [first, second] = among;
        let mut parts = json!({});
        parts[first] = json!("0.01 USD");
        parts[second] = json!("0.01 USD");
        let nodes = json!([usd("0.02"), ratio("1"), {"op": "divide", "rule": "installments",
            "policy": "front_loaded", "among": among, "args": [0, 1, 1],
            "value": {"parts": parts}}]);
        explanation(nodes, json!({})).check()
    };
    assert!(check(["1", "2"]).is_ok());
    for among in [["1", "3"], ["3", "2"], ["2", "1"], ["01", "2"]] {
        assert_eq!(check(among), Err(BadParameter { node: 2 }), "{among:?}");
    }
}

#[test]
fn a_division_is_of_one_currency() {
    let exact = |text: &str| given(json!({"exact": text}));
    let euro = given(json!({"money": "0.00 EUR"}));
    let claim = given(json!({"money": "0.02 EUR"}));
    for (rule, args) in [
        ("talmud", vec![claim]),
        ("greedy", vec![euro, exact("1/50 USD")]),
        ("greedy", vec![usd("0.00"), exact("1/50 EUR")]),
    ] {
        let positions: Vec<usize> = (0..=args.len()).collect();
        let mut nodes = vec![usd("0.02")];
        nodes.extend(args);
        let node = nodes.len();
        nodes.push(
            json!({"op": "divide", "rule": rule, "among": ["ana"], "args": positions,
            "value": {"parts": {"ana": "0.02 USD"}}}),
        );
        assert_eq!(fault(json!(nodes)), Kind { node }, "{rule}");
    }
}

#[test]
fn of_tied_parties_the_first_receives_however_large_the_total_is() {
    let division = |key: Option<u64>, ana: &str, ben: &str| {
        let mut division = json!({"op": "divide", "rule": "largest_remainder",
            "among": ["ana", "ben"], "args": [0, 1, 1],
            "value": {"parts": {"ana": ana, "ben": ben}}});
        if let Some(key) = key {
            division["key"] = json!(key);
        }
        let total = ratio("36893488147419103233"); // 2^65 + 1
        explanation(json!([total, ratio("1"), division]), json!({})).check()
    };
    let (more, less) = ("18446744073709551617", "18446744073709551616");
    assert!(division(None, more, less).is_ok());
    assert!(division(Some(1), less, more).is_ok());
}

#[test]
fn what_a_ledger_owes_may_be_as_fine_as_a_ratio_is() {
    let most = "170141183460469231731687303715884105727"; // below it stands an even number
    let nearly = format!("{}6/{most}", &most[..38]);
    let division = |[total, paid]: [&str; 2], owed: [&str; 2], [ana, ben]: [&str; 2]| {
        let owed = owed.map(|owed| given(json!({"exact": format!("{owed} USD")})));
        let [first, second] = owed;
        let nodes = json!([usd(total), usd(paid), usd("0.00"), first, second,
            {"op": "divide", "rule": "greedy", "among": ["ana", "ben"], "args": [0, 1, 2, 3, 4],
             "value": {"parts": {"ana": format!("{ana} USD"), "ben": format!("{ben} USD")}}}]);
        explanation(nodes, json!({})).check()
    };
    let (little, less) = (format!("1/{most}"), format!("-1/{most}"));
    let owed = [&*little, &*nearly];
    assert!(division(["0.99", "0.01"], owed, ["0.00", "0.99"]).is_ok());
    let back = format!("-{nearly}");
    let owed = [&*less, &*back];
    assert!(division(["-0.99", "-0.01"], owed, ["0.00", "-0.99"]).is_ok());
    // Who is owed less than nothing gives nothing back.
    for owed in [["-1/3", "4/3"], ["-1/100", "101/100"]] {
        assert!(division(["1.00", "0.00"], owed, ["0.00", "1.00"]).is_ok());
    }
}

#[test]
fn parts_that_a_division_does_not_give_are_found_however_they_are_written() {
    for exact in [false, true] {
        for (ana, ben) in [
            ("1.01 USD", "0.99 USD"),
            ("3/2 USD", "1/2 USD"),
            ("1", "1"),
            ("1.00 EUR", "1.00 EUR"),
        ] {
            let division = json!({"op": "divide", "rule": "proportional", "exact": exact,
                "among": ["ana", "ben"], "args": [0, 1, 1],
                "value": {"parts": {"ana": ana, "ben": ben}}});
            let found = fault(json!([usd("2.00"), usd("5.00"), division]));
            assert!(matches!(found, Differs { node: 2, .. }), "{exact} {ana}");
        }
    }
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
