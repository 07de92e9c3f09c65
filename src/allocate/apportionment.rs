//! [`Apportionment`]: one amount over borrowed weights by largest remainder.

use crate::money::{Currency, Money};
use crate::ratio::{Summary, Weight, Weights, WeightsError};
use crate::rounding::Rounding;
use crate::wide;

use super::fraction::{Fraction as _, Rounds, Wide};
use super::kernel::Task;
use super::select::Ranking as _;
use super::ties::Ties;

/// Borrowed weights, checked and summed, and a rule for ties: what divides an amount once.
///
/// For a total `T >= 0` and weights `w` of sum `W` every party gets `floor(T * w / W)` units, and
/// one unit more goes to each of the parties with the largest cut-off fractions, as many as
/// units are left: the method of largest remainder. A total below 0 is the mirror image, so a
/// refund takes back what its sale gave. A weight of 0 never receives. Nothing overflows, for
/// any amount and any weights (spec/splits.md 1.1).
///
/// # Examples
///
/// ```
/// use partnership::allocate::{Apportionment, Ties};
/// use partnership::{Currency, Money, Weights};
///
/// let thirds = Weights::new(vec![1, 1, 1])?;
/// let cents = |line| {
///     let parts = thirds.with_ties(Ties::Rotated(line)).allocate(Money::from_minor(100, Currency::USD));
///     parts.iter().map(|part| part.minor()).collect::<Vec<_>>()
/// };
/// assert_eq!(cents(0), [34, 33, 33]);
/// assert_eq!(cents(1), [33, 34, 33]);
///
/// let mut out = [0; 3];
/// Apportionment::over(&[5, 15, 80])?.allocate_minor_into(11, &mut out)?;
/// assert_eq!(out, [0, 2, 9]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[doc(alias = "largest remainder")]
#[doc(alias = "Hamilton")]
pub struct Apportionment<'a> {
    task: Task<'a>,
}

impl<'a> Apportionment<'a> {
    /// Returns the division over a borrowed slice, whose weights are summed in the call.
    ///
    /// # Errors
    ///
    /// [`WeightsError::Empty`], [`WeightsError::AllZero`], [`WeightsError::WeightOverflow`].
    #[inline]
    pub fn over(weights: &'a [Weight]) -> Result<Self, WeightsError> {
        let summary = Summary::of(weights)?;
        let ties = Ties::ByParty;
        Ok(Self {
            task: Task {
                weights,
                summary,
                ties,
            },
        })
    }

    /// Returns the same division with another rule for ties.
    #[must_use]
    #[inline]
    pub const fn with_ties(self, ties: Ties) -> Self {
        Self {
            task: Task { ties, ..self.task },
        }
    }

    /// Returns the parts of an amount, in the order of the weights; they add up to it.
    pub fn allocate(self, total: Money) -> Vec<Money> {
        let mut parts = vec![Money::zero(total.currency()); self.task.weights.len()];
        self.fill(total.minor(), total.currency(), &mut parts);
        parts
    }

    /// Writes the parts of an amount, in the order of the weights, without any allocation on the
    /// heap.
    ///
    /// # Errors
    ///
    /// [`AllocateError::LengthMismatch`].
    pub fn allocate_into(self, total: Money, out: &mut [Money]) -> Result<(), AllocateError> {
        self.check_length(out.len())?;
        self.fill(total.minor(), total.currency(), out);
        Ok(())
    }

    /// Writes the parts of so many minor units, in the order of the weights: the fastest door.
    ///
    /// # Errors
    ///
    /// [`AllocateError::LengthMismatch`].
    #[inline]
    pub fn allocate_minor_into(self, total: i64, out: &mut [i64]) -> Result<(), AllocateError> {
        self.check_length(out.len())?;
        self.task.minor(total, out);
        Ok(())
    }

    /// Returns the parts of an amount in whole steps, such as the smallest coin in use.
    ///
    /// # Errors
    ///
    /// [`AllocateError::CurrencyMismatch`], [`AllocateError::BadStep`] for a step that is not
    /// above 0, and [`AllocateError::NotWholeSteps`] for a total that is no multiple of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Money, Weights};
    ///
    /// let step: Money = "0.05 CHF".parse()?;
    /// let parts = Weights::new(vec![1, 2])?.allocate_in_steps("100.00 CHF".parse()?, step)?;
    /// assert_eq!(parts, ["33.35 CHF".parse()?, "66.65 CHF".parse()?]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn allocate_in_steps(self, total: Money, step: Money) -> Result<Vec<Money>, AllocateError> {
        let currency = total.currency();
        if step.currency() != currency {
            return Err(AllocateError::CurrencyMismatch {
                left: currency,
                right: step.currency(),
            });
        }
        if !step.is_positive() {
            return Err(AllocateError::BadStep { step });
        }
        let rest = total.minor().checked_rem(step.minor()).unwrap_or(0);
        if rest != 0 {
            return Err(AllocateError::NotWholeSteps {
                rest: Money::clamped(rest, currency),
            });
        }
        let steps = total.minor().checked_div(step.minor()).unwrap_or(0);
        let mut parts = vec![Money::zero(currency); self.task.weights.len()];
        self.fill(steps, currency, &mut parts);
        for part in &mut parts {
            *part = Money::clamped(part.minor().saturating_mul(step.minor()), currency);
        }
        Ok(parts)
    }

    /// Returns every share of the amount rounded alone, and the drift: by how much the parts
    /// together differ from the amount.
    ///
    /// This is how books are reproduced that were kept so; it is never what [`Self::allocate`]
    /// does.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Currency, Money, Rounding, Weights};
    ///
    /// let cent = Money::from_minor(1, Currency::USD);
    /// let (parts, drift) =
    ///     Weights::new(vec![1, 1])?.round_each(cent, Rounding::HalfAwayFromZero);
    /// assert_eq!(parts, [cent, cent]);
    /// assert_eq!(drift, cent);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn round_each(self, total: Money, rounding: Rounding) -> (Vec<Money>, Money) {
        let (currency, negative) = (total.currency(), total.is_negative());
        let sum = self.task.summary.sum;
        let Rounds { rounds, rest } = Rounds::of(total.minor().unsigned_abs(), sum);
        let fraction = Wide::of(rest, sum);
        let mut drift = total.minor().wrapping_neg();
        let mut parts = Vec::with_capacity(self.task.weights.len());
        for weight in self.task.weights {
            let (whole, _) = fraction.split(weight);
            let cut = fraction.remainder(*weight, whole);
            // A part rounded up is at most the total, so nothing overflows.
            let units = rounds
                .saturating_mul(u128::from(*weight))
                .saturating_add(whole.into());
            let up = rounding.goes_up(negative, units & 1 == 1, cut.into(), sum.into());
            let units = units.saturating_add(u128::from(up));
            let part = wide::signed(units, negative).unwrap_or(0);
            drift = drift.saturating_add(part);
            parts.push(Money::clamped(part, currency));
        }
        (parts, Money::clamped(drift, currency))
    }

    fn fill(self, total: i128, currency: Currency, out: &mut [Money]) {
        self.task.money(total.unsigned_abs(), currency, out);
        if total < 0 {
            for part in out {
                *part = -*part;
            }
        }
    }

    #[inline]
    const fn check_length(self, out: usize) -> Result<(), AllocateError> {
        let weights = self.task.weights.len();
        if weights == out {
            Ok(())
        } else {
            Err(AllocateError::LengthMismatch { weights, out })
        }
    }
}

impl Weights {
    /// Returns the division over these weights with a rule for ties.
    #[inline]
    pub fn with_ties(&self, ties: Ties) -> Apportionment<'_> {
        let task = Task {
            weights: self.as_slice(),
            summary: self.summary(),
            ties,
        };
        Apportionment { task }
    }

    /// Returns the parts of an amount, in the order of the weights; they add up to it.
    ///
    /// # Rounding
    ///
    /// Each part is cut down to the minor unit; the units left go one each to the largest
    /// cut-off fractions, the first in order among equals. See [`Apportionment`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::{Currency, Money, Weights};
    ///
    /// let shares = Weights::new(vec![75, 25])?;
    /// let sale = Money::from_minor(3, Currency::USD);
    /// let cents = |total| shares.allocate(total).iter().map(|part| part.minor()).collect::<Vec<_>>();
    /// assert_eq!(cents(sale), [2, 1]);
    /// assert_eq!(cents(-sale), [-2, -1]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "pro rata")]
    #[doc(alias = "penny split")]
    pub fn allocate(&self, total: Money) -> Vec<Money> {
        self.with_ties(Ties::ByParty).allocate(total)
    }

    /// Writes the parts of an amount; see [`Apportionment::allocate_into`].
    ///
    /// # Errors
    ///
    /// [`AllocateError::LengthMismatch`].
    pub fn allocate_into(&self, total: Money, out: &mut [Money]) -> Result<(), AllocateError> {
        self.with_ties(Ties::ByParty).allocate_into(total, out)
    }

    /// Writes the parts of so many minor units; see [`Apportionment::allocate_minor_into`].
    ///
    /// # Errors
    ///
    /// [`AllocateError::LengthMismatch`].
    #[inline]
    pub fn allocate_minor_into(&self, total: i64, out: &mut [i64]) -> Result<(), AllocateError> {
        self.with_ties(Ties::ByParty)
            .allocate_minor_into(total, out)
    }

    /// Returns the parts in whole steps; see [`Apportionment::allocate_in_steps`].
    ///
    /// # Errors
    ///
    /// [`AllocateError::CurrencyMismatch`], [`AllocateError::BadStep`],
    /// [`AllocateError::NotWholeSteps`].
    pub fn allocate_in_steps(
        &self,
        total: Money,
        step: Money,
    ) -> Result<Vec<Money>, AllocateError> {
        self.with_ties(Ties::ByParty).allocate_in_steps(total, step)
    }

    /// Returns every share rounded alone, and the drift; see [`Apportionment::round_each`].
    pub fn round_each(&self, total: Money, rounding: Rounding) -> (Vec<Money>, Money) {
        self.with_ties(Ties::ByParty).round_each(total, rounding)
    }
}

/// Why an amount was not divided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AllocateError {
    /// The list given is no list of weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The slice for the parts has another length than the weights.
    #[error("{weights} weights do not fill a slice of {out} parts")]
    LengthMismatch {
        /// How many weights there are.
        weights: usize,
        /// How long the slice is.
        out: usize,
    },
    /// A step that is not above 0.
    #[error("a step must be above zero, not {step}")]
    BadStep {
        /// The step given.
        step: Money,
    },
    /// The amount is no multiple of the step.
    #[error("the amount is no multiple of the step: {rest} is left")]
    NotWholeSteps {
        /// What is left beside whole steps.
        rest: Money,
    },
    /// Amount and step are of different currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of the amount.
        left: Currency,
        /// The currency of the step.
        right: Currency,
    },
}
