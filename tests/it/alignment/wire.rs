//! What is written, and what is refused when it is read.

use partnership::alignment::{Assessment, Bands, Criterion, Evaluation, Rubric, Scale, Score};
use partnership::time::date;
use serde_json::{Value, from_value, json};

fn evaluation() -> Evaluation {
    let rubric = Rubric::three_r();
    let mut found = Assessment::new(
        "Oak".parse().expect("an id"),
        date("2026-01-01").expect("a day"),
    );
    for (criterion, score) in rubric.criteria().iter().zip([5, 4, 2]) {
        found = found.rate(criterion.id().clone(), Score::from(score));
    }
    rubric.evaluate(&found).expect("an evaluation")
}

#[track_caller]
fn refused<T: serde::de::DeserializeOwned + std::fmt::Debug>(value: Value, reason: &str) {
    let error = from_value::<T>(value).expect_err(reason).to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn scales_and_criteria_pass_their_doors() {
    let five = json!({"min": "1", "max": "5", "step": "1"});
    assert_eq!(from_value::<Scale>(five).expect("a scale"), Scale::FIVE);
    refused::<Scale>(
        json!({"min": "5", "max": "1", "step": "1"}),
        "does not ascend",
    );
    refused::<Scale>(json!({"min": 1, "max": "5", "step": "1"}), "as text");
    refused::<Criterion>(json!({"id": "a"}), "either a weight or is a gate");
    refused::<Criterion>(
        json!({"id": "a", "weight": 1, "gate": true}),
        "either a weight",
    );
    refused::<Criterion>(json!({"id": "a", "weight": 1, "mood": 1}), "unknown field");
    let anchors = r#"{"id": "a", "weight": 1, "anchors": {"1": "low", "1.0": "lower"}}"#;
    let error = serde_json::from_str::<Criterion>(anchors).expect_err("twice");
    assert!(
        error.to_string().contains("the key 1 stands twice"),
        "{error}"
    );
}

#[test]
fn a_rubric_is_read_through_its_door() {
    let rubric = json!({"id": "r", "criteria": [{"id": "a", "weight": 1}]});
    let rubric: Rubric = from_value(rubric).expect("a rubric");
    assert_eq!((rubric.version(), rubric.scale()), (1, Scale::FIVE));
    refused::<Rubric>(json!({"id": "r", "criteria": []}), "no criteria");
    let matrix = Rubric::partnership_alignment_matrix();
    let again: Rubric = from_value(json!(matrix)).expect("a rubric");
    assert_eq!(again, matrix);
}

#[test]
fn a_six_on_a_scale_to_five_is_refused() {
    let mut written = json!(evaluation());
    written["assessment"]["ratings"]["relevance"]["scored"]["score"] = json!("6");
    refused::<Evaluation>(written, "the score 6 of relevance is outside its scale");
}

#[test]
fn an_evaluation_is_read_only_if_its_ratings_come_to_it() {
    let written = json!(evaluation());
    assert_eq!(
        from_value::<Evaluation>(written.clone()).expect("read"),
        evaluation()
    );
    for (place, other) in [
        ("/verdict", json!("fit")),
        ("/score", json!("4")),
        ("/lines/0/share", json!("1/2")),
        ("/gaps", json!([])),
        ("/assessment/ratings/relevance/scored/score", json!("4")),
        ("/rubric/criteria/0/weight", json!(5)),
    ] {
        let mut forged = written.clone();
        *forged.pointer_mut(place).expect(place) = other;
        refused::<Evaluation>(forged, "not what its ratings come to");
    }
    let mut later = written.clone();
    later["schema"] = json!(2);
    refused::<Evaluation>(later, "schema 2 is not 1");
}

#[test]
fn bands_travel_as_a_list() {
    let list = [("low", Score::from(1)), ("high", Score::from(4))];
    let bands = Bands::new(Scale::FIVE, list).expect("bands");
    let written = json!(bands);
    assert_eq!(written["bands"], json!([["low", "1"], ["high", "4"]]));
    assert_eq!(from_value::<Bands>(written).expect("bands"), bands);
    let five = json!(Scale::FIVE);
    refused::<Bands>(json!({"scale": five, "bands": []}), "no bands");
}
