//! The ratio of waterfalls: a receipt through eight tiers of twenty parties (spec/splits.md 5).

use std::hint::black_box;

use partnership::allocate::ClaimsRule;
use partnership::split::{Receipt, Split, Tier, Waterfall, WaterfallTerms};
use partnership::{Currency, Money, PartyId, Ratio};

use crate::measure::{Numbers, Way, interleave, line};

const PARTIES: usize = 20;
const TIERS: usize = 8;

pub fn report() {
    println!(
        "\nwaterfall: a receipt through {TIERS} tiers of {PARTIES} parties, all of which move"
    );
    for (what, waterfall) in [
        ("fees, then the rest", fees()),
        ("claims, then the rest", claims()),
    ] {
        receipts(what, &waterfall);
    }
}

fn parties() -> Vec<PartyId> {
    let name = |at| PartyId::new(&format!("party {at:02}")).unwrap();
    (0..PARTIES).map(name).collect()
}

/// Weights that add up to 10,000.
fn points(numbers: &mut Numbers) -> Vec<u64> {
    let mut points: Vec<u64> = (1..PARTIES).map(|_| numbers.below(500) + 1).collect();
    let sum: u64 = points.iter().sum();
    points.push(10_000 - sum.min(9_999));
    points
}

fn split(points: &[u64]) -> Split {
    let weights = parties().into_iter().zip(points);
    Split::weighted(weights.map(|(party, weight)| (party, Ratio::from(*weight)))).unwrap()
}

/// Seven fees off the top and a residual.
fn fees() -> Waterfall {
    let mut numbers = Numbers(17);
    let mut tiers: Vec<Tier> = (1..TIERS)
        .map(|_| Tier::off_the_top(split(&points(&mut numbers)), Ratio::from_percent(10)))
        .collect();
    tiers.push(Tier::residual(split(&points(&mut numbers))));
    Waterfall::new(WaterfallTerms::new(Currency::USD, parties(), tiers)).unwrap()
}

/// A fee before each of three claims that are never filled in one receipt, and a residual.
fn claims() -> Waterfall {
    let mut numbers = Numbers(19);
    let mut tiers: Vec<Tier> = Vec::new();
    for _ in 1..TIERS {
        tiers.push(Tier::off_the_top(
            split(&points(&mut numbers)),
            Ratio::from_percent(10),
        ));
    }
    let vast = |weight: &u64| Money::from_minor_wide(i128::from(*weight) << 60, Currency::USD);
    let claims = points(&mut numbers);
    let claims = parties()
        .into_iter()
        .zip(claims.iter().map(|claim| vast(claim).unwrap()));
    tiers.push(Tier::Recoup {
        claims: claims.collect(),
        rule: ClaimsRule::Proportional,
        multiple: Ratio::ONE,
        group: None,
    });
    Waterfall::open(WaterfallTerms::new(Currency::USD, parties(), tiers)).unwrap()
}

fn receipts(what: &str, waterfall: &Waterfall) {
    let mut numbers = Numbers(23);
    let lists: Vec<Vec<u64>> = (0..TIERS).map(|_| points(&mut numbers)).collect();
    let amounts: Vec<u64> = (0..256).map(|_| numbers.below(100_000_000)).collect();
    let mut state = waterfall.new_state();
    let mut statement = waterfall.blank_statement();
    let mut out = vec![(0_u64, 0_u64); PARTIES];
    let (mut first, mut second) = (0_usize, 0_usize);
    let times = interleave(&mut [
        Way::new("bare", || {
            first = (first + 1) % amounts.len();
            for weights in black_box(&lists) {
                let amount = black_box(amounts[first]);
                for (place, weight) in out.iter_mut().zip(weights) {
                    let product = amount * weight;
                    *place = (product / 10_000, product % 10_000);
                }
                black_box(&out);
            }
        }),
        Way::new("distribute_into", || {
            second = (second + 1) % amounts.len();
            let amount = Money::from_minor(amounts[second] as i64, Currency::USD);
            let receipt = Receipt::undated(black_box(amount));
            waterfall
                .distribute_into(&mut state, receipt, &mut statement)
                .unwrap();
        }),
    ]);
    line(
        what,
        times[1],
        times[0],
        (TIERS * PARTIES) as u128,
        Some(300),
    );
}
