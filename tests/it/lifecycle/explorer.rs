//! The explorer bites: shut doors, dead moves and traps that pass the check are found.

use partnership::lifecycle::{
    Draft, ExploreError, Gate, MOST_STATES, Need, Report, Threshold, explore,
};

use super::key;

#[track_caller]
fn explored(draft: Draft) -> Report {
    explore(&draft.check().expect("passes the check"), MOST_STATES).expect("a report")
}

fn gate(name: &str, need: Need) -> Gate {
    Gate {
        key: key(name),
        need,
    }
}

/// A threshold that a preset does not have.
fn reading(metric: &str, value: &str) -> Threshold {
    Threshold {
        metric: key(metric),
        value: value.parse().expect(value),
        fresh: None,
    }
}

#[test]
fn every_preset_is_sound_and_their_states_are_counted() {
    let reports = Draft::presets().into_iter().map(|draft| {
        let id = draft.id.clone();
        (id, explored(draft))
    });
    let mut states = 0;
    let mut counts = Vec::new();
    for (id, report) in reports {
        assert!(report.is_sound(), "{id}: {report:?}");
        states += report.states;
        counts.push(format!("{id} {}", report.states));
    }
    assert_eq!(states, 16_416, "{counts:?}");
}

#[test]
fn a_door_that_two_readings_shut_is_found() {
    let shut = [
        gate("low", Need::AtMost(reading("lead_lift_producer", "0.10"))),
        gate("many", Need::AtMost(reading("lead_lift_partner", "0.10"))),
    ];
    let draft = Draft::pilot().with_gates("running", "scale", shut);
    let report = explored(draft.expect("a move"));
    assert_eq!(report.unreached, [key("scaled")]);
    assert_eq!(report.never_taken, ["running/scale"]);
    assert!(report.trapped.is_empty());
}

#[test]
fn a_move_that_waits_for_what_has_been_used_up_is_dead() {
    let mut draft = Draft::production();
    let revise = draft.moves.iter_mut().find(|way| way.key == key("revise"));
    let gates = &mut revise.expect("a move").gates;
    // Asked to be sent back only once notice is served, which no production can give.
    gates.push(gate(
        "either",
        Need::AnyOf(vec![gate("never", Need::NoticeServed)]),
    ));
    assert!(draft.clone().check().is_err(), "the check sees that one");
    let gates = &mut draft.moves[6].gates;
    gates.pop();
    gates.push(gate("quick", Need::AtMost(reading("days", "1"))));
    gates.push(gate("slow", Need::AtLeast(reading("days", "2"))));
    draft.metrics.push(key("days"));
    let report = explored(draft);
    assert_eq!(report.never_taken, ["review/revise"]);
    assert!(report.unreached.is_empty() && report.trapped.is_empty());
}

#[test]
fn a_stage_whose_every_door_asks_for_no_notice_is_a_trap() {
    let mut draft = Draft::partnership();
    for way in &mut draft.moves {
        if way.from == key("wind_down") || way.key == key("exit") || way.key == key("withdraw") {
            way.gates.push(gate("unnoticed", Need::NoNotice));
        }
    }
    let report = explored(draft);
    assert!(report.trapped.contains(&key("wind_down")), "{report:?}");
}

#[test]
fn a_report_with_one_finding_is_not_sound() {
    let sound = Report {
        states: 2,
        edges: 1,
        unreached: Vec::new(),
        never_taken: Vec::new(),
        trapped: Vec::new(),
    };
    assert!(sound.is_sound());
    let (mut unreached, mut never_taken, mut trapped) =
        (sound.clone(), sound.clone(), sound.clone());
    unreached.unreached.push(key("scaled"));
    never_taken.never_taken.push("running/scale".to_owned());
    trapped.trapped.push(key("running"));
    for report in [unreached, never_taken, trapped] {
        assert!(!report.is_sound(), "{report:?}");
    }
}

#[test]
fn the_explorer_stops_where_it_is_told_to() {
    let pilot = Draft::pilot().check().expect("a definition");
    let stopped = explore(&pilot, 10);
    assert_eq!(stopped, Err(ExploreError::TooManyStates { cap: 10 }));
    assert_eq!(stopped.unwrap_err().to_string(), "more than 10 states");
}
