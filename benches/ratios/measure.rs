//! Times of several ways to do one thing, taken in turns over the same data.

use std::time::{Duration, Instant};

pub use crate::numbers::Numbers;

/// How long one sample should take at least.
const SAMPLE: Duration = Duration::from_micros(300);
/// How many samples each way gets; the fastest counts.
const SAMPLES: u32 = 40;

/// A named way to do it.
pub struct Way<'a> {
    #[allow(dead_code, reason = "says to the reader which way this is")]
    pub name: &'a str,
    pub run: Box<dyn FnMut() + 'a>,
}

impl<'a> Way<'a> {
    pub fn new(name: &'a str, run: impl FnMut() + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// The least time of one run of each way, in picoseconds.
pub fn interleave(ways: &mut [Way<'_>]) -> Vec<u128> {
    let rounds: Vec<u32> = ways.iter_mut().map(calibrate).collect();
    let mut least = vec![u128::MAX; ways.len()];
    for _ in 0..SAMPLES {
        for ((way, rounds), least) in ways.iter_mut().zip(&rounds).zip(&mut least) {
            let time = sample(way, *rounds).as_nanos() * 1000 / u128::from(*rounds);
            *least = time.min(*least);
        }
    }
    least
}

fn calibrate(way: &mut Way<'_>) -> u32 {
    let mut rounds = 1;
    while sample(way, rounds) < SAMPLE && rounds < 1 << 24 {
        rounds *= 2;
    }
    rounds
}

fn sample(way: &mut Way<'_>, rounds: u32) -> Duration {
    let begin = Instant::now();
    for _ in 0..rounds {
        (way.run)();
    }
    begin.elapsed()
}

/// A line of the table: what was measured, its ratio to the first way and the bound.
pub fn line(what: &str, time: u128, bare: u128, per: u128, bound: Option<u32>) {
    let ratio = time * 100 / bare.max(1);
    let verdict = bound.map_or(String::new(), |bound| {
        let held = if ratio <= u128::from(bound) {
            ""
        } else {
            "  <-- above"
        };
        format!("must <= {:>2}.{:02}{held}", bound / 100, bound % 100)
    });
    let each = time / per.max(1);
    println!(
        "{what:<44}{:>6}.{:02} ns each {:>4}.{:02}x  {verdict}",
        each / 1000,
        each % 1000 / 10,
        ratio / 100,
        ratio % 100
    );
}
