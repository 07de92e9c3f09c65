//! What papers say is open, missing or unsigned.

use partnership::governance::{
    Charter, CharterError, CharterKind, Compliance, DisagreementBrief, Duty, DutyRule, Facts,
    PartyView, ResponseStatus, ResponseTier, Signature, SignatureError, Signatures,
};
use partnership::time::{Calendar, Moment, date, instant};

use super::{key, party};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn signed(name: &str) -> Signature {
    Signature {
        party: party(name),
        of: "v2".parse().unwrap(),
        on: date("2026-01-09").unwrap(),
    }
}

#[test]
fn a_duty_is_open_until_there_is_evidence() {
    let duty = |name: &str, before: Option<&str>, evidence: Option<&str>| Duty {
        key: key(name),
        rule: DutyRule::Disclosure,
        before: before.map(key),
        evidence: evidence.map(str::to_owned),
    };
    let compliance = Compliance {
        duties: vec![
            duty("label", Some("launch"), None),
            duty("contract", Some("sign"), Some("  ")),
            duty("audit", None, None),
            duty("filed", Some("launch"), Some("receipt 7")),
        ],
    };
    let open: Vec<bool> = compliance.duties.iter().map(Duty::is_open).collect();
    assert_eq!(open, [true, true, true, false]);
    let keys = |duty: &Duty| duty.key.to_string();
    let open: Vec<String> = compliance.open().map(keys).collect();
    assert_eq!(open, ["label", "contract", "audit"]);
    let before: Vec<String> = compliance.open_before(&key("launch")).map(keys).collect();
    assert_eq!(before, ["label"]);
    let reading = compliance.reading();
    assert_eq!(reading.metric, key("compliance_open"));
    assert_eq!(reading.value.as_str(), "3");
}

#[test]
fn a_brief_asks_for_positions_interests_evidence_and_compromises() {
    let view = |name: &str, position: &str, interests: &[&str]| PartyView {
        party: party(name),
        position: position.to_owned(),
        interests: texts(interests),
    };
    let brief = DisagreementBrief {
        issue: "the cut".to_owned(),
        views: vec![
            view("studio", "longer", &["", "the story"]),
            view("platform", " ", &["reach"]),
            view("agency", "shorter", &["", " "]),
        ],
        evidence: texts(&["", "the test screening"]),
        compromises: texts(&["two cuts", ""]),
        mediators: texts(&["", "a guild"]),
    };
    let told = |brief: &DisagreementBrief| {
        let told = brief.problems();
        let told = told.iter().map(ToString::to_string);
        told.collect::<Vec<String>>()
    };
    let views = [
        "views[1].position: platform takes no position",
        "views[2].interests: agency names no interests",
    ];
    assert_eq!(told(&brief), views);
    assert!(!brief.lacks_mediator());
    for nothing in [&[][..], &["", " "]] {
        let mut bare = brief.clone();
        bare.views.clear();
        bare.evidence = texts(nothing);
        bare.compromises = texts(nothing);
        bare.mediators = texts(nothing);
        assert_eq!(
            told(&bare),
            [
                "evidence: no evidence",
                "compromises: no compromise is offered",
            ]
        );
        assert!(bare.lacks_mediator());
    }
}

#[test]
fn an_answer_that_is_still_to_come_is_waited_for() {
    let calendar = Calendar::default();
    let moment = |text: &str| -> Moment { calendar.moment(instant(text).unwrap()).unwrap() };
    let sent = moment("2026-01-05T09:00:00Z");
    let answered = moment("2026-01-05T10:30:00Z");
    for (now, status) in [
        ("2026-01-05T10:29:59Z", ResponseStatus::Waiting),
        ("2026-01-05T10:30:00Z", ResponseStatus::InTime),
        ("2026-01-05T23:00:00Z", ResponseStatus::InTime),
    ] {
        let urgent = ResponseTier::Urgent;
        let found = urgent.response(&sent, Some(&answered), &moment(now), &calendar);
        let found = found.unwrap();
        assert_eq!((found.status, found.late_minutes), (status, 0), "{now}");
    }
}

#[test]
fn the_first_stranger_who_signs_is_named() {
    let signatures = Signatures {
        parties: vec![party("studio")],
        fingerprint: "v2".parse().unwrap(),
        signatures: ["studio", "broker", "agent"].map(signed).to_vec(),
    };
    let broker = || party("broker");
    assert_eq!(
        signatures.binding(),
        Err(SignatureError::UnknownParty { party: broker() })
    );
    let charter = Charter {
        sections: [].into(),
        fingerprint: signatures.fingerprint,
        signatures: signatures.signatures,
    };
    let facts = Facts {
        sponsors: vec![party("zealot")],
        ..Facts::default()
    };
    assert_eq!(
        charter.gaps(CharterKind::Brief, &signatures.parties, &facts),
        Err(CharterError::UnknownParty { party: broker() })
    );
}

#[test]
fn a_paper_without_parties_binds_nobody() {
    let paper = Signatures {
        parties: Vec::new(),
        fingerprint: "v2".parse().unwrap(),
        signatures: Vec::new(),
    };
    let binding = paper.binding().unwrap();
    assert!(!binding.bound && binding.missing.is_empty());
    assert_eq!(binding.bound_on, None);
}
