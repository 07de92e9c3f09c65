//! What the fuzz targets share: choices drawn from bytes, papers that are nearly right, and the
//! valid agreements and the slow program of the property tests.

mod agreement;
pub mod amounts;
mod draw;
mod papers;
#[path = "../../tests/it/reference/mod.rs"]
pub mod reference;
#[path = "../../tests/it/strategies/mod.rs"]
mod strategies;

pub use agreement::{Agreement, agreement};
pub use draw::Draw;
pub use papers::{Papers, all_papers, cases, golden};

use partnership::explain::{Documents, Explanation, Finding};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Holds a value to its text: what is written is read, and written again alike.
#[track_caller]
pub fn travels<T: Serialize + DeserializeOwned>(value: &T) -> (String, T) {
    let written = serde_json::to_string(value).expect("what is valid is written");
    let read: T = match serde_json::from_str(&written) {
        Ok(read) => read,
        Err(refusal) => panic!("{refusal}: {written}"),
    };
    let again = serde_json::to_string(&read).expect("what was read is written");
    assert_eq!(written, again, "what is read is written as it was");
    (written, read)
}

/// Holds a proof to its papers: every step follows, every leaf stands in them, every figure of the
/// result is proved, and a careful reader has nothing to ask but what is taken on trust.
#[track_caller]
pub fn holds(proof: &Explanation, papers: &Documents, result: &Value) {
    proof.check().expect("every step follows");
    proof
        .check_against(papers, result)
        .expect("it holds against its papers");
    assert_eq!(proof.covers(result), [""; 0]);
    let mut findings = proof.audit(papers, result);
    findings.retain(|finding| !matches!(finding, Finding::Trusted { .. }));
    assert_eq!(findings, []);
}
