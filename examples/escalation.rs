//! One disagreement on its way up: 48 hours, two weeks, mediation, arbitration.
//!
//! It begins on the Thursday before Easter. Hours run through the weekend and the holidays;
//! business days do not; and nobody has to keep a timer, because the level follows from what
//! happened and from the moment one asks.
//!
//! ```sh
//! cargo run --example escalation
//! ```

use std::error::Error;
use std::io::{self, Write};

use chrono::{DateTime, Datelike as _, Utc};
use partnership::PartyId;
use partnership::governance::{
    Ballot, DisagreementBrief, Outcome, PartyView, Proposal, ResponseTier, Rule, Veto, VetoRight,
    Vote,
};
use partnership::lifecycle::{ARBITRATION_AFTER, Acknowledgement, Ladder, ladders};
use partnership::time::{self, Calendar, Deadline, Moment, Period, Span, date};

fn main() -> Result<(), Box<dyn Error>> {
    run(&[], &mut io::stdout().lock())
}

/// Walks the disagreement and writes where it stands, and until when.
pub(crate) fn run(_: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let easter = [date("2026-04-03")?, date("2026-04-06")?];
    let year: Period = "2026-01-01..2027-01-01".parse()?;
    let calendar = Calendar::default()
        .with_covers(Some(year))
        .with_holidays(easter)?;
    writeln!(
        out,
        "The studio delivers a cut of 96 minutes; 90 were agreed."
    )?;
    writeln!(
        out,
        "Good Friday is 2026-04-03, Easter Monday 2026-04-06.\n"
    )?;
    answers(out, &calendar)?;
    climb(out, &calendar)?;
    mediation(out)?;
    veto(out, &calendar)
}

/// An instant, with its day.
fn moment(text: &str, calendar: &Calendar) -> Result<Moment, Box<dyn Error>> {
    Ok(calendar.moment(time::instant(text)?)?)
}

/// An instant with the day of the week.
fn instant(at: DateTime<Utc>) -> String {
    format!("{} {}", at.weekday(), at.naive_utc())
}

/// A deadline in words.
fn until(deadline: Deadline) -> String {
    match deadline {
        Deadline::At(at) => instant(at),
        Deadline::On(on) => format!("the end of {} {on}", on.weekday()),
    }
}

/// How long an answer may take.
fn answers(out: &mut dyn Write, calendar: &Calendar) -> Result<(), Box<dyn Error>> {
    let sent = moment("2026-04-02T15:00:00Z", calendar)?;
    let now = moment("2026-04-02T18:30:00Z", calendar)?;
    writeln!(out, "the message of Thu 15:00, looked at on Thu 18:30")?;
    for (name, tier) in [
        ("urgent", ResponseTier::Urgent),
        ("important", ResponseTier::Important),
        ("strategic", ResponseTier::Strategic),
    ] {
        let response = tier.response(&sent, None, &now, calendar)?;
        let late = match response.late_minutes {
            0 => "still in time".to_owned(),
            minutes => format!("{minutes} minutes late"),
        };
        writeln!(out, "  {name:9}  answer by {}, {late}", until(response.due))?;
    }
    Ok(())
}

/// Where the issue stands from week to week.
fn climb(out: &mut dyn Write, calendar: &Calendar) -> Result<(), Box<dyn Error>> {
    let [escalation, _] = &ladders(ARBITRATION_AFTER)[..] else {
        return Err("there are two ladders".into());
    };
    let opened = moment("2026-04-02T15:00:00Z", calendar)?;
    writeln!(out, "\nthe issue, opened on Thu 2026-04-02 15:00")?;
    for asked in [
        "2026-04-04T15:00:00Z",
        "2026-04-04T15:00:01Z",
        "2026-04-18T23:59:59Z",
        "2026-04-19T00:00:00Z",
        "2026-05-19T00:00:00Z",
    ] {
        stands(out, escalation, &opened, &[], asked, calendar)?;
    }
    let asks_for_time = Acknowledgement {
        at: moment("2026-04-07T09:00:00Z", calendar)?,
        hold: Span::business_days(10)?,
    };
    writeln!(
        out,
        "\nthe same, but on Tue 2026-04-07 the sponsors ask for ten business days"
    )?;
    for asked in ["2026-04-19T00:00:00Z", "2026-04-22T00:00:00Z"] {
        stands(out, escalation, &opened, &[asks_for_time], asked, calendar)?;
    }
    Ok(())
}

fn stands(
    out: &mut dyn Write,
    ladder: &Ladder,
    opened: &Moment,
    acknowledged: &[Acknowledgement],
    asked: &str,
    calendar: &Calendar,
) -> Result<(), Box<dyn Error>> {
    let at = moment(asked, calendar)?;
    let level = ladder.level_at(opened, &at, acknowledged, calendar)?;
    let name = level
        .history
        .last()
        .map_or("nobody", |(key, _)| key.as_str());
    let next = level.next.map_or_else(
        || "for good".to_owned(),
        |next| format!("until {}", until(next)),
    );
    writeln!(out, "  {}  {name:18}  {next}", instant(at.at()))?;
    Ok(())
}

/// What the mediator gets, and what it lacks.
fn mediation(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let view = |party: &str, position: &str, interests: &[&str]| {
        PartyId::new(party).map(|party| PartyView {
            party,
            position: position.into(),
            interests: interests.iter().map(ToString::to_string).collect(),
        })
    };
    let brief = DisagreementBrief {
        issue: "the length of the cut".into(),
        views: vec![
            view(
                "platform",
                "90 minutes, as agreed",
                &["two advertising breaks"],
            )?,
            view("studio", "96 minutes", &[])?,
        ],
        evidence: vec!["the screening of 28 March".into()],
        compromises: vec![],
        mediators: vec![],
    };
    writeln!(out, "\nthe brief for the mediator lacks")?;
    for problem in brief.problems() {
        writeln!(out, "  {problem}")?;
    }
    if brief.lacks_mediator() {
        writeln!(out, "  and nobody was named beforehand who would mediate")?;
    }
    Ok(())
}

/// A veto that stops the platform's decision until an alternative is due.
fn veto(out: &mut dyn Write, calendar: &Calendar) -> Result<(), Box<dyn Error>> {
    let (studio, platform) = (PartyId::new("studio")?, PartyId::new("platform")?);
    let proposal = Proposal {
        class: "creative".parse()?,
        rule: Rule::Lead(platform.clone()),
        parties: vec![studio.clone(), platform.clone()],
        veto_right: Some(VetoRight {
            holder: studio.clone(),
            classes: vec!["creative".parse()?],
            alternative_within: Span::business_days(VetoRight::WITHIN)?,
        }),
    };
    let vetoed = Veto {
        by: studio,
        at: moment("2026-04-02T16:00:00Z", calendar)?,
        alternative_at: None,
    };
    let consent = Ballot {
        party: platform,
        vote: Vote::Consent,
        at: moment("2026-04-02T17:00:00Z", calendar)?,
    };
    writeln!(
        out,
        "\nthe platform decides to cut, and the studio has a creative veto"
    )?;
    for asked in ["2026-04-13T23:59:59Z", "2026-04-14T00:00:00Z"] {
        let now = moment(asked, calendar)?;
        let votes = std::slice::from_ref(&consent);
        let decision = proposal.decide(votes, Some(&vetoed), &now, calendar)?;
        let words = match decision.outcome {
            Outcome::Vetoed {
                by,
                alternative_due,
            } => {
                format!(
                    "vetoed by {by}, alternative due by {}",
                    until(alternative_due)
                )
            }
            Outcome::Adopted { at } if decision.veto_lapsed => {
                let since = instant(at.at());
                format!("adopted as of {since}: no alternative came, the veto has lapsed")
            }
            other => format!("{other:?}"),
        };
        writeln!(out, "  {}  {words}", instant(now.at()))?;
    }
    Ok(())
}
