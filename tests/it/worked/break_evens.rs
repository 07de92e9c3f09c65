//! Break-evens worked by hand: over which revenues which of two pays is better.

use partnership::Money;
use partnership::compensation::{Better, Pay, break_even};
use serde_json::{Value, json};

use super::read;

/// What is better from which minor unit to which, of revenue up to an amount.
#[track_caller]
fn better(a: Value, b: Value, up_to: &str, expected: &[(i128, i128, Better)]) {
    let (first, second): (Pay, Pay) = (read(&a), read(&b));
    let up_to: Money = format!("{up_to} USD").parse().expect("an amount");
    let ranges = break_even(&first, &second, "shop", up_to).expect("ranges");
    let ranges: Vec<_> = ranges
        .iter()
        .map(|range| (range.from.minor(), range.to.minor(), range.better))
        .collect();
    assert_eq!(ranges, expected, "{a} {b}");
}

fn fixed(amount: &str) -> Value {
    json!({"fixed": {"amount": amount}})
}

fn share(fields: Value) -> Value {
    let mut share = json!({"base": {"streams": ["shop"]}});
    for (name, value) in fields.as_object().expect("fields") {
        share[name] = value.clone();
    }
    json!({"share": share})
}

/// 110% of the revenue are deducted: what is left of 1.00 is a debt of 0.10.
fn debt() -> Value {
    json!({"streams": ["shop"], "deduct": [{"rate": "60%"}, {"rate": "50%"}]})
}

#[test]
fn a_flat_of_whole_tiers_is_added_to_what_the_tier_pays() {
    let tiers = json!([{"up_to": "10.00 USD", "rate": "10%", "flat": "1.00 USD"},
        {"rate": "20%", "flat": "3.00 USD"}]);
    // 10% of 10.00 and 1.00 are 2.00; one cent more pays 20% of it and 3.00.
    better(
        share(json!({"tiers": tiers, "mode": "whole"})),
        fixed("2.00 USD"),
        "20.00",
        &[
            (0, 999, Better::B),
            (1000, 1000, Better::Equal),
            (1001, 2000, Better::A),
        ],
    );
    // Marginal: 1.00 at once, 3.00 more beyond 10.00, and 20% of what lies beyond it: 5.50.
    better(
        share(json!({"tiers": tiers})),
        fixed("5.50 USD"),
        "20.00",
        &[
            (0, 1249, Better::B),
            (1250, 1250, Better::Equal),
            (1251, 2000, Better::A),
        ],
    );
}

#[test]
fn a_base_below_nothing_pays_back_at_the_first_rate() {
    let tiers = json!([{"up_to": "1.00 USD", "rate": "10%"}, {"rate": "20%"}]);
    let tiered = |mode: &str| share(json!({"base": debt(), "tiers": tiers, "mode": mode}));
    let back = json!({"minus": [fixed("0.00 USD"), share(json!({"rate": "1.5%"}))]});
    for mode in ["marginal", "whole"] {
        // A tenth of a debt of a tenth is 1% of the revenue.
        better(
            tiered(mode),
            back.clone(),
            "50.00",
            &[(0, 0, Better::Equal), (1, 5000, Better::A)],
        );
    }
}

#[test]
fn a_measure_that_falls_comes_down_through_the_bands() {
    // The debt is 5.00 at 50.00 and 8.00 at 80.00.
    let bands = |boundary: &str| {
        json!({"bands": {"measure": {"revenue": debt()}, "boundary": boundary, "tiers": [
            {"up_to": "-8.00 USD", "pay": "1.00 USD"}, {"up_to": "-5.00 USD", "pay": "2.00 USD"},
            {"pay": "3.00 USD"}]}})
    };
    better(
        bands("up_to"),
        fixed("2.00 USD"),
        "100.00",
        &[
            (0, 4999, Better::A),
            (5000, 7999, Better::Equal),
            (8000, 10000, Better::B),
        ],
    );
    // The other way round.
    better(
        fixed("2.00 USD"),
        bands("up_to"),
        "100.00",
        &[
            (0, 4999, Better::B),
            (5000, 7999, Better::Equal),
            (8000, 10000, Better::A),
        ],
    );
    better(
        bands("reaches"),
        fixed("2.00 USD"),
        "100.00",
        &[
            (0, 5000, Better::A),
            (5001, 8000, Better::Equal),
            (8001, 10000, Better::B),
        ],
    );
}

#[test]
fn a_bonus_adds_its_steps_and_then_every_further_one() {
    let bonus = |then: Value| {
        json!({"bonus": {"measure": {"revenue": {"streams": ["shop"]}},
            "steps": [{"reach": "5.00 USD", "pay": "1.00 USD"},
                {"reach": "10.00 USD", "pay": "1.00 USD"}],
            "then": then}})
    };
    // 1.00 at 5.00, 2.00 at 10.00, 3.00 at 20.00, 4.00 at 30.00 and no more.
    let then = json!({"from": "10.00 USD", "every": "10.00 USD", "pay": "1.00 USD",
        "until": "39.99 USD"});
    for (amount, before, after) in [
        ("1.00", 500, 1000),
        ("2.00", 1000, 2000),
        ("3.00", 2000, 3000),
    ] {
        better(
            bonus(then.clone()),
            fixed(&format!("{amount} USD")),
            "90.00",
            &[
                (0, before - 1, Better::B),
                (before, after - 1, Better::Equal),
                (after, 9000, Better::A),
            ],
        );
    }
    better(
        bonus(then),
        fixed("4.00 USD"),
        "90.00",
        &[(0, 2999, Better::B), (3000, 9000, Better::Equal)],
    );
}

#[test]
fn costs_are_reimbursed_up_to_the_ceiling_with_a_markup_or_a_fee() {
    let costs = |more: Value| {
        let mut costs = json!({"streams": ["shop"], "ceiling": "10.00 USD"});
        for (name, value) in more.as_object().expect("fields") {
            costs[name] = value.clone();
        }
        json!({"cost_plus": costs})
    };
    better(
        costs(json!({"markup": "20%"})),
        fixed("6.00 USD"),
        "20.00",
        &[
            (0, 499, Better::B),
            (500, 500, Better::Equal),
            (501, 2000, Better::A),
        ],
    );
    better(
        costs(json!({"markup": "20%"})),
        fixed("12.00 USD"),
        "20.00",
        &[(0, 999, Better::B), (1000, 2000, Better::Equal)],
    );
    // The fee of 2.00 comes with the first cent of costs.
    better(
        costs(json!({"fee": "2.00 USD"})),
        fixed("2.00 USD"),
        "20.00",
        &[(0, 0, Better::B), (1, 2000, Better::A)],
    );
    better(
        costs(json!({"fee": "2.00 USD"})),
        fixed("0.00 USD"),
        "0.00",
        &[(0, 0, Better::Equal)],
    );
}
