//! Who receives at the cut (spec/splits.md 1.1), where fractions stand close together, at the edge
//! of what is counted together, or all in one place.

use partnership::allocate::Ties;
use partnership::{Currency, Money, Rounding, Weights};

use super::allocate::{kept, minor, money, slow};

/// Holds every door to the parts of the page.
#[track_caller]
fn check(total: i64, weights: &[u64], ties: Ties, expected: &[i128]) {
    assert_eq!(minor(total, weights, ties), expected, "over a slice");
    assert_eq!(kept(total, weights, ties), expected, "over kept weights");
    assert_eq!(money(total.into(), weights, ties), expected, "as money");
}

#[test]
fn equal_fractions_of_unequal_weights_are_a_tie() {
    // Three units over a, a + q and 2q - 2a, in all 3q: a/q twice beside whole units, which is
    // more than 1 - 2a/q. A reciprocal leaves the two a hair apart.
    for (q, a) in [
        (1_073_701_843, 452_967_965),
        (2_800_000_001, 1_260_000_000),
        (4_991_503_913_673_841_013, 1_793_821_718_976_536_614),
    ] {
        let weights = [a, a + q, 2 * q - 2 * a];
        check(3, &weights, Ties::ByParty, &[1, 1, 1]);
        check(3, &weights, Ties::Rotated(1), &[0, 2, 1]);
    }
}

#[test]
fn more_equal_fractions_than_are_set_aside_are_a_tie_all_the_same() {
    // Of three units the 35th has one whole; its fraction is that of the 33 before it, and only
    // the one of the 34th is larger.
    let (q, a) = (1_073_754_177_u64, 33_554_818_u64);
    let mut weights = vec![a; 33];
    weights.extend([998_591_384, a + q, 8_053_158]);
    assert_eq!(weights.iter().sum::<u64>(), 3 * q);
    let mut expected = vec![0; 36];
    (expected[33], expected[34]) = (1, 1);
    let to = |at: usize| {
        let mut expected = expected.clone();
        expected[at] += 1;
        expected
    };
    check(3, &weights, Ties::ByParty, &to(0));
    check(3, &weights, Ties::Rotated(7), &to(7));
    check(3, &weights, Ties::Rotated(33), &to(34));
}

#[test]
fn the_first_of_two_fractions_just_below_an_edge_receives() {
    // 23/64 less a trifle, twice.
    let weights = [1_543_503_849, 1_543_503_849, 1_207_959_535];
    check(1, &weights, Ties::ByParty, &[1, 0, 0]);
    check(1, &weights, Ties::Rotated(1), &[0, 1, 0]);
}

#[test]
fn the_last_that_receives_may_stand_at_either_edge_of_a_crowd() {
    let one = 1_u64 << 40;
    // Half a unit each, more or less: 32 receive, the last of them exactly half.
    let more = (0..32).map(|more| one + more);
    let less = (1..=30).chain([15, 16]).map(|less| one - less);
    let weights: Vec<u64> = more.chain(less).collect();
    assert_eq!(weights.iter().sum::<u64>(), 64 * one);
    let expected: Vec<i128> = (0..64).map(|at| i128::from(at < 32)).collect();
    check(32, &weights, Ties::ByParty, &expected);
    // Two with one less than 1/32 of the sum, among twenty others above 1/64.
    let mut weights: Vec<u64> = (0..20).map(|more| one + more).collect();
    weights.extend([2 * one - 1; 2]);
    let others = 64 * one - weights.iter().sum::<u64>();
    weights.extend((0..42).map(|at| others / 42 + u64::from(at < others % 42)));
    assert_eq!(weights.iter().sum::<u64>(), 64 * one);
    let mut expected = vec![0; 64];
    expected[20] = 1;
    check(1, &weights, Ties::ByParty, &expected);
}

#[test]
fn a_whole_round_less_one_unit_takes_it_from_the_largest_weight() {
    // Everybody lacks the weight's part of one unit, so the fractions are close together.
    for base in [1_000, 1 << 50] {
        let weights: Vec<u64> = (0..40).map(|more| base + more).collect();
        let total = i64::try_from(weights.iter().sum::<u64>() - 1).unwrap();
        let mut expected: Vec<i128> = weights.iter().copied().map(i128::from).collect();
        expected[39] -= 1;
        check(total, &weights, Ties::ByParty, &expected);
        check(total, &weights, Ties::Rotated(5), &expected);
    }
}

#[test]
fn a_crowd_of_equals_is_served_from_the_first_or_from_its_turn() {
    // Ten units over twenty threes and twenty fives: to ten of the fives.
    let weights: Vec<u64> = (0..40).map(|at| 3 + at % 2 * 2).collect();
    let from = |start: usize| -> Vec<i128> {
        let fives = |at: usize| (at % 2 == 1).then_some(at / 2);
        let turn = |five: usize| (five + 20 - start) % 20 < 10;
        (0..40)
            .map(|at| i128::from(fives(at).is_some_and(turn)))
            .collect()
    };
    check(10, &weights, Ties::ByParty, &from(0));
    check(10, &weights, Ties::Rotated(3), &from(3));
    check(10, &weights, Ties::Rotated(35), &from(15));
}

#[test]
fn a_few_equals_beside_a_larger_one_take_turns() {
    check(
        2,
        &[101, 100, 100, 100, 100],
        Ties::Rotated(1),
        &[1, 0, 1, 0, 0],
    );
    let mut weights = vec![100; 13];
    weights[4] = 101;
    let mut expected = vec![0; 13];
    // The larger one, then the twelve others from the sixth on.
    (expected[4], expected[6], expected[7]) = (1, 1, 1);
    check(3, &weights, Ties::Rotated(5), &expected);
}

#[test]
fn many_equals_among_close_fractions_take_turns_in_party_order() {
    // Of 300, some have a little more than the many in the middle, some a little less.
    let weights: Vec<u64> = (0..300_u64)
        .map(|at| match at * 7 % 15 {
            0 => 100_000 + 299 - at,
            1 | 2 => 99_000,
            3 => 99_000 - at,
            _ => 1,
        })
        .collect();
    for total in [25, 40, 55] {
        for ties in [Ties::ByParty, Ties::Rotated(11), Ties::Rotated(39)] {
            let expected = slow(total, &weights, ties);
            check(i64::try_from(total).unwrap(), &weights, ties, &expected);
        }
    }
}

#[test]
fn the_larger_of_two_close_fractions_receives() {
    let weights = [450_000_000, 450_000_001, 100_000_000];
    check(1, &weights, Ties::ByParty, &[0, 1, 0]);
    check(1, &weights, Ties::Rotated(0), &[0, 1, 0]);
}

#[test]
fn half_a_unit_each_alone_goes_to_the_even_number() {
    let halves = Weights::new(vec![1, 1]).unwrap();
    for (total, each, drift) in [(1, 0, -1), (3, 2, 1), (5, 2, -1), (7, 4, 1), (-3, -2, -1)] {
        let usd = |minor| Money::from_minor(minor, Currency::USD);
        let found = halves.round_each(usd(total), Rounding::HalfEven);
        assert_eq!(found, (vec![usd(each); 2], usd(drift)), "{total}");
    }
}
