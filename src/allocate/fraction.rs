//! `r * w / W` for many weights without a division per weight (spec/splits.md 1.1).

use crate::ratio::{Summary, divide_rest};
use crate::wide::{high64, low64};

use super::select::Ranking;

/// What a total leaves beside whole rounds of the weights: `total = rounds * W + rest`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rounds {
    pub(super) rounds: u128,
    pub(super) rest: u64,
}

impl Rounds {
    /// One division per total.
    #[inline]
    pub(super) fn of(total: u128, sum: u64) -> Self {
        if let Ok(small) = u64::try_from(total) {
            return Self {
                rounds: u128::from(small.checked_div(sum).unwrap_or(0)),
                rest: small.checked_rem(sum).unwrap_or(0),
            };
        }
        let sum = u128::from(sum);
        Self {
            rounds: total.checked_div(sum).unwrap_or(0),
            rest: low64(total.checked_rem(sum).unwrap_or(0)),
        }
    }
}

/// The quotient and remainder of `rest * weight / sum`.
pub(super) trait Fraction: Ranking<Item = u64> {
    /// The remainder, if the whole part is known.
    fn remainder(&self, weight: u64, whole: u64) -> u64;

    /// How many units the fractions of so many weights add up to, from the sum of their keys.
    fn units(&self, keys: u128, parties: u64) -> u64;
}

/// The reciprocal in 64 bits, for weights and sums that leave it exact.
#[derive(Clone, Copy, Debug)]
pub(super) struct Narrow {
    factor: u64,
    sum: u64,
    slack: u64,
}

/// The reciprocal in 128 bits: exact for every sum below `2^64`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide {
    high: u64,
    low: u64,
    rest: u64,
    sum: u64,
}

/// The fraction that is exact for these weights.
#[derive(Clone, Copy, Debug)]
pub(super) enum Either {
    Narrow(Narrow),
    Wide(Wide),
}

impl Either {
    /// `rest` is below the sum, which is above 0.
    #[inline]
    pub(super) fn of(rest: u64, summary: Summary) -> Self {
        let sum = summary.sum;
        // 2^bits * W <= 2^64, where bits is the length of the longest weight.
        if sum <= 1_u64.wrapping_shl(summary.union.leading_zeros()) {
            return Self::Narrow(Narrow::of(rest, summary));
        }
        Self::Wide(Wide::of(rest, sum))
    }
}

impl Narrow {
    /// `rest` is below the sum, and `2^bits * W <= 2^64`.
    #[inline]
    pub(super) fn of(rest: u64, summary: Summary) -> Self {
        let room = summary.union.leading_zeros();
        Self {
            factor: summary.factor(rest),
            sum: summary.sum,
            slack: 1_u64.wrapping_shl(64_u32.wrapping_sub(room)),
        }
    }
}

impl Ranking for Narrow {
    type Item = u64;

    #[inline]
    fn key(&self, weight: &u64) -> u64 {
        weight.wrapping_mul(self.factor)
    }

    #[inline]
    fn split(&self, weight: &u64) -> (u64, u64) {
        let product = u128::from(*weight).wrapping_mul(u128::from(self.factor));
        (high64(product), low64(product))
    }

    #[inline]
    fn exact(&self, weight: &u64) -> u64 {
        // The key is the fraction in units of 2^-64, with an error below 1 / W.
        high64(u128::from(self.key(weight)).wrapping_mul(u128::from(self.sum)))
    }

    #[inline]
    fn slack(&self) -> u64 {
        self.slack
    }

    #[inline]
    fn bounds(&self, low: u64, last: u64) -> (u64, u64) {
        let exact = |key: u64| high64(u128::from(key).wrapping_mul(u128::from(self.sum)));
        (exact(low), exact(last))
    }
}

impl Fraction for Narrow {
    #[inline]
    fn remainder(&self, weight: u64, _whole: u64) -> u64 {
        self.exact(&weight)
    }

    #[inline]
    fn units(&self, keys: u128, _parties: u64) -> u64 {
        // All errors together are below one unit.
        high64(keys)
    }
}

impl Wide {
    /// `rest` is below the sum, which is above 0.
    #[inline]
    pub(super) fn of(rest: u64, sum: u64) -> Self {
        let (high, rem) = divide_rest(rest, sum);
        let (low, rem) = divide_rest(rem, sum);
        Self {
            high,
            // The last rest is below a sum below 2^64, so `low` is below 2^64 - 1.
            low: low.wrapping_add(u64::from(rem > 0)),
            rest,
            sum,
        }
    }

    /// What the total leaves beside whole rounds.
    pub(super) const fn rest(&self) -> u64 {
        self.rest
    }
}

impl Ranking for Wide {
    type Item = u64;

    #[inline]
    fn key(&self, weight: &u64) -> u64 {
        self.split(weight).1
    }

    #[inline]
    fn split(&self, weight: &u64) -> (u64, u64) {
        let weight = u128::from(*weight);
        let low = weight.wrapping_mul(u128::from(self.low)) >> 64;
        let product = weight.wrapping_mul(u128::from(self.high)).wrapping_add(low);
        (high64(product), low64(product))
    }

    #[inline]
    fn exact(&self, weight: &u64) -> u64 {
        self.remainder(*weight, self.split(weight).0)
    }

    #[inline]
    fn slack(&self) -> u64 {
        2
    }

    #[inline]
    fn bounds(&self, low: u64, last: u64) -> (u64, u64) {
        // The key is the fraction cut to 64 bits, so it can be one too small.
        let exact = |key: u64| high64(u128::from(key).wrapping_mul(u128::from(self.sum)));
        (exact(low).saturating_sub(1), exact(last).saturating_add(1))
    }
}

impl Fraction for Wide {
    #[inline]
    fn remainder(&self, weight: u64, whole: u64) -> u64 {
        // The true value is below W, so it survives the arithmetic modulo 2^64.
        self.rest
            .wrapping_mul(weight)
            .wrapping_sub(whole.wrapping_mul(self.sum))
    }

    #[inline]
    fn units(&self, keys: u128, parties: u64) -> u64 {
        // Every key is cut down by less than one.
        high64(keys.wrapping_add(u128::from(parties)))
    }
}
