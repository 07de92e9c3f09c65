//! What a payment entitles each party to, with what it was owed before (spec/splits.md 1.2).

use num_integer::Integer as _;

use crate::ratio::Weights;
use crate::wide::{as_signed_wide, low64};

use super::fraction::{Either, Fraction, Rounds};
use super::step::award_keys;

/// One party: the units it got, and what it is owed over the common denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) paid: i128,
    pub(super) carry: i128,
}

/// Room for one payment, so that paying needs no heap.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    pub(super) whole: Vec<i128>,
    pub(super) rest: Vec<u64>,
    pub(super) keys: Vec<u64>,
}

/// The finest common denominator of carries.
pub(super) const GRID: u64 = 1_000_000_000_000_000_000;

/// The least common multiple, if it is no finer than the grid.
pub(super) fn common(left: u64, right: u64) -> Option<u64> {
    let times = right.checked_div(left.gcd(&right))?;
    left.checked_mul(times).filter(|common| *common <= GRID)
}

/// A payment whose magnitude is divided; the carries change sign with it.
pub(super) struct Payment<'a> {
    pub(super) units: u128,
    pub(super) negative: bool,
    pub(super) weights: &'a Weights,
    /// The denominator of what is owed after it.
    pub(super) denominator: u64,
}

impl Payment<'_> {
    /// Writes what each is owed: whole units, and the rest over the new denominator, a multiple of
    /// both the old one and the reduced sum of the weights.
    #[inline]
    pub(super) fn entitle(&self, accounts: &[Account], old: u64, room: &mut Room) {
        let Rounds { rounds, rest } = Rounds::of(self.units, self.weights.sum());
        match Either::of(rest, self.weights.summary()) {
            Either::Narrow(fraction) => self.exactly(&fraction, rounds, accounts, old, room),
            Either::Wide(fraction) => self.exactly(&fraction, rounds, accounts, old, room),
        }
    }

    #[inline]
    fn exactly(
        &self,
        fraction: &impl Fraction,
        rounds: u128,
        accounts: &[Account],
        old: u64,
        room: &mut Room,
    ) {
        let carry_times = i128::from(self.denominator.checked_div(old).unwrap_or(1));
        let divisor = self.weights.divisor();
        let new = self.weights.reduced_sum();
        let rest_times = u128::from(self.denominator.checked_div(new).unwrap_or(1));
        let places = room.whole.iter_mut().zip(&mut room.rest);
        for ((account, weight), (whole, rest)) in
            accounts.iter().zip(self.weights.as_slice()).zip(places)
        {
            let (units, below) = split(fraction, rounds, *weight, divisor);
            // A fraction below 1 over the new denominator.
            let below = as_signed_wide(u128::from(below).wrapping_mul(rest_times));
            // Within 64 units over the new denominator, so far below 2^127.
            let carry = account.carry.wrapping_mul(carry_times);
            let carry = if self.negative {
                carry.wrapping_neg()
            } else {
                carry
            };
            (*whole, *rest) = self.carry_over(units, carry.saturating_add(below));
        }
    }

    /// The same where that denominator would be too fine: carries and new fractions are first put
    /// on the grid, each list with its sum kept.
    #[cold]
    pub(super) fn entitle_on_grid(&self, accounts: &[Account], old: u64, room: &mut Room) {
        let Rounds { rounds, rest } = Rounds::of(self.units, self.weights.sum());
        match Either::of(rest, self.weights.summary()) {
            Either::Narrow(fraction) => self.on_grid(&fraction, rounds, accounts, old, room),
            Either::Wide(fraction) => self.on_grid(&fraction, rounds, accounts, old, room),
        }
    }

    fn on_grid(
        &self,
        fraction: &impl Fraction,
        rounds: u128,
        accounts: &[Account],
        old: u64,
        room: &mut Room,
    ) {
        let mut missing: i128 = 0;
        for ((account, part), key) in accounts.iter().zip(&mut room.whole).zip(&mut room.keys) {
            let fine = account.carry.saturating_mul(GRID.into());
            *part = fine.div_euclid(old.into());
            *key = low64(fine.rem_euclid(old.into()).unsigned_abs());
            missing = missing.saturating_sub(*part);
        }
        award_keys(
            &room.keys,
            old,
            low64(missing.unsigned_abs()),
            &mut room.whole,
            |part, more| *part = part.saturating_add(i128::from(more)),
        );
        let (divisor, sum) = (self.weights.divisor(), self.weights.reduced_sum());
        let mut missing: u128 = 0;
        let parts = room.rest.iter_mut().zip(&mut room.keys);
        for (weight, (part, key)) in self.weights.as_slice().iter().zip(parts) {
            let (_, below) = split(fraction, rounds, *weight, divisor);
            let fine = u128::from(below).wrapping_mul(GRID.into());
            *part = low64(fine.checked_div(sum.into()).unwrap_or(0));
            *key = low64(fine.checked_rem(sum.into()).unwrap_or(0));
            missing = missing.wrapping_add(u128::from(*key));
        }
        // The rests of a list whose sum is whole add up to as many parts as are missing.
        let missing = missing.checked_div(sum.into()).unwrap_or(0);
        award_keys(
            &room.keys,
            sum,
            low64(missing),
            &mut room.rest,
            |part, more| {
                *part = part.saturating_add(u64::from(more));
            },
        );
        let places = room.whole.iter_mut().zip(&mut room.rest);
        for (weight, (whole, rest)) in self.weights.as_slice().iter().zip(places) {
            let (units, _) = split(fraction, rounds, *weight, divisor);
            let carry = if self.negative {
                whole.wrapping_neg()
            } else {
                *whole
            };
            (*whole, *rest) = self.carry_over(units, carry.saturating_add((*rest).into()));
        }
    }

    /// Whole units and a rest below one unit.
    #[inline]
    fn carry_over(&self, units: u128, over: i128) -> (i128, u64) {
        let units = as_signed_wide(units);
        let denominator = i128::from(self.denominator.max(1));
        // Mostly less than one unit is owed either way, which needs no division.
        let under = if over < 0 { denominator } else { 0 };
        let beyond = if over >= denominator { denominator } else { 0 };
        let rest = over.wrapping_add(under).wrapping_sub(beyond);
        if rest >= 0 && rest < denominator {
            let more = i128::from(beyond > 0).wrapping_sub(i128::from(under > 0));
            return (units.wrapping_add(more), low64(rest.unsigned_abs()));
        }
        let (more, rest) = (over.div_euclid(denominator), over.rem_euclid(denominator));
        (units.wrapping_add(more), low64(rest.unsigned_abs()))
    }
}

/// The share of a weight: whole units, and the rest over the reduced sum.
#[inline]
fn split(fraction: &impl Fraction, rounds: u128, weight: u64, divisor: u64) -> (u128, u64) {
    let (whole, _) = fraction.split(&weight);
    let below = fraction.remainder(weight, whole);
    let below = if divisor == 1 {
        below
    } else {
        below.checked_div(divisor).unwrap_or(0)
    };
    // At most the payment itself.
    let units = rounds
        .wrapping_mul(weight.into())
        .wrapping_add(whole.into());
    (units, below)
}
