//! What peers get wrong (spec/health-economics.md 13): falling targets, old bad news, runs.

use partnership::Ratio;
use partnership::health::{
    Answer, Answers, Better, CheckDraft, Course, Dimension, Goal, HealthCheck, Kpi, KpiDraft,
    KpiKind, Level, Pace, Question, Reach, Reading, Reference, Rule,
};
use partnership::time::date;

use super::laws::points;

fn state(baseline: i64, target: i64, value: &str, at: &str) -> partnership::health::KpiState {
    let goal = Goal::Reach(Reach {
        baseline: baseline.into(),
        target: target.into(),
        from: date("2026-01-01").unwrap(),
        by: date("2026-12-31").unwrap(),
        pace: Pace::Linear,
    });
    let mut draft = KpiDraft::new("churn", KpiKind::Leading, goal);
    draft.fresh_days = Some(30);
    let reading = Reading {
        value: value.parse().unwrap(),
        on: date("2026-07-01").unwrap(),
    };
    let kpi = Kpi::new(draft).unwrap();
    kpi.status(Some(&reading), date(at).unwrap()).unwrap()
}

#[test]
fn a_falling_target_is_no_inverse() {
    // Leantime/leantime 3247, akvo/akvo-rsr 4098, steedos/okr-management-app 17 and 18.
    let attained = |value| state(10, 6, value, "2026-07-01").attainment;
    assert_eq!(attained("7"), Some(Ratio::new(3, 4).unwrap()));
    assert_eq!(attained("6"), Some(Ratio::ONE));
}

#[test]
fn below_the_baseline_is_below_zero_and_tenths_are_not_cut() {
    // puzzle/okr 495 and 235.
    let attained = |value| state(0, 10, value, "2026-07-01").attainment;
    assert_eq!(attained("-1"), Some(Ratio::new(-1, 10).unwrap()));
    assert_eq!(attained("5.9"), Some(Ratio::new(59, 100).unwrap()));
}

#[test]
fn old_bad_news_stands_and_old_good_news_does_not() {
    // kunickiaj/codemem 1719.
    assert_eq!(state(0, 100, "1", "2026-12-01").level, Level::Red);
    assert_eq!(state(0, 100, "90", "2026-12-01").level, Level::Unknown);
}

#[test]
fn one_open_problem_is_not_averaged_away() {
    // smaramwbc/statewave 33: one low score and many high ones is healthy at 75 there.
    let question = |id: &str| Question {
        id: id.to_owned(),
        text: String::new(),
    };
    let dimension = |id: &str| Dimension {
        id: id.to_owned(),
        questions: vec![question(id)],
    };
    let dimensions = ["trust", "value", "delivery", "voice"];
    let check = CheckDraft::new("check", dimensions.iter().map(|id| dimension(id)).collect());
    let mut answers = Answers::new();
    let party: partnership::PartyId = "film-co".parse().unwrap();
    for id in dimensions {
        let score = if id == "trust" { 1 } else { 5 };
        answers.give(party.clone(), id, Answer::Score(score));
    }
    let on = date("2026-06-30").unwrap();
    let check = HealthCheck::new(check).unwrap();
    let report = check.report(on, &[party], &answers, None).unwrap();
    assert_eq!(
        (report.overall, report.drivers),
        (Level::Red, vec!["trust".to_owned()])
    );
}

fn chart(values: &[i64]) -> Course {
    let values: Vec<Option<Ratio>> = values.iter().map(|value| Some((*value).into())).collect();
    let line = Reference::Constant(10_i64.into());
    Rule::run_chart()
        .course(&points(&values), &line, Better::Higher)
        .unwrap()
}

#[test]
fn a_run_is_on_one_side_and_a_point_on_the_line_is_skipped() {
    // spc-rs takes nine values off the mean for a run, on whichever side.
    assert!(!matches!(
        chart(&[9, 11, 9, 11, 9, 11, 9, 11, 9]),
        Course::Structural { .. }
    ));
    assert!(matches!(
        chart(&[9, 9, 9, 9, 9, 9]),
        Course::Structural { lows: 6, .. }
    ));
    // u-analytics begins again at a point on the line; run-chart practice skips it.
    assert!(matches!(
        chart(&[9, 9, 9, 10, 9, 9, 9]),
        Course::Structural { lows: 6, .. }
    ));
}

#[test]
fn a_slow_drift_is_found_without_a_row_of_falls() {
    // Five falling in a row never come, and yet nothing is back to normal.
    let drift = chart(&[10, 9, 10, 9, 8, 9, 8, 7]);
    assert!(
        matches!(drift, Course::Structural { lows: 6, .. }),
        "{drift:?}"
    );
}
