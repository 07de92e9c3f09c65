//! What other programs get wrong (spec/compensation.md 16), each a test.

use partnership::compensation::{Activity, Measures, Pay, State, Statement, Terms, settle};
use partnership::{Currency, Money};
use serde_json::{Value, json};

fn terms(window: Value, pay: Value, payout: Value) -> Terms {
    let sheet = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": [{"from": "2026-01-01", "payout": payout,
                      "items": [{"id": "i", "window": window, "pay": pay}]}]});
    serde_json::from_value(sheet).expect("valid terms")
}

fn share(rate: &str) -> Value {
    json!({"share": {"base": {"streams": ["shop"]}, "rate": rate}})
}

/// Settles months in a row, each with its totals.
fn months(terms: &Terms, totals: &[Value]) -> Vec<(Statement, State)> {
    let mut state = terms.new_state();
    let mut all = Vec::new();
    for (totals, no) in totals.iter().zip(1..) {
        let period = format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
        let activity = json!({"no": no, "period": period, "totals": totals});
        let activity: Activity = serde_json::from_value(activity).expect("an activity");
        let (statement, next) = settle(terms, &state, &activity).expect("accepted");
        state = next.clone();
        all.push((statement, next));
    }
    all
}

fn lines(all: &[(Statement, State)]) -> Vec<String> {
    let lines = all.iter().map(|(statement, _)| statement.lines()[0].amount);
    lines.map(|amount| amount.to_string()).collect()
}

fn sold(amount: &str) -> Value {
    json!([{"stream": "shop", "amount": amount}])
}

fn refunded(of: u32, amount: &str) -> Value {
    json!([{"stream": "shop", "of": of, "refunds": amount}])
}

#[test]
fn a_hundred_small_sales_are_rounded_once() {
    let terms = terms(json!("lifetime"), share("10%"), json!({}));
    let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
    for _ in 0..100 {
        january
            .add_sale("shop", "0.05 USD".parse().unwrap())
            .unwrap();
    }
    let (statement, _) = settle(&terms, &terms.new_state(), &january).unwrap();
    assert_eq!(statement.paid().to_string(), "0.50 USD");
}

#[test]
fn a_refund_goes_back_at_the_rate_of_its_own_window() {
    let tiers = json!({"share": {"base": {"streams": ["shop"]}, "mode": "whole",
        "tiers": [{"up_to": "1000.00 USD", "rate": "10%"}, {"rate": "20%"}]}});
    let terms = terms(json!("period"), tiers, json!({}));
    let all = months(
        &terms,
        &[
            sold("500.00 USD"),
            json!([
        {"stream": "shop", "amount": "2000.00 USD"},
        {"stream": "shop", "of": 1, "refunds": "100.00 USD"}]),
        ],
    );
    let amounts: Vec<String> = all[1]
        .0
        .lines()
        .iter()
        .map(|l| l.amount.to_string())
        .collect();
    // The sale of January gives back 10%, not the 20% of February.
    assert_eq!(amounts, ["-10.00 USD", "400.00 USD"]);
}

#[test]
fn a_full_refund_leaves_no_cent_behind() {
    for rate in ["2.9%", "1/3", "15%", "33.3%"] {
        let terms = terms(json!("lifetime"), share(rate), json!({}));
        let all = months(
            &terms,
            &[
                sold("19.99 USD"),
                refunded(1, "6.66 USD"),
                refunded(1, "6.66 USD"),
                refunded(1, "6.67 USD"),
            ],
        );
        let sum = all.iter().flat_map(|(statement, _)| statement.lines());
        let sum = Money::sum(Currency::USD, sum.map(|line| line.amount)).unwrap();
        assert!(sum.is_zero(), "{rate}: {sum}");
        let owed = all[3].0.closing().checked_add(all[0].0.paid()).unwrap();
        assert!(owed.is_zero(), "{rate}: {owed}");
    }
}

#[test]
fn a_negative_period_is_carried_and_not_zeroed() {
    let terms = terms(json!("period"), share("10%"), json!({}));
    let all = months(
        &terms,
        &[
            json!([{"stream": "shop", "amount": "10.00 USD", "refunds": "110.00 USD"}]),
            sold("300.00 USD"),
        ],
    );
    assert_eq!(lines(&all), ["-10.00 USD", "30.00 USD"]);
    assert_eq!(all[0].0.closing().to_string(), "-10.00 USD");
    assert_eq!(all[1].0.paid().to_string(), "20.00 USD");
}

#[test]
fn the_flat_of_the_first_tier_waits_for_the_first_unit() {
    let pay: Pay = serde_json::from_value(json!({"per_unit": {"streams": ["videos"],
        "tiers": [{"up_to": "10", "price": "1 USD", "flat": "5.00 USD"}, {"price": "2 USD"}]}}))
    .unwrap();
    let of = |units: u32| {
        let made = Measures::new(Currency::USD).with_units("videos", units);
        pay.value(&made).unwrap().to_string()
    };
    assert_eq!(of(0), "0 USD");
    assert_eq!(of(1), "6 USD");
}

#[test]
fn blocks_are_started_by_the_sum_and_not_by_the_line() {
    let per_block = json!({"per_unit": {"streams": ["shop"], "price": "1 USD", "block": "10"}});
    let terms = terms(json!("lifetime"), per_block, json!({}));
    let units = |count: &str| json!([{"stream": "shop", "units": count}]);
    let all = months(&terms, &[units("17"), units("5")]);
    assert_eq!(lines(&all), ["2.00 USD", "1.00 USD"]);
}

#[test]
fn a_zero_rate_tier_is_the_only_allowance() {
    let tiers = json!({"share": {"base": {"streams": ["shop"]},
        "tiers": [{"up_to": "500.00 USD", "rate": "0"}, {"rate": "3%"}]}});
    let terms = terms(json!("lifetime"), tiers, json!({}));
    let all = months(&terms, &[sold("400.00 USD"), sold("150.00 USD")]);
    assert_eq!(lines(&all), ["0.00 USD", "1.50 USD"]);
}

#[test]
fn a_carried_balance_is_taxed_when_it_is_paid_and_once() {
    let payout = json!({"minimum": "50.00 USD", "tax": "15%"});
    let terms = terms(json!("period"), share("10%"), payout);
    let all = months(&terms, &[sold("400.00 USD"), sold("100.00 USD")]);
    assert_eq!(all[0].0.tax().to_string(), "0.00 USD");
    assert_eq!(all[0].0.closing().to_string(), "40.00 USD");
    assert_eq!(all[1].0.gross_paid().to_string(), "50.00 USD");
    assert_eq!(all[1].0.tax().to_string(), "7.50 USD");
    assert_eq!(all[1].0.paid().to_string(), "42.50 USD");
}

#[test]
fn the_last_day_of_a_period_is_the_day_before_the_next() {
    let payout = json!({"due": {"rule": {"after": "30d"}}});
    let terms = terms(json!("period"), share("10%"), payout);
    let all = months(&terms, &[sold("400.00 USD")]);
    // 31 January and thirty days.
    assert_eq!(
        all[0].0.due_on().map(|day| day.to_string()),
        Some("2026-03-02".into())
    );
}

#[test]
fn a_statement_that_is_made_again_is_the_same() {
    let terms = terms(
        json!({"months": 3}),
        share("1/3"),
        json!({"minimum": "50.00 USD"}),
    );
    let totals = [
        sold("100.00 USD"),
        refunded(1, "0.01 USD"),
        sold("0.02 USD"),
    ];
    let first = months(&terms, &totals);
    let again = months(&terms, &totals);
    for ((statement, state), (copy, same)) in first.iter().zip(&again) {
        assert_eq!(
            serde_json::to_string(statement).unwrap(),
            serde_json::to_string(copy).unwrap()
        );
        assert_eq!(
            serde_json::to_string(state).unwrap(),
            serde_json::to_string(same).unwrap()
        );
    }
    // Once settled, a period is not settled again.
    let january = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
    settle(&terms, &first[0].1, &january).unwrap_err();
}

#[test]
fn ten_percent_of_eleven_hundred_is_a_hundred_and_ten() {
    let terms = terms(json!("lifetime"), share("10%"), json!({}));
    let all = months(&terms, &[sold("1100.00 USD")]);
    assert_eq!(
        serde_json::to_value(&all[0].0).unwrap()["paid"],
        json!("110.00 USD")
    );
}

#[test]
fn an_unknown_currency_is_no_amount() {
    for text in ["5.00 XYZ", "5.00 usd", "5.00", "5.00 US", "$5.00"] {
        let total = json!({"stream": "shop", "amount": text});
        let activity = json!({"no": 1, "period": "2026-01-01..2026-02-01", "totals": [total]});
        serde_json::from_value::<Activity>(activity).expect_err(text);
    }
}

#[test]
fn a_cap_is_cut_by_the_sum_and_not_by_the_line() {
    let sheet = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": [{"from": "2026-01-01",
            "caps": [{"id": "most", "amount": "100.00 USD", "window": "lifetime"}],
            "items": [{"id": "i", "window": "lifetime", "pay": share("10%")}]}]});
    let terms: Terms = serde_json::from_value(sheet).unwrap();
    let all = months(&terms, &[sold("1500.00 USD"), refunded(1, "300.00 USD")]);
    let earned: Vec<String> = all.iter().map(|(s, _)| s.earned().to_string()).collect();
    // The refund eats first what the cap had cut.
    assert_eq!(earned, ["100.00 USD", "0.00 USD"]);
}
