//! [`CappedPool`]: a budget by weight, with a cap and a minimum per party.

use crate::money::{Currency, Money};
use crate::ratio::{Ratio, Weights, WeightsError};

use super::fill::Shares;
use super::pool_rules::{Elimination, Excess, PoolRounding, PoolStatus};
use super::units::ExactUnits;

/// A budget that is divided by weight, where nobody gets more than a cap or less than a minimum.
///
/// Everybody gets `min(cap, l * w)` with the `l` that uses the whole budget. Then those below the
/// minimum leave, and what they leave goes to the others; what is so found is rounded once
/// (spec/splits.md 1.5). Budget and cap are exact minor units and may be fractions.
///
/// # Examples
///
/// ```
/// use partnership::allocate::{CappedPool, Elimination, PoolStatus};
/// use partnership::{Currency, Money, Ratio, Weights};
///
/// let usd = |minor| Money::from_minor(minor, Currency::USD);
/// let pool = CappedPool::new(Currency::USD, Ratio::from(9_700_u32), Weights::new(vec![50, 24, 23])?)?
///     .with_minimum(usd(2_450))?
///     .with_elimination(Elimination::SmallestFirst);
/// let shares = pool.distribute()?;
/// assert_eq!(shares.amounts().collect::<Vec<_>>(), [usd(6_554), usd(3_146), usd(0)]);
/// assert_eq!(shares.shares()[2].status, PoolStatus::BelowMinimum);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "grant round")]
#[doc(alias = "retro funding")]
pub struct CappedPool {
    currency: Currency,
    budget: Ratio,
    weights: Weights,
    cap: Option<Ratio>,
    minimum: i128,
    elimination: Elimination,
    cap_excess: Excess,
    dropped: Excess,
    rounding: PoolRounding,
}

/// One party of a divided pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolShare {
    /// What it gets.
    pub amount: Money,
    /// Its exact share in minor units.
    pub exact: ExactUnits,
    /// Where it stands.
    pub status: PoolStatus,
}

/// A divided pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolShares {
    list: Vec<PoolShare>,
    rest: ExactUnits,
    drift: Option<ExactUnits>,
}

impl PoolShares {
    /// Returns the parties in the order of the weights.
    pub fn shares(&self) -> &[PoolShare] {
        &self.list
    }

    /// Returns what each party gets, in the order of the weights.
    pub fn amounts(&self) -> impl Iterator<Item = Money> + '_ {
        self.list.iter().map(|share| share.amount)
    }

    /// Returns what is left of the budget, in exact minor units: the budget less what is paid, or
    /// less the exact shares where every share was rounded alone.
    pub const fn rest(&self) -> ExactUnits {
        self.rest
    }

    /// Returns by how many units shares rounded alone exceed the exact ones, if they were.
    pub const fn drift(&self) -> Option<ExactUnits> {
        self.drift
    }
}

impl CappedPool {
    /// Returns a pool without cap or minimum, its budget in exact minor units.
    ///
    /// # Errors
    ///
    /// [`PoolError::NegativePool`].
    pub fn new(currency: Currency, budget: Ratio, weights: Weights) -> Result<Self, PoolError> {
        if budget.is_negative() {
            return Err(PoolError::NegativePool { budget });
        }
        Ok(Self {
            currency,
            budget,
            weights,
            cap: None,
            minimum: 0,
            elimination: Elimination::None,
            cap_excess: Excess::ToRemaining,
            dropped: Excess::ToRemaining,
            rounding: PoolRounding::Exact,
        })
    }

    /// Returns the pool with a cap per party, in exact minor units.
    ///
    /// # Errors
    ///
    /// [`PoolError::BadCap`] for a cap that is not above 0, [`PoolError::MinimumAboveCap`].
    pub fn with_cap(self, cap: Ratio) -> Result<Self, PoolError> {
        if !cap.is_positive() {
            return Err(PoolError::BadCap { cap });
        }
        Self {
            cap: Some(cap),
            ..self
        }
        .checked()
    }

    /// Returns the pool with a minimum per party: exactly the minimum stays.
    ///
    /// # Errors
    ///
    /// [`PoolError::CurrencyMismatch`], [`PoolError::NegativeMinimum`],
    /// [`PoolError::MinimumAboveCap`].
    pub fn with_minimum(self, minimum: Money) -> Result<Self, PoolError> {
        if minimum.currency() != self.currency {
            return Err(PoolError::CurrencyMismatch {
                pool: self.currency,
                given: minimum.currency(),
            });
        }
        if minimum.is_negative() {
            return Err(PoolError::NegativeMinimum { minimum });
        }
        Self {
            minimum: minimum.minor(),
            ..self
        }
        .checked()
    }

    fn checked(self) -> Result<Self, PoolError> {
        match self.cap {
            Some(cap) if ExactUnits::of(cap).whole() < self.minimum => {
                Err(PoolError::MinimumAboveCap {
                    minimum: Money::clamped(self.minimum, self.currency),
                    cap,
                })
            }
            _ => Ok(self),
        }
    }

    /// Returns the pool with another rule for those below the minimum.
    #[must_use]
    pub fn with_elimination(self, elimination: Elimination) -> Self {
        Self {
            elimination,
            ..self
        }
    }

    /// Returns the pool with another rule for what caps cut off.
    #[must_use]
    pub fn with_cap_excess(self, cap_excess: Excess) -> Self {
        Self { cap_excess, ..self }
    }

    /// Returns the pool with another rule for what those below the minimum leave.
    #[must_use]
    pub fn with_dropped(self, dropped: Excess) -> Self {
        Self { dropped, ..self }
    }

    /// Returns the pool with another rounding.
    #[must_use]
    pub fn with_rounding(self, rounding: PoolRounding) -> Self {
        Self { rounding, ..self }
    }

    /// Returns who gets what.
    ///
    /// # Errors
    ///
    /// [`PoolError::Overflow`] if an amount leaves the range of money, or budget and cap over
    /// the weights need a denominator of more than 127 bits.
    pub fn distribute(&self) -> Result<PoolShares, PoolError> {
        let mut shares = Shares::of(
            self.weights.as_slice(),
            self.budget,
            self.cap,
            self.cap_excess,
        )
        .ok_or(PoolError::Overflow)?;
        let minimum = self.minimum.unsigned_abs();
        if self.dropped == Excess::Unspent {
            // The shares of the others stand, so the order in which parties leave is no matter.
            shares.eliminate(minimum, self.elimination.at_once());
        } else {
            while shares.eliminate(minimum, self.elimination) {
                shares.fill().ok_or(PoolError::Overflow)?;
            }
        }
        self.rounded(&shares).ok_or(PoolError::Overflow)
    }

    /// The exact shares in units, with what is left.
    fn rounded(&self, shares: &Shares<'_>) -> Option<PoolShares> {
        let sum = shares.sum()?;
        let budget = ExactUnits::of(self.budget);
        let (amounts, rest, drift) = match self.rounding {
            PoolRounding::Exact => {
                let amounts = shares.round_together(self.currency, sum.0)?;
                (
                    amounts,
                    budget.minus((sum.0, 0, budget.denominator()))?,
                    None,
                )
            }
            PoolRounding::EachAlone(rounding) => {
                let (amounts, paid) = shares.round_alone(self.currency, rounding)?;
                let paid = ExactUnits::new(paid, 0, 1);
                (amounts, budget.minus(sum)?, Some(paid.minus(sum)?))
            }
        };
        let shares = amounts
            .into_iter()
            .zip(shares.list())
            .map(|(amount, (exact, status))| PoolShare {
                amount,
                exact,
                status,
            });
        Some(PoolShares {
            list: shares.collect(),
            rest,
            drift,
        })
    }
}

/// Why a pool is none, or is not divided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// The weights are none.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The budget is below 0.
    #[error("a pool of {budget} units is below zero")]
    NegativePool {
        /// The budget given, in minor units.
        budget: Ratio,
    },
    /// A cap that is not above 0.
    #[error("a cap must be above zero, not {cap} units")]
    BadCap {
        /// The cap given, in minor units.
        cap: Ratio,
    },
    /// The minimum is below 0.
    #[error("a minimum of {minimum} is below zero")]
    NegativeMinimum {
        /// The minimum given.
        minimum: Money,
    },
    /// Nobody could get the minimum.
    #[error("the minimum of {minimum} is above the cap of {cap} units")]
    MinimumAboveCap {
        /// The minimum given.
        minimum: Money,
        /// The cap, in minor units.
        cap: Ratio,
    },
    /// The minimum is of another currency.
    #[error("a pool in {pool} takes no {given}")]
    CurrencyMismatch {
        /// The currency of the pool.
        pool: Currency,
        /// The currency of the minimum.
        given: Currency,
    },
    /// An amount is beyond the range of money, or a share too fine to be exact.
    #[error("the shares of the pool are beyond the range of exact units")]
    Overflow,
}
