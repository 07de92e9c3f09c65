//! Histories worked by hand from the words of the agreements, settled to the cent.

use partnership::compensation::{Activity, Terms, settle};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{file, sheets};
use crate::cases::{same, variant_name};
use crate::families::compensation::{proved, statement_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    schema: u32,
    terms: String,
    periods: Vec<Period>,
}

/// One activity, and the statement that it comes to or the error that refuses it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    #[serde(default, rename = "why")]
    _why: String,
    activity: Activity,
    statement: Option<Value>,
    refused: Option<String>,
}

/// The activities of a history that settle.
pub(super) fn activities(name: &str) -> Vec<Activity> {
    let history: History = file(&format!("histories/{name}.json"));
    let settled = history
        .periods
        .into_iter()
        .filter(|period| period.refused.is_none());
    settled.map(|period| period.activity).collect()
}

/// What differs in a history, by period.
fn differences(name: &str, terms: &Terms) -> Vec<String> {
    let history: History = file(&format!("histories/{name}.json"));
    assert_eq!((history.schema, history.terms.as_str()), (1, name));
    let mut state = terms.new_state();
    let mut differences = Vec::new();
    for period in history.periods {
        let mut differs = |why: String| {
            let no = period.activity.no;
            differences.push(format!("{name}, period {no}:\n{why}"));
        };
        match settle(terms, &state, &period.activity) {
            Ok((statement, next)) => {
                if let Err(why) = proved(terms, &state, &period.activity, &statement, &next) {
                    differs(why);
                }
                let expected = period.statement.unwrap_or(json!({"error": period.refused}));
                if let Err(why) = same(&expected, &statement_json(&statement, None)) {
                    differs(why);
                }
                state = next;
            }
            Err(error) => {
                let found = variant_name(&error);
                if period.refused != Some(found) {
                    differs(error.to_string());
                }
            }
        }
    }
    differences
}

#[test]
fn every_history_settles_to_the_cent_and_proves_every_figure() {
    let sheets = sheets();
    let differences = sheets
        .iter()
        .flat_map(|(name, terms)| differences(name, terms));
    let differences: Vec<String> = differences.collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
