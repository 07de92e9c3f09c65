//! Selection among a handful of parties, by comparing each pair once.
#![expect(
    clippy::indexing_slicing,
    reason = "positions below the length of an array, which the compiler sees"
)]

use super::select::Turn;
use super::ties::Ties;

/// Who of at most `N` gets one of the units left, which are fewer than the ranks above 0.
#[inline]
pub(super) fn award_few<const N: usize>(exacts: &[u64; N], units: u64, ties: Ties) -> [bool; N] {
    // How many stand before each, the earlier first among equals.
    let mut before = [0_u64; N];
    for one in 0..N {
        let mut ahead = 0_u64;
        for two in 0..N {
            let wins = if two < one {
                exacts[two] >= exacts[one]
            } else {
                exacts[two] > exacts[one]
            };
            ahead = ahead.wrapping_add(u64::from(wins));
        }
        before[one] = ahead;
    }
    match ties {
        Ties::ByParty => before.map(|before| before < units),
        Ties::Rotated(_) => rotated(exacts, &before, units, ties),
    }
}

#[cold]
fn rotated<const N: usize>(
    exacts: &[u64; N],
    before: &[u64; N],
    units: u64,
    ties: Ties,
) -> [bool; N] {
    let last = before
        .iter()
        .zip(exacts)
        .find(|(before, _)| before.wrapping_add(1) == units);
    let Some((_, cut)) = last else {
        return [false; N];
    };
    let (mut above, mut equals) = (0_u64, 0_u64);
    for exact in exacts {
        above = above.wrapping_add(u64::from(exact > cut));
        equals = equals.wrapping_add(u64::from(exact == cut));
    }
    let mut turn = Turn::new(ties, units.wrapping_sub(above), equals);
    exacts.map(|exact| exact > *cut || turn.next(exact == *cut))
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
    for (part, more) in out.iter_mut().zip(award_few(&all, units, Ties::ByParty)) {
        add(part, more);
    }
}
