//! Models that move a split, and a ledger with and without a long history (spec/splits.md 3, 5).

use std::collections::BTreeMap;
use std::hint::black_box;

use partnership::allocate::Ledger;
use partnership::split::{
    Composition, Contributed, ContributionType, EquityTerms, Measured, Opening, Performance,
    RiskTerms, Split, TypeWeight,
};
use partnership::{Currency, Money, PartyId, Ratio, Weights};

use crate::measure::{Numbers, Way, interleave, line};

pub fn report() {
    println!("\na split by contribution, then risk, then performance, against its bare products");
    for parties in [2, 10, 50] {
        composition(parties);
    }
    println!("\nLedger::pay_into after a history of payments, against an empty one");
    for parties in [2, 10, 100] {
        long_history(parties);
    }
}

fn names(parties: usize) -> Vec<PartyId> {
    let name = |at| PartyId::new(&format!("party {at:03}")).unwrap();
    (0..parties).map(name).collect()
}

/// The figures of one party: base, exposure, score in tenths.
type Row = (i128, i128, i128);

/// `base x (1 - theta) + exposure x theta`, then times the score: three products a party, and the
/// sums that they are over. Everybody stays in the band.
fn bare(rows: &[Row], out: &mut [(i128, i128)]) {
    let base: i128 = rows.iter().map(|row| row.0).sum();
    let exposed: i128 = rows.iter().map(|row| row.1).sum();
    let mut sum = 0;
    for ((own, exposure, score), part) in rows.iter().zip(out.iter_mut()) {
        let blended = 7 * own * exposed + 3 * exposure * base;
        part.0 = blended * score;
        sum += part.0;
    }
    for part in out {
        part.1 = sum;
    }
}

fn composition(parties: usize) {
    let mut numbers = Numbers(3);
    let mut number = |most| i128::from(1 + numbers.below(most));
    let rows: Vec<Row> = (0..parties)
        .map(|_| (number(30), number(30), 9 + number(2)))
        .collect();
    let names = names(parties);
    let column = |of: fn(&Row) -> i128| names.iter().cloned().zip(rows.iter().map(of));
    let kind = |name: &str, of| ContributionType {
        name: name.to_owned(),
        weight: TypeWeight::new(1),
        contributed: Contributed::Amounts(
            column(of)
                .map(|(party, amount)| (party, u64::try_from(amount).unwrap()))
                .collect(),
        ),
    };
    let base = column(|row| row.0).map(|(party, own)| (party, Ratio::new(own, 1).unwrap()));
    let opening = Opening::Fixed(Split::weighted(base).unwrap());
    let risk = RiskTerms::new(vec![kind("risk", |row| row.1)], "3/10".parse().unwrap()).unwrap();
    let scores: BTreeMap<PartyId, Ratio> = column(|row| row.2)
        .map(|(party, tenths)| (party, Ratio::new(tenths, 10).unwrap()))
        .collect();
    let performance = Performance {
        terms: EquityTerms::default(),
        measured: Measured::Scores(scores),
        current: None,
    };
    let compose = || {
        let performance = Some(performance.clone());
        Composition::new(opening.clone(), Some(risk.clone()), performance).unwrap()
    };
    let mut out = vec![(0, 1); parties];
    bare(&rows, &mut out);
    for ((_, share), (part, sum)) in compose().split().shares().into_iter().zip(&out) {
        assert_eq!(share, Ratio::new(*part, *sum).unwrap(), "the same figures");
    }
    let all = compose();
    let times = interleave(&mut [
        Way::new("bare", || bare(black_box(&rows), black_box(&mut out))),
        Way::new("composed", || drop(black_box(compose()))),
        Way::new("explained", || drop(black_box(all.explain().unwrap()))),
    ]);
    let per = parties as u128;
    line(
        &format!("{parties:>9}  bare"),
        times[0],
        times[0],
        per,
        None,
    );
    line(
        &format!("{parties:>9}  composed"),
        times[1],
        times[0],
        per,
        None,
    );
    line(
        &format!("{parties:>9}  explained"),
        times[2],
        times[0],
        per,
        None,
    );
}

fn long_history(parties: usize) {
    let mut numbers = Numbers(5);
    let points: Vec<u64> = (0..parties).map(|_| 1 + numbers.below(1_000)).collect();
    let weights = Weights::new(points).unwrap();
    let fresh = Ledger::with_parties(Currency::USD, names(parties));
    let mut old = fresh.clone();
    let mut lines = vec![Money::zero(Currency::USD); parties];
    let amounts: Vec<Money> = (0..1_000)
        .map(|_| {
            Money::from_minor(
                i64::try_from(numbers.below(1_000_003)).unwrap(),
                Currency::USD,
            )
        })
        .collect();
    for amount in amounts.iter().cycle().take(200_000) {
        old.pay_into(*amount, &weights, &mut lines).unwrap();
    }
    let mut other = lines.clone();
    let times = interleave(&mut [
        Way::new("after no payment", || {
            let mut ledger = fresh.clone();
            for amount in &amounts {
                ledger.pay_into(*amount, &weights, &mut lines).unwrap();
            }
            black_box(&ledger);
        }),
        Way::new("after 200,000 payments", || {
            let mut ledger = old.clone();
            for amount in &amounts {
                ledger.pay_into(*amount, &weights, &mut other).unwrap();
            }
            black_box(&ledger);
        }),
    ]);
    let per = 1_000 * parties as u128;
    line(
        &format!("{parties:>9}  after no payment"),
        times[0],
        times[0],
        per,
        None,
    );
    let what = format!("{parties:>9}  after 200,000 payments");
    line(&what, times[1], times[0], per, Some(120));
}
