//! What explanations promise (spec/explain.md), sentence by sentence.

mod answers;
mod builder;
mod check;
mod messages;
mod papers;
mod text;
mod wire;

use partnership::explain::Explanation;
use serde_json::{Value as Json, json};

/// An explanation of these nodes and results.
#[track_caller]
fn explanation(nodes: Json, results: Json) -> Explanation {
    let json = json!({"schema": 1, "nodes": nodes, "results": results});
    serde_json::from_value(json).unwrap()
}

/// A node that stands as it is written.
fn given(value: Json) -> Json {
    json!({"op": "constant", "name": "given", "value": value})
}
