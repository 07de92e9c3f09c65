//! Groups of agreements whose advances recoup from each other.

use partnership::compensation::{Activity, GroupError, State, Terms, settle_group};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{malformed, proved_to_all, statement_json};
use crate::cases::{expect_error, expected_error, read, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grouped {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    terms: Value,
    activities: Vec<Value>,
}

pub fn settled(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Grouped = read(given)?;
    let mut sheets: Vec<Terms> = Vec::new();
    let mut histories: Vec<Vec<Activity>> = Vec::new();
    for entry in given.entries {
        match serde_json::from_value(entry.terms) {
            Ok(terms) => sheets.push(terms),
            Err(why) => return malformed(expect, why),
        }
        let activities = entry.activities.into_iter().map(serde_json::from_value);
        match activities.collect() {
            Ok(activities) => histories.push(activities),
            Err(why) => return malformed(expect, why),
        }
    }
    let mut states: Vec<State> = sheets.iter().map(Terms::new_state).collect();
    let count = histories.iter().map(Vec::len).max().unwrap_or(0);
    if histories.iter().any(|history| history.len() != count) {
        return Err("the histories of a group are of one length".into());
    }
    let mut rounds = Vec::new();
    for round in 0..count {
        let entries: Vec<(&Terms, &State, &Activity)> = sheets
            .iter()
            .zip(&states)
            .zip(&histories)
            .map(|((terms, state), history)| (terms, state, &history[round]))
            .collect();
        let group = match settle_group(&entries) {
            Ok(group) => group,
            Err(GroupError::Settle { error, .. }) => return expect_error(expect, &error),
            Err(error) => return expect_error(expect, &error),
        };
        let mut other_way: Vec<_> = entries.clone();
        other_way.reverse();
        let other_way = settle_group(&other_way).map_err(|why| why.to_string())?;
        if other_way.crossings != group.crossings
            || !other_way.settled.iter().rev().eq(&group.settled)
        {
            return Err("the order of the entries changes the round".into());
        }
        let mut statements = Map::new();
        for ((terms, before, activity), (statement, after)) in entries.iter().zip(&group.settled) {
            proved_to_all(
                (terms, before, activity),
                (statement, after),
                &group.crossings,
            )
            .map_err(|why| format!("round {}, {}: {why}", round + 1, terms.id()))?;
            let expected = &expect["rounds"][round][terms.id().as_str()];
            let postings = expected.get("postings").is_some();
            let json = statement_json(terms, statement, postings.then_some(*before));
            statements.insert(terms.id().to_string(), json);
        }
        rounds.push(Value::Object(statements));
        states = group.settled.into_iter().map(|(_, state)| state).collect();
    }
    match expected_error(expect) {
        Some(error) => Err(format!("expected {error}, found statements")),
        None => same(expect, &json!({"rounds": rounds})),
    }
}
