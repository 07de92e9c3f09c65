//! The builder computes; what it cannot compute it refuses.

use chrono::NaiveDate;
use partnership::explain::{DivideRule, ExplainError, Parts, Proof, Relation, Value};
use partnership::{Currency, Money, PartyId, Ratio, Rounding};

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

#[test]
fn a_place_is_noted_once_for_each_kind() {
    let mut proof = Proof::new();
    let length = proof.input("a", "/list", Ratio::ONE, "one line").unwrap();
    let again = proof
        .input("a", "/list", Ratio::ONE, "another label")
        .unwrap();
    assert_eq!(length, again);
    let flag = proof.input("a", "/list", true, "").unwrap();
    let default = proof.default("a", "/list", Ratio::ONE, "").unwrap();
    let elsewhere = proof.input("b", "/list", Ratio::ONE, "").unwrap();
    let positions = [length, flag, default, elsewhere].map(partnership::explain::Step::position);
    assert_eq!(positions, [0, 1, 2, 3]);
    let other = proof.input("a", "/list", Ratio::ZERO, "").unwrap_err();
    assert!(matches!(
        other,
        ExplainError::DocumentDiffers { node: 0, .. }
    ));
    assert_eq!(
        other.to_string(),
        "step #1 takes 1 from a /list, where 0 stands"
    );
}

#[test]
fn only_what_a_result_needs_is_kept() {
    let mut proof = Proof::new();
    let idle = proof.input("a", "/idle", usd(1), "").unwrap();
    let name = proof.input("a", "/rounding", "up", "").unwrap();
    let fee = proof.input("a", "/fee", usd(2), "").unwrap();
    let _ = proof.sum(&[idle, fee], usd(0), "").unwrap();
    let due = proof
        .round(fee, Rounding::Up, None, Some(name), "")
        .unwrap();
    proof.result("/due", due);
    let explanation = proof.finish();
    assert_eq!(explanation.nodes().len(), 3);
    assert_eq!(explanation.results()["/due"], 2);
    assert_eq!(explanation.nodes()[2].args(), [1]);
    assert!(explanation.check().is_ok());
    let nothing = Proof::new().finish();
    assert_eq!(nothing.check(), Err(ExplainError::Empty));
}

#[test]
fn a_label_never_fails() {
    let mut proof = Proof::new();
    let label = "fee\nof\u{202e} ".to_owned() + &"é".repeat(300);
    let fee = proof.input("a", "/fee", usd(1), &label).unwrap();
    proof.note(fee, &label);
    proof.result("/fee", fee);
    let explanation = proof.finish();
    let node = &explanation.nodes()[0];
    assert_eq!(node.label(), format!("fee of  {}", "é".repeat(192)));
    assert_eq!(node.note(), Some(node.label()));
}

#[test]
fn a_plain_label_is_cut_and_cleaned_too() {
    let mut proof = Proof::new();
    for (label, kept) in [
        ("x".repeat(201), "x".repeat(200)),
        ("x".repeat(200), "x".repeat(200)),
        ("fee\nof".to_owned(), "fee of".to_owned()),
        ("\u{7f}".to_owned(), " ".to_owned()),
    ] {
        let name = proof.text("a", &label).unwrap();
        proof.result(&format!("/{}", name.position()), name);
        let explanation = proof.clone().finish();
        assert_eq!(explanation.nodes()[name.position()].label(), kept);
    }
}

#[test]
fn what_is_no_default_is_refused() {
    let mut proof = Proof::new();
    for value in [
        Value::from(usd(0)),
        Ratio::ZERO.into(),
        Ratio::ONE.into(),
        true.into(),
    ] {
        proof
            .default("a", &format!("/{value}").replace(' ', ""), value, "")
            .unwrap();
    }
    let five = proof.default("a", "/x", usd(5), "");
    assert!(matches!(five, Err(ExplainError::Differs { node: 4, .. })));
    assert_eq!(
        proof.default("a", "/x", "fit", ""),
        Err(ExplainError::Kind { node: 4 })
    );
}

#[test]
fn what_cannot_be_said_is_refused() {
    let mut proof = Proof::new();
    let fee = proof.input("a", "/fee", usd(1), "").unwrap();
    let bad = |result| assert_eq!(result, Err(ExplainError::BadParameter { node: 1 }));
    bad(proof.input("a", "fee", usd(1), ""));
    bad(proof.input("a", "/~2", usd(1), ""));
    bad(proof.round(fee, Rounding::Up, Some(usd(0)), None, ""));
    bad(proof.round(fee, Rounding::Up, None, Some(fee), ""));
    let ana = [PartyId::new("ana").unwrap()];
    bad(proof.divide(DivideRule::Greedy, &ana, fee, &[fee, fee], Some(fee), ""));
    bad(proof.divide(DivideRule::Greedy, &[], fee, &[], None, ""));
    let late = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    assert_eq!(
        proof.input("a", "/x", late, ""),
        Err(ExplainError::Overflow { node: 1 })
    );
    let euro = Money::from_minor(1, Currency::EUR);
    let euro = proof.input("a", "/euro", euro, "").unwrap();
    let two = Err(ExplainError::Kind { node: 2 });
    assert_eq!(proof.difference(fee, euro, ""), two);
    assert_eq!(proof.compare(fee, euro, Relation::Less, ""), two);
    assert_eq!(proof.quotient(fee, euro, ""), two);
    assert_eq!(proof.product(&[fee, fee], ""), two);
    assert_eq!(
        proof.smallest(&[], ""),
        Err(ExplainError::Arity { node: 2 })
    );
    assert_eq!(proof.money(fee), Ok(usd(1)));
    assert_eq!(
        proof.sum(&vec![fee; 100_001], usd(0), ""),
        Err(ExplainError::TooLong)
    );
    assert!(proof.sum(&vec![fee; 100_000], usd(0), "").is_ok());
}

#[test]
fn a_million_steps_are_an_explanation_and_one_more_is_none() {
    let mut proof = Proof::new();
    let mut step = proof.input("a", "/x", true, "").unwrap();
    for _ in 1..1_000_000 {
        step = proof.not(step, "").unwrap();
    }
    assert_eq!(proof.not(step, ""), Err(ExplainError::TooLong));
    proof.result("/x", step);
    assert_eq!(proof.finish().check().unwrap().steps, 1_000_000);
}

#[test]
fn parts_of_nobody_are_the_same_of_every_kind() {
    let ana = PartyId::new("ana").unwrap();
    let nobody = [
        Parts::Money([].into()),
        Parts::Exact([].into()),
        Parts::Ratio([].into()),
    ];
    let somebody = [
        Parts::Money([(ana.clone(), usd(1))].into()),
        Parts::Ratio([(ana, Ratio::ONE)].into()),
    ];
    for left in &nobody {
        assert!(nobody.iter().all(|right| left == right), "{left:?}");
        assert!(somebody.iter().all(|right| left != right), "{left:?}");
        assert!(somebody.iter().all(|right| right != left), "{left:?}");
    }
    assert_ne!(somebody[0], somebody[1]);
}

#[test]
fn a_step_of_another_proof_is_no_step() {
    let mut long = Proof::new();
    let first = long.input("a", "/x", usd(1), "").unwrap();
    let second = long.negate(first, "").unwrap();
    let mut short = Proof::new();
    short.input("a", "/x", usd(1), "").unwrap();
    assert_eq!(
        short.negate(second, ""),
        Err(ExplainError::BadIndex { node: 1 })
    );
    assert_eq!(short.money(second), Err(ExplainError::Kind { node: 1 }));
    short.note(second, "nowhere");
    short.result("/x", second);
    assert_eq!(short.finish().check(), Err(ExplainError::Empty));
}

#[test]
fn a_result_stands_at_a_pointer() {
    let mut proof = Proof::new();
    let fee = proof.input("a", "/fee", usd(1), "").unwrap();
    proof.result("fee/net", fee);
    proof.result("", fee);
    let explanation = proof.finish();
    let results: Vec<&str> = explanation.results().keys().map(String::as_str).collect();
    assert_eq!(results, ["", "/fee~1net"]);
}
