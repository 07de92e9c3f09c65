//! The words of an explanation, byte by byte.

use partnership::explain::{CalendarRule, Explanation, Proof, Relation, Which};
use partnership::time::{DueRule, Roll};
use partnership::{Currency, Exact, Money, Ratio, Rounding};
use serde_json::{Value as Json, json};

use super::{explanation, given};

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

/// The first line of the explanation of one more node.
#[track_caller]
fn line(values: &[Json], node: Json) -> String {
    let mut nodes: Vec<Json> = values.iter().cloned().map(given).collect();
    nodes.push(node);
    let text = explanation(json!(nodes), json!({"/x": values.len()})).text();
    text.lines()
        .next()
        .unwrap()
        .split_once(": ")
        .unwrap()
        .1
        .to_owned()
}

#[test]
fn how_a_step_comes_to_its_value_is_said_in_words() {
    let ratio = |text: &str| json!({"ratio": text});
    let (two, third, less) = (ratio("2"), ratio("1/3"), ratio("-1/2"));
    let op =
        |op: &str, args: &[usize], value: &Json| json!({"op": op, "args": args, "value": value});
    assert_eq!(
        line(&[two.clone(), third.clone()], op("sum", &[0, 1, 0], &two)),
        "2 = 2 + (1/3) + 2"
    );
    assert_eq!(line(&[], op("sum", &[], &ratio("0"))), "0 = nothing");
    assert_eq!(
        line(&[], op("all", &[], &json!({"flag": true}))),
        "yes = all of nothing"
    );
    assert_eq!(
        line(
            std::slice::from_ref(&less),
            op("negate", &[0], &ratio("1/2"))
        ),
        "0.5 = -(-0.5)"
    );
    assert_eq!(
        line(&[two.clone(), less.clone()], op("quotient", &[0, 1], &two)),
        "2 = 2 / (-0.5)"
    );
    assert_eq!(
        line(&[two.clone(), less], op("product", &[0, 1], &two)),
        "2 = 2 x (-0.5)"
    );
    assert_eq!(
        line(&[two.clone(), third.clone()], op("largest", &[0, 1], &two)),
        "2 = largest of 2, (1/3)"
    );
    assert_eq!(
        line(
            &[json!({"flag": false})],
            op("not", &[0], &json!({"flag": true}))
        ),
        "yes = not no"
    );
    let dates = [json!({"date": "2026-01-01"}), json!({"date": "2026-01-03"})];
    assert_eq!(
        line(&dates, op("days", &[0, 1], &two)),
        "2 = days from 2026-01-01 to 2026-01-03"
    );
    let compare = |relation: &str| json!({"op": "compare", "relation": relation, "args": [0, 1], "value": {"flag": true}});
    for (relation, words) in [
        ("less", "less than"),
        ("at_most", "at most"),
        ("equal", "equal to"),
        ("at_least", "at least"),
        ("more", "more than"),
    ] {
        let values = [third.clone(), two.clone()];
        assert_eq!(
            line(&values, compare(relation)),
            format!("yes = (1/3) is {words} 2")
        );
    }
    let whole = json!({"op": "whole", "rounding": "half_even", "step": "1/3", "args": [0],
        "value": {"ratio": "2"}});
    assert_eq!(
        line(&[two], whole),
        "2 = 2 rounded half even to steps of 1/3"
    );
    let text = json!({"op": "text", "value": {"text": "needs bridging"}});
    assert_eq!(line(&[], text), "\"needs bridging\" [name]");
    let constant = json!({"op": "constant", "name": "over_reliance", "value": {"ratio": "4/5"}});
    assert_eq!(line(&[], constant), "0.8 [constant over_reliance]");
}

#[test]
fn days_and_calendars_are_said_in_words() {
    let mut proof = Proof::new();
    let period = proof
        .input("a", "/p", "2026-01-01..2026-02-01", "")
        .unwrap();
    let first = proof.end(period, Which::From, "").unwrap();
    let end = proof.end(period, Which::To, "").unwrap();
    let span = "30d".parse().unwrap();
    let due = CalendarRule::Due {
        rule: DueRule::After(span),
        roll: Roll::Following,
    };
    let due = proof.calendar(due, &[end], "").unwrap();
    let days = proof
        .calendar(CalendarRule::BusinessDays {}, &[first, due], "")
        .unwrap();
    proof.result("/days", days);
    assert_eq!(
        proof.finish().text(),
        "result /days is #5: 43 = by calendar {\"business_days\":{}} from 2026-01-01 to 2026-03-03\n\
        \x20 #2: 2026-01-01 = first day of 2026-01-01..2026-02-01\n\
        \x20   #1: 2026-01-01..2026-02-01 [a /p]\n\
        \x20 #4: 2026-03-03 = by calendar {\"due\":{\"roll\":\"following\",\"rule\":{\"after\":\"30d\"}}} \
        from 2026-02-01\n\
        \x20   #3: 2026-02-01 = end of 2026-01-01..2026-02-01\n\
        \x20     #1: 2026-01-01..2026-02-01 [a /p]\n"
    );
}

#[test]
fn an_if_shows_its_flag_and_the_branch_it_took_alone() {
    let mut proof = Proof::new();
    let sales = proof.input("a", "/sales", usd(100), "sales").unwrap();
    let floor = proof.input("a", "/floor", usd(500), "floor").unwrap();
    let under = proof.compare(sales, floor, Relation::Less, "").unwrap();
    let nothing = proof.default("a", "/fee", usd(0), "no fee").unwrap();
    let double = proof.sum(&[sales, sales], usd(0), "double").unwrap();
    let fee = proof.choose(under, nothing, double, "fee").unwrap();
    proof.note(fee, "clause 7: \"no fee under the floor\"");
    proof.result("/fee", fee);
    proof.result("/again", fee);
    proof.result("/Z", nothing);
    assert_eq!(
        proof.finish().text(),
        "result /Z is #4 no fee: 0.00 USD [default: nothing at a /fee]\n\
        result /again is #6 fee: 0.00 USD = if yes then 0.00 USD else 2.00 USD \
        (clause 7: \"no fee under the floor\")\n\
        \x20 #3: yes = 1.00 USD is less than 5.00 USD\n\
        \x20   #1 sales: 1.00 USD [a /sales]\n\
        \x20   #2 floor: 5.00 USD [a /floor]\n\
        \x20 #4 no fee: 0.00 USD [default: nothing at a /fee]\n\
        result /fee is #6 fee: 0.00 USD, above\n"
    );
}

#[test]
fn a_chain_of_any_length_is_printed_twelve_levels_deep() {
    let mut proof = Proof::new();
    let mut step = proof.input("a", "/x", Ratio::ONE, "start").unwrap();
    for _ in 0..200_000 {
        step = proof.negate(step, "").unwrap();
    }
    proof.result("/x", step);
    let explanation = proof.finish();
    let text = explanation.text();
    assert_eq!(text.lines().count(), 13);
    let last = text.lines().last().unwrap();
    assert_eq!(last, format!("{}#199989: 1 = -(-1)", " ".repeat(24)));
    assert_eq!(explanation.why("/x").unwrap(), explanation);
    assert!(explanation.check().is_ok());
}

#[test]
fn nothing_in_a_name_can_forge_a_line() {
    let json = json!({"schema": 1, "nodes": [
        {"op": "input", "from": {"document": "a\nb", "pointer": "/x\u{202e}"},
         "value": {"text": "5.00\nresult /due is #1: 9.00 USD"}, "label": "fee"}],
        "results": {"/a \"b\"": 0, "": 0}});
    let explanation: Explanation = serde_json::from_value(json).unwrap();
    assert_eq!(
        explanation.text(),
        "result \"\" is #1 fee: \"5.00\\nresult /due is #1: 9.00 USD\" [\"a\\nb\" \"/x\\u202e\"]\n\
        result \"/a \\\"b\\\"\" is #1 fee: \"5.00\\nresult /due is #1: 9.00 USD\" \
        [\"a\\nb\" \"/x\\u202e\"]\n"
    );
}

#[test]
fn a_quote_in_a_name_stands_in_quotes() {
    let name = |text: &str| line(&[], json!({"op": "text", "value": {"text": text}}));
    assert_eq!(name("a\"b"), "\"a\\\"b\" [name]");
    assert_eq!(name("a'b"), "a'b [name]");
}

#[test]
fn markdown_is_the_same_as_nested_lists() {
    let mut proof = Proof::new();
    let third = Exact::new(Ratio::new(1, 3).unwrap(), Currency::USD);
    let price = proof
        .input("terms", "/price_list/0", third, "price * unit")
        .unwrap();
    let tick = proof.text("a`b", "").unwrap();
    let due = proof
        .round(price, Rounding::HalfEven, None, None, "due")
        .unwrap();
    proof.result("/due", due);
    proof.result("/tick", tick);
    assert_eq!(
        proof.finish().markdown(),
        "- result `/tick` is #2: `` a`b `` [name]\n\
        - result `/due` is #3 due: `0.33 USD` = (`1/3 USD`) rounded half even\n\
        \x20 - #1 price \\* unit: `1/3 USD` [terms /price\\_list/0]\n"
    );
}

#[test]
fn a_step_that_does_not_stand_before_is_not_printed_below() {
    for arg in [0, 1] {
        let negate = json!({"op": "negate", "args": [arg], "value": {"ratio": "1"}});
        let nodes = json!([negate, given(json!({"ratio": "1"}))]);
        let text = explanation(nodes, json!({"/x": 0})).text();
        assert_eq!(text, "result /x is #1: 1 = -1\n", "{arg}");
    }
}
