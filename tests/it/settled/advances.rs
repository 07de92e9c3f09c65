//! Advances: when they are paid, what earns them back, and what opens them again.

use serde_json::{Value, json};

use super::{Books, back, share, sheet, sold, with};

/// 10% of the shop over a lifetime, against these advances.
fn advanced(advances: Value) -> Value {
    let items = json!([share("shop", json!("lifetime"))]);
    with(sheet(json!({"items": items})), "advances", advances)
}

fn advance(id: &str, amount: &str) -> Value {
    json!({"id": id, "amount": format!("{amount} USD"), "paid_on": "2026-01-01"})
}

#[test]
fn an_account_to_which_nothing_was_charged_remembers_no_cost() {
    let open = with(advance("signing", "100.00"), "charges", json!({}));
    let mut books = Books::of(advanced(json!([open])));
    let lines = ["item shop: 50.00", "recoupment signing: -50.00"];
    books.sells(&[sold("shop", "500.00")], &lines);
    assert_eq!(
        books.remembers("/advances/signing"),
        json!({"outstanding": "50.00 USD", "own": "50.00 USD", "group": "0.00 USD"})
    );
}

#[test]
fn an_advance_whose_day_was_missed_is_paid_by_the_next_statement() {
    let mut books = Books::of(advanced(json!([])));
    books.sells(&[sold("shop", "500.00")], &["item shop: 50.00"]);
    books.under(advanced(json!([advance("signing", "100.00")])));
    let lines = ["item shop: 50.00", "recoupment signing: -50.00"];
    let statement = books.sells(&[sold("shop", "500.00")], &lines);
    assert_eq!(statement.advanced().to_string(), "100.00 USD");
    let statement = books.sells(&[], &["item shop: 0.00"]);
    assert!(statement.advanced().is_zero());
}

// 10% of 0.01 are less than half a cent.
#[test]
fn a_recoupment_of_nothing_is_no_line() {
    let slow = with(advance("signing", "100.00"), "share", json!("10%"));
    let mut books = Books::of(advanced(json!([slow])));
    books.sells(&[sold("shop", "0.10")], &["item shop: 0.01"]);
}

#[test]
fn an_advance_of_which_nothing_was_recouped_does_not_open_again() {
    let both = json!([advance("first", "100.00"), advance("second", "100.00")]);
    let mut books = Books::of(advanced(both));
    let lines = ["item shop: 50.00", "recoupment first: -50.00"];
    books.sells(&[sold("shop", "500.00")], &lines);
    let lines = ["item shop: -30.00", "recoupment_reversed first: 30.00"];
    let statement = books.sells(&[back("shop", "300.00")], &lines);
    let left: Vec<String> = statement
        .advances()
        .iter()
        .map(|(id, left)| format!("{id} {left}"))
        .collect();
    assert_eq!(left, ["first 80.00 USD", "second 100.00 USD"]);
    assert_eq!(books.remembers("/advances/first/own"), json!("20.00 USD"));
}

#[test]
fn a_debit_opens_the_last_advance_and_no_other_if_that_is_enough() {
    let both = json!([advance("first", "20.00"), advance("second", "30.00")]);
    let mut books = Books::of(advanced(both));
    let lines = [
        "item shop: 50.00",
        "recoupment first: -20.00",
        "recoupment second: -30.00",
    ];
    books.sells(&[sold("shop", "500.00")], &lines);
    let lines = ["item shop: -30.00", "recoupment_reversed second: 30.00"];
    books.sells(&[back("shop", "300.00")], &lines);
}

// Of 200.00, 100.00 were recouped for costs that come back: they cover a debit of 50.00.
#[test]
fn what_comes_back_of_costs_covers_a_debit_before_an_advance_opens_again() {
    let costs = json!({"id": "costs", "charges": {}});
    let mut books = Books::of(advanced(json!([advance("signing", "100.00"), costs])));
    let charge = |id: &str, amount: &str| json!([{"id": id, "advance": "costs", "amount": amount}]);
    let spent = json!({"totals": [sold("shop", "2000.00")], "charges": charge("1", "100.00 USD")});
    let lines = [
        "item shop: 200.00",
        "recoupment signing: -100.00",
        "recoupment costs: -100.00",
    ];
    books.books(spent, &lines);
    let credited = json!({"totals": [back("shop", "500.00")],
        "charges": charge("2", "-100.00 USD")});
    let lines = ["item shop: -50.00", "recoupment_reversed costs: 100.00"];
    let statement = books.books(credited, &lines);
    assert_eq!(statement.paid().to_string(), "50.00 USD");
    assert_eq!(books.remembers("/advances/costs/own"), json!("0.00 USD"));
}

#[test]
fn an_advance_that_is_earned_back_is_not_asked_back_at_the_end() {
    let advance = with(advance("signing", "50.00"), "at_end", json!("repay"));
    let mut books = Books::of(advanced(json!([advance])));
    let last = json!({"totals": [sold("shop", "500.00")], "final": true});
    let lines = ["item shop: 50.00", "recoupment signing: -50.00"];
    books.books(last, &lines);
}

#[test]
fn advances_from_items_apart_take_nothing_from_each_other() {
    let items = ["a", "b"].map(|id| share(id, json!("lifetime")));
    let own = |id: &str| with(advance(id, "100.00"), "from", json!([id]));
    let terms = with(
        sheet(json!({ "items": items })),
        "advances",
        json!([own("a"), own("b")]),
    );
    Books::of(terms).sells(
        &[sold("a", "1000.00"), sold("b", "1000.00")],
        &[
            "item a: 100.00",
            "item b: 100.00",
            "recoupment a: -100.00",
            "recoupment b: -100.00",
        ],
    );
}

// 200.00 of b wait thirty days; a has its own 50.00.
#[test]
fn what_is_held_of_other_items_takes_nothing_from_those_of_an_advance() {
    let items = ["a", "b"].map(|id| share(id, json!("lifetime")));
    let hold = json!({"days": 30, "scope": ["b"]});
    let own = with(advance("signing", "100.00"), "from", json!(["a"]));
    let terms = sheet(json!({"items": items, "hold": hold}));
    Books::of(with(terms, "advances", json!([own]))).sells(
        &[sold("a", "500.00"), sold("b", "2000.00")],
        &[
            "item a: 50.00",
            "item b: 200.00",
            "held: -200.00",
            "recoupment signing: -50.00",
        ],
    );
}

#[test]
fn what_is_given_in_kind_adds_up_inside_one_activity_too() {
    let mut books = Books::of(sheet(
        json!({"in_kind": [{"id": "gear", "limit": "500.00 USD"}]}),
    ));
    let given =
        |id: &str, value: &str| json!({"id": id, "item": "gear", "value": format!("{value} USD")});
    let lines = [
        "in_kind k1: 200.00",
        "in_kind_settled k1: -200.00",
        "in_kind k2: 250.00",
        "in_kind_settled k2: -250.00",
    ];
    let both = json!([given("k1", "200.00"), given("k2", "250.00")]);
    books.books(json!({ "in_kind": both }), &lines);
    assert_eq!(books.remembers("/in_kind/gear"), json!("450.00 USD"));
    assert_eq!(
        books.refused(json!({"in_kind": [given("k3", "50.01")]})),
        "k3 in kind is above what is left of gear: 50.00 USD"
    );
}
