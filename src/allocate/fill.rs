//! The exact shares of a capped pool (spec/splits.md 1.5).

use std::cmp::Reverse;

use num_integer::Integer as _;

use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::wide::{U256, signed};

use super::pool_rules::{Elimination, Excess, PoolStatus};
use super::step::Ranks;
use super::units::ExactUnits;

/// The shares of all parties over one denominator.
pub(super) struct Shares<'a> {
    weights: &'a [u64],
    /// All positions, the heaviest first.
    by_weight: Vec<usize>,
    /// Budget and cap over the common denominator `fine`.
    budget: u128,
    cap: Option<u128>,
    fine: u128,
    excess: Excess,
    list: Vec<Share>,
    denominator: u128,
}

/// An exact share: whole units, and a numerator below the common denominator.
#[derive(Clone, Copy)]
struct Share {
    whole: u128,
    numerator: u128,
    status: PoolStatus,
}

impl<'a> Shares<'a> {
    /// The first fill; `None` where a number is too large.
    pub(super) fn of(
        weights: &'a [u64],
        budget: Ratio,
        cap: Option<Ratio>,
        excess: Excess,
    ) -> Option<Self> {
        let one = cap.unwrap_or(Ratio::ONE).denominator().unsigned_abs();
        let two = budget.denominator().unsigned_abs();
        let fine = one.checked_div(one.gcd(&two))?.checked_mul(two)?;
        let over = |ratio: Ratio| {
            let times = fine.checked_div(ratio.denominator().unsigned_abs())?;
            ratio.numerator().unsigned_abs().checked_mul(times)
        };
        let cap = match cap {
            Some(cap) => Some(over(cap)?),
            None => None,
        };
        let mut by_weight: Vec<(usize, u64)> = weights.iter().copied().enumerate().collect();
        by_weight.sort_by_key(|(_, weight)| Reverse(*weight));
        let share = |weight: &u64| Share {
            whole: 0,
            numerator: 0,
            status: if *weight > 0 {
                PoolStatus::Paid
            } else {
                PoolStatus::Ineligible
            },
        };
        let mut shares = Self {
            weights,
            by_weight: by_weight.into_iter().map(|(at, _)| at).collect(),
            budget: over(budget)?,
            cap,
            fine,
            excess,
            list: weights.iter().map(share).collect(),
            denominator: 1,
        };
        shares.fill()?;
        Some(shares)
    }

    /// Divides the whole budget among those who have not left.
    pub(super) fn fill(&mut self) -> Option<()> {
        let mut sum: u128 = 0;
        for at in &self.by_weight {
            if self.stays(*at) {
                sum = sum.checked_add(u128::from(*self.weights.get(*at)?))?;
            }
        }
        let (capped, left, rest) = self.capped(sum)?;
        let rest = if rest == 0 { 1 } else { rest };
        self.denominator = self.fine.checked_mul(rest)?;
        signed(self.denominator, false)?;
        let at_cap = U256::product(self.cap.unwrap_or(0), rest).div_rem(self.denominator)?;
        let mut place: u64 = 0;
        for at in &self.by_weight {
            if !self.stays(*at) {
                continue;
            }
            let weight = u128::from(*self.weights.get(*at)?);
            let (status, (whole, numerator)) = if place < capped {
                (PoolStatus::Capped, at_cap)
            } else {
                (
                    PoolStatus::Paid,
                    U256::product(left, weight).div_rem(self.denominator)?,
                )
            };
            let whole = whole.to_u128()?;
            *self.list.get_mut(*at)? = Share {
                whole,
                numerator,
                status,
            };
            place = place.checked_add(1)?;
        }
        Some(())
    }

    /// How many of the heaviest get the cap, what is left of the budget for the others and over
    /// what sum of weights it is shared.
    fn capped(&self, sum: u128) -> Option<(u64, u128, u128)> {
        let Some(cap) = self.cap else {
            return Some((0, self.budget, sum));
        };
        let (mut capped, mut left, mut rest) = (0_u64, self.budget, sum);
        for at in self.by_weight.iter().filter(|at| self.stays(**at)) {
            let weight = u128::from(*self.weights.get(*at)?);
            if U256::product(left, weight) < U256::product(cap, rest) {
                break;
            }
            capped = capped.checked_add(1)?;
            if self.excess == Excess::ToRemaining {
                left = left.checked_sub(cap)?;
                rest = rest.checked_sub(weight)?;
            }
        }
        Some((capped, left, rest))
    }

    fn stays(&self, at: usize) -> bool {
        let share = self.list.get(at);
        share.is_some_and(|share| matches!(share.status, PoolStatus::Paid | PoolStatus::Capped))
    }

    /// Lets those below the minimum leave; whether anybody did.
    pub(super) fn eliminate(&mut self, minimum: u128, rule: Elimination) -> bool {
        if rule == Elimination::None {
            return false;
        }
        let is_below = |share: &Share| {
            // The fraction is below one unit, and the minimum whole.
            matches!(share.status, PoolStatus::Paid | PoolStatus::Capped) && share.whole < minimum
        };
        let below = self
            .list
            .iter()
            .zip(self.weights)
            .filter(|(share, _)| is_below(share));
        let Some(smallest) = below.map(|(_, weight)| *weight).min() else {
            return false;
        };
        for (share, weight) in self.list.iter_mut().zip(self.weights) {
            let leaves = rule == Elimination::AllBelow || *weight == smallest;
            if is_below(share) && leaves {
                *share = Share {
                    whole: 0,
                    numerator: 0,
                    status: PoolStatus::BelowMinimum,
                };
            }
        }
        true
    }

    /// The sum of all shares: whole units, numerator and denominator.
    pub(super) fn sum(&self) -> Option<(i128, u128, u128)> {
        let (mut whole, mut numerator) = (0_u128, 0_u128);
        for share in &self.list {
            whole = whole.checked_add(share.whole)?;
            // Both are below a denominator of at most 127 bits.
            numerator = numerator.checked_add(share.numerator)?;
            if numerator >= self.denominator {
                numerator = numerator.checked_sub(self.denominator)?;
                whole = whole.checked_add(1)?;
            }
        }
        Some((signed(whole, false)?, numerator, self.denominator))
    }

    /// The whole units of the sum, by largest remainder.
    pub(super) fn round_together(&self, currency: Currency, units: i128) -> Option<Vec<Money>> {
        let whole: Option<Vec<i128>> = self
            .list
            .iter()
            .map(|share| signed(share.whole, false))
            .collect();
        let whole = whole?;
        let rests: Vec<u128> = self.list.iter().map(|share| share.numerator).collect();
        Money::from_minor_wide(units, currency).ok()?;
        let mut amounts = vec![Money::zero(currency); whole.len()];
        Ranks::default().hand_out(&whole, &rests, units.unsigned_abs(), currency, &mut amounts);
        Some(amounts)
    }

    /// Every share rounded alone, and the sum of what is so paid.
    pub(super) fn round_alone(
        &self,
        currency: Currency,
        rounding: Rounding,
    ) -> Option<(Vec<Money>, i128)> {
        let mut paid: i128 = 0;
        let mut amounts = Vec::with_capacity(self.list.len());
        for share in &self.list {
            let odd = share.whole & 1 == 1;
            let up = rounding.goes_up(false, odd, share.numerator, self.denominator);
            let units = signed(share.whole.checked_add(u128::from(up))?, false)?;
            paid = paid.checked_add(units)?;
            amounts.push(Money::from_minor_wide(units, currency).ok()?);
        }
        Some((amounts, paid))
    }

    /// The exact share and the status of every party.
    pub(super) fn list(&self) -> impl Iterator<Item = (ExactUnits, PoolStatus)> + '_ {
        self.list.iter().map(|share| {
            let whole = signed(share.whole, false).unwrap_or(i128::MAX);
            (
                ExactUnits::new(whole, share.numerator, self.denominator),
                share.status,
            )
        })
    }
}
