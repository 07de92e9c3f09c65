//! The units left over go one each to the largest cut-off fractions, found by counting in fixed
//! stack buffers, never by a sort of all parties (spec/splits.md 1.1, 5).

#![expect(
    clippy::needless_bitwise_bool,
    reason = "a branch on the data would cost more than both sides"
)]

use super::ties::Ties;
use crate::wide::{count, low_position};

/// How a list ranks at the cut.
///
/// A larger `exact` never has a smaller `key`, and the keys of equal `exact`s lie less than
/// `slack` apart.
pub(super) trait Ranking {
    type Item;

    /// The rank to within the slack, spread over all 64 bits, at the least cost.
    fn key(&self, item: &Self::Item) -> u64;

    /// What comes before the rank, such as whole units, and the key.
    fn split(&self, item: &Self::Item) -> (u64, u64);

    /// The rank itself.
    fn exact(&self, item: &Self::Item) -> u64;

    /// How far apart the keys of equals may lie, 1 for not at all.
    fn slack(&self) -> u64;

    /// Ranks between which those of all keys from `low` to `last` lie.
    fn bounds(&self, low: u64, last: u64) -> (u64, u64);
}

/// Which of the parties tied at the cut receive.
pub(super) struct Turn {
    /// How far the next party at the cut stands behind the first that receives, around the circle.
    behind: u64,
    units: u64,
    equals: u64,
}

impl Turn {
    #[inline]
    pub(super) fn new(ties: Ties, units: u64, equals: u64) -> Self {
        let start = match ties {
            Ties::ByParty => 0,
            Ties::Rotated(key) => key.checked_rem(equals).unwrap_or(0),
        };
        let behind = if start == 0 {
            0
        } else {
            equals.wrapping_sub(start)
        };
        Self {
            behind,
            units,
            equals,
        }
    }

    /// Whether the next party at the cut receives; `here` is false for one that is not there.
    #[inline]
    pub(super) fn next(&mut self, here: bool) -> bool {
        let receives = here & (self.behind < self.units);
        self.behind = self.behind.wrapping_add(u64::from(here));
        if self.behind == self.equals {
            self.behind = 0;
        }
        receives
    }
}

/// Gives `units`, fewer than there are parties, to a list whose ranks are all the same.
pub(super) fn award_tied<O>(out: &mut [O], units: u64, ties: Ties, give: impl Fn(&mut O)) {
    let parties = count(out.len());
    let start = match ties {
        Ties::ByParty => 0,
        Ties::Rotated(key) => key.checked_rem(parties).unwrap_or(0),
    };
    let (before, after) = out.split_at_mut(low_position(start).min(out.len()));
    let around = units.saturating_sub(count(after.len()));
    for part in after.iter_mut().take(low_position(units)) {
        give(part);
    }
    for part in before.iter_mut().take(low_position(around)) {
        give(part);
    }
}

/// How often each leading pattern of a key was seen.
pub(super) struct Histogram<const BITS: u32, const SIZE: usize> {
    counts: [u32; SIZE],
}

/// Keys from `low` to `last`, between which the cut lies, and how many keys are larger.
#[derive(Clone, Copy)]
struct Window {
    low: u64,
    last: u64,
    above: u64,
    inside: u64,
}

impl<const BITS: u32, const SIZE: usize> Histogram<BITS, SIZE> {
    const SHIFT: u32 = 64_u32.wrapping_sub(BITS);

    pub(super) const fn new() -> Self {
        Self { counts: [0; SIZE] }
    }

    #[inline]
    pub(super) fn note(&mut self, key: u64) {
        // A key of BITS leading bits is below SIZE, so the bound is no branch.
        if let Some(seen) = self.counts.get_mut(low_position(key >> Self::SHIFT)) {
            *seen = seen.wrapping_add(1);
        }
    }

    /// The bucket in which the key stands that receives the last of `units`.
    #[inline]
    fn window(&self, units: u64) -> Window {
        let mut above = 0_u64;
        let mut bucket = count(SIZE);
        // Whole runs of buckets are passed by their sum.
        for run in self.counts.rchunks(RUN) {
            let held = run
                .iter()
                .fold(0_u64, |sum, seen| sum.wrapping_add(u64::from(*seen)));
            if above.wrapping_add(held) < units {
                above = above.wrapping_add(held);
                bucket = bucket.wrapping_sub(count(run.len()));
                continue;
            }
            for seen in run.iter().rev() {
                bucket = bucket.wrapping_sub(1);
                let inside = u64::from(*seen);
                if above.wrapping_add(inside) >= units {
                    let low = bucket << Self::SHIFT;
                    let last = low | u64::MAX >> BITS;
                    return Window {
                        low,
                        last,
                        above,
                        inside,
                    };
                }
                above = above.wrapping_add(inside);
            }
        }
        Window {
            low: 0,
            last: u64::MAX,
            above: 0,
            inside: above,
        }
    }

    /// Writes every part, with one unit more for each of the `units` largest ranks, of which this
    /// counted all keys: `put` takes what comes before the rank, `give` adds a unit later.
    #[inline]
    pub(super) fn award<const ROOM: usize, R: Ranking, O>(
        &self,
        ranking: &R,
        items: &[R::Item],
        out: &mut [O],
        (units, ties): (u64, Ties),
        put: impl Fn(&mut O, &R::Item, u64, bool),
        give: impl Fn(&mut O),
    ) {
        if units == 0 {
            for (item, part) in items.iter().zip(out) {
                put(part, item, ranking.split(item).0, false);
            }
            return;
        }
        let window = self.window(units);
        if window.inside.wrapping_mul(2) <= count(ROOM) {
            award_sparse::<ROOM, R, O>(ranking, items, out, window, (units, ties), put, give);
        } else {
            let bounds = ranking.bounds(window.low, window.last);
            let cut = Cut::find(ranking, items, bounds, units);
            cut.award(ranking, items, out, ties, |part, item, more| {
                put(part, item, ranking.split(item).0, more);
            });
        }
    }
}

/// One pass writes all, with more for those above the window, and sets aside the few in it.
#[inline]
fn award_sparse<const ROOM: usize, R: Ranking, O>(
    ranking: &R,
    items: &[R::Item],
    out: &mut [O],
    window: Window,
    (units, ties): (u64, Ties),
    put: impl Fn(&mut O, &R::Item, u64, bool),
    give: impl Fn(&mut O),
) {
    // Equals of the cut can stand just beside the window.
    let slack = ranking.slack().wrapping_sub(1);
    let low = window.low.saturating_sub(slack);
    let last = window.last.saturating_add(slack);
    let width = last.wrapping_sub(low);
    let mut aside = [(0_u64, 0_usize); ROOM];
    let mut held = 0_usize;
    let mut beside = 0_u64;
    for (at, (item, part)) in items.iter().zip(out.iter_mut()).enumerate() {
        let (before, key) = ranking.split(item);
        put(part, item, before, key > last);
        if key.wrapping_sub(low) <= width {
            beside = beside.wrapping_add(u64::from(key > window.last));
            if let Some(place) = aside.get_mut(held) {
                *place = (ranking.exact(item), at);
            }
            held = held.saturating_add(1);
        }
    }
    let left = units.wrapping_sub(window.above.wrapping_sub(beside));
    if let Some(aside) = aside.get_mut(..held) {
        award_aside(aside, out, left, ties, give);
    } else {
        // More equals beside the window than there is room for.
        let cut = Cut::find(ranking, items, (0, u64::MAX), units);
        cut.award(ranking, items, out, ties, |part, item, more| {
            if more && ranking.key(item) <= last {
                give(part);
            }
        });
    }
}

/// Gives to the largest of those set aside, which stand in party order.
fn award_aside<O>(
    aside: &mut [(u64, usize)],
    out: &mut [O],
    units: u64,
    ties: Ties,
    give: impl Fn(&mut O),
) {
    let Some(nth) = low_position(units)
        .checked_sub(1)
        .filter(|nth| *nth < aside.len())
    else {
        return;
    };
    // Rank descending, then party ascending.
    let order =
        |left: &(u64, usize), right: &(u64, usize)| right.0.cmp(&left.0).then(left.1.cmp(&right.1));
    let cut = if aside.len() == 1 {
        aside.first().map_or(0, |(exact, _)| *exact)
    } else {
        aside.select_nth_unstable_by(nth, order).1.0
    };
    let mut to = |at: usize| {
        if let Some(part) = out.get_mut(at) {
            give(part);
        }
    };
    if matches!(ties, Ties::ByParty) {
        aside
            .iter()
            .take(nth.saturating_add(1))
            .for_each(|(_, at)| to(*at));
        return;
    }
    aside.sort_unstable_by_key(|(_, at)| *at);
    let above = count(aside.iter().filter(|(exact, _)| *exact > cut).count());
    let equals = count(aside.iter().filter(|(exact, _)| *exact == cut).count());
    let mut turn = Turn::new(ties, units.wrapping_sub(above), equals);
    for (exact, at) in aside {
        if *exact > cut || turn.next(*exact == cut) {
            to(*at);
        }
    }
}

/// The smallest rank that still receives.
struct Cut {
    exact: u64,
    units: u64,
    equals: u64,
}

impl Cut {
    /// Narrows the ranks down to one, by counting those between `low` and `last`.
    #[inline(never)]
    fn find<R: Ranking>(
        ranking: &R,
        items: &[R::Item],
        (mut low, mut last): (u64, u64),
        units: u64,
    ) -> Self {
        loop {
            let width = last.wrapping_sub(low);
            let bits = 64_u32.wrapping_sub(width.leading_zeros());
            let shift = bits.saturating_sub(CUT_BITS);
            let mut counts = [0_u64; CUT_SIZE];
            let (mut above, mut smallest, mut largest) = (0_u64, u64::MAX, 0);
            for item in items {
                let exact = ranking.exact(item);
                above = above.wrapping_add(u64::from(exact > last));
                let over = exact.wrapping_sub(low);
                if over <= width {
                    smallest = smallest.min(exact);
                    largest = largest.max(exact);
                    if let Some(seen) = counts.get_mut(low_position(over >> shift)) {
                        *seen = seen.wrapping_add(1);
                    }
                }
            }
            let mut bucket = count(CUT_SIZE);
            let mut inside = 0;
            for seen in counts.iter().rev() {
                bucket = bucket.wrapping_sub(1);
                inside = *seen;
                if above.wrapping_add(inside) >= units {
                    break;
                }
                above = above.wrapping_add(inside);
            }
            let start = low.wrapping_add(bucket << shift);
            last = start
                .saturating_add((1_u64 << shift).wrapping_sub(1))
                .min(largest);
            low = start.max(smallest);
            if low >= last {
                return Self {
                    exact: low,
                    units: units.wrapping_sub(above),
                    equals: inside,
                };
            }
        }
    }

    /// Says of every part whether it receives: ranks above the cut, and those at it in turn.
    fn award<R: Ranking, O>(
        &self,
        ranking: &R,
        items: &[R::Item],
        out: &mut [O],
        ties: Ties,
        put: impl Fn(&mut O, &R::Item, bool),
    ) {
        let mut turn = Turn::new(ties, self.units, self.equals);
        for (item, part) in items.iter().zip(out) {
            let exact = ranking.exact(item);
            put(
                part,
                item,
                (exact > self.exact) | turn.next(exact == self.exact),
            );
        }
    }
}

/// How many buckets are passed at once.
const RUN: usize = 16;

const CUT_BITS: u32 = 11;
const CUT_SIZE: usize = 1 << CUT_BITS;

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks that are their keys, of which equals could lie three apart.
    struct Plain;

    impl Ranking for Plain {
        type Item = u64;

        fn key(&self, item: &u64) -> u64 {
            *item
        }

        fn split(&self, item: &u64) -> (u64, u64) {
            (0, *item)
        }

        fn exact(&self, item: &u64) -> u64 {
            *item
        }

        fn slack(&self) -> u64 {
            4
        }

        fn bounds(&self, low: u64, last: u64) -> (u64, u64) {
            (low, last)
        }
    }

    // The cut lies in the lower half of all keys. Two stand there and three just above it, the last
    // of them as far away as an equal could be: one more than there is room for.
    #[test]
    fn the_farthest_key_beside_a_crowded_window_receives() {
        let half = 1_u64 << 63;
        let keys = [1, half + 2, 5, half, half + 1];
        let mut seen = Histogram::<1, 2>::new();
        for key in keys {
            seen.note(key);
        }
        let mut parts = [0_u64; 5];
        seen.award::<4, _, _>(
            &Plain,
            &keys,
            &mut parts,
            (4, Ties::ByParty),
            |part, _, before, more| *part = before + u64::from(more),
            |part| *part += 1,
        );
        assert_eq!(parts, [0, 1, 1, 1, 1]);
    }
}
