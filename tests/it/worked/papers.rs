//! Statements and states as papers: what was written is read back, and what contradicts itself is
//! refused.

use partnership::compensation::{State, Statement};
use serde_json::{Value, json};

use super::{deal, month, settled, share, with};

/// Three months of sales, of a fee and of everything that a state can remember.
fn history() -> (Statement, State) {
    let part = |id: &str| json!({"id": id, "on": {"milestone": id}, "share": "1/2"});
    let running = json!({"share": {"base": {"streams": ["shop"]}, "mode": "running",
        "tier_by": {"revenue": {"streams": ["shop"]}},
        "tiers": [{"up_to": "100.00 USD", "rate": "10%"}, {"rate": "20%"}]}});
    let patrons = json!({"per_unit": {"streams": ["shop"], "price": "1 USD"}});
    let body = json!({
        "items": [with(share("sales", "shop", "10%", json!("lifetime")), "ratchet", json!(true)),
            {"id": "fee", "window": {"months": 1}, "pay": {"retainer": {"amount": "31.00 USD"}},
                "surcharges": [{"id": "abroad", "rate": "10%"}]},
            {"id": "steps", "window": "lifetime", "pay": running},
            share("orders", "link", "1%", json!("event"))],
        "schedules": [{"id": "film", "total": "9.00 USD", "escrow": true,
            "parts": [part("script"), part("cut")]}],
        "in_kind": [{"id": "gear"}],
        "caps": [{"id": "top", "amount": "20.00 USD", "window": "lifetime", "scope": ["sales"],
            "surcharges": [{"id": "more", "rate": "1%"}]}],
        "guarantees": [{"id": "least", "window": {"months": 3}, "amount_by": patrons}],
        "reserve": {"rate": "10%", "release": [1]},
        "hold": {"days": 10},
        "payout": {"minimum": "1000.00 USD"},
    });
    let sheet = with(
        deal(body),
        "advances",
        json!([{"id": "video", "charges": {"rate": "50%"}}]),
    );
    let totals = json!([{"stream": "shop", "amount": "100.00 USD", "refunds": "5.00 USD",
        "units": "3"}]);
    let first = json!({
        "totals": totals,
        "events": [{"id": "o-1", "stream": "link", "after": "0.30 USD"}],
        "milestones": [{"id": "script", "event": "funded"}],
        "in_kind": [{"id": "lens", "item": "gear", "value": "3.00 USD"}],
        "charges": [{"id": "clip", "advance": "video", "amount": "6.00 USD"}],
    });
    let mut all = settled(
        &sheet,
        &[
            month(1, first),
            month(2, json!({"totals": totals})),
            month(3, json!({"totals": totals})),
        ],
    );
    all.pop().expect("three statements")
}

fn json_of(paper: &impl serde::Serialize) -> Value {
    serde_json::to_value(paper).expect("JSON")
}

/// Another value at a place of a paper.
#[track_caller]
fn changed(paper: &Value, pointer: &str, value: Value) -> Value {
    let mut paper = paper.clone();
    let place = paper.pointer_mut(pointer);
    *place.unwrap_or_else(|| panic!("no {pointer}")) = value;
    paper
}

/// Every place of a paper where this holds.
fn places(paper: &Value, at: &str, holds: &dyn Fn(&str, &Value) -> bool, found: &mut Vec<String>) {
    if holds(at, paper) {
        found.push(at.to_owned());
    }
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    match paper {
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &format!("{at}/{}", escaped(name)), holds, found);
            }
        }
        Value::Array(list) => {
            for (index, field) in list.iter().enumerate() {
                places(field, &format!("{at}/{index}"), holds, found);
            }
        }
        _ => {}
    }
}

fn amounts(paper: &Value) -> Vec<String> {
    let is_amount = |at: &str, value: &Value| {
        !at.starts_with("/notices") && value.as_str().is_some_and(|text| text.ends_with(" USD"))
    };
    let mut found = Vec::new();
    places(paper, "", &is_amount, &mut found);
    found
}

#[test]
fn an_amount_of_another_currency_stands_nowhere_in_a_statement_or_a_state() {
    let (statement, state) = history();
    let (statement, state) = (json_of(&statement), json_of(&state));
    for place in amounts(&statement) {
        let other = changed(&statement, &place, json!("0.00 EUR"));
        serde_json::from_value::<Statement>(other).expect_err(&place);
    }
    for place in amounts(&state) {
        let other = changed(&state, &place, json!("0.00 EUR"));
        serde_json::from_value::<State>(other).expect_err(&place);
    }
}

#[test]
fn what_a_state_keeps_is_not_below_nothing() {
    let (_, state) = history();
    let state = json_of(&state);
    let words = "the state contradicts itself: an amount below 0 of what is kept, held, advanced, \
                 given or reversed";
    let places = amounts(&state).into_iter().filter(|place| {
        ["/advances/", "/reserve/", "/hold/", "/in_kind/"]
            .iter()
            .any(|list| place.starts_with(list))
            || place.ends_with("/escrow")
            || place.ends_with("/reversed")
    });
    let places: Vec<String> = places.collect();
    assert!(places.len() >= 8, "{places:?}");
    for place in places {
        let below = changed(&state, &place, json!("-0.01 USD"));
        let error = serde_json::from_value::<State>(below).expect_err(&place);
        assert_eq!(error.to_string(), words, "{place}");
    }
}

#[test]
fn a_state_that_contradicts_itself_says_in_what() {
    let (_, state) = history();
    let state = json_of(&state);
    let periods = "the numbers and days of the periods";
    let versions = "a version that was never settled with";
    let days = "days of a retainer outside their window";
    let never = "settled periods, days and versions";
    let fee = "/ledgers/fee~11~12026-03-01..2026-04-01";
    let rated = "/guarantees/least/windows/2026-01-01..2026-04-01/rated";
    for (place, value, what) in [
        ("/settled".to_owned(), json!(0), never),
        ("/versions".to_owned(), json!([]), never),
        (
            "/versions/0/version".to_owned(),
            json!(2),
            "the numbers of the versions",
        ),
        ("/periods/2/version".to_owned(), json!(2), versions),
        ("/periods/2/version".to_owned(), json!(0), versions),
        (format!("{rated}/version"), json!(2), versions),
        (
            "/settled".to_owned(),
            json!(2),
            "a period that was never settled",
        ),
        ("/settled".to_owned(), json!(4), periods),
        ("/through".to_owned(), json!("2026-03-01"), periods),
        ("/periods/2/start".to_owned(), json!("2026-01-01"), periods),
        ("/periods/3/start".to_owned(), json!("2026-01-31"), periods),
        (format!("{fee}/days/from"), json!("2026-02-28"), days),
        (format!("{fee}/days/from"), json!("2026-04-02"), days),
        (format!("{fee}/days/to"), json!("2026-04-02"), days),
        (
            "/periods/1/forward/steps".to_owned(),
            json!("-0.01 USD"),
            "tiers that stood below 0 when a period began",
        ),
    ] {
        let broken = changed(&state, &place, value);
        let error = serde_json::from_value::<State>(broken).expect_err(&place);
        let words = format!("the state contradicts itself: {what}");
        assert_eq!(error.to_string(), words, "{place}");
    }
}

#[test]
fn a_state_without_a_day_or_a_period_contradicts_itself() {
    let (_, state) = history();
    let state = json_of(&state);
    let periods = "the numbers and days of the periods";
    let days = "days of a retainer outside their window";
    let never = "settled periods, days and versions";
    let mut open = state.clone();
    open.as_object_mut().expect("a state").remove("through");
    let error = serde_json::from_value::<State>(open).expect_err("no day");
    assert_eq!(
        error.to_string(),
        format!("the state contradicts itself: {never}")
    );
    // Only a window of months has days.
    let mut dated = state.clone();
    dated["ledgers"]["sales/1/lifetime"]["days"] =
        json!({"from": "2026-01-01", "to": "2026-01-01"});
    let error = serde_json::from_value::<State>(dated).expect_err("days");
    assert_eq!(
        error.to_string(),
        format!("the state contradicts itself: {days}")
    );
    // The third period alone, as if the second had been forgotten before the first.
    let mut gap = state.clone();
    gap["periods"].as_object_mut().expect("periods").remove("2");
    let error = serde_json::from_value::<State>(gap).expect_err("a gap");
    assert_eq!(
        error.to_string(),
        format!("the state contradicts itself: {periods}")
    );
    // Periods are numbered from 1.
    let mut early = state.clone();
    let fields = early["periods"].as_object_mut().expect("periods");
    let first = fields.remove("1").expect("the first");
    fields.insert("0".to_owned(), first);
    let error = serde_json::from_value::<State>(early).expect_err("no such period");
    let what = "a period that was never settled";
    assert_eq!(
        error.to_string(),
        format!("the state contradicts itself: {what}")
    );
    let end = "the first period after the end";
    for run_off in [0, 4] {
        let broken = with(state.clone(), "run_off", json!(run_off));
        let error = serde_json::from_value::<State>(broken).expect_err("no such period");
        assert_eq!(
            error.to_string(),
            format!("the state contradicts itself: {end}")
        );
    }
    // A retainer that has not run yet.
    let begun = json!({"from": "2026-03-01", "to": "2026-03-01"});
    let idle = changed(
        &state,
        "/ledgers/fee~11~12026-03-01..2026-04-01/days",
        begun,
    );
    serde_json::from_value::<State>(idle).expect("no day so far");
    for run_off in [1, 3] {
        let ended = with(state.clone(), "run_off", json!(run_off));
        serde_json::from_value::<State>(ended).expect("a period that was settled");
    }
}

#[test]
fn a_key_is_written_in_one_way() {
    let (_, state) = history();
    let state = json_of(&state);
    let renamed = |list: &str, from: &str, to: &str| {
        let mut state = state.clone();
        let fields = state[list].as_object_mut().expect("an object");
        let value = fields.remove(from).unwrap_or_else(|| panic!("no {from}"));
        fields.insert(to.to_owned(), value);
        serde_json::from_value::<State>(state)
    };
    renamed("ledgers", "sales/1/lifetime", "other/1/lifetime").expect("another item");
    let february = "fee/1/2026-02-01..2026-03-01";
    for (from, to) in [
        ("sales/1/lifetime", "sales/01/lifetime"),
        ("sales/1/lifetime", "sales/+1/lifetime"),
        ("sales/1/lifetime", "sales/1"),
        ("sales/1/lifetime", "sales/1/life"),
        ("sales/1/lifetime", "sales/1/lifetime/1"),
        ("sales/1/lifetime", "sales/1/p0"),
        ("sales/1/lifetime", "sales/1/p01"),
        ("sales/1/lifetime", "sales/1/p2-2"),
        ("sales/1/lifetime", "sales/1/p3-2"),
        (february, "fee/1/2026-02-01..2026-03-01@"),
        (february, "fee/1/2026-02-01..2026-03-01@2026-1-1"),
    ] {
        let error = renamed("ledgers", from, to).expect_err(to).to_string();
        assert!(
            error.starts_with(&format!("malformed key {to:?}")),
            "{error}"
        );
    }
    for (list, from, to) in [
        ("once", "in_kind/lens", "in_kind/lens/1"),
        ("once", "in_kind/lens", "in_kind/"),
        ("once", "in_kind/lens", "gift/lens"),
        ("once", "in_kind/lens", "part/lens"),
        ("hold", "2026-04-11", "2026-4-11"),
    ] {
        let error = renamed(list, from, to).expect_err(to).to_string();
        assert!(
            error.starts_with(&format!("malformed key {to:?}")),
            "{error}"
        );
    }
    let good = state["versions"][0]["fingerprint"]
        .as_str()
        .expect("hex")
        .to_owned();
    let upper = "ABCDEF0123456789".to_owned();
    let signed = format!("+{}", &good[1..]);
    for text in [good[1..].to_owned(), format!("{good}0"), upper, signed] {
        let broken = changed(&state, "/versions/0/fingerprint", json!(text));
        let error = serde_json::from_value::<State>(broken).expect_err(&text);
        assert_eq!(error.to_string(), format!("malformed fingerprint {text:?}"));
    }
}

#[test]
fn a_statement_says_nothing_in_one_way() {
    let (statement, _) = history();
    let mut paper = json_of(&statement);
    assert_eq!(paper.get("charged"), None);
    paper["charged"] = json!("0.00 USD");
    let read: Statement = serde_json::from_value(paper).expect("a statement");
    assert_eq!(read, statement);
}

#[test]
fn what_is_due_rises_by_its_days_and_is_the_payment() {
    let sheet = deal(
        json!({"items": [share("sales", "shop", "10%", json!("period"))],
        "payout": {"dues": [{"share": "1/2", "rule": {"after": "10d"}},
            {"share": "1/2", "rule": {"after": "20d"}}]}}),
    );
    let statement = super::last(&sheet, &[super::sold(1, &[("shop", "100.00 USD")])]);
    let paper = json_of(&statement);
    let due = |on: &str, amount: &str| json!({"on": on, "amount": amount});
    let (first, second) = (due("2026-02-10", "5.00 USD"), due("2026-02-20", "5.00 USD"));
    assert_eq!(paper["dues"], json!([first, second]));
    let never = json!({"amount": "5.00 USD"});
    let order = "what is due does not follow its days, or is not above 0";
    for (dues, words) in [
        (json!([second, first]), order),
        (json!([first, first]), order),
        (json!([never, second]), order),
        (
            json!([
                due("2026-02-10", "0.00 USD"),
                due("2026-02-20", "10.00 USD")
            ]),
            order,
        ),
        (
            json!([first]),
            "10.00 USD on one side, 5.00 USD on the other",
        ),
    ] {
        let broken = with(paper.clone(), "dues", dues);
        let error = serde_json::from_value::<Statement>(broken).expect_err(words);
        assert_eq!(error.to_string(), words);
    }
    let open = with(paper, "dues", json!([first, never]));
    serde_json::from_value::<Statement>(open).expect("a day that nobody said comes last");
}

#[test]
fn nobody_is_paid_less_than_nothing() {
    let sheet = deal(json!({"items": [share("sales", "shop", "10%", json!("period"))]}));
    let statement = super::last(&sheet, &[super::sold(1, &[("shop", "100.00 USD")])]);
    let paper = json_of(&statement);
    assert_eq!(
        (&paper["paid"], &paper["closing"]),
        (&json!("10.00 USD"), &json!("0.00 USD"))
    );
    // Both sides are still 10.00.
    let mut broken = paper;
    for (figure, value) in [
        ("paid", "-5.00 USD"),
        ("gross_paid", "-5.00 USD"),
        ("closing", "15.00 USD"),
    ] {
        broken = with(broken, figure, json!(value));
    }
    let error = serde_json::from_value::<Statement>(broken).expect_err("a negative payment");
    let words = "-5.00 USD on one side, 0.00 USD on the other";
    assert_eq!(error.to_string(), words);
}

#[test]
fn the_name_of_a_statement_is_written_in_one_way() {
    let (statement, _) = history();
    let paper = json_of(&statement);
    let id = "deal:3:2026-03-01..2026-04-01:v1";
    assert_eq!(paper["id"], id);
    for other in [
        "deal:03:2026-03-01..2026-04-01:v1",
        "deal:+3:2026-03-01..2026-04-01:v1",
        "deal:3:2026-03-01..2026-04-01:v01",
        "deal:3:2026-03-01..2026-04-01:1",
        "deal:3:2026-03-01..2026-04-01",
        "deal:3:2026-03-01..2026-04-01:v1:1",
        "de al:3:2026-03-01..2026-04-01:v1",
        "deal:2:2026-03-01..2026-04-01:v1",
        "deal:3:2026-03-01..2026-04-02:v1",
        "deal:3:2026-03-01..2026-04-01:v2",
    ] {
        let broken = changed(&paper, "/id", json!(other));
        let error = serde_json::from_value::<Statement>(broken).expect_err(other);
        let words = format!("malformed name of a statement {other:?}");
        assert_eq!(error.to_string(), words);
    }
    for (place, value) in [
        ("/no", json!(2)),
        ("/version", json!(2)),
        ("/period", json!("2026-03-01..2026-04-02")),
    ] {
        let broken = changed(&paper, place, value);
        let error = serde_json::from_value::<Statement>(broken).expect_err(place);
        let words = format!("malformed name of a statement {id:?}");
        assert_eq!(error.to_string(), words, "{place}");
    }
}
