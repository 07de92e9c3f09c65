//! Parts of a whole, brought to weights of 64 bits: exactly where they fit, else on a grid of
//! `10^18` parts (spec/splits.md 2).

use std::cmp::Ordering;

use num_integer::Integer as _;

use crate::ratio::{Ratio, Weight, Weights, WeightsError, common_denominator};
use crate::wide::{U256, compare_fractions};

/// A number of parts on which shares are put, and the constant that proofs name it by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    pub(super) parts: u64,
    pub(super) constant: &'static str,
    /// The finest common denominator that needs no grid.
    pub(super) finest: u64,
}

/// The grid on which shares are quantised.
pub(super) const QUANTISED: Grid = Grid {
    parts: 1_000_000_000_000_000_000,
    constant: "quantised_parts",
    finest: u64::MAX,
};

/// The grid on which a split is coarsened before a model multiplies it.
pub(super) const COARSE: Grid = Grid {
    parts: 1_000_000_000,
    constant: "coarse_parts",
    finest: 1_000_000_000,
};

/// The grid on which the shares of one type of contribution are put.
pub(super) const TYPE: Grid = Grid {
    parts: 1_000_000_000_000,
    constant: "type_parts",
    finest: u64::MAX,
};

impl Grid {
    /// Whether shares are finer than a split keeps without this grid.
    pub(super) fn is_needed(self, shares: impl IntoIterator<Item = Ratio>) -> bool {
        let common = common_denominator(shares);
        !common.is_ok_and(|common| common <= u128::from(self.finest))
    }
}

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
        weights: Weights::new(on_grid(parts, sum, QUANTISED.parts))?.reduced(),
        quantised: true,
    })
}

/// Shares that make a whole, put on so many parts by largest remainder, ties in the order given.
pub(super) fn shares_on_grid(shares: &[Ratio], grid: Grid) -> Vec<Weight> {
    let parts = shares.iter().map(|share| {
        let (above, below) = (share.numerator(), share.denominator());
        (above.unsigned_abs(), below.unsigned_abs())
    });
    largest_remainder(parts, grid.parts)
}

/// So many parts divided by largest remainder, ties in the order given.
fn on_grid(parts: &[u128], sum: u128, grid: u64) -> Vec<Weight> {
    largest_remainder(parts.iter().map(|part| (*part, sum)), grid)
}

/// Fractions that add up to 1, above and below the line, as parts of a grid.
fn largest_remainder(shares: impl Iterator<Item = (u128, u128)>, grid: u64) -> Vec<Weight> {
    let mut left = grid;
    let mut weights = Vec::new();
    let mut rests = Vec::new();
    for (position, (above, below)) in shares.enumerate() {
        let divided = U256::product(above, grid.into()).div_rem(below);
        let (whole, rest) = divided.unwrap_or((U256::ZERO, 0));
        // No part is larger than the grid.
        let whole = whole.to_u128().and_then(|whole| u64::try_from(whole).ok());
        let whole = whole.unwrap_or(0);
        left = left.saturating_sub(whole);
        weights.push(whole);
        rests.push((rest, below, position));
    }
    let larger = |one: &(u128, u128, usize), two: &(u128, u128, usize)| -> Ordering {
        compare_fractions(two.0, two.1, one.0, one.1).then(one.2.cmp(&two.2))
    };
    rests.sort_by(larger);
    for ((.., position), _) in rests.iter().zip(0..left) {
        if let Some(weight) = weights.get_mut(*position) {
            *weight = weight.saturating_add(1);
        }
    }
    weights
}
