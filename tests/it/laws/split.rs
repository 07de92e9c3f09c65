//! Agreed splits (spec/splits.md 2), against the page over big rationals.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer as _;
use partnership::split::{LossPolicy, ProfitAndLoss, Split, SplitError, clawback};
use partnership::{Currency, Money, PartyId, Ratio};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::exact::harmonic;
use super::reference::{Big, big, ratio_of, ten_to, two_to, whole};
use super::strategies::{monies, ratios};
use crate::support::laws;

const NAMES: [&str; 6] = ["a", "ab", "b", "c/d", "e~", "é"];

pub fn party(name: &str) -> PartyId {
    PartyId::new(name).expect("a name")
}

fn parties() -> impl Strategy<Value = PartyId> {
    select(NAMES.to_vec()).prop_map(party)
}

/// Weights of every size that no list of them overflows.
fn weight() -> impl Strategy<Value = u64> {
    let edges = vec![0, 0, 1, 1, 2, 3, 1 << 32, (1 << 60) - 1, (1 << 60) - 93];
    prop_oneof![3 => select(edges), 4 => 0_u64..100, 1 => 0_u64..1 << 60]
}

pub fn splits() -> impl Strategy<Value = Split> {
    vec((parties(), weight()), 1..6).prop_map(|entries| {
        let mut weights: BTreeMap<PartyId, u64> = entries.into_iter().collect();
        if weights.values().all(|weight| *weight == 0) {
            for weight in weights.values_mut() {
                *weight = 1;
            }
        }
        let weights = weights.into_iter();
        Split::weighted(weights).expect("a split")
    })
}

/// Shares that make a whole, or nearly, or not at all, some of them twice.
fn share_lists() -> impl Strategy<Value = Vec<(PartyId, Ratio)>> {
    let below = select(vec![2_i128, 3, 4, 10, 100, 10_000, (1 << 63) - 25]);
    let whole =
        (below, vec(0_i128..100, 0..4), vec(parties(), 5)).prop_map(|(below, list, names)| {
            let mut rest = below;
            let mut shares = Vec::new();
            for above in list {
                let above = above.min(rest);
                rest -= above;
                shares.push(above);
            }
            shares.push(rest);
            let shares = shares
                .into_iter()
                .map(|above| Ratio::new(above, below).expect("a share"));
            names.into_iter().zip(shares).collect()
        });
    let any = vec((parties(), ratios()), 0..4);
    let near = vec(
        (
            parties(),
            (-1_i128..60).prop_map(|cents| Ratio::new(cents, 100).expect("a share")),
        ),
        0..4,
    );
    prop_oneof![6 => whole, 1 => any, 2 => near]
}

/// The exact shares of a split, over big rationals.
pub fn shares_of(split: &Split) -> BTreeMap<PartyId, Big> {
    split
        .shares()
        .into_iter()
        .map(|(party, share)| (party, big(share)))
        .collect()
}

fn sum<'a>(values: impl IntoIterator<Item = &'a Big>) -> Big {
    values.into_iter().fold(whole(0), |sum, value| sum + value)
}

fn common_denominator<'a>(values: impl IntoIterator<Item = &'a Big>) -> BigInt {
    values
        .into_iter()
        .fold(BigInt::from(1), |common, value| common.lcm(value.denom()))
}

/// Largest remainder by the page: cut down, then one more to the largest rests, the first first.
pub fn largest_remainder(total: &BigInt, shares: &[Big]) -> Vec<BigInt> {
    let all = sum(shares);
    let quotas = shares
        .iter()
        .map(|share| share * whole(total.clone()) / &all);
    let mut parts: Vec<(usize, BigInt, Big)> = quotas
        .enumerate()
        .map(|(at, quota)| {
            (
                at,
                quota.floor().to_integer(),
                quota.clone() - quota.floor(),
            )
        })
        .collect();
    let given: BigInt = parts.iter().map(|(_, part, _)| part).sum();
    let left = usize::try_from(total - given).expect("fewer than parties");
    parts.sort_by(|(_, _, one), (_, _, two)| two.cmp(one));
    for (_, part, _) in parts.iter_mut().take(left) {
        *part += 1;
    }
    parts.sort_by_key(|(at, ..)| *at);
    parts.into_iter().map(|(_, part, _)| part).collect()
}

/// The shares as a split keeps them, and whether they needed the grid.
pub fn quantised(exact: BTreeMap<PartyId, Big>) -> (BTreeMap<PartyId, Big>, bool) {
    if common_denominator(exact.values()) < two_to(64) {
        return (exact, false);
    }
    let (parties, shares): (Vec<_>, Vec<_>) = exact.into_iter().unzip();
    let parts = largest_remainder(&ten_to(18), &shares).into_iter();
    let shares = parts.map(|part| Big::new(part, ten_to(18)));
    (parties.into_iter().zip(shares).collect(), true)
}

/// `Split::fixed` and `Split::import_within` by the page: the checks in their order.
fn import_reference(
    entries: &[(PartyId, Ratio)],
    tolerance: &Big,
) -> Result<(BTreeMap<PartyId, Big>, Big), &'static str> {
    let shares: BTreeMap<PartyId, Big> = entries
        .iter()
        .map(|(party, share)| (party.clone(), big(*share)))
        .collect();
    let total = sum(shares.values());
    let off = total.clone() - whole(1);
    if shares.is_empty() {
        Err("Empty")
    } else if shares.len() < entries.len() {
        Err("DuplicateParty")
    } else if shares.values().any(|share| *share < whole(0)) {
        Err("NegativeShare")
    } else if common_denominator(shares.values()) >= two_to(64) {
        Err("TooFine")
    } else if off > *tolerance || -off > *tolerance {
        Err("NotWhole")
    } else if total == whole(0) {
        Err("Weights")
    } else {
        let shares = shares
            .into_iter()
            .map(|(party, share)| (party, share / &total));
        Ok((quantised(shares.collect()).0, total))
    }
}

fn name_of(error: &SplitError) -> &'static str {
    match error {
        SplitError::Empty => "Empty",
        SplitError::DuplicateParty { .. } => "DuplicateParty",
        SplitError::NegativeShare { .. } => "NegativeShare",
        SplitError::TooFine { .. } => "TooFine",
        SplitError::NotWhole { .. } => "NotWhole",
        SplitError::Weights(_) => "Weights",
        _ => "another",
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn agreed_shares_are_a_split_or_the_first_fault_is_named(entries in share_lists()) {
        let expected = import_reference(&entries, &whole(0));
        match Split::fixed(entries.clone()) {
            Ok(split) => prop_assert_eq!(Ok((shares_of(&split), whole(1))), expected),
            Err(error) => {
                prop_assert_eq!(Err(name_of(&error)), expected);
                if let SplitError::NotWhole { total, difference } = error {
                    prop_assert_eq!(big(total) - whole(1), big(difference));
                    let found = entries.iter().map(|(_, share)| big(*share)).collect::<Vec<_>>();
                    let found = ratio_of(&sum(&found)).unwrap_or(Ratio::new(i128::MAX, 1).unwrap());
                    prop_assert_eq!(total, found);
                }
            }
        }
    }

    #[test]
    fn a_register_is_normalised_within_its_tolerance(
        entries in share_lists(), points in select(vec![-5_i64, 0, 1, 2, 100, 10_000])
    ) {
        let tolerance = Ratio::from_basis_points(points);
        let expected = import_reference(&entries, &big(tolerance.max(Ratio::ZERO)));
        match Split::import_within(entries.clone(), tolerance) {
            Ok(imported) => {
                let (shares, total) = expected.expect("the page takes it too");
                prop_assert_eq!(shares_of(imported.split()), shares);
                prop_assert_eq!(big(imported.total()), total);
                let stated: BTreeMap<PartyId, Ratio> = entries.into_iter().collect();
                prop_assert_eq!(imported.stated(), &stated);
                prop_assert!(imported.explain().unwrap().check().is_ok());
            }
            Err(error) => prop_assert_eq!(Err(name_of(&error)), expected),
        }
    }

    #[test]
    fn shares_make_a_whole_in_lowest_terms(split in splits()) {
        prop_assert_eq!(sum(shares_of(&split).values()), whole(1));
        let weights = split.weights().as_slice();
        prop_assert_eq!(weights.iter().fold(0, |divisor: u64, weight| divisor.gcd(weight)), 1);
        prop_assert!(split.parties().windows(2).all(|pair| pair[0] < pair[1]));
        for (party, share) in split.shares() {
            prop_assert_eq!(split.share(&party), Some(share));
        }
        prop_assert_eq!(split.share(&party("nobody")), None);
    }

    #[test]
    fn neither_order_nor_scale_of_weights_matters(
        split in splits(), factor in 1_i64..1_000, by in 0_usize..6
    ) {
        let factor = Ratio::from_integer(factor);
        let mut entries: Vec<(PartyId, Ratio)> = split.shares().into_iter().collect();
        prop_assert_eq!(&Split::fixed(entries.clone()).unwrap(), &split);
        let turn = by % entries.len();
        entries.rotate_left(turn);
        prop_assert_eq!(&Split::fixed(entries.clone()).unwrap(), &split);
        let reduced = split.weights().as_slice().iter().map(|weight| Ratio::from(*weight));
        let scaled = reduced.map(|weight| weight.checked_mul(factor).unwrap());
        let scaled = split.parties().iter().cloned().zip(scaled);
        if let Ok(scaled) = Split::weighted(scaled) {
            prop_assert_eq!(&scaled, &split);
        }
    }

    #[test]
    fn parts_are_those_of_the_weights_and_mirror(split in splits(), amount in monies()) {
        let parts = split.allocate(amount);
        let minors: i128 = parts.values().map(|part| part.minor()).sum();
        prop_assert_eq!(minors, amount.minor());
        let back: BTreeMap<PartyId, Money> =
            split.allocate(-amount).into_iter().map(|(party, part)| (party, -part)).collect();
        prop_assert_eq!(&back, &parts);
        let shares: Vec<Big> = shares_of(&split).into_values().collect();
        let expected = largest_remainder(&BigInt::from(amount.abs().minor()), &shares);
        let found: Vec<BigInt> = parts.values().map(|part| part.abs().minor().into()).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_nested_split_is_multiplied_out_and_rounded_once(
        outer in splits(), inner in splits(), at in 0_usize..6
    ) {
        let divided = outer.parties()[at % outer.parties().len()].clone();
        let mut exact = shares_of(&outer);
        let share = exact.remove(&divided).expect("a party of the split");
        for (party, inside) in shares_of(&inner) {
            *exact.entry(party).or_insert(whole(0)) += &share * inside;
        }
        let (expected, on_grid) = quantised(exact);
        let nested = outer.nest(&divided, &inner).unwrap();
        prop_assert_eq!(shares_of(&nested), expected);
        prop_assert_eq!(nested.is_quantised(), on_grid);
    }

    #[test]
    fn a_party_divided_by_itself_alone_changes_nothing(split in splits(), at in 0_usize..6) {
        let party = &split.parties()[at % split.parties().len()];
        let alone = Split::equal([party.clone()]).unwrap();
        prop_assert_eq!(&split.nest(party, &alone).unwrap(), &split);
        prop_assert_eq!(&alone.nest(party, &split).unwrap(), &split);
    }

    #[test]
    fn a_coarse_split_has_at_most_a_billion_parts(split in splits()) {
        let coarse = split.coarsened();
        let is_fine = split.weights().sum() > 1_000_000_000;
        prop_assert_eq!(coarse.is_quantised(), is_fine);
        if is_fine {
            let shares: Vec<Big> = shares_of(&split).into_values().collect();
            let parts = largest_remainder(&ten_to(9), &shares).into_iter();
            let expected: Vec<Big> = parts.map(|part| Big::new(part, ten_to(9))).collect();
            prop_assert_eq!(shares_of(&coarse).into_values().collect::<Vec<_>>(), expected);
        } else {
            prop_assert_eq!(&coarse, &split);
        }
        prop_assert_eq!(&coarse.coarsened(), &coarse);
    }

    #[test]
    fn losses_in_the_same_shares_are_a_ledger(split in splits(), results in results()) {
        let mut account = ProfitAndLoss::new(Currency::USD, split.clone(), LossPolicy::Same);
        let mut ledger = split.ledger(Currency::USD);
        for result in results {
            let lines = account.book(result).unwrap();
            prop_assert_eq!(&lines, &ledger.pay(result, &split.shares()).unwrap());
            prop_assert!(account.deficit().is_zero());
        }
        prop_assert_eq!(account.ledger(), &ledger);
    }

    #[test]
    fn losses_of_others_are_booked_by_their_split(
        split in splits(), losses in splits(), results in results()
    ) {
        let policy = LossPolicy::Fixed(losses.clone());
        let mut account = ProfitAndLoss::new(Currency::USD, split.clone(), policy);
        let mut entitled: BTreeMap<PartyId, Big> = BTreeMap::new();
        for result in results {
            let lines = account.book(result).unwrap();
            let parties: Vec<&PartyId> = lines.keys().collect();
            prop_assert_eq!(parties, account.ledger().parties().iter().collect::<Vec<_>>());
            prop_assert_eq!(lines.values().map(|line| line.minor()).sum::<i128>(), result.minor());
            let shares = if result.is_negative() { &losses } else { &split };
            for (party, share) in shares_of(shares) {
                *entitled.entry(party).or_insert(whole(0)) += share * whole(result.minor());
            }
        }
        // spec/splits.md 1.2: nobody is off by more than 1 + 1/2 + .. + 1/n units, nor by more
        // than what the grid of 10^-18 lost.
        let parties = account.ledger().parties();
        let bound = harmonic(parties.len()) + Big::new(100.into(), ten_to(18));
        for (party, entitled) in entitled {
            let paid = account.ledger().paid(&party).unwrap();
            let off = whole(paid.minor()) - entitled;
            prop_assert!(off <= bound && -off <= bound);
        }
    }

    #[test]
    fn a_loss_carried_forward_pays_only_above_the_highest_result(
        split in splits(), results in results()
    ) {
        let mut account =
            ProfitAndLoss::new(Currency::USD, split, LossPolicy::CarryForward);
        let (mut cumulative, mut highest) = (0_i128, 0_i128);
        for result in results {
            let lines = account.book(result).unwrap();
            cumulative += result.minor();
            let paid = (cumulative - highest).max(0);
            highest = highest.max(cumulative);
            prop_assert_eq!(lines.values().map(|line| line.minor()).sum::<i128>(), paid);
            prop_assert!(lines.values().all(|line| !line.is_negative()));
            prop_assert_eq!(account.deficit().minor(), highest - cumulative);
        }
    }

    #[test]
    fn what_comes_back_is_the_excess_up_to_the_limit(
        paid in -1_000_i64..1_000, entitled in -1_000_i64..1_000, limit in proptest::option::of(-10_i64..500)
    ) {
        let usd = |minor| Money::from_minor(minor, Currency::USD);
        let found = clawback(usd(paid), usd(entitled), limit.map(usd));
        let excess = (paid - entitled).max(0);
        let expected = match limit {
            Some(limit) if limit < 0 => Err(SplitError::Negative { amount: usd(limit) }),
            Some(limit) => Ok(usd(excess.min(limit))),
            None => Ok(usd(excess)),
        };
        prop_assert_eq!(found, expected);
    }
}

/// Profits and losses, zeros and single cents often.
fn results() -> impl Strategy<Value = Vec<Money>> {
    let minor = prop_oneof![
        2 => select(vec![0_i64, 1, -1, 2, -3]),
        3 => -1_000_i64..1_000,
        1 => -1_000_000_000_000_i64..1_000_000_000_000,
    ];
    vec(
        minor.prop_map(|minor| Money::from_minor(minor, Currency::USD)),
        0..10,
    )
}

/// What needs JSON: the wire form, and proofs held against their papers.
#[cfg(feature = "json")]
pub mod papers {
    use partnership::explain::{Documents, Explanation, Finding};
    use serde_json::{Value, from_value, json};

    use super::*;

    /// The proof follows, stands in the papers, covers the result and leaves nothing open.
    pub fn holds(proof: &Explanation, papers: &Documents, result: &Value) {
        assert!(proof.check().is_ok());
        proof
            .check_against(papers, result)
            .expect("it stands in the papers");
        assert_eq!(proof.covers(result), [""; 0]);
        let findings = proof.audit(papers, result).into_iter();
        let open: Vec<Finding> = findings
            .filter(|finding| !matches!(finding, Finding::Trusted { .. }))
            .collect();
        assert_eq!(open, []);
    }

    proptest! {
        #![proptest_config(laws())]

        #[test]
        fn what_is_written_is_read(split in splits()) {
            let json = json!(split);
            prop_assert_eq!(&json, &json!(split.shares()));
            prop_assert_eq!(from_value::<Split>(json).unwrap(), split);
        }

        #[test]
        fn an_account_goes_on_where_it_was_written(
            split in splits(), losses in splits(), kind in 0..3, results in results()
        ) {
            let policy = match kind {
                0 => LossPolicy::Same,
                1 => LossPolicy::Fixed(losses),
                _ => LossPolicy::CarryForward,
            };
            let mut account = ProfitAndLoss::new(Currency::USD, split, policy);
            for result in results {
                let mut again: ProfitAndLoss = from_value(json!(account)).unwrap();
                prop_assert_eq!(&again, &account);
                prop_assert_eq!(again.book(result), account.book(result));
                prop_assert_eq!(&again, &account);
            }
        }

        #[test]
        fn every_part_is_proved(split in splits(), amount in monies()) {
            let papers = Documents::new()
                .with("split", json!(split))
                .with("receipt", json!({"amount": amount}))
                .in_full("receipt");
            let result = json!(split.allocate(amount));
            holds(&split.explain(amount).unwrap(), &papers, &result);
        }

        #[test]
        fn every_nested_share_is_proved(
            outer in splits(), inner in splits(), at in 0_usize..6
        ) {
            let divided = outer.parties()[at % outer.parties().len()].clone();
            let nested = outer.nest(&divided, &inner).unwrap();
            let papers = Documents::new().with("split", json!(outer)).with("inner", json!(inner));
            match outer.explain_nest(&divided, &inner) {
                Ok(proof) => holds(&proof, &papers, &json!(nested)),
                Err(error) => {
                    prop_assert!(matches!(error, SplitError::Explain(_)), "{error:?}");
                    prop_assert!(nested.is_quantised());
                }
            }
        }

        #[test]
        fn every_imported_share_is_proved(split in splits(), cut in 2_u32..6) {
            // The shares as a register prints them, cut to so many places.
            let places = Ratio::from_integer(10_i64.pow(cut));
            let cut = |share: Ratio| {
                let digits = share.checked_mul(places).unwrap();
                let digits = digits.round(partnership::Rounding::HalfEven);
                Ratio::new(digits, places.numerator()).unwrap()
            };
            let stated = split.shares().into_iter().map(|(party, share)| (party, cut(share)));
            let stated: BTreeMap<PartyId, Ratio> = stated.collect();
            let imported = Split::import_within(stated.clone(), Ratio::from_percent(3)).unwrap();
            let papers = Documents::new().with("shares", json!(stated));
            holds(&imported.explain().unwrap(), &papers, &json!(imported.split()));
        }
    }
}
