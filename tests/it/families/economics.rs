//! The families of `health-economics.json` about economics (spec/health-economics.md 7, 8); here
//! those of what one partnership brings.

use partnership::economics::{
    EconomicsError, Effort, Intangible, IntangibleKind, Investment, InvestmentPeriod, UnitSale,
    explain_valuations, valuations,
};
use partnership::time::date;
use partnership::{Currency, Money, PartyId, Ratio};
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::{Value, json};

use super::health::proved;
use crate::cases::{Adapter, outcome, read};

pub mod plan;
pub mod portfolio;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("break_even_units", break_even_units),
    ("break_even_time", break_even_time),
    ("intangibles", intangibles),
];

/// An amount of the cases: major units without the currency, in dollars.
#[derive(Clone, Copy)]
struct Usd(Money);

impl Default for Usd {
    fn default() -> Self {
        Self(Money::zero(Currency::USD))
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let money = format!("{text} USD").parse();
        money.map(Self).map_err(D::Error::custom)
    }
}

/// Every amount of a result as the cases write it; a text with a currency is no other figure.
fn in_major(found: Value) -> Value {
    match found {
        Value::String(text) => match text.strip_suffix(" USD") {
            Some(amount) => json!(amount),
            None => json!(text),
        },
        Value::Array(all) => all.into_iter().map(in_major).collect(),
        Value::Object(all) => {
            let all = all.into_iter();
            Value::Object(all.map(|(key, value)| (key, in_major(value))).collect())
        }
        other => other,
    }
}

fn with(mut found: Value, more: &Value) -> Value {
    let more = more.as_object().expect("fields");
    let fields = found.as_object_mut().expect("a result");
    fields.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    in_major(found)
}

// ---- break-even ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsGiven {
    #[serde(default)]
    fixed: Usd,
    price: Usd,
    #[serde(default)]
    variable: Usd,
    #[serde(default = "zero")]
    share: Ratio,
    expected_units: Option<u64>,
}

const fn zero() -> Ratio {
    Ratio::ZERO
}

fn break_even_units(given: &Value, expect: &Value) -> Result<(), String> {
    let given: UnitsGiven = read(given)?;
    let sale = UnitSale {
        fixed: given.fixed.0,
        price: given.price.0,
        variable: given.variable.0,
        share: given.share,
    };
    if let Ok(line) = sale.break_even() {
        proved(sale.explain(), [("definition", json!(sale))], &json!(line))?;
    }
    let found = || -> Result<_, EconomicsError> {
        let line = sale.break_even()?;
        let expected = given.expected_units;
        let profit = expected.map(|units| sale.profit(units)).transpose()?;
        let safety = expected.map(|units| line.margin_of_safety(units));
        Ok(with(
            json!(line),
            &json!({
                "profit_expected": profit,
                "margin_of_safety": safety.transpose()?.flatten(),
            }),
        ))
    };
    outcome(found(), expect, |found| found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeGiven {
    #[serde(default)]
    once: Vec<OnceOf>,
    periods: Vec<PeriodOf>,
    #[serde(default)]
    intangibles: Vec<Usd>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnceOf {
    amount: Usd,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodOf {
    #[serde(default)]
    cash: Usd,
    #[serde(default)]
    value: Usd,
    #[serde(default)]
    efforts: Vec<EffortOf>,
    times: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EffortOf {
    hours: Ratio,
    #[serde(default)]
    paid: Usd,
    #[serde(default)]
    elsewhere: Usd,
}

fn break_even_time(given: &Value, expect: &Value) -> Result<(), String> {
    let given: TimeGiven = read(given)?;
    let mut periods = Vec::new();
    for period in &given.periods {
        let efforts = period.efforts.iter().map(|effort| Effort {
            hours: effort.hours,
            paid: effort.paid.0,
            elsewhere: effort.elsewhere.0,
        });
        let period_of = InvestmentPeriod {
            cash: period.cash.0,
            value: period.value.0,
            efforts: efforts.collect(),
        };
        // More than 601 are as many too many.
        let times = period.times.unwrap_or(1).min(601);
        periods.extend(std::iter::repeat_n(period_of, times));
    }
    let plan = Investment {
        once: given.once.iter().map(|once| once.amount.0).collect(),
        periods,
    };
    if let Ok(pays) = plan.break_even() {
        proved(plan.explain(), [("definition", json!(plan))], &json!(pays))?;
    }
    let found = || -> Result<_, EconomicsError> {
        let pays = plan.break_even()?;
        let valued = given.intangibles.iter().map(|valued| valued.0);
        let valued = Money::sum(Currency::USD, valued)?;
        let covered = pays.is_covered_with_intangibles(valued)?;
        Ok(with(
            json!(pays),
            &json!({"covered_with_intangibles": covered}),
        ))
    };
    outcome(found(), expect, |found| found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntangiblesGiven {
    money: Usd,
    items: Vec<IntangibleOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntangibleOf {
    kind: IntangibleKind,
    value: Option<Usd>,
    by: PartyId,
}

fn intangibles(given: &Value, expect: &Value) -> Result<(), String> {
    let given: IntangiblesGiven = read(given)?;
    let on = date("2026-12-31").map_err(|why| why.to_string())?;
    let items = given.items.into_iter().map(|item| Intangible {
        kind: item.kind,
        value: item.value.map(|value| value.0),
        by: item.by,
        on,
        why: "as given".to_owned(),
    });
    let items: Vec<Intangible> = items.collect();
    let found = valuations(given.money.0, &items);
    if let Ok(by) = &found {
        let definition = json!({"money": given.money.0, "items": items});
        let explanation = explain_valuations(given.money.0, &items);
        proved(explanation, [("definition", definition)], &json!(by))?;
    }
    outcome(found, expect, |by| in_major(json!({"by": by})))
}
