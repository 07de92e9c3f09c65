//! The families of `money.json` (spec/money.md 10).

use std::cmp::Ordering;
use std::fmt::Display;

use partnership::{Ratio, Rounding};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cases::{Adapter, outcome, read, same};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("round", round),
    ("ratio_text", ratio_text),
    ("ratio_op", ratio_op),
    ("percent_text", percent_text),
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
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
