//! What a document of an agreement may not say, each in its place, and what its doors refuse.

use std::collections::BTreeMap;

use partnership::Currency;
use partnership::agreement::{Agreement, AgreementDraft, AgreementError, Division, Version};
use partnership::governance::Reading;
use partnership::split::{Split, Tier, Waterfall, WaterfallTerms};
use serde_json::{Value, json};

use super::papers::{day, draft, founded, golden, party};

/// What the document says once a change is made to it, fault by fault.
fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let found = draft(change).problems();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn a_division_begins_once_a_day_and_keeps_the_currency_of_the_terms() {
    let told = faults(|document| {
        let first = document["division"][0].clone();
        let again = json!({"from": "2026-01-01", "value": {"whole": "studio"}});
        document["division"] = json!([first, again]);
    });
    assert_eq!(told, ["division[1]: two versions begin on 2026-01-01"]);
    let parties = ["studio", "director"].map(party);
    let tiers = vec![Tier::residual(Split::equal(parties.clone()).unwrap())];
    let told = |currency: Currency| {
        let terms = WaterfallTerms::new(currency, parties.clone(), tiers.clone());
        let mut film = draft(|_| ());
        film.division[0].value = Division::Waterfall(Box::new(Waterfall::new(terms).unwrap()));
        let found = film.problems();
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(Currency::USD), [""; 0]);
    assert_eq!(
        told(Currency::EUR),
        ["division[0].value: USD does not mix with EUR"]
    );
}

#[test]
fn a_term_is_that_of_the_terms_and_notice_is_in_days_also_without_it() {
    let terms = "the terms run from 2026-01-01 until 2027-01-01";
    for term in ["2025-12-31..2027-01-01", "2026-01-01..2027-01-02"] {
        assert_eq!(
            faults(|document| document["term"] = json!(term)),
            [format!("term: the term is {term}, and {terms}")]
        );
    }
    let told = faults(|document| {
        document["term"] = json!(null);
        document["notice"]["latest"] = json!("24h");
    });
    assert_eq!(told, ["notice: the span 24h is not in whole days"]);
}

#[test]
fn a_lifecycle_is_without_faults_and_of_the_version_of_its_state() {
    let mut table = serde_json::to_value(partnership::lifecycle::Draft::partnership()).unwrap();
    table["version"] = json!(2);
    let own = |document: &mut Value, table: &Value| {
        let state = document["lifecycle"]["state"].clone();
        document["lifecycle"] = json!({"definition": table, "state": state});
    };
    assert_eq!(
        faults(|document| own(document, &table)),
        ["lifecycle.state: the state is one of partnership, version 1"]
    );
    table["version"] = json!(1);
    assert_eq!(faults(|document| own(document, &table)), [""; 0]);
    table["parties"] = json!([]);
    let told = faults(|document| own(document, &table));
    assert!(
        told.contains(&"lifecycle.definition: parties partnership: nothing in it".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_fact_of_governance_has_a_name_of_its_own() {
    for (list, first) in [
        ("objectives", "reach"),
        ("kpis", "viewers"),
        ("deliverables", "master"),
    ] {
        let told = faults(|document| {
            let fact = document["governance"][list][0].clone();
            document["governance"][list] = json!([fact, fact]);
        });
        assert_eq!(
            told,
            [format!("governance.{list}[1]: {first} stands twice")]
        );
    }
    let told = faults(|document| {
        let entry = document["governance"]["decisions"]["entries"][0].clone();
        document["governance"]["decisions"]["entries"] = json!([entry, entry]);
        let milestone = document["governance"]["projects"]["launch"]["milestones"][0].clone();
        document["governance"]["projects"]["launch"]["milestones"] = json!([milestone, milestone]);
    });
    assert_eq!(
        told,
        [
            "governance.decisions.entries[1]: second_cut stands twice",
            "governance.projects.launch.milestones[1]: trailer stands twice",
        ]
    );
}

#[test]
fn what_is_owed_is_of_this_agreement_and_in_its_currency() {
    let with = |field: &str, value: &str| {
        let mut document = golden("settled.json");
        document["account"]["unpaid"][0][field] = json!(value);
        let draft: AgreementDraft = serde_json::from_value(document).unwrap();
        let found = draft.problems();
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let place = "account.unpaid[0]: not the account of this agreement";
    assert_eq!(
        with("amount", "1.00 EUR"),
        [format!(
            "{place}: what is owed is above 0, in the currency of the terms"
        )]
    );
    assert_eq!(
        with("settlement", "other:1:2026-01-01..2026-04-01:v1"),
        [format!("{place}: it is owed for nothing that was settled")]
    );
}

#[test]
fn an_agreement_shows_what_its_document_says() {
    let document = golden("founded.json");
    let film = founded();
    let shown = json!({
        "signed": film.signed().map(|on| on.to_string()),
        "settle_every": film.settle_every(),
        "notice": film.notice(),
        "charter": film.charter(),
    });
    for (name, shown) in shown.as_object().unwrap() {
        assert_eq!(*shown, document[name], "{name}");
    }
    let definition = film.lifecycle().map(|checked| checked.definition().clone());
    let preset = partnership::lifecycle::Draft::partnership();
    assert_eq!(definition, Some(preset));
}

#[test]
fn strangers_have_no_place_in_facts_and_divisions() {
    let mut film = founded();
    let mut facts = film.governance().clone();
    facts.sponsors = vec![party("agent")];
    let refused = film.govern(facts);
    assert!(
        matches!(&refused, Err(AgreementError::UnknownParty { party }) if party.as_str() == "agent"),
        "{refused:?}"
    );
    let charter = json!({"sections": {}, "fingerprint": "v2", "signatures": [
        {"party": "agent", "of": "v2", "on": "2026-01-01"},
        {"party": "broker", "of": "v2", "on": "2026-01-01"}]});
    let refused = film.set_charter(serde_json::from_value(charter).unwrap());
    assert!(
        matches!(&refused, Err(AgreementError::UnknownParty { party }) if party.as_str() == "agent"),
        "{refused:?}"
    );
    let split = |text: &str| Version {
        from: day("2026-07-01"),
        value: Division::Split(serde_json::from_str(text).unwrap()),
    };
    let half = r#"{"agent": "1/4", "broker": "1/4", "studio": "1/2"}"#;
    let refused = film.amend_division(split(half));
    assert!(
        matches!(&refused, Err(AgreementError::UnknownPayee { party }) if party.as_str() == "agent"),
        "{refused:?}"
    );
    assert_eq!(film, founded());
    film.amend_division(split(r#"{"director": "1/2", "studio": "1/2"}"#))
        .unwrap();
}

#[test]
fn governance_is_read_as_numbers() {
    let read = |film: &Agreement| {
        let facts = film.governance();
        let readings = facts.readings(day("2026-03-16"), film.calendar()).unwrap();
        let pairs = readings.into_iter().map(|reading: Reading| {
            let metric = reading.metric.to_string();
            (metric, reading.value.as_str().to_owned())
        });
        pairs.collect::<BTreeMap<String, String>>()
    };
    let expected = |numbers: &[(&str, &str)]| {
        let numbers = numbers.iter();
        let numbers = numbers.map(|(metric, value)| ((*metric).to_owned(), (*value).to_owned()));
        numbers.collect::<BTreeMap<String, String>>()
    };
    // The trailer was due on 19 January, the premiere on 2 March, the follow-up on 15 March.
    assert_eq!(
        read(&founded()),
        expected(&[
            ("risk_level", "2"),
            ("milestones_overdue", "2"),
            ("decisions_overdue", "1"),
            ("compliance_open", "1"),
            ("must_fix_open", "1"),
            ("consider_unanswered", "0"),
        ])
    );
    let bare = draft(|document| document["governance"] = json!({}));
    assert_eq!(
        read(&bare.try_into().unwrap()),
        expected(&[
            ("decisions_overdue", "0"),
            ("compliance_open", "0"),
            ("must_fix_open", "0"),
            ("consider_unanswered", "0"),
        ])
    );
}
