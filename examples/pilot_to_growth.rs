//! A pilot that wants to scale too early, is told everything that is missing, and scales on its
//! ninetieth day; what nobody attended to is dated by its deadline.
//!
//! ```sh
//! cargo run --example pilot_to_growth
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::lifecycle::{
    Checked, Command, Draft, Event, Refusal, Request, State, begin, due, options, replay, step,
};
use partnership::time::{Calendar, Deadline, instant};

fn main() -> Result<(), Box<dyn Error>> {
    run(&[], &mut io::stdout().lock())
}

/// An agreement with its log.
struct Agreement {
    lifecycle: Checked,
    calendar: Calendar,
    log: Vec<Event>,
    state: State,
}

/// Runs a pilot from its start to growth and writes what happens.
pub(crate) fn run(_: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let mut agreement = Agreement::begun(Draft::growth(), "2026-01-05T09:00:00Z")?;

    writeln!(out, "5 January: the pilot starts.")?;
    for activity in ["fit_score", "contacts_named", "criteria_set"] {
        agreement.record(out, "2026-01-05T09:00:00Z", activity)?;
    }
    agreement.take(out, "2026-01-05T09:00:00Z", "start_pilot")?;

    writeln!(out, "\n5 February: scale already?")?;
    agreement.observe(out, "2026-02-05T09:00:00Z", "lead_lift_producer", "0.12")?;
    agreement.take(out, "2026-02-05T09:00:00Z", "scale")?;
    writeln!(out, "\nWhat lies ahead:")?;
    agreement.ahead(out, "2026-02-05T09:00:00Z")?;

    writeln!(out, "\n5 April, the ninetieth day: both are ready.")?;
    let last_day = "2026-04-05T09:00:00Z";
    agreement.observe(out, last_day, "lead_lift_producer", "0.23")?;
    agreement.observe(out, last_day, "lead_lift_partner", "0.20")?;
    agreement.record(out, last_day, "decision_log")?;
    agreement.record(out, last_day, "pilot_review")?;
    for party in ["producer", "partner"] {
        let approve = Command::approve("scale".parse()?, party.parse()?);
        agreement.wants(out, last_day, approve)?;
    }
    agreement.take(out, last_day, "scale")?;

    let again = replay(&agreement.log)?;
    writeln!(
        out,
        "\n{} events replay to the same state: {}.",
        agreement.log.len(),
        again == agreement.state
    )?;

    // The same pilot, and nobody asks before the last day of May.
    let mut forgotten = Agreement::begun(Draft::growth(), "2026-01-05T09:00:00Z")?;
    let nobody = &mut io::sink();
    for activity in ["fit_score", "contacts_named", "criteria_set"] {
        forgotten.record(nobody, "2026-01-05T09:00:00Z", activity)?;
    }
    forgotten.take(nobody, "2026-01-05T09:00:00Z", "start_pilot")?;
    writeln!(out, "\nThe same pilot, if nobody asks before 31 May:")?;
    forgotten.wants(out, "2026-05-31T12:00:00Z", Command::Tick {})?;

    writeln!(out, "\nThe lifecycle, for a page that draws Mermaid:\n")?;
    out.write_all(agreement.lifecycle.mermaid().as_bytes())?;
    Ok(())
}

impl Agreement {
    fn begun(draft: Draft, at: &str) -> Result<Self, Box<dyn Error>> {
        let (lifecycle, calendar) = (draft.check()?, Calendar::default());
        let log = vec![begin(&lifecycle, instant(at)?, &calendar)?];
        let state = replay(&log)?;
        Ok(Self {
            lifecycle,
            calendar,
            log,
            state,
        })
    }

    /// Asks for something, and writes the events or why there are none.
    fn wants(
        &mut self,
        out: &mut dyn Write,
        at: &str,
        command: Command,
    ) -> Result<(), Box<dyn Error>> {
        let request = Request::new(instant(at)?, command);
        match step(&self.lifecycle, &mut self.state, &request, &self.calendar) {
            Ok(events) => {
                for event in &events {
                    writeln!(out, "  {event}")?;
                }
                self.log.extend(events);
            }
            Err(Refusal::Gated { way, unmet, .. }) => {
                writeln!(out, "  {way} is refused, {} gates are shut:", unmet.len())?;
                for unmet in unmet {
                    writeln!(out, "     {:<20} {}", unmet.gate, unmet.found)?;
                }
            }
            Err(other) => return Err(other.into()),
        }
        Ok(())
    }

    fn record(
        &mut self,
        out: &mut dyn Write,
        at: &str,
        activity: &str,
    ) -> Result<(), Box<dyn Error>> {
        let record = Command::record(activity.parse()?, "producer".parse()?);
        self.wants(out, at, record)
    }

    fn observe(
        &mut self,
        out: &mut dyn Write,
        at: &str,
        metric: &str,
        value: &str,
    ) -> Result<(), Box<dyn Error>> {
        let observe = Command::observe(metric.parse()?, value.parse()?, "producer".parse()?);
        self.wants(out, at, observe)
    }

    fn take(&mut self, out: &mut dyn Write, at: &str, way: &str) -> Result<(), Box<dyn Error>> {
        let take = Command::take(way.parse()?, "producer".parse()?);
        self.wants(out, at, take)
    }

    /// Writes the dates to know of, and which moves stand open.
    fn ahead(&self, out: &mut dyn Write, at: &str) -> Result<(), Box<dyn Error>> {
        let at = instant(at)?;
        for due in due(&self.lifecycle, &self.state, at, &self.calendar)? {
            let (Deadline::On(date), what) = (due.deadline, due.what.name()) else {
                continue;
            };
            let late = if due.overdue { "overdue" } else { "" };
            let line = format!("  {date}  {what:<16} {:<20} {late}", due.key);
            writeln!(out, "{}", line.trim_end())?;
        }
        for option in options(&self.lifecycle, &self.state, at, &self.calendar)? {
            let missing = match option.unmet.len() {
                0 => "stands open".to_owned(),
                1 => "waits for 1 gate".to_owned(),
                many => format!("waits for {many} gates"),
            };
            writeln!(out, "  {:<28} {missing}", option.way)?;
        }
        Ok(())
    }
}
