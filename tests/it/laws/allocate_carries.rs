//! What parties are owed beyond whole units (spec/splits.md 1.2): by hand, and where the plain
//! ledger says what is due.

use std::collections::BTreeMap;

use partnership::allocate::{Carried, Ledger};
use partnership::{Currency, Money, PartyId, Ratio, Weights};

use super::allocate_ledger::{carries, ledger_of, pay, usd};
#[cfg(feature = "json")]
use super::exact::whole;
use super::slow_ledger::Slow;

/// Pays both ledgers and holds one against the other.
#[track_caller]
fn check(ledger: &mut Ledger, slow: &mut Slow, amount: i64, weights: &[u64]) -> Vec<i128> {
    let (expected, on_grid) = slow.pay(amount, weights);
    let (lines, carried) = pay(ledger, amount, weights);
    assert_eq!(lines, expected, "{amount} over {weights:?}");
    assert_eq!(carried == Carried::OnGrid, on_grid);
    assert_eq!(carries(ledger), slow.carries());
    lines
}

/// Pays one unit after the other to those who hold nothing yet.
fn one_each(parties: usize) -> (Ledger, Slow) {
    let (mut ledger, mut slow) = (ledger_of(parties), Slow::new(parties));
    for holding in 0..parties - 1 {
        let weights: Vec<u64> = (0..parties).map(|at| u64::from(at >= holding)).collect();
        check(&mut ledger, &mut slow, 1, &weights);
    }
    (ledger, slow)
}

#[test]
fn whoever_is_owed_two_units_and_most_of_a_third_gets_it_before_smaller_fractions() {
    // The last of eleven is owed 2.02 and gets 1.88 of five: 3.90 in all, beside 2.21 of the first.
    let (mut ledger, mut slow) = one_each(11);
    let mut weights = [0; 11];
    (weights[0], weights[10]) = (78, 47);
    let lines = check(&mut ledger, &mut slow, 5, &weights);
    assert_eq!((lines[0], lines[10]), (2, 3));
    check(&mut ledger, &mut slow, -5, &weights);
    // The last of ten is owed 1.93, and the weights have the denominator of the carries.
    let (mut ledger, mut slow) = one_each(10);
    let weights = [532, 131, 128, 128, 128, 128, 128, 128, 128, 961];
    let lines = check(&mut ledger, &mut slow, 18, &weights);
    assert_eq!(lines, [3, 0, 0, 0, 1, 1, 1, 1, 2, 9]);
}

#[test]
fn the_largest_fraction_of_many_is_served_first() {
    // 15/16 beside 5/16 each.
    let (mut ledger, mut slow) = (ledger_of(14), Slow::new(14));
    let mut weights = vec![1; 14];
    weights[13] = 3;
    let lines = check(&mut ledger, &mut slow, 5, &weights);
    assert_eq!(lines[13], 1);
    // Half a unit each, more or less.
    let (mut ledger, mut slow) = (ledger_of(12), Slow::new(12));
    let weights: Vec<u64> = (100_000..100_012).collect();
    let lines = check(&mut ledger, &mut slow, 6, &weights);
    assert_eq!(lines, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
}

#[test]
fn weights_that_share_a_divisor_are_owed_as_in_lowest_terms() {
    let (mut ledger, mut slow) = (ledger_of(10), Slow::new(10));
    for amount in [1, 1, -3, 12] {
        check(&mut ledger, &mut slow, amount, &[2; 10]);
    }
}

#[test]
fn carries_that_a_refund_clears_need_no_grid() {
    let (mut ledger, mut slow) = (ledger_of(2), Slow::new(2));
    let first = [1_000_000_006, 1];
    // Both sums are prime, and their product is above 10^18.
    for (amount, weights) in [(1, first), (-1, first), (1, [1_000_000_008, 1])] {
        check(&mut ledger, &mut slow, amount, &weights);
    }
    assert_eq!(pay(&mut ledger, 1, &first).1, Carried::OnGrid);
}

#[test]
fn a_payment_beyond_64_bits_is_divided_as_any_other() {
    let mut ledger = ledger_of(2);
    let weights = Weights::new(vec![1, 2]).unwrap();
    let mut lines = [usd(0); 2];
    for third in [1_i128, 1 << 62, 1 << 64, -(1 << 70), 1 << 80] {
        let part = |times: i128| Money::from_minor_wide(third * times, Currency::USD).unwrap();
        ledger.pay_into(part(3), &weights, &mut lines).unwrap();
        assert_eq!(lines, [part(1), part(2)]);
    }
}

#[test]
fn another_currency_is_told_before_shares_that_are_none() {
    let mut ledger = Ledger::new(Currency::USD);
    let euro = Money::from_minor(1, Currency::EUR);
    let ana = PartyId::new("ana").unwrap();
    for shares in [BTreeMap::new(), BTreeMap::from([(ana, Ratio::ZERO)])] {
        let error = ledger.pay(euro, &shares).unwrap_err();
        assert_eq!(error.to_string(), "a ledger in USD takes no EUR");
    }
}

/// A ledger of parties who hold nothing and are owed so much.
#[cfg(feature = "json")]
fn owed(carries: &[&str]) -> serde_json::Result<Ledger> {
    let entry = |(at, carry)| format!(r#""p{at:03}":{{"paid":"0.00 USD","carry":"{carry}"}}"#);
    let entries: Vec<String> = carries.iter().enumerate().map(entry).collect();
    let entries = entries.join(",");
    serde_json::from_str(&format!(
        r#"{{"schema":1,"currency":"USD","parties":{{{entries}}}}}"#
    ))
}

#[cfg(feature = "json")]
#[test]
fn whole_units_that_are_owed_are_paid_and_kept_as_whole_units() {
    // The unit of the last goes to the first, who is owed one already; the second owes one.
    for parties in [3, 10, 11, 12] {
        let mut carried = vec!["0"; parties];
        (carried[0], carried[1]) = ("1", "-1");
        let mut ledger = owed(&carried).unwrap();
        let mut weights = vec![0; parties];
        weights[parties - 1] = 1;
        let mut expected = vec![0; parties];
        expected[0] = 1;
        assert_eq!(pay(&mut ledger, 1, &weights).0, expected);
        let left = carries(&ledger);
        let other = left.iter().filter(|carry| **carry == whole(0)).count();
        assert_eq!(other, parties - 2);
        assert_eq!([&left[1], &left[parties - 1]], [&whole(-1), &whole(1)]);
    }
}

#[cfg(feature = "json")]
#[test]
fn whoever_is_owed_nothing_gets_none_of_what_others_give_back() {
    // Two are owed a unit each, of which one is there: it stays with the first of the two.
    let mut ledger = owed(&["0", "1/2", "1/2", "-1"]).unwrap();
    assert_eq!(pay(&mut ledger, 1, &[0, 1, 1, 0]).0, [0, 1, 0, 0]);
    assert_eq!(carries(&ledger), [0, 0, 1, -1].map(whole));
}

#[cfg(feature = "json")]
#[test]
fn a_carry_as_fine_as_the_grid_is_read_and_one_that_nobody_else_owes_is_not() {
    let fine = "1/999999999999999999";
    let ledger = owed(&[fine, "-1/999999999999999999"]).unwrap();
    let first = ledger.carry_at(0).map(|carry| carry.to_string());
    assert_eq!(first.as_deref(), Some(fine));
    // One party may be owed a unit by the bound, but by whom?
    let said = owed(&["1"]).unwrap_err().to_string();
    assert!(said.starts_with("the carries add up to 1, not 0"), "{said}");
}
