//! The step of a ledger: units go one at a time to whoever is owed most (spec/splits.md 1.2).

use crate::money::{Currency, Money};
use crate::wide::{count, signed};

use super::few::award_short;
use super::select::{Histogram, Ranking};
use super::ties::Ties;

/// What the parties are owed before a payment is handed out: `whole` units and a `rest` below one
/// unit, of which only the order matters, 0 being none.
pub(super) struct Owed<'a> {
    pub(super) whole: &'a [i128],
    pub(super) rest: &'a [u64],
    /// At least as large as every rest.
    pub(super) most: u64,
    /// Room for one number per party.
    pub(super) keys: &'a mut [u64],
}

impl Owed<'_> {
    /// Writes who gets how many of the units. What is owed adds up to the units.
    pub(super) fn hand_out(self, units: u128, currency: Currency, out: &mut [Money]) {
        let mut handed: u128 = 0;
        let parties = self.whole.iter().zip(self.rest);
        for ((part, key), (whole, rest)) in out.iter_mut().zip(&mut *self.keys).zip(parties) {
            let line = u128::try_from(*whole).unwrap_or(0);
            handed = handed.saturating_add(line);
            *part = Money::clamped(*whole.max(&0), currency);
            *key = if *whole < 0 {
                0
            } else {
                rest.saturating_add(1)
            };
        }
        if handed <= units {
            let missing = u64::try_from(units.wrapping_sub(handed)).unwrap_or(0);
            award(self.keys, self.most, missing, currency, out);
        } else {
            self.take_back(handed.wrapping_sub(units), currency, out);
        }
    }

    /// More was handed out than there is, since others hold more than they are owed: the last
    /// units of those who were owed least are taken back, round by round.
    fn take_back(self, excess: u128, currency: Currency, out: &mut [Money]) {
        let lines = |rounds: i128| {
            let lines = self
                .whole
                .iter()
                .map(move |whole| (*whole).clamp(0, rounds));
            lines.fold(0_u128, |sum, line| sum.saturating_add(line.unsigned_abs()))
        };
        // The most full rounds in which everybody gives back what he can.
        let (mut rounds, mut too_many) = (0_i128, signed(excess, false).unwrap_or(i128::MAX));
        while rounds < too_many {
            let middle = too_many.wrapping_sub(too_many.wrapping_sub(rounds) >> 1);
            if lines(middle) <= excess {
                rounds = middle;
            } else {
                too_many = middle.wrapping_sub(1);
            }
        }
        let rest = excess.wrapping_sub(lines(rounds));
        let mut keep: u128 = 0;
        let parties = self.whole.iter().zip(self.rest);
        for ((part, key), (whole, owed)) in out.iter_mut().zip(&mut *self.keys).zip(parties) {
            let gives = *whole > rounds;
            *key = if gives { owed.saturating_add(1) } else { 0 };
            keep = keep.wrapping_add(u128::from(gives));
            let line = whole.saturating_sub(rounds).saturating_sub(1).max(0);
            *part = Money::clamped(line, currency);
        }
        // All give one more, and those who are owed most take theirs again.
        let again = u64::try_from(keep.saturating_sub(rest)).unwrap_or(0);
        award(self.keys, self.most, again, currency, out);
    }
}

/// Room for the step where rests have more than 64 bits.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    rest: Vec<u64>,
    sorted: Vec<u128>,
    keys: Vec<u64>,
}

impl Ranks {
    /// The step where rests have more than 64 bits, over one denominator.
    pub(super) fn hand_out(
        &mut self,
        whole: &[i128],
        rests: &[u128],
        units: u128,
        currency: Currency,
        out: &mut [Money],
    ) {
        self.rank(rests);
        self.keys.resize(whole.len(), 0);
        let owed = Owed {
            whole,
            most: self.rest.iter().copied().max().unwrap_or(0),
            rest: &self.rest,
            keys: &mut self.keys,
        };
        owed.hand_out(units, currency, out);
    }

    /// Numbers of 64 bits in the order of larger ones.
    fn rank(&mut self, rests: &[u128]) {
        self.rest.clear();
        let narrow = rests.iter().map_while(|rest| u64::try_from(*rest).ok());
        self.rest.extend(narrow.filter(|rest| *rest < u64::MAX));
        if self.rest.len() == rests.len() {
            return;
        }
        self.sorted.clear();
        self.sorted.extend_from_slice(rests);
        self.sorted.sort_unstable();
        let sorted = &self.sorted;
        self.rest.clear();
        let rank = |rest: &u128| sorted.binary_search(rest).map_or(0, count);
        self.rest.extend(rests.iter().map(rank));
    }
}

/// One unit to each of the largest keys, ties in party order.
fn award(keys: &[u64], most: u64, units: u64, currency: Currency, out: &mut [Money]) {
    award_keys(keys, most, units, out, |part: &mut Money, more| {
        *part = Money::clamped(part.minor().wrapping_add(i128::from(more)), currency);
    });
}

/// Gives to each of the largest keys, none above `most + 1`, ties in party order.
pub(super) fn award_keys<O>(
    keys: &[u64],
    most: u64,
    units: u64,
    out: &mut [O],
    add: impl Fn(&mut O, bool),
) {
    if units == 0 {
        return;
    }
    let ranking = Keys {
        shift: most.saturating_add(1).leading_zeros(),
    };
    match keys.len() {
        0..=4 => award_short::<4, O>(keys, units, out, add),
        5..=10 => award_short::<10, O>(keys, units, out, add),
        11..=512 => ranking.award::<9, 512, 512, O>(keys, units, out, add),
        _ => ranking.award::<11, 2048, 1024, O>(keys, units, out, add),
    }
}

/// Ranks that are numbers of less than 64 bits.
struct Keys {
    shift: u32,
}

impl Keys {
    fn award<const BITS: u32, const SIZE: usize, const ROOM: usize, O>(
        &self,
        keys: &[u64],
        units: u64,
        out: &mut [O],
        add: impl Fn(&mut O, bool),
    ) {
        let mut seen = Histogram::<BITS, SIZE>::new();
        for key in keys {
            seen.note(self.key(key));
        }
        let put = |part: &mut O, _: &u64, _: u64, more: bool| add(part, more);
        let give = |part: &mut O| add(part, true);
        seen.award::<ROOM, Self, O>(self, keys, out, (units, Ties::ByParty), put, give);
    }
}

impl Ranking for Keys {
    type Item = u64;

    fn key(&self, item: &u64) -> u64 {
        item.wrapping_shl(self.shift)
    }

    fn split(&self, item: &u64) -> (u64, u64) {
        (0, self.key(item))
    }

    fn exact(&self, item: &u64) -> u64 {
        *item
    }

    fn slack(&self) -> u64 {
        1
    }

    fn bounds(&self, low: u64, last: u64) -> (u64, u64) {
        (low.wrapping_shr(self.shift), last.wrapping_shr(self.shift))
    }
}
