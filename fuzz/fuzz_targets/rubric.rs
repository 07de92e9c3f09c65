//! Rubrics and assessments that are nearly right: what a score lies between, what it adds up to,
//! and that it proves itself.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::Ratio;
use partnership::alignment::{
    Assessment, Evaluation, OrderBy, Rubric, RubricDraft, Sensitivity, Verdict, contrast, diff,
    rank, two_way,
};
use partnership::explain::{Documents, ExplainError, Explanation};
use partnership_fuzz::{Draw, Papers, golden, holds, travels};
use serde::Serialize;
use serde_json::{Value, json};

/// A rubric and four assessments by it: the golden ones, and the presets with plain ratings.
static PAPERS: LazyLock<Papers> = LazyLock::new(|| {
    let golden = golden("alignment");
    let evaluations = golden
        .iter()
        .filter(|paper| paper.get("assessment").is_some());
    let assessments: Vec<&Value> = evaluations.map(|paper| &paper["assessment"]).collect();
    let rubric = golden
        .iter()
        .find(|paper| paper["id"] == "partner-fit")
        .expect("the rubric");
    let mut papers = vec![json!({"rubric": rubric, "assessments": assessments})];
    for preset in [
        Rubric::partnership_alignment_matrix(),
        Rubric::candidate_criteria_matrix(),
        Rubric::three_r(),
        Rubric::trust_assessment(),
    ] {
        let rated = |subject: &str, score: &str| {
            let ids = preset
                .criteria()
                .iter()
                .map(|criterion| criterion.id().to_string());
            let ratings = ids.map(|id| (id, json!({"scored": {"score": score}})));
            let ratings: serde_json::Map<String, Value> = ratings.collect();
            json!({"subject": subject, "on": "2026-01-15", "ratings": ratings})
        };
        let assessments = [rated("Elm", "4"), rated("Oak", "3"), rated("Ash", "2")];
        papers.push(json!({"rubric": preset, "assessments": assessments}));
    }
    Papers::new(papers)
});

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    let paper = PAPERS.changed(&mut draw);
    let Ok(draft) = serde_json::from_value::<RubricDraft>(paper["rubric"].clone()) else {
        return;
    };
    let Ok(rubric) = serde_json::from_value::<Rubric>(paper["rubric"].clone()) else {
        assert!(!draft.problems().is_empty());
        return;
    };
    assert_eq!(draft.problems(), []);
    assert_eq!(travels(&rubric).1, rubric);
    let _ = rubric.lint();
    let mut turned = paper["rubric"].clone();
    turned["criteria"]
        .as_array_mut()
        .expect("criteria")
        .reverse();
    let turned: Rubric = serde_json::from_value(turned).expect("the same criteria");
    let mut found = Vec::new();
    for assessment in paper["assessments"].as_array().into_iter().flatten() {
        let Ok(assessment) = serde_json::from_value::<Assessment>(assessment.clone()) else {
            continue;
        };
        travels(&assessment);
        let (one, other) = (rubric.evaluate(&assessment), turned.evaluate(&assessment));
        assert_eq!(one.is_ok(), other.is_ok());
        if let (Ok(one), Ok(other)) = (one, other) {
            lies_between(&one);
            is_level(&one, &other);
            let papers = Documents::new()
                .with("rubric", json!(rubric))
                .with("assessment", json!(one.assessment()));
            holds(&one.explain().expect("a proof"), &papers, &json!(one));
            assert_eq!(travels(&one).1, one);
            found.push(one);
        }
    }
    compared(&found, &mut draw);
});

fn lies_between(evaluation: &Evaluation) {
    let add = |sum: Ratio, more: Ratio| sum.checked_add(more).expect("small parts");
    let scale = evaluation.rubric().scale();
    let (min, max) = (scale.min().to_ratio(), scale.max().to_ratio());
    let (low, high) = (evaluation.low(), evaluation.high());
    assert!(min <= low && low <= high && high <= max);
    assert!(Ratio::ZERO <= evaluation.coverage() && evaluation.coverage() <= Ratio::ONE);
    assert_eq!(
        evaluation.score().is_some(),
        evaluation.coverage() > Ratio::ZERO
    );
    let shares = evaluation
        .lines()
        .iter()
        .map(|line| line.share())
        .fold(Ratio::ZERO, add);
    let scores = evaluation
        .lines()
        .iter()
        .map(|line| line.contribution())
        .fold(Ratio::ZERO, add);
    if let Some(score) = evaluation.score() {
        assert!(low <= score && score <= high);
        assert_eq!((shares, scores), (Ratio::ONE, score));
    }
    if evaluation.verdict() == Verdict::Fit {
        assert!(evaluation.score().is_some() && evaluation.coverage() > Ratio::ZERO);
    }
}

/// The order of the criteria changes no figure.
fn is_level(one: &Evaluation, other: &Evaluation) {
    let figures = |of: &Evaluation| (of.verdict(), of.score(), of.low(), of.high(), of.coverage());
    assert_eq!(figures(one), figures(other));
    for line in one.lines() {
        let twin = other
            .lines()
            .iter()
            .find(|twin| twin.criterion() == line.criterion());
        assert_eq!(Some(line), twin);
    }
}

/// A ranking knows no order of its list, and nothing that compares two falls over.
fn compared(found: &[Evaluation], draw: &mut Draw<'_>) {
    if found.is_empty() {
        return;
    }
    for order in [OrderBy::Low, OrderBy::Point, OrderBy::High] {
        let mut turned = found.to_vec();
        turned.reverse();
        let (one, other) = (rank(found, order), rank(&turned, order));
        assert_eq!(one, other);
        if let Ok(ranking) = one {
            travels_one_way(&ranking.stability().ok());
            let _ = ranking.take(draw.below(4), Verdict::NeedsBridging);
            let proof: Result<Explanation, ExplainError> = ranking.explain(found);
            assert!(proof.is_ok_and(|proof| proof.check().is_ok()));
        }
    }
    let (Some(one), Some(other)) = (found.first(), found.get(1)) else {
        return;
    };
    travels_one_way(&contrast(one, other).ok());
    travels_one_way(&diff(one, other).ok());
    travels_one_way(&two_way(one, other).ok());
    travels_one_way(&Sensitivity::new(one, other).ok());
    let target = Ratio::new(draw.number().into(), 4).unwrap_or(Ratio::ONE);
    if let Ok(lift) = one.lift_to(target) {
        assert!(lift.explain(one).is_ok_and(|proof| proof.check().is_ok()));
    }
    if let Ok(bridges) = one.bridges() {
        assert!(
            bridges
                .explain(one)
                .is_ok_and(|proof| proof.check().is_ok())
        );
    }
    let _ = one.break_even(target);
}

fn travels_one_way(value: &impl Serialize) {
    let text = serde_json::to_string(value).expect("it is written");
    assert!(serde_json::from_str::<Value>(&text).is_ok());
}
