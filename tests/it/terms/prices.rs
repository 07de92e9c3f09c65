//! Terms that move a price: escalators, what the payee owes, surcharges of caps, and guarantees by
//! activity and by days of the year (spec/contracts.md X5, X6).

use partnership::compensation::{Activity, DayOfYear, State, Terms, settle};
use serde_json::{Value, json};

use super::{accepted, draft, refused, share_item, version, with};

const ITEM: &str = "versions[0].items[0]";
const GUARANTEE: &str = "versions[0].guarantees[0]";
const CAP: &str = "versions[0].caps[0]";

/// One item over a window with these fields more.
fn item(window: Value, more: &[(&str, Value)]) -> Value {
    let mut item = share_item("a", window);
    for (field, value) in more {
        item = with(item, field, value.clone());
    }
    version(json!({"items": [item]}))
}

/// One guarantee over a window with these fields, beside an item.
fn guarantee(window: Value, fields: &[(&str, Value)]) -> Value {
    let mut guarantee = json!({"id": "g", "window": window});
    for (field, value) in fields {
        guarantee = with(guarantee, field, value.clone());
    }
    version(json!({
        "items": [share_item("a", json!("period"))],
        "guarantees": [guarantee],
    }))
}

fn escalator(rate: &str, months: u32) -> Value {
    json!({"rate": rate, "months": months})
}

/// A paper that is not of the shape, in words that contain these.
#[track_caller]
fn malformed(sheet: Value, words: &str) {
    let error = serde_json::from_value::<Terms>(sheet).expect_err("not of the shape");
    assert!(error.to_string().contains(words), "{error}");
}

/// The lines of a history, statement by statement.
#[track_caller]
fn lines(terms: &Terms, activities: &[Value]) -> Vec<Vec<String>> {
    let mut state = terms.new_state();
    let mut all = Vec::new();
    for activity in activities {
        let activity: Activity = serde_json::from_value(activity.clone()).expect("an activity");
        let (statement, next) = settle(terms, &state, &activity).expect("settled");
        all.push(statement.lines().iter().map(ToString::to_string).collect());
        state = serde_json::from_str(&serde_json::to_string(&next).expect("JSON")).expect("state");
        assert_eq!(state, next);
    }
    all
}

/// A month of a year from January 2026, with these totals.
fn month(no: u32, totals: &Value) -> Value {
    let period = format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
    json!({"no": no, "period": period, "totals": totals})
}

#[test]
fn an_escalator_stands_where_a_first_day_prices_the_window() {
    let risen = |window: Value| item(window, &[("escalator", escalator("5%", 12))]);
    let message = "an escalator needs a window of events, one period or months, of a guarantee \
                   one period or months";
    for window in [json!("event"), json!("period"), json!({"months": 3})] {
        accepted(risen(window));
    }
    accepted(risen(json!({"months": 3, "anchor": "2025-12-15"})));
    for window in [json!({"periods": 2}), json!("lifetime")] {
        refused(risen(window), &[&format!("{ITEM}.escalator: {message}")]);
    }
    let amount = ("amount", json!("1.00 USD"));
    let risen = |window| {
        guarantee(
            window,
            &[amount.clone(), ("escalator", escalator("5%", 12))],
        )
    };
    for window in [json!("period"), json!({"months": 12})] {
        accepted(risen(window));
    }
    for window in [json!({"periods": 2}), json!("lifetime")] {
        refused(
            risen(window),
            &[&format!("{GUARANTEE}.escalator: {message}")],
        );
    }
}

#[test]
fn an_escalator_rises_by_steps_of_months() {
    let risen = |escalator: Value| item(json!("period"), &[("escalator", escalator)]);
    accepted(risen(escalator("0", 1)));
    accepted(risen(escalator("250%", 1_200)));
    refused(
        risen(escalator("-1%", 0)),
        &[
            &format!("{ITEM}.escalator.rate: the rate -1/100 is out of range"),
            &format!("{ITEM}.escalator.months: a window of 0 periods or months"),
        ],
    );
    refused(
        risen(escalator("5%", 1_201)),
        &[&format!(
            "{ITEM}.escalator.months: a window of 1201 periods or months"
        )],
    );
    malformed(risen(json!({"rate": "5%"})), "missing field `months`");
    malformed(
        risen(json!({"rate": "5%", "months": 1, "more": 1})),
        "unknown field `more`",
    );
}

// 100.00 are guaranteed in the first year and 110.00 in the second.
#[test]
fn installments_add_up_to_the_sum_of_their_own_year() {
    let by = |second: &str| {
        let installments = json!([{"on": "2026-02-01", "amount": "100.00 USD"},
            {"on": "2027-02-01", "amount": second}]);
        guarantee(
            json!({"months": 12}),
            &[
                ("amount", json!("100.00 USD")),
                ("escalator", escalator("10%", 12)),
                ("test", json!({"installments": installments})),
            ],
        )
    };
    accepted(by("110.00 USD"));
    let message = "the installments of 2027-01-01..2028-01-01 add up to 100.00 USD, not to \
                   110.00 USD";
    refused(
        by("100.00 USD"),
        &[&format!("{GUARANTEE}.test.installments: {message}")],
    );
}

#[test]
fn installments_are_compared_with_no_sum_whose_rise_is_faulty() {
    let year = json!({"months": 12});
    let window = ": an escalator needs a window of events, one period or months, of a guarantee \
                  one period or months";
    let rate = ".rate: the rate -1/100 is out of range";
    let months = ".months: a window of 0 periods or months";
    for (over, rise, fault) in [
        (json!("lifetime"), escalator("5%", 12), window),
        (year.clone(), escalator("-1%", 12), rate),
        (year, escalator("5%", 0), months),
    ] {
        let installments = json!([{"on": "2026-02-01", "amount": "1.00 USD"}]);
        let sheet = guarantee(
            over,
            &[
                ("amount", json!("100.00 USD")),
                ("escalator", rise),
                ("test", json!({"installments": installments})),
            ],
        );
        refused(sheet, &[&format!("{GUARANTEE}.escalator{fault}")]);
    }
}

#[test]
fn a_sum_by_activity_is_reckoned_on_more_than_one_event_beside_items_that_are_not() {
    let bands = json!({"bands": {"measure": {"units": ["patrons"]},
        "tiers": [{"pay": "1.00 USD"}]}});
    let clause = json!({"id": "g", "window": "period", "amount_by": bands});
    accepted(version(json!({"items": [share_item("a", json!("event"))],
        "guarantees": [clause]})));
}

#[test]
fn a_sum_by_activity_is_at_most_16_deep() {
    let deep = |levels: usize| {
        let price = json!({"per_unit": {"streams": ["patrons"], "price": "0.17 USD"}});
        let pay = (1..levels).fold(price, |pay, _| json!({"sum": [pay]}));
        guarantee(json!("period"), &[("amount_by", pay)])
    };
    accepted(deep(16));
    let place = ".sum[0]".repeat(16);
    let deeper = format!("{GUARANTEE}.amount_by{place}: pays are nested more than 16 deep");
    refused(deep(17), &[&deeper]);
}

// 1.5^1200 has more than 200 digits.
#[test]
fn a_rise_beyond_what_a_number_can_hold_is_refused() {
    let installments = json!([{"on": "2126-02-01", "amount": "1.00 USD"}]);
    let sheet = guarantee(
        json!({"months": 12}),
        &[
            ("amount", json!("1.00 USD")),
            ("escalator", escalator("50%", 1)),
            ("test", json!({"installments": installments})),
        ],
    );
    let message = "the sum is beyond the range of a number";
    refused(
        sheet,
        &[&format!("{GUARANTEE}.test.installments: {message}")],
    );
}

#[test]
fn a_window_keeps_the_factor_of_its_first_day() {
    let per_unit = json!({"per_unit": {"streams": ["copies"], "price": "1 USD"}});
    let terms = accepted(version(json!({"items": [
        {"id": "a", "window": "period", "pay": per_unit, "escalator": escalator("10%", 1)}]})));
    let copies = |of: u32, units: &str| json!({"stream": "copies", "of": of, "units": units});
    let found = lines(
        &terms,
        &[
            month(1, &json!([copies(1, "100")])),
            month(2, &json!([copies(2, "100"), copies(1, "7")])),
            month(3, &json!([copies(3, "100"), copies(2, "1")])),
        ],
    );
    let expected = [
        vec!["item a: 100.00 USD"],
        vec!["item a: 7.00 USD", "item a: 110.00 USD"],
        vec!["item a: 1.10 USD", "item a: 121.00 USD"],
    ];
    assert_eq!(found, expected);
}

#[test]
fn who_owes_an_item_is_one_of_two() {
    for owed_by in ["payer", "payee"] {
        accepted(item(json!("period"), &[("owed_by", json!(owed_by))]));
    }
    malformed(
        item(json!("period"), &[("owed_by", json!("bank"))]),
        "unknown variant `bank`, expected `payer` or `payee`",
    );
}

fn capped(cap: Value) -> Value {
    let cap = with(with(cap, "id", json!("c")), "window", json!("lifetime"));
    version(json!({
        "items": [share_item("a", json!("lifetime"))],
        "caps": [with(cap, "amount", json!("3000.00 USD"))],
    }))
}

#[test]
fn surcharges_of_a_cap_have_names_and_rates() {
    let surcharge = |id: &str, rate: &str| json!({"id": id, "rate": rate});
    accepted(capped(
        json!({"surcharges": [surcharge("a", "0"), surcharge("b", "150%")]}),
    ));
    refused(
        capped(json!({"surcharges": [surcharge("a", "-1"), surcharge("a", "1")]})),
        &[
            &format!("{CAP}.surcharges[0].rate: the rate -1 is out of range"),
            &format!("{CAP}.surcharges[1].id: the id a stands twice"),
        ],
    );
}

#[test]
fn a_sum_by_activity_stands_alone_and_is_tested_at_the_close() {
    let by = (
        "amount_by",
        json!({"per_unit": {"streams": ["copies"], "price": "1 USD"}}),
    );
    let one_of = "one amount, amounts by window, or an amount by activity, and only one of them";
    accepted(guarantee(json!("period"), std::slice::from_ref(&by)));
    accepted(guarantee(
        json!("lifetime"),
        &[by.clone(), ("on", json!("payable"))],
    ));
    refused(
        guarantee(
            json!("period"),
            &[by.clone(), ("amount", json!("1.00 USD"))],
        ),
        &[&format!("{GUARANTEE}: {one_of}")],
    );
    let amounts = json!([{"from": 1, "amount": "1.00 USD"}]);
    refused(
        guarantee(json!("period"), &[by.clone(), ("amounts", amounts)]),
        &[&format!("{GUARANTEE}: {one_of}")],
    );
    let late = "an amount by activity is tested when its window closes";
    let tests = [
        json!("accrued"),
        json!({"yearly": [{"on": "01-01", "share": "1"}]}),
    ];
    for test in tests {
        refused(
            guarantee(json!({"months": 12}), &[by.clone(), ("test", test)]),
            &[&format!("{GUARANTEE}.test: {late}")],
        );
    }
}

#[test]
fn a_sum_by_activity_needs_no_days_and_no_order() {
    let by = |pay: Value| guarantee(json!({"months": 3}), &[("amount_by", pay)]);
    let retainer = json!({"retainer": {"amount": "5.00 USD"}});
    let message = "a retainer needs a window of months, or the period";
    refused(
        by(retainer.clone()),
        &[&format!("{GUARANTEE}.amount_by.retainer: {message}")],
    );
    refused(
        by(json!({"sum": [retainer]})),
        &[&format!("{GUARANTEE}.amount_by.sum[0].retainer: {message}")],
    );
    let forward = json!({"share": {"base": {"streams": ["shop"]}, "tiers": [{"rate": "1%"}],
        "mode": "forward"}});
    let found = draft(by(forward)).problems();
    assert_eq!(found[0].place, format!("{GUARANTEE}.amount_by.share"));
    assert_eq!(found.len(), 1);
    let priced = |price: &str| by(json!({"per_unit": {"streams": ["copies"], "price": price}}));
    refused(
        priced("1 EUR"),
        &[&format!(
            "{GUARANTEE}.amount_by.per_unit.price: EUR where the sheet is in USD"
        )],
    );
}

#[test]
fn yearly_installments_are_the_whole_over_twelve_months() {
    let yearly = |window: Value, list: Value| {
        let test = json!({"yearly": list});
        guarantee(window, &[("amount", json!("100.00 USD")), ("test", test)])
    };
    let on = |day: &str, share: &str| json!({"on": day, "share": share});
    let halves = json!([on("02-29", "1/2"), on("08-01", "1/2")]);
    accepted(yearly(json!({"months": 12}), halves.clone()));
    accepted(yearly(
        json!({"months": 12, "anchor": "2025-07-23"}),
        halves.clone(),
    ));
    let place = format!("{GUARANTEE}.test.yearly");
    let needs = "installments need a window of months, or the lifetime; yearly ones twelve months";
    for window in [
        json!({"months": 6}),
        json!({"months": 24}),
        json!("lifetime"),
    ] {
        refused(
            yearly(window, halves.clone()),
            &[&format!("{place}: {needs}")],
        );
    }
    refused(
        yearly(json!({"months": 12}), json!([])),
        &[&format!("{place}: no tiers")],
    );
    refused(
        yearly(
            json!({"months": 12}),
            json!([on("02-01", "1/2"), on("08-01", "1/3")]),
        ),
        &[&format!(
            "{place}: the shares of the parts add up to 5/6, not to 1"
        )],
    );
    refused(
        yearly(
            json!({"months": 12}),
            json!([on("02-01", "2"), on("08-01", "-1")]),
        ),
        &[
            &format!("{place}[0].share: the rate 2 is out of range"),
            &format!("{place}[1].share: the rate -1 is out of range"),
        ],
    );
    refused(
        yearly(json!({"months": 12}), json!([on("02-01", "3/2")])),
        &[&format!("{place}[0].share: the rate 3/2 is out of range")],
    );
    for day in ["02-30", "2-1", "13-01", "00-01", "02-1a", "2026-02-01", ""] {
        malformed(
            yearly(json!({"months": 12}), json!([on(day, "1")])),
            "malformed day of the year",
        );
        let error = day.parse::<DayOfYear>().expect_err(day).to_string();
        assert_eq!(error, format!("malformed day of the year {day:?}"));
    }
}

// 0.17 for each of 1,000, then of 100 patrons against nothing: what 900 were worth comes back.
#[test]
fn a_state_without_a_known_version_is_refused() {
    let per_unit = json!({"per_unit": {"streams": ["patrons"], "price": "0.17 USD"}});
    let terms = accepted(guarantee(json!("period"), &[("amount_by", per_unit)]));
    let patrons =
        |of: u32, field: &str, units: &str| json!([{"stream": "patrons", "of": of, field: units}]);
    let found = lines(
        &terms,
        &[
            month(1, &patrons(1, "units", "1000")),
            month(2, &patrons(1, "units_returned", "900")),
        ],
    );
    assert_eq!(found[0], ["item a: 0.00 USD", "guarantee g: 170.00 USD"]);
    assert_eq!(found[1], ["item a: 0.00 USD", "guarantee g: -153.00 USD"]);
    let january = serde_json::from_value(month(1, &patrons(1, "units", "1000"))).expect("January");
    let (_, state) = settle(&terms, &terms.new_state(), &january).expect("settled");
    let mut json = serde_json::to_value(&state).expect("JSON");
    json["guarantees"]["g"]["windows"]["p1"]["rated"]["version"] = json!(2);
    let error = serde_json::from_value::<State>(json).expect_err("an unknown version");
    let words = "the state contradicts itself: a version that was never settled with";
    assert_eq!(error.to_string(), words);
}
