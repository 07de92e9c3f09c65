//! Caps and surcharges over versions.

use serde_json::{Value, json};

use super::{Books, back, of, share, sheet, sold, then};

fn cap(id: &str, amount: &str, scope: &[&str]) -> Value {
    json!({"id": id, "amount": format!("{amount} USD"), "window": "lifetime", "scope": scope})
}

#[test]
fn the_state_knows_a_cap_in_the_versions_that_have_it() {
    let items = || ["a", "b"].map(|id| share(id, json!("lifetime")));
    let first = json!({"items": items(), "caps": [cap("of-a", "50.00", &["a"])]});
    let both = [cap("of-a", "50.00", &["a"]), cap("of-b", "50.00", &["b"])];
    let second = json!({"items": items(), "caps": both});
    let mut books = Books::of(then(sheet(first), "2026-02-01", second));
    let lines = ["item a: 100.00", "item b: 0.00", "cap of-a: -50.00"];
    books.sells(&[sold("a", "1000.00")], &lines);
    let late = [of(1, sold("a", "100.00"))];
    books.sells(
        &late,
        &[
            "item a: 10.00",
            "item a: 0.00",
            "item b: 0.00",
            "cap of-a: -10.00",
        ],
    );
    assert_eq!(
        books.keys("/caps"),
        ["of-a/1/lifetime", "of-a/2/lifetime", "of-b/2/lifetime"]
    );
}

#[test]
fn caps_of_items_apart_cut_nothing_of_each_other() {
    let items = ["a", "b"].map(|id| share(id, json!("lifetime")));
    let caps = [cap("of-a", "50.00", &["a"]), cap("of-b", "50.00", &["b"])];
    let mut books = Books::of(sheet(json!({"items": items, "caps": caps})));
    let lines = [
        "item a: 100.00",
        "item b: 100.00",
        "cap of-a: -50.00",
        "cap of-b: -50.00",
    ];
    books.sells(&[sold("a", "1000.00"), sold("b", "1000.00")], &lines);
}

#[test]
fn the_state_knows_a_cap_in_each_window_in_the_versions_that_came_to_it() {
    let version = || {
        json!({"items": [share("a", json!("period"))],
            "caps": [{"id": "top", "amount": "50.00 USD", "window": "period"}]})
    };
    let mut books = Books::of(then(sheet(version()), "2026-02-01", version()));
    let lines = ["item a: 60.00", "cap top: -10.00"];
    books.sells(&[sold("a", "600.00")], &lines);
    books.sells(&[sold("a", "600.00")], &lines);
    assert_eq!(books.keys("/caps"), ["top/1/p1", "top/2/p2"]);
}

// 150.00 were cut to 100.00. Where the cap goes on, 30.00 that go back are first taken from what it
// had cut; where it falls to 90.00, nothing is left above it.
#[test]
fn a_refund_eats_what_the_cap_had_cut_while_the_cap_goes_on() {
    for (amount, lines) in [
        ("100.00", &["item a: -30.00", "cap top: 30.00"][..]),
        ("90.00", &["item a: -30.00"]),
    ] {
        let version = |amount: &str| {
            json!({"items": [share("a", json!("lifetime"))],
                "caps": [cap("top", amount, &["a"])]})
        };
        let terms = then(sheet(version("100.00")), "2026-02-01", version(amount));
        let mut books = Books::of(terms);
        let cut = ["item a: 150.00", "cap top: -50.00"];
        books.sells(&[sold("a", "1500.00")], &cut);
        books.sells(&[back("a", "300.00")], lines);
    }
}

// Of 80.00 of a in February the inner cap cuts 30.00, of 110.00 of both the outer one 30.00; in
// January they were apart, and from March on the inner one is gone.
#[test]
fn caps_stand_in_the_order_of_the_present_version_and_cut_from_within() {
    let version = |caps: Value| {
        let items = ["a", "b"].map(|id| share(id, json!("lifetime")));
        json!({"items": items, "caps": caps})
    };
    let inner = || cap("inner", "50.00", &["a"]);
    let outer = |scope: &[&str]| cap("outer", "80.00", scope);
    let both = ["a", "b"];
    let terms = sheet(version(json!([outer(&["b"]), inner()])));
    let terms = then(terms, "2026-02-01", version(json!([inner(), outer(&both)])));
    let terms = then(terms, "2026-03-01", version(json!([outer(&both)])));
    let mut books = Books::of(terms);
    books.sells(&[], &["item a: 0.00", "item b: 0.00"]);
    let lines = ["item a: 30.00", "item b: 60.00", "cap outer: -10.00"];
    books.sells(&[sold("a", "300.00"), sold("b", "600.00")], &lines);
    let lines = [
        "item a: 50.00",
        "item a: 0.00",
        "item b: 0.00",
        "cap outer: -20.00",
        "cap inner: -30.00",
    ];
    books.sells(&[of(2, sold("a", "500.00"))], &lines);
}

// Half of 0.01 is rounded to 0.01, half of 0.02 is 0.01.
#[test]
fn a_surcharge_is_rounded_over_all_versions_together() {
    let mut item = share("a", json!("lifetime"));
    item["surcharges"] = json!([{"id": "rights", "rate": "50%"}]);
    let version = json!({ "items": [item] });
    let terms = then(sheet(version.clone()), "2026-02-01", version);
    let mut books = Books::of(terms);
    let lines = ["item a: 0.01", "surcharge a/rights: 0.01"];
    books.sells(&[sold("a", "0.10")], &lines);
    books.sells(&[sold("a", "0.10")], &["item a: 0.01"]);
}

// Half of what the cap lets through: 0.01 of 0.01, and no more of 0.02.
#[test]
fn a_surcharge_of_a_cap_is_rounded_over_all_versions_together() {
    let version = || {
        let mut cap = cap("top", "1.00", &["a"]);
        cap["surcharges"] = json!([{"id": "rights", "rate": "50%"}]);
        json!({"items": [share("a", json!("lifetime"))], "caps": [cap]})
    };
    let mut books = Books::of(then(sheet(version()), "2026-02-01", version()));
    let lines = ["item a: 0.01", "surcharge top/rights: 0.01"];
    books.sells(&[sold("a", "0.10")], &lines);
    books.sells(&[sold("a", "0.10")], &["item a: 0.01"]);
}
