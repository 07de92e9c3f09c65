//! What an agreement says where it refuses, word for word, as far as no other test does.

use partnership::Problem;
use partnership::agreement::{
    Agreement, AgreementError, Dated, Division, History, Instance, Variant, Version, what_if,
};
use partnership::compensation::{Activity, SettleError};
use partnership::lifecycle::{Command, Draft, Need, Request};
use partnership::time::{Calendar, instant};
use serde_json::{Value, json};

use super::papers::{day, draft, founded, golden, life, party, quarter};

fn tick() -> Request {
    let at = instant("2026-01-05T09:00:00Z").unwrap();
    Request::new(at, Command::Tick {})
}

#[test]
fn a_lifecycle_that_is_not_there_or_has_a_fault_is_told() {
    let mut bare: Agreement = draft(|document| document["lifecycle"] = json!(null))
        .try_into()
        .unwrap();
    let refused = bare.step(&tick()).unwrap_err();
    assert_eq!(refused.to_string(), "the agreement has no lifecycle");

    let mut shut = Draft::pilot();
    shut.moves[1].gates[3].need = Need::Done("criteria_set".parse().unwrap());
    let refused = Instance::begin(shut, tick().at, &Calendar::default()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "gate running/scale/decision_log: can never be met"
    );
}

#[test]
fn what_does_not_hold_yet_or_is_over_is_told() {
    let halves = Version {
        from: day("2026-02-01"),
        value: 2,
    };
    let mut dated = Dated::new(vec![halves.clone()]).unwrap();
    let early = dated.parts("2026-01-01..2026-03-01".parse().unwrap());
    assert_eq!(
        early.unwrap_err().to_string(),
        "nothing holds on 2026-01-01 yet"
    );
    let closed = dated.amend(halves, Some(day("2026-03-01"))).unwrap_err();
    assert_eq!(
        closed.to_string(),
        "what begins on 2026-02-01 would change what is settled up to 2026-03-01"
    );
    let mut open = History::new(
        draft(|document| {
            document["term"] = json!(null);
            document["terms"]["end"] = json!(null);
            document["terms"].as_object_mut().unwrap().remove("end");
        })
        .try_into()
        .unwrap(),
    );
    let endless = open.extend_term(day("2028-01-01")).unwrap_err();
    assert_eq!(
        endless.to_string(),
        "an end on 2028-01-01 does not extend terms that run without an end"
    );
}

#[test]
fn what_others_say_passes_through() {
    let film = founded();
    let late = film.settle(&quarter(1, "1.00", "0.00")).unwrap_err();
    let message = "period 1 from 2026-01-01 is next, not 2 from 2026-04-01";
    assert_eq!(late.to_string(), message);
    assert!(matches!(
        late,
        AgreementError::Compensation(error) if matches!(*error, SettleError::PeriodOutOfSequence { .. })
    ));
    let alone = Variant {
        name: "alone".into(),
        terms: film.terms().clone(),
        division: Division::Whole(party("studio")),
    };
    let gap = [Activity::empty(
        2,
        "2026-04-01..2026-07-01".parse().unwrap(),
    )];
    let refused = what_if(film.parties(), &gap, &[alone]).unwrap_err();
    assert_eq!(refused.to_string(), format!("alone: {message}"));
}

#[test]
fn a_proof_of_another_moment_is_refused_by_name() {
    let film = life();
    let settlement = film.agreement().settle(&quarter(2, "1.00", "0.00"));
    let other = quarter(2, "2.00", "0.00");
    let refused = settlement.unwrap().explain(film.agreement(), &other);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "film:3:2026-07-01..2026-10-01:v1 was computed from an account that has changed since"
    );
}

#[test]
fn every_part_that_a_history_does_not_lead_to_has_a_name() {
    let film = life();
    let told = |change: &dyn Fn(&mut Value), part: &str| {
        let mut document = golden("settled.json");
        change(&mut document);
        let other: Agreement = serde_json::from_value(document).expect(part);
        let told = other.verify(&film).unwrap_err().to_string();
        assert_eq!(told, format!("the history leads to another {part}"));
    };
    told(
        &|document| document["terms"]["payee"] = json!("director"),
        "terms",
    );
    let halves = json!({"split": {"director": "1/2", "studio": "1/2"}});
    told(
        &|document| document["division"][0]["value"] = halves.clone(),
        "division",
    );
    told(&|document| document["lifecycle"] = json!(null), "lifecycle");
    told(&|document| document["charter"] = json!(null), "charter");
    told(
        &|document| document["account"]["state"]["carry"] = json!("0.01 USD"),
        "account.state",
    );
    told(
        &|document| {
            document["account"]["ledger"]["parties"]["director"]["paid"] = json!("52.01 USD");
        },
        "account.ledger",
    );
}

#[test]
fn a_balance_in_another_currency_is_no_account_of_this_agreement() {
    let mut document = serde_json::to_value(founded()).unwrap();
    document["account"]["state"]["carry"] = json!("0.00 EUR");
    let read = serde_json::from_value::<Agreement>(document).unwrap_err();
    assert_eq!(
        read.to_string(),
        "not the account of this agreement: it is kept in another currency"
    );
}

#[test]
fn a_fault_of_a_paper_as_a_whole_has_no_place() {
    let problem = |place: &str| Problem {
        place: place.to_owned(),
        fault: "no streams",
    };
    assert_eq!(problem("").to_string(), "no streams");
    assert_eq!(problem("items[0]").to_string(), "items[0]: no streams");
}
