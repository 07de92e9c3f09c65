//! [`Sequenced`]: fixed weights, and the same cents however the payments are cut.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::money::{Currency, Money};
use crate::ratio::Weights;
use crate::wide::low64;

/// The largest sum of reduced weights, which is how many units a full turn has.
const LONGEST: u64 = 1_000_000;

/// Payments over fixed weights whose balances depend on their total alone.
///
/// The units of a payment go one after the other around a fixed sequence in which every party
/// always stands between the floor and the ceiling of its exact share. So no cut or order of
/// payments changes a balance, nothing is ever taken back as the total grows, and a refund undoes
/// to the unit (spec/splits.md 1.3). The weights in lowest terms may add up to at most 1,000,000.
///
/// # Examples
///
/// ```
/// use partnership::allocate::Sequenced;
/// use partnership::{Currency, Money, Weights};
///
/// let mut royalties = Sequenced::new(Currency::USD, &Weights::new(vec![5, 15, 80])?)?;
/// royalties.pay(Money::from_minor(10, Currency::USD))?;
/// let eleventh = royalties.pay(Money::from_minor(1, Currency::USD))?;
/// // Largest remainder over the running total would take a cent back here.
/// assert_eq!(eleventh.iter().map(|line| line.minor()).collect::<Vec<_>>(), [0, 0, 1]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sequenced {
    currency: Currency,
    weights: Vec<u64>,
    sum: u64,
    total: i128,
    /// How many of the units since the last full turn each party got.
    turn: Vec<u64>,
    next: Vec<u64>,
    waiting: BinaryHeap<Reverse<(u64, usize)>>,
    ready: BinaryHeap<Reverse<Deadline>>,
}

impl Sequenced {
    /// Returns an empty account over weights in party order.
    ///
    /// # Errors
    ///
    /// [`SequenceError::SequenceTooLong`] if the weights in lowest terms add up to more than
    /// 1,000,000.
    pub fn new(currency: Currency, weights: &Weights) -> Result<Self, SequenceError> {
        let weights = weights.reduced();
        let sum = weights.sum();
        if sum > LONGEST {
            return Err(SequenceError::SequenceTooLong { sum });
        }
        let parties = weights.len();
        Ok(Self {
            currency,
            weights: weights.as_slice().to_vec(),
            sum,
            total: 0,
            turn: vec![0; parties],
            next: vec![0; parties],
            waiting: BinaryHeap::with_capacity(parties),
            ready: BinaryHeap::with_capacity(parties),
        })
    }

    /// Returns the sum of all payments.
    pub fn total(&self) -> Money {
        Money::clamped(self.total, self.currency)
    }

    /// Returns what the party at a position got so far, if there is such a position.
    pub fn paid_at(&self, position: usize) -> Option<Money> {
        let weight = self.weights.get(position)?;
        let units = balance(self.total, self.sum, *weight, *self.turn.get(position)?);
        Some(Money::clamped(units, self.currency))
    }

    /// Divides a payment, or a refund below 0, and returns the line of every party.
    ///
    /// # Errors
    ///
    /// [`SequenceError::CurrencyMismatch`], [`SequenceError::Overflow`]. Nothing is booked then.
    pub fn pay(&mut self, amount: Money) -> Result<Vec<Money>, SequenceError> {
        let mut lines = vec![Money::zero(self.currency); self.weights.len()];
        self.pay_into(amount, &mut lines)?;
        Ok(lines)
    }

    /// Divides a payment, or a refund below 0, and writes the line of every party, without any
    /// allocation on the heap.
    ///
    /// # Errors
    ///
    /// [`SequenceError::CurrencyMismatch`], [`SequenceError::LengthMismatch`],
    /// [`SequenceError::Overflow`]. Nothing is booked then.
    pub fn pay_into(&mut self, amount: Money, out: &mut [Money]) -> Result<(), SequenceError> {
        if amount.currency() != self.currency {
            return Err(SequenceError::CurrencyMismatch {
                account: self.currency,
                given: amount.currency(),
            });
        }
        if out.len() != self.weights.len() {
            return Err(SequenceError::LengthMismatch {
                parties: self.weights.len(),
                given: out.len(),
            });
        }
        let total = self.total.saturating_add(amount.minor());
        if Money::from_minor_wide(total, self.currency).is_err() {
            return Err(SequenceError::Overflow {
                total: self.total(),
                amount,
            });
        }
        self.turn_to(total);
        let turns = self.turn.iter().zip(&self.next);
        for ((line, weight), (before, after)) in out.iter_mut().zip(&self.weights).zip(turns) {
            let before = balance(self.total, self.sum, *weight, *before);
            let after = balance(total, self.sum, *weight, *after);
            *line = Money::clamped(after.saturating_sub(before), self.currency);
        }
        std::mem::swap(&mut self.turn, &mut self.next);
        self.total = total;
        Ok(())
    }

    /// Writes into `next` what each party gets of the units of a total after its last full turn.
    fn turn_to(&mut self, total: i128) {
        let units = self.units_of_turn(total);
        let done = self.units_of_turn(self.total);
        // What is given once is never taken back, so a later place of the same turn goes on.
        let begin = if done <= units {
            self.next.copy_from_slice(&self.turn);
            done
        } else {
            self.next.fill(0);
            0
        };
        if begin == units {
            return;
        }
        self.waiting.clear();
        self.ready.clear();
        for (party, (weight, units)) in self.weights.iter().zip(&self.next).enumerate() {
            if let Some(begins) = begins(*units, *weight, self.sum) {
                self.waiting.push(Reverse((begins, party)));
            }
        }
        for unit in begin.saturating_add(1)..=units {
            self.give(unit);
        }
    }

    /// Gives one unit to the party with the earliest deadline among those whose turn has come.
    fn give(&mut self, unit: u64) {
        while let Some(Reverse((begins, party))) = self.waiting.peek().copied() {
            if begins > unit {
                break;
            }
            self.waiting.pop();
            let own = self.weights.get(party).zip(self.next.get(party));
            let due = own.map(|(weight, units)| Deadline::new(*units, *weight, self.sum, party));
            self.ready.extend(due.map(Reverse));
        }
        let Some(Reverse(first)) = self.ready.pop() else {
            return;
        };
        let own = self
            .next
            .get_mut(first.party)
            .zip(self.weights.get(first.party));
        if let Some((units, weight)) = own {
            *units = units.saturating_add(1);
            let begins = begins(*units, *weight, self.sum);
            self.waiting
                .extend(begins.map(|begins| Reverse((begins, first.party))));
        }
    }

    /// The units of a total since its last full turn.
    fn units_of_turn(&self, total: i128) -> u64 {
        let rest = total.unsigned_abs().checked_rem(u128::from(self.sum));
        rest.map_or(0, low64)
    }
}

/// What a party holds at a total: full turns, and its units of the last one.
fn balance(total: i128, sum: u64, weight: u64, turn: u64) -> i128 {
    let turns = total.saturating_abs().checked_div(sum.into()).unwrap_or(0);
    let units = turns
        .saturating_mul(weight.into())
        .saturating_add(turn.into());
    if total < 0 {
        units.saturating_neg()
    } else {
        units
    }
}

/// The first unit that a party with so many can get without passing its quota: the smallest `h`
/// with `units * W < h * w`.
fn begins(units: u64, weight: u64, sum: u64) -> Option<u64> {
    let quotient = units.saturating_mul(sum).checked_div(weight)?;
    Some(quotient.saturating_add(1))
}

/// The unit by which a party must get its next one, not to fall below its quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Deadline {
    unit: u64,
    /// The exact deadline `(units + 1) * W / w`.
    numerator: u64,
    weight: u64,
    party: usize,
}

impl Deadline {
    fn new(units: u64, weight: u64, sum: u64, party: usize) -> Self {
        let numerator = units.saturating_add(1).saturating_mul(sum);
        Self {
            unit: numerator.div_ceil(weight.max(1)),
            numerator,
            weight,
            party,
        }
    }
}

impl Ord for Deadline {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross =
            |one: &Self, two: &Self| u128::from(one.numerator).saturating_mul(two.weight.into());
        let exact = cross(self, other).cmp(&cross(other, self));
        let by_unit = self.unit.cmp(&other.unit);
        by_unit.then(exact).then(self.party.cmp(&other.party))
    }
}

impl PartialOrd for Deadline {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sequenced {
    fn eq(&self, other: &Self) -> bool {
        (self.currency, &self.weights, self.total) == (other.currency, &other.weights, other.total)
    }
}

impl Eq for Sequenced {}

/// The wire form: the account is its weights and the sum of its payments.
#[cfg(feature = "serde")]
mod wire {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Money, Sequenced, Weights};

    /// The number of this form.
    const SCHEMA: u32 = 1;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        schema: u32,
        weights: Vec<u64>,
        total: Money,
    }

    impl Serialize for Sequenced {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let raw = Raw {
                schema: SCHEMA,
                weights: self.weights.clone(),
                total: self.total(),
            };
            raw.serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Sequenced {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let raw = Raw::deserialize(deserializer)?;
            if raw.schema != SCHEMA {
                let found = raw.schema;
                return Err(D::Error::custom(format_args!(
                    "schema {found} of a sequence is not 1"
                )));
            }
            let weights = Weights::new(raw.weights).map_err(D::Error::custom)?;
            let mut account =
                Self::new(raw.total.currency(), &weights).map_err(D::Error::custom)?;
            account.pay(raw.total).map_err(D::Error::custom)?;
            Ok(account)
        }
    }
}

/// Why a payment was not booked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SequenceError {
    /// The weights in lowest terms add up to more than 1,000,000.
    #[error("weights that add up to {sum} in lowest terms are too many for a sequence")]
    SequenceTooLong {
        /// The sum in lowest terms.
        sum: u64,
    },
    /// The payment is of another currency.
    #[error("an account in {account} takes no {given}")]
    CurrencyMismatch {
        /// The currency of the account.
        account: Currency,
        /// The currency of the payment.
        given: Currency,
    },
    /// The slice for the lines has not one place per party.
    #[error("{given} places for {parties} parties")]
    LengthMismatch {
        /// How many parties there are.
        parties: usize,
        /// How long the slice is.
        given: usize,
    },
    /// The sum of all payments would be more, or less, than money can say.
    #[error("{amount} on top of {total} is beyond the range of money")]
    Overflow {
        /// The sum so far.
        total: Money,
        /// The payment.
        amount: Money,
    },
}
