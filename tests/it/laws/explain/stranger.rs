//! A checker that uses nothing of the crate (`examples/check_explanation.rs`) judges as the crate
//! does.

use partnership::explain::{Documents, Explanation, Finding, Proof};
use partnership::{Currency, Money, Rounding};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::recipe::{changed, made, usd};
use super::tampered::forgeries;
use crate::examples::check_explanation::checker::papers;
use crate::support::cases;

/// What the stranger has to say against an explanation, or what he would ask.
pub fn stranger(
    explanation: &Json,
    documents: &[(&str, &Json)],
    full: &[&str],
    result: &Json,
) -> Result<Vec<String>, String> {
    let documents = documents.iter();
    let documents = documents.map(|(name, json)| ((*name).to_owned(), (*json).clone()));
    let papers = papers::Papers {
        documents: documents.collect(),
        full: full.iter().map(|name| (*name).to_owned()).collect(),
    };
    let read = papers::Explanation::read(explanation).map_err(|why| why.to_string())?;
    let checked = read.check(&papers, result).map_err(|why| why.to_string())?;
    assert_eq!(
        Some(checked.steps),
        explanation["nodes"].as_array().map(Vec::len)
    );
    Ok(read.questions(&papers, result))
}

/// Whether a place lies in a date by a calendar, which the stranger takes on trust.
fn is_of_a_calendar(explanation: &Json, place: &str) -> bool {
    let node = place.split('/').take(3).collect::<Vec<_>>().join("/");
    explanation
        .pointer(&node)
        .is_some_and(|node| node["op"] == "calendar")
}

proptest! {
    #![proptest_config(cases(32))]

    // Law 2 of spec/explain.md, by two programs.
    #[test]
    fn the_stranger_finds_what_the_crate_finds(made in made()) {
        let judge = |json: &Json| stranger(json, &[("papers", &made.papers)], &[], &made.result);
        let json = serde_json::to_value(&made.explanation).unwrap();
        prop_assert!(judge(&json).is_ok(), "{:?}: {}", judge(&json), made.explanation.text());
        for (place, forged) in forgeries(&json) {
            if is_of_a_calendar(&json, &place) {
                continue;
            }
            let read = serde_json::from_value::<Explanation>(forged.clone());
            let holds = read.is_ok_and(|forged| {
                forged.check_against(&made.documents(), &made.result).is_ok()
            });
            prop_assert_eq!(judge(&forged).is_ok(), holds, "{}: {:?}", place, judge(&forged));
        }
    }

    #[test]
    fn the_stranger_sees_another_figure_in_the_result(made in made()) {
        let json = serde_json::to_value(&made.explanation).unwrap();
        for pointer in made.explanation.results().keys() {
            let mut other = made.result.clone();
            let figure = other.pointer_mut(pointer).unwrap();
            *figure = changed(figure);
            prop_assert!(stranger(&json, &[("papers", &made.papers)], &[], &other).is_err());
        }
    }
}

fn sales() -> Json {
    json!({"sales": {"ana": "600.00 USD", "ben": "300.00 USD"}, "refunds": "90.00 USD"})
}

/// Net sales less nothing, divided by what each has sold.
fn divided(of: [&str; 2], with_refunds: bool) -> Explanation {
    let mut proof = Proof::new();
    let mut amount = |pointer: &str, minor| {
        let step = proof.input("report", pointer, usd(minor), "sold");
        step.unwrap()
    };
    let (ana, ben) = (amount("/sales/ana", 60_000), amount("/sales/ben", 30_000));
    let net = if with_refunds {
        let refunds = amount("/refunds", 9_000);
        let sold = proof.sum(&[ana, ben], usd(0), "sold").unwrap();
        proof.difference(sold, refunds, "net").unwrap()
    } else {
        proof.sum(&[ana, ben], usd(0), "net").unwrap()
    };
    let weight = |id: &str| if id == "ana" { ana } else { ben };
    let claims = of.map(weight);
    let rule = partnership::explain::DivideRule::Claims {
        rule: partnership::allocate::ClaimsRule::Proportional,
        exact: false,
    };
    let among = ["ana", "ben"].map(|id| id.parse().unwrap());
    let parts = proof
        .divide(rule, &among, net, &claims, None, "shares")
        .unwrap();
    let due = proof.part(parts, &among[0], "due to ana").unwrap();
    proof.result("/due", due);
    proof.finish()
}

/// What both readers ask about a forgery whose every step follows.
fn asked(forged: &Explanation, result: &Json) -> (Vec<Finding>, Vec<String>) {
    let documents = Documents::new().with("report", sales()).in_full("report");
    forged.check_against(&documents, result).unwrap();
    let json = serde_json::to_value(forged).unwrap();
    let asked = stranger(&json, &[("report", &sales())], &["report"], result).unwrap();
    (forged.audit(&documents, result), asked)
}

#[test]
fn an_honest_division_raises_no_question() {
    let honest = divided(["ana", "ben"], true);
    let (findings, asked) = asked(&honest, &json!({"due": "540.00 USD"}));
    assert_eq!(
        (findings.len(), asked.len()),
        (0, 0),
        "{findings:?} {asked:?}"
    );
}

#[test]
fn sales_that_nobody_read_are_asked_about() {
    let forged = divided(["ana", "ben"], false);
    let (findings, asked) = asked(&forged, &json!({"due": "600.00 USD"}));
    let unread = Finding::Unread {
        document: "report".to_owned(),
        pointer: "/refunds".to_owned(),
    };
    assert_eq!(findings, [unread]);
    assert_eq!(asked, ["nobody read report /refunds"]);
    assert!(forged.same_proof(&divided(["ana", "ben"], true)).is_err());
}

#[test]
fn swapped_parties_are_asked_about() {
    let forged = divided(["ben", "ana"], true);
    let (findings, asked) = asked(&forged, &json!({"due": "270.00 USD"}));
    assert_eq!(findings, [Finding::OtherParty { node: 5 }]);
    assert_eq!(asked, ["step 6 takes one party's figure for another"]);
    assert!(forged.same_proof(&divided(["ana", "ben"], true)).is_err());
}

#[test]
fn a_figure_from_nothing_is_asked_about() {
    let mut proof = Proof::new();
    let nothing = proof.text("fee", "a fee").unwrap();
    let same = proof
        .compare(
            nothing,
            nothing,
            partnership::explain::Relation::Equal,
            "is a fee",
        )
        .unwrap();
    proof.result("/agreed", same);
    let (findings, asked) = asked(&proof.finish(), &json!({"agreed": true}));
    let from_nothing = Finding::FromNothing {
        pointer: "/agreed".to_owned(),
    };
    assert!(findings.contains(&from_nothing), "{findings:?}");
    assert!(
        asked.contains(&"/agreed comes from nothing".to_owned()),
        "{asked:?}"
    );
}

#[test]
fn what_no_result_needs_and_what_nothing_proves_is_asked_about() {
    let from = json!({"document": "report", "pointer": "/refunds"});
    let forged = json!({"schema": 1, "results": {"/due": 0}, "nodes": [
        {"op": "input", "from": from, "value": {"money": "90.00 USD"}},
        {"op": "negate", "args": [0], "value": {"money": "-90.00 USD"}},
    ]});
    let forged: Explanation = serde_json::from_value(forged).unwrap();
    let result = json!({"due": "90.00 USD", "tax": "5.00 USD"});
    let (findings, asked) = asked(&forged, &result);
    let uncovered = Finding::Uncovered {
        pointer: "/tax".to_owned(),
    };
    assert!(findings.contains(&uncovered) && findings.contains(&Finding::Idle { node: 1 }));
    assert!(asked.contains(&"nothing proves /tax".to_owned()));
    assert!(asked.contains(&"no result needs step 2".to_owned()));
}

/// Whole forgeries that no reading of the steps lets through.
#[test]
fn a_leaf_from_nowhere_a_default_that_is_none_and_a_figure_that_proves_itself_are_refused() {
    let due = json!({"due": "500.00 USD"});
    let leaf = |op: &str, document: &str, pointer: &str| {
        json!({"schema": 1, "results": {"/due": 0}, "nodes": [{"op": op,
            "from": {"document": document, "pointer": pointer}, "value": {"money": "500.00 USD"}}]})
    };
    let honest = json!({"fee": "500.00 USD"});
    let forgeries = [
        (leaf("input", "contract", "/fee"), true),
        (leaf("input", "contract", "/bonus"), false),
        (leaf("input", "annex", "/fee"), false),
        (leaf("default", "contract", "/bonus"), false),
        (leaf("input", "result", "/due"), false),
    ];
    for (forged, holds) in forgeries {
        let read: Explanation = serde_json::from_value(forged.clone()).unwrap();
        let documents = Documents::new().with("contract", honest.clone());
        let documents = documents.with("result", due.clone());
        assert_eq!(
            read.check_against(&documents, &due).is_ok(),
            holds,
            "{forged}"
        );
        let found = stranger(&forged, &[("contract", &honest)], &[], &due);
        assert_eq!(found.is_ok(), holds, "{forged}: {found:?}");
    }
}

#[test]
fn a_key_given_twice_is_no_paper() {
    let twice = r#"{"fee": "500.00 USD", "fee": "900.00 USD"}"#;
    assert!(papers::read(twice).is_err());
    assert!(Documents::new().read("contract", twice).is_err());
}

#[test]
fn a_rounding_that_no_paper_names_is_another_step() {
    let mut proof = Proof::new();
    let half = Money::from_minor(5, Currency::USD);
    let refunds = proof.input("report", "/refunds", usd(9_000), "").unwrap();
    let step = proof
        .round(refunds, Rounding::Up, Some(half), None, "")
        .unwrap();
    proof.result("/due", step);
    let json = serde_json::to_value(proof.finish()).unwrap();
    let due = json!({"due": "90.00 USD"});
    assert!(stranger(&json, &[("report", &sales())], &[], &due).is_ok());
}
