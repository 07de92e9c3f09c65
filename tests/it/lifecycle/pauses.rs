//! What a suspension holds up, and what it does not.

use partnership::lifecycle::{Draft, Gate, Need, Pause, options};
use partnership::time::{Calendar, Deadline, date};

use super::{Instance, at, key, running_pilot, running_pilot_of};

const NINE: &str = "2026-01-05T09:00:00Z";
const SUSPEND: &str = r#"{"suspend": {"by": "partner"}}"#;
const RESUME: &str = r#"{"resume": {"by": "partner"}}"#;

fn on(text: &str) -> Deadline {
    Deadline::On(date(text).expect(text))
}

fn held_on(day: &str) -> String {
    format!(r#"{{"hold_review": {{"cadence": "check_in", "by": "partner", "on": "{day}"}}}}"#)
}

/// What the first move that starts here waits for.
fn waits(instance: &Instance, when: &str) -> Vec<String> {
    let shown = options(
        &instance.definition,
        &instance.state,
        at(when),
        &instance.calendar,
    );
    let first = shown.expect("dates").remove(0);
    first.unmet.iter().map(ToString::to_string).collect()
}

#[test]
fn work_approvals_and_reviews_wait_for_the_resumption() {
    let mut pilot = running_pilot();
    let day = "2026-01-19T09:00:00Z";
    let wanted = [
        r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#,
        r#"{"approve": {"move": "scale", "by": "partner"}}"#,
        r#"{"hold_review": {"cadence": "check_in", "by": "partner"}}"#,
    ];
    pilot.does(day, SUSPEND);
    for wanted in wanted {
        assert_eq!(pilot.refuses(day, wanted), "the agreement is suspended");
    }
    pilot.does(day, RESUME);
    for wanted in wanted {
        pilot.does(day, wanted);
    }
}

#[test]
fn winding_down_is_not_suspended() {
    let leaving =
        r#"{"started": {"definition": "partnership", "version": 1, "stage": "wind_down"}}"#;
    let mut leaving = Instance::logged(Draft::partnership(), &[leaving]);
    assert_eq!(
        leaving.refuses(NINE, SUSPEND),
        "it cannot be done in this stage, or on this level"
    );
}

#[test]
fn a_limit_that_has_passed_is_not_extended() {
    let mut pilot = running_pilot();
    assert!(!pilot.state.has_limit_passed());
    pilot.does("2026-04-10T09:00:00Z", SUSPEND);
    assert!(pilot.state.has_limit_passed());
    pilot.does("2026-04-20T09:00:00Z", RESUME);
    assert_eq!(pilot.state.limit(), Some(on("2026-04-05")));
}

#[test]
fn a_pause_counts_in_its_own_visit() {
    let mut pilot = Instance::of(Draft::pilot());
    pilot.does(NINE, SUSPEND);
    let day = "2026-01-15T09:00:00Z";
    pilot.does(day, RESUME);
    for activity in ["criteria_set", "contacts_named", "log_opened"] {
        let record = format!(r#"{{"record": {{"activity": "{activity}", "by": "producer"}}}}"#);
        pilot.does(day, &record);
    }
    pilot.does(day, r#"{"take": {"move": "start", "by": "partner"}}"#);
    // 90 days from 15 January, whatever the ten days before.
    assert_eq!(waits(&pilot, day)[0], "ran_90_days: not before 2026-04-15");
}

#[test]
fn reviews_are_held_anew_in_a_new_visit_and_after_a_restart() {
    let mut pilot = running_pilot();
    let day = "2026-01-20T09:00:00Z";
    pilot.does(day, &held_on("2026-01-19"));
    pilot.does(
        day,
        r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#,
    );
    pilot.does(day, r#"{"take": {"move": "adjust", "by": "partner"}}"#);
    assert_eq!(pilot.state.held(&key("check_in")).count(), 0);
    pilot.does(day, &held_on("2026-01-20"));

    let mut draft = Draft::pilot();
    draft.pause = Pause::Restart;
    let mut anew = running_pilot_of(draft);
    anew.does(day, &held_on("2026-01-19"));
    anew.does(day, SUSPEND);
    anew.does(day, RESUME);
    assert_eq!(anew.state.held(&key("check_in")).count(), 0);
    anew.does(day, &held_on("2026-01-20"));
}

#[test]
fn a_wait_that_is_kept_ends_during_the_pause() {
    let mut draft = Draft::pilot();
    draft.pause = Pause::Keep;
    draft.moves[0].gates = vec![Gate {
        key: key("slept_on_it"),
        need: Need::InStageFor("10d".parse().unwrap()),
    }];
    let mut pilot = Instance::of(draft);
    pilot.does("2026-01-06T09:00:00Z", SUSPEND);
    let suspended = "running: suspended since 2026-01-06";
    assert_eq!(
        waits(&pilot, "2026-01-14T23:59:59Z"),
        [suspended, "slept_on_it: not before 2026-01-15"]
    );
    assert_eq!(waits(&pilot, "2026-01-15T00:00:00Z"), [suspended]);
}

#[test]
fn a_pause_is_no_day_long_where_the_calendar_went_back_a_day() {
    let mut pilot = running_pilot();
    // One o'clock on the 7th in the farthest east, noon on the 6th in the middle.
    let east = r#"{"zone": {"first": "+14:00", "changes": []}}"#;
    pilot.calendar = serde_json::from_str(east).expect("a calendar");
    pilot.does("2026-01-06T11:00:00Z", SUSPEND);
    assert_eq!(pilot.state.last().on(), date("2026-01-07").unwrap());
    pilot.calendar = Calendar::default();
    pilot.does("2026-01-06T12:00:00Z", RESUME);
    assert_eq!(pilot.state.limit(), Some(on("2026-04-05")));
}
