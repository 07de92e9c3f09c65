//! What the engine of lifecycles promises beyond its cases.

use chrono::{DateTime, Utc};
use partnership::lifecycle::{
    Checked, Command, Draft, Event, Fact, Key, Refusal, Request, State, begin, replay, step,
};
use partnership::time::Calendar;

mod corners;
mod dates;
mod drawings;
mod errors;
mod explorer;
mod faults;
mod findings;
mod golden;
mod ladders;
mod log;
mod pauses;
mod peers;
mod presets;
mod replays;
mod size;
mod terms;
mod versions;

pub fn key(text: &str) -> Key {
    text.parse().expect(text)
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

/// A command as it travels.
pub fn command(json: &str) -> Command {
    serde_json::from_str(json).expect(json)
}

/// A definition as it travels.
pub fn table(json: &str) -> Draft {
    serde_json::from_str(json).expect(json)
}

/// An event of a fact as it travels, right behind a state.
pub fn behind(state: &State, fact: &str) -> Event {
    Event {
        seq: state.seq() + 1,
        schema: Event::SCHEMA,
        when: *state.last(),
        fact: serde_json::from_str(fact).expect(fact),
    }
}

/// What happened on which day.
pub fn facts(events: &[Event]) -> Vec<String> {
    let tag = |event: &Event| {
        let fact = serde_json::to_value(&event.fact).expect("JSON");
        let name = fact
            .as_object()
            .and_then(|fact| fact.keys().next().cloned());
        format!("{} {}", event.when.on(), name.expect("a name"))
    };
    events.iter().map(tag).collect()
}

/// An instance of a definition with its log.
pub struct Instance {
    pub definition: Checked,
    pub calendar: Calendar,
    pub log: Vec<Event>,
    pub state: State,
}

impl Instance {
    pub fn of(draft: Draft) -> Self {
        Self::since(draft, "2026-01-05T09:00:00Z")
    }

    pub fn since(draft: Draft, start: &str) -> Self {
        let definition = draft.check().expect("a definition");
        let calendar = Calendar::default();
        let log = vec![begin(&definition, at(start), &calendar).expect("a start")];
        let state = replay(&log).expect("a state");
        Self {
            definition,
            calendar,
            log,
            state,
        }
    }

    /// An instance with a log that was written by hand, all of it at one instant.
    pub fn logged(draft: Draft, facts: &[&str]) -> Self {
        let mut instance = Self::of(draft);
        for (number, fact) in facts.iter().enumerate() {
            if number == 0 {
                let fact: Fact = serde_json::from_str(fact).expect(fact);
                instance.log[0].fact = fact;
            } else {
                let event = behind(&instance.state, fact);
                instance.log.push(event);
            }
            instance.state = replay(&instance.log).expect("a state");
        }
        instance
    }

    pub fn wants(&mut self, when: &str, wanted: &str) -> Result<Vec<Event>, Refusal> {
        let request = Request::new(at(when), command(wanted));
        let events = step(&self.definition, &mut self.state, &request, &self.calendar)?;
        self.log.extend(events.iter().cloned());
        Ok(events)
    }

    #[track_caller]
    pub fn does(&mut self, when: &str, wanted: &str) -> Vec<Event> {
        let events = self.wants(when, wanted);
        events.unwrap_or_else(|why| panic!("{wanted}: {why}"))
    }

    /// The message of a refusal.
    #[track_caller]
    pub fn refuses(&mut self, when: &str, wanted: &str) -> String {
        let refused = self.wants(when, wanted);
        refused.expect_err(wanted).to_string()
    }
}

/// A pilot that runs since 5 January 2026.
pub fn running_pilot() -> Instance {
    running_pilot_of(Draft::pilot())
}

/// The same of a definition that sets up a pilot as the preset does.
pub fn running_pilot_of(draft: Draft) -> Instance {
    let mut pilot = Instance::of(draft);
    let start = "2026-01-05T09:00:00Z";
    for activity in ["criteria_set", "contacts_named", "log_opened"] {
        let record = format!(r#"{{"record": {{"activity": "{activity}", "by": "producer"}}}}"#);
        pilot.does(start, &record);
    }
    pilot.does(start, r#"{"take": {"move": "start", "by": "producer"}}"#);
    pilot
}
