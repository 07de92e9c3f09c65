//! Entries that count once: deliveries, change orders, gifts, adjustments, charges, milestones.

use serde_json::{Value, json};

use super::{deal, last, lines, month, refused, settled, share, with};

/// A clause of every kind that such entries name.
fn clauses() -> Value {
    let advances = json!([{"id": "video", "charges": {}}]);
    let body = json!({
        "items": [share("sales", "shop", "10%", json!("lifetime"))],
        "timing": [{"id": "cut", "late": {"rate": "1%"}}],
        "in_kind": [{"id": "gear", "limit": "500.00 USD"}, {"id": "car"}],
    });
    with(deal(body), "advances", advances)
}

/// An entry of each list, with this id and amount.
fn entries(id: &str, amount: &str) -> [(&'static str, Value, String); 5] {
    [
        (
            "deliveries",
            json!({"timing": "cut", "id": id, "due": "2026-01-10", "done": "2026-01-12",
                "value": amount}),
            format!("the delivery {id} of cut was settled before"),
        ),
        (
            "change_orders",
            json!({"id": id, "amount": amount, "approved_on": "2026-01-12"}),
            format!("the change order {id} was settled before"),
        ),
        (
            "in_kind",
            json!({"id": id, "item": "gear", "value": amount}),
            format!("{id} in kind was settled before"),
        ),
        (
            "adjustments",
            json!({"id": id, "amount": amount, "reason": "postage"}),
            format!("the adjustment {id} was settled before"),
        ),
        (
            "charges",
            json!({"id": id, "advance": "video", "amount": amount}),
            format!("the charge {id} is settled twice"),
        ),
    ]
}

fn told(no: u32, list: &str, entries: Value) -> Value {
    month(no, with(json!({}), list, entries))
}

#[test]
fn an_entry_counts_once_in_an_activity_and_in_all_of_them() {
    for (list, entry, words) in entries("x-1", "10.00 USD") {
        let other = with(entry.clone(), "id", json!("x-2"));
        let once = told(1, list, json!([entry, other]));
        refused(
            &clauses(),
            &[],
            &told(1, list, json!([entry, entry])),
            &words,
        );
        refused(&clauses(), &[once], &told(2, list, json!([entry])), &words);
    }
}

#[test]
fn an_entry_is_in_the_currency_of_the_terms() {
    for (list, entry, _) in entries("x-1", "10.00 EUR") {
        let words = "x-1 is in EUR, the terms are in USD";
        refused(&clauses(), &[], &told(1, list, json!([entry])), words);
    }
}

#[test]
fn what_is_delivered_or_given_is_not_worth_less_than_nothing() {
    for (list, entry, _) in entries("x-1", "-0.01 USD") {
        if matches!(list, "deliveries" | "in_kind") {
            let words = "value of x-1 is negative: -0.01 USD";
            refused(&clauses(), &[], &told(1, list, json!([entry])), words);
        }
    }
}

#[test]
fn gifts_of_one_clause_share_its_limit() {
    let gift = |id: &str, item: &str, value: &str| json!({"id": id, "item": item, "value": value});
    let given = |no: u32, gifts: Value| told(no, "in_kind", gifts);
    let first = gift("lens", "gear", "300.00 USD");
    let car = gift("van", "car", "9000.00 USD");
    let words = "k in kind is above what is left of gear: 200.00 USD";
    let more = gift("k", "gear", "200.01 USD");
    // In one activity, and over two of them; what another clause gives does not count.
    refused(&clauses(), &[], &given(1, json!([first, car, more])), words);
    let january = given(1, json!([car, first]));
    refused(
        &clauses(),
        std::slice::from_ref(&january),
        &given(2, json!([more])),
        words,
    );
    let all = [january, given(2, json!([gift("k", "gear", "200.00 USD")]))];
    assert_eq!(last(&clauses(), &all).in_kind().to_string(), "200.00 USD");
    let words = "m in kind is above what is left of gear: 0.00 USD";
    refused(
        &clauses(),
        &all,
        &given(3, json!([gift("m", "gear", "0.01 USD")])),
        words,
    );
}

#[test]
fn a_gift_that_is_none_is_no_matter_of_a_limit() {
    let limited = |from: &str, limit: &str| json!({"from": from, "in_kind": [{"id": "gear", "limit": limit}]});
    let sheet = super::sheet(json!([
        limited("2026-01-01", "500.00 USD"),
        limited("2026-02-01", "100.00 USD"),
    ]));
    let given = |no: u32, value: &str| {
        told(
            no,
            "in_kind",
            json!([{"id": format!("k-{no}"), "item": "gear", "value": value}]),
        )
    };
    let before = [given(1, "300.00 USD")];
    for (value, words) in [
        (
            "0.01 USD",
            "k-2 in kind is above what is left of gear: -200.00 USD",
        ),
        ("-0.01 USD", "value of k-2 is negative: -0.01 USD"),
        ("900.00 EUR", "k-2 is in EUR, the terms are in USD"),
    ] {
        refused(&sheet, &before, &given(2, value), words);
    }
}

#[test]
fn an_event_names_a_period_that_may_be_named() {
    let orders = |id: &str| share(id, "link", "5%", json!("event"));
    let sheet = with(
        deal(json!({"items": [orders("first"), orders("second")]})),
        "refund_horizon",
        json!(1),
    );
    let event = |no: u32, of: u32| {
        let event = json!({"id": "o-1", "stream": "link", "of": of, "after": "20.00 USD"});
        month(no, json!({"events": [event]}))
    };
    for of in [0, 2] {
        let words = format!("there is no period {of} in a statement of period 1");
        refused(&sheet, &[], &event(1, of), &words);
    }
    let before = [month(1, json!({})), month(2, json!({}))];
    let words = "period 1 is beyond the horizon: 2 is the oldest that may be named";
    refused(&sheet, &before, &event(3, 1), words);
    assert_eq!(lines(&last(&sheet, &[event(1, 1)])).len(), 2);
    for (field, units) in [("units_before", "-1"), ("units_after", "-1/2")] {
        let mut wrong = event(1, 1);
        wrong["events"][0][field] = json!(units);
        let words = format!("{field} of o-1 is negative: {units}");
        refused(&sheet, &[], &wrong, &words);
    }
    let level = |no: u32, of: u32| {
        month(
            no,
            json!({"levels": [{"name": "rank", "of": of, "value": "3"}]}),
        )
    };
    refused(
        &sheet,
        &[],
        &level(1, 2),
        "there is no period 2 in a statement of period 1",
    );
    let words = "period 1 is beyond the horizon: 2 is the oldest that may be named";
    refused(&sheet, &before, &level(3, 1), words);
    // The first item that rates event by event is named.
    let total = month(
        1,
        json!({"totals": [{"stream": "link", "amount": "20.00 USD"}]}),
    );
    let words = "first rates link event by event: a total cannot be rated";
    refused(&sheet, &[], &total, words);
}

#[test]
fn escrow_holds_the_parts_of_its_own_milestone() {
    let part =
        |id: &str, amount: &str| json!({"id": id, "on": {"milestone": id}, "amount": amount});
    let body = json!({"schedules": [
        {"id": "plain", "total": "7.00 USD", "parts": [part("poster", "3.00 USD"), part("cut", "4.00 USD")]},
        {"id": "film", "total": "30.00 USD", "escrow": true,
            "parts": [part("script", "10.00 USD"), part("cut", "20.00 USD")]},
        {"id": "song", "total": "5.00 USD", "escrow": true, "parts": [part("demo", "5.00 USD")]},
        {"id": "text", "total": "3.00 USD", "escrow": true, "parts": [part("cut", "3.00 USD")]},
    ]});
    let event = |id: &str, event: &str| json!({"id": id, "event": event});
    let happened = |no: u32, events: Value| month(no, json!({"milestones": events}));
    let all = settled(
        &deal(body),
        &[
            happened(
                1,
                json!([event("cut", "funded"), event("poster", "accepted")]),
            ),
            happened(
                2,
                json!([event("demo", "funded"), event("cut", "accepted")]),
            ),
            happened(
                3,
                json!([event("demo", "cancelled"), event("script", "funded")]),
            ),
        ],
    );
    let told: Vec<(String, Vec<String>)> = all
        .iter()
        .map(|(statement, _)| (statement.escrow().to_string(), lines(statement)))
        .collect();
    let cut = vec![
        "item plain/cut: 4.00 USD".to_owned(),
        "item film/cut: 20.00 USD".to_owned(),
        "item text/cut: 3.00 USD".to_owned(),
    ];
    assert_eq!(
        told,
        [
            (
                "23.00 USD".to_owned(),
                vec!["item plain/poster: 3.00 USD".to_owned()]
            ),
            ("5.00 USD".to_owned(), cut),
            ("10.00 USD".to_owned(), vec![]),
        ]
    );
}

#[test]
fn the_note_of_a_clause_stands_in_the_working_of_its_lines() {
    let sheet = with(
        deal(json!({
            "note": "second deal",
            "items": [with(share("sales", "shop", "10%", json!("lifetime")), "note", json!("4.1"))],
            "schedules": [{"id": "film", "total": "9.00 USD", "note": "clause 7",
                "parts": [{"id": "1", "on": {"date": "2026-01-05"}, "share": "1"}]}],
        })),
        "note",
        json!("of all"),
    );
    let terms: partnership::compensation::Terms = super::read(&sheet);
    let activity = super::read(&super::sold(1, &[("shop", "50.00 USD")]));
    let before = terms.new_state();
    let (statement, _) =
        partnership::compensation::settle(&terms, &before, &activity).expect("settled");
    assert_eq!(
        lines(&statement),
        ["item sales: 5.00 USD", "item film/1: 9.00 USD"]
    );
    let explanation = statement
        .explain(&terms, &before, &activity)
        .expect("an explanation");
    let text = explanation.text();
    for note in ["4.1", "clause 7"] {
        assert!(text.contains(note), "{note}: {text}");
    }
}
