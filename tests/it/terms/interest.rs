//! Interest on late payment: what a rule may say, and every refusal in its words.

use partnership::compensation::{
    CompoundInterest, DayCount, InterestError, LateInterest, RatePer, late_interest,
};
use partnership::time::{Calendar, NaiveDate};
use partnership::{Money, Rounding};
use serde_json::{Value, json};

use super::{accepted, refused, version};

fn rule(json: Value) -> LateInterest {
    serde_json::from_value(json).expect("a rule of the shape")
}

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().expect("an amount")
}

/// What 100.00 due on 15 January cost that are paid so, seen on 15 March.
fn of_payments(rule: Value, payments: &[(&str, &str)]) -> Result<String, InterestError> {
    of(&self::rule(rule), usd("100.00"), payments, "2026-03-15")
}

fn of(
    rule: &LateInterest,
    amount: Money,
    payments: &[(&str, &str)],
    on: &str,
) -> Result<String, InterestError> {
    let day = |text: &str| text.parse().expect("a day");
    let payments: Vec<_> = payments
        .iter()
        .map(|(on, amount)| (day(on), amount.parse().expect("an amount")))
        .collect();
    let due = day("2026-01-15");
    let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
    let late = late_interest(rule, &calendar, rounding, amount, due, &payments, day(on))?;
    Ok(format!("{} {}", late.interest, late.fee))
}

#[test]
fn a_rule_has_one_rate_or_rates_in_the_order_of_their_days() {
    let in_payout = |rule: Value| version(json!({"payout": {"interest": rule}}));
    accepted(in_payout(
        json!({"rate": "12%", "days": "months", "grace": "30d",
        "compound": {"months": 1200, "from": "2026-01-01"}, "fee": "0.00 USD"}),
    ));
    let place = "versions[0].payout.interest";
    refused(
        in_payout(json!({})),
        &[&format!(
            "{place}: one rate or rates by day, not both and not neither"
        )],
    );
    let rates = json!([{"from": "2026-01-02", "rate": "-1%"},
        {"from": "2026-01-02", "rate": "1%"}]);
    refused(
        in_payout(json!({"rate": "-1%", "rates": rates})),
        &[&format!(
            "{place}: one rate or rates by day, not both and not neither"
        )],
    );
    refused(
        in_payout(json!({"rates": rates})),
        &[
            &format!("{place}.rates[0].rate: the rate -1/100 is out of range"),
            &format!("{place}.rates[1].from: the rates are not in the order of their days"),
        ],
    );
    refused(
        in_payout(json!({"rates": []})),
        &[&format!(
            "{place}.rates: the rates are not in the order of their days"
        )],
    );
    refused(
        in_payout(
            json!({"rate": "150%", "grace": "36h", "compound": {"months": 1201},
            "fee": "-1.00 USD", "at_most": {"rate": "-1%"}}),
        ),
        &[
            &format!("{place}.grace: 36h is no number of whole days"),
            &format!("{place}.compound.months: a window of 1201 periods or months"),
            &format!("{place}.fee: -1.00 USD is negative"),
            &format!("{place}.at_most.rate: the rate -1/100 is out of range"),
        ],
    );
}

#[test]
fn of_several_faults_of_a_rule_the_first_by_name_is_reported() {
    let mut wrong = json!({"rate": "-1%", "compound": {"months": 0}, "fee": "1.00 EUR"});
    let why = |rule: &Value| {
        of_payments(rule.clone(), &[])
            .expect_err("a fault")
            .to_string()
    };
    assert_eq!(why(&wrong), "fee: EUR where the sheet is in USD");
    wrong["fee"] = json!("-1.00 USD");
    assert_eq!(why(&wrong), "fee: -1.00 USD is negative");
    wrong["fee"] = json!("1.00 USD");
    assert_eq!(why(&wrong), "rate: the rate -1/100 is out of range");
    wrong["rate"] = json!("1%");
    assert_eq!(
        why(&wrong),
        "compound.months: a window of 0 periods or months"
    );
    let problems = rule(wrong).problems();
    assert_eq!(problems.len(), 1);
}

#[test]
fn what_is_owed_and_paid_is_refused_in_words() {
    let plain = || json!({"rate": "10%"});
    let why = |payments: &[(&str, &str)]| {
        let late = of_payments(plain(), payments);
        late.expect_err("refused").to_string()
    };
    assert_eq!(why(&[("2027-01-01", "-1.00 USD")]), "-1.00 USD is negative");
    assert_eq!(
        why(&[("2026-02-01", "60.00 USD"), ("2026-01-01", "40.01 USD")]),
        "of 100.00 USD more was paid than is owed: -0.01 USD are left"
    );
    assert_eq!(
        why(&[("2026-02-01", "1.00 EUR")]),
        "USD does not mix with EUR"
    );
    let rates = json!({"rates": [{"from": "2026-01-16", "rate": "1%"}]});
    assert_eq!(
        of_payments(rates, &[]).expect_err("no rate").to_string(),
        "no rate on 2026-01-15, the first day of interest"
    );
    let most = Money::from_minor_wide((1 << 96) - 1, usd("1").currency()).expect("the most");
    let rule = rule(json!({"rate": "700%"}));
    let late = of(&rule, most, &[], "2027-01-15");
    assert_eq!(
        late.expect_err("too much").to_string(),
        "the interest is beyond the range of money"
    );
    let hours = of_payments(json!({"rate": "1%", "grace": "9999d"}), &[]);
    assert_eq!(hours, Ok("0.00 USD 0.00 USD".into()));
}

#[test]
fn a_payment_after_the_day_is_only_asked_whether_it_is_negative() {
    let rule = json!({"rate": "36.5%"});
    let unseen = [("2026-03-16", "999.00 EUR")];
    assert_eq!(of_payments(rule, &unseen), Ok("5.90 USD 0.00 USD".into()));
}

#[test]
fn a_calendar_is_asked_only_for_a_grace_in_business_days() {
    let calendar: Calendar =
        serde_json::from_value(json!({"covers": "2026-01-01..2026-01-16"})).expect("a calendar");
    let day = |text: &str| text.parse().expect("a day");
    let late = |grace: &str| {
        let rule = LateInterest {
            grace: Some(grace.parse().expect("a span")),
            ..LateInterest::at("10%".parse().expect("a rate"), RatePer::Year)
        };
        let (due, on) = (day("2026-01-15"), day("2026-03-15"));
        late_interest(&rule, &calendar, Rounding::Down, usd("1.00"), due, &[], on)
    };
    assert!(late("1w").is_ok());
    let why = late("1bd").expect_err("not covered").to_string();
    assert!(why.contains("2026-01-16"), "{why}");
}

#[test]
fn a_rule_by_code_is_the_rule_by_json() {
    let by_code = LateInterest {
        days: DayCount::Actual360,
        ..LateInterest::at("18%".parse().expect("a rate"), RatePer::Year)
    };
    let by_json = rule(json!({"rate": "18%", "days": "actual_360", "per": "year"}));
    assert_eq!(by_code, by_json);
    assert!(serde_json::from_value::<LateInterest>(json!({"rate": 1})).is_err());
    assert!(serde_json::from_value::<LateInterest>(json!({"rte": "1%"})).is_err());
}

#[test]
fn a_debt_is_paid_on_the_day_on_which_nothing_is_left_for_the_first_time() {
    let rule = rule(json!({"rate": "36.5%"}));
    // 17 days of 0.10.
    let day = |text: &str| text.parse().expect("a day");
    for payments in [
        &[("2026-02-01", "100.00 USD")][..],
        &[("2026-02-01", "100.00 USD"), ("2026-03-01", "0.00 USD")],
        &[
            ("2026-03-01", "0.00 USD"),
            ("2026-02-01", "100.00 USD"),
            ("2026-02-01", "0.00 USD"),
        ],
    ] {
        let paid: Vec<_> = payments
            .iter()
            .map(|(on, amount)| (day(on), amount.parse().expect("an amount")))
            .collect();
        let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
        let (due, on) = (day("2026-01-15"), day("2026-03-15"));
        let late = late_interest(&rule, &calendar, rounding, usd("100.00"), due, &paid, on);
        let late = late.expect("late");
        assert_eq!(
            (late.days_late, late.interest),
            (17, usd("1.70")),
            "{payments:?}"
        );
    }
}

#[test]
fn the_first_amount_below_nothing_is_named() {
    let why = |amount: &str, payments: &[(&str, &str)]| {
        let late = of(
            &rule(json!({"rate": "1%"})),
            usd(amount),
            payments,
            "2026-03-15",
        );
        late.expect_err("refused").to_string()
    };
    let payments = [("2026-02-01", "-2.00 USD"), ("2026-01-01", "-3.00 USD")];
    assert_eq!(why("-1.00", &payments), "-1.00 USD is negative");
    assert_eq!(why("1.00", &payments), "-2.00 USD is negative");
}

#[test]
fn a_rate_out_of_range_is_reported_before_rates_out_of_order() {
    let rates = json!({"rates": [{"from": "2026-02-01", "rate": "1%"},
        {"from": "2026-01-01", "rate": "-1%"}]});
    let why = of_payments(rates, &[]).expect_err("two faults").to_string();
    assert_eq!(why, "rates[1].rate: the rate -1/100 is out of range");
}

#[test]
fn a_day_that_no_calendar_has_is_refused_and_the_last_one_is_not() {
    let day = |text: &str| text.parse().expect("a day");
    let monthly = LateInterest::at("12%".parse().expect("a rate"), RatePer::Month);
    let late = |rule: &LateInterest, payments: &[(NaiveDate, Money)]| {
        let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
        let (due, on) = (day("9999-11-15"), day("9999-12-15"));
        late_interest(rule, &calendar, rounding, usd("100.00"), due, payments, on)
    };
    assert_eq!(late(&monthly, &[]).expect("a month").interest, usd("12.00"));
    let before_all = late(&monthly, &[(NaiveDate::MIN, usd("1.00"))]);
    assert!(
        matches!(before_all, Err(InterestError::Time(_))),
        "{before_all:?}"
    );
    let compounded = |from| LateInterest {
        compound: Some(CompoundInterest { months: 1, from }),
        ..monthly.clone()
    };
    assert_eq!(
        late(&compounded(None), &[]).expect("a month").interest,
        usd("12.00")
    );
    let before_all = late(&compounded(Some(NaiveDate::MIN)), &[]);
    assert!(
        matches!(before_all, Err(InterestError::Time(_))),
        "{before_all:?}"
    );
}

#[test]
fn faults_of_a_rule_are_named_in_the_order_of_the_alphabet() {
    let rates =
        |from: &str| json!([{"from": "2026-01-02", "rate": "1%"}, {"from": from, "rate": "1%"}]);
    let mut wrong = json!({"rates": rates("2026-01-01"), "rate": "1%", "grace": "36h",
        "compound": {"months": 0}, "fee": "1.00 EUR", "at_most": {"rate": "-1%"}});
    for (words, field, mended) in [
        (
            "fee: EUR where the sheet is in USD",
            "fee",
            json!("-1.00 USD"),
        ),
        ("fee: -1.00 USD is negative", "fee", json!("1.00 USD")),
        (
            "grace: 36h is no number of whole days",
            "grace",
            json!("1d"),
        ),
        (
            "one rate or rates by day, not both and not neither",
            "rate",
            Value::Null,
        ),
        (
            "at_most.rate: the rate -1/100 is out of range",
            "at_most",
            json!({"rate": "1%"}),
        ),
        (
            "rates[1].from: the rates are not in the order of their days",
            "rates",
            json!([{"from": "2026-01-01", "rate": "1%"}]),
        ),
        (
            "compound.months: a window of 0 periods or months",
            "compound",
            json!({"months": 1}),
        ),
    ] {
        let why = of_payments(wrong.clone(), &[])
            .expect_err(words)
            .to_string();
        assert_eq!(why.trim_start_matches(": "), words);
        wrong[field] = mended;
        wrong
            .as_object_mut()
            .expect("a rule")
            .retain(|_, value| !value.is_null());
    }
    assert!(of_payments(wrong, &[]).is_ok());
}

// Half of June in the year 1 is the first day on which a yearly count from there can compound: the
// one before it lies in no calendar. 5 1/3 months cost 64.00, and 5 2/3 more 111.52 of 164.00.
#[test]
fn days_of_compounding_begin_with_the_calendar() {
    let day = |text: &str| text.parse().expect("a day");
    let rule = rule(json!({"rate": "12%", "per": "month",
        "compound": {"months": 12, "from": "0001-06-20"}}));
    let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
    let (due, on) = (day("0001-01-10"), day("0001-12-10"));
    let late = late_interest(&rule, &calendar, rounding, usd("100.00"), due, &[], on);
    assert_eq!(late.expect("late").interest, usd("175.52"));
}

// 17 days of 0.10 and 28 days of 0.05, whichever half is told first.
#[test]
fn payments_count_by_their_days() {
    let halves = [("2026-03-01", "50.00 USD"), ("2026-02-01", "50.00 USD")];
    let turned = [halves[1], halves[0]];
    for payments in [halves, turned] {
        let late = of_payments(json!({"rate": "36.5%"}), &payments);
        assert_eq!(late, Ok("3.10 USD 0.00 USD".into()), "{payments:?}");
    }
}
