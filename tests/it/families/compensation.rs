//! The families of `compensation.json` (spec/compensation.md 19) and of `contracts.json`, which
//! are the same with the terms of its page (spec/contracts.md X15).

use partnership::compensation::{
    Activity, Crossing, Notice, State, Statement, Terms, TermsDraft, settle,
};
use partnership::explain::{Documents, Explanation, Finding};
use partnership::{Currency, Money};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::cases::{Adapter, expect_error, expected_error, read, same, variant_name};
use crate::laws::explain::stranger::stranger;

mod around;
mod contracts;
mod groups;
mod pays;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("settle", settled),
    ("terms", terms),
    ("merge", merged),
    ("pay", pays::value),
    ("marginal", pays::marginal),
    ("ranges", pays::ranges),
    ("timing", pays::timing),
    ("break_even", pays::break_evens),
    ("minimum_viable_costs", pays::minimum_of_costs),
    ("advise", pays::advice),
    ("group", groups::settled),
    ("verify", around::verified),
    ("compare", around::compared),
    ("amend", around::amended),
    ("minimum_viable", around::viable),
];

pub const CONTRACT_FAMILIES: &[(&str, Adapter)] = &[
    ("settle", settled),
    ("terms", terms),
    ("merge", merged),
    ("pay", pays::value),
    ("break_even", pays::break_evens),
    ("group", groups::settled),
    ("amend", around::amended),
    ("expand", contracts::expanded),
    ("late_interest", contracts::interest),
];

/// An amount as the cases write it: major units without the currency.
pub fn major(money: Money) -> String {
    money
        .to_string()
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Refuses unless the case expects JSON that is not of the shape.
fn malformed(expect: &Value, why: impl ToString) -> Result<(), String> {
    match expected_error(expect) {
        Some("Malformed") => Ok(()),
        _ => Err(format!("not of the shape: {}", why.to_string())),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settled {
    terms: Value,
    activities: Vec<Value>,
}

fn settled(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Settled = read(given)?;
    let terms: Terms = match serde_json::from_value(given.terms) {
        Ok(terms) => terms,
        Err(why) => return malformed(expect, why),
    };
    let mut state = terms.new_state();
    let mut statements = Vec::new();
    for (number, activity) in given.activities.into_iter().enumerate() {
        let activity: Activity = match serde_json::from_value(activity) {
            Ok(activity) => activity,
            Err(why) => return malformed(expect, why),
        };
        match settle(&terms, &state, &activity) {
            Ok((statement, next)) => {
                proved_to_all((&terms, &state, &activity), (&statement, &next), &[])
                    .map_err(|why| format!("statement {}: {why}", number + 1))?;
                let index = statements.len();
                let with_postings = expect["statements"][index].get("postings").is_some();
                let before = with_postings.then_some(&state);
                statements.push(statement_json(&terms, &statement, before));
                state = next;
            }
            Err(error) => {
                expect_error(expect, &error)?;
                return same(&expect["activity"], &json!(number + 1));
            }
        }
    }
    if let Some(error) = expected_error(expect) {
        return Err(format!("expected {error}, found statements"));
    }
    same(expect, &json!({"statements": statements}))
}

/// Law 1 of spec/explain.md: the explanation checks, also against its papers, covers every
/// figure, and an audit finds nothing but what is taken on trust.
pub fn proved(
    terms: &Terms,
    before: &State,
    activity: &Activity,
    statement: &Statement,
    after: &State,
) -> Result<(), String> {
    proved_in_group((terms, before, activity), (statement, after), &[]).map(drop)
}

/// As [`proved`], also to a checker that uses nothing of the crate.
fn proved_to_all(
    papers: (&Terms, &State, &Activity),
    settled: (&Statement, &State),
    crossings: &[Crossing],
) -> Result<(), String> {
    let (explanation, documents, result) = proved_in_group(papers, settled, crossings)?;
    let explanation = serde_json::to_value(&explanation).map_err(|why| why.to_string())?;
    let of = |name: &str| documents.get(name).unwrap_or(&Value::Null);
    let papers = ["terms", "state", "activity", "group"].map(|name| (name, of(name)));
    stranger(&explanation, &papers, &[], &result).map(drop)
}

/// As [`proved`], with what crossed between the agreements of a group as one more paper.
fn proved_in_group(
    (terms, before, activity): (&Terms, &State, &Activity),
    (statement, after): (&Statement, &State),
    crossings: &[Crossing],
) -> Result<(Explanation, Documents, Value), String> {
    let explanation = statement
        .explain_in_group(terms, before, activity, crossings)
        .map_err(|why| why.to_string())?;
    explanation.check().map_err(|why| why.to_string())?;
    let json = |value: Result<Value, serde_json::Error>| value.map_err(|why| why.to_string());
    let documents = Documents::new()
        .with("terms", json(serde_json::to_value(terms.expanded()))?)
        .with("state", json(serde_json::to_value(before))?)
        .with("activity", json(serde_json::to_value(activity))?)
        .with("group", json(serde_json::to_value(crossings))?)
        .in_full("activity");
    let result = json!({
        "statement": json(serde_json::to_value(statement))?,
        "state": json(serde_json::to_value(after))?,
    });
    explanation
        .check_against(&documents, &result)
        .map_err(|why| why.to_string())?;
    let uncovered = explanation.covers(&result);
    if !uncovered.is_empty() {
        return Err(format!("no proof of {uncovered:?}"));
    }
    let pending = |pointer: &str| pointer.ends_with("/pending");
    let statement_on = |pointer: &str| pointer == "/statement_on";
    // A level that a later report has replaced decides nothing any more.
    let replaced = |pointer: &str| {
        // Nor does the value of a delivery that is paid by fixed steps, nor excused days of one that
        // was early, nor a change order that nobody has approved.
        let unasked = pointer.ends_with("/value") || pointer.ends_with("/excused_days");
        let values = pointer.starts_with("/deliveries/") && unasked;
        // Nor does the day of a milestone that was funded or cancelled.
        let days = pointer.starts_with("/milestones/") && pointer.ends_with("/on");
        let orders = pointer.starts_with("/change_orders/");
        pointer.starts_with("/levels/") || values || orders || days
    };
    // What the state forgets at once can go unread: amounts where only units are paid, in the
    // oldest period that may still be named.
    let forgets = terms.sheet().horizon() < statement.no();
    let findings = explanation
        .audit(&documents, &result)
        .into_iter()
        .filter(|finding| {
            !matches!(finding, Finding::Trusted { .. })
                && !matches!(finding, Finding::Unread { pointer, .. }
                if forgets || pending(pointer) || statement_on(pointer) || replaced(pointer))
        });
    let findings: Vec<Finding> = findings.collect();
    if findings.is_empty() {
        Ok((explanation, documents, result))
    } else {
        Err(format!("the audit finds {findings:?}"))
    }
}

/// Whether a paper has a field of this name anywhere.
fn names(paper: &Value, field: &str) -> bool {
    match paper {
        Value::Object(fields) => {
            fields.contains_key(field) || fields.values().any(|value| names(value, field))
        }
        Value::Array(values) => values.iter().any(|value| names(value, field)),
        _ => false,
    }
}

/// A statement as the cases write it, with its postings if the state before is given.
pub fn statement_json(terms: &Terms, statement: &Statement, before: Option<&State>) -> Value {
    let mut json = Map::new();
    json.insert("id".into(), json!(statement.id().to_string()));
    let lines = statement
        .lines()
        .iter()
        .filter(|line| !line.amount.is_zero());
    let lines: Vec<Value> = lines
        .map(|line| json!([line.kind.name(), line.reference, major(line.amount)]))
        .collect();
    json.insert("lines".into(), json!(lines));
    for (name, amount) in [
        ("opening", statement.opening()),
        ("closing", statement.closing()),
        ("earned", statement.earned()),
        ("paid", statement.paid()),
    ] {
        json.insert(name.into(), json!(major(amount)));
    }
    for (name, amount) in [
        ("tax", statement.tax()),
        ("advanced", statement.advanced()),
        ("charged", statement.charged()),
        ("in_kind", statement.in_kind()),
        ("reserve", statement.reserve()),
        ("held", statement.held()),
        ("written_off", statement.written_off()),
        ("recouped_by_group", statement.recouped_by_group()),
        ("escrow", statement.escrow()),
    ] {
        if !amount.is_zero() {
            json.insert(name.into(), json!(major(amount)));
        }
    }
    let sheet = serde_json::to_value(terms).expect("a sheet is written");
    if !statement.dues().is_empty() && names(&sheet, "dues") {
        let dues = statement.dues().iter().map(|due| match due.on {
            Some(day) => json!({"on": day.to_string(), "amount": major(due.amount)}),
            None => json!({"amount": major(due.amount)}),
        });
        json.insert("dues".into(), json!(dues.collect::<Vec<Value>>()));
    }
    if !statement.advances().is_empty() {
        let advances = statement.advances().iter();
        let advances: Map<String, Value> = advances
            .map(|(id, left)| (id.to_string(), json!(major(*left))))
            .collect();
        json.insert("advances".into(), Value::Object(advances));
    }
    if let Some(day) = statement.due_on() {
        json.insert("due_on".into(), json!(day.to_string()));
    }
    let mut notices: Vec<&str> = statement.notices().map(Notice::name).collect();
    notices.dedup();
    json.insert("notices".into(), json!(notices));
    if let Some(before) = before {
        let postings = statement.postings(before).unwrap();
        let postings: Map<String, Value> = postings
            .iter()
            .map(|posting| {
                (
                    posting.account.name().to_owned(),
                    json!(major(posting.amount)),
                )
            })
            .collect();
        json.insert("postings".into(), Value::Object(postings));
    }
    Value::Object(json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    terms: Value,
    forecast: Option<Value>,
}

fn terms(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Sheet = read(given)?;
    let draft: TermsDraft = match serde_json::from_value(given.terms) {
        Ok(draft) => draft,
        Err(why) => return malformed(expect, why),
    };
    let problems = draft.problems();
    let mut names: Vec<String> = problems
        .iter()
        .map(|problem| variant_name(&problem.fault))
        .collect();
    names.sort_unstable();
    if !names.is_empty() {
        return same(expect, &json!({"problems": names}));
    }
    let terms = Terms::try_from(draft).map_err(|why| why.to_string())?;
    let lints = match given.forecast {
        None => terms.lint(),
        Some(forecast) => {
            let forecast: Vec<Activity> = match serde_json::from_value(forecast) {
                Ok(forecast) => forecast,
                Err(why) => return malformed(expect, why),
            };
            match terms.lint_with(&forecast) {
                Ok(lints) => lints,
                Err(error) => return expect_error(expect, &error),
            }
        }
    };
    let mut names: Vec<&str> = lints.iter().map(|lint| lint.fault.name()).collect();
    names.sort_unstable();
    same(expect, &json!({"problems": [], "lints": names}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merged {
    currency: Currency,
    parts: Vec<Value>,
}

fn merged(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Merged = read(given)?;
    let _ = given.currency;
    let mut whole: Option<Activity> = None;
    for part in given.parts {
        let part: Activity = match serde_json::from_value(part) {
            Ok(part) => part,
            Err(why) => return malformed(expect, why),
        };
        whole = Some(match whole {
            None => part,
            Some(whole) => match whole.merge(part) {
                Ok(whole) => whole,
                Err(error) => return expect_error(expect, &error),
            },
        });
    }
    if let Some(error) = expected_error(expect) {
        return Err(format!("expected {error}, found an activity"));
    }
    let whole = whole.ok_or("no parts")?;
    let expected: Activity =
        serde_json::from_value(expect["merged"].clone()).map_err(|why| why.to_string())?;
    let json = |activity| serde_json::to_value(activity).map_err(|why| why.to_string());
    same(&json(&expected)?, &json(&whole)?)
}
