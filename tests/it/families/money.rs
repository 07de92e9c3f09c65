//! The families of `money.json` (spec/money.md 10).

use std::cmp::Ordering;
use std::fmt::Display;
use std::str::FromStr;

use partnership::{Currency, Money, MoneyError, Ratio, Rounding};
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

/// An operand of a case, which must be readable.
fn operand<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|error| format!("cannot read the operand {text:?}: {error}"))
}

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
    let given: Given = read(given)?;
    let args = given
        .args
        .iter()
        .map(|text| operand(text))
        .collect::<Result<Vec<Money>, String>>()?;
    let factor = given.factor.as_deref().map(operand::<i64>).transpose()?;
    let found: Result<Value, MoneyError> = match (given.op.as_str(), args.as_slice(), factor) {
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
        (op, args, factor) => return Err(format!("no operation {op} of {args:?}, {factor:?}")),
    };
    outcome(found, expect, |value| value)
}

fn times_ratio(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        amount: Money,
        ratio: Ratio,
        rounding: Rounding,
    }
    let given: Given = read(given)?;
    outcome(
        given.amount.times_ratio(given.ratio, given.rounding),
        expect,
        value_of,
    )
}

fn round(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        value: Ratio,
        rounding: Rounding,
    }
    let given: Given = read(given)?;
    same(
        expect,
        &json!({"integer": given.value.round(given.rounding).to_string()}),
    )
}

fn decimal(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        decimal: String,
        currency: Currency,
        rounding: Option<Rounding>,
    }
    let given: Given = read(given)?;
    let decimal = Decimal::from_str_exact(&given.decimal)
        .map_err(|error| format!("cannot read the decimal {:?}: {error}", given.decimal))?;
    let found = match given.rounding {
        None => Money::from_decimal(decimal, given.currency),
        Some(rounding) => Money::from_decimal_rounded(decimal, given.currency, rounding),
    };
    outcome(
        found,
        expect,
        |money| json!({"value": money.to_string(), "decimal": money.to_decimal().to_string()}),
    )
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
        op: String,
        left: Ratio,
        right: Ratio,
    }
    let Given { op, left, right } = read(given)?;
    let found = match op.as_str() {
        "add" => left.checked_add(right).map(value_of),
        "sub" => left.checked_sub(right).map(value_of),
        "mul" => left.checked_mul(right).map(value_of),
        "div" => left.checked_div(right).map(value_of),
        "compare" => Ok(order_of(left.cmp(&right))),
        op => return Err(format!("no operation {op}")),
    };
    outcome(found, expect, |value| value)
}

fn percent_text(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        ratio: Ratio,
        places: u8,
        rounding: Rounding,
    }
    let given: Given = read(given)?;
    let found = given.ratio.percent_text(given.places, given.rounding);
    outcome(found, expect, |text| json!({"text": text}))
}

fn round_to_step(given: &Value, expect: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        amount: Money,
        step: Money,
        rounding: Rounding,
    }
    let given: Given = read(given)?;
    outcome(
        given.amount.round_to_step(given.step, given.rounding),
        expect,
        value_of,
    )
}
