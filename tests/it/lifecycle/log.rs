//! A log as a person reads it.

use partnership::lifecycle::Fact;

use super::running_pilot;

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each fact")]
fn every_event_is_a_line_of_its_log() {
    let lines = [
        (
            r#"{"started": {"definition": "pilot", "version": 1, "stage": "setup"}}"#,
            "pilot version 1 started in setup",
        ),
        (
            r#"{"started": {"definition": "deal", "version": 2, "stage": "talks",
                "limit": {"at": "2026-01-06T09:00:00Z"}, "term_start": "2026-01-05"}}"#,
            "deal version 2 started in talks, limit 2026-01-06T09:00:00Z, \
             first term from 2026-01-05",
        ),
        (
            r#"{"recorded": {"activity": "brief", "by": "partner", "on": "2026-01-04"}}"#,
            "brief done on 2026-01-04, says partner",
        ),
        (
            r#"{"observed": {"metric": "health", "value": "3.50", "on": "2026-01-04",
                "by": "partner"}}"#,
            "health 3.50 on 2026-01-04, says partner",
        ),
        (
            r#"{"terms_set": {"fingerprint": "v1", "by": "producer"}}"#,
            "terms v1 set by producer",
        ),
        (
            r#"{"approved": {"move": "scale", "by": "partner"}}"#,
            "scale approved by partner",
        ),
        (
            r#"{"approved": {"move": "scale", "by": "partner", "of": "v1"}}"#,
            "scale approved by partner, terms v1",
        ),
        (
            r#"{"review_held": {"cadence": "check_in", "by": "partner", "on": "2026-01-04",
                "slot": 2}}"#,
            "check_in held on 2026-01-04, says partner",
        ),
        (
            r#"{"moved": {"move": "start", "kind": "advance", "from": "setup", "to": "running",
                "by": "producer", "term": 1, "nth": 1, "visit": 1,
                "limit": {"on": "2026-04-05"}}}"#,
            "start taken by producer, setup to running, limit 2026-04-05",
        ),
        (
            r#"{"moved": {"move": "sign", "kind": "advance", "from": "talks", "to": "work",
                "term": 1, "nth": 1, "visit": 1, "deemed": true,
                "term_start": "2026-01-05"}}"#,
            "sign taken by silence, talks to work, first term from 2026-01-05",
        ),
        (
            r#"{"moved": {"move": "end", "kind": "exit", "from": "running", "to": "ended",
                "by": "partner", "term": 1, "nth": 1, "visit": 1, "reason": "pilot_ended"}}"#,
            "end taken by partner, running to ended, reason pilot_ended",
        ),
        (
            r#"{"limit_passed": {"stage": "running", "visit": 1,
                "deadline": {"on": "2026-04-05"}}}"#,
            "limit of running passed, which was 2026-04-05",
        ),
        (
            r#"{"notice_given": {"by": "partner", "effective": "2026-02-04"}}"#,
            "notice given by partner, effective 2026-02-04",
        ),
        (
            r#"{"issue_opened": {"issue": "late", "ladder": "escalation", "by": "partner",
                "level": "operational", "next": {"at": "2026-01-06T09:00:00Z"}}}"#,
            "issue late opened at operational by partner, climbs 2026-01-06T09:00:00Z",
        ),
        (
            r#"{"issue_opened": {"issue": "late", "ladder": "escalation",
                "level": "operational"}}"#,
            "issue late opened at operational",
        ),
        (
            r#"{"acknowledged": {"issue": "late", "by": "partner",
                "next": {"on": "2026-01-20"}}}"#,
            "issue late acknowledged by partner, climbs 2026-01-20",
        ),
        (
            r#"{"escalated": {"issue": "late", "level": "mediation", "index": 2,
                "since": {"on": "2026-01-20"}, "next": {"on": "2026-02-20"}}}"#,
            "issue late escalated to mediation, climbs 2026-02-20",
        ),
        (
            r#"{"issue_resolved": {"issue": "late", "by": "partner"}}"#,
            "issue late resolved by partner",
        ),
        (
            r#"{"issue_resolved": {"issue": "late"}}"#,
            "issue late resolved",
        ),
        (
            r#"{"issue_survives": {"issue": "late", "by": "partner"}}"#,
            "issue late handed over by partner",
        ),
        (
            r#"{"suspended": {"by": "partner"}}"#,
            "suspended by partner",
        ),
        (
            r#"{"resumed": {"by": "partner", "limit": {"on": "2026-04-07"}, "pause_days": 2,
                "pause_seconds": 172800}}"#,
            "resumed by partner, limit 2026-04-07",
        ),
        (
            r#"{"voided": {"seq": 7, "by": "partner"}}"#,
            "#7 voided by partner",
        ),
        (
            r#"{"migrated": {"from": 1, "to": 2, "stage": "running", "dropped": [],
                "taken": {}}}"#,
            "version 1 migrated to 2 in running",
        ),
    ];
    for (fact, line) in lines {
        let fact: Fact = serde_json::from_str(fact).unwrap();
        assert_eq!(fact.to_string(), line);
    }
    let log = running_pilot().log;
    assert_eq!(
        log[4].to_string(),
        "#5 2026-01-05 start taken by producer, setup to running, limit 2026-04-05"
    );
}
