//! One shot (spec/splits.md 1.1): largest remainder against a slow reference, and its laws.

use num_bigint::BigInt;
use partnership::allocate::{AllocateError, Apportionment, Ties};
use partnership::{Currency, Money, Rounding, Weights, WeightsError};
use proptest::prelude::*;

use crate::support::{cases, laws};

/// The page word by word: floors, then one unit each to the largest remainders.
pub fn slow(total: i128, weights: &[u64], ties: Ties) -> Vec<i128> {
    let sum: BigInt = weights.iter().copied().map(BigInt::from).sum();
    let magnitude = BigInt::from(total.unsigned_abs());
    let mut parts = Vec::new();
    let mut rests = Vec::new();
    for weight in weights {
        parts.push(&magnitude * weight / &sum);
        rests.push(&magnitude * weight % &sum);
    }
    let left: BigInt = magnitude - parts.iter().sum::<BigInt>();
    let left = usize::try_from(left).unwrap();
    let mut ranked: Vec<usize> = (0..weights.len()).collect();
    ranked.sort_by(|a, b| rests[*b].cmp(&rests[*a]).then(a.cmp(b)));
    if left > 0 {
        let cut = rests[ranked[left - 1]].clone();
        let above = ranked.iter().filter(|at| rests[**at] > cut).count();
        let group: Vec<usize> = (0..weights.len()).filter(|at| rests[*at] == cut).collect();
        let start = match ties {
            Ties::Rotated(key) => {
                usize::try_from(key % u64::try_from(group.len()).unwrap()).unwrap()
            }
            _ => 0,
        };
        for at in &ranked[..above] {
            parts[*at] += 1;
        }
        for next in 0..left - above {
            parts[group[(start + next) % group.len()]] += 1;
        }
    }
    let sign = if total < 0 { -1 } else { 1 };
    parts
        .into_iter()
        .map(|part| sign * i128::try_from(part).unwrap())
        .collect()
}

pub fn minor(total: i64, weights: &[u64], ties: Ties) -> Vec<i128> {
    let mut out = vec![7; weights.len()];
    let division = Apportionment::over(weights).unwrap().with_ties(ties);
    division.allocate_minor_into(total, &mut out).unwrap();
    out.into_iter().map(i128::from).collect()
}

/// The same over weights that are kept for many amounts.
pub fn kept(total: i64, weights: &[u64], ties: Ties) -> Vec<i128> {
    let mut out = vec![7; weights.len()];
    let weights = Weights::new(weights).unwrap();
    let division = weights.with_ties(ties);
    division.allocate_minor_into(total, &mut out).unwrap();
    out.into_iter().map(i128::from).collect()
}

pub fn money(total: i128, weights: &[u64], ties: Ties) -> Vec<i128> {
    let total = Money::from_minor_wide(total, Currency::USD).unwrap();
    let weights = Weights::new(weights).unwrap();
    let parts = weights.with_ties(ties).allocate(total);
    parts.into_iter().map(Money::minor).collect()
}

const MOST: i128 = (1 << 96) - 1;

/// Totals of every size and sign, the edges often.
pub fn total() -> impl Strategy<Value = i128> {
    prop_oneof![
        4 => -1000_i128..1000,
        2 => any::<i64>().prop_map(i128::from),
        2 => -MOST..=MOST,
        1 => prop_oneof![
            Just(0), Just(1), Just(-1), Just(MOST), Just(-MOST),
            Just(i128::from(i64::MIN)), Just(i128::from(i64::MAX)), Just(1 << 63), Just(1 << 64),
        ],
    ]
}

/// Lists of weights of every shape; the sum is below `2^64`.
pub fn weights(longest: usize) -> impl Strategy<Value = Vec<u64>> {
    let list = prop_oneof![
        prop::collection::vec(0_u64..4, 1..=longest),
        prop::collection::vec(0_u64..10_000, 1..=longest),
        prop::collection::vec(0_u64..=u64::MAX >> 20, 1..=longest),
        prop::collection::vec(
            prop_oneof![Just(0), Just(1_u64 << 40), any::<u32>().prop_map(u64::from)],
            1..=longest
        ),
        (1_u64..1 << 20, 1..=longest).prop_map(|(weight, length)| vec![weight; length]),
        (0_u32..63, 0_u64..3, prop::collection::vec(0_u64..3, 0..6)).prop_map(
            |(bits, more, mut rest)| {
                rest.push((1 << bits) + more);
                rest
            }
        ),
        Just(vec![u64::MAX]),
        Just(vec![u64::MAX - 2, 1, 1]),
    ];
    list.prop_map(|mut list| {
        if list.iter().all(|weight| *weight == 0) {
            list[0] = 1;
        }
        list
    })
}

pub fn ties() -> impl Strategy<Value = Ties> {
    prop_oneof![
        Just(Ties::ByParty),
        (0_u64..20).prop_map(Ties::Rotated),
        any::<u64>().prop_map(Ties::Rotated),
    ]
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn parts_are_those_of_the_page(total in total(), weights in weights(40), ties in ties()) {
        let expected = slow(total, &weights, ties);
        prop_assert_eq!(money(total, &weights, ties), expected.clone());
        if let Ok(total) = i64::try_from(total) {
            prop_assert_eq!(minor(total, &weights, ties), expected.clone());
            prop_assert_eq!(kept(total, &weights, ties), expected);
        }
    }

    #[test]
    fn a_refund_is_the_mirror_of_its_sale(total in total(), weights in weights(12), ties in ties()) {
        let back: Vec<i128> = money(total, &weights, ties).into_iter().map(|part| -part).collect();
        prop_assert_eq!(money(-total, &weights, ties), back);
    }

    #[test]
    fn parts_add_up_within_one_unit_of_the_quota(total in total(), weights in weights(12), ties in ties()) {
        let sum: BigInt = weights.iter().copied().map(BigInt::from).sum();
        let parts = money(total, &weights, ties);
        prop_assert_eq!(parts.iter().sum::<i128>(), total);
        for (part, weight) in parts.iter().zip(&weights) {
            let off = BigInt::from(*part) * &sum - BigInt::from(total) * *weight;
            prop_assert!(off.magnitude() < sum.magnitude());
            prop_assert!(*weight > 0 || *part == 0, "a weight of 0 received {}", part);
        }
    }

    #[test]
    fn reordering_parties_moves_only_ties(total in total(), weights in weights(12), by in 0_usize..12) {
        let mut turned = weights.clone();
        turned.rotate_left(by % weights.len());
        let mut before = money(total, &weights, Ties::ByParty);
        let after = money(total, &turned, Ties::ByParty);
        before.rotate_left(by % weights.len());
        for (at, (left, right)) in before.iter().zip(&after).enumerate() {
            prop_assert!((left - right).abs() <= 1);
            let rest = |weight: u64| BigInt::from(total.unsigned_abs()) * weight;
            let sum: BigInt = weights.iter().copied().map(BigInt::from).sum();
            let tied = turned.iter().enumerate().any(|(other, weight)| {
                other != at && rest(*weight) % &sum == rest(turned[at]) % &sum
            });
            prop_assert!(left == right || tied);
        }
    }

    #[test]
    fn scaling_every_weight_changes_nothing(total in total(), weights in weights(12), by in 1_u64..1000) {
        let scaled: Option<Vec<u64>> = weights.iter().map(|weight| weight.checked_mul(by)).collect();
        if let Some(Ok(scaled)) = scaled.map(Weights::new) {
            let parts = money(total, &weights, Ties::ByParty);
            prop_assert_eq!(money(total, scaled.as_slice(), Ties::ByParty), parts.clone());
            let reduced = scaled.reduced();
            prop_assert_eq!(money(total, reduced.as_slice(), Ties::ByParty), parts);
        }
    }

    #[test]
    fn each_rounded_alone_drifts_by_what_the_line_says(
        total in total(), weights in weights(12), rounding in prop::sample::select(&Rounding::ALL)
    ) {
        let sum: BigInt = weights.iter().copied().map(BigInt::from).sum();
        let whole = Money::from_minor_wide(total, Currency::USD).unwrap();
        let (parts, drift) = Weights::new(weights.as_slice()).unwrap().round_each(whole, rounding);
        prop_assert_eq!(parts.iter().map(|part| part.minor()).sum::<i128>(), total + drift.minor());
        for (part, weight) in parts.iter().zip(&weights) {
            let off = BigInt::from(part.minor()) * &sum - BigInt::from(total) * *weight;
            prop_assert!(off.magnitude() < sum.magnitude());
            match rounding {
                Rounding::Floor => prop_assert!(off <= BigInt::ZERO),
                Rounding::Ceiling => prop_assert!(off >= BigInt::ZERO),
                Rounding::HalfEven | Rounding::HalfAwayFromZero => {
                    prop_assert!(off.magnitude() * 2_u8 <= *sum.magnitude());
                }
                _ => {}
            }
        }
    }

    #[test]
    fn steps_are_parts_of_the_number_of_steps(steps in -10_000_i128..10_000, step in 1_i128..500, weights in weights(8)) {
        let of = |minor| Money::from_minor_wide(minor, Currency::CHF).unwrap();
        let list = Weights::new(weights.as_slice()).unwrap();
        let parts = list.allocate_in_steps(of(steps * step), of(step)).unwrap();
        let expected = slow(steps, &weights, Ties::ByParty);
        for (part, number) in parts.iter().zip(expected) {
            prop_assert_eq!(part.minor(), number * step);
        }
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn long_lists_get_the_parts_of_the_page(
        total in total(),
        list in prop_oneof![
            prop::collection::vec(0_u64..1_000_000, 500..5000),
            prop::collection::vec(prop::sample::select(vec![3_u64, 5, 1_000_003]), 1000..5000),
            (1000_u64..4000).prop_map(|n| (1..=n).map(|i| 1_000_000 / i).collect()),
            (1000_u64..4000, 1_u64..64).prop_map(|(n, by)| (1..=n).map(|i| u64::from(i % 10 == 0) * (i % by + 1)).collect()),
            prop::collection::vec(0_u64..1 << 40, 500..5000),
            // Sums just below 2^63, where remainders share their leading 64 bits.
            prop::collection::vec((1_u64 << 50) - 9..(1_u64 << 50), 1000..5000),
        ],
        ties in ties(),
    ) {
        let list = if list.iter().all(|weight| *weight == 0) { vec![1; list.len()] } else { list };
        prop_assert_eq!(money(total, &list, ties), slow(total, &list, ties));
        if let Ok(total) = i64::try_from(total) {
            prop_assert_eq!(minor(total, &list, ties), slow(total.into(), &list, ties));
        }
    }
}

/// Whether to prove on larger domains, where a release build is asked for patience.
fn heavy() -> bool {
    std::env::var_os("PARTNERSHIP_HEAVY").is_some_and(|value| value == "1")
}

#[test]
fn every_small_total_over_two_and_three_parties() {
    let (sums, totals) = if heavy() { (64, 300) } else { (20, 64) };
    for sum in 1..sums {
        for first in 0..=sum {
            for second in 0..=sum - first {
                let weights = [first, second, sum - first - second];
                if !heavy() && first > 6 && second > 6 {
                    continue;
                }
                for total in 0..totals {
                    for ties in [Ties::ByParty, Ties::Rotated(1)] {
                        assert_eq!(
                            minor(total, &weights, ties),
                            small(total, &weights, ties),
                            "{total} over {weights:?}"
                        );
                    }
                }
            }
        }
    }
}

/// The page over small numbers.
fn small(total: i64, weights: &[u64; 3], ties: Ties) -> Vec<i128> {
    let sum: u64 = weights.iter().sum();
    let total = total.unsigned_abs();
    let rests = weights.map(|weight| total * weight % sum);
    let mut parts = weights.map(|weight| total * weight / sum);
    let left = usize::try_from(total - parts.iter().sum::<u64>()).unwrap();
    if left > 0 {
        let mut sorted = rests;
        sorted.sort_unstable();
        let cut = sorted[3 - left];
        let above = rests.iter().filter(|rest| **rest > cut).count();
        let group: Vec<usize> = (0..3).filter(|at| rests[*at] == cut).collect();
        let start = usize::from(ties != Ties::ByParty);
        for at in 0..3 {
            parts[at] += u64::from(rests[at] > cut);
        }
        for next in 0..left - above {
            parts[group[(start + next) % group.len()]] += 1;
        }
    }
    parts.map(i128::from).to_vec()
}

#[test]
fn every_sum_near_a_power_of_two_with_the_largest_rest() {
    let near = |bits: u32| {
        let power = 1_u128 << bits;
        (power.saturating_sub(3)..=power + 3).filter_map(|sum| u64::try_from(sum).ok())
    };
    for sum in (0..=64).flat_map(near).filter(|sum| *sum > 0) {
        for weight in [0, 1, 2, sum / 3, sum / 2, sum - 1, sum] {
            let Some(rest) = sum.checked_sub(weight) else {
                continue;
            };
            let half = rest / 2;
            for weights in [vec![weight, rest], vec![half, weight, rest - half]] {
                // The rest of the total over the sum is sum - 1, for totals of every size.
                for near in [0, 1_i128 << 63, (1 << 64) - 1, 1 << 95, MOST] {
                    let total = near - near % i128::from(sum) + i128::from(sum) - 1;
                    let total = if total > MOST {
                        total - i128::from(sum)
                    } else {
                        total
                    };
                    if total < 0 {
                        continue;
                    }
                    let expected = slow(total, &weights, Ties::ByParty);
                    assert_eq!(money(total, &weights, Ties::ByParty), expected);
                    if let Ok(total) = i64::try_from(total) {
                        assert_eq!(minor(total, &weights, Ties::ByParty), expected);
                    }
                }
            }
        }
    }
}

#[test]
fn the_lowest_total_is_no_error() {
    assert_eq!(minor(i64::MIN, &[1], Ties::ByParty), [i128::from(i64::MIN)]);
    assert_eq!(
        minor(i64::MIN, &[1, 1], Ties::ByParty),
        [-(1 << 62), -(1 << 62)]
    );
}

#[test]
fn refusals_name_the_culprit() {
    let weights = Weights::new(vec![1, 2]).unwrap();
    let text = |error: AllocateError| error.to_string();
    let usd = |minor| Money::from_minor(minor, Currency::USD);
    assert_eq!(
        text(weights.allocate_into(usd(1), &mut [usd(0)]).unwrap_err()),
        "2 weights do not fill a slice of 1 parts"
    );
    assert_eq!(
        text(weights.allocate_minor_into(1, &mut [0; 3]).unwrap_err()),
        "2 weights do not fill a slice of 3 parts"
    );
    assert_eq!(
        text(weights.allocate_in_steps(usd(10_003), usd(5)).unwrap_err()),
        "the amount is no multiple of the step: 0.03 USD is left"
    );
    assert_eq!(
        text(weights.allocate_in_steps(usd(1), usd(0)).unwrap_err()),
        "a step must be above zero, not 0.00 USD"
    );
    let yen = Money::from_minor(5, Currency::JPY);
    assert_eq!(
        text(weights.allocate_in_steps(usd(1), yen).unwrap_err()),
        "USD does not mix with JPY"
    );
    assert_eq!(Apportionment::over(&[]).unwrap_err(), WeightsError::Empty);
    assert_eq!(
        Apportionment::over(&[0, 0]).unwrap_err(),
        WeightsError::AllZero
    );
    assert_eq!(
        Apportionment::over(&[u64::MAX, 1]).unwrap_err(),
        WeightsError::WeightOverflow { sum: 1 << 64 }
    );
}
