//! The families of `lifecycle.json` that a lifecycle answers for (spec/lifecycle.md 14).

use partnership::lifecycle::{Checked, Draft, Fault, Reading, State};
use partnership::{Problem, time::Calendar};
use serde_json::{Map, Value, json};

use crate::cases::{Adapter, expected_error};

mod change;
mod scenario;
mod tables;
mod trust;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("scenario", scenario::scenario),
    ("preset", tables::preset),
    ("check", tables::check),
    ("explore", tables::explored),
    ("mermaid", tables::mermaid),
    ("dot", tables::dot),
    ("diff", change::diffed),
    ("migrate", change::migrated),
    ("replay", change::replayed),
    ("ladder", trust::ladder),
    ("commitment", trust::committed),
];

/// A definition: the id of a preset or the whole table.
fn draft(given: &Value) -> Result<Draft, String> {
    match given {
        Value::String(id) => {
            let mut presets = Draft::presets().into_iter();
            let preset = presets.find(|preset| preset.id.as_str() == id);
            preset.ok_or_else(|| format!("there is no preset {id}"))
        }
        table => serde_json::from_value(table.clone()).map_err(|why| why.to_string()),
    }
}

fn checked(given: &Value) -> Result<Checked, String> {
    draft(given)?.check().map_err(|why| why.to_string())
}

fn calendar(given: Option<Value>) -> Result<Calendar, String> {
    given.map_or_else(
        || Ok(Calendar::default()),
        |given| serde_json::from_value(given).map_err(|why| why.to_string()),
    )
}

/// Refuses unless the case expects an error of this name.
fn refused(expect: &Value, name: &str) -> Result<(), String> {
    match expected_error(expect) {
        Some(expected) if expected == name => Ok(()),
        _ => Err(format!("expected {expect}, found error {name}")),
    }
}

/// The name, kind of thing and key of a fault.
fn fault_json(problem: &Problem<Fault>) -> Value {
    let (what, key) = problem.place.split_once(' ').unwrap_or_default();
    json!([problem.fault.name(), what, key])
}

fn state_json(state: &State) -> Value {
    let approvals = state.approvals();
    let approvals: Map<String, Value> = approvals
        .map(|(way, parties)| (way.to_string(), json!(parties)))
        .collect();
    let reading = |reading: &Reading| json!({"value": reading.value, "on": reading.on.to_string()});
    let readings = state.readings().iter();
    let readings: Map<String, Value> = readings
        .map(|(metric, known)| (metric.to_string(), reading(known)))
        .collect();
    let issues: Map<String, Value> = state
        .issues()
        .iter()
        .map(|(key, issue)| {
            let issue = json!({"ladder": issue.ladder, "level": issue.level, "next": issue.next});
            (key.to_string(), issue)
        })
        .collect();
    json!({
        "stage": state.stage(),
        "visit": state.visit(),
        "term": state.term(),
        "seq": state.seq(),
        "done": state.done().collect::<Vec<_>>(),
        "approvals": approvals,
        "readings": readings,
        "taken": state.taken(),
        "limit": state.limit(),
        "paused": state.paused().is_some(),
        "notice": state.notice().map(|notice| notice.effective.to_string()),
        "issues": issues,
        "surviving": state.surviving(),
        "terms": state.terms(),
        "reason": state.reason(),
        "last": json!(state.last())["at"],
    })
}
