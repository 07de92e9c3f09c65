//! Lines of items and of deliveries.

use partnership::compensation::Activity;
use serde_json::{Value, json};

use super::{Books, of, share, sheet, sold};

#[test]
fn a_line_of_nothing_is_kept_for_the_present_window_alone() {
    let mut books = Books::of(sheet(json!({"items": [share("shop", json!("period"))]})));
    books.sells(&[sold("shop", "100.00")], &["item shop: 10.00"]);
    let late = of(1, sold("shop", "0.01"));
    books.sells(&[late], &["item shop: 0.00"]);
}

// Three days late at 1% and at 2% a day of 100.00.
#[test]
fn a_delivery_falls_under_the_timing_that_it_names() {
    let timing = |id: &str, rate: &str| json!({"id": id, "late": {"rate": rate}});
    let terms = sheet(json!({"timing": [timing("cut", "1%"), timing("master", "2%")]}));
    let delivery = |timing: &str| {
        json!({"timing": timing, "id": "reel", "due": "2026-01-05",
        "done": "2026-01-08", "value": "100.00 USD"})
    };
    let both = json!([delivery("master"), delivery("cut")]);
    let lines = ["item master/reel: -6.00", "item cut/reel: -3.00"];
    Books::of(terms).books(json!({ "deliveries": both }), &lines);
}

#[test]
fn units_are_counted_line_by_line_and_come_back_to_their_own_period() {
    let item = json!({"id": "copies", "window": "period",
        "pay": {"per_unit": {"streams": ["copies"], "price": "2 USD"}}});
    let mut books = Books::of(sheet(json!({ "items": [item] })));
    let mut january = books.activity(json!({}));
    for _ in 1..=3 {
        january.add_units("copies", 5).expect("few units");
    }
    let mut february = january.clone();
    books.books(entries(&january), &["item copies: 30.00"]);
    (february.no, february.totals) = (2, Vec::new());
    for _ in 1..=2 {
        february
            .add_units_returned("copies", Some(1), 3)
            .expect("few units");
    }
    let lines = ["item copies: -12.00", "item copies: 0.00"];
    books.books(entries(&february), &lines);
}

/// What an activity says of its streams.
fn entries(activity: &Activity) -> Value {
    json!({"totals": activity.totals})
}
