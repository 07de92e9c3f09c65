//! The wire forms of alignment, as they were first written: worked out from the page by hand.

use std::collections::BTreeMap;

use partnership::alignment::{
    Assessment, Bands, Checklist, Evaluation, Id, OrderBy, Panel, Rating, Rubric, Sensitivity,
    contrast, diff, rank, two_way,
};
use partnership::explain::Documents;
use serde::Serialize;
use serde_json::{Value, from_value, json, to_value};

use super::errors::id;
use crate::documents::{golden, reads};

#[track_caller]
fn writes(value: &impl Serialize, name: &str) {
    let written = golden(&format!("alignment/{name}.json"));
    assert_eq!(to_value(value).expect("JSON"), written, "{name}");
}

// Elm's cultural 2 is a gap that a waiver lets pass; Birch's operational and legal are missing.
#[test]
fn evaluations_and_their_papers_are_written_as_ever() {
    let rubric: Rubric = reads("alignment/rubric.json");
    reads::<Bands>("alignment/bands.json");
    for name in ["elm", "birch", "aspen", "cedar"] {
        let evaluation: Evaluation = reads(&format!("alignment/evaluation_{name}.json"));
        assert_eq!(evaluation.rubric(), &rubric);
        let written = golden(&format!("alignment/evaluation_{name}.json"))["assessment"].clone();
        let assessment: Assessment = from_value(written).expect("an assessment");
        assert_eq!(rubric.evaluate(&assessment), Ok(evaluation));
    }
}

// Elm's waiver, moved to the cost, which has no limit that it could let pass.
#[test]
fn the_last_day_of_a_waiver_that_lets_nothing_pass_is_proved_too() {
    let rubric: Rubric = reads("alignment/rubric.json");
    let mut written = golden("alignment/evaluation_elm.json")["assessment"].clone();
    written["waivers"][0]["criterion"] = json!("cost");
    let assessment: Assessment = from_value(written).expect("an assessment");
    let evaluation = rubric.evaluate(&assessment).expect("an evaluation");
    let papers = Documents::new()
        .with("rubric", json!(rubric))
        .with("assessment", json!(assessment));
    let (proof, result) = (evaluation.explain().expect("a proof"), json!(evaluation));
    proof.check_against(&papers, &result).expect("it holds");
    assert_eq!(proof.covers(&result), [""; 0]);
}

#[test]
fn what_follows_from_evaluations_is_written_as_ever() {
    let of = |name: &str| reads::<Evaluation>(&format!("alignment/evaluation_{name}.json"));
    let (elm, birch, aspen, cedar) = (of("elm"), of("birch"), of("aspen"), of("cedar"));
    let all = [elm.clone(), birch.clone(), aspen.clone()];
    let ranking = rank(&all, OrderBy::Low).expect("a ranking");
    writes(&ranking, "ranking");
    writes(&ranking.stability().expect("one leads"), "stability");
    writes(
        &ranking.take(1, partnership::alignment::Verdict::Fit),
        "taken",
    );
    writes(&contrast(&aspen, &elm).expect("a contrast"), "contrast");
    writes(
        &Sensitivity::new(&aspen, &elm).expect("a lead"),
        "sensitivity",
    );
    writes(&diff(&birch, &elm).expect("a diff"), "diff");
    writes(&two_way(&birch, &elm).expect("a view"), "two_way");
    writes(&elm.lift_to(4_u32.into()).expect("a lift"), "lift");
    writes(&cedar.bridges().expect("bridges"), "bridges");
    let even = birch.break_even(4_u32.into()).expect("within the scale");
    writes(&even.expect("one is missing"), "break_even");
}

// Ann 4 and bob 2 on a, 5, 5 and 4 on b: means 3 and 14/3, alpha by all ordered pairs.
#[test]
fn a_panel_is_written_as_ever() {
    let rubric: Rubric = reads("alignment/panel_rubric.json");
    let votes: BTreeMap<Id, BTreeMap<Id, Rating>> = reads("alignment/panel_votes.json");
    let day = partnership::time::date("2026-01-15").expect("a day");
    let report = Panel::new(votes).report(&rubric, id("Oak"), day, &[]);
    writes(&report.expect("a report"), "panel_report");
}

// FNV-1a over the texts of the page's tables, each behind its length in bytes.
#[test]
fn a_preset_that_says_something_else_needs_a_new_version() {
    let rubrics = [
        (Rubric::partnership_alignment_matrix(), "ba2b27b6104c98b1"),
        (Rubric::candidate_criteria_matrix(), "b104945fe5e79e62"),
        (Rubric::three_r(), "341b00c623288f81"),
        (Rubric::trust_assessment(), "fb1200d43bdb6b67"),
    ];
    for (rubric, fingerprint) in rubrics {
        assert_eq!(
            (rubric.version(), rubric.fingerprint().as_str()),
            (1, fingerprint)
        );
    }
    let lists = [
        (Checklist::entering_partnership(), "4824f5d2aed00a79"),
        (Checklist::new_partnership(), "eb6a5aaeb9790d19"),
        (Checklist::strategic_programme(), "2d29cda9d695b313"),
        (Checklist::fit_and_terms(), "f4ea086c0ce903d7"),
        (Checklist::pilot(), "18047069b0d5cab6"),
        (Checklist::clarity(), "bd71d901d87ce1e4"),
    ];
    for (list, fingerprint) in lists {
        assert_eq!(
            (list.version(), list.fingerprint().as_str()),
            (1, fingerprint)
        );
    }
}

#[test]
fn every_word_of_a_rubric_is_in_its_fingerprint() {
    let written = golden("alignment/rubric.json");
    let fingerprint = |value: &Value| {
        let rubric: Rubric = from_value(value.clone()).expect("a rubric");
        rubric.fingerprint()
    };
    let mut seen = vec![fingerprint(&written)];
    for (place, other) in [
        ("/id", json!("partner-fits")),
        ("/version", json!(3)),
        ("/scale/max", json!("6")),
        ("/max_gaps", json!(1)),
        ("/min_coverage", json!("1/3")),
        ("/criteria/0/id", json!("strategy")),
        ("/criteria/0/label", json!("Fit")),
        ("/criteria/0/question", json!("Well?")),
        ("/criteria/0/weight", json!(34)),
        ("/criteria/0/polarity", json!("lower_is_better")),
        ("/criteria/0/floor/bridge", json!("4")),
        ("/criteria/0/anchors/4", json!("some goals are shared")),
        ("/criteria/2/floor/reject", json!("1")),
        ("/criteria/3/scale/step", json!("10")),
    ] {
        let mut changed = written.clone();
        *changed.pointer_mut(place).expect(place) = other;
        seen.push(fingerprint(&changed));
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
}
