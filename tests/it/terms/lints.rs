//! What is legal in a term sheet, and suspicious.

use serde_json::{Value, json};

use super::{accepted, pay, share_item, version, with};

#[track_caller]
pub(super) fn lints(sheet: Value, expected: &[&str]) {
    let found = accepted(sheet).lint();
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(texts, expected);
}

#[track_caller]
pub(super) fn named(sheet: Value, names: &[&str]) {
    let found: Vec<&str> = accepted(sheet)
        .lint()
        .iter()
        .map(|lint| lint.fault.name())
        .collect();
    assert_eq!(found, names);
}

fn whole(tiers: Value) -> Value {
    json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "whole"}})
}

fn units(tiers: Value, mode: &str) -> Value {
    json!({"per_unit": {"streams": ["copies"], "tiers": tiers, "mode": mode}})
}

#[test]
fn a_cliff_of_whole_tiers_says_by_how_much_the_pay_jumps() {
    let tiers = json!([{"up_to": "10000.00 USD", "rate": "10%"},
        {"up_to": "20000.00 USD", "rate": "15%"}, {"rate": "12%"}]);
    lints(
        pay(json!({"sum": [whole(tiers)]})),
        &[
            "versions[0].items[0].pay.sum[0].share.tiers[1]: beyond 10000.00 USD the pay jumps \
             by 500 USD",
            "versions[0].items[0].pay.sum[0].share.tiers[2]: beyond 20000.00 USD the pay drops \
             by 600 USD",
        ],
    );
}

#[test]
fn flats_count_in_a_cliff_and_can_undo_it() {
    let with_flat = |flat: &str| {
        pay(whole(
            json!([{"up_to": "10000.00 USD", "rate": "10%", "flat": flat},
            {"rate": "15%"}]),
        ))
    };
    named(with_flat("499.99 USD"), &["cliff"]);
    named(with_flat("500.00 USD"), &[]);
    named(with_flat("500.01 USD"), &["non_monotone"]);
}

#[test]
fn blocks_count_exactly_in_a_cliff() {
    let tiers = json!([{"up_to": "10", "price": "3 USD", "block": "3"}, {"price": "1 USD"}]);
    named(pay(units(tiers, "whole")), &[]);
    let tiers = json!([{"up_to": "10", "price": "3 USD", "block": "4"}, {"price": "1 USD"}]);
    lints(
        pay(units(tiers, "whole")),
        &["versions[0].items[0].pay.per_unit.tiers[1]: beyond 10 the pay jumps by 5/2 USD"],
    );
}

#[test]
fn tiers_by_another_measure_jump_by_their_rates_then_by_their_flats() {
    let by = |tiers: Value| {
        pay(
            json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "whole",
            "tier_by": {"level": "rank"}}}),
        )
    };
    let place = "versions[0].items[0].pay.share.tiers[1]";
    lints(
        by(json!([{"up_to": "-5", "rate": "1%", "flat": "9.00 USD"}, {"rate": "3%"}])),
        &[&format!(
            "{place}: beyond -5 the pay jumps by 1/50 of the rate"
        )],
    );
    lints(
        by(json!([{"up_to": "-5", "rate": "1%", "flat": "9.00 USD"}, {"rate": "1%"}])),
        &[&format!("{place}: beyond -5 the pay drops by 9 USD")],
    );
}

#[test]
fn marginal_tiers_have_no_cliffs() {
    let tiers = json!([{"up_to": "10000.00 USD", "rate": "10%"}, {"rate": "8%"}]);
    let share = json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers}});
    named(pay(share), &[]);
}

#[test]
fn a_tier_that_pays_what_the_one_before_it_pays_is_dead() {
    let place = "versions[0].items[0].pay.per_unit.tiers[1]";
    let message = format!("{place}: the tier pays what the one before it pays");
    let same = json!([{"up_to": "5", "price": "1 USD"}, {"price": "1 USD"}]);
    for mode in ["marginal", "whole", "forward"] {
        lints(pay(units(same.clone(), mode)), &[&message]);
    }
    let tiers = json!([{"up_to": "5", "rate": "1%"}, {"rate": "1%"}]);
    named(
        pay(
            json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "running",
            "tier_by": {"units": ["copies"]}}}),
        ),
        &["dead_tier"],
    );
    let flat = |lower: &str, upper: &str| {
        json!([{"up_to": "5", "price": "1 USD", "flat": lower},
            {"price": "1 USD", "flat": upper}])
    };
    named(
        pay(units(flat("1.00 USD", "0.00 USD"), "marginal")),
        &["dead_tier"],
    );
    named(pay(units(flat("1.00 USD", "1.00 USD"), "marginal")), &[]);
    named(
        pay(units(flat("1.00 USD", "1.00 USD"), "whole")),
        &["dead_tier"],
    );
    named(
        pay(units(flat("1.00 USD", "2.00 USD"), "whole")),
        &["cliff"],
    );
    let blocks = |count: &str| {
        json!([{"up_to": "5", "price": "1 USD", "block": "2", "count": count},
            {"price": "1 USD", "block": "2", "count": count}])
    };
    named(pay(units(blocks("started"), "marginal")), &[]);
    named(pay(units(blocks("exact"), "marginal")), &["dead_tier"]);
    named(pay(units(blocks("started"), "whole")), &["dead_tier"]);
}

fn retainer(id: &str, amount: &str, window: Value) -> Value {
    json!({"id": id, "window": window, "pay": {"retainer": {"amount": amount}}})
}

#[test]
fn a_guarantee_that_fixed_fees_meet_cannot_bind() {
    let deal = |amount: &str, window: Value| {
        version(json!({
            "items": [retainer("fee", "500.00 USD", json!({"months": 1})),
                share_item("sales", json!("lifetime"))],
            "guarantees": [{"id": "g", "amount": amount, "window": window}],
        }))
    };
    lints(
        deal("1500.00 USD", json!({"months": 3})),
        &[
            "versions[0].guarantees[0]: the 1500.00 USD guaranteed are always met: at least \
           1500 USD are earned",
        ],
    );
    named(deal("1500.01 USD", json!({"months": 3})), &[]);
    named(deal("1.00 USD", json!({"periods": 3})), &[]);
    named(deal("1.00 USD", json!("lifetime")), &[]);
}

#[test]
fn a_period_fee_counts_once_for_each_of_the_periods_of_a_window() {
    let deal = |amount: &str| {
        version(json!({
            "items": [retainer("fee", "500.00 USD", json!("period"))],
            "guarantees": [{"id": "g", "amount": amount, "window": {"periods": 3}}],
        }))
    };
    named(deal("1500.00 USD"), &["guarantee_cannot_bind"]);
    named(deal("1500.01 USD"), &[]);
}

#[test]
fn the_least_of_a_pay_follows_its_composition() {
    let fee = |amount: &str| json!({"retainer": {"amount": amount}});
    let share = json!({"share": {"base": {"streams": ["shop"]}, "rate": "10%"}});
    let cases = [
        (
            json!({"sum": [fee("60.00 USD"), fee("40.00 USD"), share]}),
            true,
        ),
        (
            json!({"sum": [fee("60.00 USD"), fee("39.99 USD"), share]}),
            false,
        ),
        (json!({"greater_of": [share, fee("100.00 USD")]}), true),
        (json!({"lesser_of": [share, fee("100.00 USD")]}), false),
        (
            json!({"lesser_of": [fee("150.00 USD"), fee("100.00 USD")]}),
            true,
        ),
        (
            json!({"times": {"rate": "200%", "pay": fee("50.00 USD")}}),
            true,
        ),
        (
            json!({"minus": [fee("200.00 USD"), fee("100.00 USD")]}),
            false,
        ),
        (
            json!({"retainer": {"amount": "100.00 USD", "basis": "only_if_complete"}}),
            false,
        ),
        (
            json!({"retainer": {"amount": "100.00 USD", "basis": "whole_if_started"}}),
            true,
        ),
    ];
    for (pay, binds_never) in cases {
        let sheet = version(json!({
            "items": [{"id": "item", "window": {"months": 1}, "pay": pay}],
            "guarantees": [{"id": "g", "amount": "100.00 USD", "window": {"months": 1}}],
        }));
        let names: &[&str] = if binds_never {
            &["guarantee_cannot_bind"]
        } else {
            &[]
        };
        named(sheet, names);
    }
}

#[test]
fn a_guarantee_can_bind_where_a_penalty_or_a_difference_lies_in_its_scope() {
    let minus = json!({"minus": [{"retainer": {"amount": "9.00 USD"}},
        {"share": {"base": {"streams": ["costs"]}, "rate": "10%"}}]});
    let deal = |scope: Value| {
        version(json!({
            "items": [retainer("fee", "500.00 USD", json!("period")),
                {"id": "net", "window": "period", "pay": minus}],
            "timing": [{"id": "late", "late": {"rate": "1%", "at_most": "9.00 USD"},
                "early": {"rate": "1%"}}],
            "guarantees": [{"id": "g", "amount": "500.00 USD", "window": "period",
                "scope": scope}],
        }))
    };
    named(deal(json!(["fee"])), &["guarantee_cannot_bind"]);
    named(deal(json!(["fee", "late"])), &[]);
    named(deal(json!(["fee", "net"])), &[]);
}

#[test]
fn a_guarantee_on_what_can_be_paid_may_bind_whatever_is_earned() {
    named(
        version(json!({
            "items": [retainer("fee", "500.00 USD", json!("period"))],
            "guarantees": [{"id": "g", "amount": "1.00 USD", "window": "period",
                "on": "payable"}],
        })),
        &[],
    );
}

#[test]
fn a_cap_that_fixed_fees_use_up_is_said() {
    let deal = |amount: &str, scope: Value| {
        version(json!({
            "items": [retainer("fee", "500.00 USD", json!("period")),
                share_item("sales", json!("period"))],
            "caps": [{"id": "c", "amount": amount, "window": "period", "scope": scope}],
        }))
    };
    lints(
        deal("500.00 USD", json!(["fee", "sales"])),
        &[
            "versions[0].caps[0]: the cap of 500.00 USD is always reached: at least 500 USD are \
           earned",
        ],
    );
    named(deal("500.01 USD", json!(["fee", "sales"])), &[]);
    named(deal("0.00 USD", json!(["sales"])), &[]);
}

#[test]
fn timing_is_two_sided_and_limited() {
    let timing = |late: Value, early: Option<Value>| {
        let mut clause = json!({"id": "t", "late": late});
        if let Some(early) = early {
            clause["early"] = early;
        }
        version(json!({"timing": [clause]}))
    };
    lints(
        timing(json!({"rate": "1%"}), None),
        &[
            "versions[0].timing[0]: lateness costs and earliness earns nothing",
            "versions[0].timing[0].late: the penalty has no limit",
        ],
    );
    let early = || Some(json!({"rate": "1%"}));
    named(
        timing(json!({"rate": "1%", "at_most_rate": "5%"}), early()),
        &[],
    );
    named(
        timing(json!({"fixed": "1.00 USD", "at_most": "5.00 USD"}), early()),
        &[],
    );
    named(
        timing(json!({"rate": "1%"}), early()),
        &["uncapped_penalty"],
    );
    let only_early = json!([{"id": "t", "early": {"rate": "1%"}}]);
    named(version(json!({"timing": only_early})), &[]);
}

#[test]
fn money_that_arrives_after_90_days_is_slow() {
    let pays = |days: u32, rule: Value| {
        version(json!({"hold": {"days": days}, "payout": {"due": {"rule": rule}}}))
    };
    lints(
        pays(60, json!({"after": "31d"})),
        &["versions[0]: money arrives up to 91 days after the period"],
    );
    // The longest hold with which each rule still pays within 90 days.
    for (rule, most) in [
        (json!("on_event"), 90),
        (json!({"after": "30d"}), 60),
        (json!({"after": "2w"}), 76),
        (json!({"after": "2m"}), 28),
        (json!({"after": "30bd"}), 48),
        (json!({"after": "1bd"}), 88),
        (json!({"month_end": {"months": 2, "plus_days": 10}}), 18),
        (json!({"end_of_month_after": "30d"}), 60),
        (json!({"day_of_month": {"after_days": 45, "day": 15}}), 45),
    ] {
        named(pays(most, rule.clone()), &[]);
        named(pays(most + 1, rule), &["slow_pay"]);
    }
    named(pays(0, json!({"after": "1y"})), &["slow_pay"]);
    named(version(json!({"hold": {"days": 91}})), &["slow_pay"]);
}

#[test]
fn a_complete_version_that_leaves_something_out_is_asked_whether_it_means_it() {
    let share = |id| share_item(id, json!("period"));
    let timing = json!([{"id": "delivery", "early": {"rate": "1%"}}]);
    let first = json!({"from": "2026-01-01", "items": [share("a"), share("b")], "timing": timing});
    let complete = json!({"from": "2026-02-01", "items": [share("c"), share("b")]});
    lints(
        super::sheet(json!([first, complete])),
        &[
            "versions[1]: a of the version before is not in this one and has ended",
            "versions[1]: delivery of the version before is not in this one and has ended",
        ],
    );
    let based = json!({"from": "2026-02-01", "based_on": "previous", "drop": ["a", "delivery"]});
    lints(super::sheet(json!([first, based])), &[]);
}

#[test]
fn what_lies_before_the_terms_that_first_name_it_is_booked_at_once() {
    let part = |id: &str, on: &str| json!({"id": id, "on": {"date": on}, "share": "1/2"});
    let film = |parts: Value| json!([{"id": "film", "total": "2.00 USD", "parts": parts}]);
    let early = film(json!([part("1", "2025-12-31"), part("2", "2026-01-01")]));
    let moved = film(json!([part("1", "2025-12-31"), part("2", "2025-12-30")]));
    let added = film(json!([
        {"id": "1", "on": {"date": "2026-01-01"}, "share": "1/2"},
        {"id": "3", "on": {"date": "2026-02-28"}, "share": "1/2"},
    ]));
    let versions = json!([
        {"from": "2026-01-01", "schedules": early},
        {"from": "2026-02-01", "based_on": "previous", "schedules": moved},
        {"from": "2026-03-01", "based_on": "previous", "schedules": added},
        {"from": "2026-04-01", "based_on": "previous"},
    ]);
    let advance = json!({"id": "x", "amount": "1.00 USD", "paid_on": "2025-12-01"});
    let before = "it is booked at once, and was perhaps paid before";
    lints(
        with(super::sheet(versions), "advances", json!([advance])),
        &[
            &format!("advances[0]: 2025-12-01 lies before 2026-01-01: {before}"),
            &format!(
                "versions[0].schedules[0].parts[0]: 2025-12-31 lies before 2026-01-01: {before}"
            ),
            &format!(
                "versions[1].schedules[0].parts[1]: 2025-12-30 lies before 2026-01-01: {before}"
            ),
            &format!(
                "versions[2].schedules[0].parts[1]: 2026-02-28 lies before 2026-03-01: {before}"
            ),
        ],
    );
    let installments = |first: &str| {
        json!({"items": [share_item("a", json!("lifetime"))], "guarantees": [{"id": "g",
            "amount": "2.00 USD", "window": "lifetime", "test": {"installments": [
                {"on": first, "amount": "1.00 USD"}, {"on": "2026-06-01", "amount": "1.00 USD"}]}}]})
    };
    named(version(installments("2025-12-31")), &["part_before_start"]);
    named(version(installments("2026-01-01")), &[]);
}

#[test]
fn rates_of_a_base_that_take_more_than_all_are_named_wherever_the_base_stands() {
    let base = |second: Value| json!({"streams": ["shop"], "deduct": [{"rate": "60%"}, second]});
    let share = |base: Value| pay(json!({"share": {"base": base, "rate": "10%"}}));
    lints(
        share(base(json!({"rate": "50%"}))),
        &[
            "versions[0].items[0].pay.share.base: the deductions take more than all: -1/10 is \
             left of 1",
        ],
    );
    named(share(base(json!({"rate": "40%"}))), &[]);
    named(
        share(base(json!({"rate": "50%", "from": "remaining"}))),
        &[],
    );
    let measure = json!({"revenue": base(json!({"rate": "41%"}))});
    let steps = json!([{"reach": "9.00 USD", "pay": "1.00 USD"}]);
    named(
        pay(json!({"bonus": {"measure": measure, "steps": steps}})),
        &["deductions_above_gross"],
    );
    let bands = json!([{"pay": "1.00 USD"}]);
    named(
        pay(json!({"bands": {"measure": measure, "tiers": bands}})),
        &["deductions_above_gross"],
    );
    let tiers = json!([{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "2%"}]);
    named(
        pay(
            json!({"share": {"base": {"streams": ["other"]}, "tiers": tiers,
            "tier_by": measure}}),
        ),
        &["deductions_above_gross"],
    );
}
