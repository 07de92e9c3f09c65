//! What a case expects, held against what an adapter found.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The name of the innermost variant of an error: `Currency(UnknownCode { .. })` is `UnknownCode`.
pub fn variant_name(error: &dyn Debug) -> String {
    let text = format!("{error:?}");
    let mut rest = text.as_str();
    loop {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        match after.strip_prefix('(') {
            Some(inner) if inner.starts_with(|c: char| c.is_ascii_uppercase()) => rest = inner,
            _ => return name.to_owned(),
        }
    }
}

/// Reads what a case gives; an unknown or missing field is named.
pub fn read<T: DeserializeOwned>(given: &Value) -> Result<T, String> {
    T::deserialize(given).map_err(|error| format!("cannot read {given}: {error}"))
}

/// The variant that a case expects, if it expects an error.
pub fn expected_error(expect: &Value) -> Option<&str> {
    expect.get("error").and_then(Value::as_str)
}

/// Holds an error against what a case expects.
pub fn expect_error(expect: &Value, error: &dyn Debug) -> Result<(), String> {
    let found = variant_name(error);
    match expected_error(expect) {
        Some(expected) if expected == found => Ok(()),
        Some(expected) => Err(format!("expected error {expected}, found {error:?}")),
        None => Err(format!("expected {expect}, found error {error:?}")),
    }
}

/// Holds an outcome against what a case expects: an error by its variant, a value by its JSON.
pub fn outcome<T, E: Debug>(
    found: Result<T, E>,
    expect: &Value,
    to_json: impl FnOnce(T) -> Value,
) -> Result<(), String> {
    match found {
        Ok(value) => same(expect, &to_json(value)),
        Err(error) => expect_error(expect, &error),
    }
}

/// Holds two JSON values against each other; the message names every place where they differ.
pub fn same(expected: &Value, found: &Value) -> Result<(), String> {
    let mut differences = Vec::new();
    compare("", expected, found, &mut differences);
    if differences.is_empty() {
        Ok(())
    } else {
        Err(differences.join("\n"))
    }
}

fn compare(path: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    let place = if path.is_empty() { "/" } else { path };
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                match right.get(key) {
                    Some(other) => compare(&format!("{path}/{key}"), value, other, differences),
                    None => differences.push(format!("{path}/{key}: expected {value}, not found")),
                }
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                differences.push(format!("{path}/{key}: not expected, found {value}"));
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            if left.len() != right.len() {
                let (left, right) = (left.len(), right.len());
                differences.push(format!("{place}: expected {left} elements, found {right}"));
            }
            for (index, (value, other)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}/{index}"), value, other, differences);
            }
            for (index, value) in left.iter().enumerate().skip(right.len()) {
                differences.push(format!("{path}/{index}: expected {value}, not found"));
            }
            for (index, value) in right.iter().enumerate().skip(left.len()) {
                differences.push(format!("{path}/{index}: not expected, found {value}"));
            }
        }
        _ if expected == found => {}
        _ => differences.push(format!("{place}: expected {expected}, found {found}")),
    }
}
