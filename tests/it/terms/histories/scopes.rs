//! What lies inside the scope of a reserve, a hold and an advance.

use serde_json::{Value, json};

use super::{item_of, month, nothing, settled, share_of, version, versions, with};

fn kept(items: Value) -> Value {
    json!({"items": items, "reserve": {"rate": "20%", "release": [1]},
        "hold": {"days": 30, "scope": ["shop"]}})
}

// Of 100.00 and 100.00 earned 40.00 are kept back, from both.
#[test]
fn what_is_kept_back_of_everything_is_not_taken_from_what_one_item_holds() {
    let both = json!([item_of("shop", "shop"), item_of("link", "link")]);
    let sold = json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"},
        {"stream": "link", "amount": "1000.00 USD"}]});
    let settled = settled(version(kept(both)), [month(1, sold)]);
    assert_eq!(settled[0].lines("reserve_taken"), [" -40.00 USD"]);
    assert_eq!(settled[0].lines("held"), [" -100.00 USD"]);
}

#[test]
fn a_reserve_without_a_scope_also_lies_on_items_that_only_older_versions_have() {
    let both = json!([item_of("shop", "shop"), item_of("link", "link")]);
    let one = kept(json!([item_of("shop", "shop")]));
    let sold = json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"},
        {"stream": "link", "of": 1, "amount": "1000.00 USD"}]});
    let terms = versions(&[json!({"items": both}), one]);
    let settled = settled(terms, [nothing(1), month(2, sold)]);
    assert_eq!(settled[1].lines("reserve_taken"), [" -40.00 USD"]);
    assert_eq!(settled[1].lines("held"), [" -100.00 USD"]);
}

// 100.00 earned, 20.00 of it kept back, and 500.00 that no item earned.
#[test]
fn an_advance_on_items_takes_what_they_earned_less_what_was_kept_back_of_them() {
    let body = json!({"items": [item_of("shop", "shop")],
        "reserve": {"rate": "20%", "release": [1]}});
    let advance = json!({"id": "book", "amount": "1000.00 USD", "paid_on": "2026-01-01",
        "from": ["shop"]});
    let order = json!({"id": "extra", "amount": "500.00 USD", "approved_on": "2026-01-10"});
    let entries = json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"}],
        "change_orders": [order]});
    let terms = with(version(body), "advances", json!([advance]));
    let settled = settled(terms, [month(1, entries)]);
    assert_eq!(settled[0].lines("recoupment"), ["book -80.00 USD"]);
}

#[test]
fn an_advance_leaves_what_other_items_earned_to_the_advances_on_them() {
    let body = json!({"items": [item_of("shop", "shop"), item_of("link", "link")]});
    let advance = |id: &str, amount: &str, from: &str| json!({"id": id, "amount": amount, "paid_on": "2026-01-01", "from": [from]});
    let advances = json!([
        advance("first", "60.00 USD", "shop"),
        advance("second", "90.00 USD", "link")
    ]);
    let sold = json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"},
        {"stream": "link", "amount": "500.00 USD"}]});
    let settled = settled(with(version(body), "advances", advances), [month(1, sold)]);
    assert_eq!(
        settled[0].lines("recoupment"),
        ["first -60.00 USD", "second -50.00 USD"]
    );
}

/// An advance on the shop alone, where shop and link earn 100.00 each.
fn recouped(clauses: Value) -> Vec<String> {
    let mut body = json!({"items": [item_of("shop", "shop"), item_of("link", "link")]});
    for (name, clause) in clauses.as_object().expect("clauses") {
        body[name] = clause.clone();
    }
    let advance = json!({"id": "book", "amount": "1000.00 USD", "paid_on": "2026-01-01",
        "from": ["shop"]});
    let sold = json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"},
        {"stream": "link", "amount": "1000.00 USD"}]});
    let settled = settled(
        with(version(body), "advances", json!([advance])),
        [month(1, sold)],
    );
    settled[0].lines("recoupment")
}

#[test]
fn an_advance_on_an_item_is_not_less_for_what_lies_on_others_too() {
    let cap = |id: &str, amount: &str, scope: Value| json!({"id": id, "amount": amount, "window": "lifetime", "scope": scope});
    let both = cap("most", "150.00 USD", json!(["shop", "link"]));
    let own = cap("most", "40.00 USD", json!(["shop"]));
    let other = cap("least", "70.00 USD", json!(["link"]));
    let reserve = json!({"rate": "20%", "release": [1], "scope": ["link"]});
    for (clauses, taken) in [
        (json!({}), "book -100.00 USD"),
        (json!({"reserve": reserve}), "book -100.00 USD"),
        (json!({"caps": [both]}), "book -100.00 USD"),
        (json!({"caps": [other]}), "book -100.00 USD"),
        (json!({"caps": [own]}), "book -40.00 USD"),
        (json!({"caps": [other, own]}), "book -40.00 USD"),
    ] {
        assert_eq!(recouped(clauses.clone()), [taken], "{clauses}");
    }
}

#[test]
fn a_cap_also_holds_where_the_first_period_of_a_window_is_forgotten() {
    let fours = json!({"id": "fours", "window": {"periods": 4}, "pay": share_of("shop")});
    let cap = json!({"id": "most", "amount": "50.00 USD", "window": "lifetime"});
    let terms = version(json!({"items": [fours], "caps": [cap]}));
    let sold = super::sold(4, "1000.00 USD");
    let history = (1..=3).map(nothing).chain([sold]);
    let settled = settled(with(terms, "refund_horizon", json!(1)), history);
    assert_eq!(settled[3].lines("item"), ["fours 100.00 USD"]);
    assert_eq!(settled[3].lines("cap"), ["most -50.00 USD"]);
}

// 20.00 of January are kept back and released in February, when nothing is earned.
#[test]
fn an_advance_on_items_takes_what_is_released_of_them() {
    let body = json!({"items": [item_of("shop", "shop")],
        "reserve": {"rate": "20%", "release": [1], "scope": ["shop"]}});
    let advance = json!({"id": "book", "amount": "1000.00 USD", "paid_on": "2026-01-01",
        "from": ["shop"]});
    let terms = with(version(body), "advances", json!([advance]));
    let sold = json!({"totals": [{"stream": "shop", "amount": "1000.00 USD"}]});
    let settled = settled(terms, [month(1, sold), nothing(2)]);
    assert_eq!(settled[0].lines("recoupment"), ["book -80.00 USD"]);
    assert_eq!(settled[1].lines("reserve_released"), [" 20.00 USD"]);
    assert_eq!(settled[1].lines("recoupment"), ["book -20.00 USD"]);
}
