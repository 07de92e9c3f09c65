//! Papers that are not of the shape are refused when they are read (spec/compensation.md 1, 2, 12).

use std::fmt::Debug;

use partnership::compensation::{
    Activity, IdError, Pay, State, Statement, Terms, TermsDraft, Timing, Window, settle,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const SHEET: &str = r#"{"schema":1,"id":"deal","currency":"USD","start":"2026-01-01",
"versions":[{"from":"2026-01-01","items":[{"id":"sales","window":"lifetime",
"pay":{"share":{"base":{"streams":["shop"]},"rate":"10%"}}}]}]}"#;

const ACTIVITY: &str = r#"{"no":1,"period":"2026-01-01..2026-02-01",
"totals":[{"stream":"shop","amount":"10.00 USD","units":"1"}],
"levels":[{"name":"rank","value":"3"}]}"#;

/// Refuses a text that differs from a good one in one place, in words that contain these.
#[track_caller]
fn refused<T: DeserializeOwned + Debug>(good: &str, from: &str, to: &str, words: &str) {
    serde_json::from_str::<T>(good).expect("the good text");
    assert!(good.contains(from), "{from}");
    let text = good.replacen(from, to, 1);
    let error = serde_json::from_str::<T>(&text)
        .expect_err(&text)
        .to_string();
    assert!(error.contains(words), "{error}");
}

/// All prefixes of a text, and what is appended to it.
#[track_caller]
fn whole_or_nothing<T: DeserializeOwned + Debug>(good: &str) {
    serde_json::from_str::<T>(good).expect("the good text");
    for end in 0..good.len() {
        serde_json::from_str::<T>(&good[..end]).expect_err("truncated");
    }
    serde_json::from_str::<T>(&format!("{good}{{}}")).expect_err("more than one");
}

fn settled() -> (String, String) {
    let terms: Terms = serde_json::from_str(SHEET).expect("terms");
    let activity: Activity = serde_json::from_str(ACTIVITY).expect("an activity");
    let (statement, state) = settle(&terms, &terms.new_state(), &activity).expect("settled");
    (
        serde_json::to_string(&statement).expect("JSON"),
        serde_json::to_string(&state).expect("JSON"),
    )
}

#[test]
fn unknown_fields_are_refused_everywhere() {
    refused::<Terms>(
        SHEET,
        r#""schema""#,
        r#""more":1,"schema""#,
        "unknown field `more`",
    );
    refused::<Terms>(
        SHEET,
        r#""from""#,
        r#""more":1,"from""#,
        "unknown field `more`",
    );
    refused::<Terms>(
        SHEET,
        r#""window""#,
        r#""more":1,"window""#,
        "unknown field `more`",
    );
    refused::<Terms>(
        SHEET,
        r#""rate""#,
        r#""more":1,"rate""#,
        "unknown field `more`",
    );
    refused::<Terms>(
        SHEET,
        r#""streams""#,
        r#""more":1,"streams""#,
        "unknown field `more`",
    );
    refused::<Activity>(
        ACTIVITY,
        r#""no""#,
        r#""more":1,"no""#,
        "unknown field `more`",
    );
    refused::<Activity>(
        ACTIVITY,
        r#""units""#,
        r#""more":1,"units""#,
        "unknown field `more`",
    );
    refused::<Activity>(
        ACTIVITY,
        r#""value""#,
        r#""more":1,"value""#,
        "unknown field `more`",
    );
    let (statement, state) = settled();
    refused::<Statement>(
        &statement,
        r#""id""#,
        r#""more":1,"id""#,
        "unknown field `more`",
    );
    refused::<State>(
        &state,
        r#""schema""#,
        r#""more":1,"schema""#,
        "unknown field `more`",
    );
}

#[test]
fn a_field_that_is_left_out_is_not_null() {
    let with = |field: &str| format!(r#"{field}"schema""#);
    let schema = r#""schema""#;
    for field in [
        "end",
        "anchor",
        "rounding",
        "note",
        "refund_horizon",
        "payer",
        "calendar",
    ] {
        let to = with(&format!(r#""{field}":null,"#));
        refused::<TermsDraft>(SHEET, schema, &to, "null");
    }
    for field in ["amount", "refunds", "of", "units", "pending"] {
        let to = format!(r#""{field}":null,"stream""#);
        let good = r#"{"no":1,"period":"2026-01-01..2026-02-01","totals":[{"stream":"shop"}]}"#;
        refused::<Activity>(good, r#""stream""#, &to, "null");
    }
}

#[test]
fn money_ratios_and_days_are_texts_and_counts_are_numbers() {
    refused::<Terms>(SHEET, r#""10%""#, "0.1", "a ratio");
    refused::<Terms>(SHEET, r#""10%""#, r#""ten""#, "ten");
    refused::<Terms>(SHEET, r#""2026-01-01""#, "20260101", "invalid type");
    refused::<Terms>(SHEET, r#""schema":1"#, r#""schema":"1""#, "invalid type");
    refused::<Terms>(
        SHEET,
        r#""schema":1"#,
        r#""schema":2"#,
        "unknown schema 2, not 1",
    );
    refused::<Activity>(ACTIVITY, r#""10.00 USD""#, "10.00", "amount");
    refused::<Activity>(ACTIVITY, r#""10.00 USD""#, r#""10.00""#, "10.00");
    refused::<Activity>(
        ACTIVITY,
        r#""10.00 USD""#,
        r#""10.001 USD""#,
        "more than the 2 decimals",
    );
    refused::<Activity>(ACTIVITY, r#""no":1"#, r#""no":-1"#, "-1");
    refused::<Activity>(ACTIVITY, r#""no":1"#, r#""no":1.5"#, "1.5");
    refused::<Activity>(ACTIVITY, r#""units":"1""#, r#""units":1"#, "a ratio");
}

#[test]
fn a_key_stands_once() {
    refused::<Terms>(
        SHEET,
        r#""schema":1"#,
        r#""schema":1,"schema":1"#,
        "duplicate field",
    );
    refused::<Activity>(ACTIVITY, r#""no":1"#, r#""no":1,"no":1"#, "duplicate field");
    let (_, state) = settled();
    let twice = r#""ledgers":{"sales/1/lifetime":{"own":{},"booked":"0.00 USD"},"#;
    refused::<State>(&state, r#""ledgers":{"#, twice, "stands twice");
}

#[test]
fn a_paper_is_whole_or_nothing() {
    let (statement, state) = settled();
    whole_or_nothing::<Terms>(SHEET);
    whole_or_nothing::<Activity>(ACTIVITY);
    whole_or_nothing::<Statement>(&statement);
    whole_or_nothing::<State>(&state);
}

#[test]
fn an_id_is_short_visible_and_without_separators() {
    let longest = "x".repeat(64);
    for good in ["a", "A-1_b.c", "~", longest.as_str()] {
        let text = SHEET.replace("deal", good);
        assert_eq!(
            serde_json::from_str::<Terms>(&text).unwrap().id().as_str(),
            good
        );
    }
    let too_long = "x".repeat(65);
    for bad in ["", "a b", "a/b", "a:b", "\u{e9}", "a\\n", too_long.as_str()] {
        refused::<Terms>(SHEET, "deal", bad, "malformed id");
    }
    let error = "a/b".parse::<partnership::compensation::Id>().unwrap_err();
    assert_eq!(error, IdError::Malformed { text: "a/b".into() });
    assert_eq!(
        error.to_string(),
        "malformed id \"a/b\": 1 to 64 visible ASCII characters without '/' and ':'"
    );
}

#[test]
fn what_has_two_forms_has_one_of_them() {
    let read = |json: Value| serde_json::from_value::<Pay>(json).map_err(|error| error.to_string());
    let base = |deduction: Value| json!({"share": {"base": {"streams": ["shop"], "deduct": [deduction]}, "rate": "1%"}});
    let words = "a deduction is {rate, from} or {stream, at_most}";
    for wrong in [
        json!({}),
        json!({"rate": "1%", "stream": "fees"}),
        json!({"rate": "1%", "at_most": "5%"}),
        json!({"stream": "fees", "from": "gross"}),
    ] {
        assert_eq!(read(base(wrong)).unwrap_err(), words);
    }
    read(base(json!({"rate": "1%", "from": "remaining"}))).unwrap();
    read(base(json!({"stream": "fees", "at_most": "5%"}))).unwrap();
    let fee = json!({"retainer": {"amount": "1.00 USD"}});
    read(json!({"minus": [fee, fee]})).unwrap();
    read(json!({"minus": [fee]})).unwrap_err();
    read(json!({"minus": [fee, fee, fee]})).unwrap_err();
    read(json!({"retainer": {"amount": "1.00 USD"}, "sum": [fee]})).unwrap_err();
    assert_eq!(
        read(json!({"sum": []})).unwrap_err(),
        "sum: a composition of nothing"
    );
}

#[test]
fn windows_and_counts() {
    let read = |json: Value| serde_json::from_value::<Window>(json);
    for good in [
        json!("lifetime"),
        json!("period"),
        json!({"months": 1}),
        json!({"periods": 4}),
    ] {
        let window = read(good.clone()).unwrap();
        assert_eq!(serde_json::to_value(window).unwrap(), good);
    }
    for bad in [
        json!("months"),
        json!("weekly"),
        json!({"months": -1}),
        json!({"months": "1"}),
        json!({"months": 1, "periods": 2}),
        json!(null),
        json!({"lifetime": null, "period": null}),
    ] {
        read(bad.clone()).expect_err(&bad.to_string());
    }
    serde_json::from_str::<Timing>(r#"{"id":"a","late":{"grace_days":-1,"rate":"1%"}}"#)
        .expect_err("a negative count");
}

#[test]
fn a_statement_that_does_not_balance_cannot_be_read() {
    let (statement, _) = settled();
    refused::<Statement>(
        &statement,
        r#""closing":"0.00 USD""#,
        r#""closing":"0.01 USD""#,
        "1.00 USD on one side, 1.01 USD on the other",
    );
    refused::<Statement>(
        &statement,
        r#""tax":"0.00 USD""#,
        r#""tax":"0.01 USD""#,
        "on the other",
    );
    refused::<Statement>(
        &statement,
        r#""no":1"#,
        r#""no":2"#,
        "malformed name of a statement",
    );
    refused::<Statement>(&statement, "0.00 USD", "0.00 EUR", "USD");
}

#[test]
fn a_state_that_contradicts_itself_cannot_be_read() {
    let (_, state) = settled();
    let json: Value = serde_json::from_str(&state).expect("JSON");
    let refuse = |pointer: &str, value: Value| {
        let mut broken = json.clone();
        *broken
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer}: {state}")) = value;
        serde_json::from_value::<State>(broken).expect_err(pointer);
    };
    serde_json::from_value::<State>(json.clone()).expect("the state itself");
    refuse("/carry", json!("0.00 EUR"));
    refuse("/settled", json!(0));
    refuse("/settled", json!(2));
    refuse("/through", json!("2025-01-01"));
    refuse("/versions", json!([]));
    refuse("/versions/0/version", json!(2));
    refuse("/versions/0/fingerprint", json!("no hex"));
    refuse("/ledgers/sales~11~1lifetime/booked", json!("1.00 EUR"));
    refuse(
        "/ledgers",
        json!({"sales/2/lifetime": {"own": {}, "booked": "0.00 USD"}}),
    );
    refuse(
        "/ledgers",
        json!({"sales/lifetime": {"own": {}, "booked": "0.00 USD"}}),
    );
    refuse("/periods/1/version", json!(2));
    refuse("/periods/1/start", json!("2026-03-01"));
}
