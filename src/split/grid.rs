//! Parts of a whole, brought to weights of 64 bits: exactly where they fit, else on a grid of
//! `10^18` parts (spec/splits.md 2).

use num_integer::Integer as _;

use crate::ratio::{Weight, Weights, WeightsError};
use crate::wide::{U256, count};

/// Parts of the grid on which shares are quantised.
pub(super) const QUANTISED: u64 = 1_000_000_000_000_000_000;

/// Parts of the grid on which a split is coarsened before a model multiplies it.
pub(super) const COARSE: u64 = 1_000_000_000;

/// Weights in lowest terms, and whether they had to be put on the grid.
#[derive(Debug)]
pub(super) struct Fitted {
    pub(super) weights: Weights,
    pub(super) quantised: bool,
}

/// The weights of parts that add up to `sum`.
pub(super) fn fit(parts: &[u128], sum: u128) -> Result<Fitted, WeightsError> {
    let divisor = parts.iter().fold(sum, |divisor, part| divisor.gcd(part));
    let reduced = |part: u128| part.checked_div(divisor).unwrap_or(0);
    if u64::try_from(reduced(sum)).is_ok() {
        // No part is above the sum.
        let narrow = |part: &u128| u64::try_from(reduced(*part)).unwrap_or(u64::MAX);
        let weights: Vec<Weight> = parts.iter().map(narrow).collect();
        return Ok(Fitted {
            weights: Weights::new(weights)?,
            quantised: false,
        });
    }
    Ok(Fitted {
        weights: Weights::new(on_grid(parts, sum, QUANTISED))?.reduced(),
        quantised: true,
    })
}

/// So many parts divided by largest remainder, ties in the order given.
fn on_grid(parts: &[u128], sum: u128, grid: u64) -> Vec<Weight> {
    let mut left = grid;
    let mut weights = Vec::with_capacity(parts.len());
    let mut rests = Vec::with_capacity(parts.len());
    for (position, part) in parts.iter().enumerate() {
        let divided = U256::product(*part, grid.into()).div_rem(sum);
        let (whole, rest) = divided.unwrap_or((U256::ZERO, 0));
        let whole = whole.to_u128().and_then(|whole| u64::try_from(whole).ok());
        let whole = whole.unwrap_or(0);
        left = left.saturating_sub(whole);
        weights.push(whole);
        rests.push((rest, position));
    }
    rests.sort_by(|(one, first), (two, second)| two.cmp(one).then(first.cmp(second)));
    for ((_, position), _) in rests.iter().zip(0..left.min(count(rests.len()))) {
        if let Some(weight) = weights.get_mut(*position) {
            *weight = weight.saturating_add(1);
        }
    }
    weights
}
