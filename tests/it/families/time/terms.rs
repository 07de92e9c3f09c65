//! The families of terms, notice and due dates.

use partnership::Error;
use partnership::time::{
    DueRule, MonthRule, NoticeRule, NoticeVerdict, NoticeWindow, Renewal, Roll, Span, Term,
    TermStatus, days_late, notice_effective,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{CalendarText, Day, text};
use super::run;
use crate::cases::Adapter;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("term", |given, expect| run(given, expect, term)),
    ("notice_window", |given, expect| {
        run(given, expect, notice_window)
    }),
    ("notice_effective", |given, expect| {
        run(given, expect, notice_takes_effect)
    }),
    ("due_date", |given, expect| run(given, expect, due_date)),
];

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
