//! The families of proration, billing, cadences and periods.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use partnership::time::{
    Basis, BillingRule, Cadence, CadenceState, Period, RecurringFee, Slice, billing_periods,
    prorate,
};
use partnership::{Error, Money, Rounding};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{CalendarText, Day, text, texts};
use super::run;
use crate::cases::Adapter;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("prorate", |given, expect| run(given, expect, prorated)),
    ("billing_periods", |given, expect| {
        run(given, expect, billing)
    }),
    ("cadence", |given, expect| run(given, expect, cadence)),
    ("period", |given, expect| run(given, expect, period)),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prorated {
    fee: String,
    currency: String,
    anchor: Day,
    every: String,
    basis: Basis,
    active: String,
    #[serde(default)]
    cuts: Vec<Day>,
    #[serde(default)]
    rounding: Rounding,
    #[serde(default)]
    calendar: CalendarText,
}

fn prorated(given: Prorated) -> Result<Value, Error> {
    let amount: Money = format!("{} {}", given.fee, given.currency).parse()?;
    let fee = RecurringFee {
        amount,
        anchor: given.anchor.0,
        every: given.every.parse()?,
        basis: given.basis,
        rounding: given.rounding,
    };
    let cuts: Vec<NaiveDate> = given.cuts.iter().map(|day| day.0).collect();
    let slices = prorate(&fee, given.active.parse()?, &cuts, &given.calendar.build()?)?;
    let total = Money::sum(amount.currency(), slices.iter().map(Slice::amount))?;
    let lines: Vec<Value> = slices
        .iter()
        .map(|slice| {
            json!({
                "period": text(slice.period()),
                "amount": text(slice.amount().to_decimal()),
            })
        })
        .collect();
    Ok(json!({"lines": lines, "total": text(total.to_decimal())}))
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum BillingText {
    CalendarMonths,
    Every(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Billing {
    active: String,
    rule: BillingText,
}

fn billing(given: Billing) -> Result<Value, Error> {
    let rule = match given.rule {
        BillingText::CalendarMonths => BillingRule::CalendarMonths,
        BillingText::Every(span) => BillingRule::Every(span.parse()?),
    };
    let periods = billing_periods(given.active.parse()?, rule)?;
    Ok(json!({"periods": texts(periods)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recurring {
    anchor: Day,
    every: String,
    grace: String,
    held: Vec<Day>,
    on: Day,
    #[serde(default)]
    calendar: CalendarText,
}

fn cadence(given: Recurring) -> Result<Value, Error> {
    let calendar = given.calendar.build()?;
    let (every, grace) = (given.every.parse()?, given.grace.parse()?);
    let cadence = Cadence::new("case", given.anchor.0, every, grace)?;
    let held: Vec<NaiveDate> = given.held.iter().map(|day| day.0).collect();
    let status = cadence.status(&held, given.on.0, &calendar)?;
    let state = match status.state() {
        CadenceState::Upcoming => "upcoming",
        CadenceState::Due => "due",
        CadenceState::InGrace => "in_grace",
    };
    let filled: BTreeMap<String, String> = status
        .held()
        .iter()
        .map(|(slot, date)| (slot.to_string(), date.to_string()))
        .collect();
    Ok(json!({
        "next_due": text(status.next_due()),
        "slot": status.slot(),
        "state": state,
        "missed": texts(cadence.missed(&status, &calendar)?),
        "held": filled,
        "extra": texts(status.extra()),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Periods {
    a: String,
    b: Option<String>,
    dates: Option<Vec<Day>>,
}

fn period(given: Periods) -> Result<Value, Error> {
    let a: Period = given.a.parse()?;
    let mut found = json!({"text": text(a), "days": a.days()});
    if let Some(b) = given.b {
        found["intersection"] = json!(a.intersect(&b.parse()?).map(text));
    }
    if let Some(dates) = given.dates {
        found["contains"] = dates.iter().map(|day| a.contains(day.0)).collect();
    }
    Ok(found)
}
