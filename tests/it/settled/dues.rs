//! What is due on which day.

use serde_json::{Value, json};

use super::{Books, back, dues, of, share, sheet, sold, then, with};

/// All of it on the day of its event.
fn on_event() -> Value {
    json!([{"from": "event", "rule": "on_event"}])
}

/// 10% of each of these streams, half of it on the first day of the period.
fn in_halves(ids: &[&str]) -> Vec<Value> {
    let halves = json!([{"share": "1/2", "from": "period_start", "rule": "on_event"},
        {"share": "1/2", "rule": "on_event"}]);
    let items = ids.iter().map(|id| share(id, json!("period")));
    items
        .map(|item| with(item, "dues", halves.clone()))
        .collect()
}

// The odd cent goes to the first day: 0.01 + 0.00 twice, but 0.02 are 0.01 + 0.01.
#[test]
fn the_lines_of_one_item_are_divided_together_and_those_of_two_apart() {
    let mut books = Books::of(sheet(json!({"items": in_halves(&["a", "b"])})));
    let both = [sold("a", "0.10"), sold("b", "0.10")];
    let statement = books.sells(&both, &["item a: 0.01", "item b: 0.01"]);
    assert_eq!(dues(&statement), ["0.02 USD on 2026-01-01"]);

    let mut items = in_halves(&["a"]);
    items[0]["surcharges"] = json!([{"id": "rights", "rate": "100%"}]);
    let mut books = Books::of(sheet(json!({ "items": items })));
    let lines = ["item a: 0.01", "surcharge a/rights: 0.01"];
    let statement = books.sells(&[sold("a", "0.10")], &lines);
    let halves = ["0.01 USD on 2026-01-01", "0.01 USD on 2026-01-31"];
    assert_eq!(dues(&statement), halves);
}

#[test]
fn a_guarantee_claims_on_the_day_of_its_last_installment_in_the_period() {
    for (on, day) in [
        (["01-01", "01-01"], "2026-01-01"),
        (["01-01", "01-02"], "2026-01-02"),
        (["03-10", "01-10"], "2026-03-10"),
    ] {
        let yearly = on.map(|on| json!({"on": on, "share": "1/2"}));
        let guarantee = json!({"id": "g", "window": {"months": 12}, "amount": "100.00 USD",
            "test": {"yearly": yearly}, "dues": on_event()});
        let terms = sheet(json!({"items": [share("a", json!("period"))],
            "guarantees": [guarantee]}));
        let quarter = json!({"period": "2026-01-01..2026-04-01"});
        let lines = ["item a: 0.00", "guarantee g: 100.00"];
        let statement = Books::of(terms).books(quarter, &lines);
        assert_eq!(dues(&statement), [format!("100.00 USD on {day}")]);
    }
}

// 60.00 of 100.00 are earned: they wait for the payout.
#[test]
fn a_guarantee_without_an_installment_in_the_period_claims_nothing() {
    let guarantee = json!({"id": "g", "window": "period", "amount": "100.00 USD",
        "dues": on_event()});
    let terms = sheet(json!({"items": [share("a", json!("period"))],
        "guarantees": [guarantee], "payout": {"due": {"rule": {"after": "30d"}}}}));
    let lines = ["item a: 60.00", "guarantee g: 40.00"];
    let statement = Books::of(terms).sells(&[sold("a", "600.00")], &lines);
    let days = ["40.00 USD on 2026-01-31", "60.00 USD on 2026-03-02"];
    assert_eq!(dues(&statement), days);
}

#[test]
fn parts_of_one_schedule_are_due_each_on_its_own_day() {
    let part = |id: &str, day: &str| json!({"id": id, "on": {"date": day}, "share": "1/2"});
    let parts = [part("first", "2026-01-10"), part("second", "2026-01-20")];
    let schedule = json!({"id": "film", "total": "200.00 USD", "parts": parts,
        "dues": on_event()});
    let lines = ["item film/first: 100.00", "item film/second: 100.00"];
    let statement = Books::of(sheet(json!({ "schedules": [schedule] }))).sells(&[], &lines);
    let days = ["100.00 USD on 2026-01-10", "100.00 USD on 2026-01-20"];
    assert_eq!(dues(&statement), days);
}

// Of 100.00 on the tenth of February, 50.00 are what January had too much; 60.00 are earned.
#[test]
fn a_claim_counts_the_surplus_of_windows_that_ended_before() {
    let body = |guarantee: Value| {
        let least = json!({"id": "g", "amount": "100.00 USD", "surplus": "carry_forward",
            "dues": on_event()});
        let mut guarantee = guarantee;
        for (field, value) in least.as_object().expect("an object") {
            guarantee[field] = value.clone();
        }
        json!({"items": [share("a", json!("period"))], "guarantees": [guarantee],
            "payout": {"due": {"rule": "on_event"}}})
    };
    let first = body(json!({"window": {"months": 1, "anchor": "2025-12-01"}}));
    let tenth = json!([{"on": "2026-02-10", "amount": "100.00 USD"}]);
    let second = body(json!({"window": {"months": 1}, "test": {"installments": tenth}}));
    let mut books = Books::of(then(sheet(first), "2026-02-01", second));
    books.sells(&[sold("a", "1500.00")], &["item a: 150.00"]);
    let statement = books.sells(&[sold("a", "600.00")], &["item a: 60.00"]);
    let days = ["50.00 USD on 2026-02-10", "10.00 USD on 2026-02-28"];
    assert_eq!(dues(&statement), days);
}

// The first month fell 10.00 below nothing: of 100.00, 110.00 had to come, 30.00 are earned.
#[test]
fn a_claim_makes_up_for_a_window_that_stood_below_nothing() {
    let tenth = json!([{"on": "2026-02-10", "amount": "100.00 USD"}]);
    let guarantee = json!({"id": "g", "window": {"months": 2}, "amount": "100.00 USD",
        "scope": ["a"], "test": {"installments": tenth}, "dues": on_event()});
    let items = ["a", "b"].map(|id| share(id, json!("lifetime")));
    let mut books = Books::of(sheet(json!({"items": items, "guarantees": [guarantee],
        "payout": {"due": {"rule": "on_event"}}})));
    books.sells(&[back("a", "100.00")], &["item a: -10.00", "item b: 0.00"]);
    let lines = ["item a: 30.00", "item b: 20.00", "guarantee g: 80.00"];
    let statement = books.sells(&[sold("a", "300.00"), sold("b", "200.00")], &lines);
    let days = ["110.00 USD on 2026-02-10", "10.00 USD on 2026-02-28"];
    assert_eq!(dues(&statement), days);
}

// In February a guarantee owes 100.00 on the 5th, and another gets 80.00 back on the 10th, since
// that much of January came late: what was there on the 5th stays there.
#[test]
fn what_was_claimed_by_one_day_is_not_taken_back_on_the_next() {
    let guarantee = |id: &str, amounts: Value, installments: Value| {
        json!({"id": id, "window": {"months": 1}, "scope": [id], "amounts": amounts,
            "test": {"installments": installments}, "dues": on_event()})
    };
    let from = |number: u32, amount: &str| json!({"from": number, "amount": amount});
    let on = |day: &str, amount: &str| json!({"on": day, "amount": amount});
    let guarantees = [
        guarantee(
            "a",
            json!([from(2, "100.00 USD")]),
            json!([on("2026-02-05", "100.00 USD")]),
        ),
        guarantee(
            "b",
            json!([from(1, "80.00 USD"), from(2, "0.00 USD")]),
            json!([on("2026-01-10", "80.00 USD"), on("2026-02-10", "0.00 USD")]),
        ),
    ];
    let guarantees = guarantees.map(|clause| {
        let id = format!("of-{}", clause["id"].as_str().expect("a name"));
        with(clause, "id", json!(id))
    });
    let items = ["a", "b"].map(|id| share(id, json!("period")));
    let mut books = Books::of(sheet(json!({"items": items,
        "guarantees": guarantees, "payout": {"due": {"rule": "on_event"}}})));
    let lines = ["item a: 0.00", "item b: 0.00", "guarantee of-b: 80.00"];
    books.sells(&[], &lines);
    let late = of(1, sold("b", "800.00"));
    let lines = [
        "item a: 0.00",
        "item b: 80.00",
        "item b: 0.00",
        "guarantee of-a: 100.00",
        "guarantee of-b: -80.00",
    ];
    let statement = books.sells(&[late], &lines);
    assert_eq!(dues(&statement), ["100.00 USD on 2026-02-05"]);
}
