//! The families of `time.json` (spec/time.md 13); here those of counting and of deadlines.

use partnership::Error;
use partnership::time::{
    Calendar, Deadline, ElapsedPart, ElapsedUnit, MonthRule, Roll, Schedule, Span, Stub, Zone,
    elapsed,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cases::{Adapter, outcome, read};

pub mod cadences;
mod given;
pub mod terms;

pub use given::{At, Day};
use given::{CalendarText, ZoneText, following, instant, once, text, texts, wire};

/// The adapters of counting and of deadlines.
pub const FAMILIES: &[(&str, Adapter)] = &[
    ("add_span", |given, expect| run(given, expect, add_span)),
    ("roll", |given, expect| run(given, expect, roll)),
    ("business_days_between", |given, expect| {
        run(given, expect, business_days_between)
    }),
    ("civil_date", |given, expect| run(given, expect, civil_date)),
    ("schedule", |given, expect| run(given, expect, schedule)),
    ("deadline", |given, expect| run(given, expect, deadline)),
    ("elapsed", |given, expect| run(given, expect, elapsed_units)),
];

/// Reads what a case gives, and holds what comes of it against what the case expects.
fn run<T: DeserializeOwned>(
    given: &Value,
    expect: &Value,
    family: fn(T) -> Result<Value, Error>,
) -> Result<(), String> {
    outcome(family(read(given)?), expect, |found| found)
}

// ---- adding and counting ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddSpan {
    date: Day,
    span: String,
    #[serde(default = "once")]
    times: i64,
    #[serde(default)]
    month_end: MonthRule,
    #[serde(default = "following")]
    zero_roll: Roll,
    #[serde(default)]
    calendar: CalendarText,
}

fn add_span(given: AddSpan) -> Result<Value, Error> {
    let calendar = given.calendar.build()?;
    let date = calendar.add(
        given.date.0,
        given.span.parse()?,
        given.times,
        given.month_end,
        given.zero_roll,
    )?;
    Ok(json!({"date": text(date)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rolled {
    date: Day,
    roll: Roll,
    #[serde(default)]
    calendar: CalendarText,
}

fn roll(given: Rolled) -> Result<Value, Error> {
    let date = given.calendar.build()?.roll(given.date.0, given.roll)?;
    Ok(json!({"date": text(date)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Between {
    from: Day,
    to: Day,
    #[serde(default)]
    calendar: CalendarText,
}

fn business_days_between(given: Between) -> Result<Value, Error> {
    let calendar = given.calendar.build()?;
    let days = calendar.business_days_between(given.from.0, given.to.0)?;
    Ok(json!({"days": days}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CivilDate {
    instant: At,
    zone: Option<ZoneText>,
}

fn civil_date(given: CivilDate) -> Result<Value, Error> {
    let zone = given.zone.map_or(Ok(Zone::UTC), ZoneText::build)?;
    let calendar = Calendar::default().with_zone(zone);
    let moment = calendar.moment(given.instant.0)?;
    let end = calendar.end_of(moment.on())?;
    Ok(json!({"date": text(moment.on()), "next_day_starts": instant(end)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    anchor: Day,
    every: String,
    #[serde(default)]
    month_end: MonthRule,
    #[serde(default)]
    roll: Roll,
    #[serde(default)]
    calendar: CalendarText,
    count: Option<usize>,
    end: Option<Day>,
    stub: Option<Stub>,
}

fn schedule(given: Dates) -> Result<Value, Error> {
    let calendar = given.calendar.build()?;
    let schedule = Schedule::new(
        given.anchor.0,
        given.every.parse()?,
        given.month_end,
        given.roll,
    )?;
    let dates = match (given.count, given.end, given.stub) {
        (Some(count), None, None) => schedule.take(count, &calendar)?,
        (None, Some(end), Some(stub)) => schedule.until(end.0, stub, &calendar)?,
        _ => panic!("neither count nor end and stub"),
    };
    Ok(json!({"dates": texts(dates)}))
}

// ---- deadlines ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    anchor: At,
    span: String,
    #[serde(default)]
    roll: Roll,
    then: Option<String>,
    #[serde(default)]
    calendar: CalendarText,
    at: Vec<At>,
}

fn deadline(given: Limit) -> Result<Value, Error> {
    let calendar = given.calendar.build()?;
    let span: Span = given.span.parse()?;
    let then = given.then.map(|then| then.parse()).transpose()?;
    let anchor = calendar.moment(given.anchor.0)?;
    let mut deadline = Deadline::after(&anchor, span, given.roll, &calendar)?;
    if let Some(then) = then {
        deadline = deadline.then(then, given.roll, &calendar)?;
    }
    let mut passed = Vec::new();
    let mut reached = Vec::new();
    for at in given.at {
        let now = calendar.moment(at.0)?;
        passed.push(deadline.passed(&now));
        reached.push(deadline.reached(&now));
    }
    Ok(json!({"deadline": wire(deadline), "passed": passed, "reached": reached}))
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Elapsed {
    from: At,
    to: At,
    unit: ElapsedUnit,
    part: ElapsedPart,
}

fn elapsed_units(given: Elapsed) -> Result<Value, Error> {
    let count = elapsed(given.from.0, given.to.0, given.unit, given.part)?;
    Ok(json!({"count": count}))
}
