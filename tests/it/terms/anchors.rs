//! Windows of months that count from a day of their own (spec/contracts.md X7).

use partnership::compensation::{Window, WindowKey};
use serde_json::{Value, json};

use super::{accepted, refused, share_item, sheet, version, with};

fn anchored(months: u32, anchor: &str) -> Value {
    json!({"months": months, "anchor": anchor})
}

/// An item over one window under a cap over another.
fn capped(item: Value, cap: Value) -> Value {
    version(json!({
        "items": [share_item("a", item)],
        "caps": [{"id": "c", "amount": "5.00 USD", "window": cap}],
    }))
}

#[test]
fn an_own_anchor_is_the_start_at_the_latest() {
    let item = |window: Value| version(json!({"items": [share_item("a", window)]}));
    accepted(item(anchored(3, "2026-01-01")));
    refused(
        item(anchored(3, "2026-01-02")),
        &[
            "versions[0].items[0].window.anchor: the anchor 2026-01-02 lies after the start \
           2026-01-01",
        ],
    );
    refused(
        item(anchored(0, "2026-01-02")),
        &[
            "versions[0].items[0].window: a window of 0 periods or months",
            "versions[0].items[0].window.anchor: the anchor 2026-01-02 lies after the start \
             2026-01-01",
        ],
    );
    // A window with a fault of its own is compared with no other.
    refused(
        capped(anchored(12, "2026-01-02"), anchored(1, "2026-01-03")),
        &[
            "versions[0].items[0].window.anchor: the anchor 2026-01-02 lies after the start \
             2026-01-01",
            "versions[0].caps[0].window.anchor: the anchor 2026-01-03 lies after the start \
             2026-01-01",
        ],
    );
}

#[test]
fn months_lie_in_others_on_the_same_day_of_the_month_whole_windows_apart() {
    let inside = [
        (anchored(3, "2025-07-01"), anchored(12, "2025-10-01")),
        (anchored(3, "2025-07-01"), anchored(12, "2019-01-01")),
        (json!({"months": 3}), anchored(6, "2025-10-01")),
        (anchored(1, "2025-12-31"), anchored(1, "2025-08-31")),
        (json!("period"), anchored(6, "2025-10-15")),
        (anchored(6, "2025-10-15"), json!("lifetime")),
    ];
    for (inner, outer) in inside {
        accepted(capped(inner, outer));
    }
    let outside = [
        (anchored(3, "2025-07-01"), anchored(12, "2025-08-01")),
        (json!({"months": 1}), anchored(12, "2025-12-15")),
        (json!({"months": 12}), anchored(12, "2025-12-01")),
        (anchored(12, "2025-12-01"), anchored(18, "2025-12-01")),
        (json!({"periods": 2}), anchored(12, "2025-12-01")),
        (anchored(1, "2025-12-01"), json!({"periods": 2})),
    ];
    for (inner, outer) in outside {
        let narrow = "versions[0].caps[0]: the window of the item a does not lie inside that of \
                      the cap";
        refused(capped(inner, outer), &[narrow]);
    }
}

// The cap of a year from December is no cap over the calendar year, which guarantees more.
#[test]
fn a_guarantee_is_held_against_caps_of_its_own_window_alone() {
    let over = |cap: Value, guarantee: Value| {
        version(json!({
            "items": [share_item("a", json!("period"))],
            "caps": [{"id": "c", "amount": "5.00 USD", "window": cap}],
            "guarantees": [{"id": "g", "amount": "6.00 USD", "window": guarantee}],
        }))
    };
    accepted(over(anchored(12, "2025-12-01"), json!({"months": 12})));
    let message = "versions[0].guarantees[0]: 6.00 USD are guaranteed, and the cap c lets \
                   5.00 USD through";
    refused(
        over(anchored(12, "2026-01-01"), json!({"months": 12})),
        &[message],
    );
    refused(
        over(anchored(12, "2025-12-01"), anchored(12, "2025-12-01")),
        &[message],
    );
}

#[test]
fn a_window_is_written_as_it_is_read() {
    for window in [
        json!("event"),
        json!("period"),
        json!("lifetime"),
        json!({"periods": 3}),
        json!({"months": 3}),
        anchored(3, "2025-12-01"),
    ] {
        let read: Window = serde_json::from_value(window.clone()).expect("a window");
        assert_eq!(serde_json::to_value(read).expect("JSON"), window);
    }
    let key = "2025-12-01..2026-12-01@2025-12-01";
    assert_eq!(key.parse::<WindowKey>().expect("a key").to_string(), key);
}

#[test]
fn what_is_no_window_is_refused() {
    for (text, words) in [
        (
            r#"{"periods":3,"anchor":"2026-01-01"}"#,
            "a window is {periods} or {months, anchor}",
        ),
        (
            r#"{"anchor":"2026-01-01"}"#,
            "a window is {periods} or {months, anchor}",
        ),
        (
            r#"{"periods":3,"months":3}"#,
            "a window is {periods} or {months, anchor}",
        ),
        ("{}", "a window is {periods} or {months, anchor}"),
        (r#"{"months":3,"months":3}"#, "duplicate field `months`"),
        (r#"{"months":3,"anchor":null}"#, "invalid type: null"),
        (r#"{"months":null}"#, "invalid type: null"),
        (r#"{"months":3,"more":1}"#, "unknown field `more`"),
        (r#"{"months":-3}"#, "invalid value: integer `-3`"),
        (r#"{"event":null}"#, "unknown field `event`"),
        (r#""year""#, "unknown variant `year`"),
        (
            "3",
            "expected event, period, lifetime, {periods} or {months, anchor}",
        ),
    ] {
        let error = serde_json::from_str::<Window>(text)
            .expect_err(text)
            .to_string();
        assert!(error.contains(words), "{text}: {error}");
    }
    for text in [
        "2026-01-01..2026-02-01@",
        "@2026-01-01",
        "2026-01-01..2026-02-01@2026-1-1",
    ] {
        let error = text.parse::<WindowKey>().expect_err(text).to_string();
        assert_eq!(
            error,
            format!("malformed window {text:?}: write lifetime, p3 or a period of days")
        );
    }
}

#[test]
fn the_key_of_a_window_names_its_own_anchor() {
    let terms = |windows: [Value; 2]| {
        let [first, second] = windows;
        accepted(sheet(json!([
            {"from": "2026-01-01", "items": [share_item("a", first)]},
            {"from": "2027-01-01", "items": [share_item("a", second)]},
        ])))
    };
    let year = terms([json!({"months": 12}), anchored(12, "2025-01-01")]);
    let settle = |terms: &partnership::compensation::Terms| {
        let mut state = terms.new_state();
        let mut keys = Vec::new();
        for (no, period) in [(1, "2026-01-01..2027-01-01"), (2, "2027-01-01..2028-01-01")] {
            let period = period.parse().expect("a period");
            let activity = partnership::compensation::Activity::empty(no, period);
            let (statement, next) =
                partnership::compensation::settle(terms, &state, &activity).expect("settled");
            keys.push(statement.lines()[0].window.expect("a window").to_string());
            state = next;
        }
        keys
    };
    assert_eq!(
        settle(&year),
        [
            "2026-01-01..2027-01-01",
            "2027-01-01..2028-01-01@2025-01-01"
        ],
    );
}

#[test]
fn what_comes_late_counts_in_the_guaranteed_window_of_its_own_version() {
    let version = |from: &str, anchor: &str| {
        json!({
            "from": from,
            "items": [share_item("a", json!("period"))],
            "guarantees": [
                {"id": "g", "amount": "200.00 USD", "window": anchored(2, anchor)},
            ],
        })
    };
    let terms = accepted(sheet(json!([
        version("2026-01-01", "2024-01-01"),
        version("2026-03-01", "2025-01-01"),
    ])));
    // 10% of 1,000 and 500 make 150 of the 200 of January and February. In March comes 10% of 400
    // more of February: of the 50 that were topped up, 40 go back, while March and April are open.
    let history = [
        json!({"no": 1, "period": "2026-01-01..2026-02-01",
               "totals": [{"stream": "shop", "amount": "1000.00 USD"}]}),
        json!({"no": 2, "period": "2026-02-01..2026-03-01",
               "totals": [{"stream": "shop", "amount": "500.00 USD"}]}),
        json!({"no": 3, "period": "2026-03-01..2026-04-01",
               "totals": [{"stream": "shop", "amount": "300.00 USD"},
                          {"stream": "shop", "amount": "400.00 USD", "of": 2}]}),
    ];
    let mut state = terms.new_state();
    let mut guaranteed = Vec::new();
    for activity in history {
        let activity = serde_json::from_value(activity).expect("activity");
        let (statement, next) =
            partnership::compensation::settle(&terms, &state, &activity).expect("settled");
        let lines = statement.lines().iter();
        let line = lines.rev().find(|line| line.reference == "g");
        guaranteed.push(line.map(|line| line.amount.to_string()));
        state = next;
    }
    let [first, second, third] = guaranteed.try_into().expect("three");
    assert_eq!(first, None);
    assert_eq!(second.as_deref(), Some("50.00 USD"));
    assert_eq!(third.as_deref(), Some("-40.00 USD"));
}

/// 10% of 1,000 and 500 make 150 in January and February. Two stores guarantee 100, three 220; in
/// a later month comes that there were three in January. What is paid for the guarantee, by month.
fn guaranteed_when_stores_come_late(sheet: Value, told: u32) -> Vec<String> {
    let terms = accepted(sheet);
    let month = |no: u32| format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
    let stores = |value: &str, of: u32| json!([{"name": "stores", "value": value, "of": of}]);
    let sold = |amount: &str| json!([{"stream": "shop", "amount": amount}]);
    let mut state = terms.new_state();
    let mut lines = Vec::new();
    for no in 1..=told {
        let mut activity = json!({"no": no, "period": month(no)});
        match no {
            1 => {
                activity["totals"] = sold("1000.00 USD");
                activity["levels"] = stores("2", 1);
            }
            2 => activity["totals"] = sold("500.00 USD"),
            _ if no == told => activity["levels"] = stores("3", 1),
            _ => {}
        }
        let activity = serde_json::from_value(activity).expect("activity");
        let (statement, next) =
            partnership::compensation::settle(&terms, &state, &activity).expect("settled");
        for line in statement.lines() {
            if line.reference == "g" {
                lines.push(format!("{no}: {}", line.amount));
            }
        }
        state = next;
    }
    lines
}

/// A version with a guarantee by stores over so many months from an anchor, or without one.
fn by_stores(from: &str, window: Option<(u32, &str)>) -> Value {
    let stores = json!({"bands": {"measure": {"level": "stores"}, "tiers": [
        {"up_to": "2", "pay": "100.00 USD"}, {"pay": "220.00 USD"}]}});
    let guarantee = window.map(|(months, anchor)| {
        json!({"id": "g", "amount_by": stores, "window": anchored(months, anchor)})
    });
    let guarantees: Vec<Value> = guarantee.into_iter().collect();
    let items = [share_item("a", json!("period"))];
    json!({"from": from, "items": items, "guarantees": guarantees})
}

// The two months were closed with the guarantee there, so 70 more are due in April; three or
// twelve months were left in March, and two months that the guarantee was taken out of in February
// were never closed: nothing is due for them.
#[test]
fn a_window_that_an_amendment_left_has_no_due_when_activity_comes_late() {
    let first = |months| by_stores("2026-01-01", Some((months, "2025-01-01")));
    let second = |months| by_stores("2026-03-01", Some((months, "2025-02-01")));
    let april = |first, second| guaranteed_when_stores_come_late(sheet(json!([first, second])), 4);
    assert_eq!(april(first(2), second(2)), ["4: 70.00 USD"]);
    assert_eq!(april(first(3), second(3)), [""; 0]);
    assert_eq!(april(first(12), second(12)), [""; 0]);
    let taken_out = by_stores("2026-02-01", None);
    assert_eq!(april(first(2), taken_out), [""; 0]);
    // An end that is still ahead closes nothing.
    let ends = with(
        sheet(json!([first(12), second(12)])),
        "end",
        json!("2026-12-01"),
    );
    assert_eq!(guaranteed_when_stores_come_late(ends, 4), [""; 0]);
}

// A year that ends with the terms in February is closed by their end.
#[test]
fn a_window_that_the_end_of_the_terms_cut_is_due_when_activity_comes_late() {
    let year = sheet(json!([by_stores("2026-01-01", Some((12, "2025-01-01")))]));
    let year = with(year, "end", json!("2026-03-01"));
    for told in [3, 4] {
        let lines = guaranteed_when_stores_come_late(year.clone(), told);
        assert_eq!(lines, [format!("{told}: 70.00 USD")]);
    }
}
