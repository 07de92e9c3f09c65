//! The ratio of waterfalls: a receipt through eight tiers of twenty parties (spec/splits.md 5).

use std::hint::black_box;

use partnership::allocate::{ClaimsRule, Ledger};
use partnership::split::{Receipt, Split, Tier, Waterfall, WaterfallTerms};
use partnership::{Currency, Money, PartyId, Ratio, Weights};

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
    Split::weighted(weights.map(|(party, weight)| (party, *weight))).unwrap()
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

/// Seven fees off the top and claims that no receipt fills.
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

/// A receipt against the payments of its tiers alone: eight ledgers of as many parties, each with
/// the weights of a tier; and against a loop that multiplies and divides once per line.
fn receipts(what: &str, waterfall: &Waterfall) {
    let mut numbers = Numbers(23);
    let lists: Vec<Vec<u64>> = (0..TIERS).map(|_| points(&mut numbers)).collect();
    let weights: Vec<Weights> = lists
        .iter()
        .map(|list| Weights::new(list.clone()).unwrap())
        .collect();
    let ledger = || Ledger::with_parties(Currency::USD, parties());
    let mut ledgers: Vec<Ledger> = (0..TIERS).map(|_| ledger()).collect();
    let amounts: Vec<u64> = (0..256).map(|_| numbers.below(100_000_000)).collect();
    let money: Vec<Money> = amounts
        .iter()
        .map(|amount| Money::from_minor(*amount as i64, Currency::USD))
        .collect();
    let mut state = waterfall.new_state();
    let mut statement = waterfall.blank_statement();
    let mut out = vec![(0_u64, 0_u64); PARTIES];
    let mut lines = vec![Money::zero(Currency::USD); PARTIES];
    let mut at = [0_usize; 3];
    let [first, second, third] = &mut at;
    let times = interleave(&mut [
        Way::new("a loop", || {
            *first = (*first + 1) % amounts.len();
            for weights in black_box(&lists) {
                let amount = black_box(amounts[*first]);
                for (place, weight) in out.iter_mut().zip(weights) {
                    let product = amount * weight;
                    *place = (product / 10_000, product % 10_000);
                }
                black_box(&out);
            }
        }),
        Way::new("the payments", || {
            *second = (*second + 1) % money.len();
            for (ledger, weights) in ledgers.iter_mut().zip(black_box(&weights)) {
                let amount = black_box(money[*second]);
                ledger.pay_into(amount, weights, &mut lines).unwrap();
                black_box(&lines);
            }
        }),
        Way::new("distribute_into", || {
            *third = (*third + 1) % money.len();
            let receipt = Receipt::undated(black_box(money[*third]));
            waterfall
                .distribute_into(&mut state, receipt, &mut statement)
                .unwrap();
        }),
    ]);
    let each = (TIERS * PARTIES) as u128;
    let against = format!("{what}, against the payments");
    line(&against, times[2], times[1], each, Some(300));
    line("  against a loop", times[2], times[0], each, None);
}
