//! Proofs of models held against their papers, where drawings seldom lead.

use std::collections::BTreeMap;

use partnership::explain::{Documents, ExplainError};
use partnership::split::{
    Books, CoDevelopment, Contributed, Contribution, ContributionType, EmptyType, EquityError,
    Retroactive, ShareOfType, Split, SplitError, TypeWeight,
};
use partnership::{Currency, Money, PartyId};
use serde_json::{Value, json};

use super::milestones::four_steps;
use super::{list, money, party, split};
use crate::laws::split::papers::holds;

fn stated<const N: usize>(
    name: &str,
    entries: [(&str, &str); N],
    residual: Option<&str>,
) -> ContributionType {
    let shares = list(entries).into_iter();
    ContributionType {
        name: name.to_owned(),
        weight: TypeWeight::new(1),
        contributed: Contributed::Stated {
            shares: shares
                .map(|(party, share)| (party, ShareOfType::new(share)))
                .collect(),
            residual: residual.map(party),
        },
    }
}

fn amounts<const N: usize>(name: &str, entries: [(&str, u64); N]) -> ContributionType {
    let entries = entries.map(|(name, amount)| (party(name), amount));
    ContributionType {
        name: name.to_owned(),
        weight: TypeWeight::new(1),
        contributed: Contributed::Amounts(entries.into()),
    }
}

/// The text of the proof of a contribution that holds.
#[track_caller]
fn proved(terms: &Contribution) -> String {
    let proof = terms.explain().unwrap();
    let papers = Documents::new().with("contribution", json!(terms));
    holds(&proof, &papers, &json!(terms.split().unwrap()));
    proof.text()
}

#[test]
fn steps_say_of_whom_they_speak() {
    let deal = split([("ana", "1/2"), ("ben", "1/2")]);
    let text = deal.explain(money("0.05 USD")).unwrap().text();
    for said in [
        "share of ana: 0.5",
        "part of ana: 0.03 USD",
        "part of ben: 0.02 USD",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn every_milestone_with_a_step_is_proved() {
    let history = four_steps();
    let papers = Documents::new().with("history", json!(history));
    for milestone in history.milestones() {
        let proof = history.explain(milestone.on()).unwrap().unwrap();
        holds(&proof, &papers, &json!(milestone.shares()));
    }
}

// The thirds of funding and the parts of cash have a common denominator beyond 2^127, so funding is
// put on 10^12 parts, and the one that is left goes to a, who stands first and has what b and c
// leave.
#[test]
fn the_rest_of_a_type_takes_its_place_among_the_others() {
    let cash = [(
        "b",
        "56713727820156410577229101238628035242/170141183460469231731687303715884105727",
    )];
    let types = [
        stated("funding", [("b", "1/3"), ("c", "1/3")], Some("a")),
        stated("cash", cash, Some("c")),
    ];
    let terms = Contribution::new(types, EmptyType::Renormalise).unwrap();
    let text = proved(&terms);
    assert!(text.contains("shares on the grid"), "{text}");
    let split = terms.split().unwrap();
    // Half of 333,333,333,334 parts of 10^12.
    let a = split.share(&party("a")).unwrap();
    assert_eq!(a.to_string(), "166666666667/1000000000000");
}

#[test]
fn a_base_is_put_on_the_grid_only_if_it_counts_and_is_finer() {
    let base = |parts: u64| Split::weighted([(party("a"), 1), (party("b"), parts - 1)]).unwrap();
    let (coarse, fine) = (1_000_000_000, 1_000_000_001);
    for (parts, hours, on_grid) in [(fine, 1, false), (coarse, 0, false), (fine, 0, true)] {
        let types = [
            amounts("cash", [("a", 1)]),
            amounts("hours", [("a", hours)]),
        ];
        let terms = Contribution::new(types, EmptyType::Base(base(parts))).unwrap();
        let text = proved(&terms);
        assert_eq!(text.contains("on the grid"), on_grid, "{text}");
    }
}

#[test]
fn a_party_that_is_owed_by_two_is_proved_twice() {
    // a and b bear 5.00 and 4.00 of what x and y paid.
    let costs = Split::weighted([(party("a"), 5), (party("b"), 4)]).unwrap();
    let deal = CoDevelopment::new(costs.clone(), costs);
    let mut books = Books::new(Currency::USD);
    books.costs_paid.insert(party("x"), money("8.00 USD"));
    books.costs_paid.insert(party("y"), money("1.00 USD"));
    let settlement = deal.settle(&books).unwrap();
    let paid: Vec<(&str, &str, Money)> = settlement
        .transfers
        .iter()
        .map(|paid| (paid.from.as_str(), paid.to.as_str(), paid.amount))
        .collect();
    let [five, three, one] = ["5.00 USD", "3.00 USD", "1.00 USD"].map(money);
    assert_eq!(paid, [("a", "x", five), ("b", "x", three), ("b", "y", one)]);
    let papers = Documents::new()
        .with("co_development", json!(deal))
        .with("books", json!(books));
    holds(&deal.explain(&books).unwrap(), &papers, &json!(settlement));
}

// What reads as money is proved by money alone, so such a name is left.
#[test]
fn a_party_that_is_called_like_an_amount_is_no_obstacle() {
    let deal = split([("5.00 USD", "1/2"), ("b", "1/2")]);
    let deal = CoDevelopment::new(deal.clone(), deal);
    let mut books = Books::new(Currency::USD);
    books.costs_paid.insert(party("b"), money("3.00 USD"));
    let settlement = deal.settle(&books).unwrap();
    assert_eq!(settlement.transfers[0].from, party("5.00 USD"));
    let papers = Documents::new()
        .with("co_development", json!(deal))
        .with("books", json!(books));
    let proof = deal.explain(&books).unwrap();
    let result: Value = json!(settlement);
    proof.check_against(&papers, &result).unwrap();
    assert_eq!(proof.covers(&result), ["/transfers/0/from"]);
}

// b has one part more of 18 * 10^18 + 1, which is less than a ledger's grid of 10^-18 tells apart:
// the cent goes to a, and by exact shares to b.
#[test]
fn a_payment_on_the_grid_of_a_ledger_has_no_exact_proof() {
    let half = 9_000_000_000_000_000_000_u64;
    let fine = Split::weighted([(party("a"), half), (party("b"), half + 1)]).unwrap();
    let cent = money("0.01 USD");
    let ledger = fine.ledger(Currency::USD);
    let refused = fine.explain_payment(&ledger, cent).unwrap_err();
    assert!(
        matches!(refused, SplitError::Explain(ExplainError::Overflow { .. })),
        "{refused:?}"
    );
    let even = split([("a", "1/2"), ("b", "1/2")]);
    let mut ledger = even.ledger(Currency::USD);
    ledger.pay(cent, &even.shares()).unwrap();
    let change = Retroactive::new(&ledger, &[cent], &fine).unwrap();
    let lines: BTreeMap<PartyId, Money> = ["a", "b"]
        .map(|name| (party(name), money("0.00 USD")))
        .into();
    assert_eq!(change.lines(), &lines);
    let refused = change.explain().unwrap_err();
    assert!(
        matches!(refused, EquityError::Explain(ExplainError::Overflow { .. })),
        "{refused:?}"
    );
}
