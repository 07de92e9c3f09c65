//! What the check finds in a table, beyond its cases.

use partnership::lifecycle::{Deemed, Draft, Gate, Limit, Need, TermRule, Threshold};
use partnership::time::Span;

use super::key;

fn span(text: &str) -> Span {
    text.parse().expect(text)
}

/// What the check says to a pilot in which something was changed.
fn faults(change: impl FnOnce(&mut Draft)) -> Vec<String> {
    let mut draft = Draft::pilot();
    change(&mut draft);
    let problems = draft.problems();
    problems.iter().map(ToString::to_string).collect()
}

/// What a test does to a table.
type Change = fn(&mut Draft);

fn gate(name: &str, need: Need) -> Gate {
    Gate {
        key: key(name),
        need,
    }
}

fn limit(after: &str, deemed: Deemed) -> Limit {
    let after = span(after);
    Limit { after, deemed }
}

/// A gate on a reading that the pilot does not know.
fn mood(name: &str) -> Gate {
    let need = Need::AtLeast(Threshold {
        metric: key("mood"),
        value: "1".parse().expect("a value"),
        fresh: None,
    });
    gate(name, need)
}

#[test]
fn a_name_stands_once_in_its_list() {
    let twice: [(Change, &str); 4] = [
        (|draft| draft.stages.extend_from_within(3..), "stage ended"),
        (
            |draft| draft.parties.extend_from_within(..1),
            "party producer",
        ),
        (
            |draft| draft.ladders.extend_from_within(..1),
            "ladder escalation",
        ),
        (
            |draft| draft.stages[1].cadences.extend_from_within(..1),
            "cadence check_in",
        ),
    ];
    for (repeat, place) in twice {
        let expected = format!("{place}: the name stands twice");
        assert_eq!(faults(repeat), [expected]);
    }
}

#[test]
fn a_fault_that_is_found_in_two_places_is_told_once() {
    let told = faults(|draft| {
        for way in &mut draft.moves[..2] {
            way.gates.push(mood("cheerful"));
        }
    });
    assert_eq!(told, ["metric mood: an unknown name"]);
}

#[test]
fn silence_stands_for_an_advance_alone() {
    let told = |way: &str| {
        let deemed = Deemed::Accept { way: key(way) };
        faults(|draft| draft.stages[0].limit = Some(limit("10d", deemed)))
    };
    assert_eq!(told("start"), [""; 0]);
    let refused = "stage setup: silence stands for no advance of this stage";
    assert_eq!(told("end"), [refused], "an exit of this stage");
    assert_eq!(told("scale"), [refused], "an advance of another one");
}

#[test]
fn a_closed_stage_has_no_limit() {
    let told = faults(|draft| draft.stages[3].limit = Some(limit("10d", Deemed::None)));
    assert_eq!(
        told,
        ["stage ended: something is to be done in a closed stage"]
    );
}

#[test]
fn gates_inside_a_choice_are_checked_as_those_outside() {
    let nap = gate("nap", Need::InStageFor(span("0d")));
    let outside = faults(|draft| draft.moves[0].gates.extend([mood("cheerful"), nap.clone()]));
    let deeper = gate("deeper", Need::AnyOf(vec![mood("cheerful")]));
    let either = gate("either", Need::AnyOf(vec![deeper, nap]));
    let inside = faults(|draft| draft.moves[0].gates.push(either));
    let expected = [
        "metric mood: an unknown name",
        "gate setup/start/nap: a span of zero",
    ];
    assert_eq!(outside, expected);
    assert_eq!(inside, expected);
}

#[test]
fn no_round_at_all_needs_something_that_lifts_it() {
    let told = |limit: u32, unless: Option<&str>| {
        let unless = unless.map(key);
        let need = Need::Rounds { limit, unless };
        faults(|draft| draft.moves[2].gates.push(gate("once", need)))
    };
    let never = ["gate running/adjust/once: can never be met"];
    assert_eq!(told(0, None), never);
    assert_eq!(told(0, Some("criteria_set")), never, "of another stage");
    assert_eq!(told(0, Some("extension_agreed")), [""; 0]);
    assert_eq!(told(1, None), [""; 0]);
}

#[test]
fn a_window_that_certainly_closes_before_it_opens_is_never_met() {
    for (opens, closes, is_open) in [
        ("3m", "1m", true),
        ("1m", "3m", false),
        ("1m", "31d", true),
        ("1m", "32d", false),
        ("28d", "1m", true),
        ("27d", "1m", false),
    ] {
        let need = Need::InRenewalWindow {
            opens: span(opens),
            closes: span(closes),
        };
        let told = faults(|draft| {
            draft.term = Some(TermRule {
                from: key("running"),
                every: span("1y"),
            });
            draft.moves[2].gates.push(gate("window", need));
        });
        let mut expected = vec!["gate running/adjust/window: can never be met"];
        if is_open {
            expected.clear();
        }
        assert_eq!(told, expected, "{opens} {closes}");
    }
}

// The hours of the page: shortest h 1/24, d 1, bd 1, w 7, m 28, y 365 days; longest h 1/24, d 1,
// bd 4, w 7, m 31, y 366.
#[test]
fn a_wait_is_too_long_where_its_shortest_exceeds_the_longest_limit() {
    for (fits, too_long, longest) in [
        ("23h", "1d", "23h"),
        ("23h", "1bd", "23h"),
        ("24h", "25h", "1d"),
        ("1bd", "25h", "1d"),
        ("96h", "97h", "1bd"),
        ("168h", "169h", "1w"),
        ("6d", "1w", "167h"),
        ("744h", "745h", "1m"),
        ("27d", "1m", "27d"),
        ("1m", "29d", "28d"),
        ("8784h", "8785h", "1y"),
        ("364d", "1y", "364d"),
        ("1y", "366d", "365d"),
    ] {
        let told = |wait: &str| {
            faults(|draft| {
                draft.stages[0].limit = Some(limit(longest, Deemed::None));
                let wait = gate("slept_on_it", Need::InStageFor(span(wait)));
                draft.moves[0].gates.push(wait);
            })
        };
        assert_eq!(told(fits), [""; 0], "{fits} within {longest}");
        let past = "gate setup/start/slept_on_it: waits past the limit of its stage";
        assert_eq!(told(too_long), [past], "{too_long} within {longest}");
    }
}
