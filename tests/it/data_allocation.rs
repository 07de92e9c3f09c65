//! Real rounds, splits and payouts, reproduced to the unit from the data of `PARTNERSHIP_DATA`.

use std::collections::BTreeMap;

use partnership::allocate::{CappedPool, Elimination, ExactUnits, PoolRounding, PoolShares};
use partnership::{Currency, Money, Ratio, Rounding, Weights};
use serde::Deserialize;

use crate::support::data;

fn rows<T: for<'a> Deserialize<'a>>(name: &str) -> Option<Vec<T>> {
    let path = data(name)?;
    let mut reader = csv::Reader::from_path(path).unwrap();
    Some(reader.deserialize().map(Result::unwrap).collect())
}

#[derive(Deserialize)]
struct Round {
    track: String,
    round: String,
    budget: String,
    min_amount: String,
    max_share: String,
    paid_projects: usize,
    published_total: String,
}

#[derive(Deserialize)]
struct Payout {
    round: String,
    project: String,
    score: String,
    op_reward: String,
}

/// A score times 10^18, cut to a whole number; the text is that of a binary float.
fn weight(score: &str) -> u64 {
    let (digits, exponent) = score.split_once('e').unwrap_or((score, "0"));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let shift = exponent.parse::<i32>().unwrap() + 18 - i32::try_from(decimals.len()).unwrap();
    let number: u128 = format!("{whole}{decimals}").parse().unwrap();
    let power = 10_u128.pow(shift.unsigned_abs());
    u64::try_from(if shift < 0 {
        number / power
    } else {
        number * power
    })
    .unwrap()
}

fn op() -> Currency {
    Currency::custom("OP", 2).unwrap()
}

fn tokens(text: &str) -> Money {
    format!("{text} OP:2").parse().unwrap()
}

fn distribute(round: &Round, weights: &[u64], rounding: PoolRounding) -> PoolShares {
    let budget: Ratio = round.budget.parse().unwrap();
    let budget = budget.checked_mul(Ratio::from(100_u32)).unwrap();
    let share: Ratio = round.max_share.parse().unwrap();
    CappedPool::new(op(), budget, Weights::new(weights).unwrap())
        .unwrap()
        .with_cap(budget.checked_mul(share).unwrap())
        .unwrap()
        .with_minimum(tokens(&round.min_amount))
        .unwrap()
        .with_elimination(Elimination::AllBelow)
        .with_rounding(rounding)
        .distribute()
        .unwrap()
}

/// Hundredths of a unit, rounded half away from zero, as the page prints a drift.
fn hundredths(drift: ExactUnits) -> i128 {
    let drift = drift.to_ratio().unwrap();
    drift
        .checked_mul(Ratio::from(100_u32))
        .unwrap()
        .round(Rounding::HalfAwayFromZero)
}

#[test]
fn every_published_reward_of_seven_rounds_comes_out_to_the_cent() {
    let (Some(rounds), Some(payouts)) = (
        rows::<Round>("op_retro_rounds.csv"),
        rows::<Payout>("op_retro_payouts.csv"),
    ) else {
        return;
    };
    // Drift in hundredths of a unit, and payouts that exact allocation moves by one cent.
    let printed = BTreeMap::from([
        ("S7/M1", (-133, 1)),
        ("S7/M2", (67, 1)),
        ("S7/M4", (200, 2)),
        ("S7/M5", (-400, 4)),
        ("S8/M7", (-100, 1)),
        ("S8/M8", (200, 2)),
        ("S8/M9", (0, 0)),
    ]);
    let mut compared = 0;
    for round in &rounds {
        assert_eq!(round.track, "onchain");
        let of_round = || payouts.iter().filter(|payout| payout.round == round.round);
        let paid = of_round().filter(|payout| !payout.op_reward.is_empty());
        assert_eq!(paid.clone().count(), round.paid_projects);
        let total = Money::sum(op(), paid.map(|payout| tokens(&payout.op_reward))).unwrap();
        assert_eq!(total, tokens(&round.published_total));
        // The figures of S7/M3 were restated after publication.
        let Some((drift, moved)) = printed.get(round.round.as_str()) else {
            assert_eq!(round.round, "S7/M3");
            continue;
        };
        let mut scored: Vec<&Payout> = of_round()
            .filter(|payout| !payout.score.is_empty())
            .collect();
        scored.sort_by(|left, right| left.project.cmp(&right.project));
        let weights: Vec<u64> = scored.iter().map(|payout| weight(&payout.score)).collect();
        let books = distribute(round, &weights, PoolRounding::EachAlone(Rounding::HalfEven));
        for (payout, amount) in scored.iter().zip(books.amounts()) {
            let reward = if payout.op_reward.is_empty() {
                "0"
            } else {
                &payout.op_reward
            };
            assert_eq!(amount, tokens(reward), "{} {}", round.round, payout.project);
            compared += 1;
        }
        assert_eq!(
            hundredths(books.drift().unwrap()),
            *drift,
            "{}",
            round.round
        );
        let exact = distribute(round, &weights, PoolRounding::Exact);
        let budget: Ratio = round.budget.parse().unwrap();
        let budget = budget.checked_mul(Ratio::from(100_u32)).unwrap();
        let all: i128 = exact.amounts().map(Money::minor).sum();
        assert_eq!(all, budget.round(Rounding::Floor), "{}", round.round);
        let apart = books.amounts().zip(exact.amounts());
        let apart: Vec<i128> = apart
            .map(|(one, two)| (one.minor() - two.minor()).abs())
            .collect();
        assert!(apart.iter().all(|apart| *apart <= 1));
        assert_eq!(apart.iter().sum::<i128>(), *moved, "{}", round.round);
    }
    assert_eq!((rounds.len(), payouts.len(), compared), (8, 1847, 1624));
}

#[derive(Deserialize)]
struct Book {
    r#type: String,
    price: Ratio,
    units: Ratio,
    retailer: Ratio,
    author: Ratio,
    publisher: Ratio,
}

#[test]
fn every_real_book_is_split_as_published() {
    let Some(books) = rows::<Book>("ebooks_2015_splits.csv") else {
        return;
    };
    let unit = Currency::custom("BOOK", 4).unwrap();
    let scale = Ratio::from(10_000_u32);
    let amount = |ratio: Ratio| {
        let minor = ratio.checked_mul(scale).unwrap();
        assert!(minor.is_integer());
        Money::from_minor_wide(minor.numerator(), unit).unwrap()
    };
    let band: [Ratio; 2] = ["2.99", "9.99"].map(|price| price.parse().unwrap());
    for book in &books {
        let weights = match book.r#type.as_str() {
            "B" | "S" | "A" => [20, 20, 60],
            "I" if band[0] <= book.price && book.price <= band[1] => [30, 70, 0],
            "I" | "Z" => [65, 35, 0],
            other => panic!("no rule for {other}"),
        };
        let gross = amount(book.price.checked_mul(book.units).unwrap());
        let published = [book.retailer, book.author, book.publisher].map(amount);
        assert_eq!(Weights::new(weights).unwrap().allocate(gross), published);
    }
    assert_eq!(books.len(), 21_635);
}

#[derive(Deserialize)]
struct Payouts {
    target: i64,
    fast_share: Ratio,
    weeks: Vec<Week>,
    #[serde(rename = "week2_input")]
    _input: serde::de::IgnoredAny,
}

#[derive(Deserialize)]
struct Week {
    paid: BTreeMap<String, [u64; 2]>,
}

#[cfg(feature = "json")]
#[test]
fn no_unit_of_a_weekly_payout_vanishes() {
    let Some(path) = data("sourcecred_payouts_2019.json") else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let payouts: Payouts = serde_json::from_str(&text).unwrap();
    let grain = Currency::custom("GRAIN", 0).unwrap();
    let target = Money::from_minor(payouts.target, grain);
    let mut vanished = Vec::new();
    for week in &payouts.weeks {
        let fast = target
            .times_ratio(payouts.fast_share, Rounding::Floor)
            .unwrap();
        let budgets = [fast, target.checked_sub(fast).unwrap()];
        let mut lost = 0;
        for (at, budget) in budgets.into_iter().enumerate() {
            let floors: Vec<u64> = week.paid.values().map(|paid| paid[at]).collect();
            let published: u64 = floors.iter().sum();
            lost += budget.minor() - i128::from(published);
            let parts = Weights::new(floors.as_slice()).unwrap().allocate(budget);
            assert_eq!(Money::sum(grain, parts.iter().copied()).unwrap(), budget);
            for (part, floor) in parts.iter().zip(floors) {
                assert!(part.minor() >= i128::from(floor));
            }
        }
        vanished.push(lost);
    }
    assert_eq!(vanished, [56, 46]);
}

#[derive(Deserialize)]
struct Grant {
    #[serde(rename = "DAI")]
    amount: u64,
}

#[test]
fn grants_that_were_rounded_alone_add_up_again() {
    let Some(grants) = rows::<Grant>("dao_drops_grants.csv") else {
        return;
    };
    let dai = Currency::custom("DAI", 0).unwrap();
    let published: Vec<u64> = grants.iter().map(|grant| grant.amount).collect();
    assert_eq!(
        (published.len(), published.iter().sum::<u64>()),
        (57, 250_001)
    );
    let weights = Weights::new(published.as_slice()).unwrap();
    let mut parts = vec![0; published.len()];
    weights.allocate_minor_into(250_000, &mut parts).unwrap();
    assert_eq!(parts.iter().sum::<i64>(), 250_000);
    let apart = parts
        .iter()
        .zip(&published)
        .map(|(part, grant)| part.unsigned_abs().abs_diff(*grant));
    assert_eq!(
        apart.sum::<u64>(),
        1,
        "one grant in {dai} gives the unit back"
    );
}
