//! The laws of spec/compensation.md 14, and what a slow program finds.

mod around;
mod changes;
mod dues;
mod groups;
mod interest;
mod paths;
mod pays;
mod peers;
mod prices;
mod problems;
mod reference;
mod refusals;
mod retail;
mod retainers;
mod size;
mod statements;
mod view_words;
mod views;
mod wire;

use partnership::compensation::{Activity, SettleError, State, Statement, Terms, settle};
use serde_json::Value;

use crate::strategies::agreement::Agreement;

/// An agreement as the crate reads it.
#[derive(Clone, Debug)]
pub struct Read {
    pub terms: Terms,
    pub activities: Vec<Activity>,
}

/// Reads an agreement that is valid by construction.
#[track_caller]
pub fn read(agreement: &Agreement) -> Read {
    let terms = serde_json::from_value(agreement.terms.clone()).expect("valid terms");
    let activities = agreement.activities.iter();
    let activities = activities.map(|json| serde_json::from_value(json.clone()).expect("activity"));
    Read {
        terms,
        activities: activities.collect(),
    }
}

/// All statements of a history, and the state after each.
pub fn settle_all(
    terms: &Terms,
    activities: &[Activity],
) -> Result<Vec<(Statement, State)>, SettleError> {
    let mut state = terms.new_state();
    let mut settled = Vec::new();
    for activity in activities {
        let (statement, next) = settle(terms, &state, activity)?;
        state = next.clone();
        settled.push((statement, next));
    }
    Ok(settled)
}

/// A statement in the form in which it travels.
pub fn json(statement: &Statement) -> Value {
    serde_json::to_value(statement).expect("a statement is JSON")
}
