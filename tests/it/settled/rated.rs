//! Guarantees by activity: which entries their sums are rated on, and when these are due.

use serde_json::{Value, json};

use super::{Books, notices, of, share, sheet, sold, then, units, with};

/// 10% of the shop period by period, and a guarantee.
fn guaranteed(guarantee: Value) -> Value {
    let guarantee = with(guarantee, "id", json!("g"));
    json!({"items": [share("shop", json!("period"))], "guarantees": [guarantee]})
}

/// 5.00 for each unit of these streams.
fn by_units(window: Value, streams: &[&str]) -> Value {
    let amount_by = json!({"per_unit": {"streams": streams, "price": "5 USD"}});
    guaranteed(json!({"window": window, "amount_by": amount_by}))
}

// Four stores of January are 20.00.
#[test]
fn a_sum_by_activity_that_is_asked_for_later_counts_what_was_there_before() {
    let fixed = guaranteed(json!({"window": {"periods": 3}, "amount": "10.00 USD"}));
    let by_stores = by_units(json!({"periods": 3}), &["stores"]);
    let mut books = Books::of(sheet(fixed.clone()));
    let sold = [units("stores", "4"), units("seats", "9")];
    books.sells(&sold, &["item shop: 0.00"]);
    books.under(then(sheet(fixed), "2026-02-01", by_stores));
    let statement = books.sells(&[], &["item shop: 0.00"]);
    assert_eq!(
        notices(&statement),
        json!([{"guarantee_pending": {"guarantee": "g", "short": "20.00 USD"}}])
    );
    books.sells(&[], &["item shop: 0.00", "guarantee g: 20.00"]);
    let rated = "/guarantees/g/windows/p1-3/rated/own";
    assert_eq!(books.keys(rated), ["stores"]);
}

#[test]
fn a_fixed_sum_is_rated_on_nothing() {
    let fixed = guaranteed(json!({"window": "period", "amount": "10.00 USD"}));
    let plain = json!({"items": [share("shop", json!("period"))]});
    let mut books = Books::of(then(sheet(fixed), "2026-02-01", plain));
    books.sells(&[], &["item shop: 0.00", "guarantee g: 10.00"]);
    let window = ["amount", "due", "earned"];
    assert_eq!(books.keys("/guarantees/g/windows/p1"), window);
}

#[test]
fn each_guarantee_has_a_sum_of_its_own() {
    let guarantee = |id: &str, stream: &str, price: &str| {
        json!({"id": id, "window": "period",
        "amount_by": {"per_unit": {"streams": [stream], "price": price}}})
    };
    let guarantees = [
        guarantee("g1", "stores", "5 USD"),
        guarantee("g2", "seats", "1 USD"),
    ];
    let items = [share("shop", json!("period"))];
    let terms = sheet(json!({"items": items, "guarantees": guarantees}));
    let mut books = Books::of(terms);
    books.sells(
        &[units("stores", "4"), units("seats", "9")],
        &[
            "item shop: 0.00",
            "guarantee g1: 20.00",
            "guarantee g2: 9.00",
        ],
    );
    for (id, stream) in [("g1", "stores"), ("g2", "seats")] {
        let rated = format!("/guarantees/{id}/windows/p1/rated/own");
        assert_eq!(books.keys(&rated), [stream]);
    }
}

#[test]
fn a_window_that_no_entry_names_stays_as_it_was() {
    let (first, second) = (
        by_units(json!("period"), &["stores"]),
        by_units(json!("period"), &["stores", "seats"]),
    );
    let mut books = Books::of(sheet(first.clone()));
    let sold = [units("stores", "4"), units("seats", "9")];
    books.sells(&sold, &["item shop: 0.00", "guarantee g: 20.00"]);
    let january = books.remembers("/guarantees/g/windows/p1");
    books.under(then(sheet(first), "2026-02-01", second));
    let lines = ["item shop: 0.00", "guarantee g: 65.00"];
    books.sells(&sold, &lines);
    assert_eq!(books.remembers("/guarantees/g/windows/p1"), january);
}

#[test]
fn what_no_version_of_the_guarantee_reads_is_not_remembered_for_it() {
    let first = by_units(json!("period"), &["stores"]);
    let second = json!({"items": [share("shop", json!("period"))]});
    let mut books = Books::of(then(sheet(first), "2026-02-01", second));
    let entries = json!({"totals": [units("stores", "4"), units("seats", "9")],
        "levels": [{"name": "stores", "value": "3"}]});
    books.books(entries, &["item shop: 0.00", "guarantee g: 20.00"]);
    assert_eq!(
        books.remembers("/guarantees/g/windows/p1/rated"),
        json!({"own": {"stores": {"amount": "0.00 USD", "units": "4"}}, "version": 1})
    );
}

#[test]
fn a_level_that_a_sum_lacks_is_said_when_its_window_closes() {
    let tiers = json!([{"up_to": "10", "pay": "1.00 USD"}, {"pay": "2.00 USD"}]);
    let by_rank = json!({"bands": {"measure": {"level": "rank"}, "tiers": tiers}});
    let window = json!({"periods": 2});
    let terms = sheet(guaranteed(json!({"window": window, "amount_by": by_rank})));
    let mut books = Books::of(terms);
    let statement = books.sells(&[], &["item shop: 0.00"]);
    assert_eq!(notices(&statement), json!([]));
    let statement = books.sells(&[], &["item shop: 0.00"]);
    assert_eq!(
        notices(&statement),
        json!([{"level_missing": {"name": "rank"}}])
    );
}

#[test]
fn a_sum_by_a_level_follows_the_report_of_the_latest_period() {
    let tiers = json!([{"up_to": "10", "pay": "10.00 USD"}, {"pay": "20.00 USD"}]);
    let by_rank = json!({"bands": {"measure": {"level": "rank"}, "tiers": tiers}});
    let window = json!({"periods": 3});
    let terms = sheet(guaranteed(json!({"window": window, "amount_by": by_rank})));
    let mut books = Books::of(terms);
    let rank =
        |of: u32, value: &str| json!({"levels": [{"name": "rank", "of": of, "value": value}]});
    books.books(rank(1, "5"), &["item shop: 0.00"]);
    books.books(rank(2, "15"), &["item shop: 0.00"]);
    let lines = ["item shop: 0.00", "guarantee g: 20.00"];
    books.books(rank(1, "7"), &lines);
}

#[test]
fn a_sum_counts_from_the_first_version_with_the_guarantee_on() {
    let plain = json!({"items": [share("shop", json!("period"))]});
    let by_stores = by_units(json!({"periods": 2}), &["stores"]);
    let mut books = Books::of(then(sheet(plain), "2026-02-01", by_stores));
    books.sells(&[units("stores", "4")], &["item shop: 0.00"]);
    let totals = [of(1, units("stores", "3")), units("stores", "2")];
    books.sells(&totals, &["item shop: 0.00", "guarantee g: 10.00"]);
}

// The lifetime went on in periods, and the two months without the guarantee.
#[test]
fn a_window_that_did_not_close_with_the_guarantee_owes_nothing_late() {
    let plain = json!({"items": [share("shop", json!("period"))]});
    let by_period = || by_units(json!("period"), &["stores"]);
    let by_months = || by_units(json!({"months": 2}), &["stores"]);
    for (first, second, third) in [
        (
            by_units(json!("lifetime"), &["stores"]),
            by_period(),
            by_period(),
        ),
        (by_months(), plain, by_months()),
    ] {
        let terms = then(sheet(first), "2026-02-01", second);
        let mut books = Books::of(then(terms, "2026-03-01", third));
        books.sells(&[units("stores", "4")], &["item shop: 0.00"]);
        books.sells(&[], &["item shop: 0.00"]);
        books.sells(&[of(1, units("stores", "1"))], &["item shop: 0.00"]);
    }
}

// Four stores owe 20.00 of January, so that 30.00 of 50.00 are left for the 50.00 of February; when
// the stores are taken back, all 50.00 are.
#[test]
fn a_sum_that_falls_leaves_more_to_carry_forward() {
    let mut body = by_units(json!("period"), &["stores"]);
    body["guarantees"][0]["surplus"] = json!("carry_forward");
    let mut books = Books::of(sheet(body));
    let january = [sold("shop", "500.00"), units("stores", "4")];
    books.sells(&january, &["item shop: 50.00"]);
    let lines = ["item shop: 0.00", "guarantee g: 20.00"];
    books.sells(&[units("stores", "10")], &lines);
    let returned = of(1, json!({"stream": "stores", "units_returned": "4"}));
    let lines = ["item shop: 0.00", "guarantee g: -20.00"];
    books.sells(&[returned], &lines);
}

// The agreement ends with January; the second version begins after it.
#[test]
fn a_sum_that_the_end_made_due_moves_with_every_late_entry() {
    let by_stores = || by_units(json!("lifetime"), &["stores"]);
    let terms = then(sheet(by_stores()), "2026-02-01", by_stores());
    let mut books = Books::of(with(terms, "end", json!("2026-02-01")));
    let lines = ["item shop: 0.00", "guarantee g: 20.00"];
    books.sells(&[units("stores", "4")], &lines);
    let returned = || [of(1, json!({"stream": "stores", "units_returned": "1"}))];
    for _ in 1..=2 {
        books.sells(&returned(), &["item shop: 0.00", "guarantee g: -5.00"]);
    }
}
