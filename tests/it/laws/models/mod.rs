//! Models that move a split (spec/splits.md 3.2 to 3.6): their laws, and the page once more.

mod co_development;
mod compose;
mod equity;
mod history;
mod risk;

use partnership::split::Split;
use partnership::{PartyId, Ratio};
use proptest::prelude::*;
use proptest::sample::select;

use super::contribution::types;
use super::split::{party, splits};
use crate::reference::shares::Shares;
use crate::reference::{Big, ratio};

/// The shares of a split, over big rationals.
fn shares_of(split: &Split) -> Shares {
    let shares = split.shares().into_iter();
    shares
        .map(|(party, share)| (party.to_string(), big(share)))
        .collect()
}

fn big(value: Ratio) -> Big {
    ratio(&value.to_string())
}

fn fraction(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).expect("a ratio")
}

/// Ratios from 0 to 1 with a denominator up to 10,000, the ends often.
fn parts() -> impl Strategy<Value = Ratio> {
    let below = select(vec![1_i128, 2, 3, 10, 100, 9_973, 10_000]);
    (below, 0_i128..=10_000).prop_map(|(below, above)| fraction(above % (below + 1), below))
}

/// Splits of small numbers, so that no share needs a grid.
fn small_splits() -> impl Strategy<Value = Split> {
    let weights = proptest::collection::vec(prop_oneof![1 => Just(0_u32), 6 => 1_u32..60], 2..6);
    weights.prop_map(|mut weights| {
        if weights.iter().all(|weight| *weight == 0) {
            weights[0] = 1;
        }
        let parties = ["a", "b", "c/d", "e", "f"].map(party);
        let weights = parties.into_iter().zip(weights);
        Split::weighted(weights).expect("a split")
    })
}

/// The share of a party, 0 if it is not listed.
fn share(split: &Split, party: &PartyId) -> Ratio {
    split.share(party).unwrap_or(Ratio::ZERO)
}

fn plus(left: Ratio, right: Ratio) -> Ratio {
    left.checked_add(right).expect("in range")
}

fn minus(left: Ratio, right: Ratio) -> Ratio {
    left.checked_sub(right).expect("in range")
}

fn times(left: Ratio, right: Ratio) -> Ratio {
    left.checked_mul(right).expect("in range")
}

fn by(left: Ratio, right: Ratio) -> Ratio {
    left.checked_div(right).expect("in range")
}
