//! The families of `money.json` (spec/money.md 10).

use std::cmp::Ordering;
use std::fmt::Display;

use partnership::{Currency, Error, Money, Ratio, Rounding};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::cases::{Adapter, outcome, read, same};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("money_text", money_text),
    ("wire", wire),
    ("money_op", money_op),
    ("times_ratio", times_ratio),
    ("round", round),
    ("decimal", decimal),
    ("ratio_text", ratio_text),
    ("ratio_op", ratio_op),
    ("percent_text", percent_text),
    ("round_to_step", round_to_step),
];

fn value_of(value: impl Display) -> Value {
    json!({"value": value.to_string()})
}

fn order_of(order: Ordering) -> Value {
    json!({"value": match order {
        Ordering::Less => "less",
        Ordering::Equal => "equal",
        Ordering::Greater => "greater",
    }})
}

/// Holds what was found, or the error of an operand or of the operation, against the case.
fn check(found: Result<Value, Error>, expect: &Value) -> Result<(), String> {
    outcome(found, expect, |value| value)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

fn money_text(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Text = read(given)?;
    outcome(given.text.parse::<Money>(), expect, |money| {
        let currency = money.currency();
        json!({
            "text": money.to_string(),
            "minor": money.minor().to_string(),
            "code": currency.code(),
            "exponent": currency.exponent(),
            "custom": currency.is_custom(),
        })
    })
}

fn wire(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        r#type: String,
        json: String,
    }
    fn again<T: DeserializeOwned + Serialize>(json: &str) -> Value {
        match serde_json::from_str::<T>(json).and_then(|value| serde_json::to_string(&value)) {
            Ok(json) => json!({"json": json}),
            Err(_) => json!({"refused": true}),
        }
    }
    let given: Given = read(given)?;
    let found = match given.r#type.as_str() {
        "money" => again::<Money>(&given.json),
        "ratio" => again::<Ratio>(&given.json),
        "currency" => again::<Currency>(&given.json),
        "rounding" => again::<Rounding>(&given.json),
        other => return Err(format!("unknown type {other:?}")),
    };
    same(expect, &found)
}

fn money_op(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        op: String,
        args: Vec<String>,
        factor: Option<String>,
    }
    fn operate(op: &str, args: &[Money], factor: Option<i64>) -> Option<Result<Value, Error>> {
        let found = match (op, args, factor) {
            ("add", [left, right], None) => left.checked_add(*right).map(value_of),
            ("sub", [left, right], None) => left.checked_sub(*right).map(value_of),
            ("compare", [left, right], None) => left.compare(*right).map(order_of),
            ("ratio_to", [left, right], None) => left.ratio_to(*right).map(value_of),
            ("neg", [amount], None) => Ok(value_of(-*amount)),
            ("abs", [amount], None) => Ok(value_of(amount.abs())),
            ("times", [amount], Some(factor)) => amount.checked_times(factor).map(value_of),
            ("sum", [first, ..], None) => {
                Money::sum(first.currency(), args.iter().copied()).map(value_of)
            }
            _ => return None,
        };
        Some(found.map_err(Error::from))
    }
    let given: Given = read(given)?;
    let factor = given.factor.map(|text| text.parse::<i64>()).transpose();
    let factor = factor.map_err(|error| format!("the factor: {error}"))?;
    let args: Result<Vec<Money>, _> = given.args.iter().map(|text| text.parse()).collect();
    match args {
        Err(error) => check(Err(Error::from(error)), expect),
        Ok(args) => match operate(&given.op, &args, factor) {
            Some(found) => check(found, expect),
            None => Err(format!(
                "no operation {} of {args:?} and {factor:?}",
                given.op
            )),
        },
    }
}

fn times_ratio(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        amount: String,
        ratio: String,
        rounding: String,
    }
    fn run(given: &Given) -> Result<Value, Error> {
        let amount: Money = given.amount.parse()?;
        Ok(value_of(amount.times_ratio(
            given.ratio.parse()?,
            given.rounding.parse()?,
        )?))
    }
    check(run(&read(given)?), expect)
}

fn round(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        value: String,
        rounding: String,
    }
    fn run(given: &Given) -> Result<Value, Error> {
        let value: Ratio = given.value.parse()?;
        Ok(json!({"integer": value.round(given.rounding.parse()?).to_string()}))
    }
    check(run(&read(given)?), expect)
}

fn decimal(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        decimal: String,
        currency: String,
        rounding: Option<String>,
    }
    fn run(given: &Given, decimal: Decimal) -> Result<Value, Error> {
        let currency: Currency = given.currency.parse()?;
        let money = match &given.rounding {
            None => Money::from_decimal(decimal, currency)?,
            Some(name) => Money::from_decimal_rounded(decimal, currency, name.parse()?)?,
        };
        Ok(json!({"value": money.to_string(), "decimal": money.to_decimal().to_string()}))
    }
    let given: Given = read(given)?;
    let decimal = Decimal::from_str_exact(&given.decimal)
        .map_err(|error| format!("cannot read the decimal {:?}: {error}", given.decimal))?;
    check(run(&given, decimal), expect)
}

fn ratio_text(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Text = read(given)?;
    outcome(given.text.parse::<Ratio>(), expect, |ratio| {
        json!({
            "text": ratio.to_string(),
            "numerator": ratio.numerator().to_string(),
            "denominator": ratio.denominator().to_string(),
        })
    })
}

fn ratio_op(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        op: Op,
        left: String,
        right: String,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Op {
        Add,
        Sub,
        Mul,
        Div,
        Compare,
    }
    fn run(given: &Given) -> Result<Value, Error> {
        let (left, right): (Ratio, Ratio) = (given.left.parse()?, given.right.parse()?);
        Ok(match given.op {
            Op::Add => value_of(left.checked_add(right)?),
            Op::Sub => value_of(left.checked_sub(right)?),
            Op::Mul => value_of(left.checked_mul(right)?),
            Op::Div => value_of(left.checked_div(right)?),
            Op::Compare => order_of(left.cmp(&right)),
        })
    }
    check(run(&read(given)?), expect)
}

fn percent_text(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        ratio: String,
        places: u8,
        rounding: String,
    }
    fn run(given: &Given) -> Result<Value, Error> {
        let ratio: Ratio = given.ratio.parse()?;
        Ok(json!({"text": ratio.percent_text(given.places, given.rounding.parse()?)?}))
    }
    check(run(&read(given)?), expect)
}

fn round_to_step(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        amount: String,
        step: String,
        rounding: String,
    }
    fn run(given: &Given) -> Result<Value, Error> {
        let amount: Money = given.amount.parse()?;
        Ok(value_of(amount.round_to_step(
            given.step.parse()?,
            given.rounding.parse()?,
        )?))
    }
    check(run(&read(given)?), expect)
}
