//! The pay of an item: streams, rates, tiers, compositions, and the windows that each can have.

use serde_json::{Value, json};

use super::{accepted, pay, pay_over, refused};

/// What is said of tiers that rate each period where it began, beside what they exclude.
const BY_PERIOD: &str = "forward and running tiers are the whole pay of an item, without flats, \
                         blocks, levels, limits of deductions or a least base; only running ones, \
                         of a share, have another measure";

/// The place of the pay of the only item.
const PAY: &str = "versions[0].items[0].pay";

#[track_caller]
fn pay_refused(given: Value, problems: &[&str]) {
    over_refused(json!("lifetime"), given, problems);
}

#[track_caller]
fn over_refused(window: Value, given: Value, problems: &[&str]) {
    let problems: Vec<String> = problems.iter().map(|text| format!("{PAY}{text}")).collect();
    let problems: Vec<&str> = problems.iter().map(String::as_str).collect();
    refused(pay_over(window, given), &problems);
}

fn share(tiers: Value) -> Value {
    json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers}})
}

fn units(fields: Value) -> Value {
    let mut unit = json!({"streams": ["copies"]});
    for (name, value) in fields.as_object().unwrap() {
        unit[name] = value.clone();
    }
    json!({"per_unit": unit})
}

fn ten_percent() -> Value {
    json!({"share": {"base": {"streams": ["shop"]}, "rate": "10%"}})
}

#[test]
fn a_stream_stands_once_and_is_not_deducted_from_itself() {
    let base = |streams: Value, deduct: Value| json!({"share": {"base": {"streams": streams, "deduct": deduct}, "rate": "10%"}});
    accepted(pay(base(json!(["a", "b"]), json!([{"stream": "c"}]))));
    pay_refused(
        base(
            json!(["a", "a"]),
            json!([{"stream": "a"}, {"stream": "c"}, {"stream": "c"}]),
        ),
        &[
            ".share.base.streams[1]: the stream \"a\" stands twice",
            ".share.base.deduct[0].stream: the stream \"a\" stands twice",
            ".share.base.deduct[2].stream: the stream \"c\" stands twice",
        ],
    );
    pay_refused(
        base(json!([]), json!([])),
        &[".share.base.streams: no streams"],
    );
}

#[test]
fn a_price_is_not_negative() {
    pay_refused(
        units(json!({"price": "-1/3 USD"})),
        &[".per_unit.price: the price -1/3 is negative"],
    );
    accepted(pay(units(json!({"price": "0 USD"}))));
}

#[test]
fn a_rate_of_a_share_lies_in_0_to_1_and_a_factor_may_exceed_it() {
    let times = |rate| json!({"times": {"rate": rate, "pay": ten_percent()}});
    accepted(pay(times("300%")));
    pay_refused(
        times("-1%"),
        &[".times.rate: the rate -1/100 is out of range"],
    );
    accepted(pay(share(json!([{"rate": "100%"}]))));
    pay_refused(
        share(json!([{"rate": "101%"}])),
        &[".share.tiers[0].rate: the rate 101/100 is out of range"],
    );
}

#[test]
fn a_share_has_one_rate_or_tiers() {
    let message = "one rate or tiers, not both and not neither";
    let both = json!({"share": {"base": {"streams": ["shop"]}, "rate": "10%",
        "tiers": [{"up_to": "1", "rate": "200%"}]}});
    pay_refused(both, &[&format!(".share: {message}")]);
    let neither = json!({"share": {"base": {"streams": ["shop"]}}});
    pay_refused(neither, &[&format!(".share: {message}")]);
    pay_refused(
        units(json!({"tiers": [{"price": "1 USD"}], "block": "10"})),
        &[&format!(".per_unit: {message}")],
    );
    accepted(pay(units(
        json!({"price": "1 USD", "block": "10", "count": "exact"}),
    )));
}

#[test]
fn tiers_are_there_and_rise_to_an_open_one() {
    pay_refused(share(json!([])), &[".share.tiers: no tiers"]);
    pay_refused(
        share(json!([{"up_to": "5.00 USD", "rate": "1%"}, {"up_to": "5.00 USD", "rate": "2%"}])),
        &[
            ".share.tiers[1].up_to: tier 1 does not end above the one before it",
            ".share.tiers: the last tier has an end, so that more than that is in no tier",
        ],
    );
    pay_refused(
        share(json!([{"rate": "1%"}, {"rate": "2%"}])),
        &[".share.tiers[0]: a tier without an end stands before the last"],
    );
    pay_refused(
        share(json!([{"up_to": "0.00 USD", "rate": "1%"}, {"rate": "2%"}])),
        &[".share.tiers[0].up_to: tier 0 does not end above the one before it"],
    );
    accepted(pay(share(
        json!([{"up_to": "0.01 USD", "rate": "1%"}, {"rate": "2%"}]),
    )));
}

#[test]
fn a_bound_is_in_the_unit_of_what_is_measured() {
    pay_refused(
        share(json!([{"up_to": "5", "rate": "1%"}, {"rate": "2%"}])),
        &[".share.tiers[0].up_to: the bound 5 is not in the unit of what is measured"],
    );
    pay_refused(
        units(json!({"tiers": [{"up_to": "5.00 USD", "price": "1 USD"}, {"price": "2 USD"}]})),
        &[".per_unit.tiers[0].up_to: the bound 5.00 USD is not in the unit of what is measured"],
    );
}

#[test]
fn a_block_has_units() {
    pay_refused(
        units(json!({"price": "1 USD", "block": "0"})),
        &[".per_unit.block: a block of 0 units"],
    );
    pay_refused(
        units(json!({"tiers": [{"price": "1 USD", "block": "-1"}]})),
        &[".per_unit.tiers[0].block: a block of -1 units"],
    );
    accepted(pay(units(json!({"price": "1 USD", "block": "1/2"}))));
}

#[test]
fn a_bonus_has_steps_of_some_length_that_end_after_they_begin() {
    let bonus = |then: Value| json!({"bonus": {"measure": {"units": ["u"]}, "then": then}});
    let then = |every, until| {
        json!({"from": "10", "every": every, "pay": "1.00 USD",
        "until": until})
    };
    accepted(pay(bonus(then("5", "10"))));
    pay_refused(bonus(then("0", "10")), &[".bonus.then.every: a step of 0"]);
    pay_refused(
        bonus(then("5", "9")),
        &[".bonus.then.until: the least 10 is above the most 9"],
    );
    let empty = json!({"bonus": {"measure": {"units": ["u"]}}});
    pay_refused(empty, &[".bonus: no tiers"]);
    let steps = json!({"bonus": {"measure": {"level": "rank"}, "steps":
        [{"reach": "-5", "pay": "1.00 USD"}, {"reach": "-5", "pay": "1.00 USD"}]}});
    let message = ".bonus.steps[1].reach: tier 1 does not end above the one before it";
    pay_refused(steps, &[message]);
}

#[test]
fn costs_are_paid_with_a_markup_or_a_fee() {
    let cost = |extra: Value| {
        let mut cost = json!({"streams": ["c"]});
        for (name, value) in extra.as_object().unwrap() {
            cost[name] = value.clone();
        }
        json!({"cost_plus": cost})
    };
    let message = ".cost_plus: a markup or a fee, not both and not neither";
    pay_refused(cost(json!({})), &[message]);
    pay_refused(cost(json!({"markup": "1%", "fee": "1.00 USD"})), &[message]);
    accepted(pay(cost(json!({"markup": "150%"}))));
    accepted(pay(cost(json!({"fee": "1.00 USD"}))));
}

#[test]
fn a_composition_is_of_something_and_at_most_16_deep() {
    for name in ["sum", "greater_of", "lesser_of"] {
        pay_refused(
            json!({ name: [] }),
            &[&format!(".{name}: a composition of nothing")],
        );
    }
    let deep = |levels: usize| (1..levels).fold(ten_percent(), |pay, _| json!({"sum": [pay]}));
    accepted(pay(deep(16)));
    let place = ".sum[0]".repeat(16);
    pay_refused(
        deep(17),
        &[&format!("{place}: pays are nested more than 16 deep")],
    );
}

#[test]
fn forward_tiers_are_the_whole_pay_of_an_item_rated_over_periods() {
    let message = BY_PERIOD;
    let forward = |base: Value, flat: Option<&str>| {
        let mut tiers = json!([{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "2%"}]);
        if let Some(flat) = flat {
            tiers[1]["flat"] = json!(flat);
        }
        json!({"share": {"base": base, "tiers": tiers, "mode": "forward"}})
    };
    let plain = json!({"streams": ["shop"], "deduct": [{"rate": "5%"}, {"stream": "costs"}]});
    accepted(pay(forward(plain.clone(), None)));
    accepted(pay_over(json!("period"), forward(plain.clone(), None)));
    let share = format!(".share: {message}");
    over_refused(json!("event"), forward(plain.clone(), None), &[&share]);
    pay_refused(forward(plain.clone(), Some("1.00 USD")), &[&share]);
    pay_refused(
        json!({"sum": [forward(plain, None)]}),
        &[&format!(".sum[0].share: {message}")],
    );
    let limited = json!({"streams": ["shop"], "deduct": [{"stream": "costs", "at_most": "5%"}]});
    pay_refused(forward(limited, None), &[&share]);
    let least = json!({"streams": ["shop"], "at_least": "costs"});
    pay_refused(forward(least, None), &[&share]);
    let by_level = json!({"share": {"base": {"streams": ["shop"]}, "mode": "forward",
        "tiers": [{"rate": "2%"}], "tier_by": {"level": "rank"}}});
    pay_refused(by_level, &[&share]);
    let unit = format!(".per_unit: {message}");
    pay_refused(
        units(json!({"tiers": [{"price": "1 USD", "block": "2"}], "mode": "forward"})),
        &[&unit],
    );
    accepted(pay(units(
        json!({"tiers": [{"price": "1 USD"}], "mode": "forward"}),
    )));
}

#[test]
fn running_tiers_move_along_revenue_or_units_and_nothing_else() {
    let running = |base: Value, by: Value, tiers: Value| json!({"share": {"base": base, "tier_by": by, "tiers": tiers, "mode": "running"}});
    let shop = json!({"streams": ["shop"], "deduct": [{"rate": "5%"}, {"stream": "costs"}]});
    let by_units = json!([{"up_to": "5", "rate": "1%"}, {"rate": "2%"}]);
    let in_money = json!([{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "2%"}]);
    let units = json!({"units": ["copies"]});
    let plain = running(shop.clone(), units.clone(), by_units.clone());
    accepted(pay(plain.clone()));
    let revenue = json!({"revenue": shop});
    accepted(pay_over(
        json!({"months": 3}),
        running(shop.clone(), revenue, in_money.clone()),
    ));
    let share = format!(".share: {BY_PERIOD}");
    over_refused(
        json!("event"),
        plain.clone(),
        &[
            ".share.tier_by: tier_by cannot be reckoned on one event alone",
            &share,
        ],
    );
    pay_refused(
        json!({"times": {"rate": "50%", "pay": plain}}),
        &[&format!(".times.pay.share: {BY_PERIOD}")],
    );
    let level = json!({"level": "rank"});
    pay_refused(running(shop.clone(), level, by_units.clone()), &[&share]);
    let mut alone = running(shop.clone(), json!(null), in_money.clone());
    alone["share"].as_object_mut().unwrap().remove("tier_by");
    pay_refused(alone, &[&share]);
    let flat = json!([{"up_to": "5", "rate": "1%", "flat": "1.00 USD"}, {"rate": "2%"}]);
    pay_refused(running(shop.clone(), units.clone(), flat), &[&share]);
    for limited in [
        json!({"streams": ["shop"], "at_least": "costs"}),
        json!({"streams": ["shop"], "deduct": [{"stream": "costs", "at_most": "5%"}]}),
    ] {
        let paid = running(limited.clone(), units.clone(), by_units.clone());
        pay_refused(paid, &[&share]);
        let by = json!({"revenue": limited});
        pay_refused(running(shop.clone(), by, in_money.clone()), &[&share]);
    }
    let priced = json!({"price": "1 USD", "mode": "running"});
    pay_refused(self::units(priced), &[&format!(".per_unit: {BY_PERIOD}")]);
}

#[test]
fn a_fixed_sum_is_not_negative_and_stands_in_every_window() {
    let fixed = |amount: &str| json!({"fixed": {"amount": amount}});
    for window in [
        json!("event"),
        json!("period"),
        json!({"periods": 3}),
        json!({"months": 3}),
        json!("lifetime"),
    ] {
        accepted(pay_over(window, fixed("0.00 USD")));
    }
    pay_refused(
        json!({"lesser_of": [ten_percent(), fixed("-0.01 USD")]}),
        &[".lesser_of[1].fixed.amount: -0.01 USD is negative"],
    );
    pay_refused(
        fixed("1.00 EUR"),
        &[".fixed.amount: EUR where the sheet is in USD"],
    );
}

#[test]
fn a_pool_has_units_of_ones_own_and_of_all() {
    let pool = |base: Value, own: Value, all: Value| json!({"pool": {"base": base, "own": own, "all": all}});
    let base = json!({"streams": ["views"]});
    accepted(pay(pool(
        base.clone(),
        json!(["views"]),
        json!(["views", "others"]),
    )));
    pay_refused(
        pool(json!({"streams": []}), json!([]), json!([])),
        &[
            ".pool.base.streams: no streams",
            ".pool.own: no streams",
            ".pool.all: no streams",
        ],
    );
    pay_refused(
        pool(base, json!(["a", "a"]), json!(["a", "b", "b"])),
        &[
            ".pool.own[1]: the stream \"a\" stands twice",
            ".pool.all[2]: the stream \"b\" stands twice",
        ],
    );
}

#[test]
fn a_retainer_needs_days() {
    let retainer = json!({"retainer": {"amount": "1.00 USD"}});
    let inside = json!({"minus": [ten_percent(), retainer]});
    let message = ".retainer: a retainer needs a window of months, or the period";
    for window in [json!("lifetime"), json!({"periods": 3})] {
        over_refused(window.clone(), retainer.clone(), &[message]);
        over_refused(window, inside.clone(), &[&format!(".minus[1]{message}")]);
    }
    for window in [json!("period"), json!({"months": 3})] {
        accepted(pay_over(window, inside.clone()));
    }
}

#[test]
fn what_one_event_alone_cannot_have() {
    let event = json!("event");
    let by_units = json!({"share": {"base": {"streams": ["shop"]}, "tiers": [{"rate": "1%"}],
        "tier_by": {"units": ["u"]}}});
    let cases = [
        ("retainer", json!({"retainer": {"amount": "1.00 USD"}})),
        (
            "cost_plus",
            json!({"cost_plus": {"streams": ["c"], "markup": "1%"}}),
        ),
        (
            "pool",
            json!({"pool": {"base": {"streams": ["c"]}, "own": ["u"], "all": ["u"]}}),
        ),
        (
            "bonus",
            json!({"bonus": {"measure": {"units": ["u"]},
            "steps": [{"reach": "1", "pay": "1.00 USD"}]}}),
        ),
        (
            "bands",
            json!({"bands": {"measure": {"units": ["u"]}, "tiers": [{"pay": "1.00 USD"}]}}),
        ),
        ("tier_by", by_units),
    ];
    for (name, given) in cases {
        let place = if name == "tier_by" {
            "share.tier_by"
        } else {
            name
        };
        let message = format!("{place}: {name} cannot be reckoned on one event alone");
        over_refused(event.clone(), given.clone(), &[&format!(".{message}")]);
        let inside = json!({"greater_of": [ten_percent(), given]});
        over_refused(
            event.clone(),
            inside,
            &[&format!(".greater_of[1].{message}")],
        );
        accepted(pay_over(json!("period"), given));
    }
    let per_unit = units(json!({"price": "1 USD"}));
    accepted(pay_over(
        event,
        json!({"greater_of": [ten_percent(), per_unit]}),
    ));
}
