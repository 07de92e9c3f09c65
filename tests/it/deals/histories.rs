//! Histories worked by hand from the words of the agreements, settled to the cent.

use partnership::compensation::{Activity, Measures, Pay, Published, Terms, settle, verify};
use partnership::{Currency, Money, Ratio};
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

/// What differs in a history of a folder, by period.
pub(super) fn differences(folder: &str, name: &str, terms: &Terms) -> Vec<String> {
    let history: History = file(&format!("{folder}histories/{name}.json"));
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
                let posted = statement.postings(&state).expect("small amounts");
                let posted = posted.iter().map(|posting| posting.amount.minor());
                if posted.sum::<i128>() != 0 {
                    differs("the postings do not come to nothing".to_owned());
                }
                let expected = period.statement.unwrap_or(json!({"error": period.refused}));
                if let Err(why) = same(&expected, &statement_json(terms, &statement, None)) {
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
        .flat_map(|(name, terms)| differences("", name, terms));
    let differences: Vec<String> = differences.collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The figures of the worked statements, as if they had been published.
fn published(name: &str, currency: Currency) -> Vec<(Activity, Published)> {
    let history: History = file(&format!("histories/{name}.json"));
    let settled = history.periods.into_iter().filter_map(|period| {
        let statement = period.statement?;
        let figure = |field: &str| {
            let major = statement[field].as_str().expect("an amount");
            Some(Money::from_decimal(major.parse().expect("a number"), currency).expect("exact"))
        };
        let published = Published {
            earned: figure("earned"),
            paid: figure("paid"),
            closing: figure("closing"),
            ..Published::default()
        };
        Some((period.activity, published))
    });
    settled.collect()
}

#[test]
fn published_statements_are_verified_and_a_unit_too_much_is_found() {
    for (name, terms) in sheets() {
        let unit = Money::from_minor(1, terms.currency());
        let mut published = published(&name, terms.currency());
        assert_eq!(verify(&terms, &published), Ok(None), "{name}");
        let no = published.len() / 2;
        let right = published[no].1.closing.expect("a balance");
        let wrong = right.checked_add(unit).expect("small");
        published[no].1.closing = Some(wrong);
        let found = verify(&terms, &published).expect("a history that settles");
        let found = found.expect("a difference");
        assert_eq!((found.no, found.field), (published[no].0.no, "closing"));
        assert_eq!((found.published, found.computed), (wrong, right), "{name}");
    }
}

/// What a pay comes to for these amounts and units by stream, in dollars.
fn value(pay: Value, given: &[(&str, &str, u32)]) -> String {
    let pay: Pay = serde_json::from_value(pay).expect("a pay");
    let mut measures = Measures::new(Currency::USD);
    for (stream, amount, units) in given {
        let amount = format!("{amount} USD").parse().expect("an amount");
        measures = measures
            .with_amount(stream, amount)
            .with_units(stream, Ratio::from(*units));
    }
    pay.value(&measures).expect("small amounts").to_string()
}

// 5% of 300,000.00 and 11% of 300,000.00 are 48,000.00, below 10% of both; the second alone is
// above its 10%, so that by product it is 15,000.00 and 30,000.00.
#[test]
fn one_maximum_over_all_products_would_average_it() {
    let share =
        |streams: &[&str], rate| json!({"share": {"base": {"streams": streams}, "rate": rate}});
    let by_product = json!({"sum": [
        {"lesser_of": [share(&["one"], "5%"), share(&["one"], "10%")]},
        {"lesser_of": [share(&["four"], "11%"), share(&["four"], "10%")]}]});
    let over_all = json!({"lesser_of": [
        {"sum": [share(&["one"], "5%"), share(&["four"], "11%")]},
        share(&["one", "four"], "10%")]});
    let sold = [("one", "300000.00", 6000), ("four", "300000.00", 6000)];
    assert_eq!(value(by_product, &sold), "45000 USD");
    assert_eq!(value(over_all, &sold), "48000 USD");
}

// 6% of 100,000.00 and of the material of 25,000.00 are 7,500.00; together 110,000.00 were
// received for material of 85,000.00.
#[test]
fn one_floor_under_all_products_would_lift_none() {
    let share = |streams: &[&str], floor| json!({"share": {"base": {"streams": streams, "at_least": floor}, "rate": "6%"}});
    let by_product = json!({"sum": [share(&["a"], "a-cost"), share(&["b"], "b-cost")]});
    let sold = [
        ("a", "100000.00", 1),
        ("b", "10000.00", 1),
        ("a-cost", "60000.00", 0),
        ("b-cost", "25000.00", 0),
        ("cost", "85000.00", 0),
    ];
    assert_eq!(value(by_product, &sold), "7500 USD");
    assert_eq!(value(share(&["a", "b"], "cost"), &sold), "6600 USD");
}
