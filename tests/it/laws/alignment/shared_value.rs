//! The laws of a shared value (spec/alignment.md 11).

use std::collections::BTreeMap;

use partnership::alignment::{Benefit, ById, Id, SharedValueDraft, SharedValueMatrix};
use partnership::explain::Documents;
use partnership::{PartyId, Ratio};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::exchange::{NAMES, holds, parts};
use super::id;
use crate::laws::reference::{Big, big, whole};
use crate::support::laws;

type Amounts = BTreeMap<PartyId, ById<Ratio>>;

fn amounts() -> impl Strategy<Value = Amounts> {
    let party =
        select(vec!["ana", "ben", "7"]).prop_map(|name| PartyId::new(name).expect("a name"));
    let amount = prop_oneof![1 => Just(0_i64), 3 => 1_i64..50].prop_map(Ratio::from);
    let own = btree_map(select(NAMES.to_vec()).prop_map(id), amount, 0..4);
    btree_map(party, own.prop_map(ById::from), 1..4)
}

fn shared() -> impl Strategy<Value = SharedValueMatrix> {
    let split = vec(0_u32..4, 3);
    let tolerance = select(vec!["0", "1/20", "1/10"]);
    (
        amounts(),
        amounts(),
        split,
        any::<bool>(),
        parts(3),
        tolerance,
    )
        .prop_filter_map(
            "nothing that counts",
            |(contributions, received, split, by_split, weights, tolerance)| {
                let benefit = if by_split {
                    Benefit::Split(contributions.keys().cloned().zip(split).collect())
                } else {
                    let known = |party: &PartyId| contributions.contains_key(party);
                    Benefit::Received(
                        received
                            .into_iter()
                            .filter(|(party, _)| known(party))
                            .collect(),
                    )
                };
                let mut draft = SharedValueDraft::new(contributions, benefit);
                draft.dimensions = NAMES.map(id).into();
                draft.weights = weights;
                draft.tolerance = tolerance.parse().expect("a ratio");
                draft.build().ok()
            },
        )
}

/// The part of every party, read off the page.
fn parts_of(matrix: &SharedValueMatrix, amounts: &Amounts) -> BTreeMap<PartyId, Big> {
    let draft = matrix.draft();
    let amount = |party: &PartyId, dimension: &Id| {
        let own = amounts.get(party).and_then(|own| own.get(dimension));
        own.map_or(whole(0), |amount| big(*amount))
    };
    let mut parts: BTreeMap<PartyId, Big> = draft
        .contributions
        .keys()
        .map(|party| (party.clone(), whole(0)))
        .collect();
    let mut weight = whole(0);
    for dimension in &draft.dimensions {
        let all: Big = amounts.keys().map(|party| amount(party, dimension)).sum();
        let part = draft
            .weights
            .as_ref()
            .map_or(1, |weights| weights.get(dimension).copied().unwrap_or(0));
        if all > whole(0) {
            weight += whole(part);
            for (party, sum) in &mut parts {
                *sum += whole(part) * amount(party, dimension) / &all;
            }
        }
    }
    parts
        .into_iter()
        .map(|(party, sum)| (party, sum / &weight))
        .collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_shared_value_is_what_the_page_says(matrix in shared()) {
        let found = matrix.shared_value().expect("small numbers");
        let draft = matrix.draft();
        let contribution = parts_of(&matrix, &draft.contributions);
        let benefit = match &draft.benefit {
            Benefit::Received(amounts) => parts_of(&matrix, amounts),
            Benefit::Split(split) => {
                let all: u32 = split.values().sum();
                let part = |party: &PartyId| whole(split.get(party).copied().unwrap_or(0)) / whole(all);
                contribution.keys().map(|party| (party.clone(), part(party))).collect()
            }
        };
        let total = |all: &BTreeMap<PartyId, Ratio>| all.values().map(|part| big(*part)).sum::<Big>();
        prop_assert_eq!(total(&found.contribution), whole(1));
        prop_assert_eq!(total(&found.benefit), whole(1));
        prop_assert_eq!(total(&found.over), whole(0));
        let mut over = Vec::new();
        for (party, brings) in &contribution {
            let gets = &benefit[party];
            prop_assert_eq!(&big(found.contribution[party]), brings);
            prop_assert_eq!(&big(found.benefit[party]), gets);
            prop_assert_eq!(big(found.over[party]), brings - gets);
            let equity = (*brings > whole(0)).then(|| gets / brings);
            prop_assert_eq!(found.equity[party].map(big), equity);
            if brings - gets > big(draft.tolerance) {
                over.push((gets - brings, party.clone()));
            }
        }
        over.sort();
        let over: Vec<PartyId> = over.into_iter().map(|(_, party)| party).collect();
        prop_assert_eq!(&found.over_contributors, &over);

        let papers = Documents::new().with("shared_value", json!(matrix));
        holds(&found.explain(&matrix).expect("a proof"), &papers, &found);
        let read: SharedValueMatrix = serde_json::from_value(json!(matrix)).expect("read");
        prop_assert_eq!(read, matrix);
    }

    #[test]
    fn the_unit_of_a_dimension_changes_nothing(matrix in shared(), times in 2_i64..9) {
        let mut draft = matrix.draft().clone();
        for own in draft.contributions.values_mut() {
            if let Some(amount) = own.get("money").copied() {
                own.insert(id("money"), amount.checked_mul(times.into()).expect("small"));
            }
        }
        let scaled = draft.build().expect("a matrix").shared_value();
        prop_assert_eq!(matrix.shared_value(), scaled);
    }
}
