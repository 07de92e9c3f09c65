//! The families about one table: presets, checks, the explorer and the drawings.

use partnership::lifecycle::{Draft, MOST_STATES, explore};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{checked, draft, fault_json};
use crate::cases::{expect_error, read, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    preset: String,
}

pub fn preset(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Preset = read(given)?;
    let preset = draft(&json!(given.preset))?;
    let read_again: Draft = read(&expect["definition"])?;
    if read_again != preset {
        return Err(format!("{} reads as another table", given.preset));
    }
    same(expect, &json!({"definition": preset}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    definition: Value,
}

pub fn check(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Table = read(given)?;
    let draft = match draft(&given.definition) {
        Ok(draft) => draft,
        Err(why) => {
            let doors = [
                ("malformed key", "BadKey"),
                ("malformed value", "BadValue"),
                ("malformed span", "BadSpan"),
                ("is too long", "SpanTooLong"),
            ];
            let door = doors.into_iter().find(|(words, _)| why.contains(words));
            return door.map_or(Err(why), |(_, name)| super::refused(expect, name));
        }
    };
    let problems = draft.problems();
    let refused = draft.check().err().map(|refused| refused.problems);
    if refused.unwrap_or_default() != problems {
        return Err("the check and the problems differ".to_owned());
    }
    let faults: Vec<Value> = problems.iter().map(fault_json).collect();
    same(expect, &json!({"faults": faults}))
}

pub fn explored(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Table = read(given)?;
    match explore(&checked(&given.definition)?, MOST_STATES) {
        Ok(report) => same(
            expect,
            &json!({
                "unreached": report.unreached,
                "never_taken": report.never_taken,
                "trapped": report.trapped,
            }),
        ),
        Err(error) => expect_error(expect, &error),
    }
}

pub fn mermaid(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Table = read(given)?;
    same(
        expect,
        &json!({"text": checked(&given.definition)?.mermaid()}),
    )
}

pub fn dot(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Table = read(given)?;
    same(expect, &json!({"text": checked(&given.definition)?.dot()}))
}
