//! The ledger (spec/splits.md 1.2): every payment against a greedy reference, and its laws.

use std::collections::BTreeMap;

use partnership::allocate::{Carried, Ledger, LedgerError};
use partnership::{Currency, Money, PartyId, Ratio, Weights};
use proptest::prelude::*;

use super::exact::{Big, big, harmonic, whole};
use super::slow_ledger::Slow;
use crate::support::{cases, laws};

pub fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

pub fn ledger_of(parties: usize) -> Ledger {
    let names = (0..parties).map(|at| PartyId::new(&format!("p{at:03}")).unwrap());
    Ledger::with_parties(Currency::USD, names)
}

pub fn pay(ledger: &mut Ledger, amount: i64, weights: &[u64]) -> (Vec<i128>, Carried) {
    let mut lines = vec![usd(0); weights.len()];
    let weights = Weights::new(weights).unwrap();
    let carried = ledger.pay_into(usd(amount), &weights, &mut lines).unwrap();
    (lines.into_iter().map(Money::minor).collect(), carried)
}

pub fn carries(ledger: &Ledger) -> Vec<Big> {
    let carry = |at| ledger.carry_at(at).unwrap();
    (0..ledger.parties().len())
        .map(|at| big(carry(at).numerator(), carry(at).denominator()))
        .collect()
}

fn entitlements(ledger: &Ledger) -> Vec<Big> {
    let paid = |at| whole(ledger.paid_at(at).unwrap().minor());
    carries(ledger)
        .into_iter()
        .enumerate()
        .map(|(at, carry)| carry + paid(at))
        .collect()
}

/// Payments among up to eight parties; weights are repeated, small, zero or large.
fn payments(lowest: i64) -> impl Strategy<Value = (usize, Vec<(i64, Vec<u64>)>)> {
    (1_usize..=8).prop_flat_map(move |parties| {
        let amount = prop_oneof![lowest..=60, Just(1), Just(0), Just(2)];
        let weights = prop_oneof![
            prop::collection::vec(0_u64..3, parties),
            prop::collection::vec(0_u64..12, parties),
            prop::collection::vec(0_u64..10_000, parties),
        ];
        let weights = weights.prop_map(|mut weights| {
            if weights.iter().all(|weight| *weight == 0) {
                weights[0] = 1;
            }
            weights
        });
        (
            Just(parties),
            prop::collection::vec((amount, weights), 1..24),
        )
    })
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn every_payment_is_that_of_the_page((parties, payments) in payments(-60)) {
        let (mut ledger, mut slow) = (ledger_of(parties), Slow::new(parties));
        for (amount, weights) in &payments {
            let (expected, on_grid) = slow.pay(*amount, weights);
            let (lines, carried) = pay(&mut ledger, *amount, weights);
            prop_assert_eq!(lines, expected);
            prop_assert_eq!(carried == Carried::OnGrid, on_grid);
            prop_assert_eq!(carries(&ledger), slow.carries());
        }
    }

    #[test]
    fn fine_weights_go_on_the_grid_of_the_page(
        payments in prop::collection::vec((-40_i64..40, prop::collection::vec(
            prop_oneof![Just(0), 1_u64 << 31..1 << 32, 1_u64 << 60..1 << 61, Just(1)], 3)), 2..8)
    ) {
        let (mut ledger, mut slow) = (ledger_of(3), Slow::new(3));
        for (amount, mut weights) in payments {
            weights[0] = weights[0].max(1);
            let (expected, on_grid) = slow.pay(amount, &weights);
            let (lines, carried) = pay(&mut ledger, amount, &weights);
            prop_assert_eq!(lines, expected);
            prop_assert_eq!(carried == Carried::OnGrid, on_grid);
            prop_assert_eq!(carries(&ledger), slow.carries());
        }
    }

    #[test]
    fn receipts_keep_lines_and_carries_within_bounds((parties, payments) in payments(0)) {
        let mut ledger = ledger_of(parties);
        for (amount, weights) in &payments {
            let (lines, carried) = pay(&mut ledger, *amount, weights);
            prop_assert_eq!(lines.iter().sum::<i128>(), i128::from(*amount));
            prop_assert!(lines.iter().all(|line| *line >= 0));
            if carried == Carried::OnGrid {
                return Ok(());
            }
            let owed = carries(&ledger);
            prop_assert_eq!(owed.iter().fold(whole(0), |sum, carry| sum + carry), whole(0));
            for carry in &owed {
                prop_assert!(*carry > whole(-1) && *carry <= harmonic(parties) - whole(1));
                prop_assert!(parties != 2 || (carry * whole(2)) <= whole(1));
            }
            if entitlements(&ledger).iter().all(Big::is_integer) {
                prop_assert!(owed.iter().all(|carry| *carry == whole(0)));
            }
        }
    }

    #[test]
    fn refunds_keep_lines_and_carries_within_bounds((parties, payments) in payments(-60)) {
        let mut ledger = ledger_of(parties);
        for (amount, weights) in &payments {
            let (lines, carried) = pay(&mut ledger, *amount, weights);
            prop_assert_eq!(lines.iter().sum::<i128>(), i128::from(*amount));
            prop_assert!(lines.iter().all(|line| line.signum() * i128::from(amount.signum()) >= 0));
            if carried == Carried::OnGrid {
                return Ok(());
            }
            for carry in carries(&ledger) {
                prop_assert!(carry <= harmonic(parties) && -carry <= harmonic(parties));
            }
        }
    }

    #[test]
    fn a_refund_restores_what_everybody_is_entitled_to((parties, payments) in payments(-60)) {
        let mut ledger = ledger_of(parties);
        for (amount, weights) in &payments {
            let before = entitlements(&ledger);
            let mut undone = ledger.clone();
            let there = pay(&mut undone, *amount, weights).1;
            let back = pay(&mut undone, -*amount, weights).1;
            if (there, back) == (Carried::Exactly, Carried::Exactly) {
                prop_assert_eq!(entitlements(&undone), before);
            }
            pay(&mut ledger, *amount, weights);
        }
    }

    #[test]
    fn other_cuts_and_orders_end_close((parties, payments) in payments(-60), by in 0_usize..24) {
        let (mut one, mut two, mut three) = (ledger_of(parties), ledger_of(parties), ledger_of(parties));
        let mut exactly = true;
        for (amount, weights) in &payments {
            exactly &= pay(&mut one, *amount, weights).1 == Carried::Exactly;
            for _ in 0..amount.abs() {
                exactly &= pay(&mut three, amount.signum(), weights).1 == Carried::Exactly;
            }
        }
        let mut turned = payments.clone();
        turned.rotate_left(by % payments.len());
        for (amount, weights) in &turned {
            exactly &= pay(&mut two, *amount, weights).1 == Carried::Exactly;
        }
        if exactly {
            let most = if parties == 2 { whole(1) } else { harmonic(parties) * whole(2) };
            for other in [&two, &three] {
                prop_assert_eq!(entitlements(&one), entitlements(other));
                for at in 0..parties {
                    let apart = one.paid_at(at).unwrap().minor() - other.paid_at(at).unwrap().minor();
                    prop_assert!(whole(apart.abs()) <= most);
                }
            }
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_state_reads_back_as_it_was_written((parties, payments) in payments(-60)) {
        let mut ledger = ledger_of(parties);
        for (amount, weights) in &payments {
            pay(&mut ledger, *amount, weights);
            let text = serde_json::to_string(&ledger).unwrap();
            let mut read: Ledger = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, &ledger);
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
            prop_assert_eq!(pay(&mut read, 17, weights), pay(&mut ledger.clone(), 17, weights));
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn payments_over_the_same_weights_are_those_of_the_page(
        weights in prop::collection::vec(prop_oneof![0_u64..4, 1_u64..40], 1..=12),
        amounts in prop::collection::vec(prop_oneof![-40_i64..40, Just(1), Just(-1)], 2..8),
    ) {
        let mut weights = weights;
        weights[0] = weights[0].max(1);
        let (mut ledger, mut slow) = (ledger_of(weights.len()), Slow::new(weights.len()));
        for amount in amounts {
            let (expected, _) = slow.pay(amount, &weights);
            prop_assert_eq!(pay(&mut ledger, amount, &weights).0, expected);
            prop_assert_eq!(carries(&ledger), slow.carries());
        }
    }
}

#[test]
fn a_party_that_is_owed_almost_two_units_gets_them_when_the_weights_stay() {
    // Each payment goes to those who hold nothing yet: the last is owed 1/10 + .. + 1/2 = 1.93.
    let (mut ledger, mut slow) = (ledger_of(10), Slow::new(10));
    for holding in 0..9 {
        let weights: Vec<u64> = (0..10).map(|at| u64::from(at >= holding)).collect();
        assert_eq!(pay(&mut ledger, 1, &weights).0, slow.pay(1, &weights).0);
    }
    assert_eq!(carries(&ledger)[9], harmonic(10) - whole(1));
    // These have the denominator of the carries, 2,520, and give the last half of all.
    let weights = [139, 141, 140, 140, 140, 140, 140, 140, 140, 1_260];
    for amount in [1, 3, -7, 11] {
        let expected = slow.pay(amount, &weights).0;
        assert_eq!(pay(&mut ledger, amount, &weights).0, expected);
        assert_eq!(carries(&ledger), slow.carries());
    }
}

#[test]
fn eleven_parties_who_hold_nothing_yet_reach_the_bound() {
    let mut ledger = ledger_of(11);
    for left in (2..=11_u64).rev() {
        let paid: Vec<bool> = (0..11)
            .map(|at| ledger.paid_at(at).unwrap().is_positive())
            .collect();
        let weights: Vec<u64> = paid.iter().map(|paid| u64::from(!paid)).collect();
        assert_eq!(weights.iter().sum::<u64>(), left);
        pay(&mut ledger, 1, &weights);
    }
    let largest = carries(&ledger).into_iter().max().unwrap();
    assert_eq!(largest, harmonic(11) - whole(1));
}

#[test]
fn many_parties_are_paid_by_selection() {
    let parties = 3_000;
    let weights: Vec<u64> = (0..parties)
        .map(|at| at * at % 977 + u64::from(at % 3 == 0))
        .collect();
    let mut ledger = ledger_of(weights.len());
    let sum: u64 = weights.iter().sum();
    for amount in [1_234, -77, 500_000, 9] {
        let (lines, _) = pay(&mut ledger, amount, &weights);
        assert_eq!(lines.iter().sum::<i128>(), i128::from(amount));
    }
    let total = 1_234 - 77 + 500_000 + 9;
    let expected: Vec<Big> = weights
        .iter()
        .map(|weight| big(total * weight, sum))
        .collect();
    assert_eq!(entitlements(&ledger), expected);
}

#[test]
fn units_are_taken_back_in_rounds_where_one_party_must_give_many() {
    // Nine parties are paid ahead, then the tenth alone: all of its shortfall cannot be met.
    let mut ledger = ledger_of(10);
    let mut slow = Slow::new(10);
    for at in 0..9 {
        let mut weights = vec![0; 10];
        weights[at] = 1;
        weights[9] = 19;
        for amount in [1, 2] {
            assert_eq!(
                pay(&mut ledger, amount, &weights).0,
                slow.pay(amount, &weights).0
            );
        }
    }
    let mut alone = vec![0; 10];
    alone[9] = 1;
    for amount in [-9, 3, -30, 25] {
        assert_eq!(
            pay(&mut ledger, amount, &alone).0,
            slow.pay(amount, &alone).0
        );
        assert_eq!(carries(&ledger), slow.carries());
    }
}

#[test]
fn a_refused_payment_leaves_the_ledger_as_it_was() {
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    let (ana, ben) = (PartyId::new("ana").unwrap(), PartyId::new("ben").unwrap());
    let both = BTreeMap::from([(ana.clone(), Ratio::ONE), (ben, Ratio::ZERO)]);
    let mut ledger = Ledger::new(Currency::USD);
    ledger
        .pay(most, &BTreeMap::from([(ana.clone(), Ratio::ONE)]))
        .unwrap();
    let before = ledger.clone();
    let refusals = [
        (
            usd(1),
            &both,
            "what ana got in all is beyond the range of money",
        ),
        (
            Money::from_minor(1, Currency::EUR),
            &both,
            "a ledger in USD takes no EUR",
        ),
        (usd(1), &BTreeMap::new(), "no weights"),
        (
            usd(1),
            &BTreeMap::from([(ana, Ratio::ZERO)]),
            "all weights are zero",
        ),
    ];
    for (amount, shares, message) in refusals {
        assert_eq!(ledger.pay(amount, shares).unwrap_err().to_string(), message);
        assert_eq!(ledger, before);
    }
    let two = Weights::new(vec![1, 2]).unwrap();
    let error = ledger.pay_into(usd(1), &two, &mut [usd(0)]).unwrap_err();
    assert_eq!(
        error,
        LedgerError::LengthMismatch {
            parties: 1,
            given: 2
        }
    );
    assert_eq!(error.to_string(), "2 places for 1 parties");
    let one = Weights::new(vec![1]).unwrap();
    let euro = Money::from_minor(1, Currency::EUR);
    let error = ledger.pay_into(euro, &one, &mut [usd(0)]).unwrap_err();
    assert_eq!(error.to_string(), "a ledger in USD takes no EUR");
    assert_eq!(ledger, before);
}

#[test]
fn a_payment_of_nothing_writes_lines_of_nothing() {
    let mut ledger = ledger_of(2);
    let mut lines = [usd(7); 2];
    let weights = Weights::new(vec![1, 2]).unwrap();
    ledger.pay_into(usd(0), &weights, &mut lines).unwrap();
    assert_eq!(lines, [usd(0); 2]);
    assert_eq!(ledger, ledger_of(2));
}

#[cfg(feature = "json")]
#[test]
fn a_state_that_no_payments_lead_to_is_refused() {
    let state =
        |parties: &str| format!(r#"{{"schema":1,"currency":"USD","parties":{{{parties}}}}}"#);
    let good =
        state(r#""a":{"paid":"0.01 USD","carry":"-1/3"},"b":{"paid":"0.00 USD","carry":"1/3"}"#);
    let ledger: Ledger = serde_json::from_str(&good).unwrap();
    assert_eq!(serde_json::to_string(&ledger).unwrap(), good);
    for (text, message) in [
        (
            good.replace("-1/3", "1/3"),
            "the carries add up to 2/3, not 0",
        ),
        (good.replace("1/3", "7"), "a cannot be owed -7 of a unit"),
        (
            good.replace("0.01 USD", "0.01 EUR"),
            "a ledger in USD takes no EUR",
        ),
        (
            good.replace("\"schema\":1", "\"schema\":2"),
            "schema 2 of a ledger is not 1",
        ),
        (good.replace("\"b\"", "\"a\""), "the key a stands twice"),
        (
            good.replace("\"carry\":\"1/3\"", "\"carry\":\"1/3\",\"x\":1"),
            "unknown field `x`",
        ),
        (
            good.replace("1/3", "1/1000000000000000003"),
            "a cannot be owed -1/1000000000000000003 of a unit",
        ),
    ] {
        let error = serde_json::from_str::<Ledger>(&text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(message), "{error} is not {message}");
    }
}

#[test]
fn ledgers_are_the_same_by_currency_parties_and_what_each_is_owed() {
    let paid = |currency, parties: [&str; 2], shares: [i64; 2]| {
        let [first, second] = parties.map(|party| PartyId::new(party).unwrap());
        let [most, least] = shares.map(Ratio::from);
        let shares = BTreeMap::from([(first, most), (second, least)]);
        let mut ledger = Ledger::new(currency);
        ledger.pay(Money::from_minor(1, currency), &shares).unwrap();
        ledger
    };
    // The one unit goes to ana each time: what she is ahead by are 1/2 and 1/3 of a unit.
    let halves = paid(Currency::USD, ["ana", "ben"], [1, 1]);
    assert_eq!(halves, paid(Currency::USD, ["ana", "ben"], [2, 2]));
    for other in [
        paid(Currency::USD, ["ana", "ben"], [2, 1]),
        paid(Currency::USD, ["ana", "cid"], [1, 1]),
        paid(Currency::EUR, ["ana", "ben"], [1, 1]),
    ] {
        assert_ne!(halves, other);
    }
}

#[cfg(feature = "json")]
#[test]
fn a_carry_within_the_bound_of_the_page_is_read_back() {
    // Refunds leave up to H(3) = 11/6 of a unit (spec/splits.md 1.2).
    let text = concat!(
        r#"{"schema":1,"currency":"USD","parties":{"a":{"paid":"0.02 USD","carry":"11/6"},"#,
        r#""b":{"paid":"0.00 USD","carry":"-11/12"},"c":{"paid":"0.00 USD","carry":"-11/12"}}}"#
    );
    let ledger: Ledger = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&ledger).unwrap(), text);
}
