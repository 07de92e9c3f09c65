//! Doors beside the sheet: builders, pays alone, timing rules alone, the least that is worth it.

use partnership::compensation::{
    Costs, Delivery, Event, Hold, Item, Measures, MinimumError, MinimumViable, Pay, PayDraft,
    PayError, PerEvent, Reserve, Terms, Timing, TimingError, Window,
};
use partnership::{Currency, Money, Ratio, Rounding};
use serde_json::{Value, json};

use super::{deal, last, lines, month, read, share, sold};

fn money(text: &str) -> Money {
    text.parse().expect("an amount")
}

#[test]
fn a_builder_makes_the_sheet_that_json_says() {
    let reserve: Reserve = read(&json!({"rate": "20%", "release": [1]}));
    let hold: Hold = read(&json!({"days": 10}));
    let pay = PayDraft::share(&["shop"], "10%".parse().expect("a rate"));
    let start = "2026-01-01".parse().expect("a day");
    let item = Item::new("sales".parse().expect("an id"), Window::Lifetime, pay);
    let lists = json!({
        "schedules": [{"id": "film", "total": "9.00 USD",
            "parts": [{"id": "1", "on": {"milestone": "cut"}, "share": "1"}]}],
        "timing": [{"id": "late", "late": {"rate": "1%"}}],
        "in_kind": [{"id": "gear"}],
        "caps": [{"id": "top", "amount": "5.00 USD", "window": "lifetime"}],
        "guarantees": [{"id": "least", "amount": "1.00 USD", "window": "lifetime"}],
        "payout": {"minimum": "2.00 USD"}, "reserve": {"rate": "20%", "release": [1]},
        "hold": {"days": 10},
    });
    let advance = json!({"id": "signing", "amount": "5.00 USD", "paid_on": "2026-01-01"});
    let built = |clear: bool| {
        let builder = Terms::builder("deal", Currency::USD, start);
        let builder = builder.with(|draft| {
            if clear {
                draft.versions.clear();
            }
        });
        let builder = builder
            .item(item.clone())
            .schedule(read(&lists["schedules"][0]))
            .timing(read(&lists["timing"][0]))
            .in_kind(read(&lists["in_kind"][0]))
            .cap(read(&lists["caps"][0]))
            .guarantee(read(&lists["guarantees"][0]))
            .reserve(reserve.clone())
            .hold(hold.clone())
            .payout(read(&lists["payout"]))
            .advance(read(&advance));
        builder.build().expect("terms")
    };
    let mut body = lists.clone();
    body["items"] = json!([share("sales", "shop", "10%", json!("lifetime"))]);
    let mut sheet = deal(body);
    sheet["advances"] = json!([advance]);
    assert_eq!(built(false), read::<Terms>(&sheet));
    assert_eq!(built(true), read::<Terms>(&sheet));
}

#[test]
fn a_version_of_a_builder_is_complete_or_names_what_it_changes() {
    let item = |rate: &str| {
        let pay = PayDraft::share(&["shop"], rate.parse().expect("a rate"));
        Item::new("sales".parse().expect("an id"), Window::Lifetime, pay)
    };
    let day = |text: &str| text.parse().expect("a day");
    let hold: Hold = read(&json!({"days": 10}));
    let start = Terms::builder("deal", Currency::USD, day("2026-01-01"));
    let start = || start.clone().item(item("10%")).hold(hold.clone());
    let version = |from: &str, more: Value| {
        let mut version = more;
        version["from"] = json!(from);
        version
    };
    let sales = |rate: &str| json!([share("sales", "shop", rate, json!("lifetime"))]);
    let first = version(
        "2026-01-01",
        json!({"items": sales("10%"), "hold": {"days": 10}}),
    );
    let changed = version(
        "2026-02-01",
        json!({"based_on": "previous", "items": sales("20%")}),
    );
    let complete = version("2026-02-01", json!({"items": sales("20%")}));
    let built = start()
        .changed_from(day("2026-02-01"))
        .item(item("20%"))
        .build();
    assert_eq!(
        built.expect("terms"),
        read::<Terms>(&super::sheet(json!([first, changed])))
    );
    let built = start()
        .version_from(day("2026-02-01"))
        .item(item("20%"))
        .build();
    assert_eq!(
        built.expect("terms"),
        read::<Terms>(&super::sheet(json!([first, complete])))
    );
}

#[test]
fn a_pay_is_measured_in_its_own_currency() {
    let pay: Pay = read(&json!({"sum": [{"retainer": {"amount": "10.00 USD"}},
        {"share": {"base": {"streams": ["shop"]}, "rate": "10%"}}]}));
    let mixed = |result: Result<partnership::Exact, PayError>, left: Currency, right: Currency| {
        assert_eq!(result, Err(PayError::CurrencyMismatch { left, right }));
    };
    let (dollar, euro) = (Currency::USD, Currency::EUR);
    let sales = |text: &str| Measures::new(dollar).with_amount("shop", money(text));
    let worth = pay.value(&sales("50.00 USD")).expect("a value");
    assert_eq!(worth.to_string(), "15 USD");
    mixed(pay.value(&sales("50.00 EUR")), dollar, euro);
    mixed(pay.value(&Measures::new(euro)), euro, dollar);
    // Sixteen levels deep, which is as deep as a pay can be.
    let mut deep = json!({"per_unit": {"streams": ["shop"], "price": "1 EUR"}});
    for _ in 1..16 {
        deep = json!({"sum": [deep]});
    }
    let deep: Pay = read(&deep);
    mixed(deep.value(&Measures::new(dollar)), dollar, euro);
    let more = pay.marginal(&sales("50.00 USD"), "shop", money("1.00 USD"));
    assert_eq!(more.expect("a value").to_string(), "1/10 USD");
}

#[test]
fn an_event_is_worth_something_in_one_currency() {
    let pay: Pay = read(&json!({"share": {"base": {"streams": ["shop"]}, "rate": "10%"}}));
    let order = |before: Option<&str>, after: Option<&str>| {
        let mut event = Event::new("order-1".parse().expect("an id"), "shop");
        (event.before, event.after) = (before.map(money), after.map(money));
        event
    };
    let nothing = || PerEvent {
        fixed: None,
        min: None,
        max: None,
    };
    let worth = |per_event: &PerEvent, event: &Event| {
        let worth = pay.event_value(per_event, event, Currency::USD);
        worth.map(|worth| worth.to_string())
    };
    let (left, right) = (Currency::USD, Currency::EUR);
    let mismatch = || Err(PayError::CurrencyMismatch { left, right });
    let price: Pay = read(&json!({"per_unit": {"streams": ["shop"], "price": "1 EUR"}}));
    let foreign = price.event_value(&nothing(), &order(None, None), Currency::USD);
    assert_eq!(foreign, Err(PayError::CurrencyMismatch { left, right }));
    let good = order(Some("5.00 USD"), Some("25.00 USD"));
    assert_eq!(worth(&nothing(), &good), Ok("2 USD".into()));
    assert_eq!(
        worth(&nothing(), &order(Some("5.00 EUR"), None)),
        mismatch()
    );
    assert_eq!(
        worth(&nothing(), &order(None, Some("5.00 EUR"))),
        mismatch()
    );
    let euro = || Some(money("1.00 EUR"));
    let per_event = [
        PerEvent {
            fixed: euro(),
            ..nothing()
        },
        PerEvent {
            min: euro(),
            ..nothing()
        },
        PerEvent {
            max: euro(),
            ..nothing()
        },
    ];
    for per_event in per_event {
        assert_eq!(worth(&per_event, &good), mismatch());
    }
}

#[test]
fn a_timing_rule_alone_is_refused_like_one_in_a_sheet() {
    let rule = |more: Value| {
        let mut rule = json!({"id": "cut", "late": {"rate": "1%"}, "early": {"rate": "1%"}});
        for (name, value) in more.as_object().expect("fields") {
            rule[name] = value.clone();
        }
        read::<Timing>(&rule)
    };
    let delivery = |value: &str| {
        read::<Delivery>(&json!({"timing": "cut", "id": "d", "due": "2026-01-10",
            "done": "2026-01-13", "value": value}))
    };
    let of =
        |timing: &Timing, value: &str| timing.outcome(&delivery(value), Rounding::HalfAwayFromZero);
    let plain = rule(json!({}));
    assert_eq!(plain.problems(), []);
    assert_eq!(
        of(&plain, "100.00 USD").expect("late").amount,
        money("-3.00 USD")
    );
    let amount = money("-0.01 USD");
    assert_eq!(
        of(&plain, "-0.01 USD"),
        Err(TimingError::NegativeAmount { amount })
    );
    assert_eq!(
        of(&plain, "0.00 USD").expect("late").amount,
        money("0.00 USD")
    );
    let faulty = rule(json!({"late": {"rate": "-1%"}, "early": {}}));
    let problems: Vec<String> = faulty.problems().iter().map(ToString::to_string).collect();
    let words = "late.rate: the rate -1/100 is out of range";
    assert_eq!(
        problems,
        [
            words,
            "early: a rate or a fixed amount, not both and not neither"
        ]
    );
    assert_eq!(
        of(&faulty, "1.00 USD").expect_err("a fault").to_string(),
        words
    );
    // The first amount in another currency is named, in the order of the document.
    let foreign = rule(json!({"late": {"fixed": "1.00 EUR", "at_most": "1.00 GBP"},
        "early": {"fixed": "1.00 CHF"}}));
    assert_eq!(
        of(&foreign, "1.00 USD"),
        Err(TimingError::CurrencyMismatch {
            left: Currency::USD,
            right: Currency::EUR
        })
    );
}

#[test]
fn who_is_excused_for_every_day_is_not_late() {
    for (excused, grace, amount, ends) in [
        (3, 0, "0.00 USD", false),
        (4, 0, "0.00 USD", false),
        (2, 0, "-1.00 USD", true),
        (0, 1, "-2.00 USD", true),
        (0, 3, "0.00 USD", true),
    ] {
        let body = json!({"timing": [{"id": "cut", "terminate_after_days": 0,
            "late": {"rate": "1%", "grace_days": grace}}]});
        let cut = json!({"timing": "cut", "id": "d", "due": "2026-01-10", "done": "2026-01-13",
            "value": "100.00 USD", "excused_days": excused});
        let statement = last(&deal(body), &[month(1, json!({"deliveries": [cut]}))]);
        assert_eq!(
            statement.lines()[0].amount,
            money(amount),
            "{excused} {grace}"
        );
        let notices = super::notices(&statement);
        assert_eq!(
            notices.contains(&"may_terminate"),
            ends,
            "{excused} {grace}"
        );
    }
}

#[test]
fn costs_are_not_below_nothing() {
    let costs = |hours: i64, hourly: &str, expenses: &str, margin: &str| {
        MinimumViable::from_costs(&Costs {
            hours: Ratio::from_integer(hours),
            hourly: money(hourly),
            expenses: money(expenses),
            margin: margin.parse().expect("a ratio"),
        })
    };
    let negative = |figure: &str| {
        Err(MinimumError::NegativeAmount {
            figure: figure.into(),
        })
    };
    assert_eq!(
        costs(2, "10.00 USD", "1.00 USD", "10%"),
        Ok(money("23.10 USD"))
    );
    assert_eq!(costs(-2, "10.00 USD", "1.00 USD", "10%"), negative("-2"));
    assert_eq!(
        costs(2, "-0.01 USD", "1.00 USD", "10%"),
        negative("-0.01 USD")
    );
    assert_eq!(
        costs(2, "10.00 USD", "-0.01 USD", "10%"),
        negative("-0.01 USD")
    );
    assert_eq!(
        costs(2, "10.00 USD", "1.00 USD", "-1/10"),
        negative("-1/10")
    );
    assert_eq!(costs(0, "0.00 USD", "0.00 USD", "0"), Ok(money("0.00 USD")));
}

// 50 a month are earned, and 10.01 are given of which a third counts: 3.33 of 3.3366.
#[test]
fn a_minimum_counts_what_is_given_in_kind_in_part() {
    let sheet = deal(
        json!({"items": [share("sales", "shop", "10%", json!("period"))],
        "in_kind": [{"id": "gear"}]}),
    );
    let terms: Terms = read(&sheet);
    let activity = |no: u32| {
        let mut month = sold(no, &[("shop", "500.00 USD")]);
        month["in_kind"] = json!([{"id": format!("k-{no}"), "item": "gear", "value": "10.01 USD"}]);
        month
    };
    let activities = [read(&activity(1)), read(&activity(2))];
    let check = |minimum: Value| {
        let minimum: MinimumViable = read(&minimum);
        minimum.check(&terms, &activities).map(|found| {
            let below = found.periods_below;
            format!(
                "{} {} {} {below:?}",
                found.total, found.meets, found.shortfall
            )
        })
    };
    for (minimum, found) in [
        (
            json!({"in_kind_credit": "1/3", "per_period": "53.33 USD", "total": "106.66 USD"}),
            "106.66 USD true 0.00 USD []",
        ),
        (
            json!({"in_kind_credit": "1/3", "per_period": "53.34 USD"}),
            "106.66 USD false 0.00 USD [1, 2]",
        ),
        (
            json!({"in_kind_credit": "1/3", "total": "106.67 USD"}),
            "106.66 USD false 0.01 USD []",
        ),
        (
            json!({"total": "100.00 USD", "basis": "cash"}),
            "100.00 USD true 0.00 USD []",
        ),
    ] {
        assert_eq!(check(minimum.clone()), Ok(found.to_owned()), "{minimum}");
    }
    for (minimum, words) in [
        (json!({"in_kind_credit": "-1%"}), "-1/100 is negative"),
        (json!({"per_period": "-0.01 USD"}), "-0.01 USD is negative"),
        (json!({"total": "1.00 EUR"}), "USD does not mix with EUR"),
    ] {
        assert_eq!(check(minimum).expect_err(words).to_string(), words);
    }
    assert_eq!(lines(&last(&sheet, &[activity(1)])).len(), 3);
}

#[test]
fn what_comes_back_beyond_nothing_is_paid_back_by_exact_blocks_of_the_first_tier() {
    let of = |mode: &str, units: i64| {
        let pay: Pay = read(
            &json!({"per_unit": {"streams": ["copies"], "mode": mode, "tiers": [
            {"up_to": "10", "price": "3 USD", "block": "2", "flat": "1.00 USD"},
            {"price": "1 USD", "flat": "1.00 USD"}]}}),
        );
        let measures = Measures::new(Currency::USD);
        let measures = measures.with_units("copies", Ratio::from_integer(units));
        pay.value(&measures).expect("a value").to_string()
    };
    for (mode, units, worth) in [
        ("whole", -5, "-15/2 USD"),
        ("whole", 5, "10 USD"),
        ("whole", 0, "0 USD"),
        ("whole", 11, "12 USD"),
        ("marginal", -5, "-15/2 USD"),
        ("marginal", 11, "18 USD"),
    ] {
        assert_eq!(of(mode, units), worth, "{mode} {units}");
    }
}
