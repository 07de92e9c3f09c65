//! What changes from version to version: what stays closed, what is touched, what is forgotten.

use partnership::compensation::{Activity, State, Terms, settle};
use serde_json::{Value, json};

use super::{deal, last, lines, month, notices, read, refused, settled, share, sheet, sold, with};

fn version(from: &str, rate: &str) -> Value {
    json!({"from": from, "items": [share("sales", "shop", rate, json!("lifetime"))]})
}

#[test]
fn versions_that_were_settled_with_stay_as_they_were() {
    let old = sheet(json!([
        version("2026-01-01", "10%"),
        version("2026-02-01", "20%")
    ]));
    let state = settled(&old, &[sold(1, &[]), sold(2, &[])])
        .pop()
        .expect("two")
        .1;
    let march: Activity = read(&sold(3, &[]));
    let again = |versions: Value| {
        let terms: Terms = read(&sheet(versions));
        settle(&terms, &state, &march)
            .map(drop)
            .map_err(|error| error.to_string())
    };
    let (first, second) = (version("2026-01-01", "10%"), version("2026-02-01", "20%"));
    assert_eq!(again(json!([first, second])), Ok(()));
    assert_eq!(
        again(json!([first, second, version("2026-03-01", "30%")])),
        Ok(())
    );
    let words = "the terms before 2026-03-01 are not those that were settled with";
    for versions in [
        json!([first, version("2026-02-01", "21%")]),
        json!([version("2026-01-01", "11%"), second]),
        json!([first]),
        json!([first, second, version("2026-02-15", "30%")]),
        json!([first, version("2026-01-15", "10%"), second]),
    ] {
        assert_eq!(again(versions.clone()), Err(words.into()), "{versions}");
    }
}

#[test]
fn a_state_belongs_to_one_agreement_and_one_currency() {
    let terms: Terms = read(&deal(json!({})));
    let january: Activity = read(&sold(1, &[]));
    let other = |field: &str, value: Value| {
        let terms: Terms = read(&with(deal(json!({})), field, value));
        terms.new_state()
    };
    let refuse = |state: &State, found: &str| {
        let error = settle(&terms, state, &january).expect_err("another agreement");
        assert_eq!(
            error.to_string(),
            format!("the state is of {found}, not of deal")
        );
    };
    refuse(&other("id", json!("other")), "other");
    refuse(&other("currency", json!("EUR")), "deal");
    settle(&terms, &terms.new_state(), &january).expect("its own state");
}

#[test]
fn a_horizon_that_grows_does_not_bring_back_what_was_forgotten() {
    let sheet = |horizon: u32| {
        with(
            deal(json!({"items": [share("sales", "shop", "10%", json!("period"))]})),
            "refund_horizon",
            json!(horizon),
        )
    };
    let state = settled(&sheet(1), &[sold(1, &[]), sold(2, &[]), sold(3, &[])]).pop();
    let state = state.expect("three months").1;
    let longer: Terms = read(&sheet(12));
    let late = |of: u32| {
        let totals = json!([{"stream": "shop", "of": of, "amount": "1.00 USD"}]);
        let activity: Activity = read(&month(4, json!({"totals": totals})));
        settle(&longer, &state, &activity)
            .map(drop)
            .map_err(|error| error.to_string())
    };
    assert_eq!(late(3), Ok(()));
    for of in [1, 2] {
        let words = format!("period {of} is beyond the horizon: 3 is the oldest that may be named");
        assert_eq!(late(of), Err(words));
    }
}

#[test]
fn a_horizon_that_shrinks_refuses_what_is_still_remembered() {
    let sheet = |horizon: u32| {
        with(
            deal(json!({"items": [share("sales", "shop", "10%", json!("period"))]})),
            "refund_horizon",
            json!(horizon),
        )
    };
    let state = settled(&sheet(12), &[sold(1, &[]), sold(2, &[]), sold(3, &[])]).pop();
    let state = state.expect("three months").1;
    let shorter: Terms = read(&sheet(1));
    let totals = json!([{"stream": "shop", "of": 2, "amount": "1.00 USD"}]);
    let activity: Activity = read(&month(4, json!({"totals": totals})));
    let error = settle(&shorter, &state, &activity).expect_err("too old");
    let words = "period 2 is beyond the horizon: 3 is the oldest that may be named";
    assert_eq!(error.to_string(), words);
}

#[test]
fn every_figure_of_a_pay_that_was_settled_with_stays() {
    let pays = [
        json!({"share": {"base": {"streams": ["shop"], "deduct": [{"rate": "5%"}],
            "at_least": "floor"}, "tiers": [{"up_to": "9.00 USD", "rate": "10%",
            "flat": "1.00 USD"}, {"rate": "20%"}], "mode": "whole", "boundary": "reaches"}}),
        json!({"share": {"base": {"streams": ["shop"], "deduct": [{"stream": "post",
            "at_most": "5%"}]}, "rate": "10%"}}),
        json!({"per_unit": {"streams": ["shop"], "price": "1 USD", "block": "2",
            "count": "completed"}}),
        json!({"per_unit": {"streams": ["shop"], "tiers": [{"up_to": "9", "price": "1 USD",
            "block": "2", "count": "exact", "flat": "1.00 USD"}, {"price": "2 USD"}]}}),
        json!({"cost_plus": {"streams": ["shop"], "ceiling": "9.00 USD", "fee": "1.00 USD"}}),
        json!({"cost_plus": {"streams": ["shop"], "markup": "5%"}}),
        json!({"bonus": {"measure": {"units": ["shop"]}, "steps": [{"reach": "3",
            "pay": "1.00 USD"}], "then": {"from": "5", "every": "2", "pay": "1.00 USD",
            "until": "9"}}}),
        json!({"bands": {"measure": {"revenue": {"streams": ["shop"]}}, "tiers": [
            {"up_to": "3.00 USD", "pay": "1.00 USD"}, {"pay": "2.00 USD"}],
            "boundary": "reaches"}}),
        json!({"pool": {"base": {"streams": ["ads"]}, "own": ["mine"], "all": ["others"]}}),
        json!({"minus": [{"fixed": {"amount": "3.00 USD"}}, {"fixed": {"amount": "1.00 USD"}}]}),
        json!({"times": {"rate": "2", "pay": {"sum": [{"fixed": {"amount": "3.00 USD"}}]}}}),
        json!({"greater_of": [{"lesser_of": [{"fixed": {"amount": "3.00 USD"}}]}]}),
    ];
    let sheet = |pay: &Value| deal(json!({"items": [{"id": "a", "window": "period", "pay": pay}]}));
    for pay in pays {
        let state = settled(&sheet(&pay), &[sold(1, &[])])
            .pop()
            .expect("January")
            .1;
        let february: Activity = read(&sold(2, &[]));
        let mut found = 0;
        for place in leaves(&pay, "") {
            for text in ["other", "1/7", "7", "7.77 USD", "7 USD"] {
                let mut changed = pay.clone();
                *changed.pointer_mut(&place).expect("a place") = json!(text);
                // Most texts are no value of a field, or none that the rules allow.
                let Ok(terms) = serde_json::from_value::<Terms>(sheet(&changed)) else {
                    continue;
                };
                let error = settle(&terms, &state, &february).expect_err(&place);
                let words = "the terms before 2026-02-01 are not those that were settled with";
                assert_eq!(error.to_string(), words, "{place}");
                found += 1;
            }
        }
        assert!(found > 0, "{pay}");
    }
}

/// The places of all texts in a paper.
fn leaves(paper: &Value, at: &str) -> Vec<String> {
    match paper {
        Value::Object(fields) => {
            let fields = fields.iter();
            fields
                .flat_map(|(name, field)| leaves(field, &format!("{at}/{name}")))
                .collect()
        }
        Value::Array(list) => {
            let list = list.iter().enumerate();
            list.flat_map(|(index, field)| leaves(field, &format!("{at}/{index}")))
                .collect()
        }
        Value::String(_) => vec![at.to_owned()],
        _ => Vec::new(),
    }
}

/// What stands in a list of a state.
fn keys(state: &State, list: &str) -> Vec<String> {
    let state = serde_json::to_value(state).expect("JSON");
    let list = state[list].as_object().expect("an object").keys();
    list.cloned().collect()
}

#[test]
fn what_no_entry_can_touch_any_more_is_forgotten() {
    let body = json!({
        "items": [share("sales", "shop", "10%", json!("period")),
            share("pairs", "shop", "1%", json!({"periods": 2})),
            share("year", "shop", "1%", json!({"months": 3})),
            share("ever", "shop", "1%", json!("lifetime"))],
        "caps": [{"id": "top", "amount": "1.00 USD", "window": "period", "scope": ["sales"]}],
    });
    let sheet = with(deal(body), "refund_horizon", json!(2));
    let months: Vec<Value> = (1..=5)
        .map(|no| sold(no, &[("shop", "30.00 USD")]))
        .collect();
    let all = settled(&sheet, &months);
    // After April the next statement may name periods 3 to 5, after May 4 to 6.
    let april = &all[3].1;
    assert_eq!(keys(april, "periods"), ["3", "4"]);
    assert_eq!(keys(april, "caps"), ["top/1/p3", "top/1/p4"]);
    assert_eq!(
        keys(april, "ledgers"),
        [
            "ever/1/lifetime",
            "pairs/1/p3-4",
            "sales/1/p3",
            "sales/1/p4",
            "year/1/2026-01-01..2026-04-01",
            "year/1/2026-04-01..2026-07-01"
        ]
    );
    let may = &all[4].1;
    assert_eq!(keys(may, "periods"), ["4", "5"]);
    assert_eq!(keys(may, "caps"), ["top/1/p4", "top/1/p5"]);
    assert_eq!(
        keys(may, "ledgers"),
        [
            "ever/1/lifetime",
            "pairs/1/p3-4",
            "pairs/1/p5-6",
            "sales/1/p4",
            "sales/1/p5",
            "year/1/2026-04-01..2026-07-01"
        ]
    );
    let words = "period 3 is beyond the horizon: 4 is the oldest that may be named";
    let late = |of: u32| {
        month(
            6,
            json!({"totals": [{"stream": "shop", "of": of, "amount": "1.00 USD"}]}),
        )
    };
    refused(&sheet, &months, &late(3), words);
}

// February sells less than nothing, and says so. Late sales of January touch no ledger of the
// second version, which counts anew, and so say nothing of it.
#[test]
fn a_version_that_counts_anew_is_not_touched_by_sales_of_the_one_before() {
    let anew = |from: &str| {
        let item = with(
            share("sales", "shop", "10%", json!("lifetime")),
            "on_change",
            json!("reset"),
        );
        json!({"from": from, "items": [item]})
    };
    let sheet = sheet(json!([
        version("2026-01-01", "10%"),
        anew("2026-02-01"),
        anew("2026-03-01")
    ]));
    let back = json!({"totals": [{"stream": "shop", "refunds": "50.00 USD"}]});
    let late = json!({"totals": [{"stream": "shop", "of": 1, "amount": "100.00 USD"}]});
    let months = [
        sold(1, &[("shop", "1000.00 USD")]),
        month(2, back),
        month(3, late),
    ];
    let all = settled(&sheet, &months);
    assert_eq!(notices(&all[1].0), ["debit_carried", "negative_measure"]);
    assert_eq!(lines(&all[2].0), ["item sales: 10.00 USD"]);
    assert_eq!(notices(&all[2].0), ["late_lines"]);
}

#[test]
fn a_ledger_is_of_a_window_that_its_version_has_seen() {
    let by_period = |from: &str, rate: &str| json!({"from": from, "items": [share("sales", "shop", rate, json!("period"))]});
    let sheet = sheet(json!([
        by_period("2026-01-01", "10%"),
        by_period("2026-02-01", "20%")
    ]));
    let late = json!({"totals": [{"stream": "shop", "of": 1, "amount": "100.00 USD"}]});
    let months = [sold(1, &[]), sold(2, &[]), month(3, late)];
    let all = settled(&sheet, &months);
    assert_eq!(lines(&all[2].0), ["item sales: 10.00 USD"]);
    assert_eq!(
        keys(&all[2].1, "ledgers"),
        ["sales/1/p1", "sales/2/p2", "sales/2/p3"]
    );
}

#[test]
fn a_level_and_a_stream_of_one_name_are_two_things() {
    let bands = json!({"bands": {"measure": {"level": "rank"},
        "tiers": [{"up_to": "5", "pay": "1.00 USD"}, {"pay": "2.00 USD"}]}});
    let sheet = deal(json!({"items": [{"id": "bonus", "window": "period", "pay": bands}]}));
    let levels = json!([{"name": "rank", "value": "7"}, {"name": "fans", "value": "3"}]);
    let sales = json!([{"stream": "rank", "amount": "9.00 USD", "units": "4"}]);
    let all = settled(
        &sheet,
        &[month(1, json!({"levels": levels, "totals": sales}))],
    );
    assert_eq!(lines(&all[0].0), ["item bonus: 2.00 USD"]);
    assert_eq!(notices(&all[0].0), ["unused_stream"]);
    let state = serde_json::to_value(&all[0].1).expect("JSON");
    let ledger = &state["ledgers"]["bonus/1/p1"];
    assert_eq!(ledger["own"], json!({}));
    assert_eq!(ledger["levels"], json!({"rank": {"value": "7", "of": 1}}));
    // And a stream is no level.
    let units = json!({"per_unit": {"streams": ["rank"], "price": "1 USD"}});
    let sheet = deal(json!({"items": [{"id": "fee", "window": "period", "pay": units}]}));
    let all = settled(
        &sheet,
        &[month(1, json!({"levels": levels, "totals": sales}))],
    );
    assert_eq!(lines(&all[0].0), ["item fee: 4.00 USD"]);
    let state = serde_json::to_value(&all[0].1).expect("JSON");
    assert_eq!(state["ledgers"]["fee/1/p1"].get("levels"), None);
}

// 50 are earned over two periods, and 100 are guaranteed for each month: a line of two periods lies
// in no month, and counts in that of its statement.
#[test]
fn a_line_of_two_periods_counts_in_the_month_of_its_statement() {
    let sheet = deal(json!({
        "items": [share("sales", "shop", "10%", json!({"periods": 2}))],
        "guarantees": [{"id": "least", "amount": "100.00 USD", "window": {"months": 1}}],
    }));
    let months = [
        sold(1, &[("shop", "500.00 USD")]),
        sold(2, &[("shop", "1000.00 USD")]),
    ];
    let all = settled(&sheet, &months);
    assert_eq!(
        lines(&all[0].0),
        ["item sales: 50.00 USD", "guarantee least: 50.00 USD"]
    );
    assert_eq!(lines(&all[1].0), ["item sales: 100.00 USD"]);
}

// 28 February is the 28th of thirty days: from the 31st of January it is the whole window, and the
// ten days up to the tenth of February are nine.
#[test]
fn thirty_days_a_month_count_from_the_thirty_first() {
    let fee = json!({"retainer": {"amount": "3000.00 USD", "basis": "thirty_days"}});
    let sheet = with(
        deal(json!({"items": [{"id": "fee", "window": {"months": 1}, "pay": fee}]})),
        "start",
        json!("2026-01-31"),
    );
    let sheet = with(
        sheet,
        "versions",
        json!([{"from": "2026-01-31",
            "items": [{"id": "fee", "window": {"months": 1}, "pay": fee}]}]),
    );
    let days = |no: u32, period: &str| json!({"no": no, "period": period});
    let whole = last(&sheet, &[days(1, "2026-01-31..2026-02-28")]);
    assert_eq!(lines(&whole), ["item fee: 3000.00 USD"]);
    let parts = [
        days(1, "2026-01-31..2026-02-10"),
        days(2, "2026-02-10..2026-02-28"),
    ];
    let all = settled(&sheet, &parts);
    assert_eq!(lines(&all[0].0), ["item fee: 900.00 USD"]);
    assert_eq!(lines(&all[1].0), ["item fee: 2100.00 USD"]);
}

// Sales of the fourth period are of the third and fourth together, which lie in no three periods:
// they count in those of their statement, and take nothing of the first three back.
#[test]
fn two_periods_that_cross_three_count_in_the_present_ones() {
    let sheet = deal(json!({
        "items": [share("sales", "shop", "10%", json!({"periods": 2}))],
        "guarantees": [{"id": "least", "amount": "100.00 USD", "window": {"periods": 3}}],
    }));
    let mut months: Vec<Value> = (1..=6).map(|no| sold(no, &[])).collect();
    months[3] = sold(4, &[("shop", "1000.00 USD")]);
    let all = settled(&sheet, &months);
    let told: Vec<Vec<String>> = all.iter().map(|(statement, _)| lines(statement)).collect();
    let nothing = Vec::<String>::new;
    assert_eq!(
        told,
        [
            nothing(),
            nothing(),
            vec!["guarantee least: 100.00 USD".into()],
            vec!["item sales: 100.00 USD".into()],
            nothing(),
            nothing(),
        ]
    );
}
