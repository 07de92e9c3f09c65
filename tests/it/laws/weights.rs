//! Weights (spec/money.md 5).

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use partnership::{Error, Ratio, Weights, WeightsError};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::reference::{Big, big, two_to, whole};
use super::strategies::ratios;
use crate::support::laws;

fn weight_lists() -> impl Strategy<Value = Vec<u64>> {
    let edges = vec![0, 0, 1, 1, 2, 3, u64::MAX / 2, u64::MAX - 1, u64::MAX];
    let weight = prop_oneof![2 => select(edges), 4 => 0_u64..100, 1 => any::<u64>()];
    prop_oneof![
        5 => vec(weight, 0..8),
        1 => (0_u64..9, 1_usize..8).prop_map(|(weight, count)| vec![weight; count]),
    ]
}

/// What the page says of a list: its sum, or the first error.
fn sum_of(weights: &[u64]) -> Result<u64, WeightsError> {
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    match u64::try_from(sum) {
        _ if weights.is_empty() => Err(WeightsError::Empty),
        Ok(0) => Err(WeightsError::AllZero),
        Ok(sum) => Ok(sum),
        Err(_) => Err(WeightsError::WeightOverflow { sum }),
    }
}

/// `Weights::from_ratios` by the page: its checks in their order.
fn from_ratios_reference(ratios: &[Ratio]) -> Result<Vec<u64>, WeightsError> {
    if ratios.is_empty() {
        return Err(WeightsError::Empty);
    }
    if let Some(index) = ratios.iter().position(|ratio| ratio.numerator() < 0) {
        return Err(WeightsError::NegativeWeight { index });
    }
    let saturated = |number: &BigInt| u128::try_from(number).unwrap_or(u128::MAX);
    let mut common = BigInt::from(1);
    for ratio in ratios {
        common = common.lcm(&BigInt::from(ratio.denominator()));
        if common >= two_to(64) {
            return Err(WeightsError::TooFine {
                denominator: saturated(&common),
            });
        }
    }
    let weights: Vec<BigInt> = ratios
        .iter()
        .map(|ratio| (big(*ratio) * whole(common.clone())).to_integer())
        .collect();
    let sum: BigInt = weights.iter().sum();
    if sum == BigInt::from(0) {
        return Err(WeightsError::AllZero);
    }
    if sum >= two_to(64) {
        return Err(WeightsError::WeightOverflow {
            sum: saturated(&sum),
        });
    }
    Ok(weights
        .iter()
        .map(|weight| u64::try_from(weight).expect("below the sum"))
        .collect())
}

fn ratio_lists() -> impl Strategy<Value = Vec<Ratio>> {
    let below = select(vec![1_i128, 2, 3, 7, 67, 100, 10_000]);
    let share = (0_i128..=100, below).prop_map(|(above, below)| Ratio::new(above, below).unwrap());
    prop_oneof![4 => vec(share, 0..6), 1 => vec(ratios(), 0..4)]
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_list_keeps_its_sum_or_is_refused(list in weight_lists()) {
        let found = Weights::new(list.clone());
        match (found, sum_of(&list)) {
            (Ok(weights), Ok(sum)) => {
                prop_assert_eq!(weights.sum(), sum);
                prop_assert_eq!(weights.len(), list.len());
                prop_assert_eq!(Some(&weights.largest()), list.iter().max());
                let equal = list.windows(2).all(|pair| pair[0] == pair[1]);
                prop_assert_eq!(weights.are_equal(), equal);
                prop_assert_eq!(weights.as_slice(), list.as_slice());
            }
            (found, expected) => prop_assert_eq!(found.map(|weights| weights.sum()), expected),
        }
    }

    #[test]
    fn the_shares_make_a_whole(list in weight_lists()) {
        if let Ok(weights) = Weights::new(list.clone()) {
            let shares = (0..list.len()).filter_map(|at| weights.share(at));
            let total = shares.fold(whole(0), |total, share| total + big(share));
            prop_assert_eq!(total, whole(1));
            prop_assert_eq!(weights.share(list.len()), None);
        }
    }

    #[test]
    fn reducing_changes_no_share(list in weight_lists(), factor in 1_u64..1_000) {
        let scaled: Option<Vec<u64>> = list.iter().map(|weight| weight.checked_mul(factor)).collect();
        if let (Ok(plain), Some(Ok(scaled))) = (Weights::new(list.clone()), scaled.map(Weights::new)) {
            prop_assert_eq!(scaled.reduced(), plain.reduced());
            let reduced = plain.reduced();
            let divisor = reduced.as_slice().iter().fold(0, |divisor: u64, weight| divisor.gcd(weight));
            prop_assert_eq!(divisor, 1);
            for at in 0..list.len() {
                prop_assert_eq!(reduced.share(at), plain.share(at));
            }
            prop_assert_eq!(Weights::new(reduced.as_slice().to_vec()), Ok(reduced));
        }
    }

    #[test]
    fn ratios_come_to_their_least_common_denominator(list in ratio_lists()) {
        let found = Weights::from_ratios(&list);
        let expected = from_ratios_reference(&list);
        prop_assert_eq!(found.as_ref().map(|weights| weights.as_slice().to_vec()), expected.as_ref().cloned());
        if let Ok(weights) = found {
            let total = list.iter().fold(whole(0), |total, ratio| total + big(*ratio));
            for (at, ratio) in list.iter().enumerate() {
                let share: Big = big(weights.share(at).expect("a position"));
                prop_assert_eq!(share, big(*ratio) / &total);
            }
        }
    }
}

#[test]
fn lists_that_divide_nothing_are_refused() {
    assert_eq!(Weights::new(Vec::new()), Err(WeightsError::Empty));
    assert_eq!(Weights::new(vec![0]), Err(WeightsError::AllZero));
    assert_eq!(Weights::new(vec![0; 100_000]), Err(WeightsError::AllZero));
    assert_eq!(Weights::from_ratios(&[]), Err(WeightsError::Empty));
    assert_eq!(
        Weights::from_ratios(&[Ratio::ZERO]),
        Err(WeightsError::AllZero)
    );
    assert_eq!(
        Weights::new(vec![7]).map(|one| one.share(0)),
        Ok(Some(Ratio::ONE))
    );
}

#[test]
fn a_list_is_of_equal_weights_only_if_every_one_is_the_same() {
    // The first and the last are the same, and so are the first hundred and fifty.
    let mut list = vec![5; 200];
    list[150] = 4;
    let weights = Weights::new(list.clone()).unwrap();
    assert!(!weights.are_equal());
    assert_eq!(weights.sum(), 999);
    list[150] = 5;
    let weights = Weights::new(list).unwrap();
    assert!(weights.are_equal());
    assert_eq!(weights.sum(), 1_000);
}

#[test]
fn the_largest_sum_is_2_to_the_64_less_1() {
    assert_eq!(
        Weights::new(vec![u64::MAX, 0]).map(|weights| weights.sum()),
        Ok(u64::MAX)
    );
    let beyond = WeightsError::WeightOverflow { sum: 1 << 64 };
    assert_eq!(Weights::new(vec![u64::MAX, 1]), Err(beyond));
    let sum = 1_000 * u128::from(u64::MAX);
    let thousand = Weights::new(vec![u64::MAX; 1_000]);
    assert_eq!(thousand, Err(WeightsError::WeightOverflow { sum }));
    // The sum wraps back into 64 bits and is still seen.
    let wraps = Weights::new(vec![1 << 63, 1 << 63]);
    assert_eq!(wraps, Err(WeightsError::WeightOverflow { sum: 1 << 64 }));
    // Three that fit 63 bits each do not fit 64 together, equal or not.
    let most = u64::MAX / 2;
    for last in [most, most - 1] {
        let sum = 2 * u128::from(most) + u128::from(last);
        let three = Weights::new(vec![most, most, last]);
        assert_eq!(three, Err(WeightsError::WeightOverflow { sum }));
    }
}

#[test]
fn ratios_are_checked_in_the_order_of_the_page() {
    let ratio = |text: &str| text.parse::<Ratio>().unwrap();
    let fine = ratio("1/18446744073709551616");
    let negative = ratio("-1/2");
    let list = [fine, ratio("1"), negative];
    assert_eq!(
        Weights::from_ratios(&list),
        Err(WeightsError::NegativeWeight { index: 2 })
    );
    let denominator = 1 << 64;
    assert_eq!(
        Weights::from_ratios(&[fine]),
        Err(WeightsError::TooFine { denominator })
    );
    // Two denominators that fit and whose product does not; zero is fine as a numerator.
    let (left, right) = (ratio("1/4294967296"), ratio("1/4294967297"));
    let denominator = 4_294_967_296 * 4_294_967_297;
    assert_eq!(
        Weights::from_ratios(&[left, right]),
        Err(WeightsError::TooFine { denominator })
    );
    // The first one beyond stops the walk, and what is counted saturates.
    let huge = Ratio::new(1, i128::MAX).unwrap();
    let denominator = u128::try_from(i128::MAX).unwrap();
    assert_eq!(
        Weights::from_ratios(&[huge, fine]),
        Err(WeightsError::TooFine { denominator })
    );
    let found = Weights::from_ratios(&[ratio("1/3"), huge]);
    let three = BigUint::from(3_u8).lcm(&BigUint::from(denominator));
    let denominator = u128::try_from(three).unwrap_or(u128::MAX);
    assert_eq!(found, Err(WeightsError::TooFine { denominator }));
    let large = Ratio::new(i128::MAX, 1).unwrap();
    let found = Weights::from_ratios(&[large, large, large]);
    assert_eq!(found, Err(WeightsError::WeightOverflow { sum: u128::MAX }));
    let found = Weights::from_ratios(&[ratio("0"), ratio("0/7")]);
    assert_eq!(found, Err(WeightsError::AllZero));
    // Percents need no particular total.
    let percents = Weights::from_ratios(&[ratio("50%"), ratio("51%")]);
    assert_eq!(
        percents.map(|weights| weights.as_slice().to_vec()),
        Ok(vec![50, 51])
    );
}

#[test]
fn each_message_is_what_it_is() {
    let said = |error: WeightsError| Error::from(error).to_string();
    assert_eq!(said(WeightsError::Empty), "no weights");
    assert_eq!(said(WeightsError::AllZero), "all weights are zero");
    let negative = WeightsError::NegativeWeight { index: 2 };
    assert_eq!(said(negative), "the weight at position 2 is negative");
    assert_eq!(
        said(WeightsError::WeightOverflow { sum: 1 << 64 }),
        "the weights add up to 18446744073709551616, which is more than 2^64 - 1"
    );
    assert_eq!(
        said(WeightsError::TooFine {
            denominator: 1 << 64
        }),
        "the weights have no common denominator below 2^64: 18446744073709551616 is needed"
    );
}
