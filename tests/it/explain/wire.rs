//! What is read and what is refused.

use partnership::allocate::{ClaimsRule, InstallmentPolicy};
use partnership::explain::{
    CalendarRule, DivideRule, ExplainError, Explanation, Parts, Proof, Relation, Value, Which,
};
use partnership::time::{Calendar, DueRule, Roll};
use partnership::{Currency, Exact, Money, PartyId, Ratio, Rounding, constants};
use serde_json::{Value as Json, json};

use crate::support::root;

fn read(text: &str) -> Result<Explanation, serde_json::Error> {
    serde_json::from_str(text)
}

/// Reads an explanation of one node.
fn read_node(node: &Json) -> Result<Explanation, serde_json::Error> {
    read(&json!({"schema": 1, "nodes": [node]}).to_string())
}

/// An explanation with every operator and every parameter.
#[expect(clippy::too_many_lines, reason = "one line for each operator")]
fn everything() -> Explanation {
    let usd = |minor| Money::from_minor(minor, Currency::USD);
    let mut proof = Proof::new();
    let p = &mut proof;
    let mut steps = Vec::new();
    let sales = p.input("activity", "/sales", usd(90_005), "sales").unwrap();
    let none = p
        .default("terms", "/minimum", usd(0), "no minimum")
        .unwrap();
    let known = p
        .constant("over_reliance", Ratio::from_percent(80), "")
        .unwrap();
    let name = p.input("terms", "/rounding", "half_even", "").unwrap();
    let policy = p.input("terms", "/policy", "front_loaded", "").unwrap();
    let price = "1/3 USD".parse::<Exact>().unwrap();
    let price = p.input("terms", "/price", price, "unit price").unwrap();
    let period = p
        .input("activity", "/period", "2026-01-01..2026-02-01", "")
        .unwrap();
    let total = p.sum(&[sales, none], usd(0), "").unwrap();
    let rest = p.difference(total, none, "").unwrap();
    let share = p.product(&[known, rest], "share").unwrap();
    let part = p.quotient(sales, total, "").unwrap();
    let low = p.smallest(&[sales, total], "").unwrap();
    let high = p.largest(&[share, price], "").unwrap();
    steps.push(p.negate(high, "").unwrap());
    steps.push(p.whole(part, Rounding::Up, None, None, "").unwrap());
    let third = Ratio::new(1, 3).ok();
    steps.push(
        p.whole(part, Rounding::HalfEven, third, Some(name), "")
            .unwrap(),
    );
    steps.push(
        p.round(share, Rounding::HalfEven, Some(usd(5)), Some(name), "")
            .unwrap(),
    );
    let first = p.end(period, Which::From, "").unwrap();
    let last = p.end(period, Which::Last, "").unwrap();
    let to = p.end(period, Which::To, "").unwrap();
    steps.push(p.days(first, last, "").unwrap());
    let more = p.compare(low, none, Relation::More, "").unwrap();
    let less = p.compare(low, none, Relation::AtMost, "").unwrap();
    let all = p.all(&[more, less], "").unwrap();
    let any = p.any(&[more, less], "").unwrap();
    let not = p.not(all, "").unwrap();
    let fit = p.text("fit", "").unwrap();
    let unfit = p.text("unfit", "").unwrap();
    steps.push(p.choose(any, fit, unfit, "verdict").unwrap());
    steps.push(not);
    let parties = ["ana", "ben"].map(|party| PartyId::new(party).unwrap());
    let two = [part, part];
    let keyed = DivideRule::LargestRemainder { key: Some(7) };
    let parts = p.divide(keyed, &parties, sales, &two, None, "").unwrap();
    steps.push(p.part(parts, &parties[1], "ben").unwrap());
    let alone = DivideRule::EachAlone {
        rounding: Rounding::HalfEven,
    };
    steps.push(
        p.divide(alone, &parties, sales, &two, Some(name), "")
            .unwrap(),
    );
    let claims = DivideRule::Claims {
        rule: ClaimsRule::Talmud,
        exact: true,
    };
    steps.push(
        p.divide(claims, &parties, low, &[sales, total], None, "")
            .unwrap(),
    );
    let order = DivideRule::Claims {
        rule: ClaimsRule::InOrder,
        exact: false,
    };
    let [ana, ben] = parties.clone();
    steps.push(
        p.divide(order, &[ben, ana], low, &[sales, total], None, "")
            .unwrap(),
    );
    let tranches = ["1", "2"].map(|tranche| PartyId::new(tranche).unwrap());
    let plan = DivideRule::Installments {
        policy: InstallmentPolicy::FrontLoaded,
    };
    steps.push(
        p.divide(plan, &tranches, sales, &two, Some(policy), "")
            .unwrap(),
    );
    let owed = Exact::new(Ratio::new(45_003, 100).unwrap(), Currency::USD);
    let owed = p.input("state", "/owed/ana", owed, "").unwrap();
    let other = Exact::new(Ratio::new(45_002, 100).unwrap(), Currency::USD);
    let other = p.input("state", "/owed/ben", other, "").unwrap();
    let each = [none, none, owed, other];
    steps.push(
        p.divide(DivideRule::Greedy, &parties, sales, &each, None, "")
            .unwrap(),
    );
    let span = "1m".parse().unwrap();
    steps.push(p.calendar(CalendarRule::Add(span), &[last], "").unwrap());
    let rule = DueRule::MonthEnd {
        months: 1,
        plus_days: 0,
    };
    let due = CalendarRule::Due {
        rule,
        roll: Roll::Preceding,
    };
    let calendar = Calendar::default();
    let due = p
        .calendar_from(due, &[to], &calendar, ("terms", "/calendar"), "due")
        .unwrap();
    steps.push(
        p.calendar(CalendarRule::ThirtyDays {}, &[first, due], "")
            .unwrap(),
    );
    p.note(due, "clause 4");
    for (at, step) in steps.into_iter().enumerate() {
        p.result(&format!("/{at}"), step);
    }
    proof.finish()
}

#[test]
fn the_form_of_every_operator_is_kept() {
    let written = serde_json::to_string_pretty(&everything()).unwrap() + "\n";
    let path = root().join("tests/golden/explanation.json");
    let golden = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, golden);
    let read: Explanation = serde_json::from_str(&golden).unwrap();
    assert_eq!(read, everything());
    assert_eq!(read.check().unwrap().trusted, 4);
}

#[test]
fn a_key_twice_is_refused() {
    let node = r#"{"op": "text", "value": {"text": "a"}}"#;
    let twice = format!(r#"{{"schema": 1, "nodes": [{node}], "results": {{"/a": 0, "/a": 0}}}}"#);
    assert!(read(&twice).is_err());
    let once = twice.replacen(r#""/a": 0, "#, "", 1);
    assert!(read(&once).is_ok());
    let escaped = twice.replacen("/a", r"\u002fa", 1);
    assert!(read(&escaped).is_err());
    let parts = r#"{"op": "constant", "name": "x", "value": {"parts": {"a": "1", "a": "1"}}}"#;
    assert!(read(&format!(r#"{{"schema": 1, "nodes": [{parts}]}}"#)).is_err());
    for field in ["value", "op", "label"] {
        let node =
            format!(r#"{{"op": "text", "value": {{"text": "a"}}, "label": "x", "{field}": 1}}"#);
        assert!(
            read(&format!(r#"{{"schema": 1, "nodes": [{node}]}}"#)).is_err(),
            "{field}"
        );
    }
    assert!(read(r#"{"schema": 1, "nodes": [], "nodes": []}"#).is_err());
}

#[test]
fn only_the_fields_of_an_explanation_are_read() {
    for json in [
        json!({"nodes": []}),
        json!({"schema": 1}),
        json!({"schema": "1", "nodes": []}),
        json!({"schema": 1, "nodes": [], "version": 1}),
        json!({"schema": 1, "nodes": [], "results": null}),
        json!({"schema": 1, "nodes": [], "results": {"a": 0}}),
        json!({"schema": 1, "nodes": [], "results": {"/a": -1}}),
        json!({"schema": 1, "nodes": [], "results": {"/a": 1.0}}),
        json!({"schema": 1, "nodes": {}}),
    ] {
        assert!(read(&json.to_string()).is_err(), "{json}");
    }
    assert!(read(r#"{"schema": 1, "nodes": []}"#).is_ok());
}

#[test]
fn every_operator_has_its_own_parameters_and_no_others() {
    let golden = serde_json::to_value(everything()).unwrap();
    let mut tried = 0;
    for node in golden["nodes"].as_array().unwrap() {
        assert!(read_node(node).is_ok(), "{node}");
        let node = node.as_object().unwrap();
        for field in node.keys().filter(|field| field.as_str() != "args") {
            let mut null = node.clone();
            null.insert(field.clone(), Json::Null);
            assert!(
                read_node(&null.into()).is_err(),
                "{field} of {node:?} is null"
            );
            let mut less = node.clone();
            less.remove(field);
            let may_miss = ["label", "note", "step", "by", "key", "exact", "calendar"];
            assert_eq!(
                read_node(&less.into()).is_ok(),
                may_miss.contains(&field.as_str()),
                "{field}"
            );
        }
        for other in golden["nodes"].as_array().unwrap() {
            for (field, parameter) in other.as_object().unwrap() {
                if !node.contains_key(field) && !["args", "label", "note"].contains(&field.as_str())
                {
                    let mut more = node.clone();
                    more.insert(field.clone(), parameter.clone());
                    let optional = match (node["op"].as_str().unwrap(), field.as_str()) {
                        ("whole" | "round", "step" | "by") | ("calendar", "calendar") => true,
                        ("divide", _) => continue,
                        _ => false,
                    };
                    let read = read_node(&more.into()).is_ok();
                    assert!(!read || optional, "{field} in {node:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn a_division_has_the_parameters_of_its_rule() {
    let node = |rule: &str, more: Json| {
        let mut node = json!({"op": "divide", "rule": rule, "among": ["a"], "args": [0, 0],
            "value": {"parts": {}}});
        node.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        read_node(&node).is_ok()
    };
    assert!(node("largest_remainder", json!({})));
    assert!(node("largest_remainder", json!({"key": 0})));
    assert!(!node("largest_remainder", json!({"key": -1})));
    assert!(!node("largest_remainder", json!({"exact": false})));
    assert!(!node("largest_remainder", json!({"by": 0})));
    assert!(!node("largest_remainder", json!({"rounding": "up"})));
    assert!(!node("each_alone", json!({})));
    assert!(node("each_alone", json!({"rounding": "up", "by": 0})));
    assert!(!node("each_alone", json!({"rounding": "up", "key": 0})));
    assert!(!node("greedy", json!({"exact": true})));
    assert!(node("talmud", json!({"exact": false})));
    assert!(!node("talmud", json!({"policy": "front_loaded"})));
    assert!(!node("installments", json!({})));
    assert!(!node("installments", json!({"policy": "equal"})));
    assert!(node(
        "installments",
        json!({"policy": "back_single", "by": 0})
    ));
    assert!(!node("pari_passu", json!({})));
}

#[test]
fn labels_and_notes_hide_nothing() {
    for field in ["label", "note"] {
        let node = |text: &str| {
            let mut node = json!({"op": "text", "value": {"text": "a"}});
            node[field] = json!(text);
            read_node(&node).is_ok()
        };
        assert!(node("é".repeat(200).as_str()));
        assert!(!node("é".repeat(201).as_str()));
        for hidden in [
            "\u{0}", "\n", "\u{7f}", "\u{85}", "\u{2028}", "\u{202e}", "\u{200f}", "\u{2066}",
        ] {
            assert!(!node(&format!("a{hidden}b")), "{hidden:?}");
        }
    }
}

#[test]
fn an_index_that_is_too_large_is_no_index_but_can_be_read() {
    let node = json!({"op": "negate", "args": [u64::MAX], "value": {"ratio": "1"}});
    let error = read_node(&node).unwrap().check().unwrap_err();
    assert_eq!(error, ExplainError::BadIndex { node: 0 });
}

#[test]
fn parts_keep_how_they_were_written() {
    for parts in [
        json!({"a": "1 USD", "b": "2 USD"}),
        json!({"a": "1.00 USD", "b": "2.00 USD"}),
        json!({"a": "1/3 USD", "b": "2 USD"}),
        json!({"a": "5 JPY"}),
        json!({"a": "5 JPY", "b": "3 USD"}),
        json!({"a": "5", "b": "1/3"}),
        json!({}),
    ] {
        let node = json!({"op": "constant", "name": "x", "value": {"parts": parts}});
        let read = read_node(&node).unwrap();
        assert_eq!(
            serde_json::to_value(read.nodes()[0].value()).unwrap(),
            json!({"parts": parts})
        );
    }
    for mixed in [
        json!({"a": "1 USD", "b": "1"}),
        json!({"a": 1}),
        json!({"": "1"}),
    ] {
        let node = json!({"op": "constant", "name": "x", "value": {"parts": mixed}});
        assert!(read_node(&node).is_err(), "{mixed}");
    }
}

#[test]
fn parts_are_exact_where_not_all_of_them_can_be_money() {
    for (parts, shown) in [
        (json!({"a": "5 JPY"}), "money"),
        (json!({"a": "1 USD", "b": "2.00 USD"}), "money"),
        (json!({"a": "1 USD", "b": "2 USD"}), "exact"),
        (json!({"a": "5 JPY", "b": "3 USD"}), "exact"),
        (json!({"a": "1/3 USD", "b": "2.00 USD"}), "exact"),
        (json!({"a": "5", "b": "10%"}), "ratio"),
    ] {
        let node = json!({"op": "constant", "name": "x", "value": {"parts": parts}});
        let read = read_node(&node).unwrap();
        let kind = match read.nodes()[0].value() {
            Value::Parts(Parts::Money(_)) => "money",
            Value::Parts(Parts::Exact(_)) => "exact",
            Value::Parts(Parts::Ratio(_)) => "ratio",
            other => panic!("{other:?}"),
        };
        assert_eq!(kind, shown, "{parts}");
    }
}

#[test]
fn what_does_not_parse_is_said() {
    let from = json!({"document": "a", "pointer": "/x"});
    let one = json!({"ratio": "1"});
    for (node, message) in [
        (
            json!({"op": "divide", "rule": 5, "among": ["a"], "value": {"parts": {}}}),
            "invalid type: integer `5`, expected the name of a division's rule, or the rule of a \
             calendar",
        ),
        (
            json!({"op": "input", "value": one}),
            "missing parameter \"from\"",
        ),
        (
            json!({"op": "input", "from": from, "key": 1, "value": one}),
            "a parameter that Input does not have",
        ),
        (
            json!({"op": "whole", "rounding": "up", "step": "half", "value": one}),
            "a step that is no text of its kind",
        ),
    ] {
        let said = read_node(&node).unwrap_err().to_string();
        assert!(said.starts_with(message), "{said}");
    }
    let twice = r#"{"schema": 1, "nodes": [], "results": {"/a~1b": 0, "/a~1b": 0}}"#;
    let said = read(twice).unwrap_err().to_string();
    assert!(said.starts_with("the key /a~1b stands twice"), "{said}");
}

#[test]
fn more_than_a_million_steps_are_read_and_refused() {
    let nodes = vec![r#"{"op":"all","value":{"flag":true}}"#; 1_000_001].join(",");
    let explanation = read(&format!(r#"{{"schema":1,"nodes":[{nodes}]}}"#)).unwrap();
    assert_eq!(explanation.check(), Err(ExplainError::TooLong));
}

#[test]
fn the_constants_ship_as_json() {
    let path = root().join("src/explain/constants.json");
    let shipped: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(constants()).unwrap(), shipped);
    assert!(
        constants()
            .windows(2)
            .all(|pair| pair[0].name() < pair[1].name())
    );
    let known = constants();
    let named = known.iter().find(|known| known.name() == "over_reliance");
    assert_eq!(named.unwrap().value(), Ratio::from_percent(80));
    for constant in constants() {
        assert!(!constant.meaning().is_empty());
        let page = constant.page().split(' ').next().unwrap();
        assert!(root().join(page).is_file(), "{page}");
    }
}
