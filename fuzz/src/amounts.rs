//! Amounts and weights drawn from bytes, and what a share of an amount is by another way.

use partnership::{Currency, Money, Ratio, Rounding, Weights, WeightsError};

use crate::Draw;

pub fn weights(parties: usize, draw: &mut Draw<'_>) -> Result<Weights, WeightsError> {
    let weights: Vec<u64> = (0..parties).map(|_| draw.number().unsigned_abs()).collect();
    Weights::new(weights)
}

pub fn money(draw: &mut Draw<'_>) -> Money {
    Money::from_minor_wide(draw.wide(), Currency::USD)
        .unwrap_or_else(|_| Money::from_minor(draw.number(), Currency::USD))
}

pub fn sum(parts: &[Money]) -> Money {
    Money::sum(Currency::USD, parts.iter().copied()).expect("parts of an amount")
}

/// The share of a party, rounded alone.
pub fn share(total: Money, weights: &Weights, at: usize, rounding: Rounding) -> Money {
    let all: i128 = weights
        .as_slice()
        .iter()
        .map(|weight| i128::from(*weight))
        .sum();
    let share = Ratio::new(i128::from(weights.as_slice()[at]), all).expect("below 2^64");
    total
        .times_ratio(share, rounding)
        .expect("at most the total")
}
