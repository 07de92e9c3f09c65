//! Wire forms that never change: what was written once is read, and written again alike.

use std::fs;

use partnership::compensation::{Activity, State, Statement, Terms, settle};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::root;

fn golden(name: &str) -> Value {
    let path = root().join("tests/golden/settled").join(name);
    let text = fs::read_to_string(&path).expect("a golden file");
    serde_json::from_str(&text).expect("JSON")
}

/// Reads a golden file, and holds what is written again to it.
#[track_caller]
fn reads<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let written = golden(name);
    let value: T = serde_json::from_value(written.clone()).expect(name);
    assert_eq!(
        serde_json::to_value(&value).expect("JSON"),
        written,
        "{name}"
    );
    value
}

// 10% of 880.05 are 88.005, rounded 88.01, cut to 80.00; with two videos 1,080.00 are earned. Half
// of it could recoup the advance of 50.00, which is all; of the 1,030.00 left 15% are withheld.
#[test]
fn a_settlement_and_its_papers_are_written_as_ever() {
    let terms: Terms = reads("terms.json");
    let activity: Activity = reads("activity.json");
    let statement: Statement = reads("statement.json");
    let state: State = reads("state.json");
    let settled = settle(&terms, &terms.new_state(), &activity).expect("settled");
    assert_eq!(settled.0, statement);
    assert_eq!(settled.1, state);
}

#[test]
fn the_fingerprint_of_a_version_is_the_hash_of_its_canonical_text() {
    // 64-bit FNV-1a over the text that spec/compensation.md 11 describes: fields in order,
    // defaults left out, ratios in lowest terms.
    let text = concat!(
        "{from:2026-02-01,items:[{id:\"sales\",window:lifetime,pay:share:{base:{streams:[\"shop\",],},",
        "rate:1/10,},,},{id:\"videos\",window:period,pay:per_unit:{streams:[\"videos\",],",
        "price:500 USD,},,},],caps:[{id:\"ceiling\",amount:80.00 USD,window:lifetime,",
        "scope:[\"sales\",],},],payout:{minimum:25.00 USD,tax:3/20,},}"
    );
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(
        golden("state.json")["versions"][0]["fingerprint"],
        format!("{hash:016x}")
    );
}
