//! What happened can be worked out again, and what was tampered with is named.

use partnership::agreement::{Agreement, AgreementError, Divergence, History};
use partnership::governance::CharterKind;
use partnership::lifecycle::{Command, Request};
use partnership::time::instant;
use serde_json::{Value, json};

use super::papers::{day, draft, founded, golden, life, party, quarter, usd};

/// What is said of a history in which something was changed.
#[track_caller]
fn diverges(change: impl FnOnce(&mut Value), message: &str) {
    let mut written = serde_json::to_value(life()).unwrap();
    change(&mut written);
    let read = serde_json::from_value::<History>(written);
    assert_eq!(read.unwrap_err().to_string(), message);
}

#[test]
fn an_honest_history_comes_to_what_it_says() {
    let film = life();
    film.verify().unwrap();
    film.agreement().verify(&film).unwrap();
    let again = History::replay(film.founded().clone(), film.entries().to_vec()).unwrap();
    assert_eq!(again, film);
    assert_eq!(
        film.income("2026-01-01..2027-01-01".parse().unwrap())
            .unwrap(),
        usd("130.00")
    );
    assert_eq!(
        film.income("2026-01-01..2026-04-01".parse().unwrap())
            .unwrap(),
        usd("100.00")
    );
    assert_eq!(
        film.income("2026-01-02..2026-07-01".parse().unwrap())
            .unwrap(),
        usd("30.00")
    );
}

#[test]
fn the_first_divergence_is_named() {
    diverges(
        |written| written["entries"][0]["settled"]["payouts"][1]["amount"] = json!("61.00 USD"),
        "entry 0 says studio 61.00 USD, share 3/5, carried 0 as payouts[1], but comes to studio 60.00 USD, share 3/5, carried 0",
    );
    diverges(
        |written| written["entries"][0]["settled"]["payable"] = json!("100.01 USD"),
        "entry 0 says 100.01 USD as payable, but comes to 100.00 USD",
    );
    // More was sold than was settled.
    diverges(
        |written| {
            written["entries"][0]["settled"]["activity"]["totals"][0]["amount"] =
                json!("2000.00 USD");
        },
        "entry 0 says item share 100.00 USD as lines[0], but comes to item share 200.00 USD",
    );
    // A payment that nobody was owed, or that was left out and then made again.
    diverges(
        |written| written["entries"][1]["paid"]["amount"] = json!("40.01 USD"),
        "entry 1: director is owed 40.00 USD",
    );
    diverges(
        |written| {
            written["entries"].as_array_mut().unwrap().remove(0);
        },
        "entry 0: nothing of film:1:2026-01-01..2026-04-01:v1 waits to be paid",
    );
    // The terms of the founding were others.
    diverges(
        |written| {
            let versions = &mut written["founded"]["terms"]["versions"];
            versions[0]["items"][0]["pay"]["share"]["rate"] = json!("1/5");
        },
        "entry 0 says item share 100.00 USD as lines[0], but comes to item share 200.00 USD",
    );
}

#[test]
fn what_was_left_out_and_the_first_of_many_slips_are_named() {
    diverges(
        |written| {
            let payouts = &mut written["entries"][0]["settled"]["payouts"];
            payouts.as_array_mut().unwrap().pop();
        },
        "entry 0 says nothing as payouts[1], but comes to studio 60.00 USD, share 3/5, carried 0",
    );
    diverges(
        |written| {
            let payouts = &mut written["entries"][0]["settled"]["payouts"];
            payouts[0]["amount"] = json!("41.00 USD");
            payouts[1]["amount"] = json!("59.00 USD");
        },
        "entry 0 says director 41.00 USD, share 2/5, carried 0 as payouts[0], but comes to director 40.00 USD, share 2/5, carried 0",
    );
    diverges(
        |written| written["entries"][0]["settled"]["undistributed"] = json!("0.01 USD"),
        "entry 0 says 0.01 USD as undistributed, but comes to 0.00 USD",
    );
}

#[test]
fn a_step_that_did_not_happen_so_is_found() {
    let mut film = History::new(founded());
    let at = instant("2025-12-02T09:00:00Z").unwrap();
    let fit = Command::record("fit_score".parse().unwrap(), "producer".parse().unwrap());
    film.step(Request::new(at, fit)).unwrap();
    let mut written = serde_json::to_value(&film).unwrap();
    written["entries"][0]["stepped"]["events"][0]["fact"]["recorded"]["by"] = json!("partner");
    let Err(error) = serde_json::from_value::<History>(written) else {
        panic!("it is found");
    };
    assert!(
        error.to_string().starts_with("entry 0 says Event {"),
        "{error}"
    );
    let form = Command::take("form".parse().unwrap(), "producer".parse().unwrap());
    let refused = film.step(Request::new(at, form)).unwrap_err();
    assert!(matches!(refused, AgreementError::Refused(_)));
    assert_eq!(film.entries().len(), 1);
}

#[test]
fn a_document_that_its_history_does_not_lead_to_is_told_part_by_part() {
    let film = life();
    let told = |change: fn(&mut Value)| {
        let mut document = golden("settled.json");
        change(&mut document);
        let agreement: Agreement = serde_json::from_value(document).unwrap();
        agreement.verify(&film).unwrap_err().to_string()
    };
    assert_eq!(
        told(|document| document["account"]["unpaid"][0]["amount"] = json!("59.99 USD")),
        "the history leads to another account.unpaid"
    );
    assert_eq!(
        told(|document| document["signed"] = json!("2025-12-16")),
        "the history leads to another parties, term or calendar"
    );
    assert_eq!(
        told(|document| document["governance"]["roles"] = json!([])),
        "the history leads to another governance"
    );
    assert_eq!(
        founded().verify(&film),
        Err(Divergence::Other {
            part: "account.state"
        })
    );
}

#[test]
fn a_settled_period_is_never_rewritten_and_a_term_only_grows() {
    let mut film = life();
    let before = film.clone();
    let early = film.extend_term(day("2027-01-01")).unwrap_err();
    assert_eq!(
        early.to_string(),
        "an end on 2027-01-01 does not extend terms that run until 2027-01-01"
    );
    assert_eq!(film, before);
    film.extend_term(day("2028-01-01")).unwrap();
    assert_eq!(
        film.agreement().term().unwrap().to_string(),
        "2026-01-01..2028-01-01"
    );
    film.verify().unwrap();
    // The last statement was final: nothing is extended after it.
    for index in [2, 3] {
        let mut last = quarter(index, "0.00", "0.00");
        last.r#final = (index == 3).then_some(true);
        let _ = film.settle(last).unwrap();
    }
    let closed = film.extend_term(day("2029-01-01")).unwrap_err();
    assert_eq!(closed.to_string(), "the agreement was closed with period 4");
    assert_eq!(film.agreement().next_period().unwrap(), None);
}

#[test]
fn a_settlement_before_execution_is_told_and_not_forbidden() {
    let settlement = founded().settle(&quarter(0, "1.00", "0.00")).unwrap();
    let lints: Vec<String> = settlement.lints().iter().map(ToString::to_string).collect();
    assert_eq!(
        lints,
        ["it is settled in the stage exploration, before its execution"]
    );
}

#[test]
fn what_a_charter_lacks_follows_from_the_facts_of_the_agreement() {
    let gaps = founded().gaps(CharterKind::Brief).unwrap();
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|gap| (gap.name(), gap.of())).collect();
    assert_eq!(
        gaps,
        [
            ("missing", "success_criteria"),
            ("missing", "kpis"),
            ("missing", "deliverables"),
            ("missing", "timelines"),
            ("not_signed", "director"),
            ("not_signed", "platform"),
            ("no_role", "director"),
        ]
    );
    let mut bare = draft(|document| document["charter"] = json!(null));
    bare.governance.roles.clear();
    let bare = Agreement::try_from(bare).unwrap();
    assert_eq!(bare.gaps(CharterKind::Brief).unwrap().len(), 6 + 3 + 3);
}

#[test]
fn gates_learn_of_governance_by_readings_alone() {
    let mut table = partnership::lifecycle::Draft::partnership();
    table.metrics.push("risk_level".parse().unwrap());
    table.metrics.push("milestones_overdue".parse().unwrap());
    let at = instant("2026-01-20T09:00:00Z").unwrap();
    let calendar = partnership::time::Calendar::default();
    let begun = partnership::agreement::Instance::begin(table, at, &calendar).unwrap();
    let mut draft = draft(|_| ());
    draft.lifecycle = Some(begun);
    let mut film = History::new(draft.try_into().unwrap());
    let told = film
        .agreement()
        .observations(at, &"producer".parse().unwrap())
        .unwrap();
    for request in told {
        film.step(request).unwrap();
    }
    let readings = film.agreement().stands().unwrap().readings();
    let readings: Vec<(&str, &str)> = readings
        .iter()
        .map(|(metric, reading)| (metric.as_str(), reading.value.as_str()))
        .collect();
    // The trailer was due on the 19th; the risk is medium once it is mitigated.
    assert_eq!(readings, [("milestones_overdue", "1"), ("risk_level", "2")]);
    let none = party("nobody");
    assert!(
        film.pay("x", &none, usd("1.00"), day("2026-01-20"))
            .is_err()
    );
    film.verify().unwrap();
}

#[test]
fn a_payment_counts_for_its_own_settlement() {
    let mut film = life();
    let second = "film:2:2026-04-01..2026-07-01:v1";
    let studio = party("studio");
    // 18.00 of the second quarter, beside 60.00 of the first.
    let over = film.pay(second, &studio, usd("18.01"), day("2026-08-01"));
    assert!(
        matches!(&over, Err(AgreementError::Overpaid { left, .. }) if *left == usd("18.00")),
        "{over:?}"
    );
    film.pay(second, &studio, usd("18.00"), day("2026-08-01"))
        .unwrap();
    let unpaid = film.agreement().account().unpaid().iter();
    let unpaid: Vec<String> = unpaid
        .map(|unpaid| format!("{} {} {}", unpaid.settlement, unpaid.party, unpaid.amount))
        .collect();
    assert_eq!(
        unpaid,
        [
            "film:1:2026-01-01..2026-04-01:v1 studio 60.00 USD",
            "film:2:2026-04-01..2026-07-01:v1 director 12.00 USD",
        ]
    );
}

#[test]
fn a_settlement_is_early_in_the_stages_before_the_work_alone() {
    let lints = |stage: &str| {
        let film = draft(|document| {
            document["lifecycle"]["state"]["stage"] = json!(stage);
            document["lifecycle"]["state"]["visits"] = json!({stage: 1});
        });
        let film = Agreement::try_from(film).unwrap();
        let settlement = film.settle(&quarter(0, "1000.00", "0.00")).unwrap();
        settlement.lints().len()
    };
    let stages = [
        "exploration",
        "formation",
        "execution",
        "scaling",
        "renewal",
    ];
    assert_eq!(stages.map(lints), [1, 1, 0, 0, 0]);
}
