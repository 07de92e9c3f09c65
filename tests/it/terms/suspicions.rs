//! Lints at the edge of what they ask.

use serde_json::{Value, json};

use super::lints::{lints, named};
use super::{pay, share_item, sheet, version, with};

fn retainer(id: &str, amount: &str) -> Value {
    json!({"id": id, "window": "period", "pay": {"retainer": {"amount": amount}}})
}

#[test]
fn what_the_payee_owes_fills_no_cap_and_may_fall_below_a_guarantee() {
    let booth = with(retainer("booth", "500.00 USD"), "owed_by", json!("payee"));
    let items = json!([retainer("fee", "300.00 USD"), booth]);
    let capped = |amount: &str| {
        version(json!({"items": items,
            "caps": [{"id": "c", "amount": amount, "window": "period"}]}))
    };
    lints(
        capped("300.00 USD"),
        &[
            "versions[0].caps[0]: the cap of 300.00 USD is always reached: at least 300 USD are \
           earned",
        ],
    );
    named(capped("300.01 USD"), &[]);
    let guaranteed = |scope: Value| {
        version(json!({"items": items, "guarantees": [
            {"id": "g", "amount": "1.00 USD", "window": "period", "scope": scope}]}))
    };
    named(guaranteed(json!(["fee"])), &["guarantee_cannot_bind"]);
    named(guaranteed(json!(["fee", "booth"])), &[]);
}

#[test]
fn a_difference_anywhere_in_a_pay_may_fall_below_a_guarantee() {
    let fee = json!({"retainer": {"amount": "9.00 USD"}});
    let minus = json!({"minus": [fee, fee]});
    for (pay, is_named) in [
        (json!({"sum": [fee, fee]}), true),
        (json!({"sum": [fee, minus]}), false),
        (json!({"sum": [minus, fee]}), false),
        (json!({"greater_of": [fee, minus]}), false),
        (json!({"lesser_of": [fee, {"sum": [fee, minus]}]}), false),
        (json!({"times": {"rate": "2", "pay": fee}}), true),
        (
            json!({"sum": [fee, {"times": {"rate": "2", "pay": minus}}]}),
            false,
        ),
    ] {
        let sheet = version(json!({
            "items": [{"id": "a", "window": "period", "pay": pay}],
            "guarantees": [{"id": "g", "amount": "0.00 USD", "window": "period"}],
        }));
        let names: &[&str] = if is_named {
            &["guarantee_cannot_bind"]
        } else {
            &[]
        };
        named(sheet, names);
    }
}

#[test]
fn the_days_of_a_hold_and_of_a_payout_are_slow_from_the_ninety_first_on() {
    let payout = |rule: Value| json!({"payout": {"due": {"rule": rule}}});
    named(version(json!({"hold": {"days": 90}})), &[]);
    named(version(payout(json!({"after": "90d"}))), &[]);
    for (rule, days) in [
        (json!({"after": "91d"}), 91),
        (json!({"after": "14w"}), 98),
        (json!({"after": "66bd"}), 93), // 92.4
        (json!({"after": "3m"}), 93),
        (json!({"after": "1y"}), 372),
        (json!({"after": "2y"}), 744),
        (json!({"month_end": {"months": 3, "plus_days": 4}}), 97),
        (json!({"day_of_month": {"after_days": 92, "day": 1}}), 92),
    ] {
        let words = format!("versions[0]: money arrives up to {days} days after the period");
        lints(version(payout(rule)), &[&words]);
    }
}

#[test]
fn a_version_is_compared_with_the_one_before_it_and_no_other() {
    let of = |from: &str, ids: &[&str]| {
        let items = ids.iter().map(|id| share_item(id, json!("period")));
        json!({"from": from, "items": items.collect::<Vec<Value>>()})
    };
    lints(
        sheet(json!([
            of("2026-01-01", &["a"]),
            of("2026-02-01", &["b"]),
            of("2026-03-01", &["b"]),
            of("2026-04-01", &["a"]),
        ])),
        &[
            "versions[1]: a of the version before is not in this one and has ended",
            "versions[3]: b of the version before is not in this one and has ended",
        ],
    );
}

#[test]
fn an_installment_before_its_guarantee_is_named_once_for_each_of_its_days() {
    let test = |days: &[&str]| {
        let parts = days
            .iter()
            .map(|on| json!({"on": on, "amount": "1.00 USD"}));
        json!({"installments": parts.collect::<Vec<Value>>()})
    };
    let least = |id: &str, days: &[&str]| json!({"id": id, "amount": "2.00 USD", "window": "lifetime", "test": test(days)});
    let body = |from: &str, guarantees: Value| {
        json!({"from": from, "items": [share_item("a", json!("lifetime"))],
            "guarantees": guarantees})
    };
    let (old, new) = (["2025-12-31", "2026-06-01"], ["2025-12-30", "2026-06-01"]);
    let later = ["2026-01-31", "2026-02-01"];
    let before = |place: &str, on: &str, from: &str| {
        format!(
            "{place}: {on} lies before {from}: it is booked at once, and was perhaps paid before"
        )
    };
    lints(
        sheet(json!([
            body("2026-01-01", json!([least("g", &old)])),
            body("2026-02-01", json!([least("g", &old), least("h", &later)])),
            body("2026-03-01", json!([least("h", &later), least("g", &new)])),
        ])),
        &[
            &before(
                "versions[0].guarantees[0].test.installments[0]",
                old[0],
                "2026-01-01",
            ),
            &before(
                "versions[1].guarantees[1].test.installments[0]",
                later[0],
                "2026-02-01",
            ),
            &before(
                "versions[2].guarantees[1].test.installments[0]",
                new[0],
                "2026-01-01",
            ),
        ],
    );
}

#[test]
fn a_part_belongs_to_its_own_schedule() {
    let film = |id: &str, on: &str| {
        json!({"id": id, "total": "2.00 USD",
            "parts": [{"id": "1", "on": {"date": on}, "share": "1"}]})
    };
    let song = film("song", "2026-03-01");
    lints(
        sheet(json!([
            {"from": "2026-01-01", "schedules": [song]},
            {"from": "2026-02-01", "schedules": [song, film("film", "2026-01-15")]},
        ])),
        &[
            "versions[1].schedules[1].parts[0]: 2026-01-15 lies before 2026-02-01: it is booked at \
           once, and was perhaps paid before",
        ],
    );
}

#[test]
fn a_part_of_an_advance_before_the_start_is_named() {
    let part = |id: &str, on: &str| json!({"id": id, "on": {"date": on}, "share": "1/2"});
    let advances = json!([{"id": "x", "amount": "2.00 USD", "parts":
        [part("1", "2025-12-31"), part("2", "2026-01-01")]},
        {"id": "y", "amount": "2.00 USD", "paid_on": "2026-01-01"}]);
    lints(
        with(version(json!({})), "advances", advances),
        &[
            "advances[0].parts[0]: 2025-12-31 lies before 2026-01-01: it is booked at once, and \
           was perhaps paid before",
        ],
    );
}

#[test]
fn a_flat_of_nothing_is_none_and_blocks_of_another_size_are_another_tier() {
    let share = |mode: &str| {
        json!({"share": {"base": {"streams": ["shop"]}, "mode": mode,
            "tiers": [{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "1%", "flat": "0.00 USD"}]}})
    };
    let units = |mode: &str, upper: Value| {
        json!({"per_unit": {"streams": ["copies"], "mode": mode,
            "tiers": [{"up_to": "5", "price": "1 USD", "block": "2", "count": "exact"}, upper]}})
    };
    let same = json!({"price": "1 USD", "block": "2", "count": "exact", "flat": "0.00 USD"});
    for mode in ["marginal", "whole"] {
        named(pay(share(mode)), &["dead_tier"]);
        named(pay(units(mode, same.clone())), &["dead_tier"]);
    }
    for (field, value) in [("block", json!("4")), ("count", json!("completed"))] {
        named(
            pay(units("marginal", with(same.clone(), field, value))),
            &[],
        );
    }
    // Of blocks of four each unit is worth half as much: 5 are 1.25 instead of 2.50.
    lints(
        pay(units("whole", with(same, "block", json!("4")))),
        &["versions[0].items[0].pay.per_unit.tiers[1]: beyond 5 the pay drops by 5/4 USD"],
    );
}

#[test]
fn a_tier_is_looked_at_wherever_it_stands_in_a_pay() {
    let tiers = json!([{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "1%"}]);
    let dead = json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers}});
    let fee = json!({"fixed": {"amount": "9.00 USD"}});
    for (given, place) in [
        (json!({"sum": [fee, dead]}), "sum[1]"),
        (json!({"greater_of": [dead, fee]}), "greater_of[0]"),
        (json!({"lesser_of": [fee, dead]}), "lesser_of[1]"),
        (json!({"minus": [dead, fee]}), "minus[0]"),
        (json!({"minus": [fee, dead]}), "minus[1]"),
        (json!({"times": {"rate": "2", "pay": dead}}), "times.pay"),
    ] {
        let words = format!(
            "versions[0].items[0].pay.{place}.share.tiers[1]: the tier pays what the one before \
             it pays"
        );
        lints(pay(given), &[&words]);
    }
    let base = json!({"streams": ["shop"], "deduct": [{"rate": "60%"}, {"rate": "60%"}]});
    let pool = json!({"pool": {"base": base, "own": ["mine"], "all": ["mine", "others"]}});
    named(
        super::pay_over(json!("period"), pool),
        &["deductions_above_gross"],
    );
}

#[test]
fn a_guarantee_that_moves_is_not_judged() {
    let least = |more: Value| {
        let mut least = json!({"id": "g", "window": "period"});
        for (name, value) in more.as_object().expect("fields") {
            least[name] = value.clone();
        }
        version(json!({"items": [retainer("fee", "500.00 USD")], "guarantees": [least]}))
    };
    let amounts = |second: &str| {
        json!({"amounts": [{"from": 1, "amount": "100.00 USD"}, {"from": 2, "amount": second},
            {"from": 3, "amount": "200.00 USD"}]})
    };
    named(
        least(json!({"amount": "500.00 USD"})),
        &["guarantee_cannot_bind"],
    );
    named(least(amounts("500.00 USD")), &["guarantee_cannot_bind"]);
    named(least(amounts("500.01 USD")), &[]);
    let escalator = json!({"rate": "3%", "months": 12});
    named(
        least(json!({"amount": "400.00 USD", "escalator": escalator})),
        &[],
    );
    let patrons = json!({"per_unit": {"streams": ["seats"], "price": "1 USD"}});
    named(least(json!({"amount_by": patrons})), &[]);
}

#[test]
fn a_rate_that_falls_by_another_measure_says_by_how_much() {
    let tiers = json!([{"up_to": "5", "rate": "3%"}, {"rate": "1%"}]);
    lints(
        pay(
            json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "whole",
            "tier_by": {"level": "rank"}}}),
        ),
        &["versions[0].items[0].pay.share.tiers[1]: beyond 5 the pay drops by 1/50 of the rate"],
    );
}
