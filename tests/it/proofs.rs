//! What the tests of proofs share: the names that are proved, and what follows from other papers.

use partnership::explain::{ExplainError, Explanation, Value};
use serde_json::{Value as Json, from_value, json};

/// The names that are proved, by their places in the result.
pub fn names(proof: &Explanation) -> Vec<(&str, &str)> {
    let results = proof.results().iter();
    let named = results.filter_map(|(place, node)| match proof.nodes()[*node].value() {
        Value::Text(name) => Some((place.as_str(), name.as_str())),
        _ => None,
    });
    named.collect()
}

/// What follows by the same steps if something else stood at a place of the papers.
#[track_caller]
pub fn instead(proof: &Explanation, place: &str, value: Json) -> Explanation {
    let mut written = json!(proof);
    let nodes = written["nodes"].as_array_mut().expect("steps");
    let read = nodes
        .iter_mut()
        .find(|node| node["from"]["pointer"] == place);
    read.expect(place)["value"] = value;
    loop {
        let proof: Explanation = from_value(written.clone()).expect("an explanation");
        match proof.check() {
            Err(ExplainError::Differs { node, computed, .. }) => {
                written["nodes"][node]["value"] = json!(computed);
            }
            found => {
                found.expect("every step follows");
                return proof;
            }
        }
    }
}
