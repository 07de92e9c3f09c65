//! Tiers that rate each period where it began, and escalators.

use serde_json::{Value, json};

use super::{Books, sheet, sold, then, units, with};

/// 10% up to 500.00 and then 20%, by what was sold before a period.
fn forward() -> Value {
    let tiers = json!([{"up_to": "500.00 USD", "rate": "10%"}, {"rate": "20%"}]);
    json!({"id": "shop", "window": "lifetime",
        "pay": {"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "forward"}}})
}

#[test]
fn an_amendment_that_starts_anew_forgets_what_was_sold_before() {
    let anew = with(forward(), "on_change", json!("reset"));
    let terms = then(
        sheet(json!({"items": [forward()]})),
        "2026-02-01",
        json!({"items": [anew]}),
    );
    let mut books = Books::of(terms);
    books.sells(&[sold("shop", "1000.00")], &["item shop: 100.00"]);
    books.sells(&[sold("shop", "600.00")], &["item shop: 60.00"]);
    books.sells(&[sold("shop", "100.00")], &["item shop: 20.00"]);
}

#[test]
fn what_an_amendment_forgot_stays_forgotten_when_the_next_one_goes_on() {
    let version = |item: Value| json!({ "items": [item] });
    let anew = with(forward(), "on_change", json!("reset"));
    let terms = then(sheet(version(forward())), "2026-02-01", version(anew));
    let mut books = Books::of(then(terms, "2026-03-01", version(forward())));
    books.sells(&[sold("shop", "1000.00")], &["item shop: 100.00"]);
    books.sells(&[sold("shop", "100.00")], &["item shop: 10.00"]);
    books.sells(&[sold("shop", "300.00")], &["item shop: 30.00"]);
}

// 400.00 before the agreement and 200.00 in January.
#[test]
fn what_was_sold_before_the_agreement_counts_on_over_versions() {
    let opening = json!([{"stream": "shop", "amount": "400.00 USD"}]);
    let terms = then(
        sheet(json!({"items": [with(forward(), "opening", opening)]})),
        "2026-02-01",
        json!({"items": [forward()]}),
    );
    let mut books = Books::of(terms);
    books.sells(&[sold("shop", "200.00")], &["item shop: 20.00"]);
    books.sells(&[sold("shop", "100.00")], &["item shop: 20.00"]);
}

#[test]
fn what_was_sold_in_another_window_does_not_count() {
    let item = with(forward(), "window", json!({"months": 2}));
    let mut books = Books::of(sheet(json!({ "items": [item] })));
    for (sales, line) in [
        ("100.00", "item shop: 10.00"),
        ("500.00", "item shop: 50.00"),
        ("300.00", "item shop: 30.00"),
        ("300.00", "item shop: 30.00"),
        ("300.00", "item shop: 30.00"),
    ] {
        books.sells(&[sold("shop", sales)], &[line]);
    }
}

#[test]
fn a_period_that_sold_nothing_of_its_streams_is_worth_nothing() {
    let mut books = Books::of(sheet(json!({"items": [forward()]})));
    books.sells(&[sold("other", "100.00")], &["item shop: 0.00"]);
    assert_eq!(
        books.remembers("/ledgers/shop~11~1lifetime"),
        json!({"own": {}, "booked": "0.00 USD"})
    );
}

#[test]
fn one_rate_or_price_pays_the_same_forward() {
    let share = json!({"share": {"base": {"streams": ["shop"]}, "rate": "10%",
        "mode": "forward"}});
    let price = json!({"per_unit": {"streams": ["copies"], "price": "2 USD",
        "mode": "forward"}});
    for (pay, total) in [
        (share, sold("shop", "200.00")),
        (price, units("copies", "10")),
    ] {
        let item = json!({"id": "item", "window": "lifetime", "pay": pay});
        let mut books = Books::of(sheet(json!({ "items": [item] })));
        books.sells(std::slice::from_ref(&total), &["item item: 20.00"]);
        books.sells(&[total], &["item item: 20.00"]);
    }
}

// Steps of a hundred years from 9950 on would end after the last date there is.
#[test]
fn a_step_after_the_last_date_is_never_reached() {
    let item = json!({"id": "fee", "window": "period",
        "pay": {"fixed": {"amount": "100.00 USD"}},
        "escalator": {"rate": "5%", "months": 1200}});
    let mut terms = sheet(json!({ "items": [item] }));
    terms["start"] = json!("9950-01-01");
    terms["versions"][0]["from"] = json!("9950-01-01");
    let first = json!({"period": "9950-01-01..9950-02-01"});
    Books::of(terms).books(first, &["item fee: 100.00"]);
}
