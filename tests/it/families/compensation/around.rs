//! What stands around settling: verifying, comparing, amending, and the least one works for.

use chrono::NaiveDate;
use partnership::compensation::{
    Activity, AmendError, Amendment, MinimumError, MinimumViable, Published, Terms, Version,
    compare, verify,
};
use partnership::{Currency, Money};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{major, malformed};
use crate::cases::{expect_error, expected_error, read, same};

/// Reads a paper, unless the case expects that it cannot be read.
macro_rules! paper {
    ($json:expr, $expect:expr) => {
        match serde_json::from_value($json) {
            Ok(paper) => paper,
            Err(why) => return malformed($expect, why),
        }
    };
}

/// Refuses a value where the case expects an error.
fn found(expect: &Value, found: &Value) -> Result<(), String> {
    match expected_error(expect) {
        Some(error) => Err(format!("expected {error}, found {found}")),
        None => same(expect, found),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verified {
    terms: Value,
    activities: Vec<Value>,
    published: Vec<Map<String, Value>>,
}

pub fn verified(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Verified = read(given)?;
    let terms: Terms = paper!(given.terms, expect);
    let mut history = Vec::new();
    for (activity, published) in given.activities.into_iter().zip(given.published) {
        let activity: Activity = paper!(activity, expect);
        let published: Published = paper!(with_currency(published, terms.currency()), expect);
        history.push((activity, published));
    }
    match verify(&terms, &history) {
        Ok(None) => found(expect, &json!({"ok": true})),
        Ok(Some(difference)) => found(
            expect,
            &json!({
                "no": difference.no,
                "field": difference.field,
                "published": major(difference.published),
                "computed": major(difference.computed),
            }),
        ),
        Err(refused) => {
            expect_error(expect, &refused.error)?;
            match expect.get("no") {
                Some(no) => same(no, &json!(refused.no)),
                None => Ok(()),
            }
        }
    }
}

/// The cases write amounts of the currency of the terms in major units alone.
fn with_currency(published: Map<String, Value>, currency: Currency) -> Value {
    let amount = |text: Value| match text {
        Value::String(text) => json!(format!("{text} {currency}")),
        other => other,
    };
    let fields = published.into_iter();
    Value::Object(fields.map(|(name, text)| (name, amount(text))).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compared {
    sheets: Vec<Named>,
    activities: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    terms: Value,
}

pub fn compared(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Compared = read(given)?;
    let mut sheets: Vec<(String, Terms)> = Vec::new();
    for sheet in given.sheets {
        sheets.push((sheet.name, paper!(sheet.terms, expect)));
    }
    let mut activities: Vec<Activity> = Vec::new();
    for activity in given.activities {
        activities.push(paper!(activity, expect));
    }
    let named: Vec<(&str, &Terms)> = sheets
        .iter()
        .map(|(name, terms)| (name.as_str(), terms))
        .collect();
    let comparison = match compare(&named, &activities) {
        Ok(comparison) => comparison,
        Err(refused) => {
            expect_error(expect, &refused.error)?;
            return same(&expect["sheet"], &json!(refused.sheet));
        }
    };
    let totals = comparison.totals.iter().map(|sheet| {
        json!({
            "name": sheet.name,
            "value": major(sheet.value),
            "cash": major(sheet.cash),
            "closing": major(sheet.closing),
            "unrecouped": major(sheet.unrecouped),
        })
    });
    let totals: Vec<Value> = totals.collect();
    found(
        expect,
        &json!({
            "totals": totals,
            "best_by_value": comparison.best_by_value,
            "best_by_cash": comparison.best_by_cash,
            "best_cash_per_period": comparison.best_cash_per_period,
        }),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Amended {
    terms: Value,
    from: String,
    settled_through: Option<String>,
    version: Map<String, Value>,
    until: Option<String>,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|why| format!("{text}: {why}"))
}

pub fn amended(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Amended = read(given)?;
    let terms: Terms = paper!(given.terms, expect);
    let mut version = given.version;
    if version.insert("from".into(), json!(given.from)).is_some() {
        return Err("the version of an amendment has no day of its own".into());
    }
    let version: Version = paper!(Value::Object(version), expect);
    let amendment = Amendment {
        version,
        from: day(&given.from)?,
        until: given.until.as_deref().map(day).transpose()?,
    };
    let settled_through = given.settled_through.as_deref().map(day).transpose()?;
    match terms.amend(amendment, settled_through) {
        Ok(terms) => {
            let versions = terms.versions().iter();
            let days: Vec<String> = versions.map(|one| one.from.to_string()).collect();
            found(expect, &json!({"versions": days}))
        }
        Err(AmendError::Problem(problem)) => expect_error(expect, &problem.fault),
        Err(error) => expect_error(expect, &error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Viable {
    minimum: Value,
    terms: Value,
    activities: Vec<Value>,
}

pub fn viable(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Viable = read(given)?;
    let minimum: MinimumViable = paper!(given.minimum, expect);
    let terms: Terms = paper!(given.terms, expect);
    let mut activities: Vec<Activity> = Vec::new();
    for activity in given.activities {
        activities.push(paper!(activity, expect));
    }
    match minimum.check(&terms, &activities) {
        Ok(viability) => {
            let amount = |amount: Money| json!(major(amount));
            found(
                expect,
                &json!({
                    "meets": viability.meets,
                    "total": amount(viability.total),
                    "shortfall": amount(viability.shortfall),
                    "periods_below": viability.periods_below,
                }),
            )
        }
        Err(MinimumError::Period(refused)) => expect_error(expect, &refused.error),
        Err(error) => expect_error(expect, &error),
    }
}
