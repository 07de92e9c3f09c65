//! What an agreement remembers stays small, however long it lasts (spec/compensation.md 11).

use partnership::compensation::{Activity, Notice, Terms, settle};
use serde_json::json;

/// Five items over every kind of window, with a guarantee, a cap, an advance, a reserve and a hold.
fn terms() -> Terms {
    let share = |stream: &str| json!({"share": {"base": {"streams": [stream]}, "rate": "10%"}});
    let sheet = json!({
        "schema": 1, "id": "ten-years", "currency": "USD", "start": "2026-01-01",
        "advances": [{"id": "signing", "amount": "5000.00 USD", "paid_on": "2026-01-01",
                      "from": ["life"]}],
        "versions": [{"from": "2026-01-01",
            "items": [
                {"id": "fee", "window": {"months": 1},
                 "pay": {"retainer": {"amount": "1000.00 USD"}}},
                {"id": "life", "window": "lifetime", "pay": share("shop")},
                {"id": "quarter", "window": {"months": 3}, "pay": share("link")},
                {"id": "half", "window": {"periods": 6}, "pay": share("store")},
                {"id": "clips", "window": "period",
                 "pay": {"per_unit": {"streams": ["clips"], "price": "0.35 USD"}}}],
            "caps": [{"id": "top", "amount": "90000.00 USD", "window": "lifetime",
                      "scope": ["quarter", "half"]}],
            "guarantees": [{"id": "floor", "amount": "3000.00 USD", "window": {"months": 12},
                            "surplus": "carry_forward"}],
            "reserve": {"rate": "10%", "release": [1, 1, 1], "scope": ["life"]},
            "payout": {"minimum": "50.00 USD", "tax": "5%"}}]});
    serde_json::from_value(sheet).expect("valid terms")
}

/// Month `no`, counted from January 2026, with sales of five streams and a refund of last year.
fn month(no: u32) -> Activity {
    let day = |no: u32| format!("{}-{:02}-01", 2026 + no / 12, no % 12 + 1);
    let amount = |cents: u32| format!("{}.{:02} USD", cents / 100, cents % 100);
    let sales = |stream: &str, cents: u32| json!({"stream": stream, "amount": amount(cents)});
    let mut totals = vec![
        sales("shop", 700_001 + no),
        sales("link", 300_005 + 7 * no),
        sales("store", 123_456 + no),
        json!({"stream": "clips", "units": (1000 + no).to_string()}),
        sales("other", 99),
    ];
    if no > 12 {
        totals.push(json!({"stream": "shop", "of": no - 12, "refunds": "3.33 USD"}));
        totals.push(json!({"stream": "link", "of": no - 11, "refunds": "1.11 USD"}));
    }
    let period = format!("{}..{}", day(no - 1), day(no));
    let activity = json!({"no": no, "period": period, "totals": totals});
    serde_json::from_value(activity).expect("an activity")
}

#[test]
fn ten_years_of_months_fit_in_64_kibibytes_and_grow_no_more_after_the_horizon() {
    let terms = terms();
    let mut state = terms.new_state();
    let mut sizes = Vec::new();
    for no in 1..=120 {
        (_, state) = settle(&terms, &state, &month(no)).expect("settled");
        sizes.push(serde_json::to_string(&state).expect("JSON").len());
    }
    let (third, tenth) = (sizes[35], sizes[119]);
    assert!(tenth <= 64 * 1024, "{tenth} bytes");
    // Numbers get longer digits, and nothing else grows.
    assert!(
        tenth <= third + third / 20,
        "{third} bytes after year three, {tenth} after year ten"
    );
}

#[test]
fn notices_are_sorted_by_their_names() {
    let sheet = terms();
    let mut state = sheet.new_state();
    for no in 1..=14 {
        let (statement, next) = settle(&sheet, &state, &month(no)).expect("settled");
        let names: Vec<&str> = statement.notices().map(Notice::name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(names, sorted);
        state = next;
    }
}
