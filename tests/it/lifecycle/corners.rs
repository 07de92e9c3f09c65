//! Where two rules meet, worked out by hand.

use std::collections::BTreeMap;

use partnership::lifecycle::{
    Deemed, Draft, Event, Fact, Gate, Limit, Need, Pause, Reason, Stage, Threshold, apply, diff,
    due, migrate, options, scale_advised,
};
use partnership::time::{Deadline, date};

use super::{Instance, at, facts, key};

const NINE: &str = "2026-01-05T09:00:00Z";

/// A stage of work that silence closes after ten days.
fn silent(pause: Pause) -> Draft {
    let mut draft = Draft::pilot();
    draft.pause = pause;
    draft.stages[0].limit = Some(Limit {
        after: "10d".parse().unwrap(),
        deemed: Deemed::Accept { way: key("start") },
    });
    draft.stages[1].limit = None;
    draft
}

fn on(text: &str) -> Deadline {
    Deadline::On(date(text).expect(text))
}

#[test]
fn silence_does_not_stand_for_a_pause() {
    let mut kept = Instance::of(silent(Pause::Keep));
    kept.does(NINE, r#"{"suspend": {"by": "partner"}}"#);
    let events = kept.does("2026-01-16T00:00:00Z", r#"{"tick": {}}"#);
    assert_eq!(
        facts(&events),
        ["2026-01-16 limit_passed", "2026-01-16 issue_opened"]
    );

    // Where the limit waits for the end of the pause, it has not passed.
    let mut extended = Instance::of(silent(Pause::ExtendByPause));
    extended.does(NINE, r#"{"suspend": {"by": "partner"}}"#);
    assert_eq!(extended.does("2026-01-16T00:00:00Z", r#"{"tick": {}}"#), []);
    extended.does("2026-01-25T08:00:00Z", r#"{"resume": {"by": "partner"}}"#);
    assert_eq!(
        extended.state.limit(),
        Some(on("2026-02-04")),
        "20 days later"
    );
    extended.does("2026-01-26T00:00:00Z", r#"{"suspend": {"by": "partner"}}"#);
    extended.does("2026-01-28T23:00:00Z", r#"{"resume": {"by": "partner"}}"#);
    assert_eq!(
        extended.state.limit(),
        Some(on("2026-02-06")),
        "pauses add up"
    );
    let moved = extended.does("2026-03-01T00:00:00Z", r#"{"tick": {}}"#);
    assert_eq!(
        facts(&moved),
        ["2026-02-07 limit_passed", "2026-02-07 moved"]
    );
}

#[test]
fn a_limit_that_has_passed_stays_and_is_not_answered_by_a_restart() {
    let mut draft = Draft::pilot();
    draft.pause = Pause::Restart;
    draft.stages[0].limit = Some(Limit {
        after: "10d".parse().unwrap(),
        deemed: Deemed::Escalate,
    });
    let mut pilot = Instance::of(draft);
    pilot.does("2026-01-16T00:00:00Z", r#"{"suspend": {"by": "partner"}}"#);
    assert!(pilot.state.has_limit_passed());
    pilot.does("2026-01-17T00:00:00Z", r#"{"resume": {"by": "partner"}}"#);
    assert_eq!(pilot.state.limit(), Some(on("2026-01-15")));
    assert_eq!(pilot.state.entered().on(), date("2026-01-17").unwrap());
    // The issue of the limit bars no door of its own visit, and is answered by leaving.
    let end = r#"{"take": {"move": "end", "by": "partner", "reason": "pilot_ended"}}"#;
    let events = pilot.does("2026-01-17T00:00:00Z", end);
    assert_eq!(
        facts(&events),
        ["2026-01-17 moved", "2026-01-17 issue_resolved"]
    );
    assert_eq!(pilot.state.reason(), Some(Reason::PilotEnded));
}

#[test]
fn what_silence_closes_refuses_a_late_command_and_tells_a_tick() {
    let mut draft = Draft::production();
    draft.stages[6].limit = Some(Limit {
        after: "5d".parse().unwrap(),
        deemed: Deemed::Accept {
            way: key("deliver"),
        },
    });
    let mut film = Instance::of(draft);
    for (activity, way) in [
        ("concept", "script"),
        ("script_approved", "prepare"),
        ("schedule", "shoot"),
        ("footage", "edit"),
        ("cut", "submit"),
        ("review_notes", "accept"),
    ] {
        let record = format!(r#"{{"record": {{"activity": "{activity}", "by": "producer"}}}}"#);
        film.does(NINE, &record);
        if way == "accept" {
            film.does(NINE, r#"{"approve": {"move": "accept", "by": "partner"}}"#);
        }
        film.does(
            NINE,
            &format!(r#"{{"take": {{"move": "{way}", "by": "producer"}}}}"#),
        );
    }
    let before = film.state.clone();
    let late = r#"{"record": {"activity": "assets_handed_over", "by": "producer"}}"#;
    assert_eq!(
        film.refuses("2026-02-01T00:00:00Z", late),
        "the agreement is closed"
    );
    assert_eq!(
        film.state, before,
        "a refusal emits nothing, not even what settling found"
    );
    let events = film.does("2026-02-01T00:00:00Z", r#"{"tick": {}}"#);
    assert_eq!(
        facts(&events),
        ["2026-01-11 limit_passed", "2026-01-11 moved"]
    );
    assert_eq!(film.state.reason(), Some(Reason::Completed));
}

#[test]
fn a_limit_that_migration_brought_along_passes_in_silence() {
    let mut old = Draft::pilot();
    old.stages[0].limit = Some(Limit {
        after: "10d".parse().unwrap(),
        deemed: Deemed::Escalate,
    });
    let mut new = Draft::pilot();
    new.version = 2;
    new.pause = Pause::Restart;
    let mut pilot = Instance::of(old.clone());
    let event = migrate(
        &pilot.state,
        &old,
        &new,
        &BTreeMap::new(),
        at(NINE),
        &pilot.calendar,
    );
    apply(&mut pilot.state, &event.unwrap()).unwrap();
    pilot.definition = new.check().unwrap();
    assert_eq!(
        pilot.state.limit(),
        Some(on("2026-01-15")),
        "as it was written"
    );
    pilot.does("2026-01-06T00:00:00Z", r#"{"suspend": {"by": "partner"}}"#);
    pilot.does("2026-01-08T00:00:00Z", r#"{"resume": {"by": "partner"}}"#);
    assert_eq!(
        pilot.state.limit(),
        Some(on("2026-01-15")),
        "a restart keeps it"
    );
    let events = pilot.does("2026-02-01T00:00:00Z", r#"{"tick": {}}"#);
    assert_eq!(facts(&events), ["2026-01-16 limit_passed"]);
}

#[test]
fn hours_of_waiting_move_by_the_seconds_of_every_pause() {
    let mut draft = Draft::pilot();
    draft.moves[0].gates.push(Gate {
        key: key("slept_on_it"),
        need: Need::InStageFor("48h".parse().unwrap()),
    });
    let mut pilot = Instance::of(draft);
    for activity in ["criteria_set", "contacts_named", "log_opened"] {
        let record = format!(r#"{{"record": {{"activity": "{activity}", "by": "producer"}}}}"#);
        pilot.does(NINE, &record);
    }
    // An hour and a second, then half an hour: the wait ends at 10:30:01 on the 7th.
    pilot.does("2026-01-06T00:00:00Z", r#"{"suspend": {"by": "partner"}}"#);
    pilot.does("2026-01-06T01:00:01Z", r#"{"resume": {"by": "partner"}}"#);
    pilot.does("2026-01-06T02:00:00Z", r#"{"suspend": {"by": "partner"}}"#);
    pilot.does("2026-01-06T02:30:00Z", r#"{"resume": {"by": "partner"}}"#);
    let ahead = due(
        &pilot.definition,
        &pilot.state,
        at("2026-01-06T03:00:00Z"),
        &pilot.calendar,
    );
    let ahead = serde_json::to_string(&ahead.unwrap()).unwrap();
    assert_eq!(
        ahead,
        r#"[{"what":"wait_over","key":"start","deadline":{"at":"2026-01-07T10:30:01Z"},"overdue":false,"count":1}]"#
    );
    let start = r#"{"take": {"move": "start", "by": "producer"}}"#;
    assert_eq!(
        pilot.refuses("2026-01-07T10:30:00Z", start),
        "start from setup waits for slept_on_it: not before 2026-01-07T10:30:01Z"
    );
    pilot.does("2026-01-07T10:30:01Z", start);
}

#[test]
fn where_silence_stands_for_a_move_a_gate_less_is_a_major_change() {
    let reading = |value: &str| {
        Need::AtLeast(Threshold {
            metric: key("lead_lift_partner"),
            value: value.parse().unwrap(),
            fresh: None,
        })
    };
    let with = |value: &str| {
        let mut draft = silent(Pause::Keep);
        draft.moves[0].gates.push(Gate {
            key: key("lifted"),
            need: reading(value),
        });
        draft
    };
    let told = |old: &Draft, new: &Draft| {
        let changes = diff(old, new).changes.into_iter();
        let told = changes.map(|c| format!("{} {} {}", c.level, c.what.name(), c.key));
        told.collect::<Vec<String>>()
    };
    let (old, looser) = (with("0.2"), with("0.1"));
    assert_eq!(
        told(&old, &looser),
        ["major GateLoosened setup/start/lifted"]
    );
    assert_eq!(
        told(&looser, &old),
        ["major GateTightened setup/start/lifted"]
    );
    let without = silent(Pause::Keep);
    assert_eq!(
        told(&old, &without),
        ["major GateRemoved setup/start/lifted"]
    );
}

#[test]
fn a_limit_issue_that_is_handed_over_is_not_resolved_by_leaving() {
    let mut draft = Draft::pilot();
    draft.stages[0].limit = Some(Limit {
        after: "1d".parse().unwrap(),
        deemed: Deemed::Escalate,
    });
    let mut pilot = Instance::of(draft);
    let day = "2026-01-08T09:00:00Z";
    pilot.does(
        day,
        r#"{"survive_issue": {"issue": "limit_of_setup_1", "by": "partner"}}"#,
    );
    let end = r#"{"take": {"move": "end", "by": "partner", "reason": "cancelled"}}"#;
    let events = pilot.does(day, end);
    assert!(matches!(
        events[..],
        [Event {
            fact: Fact::Moved(_),
            ..
        }]
    ));
    assert_eq!(pilot.state.surviving().len(), 1);
}

#[test]
fn advice_to_scale_counts_for_three_months() {
    let cautious = Draft::pilot().with_gates("running", "adjust", [scale_advised()]);
    let mut pilot = super::running_pilot_of(cautious.expect("a move"));
    for wanted in [
        r#"{"observe": {"metric": "scale_objections", "value": "0", "by": "partner"}}"#,
        r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#,
    ] {
        pilot.does("2026-01-31T09:00:00Z", wanted);
    }
    let adjust = r#"{"take": {"move": "adjust", "by": "partner"}}"#;
    let message = "adjust from running waits for scale_advised: read on 2026-01-31, fresh until \
                   2026-04-30";
    assert_eq!(pilot.refuses("2026-05-01T09:00:00Z", adjust), message);
    pilot.does("2026-04-30T09:00:00Z", adjust);
}

#[test]
fn a_state_stands_on_a_ladder_as_long_as_it_still_climbs() {
    let mut pilot = super::running_pilot();
    let open = r#"{"open_issue": {"issue": "late", "by": "partner"}}"#;
    pilot.does("2026-01-06T09:00:00Z", open);
    let mut short = Draft::pilot();
    short.ladders[0].levels.truncate(1);
    pilot.definition = short.check().expect("a definition");
    let message = "the instance is pinned to pilot version 1";
    let tick = r#"{"tick": {}}"#;
    assert_eq!(pilot.refuses("2026-01-06T09:00:00Z", tick), message);
    // On the only level there is, nothing is ahead.
    let mut only = Draft::pilot();
    only.ladders[0].levels.truncate(1);
    let mut pilot = super::running_pilot_of(only);
    pilot.does("2026-01-06T09:00:00Z", open);
    let resolve = r#"{"resolve_issue": {"issue": "late", "by": "partner"}}"#;
    let events = pilot.does("2026-03-06T09:00:00Z", resolve);
    assert_eq!(facts(&events), ["2026-03-06 issue_resolved"]);
}

#[test]
fn a_move_opens_with_the_last_of_its_waits() {
    let wait = |name: &str, span: &str| Gate {
        key: key(name),
        need: Need::InStageFor(span.parse().unwrap()),
    };
    // Ten days from the 5th are the 15th, twenty the 25th.
    for [first, second] in [["10d", "20d"], ["20d", "10d"], ["20d", "20d"]] {
        let mut draft = Draft::pilot();
        draft.moves[0].gates = vec![wait("first", first), wait("second", second)];
        let pilot = Instance::of(draft);
        let shown = options(&pilot.definition, &pilot.state, at(NINE), &pilot.calendar);
        assert_eq!(shown.unwrap()[0].opens, Some(on("2026-01-25")));
    }
}

#[test]
fn what_is_voided_leaves_the_rest_of_the_evidence() {
    let mut pilot = super::running_pilot();
    let held = |on: &str| {
        format!(r#"{{"hold_review": {{"cadence": "check_in", "by": "partner", "on": "{on}"}}}}"#)
    };
    let first = pilot.does("2026-02-05T09:00:00Z", &held("2026-01-19"))[0].seq;
    pilot.does("2026-02-05T09:00:00Z", &held("2026-02-02"));
    let void = format!(r#"{{"void": {{"seq": {first}, "by": "partner"}}}}"#);
    pilot.does("2026-02-05T09:00:00Z", &void);
    let left: Vec<_> = pilot.state.held(&key("check_in")).collect();
    assert_eq!(left, [(2, date("2026-02-02").unwrap())]);
}

#[test]
fn one_way_more_to_meet_a_gate_loosens_it() {
    let work = |name: &str| Gate {
        key: key(name),
        need: Need::Done(key(name)),
    };
    let with = |names: &[&str]| {
        let names = names.iter().copied();
        let mut draft = Draft::pilot();
        draft.moves[0].gates = vec![Gate {
            key: key("ready"),
            need: Need::AnyOf(names.map(work).collect()),
        }];
        draft
    };
    let told = |old: &Draft, new: &Draft| {
        let changes = diff(old, new).changes.into_iter();
        let told = changes.map(|c| format!("{} {}", c.what.name(), c.key));
        told.collect::<Vec<String>>()
    };
    let (one, two) = (
        with(&["criteria_set"]),
        with(&["criteria_set", "log_opened"]),
    );
    assert_eq!(told(&one, &two), ["GateLoosened setup/start/ready"]);
    assert_eq!(told(&two, &one), ["GateTightened setup/start/ready"]);
    let turned = with(&["log_opened", "criteria_set"]);
    assert_eq!(told(&two, &turned), [""; 0]);
}

#[test]
fn a_gate_has_a_name_of_its_own_in_its_move() {
    let mut draft = Draft::pilot();
    let again = draft.moves[0].gates[0].clone();
    draft.moves[0].gates.push(again);
    let told: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["gate criteria_set: the name stands twice"]);
}

#[test]
fn nothing_is_to_be_done_in_a_closed_stage() {
    let ended = |change: fn(&mut Stage, Stage)| {
        let mut draft = Draft::pilot();
        let running = draft.stages[1].clone();
        let mut stages = draft.stages.iter_mut();
        let stage = stages.find(|stage| stage.key == key("ended"));
        change(stage.expect("an end"), running);
        let told = draft.problems();
        told.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let busy = "stage ended: something is to be done in a closed stage";
    assert_eq!(ended(|_, _| {}), [""; 0]);
    assert_eq!(ended(|end, busy| end.activities = busy.activities), [busy]);
    assert_eq!(ended(|end, busy| end.cadences = busy.cadences), [busy]);
}
