//! The clauses around pay items, one by one.

use serde_json::{Value, json};

use super::{accepted, refused, share_item, sheet, version, with};

fn one_item(item: Value) -> Value {
    version(json!({"items": [item]}))
}

#[test]
fn a_window_has_a_count_that_exists() {
    for window in [
        json!({"months": 0}),
        json!({"months": 1201}),
        json!({"periods": 0}),
        json!({"periods": 10_001}),
    ] {
        let count = window.get("months").or(window.get("periods")).unwrap();
        refused(
            one_item(share_item("a", window.clone())),
            &[&format!(
                "versions[0].items[0].window: a window of {count} periods or months"
            )],
        );
    }
    for window in [json!({"months": 1200}), json!({"periods": 10_000})] {
        accepted(one_item(share_item("a", window)));
    }
}

#[test]
fn an_opening_needs_a_lifetime_and_units_of_0_or_more() {
    let opened = |window: Value, opening: Value| {
        one_item(with(share_item("a", window), "opening", json!([opening])))
    };
    let opening = json!({"stream": "shop", "amount": "5.00 USD", "units": "12"});
    accepted(opened(json!("lifetime"), opening.clone()));
    refused(
        opened(json!({"months": 12}), opening.clone()),
        &["versions[0].items[0].opening: an opening needs a lifetime window"],
    );
    refused(
        opened(json!("lifetime"), with(opening, "units", json!("-1"))),
        &["versions[0].items[0].opening[0].units: -1 units are negative"],
    );
    let twice = json!([{"stream": "shop", "amount": "5.00 USD"}, {"stream": "shop", "units": "1"}]);
    refused(
        one_item(with(share_item("a", json!("lifetime")), "opening", twice)),
        &["versions[0].items[0].opening[1].stream: the stream \"shop\" stands twice"],
    );
}

#[test]
fn fees_and_limits_of_events_need_events() {
    let limited = |window: Value, per_event: Value| {
        one_item(with(share_item("a", window), "per_event", per_event))
    };
    let fixed = json!({"fixed": "1.00 USD"});
    accepted(limited(json!("event"), fixed.clone()));
    refused(
        limited(json!("period"), fixed),
        &["versions[0].items[0].per_event: fees and limits of events need an event window"],
    );
    accepted(limited(
        json!("event"),
        json!({"min": "1.00 USD", "max": "1.00 USD"}),
    ));
    refused(
        limited(
            json!("event"),
            json!({"min": "1.01 USD", "max": "1.00 USD"}),
        ),
        &["versions[0].items[0].per_event: the least 1.01 USD is above the most 1.00 USD"],
    );
    refused(
        limited(
            json!("event"),
            json!({"min": "1.00 USD", "max": "-1.00 USD"}),
        ),
        &["versions[0].items[0].per_event.max: -1.00 USD is negative"],
    );
}

#[test]
fn the_parts_of_a_schedule_are_of_one_kind_and_the_whole() {
    let schedule = |parts: Value| {
        version(json!({"schedules": [{"id": "s", "total": "100.00 USD", "parts": parts}]}))
    };
    let part = |id: &str, field: &str, value: &str| {
        with(
            json!({"id": id, "on": {"milestone": id}}),
            field,
            json!(value),
        )
    };
    let (half, rest) = (part("1", "share", "1/2"), part("2", "share", "50%"));
    accepted(schedule(json!([half, rest])));
    accepted(schedule(json!([
        part("1", "amount", "99.99 USD"),
        part("2", "amount", "0.01 USD")
    ])));
    let place = "versions[0].schedules[0].parts";
    let kind = format!("{place}: parts are all amounts or all shares, and at least one");
    refused(schedule(json!([])), &[&kind]);
    refused(
        schedule(json!([half, part("2", "amount", "50.00 USD")])),
        &[&kind],
    );
    for parts in [
        json!([half, {"id": "2", "on": {"milestone": "2"}}]),
        json!([{"id": "2", "on": {"milestone": "2"}}]),
        json!([with(part("1", "amount", "100.00 USD"), "share", json!("1"))]),
    ] {
        refused(schedule(parts), &[&kind]);
    }
    refused(
        schedule(json!([
            with(half.clone(), "amount", json!("50.00 USD")),
            rest
        ])),
        &[&kind],
    );
    refused(
        schedule(json!([half, part("2", "share", "1/3")])),
        &[&format!(
            "{place}: the shares of the parts add up to 5/6, not to 1"
        )],
    );
    refused(
        schedule(json!([part("1", "amount", "99.99 USD")])),
        &[&format!(
            "{place}: the parts add up to 99.99 USD, not to 100.00 USD"
        )],
    );
}

#[test]
fn a_part_or_total_with_a_fault_of_its_own_is_added_to_nothing() {
    let schedule = |total: &str, parts: Value| {
        version(json!({"schedules": [{"id": "s", "total": total, "parts": parts}]}))
    };
    let place = "versions[0].schedules[0]";
    let on = json!({"milestone": "m"});
    refused(
        schedule(
            "-1.00 USD",
            json!([{"id": "1", "on": on, "amount": "9.00 USD"}]),
        ),
        &[&format!("{place}.total: -1.00 USD is negative")],
    );
    refused(
        schedule("-1.00 USD", json!([{"id": "1", "on": on, "share": "1/2"}])),
        &[
            &format!("{place}.total: -1.00 USD is negative"),
            &format!("{place}.parts: the shares of the parts add up to 1/2, not to 1"),
        ],
    );
    refused(
        schedule(
            "1.00 USD",
            json!([{"id": "1", "on": on, "amount": "-1.00 USD"}]),
        ),
        &[&format!("{place}.parts[0].amount: -1.00 USD is negative")],
    );
    refused(
        schedule("1.00 USD", json!([{"id": "1", "on": on, "share": "3/2"}])),
        &[&format!(
            "{place}.parts[0].share: the rate 3/2 is out of range"
        )],
    );
}

#[test]
fn timing_has_content_and_each_rule_a_rate_or_a_fixed_sum() {
    let timing = |clause: Value| version(json!({"timing": [with(clause, "id", json!("t"))]}));
    let place = "versions[0].timing[0]";
    refused(
        timing(json!({"terminate_after_days": 5})),
        &[&format!("{place}: no tiers")],
    );
    accepted(timing(
        json!({"early": {"fixed": "1.00 USD", "at_most": "5.00 USD"}}),
    ));
    accepted(timing(
        json!({"late": {"rate": "200%", "at_most_rate": "300%"}}),
    ));
    let kind = "a rate or a fixed amount, not both and not neither";
    refused(
        timing(json!({"late": {}, "early": {"rate": "1%", "fixed": "1.00 USD"}})),
        &[
            &format!("{place}.late: {kind}"),
            &format!("{place}.early: {kind}"),
        ],
    );
    refused(
        timing(json!({"late": {"rate": "-1%", "at_most_rate": "-2%", "step_days": 0}})),
        &[
            &format!("{place}.late.step_days: a step of 0 days"),
            &format!("{place}.late.rate: the rate -1/100 is out of range"),
            &format!("{place}.late.at_most_rate: the rate -1/50 is out of range"),
        ],
    );
}

#[test]
fn a_reserve_is_a_part_that_is_released_by_weights() {
    let reserve = |rate: &str, release: Value| {
        version(json!({"reserve": {"rate": rate, "release": release}}))
    };
    let message = "versions[0].reserve.release: a release needs weights of 0 or more, and one \
                   above 0";
    accepted(reserve("100%", json!([0, 1])));
    refused(reserve("20%", json!([])), &[message]);
    refused(reserve("20%", json!([0, 0])), &[message]);
    refused(reserve("20%", json!([50, -1, -1])), &[message]);
    refused(
        reserve("101%", json!([1])),
        &["versions[0].reserve.rate: the rate 101/100 is out of range"],
    );
}

#[test]
fn an_advance_is_recouped_from_more_than_nothing_and_at_most_all() {
    let share = |share| {
        let advance = json!({"id": "x", "amount": "1.00 USD", "paid_on": "2026-01-01",
            "share": share});
        with(version(json!({})), "advances", json!([advance]))
    };
    accepted(share("100%"));
    accepted(share("1/1000"));
    for (text, found) in [("0%", "0"), ("-10%", "-1/10"), ("101%", "101/100")] {
        refused(
            share(text),
            &[&format!(
                "advances[0].share: the share {found} is not above 0 and at most 1"
            )],
        );
    }
}

#[test]
fn an_advance_is_not_earned_back_from_a_part_of_what_is_held_or_reserved() {
    let deal = |from: Value, clauses: Value| {
        let mut body = json!({"items": [share_item("sales", json!("lifetime")),
            share_item("fee", json!("lifetime"))]});
        for (name, value) in clauses.as_object().unwrap() {
            body[name] = value.clone();
        }
        let advance = json!({"id": "x", "amount": "5.00 USD", "paid_on": "2026-01-02",
            "from": from});
        with(version(body), "advances", json!([advance]))
    };
    let crosses = |clause: &str| {
        format!("advances[0].from: the items lie across the scope of the {clause} of version 1")
    };
    let hold = |scope: Value| json!({"hold": {"days": 30, "scope": scope}});
    accepted(deal(json!(["sales"]), hold(json!(["sales"]))));
    accepted(deal(json!(["sales"]), hold(json!(["fee"]))));
    accepted(deal(json!(["sales", "fee"]), hold(json!(["fee"]))));
    accepted(deal(json!(["sales", "fee"]), json!({"hold": {"days": 30}})));
    refused(
        deal(json!(["sales"]), hold(json!(["sales", "fee"]))),
        &[&crosses("hold")],
    );
    refused(
        deal(json!(["sales"]), json!({"hold": {"days": 30}})),
        &[&crosses("hold")],
    );
    let both = json!({"hold": {"days": 30}, "reserve": {"rate": "20%", "release": [1]}});
    refused(deal(json!(["sales"]), both), &[&crosses("reserve")]);
}

#[test]
fn a_hold_without_a_scope_also_covers_items_that_only_older_versions_have() {
    let versions = json!([
        {"from": "2026-01-01", "items": [share_item("old", json!("lifetime"))]},
        {"from": "2026-02-01", "items": [share_item("new", json!("lifetime"))],
            "hold": {"days": 30}},
    ]);
    let from = |from: Value| {
        let advance = json!({"id": "x", "amount": "5.00 USD", "paid_on": "2026-01-02",
            "from": from});
        with(sheet(versions.clone()), "advances", json!([advance]))
    };
    accepted(from(json!(["old", "new"])));
    let message = "advances[0].from: the items lie across the scope of the hold of version 2";
    refused(from(json!(["old"])), &[message]);
    refused(from(json!(["new"])), &[message]);
}

#[test]
fn a_due_rule_says_a_day() {
    let due = |rule: Value| version(json!({"payout": {"due": {"rule": rule}}}));
    let place = "versions[0].payout.due.rule";
    accepted(due(json!({"day_of_month": {"after_days": 0, "day": 31}})));
    refused(
        due(json!({"day_of_month": {"after_days": 0, "day": 32}})),
        &[&format!("{place}: 32 is no day of a month")],
    );
    accepted(due(json!({"after": "10bd"})));
    refused(
        due(json!({"after": "48h"})),
        &[&format!("{place}: 48h is no number of whole days")],
    );
}
