//! Selection among a handful of parties, by comparing each with each.

use crate::wide::{count, low_signed32};

/// A rank below this leaves room for a position beside it in 32 bits.
pub(super) const RANKS: u64 = 1 << 27;

/// What ranks below all others.
pub(super) const NEVER: i32 = 0;

/// A rank below [`RANKS`] and a position below 16 as one number: more for a larger rank, and for
/// the first in party order among equals.
#[inline]
pub(super) const fn rank(exact: u64, position: u64) -> i32 {
    low_signed32(exact.wrapping_shl(4) | (15_u64.wrapping_sub(position)))
}

/// Which of the ranks, all different, are among as many of the largest as there are units.
#[inline]
pub(super) fn award_few<const N: usize>(ranks: &[i32; N], units: u64) -> [bool; N] {
    if N <= 5 {
        return award_pairs(&ranks.map(i64::from), units);
    }
    // Each with each, since a processor compares four numbers of 32 bits at once.
    let units = low_signed32(units);
    ranks.map(|rank| {
        let before = ranks.iter().fold(0_i32, |before, other| {
            before.wrapping_add(i32::from(*other > rank))
        });
        before < units
    })
}

/// The same for ranks of any kind, the first in party order among equals, each pair compared once.
#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "positions below the length of an array, which the compiler sees"
)]
pub(super) fn award_pairs<const N: usize, R: Ord>(ranks: &[R; N], units: u64) -> [bool; N] {
    // All the earlier stand before each, until it proves larger.
    let mut before = [0_u64; N];
    for late in 0..N {
        before[late] = before[late].wrapping_add(count(late));
        for early in 0..late {
            let overtakes = u64::from(ranks[late] > ranks[early]);
            before[early] = before[early].wrapping_add(overtakes);
            before[late] = before[late].wrapping_sub(overtakes);
        }
    }
    before.map(|before| before < units)
}

/// Gives to each of the largest of a list of at most `N` keys, ties in party order.
pub(super) fn award_short<const N: usize, O>(
    keys: &[u64],
    units: u64,
    out: &mut [O],
    add: impl Fn(&mut O, bool),
) {
    let mut all = [0; N];
    for (place, key) in all.iter_mut().zip(keys) {
        *place = *key;
    }
    for (part, more) in out.iter_mut().zip(award_pairs(&all, units)) {
        add(part, more);
    }
}
