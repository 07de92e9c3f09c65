//! One total over weights: the whole parts in one pass, the units left by selection.

use crate::money::{Currency, Money};
use crate::ratio::{Summary, Weight};
use crate::wide::{as_signed, as_signed_wide, count, low64};

use super::fraction::{Either, Fraction, Rounds};
use super::select::{FEW, Histogram, award_few, award_tied};
use super::ties::Ties;

/// What is divided, and over what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task<'a> {
    pub(super) weights: &'a [Weight],
    pub(super) summary: Summary,
    pub(super) ties: Ties,
}

impl Task<'_> {
    /// Divides 64-bit minor units; `out` has one place per weight.
    #[inline]
    pub(super) fn minor(self, total: i64, out: &mut [i64]) {
        let magnitude = total.unsigned_abs();
        let rounds = magnitude.checked_div(self.summary.sum).unwrap_or(0);
        let rest = magnitude.wrapping_sub(rounds.wrapping_mul(self.summary.sum));
        self.divide(
            out,
            (magnitude, rest),
            #[inline]
            |part, weight, whole| {
                let units = rounds.wrapping_mul(weight).wrapping_add(whole);
                *part = as_signed(units);
                units
            },
            #[inline]
            |part, more| *part = part.wrapping_add(i64::from(more)),
        );
        if total < 0 {
            for part in out {
                *part = part.wrapping_neg();
            }
        }
    }

    /// Divides any magnitude of minor units below 2^96; `out` has one place per weight.
    pub(super) fn money(self, magnitude: u128, currency: Currency, out: &mut [Money]) {
        let Rounds { rounds, rest } = Rounds::of(magnitude, self.summary.sum);
        self.divide(
            out,
            (low64(magnitude), rest),
            #[inline]
            |part, weight, whole| {
                // Each part is at most the total, so nothing is lost here.
                let units = rounds
                    .wrapping_mul(u128::from(weight))
                    .wrapping_add(u128::from(whole));
                *part = Money::clamped(as_signed_wide(units), currency);
                low64(units)
            },
            #[inline]
            |part, more| {
                *part = Money::clamped(part.minor().wrapping_add(i128::from(more)), currency);
            },
        );
    }

    /// `put` writes the whole units of a part and returns their low 64 bits.
    #[inline]
    fn divide<O>(
        self,
        out: &mut [O],
        (total, rest): (u64, u64),
        put: impl Fn(&mut O, Weight, u64) -> u64,
        give: impl Fn(&mut O, bool),
    ) {
        if self.summary.all_equal {
            return self.equal(rest, out, total, put, give);
        }
        match Either::of(rest, self.summary) {
            Either::Narrow(fraction) => self.with(&fraction, out, total, put, give),
            Either::Wide(fraction) => self.with(&fraction, out, total, put, give),
        }
    }

    /// Equal weights tie everywhere, so the parts need no selection.
    #[inline]
    fn equal<O>(
        self,
        rest: u64,
        out: &mut [O],
        total: u64,
        put: impl Fn(&mut O, Weight, u64) -> u64,
        give: impl Fn(&mut O, bool),
    ) {
        let parties = count(self.weights.len());
        let weight = self.weights.first().copied().unwrap_or(0);
        let whole = rest.checked_div(parties).unwrap_or(0);
        let mut units = 0;
        for part in &mut *out {
            units = put(part, weight, whole);
        }
        let left = total.wrapping_sub(units.wrapping_mul(parties));
        award_tied(out, left, self.ties, give);
    }

    #[inline]
    fn with<F: Fraction, O>(
        self,
        fraction: &F,
        out: &mut [O],
        total: u64,
        put: impl Fn(&mut O, Weight, u64) -> u64,
        give: impl Fn(&mut O, bool),
    ) {
        match self.weights.len() {
            0..=FEW => self.few(fraction, out, total, put, give),
            17..=64 => self.many::<7, 128, 64, F, O>(fraction, out, total, put, give),
            65..=512 => self.many::<9, 512, 512, F, O>(fraction, out, total, put, give),
            _ => self.many::<11, 2048, 1024, F, O>(fraction, out, total, put, give),
        }
    }

    #[inline]
    fn few<F: Fraction, O>(
        self,
        fraction: &F,
        out: &mut [O],
        total: u64,
        put: impl Fn(&mut O, Weight, u64) -> u64,
        give: impl Fn(&mut O, bool),
    ) {
        let mut exacts = [0; FEW];
        let mut left = total;
        for ((weight, part), exact) in self.weights.iter().zip(&mut *out).zip(&mut exacts) {
            let (whole, _) = fraction.split(*weight);
            *exact = fraction.remainder(*weight, whole);
            left = left.wrapping_sub(put(part, *weight, whole));
        }
        if let (1.., Some(exacts)) = (left, exacts.get(..self.weights.len())) {
            award_few(exacts, out, left, self.ties, give);
        }
    }

    #[inline]
    fn many<const BITS: u32, const SIZE: usize, const ROOM: usize, F: Fraction, O>(
        self,
        fraction: &F,
        out: &mut [O],
        total: u64,
        put: impl Fn(&mut O, Weight, u64) -> u64,
        give: impl Fn(&mut O, bool),
    ) {
        let mut seen = Histogram::<BITS, SIZE>::new();
        let mut left = total;
        for (weight, part) in self.weights.iter().zip(&mut *out) {
            let (whole, key) = fraction.split(*weight);
            left = left.wrapping_sub(put(part, *weight, whole));
            seen.note(key);
        }
        if left > 0 {
            seen.award::<ROOM, F, O>(fraction, self.weights, out, (left, self.ties), give);
        }
    }
}
