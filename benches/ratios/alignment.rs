//! The ratios of rating and ranking against bare integer loops (spec/alignment.md 18).

use std::cmp::Reverse;
use std::hint::black_box;

use partnership::Ratio;
use partnership::alignment::AlphaLevel;
use partnership::alignment::{
    Assessment, Criterion, Evaluation, Floor, OrderBy, Rubric, Score, krippendorff_alpha, rank,
};
use partnership::time::date;

use crate::measure::{Numbers, Way, interleave, line};

pub(crate) fn report() {
    println!("alignment against bare loops");
    tallies();
    evaluations();
    rankings();
    agreement();
}

/// Criteria on 1 to 5 with a bridge at 3 and weights from 1 up.
fn rubric(criteria: u32) -> Rubric {
    let mut draft = Rubric::builder("bench".parse().unwrap());
    for at in 1..=criteria {
        let criterion = Criterion::new(format!("criterion {at}").parse().unwrap(), at);
        draft = draft.criterion(criterion.with_floor(Floor::bridge(Score::from(3))));
    }
    draft.build().unwrap()
}

/// Rows of scores from 1 to 5; one in twenty is missing, unless all are wanted.
fn rows(rows: usize, criteria: usize, complete: bool) -> Vec<Vec<Option<Score>>> {
    let mut numbers = Numbers(7);
    let mut score = || {
        let score = i32::try_from(1 + numbers.below(5)).unwrap();
        let missing = !complete && numbers.below(20) == 0;
        (!missing).then_some(Score::from(score))
    };
    let mut row = || (0..criteria).map(|_| score()).collect();
    (0..rows).map(|_| row()).collect()
}

/// The same weighted sum, range and limit tests in bare 64-bit numbers.
fn bare(weights: &[i64], row: &[Option<i64>]) -> (i64, i64, i64, i64, bool) {
    let (mut sum, mut scored, mut missing, mut gaps, mut bad) = (0, 0, 0, 0, false);
    for (weight, score) in weights.iter().zip(row) {
        match score {
            Some(score) => {
                bad |= *score < 10_000 || *score > 50_000;
                gaps += i64::from(*score < 30_000);
                sum += weight * score;
                scored += weight;
            }
            None => missing += weight,
        }
    }
    (sum, scored, missing, gaps, bad)
}

fn bare_rows(rows: &[Vec<Option<Score>>]) -> Vec<Vec<Option<i64>>> {
    let units = |row: &Vec<Option<Score>>| {
        let scores = row.iter();
        scores
            .map(|score| score.map(Score::to_ten_thousandths))
            .collect()
    };
    rows.iter().map(units).collect()
}

fn tallies() {
    let (rubric, rows) = (rubric(8), rows(100_000, 8, false));
    let (weights, plain): (Vec<i64>, _) = ((1..=8).collect(), bare_rows(&rows));
    let times = interleave(&mut [
        Way::new("bare", || {
            for row in &plain {
                black_box(bare(black_box(&weights), black_box(row)));
            }
        }),
        Way::new("tally", || {
            for row in &rows {
                black_box(rubric.tally(black_box(row)).unwrap());
            }
        }),
    ]);
    line(
        "tally of 8 criteria",
        times[1],
        times[0],
        100_000,
        Some(500),
    );
}

fn assessed(rubric: &Rubric, rows: &[Vec<Option<Score>>]) -> Vec<Assessment> {
    let day = date("2026-01-01").unwrap();
    let assess = |(at, row): (usize, &Vec<Option<Score>>)| {
        let mut found = Assessment::new(format!("subject {at}").parse().unwrap(), day);
        for (criterion, score) in rubric.criteria().iter().zip(row) {
            if let Some(score) = score {
                found = found.rate(criterion.id().clone(), *score);
            }
        }
        found
    };
    rows.iter().enumerate().map(assess).collect()
}

fn evaluations() {
    let (rubric, rows) = (rubric(10), rows(10_000, 10, false));
    let (weights, plain): (Vec<i64>, _) = ((1..=10).collect(), bare_rows(&rows));
    let found = assessed(&rubric, &rows);
    let times = interleave(&mut [
        Way::new("bare", || {
            let mut sums: Vec<(i64, usize)> = Vec::with_capacity(plain.len());
            for (at, row) in plain.iter().enumerate() {
                sums.push((bare(black_box(&weights), black_box(row)).0, at));
            }
            sums.sort_unstable();
            black_box(sums);
        }),
        Way::new("tally", || {
            let mut sums = Vec::with_capacity(rows.len());
            for (at, row) in rows.iter().enumerate() {
                let tally = rubric.tally(black_box(row)).unwrap();
                sums.push((tally.verdict(), Reverse(tally.low()), at));
            }
            sums.sort_unstable();
            black_box(sums);
        }),
        Way::new("evaluate and rank", || {
            let all = found
                .iter()
                .map(|one| rubric.evaluate(black_box(one)).unwrap());
            let all: Vec<Evaluation> = all.collect();
            black_box(rank(&all, OrderBy::Low).unwrap());
        }),
    ]);
    line(
        "10,000 x 10 tallied and sorted",
        times[1],
        times[0],
        10_000,
        None,
    );
    line(
        "10,000 x 10 evaluated and ranked",
        times[2],
        times[0],
        10_000,
        None,
    );
}

fn rankings() {
    let (rubric, rows) = (rubric(8), rows(100_000, 8, false));
    let found = assessed(&rubric, &rows);
    let all = found.iter().map(|one| rubric.evaluate(one).unwrap());
    let all: Vec<Evaluation> = all.collect();
    let times = interleave(&mut [
        Way::new("sort", || {
            let mut sorted: Vec<&Evaluation> = all.iter().collect();
            sorted.sort_by(|left, right| {
                let key = |one: &Evaluation| (one.verdict(), Reverse(one.low()));
                let by_subject = || left.subject().cmp(right.subject());
                key(left).cmp(&key(right)).then_with(by_subject)
            });
            black_box(sorted);
        }),
        Way::new("rank", || {
            black_box(rank(black_box(&all), OrderBy::Low).unwrap());
        }),
    ]);
    line("rank of 100,000", times[1], times[0], 100_000, Some(300));
}

fn agreement() {
    let mut numbers = Numbers(11);
    let mut value = || Ratio::from(1 + numbers.below(5));
    let mut unit = || (0..100).map(|_| value()).collect();
    let units: Vec<Vec<Ratio>> = (0..10_000).map(|_| unit()).collect();
    let times = interleave(&mut [
        Way::new("count", || {
            let mut counts = [0_u64; 6];
            for value in units.iter().flatten() {
                let at = usize::try_from(black_box(value).numerator()).unwrap();
                counts[at] += 1;
            }
            black_box(counts);
        }),
        Way::new("alpha", || {
            black_box(krippendorff_alpha(black_box(&units), AlphaLevel::Ordinal).unwrap());
        }),
    ]);
    line(
        "alpha of 100 x 10,000",
        times[1],
        times[0],
        1_000_000,
        Some(1_000),
    );
}
