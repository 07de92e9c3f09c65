//! Claims (spec/splits.md 1.4): every rule against a reference that follows its definition, and
//! their laws.

use partnership::allocate::{Awards, ClaimsError, ClaimsRule, ExactUnits};
use partnership::{Currency, Money, Ratio};
use proptest::prelude::*;

use super::exact::{Big, big, whole};
use crate::support::laws;

fn usd(minor: i128) -> Money {
    Money::from_minor_wide(minor, Currency::USD).unwrap()
}

fn award(rule: ClaimsRule, estate: i128, claims: &[i128]) -> Awards {
    let claims: Vec<Money> = claims.iter().copied().map(usd).collect();
    rule.award(usd(estate), &claims).unwrap()
}

fn value(units: &ExactUnits) -> Big {
    whole(units.whole()) + big(units.numerator(), units.denominator())
}

fn exacts(rule: ClaimsRule, estate: i128, claims: &[i128]) -> Vec<Big> {
    award(rule, estate, claims)
        .exact()
        .iter()
        .map(value)
        .collect()
}

fn units(rule: ClaimsRule, estate: i128, claims: &[i128]) -> Vec<i128> {
    award(rule, estate, claims)
        .awards()
        .iter()
        .map(|award| award.minor())
        .collect()
}

fn sum(values: &[Big]) -> Big {
    values.iter().fold(whole(0), |sum, value| sum + value)
}

/// `min(d, l)` by filling the smallest claims first.
fn equal_awards(estate: Big, claims: &[Big]) -> Vec<Big> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|at| claims[*at].clone());
    let mut left = estate;
    let mut awards = vec![whole(0); claims.len()];
    for (done, at) in order.iter().enumerate() {
        let share = &left / whole(u64::try_from(claims.len() - done).unwrap());
        awards[*at] = share.min(claims[*at].clone());
        left -= awards[*at].clone();
    }
    awards
}

fn slow(rule: ClaimsRule, estate: i128, claims: &[i128]) -> Vec<Big> {
    let claims: Vec<Big> = claims.iter().copied().map(whole).collect();
    let total = sum(&claims);
    let estate = whole(estate).min(total.clone());
    let less = |of: Vec<Big>| {
        claims
            .iter()
            .zip(of)
            .map(|(claim, part)| claim - part)
            .collect()
    };
    let half: Vec<Big> = claims.iter().map(|claim| claim / whole(2)).collect();
    match rule {
        ClaimsRule::Proportional if total == whole(0) => vec![whole(0); claims.len()],
        ClaimsRule::Proportional => claims
            .iter()
            .map(|claim| &estate * claim / &total)
            .collect(),
        ClaimsRule::EqualAwards => equal_awards(estate, &claims),
        ClaimsRule::EqualLosses => less(equal_awards(total - estate, &claims)),
        ClaimsRule::Talmud if estate <= &total / whole(2) => equal_awards(estate, &half),
        ClaimsRule::Talmud => less(equal_awards(total - estate, &half)),
        _ => {
            let mut left = estate;
            let fill = |claim: &Big| {
                let award = claim.clone().min(left.clone());
                left -= award.clone();
                award
            };
            claims.iter().map(fill).collect()
        }
    }
}

fn problem() -> impl Strategy<Value = (i128, Vec<i128>)> {
    let claim = prop_oneof![
        3 => 0_i128..20,
        2 => 0_i128..100_000,
        1 => prop_oneof![Just(0), Just(100), Just((1_i128 << 96) - 1), 0..1_i128 << 96],
    ];
    (prop::collection::vec(claim, 1..9), 0_u32..=10, 0_i128..40).prop_map(
        |(claims, tenths, more)| {
            let total: i128 = claims.iter().sum();
            let most = (1 << 96) - 1;
            (((total / 10) * i128::from(tenths) + more).min(most), claims)
        },
    )
}

fn rule() -> impl Strategy<Value = ClaimsRule> {
    prop::sample::select(&ClaimsRule::ALL)
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn awards_are_those_of_the_page((estate, claims) in problem(), rule in rule()) {
        let found = award(rule, estate, &claims);
        let expected = slow(rule, estate, &claims);
        let shown: Vec<Big> = found.exact().iter().map(value).collect();
        prop_assert_eq!(&shown, &expected);
        let total: i128 = claims.iter().sum();
        prop_assert_eq!(found.rest().minor(), (estate - total).max(0));
        let mut paid = 0;
        for ((award, exact), claim) in found.awards().iter().zip(&expected).zip(&claims) {
            paid += award.minor();
            prop_assert!(award.minor() >= 0 && award.minor() <= *claim);
            let off = whole(award.minor()) - exact;
            prop_assert!(off < whole(1) && off > whole(-1));
        }
        prop_assert_eq!(paid, estate.min(total));
        // Nobody whose fraction is smaller, or equal and later, is rounded up in another's place.
        for (one, left) in expected.iter().enumerate() {
            for (two, right) in expected.iter().enumerate() {
                let up = |at: usize| whole(found.awards()[at].minor()) > expected[at];
                let (left, right) = (left.fract(), right.fract());
                if left > right || (left == right && one < two) {
                    prop_assert!(left == whole(0) || up(one) || !up(two));
                }
            }
        }
    }

    #[test]
    fn order_is_kept_in_awards_and_losses(
        (estate, claims) in problem(),
        rule in rule().prop_filter("in order, the first is served first", |rule| *rule != ClaimsRule::InOrder)
    ) {
        let exact = exacts(rule, estate, &claims);
        for (one, left) in claims.iter().enumerate() {
            for (two, right) in claims.iter().enumerate() {
                if left <= right {
                    prop_assert!(exact[one] <= exact[two]);
                    prop_assert!(whole(*left) - &exact[one] <= whole(*right) - &exact[two]);
                }
            }
        }
    }

    #[test]
    fn equal_awards_and_equal_losses_are_dual((estate, claims) in problem()) {
        let total: i128 = claims.iter().sum();
        let estate = estate.min(total);
        prop_assume!(total < 1 << 96);
        let dual = |rule| -> Vec<Big> {
            let losses = exacts(rule, total - estate, &claims);
            claims.iter().zip(losses).map(|(claim, loss)| whole(*claim) - loss).collect()
        };
        prop_assert_eq!(exacts(ClaimsRule::EqualAwards, estate, &claims), dual(ClaimsRule::EqualLosses));
        prop_assert_eq!(exacts(ClaimsRule::Talmud, estate, &claims), dual(ClaimsRule::Talmud));
        prop_assert_eq!(exacts(ClaimsRule::Proportional, estate, &claims), dual(ClaimsRule::Proportional));
    }

    #[test]
    fn two_claimants_concede_and_divide(one in 0_i128..1000, two in 0_i128..1000, estate in 0_i128..2000) {
        let estate = estate.min(one + two);
        let concede = |claim: i128| (estate - claim).max(0);
        let contested = estate - concede(one) - concede(two);
        let half = big(contested, 2);
        let expected = vec![whole(concede(two)) + &half, whole(concede(one)) + half];
        prop_assert_eq!(exacts(ClaimsRule::Talmud, estate, &[one, two]), expected);
    }

    #[test]
    fn paying_on_what_remains_equals_paying_at_once(
        claims in prop::collection::vec(0_i64..500, 1..6), first in 0_i128..=100, second in 0_i128..=100,
        rule in prop::sample::select(vec![
            ClaimsRule::Proportional, ClaimsRule::EqualAwards, ClaimsRule::EqualLosses, ClaimsRule::InOrder
        ])
    ) {
        // Claims in fine units, so that what remains after exact awards can be claimed.
        let fine = 360_360;
        let claims: Vec<i128> = claims.into_iter().map(|claim| i128::from(claim) * fine).collect();
        let units = claims.iter().sum::<i128>() / fine;
        let first = units * first / 100;
        let second = (units - first) * second / 100;
        let (first, second) = (first * fine, second * fine);
        let at_first = exacts(rule, first, &claims);
        prop_assume!(at_first.iter().all(Big::is_integer));
        let rest: Vec<i128> = claims.iter().zip(&at_first)
            .map(|(claim, paid)| claim - super::exact::small(&paid.to_integer())).collect();
        let then = exacts(rule, second, &rest);
        let both: Vec<Big> = at_first.iter().zip(then).map(|(one, two)| one + two).collect();
        prop_assert_eq!(both, exacts(rule, first + second, &claims));
    }

    #[test]
    fn awards_in_steps_reach_the_awards_at_once((estate, claims) in problem(), rule in rule(), parts in 1_i128..5) {
        let list: Vec<Money> = claims.iter().copied().map(usd).collect();
        let mut held = vec![usd(0); claims.len()];
        let total: i128 = claims.iter().sum();
        let estate = estate.min(total);
        for part in (0..=parts).chain((0..parts).rev()).chain([parts]) {
            let so_far = estate / parts * part + if part == parts { estate % parts } else { 0 };
            let lines = rule.award_after(&held, usd(so_far), &list).unwrap();
            let before: i128 = held.iter().map(|held| held.minor()).sum();
            prop_assert_eq!(lines.iter().map(|line| line.minor()).sum::<i128>(), so_far - before);
            for (held, line) in held.iter_mut().zip(&lines) {
                prop_assert!(line.minor().signum() * (so_far - before).signum() >= 0);
                *held = held.checked_add(*line).unwrap();
            }
            for (held, exact) in held.iter().zip(exacts(rule, so_far, &claims)) {
                let off = whole(held.minor()) - exact;
                prop_assert!(off < whole(3) && off > whole(-3));
            }
        }
        if estate == total {
            prop_assert_eq!(held, list);
        }
    }
}

/// What each gets after what was paid, one unit after the other to whoever is owed most.
fn unit_by_unit(rule: ClaimsRule, held: &[i128], estate: i128, claims: &[i128]) -> Vec<i128> {
    let step = estate.min(claims.iter().sum()) - held.iter().sum::<i128>();
    let sign = if step < 0 { -1 } else { 1 };
    let owed = slow(rule, estate, claims).into_iter().zip(held);
    let owed: Vec<Big> = owed
        .map(|(exact, held)| (exact - whole(*held)) * whole(sign))
        .collect();
    let mut lines = vec![0; claims.len()];
    for _ in 0..step.abs() {
        let left = |at: usize| &owed[at] - whole(lines[at]);
        let first = (1..lines.len()).fold(
            0,
            |first, at| {
                if left(at) > left(first) { at } else { first }
            },
        );
        lines[first] += 1;
    }
    lines.into_iter().map(|line: i128| line * sign).collect()
}

fn after(rule: ClaimsRule, held: &[i128], estate: i128, claims: &[i128]) -> Vec<i128> {
    let list = |minor: &[i128]| minor.iter().copied().map(usd).collect::<Vec<_>>();
    let lines = rule.award_after(&list(held), usd(estate), &list(claims));
    lines.unwrap().into_iter().map(Money::minor).collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn what_was_paid_before_is_made_up_for_unit_by_unit(
        parties in prop::collection::vec((0_i128..9, 0_i128..6), 1..14), estate in 0_i128..60,
        rule in rule()
    ) {
        let (claims, held): (Vec<i128>, Vec<i128>) = parties.into_iter().unzip();
        let lines = after(rule, &held, estate, &claims);
        prop_assert_eq!(lines, unit_by_unit(rule, &held, estate, &claims));
    }
}

#[test]
fn an_estate_that_shrinks_or_was_overpaid_is_shared_unit_by_unit() {
    use ClaimsRule::{EqualAwards, Proportional};
    for (rule, claims, held, estate) in [
        // A refund: 2/3, 1/4 and 8/9 of a unit too much are taken back.
        (Proportional, &[6, 2, 8][..], &[2, 0, 2][..], 2),
        // A ninth of a unit is less than none beside a whole one.
        (Proportional, &[4, 3, 0, 2], &[3, 0, 1, 2], 5),
        (EqualAwards, &[100, 100, 100], &[34, 33, 33], 50),
        // The last holds 14 too many, for which the others wait seven units each.
        (EqualAwards, &[10, 10, 100], &[0, 0, 30], 36),
        // The last holds nine too many, and the others give back from the smallest fraction on.
        (
            Proportional,
            &[3, 3, 6, 3, 4, 3, 5, 6, 6, 3, 3],
            &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11],
            30,
        ),
    ] {
        let expected = unit_by_unit(rule, held, estate, claims);
        assert_eq!(after(rule, held, estate, claims), expected, "{claims:?}");
    }
}

#[test]
fn one_unit_goes_to_the_largest_claim_however_large_all_are() {
    let wide = i128::from(u64::MAX);
    for claims in [
        &[wide - 1, wide][..],
        &[5, wide + 10, wide + 9],
        &[5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6],
    ] {
        let most = claims.iter().max().unwrap();
        let expected: Vec<i128> = claims.iter().map(|claim| (claim == most).into()).collect();
        assert_eq!(units(ClaimsRule::Proportional, 1, claims), expected);
    }
}

#[test]
fn what_nobody_claims_is_not_paid_after_what_was_paid() {
    for rule in ClaimsRule::ALL {
        assert_eq!(after(rule, &[1, 0], 10, &[4, 2]), [3, 2], "{rule:?}");
    }
}

/// Peers pay the Talmud on what remains; it is not the Talmud of what was claimed.
#[test]
fn the_talmud_depends_on_the_path() {
    let claims = [10_000, 20_000, 30_000];
    assert_eq!(
        units(ClaimsRule::Talmud, 30_000, &claims),
        [5_000, 10_000, 15_000]
    );
    let first = units(ClaimsRule::Talmud, 10_000, &claims);
    let rest: Vec<i128> = claims
        .iter()
        .zip(&first)
        .map(|(claim, paid)| claim - paid)
        .collect();
    let then = units(ClaimsRule::Talmud, 20_000, &rest);
    let both: Vec<i128> = first.iter().zip(then).map(|(one, two)| one + two).collect();
    assert_eq!(both, [6_667, 11_667, 11_666]);
}

#[test]
fn refusals_come_in_the_order_of_the_page() {
    let text = |estate, claims: &[Money]| {
        ClaimsRule::Talmud
            .award(estate, claims)
            .unwrap_err()
            .to_string()
    };
    let euro = Money::from_minor(1, Currency::EUR);
    assert_eq!(text(usd(-1), &[euro]), "an estate in USD takes no EUR");
    assert_eq!(
        text(usd(-1), &[usd(-1)]),
        "an estate of -0.01 USD is below zero"
    );
    assert_eq!(
        text(usd(1), &[usd(1), usd(-1)]),
        "the claim -0.01 USD at position 1 is below zero"
    );
    assert_eq!(text(usd(1), &[]), "no claims");
    let error = ClaimsRule::InOrder
        .award_after(&[euro], usd(1), &[usd(1)])
        .unwrap_err();
    assert_eq!(error.to_string(), "an estate in USD takes no EUR");
    let error = ClaimsRule::InOrder
        .award_after(&[], usd(1), &[usd(1)])
        .unwrap_err();
    assert_eq!(
        error,
        ClaimsError::LengthMismatch {
            claims: 1,
            given: 0
        }
    );
    assert_eq!(error.to_string(), "0 amounts for 1 claims");
}

#[test]
fn an_exact_award_is_a_ratio_where_that_is_in_range() {
    let exact = |claims: &[i128]| award(ClaimsRule::Proportional, 10, claims).exact().to_vec();
    let [third, rest] = exact(&[10, 20])[..] else {
        panic!("two awards");
    };
    assert_eq!(third.to_ratio(), Ratio::new(10, 3).ok());
    assert_eq!(rest.to_ratio(), Ratio::new(20, 3).ok());
    assert!(!third.is_whole());
    assert!(exact(&[10, 10]).iter().all(|award| award.is_whole()));
}
