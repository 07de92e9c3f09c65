//! The families about change: diff, migration and replay.

use std::collections::BTreeMap;

use partnership::lifecycle::{Event, Fact, Key, apply, diff, migrate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::scenario::run_of;
use super::{checked, draft, state_json};
use crate::cases::{expect_error, read, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Versions {
    old: Value,
    new: Value,
}

pub fn diffed(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Versions = read(given)?;
    let diff = diff(&draft(&given.old)?, &draft(&given.new)?);
    let changes = diff.changes.iter();
    let changes: Vec<Value> = changes
        .map(|change| json!([change.level.name(), change.what.name(), change.key]))
        .collect();
    same(
        expect,
        &json!({"level": diff.level.name(), "changes": changes}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Migration {
    old: Value,
    new: Value,
    steps: Vec<Value>,
    #[serde(default)]
    stages: BTreeMap<Key, Key>,
}

pub fn migrated(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Migration = read(given)?;
    let (old, new) = (draft(&given.old)?, draft(&given.new)?);
    let run = run_of(checked(&given.old)?, &given.steps)?;
    let mut state = run.state.ok_or("no state")?;
    let at = state.last().at();
    let event = match migrate(&state, &old, &new, &given.stages, at, &run.calendar) {
        Ok(event) => event,
        Err(faults) => {
            let faults = faults.iter();
            let faults: Vec<Value> = faults.map(|f| json!([f.name(), f.key()])).collect();
            return same(expect, &json!({"faults": faults}));
        }
    };
    apply(&mut state, &event).map_err(|why| why.to_string())?;
    let Fact::Migrated { dropped, .. } = &event.fact else {
        return Err("no migration".to_owned());
    };
    let found = json!({
        "stage": state.stage(),
        "dropped": dropped,
        "taken": state.taken(),
        "limit": state.limit(),
    });
    same(expect, &found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    definition: Value,
    log: Vec<Value>,
}

pub fn replayed(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Log = read(given)?;
    let log = given.log.iter().map(read);
    let log = log.collect::<Result<Vec<Event>, String>>()?;
    match checked(&given.definition)?.replay(&log) {
        Ok(state) => same(expect, &json!({"state": state_json(&state)})),
        Err(error) => expect_error(expect, &error),
    }
}
