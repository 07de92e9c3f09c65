//! What a log leads to, event by event, also one that the engine did not write.

use partnership::lifecycle::{Draft, Limit, ReplayError, apply, options, replay};

use super::{Instance, at, behind, facts, running_pilot};

const NINE: &str = "2026-01-05T09:00:00Z";

const SUSPENDED: &str = r#"{"suspended": {"by": "partner"}}"#;

const OPENED: &str = r#"{"issue_opened": {"issue": "late", "ladder": "escalation",
    "by": "partner", "level": "operational", "next": {"at": "2026-01-07T09:00:00Z"}}}"#;

/// A pilot whose first stage may last so long.
fn limited(after: &str) -> Draft {
    let mut draft = Draft::pilot();
    draft.stages[0].limit = Some(Limit {
        after: after.parse().expect(after),
        deemed: partnership::lifecycle::Deemed::Escalate,
    });
    draft
}

#[test]
fn an_event_that_cannot_have_happened_changes_nothing() {
    let rows = [
        (
            None,
            r#"{"resumed": {"by": "partner", "pause_days": 0, "pause_seconds": 0}}"#,
        ),
        (Some(SUSPENDED), SUSPENDED),
        (Some(OPENED), OPENED),
        (
            None,
            r#"{"acknowledged": {"issue": "late", "by": "partner", "next": {"on": "2026-01-20"}}}"#,
        ),
        (
            None,
            r#"{"escalated": {"issue": "late", "level": "mediation", "index": 2,
                "since": {"on": "2026-01-20"}, "next": {"on": "2026-02-20"}}}"#,
        ),
        (
            None,
            r#"{"issue_resolved": {"issue": "late", "by": "partner"}}"#,
        ),
        (
            None,
            r#"{"issue_survives": {"issue": "late", "by": "partner"}}"#,
        ),
        (
            None,
            r#"{"migrated": {"from": 7, "to": 8, "stage": "running", "dropped": [],
                "taken": {}}}"#,
        ),
        (
            None,
            r#"{"moved": {"move": "start", "kind": "advance", "from": "setup", "to": "running",
                "by": "producer", "term": 1, "nth": 1, "visit": 1}}"#,
        ),
    ];
    for (before, fact) in rows {
        let mut state = running_pilot().state;
        if let Some(before) = before {
            let event = behind(&state, before);
            apply(&mut state, &event).expect(before);
        }
        let event = behind(&state, fact);
        let kept = state.clone();
        let misfit = ReplayError::Misfit { seq: event.seq };
        assert_eq!(apply(&mut state, &event), Err(misfit), "{fact}");
        assert_eq!(state, kept, "{fact}");
    }
}

#[test]
fn a_log_of_another_version_is_one_of_another_definition() {
    let log = running_pilot().log;
    let newer = Draft {
        version: 2,
        ..Draft::pilot()
    };
    assert_eq!(
        newer.check().unwrap().replay(&log),
        Err(ReplayError::OtherDefinition {
            definition: "pilot".parse().unwrap(),
            version: 1,
        })
    );
}

#[test]
fn an_issue_of_the_visit_before_bars_the_door_until_it_is_answered() {
    let mut pilot = Instance::of(limited("1d"));
    for activity in ["criteria_set", "contacts_named", "log_opened"] {
        let record = format!(r#"{{"record": {{"activity": "{activity}", "by": "producer"}}}}"#);
        pilot.does(NINE, &record);
    }
    let day = "2026-01-08T09:00:00Z";
    let events = pilot.does(day, r#"{"take": {"move": "start", "by": "partner"}}"#);
    assert_eq!(
        facts(&events)[2..],
        ["2026-01-08 moved", "2026-01-08 issue_resolved"]
    );
    let way_out = |length: usize| {
        let state = replay(&pilot.log[..length]).unwrap();
        let shown = options(&pilot.definition, &state, at(day), &pilot.calendar);
        let end = shown.unwrap().pop().expect("an end");
        end.unmet
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let all = pilot.log.len();
    assert_eq!(way_out(all), [""; 0]);
    assert_eq!(way_out(all - 1), ["no_open_issue: open: limit_of_setup_1"]);
}

#[test]
fn an_issue_is_the_one_of_the_limit_until_it_is_closed() {
    let mut pilot = Instance::of(limited("1d"));
    let day = "2026-01-08T09:00:00Z";
    pilot.does(day, r#"{"open_issue": {"issue": "late", "by": "partner"}}"#);
    let kept =
        |pilot: &Instance| serde_json::to_value(&pilot.state).unwrap()["limit_issue"].clone();
    assert_eq!(kept(&pilot), "limit_of_setup_1");
    pilot.does(
        day,
        r#"{"resolve_issue": {"issue": "late", "by": "partner"}}"#,
    );
    assert_eq!(kept(&pilot), "limit_of_setup_1");
    let shown = options(&pilot.definition, &pilot.state, at(day), &pilot.calendar);
    let end = shown.unwrap().pop().expect("an end");
    assert_eq!(end.unmet, [], "leaving answers the issue of the limit");
    pilot.does(
        day,
        r#"{"resolve_issue": {"issue": "limit_of_setup_1", "by": "partner"}}"#,
    );
    assert!(kept(&pilot).is_null());
}

#[test]
fn a_renewal_takes_the_notice_and_the_rounds_with_it() {
    let renewed = Instance::logged(
        Draft::partnership(),
        &[
            r#"{"started": {"definition": "partnership", "version": 1, "stage": "scaling"}}"#,
            r#"{"notice_given": {"by": "partner", "effective": "2026-02-04"}}"#,
            r#"{"moved": {"move": "review", "kind": "advance", "from": "scaling",
                "to": "renewal", "by": "partner", "term": 1, "nth": 1, "visit": 1}}"#,
            r#"{"moved": {"move": "renew", "kind": "renew", "from": "renewal",
                "to": "execution", "by": "partner", "term": 2, "nth": 1, "visit": 1}}"#,
        ],
    );
    let state = &renewed.state;
    assert_eq!((state.term(), state.notice()), (2, None));
    assert!(state.taken().is_empty());
}

#[test]
fn nothing_climbs_once_it_is_closed() {
    let mut closed = Instance::logged(
        Draft::pilot(),
        &[
            r#"{"started": {"definition": "pilot", "version": 1, "stage": "setup"}}"#,
            OPENED,
            r#"{"moved": {"move": "end", "kind": "exit", "from": "setup", "to": "ended",
                "by": "partner", "term": 1, "nth": 1, "visit": 1, "reason": "cancelled"}}"#,
        ],
    );
    assert_eq!(closed.state.issues().len(), 1);
    assert_eq!(closed.does("2026-03-05T09:00:00Z", r#"{"tick": {}}"#), []);
}

#[test]
fn an_issue_of_the_limit_opens_once() {
    let mut pilot = Instance::logged(
        limited("10d"),
        &[
            r#"{"started": {"definition": "pilot", "version": 1, "stage": "setup",
                "limit": {"on": "2026-01-15"}}}"#,
            r#"{"issue_opened": {"issue": "limit_of_setup_1", "ladder": "escalation",
                "level": "operational"}}"#,
        ],
    );
    let events = pilot.does("2026-02-01T09:00:00Z", r#"{"tick": {}}"#);
    assert_eq!(facts(&events), ["2026-01-16 limit_passed"]);
    assert_eq!(replay(&pilot.log), Ok(pilot.state));
}
