//! Every message, word for word, and every refusal beside its acceptance.

use std::collections::BTreeMap;

use partnership::Error;
use partnership::lifecycle::{
    CommitmentError, Draft, Event, Fingerprint, Gate, IssueKey, Key, MigrationFault, MoveKind,
    Need, Refusal, ReplayError, TrustRung, Value, commitment, commitment_parts, migrate, replay,
};
use partnership::time::TimeError;

use super::{Instance, at, key, running_pilot};

const NINE: &str = "2026-01-05T09:00:00Z";

#[track_caller]
pub fn message<T: std::fmt::Debug, E: Into<Error>>(refused: Result<T, E>) -> String {
    refused.expect_err("an error").into().to_string()
}

#[test]
fn words_have_their_forms() {
    let long = "a".repeat(65);
    assert!("a".repeat(64).parse::<Key>().is_ok());
    for bad in ["", "A", "1a", "_a", "a-b", "ä", " a", long.as_str()] {
        let cut: String = bad.chars().take(64).collect();
        assert_eq!(
            message(bad.parse::<Key>()),
            format!("malformed key {cut:?}: write lower case, such as pilot_review")
        );
    }
    assert!("a".repeat(96).parse::<IssueKey>().is_ok());
    assert!("a".repeat(97).parse::<IssueKey>().is_err());
    for good in ["0", "-0", "007", "-1.50", "12345678901234567890.123"] {
        assert_eq!(good.parse::<Value>().expect(good).as_str(), good);
    }
    for bad in [
        "", "-", ".5", "1.", "+1", "1e5", "1,5", "--1", "1.2.3", " 1",
    ] {
        assert_eq!(
            message(bad.parse::<Value>()),
            format!("malformed value {bad:?}: write a decimal, such as 0.20")
        );
    }
    assert!("1".repeat(64).parse::<Value>().is_ok());
    assert!("1".repeat(65).parse::<Value>().is_err());
    assert!("~".parse::<Fingerprint>().is_ok());
    assert!("~".repeat(128).parse::<Fingerprint>().is_ok());
    assert!("~".repeat(129).parse::<Fingerprint>().is_err());
    for bad in ["", "a b", "a\n", "ä", "\u{7f}"] {
        let expected =
            format!("malformed fingerprint {bad:?}: write 1 to 128 visible ASCII characters");
        assert_eq!(message(bad.parse::<Fingerprint>()), expected);
    }
}

#[test]
fn values_compare_by_all_their_digits() {
    let ascending = [
        "-10", "-9.5", "-0.01", "0", "0.0001", "0.2", "0.21", "3", "10", "100",
    ];
    for (left, left_text) in ascending.iter().enumerate() {
        for (right, right_text) in ascending.iter().enumerate() {
            let (one, other): (Value, Value) =
                (left_text.parse().unwrap(), right_text.parse().unwrap());
            assert_eq!(
                one.compare(&other),
                left.cmp(&right),
                "{left_text} {right_text}"
            );
        }
    }
    assert_eq!(Value::from(u64::MAX).as_str(), "18446744073709551615");
    for (left, right) in [("0", "-0.00"), ("0.2", "00.200"), ("-1", "-01.0")] {
        let (left, right): (Value, Value) = (left.parse().unwrap(), right.parse().unwrap());
        assert!(left.compare(&right).is_eq() && left != right);
    }
}

#[test]
fn what_identifies_the_terms_is_set_once() {
    let mut pilot = running_pilot();
    let set = r#"{"set_terms": {"fingerprint": "sha256:1f", "by": "partner"}}"#;
    pilot.does(NINE, set);
    let terms = pilot.state.terms().map(Fingerprint::as_str);
    assert_eq!(terms, Some("sha256:1f"));
    assert_eq!(
        pilot.refuses(NINE, set),
        "the terms sha256:1f is there already"
    );
    pilot.does(
        NINE,
        r#"{"set_terms": {"fingerprint": "sha256:2e", "by": "partner"}}"#,
    );
}

#[test]
fn who_waits_for_notice_is_told_what_there_is() {
    let mut draft = Draft::partnership();
    let first = draft.start.clone();
    let mut ways = draft.moves.iter_mut();
    let way = ways.find(|way| way.from == first && way.kind == MoveKind::Advance);
    let way = way.expect("a way on");
    let (name, gates) = (way.key.clone(), &mut way.gates);
    *gates = [("served", Need::NoticeServed), ("unserved", Need::NoNotice)]
        .map(|(name, need)| Gate {
            key: key(name),
            need,
        })
        .into();
    let found = |told: &mut Instance, when: &str| {
        let take = format!(r#"{{"take": {{"move": "{name}", "by": "partner"}}}}"#);
        let Err(Refusal::Gated { unmet, .. }) = told.wants(when, &take) else {
            panic!("the gates are open");
        };
        let unmet = unmet.iter().map(ToString::to_string);
        unmet.collect::<Vec<String>>()
    };
    let mut told = Instance::of(draft);
    assert_eq!(found(&mut told, NINE), ["served: no notice given"]);
    // 30 days from the 5th: the notice is served on 4 February.
    told.does(NINE, r#"{"give_notice": {"by": "partner"}}"#);
    let runs = "unserved: notice runs until 2026-02-04";
    assert_eq!(
        found(&mut told, "2026-02-03T09:00:00Z"),
        ["served: not before 2026-02-04", runs]
    );
    assert_eq!(found(&mut told, "2026-02-05T09:00:00Z"), [runs]);
}

#[test]
fn a_cadence_can_be_kept_by_days() {
    for (every, grace, is_kept) in [
        ("48h", "1d", false),
        ("2d", "24h", false),
        ("2d", "1bd", false),
        ("2d", "2d", false),
        ("2d", "1d", true),
        ("2w", "1w", true),
    ] {
        let mut draft = Draft::pilot();
        let rule = &mut draft.stages[1].cadences[0];
        (rule.every, rule.grace) = (every.parse().unwrap(), grace.parse().unwrap());
        let told: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
        let mut expected = vec!["cadence check_in: no cadence that can be kept"];
        if is_kept {
            expected.clear();
        }
        assert_eq!(told, expected, "{every} {grace}");
    }
}

/// What a pilot that runs since a month refuses, and how.
const REFUSED: [(&str, &str); 17] = [
    (
        r#"{"suspend": {"by": "broker"}}"#,
        "no party broker here, but producer, partner",
    ),
    (
        r#"{"record": {"activity": "lunch", "by": "partner"}}"#,
        "no activity lunch here, but decision_log, pilot_review, extension_agreed",
    ),
    (
        r#"{"observe": {"metric": "mood", "value": "1", "by": "partner"}}"#,
        "no metric mood here, but lead_lift_producer, lead_lift_partner",
    ),
    (
        r#"{"approve": {"move": "start", "by": "partner"}}"#,
        "no move start from running, but scale, adjust, end",
    ),
    (
        r#"{"approve": {"move": "adjust", "by": "partner"}}"#,
        "no approval partner here",
    ),
    (
        r#"{"approve": {"move": "scale", "by": "partner", "of": "v1"}}"#,
        "other terms are on the table",
    ),
    (
        r#"{"take": {"move": "scale", "by": "partner"}}"#,
        "scale from running waits for ran_90_days: not before 2026-04-05; \
             lead_lift_producer: no reading; lead_lift_partner: no reading; \
             decision_log: not done; pilot_review: not done; \
             both_approve: without producer, partner",
    ),
    (
        r#"{"take": {"move": "end", "by": "partner"}}"#,
        "an exit needs a reason",
    ),
    (
        r#"{"hold_review": {"cadence": "tea", "by": "partner"}}"#,
        "no cadence tea here, but check_in",
    ),
    (
        r#"{"hold_review": {"cadence": "check_in", "by": "partner", "on": "2026-01-04"}}"#,
        "2026-01-04 is before the stage was entered on 2026-01-05",
    ),
    (
        r#"{"record": {"activity": "pilot_review", "by": "partner", "on": "2026-02-06"}}"#,
        "2026-02-06 is after 2026-02-05",
    ),
    (
        r#"{"give_notice": {"by": "partner"}}"#,
        "no notice pilot here",
    ),
    (
        r#"{"open_issue": {"issue": "limit_of_it", "by": "partner"}}"#,
        "names of issues that begin with limit_of_ are reserved",
    ),
    (
        r#"{"open_issue": {"issue": "a", "ladder": "rope", "by": "partner"}}"#,
        "no ladder rope here, but escalation, conflict",
    ),
    (
        r#"{"resolve_issue": {"issue": "a", "by": "partner"}}"#,
        "no issue a here",
    ),
    (
        r#"{"resume": {"by": "partner"}}"#,
        "the resumption pilot is there already",
    ),
    (
        r#"{"void": {"seq": 1, "by": "partner"}}"#,
        "event 1 is no evidence of this visit",
    ),
];

#[test]
fn refusals_come_in_their_order() {
    let mut pilot = running_pilot();
    let tick = r#"{"tick": {}}"#;
    assert_eq!(
        pilot.refuses("2026-01-05T08:59:59Z", tick),
        "earlier than event 5"
    );
    let day = "2026-02-05T09:00:00Z";
    let says = |pilot: &mut Instance, wanted: &str| pilot.refuses(day, wanted);
    for (wanted, expected) in REFUSED {
        assert_eq!(says(&mut pilot, wanted), expected);
    }
    pilot.does(day, r#"{"suspend": {"by": "partner"}}"#);
    let record = r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#;
    assert_eq!(says(&mut pilot, record), "the agreement is suspended");
    let end = r#"{"take": {"move": "end", "by": "partner", "reason": "pilot_ended"}}"#;
    pilot.does(day, end);
    assert_eq!(says(&mut pilot, record), "the agreement is closed");
}

#[test]
fn a_reason_belongs_to_an_exit_alone() {
    let mut pilot = running_pilot();
    let review = r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#;
    pilot.does("2026-02-05T09:00:00Z", review);
    let adjust = r#"{"take": {"move": "adjust", "by": "partner", "reason": "cause"}}"#;
    assert_eq!(
        pilot.refuses("2026-02-05T09:00:00Z", adjust),
        "only an exit has a reason, and only once"
    );
}

#[test]
fn who_comes_second_is_told() {
    let conflict = Refusal::Conflict {
        expected: 3,
        found: 5,
    };
    assert_eq!(conflict.to_string(), "the log ends with event 5, not 3");
    let refused = replay(&[]).expect_err("empty");
    assert_eq!(Error::from(refused).to_string(), "an empty log");
    let mut other = running_pilot();
    other.definition = Draft::growth().check().unwrap();
    assert_eq!(
        other.refuses(NINE, r#"{"tick": {}}"#),
        "the instance is pinned to pilot version 1"
    );
    assert_eq!(
        Refusal::NotHere.to_string(),
        "it cannot be done in this stage, or on this level"
    );
    let far = TimeError::OutOfRange { value: "x".into() };
    assert_eq!(
        Refusal::from(far).to_string(),
        "x is outside 0001-01-01 to 9999-12-31"
    );
}

#[test]
fn refusals_travel_as_they_are() {
    let mut pilot = running_pilot();
    let take = r#"{"take": {"move": "adjust", "by": "partner"}}"#;
    let refused = pilot
        .wants("2026-02-05T09:00:00Z", take)
        .expect_err("gated");
    assert_eq!(
        serde_json::to_string(&refused).unwrap(),
        r#"{"gated":{"stage":"running","move":"adjust","unmet":[{"gate":"pilot_review","found":"not_done"}]}}"#
    );
    let stranger = r#"{"suspend": {"by": "broker"}}"#;
    let refused = pilot.wants("2026-02-05T09:00:00Z", stranger).unwrap_err();
    assert_eq!(
        serde_json::to_string(&refused).unwrap(),
        r#"{"unknown":{"what":"party","key":"broker","known":["producer","partner"]}}"#
    );
    let time = Refusal::from(TimeError::BadDay { day: 0 });
    assert_eq!(
        serde_json::to_string(&time).unwrap(),
        r#"{"time":"day 0 of a month is not between 1 and 31"}"#
    );
}

#[test]
fn a_log_that_does_not_follow_is_refused() {
    let log = running_pilot().log;
    let spoilt = |spoil: fn(&mut Vec<Event>)| {
        let mut log = log.clone();
        spoil(&mut log);
        message(replay(&log))
    };
    assert_eq!(
        spoilt(|log| log[1].schema = 9),
        "an event of schema 9 is not known"
    );
    assert_eq!(
        spoilt(|log| drop(log.remove(2))),
        "event 4 stands where event 3 belongs"
    );
    assert_eq!(
        spoilt(|log| log[0].when = partnership::time::Moment::new(
            at("2026-01-06T09:00:00Z"),
            "2026-01-06".parse().unwrap()
        )
        .unwrap()),
        "event 2 runs back in time"
    );
    assert_eq!(
        spoilt(|log| {
            log[1].fact = log[0].fact.clone();
        }),
        "event 2 does not fit what was before it"
    );
    let growth = Draft::growth().check().unwrap();
    assert_eq!(message(growth.replay(&log)), "a log of pilot version 1");
    assert_eq!(
        replay(&log[1..]),
        Err(ReplayError::Gap { wanted: 1, got: 2 })
    );
}

#[test]
fn a_migration_names_all_that_stands_in_its_way() {
    let mut pilot = running_pilot();
    pilot.does(
        NINE,
        r#"{"open_issue": {"issue": "late", "by": "partner"}}"#,
    );
    let (old, mut new) = (Draft::pilot(), Draft::pilot());
    new.id = key("other");
    new.parties.pop();
    new.ladders[0].levels.truncate(1);
    let stages = BTreeMap::from([(key("running"), key("scaled"))]);
    let early = at("2026-01-05T08:00:00Z");
    let faults = migrate(&pilot.state, &old, &new, &stages, early, &pilot.calendar);
    let faults: Vec<String> = faults
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            "the ladder of the issue late changed",
            "the stage scaled is closed",
            "version 1 is not newer",
            "other is another definition",
            "the party partner is missing",
            "earlier than event 6",
        ]
    );
    for (fault, expected) in [
        (MigrationFault::Closed { stage: key("a") }, "closed in a"),
        (
            MigrationFault::StageMissing { stage: key("a") },
            "the stage a is missing",
        ),
        (
            MigrationFault::NotPinned {
                definition: key("a"),
                version: 2,
            },
            "pinned to a/2",
        ),
    ] {
        assert_eq!(fault.to_string(), expected);
    }
}

#[test]
fn a_commitment_asks_for_parts_that_ascend() {
    let usd = |text: &str| text.parse::<partnership::Money>().unwrap();
    let part = |text: &str| text.parse::<partnership::Ratio>().unwrap();
    let limit = |total: &str, parts| commitment(usd(total), TrustRung::Trial, parts);
    assert_eq!(
        message(limit("-0.01 USD", commitment_parts())),
        "a total of -0.01 USD is negative"
    );
    let beyond = ["1/2", "2", "1/4", "1"].map(part);
    assert_eq!(
        message(limit("1.00 USD", beyond)),
        "the part 2 is not between 0 and 1"
    );
    let falling = ["1/2", "1/4", "3/4", "1"].map(part);
    assert_eq!(
        limit("1.00 USD", falling),
        Err(CommitmentError::NotAscending {
            part: part("1/4"),
            before: part("1/2"),
        })
    );
    assert_eq!(
        message(limit("1.00 USD", falling)),
        "the part 1/4 is less than 1/2 on the rung below"
    );
    let ended = commitment(usd("1.00 USD"), TrustRung::Ended, commitment_parts());
    assert_eq!(ended, Ok(usd("0.00 USD")));
}
