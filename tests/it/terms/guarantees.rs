//! Guarantees: their sums, their windows and their tests.

use serde_json::{Value, json};

use super::{accepted, refused, share_item, version, with};

const PLACE: &str = "versions[0].guarantees[0]";

fn guarantee(clause: Value) -> Value {
    version(json!({
        "items": [share_item("a", json!("lifetime"))],
        "guarantees": [with(clause, "id", json!("g"))],
    }))
}

#[track_caller]
fn faults(clause: Value, problems: &[&str]) {
    let problems: Vec<String> = problems
        .iter()
        .map(|text| format!("{PLACE}{text}"))
        .collect();
    let problems: Vec<&str> = problems.iter().map(String::as_str).collect();
    refused(guarantee(clause), &problems);
}

#[test]
fn the_window_of_a_guarantee_is_no_event() {
    let over = |window: Value| json!({"window": window, "amount": "1.00 USD"});
    faults(
        over(json!("event")),
        &[".window: the window of a guarantee is longer than an event"],
    );
    faults(
        over(json!({"periods": 0})),
        &[".window: a window of 0 periods or months"],
    );
    for window in [json!("period"), json!({"periods": 2}), json!("lifetime")] {
        accepted(guarantee(over(window)));
    }
}

#[test]
fn a_guarantee_has_one_sum_or_sums_by_window() {
    let message = ": one amount, amounts by window, or an amount by activity, and only one of them";
    faults(json!({"window": "period"}), &[message]);
    let amounts = json!([{"from": 1, "amount": "1.00 USD"}]);
    faults(
        json!({"window": "period", "amount": "1.00 USD", "amounts": amounts}),
        &[message],
    );
    accepted(guarantee(json!({"window": "period", "amounts": amounts})));
    let wrong_sum = json!([{"on": "2026-01-05", "amount": "9.00 USD"}]);
    faults(
        json!({"window": {"months": 12}, "amount": "1.00 USD", "amounts": amounts,
            "test": {"installments": wrong_sum}}),
        &[message],
    );
}

#[test]
fn sums_by_window_rise_from_the_first_window() {
    let from = |numbers: &[u32]| {
        let amounts: Vec<Value> = numbers
            .iter()
            .map(|from| json!({"from": from, "amount": "1.00 USD"}))
            .collect();
        json!({"window": "period", "amounts": amounts})
    };
    let message = "the amounts do not follow the numbers of windows, from 1 on";
    accepted(guarantee(from(&[1, 2, 7])));
    accepted(guarantee(from(&[5])));
    faults(from(&[]), &[&format!(".amounts: {message}")]);
    faults(from(&[0, 1]), &[&format!(".amounts[0].from: {message}")]);
    faults(
        from(&[5, 5, 4, 6]),
        &[
            &format!(".amounts[1].from: {message}"),
            &format!(".amounts[2].from: {message}"),
        ],
    );
}

#[test]
fn a_guarantee_accrues_over_months() {
    let over = |window: Value| json!({"window": window, "amount": "1.00 USD", "test": "accrued"});
    accepted(guarantee(over(json!({"months": 3}))));
    for window in [json!("period"), json!({"periods": 2}), json!("lifetime")] {
        faults(
            over(window),
            &[".test: a guarantee accrues over a window of months"],
        );
    }
}

/// Installments of a guarantee as (day, amount).
fn installments(window: Value, sums: Value, parts: &[(&str, &str)]) -> Value {
    let parts: Vec<Value> = parts
        .iter()
        .map(|(on, amount)| json!({"on": on, "amount": amount}))
        .collect();
    let name = if sums.is_string() {
        "amount"
    } else {
        "amounts"
    };
    with(
        json!({"window": window, "test": {"installments": parts}}),
        name,
        sums,
    )
}

#[test]
fn installments_need_months_or_the_lifetime() {
    let over =
        |window: Value| installments(window, json!("3.00 USD"), &[("2026-01-05", "3.00 USD")]);
    accepted(guarantee(over(json!("lifetime"))));
    accepted(guarantee(over(json!({"months": 12}))));
    for window in [json!("period"), json!({"periods": 2})] {
        faults(
            over(window),
            &[
                ".test.installments: installments need a window of months, or the lifetime; yearly ones twelve months",
            ],
        );
    }
}

#[test]
fn installments_are_there_and_not_negative() {
    faults(
        installments(json!("lifetime"), json!("3.00 USD"), &[]),
        &[".test.installments: no tiers"],
    );
    let parts = [("2026-01-05", "-1.00 USD"), ("2026-01-06", "3.00 USD")];
    faults(
        installments(json!("lifetime"), json!("3.00 USD"), &parts),
        &[".test.installments[0].amount: -1.00 USD is negative"],
    );
}

#[test]
fn the_installments_of_each_window_add_up_to_its_sum() {
    let parts = [
        ("2026-01-01", "50.00 USD"),
        ("2026-12-31", "50.00 USD"),
        ("2027-01-01", "100.00 USD"),
        ("2029-06-30", "199.99 USD"),
    ];
    let year = || json!({"months": 12});
    faults(
        installments(year(), json!("100.00 USD"), &parts),
        &[
            ".test.installments: the installments of 2029-01-01..2030-01-01 add up to 199.99 USD, \
           not to 100.00 USD",
        ],
    );
    let ramp = json!([{"from": 2, "amount": "100.00 USD"}, {"from": 4, "amount": "199.99 USD"}]);
    faults(
        installments(year(), ramp, &parts),
        &[
            ".test.installments: the installments of 2026-01-01..2027-01-01 add up to 100.00 USD, \
           not to 0.00 USD",
        ],
    );
    let ramp = json!([{"from": 1, "amount": "100.00 USD"}, {"from": 3, "amount": "199.99 USD"}]);
    accepted(guarantee(installments(year(), ramp, &parts)));
    faults(
        installments(json!("lifetime"), json!("400.00 USD"), &parts),
        &[
            ".test.installments: the installments of lifetime add up to 399.99 USD, not to \
           400.00 USD",
        ],
    );
}

#[test]
fn windows_of_installments_count_from_the_anchor() {
    let ramp = json!([{"from": 2, "amount": "10.00 USD"}, {"from": 3, "amount": "20.00 USD"}]);
    let parts = [("2026-01-01", "10.00 USD"), ("2026-07-01", "20.00 USD")];
    let sheet = guarantee(installments(json!({"months": 12}), ramp, &parts));
    accepted(with(sheet, "anchor", json!("2024-07-01")));
}

#[test]
fn a_guarantee_on_what_can_be_paid_has_no_scope() {
    let on = |on: &str| json!({"window": "period", "amount": "1.00 USD", "on": on, "scope": ["a"]});
    accepted(guarantee(on("earned")));
    faults(
        on("payable"),
        &[".scope: a guarantee on what can be paid has no scope"],
    );
    accepted(guarantee(
        json!({"window": "period", "amount": "1.00 USD", "on": "payable"}),
    ));
    let mut capped = guarantee(on("payable"));
    capped["versions"][0]["caps"] =
        json!([{"id": "c", "amount": "0.50 USD", "window": "lifetime"}]);
    capped["versions"][0]["guarantees"][0]["window"] = json!("lifetime");
    let alone = format!("{PLACE}.scope: a guarantee on what can be paid has no scope");
    refused(capped, &[&alone]);
}
