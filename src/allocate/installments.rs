//! [`Installments`] and [`Vesting`]: one amount over time.

use crate::money::Money;
use crate::ratio::{Weights, WeightsError};
use crate::rounding::Rounding;
use crate::wide::as_signed_wide;

use super::fraction::{Fraction as _, Rounds, Wide};
use super::select::Ranking as _;

/// How the units that do not divide evenly fall on tranches in time order.
///
/// With `T` the amount, `w` the weights of sum `W` and `C` their running sum; 18 over four equal
/// tranches in the last column (spec/splits.md 1.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "allocation type")]
pub enum InstallmentPolicy {
    /// `T * C / W` rounded half away from zero, less what came before: 5, 4, 5, 4.
    CumulativeRounding,
    /// `T * C / W` cut down, less what came before: 4, 5, 4, 5.
    CumulativeRoundDown,
    /// One more unit to each of the first tranches: 5, 5, 4, 4.
    FrontLoaded,
    /// One more unit to each of the last tranches: 4, 4, 5, 5.
    BackLoaded,
    /// All units left to the first tranche: 6, 4, 4, 4.
    FrontSingle,
    /// All units left to the last tranche: 4, 4, 4, 6.
    #[doc(alias = "balloon")]
    BackSingle,
    /// Largest remainder, ties earliest: 5, 5, 4, 4.
    #[default]
    LargestRemainder,
}

impl InstallmentPolicy {
    /// Every policy, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::CumulativeRounding,
        Self::CumulativeRoundDown,
        Self::FrontLoaded,
        Self::BackLoaded,
        Self::FrontSingle,
        Self::BackSingle,
        Self::LargestRemainder,
    ];
}

/// One amount in tranches, weights in time order.
///
/// # Examples
///
/// ```
/// use partnership::allocate::{InstallmentPolicy, Installments};
/// use partnership::{Currency, Money, Weights};
///
/// let shares = Currency::custom("SH", 0)?;
/// let plan = Installments::new(Weights::new(vec![31, 33, 36])?, InstallmentPolicy::default());
/// let parts = plan.parts(Money::from_minor(87_136, shares));
/// assert_eq!(parts.iter().map(|part| part.minor()).collect::<Vec<_>>(), [27_012, 28_755, 31_369]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "tranches")]
pub struct Installments {
    weights: Weights,
    policy: InstallmentPolicy,
}

impl Installments {
    /// Returns the plan over weights in time order.
    pub const fn new(weights: Weights, policy: InstallmentPolicy) -> Self {
        Self { weights, policy }
    }

    /// Returns the weights, in time order.
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Returns how the units left fall on the tranches.
    pub const fn policy(&self) -> InstallmentPolicy {
        self.policy
    }

    /// Returns the tranches of an amount, in time order; they add up to it, and an amount below 0
    /// is the mirror image.
    pub fn parts(&self, total: Money) -> Vec<Money> {
        let mut parts = vec![Money::zero(total.currency()); self.weights.len()];
        self.fill(total, &mut parts);
        parts
    }

    /// Writes the tranches of an amount, without any allocation on the heap.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::LengthMismatch`].
    pub fn parts_into(&self, total: Money, out: &mut [Money]) -> Result<(), ScheduleError> {
        let weights = self.weights.len();
        if weights != out.len() {
            let out = out.len();
            return Err(ScheduleError::LengthMismatch { weights, out });
        }
        self.fill(total, out);
        Ok(())
    }

    fn fill(&self, total: Money, out: &mut [Money]) {
        let units = total.abs();
        match self.policy {
            InstallmentPolicy::CumulativeRounding => {
                self.cumulative(units, Rounding::HalfAwayFromZero, out);
            }
            InstallmentPolicy::CumulativeRoundDown => self.cumulative(units, Rounding::Down, out),
            InstallmentPolicy::LargestRemainder => {
                // The slice has one place per weight, so this is no error.
                let _ = self.weights.allocate_into(units, out);
            }
            _ => self.floors_and_left(units, out),
        }
        if total.is_negative() {
            for part in out {
                *part = -*part;
            }
        }
    }

    fn cumulative(&self, total: Money, rounding: Rounding, out: &mut [Money]) {
        let shares = Shares::of(total, self.weights.sum());
        let (mut weight, mut before) = (0_u64, 0);
        for (part, next) in out.iter_mut().zip(self.weights.as_slice()) {
            weight = weight.saturating_add(*next);
            let until = shares.round(weight, rounding);
            *part = Money::clamped(until.saturating_sub(before), total.currency());
            before = until;
        }
    }

    fn floors_and_left(&self, total: Money, out: &mut [Money]) {
        let shares = Shares::of(total, self.weights.sum());
        let mut left = total.minor();
        for (part, weight) in out.iter_mut().zip(self.weights.as_slice()) {
            let floor = shares.round(*weight, Rounding::Down);
            left = left.saturating_sub(floor);
            *part = Money::clamped(floor, total.currency());
        }
        let tranches = out.iter_mut().zip(self.weights.as_slice());
        let takers = tranches
            .filter(|(_, weight)| **weight > 0)
            .map(|(part, _)| part);
        match self.policy {
            InstallmentPolicy::FrontLoaded => hand_out(takers, left, 1),
            InstallmentPolicy::BackLoaded => hand_out(takers.rev(), left, 1),
            InstallmentPolicy::FrontSingle => hand_out(takers, left, left),
            _ => hand_out(takers.rev(), left, left),
        }
    }
}

/// Gives the units left to the first that take, so many to each.
fn hand_out<'a>(takers: impl Iterator<Item = &'a mut Money>, mut left: i128, each: i128) {
    for part in takers {
        if left <= 0 {
            break;
        }
        *part = Money::clamped(part.minor().saturating_add(each), part.currency());
        left = left.saturating_sub(each);
    }
}

/// An amount of 0 or more over a sum of weights.
struct Shares {
    rounds: u128,
    fraction: Wide,
    sum: u64,
}

impl Shares {
    fn of(total: Money, sum: u64) -> Self {
        let Rounds { rounds, rest } = Rounds::of(total.minor().unsigned_abs(), sum);
        let fraction = Wide::of(rest, sum);
        Self {
            rounds,
            fraction,
            sum,
        }
    }

    /// The share of a weight that is at most the sum, rounded once.
    fn round(&self, weight: u64, rounding: Rounding) -> i128 {
        let (whole, _) = self.fraction.split(&weight);
        let rest = self.fraction.remainder(weight, whole);
        let units = self
            .rounds
            .saturating_mul(weight.into())
            .saturating_add(whole.into());
        let up = rounding.goes_up(false, units & 1 == 1, rest.into(), self.sum.into());
        // At most the amount itself.
        as_signed_wide(units.saturating_add(u128::from(up)))
    }
}

/// Equal installments over so many periods, nothing before the cliff.
///
/// # Examples
///
/// ```
/// use partnership::allocate::{InstallmentPolicy, Vesting};
/// use partnership::{Currency, Money};
///
/// let grant = Money::from_minor(480, Currency::custom("SH", 0)?);
/// let vesting = Vesting::new(48, 12, InstallmentPolicy::CumulativeRoundDown)?;
/// assert_eq!(vesting.vested(grant, 11).minor(), 0);
/// assert_eq!(vesting.vested(grant, 12).minor(), 120);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Vesting {
    periods: u32,
    cliff: u32,
    policy: InstallmentPolicy,
}

impl Vesting {
    /// Returns the schedule of 1 or more periods, of which nothing is vested before the cliff.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::OutOfRange`] for no periods, or a cliff after the last.
    pub const fn new(
        periods: u32,
        cliff: u32,
        policy: InstallmentPolicy,
    ) -> Result<Self, ScheduleError> {
        if periods == 0 || cliff > periods {
            return Err(ScheduleError::OutOfRange { periods, cliff });
        }
        Ok(Self {
            periods,
            cliff,
            policy,
        })
    }

    /// Returns what is vested of an amount after so many periods: the first of the equal
    /// installments, all of them from the last period on.
    pub fn vested(&self, total: Money, elapsed: u32) -> Money {
        if elapsed < self.cliff {
            return Money::zero(total.currency());
        }
        let units = total.abs();
        let vested = self.first(units, elapsed.min(self.periods));
        let vested = Money::clamped(vested, total.currency());
        if total.is_negative() { -vested } else { vested }
    }

    /// The sum of the first of the equal installments of an amount of 0 or more.
    fn first(&self, total: Money, elapsed: u32) -> i128 {
        let shares = Shares::of(total, self.periods.into());
        match self.policy {
            InstallmentPolicy::CumulativeRounding => {
                return shares.round(elapsed.into(), Rounding::HalfAwayFromZero);
            }
            InstallmentPolicy::CumulativeRoundDown => {
                return shares.round(elapsed.into(), Rounding::Down);
            }
            _ => {}
        }
        let floors = as_signed_wide(shares.rounds.saturating_mul(elapsed.into()));
        let left = shares.fraction.rest();
        let after = u64::from(self.periods.saturating_sub(elapsed));
        let more = match self.policy {
            InstallmentPolicy::BackLoaded => left.saturating_sub(after),
            InstallmentPolicy::FrontSingle if elapsed > 0 => left,
            InstallmentPolicy::BackSingle if elapsed == self.periods => left,
            InstallmentPolicy::FrontSingle | InstallmentPolicy::BackSingle => 0,
            // Equal weights tie, and ties go to the earliest.
            _ => left.min(elapsed.into()),
        };
        floors.saturating_add(more.into())
    }
}

/// Why there is no such schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// The tranches are no weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The slice for the tranches has another length than the weights.
    #[error("{weights} tranches do not fill a slice of {out}")]
    LengthMismatch {
        /// How many tranches there are.
        weights: usize,
        /// How long the slice is.
        out: usize,
    },
    /// No periods, or a cliff after the last.
    #[error("a cliff of {cliff} does not fit {periods} periods")]
    OutOfRange {
        /// How many periods there are.
        periods: u32,
        /// How many must pass before anything is vested.
        cliff: u32,
    },
}
