//! What a new version of a definition changes, and what comes along to it.

use std::collections::BTreeMap;

use partnership::lifecycle::{
    Draft, Fact, Gate, LadderLevel, Need, Pause, Phase, apply, diff, migrate,
};

use super::{Instance, at, key, running_pilot};

const NINE: &str = "2026-01-05T09:00:00Z";

/// What a comparison says.
fn told(old: &Draft, new: &Draft) -> Vec<String> {
    let changes = diff(old, new).changes.into_iter();
    let told = changes.map(|c| format!("{} {} {}", c.level, c.what.name(), c.key));
    told.collect()
}

/// What it says to a pilot in which something was changed.
fn changed(change: impl FnOnce(&mut Draft)) -> Vec<String> {
    let mut new = Draft::pilot();
    change(&mut new);
    told(&Draft::pilot(), &new)
}

/// One more level for a ladder.
fn court() -> LadderLevel {
    LadderLevel {
        key: key("court"),
        after: "30d".parse().expect("a span"),
    }
}

/// What a test does to a table.
type Change = fn(&mut Draft);

#[test]
fn every_change_of_a_table_has_its_level_and_place() {
    let changes: [(Change, &str); 11] = [
        (|new| new.pause = Pause::Keep, "major PauseChanged pilot"),
        (
            |new| new.ladders.swap(0, 1),
            "major FirstLadderChanged pilot",
        ),
        (
            |new| new.ladders[0].levels[1].after = "1h".parse().unwrap(),
            "major LadderChanged escalation",
        ),
        (
            |new| new.ladders[0].levels[3].key = key("court"),
            "major LadderChanged escalation",
        ),
        (
            |new| new.ladders[0].levels.push(court()),
            "minor LadderExtended escalation",
        ),
        (
            |new| {
                new.ladders[0].levels[1].after = "1h".parse().unwrap();
                new.ladders[0].levels.push(court());
            },
            "major LadderChanged escalation",
        ),
        (|new| new.stages.swap(2, 3), "major StagesReordered pilot"),
        (
            |new| new.stages[1].phase = Phase::Execute,
            "major PhaseChanged running",
        ),
        (
            |new| new.stages[1].cadences[0].every = "3w".parse().unwrap(),
            "minor CadencesChanged running",
        ),
        (
            |new| new.stages[1].cadences.clear(),
            "minor CadencesChanged running",
        ),
        (
            |new| new.moves[2].to = key("setup"),
            "major TargetChanged running/adjust",
        ),
    ];
    for (change, expected) in changes {
        assert_eq!(changed(change), [expected]);
    }
    let lowest = changed(|new| new.ladders[0].levels[0].after = "1h".parse().unwrap());
    assert_eq!(lowest, [""; 0], "the lowest level begins at once");
}

#[test]
fn a_limit_is_longer_in_its_own_family_of_units_alone() {
    for (after, level) in [
        ("89d", "major"),
        ("91d", "minor"),
        ("2160h", "minor"),
        ("13w", "minor"),
        ("3m", "major"),
        ("1y", "major"),
        ("90bd", "major"),
    ] {
        let told = changed(|new| {
            let limit = new.stages[1].limit.as_mut();
            limit.expect("90 days").after = after.parse().unwrap();
        });
        assert_eq!(told, [format!("{level} LimitChanged running")], "{after}");
    }
}

/// A pilot that starts through one gate.
fn gated(need: &str) -> Draft {
    let mut draft = Draft::pilot();
    let need: Need = serde_json::from_str(need).expect(need);
    draft.moves[0].gates = vec![Gate {
        key: key("gate"),
        need,
    }];
    draft
}

/// Whether the second of two needs loosens the first one.
#[track_caller]
fn loosens(old: &str, new: &str) -> bool {
    let told = told(&gated(old), &gated(new));
    match told.first().map(String::as_str) {
        Some("minor GateLoosened setup/start/gate") => true,
        Some("major GateTightened setup/start/gate") => false,
        _ => panic!("{told:?}"),
    }
}

#[test]
fn a_reading_is_asked_for_less_where_every_part_of_it_is() {
    let at = |kind: &str, value: &str, fresh: &str| {
        format!(r#"{{"{kind}": {{"metric": "mood", "value": "{value}", "fresh": {fresh}}}}}"#)
    };
    let days = r#""10d""#;
    for (kind, lower_is_looser) in [("at_least", true), ("at_most", false)] {
        let old = at(kind, "2", days);
        assert_eq!(loosens(&old, &at(kind, "1", days)), lower_is_looser);
        assert_eq!(loosens(&old, &at(kind, "3", days)), !lower_is_looser);
        let easy = if lower_is_looser { "1" } else { "3" };
        for (fresh, is_looser) in [
            (r#""9d""#, false),
            (r#""11d""#, true),
            (r#""240h""#, true),
            (r#""1m""#, false),
            ("null", true),
        ] {
            assert_eq!(loosens(&old, &at(kind, "2", fresh)), is_looser, "{fresh}");
            assert_eq!(loosens(&old, &at(kind, easy, fresh)), is_looser, "{fresh}");
        }
        let ever = at(kind, "2", "null");
        assert!(!loosens(&ever, &at(kind, easy, days)));
        let other = at(kind, easy, days).replace("mood", "trust");
        assert!(!loosens(&old, &other), "another reading");
    }
}

#[test]
fn rounds_are_looser_with_more_of_them_and_what_lifts_them_kept() {
    let rounds = |limit: u32, unless: &str| {
        format!(r#"{{"rounds": {{"limit": {limit}, "unless": {unless}}}}}"#)
    };
    let (none, order, other) = ("null", r#""order""#, r#""other""#);
    for (old, new, is_looser) in [
        (rounds(1, none), rounds(2, none), true),
        (rounds(2, none), rounds(1, none), false),
        (rounds(2, none), rounds(1, order), false),
        (rounds(1, none), rounds(1, order), true),
        (rounds(1, none), rounds(2, order), true),
        (rounds(1, order), rounds(2, order), true),
        (rounds(2, order), rounds(1, order), false),
        (rounds(1, order), rounds(1, other), false),
        (rounds(1, order), rounds(2, other), false),
        (rounds(1, order), rounds(2, none), false),
    ] {
        assert_eq!(loosens(&old, &new), is_looser, "{old} {new}");
    }
}

#[test]
fn a_window_is_looser_if_it_opens_no_later_and_closes_no_earlier() {
    let window = |opens: &str, closes: &str| {
        format!(r#"{{"in_renewal_window": {{"opens": "{opens}", "closes": "{closes}"}}}}"#)
    };
    let old = window("3m", "1m");
    for (opens, closes, is_looser) in [
        ("4m", "1m", true),
        ("3m", "0m", true),
        ("4m", "0m", true),
        ("1y", "1m", true),
        ("2m", "1m", false),
        ("3m", "2m", false),
        ("2m", "0m", false),
        ("4m", "2m", false),
        ("3m", "2w", false),
        ("100d", "1m", false),
    ] {
        let new = window(opens, closes);
        assert_eq!(loosens(&old, &new), is_looser, "{new}");
    }
}

#[test]
fn a_choice_is_looser_if_every_way_to_meet_it_stays_open() {
    let any_of = |gates: &[(&str, &str)]| {
        let gates = gates.iter();
        let gates = gates.map(|(key, need)| format!(r#"{{"key": "{key}", "need": {need}}}"#));
        let gates: Vec<String> = gates.collect();
        format!(r#"{{"any_of": [{}]}}"#, gates.join(", "))
    };
    let (brief, access) = (r#"{"done": "brief"}"#, r#"{"done": "access"}"#);
    let (shorter, longer) = (r#"{"in_stage_for": "10d"}"#, r#"{"in_stage_for": "20d"}"#);
    let one = any_of(&[("a", brief)]);
    let two = any_of(&[("a", brief), ("b", longer)]);
    for (old, new, is_looser) in [
        (&one, any_of(&[("a", access)]), false),
        (&one, any_of(&[("a", access), ("b", access)]), false),
        (&one, any_of(&[("b", brief), ("c", access)]), false),
        (&one, any_of(&[("b", access), ("a", brief)]), true),
        (&two, any_of(&[("a", brief), ("c", longer)]), false),
        (&two, any_of(&[("a", brief), ("b", shorter)]), true),
        (&two, any_of(&[("b", shorter), ("a", access)]), false),
        (&any_of(&[("b", shorter)]), any_of(&[("b", longer)]), false),
    ] {
        assert_eq!(loosens(old, &new), is_looser, "{old} {new}");
    }
}

#[test]
fn a_migration_takes_along_what_the_new_version_knows() {
    let mut pilot = running_pilot();
    let review = r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#;
    let log = r#"{"record": {"activity": "decision_log", "by": "partner"}}"#;
    let adjust = r#"{"take": {"move": "adjust", "by": "partner"}}"#;
    for wanted in [review, adjust, review, log] {
        pilot.does(NINE, wanted);
    }
    let (old, mut new) = (Draft::pilot(), Draft::pilot());
    new.version = 2;
    new.moves.retain(|way| way.key != key("adjust"));
    new.stages[1]
        .activities
        .retain(|a| *a != key("decision_log"));
    let event = migrate(
        &pilot.state,
        &old,
        &new,
        &BTreeMap::new(),
        at(NINE),
        &pilot.calendar,
    );
    let event = event.expect("a newer version");
    let Fact::Migrated { dropped, taken, .. } = &event.fact else {
        panic!("{event:?}");
    };
    assert_eq!(dropped, &[key("decision_log")]);
    assert_eq!(taken, &BTreeMap::from([(key("start"), 1)]));
    apply(&mut pilot.state, &event).expect("it follows");
    let done: Vec<_> = pilot.state.done().collect();
    assert_eq!(done, [&key("pilot_review")]);
    assert_eq!(pilot.state.taken(), taken);
}

/// The names and keys of all that stands in the way of a migration.
fn faults(instance: &Instance, old: &Draft, new: &Draft, stages: &[(&str, &str)]) -> Vec<String> {
    let stages = stages.iter().map(|(old, new)| (key(old), key(new)));
    let (stages, when) = (stages.collect(), instance.state.last().at());
    let migrated = migrate(&instance.state, old, new, &stages, when, &instance.calendar);
    let faults = migrated.err().unwrap_or_default();
    let told = faults.iter().map(|f| format!("{} {}", f.name(), f.key()));
    told.collect()
}

#[test]
fn a_migration_starts_from_the_version_of_the_instance() {
    let pilot = running_pilot();
    let version = |version: u32| Draft {
        version,
        ..Draft::pilot()
    };
    assert_eq!(faults(&pilot, &version(1), &version(2), &[]), [""; 0]);
    let pinned = ["NotPinned pilot/1"];
    assert_eq!(faults(&pilot, &version(2), &version(3), &[]), pinned);
    let named = |version: u32| Draft {
        version,
        id: key("trial"),
        ..Draft::pilot()
    };
    assert_eq!(faults(&pilot, &named(1), &named(2), &[]), pinned);
}

#[test]
fn what_is_closed_does_not_migrate() {
    let mut pilot = running_pilot();
    let end = r#"{"take": {"move": "end", "by": "partner", "reason": "cause"}}"#;
    pilot.does(NINE, end);
    let (old, mut new) = (Draft::pilot(), Draft::pilot());
    new.version = 2;
    let closed = faults(&pilot, &old, &new, &[("ended", "running")]);
    assert_eq!(closed, ["Closed ended"], "not even back into the work");
    let both = faults(&pilot, &old, &new, &[]);
    assert_eq!(both, ["Closed ended", "LandsClosed ended"]);
}

#[test]
fn an_issue_migrates_while_the_levels_it_climbed_stay() {
    let mut pilot = running_pilot();
    pilot.does(
        NINE,
        r#"{"open_issue": {"issue": "late", "by": "partner"}}"#,
    );
    pilot.does("2026-01-07T09:00:01Z", r#"{"tick": {}}"#);
    let changes: [(Change, bool); 9] = [
        (|_| {}, true),
        (
            |new| new.ladders[0].levels[0].after = "9h".parse().unwrap(),
            true,
        ),
        (
            |new| new.ladders[0].levels[2].after = "9h".parse().unwrap(),
            true,
        ),
        (
            |new| new.ladders[0].levels[1].after = "9h".parse().unwrap(),
            false,
        ),
        (|new| new.ladders[0].levels[1].key = key("board"), false),
        (|new| new.ladders[0].levels.truncate(3), true),
        (|new| new.ladders[0].levels.truncate(2), false),
        (|new| new.ladders[0].levels.truncate(1), false),
        (|new| drop(new.ladders.remove(0)), false),
    ];
    for (number, (change, stays)) in changes.into_iter().enumerate() {
        let (old, mut new) = (Draft::pilot(), Draft::pilot());
        new.version = 2;
        change(&mut new);
        let mut expected = vec!["LadderChanged late"];
        if stays {
            expected.clear();
        }
        assert_eq!(faults(&pilot, &old, &new, &[]), expected, "{number}");
    }
}
