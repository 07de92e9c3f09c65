//! Every figure of a pay is looked at, wherever it stands.

use serde_json::{Value, json};

use super::{accepted, pay, pay_over, refused};

/// Over a lifetime, or a period where the pay needs days, the only faults of a pay are these.
#[track_caller]
fn faults(given: Value, expected: &[&str]) {
    let expected: Vec<String> = expected
        .iter()
        .map(|text| format!("versions[0].items[0].pay.{text}"))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    refused(pay_over(json!("period"), given), &expected);
}

fn share(more: Value) -> Value {
    let mut share = json!({"base": {"streams": ["shop"]}, "rate": "10%"});
    set(&mut share, more);
    json!({ "share": share })
}

fn tiered(more: Value) -> Value {
    let mut share = json!({"base": {"streams": ["shop"]}, "tiers": [{"rate": "10%"}]});
    set(&mut share, more);
    json!({ "share": share })
}

fn units(more: Value) -> Value {
    let mut unit = json!({"streams": ["copies"]});
    set(&mut unit, more);
    json!({ "per_unit": unit })
}

fn costs(more: Value) -> Value {
    let mut costs = json!({"streams": ["costs"]});
    set(&mut costs, more);
    json!({ "cost_plus": costs })
}

fn bonus(more: Value) -> Value {
    let mut bonus = json!({"measure": {"revenue": {"streams": ["shop"]}}});
    set(&mut bonus, more);
    json!({ "bonus": bonus })
}

fn set(object: &mut Value, more: Value) {
    for (name, value) in more.as_object().expect("an object") {
        object[name] = value.clone();
    }
}

#[test]
fn no_amount_of_a_pay_is_negative() {
    let flat = json!([{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "1%", "flat": "-0.01 USD"}]);
    let unit_flat = json!([{"price": "1 USD", "flat": "-0.01 USD"}]);
    let then = json!({"from": "1.00 USD", "every": "1.00 USD", "pay": "-0.01 USD"});
    for (given, place) in [
        (
            json!({"retainer": {"amount": "-0.01 USD"}}),
            "retainer.amount",
        ),
        (json!({"fixed": {"amount": "-0.01 USD"}}), "fixed.amount"),
        (tiered(json!({ "tiers": flat })), "share.tiers[1].flat"),
        (
            units(json!({ "tiers": unit_flat })),
            "per_unit.tiers[0].flat",
        ),
        (
            costs(json!({"markup": "1%", "ceiling": "-0.01 USD"})),
            "cost_plus.ceiling",
        ),
        (costs(json!({"fee": "-0.01 USD"})), "cost_plus.fee"),
        (
            bonus(json!({"steps": [{"reach": "1.00 USD", "pay": "-0.01 USD"}]})),
            "bonus.steps[0].pay",
        ),
        (bonus(json!({ "then": then })), "bonus.then.pay"),
        (
            json!({"bands": {"measure": {"level": "rank"}, "tiers": [{"pay": "-0.01 USD"}]}}),
            "bands.tiers[0].pay",
        ),
    ] {
        faults(given, &[&format!("{place}: -0.01 USD is negative")]);
    }
}

#[test]
fn every_amount_of_a_pay_is_in_the_currency_of_the_sheet() {
    let end = json!([{"up_to": "5.00 EUR", "rate": "1%"}, {"rate": "1%"}]);
    let flat = json!([{"rate": "1%", "flat": "1.00 EUR"}]);
    let then = |from: &str, every: &str, until: &str| {
        bonus(json!({"then": {"from": from, "every": every, "until": until, "pay": "1.00 USD"}}))
    };
    for (given, place) in [
        (
            json!({"retainer": {"amount": "1.00 EUR"}}),
            "retainer.amount",
        ),
        (tiered(json!({ "tiers": end })), "share.tiers[0].up_to"),
        (tiered(json!({ "tiers": flat })), "share.tiers[0].flat"),
        (units(json!({"price": "1 EUR"})), "per_unit.price"),
        (
            units(json!({"tiers": [{"price": "1 EUR"}]})),
            "per_unit.tiers[0].price",
        ),
        (
            costs(json!({"markup": "1%", "ceiling": "1.00 EUR"})),
            "cost_plus.ceiling",
        ),
        (costs(json!({"fee": "1.00 EUR"})), "cost_plus.fee"),
        (
            bonus(json!({"steps": [{"reach": "1.00 EUR", "pay": "1.00 USD"}]})),
            "bonus.steps[0].reach",
        ),
        (
            bonus(json!({"steps": [{"reach": "1.00 USD", "pay": "1.00 EUR"}]})),
            "bonus.steps[0].pay",
        ),
        (then("1.00 EUR", "1.00 USD", "0.50 USD"), "bonus.then.from"),
        (then("1.00 USD", "0.00 EUR", "5.00 USD"), "bonus.then.every"),
        (then("1.00 USD", "1.00 USD", "0.50 EUR"), "bonus.then.until"),
    ] {
        faults(given, &[&format!("{place}: EUR where the sheet is in USD")]);
    }
}

#[test]
fn every_rate_of_a_pay_is_in_its_range() {
    let deduct = |rate: &str| json!([{ "rate": rate }]);
    let at_most = |rate: &str| json!([{"stream": "costs", "at_most": rate}]);
    let base = |deduct: Value| share(json!({"base": {"streams": ["shop"], "deduct": deduct}}));
    let times = |rate: &str| json!({"times": {"rate": rate, "pay": share(json!({}))}});
    for (given, place, rate) in [
        (share(json!({"rate": "101%"})), "share.rate", "101/100"),
        (share(json!({"rate": "-1%"})), "share.rate", "-1/100"),
        (
            tiered(json!({"tiers": [{"rate": "-1%"}]})),
            "share.tiers[0].rate",
            "-1/100",
        ),
        (base(deduct("101%")), "share.base.deduct[0].rate", "101/100"),
        (base(deduct("-1%")), "share.base.deduct[0].rate", "-1/100"),
        (
            base(at_most("101%")),
            "share.base.deduct[0].at_most",
            "101/100",
        ),
        (
            base(at_most("-1%")),
            "share.base.deduct[0].at_most",
            "-1/100",
        ),
        (
            costs(json!({"markup": "-1%"})),
            "cost_plus.markup",
            "-1/100",
        ),
        (times("-1%"), "times.rate", "-1/100"),
    ] {
        faults(
            given,
            &[&format!("{place}: the rate {rate} is out of range")],
        );
    }
    for given in [
        base(deduct("100%")),
        base(at_most("100%")),
        base(at_most("0%")),
        costs(json!({"markup": "150%"})),
        times("0%"),
    ] {
        accepted(pay(given));
    }
}

#[test]
fn no_list_of_streams_is_empty_or_names_one_twice() {
    let base = |streams: &Value| json!({"streams": streams});
    let bands =
        |measure: Value| json!({"bands": {"measure": measure, "tiers": [{"pay": "1.00 USD"}]}});
    let steps = json!([{"reach": "1.00 USD", "pay": "1.00 USD"}]);
    for (streams, fault) in [
        (json!([]), ": no streams"),
        (json!(["a", "b", "a"]), "[2]: the stream \"a\" stands twice"),
    ] {
        let streams = &streams;
        {
            let unit_streams = units(json!({"streams": streams, "price": "1 USD"}));
            let cost_streams = costs(json!({"streams": streams, "fee": "1.00 USD"}));
            let by_units = tiered(json!({"tier_by": {"units": streams}}));
            let by_revenue = tiered(json!({"tier_by": {"revenue": base(streams)}}));
            let bonus = bonus(json!({"measure": {"revenue": base(streams)}, "steps": steps}));
            for (given, place) in [
                (unit_streams, "per_unit.streams"),
                (cost_streams, "cost_plus.streams"),
                (by_units, "share.tier_by.units"),
                (by_revenue, "share.tier_by.revenue.streams"),
                (bonus, "bonus.measure.revenue.streams"),
                (bands(json!({ "units": streams })), "bands.measure.units"),
            ] {
                faults(given, &[&format!("{place}{fault}")]);
            }
        }
    }
}

#[test]
fn tiers_are_compared_with_the_one_just_before_if_that_has_a_sound_end() {
    let ends = |ends: &[Option<&str>]| {
        let tiers = ends.iter().map(|end| match end {
            Some(end) => json!({"up_to": end, "rate": "1%"}),
            None => json!({"rate": "1%"}),
        });
        tiered(json!({"tiers": tiers.collect::<Vec<Value>>()}))
    };
    let (ten, five) = (Some("10.00 USD"), Some("5.00 USD"));
    let falls = |index: usize| {
        format!("share.tiers[{index}].up_to: tier {index} does not end above the one before it")
    };
    let open = "share.tiers[1]: a tier without an end stands before the last";
    faults(ends(&[ten, five, None]), &[&falls(1)]);
    faults(ends(&[ten, five, five, None]), &[&falls(1), &falls(2)]);
    faults(ends(&[ten, None, five, None]), &[open]);
    let kind = "share.tiers[1].up_to: the bound 7 is not in the unit of what is measured";
    faults(ends(&[ten, Some("7"), five, None]), &[kind]);
    let kind = "share.tiers[0].up_to: the bound 0 is not in the unit of what is measured";
    faults(ends(&[Some("0"), None]), &[kind]);
    let euros = |index| format!("share.tiers[{index}].up_to: EUR where the sheet is in USD");
    let falling = [Some("10.00 EUR"), Some("5.00 EUR"), None];
    faults(ends(&falling), &[&euros(0), &euros(1)]);
    let steps = |reached: &[&str]| {
        let steps = reached
            .iter()
            .map(|reach| json!({"reach": reach, "pay": "1.00 USD"}));
        bonus(json!({"steps": steps.collect::<Vec<Value>>()}))
    };
    let kind = "bonus.steps[1].reach: the bound 7 is not in the unit of what is measured";
    faults(steps(&["10.00 USD", "7", "5.00 USD"]), &[kind]);
    let falls = "bonus.steps[1].reach: tier 1 does not end above the one before it";
    faults(steps(&["10.00 USD", "5.00 USD", "7.00 USD"]), &[falls]);
}

#[test]
fn a_bound_of_what_is_paid_lies_above_0_and_one_of_a_level_anywhere() {
    let falls = |place: &str| format!("{place}: tier 0 does not end above the one before it");
    let unit_tiers = json!([{"up_to": "0", "price": "1 USD"}, {"price": "2 USD"}]);
    let tiers = json!([{"up_to": "0", "rate": "1%"}, {"rate": "2%"}]);
    faults(
        units(json!({ "tiers": unit_tiers })),
        &[&falls("per_unit.tiers[0].up_to")],
    );
    let by = |measure: Value| tiered(json!({"tiers": tiers, "tier_by": measure}));
    faults(
        by(json!({"units": ["copies"]})),
        &[&falls("share.tiers[0].up_to")],
    );
    accepted(pay(by(json!({"level": "rank"}))));
    let bands = json!([{"up_to": "-1", "pay": "1.00 USD"}, {"pay": "2.00 USD"}]);
    accepted(pay(
        json!({"bands": {"measure": {"units": ["copies"]}, "tiers": bands}}),
    ));
}

#[test]
fn nothing_is_asked_of_tiers_beside_a_price() {
    let both = json!({"price": "1 USD", "tiers": [{"up_to": "0", "price": "-1 USD"}]});
    let message = "per_unit: one rate or tiers, not both and not neither";
    faults(units(both), &[message]);
}

#[test]
fn a_price_that_is_fixed_when_a_period_begins_has_no_blocks() {
    let forward = json!({"price": "1 USD", "block": "10", "mode": "forward"});
    let message = "per_unit: forward and running tiers are the whole pay of an item, without \
                   flats, blocks, levels, limits of deductions or a least base; only running ones, \
                   of a share, have another measure";
    faults(units(forward), &[message]);
}

#[test]
fn faults_of_a_bonus_that_goes_on_are_those_of_its_own_bounds() {
    let then = |from: &str, every: &str, until: &str| {
        bonus(json!({"then": {"from": from, "every": every, "until": until, "pay": "1.00 USD"}}))
    };
    let kind = |field: &str, bound: &str| {
        format!("bonus.then.{field}: the bound {bound} is not in the unit of what is measured")
    };
    faults(then("10", "1.00 USD", "5.00 USD"), &[&kind("from", "10")]);
    faults(then("10.00 USD", "0", "50.00 USD"), &[&kind("every", "0")]);
    faults(then("10.00 USD", "1.00 USD", "5"), &[&kind("until", "5")]);
    faults(
        then("10.00 USD", "-1.00 USD", "50.00 USD"),
        &["bonus.then.every: a step of -1.00 USD"],
    );
}

// Seventeen pays inside each other, the last of which has a fault that nobody reads.
#[test]
fn every_composition_counts_once_towards_the_depth() {
    type Wrap = fn(Value) -> Value;
    let wraps: [(Wrap, &str, &[&str]); 6] = [
        (|pay| json!({"sum": [pay]}), "sum[0]", &["sum[0]"]),
        (
            |pay| json!({"greater_of": [pay]}),
            "greater_of[0]",
            &["greater_of[0]"],
        ),
        (
            |pay| json!({"lesser_of": [pay]}),
            "lesser_of[0]",
            &["lesser_of[0]"],
        ),
        (
            |pay| json!({"minus": [pay, {"fixed": {"amount": "1.00 USD"}}]}),
            "minus[0]",
            &["minus[0]", "minus[1]"],
        ),
        (
            |pay| json!({"minus": [{"fixed": {"amount": "1.00 USD"}}, pay]}),
            "minus[1]",
            &["minus[0]", "minus[1]"],
        ),
        (
            |pay| json!({"times": {"rate": "2", "pay": pay}}),
            "times.pay",
            &["times.pay"],
        ),
    ];
    for (wrap, place, deepest) in wraps {
        let deep = |levels: usize, leaf: Value| (1..levels).fold(leaf, |pay, _| wrap(pay));
        accepted(pay(deep(16, share(json!({})))));
        let message = |last: &&str| {
            let above = vec![place; 15].join(".");
            format!("{above}.{last}: pays are nested more than 16 deep")
        };
        let messages: Vec<String> = deepest.iter().map(message).collect();
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        faults(deep(17, share(json!({"rate": "101%"}))), &messages);
        faults(deep(18, share(json!({}))), &messages);
    }
}
