//! Guarantees: what counts against them, the part of a window that they owe, and when windows are
//! forgotten.

use serde_json::{Value, json};

use super::{Books, notices, of, share, sheet, sold, then, with};

/// 10% of the shop period by period, and this guarantee.
fn guaranteed(guarantee: Value) -> Value {
    let guarantee = with(guarantee, "id", json!("g"));
    json!({"items": [share("shop", json!("period"))], "guarantees": [guarantee]})
}

fn plain() -> Value {
    json!({"items": [share("shop", json!("period"))]})
}

// Of 100.00, 20.00 are earned; 40.00 were given in kind.
#[test]
fn what_is_given_in_kind_counts_towards_a_guarantee_of_all_items_only() {
    for (scope, top_up) in [(None, "40.00"), (Some(["shop"]), "80.00")] {
        let mut guarantee = json!({"window": "period", "amount": "100.00 USD"});
        if let Some(scope) = scope {
            guarantee["scope"] = json!(scope);
        }
        let gear = json!([{"id": "gear", "counts": true}]);
        let terms = sheet(with(guaranteed(guarantee), "in_kind", gear));
        let given = json!([{"id": "k1", "item": "gear", "value": "40.00 USD"}]);
        Books::of(terms).books(
            json!({"totals": [sold("shop", "200.00")], "in_kind": given}),
            &[
                "item shop: 20.00",
                &format!("guarantee g: {top_up}"),
                "in_kind k1: 40.00",
                "in_kind_settled k1: -40.00",
            ],
        );
    }
}

// The guarantee of three periods is there in two of them.
#[test]
fn a_guarantee_that_begins_inside_its_periods_owes_the_part_of_those_it_was_there() {
    let guarantee = guaranteed(json!({"window": {"periods": 3}, "amount": "300.00 USD"}));
    let mut books = Books::of(then(sheet(plain()), "2026-02-01", guarantee));
    books.sells(&[], &["item shop: 0.00"]);
    let statement = books.sells(&[sold("shop", "500.00")], &["item shop: 50.00"]);
    assert_eq!(
        notices(&statement),
        json!([{"guarantee_pending": {"guarantee": "g", "short": "150.00 USD"}}])
    );
    let amount = "/guarantees/g/windows/p1-3/amount";
    assert_eq!(books.remembers(amount), json!("300.00 USD"));
    books.sells(&[], &["item shop: 0.00", "guarantee g: 150.00"]);
    assert_eq!(books.remembers(amount), json!("200.00 USD"));
    books.sells(&[], &["item shop: 0.00"]);
    books.sells(&[], &["item shop: 0.00"]);
    books.sells(&[], &["item shop: 0.00", "guarantee g: 300.00"]);
}

// Entries of period 5 can name periods 4 and 5 alone.
#[test]
fn a_window_that_no_entry_can_name_any_more_is_folded() {
    let guarantee = json!({"window": "period", "amount": "100.00 USD"});
    let terms = with(sheet(guaranteed(guarantee)), "refund_horizon", json!(1));
    let mut books = Books::of(terms);
    for _ in 1..=4 {
        books.sells(&[], &["item shop: 0.00", "guarantee g: 100.00"]);
    }
    assert_eq!(books.keys("/guarantees/g/windows"), ["p4"]);
    assert_eq!(books.remembers("/guarantees/g/folded"), json!("300.00 USD"));
    let late = of(4, sold("shop", "300.00"));
    let lines = ["item shop: 30.00", "item shop: 0.00", "guarantee g: 70.00"];
    books.sells(&[late], &lines);
}

#[test]
fn a_month_that_entries_can_name_is_remembered() {
    let guarantee = json!({"window": {"months": 1}, "amount": "100.00 USD"});
    let terms = with(sheet(guaranteed(guarantee)), "refund_horizon", json!(1));
    let mut books = Books::of(terms);
    for _ in 1..=3 {
        books.sells(&[], &["item shop: 0.00", "guarantee g: 100.00"]);
    }
    assert_eq!(
        books.keys("/guarantees/g/windows"),
        ["2026-03-01..2026-04-01"]
    );
}

// Of 365 days 31, and of the first half 31 of 181.
#[test]
fn a_guarantee_of_months_that_ends_early_owes_a_part_by_days() {
    for (window, ended, top_up) in [
        (12, json!({"final": true}), "101.92"),
        (6, json!({"final": true}), "205.52"),
        (12, json!({}), "101.92"),
    ] {
        let guarantee = json!({"window": {"months": window}, "amount": "1200.00 USD"});
        let mut terms = sheet(guaranteed(guarantee));
        if ended == json!({}) {
            terms["end"] = json!("2026-02-01");
        }
        let top_up = format!("guarantee g: {top_up}");
        Books::of(terms).books(ended, &["item shop: 0.00", &top_up]);
    }
}

// 50.00 of January are cut to 30.00, before there was a guarantee.
#[test]
fn neither_lines_nor_caps_of_versions_before_the_guarantee_are_credits() {
    let cap = json!([{"id": "top", "amount": "30.00 USD", "window": "period"}]);
    let guarantee = guaranteed(json!({"window": "lifetime", "amount": "100.00 USD"}));
    let terms = then(sheet(with(plain(), "caps", cap)), "2026-02-01", guarantee);
    let mut books = Books::of(terms);
    books.sells(&[], &["item shop: 0.00"]);
    let totals = [of(1, sold("shop", "500.00")), sold("shop", "200.00")];
    let lines = [
        "item shop: 50.00",
        "item shop: 20.00",
        "cap top: -20.00",
        "guarantee g: 80.00",
    ];
    books.books(json!({"totals": totals, "final": true}), &lines);
}

// The guarantee is there in January and from March on; 50.00 of February come in April.
#[test]
fn what_comes_late_of_a_version_without_the_guarantee_counts_in_a_window_of_its_own() {
    for horizon in [2, 24] {
        let guarantee = guaranteed(json!({"window": "period", "amount": "100.00 USD"}));
        let terms = then(sheet(guarantee.clone()), "2026-02-01", plain());
        let terms = then(terms, "2026-03-01", guarantee);
        let mut books = Books::of(with(terms, "refund_horizon", json!(horizon)));
        books.sells(&[], &["item shop: 0.00", "guarantee g: 100.00"]);
        books.sells(&[], &["item shop: 0.00"]);
        books.sells(&[], &["item shop: 0.00", "guarantee g: 100.00"]);
        let lines = ["item shop: 50.00", "item shop: 0.00", "guarantee g: 100.00"];
        books.sells(&[of(2, sold("shop", "500.00"))], &lines);
    }
}

// Of 90 days of a quarter, 28 were February and 59 are gone by its end.
#[test]
fn what_accrues_begins_with_the_guarantee_unless_all_of_it_is_owed() {
    for (prorate, february, march) in [(true, "28.00", "31.00"), (false, "59.00", "31.00")] {
        let guarantee = guaranteed(json!({"window": {"months": 3}, "amount": "90.00 USD",
            "test": "accrued", "prorate": prorate}));
        let mut books = Books::of(then(sheet(plain()), "2026-02-01", guarantee));
        books.sells(&[], &["item shop: 0.00"]);
        for top_up in [february, march] {
            let top_up = format!("guarantee g: {top_up}");
            books.sells(&[], &["item shop: 0.00", &top_up]);
        }
    }
}

// 31.00 of 90.00 accrued in January; from February on all of it is due at the close.
#[test]
fn what_had_accrued_goes_back_when_an_amendment_puts_the_test_off() {
    let quarter = |test: &str| {
        guaranteed(json!({"window": {"months": 3}, "amount": "90.00 USD", "test": test}))
    };
    let terms = then(sheet(quarter("accrued")), "2026-02-01", quarter("at_close"));
    let mut books = Books::of(terms);
    for top_up in ["31.00", "-31.00", "90.00"] {
        let top_up = format!("guarantee g: {top_up}");
        books.sells(&[], &["item shop: 0.00", &top_up]);
    }
}

#[test]
fn a_guarantee_of_earnings_stands_beside_one_of_payables() {
    let guarantee = |id: &str, on: &str, amount: &str| {
        json!({"id": id, "on": on, "window": "period",
        "amount": amount})
    };
    let mut version = plain();
    version["guarantees"] = json!([
        guarantee("earned", "earned", "50.00 USD"),
        guarantee("payable", "payable", "70.00 USD")
    ]);
    Books::of(sheet(version)).sells(
        &[sold("shop", "100.00")],
        &[
            "item shop: 10.00",
            "guarantee earned: 40.00",
            "guarantee payable: 20.00",
        ],
    );
}

// January met its 100.00; of the two periods from February on nothing is earned yet.
#[test]
fn what_is_pending_is_that_of_the_present_window_whatever_windows_there_were() {
    let over = |window: Value| guaranteed(json!({"window": window, "amount": "100.00 USD"}));
    let (first, second) = (over(json!({"months": 1})), over(json!({"periods": 4})));
    let mut books = Books::of(then(sheet(first), "2026-02-01", second));
    books.sells(&[sold("shop", "1000.00")], &["item shop: 100.00"]);
    let statement = books.sells(&[], &["item shop: 0.00"]);
    assert_eq!(
        notices(&statement),
        json!([{"guarantee_pending": {"guarantee": "g", "short": "100.00 USD"}}])
    );
}

#[test]
fn what_is_earned_counts_in_its_own_window_whatever_windows_counted_from() {
    let over = |window: Value| guaranteed(json!({"window": window, "amount": "100.00 USD"}));
    let first = over(json!({"months": 1, "anchor": "2025-12-01"}));
    let second = over(json!({"months": 1}));
    let mut books = Books::of(then(sheet(first), "2026-02-01", second));
    books.sells(&[sold("shop", "1500.00")], &["item shop: 150.00"]);
    let lines = ["item shop: 60.00", "guarantee g: 40.00"];
    books.sells(&[sold("shop", "600.00")], &lines);
}

// 150.00 were earned in January and 60.00 in February, so that 50.00 were left for it.
#[test]
fn a_surplus_is_carried_in_order_of_time_whatever_windows_count_from() {
    let months = |window: Value| {
        guaranteed(json!({"window": window, "amount": "100.00 USD", "surplus": "carry_forward"}))
    };
    let first = months(json!({"months": 1, "anchor": "2025-12-01"}));
    let second = months(json!({"months": 1}));
    let mut books = Books::of(then(sheet(first), "2026-02-01", second));
    books.sells(&[sold("shop", "1500.00")], &["item shop: 150.00"]);
    books.sells(&[sold("shop", "600.00")], &["item shop: 60.00"]);
    let lines = ["item shop: 60.00", "guarantee g: 30.00"];
    books.sells(&[sold("shop", "600.00")], &lines);
}

// From 29 February on, the first year ends before its 28 February.
#[test]
fn a_year_without_the_day_of_an_installment_owes_at_its_close() {
    let yearly = json!([{"on": "02-28", "share": "1"}, {"on": "07-01", "share": "0"}]);
    let guarantee = json!({"window": {"months": 12}, "amount": "100.00 USD",
        "test": {"yearly": yearly}});
    let mut terms = sheet(with(guaranteed(guarantee), "from", json!("2024-02-29")));
    terms["start"] = json!("2024-02-29");
    terms["versions"][0]["from"] = json!("2024-02-29");
    let mut books = Books::of(terms);
    let half = json!({"period": "2024-02-29..2024-08-29"});
    books.books(half, &["item shop: 0.00"]);
    let rest = json!({"period": "2024-08-29..2025-02-28"});
    books.books(rest, &["item shop: 0.00", "guarantee g: 100.00"]);
    let first_day = json!({"period": "2025-02-28..2025-03-01"});
    books.books(first_day, &["item shop: 0.00", "guarantee g: 100.00"]);
}
