//! Capped pools (spec/splits.md 1.5) against a fill that follows the page, and their laws; and
//! schedules (1.6).

use partnership::allocate::{
    CappedPool, Elimination, ExactUnits, Excess, InstallmentPolicy, Installments, PoolRounding,
    PoolShares, PoolStatus, Vesting,
};
use partnership::{Currency, Money, Ratio, Rounding, Weights};
use proptest::prelude::*;

use super::exact::{Big, big, small, whole};
use crate::support::laws;

fn usd(minor: i128) -> Money {
    Money::from_minor_wide(minor, Currency::USD).unwrap()
}

fn value(units: ExactUnits) -> Big {
    whole(units.whole()) + big(units.numerator(), units.denominator())
}

fn of(ratio: Ratio) -> Big {
    big(ratio.numerator(), ratio.denominator())
}

#[derive(Clone, Debug)]
struct Given {
    budget: Ratio,
    weights: Vec<u64>,
    cap: Option<Ratio>,
    minimum: i64,
    elimination: Elimination,
    cap_excess: Excess,
    dropped: Excess,
}

impl Given {
    fn distribute(&self, rounding: PoolRounding) -> PoolShares {
        let weights = Weights::new(self.weights.as_slice()).unwrap();
        let mut pool = CappedPool::new(Currency::USD, self.budget, weights).unwrap();
        if let Some(cap) = self.cap {
            pool = pool.with_cap(cap).unwrap();
        }
        pool.with_minimum(usd(self.minimum.into()))
            .unwrap()
            .with_elimination(self.elimination)
            .with_cap_excess(self.cap_excess)
            .with_dropped(self.dropped)
            .with_rounding(rounding)
            .distribute()
            .unwrap()
    }

    /// The walk by falling weight: each takes its part of the money that is left, at most the cap.
    fn fill(&self, stays: &[bool]) -> Vec<Big> {
        let mut order: Vec<usize> = (0..stays.len()).filter(|at| stays[*at]).collect();
        order.sort_by_key(|at| std::cmp::Reverse(self.weights[*at]));
        let all: u64 = order.iter().map(|at| self.weights[*at]).sum();
        let (mut money, mut rest) = (of(self.budget), all);
        let mut shares = vec![whole(0); stays.len()];
        for at in order {
            let weight = self.weights[at];
            let (from, over) = match self.cap_excess {
                Excess::ToRemaining => (money.clone(), rest),
                Excess::Unspent => (of(self.budget), all),
            };
            let share = from * big(weight, over);
            shares[at] = self.cap.map_or(share.clone(), |cap| share.min(of(cap)));
            money -= shares[at].clone();
            rest -= weight;
        }
        shares
    }

    fn slow(&self) -> (Vec<Big>, Vec<bool>) {
        let mut stays: Vec<bool> = self.weights.iter().map(|weight| *weight > 0).collect();
        let mut shares = self.fill(&stays);
        loop {
            let below: Vec<usize> = (0..stays.len())
                .filter(|at| stays[*at] && shares[*at] < whole(self.minimum))
                .collect();
            let Some(lightest) = below.iter().map(|at| self.weights[*at]).min() else {
                break;
            };
            if self.elimination == Elimination::None {
                break;
            }
            for at in below {
                if self.elimination == Elimination::AllBelow || self.weights[at] == lightest {
                    stays[at] = false;
                    shares[at] = whole(0);
                }
            }
            if self.dropped == Excess::ToRemaining {
                shares = self.fill(&stays);
            }
        }
        (shares, stays)
    }
}

fn given() -> impl Strategy<Value = Given> {
    let excess = || prop::sample::select(vec![Excess::ToRemaining, Excess::Unspent]);
    let elimination = prop::sample::select(vec![
        Elimination::None,
        Elimination::AllBelow,
        Elimination::SmallestFirst,
    ]);
    let weight = prop_oneof![0_u64..5, 0_u64..1000, Just(10)];
    (
        (0_i128..5000, 1_i128..9),
        prop::collection::vec(weight, 1..10),
        prop::option::of((1_i128..4000, 1_i128..7)),
        0_i64..300,
        (elimination, excess(), excess()),
    )
        .prop_map(
            |(budget, mut weights, cap, minimum, (elimination, cap_excess, dropped))| {
                if weights.iter().all(|weight| *weight == 0) {
                    weights[0] = 1;
                }
                let cap = cap.map(|(above, below)| Ratio::new(above, below).unwrap());
                let floor = cap.map_or(i128::MAX, |cap| cap.round(Rounding::Floor));
                Given {
                    budget: Ratio::new(budget.0, budget.1).unwrap(),
                    weights,
                    cap,
                    minimum: minimum.min(i64::try_from(floor).unwrap_or(i64::MAX)),
                    elimination,
                    cap_excess,
                    dropped,
                }
            },
        )
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_pool_is_filled_as_the_page_says(given in given()) {
        let (shares, stays) = given.slow();
        let sum = shares.iter().fold(whole(0), |sum, share| sum + share);
        let found = given.distribute(PoolRounding::Exact);
        let mut paid = 0;
        for (at, share) in found.shares().iter().enumerate() {
            prop_assert_eq!(value(share.exact), shares[at].clone());
            let status = match given.cap {
                _ if given.weights[at] == 0 => PoolStatus::Ineligible,
                _ if !stays[at] => PoolStatus::BelowMinimum,
                Some(cap) if shares[at] == of(cap) => PoolStatus::Capped,
                _ => PoolStatus::Paid,
            };
            prop_assert_eq!(share.status, status);
            let off = whole(share.amount.minor()) - &shares[at];
            prop_assert!(off < whole(1) && off > whole(-1));
            paid += share.amount.minor();
        }
        prop_assert_eq!(whole(paid), sum.floor());
        prop_assert_eq!(value(found.rest()), of(given.budget) - whole(paid));
        prop_assert_eq!(found.drift(), None);
        prop_assert!(value(found.rest()) >= whole(0));
    }

    #[test]
    fn shares_rounded_alone_show_their_drift(
        given in given(), rounding in prop::sample::select(&Rounding::ALL)
    ) {
        let (shares, _) = given.slow();
        let sum = shares.iter().fold(whole(0), |sum, share| sum + share);
        let found = given.distribute(PoolRounding::EachAlone(rounding));
        let paid: i128 = found.amounts().map(Money::minor).sum();
        prop_assert_eq!(value(found.drift().unwrap()), whole(paid) - &sum);
        prop_assert_eq!(value(found.rest()), of(given.budget) - sum);
        for (amount, share) in found.amounts().zip(shares) {
            let exact = Ratio::new(small(share.numer()), small(share.denom())).unwrap();
            prop_assert_eq!(amount.minor(), exact.round(rounding));
        }
    }

    #[test]
    fn installments_follow_their_policy(
        total in prop_oneof![-100_i128..100, -(1_i128 << 95)..1 << 95], list in prop::collection::vec(0_u64..9, 1..8),
        policy in prop::sample::select(&InstallmentPolicy::ALL)
    ) {
        let mut list = list;
        if list.iter().all(|weight| *weight == 0) {
            list[0] = 1;
        }
        let plan = Installments::new(Weights::new(list.as_slice()).unwrap(), policy);
        let parts: Vec<i128> = plan.parts(usd(total)).into_iter().map(Money::minor).collect();
        let back: Vec<i128> = plan.parts(usd(-total)).into_iter().map(|part| -part.minor()).collect();
        prop_assert_eq!(&parts, &back);
        prop_assert_eq!(parts.iter().sum::<i128>(), total);
        let sum: u64 = list.iter().sum();
        let magnitude = total.abs();
        let floors: Vec<Big> = list.iter().map(|weight| (whole(magnitude) * big(*weight, sum)).floor()).collect();
        let left = magnitude - small(&floors.iter().fold(whole(0), |sum, floor| sum + floor).to_integer());
        let open: Vec<usize> = (0..list.len()).filter(|at| list[*at] > 0).collect();
        let extra = |at: usize| parts[at].abs() - small(&floors[at].to_integer());
        let few = usize::try_from(left).unwrap();
        let mut until = 0;
        for (at, weight) in list.iter().enumerate() {
            prop_assert!(*weight > 0 || parts[at] == 0);
            let place = open.iter().position(|open| *open == at);
            let expected = match (policy, place) {
                (InstallmentPolicy::FrontLoaded, Some(place)) => Some(i128::from(place < few)),
                (InstallmentPolicy::BackLoaded, Some(place)) => Some(i128::from(place >= open.len() - few)),
                (InstallmentPolicy::FrontSingle, Some(place)) => Some(if place == 0 { left } else { 0 }),
                (InstallmentPolicy::BackSingle, Some(place)) => Some(if place == open.len() - 1 { left } else { 0 }),
                _ => None,
            };
            prop_assert!(expected.is_none_or(|expected| expected == extra(at)));
            until += weight;
            let so_far: i128 = parts[..=at].iter().map(|part| part.abs()).sum();
            let exact = whole(magnitude) * big(until, sum);
            match policy {
                InstallmentPolicy::CumulativeRounding => prop_assert_eq!(whole(so_far), (exact + big(1, 2)).floor()),
                InstallmentPolicy::CumulativeRoundDown => prop_assert_eq!(whole(so_far), exact.floor()),
                _ => {}
            }
        }
    }

    #[test]
    fn what_is_vested_are_the_first_equal_installments(
        total in -10_000_i128..10_000, periods in 1_u32..40, cliff in 0_u32..40, elapsed in 0_u32..60,
        policy in prop::sample::select(&InstallmentPolicy::ALL)
    ) {
        let cliff = cliff.min(periods);
        let vested = Vesting::new(periods, cliff, policy).unwrap().vested(usd(total), elapsed);
        let equal = Weights::new(vec![1; usize::try_from(periods).unwrap()]).unwrap();
        let parts = Installments::new(equal, policy).parts(usd(total));
        let first = parts.iter().take(usize::try_from(elapsed).unwrap()).map(|part| part.minor());
        prop_assert_eq!(vested.minor(), if elapsed < cliff { 0 } else { first.sum() });
    }
}

#[test]
fn every_small_grant_vests_by_every_policy_as_its_equal_installments() {
    for policy in InstallmentPolicy::ALL {
        for periods in 1..=5_u32 {
            let equal = Weights::new(vec![1; usize::try_from(periods).unwrap()]).unwrap();
            let plan = Installments::new(equal, policy);
            let vesting = Vesting::new(periods, 0, policy).unwrap();
            for total in -11..=11 {
                let mut first = 0;
                for (elapsed, part) in (1..).zip(plan.parts(usd(total))) {
                    first += part.minor();
                    assert_eq!(
                        vesting.vested(usd(total), elapsed).minor(),
                        first,
                        "{total} after {elapsed} of {periods} by {policy:?}"
                    );
                }
                assert_eq!(vesting.vested(usd(total), 0).minor(), 0);
                assert_eq!(vesting.vested(usd(total), 99).minor(), total);
            }
        }
    }
}

#[test]
fn a_long_vesting_takes_no_time() {
    let vesting = Vesting::new(u32::MAX, 0, InstallmentPolicy::FrontLoaded).unwrap();
    assert_eq!(
        vesting.vested(usd(1 << 40), u32::MAX / 2).minor(),
        (1 << 39) - 128 + 128
    );
    let error = Vesting::new(3, 4, InstallmentPolicy::FrontLoaded).unwrap_err();
    assert_eq!(error.to_string(), "a cliff of 4 does not fit 3 periods");
}

#[test]
fn installments_fill_a_slice_of_their_length_only() {
    let plan = Installments::new(
        Weights::new(vec![1, 3]).unwrap(),
        InstallmentPolicy::FrontLoaded,
    );
    let mut parts = [usd(7); 2];
    plan.parts_into(usd(-6), &mut parts).unwrap();
    assert_eq!(parts, [usd(-2), usd(-4)]);
    let error = plan.parts_into(usd(6), &mut [usd(0)]).unwrap_err();
    assert_eq!(error.to_string(), "2 tranches do not fill a slice of 1");
}

fn pool(budget: &str, weights: &[u64]) -> CappedPool {
    let weights = Weights::new(weights).unwrap();
    CappedPool::new(Currency::USD, budget.parse().unwrap(), weights).unwrap()
}

fn paid(shares: &PoolShares) -> Vec<i128> {
    shares.amounts().map(Money::minor).collect()
}

#[test]
fn what_a_pool_leaves_and_drifts_by_is_shown_as_one_fraction() {
    let down = PoolRounding::EachAlone(Rounding::Down);
    let third: Ratio = "1/3".parse().unwrap();
    // 31/3 of a unit pay 10; of 4/3 two caps of 1/3 leave 2/3 and pay nothing.
    for (pool, rest, drift) in [
        (pool("31/3", &[1]), "0", "-1/3"),
        (pool("4/3", &[1, 1]).with_cap(third).unwrap(), "2/3", "-2/3"),
        (pool("10", &[1, 2]), "0", "-1"),
    ] {
        let found = pool.with_rounding(down).distribute().unwrap();
        let figures = [found.rest(), found.drift().unwrap()];
        for (figure, text) in figures.into_iter().zip([rest, drift]) {
            assert_eq!(figure.to_string(), text);
            assert_eq!(format!("{figure:?}"), text);
            assert_eq!(figure.to_ratio(), text.parse().ok());
            assert_eq!(figure.is_whole(), !text.contains('/'), "{text}");
        }
    }
    assert_eq!(
        pool("10", &[1, 2]).distribute().unwrap().rest(),
        ExactUnits::ZERO
    );
}

#[test]
fn a_pool_without_a_minimum_drops_nobody() {
    let half: Ratio = "1/2".parse().unwrap();
    let capped = pool("1", &[1, 1, 1]).with_cap(half).unwrap();
    for pool in [
        capped.clone(),
        capped.with_elimination(Elimination::AllBelow),
    ] {
        let found = pool.distribute().unwrap();
        assert_eq!(paid(&found), [1, 0, 0]);
        assert!(
            found
                .shares()
                .iter()
                .all(|share| share.status == PoolStatus::Paid)
        );
    }
}

#[test]
fn a_single_weight_of_one_takes_the_pool() {
    assert_eq!(paid(&pool("10", &[1]).distribute().unwrap()), [10]);
    assert_eq!(
        paid(&pool("10", &[0, 1, 0]).distribute().unwrap()),
        [0, 10, 0]
    );
}

#[test]
fn whoever_leaves_a_pool_whose_others_are_all_capped_leaves_his_share_unspent() {
    let found = pool("44", &[10, 10, 1])
        .with_cap(Ratio::from(20))
        .and_then(|pool| pool.with_minimum(usd(5)))
        .unwrap()
        .with_elimination(Elimination::AllBelow)
        .distribute()
        .unwrap();
    assert_eq!(paid(&found), [20, 20, 0]);
    assert_eq!(found.shares()[2].status, PoolStatus::BelowMinimum);
    assert_eq!(found.rest().to_string(), "4");
}

#[test]
fn shares_are_exact_over_127_bits_and_refused_over_128() {
    let fine = Ratio::new(1, (1 << 126) + 1).unwrap();
    let found = pool("1", &[1])
        .with_cap(fine)
        .unwrap()
        .distribute()
        .unwrap();
    assert_eq!(found.shares()[0].exact.to_ratio(), Some(fine));
    assert_eq!(found.shares()[0].status, PoolStatus::Capped);
    let halves = CappedPool::new(Currency::USD, fine, Weights::new(vec![1, 1]).unwrap());
    let error = halves.unwrap().distribute().unwrap_err();
    assert_eq!(error, partnership::allocate::PoolError::Overflow);
}

#[test]
fn a_pool_is_refused_in_the_order_of_the_page() {
    let pool = |budget: i64| {
        let weights = Weights::new(vec![1, 1]).unwrap();
        CappedPool::new(Currency::USD, Ratio::from(budget), weights)
    };
    assert_eq!(
        pool(-1).unwrap_err().to_string(),
        "a pool of -1 units is below zero"
    );
    let text =
        |pool: Result<CappedPool, partnership::allocate::PoolError>| pool.unwrap_err().to_string();
    assert_eq!(
        text(pool(1).unwrap().with_cap(Ratio::ZERO)),
        "a cap must be above zero, not 0 units"
    );
    assert_eq!(
        text(pool(1).unwrap().with_minimum(usd(-1))),
        "a minimum of -0.01 USD is below zero"
    );
    let capped = pool(1)
        .unwrap()
        .with_cap(Ratio::new(9, 2).unwrap())
        .unwrap();
    assert_eq!(
        text(capped.with_minimum(usd(5))),
        "the minimum of 0.05 USD is above the cap of 9/2 units"
    );
    let euro = Money::from_minor(1, Currency::EUR);
    assert_eq!(
        text(pool(1).unwrap().with_minimum(euro)),
        "a pool in USD takes no EUR"
    );
    let fine = Ratio::new(1, i128::MAX).unwrap();
    let pool = CappedPool::new(Currency::USD, fine, Weights::new(vec![1, 2]).unwrap()).unwrap();
    assert_eq!(
        pool.distribute().unwrap_err().to_string(),
        "the shares of the pool are beyond the range of exact units"
    );
}
