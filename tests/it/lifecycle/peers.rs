//! What peers get wrong (spec/lifecycle.md 12).

use partnership::lifecycle::{Command, Draft, Fact, Need, due, options};

use super::{Instance, at, key, running_pilot};

#[test]
fn every_failing_guard_is_named_and_an_unknown_move_is_something_else() {
    let mut pilot = running_pilot();
    let scale = r#"{"take": {"move": "scale", "by": "partner"}}"#;
    let gated = pilot.refuses("2026-02-05T09:00:00Z", scale);
    assert_eq!(gated.split("; ").count(), 6);
    let fly = r#"{"take": {"move": "fly", "by": "partner"}}"#;
    let unknown = pilot.refuses("2026-02-05T09:00:00Z", fly);
    assert_eq!(unknown, "no move fly from running, but scale, adjust, end");
}

// A timer that is stored moves or is lost; here the escalation follows from its dates whenever
// anyone asks, one event for each level, from the deadline before it.
#[test]
fn no_level_is_skipped_however_late_anyone_asks() {
    let mut late = running_pilot();
    late.does("2026-12-31T00:00:00Z", r#"{"tick": {}}"#);
    let mut prompt = running_pilot();
    for day in [
        "2026-04-06",
        "2026-04-08",
        "2026-04-23",
        "2026-05-23",
        "2026-12-31",
    ] {
        prompt.does(&format!("{day}T00:00:01Z"), r#"{"tick": {}}"#);
    }
    assert_eq!(late.log, prompt.log);
    let levels = late.log.iter().filter_map(|event| match &event.fact {
        Fact::Escalated { level, .. } => Some(level.as_str()),
        _ => None,
    });
    let levels: Vec<&str> = levels.collect();
    assert_eq!(levels, ["executive_sponsors", "mediation", "arbitration"]);
}

#[test]
fn a_running_incident_does_not_follow_an_edited_policy() {
    let mut pilot = running_pilot();
    let opened = "2026-01-05T09:00:00Z";
    pilot.does(
        opened,
        r#"{"open_issue": {"issue": "late", "by": "partner"}}"#,
    );
    let mut draft = Draft::pilot();
    draft.ladders[0].levels[1].after = "1h".parse().unwrap();
    pilot.definition = draft.check().unwrap();
    let none = pilot.does("2026-01-07T09:00:00Z", r#"{"tick": {}}"#);
    assert_eq!(none, [], "48 hours were written down when it was opened");
}

#[test]
fn a_second_review_never_passes_on_the_approval_of_the_first() {
    let mut draft = Draft::pilot();
    let adjust = draft
        .moves
        .iter_mut()
        .find(|way| way.key == key("adjust"))
        .unwrap();
    let both = Need::Approved(vec![key("producer"), key("partner")]);
    adjust.gates.push(partnership::lifecycle::Gate {
        key: key("agreed"),
        need: both,
    });
    let mut pilot = running_pilot();
    pilot.definition = draft.check().unwrap();
    let day = "2026-02-05T09:00:00Z";
    let review = r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#;
    let extension = r#"{"record": {"activity": "extension_agreed", "by": "partner"}}"#;
    let adjust = r#"{"take": {"move": "adjust", "by": "partner"}}"#;
    pilot.does(day, review);
    for by in ["producer", "partner"] {
        pilot.does(
            day,
            &format!(r#"{{"approve": {{"move": "adjust", "by": "{by}"}}}}"#),
        );
    }
    pilot.does(day, adjust);
    pilot.does(day, review);
    pilot.does(day, extension);
    assert_eq!(
        pilot.refuses(day, adjust),
        "adjust from running waits for agreed: without producer, partner"
    );
}

#[test]
fn a_door_that_no_run_can_open_does_not_pass_the_check() {
    let mut draft = Draft::pilot();
    draft.moves[1].gates[3].need = Need::Done(key("criteria_set"));
    let problems: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        ["gate running/scale/decision_log: can never be met"]
    );
}

#[test]
fn a_tick_has_braces_and_refuses_what_it_does_not_know() {
    assert!(serde_json::from_str::<Command>(r#"{"tick": {}}"#).is_ok());
    for bad in [
        r#""tick""#,
        r#"{"tick": {"by": "partner"}}"#,
        r#"{"tick": null}"#,
    ] {
        assert!(serde_json::from_str::<Command>(bad).is_err(), "{bad}");
    }
}

// The example of the page, to the day.
#[test]
fn a_wait_that_a_suspension_found_running_goes_on_after_it() {
    let mut pilot = running_pilot();
    let scale = |pilot: &Instance, when: &str| {
        let options = options(&pilot.definition, &pilot.state, at(when), &pilot.calendar);
        let scale = options.unwrap().remove(0);
        let unmet = scale.unmet.iter().map(|unmet| unmet.gate.to_string());
        unmet.collect::<Vec<String>>()
    };
    // 31 days of waiting are left of 90 when it is suspended for 100 days.
    pilot.does("2026-03-05T09:00:00Z", r#"{"suspend": {"by": "partner"}}"#);
    let during = scale(&pilot, "2026-05-01T09:00:00Z");
    assert_eq!(during[..2], ["running", "ran_90_days"]);
    let quiet = due(
        &pilot.definition,
        &pilot.state,
        at("2026-05-01T09:00:00Z"),
        &pilot.calendar,
    );
    assert_eq!(quiet.unwrap(), [], "limit, wait and reviews stand still");
    pilot.does("2026-06-13T09:00:00Z", r#"{"resume": {"by": "partner"}}"#);
    // 5 April and 100 days.
    assert_eq!(
        pilot.state.limit(),
        serde_json::from_str(r#"{"on": "2026-07-14"}"#).unwrap()
    );
    assert!(scale(&pilot, "2026-07-13T23:59:59Z").contains(&"ran_90_days".to_owned()));
    assert!(!scale(&pilot, "2026-07-14T00:00:00Z").contains(&"ran_90_days".to_owned()));
}
