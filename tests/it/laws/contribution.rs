//! Shares by contribution (spec/splits.md 3.1), against the page over big rationals.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer as _;
use partnership::split::{
    Contributed, Contribution, ContributionError, ContributionType, EmptyType, ShareOfType,
    SliceEntry, Slices, Split, TypeWeight,
};
use partnership::{PartyId, Ratio};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::reference::{Big, big, ten_to, two_to, whole};
use super::split::{largest_remainder, party, quantised, shares_of, splits};
use crate::support::laws;

pub fn parties() -> impl Strategy<Value = PartyId> {
    select(vec!["a", "b", "c/d", "e"]).prop_map(party)
}

/// Amounts of every size; those below 2^62 let no sum overflow.
fn amounts() -> impl Strategy<Value = Contributed> {
    let edges = vec![0, 0, 1, 2, (1_u64 << 61) - 1, (1 << 61) - 31];
    let amount = prop_oneof![3 => select(edges), 4 => 0_u64..100, 1 => 0_u64..1 << 62];
    btree_map(parties(), amount, 0..4).prop_map(Contributed::Amounts)
}

fn stated() -> impl Strategy<Value = Contributed> {
    let below = select(vec![2_i128, 3, 100, 10_000, (1 << 62) - 57]);
    (below, btree_map(parties(), 0_i128..60, 0..4), parties()).prop_map(|(below, above, last)| {
        let mut left = below;
        let mut shares = BTreeMap::new();
        for (party, above) in above {
            let above = above.min(left);
            left -= above;
            let share = Ratio::new(above, below).expect("a share");
            shares.insert(party, ShareOfType::new(share));
        }
        let residual = Some(last);
        Contributed::Stated { shares, residual }
    })
}

pub fn types() -> impl Strategy<Value = Vec<ContributionType>> {
    let weight = prop_oneof![1 => Just(0_u64), 4 => 1_u64..10, 1 => Just(249_999_991)];
    let kind = (weight, prop_oneof![3 => amounts(), 1 => stated()]);
    vec(kind, 1..5).prop_map(|kinds| {
        let named = ["creative", "production", "funding", "reach"]
            .into_iter()
            .zip(kinds);
        let kinds = named.map(|(name, (weight, contributed))| ContributionType {
            name: name.to_owned(),
            weight: TypeWeight::new(weight),
            contributed,
        });
        kinds.collect()
    })
}

fn empties() -> impl Strategy<Value = EmptyType> {
    prop_oneof![
        2 => Just(EmptyType::Renormalise),
        1 => parties().prop_map(EmptyType::ToParty),
        1 => splits().prop_map(EmptyType::Base),
        1 => Just(EmptyType::Refuse),
    ]
}

type Shares = BTreeMap<PartyId, Big>;

/// The part of a type by party; none if nobody contributed.
fn sigma(contributed: &Contributed) -> Shares {
    match contributed {
        Contributed::Amounts(amounts) => {
            let all: BigInt = amounts.values().map(|amount| BigInt::from(*amount)).sum();
            let amounts = amounts.iter().filter(|_| all > BigInt::ZERO);
            amounts
                .map(|(party, amount)| (party.clone(), Big::new((*amount).into(), all.clone())))
                .collect()
        }
        Contributed::Stated { shares, residual } => {
            let mut all: Shares = shares
                .iter()
                .map(|(party, share)| (party.clone(), big(share.share())))
                .collect();
            let sum = all.values().fold(whole(0), |sum, share| sum + share);
            if let Some(party) = residual {
                *all.entry(party.clone()).or_insert(whole(0)) += whole(1) - sum;
            }
            all
        }
        other => panic!("the page has no {other:?}"),
    }
}

fn on_parts(shares: Shares, parts: &BigInt) -> Shares {
    let (parties, shares): (Vec<_>, Vec<_>) = shares.into_iter().unzip();
    let divided = largest_remainder(parts, &shares).into_iter();
    parties
        .into_iter()
        .zip(divided.map(|part| Big::new(part, parts.clone())))
        .collect()
}

fn listed(kind: &ContributionType) -> Vec<PartyId> {
    match &kind.contributed {
        Contributed::Amounts(amounts) => amounts.keys().cloned().collect(),
        Contributed::Stated { shares, residual } => {
            shares.keys().chain(residual).cloned().collect()
        }
        other => panic!("the page has no {other:?}"),
    }
}

/// Everybody who is listed, with nothing.
fn everybody(types: &[ContributionType], empty: &EmptyType) -> Shares {
    let mut exact: Shares = types
        .iter()
        .flat_map(listed)
        .map(|party| (party, whole(0)))
        .collect();
    match empty {
        EmptyType::ToParty(party) => drop(exact.entry(party.clone()).or_insert(whole(0))),
        EmptyType::Base(base) => {
            for party in base.parties() {
                exact.entry(party.clone()).or_insert(whole(0));
            }
        }
        _ => {}
    }
    exact
}

/// The page: what is active, who gets what is missing, the grids, the sum.
fn reference(
    types: &[ContributionType],
    empty: &EmptyType,
) -> Result<(Shares, bool), &'static str> {
    let counted: Vec<(BigInt, Shares)> = types
        .iter()
        .filter(|kind| kind.weight.weight() > 0)
        .map(|kind| (kind.weight.weight().into(), sigma(&kind.contributed)))
        .collect();
    let (mut active, missing): (Vec<_>, Vec<_>) = counted
        .iter()
        .cloned()
        .partition(|(_, sigma)| !sigma.is_empty());
    let missing: BigInt = missing.iter().map(|(weight, _)| weight).sum();
    let none_missing = missing == BigInt::ZERO;
    if counted.is_empty() {
        return Err("NothingContributed");
    }
    let mut on_grid = false;
    let rest = match empty {
        EmptyType::Refuse if !none_missing => return Err("EmptyType"),
        EmptyType::ToParty(party) if !none_missing => {
            Some(BTreeMap::from([(party.clone(), whole(1))]))
        }
        EmptyType::Base(base) if !none_missing => {
            on_grid = base.weights().sum() > 1_000_000_000;
            let shares = shares_of(base);
            Some(if on_grid {
                on_parts(shares, &ten_to(9))
            } else {
                shares
            })
        }
        _ if active.is_empty() => return Err("NothingContributed"),
        _ => None,
    };
    let rest: Vec<(BigInt, Shares)> = rest
        .into_iter()
        .map(|shares| (missing.clone(), shares))
        .collect();
    let weights = || active.iter().chain(&rest).map(|(weight, _)| weight);
    let divisor = weights().fold(BigInt::ZERO, |divisor, weight| divisor.gcd(weight));
    let all: BigInt = weights().sum();
    let shares = active
        .iter()
        .chain(&rest)
        .flat_map(|(_, sigma)| sigma.values());
    let common = shares.fold(BigInt::from(1), |common, share| common.lcm(share.denom()));
    if &all / divisor * common >= two_to(127) {
        on_grid = true;
        for (_, sigma) in &mut active {
            *sigma = on_parts(sigma.clone(), &ten_to(12));
        }
    }
    let mut exact = everybody(types, empty);
    for (weight, sigma) in active.iter().chain(&rest) {
        for (party, share) in sigma {
            *exact.get_mut(party).expect("listed") += Big::new(weight.clone(), all.clone()) * share;
        }
    }
    let (shares, quantised) = quantised(exact);
    Ok((shares, on_grid || quantised))
}

#[track_caller]
fn split_of(types: &[ContributionType], empty: &EmptyType) -> Result<Split, ContributionError> {
    Contribution::new(types, empty.clone())
        .expect("terms without a fault")
        .split()
}

/// What the grids can move a share by: 10^12 parts of each of five types, and 10^18 parts.
fn margin() -> Ratio {
    Ratio::new(1, 10_i128.pow(11)).expect("a margin")
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn shares_are_those_of_the_page(types in types(), empty in empties()) {
        match (split_of(&types, &empty), reference(&types, &empty)) {
            (Ok(split), Ok((shares, quantised))) => {
                prop_assert_eq!(shares_of(&split), shares);
                prop_assert_eq!(split.is_quantised(), quantised);
            }
            (Err(ContributionError::EmptyType { name }), Err("EmptyType")) => {
                let first = types.iter().find(|kind| {
                    kind.weight.weight() > 0 && sigma(&kind.contributed).is_empty()
                });
                prop_assert_eq!(first.map(|kind| &kind.name), Some(&name));
            }
            (Err(ContributionError::NothingContributed), Err("NothingContributed")) => {}
            (found, expected) => prop_assert!(false, "{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn only_proportions_matter(
        types in types(), empty in empties(), factor in 2_u64..4, at in 0_usize..4
    ) {
        let before = split_of(&types, &empty);
        let mut scaled = types.clone();
        for kind in &mut scaled {
            kind.weight = TypeWeight::new(kind.weight.weight() * factor);
        }
        if Contribution::problems(&scaled).is_empty() {
            prop_assert_eq!(&split_of(&scaled, &empty), &before);
        }
        let mut scaled = types.clone();
        let at = at % scaled.len();
        if let Contributed::Amounts(amounts) = &mut scaled[at].contributed {
            for amount in amounts.values_mut() {
                *amount *= factor;
            }
        }
        if Contribution::problems(&scaled).is_empty() {
            prop_assert_eq!(&split_of(&scaled, &empty), &before);
        }
        let mut turned = types.clone();
        turned.rotate_left(at);
        match (split_of(&turned, &empty), before) {
            // Which of two empty types is named depends on their order.
            (Err(ContributionError::EmptyType { .. }), Err(ContributionError::EmptyType { .. })) => {}
            (found, before) => prop_assert_eq!(found, before),
        }
    }

    #[test]
    fn a_type_may_be_cut_in_two(types in types(), empty in empties(), at in 0_usize..4) {
        let at = at % types.len();
        let weight = types[at].weight.weight();
        let mut cut = types.clone();
        let mut half = cut[at].clone();
        half.weight = TypeWeight::new(weight / 2);
        cut[at].weight = TypeWeight::new(weight - weight / 2);
        cut.push(half);
        match (split_of(&types, &empty), split_of(&cut, &empty)) {
            (Ok(before), Ok(after)) if before.is_quantised() || after.is_quantised() => {
                for (party, share) in before.shares() {
                    let off = after.share(&party).unwrap().checked_sub(share).unwrap();
                    prop_assert!(off.abs() <= margin());
                }
            }
            (before, after) => prop_assert_eq!(&after, &before),
        }
    }

    #[test]
    fn who_brings_more_never_has_less(
        types in types(), at in 0_usize..4, who in parties(), more in 1_u64..1_000_000
    ) {
        let empty = EmptyType::Renormalise;
        let mut after = types.clone();
        let at = at % types.len();
        if let Contributed::Amounts(amounts) = &mut after[at].contributed {
            *amounts.entry(who.clone()).or_insert(0) += more;
        }
        if let (Ok(before), Ok(after)) = (split_of(&types, &empty), split_of(&after, &empty)) {
            let share = |split: &Split| split.share(&who).unwrap_or(Ratio::ZERO);
            if !before.is_quantised() && !after.is_quantised() {
                prop_assert!(share(&after) >= share(&before));
            } else {
                prop_assert!(share(&after).checked_add(margin()).unwrap() >= share(&before));
            }
        }
    }

    #[test]
    fn slices_are_counted_in_their_order(entries in entries()) {
        let mut counted: BTreeMap<PartyId, i128> = BTreeMap::new();
        let mut first_below = None;
        for entry in &entries {
            let own = counted.entry(entry.party.clone()).or_insert(0);
            *own += i128::from(entry.amount) * i128::from(entry.multiplier);
            if *own < 0 && first_below.is_none() {
                first_below = Some((entry.party.clone(), *own));
            }
        }
        match (Slices::new(entries), first_below) {
            (Err(error), Some((party, slices))) => {
                prop_assert_eq!(error, ContributionError::NegativeSlices { party, slices });
            }
            (Ok(pie), None) => {
                prop_assert_eq!(pie.slices(), &counted);
                let all: i128 = counted.values().sum();
                if all == 0 {
                    prop_assert_eq!(pie.split(), Err(ContributionError::NothingContributed));
                } else {
                    let shares = counted.into_iter();
                    let shares = shares.map(|(party, own)| (party, Big::new(own.into(), all.into())));
                    let (expected, on_grid) = quantised(shares.collect());
                    let split = pie.split().unwrap();
                    prop_assert_eq!(shares_of(&split), expected);
                    prop_assert_eq!(split.is_quantised(), on_grid);
                }
            }
            (found, expected) => prop_assert!(false, "{found:?} is not {expected:?}"),
        }
    }
}

fn entries() -> impl Strategy<Value = Vec<SliceEntry>> {
    let amount = prop_oneof![
        6 => 0_i64..100,
        2 => -5_i64..0,
        1 => select(vec![i64::MAX, i64::MAX - 1, i64::MIN]),
    ];
    let multiplier = prop_oneof![4 => 0_u32..5, 1 => Just(u32::MAX)];
    let entry =
        (parties(), amount, multiplier).prop_map(|(party, amount, multiplier)| SliceEntry {
            party,
            amount,
            multiplier,
        });
    vec(entry, 0..6)
}

/// What needs JSON: the wire form, and proofs held against their papers.
#[cfg(feature = "json")]
mod papers {
    use partnership::explain::Documents;
    use serde_json::{from_value, json};

    use super::*;
    use crate::laws::split::papers::holds;

    proptest! {
        #![proptest_config(laws())]

        #[test]
        fn terms_are_read_as_they_are_written(types in types(), empty in empties()) {
            let terms = Contribution::new(types, empty).unwrap();
            prop_assert_eq!(from_value::<Contribution>(json!(terms)).unwrap(), terms);
        }

        #[test]
        fn a_pie_is_read_as_it_is_written(entries in entries()) {
            if let Ok(pie) = Slices::new(entries) {
                prop_assert_eq!(from_value::<Slices>(json!(pie)).unwrap(), pie);
            }
        }

        #[test]
        fn every_share_is_proved(types in types(), empty in empties()) {
            let terms = Contribution::new(types, empty).unwrap();
            if let Ok(split) = terms.split() {
                let papers = Documents::new().with("contribution", json!(terms));
                holds(&terms.explain().unwrap(), &papers, &json!(split));
            }
        }

        #[test]
        fn every_slice_is_proved(entries in entries()) {
            if let Some((pie, split)) =
                Slices::new(entries).ok().and_then(|pie| Some((pie.clone(), pie.split().ok()?)))
            {
                let papers = Documents::new().with("slices", json!(pie));
                holds(&pie.explain().unwrap(), &papers, &json!(split));
            }
        }
    }
}
