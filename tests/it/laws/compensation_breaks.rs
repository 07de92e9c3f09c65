//! Agreements that clauses are easily misread on, by name, and what their statements say.

use partnership::Side;
use partnership::compensation::{Activity, State, Statement, Terms, settle};
use partnership::explain::{Documents, Finding};
use serde_json::{Value, json};

/// Settles a history period by period; every statement is explained and held against its papers.
fn settled(terms: Value, activities: &[Value]) -> Vec<Statement> {
    let terms: Terms = serde_json::from_value(terms).expect("valid terms");
    let mut state = terms.new_state();
    let mut statements = Vec::new();
    for activity in activities {
        let activity: Activity = serde_json::from_value(activity.clone()).expect("an activity");
        let (statement, after) = settle(&terms, &state, &activity).expect("settled");
        proved(&terms, &state, &activity, &statement, &after);
        state = after;
        statements.push(statement);
    }
    statements
}

fn proved(
    terms: &Terms,
    before: &State,
    activity: &Activity,
    statement: &Statement,
    after: &State,
) {
    let explanation = statement.explain(terms, before, activity).expect("a proof");
    let documents = Documents::new()
        .with("terms", json!(terms))
        .with("state", json!(before))
        .with("activity", json!(activity));
    let result = json!({"statement": statement, "state": after});
    explanation
        .check_against(&documents, &result)
        .expect("it holds against its papers");
    assert_eq!(explanation.covers(&result), Vec::<String>::new());
    let mut findings = explanation.audit(&documents, &result);
    findings.retain(|finding| !matches!(finding, Finding::Trusted { .. }));
    assert_eq!(findings, []);
}

fn lines(statement: &Statement) -> Vec<(&'static str, String, String)> {
    let lines = statement.lines().iter();
    let line = |line: &partnership::compensation::Line| {
        let amount = line.amount.to_string();
        (line.kind.name(), line.reference.clone(), amount)
    };
    lines.map(line).collect()
}

fn share(id: &str, stream: &str, window: Value) -> Value {
    json!({"id": id, "window": window, "pay": {"share": {"base": {"streams": [stream]}, "rate": "10%"}}})
}

fn sold(no: u32, period: &str, stream: &str, amount: &str) -> Value {
    json!({"no": no, "period": period, "totals": [{"stream": stream, "amount": amount}]})
}

fn terms(version: Value) -> Value {
    json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
           "versions": [version]})
}

#[test]
fn a_period_lies_inside_one_month_window_of_caps_and_guarantees_too() {
    let cap = json!({"id": "most", "amount": "5.00 USD", "window": {"months": 1}});
    let least = json!({"id": "least", "amount": "5.00 USD", "window": {"months": 1}});
    for (list, clause) in [("caps", cap), ("guarantees", least)] {
        let mut version =
            json!({"from": "2026-01-01", "items": [share("sales", "shop", json!("period"))]});
        version[list] = json!([clause]);
        let terms: Terms = serde_json::from_value(terms(version)).expect("valid terms");
        let two_months = sold(1, "2026-01-01..2026-03-01", "shop", "10.00 USD");
        let two_months: Activity = serde_json::from_value(two_months).expect("an activity");
        let refusal = settle(&terms, &terms.new_state(), &two_months).expect_err(list);
        let id = clause["id"].as_str().expect("a name");
        let message = format!("a window of {id} ends on 2026-02-01, inside the period");
        assert_eq!(refusal.to_string(), message);
    }
}

#[test]
fn what_a_cap_cuts_of_a_guarantee_is_no_part_of_what_items_earned() {
    // 8.00 earned; the guarantee of 200.00 is topped up by 192.00, of which the cap leaves 42.00.
    let version = json!({"from": "2026-01-01",
        "items": [share("sales", "shop", json!("period"))],
        "caps": [{"id": "most", "amount": "50.00 USD", "window": "lifetime"}],
        "guarantees": [{"id": "least", "amount": "200.00 USD", "window": "period"},
                       {"id": "other", "amount": "10.00 USD", "window": "period"}],
        "reserve": {"rate": "50%", "release": [1]}, "hold": {"days": 30}});
    let statements = settled(
        terms(version),
        &[sold(1, "2026-01-01..2026-02-01", "shop", "80.00 USD")],
    );
    let line = |kind, reference: &str, amount: &str| (kind, reference.into(), amount.into());
    assert_eq!(
        lines(&statements[0]),
        [
            line("item", "sales", "8.00 USD"),
            line("guarantee", "least", "42.00 USD"),
            line("reserve_taken", "", "-4.00 USD"),
            line("held", "", "-4.00 USD"),
        ]
    );
}

#[test]
fn a_new_stream_is_absent_from_the_version_before_also_once_it_has_sold() {
    let mut terms = terms(json!({"from": "2026-01-01",
        "items": [share("sales", "shop", json!("lifetime"))]}));
    let both = json!({"from": "2026-02-01", "items": [{"id": "sales", "window": "lifetime",
        "pay": {"share": {"base": {"streams": ["shop", "link"]}, "rate": "10%"}}}]});
    terms["versions"].as_array_mut().expect("a list").push(both);
    let activities = [
        sold(1, "2026-01-01..2026-02-01", "shop", "100.00 USD"),
        sold(2, "2026-02-01..2026-03-01", "link", "20.00 USD"),
        sold(3, "2026-03-01..2026-04-01", "link", "30.00 USD"),
    ];
    let earned = settled(terms, &activities);
    let earned: Vec<String> = earned.iter().map(|s| s.earned().to_string()).collect();
    assert_eq!(earned, ["10.00 USD", "2.00 USD", "3.00 USD"]);
}

#[test]
fn a_retainer_that_stands_still_is_nothing_of_its_fee() {
    let mut terms = terms(json!({"from": "2026-01-01",
        "items": [{"id": "fee", "window": "period", "pay": {"retainer": {"amount": "9.00 USD"}}}]}));
    terms["end"] = json!("2026-02-01");
    let activities = [
        json!({"no": 1, "period": "2026-01-01..2026-02-01"}),
        json!({"no": 2, "period": "2026-02-01..2026-03-01"}),
    ];
    let earned = settled(terms, &activities);
    let earned: Vec<String> = earned.iter().map(|s| s.earned().to_string()).collect();
    assert_eq!(earned, ["9.00 USD", "0.00 USD"]);
}

#[test]
fn a_state_says_overflow_where_periods_have_no_number_left() {
    let version = json!({"from": "2026-01-01", "items": [share("sales", "shop", json!("period"))],
                         "reserve": {"rate": "50%", "release": [1, 1, 1]}});
    let terms: Terms = serde_json::from_value(terms(version)).expect("valid terms");
    let first = sold(1, "2026-01-01..2026-02-01", "shop", "80.00 USD");
    let first: Activity = serde_json::from_value(first).expect("an activity");
    let (_, state) = settle(&terms, &terms.new_state(), &first).expect("settled");
    for (settled, no, message) in [
        (
            u32::MAX - 2,
            u32::MAX - 1,
            "the reserve is beyond the range of money",
        ),
        (
            u32::MAX,
            u32::MAX,
            "the number of the period is beyond the range of money",
        ),
    ] {
        let mut state = json!(state);
        state["settled"] = json!(settled);
        state["periods"] = json!({});
        let state: State = serde_json::from_value(state).expect("a state");
        let next = sold(no, "2026-02-01..2026-03-01", "shop", "80.00 USD");
        let next: Activity = serde_json::from_value(next).expect("an activity");
        let refusal = settle(&terms, &state, &next).expect_err("no number is left");
        assert_eq!(refusal.to_string(), message);
    }
}

#[test]
fn a_state_in_which_less_than_nothing_is_kept_or_open_is_refused() {
    let version = json!({"from": "2026-01-01", "items": [share("sales", "shop", json!("period"))]});
    let terms: Terms = serde_json::from_value(terms(version)).expect("valid terms");
    for (list, tampered) in [
        ("reserve", json!({"3": "-1.00 USD"})),
        ("hold", json!({"2026-02-01": "-1.00 USD"})),
        ("in_kind", json!({"gear": "-1.00 USD"})),
        (
            "milestones",
            json!({"script": {"stage": "funded", "escrow": "-1.00 USD"}}),
        ),
        (
            "advances",
            json!({"signing": {"outstanding": "-1.00 USD", "own": "0.00 USD", "group": "0.00 USD"}}),
        ),
    ] {
        let mut state = json!(terms.new_state());
        state[list] = tampered;
        let refusal = serde_json::from_value::<State>(state).expect_err(list);
        assert!(
            refusal.to_string().contains("an amount below 0"),
            "{refusal}"
        );
    }
}

#[test]
fn a_state_in_which_a_retainer_ran_outside_its_window_is_refused() {
    let state = r#"{"schema": 1, "terms": "deal", "settled": 1, "through": "2026-02-01",
        "closed": false, "versions": [{"version": 1, "fingerprint": "0000000000000000"}],
        "carry": "0.00 USD", "caps": {}, "guarantees": {}, "advances": {}, "reserve": {},
        "hold": {}, "once": {}, "milestones": {}, "in_kind": {},
        "ledgers": {"fee/1/2026-01-01..2026-02-01": {"own": {}, "booked": "0.00 USD",
            "days": {"from": "2020-01-01", "to": "2026-02-01"}}},
        "periods": {"1": {"start": "2026-01-01", "version": 1, "nets": {}}}}"#;
    let refused = serde_json::from_str::<State>(state)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("days of a retainer outside their window"),
        "{refused}"
    );
    let inside = state.replace("2020-01-01", "2026-01-01");
    assert!(serde_json::from_str::<State>(&inside).is_ok());
}

#[test]
fn a_refund_under_an_inner_cap_that_was_dropped_since_frees_nothing_in_the_outer_one() {
    let items = json!([
        share("a", "x", json!("period")),
        share("b", "y", json!("period"))
    ]);
    let inner = json!({"id": "inner", "amount": "10.00 USD", "window": "lifetime", "scope": ["a"]});
    let outer = |amount: &str| json!({"id": "outer", "amount": amount, "window": "lifetime"});
    let terms = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": [{"from": "2026-01-01", "items": items, "caps": [inner, outer("50.00 USD")]},
                     {"from": "2026-02-01", "items": items, "caps": [outer("60.00 USD")]}]});
    let statements = settled(
        terms,
        &[
            json!({"no": 1, "period": "2026-01-01..2026-02-01", "totals": [
                {"stream": "x", "amount": "1000.00 USD"}, {"stream": "y", "amount": "600.00 USD"}]}),
            json!({"no": 2, "period": "2026-02-01..2026-03-01", "totals": [
                {"stream": "x", "of": 1, "refunds": "500.00 USD"}]}),
        ],
    );
    let cut = |text: &str, reference: &str| ("cap", reference.to_owned(), text.to_owned());
    let first = lines(&statements[0]);
    assert!(
        first.contains(&cut("-90.00 USD", "inner")) && first.contains(&cut("-20.00 USD", "outer"))
    );
    // 100.00 was cut to 10.00, and 50.00 is: what is left of the refund is nothing.
    let caps = lines(&statements[1]);
    let caps: Vec<_> = caps
        .into_iter()
        .filter(|(kind, ..)| *kind == "cap")
        .collect();
    assert_eq!(caps, [cut("50.00 USD", "inner")]);
    assert_eq!(statements[1].earned().to_string(), "0.00 USD");
}

#[test]
fn a_surcharge_of_a_schedule_prices_the_parts_of_its_own_version() {
    let schedule = |part: &str, on: &str, total: &str, rate: &str| {
        json!({"id": "film", "total": total, "surcharges": [{"id": "exclusive", "rate": rate}],
               "parts": [{"id": part, "on": {"date": on}, "amount": total}]})
    };
    let terms = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": [
            {"from": "2026-01-01", "schedules": [schedule("1", "2026-01-10", "300.00 USD", "10%")]},
            {"from": "2026-02-01", "schedules": [schedule("2", "2026-02-10", "200.00 USD", "50%")]}]});
    let statements = settled(
        terms,
        &[
            json!({"no": 1, "period": "2026-01-01..2026-02-01"}),
            json!({"no": 2, "period": "2026-02-01..2026-03-01"}),
        ],
    );
    let booked: Vec<String> = statements
        .iter()
        .map(|statement| statement.earned().to_string())
        .collect();
    // 300.00 and 10 %, then 200.00 and 50 %: neither rate reaches the part of the other version.
    assert_eq!(booked, ["330.00 USD", "300.00 USD"]);
}

#[test]
fn a_guarantee_that_changes_its_window_is_topped_up_once() {
    let least =
        |amount: &str, window: Value| json!({"id": "least", "amount": amount, "window": window});
    let due_at_once = json!({"installments": [{"on": "2026-01-15", "amount": "50.00 USD"}]});
    let mut over_all = least("50.00 USD", json!("lifetime"));
    over_all["test"] = due_at_once;
    for (before, after, topped_up) in [
        // Two single periods, then the four that hold them.
        (
            least("10.00 USD", json!("period")),
            least("100.00 USD", json!({"periods": 4})),
            ["10.00", "10.00", "0.00", "100.00", "0.00", "0.00"],
        ),
        (
            over_all,
            least("10.00 USD", json!("period")),
            ["50.00", "0.00", "10.00", "10.00", "10.00", "10.00"],
        ),
        (
            least("10.00 USD", json!({"months": 1})),
            least("10.00 USD", json!("period")),
            ["10.00", "10.00", "10.00", "10.00", "10.00", "10.00"],
        ),
    ] {
        let body = |from: &str, guarantee: Value| {
            json!({"from": from, "items": [share("sales", "shop", json!("period"))],
                   "guarantees": [guarantee]})
        };
        let mut terms = terms(body("2026-01-01", before));
        terms["refund_horizon"] = json!(1);
        let versions = terms["versions"].as_array_mut().expect("a list");
        versions.push(body("2026-03-01", after));
        let months: Vec<Value> = (1..=6)
            .map(
                |no| json!({"no": no, "period": format!("2026-{no:02}-01..2026-{:02}-01", no + 1)}),
            )
            .collect();
        let lines: Vec<String> = settled(terms, &months)
            .iter()
            .map(major_of_guarantees)
            .collect();
        assert_eq!(lines, topped_up);
    }
}

/// What the guarantees of a statement add, in major units.
fn major_of_guarantees(statement: &Statement) -> String {
    let mut lines = lines(statement).into_iter();
    let line = lines.find(|(kind, ..)| *kind == "guarantee");
    line.map_or("0.00".to_owned(), |(.., amount)| amount.replace(" USD", ""))
}

#[test]
fn a_debit_that_is_settled_is_the_reason_for_no_payment() {
    let version = json!({"from": "2026-01-01",
        "items": [share("sales", "shop", json!("period"))]});
    let statements = settled(
        terms(version),
        &[
            json!({"no": 1, "period": "2026-01-01..2026-02-01",
                   "adjustments": [{"id": "a", "amount": "-8.00 USD", "reason": "postage"}]}),
            sold(2, "2026-02-01..2026-03-01", "shop", "80.00 USD"),
        ],
    );
    let text = statements[1].view(Side::Producer).text();
    let note = "- Nothing is paid: what was earned settles the debit carried in.\n";
    assert!(text.contains(note), "{text}");
}

#[test]
fn a_line_is_worked_out_from_the_sums_of_its_own_item_alone() {
    let both = json!([
        share("month", "shop", json!("period")),
        share("ever", "shop", json!("lifetime"))
    ]);
    let mut terms = terms(json!({"from": "2026-01-01", "items": both}));
    let versions = terms["versions"].as_array_mut().expect("a list");
    versions.push(json!({"from": "2026-02-01", "items": both}));
    let terms: Terms = serde_json::from_value(terms).expect("valid terms");
    let mut state = terms.new_state();
    let mut texts = Vec::new();
    for (no, amount) in [(1, "100.00 USD"), (2, "30.00 USD"), (3, "7.00 USD")] {
        let period = format!("2026-0{no}-01..2026-0{}-01", no + 1);
        let activity = sold(no, &period, "shop", amount);
        let activity: Activity = serde_json::from_value(activity).expect("an activity");
        let (statement, after) = settle(&terms, &state, &activity).expect("settled");
        let proof = statement
            .explain(&terms, &state, &activity)
            .expect("a proof");
        let view = statement.view(Side::Producer).with_explanation(&proof);
        let text = view.text();
        let (_, working) = text.split_once("WORKED OUT\n\n").expect("a working");
        let rows = working.lines().skip(1).map(|row| {
            let words: Vec<&str> = row.split_whitespace().collect();
            words.join(" ")
        });
        texts.push(rows.collect::<Vec<String>>());
        state = after;
    }
    assert_eq!(
        texts[2],
        [
            "month period 3 shop now 7.00",
            "month period 3 share: 10% of 7.00 0.70",
            "month period 3 comes to 0.70",
            "ever lifetime shop before under version 1 100.00",
            "ever lifetime shop now under version 1 100.00",
            "ever lifetime shop before 30.00",
            "ever lifetime shop now 37.00",
            "ever lifetime share: 10% of 137.00 13.70",
            "ever lifetime ever, rounded 13.70",
            "ever lifetime less ever before this version, rounded 10.00",
            "ever lifetime less already booked for ever 3.00",
            "ever lifetime comes to 0.70",
        ]
    );
}

// 100.00 of sales: 4.00 for the first tier and 1.00 for the second; 10% of 40.00 and 20% of 60.00;
// 7.00 for the target, and 0.50 for each of two further steps of 30.00; the fee of 3.00 beside
// costs of 100.00; the middle band, half of it; and 5.00 in any case.
#[test]
fn the_working_of_a_line_shows_every_fixed_amount_in_it() {
    let revenue = json!({"revenue": {"streams": ["shop"]}});
    let pays = json!([
        {"share": {"base": {"streams": ["shop"]}, "tiers": [
            {"up_to": "40.00 USD", "rate": "10%", "flat": "4.00 USD"},
            {"rate": "20%", "flat": "1.00 USD"}]}},
        {"bonus": {"measure": revenue, "steps": [{"reach": "50.00 USD", "pay": "7.00 USD"}],
                   "then": {"from": "40.00 USD", "every": "30.00 USD", "pay": "0.50 USD"}}},
        {"cost_plus": {"streams": ["shop"], "fee": "3.00 USD"}},
        {"times": {"rate": "50%", "pay": {"bands": {"measure": revenue, "tiers": [
            {"up_to": "99.00 USD", "pay": "1.00 USD"},
            {"up_to": "200.00 USD", "pay": "28.00 USD"}, {"pay": "9.00 USD"}]}}}},
        {"fixed": {"amount": "5.00 USD"}}
    ]);
    let version = json!({"from": "2026-01-01",
        "items": [{"id": "all", "window": "lifetime", "pay": {"sum": pays}}]});
    let terms: Terms = serde_json::from_value(terms(version)).expect("valid terms");
    let activity = sold(1, "2026-01-01..2026-02-01", "shop", "100.00 USD");
    let activity: Activity = serde_json::from_value(activity).expect("an activity");
    let before = terms.new_state();
    let (statement, _) = settle(&terms, &before, &activity).expect("settled");
    assert_eq!(statement.earned().to_string(), "151.00 USD");
    let proof = statement.explain(&terms, &before, &activity);
    let proof = proof.expect("a proof");
    let text = statement
        .view(Side::Producer)
        .with_explanation(&proof)
        .text();
    let (_, working) = text.split_once("WORKED OUT\n\n").expect("a working");
    let words = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rows: Vec<String> = working.lines().skip(1).map(words).collect();
    rows.sort_unstable();
    let mut expected = [
        "all lifetime shop now 100.00",
        "all lifetime flat of the tier, tier 1 4.00",
        "all lifetime flat of the tier, tier 2 1.00",
        "all lifetime value of the slice, tier 1: 10% of 40.00 4.00",
        "all lifetime value of the slice, tier 2: 20% of 60.00 12.00",
        "all lifetime bonus for 50.00 USD 7.00",
        "all lifetime further bonus: 2 at 0.50 1.00",
        "all lifetime fee 3.00",
        "all lifetime fixed sum 5.00",
        "all lifetime pay, tier 2 28.00",
        "all lifetime multiplied: 50% of 28.00 14.00",
        "all lifetime comes to 151.00",
    ];
    expected.sort_unstable();
    assert_eq!(rows, expected);
}

// 10% of 1,000.00 are held to 2 February, of item a alone. The second version holds nothing more
// of a, and has an item b beside it: what it lets go is a's, so the advance on a takes 60.00 of it.
#[test]
fn a_hold_of_no_days_still_says_whose_money_it_lets_go() {
    let item = |id: &str, stream: &str| share(id, stream, json!("lifetime"));
    let first = json!({"from": "2026-01-01", "items": [item("a", "shop")],
        "hold": {"days": 1, "scope": ["a"]}});
    let second = json!({"from": "2026-02-01", "items": [item("a", "shop"), item("b", "radio")],
        "hold": {"days": 0, "scope": ["a"]}});
    let sheet = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "advances": [{"id": "signing", "amount": "60.00 USD", "paid_on": "2026-01-01",
                      "from": ["a"]}],
        "versions": [first, second]});
    let quiet = json!({"no": 2, "period": "2026-02-01..2026-03-01"});
    let history = [
        sold(1, "2026-01-01..2026-02-01", "shop", "1000.00 USD"),
        quiet,
    ];
    let statements = settled(sheet, &history);
    assert_eq!(statements[0].held().to_string(), "100.00 USD");
    assert_eq!(statements[1].paid().to_string(), "40.00 USD");
    assert!(statements[1].advances().values().all(|left| left.is_zero()));
}
