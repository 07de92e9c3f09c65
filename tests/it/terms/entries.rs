//! What settle refuses of the terms and entries of a period, with its values
//! (spec/compensation.md 12).

use partnership::compensation::{Activity, SettleError, State, Terms, settle};
use serde_json::{Value, json};

use super::{share_item, sheet, version, with};

fn read(terms: &Value) -> Terms {
    serde_json::from_value(terms.clone()).expect("valid terms")
}

/// Month `no` of 2026 with these entries.
fn month(no: u32, entries: Value) -> Activity {
    let period = format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
    let dated = with(with(entries, "no", json!(no)), "period", json!(period));
    serde_json::from_value(dated).expect("an activity")
}

/// The state after so many months without entries.
fn after(terms: &Value, months: u32) -> State {
    let terms = read(terms);
    (1..=months).fold(terms.new_state(), |state, no| {
        let settled = settle(&terms, &state, &month(no, json!({})));
        settled.expect("settled").1
    })
}

#[track_caller]
fn refusal(terms: &Value, state: &State, no: u32, entries: Value) -> SettleError {
    settle(&read(terms), state, &month(no, entries)).expect_err("refused")
}

/// A lifetime share, and items that rate their stream event by event.
fn terms() -> Value {
    let events = |id: &str| {
        with(
            with(
                share_item(id, json!("event")),
                "pay",
                json!({"share":
        {"base": {"streams": ["link"]}, "rate": "10%"}}),
            ),
            "id",
            json!(id),
        )
    };
    version(json!({"items": [share_item("sales", json!("lifetime")), events("a"), events("b")]}))
}

/// Terms with one version per month from January on, each of these rates.
fn rates(rates: &[&str]) -> Value {
    let dated = rates.iter().zip(1..);
    let version = |(rate, no): (&&str, u32)| {
        let mut item = share_item("sales", json!("lifetime"));
        item["pay"]["share"]["rate"] = json!(rate);
        json!({"from": format!("2026-{no:02}-01"), "items": [item]})
    };
    sheet(dated.map(version).collect())
}

#[test]
fn a_state_in_another_currency_is_of_other_terms() {
    let error = refusal(
        &with(terms(), "currency", json!("EUR")),
        &after(&terms(), 0),
        1,
        json!({}),
    );
    assert!(matches!(error, SettleError::WrongTerms { .. }), "{error}");
}

#[test]
fn no_version_is_put_before_what_is_settled_or_changed_there() {
    let both = rates(&["10%", "12%"]);
    let changed = |terms: &Value, months: u32, other: &Value| {
        refusal(other, &after(terms, months), months + 1, json!({}))
    };
    let one = rates(&["10%"]);
    for (terms, other) in [
        (&one, &both),
        (&both, &one),
        (&both, &rates(&["10%", "13%"])),
    ] {
        let error = changed(terms, 2, other);
        let through = "2026-03-01".parse().expect("a day");
        assert_eq!(error, SettleError::ClosedPeriodRewritten { through });
    }
}

#[test]
fn both_sides_of_a_difference_are_settled_with() {
    let less = |first: &str, second: &str| {
        let fixed = |amount: &str| json!({"fixed": {"amount": amount}});
        let pay = json!({"minus": [fixed(first), fixed(second)]});
        version(json!({"items": [{"id": "net", "window": "period", "pay": pay}]}))
    };
    let (one, two) = ("1.00 USD", "2.00 USD");
    for other in [less(one, two), less(two, one)] {
        let error = refusal(&other, &after(&less(one, one), 1), 2, json!({}));
        assert!(
            matches!(error, SettleError::ClosedPeriodRewritten { .. }),
            "{error}"
        );
    }
}

#[test]
fn a_period_that_two_versions_begin_in_names_the_first() {
    let mut terms = rates(&["1%", "2%", "3%"]);
    terms["versions"][1]["from"] = json!("2026-01-10");
    terms["versions"][2]["from"] = json!("2026-01-20");
    let at = "2026-01-10".parse().expect("a day");
    let error = refusal(&terms, &after(&terms, 0), 1, json!({}));
    assert_eq!(error, SettleError::PeriodStraddlesVersion { at });
}

#[test]
fn events_and_levels_name_a_period_that_can_be_named_too() {
    let event = |of: u32| json!({"events": [{"id": "e", "stream": "link", "of": of}]});
    let level = |of: u32| json!({"levels": [{"name": "rank", "value": "1", "of": of}]});
    let state = after(&terms(), 1);
    for of in [0, 3] {
        for entries in [event(of), level(of)] {
            let error = refusal(&terms(), &state, 2, entries);
            assert_eq!(error, SettleError::UnknownPeriod { of, no: 2 });
        }
    }
}

#[test]
fn a_horizon_that_changes_forgets_and_does_not_bring_back() {
    let within = |periods: u32| with(terms(), "refund_horizon", json!(periods));
    let late = || json!({"totals": [{"stream": "shop", "of": 1, "amount": "1.00 USD"}]});
    let shorter = refusal(&within(1), &after(&within(24), 4), 5, late());
    let longer = refusal(&within(24), &after(&within(1), 4), 5, late());
    let beyond = SettleError::BeyondHorizon { of: 1, oldest: 4 };
    assert_eq!([shorter, longer], [beyond.clone(), beyond]);
}

#[test]
fn the_units_of_an_event_are_not_negative() {
    for field in ["units_before", "units_after"] {
        let event = with(json!({"id": "e", "stream": "link"}), field, json!("-1"));
        let error = refusal(&terms(), &after(&terms(), 0), 1, json!({"events": [event]}));
        assert_eq!(error.to_string(), format!("{field} of e is negative: -1"));
    }
}

#[test]
fn a_total_where_events_are_rated_names_the_first_item_that_rates_them() {
    let total = json!({"totals": [{"stream": "link", "amount": "1.00 USD"}]});
    let error = refusal(&terms(), &after(&terms(), 0), 1, total);
    let words = "a rates link event by event: a total cannot be rated";
    assert_eq!(error.to_string(), words);
}

#[test]
fn events_that_add_up_beyond_money_are_refused() {
    let most = "792281625142643375935439503.35 USD";
    let event = |id: &str| json!({"id": id, "stream": "link", "after": most});
    let events = json!({"events": [event("a"), event("b")]});
    let error = refusal(&terms(), &after(&terms(), 0), 1, events);
    let place = "the entries of the activity".to_owned();
    assert_eq!(error, SettleError::Overflow { place });
}

// No ratio holds the difference of the two.
#[test]
fn units_whose_difference_no_ratio_holds_name_their_total() {
    let total = json!({"stream": "shop", "units": "3/18446744073709551557",
        "units_returned": "1/18446744073709551533"});
    let none = json!({"stream": "link"});
    let entries = json!({"totals": [none, total]});
    let error = refusal(&terms(), &after(&terms(), 0), 1, entries);
    let place = "totals[1]".to_owned();
    assert_eq!(error, SettleError::Overflow { place });
}

#[test]
fn events_take_back_at_most_the_units_there_were() {
    let event = |before: &str, after: &str| {
        json!({"events": [{"id": "e", "stream": "link", "of": 1,
        "units_before": before, "units_after": after}]})
    };
    let terms = terms();
    let sold = month(1, event("0", "3"));
    let (read, start) = (read(&terms), after(&terms, 0));
    let (_, state) = settle(&read, &start, &sold).expect("settled");
    settle(&read, &state, &month(2, event("3", "0"))).expect("all of them");
    let error = refusal(&terms, &state, 2, event("5", "0"));
    assert!(
        matches!(error, SettleError::OverRefund { of: 1, .. }),
        "{error}"
    );
}
