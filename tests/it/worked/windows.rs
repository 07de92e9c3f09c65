//! Windows and what lies in them.

use serde_json::{Value, json};

use super::{deal, last as last_of, lines, month, notices, settled, share, sheet, sold};

#[test]
fn what_waits_is_told_by_its_first_day_and_its_first_period() {
    let sheet = deal(json!({
        "items": [share("sales", "shop", "10%", json!("period"))],
        "reserve": {"rate": "20%", "release": [1, 1]},
        "hold": {"days": 60},
    }));
    let all = settled(
        &sheet,
        &[
            sold(1, &[("shop", "100.00 USD")]),
            sold(2, &[("shop", "50.00 USD")]),
        ],
    );
    let told = |index: usize| {
        let notices = all[index].0.notices();
        let notices: Vec<Value> = notices
            .map(|notice| serde_json::to_value(notice).expect("JSON"))
            .collect();
        notices
    };
    assert_eq!(
        told(0),
        [
            json!({"held": {"next": "2026-04-02..2026-04-03"}}),
            json!({"reserved": {"next": "p2"}})
        ]
    );
    assert_eq!(
        told(1),
        [
            json!({"held": {"next": "2026-04-02..2026-04-03"}}),
            json!({"reserved": {"next": "p3"}})
        ]
    );
    assert_eq!(notices(&all[1].0), ["held", "reserved"]);
}

/// A bonus for a level over a window.
fn bonus(window: Value) -> Value {
    json!({"id": "bonus", "window": window, "pay": {"bands": {"measure": {"level": "rank"},
        "tiers": [{"up_to": "5", "pay": "1.00 USD"}, {"pay": "2.00 USD"}]}}})
}

#[test]
fn a_level_is_missed_when_its_window_closes() {
    let months = |last: u32, is_final: bool| {
        let mut months: Vec<Value> = (1..=last).map(|no| sold(no, &[])).collect();
        if let (true, Some(month)) = (is_final, months.last_mut()) {
            month["final"] = json!(true);
        }
        months
    };
    for (window, last, is_final, missed) in [
        (json!("period"), 1, false, true),
        (json!("lifetime"), 1, false, true),
        (json!({"periods": 2}), 1, false, false),
        (json!({"periods": 2}), 1, true, true),
        (json!({"periods": 2}), 2, false, true),
        (json!({"periods": 2}), 3, false, false),
        (json!({"months": 2}), 1, false, false),
        (json!({"months": 2}), 1, true, true),
        (json!({"months": 2}), 2, false, true),
        (json!({"months": 2}), 3, false, false),
    ] {
        let sheet = deal(json!({"items": [bonus(window.clone())]}));
        let statement = last_of(&sheet, &months(last, is_final));
        let names = notices(&statement);
        assert_eq!(
            names.contains(&"level_missing"),
            missed,
            "{window} {last} {is_final}"
        );
    }
}

// The first two periods are guaranteed 100, the next two 200, each further pair 150.
#[test]
fn pairs_of_periods_are_numbered_from_one() {
    let amounts = json!([{"from": 1, "amount": "100.00 USD"},
        {"from": 2, "amount": "200.00 USD"}, {"from": 3, "amount": "150.00 USD"}]);
    let sheet = deal(json!({
        "items": [share("sales", "shop", "10%", json!("period"))],
        "guarantees": [{"id": "least", "amounts": amounts, "window": {"periods": 2}}],
    }));
    let months: Vec<Value> = (1..=6)
        .map(|no| sold(no, &[("shop", "300.00 USD")]))
        .collect();
    let all = settled(&sheet, &months);
    let paid: Vec<String> = all
        .iter()
        .map(|(statement, _)| statement.paid().to_string())
        .collect();
    let paid: Vec<&str> = paid.iter().map(String::as_str).collect();
    assert_eq!(
        paid,
        [
            "30.00 USD",
            "70.00 USD",
            "30.00 USD",
            "170.00 USD",
            "30.00 USD",
            "120.00 USD"
        ]
    );
}

// 150 of January are 50 more than its least; of the 100 of February 60 are earned.
#[test]
fn a_surplus_goes_on_from_periods_to_months() {
    let version = |from: &str, window: Value| {
        json!({"from": from, "items": [share("sales", "shop", "10%", json!("period"))],
            "guarantees": [{"id": "least", "amount": "100.00 USD", "window": window,
                "surplus": "carry_forward"}]})
    };
    let sheet = sheet(json!([
        version("2026-01-01", json!("period")),
        version("2026-02-01", json!({"months": 1})),
    ]));
    let months = [
        sold(1, &[("shop", "1500.00 USD")]),
        sold(2, &[("shop", "600.00 USD")]),
    ];
    let all = settled(&sheet, &months);
    assert_eq!(lines(&all[0].0), ["item sales: 150.00 USD"]);
    assert_eq!(lines(&all[1].0), ["item sales: 60.00 USD"]);
}

// 10% up to 100, then 20%, under three versions that count on: 20 more of the first move 20 of the
// second and 20 of the third into the upper tier.
#[test]
fn late_sales_move_every_version_that_counts_on() {
    let tiers = json!([{"up_to": "100.00 USD", "rate": "10%"}, {"rate": "20%"}]);
    let pay = json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers}});
    let version = |from: &str| json!({"from": from, "items": [{"id": "sales", "window": "lifetime", "pay": pay}]});
    let sheet = sheet(json!([
        version("2026-01-01"),
        version("2026-02-01"),
        version("2026-03-01"),
    ]));
    let late = json!({"totals": [{"stream": "shop", "of": 1, "amount": "20.00 USD"}]});
    let months = [
        sold(1, &[("shop", "60.00 USD")]),
        sold(2, &[("shop", "30.00 USD")]),
        sold(3, &[("shop", "30.00 USD")]),
        month(4, late),
    ];
    let all = settled(&sheet, &months);
    let paid: Vec<String> = all
        .iter()
        .map(|(statement, _)| statement.paid().to_string())
        .collect();
    assert_eq!(paid[..3], ["6.00 USD", "3.00 USD", "5.00 USD"]);
    assert_eq!(
        lines(&all[3].0),
        [
            "item sales: 2.00 USD",
            "item sales: 1.00 USD",
            "item sales: 1.00 USD"
        ]
    );
}

#[test]
fn a_lifetime_is_its_own_first_window() {
    let amounts = json!([{"from": 1, "amount": "100.00 USD"}, {"from": 2, "amount": "900.00 USD"}]);
    let sheet = deal(json!({
        "items": [share("sales", "shop", "10%", json!("lifetime"))],
        "guarantees": [{"id": "least", "amounts": amounts, "window": "lifetime"}],
    }));
    let mut month = sold(1, &[("shop", "300.00 USD")]);
    month["final"] = json!(true);
    let statement = last_of(&sheet, &[month]);
    assert_eq!(
        lines(&statement),
        ["item sales: 30.00 USD", "guarantee least: 70.00 USD"]
    );
}

#[test]
fn what_is_held_has_a_day_of_the_calendar() {
    let sheet = |start: &str, days: u32| {
        let mut sheet = deal(json!({"hold": {"days": days},
            "items": [share("sales", "shop", "10%", json!("period"))]}));
        sheet["start"] = json!(start);
        sheet["versions"][0]["from"] = json!(start);
        sheet
    };
    let month = |period: &str| {
        json!({"no": 1, "period": period,
            "totals": [{"stream": "shop", "amount": "10.00 USD"}]})
    };
    let statement = last_of(&sheet("0001-01-01", 5), &[month("0001-01-01..0001-02-01")]);
    assert_eq!(statement.held().to_string(), "1.00 USD");
    let late = month("9999-11-01..9999-12-01");
    let statement = last_of(&sheet("9999-11-01", 29), std::slice::from_ref(&late));
    assert_eq!(statement.held().to_string(), "1.00 USD");
    let words = "the hold is beyond the range of money";
    super::refused(&sheet("9999-11-01", 31), &[], &late, words);
}

// The rank of January was never told, and is missed in January alone.
#[test]
fn a_level_is_not_missed_again_by_late_sales() {
    let tiers = json!([{"up_to": "5", "rate": "10%"}, {"rate": "20%"}]);
    let pay = json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "whole",
        "tier_by": {"level": "rank"}}});
    let sheet = deal(json!({"items": [{"id": "sales", "window": "period", "pay": pay}]}));
    let february = json!({"levels": [{"name": "rank", "value": "7"}],
        "totals": [{"stream": "shop", "of": 1, "amount": "5.00 USD"},
            {"stream": "shop", "amount": "10.00 USD"}]});
    let all = settled(
        &sheet,
        &[sold(1, &[("shop", "10.00 USD")]), month(2, february)],
    );
    assert_eq!(notices(&all[0].0), ["level_missing"]);
    assert_eq!(notices(&all[1].0), ["late_lines"]);
    assert_eq!(lines(&all[1].0), ["item sales: 2.00 USD"]);
}

// 1.03 to the tenth at 15 decimals is 1.343916379344121, its last digit odd.
#[test]
fn the_factor_of_an_escalator_is_proved_to_its_last_decimal() {
    let mut item = share("sales", "shop", "100%", json!("period"));
    item["escalator"] = json!({"rate": "3%", "months": 1});
    let months: Vec<Value> = (1..=11)
        .map(|no| sold(no, &[("shop", "100.00 USD")]))
        .collect();
    let statement = last_of(&deal(json!({"items": [item]})), &months);
    assert_eq!(lines(&statement), ["item sales: 134.39 USD"]);
}
