//! The agreement as one document: what is written is read, and every fault is told at once.

use partnership::agreement::{Agreement, AgreementDraft, AgreementError, History};
use serde_json::{Value, json};

use super::papers::{draft, founded, golden, life};

/// What the document says once a change is made to it, fault by fault.
#[track_caller]
fn faults(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let found = draft(change).problems();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

/// What is said of a document that is no agreement.
#[track_caller]
fn refusal(change: impl FnOnce(&mut Value)) -> String {
    let mut document = golden("founded.json");
    change(&mut document);
    let read = serde_json::from_value::<Agreement>(document);
    read.unwrap_err().to_string()
}

#[test]
fn a_document_is_written_as_ever() {
    for name in ["founded.json", "settled.json"] {
        let written = golden(name);
        let agreement: Agreement = serde_json::from_value(written.clone()).expect(name);
        assert_eq!(serde_json::to_value(&agreement).unwrap(), written, "{name}");
    }
    let written = golden("history.json");
    let history: History = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&history).unwrap(), written);
    assert_eq!(history, life());
    let settled: Agreement = serde_json::from_value(golden("settled.json")).unwrap();
    assert_eq!(history.agreement(), &settled);
}

#[test]
fn writing_and_reading_keeps_every_byte() {
    let text = serde_json::to_string(life().agreement()).unwrap();
    let read: Agreement = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, life().agreement());
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let unchecked: AgreementDraft = serde_json::from_str(&text).unwrap();
    assert_eq!(unchecked, read.draft());
}

#[test]
fn every_fault_is_listed_with_its_place() {
    faults(|_| (), &[]);
    faults(
        |document| {
            document["parties"][1]["id"] = json!("studio");
            document["term"] = json!("2026-01-01..2026-12-31");
            document["notice"]["latest"] = json!("24h");
            document["settle_every"] = json!("0d");
            document["terms"]["versions"][0]["from"] = json!("2026-02-01");
            document["lifecycle"]["state"]["stage"] = json!("nowhere");
            document["lifecycle"]["state"]["visits"] = json!({"nowhere": 1});
            document["charter"]["signatures"][0]["party"] = json!("agent");
            document["governance"]["deliverables"][0]["owner"] = json!("agent");
            document["governance"]["roles"][1] = json!("agent");
            let review = document["governance"]["reviews"][0].clone();
            document["governance"]["reviews"] = json!([review, review]);
        },
        &[
            "parties[1]: studio stands twice among the parties",
            "division[0].value: the division names director, who is no party",
            "term: the term is 2026-01-01..2026-12-31, and the terms run from 2026-01-01 until 2027-01-01",
            "notice: the span 24h is not in whole days",
            "settle_every: the span 0d is zero",
            "terms.versions[0].from: the first version begins on 2026-02-01, not on the start 2026-01-01",
            "lifecycle.state: the definition has no stage nowhere",
            "charter.signatures[0].party: agent is no party",
            "governance.deliverables[0].owner: agent is no party",
            "governance.roles[1]: agent is no party",
            "governance.reviews[1]: quarterly_review stands twice",
        ],
    );
    faults(
        |document| {
            document["parties"] = json!([{"id": "platform", "side": "partner"}]);
            document["division"] = json!([]);
            document["governance"] = json!({});
            document["charter"] = json!(null);
        },
        &[
            "parties: no party on the side of the producer",
            "division: no version",
        ],
    );
}

#[test]
fn a_lifecycle_of_another_table_is_no_state_of_this_one() {
    faults(
        |document| document["lifecycle"]["preset"] = json!("pilot"),
        &["lifecycle.state: the state is one of partnership, version 1"],
    );
    let table = serde_json::to_value(partnership::lifecycle::Draft::partnership()).unwrap();
    assert_eq!(
        refusal(|document| document["lifecycle"]["definition"] = table),
        "a lifecycle has either a preset or a definition"
    );
    assert_eq!(
        refusal(|document| document["lifecycle"]["preset"] = json!("marriage")),
        "no preset of a lifecycle is called marriage"
    );
}

#[test]
fn the_account_is_one_of_this_agreement() {
    let with = |change: fn(&mut Value)| {
        let mut document = golden("settled.json");
        change(&mut document);
        let draft: AgreementDraft = serde_json::from_value(document).unwrap();
        let found = draft.problems();
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(with(|_| ()), [""; 0]);
    assert_eq!(
        with(|document| document["account"]["state"]["terms"] = json!("other")),
        ["account.state.terms: not the account of this agreement: it is the state of other terms"]
    );
    assert_eq!(
        with(|document| document["account"]["unpaid"][0]["party"] = json!("agent")),
        ["account.unpaid[0]: not the account of this agreement: it is owed to nobody here"]
    );
    assert_eq!(
        with(|document| document["account"]["unpaid"][0]["amount"] = json!("0.00 USD")),
        [
            "account.unpaid[0]: not the account of this agreement: what is owed is above 0, in the currency of the terms"
        ]
    );
    assert_eq!(
        with(|document| {
            let later = "film:3:2026-07-01..2026-10-01:v1";
            document["account"]["unpaid"][0]["settlement"] = json!(later);
        }),
        [
            "account.unpaid[0]: not the account of this agreement: it is owed for nothing that was settled"
        ]
    );
    assert_eq!(
        with(|document| {
            let twice = document["account"]["unpaid"][0].clone();
            document["account"]["unpaid"] = json!([twice, twice]);
        }),
        ["account.unpaid[1]: not the account of this agreement: it stands twice"]
    );
    assert_eq!(
        with(|document| {
            document["account"]["ledger"] = json!({"schema": 1, "currency": "EUR", "parties": {}});
        }),
        ["account.ledger: not the account of this agreement: it is kept in another currency"]
    );
}

#[test]
fn the_door_tells_the_first_fault_and_refuses_what_it_does_not_know() {
    assert_eq!(
        refusal(|document| document["term"] = json!("2026-01-01..2028-01-01")),
        "the term is 2026-01-01..2028-01-01, and the terms run from 2026-01-01 until 2027-01-01"
    );
    assert_eq!(
        refusal(|document| document["schema"] = json!(2)),
        "unknown schema 2, not 1"
    );
    let unknown = refusal(|document| document["colour"] = json!("red"));
    assert!(unknown.starts_with("unknown field `colour`"), "{unknown}");
    let unknown = refusal(|document| document["governance"]["moods"] = json!([]));
    assert!(unknown.starts_with("unknown field `moods`"), "{unknown}");
    let mut agreement = founded();
    let stranger = serde_json::from_value(json!({
        "sections": {}, "fingerprint": "v2",
        "signatures": [{"party": "agent", "of": "v2", "on": "2026-01-01"}],
    }));
    let refused = agreement.set_charter(stranger.unwrap());
    assert!(
        matches!(refused, Err(AgreementError::UnknownParty { party }) if party.as_str() == "agent")
    );
    assert_eq!(agreement, founded());
}
