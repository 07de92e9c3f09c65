//! Histories worked by hand, one rule each: every line of a statement, also those of zero, its
//! notices, and what the state remembers.

mod advances;
mod caps;
mod compared;
mod dues;
mod groups;
mod guarantees;
mod items;
mod papers;
mod rated;
mod tiers;

use partnership::compensation::{Activity, State, Statement, Terms, settle};
use serde_json::{Value, json};

use crate::families::compensation::proved;

/// A sheet from 2026-01-01 in dollars whose first version holds this.
fn sheet(version: Value) -> Value {
    let first = with(version, "from", json!("2026-01-01"));
    json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": [first]})
}

/// The sheet with one more version from a day on.
fn then(mut sheet: Value, from: &str, version: Value) -> Value {
    let versions = sheet["versions"].as_array_mut().expect("versions");
    versions.push(with(version, "from", json!(from)));
    sheet
}

/// An object with one field more, or another value of it.
fn with(mut object: Value, field: &str, value: Value) -> Value {
    object[field] = value;
    object
}

/// 10% of a stream of the same name, over a window.
fn share(id: &str, window: Value) -> Value {
    json!({"id": id, "window": window,
        "pay": {"share": {"base": {"streams": [id]}, "rate": "10%"}}})
}

/// So much sold of a stream.
fn sold(stream: &str, amount: &str) -> Value {
    json!({"stream": stream, "amount": format!("{amount} USD")})
}

/// So much taken back of a stream.
fn back(stream: &str, amount: &str) -> Value {
    json!({"stream": stream, "refunds": format!("{amount} USD")})
}

/// An entry about an earlier period.
fn of(period: u32, entry: Value) -> Value {
    with(entry, "of", json!(period))
}

/// So many units of a stream.
fn units(stream: &str, units: &str) -> Value {
    json!({"stream": stream, "units": units})
}

/// An agreement on its way from period to period.
#[derive(Clone, Debug)]
struct Books {
    terms: Terms,
    state: State,
    no: u32,
}

impl Books {
    /// An agreement from its first period on.
    #[track_caller]
    fn of(sheet: Value) -> Self {
        let terms: Terms = serde_json::from_value(sheet).expect("a sheet without a fault");
        let state = terms.new_state();
        Self {
            terms,
            state,
            no: 0,
        }
    }

    /// The agreement goes on under another sheet.
    #[track_caller]
    fn under(&mut self, sheet: Value) {
        self.terms = serde_json::from_value(sheet).expect("a sheet without a fault");
    }

    /// An activity of the next period, the next month of the years from 2026 unless it says.
    fn activity(&self, entries: Value) -> Activity {
        let no = self.no + 1;
        let first = |month: u32| format!("{}-{:02}-01", 2026 + month / 12, month % 12 + 1);
        let mut activity = json!({"no": no, "period": format!("{}..{}", first(no - 1), first(no))});
        for (field, value) in entries.as_object().expect("an object") {
            activity[field] = value.clone();
        }
        serde_json::from_value(activity).expect("an activity")
    }

    /// Settles the next period with these totals.
    #[track_caller]
    fn sells(&mut self, totals: &[Value], lines: &[&str]) -> Statement {
        self.books(json!({"totals": totals}), lines)
    }

    /// Settles the next period: the lines are these, every figure is proved, the state travels.
    #[track_caller]
    fn books(&mut self, entries: Value, lines: &[&str]) -> Statement {
        let activity = self.activity(entries);
        let settled = settle(&self.terms, &self.state, &activity);
        let (statement, next) = settled.expect("an activity that is accepted");
        let found: Vec<String> = statement.lines().iter().map(ToString::to_string).collect();
        let expected: Vec<String> = lines.iter().map(|line| format!("{line} USD")).collect();
        assert_eq!(found, expected, "period {}", activity.no);
        let proof = proved(&self.terms, &self.state, &activity, &statement, &next);
        assert_eq!(proof, Ok(()), "period {}", activity.no);
        let postings = statement.postings(&self.state).expect("small amounts");
        let sum: i128 = postings.iter().map(|posting| posting.amount.minor()).sum();
        assert_eq!(sum, 0, "period {}", activity.no);
        let text = serde_json::to_string(&next).expect("JSON");
        assert_eq!(serde_json::from_str::<State>(&text).expect("a state"), next);
        self.state = next;
        self.no += 1;
        statement
    }

    /// The next period is refused, and why.
    #[track_caller]
    fn refused(&self, entries: Value) -> String {
        let refused = settle(&self.terms, &self.state, &self.activity(entries));
        refused
            .expect_err("an activity that is refused")
            .to_string()
    }

    /// What the state remembers at a place; nothing if there is no such place.
    fn remembers(&self, pointer: &str) -> Value {
        let state = serde_json::to_value(&self.state).expect("JSON");
        state.pointer(pointer).cloned().unwrap_or(Value::Null)
    }

    /// The keys of an object of the state.
    #[track_caller]
    fn keys(&self, pointer: &str) -> Vec<String> {
        let object = self.remembers(pointer);
        let object = object.as_object().expect("an object");
        object.keys().cloned().collect()
    }
}

/// The notices of a statement as they are written.
fn notices(statement: &Statement) -> Value {
    serde_json::to_value(statement).expect("JSON")["notices"].take()
}

/// What is due, day by day.
fn dues(statement: &Statement) -> Vec<String> {
    statement.dues().iter().map(ToString::to_string).collect()
}
