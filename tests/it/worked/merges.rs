//! Activities that become one: what is refused of two parts, and what comes out sorted.

use partnership::compensation::Activity;
use serde_json::{Value, json};

use super::{deal, last, lines, month, notices, read, share, with};

#[track_caller]
fn merged(left: &Value, right: &Value) -> Result<Value, String> {
    let (left, right): (Activity, Activity) = (read(left), read(right));
    let whole = left.merge(right).map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(whole).expect("JSON"))
}

/// Refused either way round.
#[track_caller]
fn refused(left: &Value, right: &Value, words: &str) {
    assert_eq!(merged(left, right), Err(words.into()), "{left} {right}");
    assert_eq!(merged(right, left), Err(words.into()), "{right} {left}");
}

fn nothing() -> Value {
    month(1, json!({}))
}

#[test]
fn parts_are_of_one_number_one_period_and_one_day() {
    let words = |field: &str| format!("activities with another {field} cannot be merged");
    let other = with(nothing(), "no", json!(2));
    refused(&nothing(), &other, &words("no"));
    let other = with(nothing(), "period", json!("2026-01-01..2026-02-02"));
    refused(&nothing(), &other, &words("period"));
    let on = |day: &str| with(nothing(), "statement_on", json!(day));
    refused(&on("2026-02-03"), &on("2026-02-04"), &words("statement_on"));
    for (left, right) in [(on("2026-02-03"), nothing()), (nothing(), on("2026-02-03"))] {
        let whole = merged(&left, &right).expect("one day is said");
        assert_eq!(whole["statement_on"], "2026-02-03");
    }
}

/// One entry of each list that has an amount.
fn entries(id: &str, amount: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("totals", json!({"stream": id, "amount": amount})),
        ("totals", json!({"stream": id, "refunds": amount})),
        ("totals", json!({"stream": id, "chargebacks": amount})),
        ("totals", json!({"stream": id, "reinstated": amount})),
        ("totals", json!({"stream": id, "pending": amount})),
        (
            "events",
            json!({"id": id, "stream": "link", "after": amount}),
        ),
        (
            "events",
            json!({"id": id, "stream": "link", "before": amount}),
        ),
        (
            "deliveries",
            json!({"timing": "cut", "id": id, "due": "2026-01-10", "done": "2026-01-12",
                "value": amount}),
        ),
        (
            "change_orders",
            json!({"id": id, "amount": amount, "approved_on": "2026-01-12"}),
        ),
        (
            "in_kind",
            json!({"id": id, "item": "gear", "value": amount}),
        ),
        (
            "adjustments",
            json!({"id": id, "amount": amount, "reason": "postage"}),
        ),
        (
            "charges",
            json!({"id": id, "advance": "video", "amount": amount}),
        ),
    ]
}

#[test]
fn parts_are_in_one_currency_in_every_list() {
    let dollars = month(
        1,
        json!({"adjustments": [
        {"id": "x", "amount": "1.00 USD", "reason": "postage"}]}),
    );
    for (list, entry) in entries("y", "1.00 EUR") {
        let euros = month(1, with(json!({}), list, json!([entry])));
        let words = "EUR does not mix with USD";
        assert_eq!(merged(&euros, &dollars), Err(words.into()), "{list}");
        let words = "USD does not mix with EUR";
        assert_eq!(merged(&dollars, &euros), Err(words.into()), "{list}");
        if list != "adjustments" {
            // The two currencies in one part.
            let mut both = dollars.clone();
            both[list] = json!([entry]);
            merged(&both, &nothing()).expect_err(list);
            merged(&nothing(), &both).expect_err(list);
        }
    }
}

#[test]
fn an_entry_stands_once_in_either_part_and_in_both() {
    for (list, entry) in entries("x", "1.00 USD") {
        if list == "totals" {
            continue;
        }
        let of = |entries: Value| month(1, with(json!({}), list, entries));
        let words = if list == "events" {
            "the event x stands twice"
        } else {
            "x stands twice"
        };
        refused(&of(json!([entry])), &of(json!([entry])), words);
        refused(&of(json!([entry, entry])), &nothing(), words);
        let first = with(entry.clone(), "id", json!("a"));
        refused(&of(json!([entry, first])), &of(json!([entry])), words);
    }
    // A milestone can be funded and accepted, a delivery fall under two clauses.
    let event = |event: &str| json!({"id": "m", "event": event});
    let of = |events: Value| month(1, json!({"milestones": events}));
    refused(
        &of(json!([event("funded")])),
        &of(json!([event("funded")])),
        "m stands twice",
    );
    let both = merged(
        &of(json!([event("funded")])),
        &of(json!([event("accepted")])),
    );
    assert_eq!(
        both.expect("two events")["milestones"],
        json!([event("accepted"), event("funded")])
    );
    let delivery = |timing: &str| {
        json!({"timing": timing, "id": "d", "due": "2026-01-10", "done": "2026-01-12",
            "value": "1.00 USD"})
    };
    let of = |timing: &str| month(1, json!({"deliveries": [delivery(timing)]}));
    let both = merged(&of("cut"), &of("art")).expect("two clauses");
    assert_eq!(
        both["deliveries"],
        json!([delivery("art"), delivery("cut")])
    );
}

#[test]
fn a_total_stands_once_in_a_part() {
    let total = |stream: &str, of: Option<u32>, amount: &str| {
        let mut total = json!({"stream": stream, "amount": amount});
        if let Some(of) = of {
            total["of"] = json!(of);
        }
        total
    };
    let of = |totals: Value| month(2, json!({"totals": totals}));
    let part = |totals: Value| of(totals);
    let words = "shop of period 2 stands twice";
    let twice = [
        json!([
            total("shop", None, "1.00 USD"),
            total("shop", None, "2.00 USD")
        ]),
        json!([
            total("shop", None, "1.00 USD"),
            total("shop", Some(2), "2.00 USD")
        ]),
        json!([
            total("art", None, "1.00 USD"),
            total("shop", Some(2), "1.00 USD"),
            total("zoo", None, "1.00 USD"),
            total("shop", None, "2.00 USD")
        ]),
    ];
    for totals in twice {
        refused(&part(totals), &month(2, json!({})), words);
    }
    // Over two parts they add up, whichever way the present period is named.
    let left = part(json!([
        total("zoo", None, "4.00 USD"),
        total("shop", Some(2), "1.00 USD"),
        total("shop", Some(1), "8.00 USD"),
        total("none", None, "0.00 USD")
    ]));
    let right = part(json!([
        total("shop", None, "2.00 USD"),
        total("zoo", Some(1), "3.00 USD"),
        total("art", None, "16.00 USD")
    ]));
    let whole = json!([
        total("art", None, "16.00 USD"),
        total("shop", Some(1), "8.00 USD"),
        total("shop", None, "3.00 USD"),
        total("zoo", Some(1), "3.00 USD"),
        total("zoo", None, "4.00 USD"),
    ]);
    assert_eq!(merged(&left, &right).expect("one")["totals"], whole);
    assert_eq!(merged(&right, &left).expect("one")["totals"], whole);
}

#[test]
fn two_values_of_a_level_are_a_conflict_and_two_equal_ones_are_one() {
    let level = |name: &str, of: Option<u32>, value: &str| {
        let mut level = json!({"name": name, "value": value});
        if let Some(of) = of {
            level["of"] = json!(of);
        }
        level
    };
    let of = |levels: Value| month(2, json!({"levels": levels}));
    let words = "the level rank of period 2 was reported with two values";
    refused(
        &of(json!([level("rank", None, "3")])),
        &of(json!([
            level("art", None, "5"),
            level("rank", Some(2), "4")
        ])),
        words,
    );
    refused(
        &of(json!([
            level("rank", None, "3"),
            level("rank", Some(2), "4")
        ])),
        &month(2, json!({})),
        words,
    );
    let whole = merged(
        &of(json!([
            level("rank", None, "3"),
            level("rank", Some(1), "4")
        ])),
        &of(json!([
            level("rank", Some(2), "3"),
            level("fans", None, "3")
        ])),
    );
    assert_eq!(
        whole.expect("levels that agree")["levels"],
        json!([
            level("fans", None, "3"),
            level("rank", Some(1), "4"),
            level("rank", None, "3")
        ])
    );
}

// Section 6: an activity keeps the order it was read in; merge sorts and drops all-zero totals.
#[test]
fn an_activity_that_was_merged_pays_what_it_pays_as_it_was_read() {
    let sheet = deal(
        json!({"items": [share("sales", "shop", "10%", json!("period"))],
        "timing": [{"id": "late", "late": {"fixed": "1.00 USD"}}]}),
    );
    let delivery = |id: &str, done: &str| json!({"timing": "late", "id": id, "due": "2026-01-10", "done": done, "value": "0.00 USD"});
    let given = month(
        1,
        json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"}, {"stream": "club"}],
            "deliveries": [delivery("b", "2026-01-11"), delivery("a", "2026-01-12")]}),
    );
    let whole = merged(&given, &nothing()).expect("of one period");
    let [sales, a, b] = [
        "item sales: 100.00 USD",
        "item late/a: -2.00 USD",
        "item late/b: -1.00 USD",
    ];
    for (activity, expected, noted) in [
        (given, [sales, b, a], &["unused_stream"][..]),
        (whole, [sales, a, b], &[]),
    ] {
        let statement = last(&sheet, &[activity]);
        assert_eq!(lines(&statement), expected);
        assert_eq!(notices(&statement), noted);
        assert_eq!(statement.paid().to_string(), "97.00 USD");
    }
}
