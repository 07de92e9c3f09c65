//! What the tests of wire forms share: golden files, and documents that travel or are refused.

use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, from_value, to_string, to_value};

use crate::support::root;

/// A file below `tests/golden`.
#[track_caller]
pub fn golden(name: &str) -> Value {
    let path = root().join("tests/golden").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", path.display()));
    from_str(&text).expect("JSON")
}

/// Reads a golden file, and holds what is written again to it.
#[track_caller]
pub fn reads<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let written = golden(name);
    let value: T = from_value(written.clone()).expect(name);
    assert_eq!(to_value(&value).expect("JSON"), written, "{name}");
    value
}

/// A value has exactly this text, and this text is that value.
#[track_caller]
pub fn travels<T>(value: &T, json: &str)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(to_string(value).expect("it is written"), json);
    assert_eq!(&from_str::<T>(json).expect("it is read"), value);
}

/// A text is no value of a type, for a reason that begins so.
#[track_caller]
pub fn refuses<T: DeserializeOwned + std::fmt::Debug>(json: &str, message: &str) {
    let error = from_str::<T>(json).expect_err("it is refused").to_string();
    assert!(error.starts_with(message), "{json}: {error}");
}
