//! What passes when, whoever asks, and of which definition.

use std::collections::BTreeMap;

use partnership::lifecycle::{
    Deemed, Draft, DueKind, Event, Fact, Limit, Move, TermRule, apply, due, migrate, options,
};

use super::{Instance, at, facts, key, running_pilot, running_pilot_of};

const NINE: &str = "2026-01-05T09:00:00Z";
const TICK: &str = r#"{"tick": {}}"#;

/// Opens an issue.
fn open(issue: &str) -> String {
    format!(r#"{{"open_issue": {{"issue": "{issue}", "by": "partner"}}}}"#)
}

#[test]
fn an_instance_runs_by_the_definition_it_is_pinned_to() {
    let mut other_id = Draft::pilot();
    other_id.id = key("trial");
    let other_version = Draft {
        version: 2,
        ..Draft::pilot()
    };
    // The stage in which it stands is gone, though the name and the version are the same.
    let mut other_stages = Draft::pilot();
    other_stages.stages.remove(0);
    other_stages.moves.retain(|way| way.from != key("setup"));
    other_stages.start = key("running");
    let mut pilot = Instance::of(Draft::pilot());
    for draft in [other_id, other_version, other_stages] {
        pilot.definition = draft.check().expect("a definition");
        let message = "the instance is pinned to pilot version 1";
        assert_eq!(pilot.refuses(NINE, TICK), message);
        let (definition, state) = (&pilot.definition, &pilot.state);
        let shown = options(definition, state, at(NINE), &pilot.calendar);
        assert_eq!(shown, Ok(Vec::new()));
        let dates = due(definition, state, at(NINE), &pilot.calendar);
        assert_eq!(dates, Ok(Vec::new()));
    }
}

#[test]
fn a_limit_and_a_term_are_no_dates_of_another_version_or_of_what_is_closed() {
    let mut draft = Draft::pilot();
    draft.term = Some(TermRule {
        from: key("running"),
        every: "1y".parse().unwrap(),
    });
    let mut pilot = running_pilot_of(draft.clone());
    let dates = |pilot: &Instance| {
        let dates = due(&pilot.definition, &pilot.state, at(NINE), &pilot.calendar);
        let kinds = dates.unwrap().into_iter().map(|due| due.what.to_string());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(dates(&pilot), ["review", "limit", "wait_over", "term_end"]);
    let known = pilot.definition.clone();
    draft.version = 2;
    pilot.definition = draft.check().unwrap();
    assert_eq!(dates(&pilot), [""; 0]);
    pilot.definition = known;
    let end = r#"{"take": {"move": "end", "by": "partner", "reason": "cause"}}"#;
    pilot.does(NINE, end);
    assert_eq!(dates(&pilot), [""; 0]);
}

#[test]
fn a_reading_that_two_moves_ask_for_goes_stale_once() {
    let mut draft = Draft::pilot();
    let lifted = draft.moves[1].gates[1].clone();
    draft.moves[2].gates.push(lifted);
    let mut pilot = running_pilot_of(draft);
    pilot.does(
        NINE,
        r#"{"observe": {"metric": "lead_lift_producer", "value": "0.2", "by": "partner"}}"#,
    );
    let dates = due(&pilot.definition, &pilot.state, at(NINE), &pilot.calendar).unwrap();
    let stale = dates.iter().filter(|due| due.what == DueKind::ReadingStale);
    let stale: Vec<_> = stale.map(|due| due.key.as_str()).collect();
    assert_eq!(stale, ["lead_lift_producer"]);
}

#[test]
fn issues_climb_in_the_order_of_their_deadlines_then_of_their_names() {
    for (first, second, order) in [
        ("2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z", ["a", "b"]),
        ("2026-01-05T10:00:00Z", "2026-01-05T09:00:00Z", ["b", "a"]),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", ["a", "b"]),
    ] {
        let mut opened = [(first, "a"), (second, "b")];
        opened.sort_unstable();
        let mut pilot = Instance::of(Draft::pilot());
        for (when, issue) in opened {
            pilot.does(when, &open(issue));
        }
        let events = pilot.does("2026-01-07T12:00:00Z", TICK);
        let climbed = events.iter().map(|event| match &event.fact {
            Fact::Escalated { issue, .. } => issue.as_str(),
            other => panic!("{other:?}"),
        });
        assert_eq!(climbed.collect::<Vec<_>>(), order);
    }
}

// A migration asks nothing of the clock: what had passed before it is told after it.
#[test]
fn what_passed_before_the_last_event_is_dated_by_that_event() {
    let mut pilot = running_pilot();
    let day = "2026-05-01T09:00:00Z";
    let new = Draft {
        version: 2,
        ..Draft::pilot()
    };
    let event = migrate(
        &pilot.state,
        &Draft::pilot(),
        &new,
        &BTreeMap::new(),
        at(day),
        &pilot.calendar,
    );
    apply(&mut pilot.state, &event.unwrap()).unwrap();
    pilot.definition = new.check().unwrap();
    // The limit of 5 April, its issue, and the levels of 8 and 23 April.
    let events = pilot.does("2026-05-02T09:00:00Z", TICK);
    assert_eq!(
        facts(&events),
        [
            "2026-05-01 limit_passed",
            "2026-05-01 issue_opened",
            "2026-05-01 escalated",
            "2026-05-01 escalated",
        ]
    );
    assert!(events.iter().all(|event| event.when.at() == at(day)));
}

#[test]
fn silence_takes_the_move_that_the_limit_names() {
    let mut draft = Draft::pilot();
    draft.stages[0].limit = Some(Limit {
        after: "10d".parse().unwrap(),
        deemed: Deemed::Accept { way: key("start") },
    });
    let hurry = Move {
        key: key("hurry"),
        ..draft.moves[0].clone()
    };
    draft.moves.insert(0, hurry);
    let mut pilot = Instance::of(draft);
    let events = pilot.does("2026-01-16T00:00:00Z", TICK);
    let [
        _,
        Event {
            fact: Fact::Moved(moved),
            ..
        },
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(moved.way, key("start"));
}

#[test]
fn an_issue_that_was_handed_over_does_not_open_again() {
    let mut pilot = running_pilot();
    pilot.does(NINE, &open("late"));
    pilot.does(
        NINE,
        r#"{"survive_issue": {"issue": "late", "by": "partner"}}"#,
    );
    assert_eq!(
        pilot.refuses(NINE, &open("late")),
        "the issue late is there already"
    );
}

#[test]
fn who_is_not_asked_is_told_who_is() {
    let review = r#"{"started": {"definition": "production", "version": 1, "stage": "review"}}"#;
    let mut film = Instance::logged(Draft::production(), &[review]);
    assert_eq!(
        film.refuses(NINE, r#"{"approve": {"move": "accept", "by": "producer"}}"#),
        "no approval producer here, but partner"
    );
}
