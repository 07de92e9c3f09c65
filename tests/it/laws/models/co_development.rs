//! Shared costs and revenue (spec/splits.md 3.4).

use std::collections::BTreeMap;

use num_bigint::BigInt;
use partnership::explain::Documents;
use partnership::split::{Books, CoDevelopment, Settlement};
use partnership::{Currency, Money};
use proptest::collection::btree_map;
use proptest::prelude::*;
use serde_json::{Value, from_value, json};

use super::*;
use crate::laws::contribution::parties;
use crate::laws::split::papers::holds;
use crate::reference::{major, shares};
use crate::support::{cases, heavy};

fn books() -> impl Strategy<Value = Books> {
    let cents = || prop_oneof![1 => Just(0_i64), 4 => 0_i64..100_000, 1 => Just(i64::MAX)];
    let usd = |cents| Money::from_minor(cents, Currency::USD);
    let costs = btree_map(parties(), cents().prop_map(usd), 0..4);
    let signed =
        (cents(), any::<bool>()).prop_map(|(cents, back)| if back { -cents } else { cents });
    let revenue = btree_map(parties(), signed.prop_map(usd), 0..4);
    (costs, revenue).prop_map(|(costs_paid, revenue_received)| Books {
        currency: Currency::USD,
        costs_paid,
        revenue_received,
    })
}

type Units = BTreeMap<String, BigInt>;

fn units(amounts: &Value) -> Units {
    let entries = amounts.as_object().expect("an object").iter();
    entries
        .map(|(party, text)| {
            let cents = major(text.as_str().expect("money")) * ratio("100");
            (party.clone(), cents.to_integer())
        })
        .collect()
}

/// The page: positions, transfers, profit, in units.
fn reference(deal: &Value, books: &Value) -> (Units, Vec<(String, String, BigInt)>, Units) {
    let (costs, revenue) = (
        units(&books["costs_paid"]),
        units(&books["revenue_received"]),
    );
    let due = |key: &str, amounts: &Units| {
        let all: BigInt = amounts.values().sum();
        shares::largest_remainder(&all, &shares::numbers(&deal[key]))
    };
    let (ct, rt) = (due("cost_split", &costs), due("revenue_split", &revenue));
    let parties = [&costs, &revenue, &ct, &rt]
        .into_iter()
        .flat_map(BTreeMap::keys);
    let of = |amounts: &Units, party: &String| amounts.get(party).cloned().unwrap_or_default();
    let (mut positions, mut profit) = (Units::new(), Units::new());
    for party in parties {
        let position =
            (of(&rt, party) - of(&revenue, party)) - (of(&ct, party) - of(&costs, party));
        positions.insert(party.clone(), position);
        profit.insert(party.clone(), of(&rt, party) - of(&ct, party));
    }
    let mut open = positions.clone();
    let mut transfers = Vec::new();
    while open.values().any(|position| *position != BigInt::ZERO) {
        // The first in party order among equals.
        let from = open
            .iter()
            .min_by_key(|(party, position)| ((*position).clone(), (*party).clone()));
        let to = open
            .iter()
            .min_by_key(|(party, position)| (-(*position), (*party).clone()));
        let ((from, debt), (to, credit)) = (from.expect("one"), to.expect("one"));
        let amount = (-debt).min(credit.clone());
        let (from, to) = (from.clone(), to.clone());
        *open.get_mut(&from).expect("listed") += &amount;
        *open.get_mut(&to).expect("listed") -= &amount;
        transfers.push((from, to, amount));
    }
    (positions, transfers, profit)
}

fn sum<'a>(amounts: impl Iterator<Item = &'a Money>) -> Money {
    Money::sum(Currency::USD, amounts.copied()).expect("in range")
}

proptest! {
    #![proptest_config(heavy(1024))]

    #[test]
    fn a_settlement_is_that_of_the_page(
        costs in splits(), revenue in splits(), books in books()
    ) {
        let deal = CoDevelopment::new(costs, revenue);
        let found: Value = json!(deal.settle(&books).unwrap());
        let (positions, transfers, profit) = reference(&json!(deal), &json!(books));
        prop_assert_eq!(units(&found["positions"]), positions);
        prop_assert_eq!(units(&found["profit"]), profit);
        let found = found["transfers"].as_array().unwrap().iter();
        let found: Vec<_> = found
            .map(|transfer| {
                let amount = units(&json!({"amount": transfer["amount"]}));
                let name = |key: &str| transfer[key].as_str().unwrap().to_owned();
                (name("from"), name("to"), amount["amount"].clone())
            })
            .collect();
        prop_assert_eq!(found, transfers);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn everybody_is_even_after_the_transfers_and_every_figure_is_proved(
        costs in splits(), revenue in splits(), books in books()
    ) {
        let deal = CoDevelopment::new(costs, revenue);
        let settlement = deal.settle(&books).unwrap();
        let Settlement { positions, transfers, profit } = &settlement;
        prop_assert!(sum(positions.values()).is_zero());
        prop_assert!(transfers.len() < positions.len().max(1));
        let mut open = positions.clone();
        for transfer in transfers {
            prop_assert!(transfer.amount.is_positive());
            let from = open.get_mut(&transfer.from).unwrap();
            *from = from.checked_add(transfer.amount).unwrap();
            let to = open.get_mut(&transfer.to).unwrap();
            *to = to.checked_sub(transfer.amount).unwrap();
        }
        prop_assert!(open.values().all(|position| position.is_zero()));
        let earned = sum(books.revenue_received.values());
        let spent = sum(books.costs_paid.values());
        prop_assert_eq!(sum(profit.values()), earned.checked_sub(spent).unwrap());

        prop_assert_eq!(&from_value::<CoDevelopment>(json!(deal)).unwrap(), &deal);
        prop_assert_eq!(&from_value::<Books>(json!(books)).unwrap(), &books);
        let papers = Documents::new()
            .with("co_development", json!(deal))
            .with("books", json!(books))
            .in_full("books");
        holds(&deal.explain(&books).unwrap(), &papers, &json!(settlement));
    }
}
