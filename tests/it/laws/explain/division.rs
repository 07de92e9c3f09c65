//! Divisions against slow references over big numbers.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::Ratio as Big;
use partnership::explain::{DivideRule, ExplainError, Parts, Proof, Step, Value};
use partnership::{Currency, Exact, Money, PartyId, Ratio, Rounding};
use proptest::collection::vec;
use proptest::prelude::*;

use super::recipe::{party, usd};
use crate::support::laws;

fn big(ratio: Ratio) -> Big<BigInt> {
    Big::new(ratio.numerator().into(), ratio.denominator().into())
}

/// Weights whose least common denominator is often beyond 64 bits.
fn weight() -> impl Strategy<Value = Ratio> {
    prop_oneof![
        (0_i128..6).prop_map(|whole| Ratio::new(whole, 1).unwrap()),
        (0_i128..1_000_000_007, 1_i128..1_000_000_009).prop_map(|(p, q)| Ratio::new(p, q).unwrap()),
        (0_i128..i128::MAX, Just(1)).prop_map(|(p, q)| Ratio::new(p >> 60, q).unwrap()),
        Just(Ratio::new(1, i128::MAX).unwrap()),
        Just(Ratio::ZERO),
    ]
}

/// Parts by largest remainder, ties by position: spec/splits.md 1.1 word for word.
fn largest_remainder(total: i64, weights: &[Ratio]) -> Vec<BigInt> {
    let sum: Big<BigInt> = weights.iter().map(|weight| big(*weight)).sum();
    let magnitude = BigInt::from(total.unsigned_abs());
    let quota = |weight: &Ratio| big(*weight) * &magnitude / &sum;
    let mut parts: Vec<BigInt> = weights
        .iter()
        .map(|weight| quota(weight).floor().to_integer())
        .collect();
    let mut left = magnitude.clone() - parts.iter().sum::<BigInt>();
    let rests: Vec<_> = weights.iter().map(|weight| quota(weight).fract()).collect();
    let mut given = vec![false; parts.len()];
    while left > BigInt::ZERO {
        let open = (0..parts.len()).filter(|at| !given[*at]);
        let next = open
            .reduce(|a, b| if rests[b] > rests[a] { b } else { a })
            .unwrap();
        given[next] = true;
        parts[next] += 1;
        left -= 1;
    }
    let sign = if total < 0 { -1 } else { 1 };
    parts.into_iter().map(|part| part * sign).collect()
}

/// The units of the parts.
fn units(value: &Value) -> Vec<BigInt> {
    match value {
        Value::Parts(Parts::Money(parts)) => {
            parts.values().map(|part| part.minor().into()).collect()
        }
        Value::Parts(Parts::Ratio(parts)) => {
            parts.values().map(|part| part.numerator().into()).collect()
        }
        other => panic!("no parts: {other}"),
    }
}

fn inputs(proof: &mut Proof, values: impl IntoIterator<Item = Value>) -> Vec<Step> {
    let values = values.into_iter().enumerate();
    values
        .map(|(at, value)| proof.input("given", &format!("/{at}"), value, "").unwrap())
        .collect()
}

fn parties(count: usize) -> Vec<PartyId> {
    (0..count).map(party).collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn weights_of_any_fineness_are_divided_by_the_page(
        total in prop_oneof![Just(0), Just(1), -1_000_i64..1_000, any::<i64>()],
        weights in vec(weight(), 1..5),
        as_ratio: bool,
    ) {
        let mut proof = Proof::new();
        let first = if as_ratio { Value::Ratio(Ratio::from(total)) } else { usd(total).into() };
        let steps = inputs(
            &mut proof,
            std::iter::once(first).chain(weights.iter().copied().map(Value::from)),
        );
        let among = parties(weights.len());
        let rule = DivideRule::LargestRemainder { key: None };
        let divided = proof.divide(rule, &among, steps[0], &steps[1..], None, "");
        if weights.iter().all(|weight| *weight == Ratio::ZERO) {
            prop_assert_eq!(divided, Err(ExplainError::BadParameter { node: steps.len() }));
        } else {
            let divided = divided.unwrap();
            prop_assert_eq!(units(proof.value(divided)), largest_remainder(total, &weights));
        }
    }

    #[test]
    fn each_alone_is_the_rounded_quota(
        total in any::<i64>(), weights in vec(weight(), 1..5), rounding in 0_usize..6
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > Ratio::ZERO));
        let rounding = Rounding::ALL[rounding];
        let mut proof = Proof::new();
        let steps = inputs(
            &mut proof,
            std::iter::once(usd(total).into()).chain(weights.iter().copied().map(Value::from)),
        );
        let rule = DivideRule::EachAlone { rounding };
        let among = parties(weights.len());
        let divided = proof.divide(rule, &among, steps[0], &steps[1..], None, "").unwrap();
        let sum: Big<BigInt> = weights.iter().map(|weight| big(*weight)).sum();
        let expected: Vec<BigInt> = weights
            .iter()
            .map(|weight| rounded(&(big(*weight) * BigInt::from(total) / &sum), rounding))
            .collect();
        prop_assert_eq!(units(proof.value(divided)), expected);
    }

    #[test]
    fn a_ledger_pays_unit_by_unit_whoever_is_owed_most(
        paid in vec(-20_i64..20, 1..5),
        thirds in vec(-60_i64..60, 4),
        total in -40_i64..40,
    ) {
        // Entitlements in thirds of a unit that add up to what was paid and the total.
        let count = paid.len();
        let mut owed: Vec<i64> = thirds[..count].to_vec();
        let due = 3 * (paid.iter().sum::<i64>() + total);
        owed[count - 1] += due - owed.iter().sum::<i64>();
        let mut proof = Proof::new();
        let exact = |thirds: i64| Exact::new(Ratio::new(thirds.into(), 300).unwrap(), Currency::USD);
        let steps = inputs(
            &mut proof,
            std::iter::once(usd(total).into())
                .chain(paid.iter().map(|minor| usd(*minor).into()))
                .chain(owed.iter().map(|thirds| exact(*thirds).into())),
        );
        let among = parties(count);
        let divided = proof.divide(DivideRule::Greedy, &among, steps[0], &steps[1..], None, "");
        let sign = if total < 0 { -1 } else { 1 };
        let mut open: Vec<i64> =
            owed.iter().zip(&paid).map(|(owed, paid)| sign * (owed - 3 * paid)).collect();
        let mut lines = vec![0_i64; count];
        for _ in 0..total.abs() {
            let next = (0..count).reduce(|a, b| if open[b] > open[a] { b } else { a }).unwrap();
            open[next] -= 3;
            lines[next] += sign;
        }
        let lines: Vec<BigInt> = lines.into_iter().map(BigInt::from).collect();
        prop_assert_eq!(units(proof.value(divided.unwrap())), lines);
    }

    #[test]
    fn a_multiple_of_a_step_is_the_nearest(
        above in any::<i128>(), below in 1..i128::MAX, p in 1..i128::MAX, q in 1..i128::MAX,
        shifts in any::<[u8; 4]>(), rounding in 0_usize..6,
    ) {
        let short = |number: i128, shift: u8| (number >> (shift % 127)).max(1);
        let Ok(ratio) = Ratio::new(above >> (shifts[0] % 127), short(below, shifts[1])) else {
            return Ok(());
        };
        let step = Ratio::new(short(p, shifts[2]), short(q, shifts[3])).unwrap();
        let rounding = Rounding::ALL[rounding];
        let mut proof = Proof::new();
        let given = proof.input("given", "/0", ratio, "").unwrap();
        let whole = proof.whole(given, rounding, Some(step), None, "");
        let expected = Big::from(rounded(&(big(ratio) / big(step)), rounding)) * big(step);
        match whole {
            Ok(whole) => {
                let Value::Ratio(found) = proof.value(whole) else { panic!("no ratio") };
                prop_assert_eq!(big(*found), expected);
            }
            Err(error) => {
                prop_assert_eq!(error, ExplainError::Overflow { node: 1 });
                let fits = |number: &BigInt| number.magnitude() <= &(i128::MAX.unsigned_abs()).into();
                prop_assert!(!fits(expected.numer()) || !fits(expected.denom()));
            }
        }
    }
}

/// spec/money.md 4 over big rationals.
fn rounded(value: &Big<BigInt>, rounding: Rounding) -> BigInt {
    let magnitude = if *value.numer() < BigInt::ZERO {
        -value
    } else {
        value.clone()
    };
    let whole = magnitude.floor().to_integer();
    let twice = (magnitude - Big::from(whole.clone())) * BigInt::from(2);
    let one = Big::from(BigInt::from(1));
    let negative = *value.numer() < BigInt::ZERO;
    let any = twice > Big::from(BigInt::ZERO);
    let up = match rounding {
        Rounding::HalfAwayFromZero => twice >= one,
        Rounding::HalfEven => twice > one || (twice == one && whole.is_odd()),
        Rounding::Down => false,
        Rounding::Up => any,
        Rounding::Floor => any && negative,
        Rounding::Ceiling => any && !negative,
        other => panic!("{other} is new"),
    };
    let whole = if up { whole + 1 } else { whole };
    if negative { -whole } else { whole }
}

#[test]
fn fine_shares_are_quantised() {
    // Three shares whose least common denominator is beyond 64 bits.
    let shares =
        ["1/10000000019", "1/10000000033", "1/3"].map(|text| text.parse::<Ratio>().unwrap());
    let mut proof = Proof::new();
    let grid = Ratio::from(1_000_000_000_000_000_000_i64);
    let steps = inputs(
        &mut proof,
        [grid].into_iter().chain(shares).map(Value::from),
    );
    let rule = DivideRule::LargestRemainder { key: None };
    let parts = proof
        .divide(rule, &parties(3), steps[0], &steps[1..], None, "")
        .unwrap();
    let total: BigInt = units(proof.value(parts)).into_iter().sum();
    assert_eq!(total, BigInt::from(10_u64.pow(18)));
}

#[test]
fn a_tie_at_the_cut_begins_at_the_key_also_for_fine_weights() {
    let fine: Ratio = "1/170141183460469231731687303715884105727".parse().unwrap();
    for (key, expected) in [
        (0, [2, 2, 1]),
        (1, [1, 2, 2]),
        (2, [2, 1, 2]),
        (4, [1, 2, 2]),
    ] {
        for weight in [fine, Ratio::ONE] {
            let mut proof = Proof::new();
            let all = std::iter::once(Value::from(usd(5))).chain([
                Value::from(weight),
                weight.into(),
                weight.into(),
            ]);
            let steps = inputs(&mut proof, all);
            let rule = DivideRule::LargestRemainder { key: Some(key) };
            let parts = proof
                .divide(rule, &parties(3), steps[0], &steps[1..], None, "")
                .unwrap();
            let expected: Vec<BigInt> = expected.into_iter().map(BigInt::from).collect();
            assert_eq!(units(proof.value(parts)), expected, "{key} {weight}");
        }
    }
}

#[test]
fn money_of_any_size_is_divided() {
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    let mut proof = Proof::new();
    let steps = inputs(
        &mut proof,
        [most.into(), Ratio::ONE.into(), Ratio::from(2_i64).into()],
    );
    let rule = DivideRule::LargestRemainder { key: None };
    let parts = proof
        .divide(rule, &parties(2), steps[0], &steps[1..], None, "")
        .unwrap();
    let third: BigInt = BigInt::from((1_u128 << 96) - 1) / 3_u8;
    assert_eq!(units(proof.value(parts)), [third.clone(), third * 2_u8]);
}
