//! States that no receipts lead to: each is refused with the place of its first figure that cannot
//! be (spec/splits.md 4).

use partnership::Money;
use partnership::split::{
    Pools, PoolsState, Receipt, Waterfall, WaterfallError, WaterfallState, WaterfallTerms,
};
use partnership::time::date;
use serde_json::{Value, from_value, json};

use super::{party, reread, usd};
use crate::documents::golden;

/// A paper with other figures in it.
fn changed(paper: &Value, changes: &[(&str, Value)]) -> Value {
    let mut paper = paper.clone();
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match paper.pointer_mut(parent).unwrap() {
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value.clone(),
            object => object[key] = value.clone(),
        }
    }
    paper
}

/// 30.00 of each party, with a simple return of 10% a year from 2021 on.
fn fund() -> Value {
    json!({"schema": 1, "currency": "USD", "parties": ["a", "b"],
        "anchor": "2021-01-01", "tiers": [
            {"kind": "recoup", "claims": {"a": "30.00 USD", "b": "30.00 USD"},
             "rule": "proportional"},
            {"kind": "preferred", "on": 0, "rate": "10%", "compounding": "simple",
             "day_count": "act365", "rule": "proportional"},
            {"kind": "residual", "split": {"a": "1"}}]})
}

fn read(deal: &Value) -> Waterfall {
    from_value(deal.clone()).unwrap()
}

/// What becomes of a state that a stranger hands in with the next receipt.
fn taken(deal: &Value, state: &Value, on: Option<&str>) -> Result<WaterfallState, WaterfallError> {
    let state: WaterfallState = from_value(state.clone()).unwrap();
    let on = on.map(|on| date(on).unwrap());
    let amount = usd("1.00");
    let taken = read(deal).distribute(&state, Receipt { on, amount });
    taken.map(|(after, _)| after)
}

#[track_caller]
fn refuses(deal: &Value, state: &Value, on: Option<&str>, place: &str) {
    let place = place.to_owned();
    let refused = taken(deal, state, on).map(|_| ());
    assert_eq!(refused, Err(WaterfallError::BadState { place }), "{state}");
}

/// A ledger of parties with what they got and what they are owed.
fn shares<const N: usize>(entries: [(&str, &str, &str); N]) -> Value {
    let entry = |(name, paid, carry): (&str, &str, &str)| {
        let entry = json!({"paid": format!("{paid} USD"), "carry": carry});
        (name.to_owned(), entry)
    };
    let parties: serde_json::Map<String, Value> = entries.map(entry).into_iter().collect();
    json!({"schema": 1, "currency": "USD", "parties": parties})
}

/// A state of these receipts and tiers.
fn state(received: &str, tiers: &Value) -> Value {
    let received = format!("{received} USD");
    json!({"schema": 1, "currency": "USD", "unit": "0.01 USD", "received": received,
        "tiers": tiers})
}

fn deal(parties: &[&str], tiers: &Value) -> Value {
    json!({"schema": 1, "currency": "USD", "parties": parties, "tiers": tiers})
}

// 12.00 of return were paid, so 3.00 catch up to 20% of 15.00; the fee of 125.00 and the 300.00
// that were put in are no return.
#[test]
fn a_state_of_other_tiers_or_with_other_sums_is_refused() {
    let fund = golden("waterfalls/fund.json");
    let honest = golden("waterfalls/fund_state.json");
    assert!(taken(&fund, &honest, Some("2026-08-01")).is_ok());
    let money = |pointer, amount: &str| (pointer, json!(format!("{amount} USD")));
    let as_shares = json!({"total": "300.00 USD", "shares": shares([("lp", "300.00", "0")])});
    let (gp, lp) = (
        "/tiers/4/shares/parties/gp/paid",
        "/tiers/4/shares/parties/lp/paid",
    );
    for (changes, place) in [
        (vec![money("/received", "500.01")], "/tiers"),
        (vec![money("/highest", "500.00")], "/highest"),
        (vec![("/tiers/1", as_shares)], "/tiers/1"),
        (
            vec![("/tiers/1/claims", json!({"gp": "300.00 USD"}))],
            "/tiers/1",
        ),
        (
            vec![money("/tiers/2/returns/lp/compounded", "-1.00")],
            "/tiers/2/returns/0",
        ),
        (
            vec![money(gp, "-1.00"), money(lp, "61.00")],
            "/tiers/4/total",
        ),
        (
            vec![
                money("/tiers/3/total", "4.00"),
                money("/tiers/3/shares/parties/gp/paid", "4.00"),
                money("/tiers/4/total", "59.00"),
                money(gp, "11.80"),
                money(lp, "47.20"),
            ],
            "/tiers/3/total",
        ),
    ] {
        refuses(
            &fund,
            &changed(&honest, &changes),
            Some("2026-08-01"),
            place,
        );
    }
}

// 30.00 each are out for a year at 10%: 3.00 each are booked. Of the 65.00 that came back 2.50 each
// pay a return.
#[test]
fn a_return_that_was_booked_or_carried_otherwise_is_refused() {
    let fund = fund();
    let after = |amount| {
        let fund = read(&fund);
        let receipt = Receipt::on(date("2022-01-01").unwrap(), usd(amount));
        json!(fund.distribute(&fund.new_state(), receipt).unwrap().0)
    };
    let open = after("30.00");
    let earned = |booked: &str, carry: &str| {
        json!({"paid": "0.00 USD", "booked": format!("{booked} USD"), "carry": carry,
            "compounded": "0.00 USD"})
    };
    assert_eq!(open["tiers"][1]["returns"]["b"], earned("3.00", "0"));
    let b = "/tiers/1/returns/b";
    // Half a cent and more is one more, and 365 days at 10% leave fractions of 3650.
    for (booked, carry) in [
        ("2.99", "1/2"),
        ("2.99", "3/5"),
        ("3.00", "-3/5"),
        ("2.99", "1/7"),
    ] {
        let forged = changed(&open, &[(b, earned(booked, carry))]);
        refuses(&fund, &forged, Some("2022-01-02"), "/tiers/1/returns/1");
    }
    let both = [
        ("/tiers/1/returns/a", earned("2.99", "3/5")),
        (b, earned("2.99", "3/5")),
    ];
    refuses(
        &fund,
        &changed(&open, &both),
        Some("2022-01-02"),
        "/tiers/1/returns/0",
    );
    let less = [("/tiers/1/returns/a/booked", json!("2.49 USD"))];
    refuses(
        &fund,
        &changed(&after("65.00"), &less),
        Some("2022-01-02"),
        "/tiers/1/returns/0",
    );
}

#[test]
fn a_highest_value_below_what_was_received_is_refused() {
    let mut rest = deal(&["a"], &json!([{"kind": "residual", "split": {"a": "1"}}]));
    rest["correction"] = json!("high_water");
    let tiers = json!([{"total": "10.00 USD", "shares": shares([("a", "10.00", "0")])}]);
    let with = |highest: &str| changed(&state("20.00", &tiers), &[("/highest", json!(highest))]);
    refuses(&rest, &with("10.00 USD"), None, "/highest");
    refuses(&rest, &state("10.00", &tiers), None, "/highest");
    let honest = changed(&with("10.00 USD"), &[("/received", json!("-5.00 USD"))]);
    assert!(taken(&rest, &honest, None).is_ok());
}

#[test]
fn claims_that_no_receipts_leave_are_refused() {
    let in_order = deal(
        &["a", "b"],
        &json!([
            {"kind": "recoup", "claims": {"a": "10.00 USD", "b": "10.00 USD"}, "rule": "in_order"},
            {"kind": "residual", "split": {"a": "1"}}]),
    );
    for (total, a, b, place) in [
        ("20.01", "10.01", "10.00", "/tiers/0/total"),
        ("20.00", "10.01", "9.99", "/tiers/0/claims/0"),
        ("20.00", "9.99", "10.01", "/tiers/0/claims/1"),
        // a comes first, and here b has four cents.
        ("10.00", "9.96", "0.04", "/tiers/0/claims/0"),
    ] {
        let claims = json!({"a": format!("{a} USD"), "b": format!("{b} USD")});
        let tiers = json!([
            {"total": format!("{total} USD"), "claims": claims},
            {"total": "0.00 USD", "shares": shares([("a", "0.00", "0")])}]);
        refuses(&in_order, &state(total, &tiers), None, place);
    }
    // Nobody claims anything: that is a state too.
    let nobody = deal(
        &["a"],
        &json!([
            {"kind": "recoup", "claims": {}, "rule": "proportional"},
            {"kind": "residual", "split": {"a": "1"}}]),
    );
    let fresh = json!(read(&nobody).new_state());
    assert!(taken(&nobody, &fresh, None).is_ok());
}

// Nothing was received, so nobody is owed any part of a cent; only where shares are finer than
// 10^-18 does a carry stand on a grid, and there it misses by far less than a hundredth.
#[test]
fn a_carried_fraction_that_no_payment_left_is_refused() {
    let e18 = 1_000_000_000_000_000_000_u64;
    for (whole, carry) in [(2, "1/200"), (e18, "1/200"), (18 * e18 + 1, "3/200")] {
        let split = json!({"a": format!("1/{whole}"), "b": format!("{}/{whole}", whole - 1)});
        let rest = deal(&["a", "b"], &json!([{"kind": "residual", "split": split}]));
        let owed = |carry: &str| {
            let carries = [
                ("a", "0.00", carry.to_owned()),
                ("b", "0.00", format!("-{carry}")),
            ];
            let entries = carries
                .each_ref()
                .map(|(name, paid, carry)| (*name, *paid, &**carry));
            state(
                "0.00",
                &json!([{"total": "0.00 USD", "shares": shares(entries)}]),
            )
        };
        refuses(&rest, &owed(carry), None, "/tiers/0/shares/parties/0");
        assert!(taken(&rest, &owed("0"), None).is_ok());
    }
}

// All but 1.00 came back on the first day. What the whole could have earned in a year is beyond the
// range of money; the 1,000,000.00 that 1.00 earned are not.
#[test]
fn a_return_is_no_forgery_where_the_most_it_could_be_is_beyond_money() {
    let capital = "792281625142643375935439503.35 USD";
    let fund = json!({"schema": 1, "currency": "USD", "parties": ["a"], "anchor": "2021-01-01",
        "tiers": [
            {"kind": "recoup", "claims": {"a": capital}, "rule": "proportional"},
            {"kind": "preferred", "on": 0, "rate": "1000000", "compounding": "simple",
             "day_count": "act365", "rule": "proportional"},
            {"kind": "residual", "split": {"a": "1"}}]});
    let fund = read(&fund);
    let first = capital
        .parse::<Money>()
        .unwrap()
        .checked_sub(usd("1.00"))
        .unwrap();
    let mut state = fund.new_state();
    for (on, amount) in [
        ("2021-01-01", first),
        ("2022-01-01", usd("0.00")),
        ("2022-01-01", usd("0.00")),
    ] {
        let receipt = Receipt::on(date(on).unwrap(), amount);
        (state, _) = fund.distribute(&reread(&state), receipt).unwrap();
    }
    assert_eq!(
        state.unpaid_return(1),
        [(party("a"), usd("1000000.00"))].into()
    );
}

fn pools_refuse(pools: &Value, state: Value, place: &str) {
    let pools: Pools = from_value(pools.clone()).unwrap();
    let state: PoolsState = from_value(state).unwrap();
    let refused = pools.distribute(&state, "cinema", Receipt::undated(usd("1.00")));
    let place = place.to_owned();
    assert_eq!(refused.map(|_| ()), Err(WaterfallError::BadState { place }));
}

#[test]
fn a_state_of_other_pools_or_of_two_days_is_refused() {
    let (pools, honest) = (
        golden("waterfalls/pools.json"),
        golden("waterfalls/pools_state.json"),
    );
    let tv = honest["pools"]["tv"].clone();
    let mut fewer = honest.clone();
    fewer["pools"].as_object_mut().unwrap().remove("tv");
    pools_refuse(&pools, fewer.clone(), "/pools");
    pools_refuse(&pools, changed(&fewer, &[("/pools/radio", tv)]), "/pools");
    let two_days = [
        ("/pools/cinema/on", json!("2026-01-01")),
        ("/pools/tv/on", json!("2026-01-02")),
    ];
    pools_refuse(&pools, changed(&honest, &two_days), "/pools");
    pools_refuse(&pools, changed(&honest, &two_days[..1]), "/pools");
}

// What a group holds is the sum over its pools, but a pool holds no less than nothing of it, and no
// party in all of them.
#[test]
fn less_than_nothing_of_a_shared_claim_is_refused() {
    let claim = json!({"kind": "recoup", "claims": {"a": "10.00 USD", "b": "10.00 USD"},
        "rule": "in_order", "group": "budget"});
    let pool = json!({"tiers": [claim, {"kind": "residual", "split": {"a": "1"}}]});
    let held = |received: &str, [a, b]: [&str; 2], (total, rest): (&str, &str)| {
        let claims = json!({"a": format!("{a} USD"), "b": format!("{b} USD")});
        let tiers = json!([
            {"total": format!("{total} USD"), "claims": claims},
            {"total": format!("{rest} USD"), "shares": shares([("a", rest, "0")])}]);
        state(received, &tiers)
    };
    let pools = |named: Value| json!({"schema": 1, "currency": "USD", "parties": ["a", "b"], "pools": named});
    let states = |named: Value| json!({"schema": 1, "pools": named});
    let cinema = held("0.00", ["-5.00", "0.00"], ("-5.00", "5.00"));
    let tv = held("10.00", ["10.00", "0.00"], ("10.00", "0.00"));
    pools_refuse(
        &pools(json!({"cinema": pool, "tv": pool})),
        states(json!({"cinema": cinema, "tv": tv})),
        "/pools/cinema/tiers/0/total",
    );
    let alone = held("6.00", ["6.01", "-0.01"], ("6.00", "0.00"));
    pools_refuse(
        &pools(json!({"cinema": pool})),
        states(json!({"cinema": alone})),
        "group budget",
    );
}

#[test]
fn a_tier_in_another_currency_is_not_read() {
    let honest = golden("waterfalls/fund_state.json");
    let euros = json!({"schema": 1, "currency": "EUR",
        "parties": {"agent": {"paid": "125.00 EUR", "carry": "0"}}});
    let either = "a tier has either shares, claims or returns, all in the currency of the state";
    let amount = "an amount of a state of a waterfall does not fit";
    let highest = "/highest of a state of a waterfall does not fit";
    for (pointer, value, message) in [
        ("/tiers/0/shares", euros, either),
        ("/tiers/1/claims/lp", json!("300.00 EUR"), either),
        ("/tiers/2/returns/lp/paid", json!("12.00 EUR"), amount),
        ("/tiers/2/returns/lp/booked", json!("12.00 EUR"), amount),
        ("/tiers/2/returns/lp/compounded", json!("0.00 EUR"), amount),
        ("/highest", json!("500.00 EUR"), highest),
    ] {
        let read = from_value::<WaterfallState>(changed(&honest, &[(pointer, value)]));
        assert_eq!(read.unwrap_err().to_string(), message, "{pointer}");
    }
}

#[test]
fn two_states_are_one_only_if_every_figure_is() {
    let honest = golden("waterfalls/fund_state.json");
    let read = |state: Value| from_value::<WaterfallState>(state).unwrap();
    assert_eq!(read(honest.clone()), read(honest.clone()));
    for (pointer, value) in [
        ("/on", json!("2026-07-02")),
        ("/received", json!("499.00 USD")),
        ("/highest", json!("500.00 USD")),
        ("/tiers/4/total", json!("59.00 USD")),
    ] {
        let other = changed(&honest, &[(pointer, value)]);
        assert_ne!(read(other), read(honest.clone()), "{pointer}");
    }
    let fund = self::read(&golden("waterfalls/fund.json"));
    let shorter = WaterfallTerms {
        tiers: fund.terms().tiers[4..].to_vec(),
        ..fund.terms().clone()
    };
    assert_ne!(Waterfall::new(shorter).unwrap(), fund);
}

#[track_caller]
pub fn refuses_state(waterfall: &Value, state: Value, on: Option<&str>, place: &str) {
    let waterfall: Waterfall = from_value(waterfall.clone()).unwrap();
    let state: WaterfallState = from_value(state).unwrap();
    let on = on.map(|on| date(on).unwrap());
    let amount = usd("1.00");
    let refused = waterfall.distribute(&state, Receipt { on, amount });
    let place = place.to_owned();
    assert_eq!(refused.unwrap_err(), WaterfallError::BadState { place });
}

#[test]
fn claims_that_are_paid_by_another_rule_are_refused() {
    let deal = json!({"schema": 1, "currency": "USD", "parties": ["a", "b"], "tiers": [
        {"kind": "recoup", "claims": {"a": "30.00 USD", "b": "30.00 USD"}, "rule": "proportional"},
        {"kind": "residual", "split": {"a": "1"}}]});
    let rest = json!({"schema": 1, "currency": "USD",
        "parties": {"a": {"paid": "0.00 USD", "carry": "0"}}});
    let state = json!({"schema": 1, "currency": "USD", "unit": "0.01 USD",
        "received": "30.00 USD", "tiers": [
            {"total": "30.00 USD", "claims": {"a": "30.00 USD", "b": "0.00 USD"}},
            {"total": "0.00 USD", "shares": rest}]});
    refuses_state(&deal, state, None, "/tiers/0/claims/0");

    // The same of a claim that pools share.
    let pool = json!({"tiers": [
        {"kind": "recoup", "claims": {"a": "30.00 USD", "b": "30.00 USD"}, "rule": "proportional",
         "group": "budget"},
        {"kind": "residual", "split": {"a": "1"}}]});
    let pools = json!({"schema": 1, "currency": "USD", "parties": ["a", "b"],
        "pools": {"cinema": pool}});
    let pools: Pools = from_value(pools).unwrap();
    let mut state = json!(pools.new_state());
    state["pools"]["cinema"]["received"] = json!("30.00 USD");
    state["pools"]["cinema"]["tiers"][0] =
        json!({"total": "30.00 USD", "claims": {"a": "30.00 USD", "b": "0.00 USD"}});
    let state: PoolsState = from_value(state).unwrap();
    let refused = pools.distribute(&state, "cinema", Receipt::undated(usd("1.00")));
    let place = "group budget".to_owned();
    assert_eq!(refused.unwrap_err(), WaterfallError::BadState { place });
}

// 30.00 each are out and 30.00 in all came back on the last day of the first year: 3.00 each of
// return are booked, and nothing is paid of it.
#[test]
fn a_return_that_was_never_earned_and_money_that_skipped_a_tier_are_refused() {
    let deal = fund();
    let waterfall: Waterfall = from_value(deal.clone()).unwrap();
    let receipt = Receipt::on(date("2022-01-01").unwrap(), usd("30.00"));
    let (state, _) = waterfall
        .distribute(&waterfall.new_state(), receipt)
        .unwrap();
    let honest = json!(state);
    assert_eq!(honest["tiers"][1]["returns"]["b"]["booked"], "3.00 USD");
    for (pointer, value, place) in [
        ("/on", Value::Null, "/on"),
        ("/on", json!("2020-12-31"), "/on"),
        ("/on", json!("2021-12-31"), "/tiers/1/returns/0"),
        (
            "/tiers/1/returns/b/booked",
            json!("3.01 USD"),
            "/tiers/1/returns/1",
        ),
        (
            "/tiers/1/returns/b/carry",
            json!("1/365"),
            "/tiers/1/returns/1",
        ),
    ] {
        let mut forged = honest.clone();
        *forged.pointer_mut(pointer).unwrap() = value;
        refuses_state(&deal, forged, Some("2022-01-02"), place);
    }
    let mut forged = honest;
    forged["tiers"][0] = json!({"total": "0.00 USD", "claims": {"a": "0.00 USD", "b": "0.00 USD"}});
    forged["tiers"][2]["total"] = json!("30.00 USD");
    forged["tiers"][2]["shares"]["parties"]["a"]["paid"] = json!("30.00 USD");
    refuses_state(&deal, forged, Some("2022-01-02"), "/tiers/0/total");
}
