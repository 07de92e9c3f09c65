//! Explanations against documents that try to fool them.

use partnership::explain::{Documents, ExplainError, Explanation, Finding, Place};
use serde_json::{Value as Json, json};

use super::explanation;

fn input(pointer: &str, value: Json) -> Json {
    json!({"op": "input", "from": {"document": "a", "pointer": pointer}, "value": value})
}

/// Whether a leaf of that value reads as the JSON that stands there.
fn reads(value: Json, found: Json) -> bool {
    let leaf = explanation(json!([input("/x", value)]), json!({}));
    let papers = Documents::new().with("a", json!({"x": found}));
    match leaf.check_against(&papers, &json!({})) {
        Ok(_) => true,
        Err(ExplainError::DocumentDiffers { node: 0, .. }) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_value_is_read_by_its_kind() {
    let money = || json!({"money": "5.00 USD"});
    assert!(reads(money(), json!("5 USD")));
    assert!(!reads(money(), json!(5)));
    assert!(!reads(money(), json!("5.00 EUR")));
    let ratio = || json!({"ratio": "2"});
    for found in [
        json!("2"),
        json!("200%"),
        json!("4/2"),
        json!(2),
        json!([1, null]),
    ] {
        assert!(reads(ratio(), found.clone()), "{found}");
    }
    for found in [
        json!(2.0),
        json!("2 USD"),
        json!({"a": 1, "b": 2}),
        json!(true),
        json!(" 2"),
    ] {
        assert!(!reads(ratio(), found.clone()), "{found}");
    }
    assert!(reads(
        json!({"ratio": "18446744073709551615"}),
        json!(u64::MAX)
    ));
    assert!(reads(json!({"ratio": "-3"}), json!(-3)));
    assert!(reads(json!({"exact": "2 USD"}), json!("2.00 USD")));
    assert!(reads(json!({"flag": true}), json!(true)));
    assert!(!reads(json!({"flag": true}), json!("true")));
    assert!(!reads(json!({"date": "2026-01-02"}), json!("2026-1-2")));
    assert!(reads(json!({"text": "5.00 USD"}), json!("5.00 USD")));
    assert!(reads(json!({"parts": {}}), json!({})));
    let parts = || json!({"parts": {"ana": "1.00 USD"}});
    assert!(reads(parts(), json!({"ana": "1 USD"})));
    assert!(!reads(
        parts(),
        json!({"ana": "1.00 USD", "ben": "0.00 USD"})
    ));
    assert!(!reads(parts(), json!({"ana": 1})));
}

#[test]
fn what_reads_as_money_is_proved_by_money_alone() {
    for value in [json!({"exact": "2 USD"}), json!({"text": "2.00 USD"})] {
        let figure = value.as_object().unwrap().values().next().unwrap().clone();
        let proof = explanation(json!([input("/x", value)]), json!({"/y": 0}));
        let papers = Documents::new().with("a", json!({"x": figure}));
        let fault = proof.check_against(&papers, &json!({"y": figure}));
        let fault = fault.unwrap_err();
        assert!(matches!(fault, ExplainError::ResultDiffers { node: 0, .. }));
        assert!(
            fault.to_string().starts_with("the result says \"2"),
            "{fault}"
        );
    }
}

#[test]
fn what_stands_instead_is_shown_and_never_too_long_to_be() {
    let leaf = explanation(json!([input("/x", json!({"ratio": "1"}))]), json!({}));
    let stands = |found: Json| {
        let papers = Documents::new().with("a", json!({"x": found}));
        let fault = leaf.check_against(&papers, &json!({})).unwrap_err();
        let shown = fault.to_string();
        let shown = shown.strip_prefix("step #1 takes 1 from a /x, where ");
        shown
            .and_then(|shown| shown.strip_suffix(" stands"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(stands(json!("12%")), "\"12%\"");
    assert_eq!(stands(json!("12%\n\u{202e}")), "\"12%\\n\\u202e\"");
    assert_eq!(
        stands(json!("9".repeat(65))),
        format!("\"{}\"", "9".repeat(64))
    );
    assert_eq!(stands(json!(2.5)), "2.5");
    assert_eq!(stands(json!(true)), "true");
    assert_eq!(stands(json!([1, 2])), "a list of 2");
    assert_eq!(stands(json!({})), "an object of 0");
    assert_eq!(stands(json!({"ana": "1.67 USD"})), "ana 1.67 USD");
    assert_eq!(stands(json!({"ana": 1, "ben": []})), "an object of 2");
    assert_eq!(
        stands(json!({"ana": "1.67 USD", "ben": "3.33 USD"})),
        "ana 1.67 USD, ben 3.33 USD"
    );
}

#[test]
fn papers_are_read_in_order_and_results_after_them() {
    let nodes = json!([
        input("/x", json!({"ratio": "1"})),
        {"op": "default", "from": {"document": "a", "pointer": "/x"}, "value": {"ratio": "0"}},
        {"op": "default", "from": {"document": "b", "pointer": "/x"}, "value": {"flag": false}}
    ]);
    let proof = explanation(nodes, json!({"/y": 0, "/a": 0}));
    let check =
        |papers: &Documents, result: Json| proof.check_against(papers, &result).unwrap_err();
    let papers = Documents::new().with("a", json!({"x": 1}));
    assert_eq!(
        check(&papers, json!({})).to_string(),
        "step #2 takes the default 0 for a /x, where 1 stands"
    );
    let papers = Documents::new().with("a", json!({}));
    let nothing = check(&papers, json!({}));
    assert!(matches!(
        &nothing,
        ExplainError::NotThere { at: Place::Node { node: 0, from } } if from.pointer() == "/x"
    ));
    assert_eq!(
        nothing.to_string(),
        "nothing stands at a /x, which step #1 reads"
    );
    let nodes = json!([input("/x", json!({"ratio": "1"}))]);
    let proof = explanation(nodes, json!({"/y": 0, "/a": 0}));
    let papers = papers.with("a", json!({"x": 1}));
    let found = proof.check_against(&papers, &json!({"y": 2, "a": null}));
    let at = Place::Pointer("/a".into());
    assert_eq!(found, Err(ExplainError::NotThere { at }));
    let found = proof.check_against(&papers, &json!({"y": 2, "a": 1}));
    let differs = ExplainError::ResultDiffers {
        pointer: "/y".into(),
        node: 0,
        proved: "1".into(),
        found: "2".into(),
    };
    assert_eq!(found, Err(differs));
}

#[test]
fn a_calendar_is_taken_from_its_document() {
    let nodes = |date: &str| {
        json!([{"op": "constant", "name": "given", "value": {"date": "2026-12-24"}},
            {"op": "calendar", "rule": {"add": "1bd"}, "args": [0], "value": {"date": date},
             "calendar": {"document": "a", "pointer": "/calendar"}}])
    };
    let papers = |calendar: Json| Documents::new().with("a", json!({"calendar": calendar}));
    let check = |date: &str, calendar: Json| {
        explanation(nodes(date), json!({})).check_against(&papers(calendar), &json!({}))
    };
    let holiday = || json!({"holidays": ["2026-12-25"]});
    assert!(check("2026-12-28", holiday()).is_ok());
    assert!(matches!(
        check("2026-12-25", holiday()),
        Err(ExplainError::Differs { node: 1, .. })
    ));
    assert!(check("2026-12-25", json!({})).is_ok());
    let none = json!({"holiday": []});
    let message = |calendar| check("2026-12-28", calendar).unwrap_err().to_string();
    assert_eq!(
        message(none),
        "step #2 takes a calendar from a /calendar, where an object of 1 stands"
    );
    assert_eq!(
        message(Json::Null),
        "nothing stands at a /calendar, which step #2 reads"
    );
    let elsewhere = json!({"covers": "2020-01-01..2021-01-01"});
    assert_eq!(
        check("2026-12-28", elsewhere),
        Err(ExplainError::Overflow { node: 1 })
    );
}

#[test]
fn a_document_with_a_key_twice_is_refused_however_deep() {
    let mut papers = Documents::new();
    for text in [
        r#"{"a": 1, "a": 1}"#,
        r#"[{"b": {"a": "1:2", "x": [], "a": {}}}]"#,
        r#"{"a\"b": 1, "a\u0022b": 2}"#,
        r#"{"a": {"b": 1}, "a": {"c": 1, "d": 2}}"#,
    ] {
        assert!(papers.read("a", text).is_err(), "{text}");
        assert_eq!(papers.get("a"), None);
    }
    for text in [
        r#"{"a:b": ":\":", "c": ["\\", {"a:b": "\\\":"}]}"#,
        "1",
        "\":\"",
        "null",
    ] {
        papers.read("a", text).unwrap();
    }
    assert!(papers.read("a", "{} x").is_err());
}

#[test]
fn a_document_that_was_read_is_one_of_the_papers() {
    let mut papers = Documents::new();
    papers.read("a", r#"{"x": "\":"}"#).unwrap();
    assert_eq!(papers.get("a"), Some(&json!({"x": "\":"})));
    papers.read("a", r#"{"x": 1}"#).unwrap();
    let leaf = explanation(json!([input("/x", json!({"ratio": "1"}))]), json!({}));
    assert!(leaf.check_against(&papers, &json!({})).is_ok());
}

#[test]
fn trust_is_named_with_the_results_that_hang_on_it() {
    let nodes = json!([
        {"op": "constant", "name": "over_reliance", "value": {"ratio": "4/5"}},
        input("/x", json!({"ratio": "1"})),
        {"op": "product", "args": [0, 1], "value": {"ratio": "4/5"}},
        {"op": "negate", "args": [2], "value": {"ratio": "-4/5"}}
    ]);
    let proof = explanation(nodes, json!({"/y": 3, "/z": 1}));
    let papers = Documents::new()
        .with("a", json!({"x": 1}))
        .in_full("a")
        .in_full("missing");
    let found = proof.audit(&papers, &json!({"y": "-4/5", "z": 1}));
    assert_eq!(
        found,
        [Finding::Trusted { node: 0 }, Finding::Trusted { node: 3 }]
    );
}

#[test]
fn a_first_step_that_proves_nothing_is_idle() {
    let nodes = json!([
        input("/x", json!({"ratio": "1"})),
        input("/y", json!({"ratio": "2"}))
    ]);
    let proof = explanation(nodes, json!({"/due": 1}));
    let found = proof.audit(&Documents::new(), &json!({"due": 2}));
    assert_eq!(found, [Finding::Idle { node: 0 }]);
}

#[test]
fn a_figure_is_read_by_its_own_place_in_its_own_document() {
    let ratio = || json!({"ratio": "1"});
    let nodes = json!([input("/x", ratio()), input("/list", ratio())]);
    let proof = explanation(nodes, json!({"/x": 0, "/list": 1}));
    let papers = Documents::new()
        .with("a", json!({"x": 1, "list": {"y": 2}}))
        .with("b", json!({"x": 1}))
        .in_full("a")
        .in_full("b");
    let result = json!({"x": 1, "list": {"y": 2}});
    let unread = |document: &str, pointer: &str| Finding::Unread {
        document: document.to_owned(),
        pointer: pointer.to_owned(),
    };
    let uncovered = Finding::Uncovered {
        pointer: "/list/y".to_owned(),
    };
    assert_eq!(
        proof.audit(&papers, &result),
        [uncovered, unread("a", "/list/y"), unread("b", "/x")]
    );
}

#[test]
fn a_document_that_is_one_weight_is_of_no_party() {
    let whole = |name: &str, value: Json| json!({"op": "input", "from": {"document": name, "pointer": ""}, "value": value});
    let nodes = json!([
        whole("total", json!({"money": "0.02 USD"})), whole("weight", json!({"ratio": "1"})),
        {"op": "divide", "rule": "largest_remainder", "among": ["ana", "ben"], "args": [0, 1, 1],
         "value": {"parts": {"ana": "0.01 USD", "ben": "0.01 USD"}}},
        {"op": "part", "of": "ana", "args": [2], "value": {"money": "0.01 USD"}}
    ]);
    let proof = explanation(nodes, json!({"/due": 3}));
    let papers = Documents::new()
        .with("total", json!("0.02 USD"))
        .with("weight", json!("1"));
    let result = json!({"due": "0.01 USD"});
    assert!(proof.check_against(&papers, &result).is_ok());
    assert_eq!(proof.audit(&papers, &result), []);
}

#[test]
fn tranches_are_no_parties() {
    let weight = |at: usize| input(&format!("/weights/{at}"), json!({"ratio": "1"}));
    let nodes = json!([
        input("/total", json!({"money": "0.02 USD"})), weight(0), weight(1),
        {"op": "divide", "rule": "installments", "policy": "front_loaded", "among": ["1", "2"],
         "args": [0, 1, 2], "value": {"parts": {"1": "0.01 USD", "2": "0.01 USD"}}},
        {"op": "part", "of": "1", "args": [3], "value": {"money": "0.01 USD"}}
    ]);
    let proof = explanation(nodes, json!({"/due": 4}));
    let papers = Documents::new().with("a", json!({"total": "0.02 USD", "weights": [1, 1]}));
    assert_eq!(proof.audit(&papers, &json!({"due": "0.01 USD"})), []);
}

#[test]
fn parts_that_are_proved_together_are_covered() {
    let parts = input(
        "/x",
        json!({"parts": {"ana": "1.00 USD", "ben": "2.00 USD"}}),
    );
    let proof = explanation(json!([parts]), json!({"/shares": 0}));
    let result = json!({"shares": {"ana": "1.00 USD", "ben": "2.00 USD"}, "more": [1]});
    assert_eq!(proof.covers(&result), ["/more/0"]);
    let papers = Documents::new()
        .with("a", json!({"x": result["shares"]}))
        .in_full("a");
    let uncovered = Finding::Uncovered {
        pointer: "/more/0".into(),
    };
    assert_eq!(proof.audit(&papers, &result), [uncovered]);
}

#[test]
fn no_nesting_is_too_deep() {
    let mut deep = json!("1.00 USD");
    for _ in 0..100_000 {
        deep = Json::Array(vec![deep]);
    }
    let proof: Explanation = explanation(json!([]), json!({}));
    let pointer = "/0".repeat(100_000);
    assert_eq!(proof.covers(&deep), [pointer]);
    // Its own destructor would recurse.
    while let Json::Array(mut list) = deep {
        deep = list.pop().unwrap();
    }
}
