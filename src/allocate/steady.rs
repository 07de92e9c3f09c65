//! A payment over the same weights as the one before among a handful of parties, which fits 64 bits.

use crate::money::{Currency, Money};
use crate::ratio::Weight;
use crate::wide::{as_signed, as_unsigned, count, low64, narrow};

use super::carry::{Account, Payment};
use super::few::{self, NEVER, RANKS, award_few};
use super::fraction::{Fraction as _, Narrow};
use super::select::Ranking as _;

/// A larger payment takes the general way.
const MOST_UNITS: u128 = 1 << 62;
/// Beyond it the general way says whether it is still in the range of money.
const MOST_PAID: u128 = 1 << 95;

impl Payment<'_> {
    /// Writes the lines and books them, where the carries stand over the reduced sum of the
    /// weights; `false`, and nothing is booked, where that takes more than 64 bits, a second round
    /// or an error to report.
    #[inline]
    pub(super) fn steadily(
        &self,
        currency: Currency,
        accounts: &mut [Account],
        out: &mut [Money],
    ) -> bool {
        if self.units > MOST_UNITS || self.weights.sum() > RANKS {
            return false;
        }
        match accounts.len() {
            2 => self.few::<2, 2>(currency, accounts, out),
            3 => self.few::<3, 3>(currency, accounts, out),
            4 => self.few::<4, 4>(currency, accounts, out),
            5 => self.few::<5, 5>(currency, accounts, out),
            6 => self.few::<6, 12>(currency, accounts, out),
            7 => self.few::<7, 12>(currency, accounts, out),
            8 => self.few::<8, 12>(currency, accounts, out),
            9 => self.few::<9, 12>(currency, accounts, out),
            10 => self.few::<10, 12>(currency, accounts, out),
            _ => false,
        }
    }

    /// Exactly `N` parties, whose ranks are compared as `M`.
    #[inline(never)]
    fn few<const N: usize, const M: usize>(
        &self,
        currency: Currency,
        accounts: &mut [Account],
        out: &mut [Money],
    ) -> bool {
        let weights = <&[Weight; N]>::try_from(self.weights.as_slice());
        let accounts = <&mut [Account; N]>::try_from(accounts);
        let (Ok(weights), Ok(accounts), Ok(out)) =
            (weights, accounts, <&mut [Money; N]>::try_from(out))
        else {
            return false;
        };
        let mut missing = as_signed(low64(self.units));
        let (mut owed, mut ranks) = ([Owed::default(); N], [NEVER; M]);
        self.entitle_few(weights, accounts, &mut owed);
        for (at, owed) in owed.iter().enumerate() {
            missing = missing.wrapping_sub(owed.whole.max(0));
            if let Some(rank) = ranks.get_mut(at) {
                // Who holds more than he is owed gets none of what is missing.
                *rank = if owed.whole < 0 {
                    NEVER
                } else {
                    few::rank(owed.rest, count(at))
                };
            }
        }
        let Ok(missing) = u64::try_from(missing) else {
            return false;
        };
        let more = award_few(&ranks, missing);
        let (mut units, mut largest) = ([0_i64; N], 0);
        for ((units, owed), (account, more)) in
            units.iter_mut().zip(&owed).zip(accounts.iter().zip(more))
        {
            *units = owed.whole.max(0).wrapping_add(i64::from(more));
            let paid = account.paid.wrapping_add(self.turned(*units).into());
            largest |= paid.unsigned_abs();
        }
        if largest >= MOST_PAID {
            return false;
        }
        for ((units, owed), (account, line)) in
            units.iter().zip(&owed).zip(accounts.iter_mut().zip(out))
        {
            let left = owed.whole.wrapping_sub(*units);
            let carry = as_signed(owed.rest).wrapping_add(left.wrapping_mul(self.below()));
            let units = self.turned(*units);
            *line = Money::from_minor(units, currency);
            account.carry = self.turned(carry).into();
            account.paid = account.paid.wrapping_add(units.into());
        }
        true
    }

    /// What each is owed with its carry: its share, of which nothing is cut off.
    #[inline]
    fn entitle_few<const N: usize>(
        &self,
        weights: &[Weight; N],
        accounts: &[Account; N],
        owed: &mut [Owed; N],
    ) {
        let summary = self.weights.summary();
        let (rounds, rest) = summary.divide(low64(self.units));
        let fraction = Narrow::of(rest, summary);
        let (divisor, below) = (self.weights.divisor(), self.below());
        for ((weight, account), owed) in weights.iter().zip(accounts).zip(owed) {
            let (whole, _) = fraction.split(weight);
            let mut cut = fraction.remainder(*weight, whole);
            if divisor != 1 {
                cut = cut.checked_div(divisor).unwrap_or(0);
            }
            let units = as_signed(rounds.wrapping_mul(*weight).wrapping_add(whole));
            // Within 64 units over the denominator.
            let carry = self.turned(narrow(account.carry));
            let over = carry.wrapping_add(as_signed(cut));
            // Mostly less than one unit is owed either way, which needs no division.
            let more = i64::from(over >= below).wrapping_sub(i64::from(over < 0));
            // Below 0 it is a large number without its sign.
            let rest = as_unsigned(over.wrapping_sub(more.wrapping_mul(below)));
            *owed = Owed {
                whole: units.wrapping_add(more),
                rest,
            };
            if rest >= self.denominator {
                *owed = Owed {
                    whole: units.wrapping_add(over.div_euclid(below)),
                    rest: over.rem_euclid(below).unsigned_abs(),
                };
            }
        }
    }

    /// The denominator of carries, at most [`RANKS`].
    #[inline]
    fn below(&self) -> i64 {
        as_signed(self.denominator.max(1))
    }

    /// The mirror image, if this is a refund.
    #[inline]
    const fn turned(&self, value: i64) -> i64 {
        if self.negative {
            value.wrapping_neg()
        } else {
            value
        }
    }
}

/// Whole units, and a rest below one unit over the denominator.
#[derive(Clone, Copy, Default)]
struct Owed {
    whole: i64,
    rest: u64,
}
