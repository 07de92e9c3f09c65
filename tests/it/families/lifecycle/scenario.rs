//! The family `scenario`: a run of commands, and what is asked after it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use partnership::lifecycle::{
    Checked, Command, Event, Fingerprint, IssueKey, Key, Refusal, Request, State, Unmet,
    Value as Reading, begin, due, options, replay, step,
};
use partnership::time::{Calendar, Deadline, Span};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{calendar, checked, state_json};
use crate::cases::{read, same, variant_name};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    definition: Value,
    calendar: Option<Value>,
    steps: Vec<Step>,
    ask: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: Value,
    command: Value,
    expected: Option<u64>,
}

pub fn instant(given: &Value) -> Result<DateTime<Utc>, String> {
    match serde_json::from_value(json!({"at": given})) {
        Ok(Deadline::At(at)) => Ok(at),
        _ => Err(format!("{given} is no instant")),
    }
}

/// A run of an instance with its whole log.
pub struct Run {
    pub definition: Checked,
    pub calendar: Calendar,
    pub log: Vec<Event>,
    pub state: Option<State>,
}

impl Run {
    pub fn new(definition: Checked, calendar: Calendar) -> Self {
        Self {
            definition,
            calendar,
            log: Vec::new(),
            state: None,
        }
    }

    /// Follows a command; the log replays to the state whatever happened.
    pub fn follow(&mut self, request: &Request) -> Result<Vec<Event>, Refusal> {
        let state = self.state.as_mut().expect("an instance that has begun");
        let before = state.clone();
        let events = step(&self.definition, state, request, &self.calendar);
        match &events {
            Ok(events) => self.log.extend(events.iter().cloned()),
            Err(_) => assert_eq!(*state, before, "a refusal changed the state"),
        }
        assert_eq!(self.definition.replay(&self.log).as_ref(), Ok(&*state));
        events
    }

    pub fn begin(&mut self, at: DateTime<Utc>) -> Result<Event, partnership::time::TimeError> {
        let event = begin(&self.definition, at, &self.calendar)?;
        self.log.push(event.clone());
        self.state = replay(&self.log).ok();
        Ok(event)
    }

    fn now(&self) -> Result<&State, String> {
        self.state.as_ref().ok_or_else(|| "no state".to_owned())
    }

    /// The state brought up to an instant.
    fn at(&self, at: DateTime<Utc>) -> Result<State, String> {
        let mut state = self.now()?.clone();
        let tick = Request::new(at, Command::Tick {});
        let settled = step(&self.definition, &mut state, &tick, &self.calendar);
        settled.map_err(|why| why.to_string())?;
        Ok(state)
    }
}

/// The words of a command that have doors of their own.
fn bad_word(command: &Value) -> Option<String> {
    let (name, fields) = command.as_object()?.iter().next()?;
    fields.as_object()?.iter().find_map(|(field, value)| {
        let text = value.as_str()?;
        match (name.as_str(), field.as_str()) {
            ("observe", "value") => text.parse::<Reading>().err().map(|e| variant_name(&e)),
            (_, "fingerprint" | "of") => {
                text.parse::<Fingerprint>().err().map(|e| variant_name(&e))
            }
            (_, "hold") => text.parse::<Span>().err().map(|e| variant_name(&e)),
            ("open_issue", "issue") => text.parse::<Key>().err().map(|e| variant_name(&e)),
            (_, "issue") => text.parse::<IssueKey>().err().map(|e| variant_name(&e)),
            (_, "on" | "reason") => None,
            _ => text.parse::<Key>().err().map(|e| variant_name(&e)),
        }
    })
}

fn unmet_json(unmet: &[Unmet]) -> Value {
    serde_json::to_value(unmet).expect("JSON")
}

fn refusal_json(refusal: &Refusal) -> Value {
    let mut json = json!({"refused": variant_name(refusal)});
    match refusal {
        Refusal::Unknown { what, .. } | Refusal::Already { what, .. } => {
            json["what"] = json!(what.name());
        }
        Refusal::NoSuchMove { possible, .. } => json["possible"] = json!(possible),
        Refusal::Gated { unmet, .. } => json["unmet"] = unmet_json(unmet),
        _ => {}
    }
    json
}

fn events_json(events: &[Event]) -> Value {
    let events: Vec<Value> = events
        .iter()
        .map(|event| {
            let wire = serde_json::to_value(event).expect("JSON");
            let again: Event = serde_json::from_value(wire.clone()).expect("an event");
            assert_eq!(again, *event);
            json!({"when": wire["when"]["at"], "fact": wire["fact"]})
        })
        .collect();
    json!({"events": events})
}

fn followed(run: &mut Run, given: &Step) -> Result<Value, String> {
    let at = instant(&given.at)?;
    if given.command == json!({"begin": {}}) {
        return Ok(match run.begin(at) {
            Ok(event) => events_json(&[event]),
            Err(error) => json!({"refused": variant_name(&error)}),
        });
    }
    if let Some(name) = bad_word(&given.command) {
        return Ok(json!({"refused": name}));
    }
    let command: Command = read(&given.command)?;
    let mut request = Request::new(at, command);
    request.expected = given.expected;
    Ok(match run.follow(&request) {
        Ok(events) => events_json(&events),
        Err(refusal) => refusal_json(&refusal),
    })
}

pub fn scenario(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Scenario = read(given)?;
    let mut run = Run::new(checked(&given.definition)?, calendar(given.calendar)?);
    let mut steps = Vec::new();
    for step in &given.steps {
        steps.push(followed(&mut run, step)?);
    }
    let mut found = json!({"steps": steps});
    for (what, at) in given.ask.unwrap_or_default() {
        let at = instant(&at)?;
        let answer = match what.as_str() {
            "state" => state_json(&run.at(at)?),
            "options" => {
                let options = options(&run.definition, run.now()?, at, &run.calendar);
                json!(options.map_err(|why| why.to_string())?)
            }
            "due" => {
                let due = due(&run.definition, run.now()?, at, &run.calendar);
                json!(due.map_err(|why| why.to_string())?)
            }
            unknown => return Err(format!("cannot ask for {unknown}")),
        };
        found[what] = answer;
    }
    same(expect, &found)
}

/// Runs the steps of a case that is about something else; every one is followed.
pub fn run_of(definition: Checked, steps: &[Value]) -> Result<Run, String> {
    let mut run = Run::new(definition, Calendar::default());
    for step in steps {
        let step: Step = read(step)?;
        let answer = followed(&mut run, &step)?;
        if answer.get("refused").is_some() {
            return Err(format!("{} is refused: {answer}", step.command));
        }
    }
    Ok(run)
}
