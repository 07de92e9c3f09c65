//! Pay and timing by themselves: what they refuse, and what a delivery comes to
//! (spec/compensation.md 3, 5, 13).

use partnership::compensation::{
    Delivery, Event, Measures, Pay, PayError, PerEvent, Shortfall, Timing, TimingError,
    TimingOutcome,
};
use partnership::{Currency, Money, Rounding};
use serde_json::{Value, json};

#[track_caller]
fn pay(json: Value) -> Pay {
    serde_json::from_value(json).expect("a pay")
}

#[track_caller]
fn money(text: &str) -> Money {
    text.parse().expect("money")
}

fn share() -> Value {
    json!({"share": {"base": {"streams": ["shop"]}, "rate": "10%"}})
}

const MIXED: PayError = PayError::CurrencyMismatch {
    left: Currency::USD,
    right: Currency::EUR,
};

#[test]
fn measures_and_pay_are_in_one_currency_also_where_they_do_not_count() {
    let measures = Measures::new(Currency::USD).with_amount("other", money("1.00 EUR"));
    assert_eq!(pay(share()).value(&measures), Err(MIXED));
    let fixed = json!({"fixed": {"amount": "1.00 EUR"}});
    let deep = (1..16).fold(fixed, |pay, _| json!({"sum": [pay]}));
    assert_eq!(pay(deep).value(&Measures::new(Currency::USD)), Err(MIXED));
}

#[test]
fn an_event_its_fees_and_its_pay_are_in_one_currency() {
    let none = PerEvent {
        fixed: None,
        min: None,
        max: None,
    };
    let of = |before: Option<Money>, after: Option<Money>| {
        let mut event = Event::new("sale".parse().expect("an id"), "shop");
        (event.before, event.after) = (before, after);
        event
    };
    let (usd, eur) = (money("0.00 USD"), Some(money("0.00 EUR")));
    let nothing = of(None, None);
    let worth =
        |pay: &Pay, fees: &PerEvent, event: &Event| pay.event_value(fees, event, Currency::USD);
    assert_eq!(worth(&pay(share()), &none, &nothing), Ok(usd.into()));
    let in_euros = pay(json!({"fixed": {"amount": "1.00 EUR"}}));
    assert_eq!(worth(&in_euros, &none, &nothing), Err(MIXED));
    for event in [of(eur, None), of(None, eur)] {
        assert_eq!(worth(&pay(share()), &none, &event), Err(MIXED));
    }
    for (fixed, min, max) in [(eur, None, None), (None, eur, None), (None, None, eur)] {
        let fees = PerEvent { fixed, min, max };
        assert_eq!(worth(&pay(share()), &fees, &nothing), Err(MIXED));
    }
}

fn outcome(timing: Value, delivery: Value) -> Result<TimingOutcome, TimingError> {
    let timing: Timing = serde_json::from_value(timing).expect("a timing");
    let delivery: Delivery = serde_json::from_value(delivery).expect("a delivery");
    timing.outcome(&delivery, Rounding::HalfAwayFromZero)
}

fn delivered(done: &str, value: &str, excused: u32) -> Value {
    json!({"timing": "late", "id": "cut", "due": "2026-02-10", "done": done, "value": value,
        "excused_days": excused})
}

#[test]
fn a_timing_with_a_fault_or_in_two_currencies_says_nothing() {
    let fixed = |late: &str, early: &str| json!({"id": "late", "late": {"fixed": late}, "early": {"fixed": early}});
    let late = || delivered("2026-02-11", "9.00 USD", 0);
    let refused = |timing: Value, delivery: Value| outcome(timing, delivery).expect_err("refused");
    let empty = refused(json!({"id": "late"}), late());
    assert!(matches!(empty, TimingError::Problem(_)), "{empty}");
    let (left, sound) = (Currency::USD, || fixed("1.00 USD", "1.00 USD"));
    let amount = money("-9.00 USD");
    let negative = refused(sound(), delivered("2026-02-11", "-9.00 USD", 0));
    assert_eq!(negative, TimingError::NegativeAmount { amount });
    for (timing, right) in [
        (fixed("1.00 EUR", "1.00 EUR"), Currency::EUR),
        (fixed("1.00 USD", "1.00 EUR"), Currency::EUR),
        (fixed("1.00 GBP", "1.00 EUR"), Currency::GBP),
    ] {
        let mixed = refused(timing, late());
        assert_eq!(mixed, TimingError::CurrencyMismatch { left, right });
    }
    let found = outcome(sound(), late()).expect("an outcome");
    assert_eq!(found.amount, money("-1.00 USD"));
}

#[test]
fn only_a_day_that_counts_is_a_day_late() {
    let timing = json!({"id": "late", "late": {"rate": "1%"}, "terminate_after_days": 0});
    for (done, excused, amount, may_terminate) in [
        ("2026-02-09", 0, "0.00 USD", false),
        ("2026-02-10", 0, "0.00 USD", false),
        ("2026-02-11", 0, "-1.00 USD", true),
        ("2026-02-11", 1, "0.00 USD", false),
        ("2026-02-12", 1, "-1.00 USD", true),
        ("2026-02-12", 3, "0.00 USD", false),
    ] {
        let found = outcome(timing.clone(), delivered(done, "100.00 USD", excused));
        let amount = money(amount);
        let expected = TimingOutcome {
            amount,
            may_terminate,
        };
        assert_eq!(found, Ok(expected), "{done} less {excused}");
    }
}

#[test]
fn of_two_shortfalls_the_larger_amount_is_more() {
    let [less, more] = ["1.00 USD", "2.00 USD"].map(|text| Shortfall(money(text)));
    assert!(less < more);
}
