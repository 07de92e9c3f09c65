//! What is suspicious in a term sheet on activities that are expected, and in its advances.

use partnership::compensation::{Activity, Charge, SettleError};
use serde_json::{Value, json};

use super::{accepted, share_item, sheet, version, with};

/// Months of 2026 with so much sold in the shop.
fn forecast(sales: &[&str]) -> Vec<Activity> {
    let months = sales.iter().zip(1_u32..);
    months
        .map(|(amount, no)| {
            let period = format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
            let mut month = Activity::empty(no, period.parse().unwrap());
            month.add_sale("shop", amount.parse().unwrap()).unwrap();
            month
        })
        .collect()
}

#[track_caller]
fn forecast_lints(sheet: Value, forecast: &[Activity], expected: &[&str]) {
    let found = accepted(sheet).lint_with(forecast).unwrap();
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(texts, expected);
}

#[test]
fn a_minimum_that_is_missed_more_often_than_not() {
    let deal = version(json!({"items": [share_item("sales", json!("lifetime"))],
        "payout": {"minimum": "50.00 USD"}}));
    forecast_lints(
        deal.clone(),
        &forecast(&["100.00 USD", "100.00 USD", "500.00 USD"]),
        &["versions[0].payout.minimum: the minimum is missed by 2 of 3 statements"],
    );
    forecast_lints(deal.clone(), &forecast(&["100.00 USD", "500.00 USD"]), &[]);
    forecast_lints(deal, &[], &[]);
}

#[test]
fn what_is_wrong_with_a_forecast_is_said_by_settle() {
    let terms = accepted(version(json!({})));
    let second_only = forecast(&["1.00 USD", "1.00 USD"]).split_off(1);
    assert!(matches!(
        terms.lint_with(&second_only),
        Err(SettleError::PeriodOutOfSequence { found: 2, .. })
    ));
}

#[test]
fn a_forecast_keeps_the_lints_of_the_sheet() {
    let slow = with(
        version(json!({"hold": {"days": 91}})),
        "note",
        json!("clause 4"),
    );
    forecast_lints(
        slow,
        &forecast(&["0.00 USD"]),
        &["versions[0]: money arrives up to 91 days after the period"],
    );
}

/// 10% of the shop against these advances of 100.00, and a month that earns 50.00.
fn advanced(advances: Value) -> Value {
    let deal = version(json!({"items": [share_item("sales", json!("lifetime"))]}));
    with(deal, "advances", advances)
}

#[test]
fn an_advance_that_was_not_paid_yet_is_not_open() {
    let later = json!([{"id": "x", "amount": "100.00 USD", "paid_on": "2026-02-01"}]);
    forecast_lints(advanced(later), &forecast(&["500.00 USD"]), &[]);
}

// 40.00 of costs were charged and are earned back; the 100.00 are paid after the forecast.
#[test]
fn an_account_of_which_only_costs_were_recouped_is_not_open() {
    let later = json!([{"id": "x", "amount": "100.00 USD", "paid_on": "2026-02-01",
        "charges": {}}]);
    let mut months = forecast(&["500.00 USD"]);
    let id = |text: &str| text.parse().expect("an id");
    let cost = "40.00 USD".parse().expect("an amount");
    months[0]
        .charges
        .push(Charge::new(id("studio"), id("x"), cost));
    forecast_lints(advanced(later), &months, &[]);
}

#[test]
fn what_another_advance_recouped_earns_nothing_back() {
    let advance = |id: &str, amount: &str| {
        json!({"id": id, "amount": amount,
        "paid_on": "2026-01-01"})
    };
    let both = json!([advance("x", "30.00 USD"), advance("y", "100.00 USD")]);
    forecast_lints(
        advanced(both),
        &forecast(&["500.00 USD"]),
        &["advances[1]: of the advance 80.00 USD are never earned back"],
    );
}

#[test]
fn an_advance_that_is_paid_in_a_later_month_is_looked_at_after_the_last() {
    let second = json!([{"id": "x", "amount": "100.00 USD", "paid_on": "2026-02-10"}]);
    forecast_lints(
        advanced(second),
        &forecast(&["500.00 USD", "500.00 USD"]),
        &["advances[0]: of the advance 50.00 USD are never earned back"],
    );
}

#[test]
fn a_missed_minimum_stands_in_the_version_of_the_last_statement_below_it() {
    let body = |from: &str| {
        json!({"from": from, "items": [share_item("sales", json!("lifetime"))],
            "payout": {"minimum": "50.00 USD"}})
    };
    let versions = ["2026-01-01", "2026-02-01", "2026-03-01"].map(body);
    forecast_lints(
        sheet(json!(versions)),
        &forecast(&["100.00 USD", "100.00 USD", "100.00 USD"]),
        &["versions[2].payout.minimum: the minimum is missed by 3 of 3 statements"],
    );
    forecast_lints(
        sheet(json!(versions)),
        &forecast(&["100.00 USD", "100.00 USD", "500.00 USD"]),
        &["versions[1].payout.minimum: the minimum is missed by 2 of 3 statements"],
    );
}

#[test]
fn an_advance_that_sales_do_not_earn_back_is_said_with_what_is_open() {
    let advance = json!([{"id": "x", "amount": "100.00 USD", "paid_on": "2026-01-01"}]);
    forecast_lints(
        advanced(advance.clone()),
        &forecast(&["500.00 USD", "499.90 USD"]),
        &["advances[0]: of the advance 0.01 USD are never earned back"],
    );
    forecast_lints(
        advanced(advance),
        &forecast(&["500.00 USD", "500.00 USD"]),
        &[],
    );
}

#[test]
fn an_advance_is_written_off_or_called_back_at_the_end() {
    let at_end = |at_end: &str| json!([{"id": "x", "amount": "100.00 USD", "paid_on": "2026-01-01", "at_end": at_end}]);
    let mut months = forecast(&["500.00 USD"]);
    months[0].r#final = Some(true);
    forecast_lints(
        advanced(at_end("write_off")),
        &months,
        &["advances[0]: of the advance 50.00 USD are never earned back"],
    );
    forecast_lints(advanced(at_end("repay")), &months, &[]);
}
