//! One total over weights: the units left are found first, then every part is written once.

use crate::money::{Currency, Money};
use crate::ratio::{Summary, Weight};
use crate::wide::{as_signed, as_signed_wide, count};

use super::few::{self, RANKS, award_few};
use super::fraction::{Either, Fraction, Narrow, Rounds};
use super::select::{Histogram, Ranking as _, award_tied};
use super::ties::Ties;

/// What is divided, and over what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task<'a> {
    pub(super) weights: &'a [Weight],
    pub(super) summary: Summary,
    pub(super) ties: Ties,
}

/// How a part is written: its weight, the whole part of its fraction, and one unit more or none;
/// and how it gets one unit more later.
struct Writer<P, G> {
    put: P,
    give: G,
}

impl Task<'_> {
    /// Divides 64-bit minor units; `out` has one place per weight.
    #[inline]
    pub(super) fn minor(&self, total: i64, out: &mut [i64]) {
        let magnitude = total.unsigned_abs();
        if let ([first, _], [left, right]) = (self.weights, &mut *out) {
            // A product below 2^64 needs no reciprocal of the fraction.
            if let Some(product) = magnitude.checked_mul(*first) {
                let units = self.first_of_two(product);
                let negative = total < 0;
                *left = with_sign(units, negative);
                *right = with_sign(magnitude.wrapping_sub(units), negative);
                return;
            }
        }
        self.minor_of_many(total, out);
    }

    /// Out of line, so that callers hold no more than the way of two parties.
    #[inline(never)]
    fn minor_of_many(&self, total: i64, out: &mut [i64]) {
        let magnitude = total.unsigned_abs();
        let (rounds, rest) = self.summary.divide(magnitude);
        let writer = Writer {
            put: move |part: &mut i64, weight: Weight, more: u64| {
                *part = as_signed(rounds.wrapping_mul(weight).wrapping_add(more));
            },
            give: move |part: &mut i64| *part = part.wrapping_add(1),
        };
        self.divide(rest, out, &writer);
        if total < 0 {
            for part in out {
                *part = part.wrapping_neg();
            }
        }
    }

    /// What the first of two gets, from the total times its weight; the second gets the rest.
    #[inline]
    fn first_of_two(&self, product: u64) -> u64 {
        let (units, cut) = self.summary.divide(product);
        let other = self.summary.sum.wrapping_sub(cut);
        let turned = match self.ties {
            Ties::ByParty => false,
            Ties::Rotated(key) => key & 1 == 1,
        };
        // Nothing cut off leaves the other with the whole sum, which is larger.
        let more = if turned { cut > other } else { cut >= other };
        units.wrapping_add(u64::from(more))
    }

    /// Divides any magnitude of minor units below 2^96; `out` has one place per weight.
    pub(super) fn money(&self, magnitude: u128, currency: Currency, out: &mut [Money]) {
        let Rounds { rounds, rest } = Rounds::of(magnitude, self.summary.sum);
        let writer = Writer {
            // Each part is at most the total, so nothing is lost here.
            put: move |part: &mut Money, weight: Weight, more: u64| {
                let units = rounds.wrapping_mul(u128::from(weight));
                let units = units.wrapping_add(u128::from(more));
                *part = Money::clamped(as_signed_wide(units), currency);
            },
            give: move |part: &mut Money| {
                *part = Money::clamped(part.minor().wrapping_add(1), currency);
            },
        };
        self.divide(rest, out, &writer);
    }

    #[inline]
    fn divide<O, P, G>(&self, rest: u64, out: &mut [O], writer: &Writer<P, G>)
    where
        P: Fn(&mut O, Weight, u64),
        G: Fn(&mut O),
    {
        if self.summary.all_equal {
            return self.equal(rest, out, writer);
        }
        if self.summary.sum <= RANKS && matches!(self.ties, Ties::ByParty) {
            match self.weights.len() {
                3 => return self.few::<3, 3, O, P, G>(rest, out, writer),
                4 => return self.few::<4, 4, O, P, G>(rest, out, writer),
                5 => return self.few::<5, 5, O, P, G>(rest, out, writer),
                6 => return self.few::<6, 12, O, P, G>(rest, out, writer),
                7 => return self.few::<7, 12, O, P, G>(rest, out, writer),
                8 => return self.few::<8, 12, O, P, G>(rest, out, writer),
                9 => return self.few::<9, 12, O, P, G>(rest, out, writer),
                10 => return self.few::<10, 12, O, P, G>(rest, out, writer),
                _ => {}
            }
        }
        self.by_counting(rest, out, writer);
    }

    /// Out of line, since its buffers are of no use to a handful of parties.
    #[inline(never)]
    fn by_counting<O, P, G>(&self, rest: u64, out: &mut [O], writer: &Writer<P, G>)
    where
        P: Fn(&mut O, Weight, u64),
        G: Fn(&mut O),
    {
        match Either::of(rest, self.summary) {
            Either::Narrow(fraction) => self.with(&fraction, out, writer),
            Either::Wide(fraction) => self.with(&fraction, out, writer),
        }
    }

    /// Equal weights tie everywhere, so the parts need no selection.
    #[inline]
    fn equal<O, P, G>(&self, rest: u64, out: &mut [O], writer: &Writer<P, G>)
    where
        P: Fn(&mut O, Weight, u64),
        G: Fn(&mut O),
    {
        let parties = count(self.weights.len());
        let weight = self.weights.first().copied().unwrap_or(0);
        let whole = rest.checked_div(parties).unwrap_or(0);
        for part in &mut *out {
            (writer.put)(part, weight, whole);
        }
        let left = rest.wrapping_sub(whole.wrapping_mul(parties));
        award_tied(out, left, self.ties, &writer.give);
    }

    fn with<F: Fraction, O, P, G>(&self, fraction: &F, out: &mut [O], writer: &Writer<P, G>)
    where
        P: Fn(&mut O, Weight, u64),
        G: Fn(&mut O),
    {
        match self.weights.len() {
            0..=64 => self.many::<6, 64, 32, F, O, P, G>(fraction, out, writer),
            65..=128 => self.many::<7, 128, 64, F, O, P, G>(fraction, out, writer),
            129..=512 => self.many::<8, 256, 128, F, O, P, G>(fraction, out, writer),
            _ => self.many::<11, 2048, 1024, F, O, P, G>(fraction, out, writer),
        }
    }

    /// Exactly `N` parties, whose ranks are compared as `M`: nothing is looped over whose length
    /// the compiler does not know.
    #[inline(never)]
    fn few<const N: usize, const M: usize, O, P, G>(
        &self,
        rest: u64,
        out: &mut [O],
        writer: &Writer<P, G>,
    ) where
        P: Fn(&mut O, Weight, u64),
        G: Fn(&mut O),
    {
        let weights = <&[Weight; N]>::try_from(self.weights);
        let (Ok(weights), Ok(out)) = (weights, <&mut [O; N]>::try_from(out)) else {
            return;
        };
        // A sum this small leaves the reciprocal in 64 bits exact.
        let fraction = Narrow::of(rest, self.summary);
        let (mut ranks, mut wholes) = ([0; M], [0; N]);
        let mut left = rest;
        let places = ranks.iter_mut().zip(&mut wholes);
        for (at, (weight, (rank, whole))) in (0..).zip(weights.iter().zip(places)) {
            (*whole, _) = fraction.split(weight);
            *rank = few::rank(fraction.remainder(*weight, *whole), at);
            left = left.wrapping_sub(*whole);
        }
        let more = award_few(&ranks, left);
        let parts = weights.iter().zip(out).zip(wholes.iter().zip(more));
        for ((weight, part), (whole, more)) in parts {
            (writer.put)(part, *weight, whole.wrapping_add(u64::from(more)));
        }
    }

    #[inline]
    fn many<const BITS: u32, const SIZE: usize, const ROOM: usize, F: Fraction, O, P, G>(
        &self,
        fraction: &F,
        out: &mut [O],
        writer: &Writer<P, G>,
    ) where
        P: Fn(&mut O, Weight, u64),
        G: Fn(&mut O),
    {
        let mut seen = Histogram::<BITS, SIZE>::new();
        let mut sum: u128 = 0;
        for weight in self.weights {
            let key = fraction.key(weight);
            sum = sum.wrapping_add(u128::from(key));
            seen.note(key);
        }
        let left = fraction.units(sum, count(self.weights.len()));
        seen.award::<ROOM, F, O>(
            fraction,
            self.weights,
            out,
            (left, self.ties),
            #[inline]
            |part, weight, whole, more| {
                (writer.put)(part, *weight, whole.wrapping_add(u64::from(more)));
            },
            &writer.give,
        );
    }
}

#[inline]
const fn with_sign(units: u64, negative: bool) -> i64 {
    let units = as_signed(units);
    if negative {
        units.wrapping_neg()
    } else {
        units
    }
}
