//! The families of `compensation.json` that ask pays alone, and rules around settling.

use std::collections::BTreeMap;

use partnership::compensation::{
    Costs, Delivery, Event, Measures, MinimumViable, Pay, PayDraft, PayError, PerEvent, Situation,
    Tiers, Timing, TimingError, advise, break_even,
};
use partnership::{Currency, Exact, Money, Ratio, Rounding};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{major, malformed};
use crate::cases::{expect_error, outcome, read, same};

/// An amount of the cases: major units, without the currency.
fn amount(currency: Currency, text: &str) -> Result<Money, String> {
    format!("{text} {currency}")
        .parse()
        .map_err(|error| format!("{text}: {error}"))
}

/// Reads a pay through its checked door; `Ok(None)` if the case expected its fault.
fn pay(given: &Value, expect: &Value) -> Result<Option<Pay>, String> {
    let draft: PayDraft = match serde_json::from_value(given.clone()) {
        Ok(draft) => draft,
        Err(why) => return malformed(expect, why).map(|()| None),
    };
    match Pay::try_from(draft) {
        Ok(pay) => Ok(Some(pay)),
        Err(problem) => expect_error(expect, &problem.fault).map(|()| None),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Valued {
    currency: Currency,
    pay: Value,
    #[serde(default)]
    amounts: BTreeMap<String, String>,
    #[serde(default)]
    units: BTreeMap<String, Ratio>,
    #[serde(default)]
    levels: BTreeMap<String, Ratio>,
    elapsed: Option<Ratio>,
    #[serde(default)]
    events: Vec<Change>,
    per_event: Option<PerEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    before: Option<String>,
    after: Option<String>,
    units_before: Option<Ratio>,
    units_after: Option<Ratio>,
}

fn measures(currency: Currency, amounts: &BTreeMap<String, String>) -> Result<Measures, String> {
    let mut measures = Measures::new(currency);
    for (stream, net) in amounts {
        measures = measures.with_amount(stream, amount(currency, net)?);
    }
    Ok(measures)
}

pub fn value(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Valued = read(given)?;
    let Some(pay) = pay(&given.pay, expect)? else {
        return Ok(());
    };
    let worth = if given.events.is_empty() {
        let mut measures = measures(given.currency, &given.amounts)?;
        for (stream, net) in &given.units {
            measures = measures.with_units(stream, *net);
        }
        for (name, level) in &given.levels {
            measures = measures.with_level(name, *level);
        }
        if let Some(part) = given.elapsed {
            measures = measures.with_elapsed(part);
        }
        pay.value(&measures)
    } else {
        of_events(&pay, &given)?
    };
    outcome(worth, expect, |worth| {
        let rounded = worth.round(Rounding::HalfAwayFromZero).map(major);
        json!({"exact": worth.major().to_string(), "rounded": rounded.unwrap_or_default()})
    })
}

/// The sum over events, all on the one stream that the pay reads.
fn of_events(pay: &Pay, given: &Valued) -> Result<Result<Exact, PayError>, String> {
    let currency = given.currency;
    let nothing = PerEvent {
        fixed: None,
        min: None,
        max: None,
    };
    let per_event = given.per_event.as_ref().unwrap_or(&nothing);
    let streams = pay.streams();
    let stream = streams.first().ok_or("the pay reads no stream")?;
    let mut sum = Exact::zero(currency);
    for (change, number) in given.events.iter().zip(1..) {
        let id = format!("event-{number}");
        let mut event = Event::new(id.parse().expect("an id"), stream);
        let read = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| amount(currency, text)).transpose()
        };
        event.before = read(&change.before)?;
        event.after = read(&change.after)?;
        event.units_before = change.units_before;
        event.units_after = change.units_after;
        sum = match pay.event_value(per_event, &event, currency) {
            Ok(worth) => sum.checked_add(worth).map_err(|error| error.to_string())?,
            Err(error) => return Ok(Err(error)),
        };
    }
    Ok(Ok(sum))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    currency: Currency,
    pay: Value,
    amounts: BTreeMap<String, String>,
    stream: String,
    by: String,
}

pub fn marginal(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Next = read(given)?;
    let Some(pay) = pay(&given.pay, expect)? else {
        return Ok(());
    };
    let measures = measures(given.currency, &given.amounts)?;
    let by = amount(given.currency, &given.by)?;
    let more = pay.marginal(&measures, &given.stream, by);
    outcome(
        more,
        expect,
        |more| json!({"exact": more.major().to_string()}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    ranges: Vec<(Ratio, Option<Ratio>)>,
    step: Ratio,
}

pub fn ranges(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Printed = read(given)?;
    let bounds = Tiers::bounds_from_ranges(&given.ranges, given.step);
    outcome(bounds, expect, |bounds| json!({"up_to": bounds}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Timed {
    currency: Currency,
    timing: Value,
    value: Money,
    due: String,
    done: String,
    excused_days: Option<u32>,
}

pub fn timing(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Timed = read(given)?;
    same(&json!(given.currency), &json!(given.value.currency()))?;
    let timing: Timing = match serde_json::from_value(given.timing) {
        Ok(timing) => timing,
        Err(why) => return malformed(expect, why),
    };
    let day = |text: &str| text.parse().map_err(|error| format!("{text}: {error}"));
    let id = || "delivery".parse().expect("an id");
    let delivery = Delivery {
        timing: id(),
        id: id(),
        due: day(&given.due)?,
        done: day(&given.done)?,
        value: given.value,
        excused_days: given.excused_days,
    };
    match timing.outcome(&delivery, Rounding::HalfAwayFromZero) {
        Err(TimingError::Problem(problem)) => expect_error(expect, &problem.fault),
        found => outcome(
            found,
            expect,
            |found| json!({"amount": major(found.amount), "may_terminate": found.may_terminate}),
        ),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compared {
    currency: Currency,
    a: Value,
    b: Value,
    stream: String,
    up_to: Money,
}

pub fn break_evens(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Compared = read(given)?;
    let (Some(a), Some(b)) = (pay(&given.a, expect)?, pay(&given.b, expect)?) else {
        return Ok(());
    };
    if given.currency != given.up_to.currency() {
        return Err("the largest revenue is in another currency".into());
    }
    let ranges = break_even(&a, &b, &given.stream, given.up_to);
    outcome(ranges, expect, |ranges| {
        let ranges = ranges.iter().map(|range| {
            let (from, to) = (major(range.from), major(range.to));
            json!({"from": from, "to": to, "better": range.better})
        });
        json!({"ranges": ranges.collect::<Vec<_>>()})
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    currency: Currency,
    hours: Ratio,
    hourly: Money,
    expenses: Option<Money>,
    margin: Option<Ratio>,
}

pub fn minimum_of_costs(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Worked = read(given)?;
    same(&json!(given.currency), &json!(given.hourly.currency()))?;
    let plain = Costs::of_hours(given.hours, given.hourly);
    let costs = Costs {
        expenses: given.expenses.unwrap_or(plain.expenses),
        margin: given.margin.unwrap_or(plain.margin),
        ..plain
    };
    outcome(
        MinimumViable::from_costs(&costs),
        expect,
        |least| json!({"amount": major(least)}),
    )
}

pub fn advice(given: &Value, expect: &Value) -> Result<(), String> {
    let situation: Situation = read(given)?;
    same(expect, &json!(advise(&situation)))
}
