//! Sequences (spec/splits.md 1.3): every total against the page, unit by unit, and their laws.

use num_bigint::BigInt;
use partnership::allocate::Sequenced;
use partnership::{Currency, Money, Weights};
use proptest::prelude::*;

use super::exact::{Big, big, whole};
use crate::support::laws;

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

/// `g(h)`, one unit after the other, over weights in lowest terms.
fn turn(units: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u64 = weights.iter().sum();
    let mut got = vec![0_u64; weights.len()];
    for unit in 1..=units {
        let deadline = |at: usize, got: &[u64]| -> (BigInt, Big) {
            let exact = big((got[at] + 1) * sum, weights[at]);
            (exact.ceil().to_integer(), exact)
        };
        let open = (0..weights.len())
            .filter(|at| weights[*at] > 0 && got[*at] * sum < unit * weights[*at]);
        let first = open.min_by_key(|at| (deadline(*at, &got), *at)).unwrap();
        got[first] += 1;
    }
    got
}

fn slow(total: i64, weights: &Weights) -> Vec<i128> {
    let weights = weights.reduced();
    let (rounds, rest) = (
        total.unsigned_abs() / weights.sum(),
        total.unsigned_abs() % weights.sum(),
    );
    let got = turn(rest, weights.as_slice());
    let units = weights
        .as_slice()
        .iter()
        .zip(got)
        .map(|(weight, got)| rounds * weight + got);
    units
        .map(|units| i128::from(units) * i128::from(total.signum()))
        .collect()
}

fn weights() -> impl Strategy<Value = Weights> {
    prop_oneof![
        prop::collection::vec(0_u64..6, 1..7),
        prop::collection::vec(0_u64..60, 1..5),
        prop::sample::select(vec![vec![5, 15, 80], vec![1, 1, 1], vec![1, 200]]),
    ]
    .prop_map(|mut list| {
        if list.iter().all(|weight| *weight == 0) {
            list[0] = 3;
        }
        Weights::new(list).unwrap()
    })
}

fn paid(account: &Sequenced, parties: usize) -> Vec<i128> {
    (0..parties)
        .map(|at| account.paid_at(at).unwrap().minor())
        .collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn balances_depend_on_the_total_alone(
        weights in weights(), payments in prop::collection::vec(-150_i64..200, 1..8)
    ) {
        let mut account = Sequenced::new(Currency::USD, &weights).unwrap();
        let mut total = 0;
        for payment in payments {
            let before = paid(&account, weights.len());
            let lines = account.pay(usd(payment)).unwrap();
            total += payment;
            let after = slow(total, &weights);
            prop_assert_eq!(paid(&account, weights.len()), after.clone());
            for ((line, before), after) in lines.iter().zip(before).zip(after) {
                prop_assert_eq!(line.minor(), after - before);
            }
            #[cfg(feature = "json")]
            {
                let text = serde_json::to_string(&account).unwrap();
                let read: Sequenced = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(paid(&read, weights.len()), paid(&account, weights.len()));
            }
        }
    }

    #[test]
    fn nobody_leaves_its_quota_or_loses_a_unit_as_the_total_grows(weights in weights(), upto in 1_i64..300) {
        let mut account = Sequenced::new(Currency::USD, &weights).unwrap();
        for total in 1..=upto {
            let lines = account.pay(usd(1)).unwrap();
            prop_assert!(lines.iter().all(|line| !line.is_negative()));
            for (units, weight) in paid(&account, weights.len()).iter().zip(weights.as_slice()) {
                let off = whole(*units) - big(total * i64::try_from(*weight).unwrap(), weights.sum());
                prop_assert!(off < whole(1) && off > whole(-1));
            }
        }
    }

    #[test]
    fn a_total_below_zero_is_the_mirror(weights in weights(), total in 0_i64..500) {
        let mut there = Sequenced::new(Currency::USD, &weights).unwrap();
        let mut back = there.clone();
        let lines: Vec<Money> = there.pay(usd(total)).unwrap().into_iter().map(|line| -line).collect();
        prop_assert_eq!(back.pay(usd(-total)).unwrap(), lines);
    }
}

#[test]
fn a_sequence_refuses_what_it_cannot_hold() {
    let long = Weights::new(vec![1, 1_000_000]).unwrap();
    assert_eq!(
        Sequenced::new(Currency::USD, &long)
            .unwrap_err()
            .to_string(),
        "weights that add up to 1000001 in lowest terms are too many for a sequence"
    );
    let even = Weights::new(vec![2_000_000, 2_000_000]).unwrap();
    let mut account = Sequenced::new(Currency::USD, &even).unwrap();
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    account.pay(most).unwrap();
    let before = account.clone();
    assert_eq!(
        account.pay(usd(1)).unwrap_err().to_string(),
        "0.01 USD on top of 792281625142643375935439503.35 USD is beyond the range of money"
    );
    let euro = Money::from_minor(1, Currency::EUR);
    assert_eq!(
        account.pay(euro).unwrap_err().to_string(),
        "an account in USD takes no EUR"
    );
    let error = account.pay_into(usd(1), &mut [usd(0)]).unwrap_err();
    assert_eq!(error.to_string(), "1 places for 2 parties");
    assert_eq!(account, before);
}

#[cfg(feature = "json")]
#[test]
fn an_account_of_another_schema_is_refused() {
    let text = |schema| format!(r#"{{"schema":{schema},"weights":[1,2],"total":"0.04 USD"}}"#);
    let account: Sequenced = serde_json::from_str(&text(1)).unwrap();
    assert_eq!(serde_json::to_string(&account).unwrap(), text(1));
    let error = serde_json::from_str::<Sequenced>(&text(2)).unwrap_err();
    let said = error.to_string();
    assert!(
        said.starts_with("schema 2 of a sequence is not 1"),
        "{said}"
    );
}

#[test]
fn accounts_are_the_same_by_currency_weights_and_total() {
    let account = |currency, weights: [u64; 2], total| {
        let weights = Weights::new(weights).unwrap();
        let mut account = Sequenced::new(currency, &weights).unwrap();
        account.pay(Money::from_minor(total, currency)).unwrap();
        account
    };
    let one = account(Currency::USD, [1, 2], 4);
    assert_eq!(one, account(Currency::USD, [2, 4], 4));
    for other in [
        account(Currency::EUR, [1, 2], 4),
        account(Currency::USD, [2, 1], 4),
        account(Currency::USD, [1, 2], 5),
    ] {
        assert_ne!(one, other);
    }
}
