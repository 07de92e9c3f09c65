//! What is found in a definition and at a gate, in words.

use partnership::lifecycle::{Draft, Fault, Found, IssueKey, Unmet, Value};
use partnership::time::Deadline;

use super::errors::message;
use super::{at, key};

#[test]
fn a_definition_with_faults_names_them_all() {
    let mut draft = Draft::pilot();
    draft.schema = 2;
    draft.moves.retain(|way| way.key != key("end"));
    assert_eq!(
        message(draft.check()),
        "the definition has faults: stage running: no exit from here; \
         stage setup: no exit from here; definition pilot: a form that is not known; \
         stage ended: cannot be reached"
    );
}

#[test]
fn every_fault_has_its_words() {
    let words = [
        (Fault::BadCadence, "no cadence that can be kept"),
        (Fault::BusyEnd, "something is to be done in a closed stage"),
        (Fault::ClosesWithIssues, "closes with open issues"),
        (
            Fault::DeemedMove,
            "silence stands for no advance of this stage",
        ),
        (Fault::DuplicateKey, "the name stands twice"),
        (Fault::Empty, "nothing in it"),
        (Fault::ExitLeadsOn, "an exit that leads on"),
        (Fault::LeavesClosed, "leaves a closed stage"),
        (Fault::NoEnd, "no closed stage"),
        (Fault::NoExit, "no exit from here"),
        (Fault::NoLadder, "a limit that escalates and no ladder"),
        (Fault::NoWayOut, "no closed stage can be reached from here"),
        (Fault::NotBack, "goes back to a later stage"),
        (Fault::NotWholeDays, "a span that is not in whole days"),
        (Fault::RenewsUnderNotice, "renews under notice"),
        (Fault::Skips, "skips a stage"),
        (Fault::TooNew, "a form that is not known"),
        (Fault::UnknownKey, "an unknown name"),
        (Fault::Unreachable, "cannot be reached"),
        (Fault::Unsatisfiable, "can never be met"),
        (Fault::WaitsPastLimit, "waits past the limit of its stage"),
        (Fault::ZeroSpan, "a span of zero"),
    ];
    for (fault, expected) in words {
        assert_eq!(fault.to_string(), expected);
    }
}

#[test]
fn what_was_found_is_said_in_words() {
    let day = |text: &str| text.parse().unwrap();
    let value = |text: &str| text.parse::<Value>().unwrap();
    let (is, wanted) = (value("0.10"), value("0.2"));
    let words = [
        (Found::NotDone, "not done"),
        (Found::NoReading, "no reading"),
        (
            Found::Stale {
                on: day("2026-01-05"),
                last_fresh: day("2026-02-05"),
            },
            "read on 2026-01-05, fresh until 2026-02-05",
        ),
        (
            Found::Below {
                value: is.clone(),
                wanted: wanted.clone(),
            },
            "0.10 is below 0.2",
        ),
        (
            Found::Above {
                value: wanted,
                wanted: is,
            },
            "0.2 is above 0.10",
        ),
        (Found::Missing(vec![key("partner")]), "without partner"),
        (
            Found::Missing(vec![key("producer"), key("partner")]),
            "without producer, partner",
        ),
        (
            Found::Until(Deadline::On(day("2026-03-01"))),
            "not before 2026-03-01",
        ),
        (
            Found::Until(Deadline::At(at("2026-03-01T12:30:00Z"))),
            "not before 2026-03-01T12:30:00Z",
        ),
        (Found::NoNotice, "no notice given"),
        (
            Found::NoticeRunning {
                effective: day("2026-04-30"),
            },
            "notice runs until 2026-04-30",
        ),
        (Found::Spent { used: 2, limit: 2 }, "taken 2 times of 2"),
        (Found::NoTerm, "no term runs"),
        (Found::Over(day("2026-12-05")), "over since 2026-12-05"),
        (
            Found::Suspended {
                since: day("2026-01-06"),
            },
            "suspended since 2026-01-06",
        ),
    ];
    for (found, expected) in words {
        assert_eq!(found.to_string(), expected);
    }
}

#[test]
fn what_was_found_is_listed_with_commas() {
    let issues = ["late", "lost"].map(|name| IssueKey::new(name).unwrap());
    assert_eq!(Found::Open(issues.into()).to_string(), "open: late, lost");
    let unmet = [("done", Found::NotDone), ("served", Found::NoNotice)].map(|(gate, found)| {
        let gate = key(gate);
        Unmet { gate, found }
    });
    assert_eq!(
        Found::NoneOf(unmet.into()).to_string(),
        "none of done: not done, served: no notice given"
    );
}
