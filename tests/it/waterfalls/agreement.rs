//! The crate and the slow program agree: on the cases, and on thousands of random waterfalls.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use super::reference::expect;
use super::strategies::{pools, waterfall};
use crate::families::adapters;
use crate::support::{heavy, root};

/// Holds the crate against the slow program, with every statement proved.
fn agree(family: &str, given: &Value) -> Result<(), String> {
    let adapters = adapters("splits.json");
    let (_, adapter) = adapters.iter().find(|(name, _)| *name == family).unwrap();
    adapter(given, &expect(given))
}

#[test]
fn the_slow_program_comes_to_what_the_cases_expect() {
    let cases = fs::read_to_string(root().join("tests/cases/splits.json")).unwrap();
    let cases: Value = serde_json::from_str(&cases).unwrap();
    let mut held = 0;
    for case in cases["cases"].as_array().unwrap() {
        let family = case["family"].as_str().unwrap();
        if !matches!(family, "waterfall" | "pools") || case["expect"].get("error").is_some() {
            continue;
        }
        // Unit by unit, a hundred thousand of them take their time.
        let receipts = case["given"]["receipts"].as_array().unwrap();
        let long = |receipt: &Value| receipt["amount"].as_str().unwrap().len() > 7;
        if receipts.iter().any(long) {
            continue;
        }
        assert_eq!(expect(&case["given"]), case["expect"], "{}", case["id"]);
        held += 1;
    }
    assert!(held > 25, "{held}");
}

proptest! {
    #![proptest_config(heavy(48))]

    #[test]
    fn random_waterfalls_with_refunds_agree(given in waterfall()) {
        agree("waterfall", &given).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn random_pools_with_shared_claims_agree(given in pools()) {
        agree("pools", &given).map_err(TestCaseError::fail)?;
    }
}
