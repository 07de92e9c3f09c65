//! The papers of a waterfall as they travel: golden files, closed doors, and states that were
//! changed on the way.

use std::fs;

use partnership::Money;
use partnership::explain::ExplainError;
use partnership::split::{
    Pools, PoolsState, Receipt, Waterfall, WaterfallError, WaterfallState, WaterfallStatement,
};
use partnership::time::date;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::forgeries::refuses_state;
use super::strategies::waterfall;
use super::{papers, proved, proved_in_pools, result, usd};
use crate::families::built_waterfall;
use crate::support::{cases, root};

fn golden(name: &str) -> Value {
    let path = root().join("tests/golden/waterfalls").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Reads a golden file, and holds what is written again to it.
#[track_caller]
fn reads<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let written = golden(name);
    let value: T = serde_json::from_value(written.clone()).expect(name);
    assert_eq!(json!(value), written, "{name}");
    value
}

// 25% of 500.00 off the top; 300.00 are put in and 375.00 arrive at them, so half a year of 8% on
// 300.00, which is 12.00, is paid too; 63.00 are left: 3.00 catch up to 20% of 15.00 of profit, and
// 60.00 go 80/20.
#[test]
fn a_receipt_and_its_papers_are_written_as_ever() {
    let fund: Waterfall = reads("fund.json");
    let statement: WaterfallStatement = reads("fund_statement.json");
    let state: WaterfallState = reads("fund_state.json");
    let receipt = Receipt::on(date("2026-07-01").unwrap(), usd("500.00"));
    let (after, written) = fund.distribute(&fund.new_state(), receipt).unwrap();
    assert_eq!(written, statement);
    assert_eq!(after, state);
    proved(&fund, &fund.new_state(), &after, &written);
}

#[test]
fn pools_and_their_state_are_written_as_ever() {
    let pools: Pools = reads("pools.json");
    let state: PoolsState = reads("pools_state.json");
    let mut found = pools.new_state();
    for (pool, amount) in [("cinema", "60.00"), ("tv", "100.00"), ("cinema", "-20.00")] {
        let (after, statement) = pools
            .distribute(&found, pool, Receipt::undated(usd(amount)))
            .unwrap();
        proved_in_pools(&pools, pool, (&found, &after), &statement);
        found = after;
    }
    assert_eq!(found, state);
    // Cinema received 60.00 and gave 20.00 back.
    assert_eq!(
        state.pool("cinema").map(WaterfallState::received),
        Some(usd("40.00"))
    );
    assert_eq!(
        state.pool("tv").map(WaterfallState::received),
        Some(usd("100.00"))
    );
    assert_eq!(state.pool("radio"), None);
    for (name, pool) in pools.pools() {
        assert_eq!(pools.pool(name), Some(pool));
    }
    assert_eq!(pools.pool("radio"), None);
}

#[track_caller]
fn refuses<T: DeserializeOwned>(mut written: Value, pointer: &str, value: Value, message: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = written.pointer_mut(parent).unwrap();
    match parent.as_array_mut() {
        Some(list) => list[key.parse::<usize>().unwrap()] = value,
        None => drop(
            parent
                .as_object_mut()
                .unwrap()
                .insert(key.to_owned(), value),
        ),
    }
    let Err(error) = serde_json::from_value::<T>(written) else {
        panic!("{pointer} was read");
    };
    assert!(error.to_string().contains(message), "{pointer}: {error}");
}

#[test]
fn the_doors_are_closed_to_what_is_no_paper() {
    let fund = || golden("fund.json");
    let state = || golden("fund_state.json");
    let statement = || golden("fund_statement.json");
    refuses::<Waterfall>(
        fund(),
        "/schema",
        json!(2),
        "schema 2 of a waterfall is not 1",
    );
    refuses::<Waterfall>(fund(), "/extra", json!(1), "unknown field `extra`");
    refuses::<Waterfall>(fund(), "/tiers/0/extra", json!(1), "unknown field `extra`");
    refuses::<Waterfall>(
        fund(),
        "/tiers/0/rate",
        json!("101%"),
        "is not between 0 and 1",
    );
    refuses::<Waterfall>(fund(), "/tiers/0/rate", json!(0.25), "as text");
    refuses::<Waterfall>(
        fund(),
        "/tiers/4/split",
        json!({"gp": "1", "lp": "1"}),
        "not 1",
    );
    refuses::<Waterfall>(fund(), "/anchor", json!("2026-1-1"), "malformed date");
    refuses::<Waterfall>(fund(), "/anchor", Value::Null, "has no anchor");
    refuses::<WaterfallState>(
        state(),
        "/schema",
        json!(2),
        "schema 2 of a waterfall is not 1",
    );
    refuses::<WaterfallState>(state(), "/extra", json!(1), "unknown field `extra`");
    refuses::<WaterfallState>(state(), "/unit", json!("0.02 USD"), "/unit of a state");
    refuses::<WaterfallState>(
        state(),
        "/received",
        json!("1.00 EUR"),
        "/received of a state",
    );
    refuses::<WaterfallState>(
        state(),
        "/tiers/1/total",
        json!("1.00 EUR"),
        "an amount of a state",
    );
    let ledger = json!({"schema": 1, "currency": "USD", "parties": {}});
    refuses::<WaterfallState>(
        state(),
        "/tiers/1/shares",
        ledger,
        "either shares, claims or",
    );
    refuses::<WaterfallStatement>(statement(), "/schema", json!(2), "schema 2");
    for line in ["/lines/gp", "/lines/lp"] {
        refuses::<WaterfallStatement>(statement(), line, json!("1.00 USD"), "the lines");
    }
    refuses::<WaterfallStatement>(
        statement(),
        "/tiers/0/amount",
        json!("1.00 USD"),
        "the lines",
    );
    let twice = r#"{"schema": 1, "currency": "USD", "parties": ["a"], "tiers": [
        {"kind": "recoup", "claims": {"a": "1.00 USD", "a": "2.00 USD"}, "rule": "proportional"},
        {"kind": "residual", "split": {"a": "1"}}]}"#;
    let error = serde_json::from_str::<Waterfall>(twice)
        .unwrap_err()
        .to_string();
    assert!(error.contains("the key a stands twice"), "{error}");
}

#[test]
fn papers_are_of_one_schema_and_one_currency() {
    let statement = || golden("fund_statement.json");
    let schema = "schema 2 of a waterfall is not 1";
    refuses::<Pools>(golden("pools.json"), "/schema", json!(2), schema);
    refuses::<PoolsState>(golden("pools_state.json"), "/schema", json!(2), schema);
    refuses::<WaterfallStatement>(statement(), "/schema", json!(2), schema);
    for nothing in ["/deficit", "/undistributed", "/tiers/3/lines/lp"] {
        refuses::<WaterfallStatement>(statement(), nothing, json!("0.00 EUR"), "the lines");
    }
    let fund: Waterfall = reads("fund.json");
    let euros = golden("fund_state.json").to_string().replace("USD", "EUR");
    let euros: WaterfallState = serde_json::from_str(&euros).unwrap();
    let receipt = Receipt::on(date("2026-08-01").unwrap(), usd("1.00"));
    let refused = fund.distribute(&euros, receipt).unwrap_err();
    let message = "/currency of a state of a waterfall does not fit";
    assert_eq!(refused.to_string(), message);
}

#[test]
fn a_state_that_no_receipts_lead_to_is_refused_with_its_place() {
    let fund: Waterfall = reads("fund.json");
    for (pointer, value, place) in [
        ("/received", "499.00 USD", "/tiers"),
        ("/received", "-1.00 USD", "/received"),
        ("/tiers/1/total", "299.00 USD", "/tiers"),
        ("/tiers/1/claims/lp", "299.00 USD", "/tiers/1/total"),
        ("/tiers/2/returns/lp/carry", "1/7", "/tiers/2/returns/0"),
        ("/tiers/2/returns/lp/carry", "3/4", "/tiers/2/returns/0"),
        (
            "/tiers/2/returns/lp/booked",
            "1.00 USD",
            "/tiers/2/returns/0",
        ),
        (
            "/tiers/2/returns/lp/compounded",
            "20.00 USD",
            "/tiers/2/returns/0",
        ),
    ] {
        let mut written = golden("fund_state.json");
        *written.pointer_mut(pointer).unwrap() = json!(value);
        let state: WaterfallState = serde_json::from_value(written).unwrap();
        let receipt = Receipt::on(date("2026-08-01").unwrap(), usd("1.00"));
        let refused = fund.distribute(&state, receipt).unwrap_err();
        let place = place.to_owned();
        assert_eq!(refused, WaterfallError::BadState { place }, "{pointer}");
    }
    // Two lines that are changed so that they still add up, either way.
    for (gp, lp) in [("13.00 USD", "47.00 USD"), ("11.00 USD", "49.00 USD")] {
        let mut written = golden("fund_state.json");
        let parties = written.pointer_mut("/tiers/4/shares/parties").unwrap();
        parties["gp"]["paid"] = json!(gp);
        parties["lp"]["paid"] = json!(lp);
        let state: WaterfallState = serde_json::from_value(written).unwrap();
        let receipt = Receipt::on(date("2026-08-01").unwrap(), usd("1.00"));
        let refused = fund.distribute(&state, receipt).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "/tiers/4/shares/parties/0 of a state of a waterfall does not fit"
        );
    }
}

// Of 0.04 at once a cent each for b and c is left to the largest fractions, 5/7: a has nothing. Of
// 0.03 the cent that is left goes to a, for 3/7. So a, who waits for 0.08, is there a cent sooner.
#[test]
fn a_state_that_depends_on_how_receipts_were_cut_is_still_one_of_the_waterfall() {
    let deal: Waterfall = serde_json::from_value(json!({
        "schema": 1, "currency": "USD", "parties": ["a", "b", "c"], "tiers": [
            {"kind": "share_until", "split": {"a": "1/7", "b": "3/7", "c": "3/7"}, "cap": "0.04 USD"},
            {"kind": "share_until_party", "split": {"a": "1"}, "party": "a", "amount": "0.08 USD",
             "counting": "all_tiers"},
            {"kind": "residual", "split": {"b": "1"}}]
    }))
    .unwrap();
    let run = |receipts: &[&str]| {
        let mut state = deal.new_state();
        for receipt in receipts {
            let receipt = Receipt::undated(usd(receipt));
            (state, _) = deal.distribute(&super::reread(&state), receipt).unwrap();
        }
        state.held(1)
    };
    let (cut, whole) = (run(&["0.03", "0.06", "0.20", "0.01"]), run(&["0.30"]));
    assert_ne!(cut, whole);
}

/// Shares of a ledger with one party.
fn alone(name: &str, paid: &str) -> Value {
    json!({"schema": 1, "currency": "USD", "parties": {name: {"paid": paid, "carry": "0"}}})
}

// 20.00 arrived and a waits for 8.00: a tier that holds 5.00 of it let 15.00 pass too early. Only
// where a counts its part of a claim that pools share can a tier above have changed since.
#[test]
fn a_tier_that_waits_for_a_party_lets_nothing_pass_before() {
    for counting in ["this_tier", "all_tiers"] {
        let until = json!({"kind": "share_until_party", "split": {"a": "1"}, "party": "a",
            "amount": "8.00 USD", "counting": counting});
        let rest = json!({"kind": "residual", "split": {"b": "1"}});
        let deal = json!({"schema": 1, "currency": "USD", "parties": ["a", "b"],
            "tiers": [until, rest]});
        let state = json!({"schema": 1, "currency": "USD", "unit": "0.01 USD",
            "received": "20.00 USD", "tiers": [
                {"total": "5.00 USD", "shares": alone("a", "5.00 USD")},
                {"total": "15.00 USD", "shares": alone("b", "15.00 USD")}]});
        refuses_state(&deal, state, None, "/tiers/0/total");
    }
}

// Of the 10.00 that cinema and TV share, cinema paid 4.00 and a waited for 8.00 more; then TV gave
// 2.00 back and cinema paid them. What a has in all tiers is now too much, and stays.
#[test]
fn a_tier_that_counts_itself_alone_waits_in_pools_too() {
    let claim = json!({"kind": "recoup", "claims": {"a": "10.00 USD"}, "rule": "proportional",
        "group": "budget"});
    let rest = json!({"kind": "residual", "split": {"b": "1"}});
    let takes = |counting: &str, received: &str, left: &str| {
        let until = json!({"kind": "share_until_party", "split": {"a": "1"}, "party": "a",
            "amount": "12.00 USD", "counting": counting});
        let pools = json!({"schema": 1, "currency": "USD", "parties": ["a", "b"], "pools": {
            "cinema": {"tiers": [claim, until, rest]},
            "tv": {"tiers": [claim, rest]}}});
        let pools: Pools = serde_json::from_value(pools).unwrap();
        let mut state = json!(pools.new_state());
        let cinema = &mut state["pools"]["cinema"];
        cinema["received"] = json!(received);
        cinema["tiers"] = json!([
            {"total": "6.00 USD", "claims": {"a": "6.00 USD"}},
            {"total": "8.00 USD", "shares": alone("a", "8.00 USD")},
            {"total": left, "shares": alone("b", left)}]);
        let tv = &mut state["pools"]["tv"];
        tv["received"] = json!("4.00 USD");
        tv["tiers"][0] = json!({"total": "4.00 USD", "claims": {"a": "4.00 USD"}});
        let state: PoolsState = serde_json::from_value(state).unwrap();
        pools.distribute(&state, "cinema", Receipt::undated(usd("1.00")))
    };
    assert!(takes("all_tiers", "22.00 USD", "8.00 USD").is_ok());
    assert!(takes("all_tiers", "14.00 USD", "0.00 USD").is_ok());
    let refused = takes("this_tier", "22.00 USD", "8.00 USD").unwrap_err();
    let message = "/pools/cinema/tiers/1/total of a state of a waterfall does not fit";
    assert_eq!(refused.to_string(), message);
}

#[test]
fn a_statement_that_a_stranger_hands_in_is_tested() {
    let fund: Waterfall = reads("fund.json");
    let statement: WaterfallStatement = reads("fund_statement.json");
    statement.explain(&fund, &fund.new_state()).unwrap();
    let mut written = golden("fund_statement.json");
    written["deficit"] = json!("1.00 USD");
    let forged: WaterfallStatement = serde_json::from_value(written).unwrap();
    let refused = forged.explain(&fund, &fund.new_state()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the papers come to another figure at /deficit"
    );
}

#[test]
fn a_changed_figure_of_a_paper_is_found() {
    let fund: Waterfall = reads("fund.json");
    let before = fund.new_state();
    let receipt = Receipt::on(date("2026-07-01").unwrap(), usd("500.00"));
    let (after, statement) = fund.distribute(&before, receipt).unwrap();
    let proof = statement.explain(&fund, &before).unwrap();
    let outcome = result(&statement, &after);
    for (pointer, value) in [
        ("/tiers/0/rate", "26%"),
        ("/tiers/1/claims/lp", "301.00 USD"),
        ("/tiers/2/rate", "9%"),
        ("/tiers/3/target", "21%"),
        ("/anchor", "2026-01-02"),
    ] {
        let mut waterfall = json!(fund);
        *waterfall.pointer_mut(pointer).unwrap() = json!(value);
        let papers = papers(&waterfall, &json!(before), &statement);
        let checked = proof.check_against(&papers, &outcome);
        assert!(
            matches!(checked, Err(ExplainError::DocumentDiffers { .. })),
            "{pointer}: {checked:?}"
        );
    }
    let papers = papers(&json!(fund), &json!(before), &statement);
    for pointer in proof.results().keys() {
        let mut forged = outcome.clone();
        let figure = forged.pointer_mut(pointer).unwrap();
        let text = figure.as_str().unwrap().to_owned();
        *figure = match text.parse::<Money>() {
            Ok(money) => json!(money.checked_add(usd("0.01")).unwrap()),
            Err(_) if text.len() == 10 => json!("2026-07-02"),
            Err(_) => json!("1/9"),
        };
        assert!(proof.check_against(&papers, &forged).is_err(), "{pointer}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn papers_come_back_as_they_went(given in waterfall()) {
        let (waterfall, receipts) = built_waterfall(&given).unwrap();
        let waterfall = waterfall.unwrap();
        let again: Waterfall = super::reread(&waterfall);
        prop_assert_eq!(json!(again), json!(waterfall));
        let mut state = waterfall.new_state();
        for receipt in receipts {
            let Ok((next, statement)) = again.distribute(&super::reread(&state), receipt) else {
                continue;
            };
            prop_assert_eq!(&super::reread::<WaterfallStatement>(&statement), &statement);
            state = next;
        }
    }

    #[test]
    fn a_figure_of_a_state_that_was_changed_is_refused_or_proved_wrong(
        given in waterfall(), pick in any::<prop::sample::Index>(), by in prop_oneof![Just(1_i64), Just(-1), 2..500_i64]
    ) {
        let (waterfall, receipts) = built_waterfall(&given).unwrap();
        let waterfall = waterfall.unwrap();
        let mut state = waterfall.new_state();
        for receipt in &receipts {
            if let Ok((next, _)) = waterfall.distribute(&state, *receipt) {
                state = next;
            }
        }
        let nothing = Receipt { on: state.on(), amount: usd("0.00") };
        let honest = json!(state);
        let amounts = amounts_of(&honest, String::new());
        let pointer = pick.get(&amounts);
        let mut forged = honest.clone();
        let figure = forged.pointer_mut(pointer).unwrap();
        let money: Money = figure.as_str().unwrap().parse().unwrap();
        let more = Money::from_minor(by, money.currency());
        *figure = json!(money.checked_add(more).unwrap());
        let Ok(read) = serde_json::from_value::<WaterfallState>(forged.clone()) else {
            return Ok(());
        };
        // What is accepted is at least not what the honest statement was proved from.
        if let Ok((after, statement)) = waterfall.distribute(&read, nothing) {
            let sure = !honest.to_string().contains("returns") && honest.get("highest").is_none();
            prop_assert!(!sure || waterfall.is_open(), "{pointer} {honest}");
            let proof = statement.explain(&waterfall, &read).unwrap();
            let papers = papers(&json!(waterfall), &honest, &statement);
            prop_assert!(proof.check_against(&papers, &result(&statement, &after)).is_err());
        }
    }
}

/// The pointers of all amounts.
fn amounts_of(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(object) => object
            .iter()
            .flat_map(|(key, value)| amounts_of(value, format!("{at}/{key}")))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .flat_map(|(key, value)| amounts_of(value, format!("{at}/{key}")))
            .collect(),
        Value::String(text) if text.parse::<Money>().is_ok() => vec![at],
        _ => Vec::new(),
    }
}
