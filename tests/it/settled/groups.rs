//! Groups: what one agreement gives to the open advances of others.

use partnership::compensation::{Activity, State, Terms, settle_group};
use serde_json::{Value, json};

use super::{share, sheet, sold, with};

/// 10% of the shop against these advances, in a group.
fn member(id: &str, advances: Value) -> Terms {
    let terms = sheet(json!({"items": [share("shop", json!("lifetime"))]}));
    let terms = with(with(terms, "id", json!(id)), "group", json!("slate"));
    serde_json::from_value(with(terms, "advances", advances)).expect("a sheet without a fault")
}

fn signing(amount: &str) -> Value {
    json!([{"id": "signing", "amount": format!("{amount} USD"), "paid_on": "2026-01-01"}])
}

fn month(no: u32, entries: Value) -> Activity {
    let period = format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
    let activity = with(entries, "no", json!(no));
    serde_json::from_value(with(activity, "period", json!(period))).expect("an activity")
}

fn shop(amount: &str) -> Value {
    json!({"totals": [sold("shop", amount)]})
}

/// The lines of every agreement of a round, and its state after.
#[track_caller]
fn round(entries: &[(&Terms, &State, &Activity)]) -> Vec<(Vec<String>, State)> {
    let settled = settle_group(entries).expect("a round that settles").settled;
    let settled = settled.into_iter().map(|(statement, state)| {
        let lines = statement.lines().iter().map(ToString::to_string);
        (lines.collect(), state)
    });
    settled.collect()
}

fn advance(state: &State) -> Value {
    serde_json::to_value(state).expect("JSON")["advances"]["signing"].take()
}

#[test]
fn what_one_advance_took_is_not_there_for_the_next() {
    let hit = member("hit", json!([]));
    let (first, second) = (
        member("one", signing("200.00")),
        member("two", signing("200.00")),
    );
    let (earned, nothing) = (month(1, shop("3000.00")), month(1, json!({})));
    let states = [&hit, &first, &second].map(Terms::new_state);
    let settled = round(&[
        (&hit, &states[0], &earned),
        (&first, &states[1], &nothing),
        (&second, &states[2], &nothing),
    ]);
    assert_eq!(
        settled[0].0,
        [
            "item shop: 300.00 USD",
            "cross_recoupment one/signing: -200.00 USD",
            "cross_recoupment two/signing: -100.00 USD",
        ]
    );
    let left = |outstanding: &str, group: &str| {
        json!({"outstanding": outstanding, "own": "0.00 USD",
        "group": group})
    };
    assert_eq!(advance(&settled[1].1), left("0.00 USD", "200.00 USD"));
    assert_eq!(advance(&settled[2].1), left("100.00 USD", "100.00 USD"));
}

// 10% of 0.01 are less than half a cent.
#[test]
fn what_gives_nothing_is_no_line() {
    let slow = with(signing("200.00")[0].take(), "share", json!("10%"));
    let (hit, flop) = (member("hit", json!([])), member("flop", json!([slow])));
    let (earned, nothing) = (month(1, shop("0.10")), month(1, json!({})));
    let states = [&hit, &flop].map(Terms::new_state);
    let settled = round(&[(&hit, &states[0], &earned), (&flop, &states[1], &nothing)]);
    assert_eq!(settled[0].0, ["item shop: 0.01 USD"]);
    assert_eq!(settled[1].0, ["item shop: 0.00 USD"]);
}

// 600.00 of costs: 200.00 are recouped from own income, 300.00 by the group, 100.00 are left.
#[test]
fn no_more_comes_back_than_is_left_and_was_recouped_from_own_income() {
    let (hit, flop) = (
        member("hit", json!([])),
        member("flop", json!([{"id": "signing", "charges": {}}])),
    );
    let charge = |id: &str, amount: &str| {
        json!({"charges": [{"id": id, "advance": "signing",
        "amount": format!("{amount} USD")}]})
    };
    let costs = with(
        charge("studio", "600.00"),
        "totals",
        shop("2000.00")["totals"].take(),
    );
    let (earned, spent) = (month(1, shop("3000.00")), month(1, costs));
    let states = [&hit, &flop].map(Terms::new_state);
    let settled = round(&[(&hit, &states[0], &earned), (&flop, &states[1], &spent)]);
    assert_eq!(advance(&settled[1].1)["outstanding"], json!("100.00 USD"));
    let nothing = month(2, json!({}));
    let credited = |amount: &str| {
        let credit = month(2, charge("credit", amount));
        let entries = [
            (&hit, &settled[0].1, &nothing),
            (&flop, &settled[1].1, &credit),
        ];
        settle_group(&entries).map(|round| {
            let (statement, _) = &round.settled[1];
            statement.paid().to_string()
        })
    };
    assert_eq!(credited("-300.00"), Ok("200.00 USD".to_owned()));
    let refused = credited("-300.01").expect_err("more than there is");
    assert_eq!(
        refused.to_string(),
        "flop: more of the advance signing comes back than 300.00 USD"
    );
}
