//! What `why` and `same_proof` answer, also of an explanation that nobody checked.

use partnership::explain::{ExplainError, OtherProof};
use serde_json::{Value as Json, json};

use super::{explanation, given};

fn numbers(count: usize) -> Json {
    (0..count)
        .map(|_| given(json!({"ratio": "1"})))
        .collect::<Json>()
}

#[test]
fn a_proof_with_more_steps_is_another() {
    let short = explanation(numbers(2), json!({"/x": 0}));
    let long = explanation(numbers(3), json!({"/x": 0}));
    assert_eq!(short.same_proof(&long), Err(OtherProof { node: 2 }));
    assert_eq!(long.same_proof(&short), Err(OtherProof { node: 2 }));
    assert_eq!(long.same_proof(&long), Ok(()));
}

#[test]
fn a_proof_of_other_figures_is_another() {
    let proves = |results: Json| explanation(numbers(3), results);
    let ours = proves(json!({"/a": 0, "/b": 1}));
    for (theirs, node) in [
        (json!({"/a": 2, "/b": 2}), 0),
        (json!({"/a": 0, "/b": 2}), 1),
        (json!({"/a": 0}), 1),
        (json!({"/a": 0, "/b": 1, "/c": 2}), 2),
    ] {
        let found = ours.same_proof(&proves(theirs.clone()));
        assert_eq!(found, Err(OtherProof { node }), "{theirs}");
    }
}

#[test]
fn a_figure_of_a_step_that_is_not_there_has_no_reason() {
    let proof = explanation(numbers(2), json!({"/a": 1, "/b": 2, "/c": 9}));
    assert_eq!(proof.why("/a").unwrap().nodes().len(), 1);
    assert_eq!(proof.why("/b"), Err(ExplainError::BadIndex { node: 2 }));
    assert_eq!(proof.why("/c"), Err(ExplainError::BadIndex { node: 9 }));
}

#[test]
fn a_step_that_stands_later_is_none_that_a_figure_needs() {
    let negate = json!({"op": "negate", "args": [1], "value": {"ratio": "1"}});
    let nodes = json!([negate, given(json!({"ratio": "1"}))]);
    let why = explanation(nodes, json!({"/x": 0})).why("/x").unwrap();
    assert_eq!(why.nodes().len(), 1);
    assert_eq!(why.check(), Err(ExplainError::BadIndex { node: 0 }));
}
