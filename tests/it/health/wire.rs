//! The wire forms of health: what was written once is read, and nothing else.

use partnership::health::{
    AlignmentLoop, Answers, EarlierReport, Goal, HealthCheck, Kpi, LoopEvent, Rule, Scorecard,
    Series, Trigger,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::documents::{golden, reads};

/// As [`reads`], and refuses the same with a field too many.
#[track_caller]
fn reads_strictly<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let mut more = golden(name);
    more["more"] = json!(1);
    refuses::<T>(more, "more");
    reads(name)
}

#[track_caller]
fn refuses<T: DeserializeOwned>(written: Value, why: &str) {
    let error = serde_json::from_value::<T>(written)
        .err()
        .expect("a refusal");
    assert!(error.to_string().contains(why), "{error}");
}

#[test]
fn a_kpi_goes_through_its_door() {
    let kpi: Kpi = reads_strictly("health/kpi.json");
    assert!(matches!(kpi.draft().goal, Goal::Reach(_)));
    reads_strictly::<Kpi>("health/limit.json");
    let mut wrong = golden("health/kpi.json");
    wrong["better"] = json!("lower");
    refuses::<Kpi>(wrong, "the goal lies the other way");
    let mut number = golden("health/kpi.json");
    number["green_from"] = json!(0.5);
    refuses::<Kpi>(number, "numbers would lose digits");
}

#[test]
fn series_triggers_and_rules_go_through_their_doors() {
    reads_strictly::<Series>("health/series.json");
    let twice = json!({"points": [{"on": "2026-01-01"}, {"on": "2026-01-01"}]});
    refuses::<Series>(twice, "two points of 2026-01-01");
    reads_strictly::<Trigger>("health/trigger.json");
    let back = json!({"enter_below": "7", "leave_at": "6"});
    refuses::<Trigger>(back, "the threshold 6 is out of order");
    assert_eq!(reads_strictly::<Rule>("health/rule.json"), Rule::standard());
}

#[test]
fn checks_and_cards_go_through_their_doors() {
    reads_strictly::<HealthCheck>("health/check.json");
    reads::<Answers>("health/answers.json");
    reads_strictly::<EarlierReport>("health/earlier.json");
    reads_strictly::<Scorecard>("health/card.json");
    let mut no_weight = golden("health/card.json");
    no_weight["areas"][0]["weight"] = json!(0);
    refuses::<Scorecard>(no_weight, "\"a\" has a weight of 0");
    let twice = r#"{"film-co": {}, "film-co": {}}"#;
    let error = serde_json::from_str::<Answers>(twice).expect_err("a refusal");
    assert!(error.to_string().contains("stands twice"), "{error}");
}

#[test]
fn a_loop_is_its_events() {
    let goals: AlignmentLoop = reads_strictly("health/loop.json");
    assert_eq!((goals.cycle(), goals.history().len()), (2, 1));
    let begin = json!({"event": "begin", "goal": "reach"});
    refuses::<LoopEvent>(begin, "unknown field");
    let mut other = golden("health/loop.json");
    other["schema"] = json!(2);
    refuses::<AlignmentLoop>(other, "schema 2, not 1");
    let mut early = golden("health/loop.json");
    early["events"] = json!([{"event": "begin"}]);
    refuses::<AlignmentLoop>(early, "1 things are missing");
}

#[test]
fn what_is_left_out_is_as_usual() {
    let less = |name: &str, keys: &[&str]| {
        let mut written = golden(name);
        let fields = written.as_object_mut().expect("fields");
        fields.retain(|key, _| !keys.contains(&key.as_str()));
        written
    };
    let check = less(
        "health/check.json",
        &["min", "max", "red_below", "green_from"],
    );
    let check: HealthCheck = serde_json::from_value(check).unwrap();
    assert_eq!(json!(check), golden("health/check.json"), "from 1 to 5");
    let trigger = less("health/trigger.json", &["leave_at", "for_periods"]);
    let trigger: Trigger = serde_json::from_value(trigger).unwrap();
    let seven = trigger.enter_below();
    assert_eq!(Ok(trigger), Trigger::new(seven, seven, 1));
}
