//! The families of `time.json` (spec/time.md 13).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use partnership::time::{
    Basis, BillingRule, Cadence, CadenceState, Calendar, Deadline, DueRule, ElapsedPart,
    ElapsedUnit, MonthRule, NoticeRule, NoticeVerdict, NoticeWindow, Period, RecurringFee, Renewal,
    Roll, Schedule, Slice, Span, Stub, Term, TermStatus, TimeError, Zone, billing_periods,
    days_late, elapsed, notice_effective, prorate,
};
use partnership::{Error, Money, Rounding};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::cases::{Adapter, outcome, read};

/// The adapters of `time.json`.
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
    ("term", |given, expect| run(given, expect, term)),
    ("notice_window", |given, expect| {
        run(given, expect, notice_window)
    }),
    ("notice_effective", |given, expect| {
        run(given, expect, notice_takes_effect)
    }),
    ("due_date", |given, expect| run(given, expect, due_date)),
    ("prorate", |given, expect| run(given, expect, prorated)),
    ("billing_periods", |given, expect| {
        run(given, expect, billing)
    }),
    ("cadence", |given, expect| run(given, expect, cadence)),
    ("period", |given, expect| run(given, expect, period)),
];

/// Reads what a case gives, and holds what comes of it against what the case expects.
fn run<T: DeserializeOwned>(
    given: &Value,
    expect: &Value,
    family: fn(T) -> Result<Value, Error>,
) -> Result<(), String> {
    outcome(family(read(given)?), expect, |found| found)
}

// ---- what many families give ----

/// A date as text, also one that lies outside the years of the crate.
#[derive(Clone, Copy)]
pub struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut numbers = text.split('-').map(str::parse::<u32>);
        let date = match (
            numbers.next(),
            numbers.next(),
            numbers.next(),
            numbers.next(),
        ) {
            (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) => i32::try_from(year)
                .ok()
                .and_then(|year| NaiveDate::from_ymd_opt(year, month, day)),
            _ => None,
        };
        date.map(Self)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no date")))
    }
}

/// An instant as text.
#[derive(Clone, Copy)]
pub struct At(pub DateTime<Utc>);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text)
            .map(|at| Self(at.with_timezone(&Utc)))
            .map_err(D::Error::custom)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CalendarText {
    weekend: Option<Vec<String>>,
    holidays: Vec<Day>,
    workdays: Vec<Day>,
    covers: Option<String>,
    zone: Option<ZoneText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneText {
    first: String,
    #[serde(default)]
    changes: Vec<(At, String)>,
}

impl CalendarText {
    /// The calendar, through the doors that name what is wrong.
    fn build(self) -> Result<Calendar, TimeError> {
        let mut calendar = Calendar::default();
        if let Some(days) = self.weekend {
            calendar = calendar.with_weekend(days.iter().map(|day| weekday(day)));
        }
        if let Some(covers) = self.covers {
            calendar = calendar.with_covers(Some(covers.parse()?));
        }
        if let Some(zone) = self.zone {
            calendar = calendar.with_zone(zone.build()?);
        }
        calendar
            .with_holidays(self.holidays.into_iter().map(|day| day.0))?
            .with_workdays(self.workdays.into_iter().map(|day| day.0))
    }
}

impl ZoneText {
    fn build(self) -> Result<Zone, TimeError> {
        let mut changes = Vec::new();
        for (at, offset) in self.changes {
            changes.push((at.0, offset.parse()?));
        }
        Zone::new(self.first.parse()?, changes)
    }
}

fn weekday(name: &str) -> Weekday {
    match name {
        "mon" => Weekday::Mon,
        "tue" => Weekday::Tue,
        "wed" => Weekday::Wed,
        "thu" => Weekday::Thu,
        "fri" => Weekday::Fri,
        "sat" => Weekday::Sat,
        "sun" => Weekday::Sun,
        other => panic!("no weekday {other}"),
    }
}

/// The wire form of a value.
fn wire(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("the value has a wire form")
}

/// The wire form of an instant.
fn instant(at: DateTime<Utc>) -> Value {
    wire(Deadline::At(at))["at"].clone()
}

#[expect(clippy::needless_pass_by_value, reason = "it maps over values")]
fn text(value: impl ToString) -> Value {
    Value::String(value.to_string())
}

fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> Value {
    values.into_iter().map(text).collect()
}

const fn once() -> i64 {
    1
}

const fn following() -> Roll {
    Roll::Following
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

// ---- terms and notice ----

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RenewalName {
    Never,
    Tacit,
    Express,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    start: Day,
    initial: String,
    renewal: RenewalName,
    every: Option<String>,
    #[serde(default)]
    agreed: u32,
    #[serde(default)]
    month_end: MonthRule,
    on: Day,
}

fn term(given: Terms) -> Result<Value, Error> {
    let initial: Span = given.initial.parse()?;
    let every: Option<Span> = given.every.map(|every| every.parse()).transpose()?;
    let renewal = match given.renewal {
        RenewalName::Never => Renewal::Never,
        RenewalName::Tacit => Renewal::Tacit { every },
        RenewalName::Express => Renewal::Express {
            every,
            agreed: given.agreed,
        },
    };
    let found = Term::new(given.start.0, initial, renewal, given.month_end)?.at(given.on.0)?;
    let status = match found.status() {
        TermStatus::NotStarted => "not_started",
        TermStatus::Running => "running",
        TermStatus::Ended => "ended",
    };
    Ok(json!({"term": found.number(), "period": text(found.period()), "status": status}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Window {
    anchor: Day,
    earliest: Option<String>,
    latest: String,
    #[serde(default)]
    roll: Roll,
    #[serde(default)]
    calendar: CalendarText,
    given_on: Vec<Day>,
}

fn notice_window(given: Window) -> Result<Value, Error> {
    let window = NoticeWindow {
        earliest: given.earliest.map(|text| text.parse()).transpose()?,
        latest: given.latest.parse()?,
        roll: given.roll,
    };
    let dates = window.dates(given.anchor.0, &given.calendar.build()?)?;
    let verdicts: Vec<&str> = given
        .given_on
        .iter()
        .map(|day| match dates.verdict(day.0) {
            NoticeVerdict::Early => "early",
            NoticeVerdict::InTime => "in_time",
            NoticeVerdict::Late => "late",
        })
        .collect();
    Ok(json!({
        "opens": dates.opens().map(text),
        "closes": text(dates.closes()),
        "verdicts": verdicts,
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum EffectName {
    AfterSpan,
    MonthEnd,
    TermEnd,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Effective {
    served: Day,
    span: String,
    rule: EffectName,
    term: Option<TacitTerm>,
    #[serde(default)]
    calendar: CalendarText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TacitTerm {
    start: Day,
    initial: String,
    every: Option<String>,
}

fn notice_takes_effect(given: Effective) -> Result<Value, Error> {
    let calendar = given.calendar.build()?;
    let span = given.span.parse()?;
    let term = match given.term {
        Some(term) => {
            let every = term.every.map(|every| every.parse()).transpose()?;
            let renewal = Renewal::Tacit { every };
            let rule = MonthRule::SameDay;
            Some(Term::new(
                term.start.0,
                term.initial.parse()?,
                renewal,
                rule,
            )?)
        }
        None => None,
    };
    let rule = match (given.rule, &term) {
        (EffectName::AfterSpan, _) => NoticeRule::AfterSpan,
        (EffectName::MonthEnd, _) => NoticeRule::MonthEnd,
        (EffectName::TermEnd, Some(term)) => NoticeRule::TermEnd(term),
        (EffectName::TermEnd, None) => panic!("term_end without a term"),
    };
    let date = notice_effective(given.served.0, span, rule, &calendar)?;
    Ok(json!({"date": text(date)}))
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum DueText {
    OnEvent,
    After(String),
    MonthEnd { months: u32, plus_days: u32 },
    EndOfMonthAfter(String),
    DayOfMonth { after_days: u32, day: i64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Due {
    event: Day,
    rule: DueText,
    #[serde(default)]
    roll: Roll,
    #[serde(default)]
    calendar: CalendarText,
    paid: Option<Day>,
}

fn due_date(given: Due) -> Result<Value, Error> {
    let rule = match given.rule {
        DueText::OnEvent => DueRule::OnEvent,
        DueText::After(span) => DueRule::After(span.parse()?),
        DueText::MonthEnd { months, plus_days } => DueRule::MonthEnd { months, plus_days },
        DueText::EndOfMonthAfter(span) => DueRule::EndOfMonthAfter(span.parse()?),
        DueText::DayOfMonth { after_days, day } => DueRule::DayOfMonth {
            after_days,
            // A day below 0 is as bad as one that no u32 holds.
            day: u32::try_from(day).unwrap_or(u32::MAX),
        },
    };
    let due = rule.due_on(given.event.0, given.roll, &given.calendar.build()?)?;
    let mut found = json!({"due": text(due)});
    if let Some(paid) = given.paid {
        found["days_late"] = json!(days_late(due, paid.0)?);
    }
    Ok(found)
}

// ---- proration, cadences, periods ----

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
