//! The explorer bites: shut doors, dead moves and traps that pass the check are found.

use partnership::lifecycle::{
    Draft, ExploreError, Gate, MOST_STATES, Need, Report, Threshold, explore,
};

use super::{key, table};

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

/// A definition of one party that does not say more than this.
fn tiny(more: &str) -> Draft {
    let head = r#""schema": 1, "id": "tiny", "version": 1, "title": "Tiny", "parties": ["owner"]"#;
    table(&format!("{{{head}, {more}}}"))
}

/// A stage and its end, with an exit through gates that ask for this and for no open issue.
fn with_exit(needs: &[impl std::fmt::Display], more: &str) -> Draft {
    let gates = needs.iter().enumerate();
    let gates = gates.map(|(n, need)| format!(r#"{{"key": "gate_{n}", "need": {need}}}, "#));
    let gates: String = gates.collect();
    tiny(&format!(
        r#""start": "a", {more},
        "stages": [{{"key": "a", "title": "A", "phase": "execute"}},
            {{"key": "z", "title": "Z", "phase": "closed"}}],
        "moves": [{{"key": "end", "from": "a", "to": "z", "kind": "exit", "gates": [{gates}
            {{"key": "no_open_issue", "need": "no_open_issue"}}]}}]"#
    ))
}

// It begins at nine on Monday, 5 January 2026: 15 hours are a day, four business days four days,
// a month 31 days and two years 730.
#[test]
fn a_search_begins_on_its_day_and_follows_time_to_every_date() {
    let spans = ["15h", "1d", "4bd", "4d", "1m", "31d", "2y", "730d"];
    let waits = spans.map(|span| format!(r#"{{"in_stage_for": "{span}"}}"#));
    let draft = with_exit(&waits, r#""metrics": []"#);
    let report = explored(draft.clone());
    assert!(report.is_sound(), "{report:?}");
    // Nothing open, one, two, three, all four of the dates, and the end.
    assert_eq!(report.states, 6);
    // To the dates ahead and beyond them all: 5, 4, 3, 2, 1; and the exit.
    assert_eq!(report.edges, 16);
    let checked = draft.check().unwrap();
    assert_eq!(explore(&checked, 6), Ok(report));
    let stopped = Err(ExploreError::TooManyStates { cap: 5 });
    assert_eq!(explore(&checked, 5), stopped);
}

#[test]
fn a_threshold_is_observed_once_however_many_gates_have_it() {
    let wanted = r#"{"at_least": {"metric": "mood", "value": "1"}}"#;
    for gates in [&[wanted][..], &[wanted, wanted]] {
        let report = explored(with_exit(gates, r#""metrics": ["mood"]"#));
        assert_eq!(report.states, 3, "before the reading, with it, at the end");
        // The reading and a day twice, and the exit.
        assert_eq!(report.edges, 5);
    }
}

#[test]
fn a_definition_can_begin_where_it_ends() {
    let closed = r#""metrics": [], "start": "z", "moves": [],
        "stages": [{"key": "z", "title": "Z", "phase": "closed"}]"#;
    let report = explored(tiny(closed));
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.states, report.edges), (1, 0));
}

#[test]
fn a_start_that_leads_nowhere_is_a_trap() {
    let window = r#"{"in_renewal_window": {"opens": "2d", "closes": "1d"}}"#;
    let term = r#""metrics": [], "term": {"from": "z", "every": "1y"}"#;
    let report = explored(with_exit(&[window], term));
    assert_eq!(report.states, 1);
    assert_eq!(report.unreached, [key("z")]);
    assert_eq!(report.never_taken, ["a/end"]);
    assert_eq!(report.trapped, [key("a")]);
}

#[test]
fn terms_after_the_second_are_alike() {
    let draft = tiny(
        r#""metrics": [], "start": "a",
        "stages": [{"key": "a", "title": "A", "phase": "execute"},
            {"key": "b", "title": "B", "phase": "decide"},
            {"key": "z", "title": "Z", "phase": "closed"}],
        "moves": [{"key": "on", "from": "a", "to": "b", "kind": "advance"},
            {"key": "renew", "from": "b", "to": "a", "kind": "renew", "gates": [
                {"key": "no_notice", "need": "no_notice"}]},
            {"key": "end", "from": "a", "to": "z", "kind": "exit", "gates": [
                {"key": "no_open_issue", "need": "no_open_issue"}]},
            {"key": "end", "from": "b", "to": "z", "kind": "exit", "gates": [
                {"key": "no_open_issue", "need": "no_open_issue"}]}]"#,
    );
    let report = explore(&draft.check().expect("passes the check"), 100).expect("a report");
    assert!(report.is_sound());
    assert_eq!(report.states, 8, "two stages and their ends in two terms");
}

/// A stage that silence alone leaves after ten days for one that nine hours limit.
fn hurried(notice: &str, level: &str, cadence: &str) -> Draft {
    let issues = r#"{"key": "no_open_issue", "need": "no_open_issue"}"#;
    tiny(&format!(
        r#""metrics": [], "start": "a", "term": {{"from": "z", "every": "1d"}},
        "notice": {{"span": "{notice}", "effective": "after_span"}},
        "ladders": [{{"key": "steps", "levels": [{{"key": "low", "after": "0h"}},
            {{"key": "high", "after": "{level}"}}]}}],
        "stages": [
            {{"key": "a", "title": "A", "phase": "form", "limit": {{"after": "10d",
                "deemed": {{"accept": {{"move": "go"}}}}}}}},
            {{"key": "b", "title": "B", "phase": "execute",
                "limit": {{"after": "9h", "deemed": "none"}},
                "cadences": [{{"key": "talk", "every": "{cadence}", "grace": "1d"}}]}},
            {{"key": "z", "title": "Z", "phase": "closed"}}],
        "moves": [
            {{"key": "go", "from": "a", "to": "b", "kind": "advance", "gates": [
                {{"key": "either", "need": {{"any_of": [
                    {{"key": "never_done", "need": {{"done": "nothing"}}}},
                    {{"key": "window", "need": {{"in_renewal_window": {{
                        "opens": "1d", "closes": "1d"}}}}}}]}}}}]}},
            {{"key": "end", "from": "a", "to": "z", "kind": "exit", "gates": [{issues}]}},
            {{"key": "end", "from": "b", "to": "z", "kind": "exit", "gates": [{issues}]}}]"#
    ))
}

// Silence moves it on with the first instant of 16 January. The longest span of ten days and a
// day lead to nine o'clock, when the nine hours are not over; a year leads far beyond.
#[test]
fn time_passes_by_the_longest_span_and_a_day() {
    for (notice, level, cadence, states) in [
        // Each with notice and without: waiting, moved on, past the limit, and the two ends.
        ("1d", "1d", "2d", 10),
        ("1y", "1d", "2d", 8),
        ("1d", "1y", "2d", 8),
        ("1d", "1d", "1y", 8),
    ] {
        let report = explored(hurried(notice, level, cadence));
        assert!(report.is_sound(), "{report:?}");
        assert_eq!(report.states, states, "{notice} {level} {cadence}");
    }
}
