//! The families that only `contracts.json` has: late interest, and versions written out.

use partnership::compensation::{
    InterestError, Late, LateInterest, Terms, TermsDraft, late_interest,
};
use partnership::time::{Calendar, NaiveDate, date};
use partnership::{Currency, Money, Rounding};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{major, malformed};
use crate::cases::{expect_error, expected_error, outcome, read, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Overdue {
    currency: Currency,
    interest: Value,
    rounding: Option<Rounding>,
    #[serde(default)]
    calendar: Value,
    amount: Money,
    due: String,
    #[serde(default)]
    payments: Vec<Payment>,
    on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Payment {
    on: String,
    amount: Money,
}

pub fn interest(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Overdue = read(given)?;
    same(&json!(given.currency), &json!(given.amount.currency()))?;
    let rule: LateInterest = match serde_json::from_value(given.interest) {
        Ok(rule) => rule,
        Err(why) => return malformed(expect, why),
    };
    let calendar: Calendar = match given.calendar {
        Value::Null => Calendar::default(),
        calendar => serde_json::from_value(calendar).map_err(|why| why.to_string())?,
    };
    let day = |text: &str| date(text).map_err(|why| why.to_string());
    let mut payments: Vec<(NaiveDate, Money)> = Vec::new();
    for payment in &given.payments {
        payments.push((day(&payment.on)?, payment.amount));
    }
    let late = late_interest(
        &rule,
        &calendar,
        given.rounding.unwrap_or_default(),
        given.amount,
        day(&given.due)?,
        &payments,
        day(&given.on)?,
    );
    match late {
        Err(InterestError::Problem(problem)) => expect_error(expect, &problem.fault),
        late => outcome(late, expect, |late: Late| {
            json!({
                "days_late": late.days_late,
                "interest": major(late.interest),
                "fee": major(late.fee),
            })
        }),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    terms: Value,
}

pub fn expanded(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Written = read(given)?;
    let draft: TermsDraft = match serde_json::from_value(given.terms) {
        Ok(draft) => draft,
        Err(why) => return malformed(expect, why),
    };
    let terms = match Terms::try_from(draft) {
        Ok(terms) => terms,
        Err(problem) => return expect_error(expect, &problem.fault),
    };
    if let Some(error) = expected_error(expect) {
        return Err(format!("expected {error}, found terms"));
    }
    let sheet = serde_json::to_value(terms.expanded()).map_err(|why| why.to_string())?;
    let versions = sheet["versions"].as_array().ok_or("no versions")?;
    let versions: Vec<Value> = versions.iter().map(outline).collect();
    same(expect, &json!({"versions": versions}))
}

/// The ids of every list of a version that is not empty, and which single clauses it has.
fn outline(version: &Value) -> Value {
    let mut outline = Map::new();
    for (field, value) in version.as_object().expect("a version") {
        let ids = |list: &Vec<Value>| list.iter().map(|entry| entry["id"].clone()).collect();
        let said = match (field.as_str(), value) {
            ("from", day) => day.clone(),
            ("reserve" | "hold" | "payout", _) => json!(true),
            (_, Value::Array(list)) => Value::Array(ids(list)),
            _ => continue,
        };
        outline.insert(field.clone(), said);
    }
    Value::Object(outline)
}
