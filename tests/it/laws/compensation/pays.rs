//! Pays alone: against the tables read once more, and break-even against every minor unit.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use partnership::compensation::{Better, BreakEvenError, Measures, Pay, break_even};
use partnership::{Currency, Money, Ratio};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::reference::pay::{Given, to_minor};
use crate::reference::{Big, money_of, ratio};
use crate::strategies::pays::{Draw, LEVEL, STREAMS, money};
use crate::strategies::{Tape, tapes};
use crate::support;

#[track_caller]
fn pay(json: &Value) -> Pay {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn yen(minor: i64) -> Money {
    Money::from_minor(minor, Currency::JPY)
}

fn rate(tape: &mut Tape) -> Value {
    json!(tape.pick(&["10%", "1/3", "0", "1", "50%", "2.9%"]))
}

fn amount(tape: &mut Tape) -> Value {
    money(tape.pick(&[7, 0, 1, 30, 59]), "JPY")
}

/// A base of the one stream `x`, which may fall where it rises.
fn base(tape: &mut Tape) -> Value {
    let deductions: Vec<Value> = (0..tape.below(3))
        .map(|_| json!({"rate": rate(tape), "from": tape.pick(&["gross", "remaining"])}))
        .collect();
    let mut base = json!({"streams": ["x"], "deduct": deductions});
    if tape.once_in(6) {
        base["at_least"] = json!("x");
    }
    base
}

/// A bonus or bands by revenue of `x`, whose bounds may lie below 0.
fn jumping(tape: &mut Tape) -> Value {
    let measure = json!({"revenue": base(tape)});
    let mut reach = tape.pick(&[10, 1, 0, -20]);
    let mut bounds: Vec<Value> = Vec::new();
    for _ in 0..3 {
        bounds.push(money(reach, "JPY"));
        reach += tape.pick(&[1, 7, 33]);
    }
    if tape.once_in(3) {
        let ends = bounds.into_iter().take(tape.below(4));
        let mut tiers: Vec<Value> = ends
            .map(|up_to| json!({"up_to": up_to, "pay": amount(tape)}))
            .collect();
        tiers.push(json!({"pay": amount(tape)}));
        let boundary = tape.pick(&["up_to", "reaches"]);
        return json!({"bands": {"measure": measure, "tiers": tiers, "boundary": boundary}});
    }
    let steps = bounds.iter().take(tape.below(4));
    let steps: Vec<Value> = steps
        .map(|reach| json!({"reach": reach, "pay": amount(tape)}))
        .collect();
    let mut bonus = json!({"measure": measure, "steps": steps});
    if bonus["steps"] == json!([]) || tape.once_in(2) {
        let every = money(tape.pick(&[1, 5, 12, 40]), "JPY");
        bonus["then"] = json!({"from": bounds[0], "every": every, "pay": amount(tape)});
        if tape.once_in(2) {
            bonus["then"]["until"] = bounds[2].clone();
        }
    }
    json!({"bonus": bonus})
}

/// A pay that is straight pieces over the one stream `x`, in yen.
fn linear(tape: &mut Tape, depth: usize) -> Value {
    let kinds = if depth == 0 { 8 } else { 13 };
    match tape.below(kinds) {
        0 => json!({"retainer": {"amount": amount(tape)}}),
        1 => {
            let (rate, fee) = (rate(tape), amount(tape));
            let ceiling = amount(tape);
            match tape.below(4) {
                0 => json!({"cost_plus": {"streams": ["x"], "markup": rate}}),
                1 => json!({"cost_plus": {"streams": ["x"], "markup": rate, "ceiling": ceiling}}),
                2 => json!({"cost_plus": {"streams": ["x"], "fee": fee}}),
                _ => json!({"cost_plus": {"streams": ["x"], "fee": fee, "ceiling": ceiling}}),
            }
        }
        2 => json!({"fixed": {"amount": amount(tape)}}),
        3 | 4 => jumping(tape),
        8 => json!({"sum": some(tape, depth)}),
        9 => json!({"greater_of": some(tape, depth)}),
        10 => json!({"lesser_of": some(tape, depth)}),
        11 => json!({"minus": [linear(tape, depth - 1), linear(tape, depth - 1)]}),
        12 => json!({"times": {"rate": tape.pick(&["1/2", "3/2", "0"]),
                              "pay": linear(tape, depth - 1)}}),
        _ => {
            let base = base(tape);
            let (mut sum, mut tiers) = (0, Vec::new());
            for _ in 0..tape.below(3) {
                sum += tape.pick(&[10, 1, 33]);
                let mut tier = json!({"up_to": money(sum, "JPY"), "rate": rate(tape)});
                if tape.once_in(3) {
                    tier["flat"] = amount(tape);
                }
                tiers.push(tier);
            }
            let mut last = json!({"rate": rate(tape)});
            if tape.once_in(3) {
                last["flat"] = amount(tape);
            }
            tiers.push(last);
            let mode = tape.pick(&["marginal", "whole"]);
            let boundary = tape.pick(&["up_to", "reaches"]);
            json!({"share": {"base": base, "tiers": tiers, "mode": mode, "boundary": boundary}})
        }
    }
}

fn some(tape: &mut Tape, depth: usize) -> Vec<Value> {
    (0..=tape.below(3))
        .map(|_| linear(tape, depth - 1))
        .collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn break_even_agrees_with_every_minor_unit(mut tape in tapes(120), most in 0_i64..150) {
        let (a, b) = (pay(&linear(&mut tape, 2)), pay(&linear(&mut tape, 2)));
        let ranges = break_even(&a, &b, "x", yen(most)).expect("straight pieces");
        prop_assert_eq!(ranges[0].from, yen(0));
        prop_assert_eq!(ranges[ranges.len() - 1].to, yen(most));
        for pair in ranges.windows(2) {
            prop_assert_ne!(pair[0].better, pair[1].better);
            prop_assert_eq!(pair[0].to.minor() + 1, pair[1].from.minor());
        }
        for revenue in 0..=most {
            let sales = Measures::new(Currency::JPY).with_amount("x", yen(revenue));
            let order = a.value(&sales).unwrap().compare(b.value(&sales).unwrap()).unwrap();
            let better = match order {
                Ordering::Greater => Better::A,
                Ordering::Less => Better::B,
                Ordering::Equal => Better::Equal,
            };
            let within = |minor: i128| minor <= i128::from(revenue);
            let range = ranges.iter().rfind(|range| within(range.from.minor())).expect("covered");
            prop_assert_eq!(range.better, better, "at {}", revenue);
        }
    }

    #[test]
    fn a_pay_is_worth_what_the_tables_say(
        mut tape in tapes(120),
        minors in proptest::array::uniform3(-200_i64..20_000),
        sixths in proptest::array::uniform3(-20_i64..200),
        level in proptest::option::of(-3_i64..20),
        part in 0_i64..=31,
    ) {
        let json = Draw { tape: &mut tape, currency: "USD", retainers: true, streams: &STREAMS }.pay(3);
        let mut measures = Measures::new(Currency::USD)
            .with_elapsed(Ratio::new(part.into(), 31).unwrap());
        let (mut amounts, mut units, mut levels) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for ((stream, minor), sixths) in STREAMS.into_iter().zip(minors).zip(sixths) {
            let net = Ratio::new(sixths.into(), 6).unwrap();
            measures = measures
                .with_amount(stream, Money::from_minor(minor, Currency::USD))
                .with_units(stream, net);
            amounts.insert(stream.to_owned(), Big::new(minor.into(), 100.into()));
            units.insert(stream.to_owned(), Big::new(sixths.into(), 6.into()));
        }
        if let Some(level) = level {
            measures = measures.with_level(LEVEL, Ratio::from_integer(level));
            levels.insert(LEVEL.to_owned(), ratio(&level.to_string()));
        }
        let retainer = |retainer: &Value| {
            let part = Big::new(part.into(), 31.into());
            to_minor(&(money_of(retainer, "amount") * part), "half_away_from_zero", 2)
        };
        let given = Given { amounts, units, levels, retainer: &retainer, fixed: true };
        let expected = given.value(&json);
        let found = pay(&json).value(&measures).unwrap();
        prop_assert_eq!(ratio(&found.major().to_string()), expected, "{}", json);
    }

    #[test]
    fn marginal_tiers_never_fall_and_are_never_steeper_than_the_highest_rate(
        mut tape in tapes(60),
        first in 0_i64..40_000,
        more in 0_i64..20_000,
    ) {
        let rates = ["10%", "0", "1/3", "1", "2.9%"];
        let (mut sum, mut tiers, mut highest) = (0, Vec::new(), Ratio::ZERO);
        for _ in 0..tape.below(4) {
            sum += tape.pick(&[1, 5_000, 9_999]);
            let rate = tape.pick(&rates);
            highest = highest.max(rate.parse().unwrap());
            tiers.push(json!({"up_to": money(sum, "JPY"), "rate": rate}));
        }
        let rate = tape.pick(&rates);
        highest = highest.max(rate.parse().unwrap());
        tiers.push(json!({"rate": rate}));
        let share = pay(&json!({"share": {"base": {"streams": ["x"]}, "tiers": tiers}}));
        let sales = Measures::new(Currency::JPY).with_amount("x", yen(first));
        let step = share.marginal(&sales, "x", yen(more)).unwrap().major();
        prop_assert!(!step.is_negative());
        prop_assert!(step <= highest.checked_mul(Ratio::from_integer(more)).unwrap());
    }

    #[test]
    fn a_pay_that_travels_is_the_same(mut tape in tapes(120)) {
        let pay = pay(&Draw { tape: &mut tape, currency: "KWD", retainers: true, streams: &STREAMS }.pay(3));
        let text = serde_json::to_string(&pay).unwrap();
        prop_assert_eq!(serde_json::from_str::<Pay>(&text).unwrap(), pay);
    }
}

#[test]
fn what_is_not_straight_pieces_over_one_stream_is_named() {
    let half = json!({"share": {"base": {"streams": ["x"]}, "rate": "50%"}});
    let tiers = json!([{"up_to": "5 JPY", "rate": "1%"}, {"rate": "2%"}]);
    let by = json!({"level": "rank"});
    let by_level = json!([{"up_to": "5", "rate": "1%"}, {"rate": "2%"}]);
    let by_units = by_level.clone();
    let steps = json!([{"reach": "5", "pay": "5 JPY"}]);
    let in_yen = json!([{"reach": "5 JPY", "pay": "5 JPY"}]);
    for (leaf, json) in [
        (
            "per_unit",
            json!({"per_unit": {"streams": ["x"], "price": "1 JPY"}}),
        ),
        (
            "bonus",
            json!({"bonus": {"measure": {"units": ["x"]}, "steps": steps}}),
        ),
        (
            "bands",
            json!({"bands": {"measure": by, "tiers": [{"pay": "1 JPY"}]}}),
        ),
        (
            "share",
            json!({"share": {"base": {"streams": ["y"]}, "rate": "1%"}}),
        ),
        (
            "share",
            json!({"share": {"base": {"streams": ["x"]}, "tiers": tiers,
                                   "mode": "forward"}}),
        ),
        (
            "share",
            json!({"share": {"base": {"streams": ["x"]}, "tiers": by_level,
                                   "tier_by": by}}),
        ),
        (
            "share",
            json!({"share": {"base": {"streams": ["x"], "deduct": [{"stream": "y"}]},
                                   "rate": "1%"}}),
        ),
        (
            "share",
            json!({"share": {"base": {"streams": ["x"]}, "tiers": by_units,
                                   "tier_by": {"units": ["x"]}, "mode": "running"}}),
        ),
        (
            "pool",
            json!({"pool": {"base": {"streams": ["x"]}, "own": ["x"], "all": ["x"]}}),
        ),
        (
            "bonus",
            json!({"bonus": {"measure": {"revenue": {"streams": ["y"]}}, "steps": in_yen}}),
        ),
        (
            "cost_plus",
            json!({"cost_plus": {"streams": ["x", "y"], "markup": "1%"}}),
        ),
    ] {
        let found = break_even(&pay(&half), &pay(&json), "x", yen(100));
        assert_eq!(found, Err(BreakEvenError::NotLinear { leaf }), "{json}");
    }
}

// 1 JPY for every yen beyond 5: 10,000 steps up to 10,005, and one more up to 10,006.
#[test]
fn the_steps_of_a_bonus_are_counted_up_to_the_largest_revenue() {
    let measure = json!({"revenue": {"streams": ["x"]}});
    let then = json!({"from": "5 JPY", "every": "1 JPY", "pay": "1 JPY"});
    let bonus = |then: &Value| pay(&json!({"bonus": {"measure": measure, "then": then}}));
    let all = pay(&json!({"share": {"base": {"streams": ["x"]}, "rate": "1"}}));
    let ranges = break_even(&bonus(&then), &all, "x", yen(10_005)).expect("few enough");
    let better: Vec<_> = ranges
        .iter()
        .map(|range| (range.from.minor(), range.to.minor(), range.better))
        .collect();
    assert_eq!(better, [(0, 0, Better::Equal), (1, 10_005, Better::B)]);
    let refused = break_even(&all, &bonus(&then), "x", yen(10_006)).expect_err("too many");
    assert_eq!(refused, BreakEvenError::TooManySteps { steps: 10_001 });
    assert_eq!(
        refused.to_string(),
        "10001 further steps of a bonus up to the largest revenue are more than 10000"
    );
    let mut until = then;
    until["until"] = json!("100 JPY");
    break_even(&bonus(&until), &all, "x", yen(1_000_000)).expect("95 steps");
}
