//! The ratios of allocation (spec/splits.md 5).

use std::hint::black_box;

use partnership::allocate::{Apportionment, Ledger};
use partnership::{Currency, Money, PartyId, Weights};
use rust_decimal::Decimal;

use crate::bare::floors;
use crate::measure::{Numbers, Way, interleave, line};

const TOTAL: i64 = 123_456_789_017;

pub fn report() {
    println!("one total over N weights, uniform 1..=10^6");
    let bounds = [
        (2, 200, 150),
        (10, 400, 350),
        (100, 400, 350),
        (10_000, 350, 320),
        (1_000_000, 300, 280),
    ];
    for (parties, full, prepared) in bounds {
        one_total(parties, full, prepared);
    }
    distributions();
    many_amounts();
    other_doors();
}

fn uniform(parties: usize, most: u64) -> Vec<u64> {
    let mut numbers = Numbers(7);
    (0..parties).map(|_| 1 + numbers.below(most)).collect()
}

fn one_total(parties: usize, full: u32, prepared: u32) {
    let list = uniform(parties, 1_000_000);
    let times = against_bare(&list);
    let per = parties as u128;
    line(
        &format!("{parties:>9}  bare"),
        times[0],
        times[0],
        per,
        None,
    );
    line(
        &format!("{parties:>9}  full"),
        times[1],
        times[0],
        per,
        Some(full),
    );
    line(
        &format!("{parties:>9}  prepared"),
        times[2],
        times[0],
        per,
        Some(prepared),
    );
}

/// Bare, full and prepared.
fn against_bare(list: &[u64]) -> Vec<u128> {
    let weights = Weights::new(list).unwrap();
    let sum = weights.sum();
    let mut outs = vec![vec![0_i64; list.len()]; 3];
    let [one, two, three] = &mut outs[..] else {
        return Vec::new();
    };
    interleave(&mut [
        Way::new("bare", || {
            floors(
                black_box(TOTAL.unsigned_abs()),
                black_box(list),
                sum,
                black_box(one),
            )
        }),
        Way::new("full", || {
            let division = Apportionment::over(black_box(list)).unwrap();
            division
                .allocate_minor_into(black_box(TOTAL), black_box(two))
                .unwrap();
        }),
        Way::new("prepared", || {
            black_box(&weights)
                .allocate_minor_into(black_box(TOTAL), black_box(three))
                .unwrap();
        }),
    ])
}

fn distributions() {
    println!("\nother distributions: 1,000,000 parties, and the time per party against 10,000");
    let shapes: [(&str, fn(usize) -> Vec<u64>, Option<u32>); 7] = [
        ("equal", |n| vec![7; n], Some(100)),
        (
            "two values, half each",
            |n| {
                (0..n)
                    .map(|at| if at < n / 2 { 3 } else { 1_000_003 })
                    .collect()
            },
            Some(600),
        ),
        (
            "two values, in turns",
            |n| {
                (0..n)
                    .map(|at| if at % 2 == 0 { 3 } else { 1_000_003 })
                    .collect()
            },
            Some(600),
        ),
        (
            "1/i",
            |n| (1..=n as u64).map(|at| 1_000_000_000 / at).collect(),
            None,
        ),
        (
            "1/i, small",
            |n| (1..=n as u64).map(|at| 1_000_000 / at).collect(),
            None,
        ),
        (
            "90% zeros",
            |n| {
                uniform(n, 1_000_000)
                    .iter()
                    .enumerate()
                    .map(|(at, w)| if at % 10 == 0 { *w } else { 0 })
                    .collect()
            },
            None,
        ),
        ("random 2^40", |n| uniform(n, 1 << 40), Some(600)),
    ];
    for (name, shape, bound) in shapes {
        let few = against_bare(&shape(10_000));
        let many = against_bare(&shape(1_000_000));
        line(&format!("{name}, full"), many[1], many[0], 1_000_000, bound);
        line(
            &format!("{name}, prepared"),
            many[2],
            many[0],
            1_000_000,
            bound,
        );
        line(
            &format!("{name}, full, per party at 1M against 10,000"),
            many[1],
            few[1] * 100,
            1_000_000,
            Some(200),
        );
    }
}

fn many_amounts() {
    println!("\n4,000 amounts over the same basis points, against multiply and divide");
    let mut numbers = Numbers(11);
    let amounts: Vec<i64> = (0..4_000)
        .map(|_| i64::try_from(numbers.below(100_000_000)).unwrap())
        .collect();
    let decimals: Vec<Decimal> = amounts
        .iter()
        .map(|amount| Decimal::from(*amount))
        .collect();
    for (parties, bound) in [(2, 100), (3, 150), (5, 170), (8, 200)] {
        let mut points = vec![10_000 / parties as u64; parties];
        points[0] += 10_000 - points.iter().sum::<u64>() + 7;
        points[1] -= 7;
        let weights = Weights::new(points.clone()).unwrap();
        let narrow: Vec<u32> = points
            .iter()
            .map(|point| u32::try_from(*point).unwrap())
            .collect();
        let ratios: Vec<Decimal> = points.iter().map(|point| Decimal::from(*point)).collect();
        let (mut one, mut two) = (vec![0_u64; parties], vec![0_i64; parties]);
        let times = interleave(&mut [
            Way::new("bare", || {
                let sum: u64 = black_box(10_000);
                for amount in black_box(&amounts) {
                    for (point, part) in black_box(&points).iter().zip(&mut one) {
                        *part = amount.unsigned_abs() * point / sum;
                    }
                    black_box(&mut one);
                }
            }),
            Way::new("prepared", || {
                for amount in black_box(&amounts) {
                    black_box(&weights)
                        .allocate_minor_into(*amount, &mut two)
                        .unwrap();
                    black_box(&mut two);
                }
            }),
            Way::new("rusty-money", || {
                for amount in &amounts {
                    let money = rusty_money::Money::from_minor(*amount, rusty_money::iso::USD);
                    black_box(money.allocate(black_box(narrow.clone())).is_ok());
                }
            }),
            Way::new("rust_decimal", || {
                for amount in &decimals {
                    black_box(largest_remainder(*amount, black_box(&ratios)));
                }
            }),
        ]);
        let per = 4_000 * parties as u128;
        line(
            &format!("{parties:>9}  bare"),
            times[0],
            times[0],
            per,
            None,
        );
        line(
            &format!("{parties:>9}  prepared"),
            times[1],
            times[0],
            per,
            Some(bound),
        );
        line(
            &format!("{parties:>9}  rusty-money"),
            times[2],
            times[0],
            per,
            None,
        );
        line(
            &format!("{parties:>9}  rust_decimal largest remainder"),
            times[3],
            times[0],
            per,
            None,
        );
    }
}

/// What one writes without this crate: shares as decimals, floors, and a sort of what is cut off.
fn largest_remainder(total: Decimal, weights: &[Decimal]) -> Vec<Decimal> {
    let sum = weights
        .iter()
        .fold(Decimal::ZERO, |sum, weight| sum + weight);
    let shares: Vec<Decimal> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut parts: Vec<Decimal> = shares.iter().map(Decimal::floor).collect();
    let mut left = total - parts.iter().fold(Decimal::ZERO, |sum, part| sum + part);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(shares[*at] - parts[*at]));
    for at in order {
        if left <= Decimal::ZERO {
            break;
        }
        parts[at] += Decimal::ONE;
        left -= Decimal::ONE;
    }
    parts
}

fn other_doors() {
    println!("\nother doors, against the i64 door over the same weights");
    for parties in [10, 10_000] {
        let list = uniform(parties, 1_000_000);
        let weights = Weights::new(list.as_slice()).unwrap();
        let small = Money::from_minor(TOTAL, Currency::USD);
        let large = Money::from_minor_wide(i128::from(TOTAL) << 40, Currency::USD).unwrap();
        let mut minor = vec![0_i64; parties];
        let mut one = vec![Money::zero(Currency::USD); parties];
        let mut two = one.clone();
        let times = interleave(&mut [
            Way::new("i64", || {
                weights
                    .allocate_minor_into(black_box(TOTAL), &mut minor)
                    .unwrap()
            }),
            Way::new("Money", || {
                weights.allocate_into(black_box(small), &mut one).unwrap()
            }),
            Way::new("wide Money", || {
                weights.allocate_into(black_box(large), &mut two).unwrap()
            }),
        ]);
        let per = parties as u128;
        line(
            &format!("{parties:>9}  &mut [Money]"),
            times[1],
            times[0],
            per,
            Some(300),
        );
        line(
            &format!("{parties:>9}  &mut [Money], total of 2^76"),
            times[2],
            times[0],
            per,
            Some(300),
        );
    }
    println!("\nLedger::pay_into, against one full allocation");
    for parties in [2, 5, 10] {
        let list = uniform(parties, 1_000_000);
        let points: Vec<u64> = list.iter().map(|weight| weight % 1000 + 1).collect();
        let weights = Weights::new(points.as_slice()).unwrap();
        let names = (0..parties).map(|at| PartyId::new(&format!("party {at}")).unwrap());
        let mut ledger = Ledger::with_parties(Currency::USD, names);
        let mut minor = vec![0_i64; parties];
        let mut lines = vec![Money::zero(Currency::USD); parties];
        let mut amount = 0;
        let times = interleave(&mut [
            Way::new("full", || {
                let division = Apportionment::over(black_box(&points)).unwrap();
                division
                    .allocate_minor_into(black_box(TOTAL), &mut minor)
                    .unwrap();
            }),
            Way::new("pay", || {
                amount = (amount + 7_919) % 1_000_003;
                let money = Money::from_minor(amount, Currency::USD);
                ledger
                    .pay_into(black_box(money), &weights, &mut lines)
                    .unwrap();
            }),
        ]);
        line(
            &format!("{parties:>9}  pay"),
            times[1],
            times[0],
            parties as u128,
            Some(400),
        );
    }
}
