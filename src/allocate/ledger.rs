//! [`Ledger`]: payment after payment, what each party got and what it is still owed.

use std::collections::BTreeMap;

use num_integer::Integer as _;

use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::{Ratio, Weights, WeightsError};
use crate::wide::low64;

use super::carry::{Account, GRID, Payment, Room, common};
use super::step::Owed;

/// A running account of payments among parties: what each got, and the exact fraction of a unit
/// that it is still owed.
///
/// Every payment raises what the parties are entitled to by their exact share, and hands out its
/// units one at a time to whoever is owed most. So 10,000 payments of 0.03 at 75 to 25 give what
/// one payment of 300.00 gives, to one unit, weights may change from payment to payment, and a
/// refund restores the entitlement exactly. With `n` parties nobody is owed more than
/// `1/2 + 1/3 + .. + 1/n` of a unit after receipts alone. See spec/splits.md 1.2.
///
/// Carries keep one common denominator of at most `10^18`; where a payment needs a larger one
/// they are put on multiples of `10^-18` first, and [`Carried`] says so.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::allocate::Ledger;
/// use partnership::{Currency, Money, PartyId, Ratio};
///
/// let (label, artist) = (PartyId::new("label")?, PartyId::new("artist")?);
/// let shares = BTreeMap::from([
///     (label.clone(), Ratio::from_percent(75)),
///     (artist.clone(), Ratio::from_percent(25)),
/// ]);
/// let mut ledger = Ledger::new(Currency::USD);
/// for _ in 0..10_000 {
///     ledger.pay(Money::from_minor(3, Currency::USD), &shares)?;
/// }
/// assert_eq!(ledger.paid(&label).map(|paid| paid.to_string()), Some("225.00 USD".to_owned()));
/// assert_eq!(ledger.carry(&artist), Some(Ratio::ZERO));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "carried fractions")]
#[doc(alias = "dust")]
pub struct Ledger {
    currency: Currency,
    parties: Vec<PartyId>,
    accounts: Vec<Account>,
    /// The common denominator of all carries, not always in lowest terms.
    denominator: u64,
    room: Room,
}

/// Whether a payment kept all carries exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Nothing was rounded.
    Exactly,
    /// Carries and new fractions were first put on multiples of `10^-18`.
    OnGrid,
}

impl Ledger {
    /// Returns a ledger without parties; they appear as payments name them.
    pub const fn new(currency: Currency) -> Self {
        Self {
            currency,
            parties: Vec::new(),
            accounts: Vec::new(),
            denominator: 1,
            room: Room {
                whole: Vec::new(),
                rest: Vec::new(),
                keys: Vec::new(),
            },
        }
    }

    /// Returns a ledger of these parties, who have nothing and are owed nothing.
    pub fn with_parties(currency: Currency, parties: impl IntoIterator<Item = PartyId>) -> Self {
        let mut ledger = Self::new(currency);
        ledger.parties = parties.into_iter().collect();
        ledger.parties.sort_unstable();
        ledger.parties.dedup();
        ledger.accounts = vec![Account::default(); ledger.parties.len()];
        ledger.make_room();
        ledger
    }

    /// Returns the currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Returns the parties in party order: the positions of [`Self::pay_into`].
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Returns what a party got so far, refunds taken off, if the ledger knows it.
    pub fn paid(&self, party: &PartyId) -> Option<Money> {
        self.position(party).and_then(|at| self.paid_at(at))
    }

    /// Returns what a party is still owed in units, above 0 or below, if the ledger knows it.
    pub fn carry(&self, party: &PartyId) -> Option<Ratio> {
        self.position(party).and_then(|at| self.carry_at(at))
    }

    /// Returns what the party at a position got so far.
    pub fn paid_at(&self, position: usize) -> Option<Money> {
        let account = self.accounts.get(position)?;
        Some(Money::clamped(account.paid, self.currency))
    }

    /// Returns what the party at a position is still owed, in units.
    pub fn carry_at(&self, position: usize) -> Option<Ratio> {
        let account = self.accounts.get(position)?;
        Ratio::new(account.carry, i128::from(self.denominator)).ok()
    }

    /// Divides a payment, or a refund below 0, by shares that need no particular total, and
    /// returns the line of every party of the ledger.
    ///
    /// A party not named has no share in this payment, and may still get what it was owed. A
    /// party that is new begins at 0.
    ///
    /// # Errors
    ///
    /// [`LedgerError::CurrencyMismatch`], [`LedgerError::Weights`], and [`LedgerError::Overflow`]
    /// if a party would have more than money can say. The ledger is then as it was.
    pub fn pay(
        &mut self,
        amount: Money,
        shares: &BTreeMap<PartyId, Ratio>,
    ) -> Result<BTreeMap<PartyId, Money>, LedgerError> {
        self.check_currency(amount)?;
        let given: Vec<Ratio> = shares.values().copied().collect();
        let given = Weights::from_ratios(&given)?;
        if shares.keys().any(|party| self.position(party).is_none()) {
            // The new parties stay only if the payment does.
            let mut joined = self.joined_by(shares.keys());
            let lines = joined.pay_named(amount, shares.keys(), &given)?;
            *self = joined;
            return Ok(lines);
        }
        self.pay_named(amount, shares.keys(), &given)
    }

    /// The weights in the places of their parties, all of whom the ledger knows.
    fn pay_named<'a>(
        &mut self,
        amount: Money,
        named: impl Iterator<Item = &'a PartyId>,
        given: &Weights,
    ) -> Result<BTreeMap<PartyId, Money>, LedgerError> {
        let mut weights = vec![0; self.parties.len()];
        for (party, weight) in named.zip(given.as_slice()) {
            let place = self.position(party).and_then(|at| weights.get_mut(at));
            if let Some(place) = place {
                *place = *weight;
            }
        }
        let mut lines = vec![Money::zero(self.currency); weights.len()];
        self.pay_into(amount, &Weights::new(weights)?, &mut lines)?;
        Ok(self.parties.iter().cloned().zip(lines).collect())
    }

    /// Divides a payment, or a refund below 0, by weights in party order, and writes the line of
    /// every party, without any allocation on the heap.
    ///
    /// # Errors
    ///
    /// [`LedgerError::CurrencyMismatch`], [`LedgerError::LengthMismatch`],
    /// [`LedgerError::Overflow`]. The ledger is then as it was.
    pub fn pay_into(
        &mut self,
        amount: Money,
        weights: &Weights,
        out: &mut [Money],
    ) -> Result<Carried, LedgerError> {
        self.check_currency(amount)?;
        let parties = self.parties.len();
        for given in [weights.len(), out.len()] {
            if given != parties {
                return Err(LedgerError::LengthMismatch { parties, given });
            }
        }
        if amount.is_zero() {
            out.fill(amount);
            return Ok(Carried::Exactly);
        }
        let (units, negative) = (amount.minor().unsigned_abs(), amount.is_negative());
        let (denominator, carried) = self.denominator_with(weights);
        let payment = Payment {
            units,
            negative,
            weights,
            denominator,
        };
        let unchanged = denominator == self.denominator && denominator == weights.reduced_sum();
        if unchanged && payment.steadily(self.currency, &mut self.accounts, out) {
            return Ok(carried);
        }
        self.hand_out(&payment, carried, out)?;
        Ok(carried)
    }

    /// Out of line, since most payments need none of its buffers.
    #[inline(never)]
    fn hand_out(
        &mut self,
        payment: &Payment<'_>,
        carried: Carried,
        out: &mut [Money],
    ) -> Result<(), LedgerError> {
        let old = self.denominator;
        match carried {
            Carried::Exactly => payment.entitle(&self.accounts, old, &mut self.room),
            Carried::OnGrid => payment.entitle_on_grid(&self.accounts, old, &mut self.room),
        }
        let owed = Owed {
            whole: &self.room.whole,
            rest: &self.room.rest,
            most: payment.denominator,
            keys: &mut self.room.keys,
        };
        owed.hand_out(payment.units, self.currency, out);
        if payment.negative {
            for line in &mut *out {
                *line = -*line;
            }
        }
        self.check_range(out)?;
        self.book(payment.negative, payment.denominator, out);
        Ok(())
    }

    fn position(&self, party: &PartyId) -> Option<usize> {
        self.parties.binary_search(party).ok()
    }

    fn check_currency(&self, amount: Money) -> Result<(), LedgerError> {
        if amount.currency() == self.currency {
            Ok(())
        } else {
            Err(LedgerError::CurrencyMismatch {
                ledger: self.currency,
                given: amount.currency(),
            })
        }
    }

    /// The same ledger with these parties too.
    fn joined_by<'a>(&self, parties: impl Iterator<Item = &'a PartyId>) -> Self {
        let mut ledger = self.clone();
        for party in parties {
            if let Err(at) = ledger.parties.binary_search(party) {
                ledger.parties.insert(at, party.clone());
                ledger.accounts.insert(at, Account::default());
            }
        }
        ledger.make_room();
        ledger
    }

    fn make_room(&mut self) {
        self.room.whole.resize(self.parties.len(), 0);
        self.room.rest.resize(self.parties.len(), 0);
        self.room.keys.resize(self.parties.len(), 0);
    }

    /// The denominator in which carries and new fractions are exact, or the grid. In the last
    /// case the carries are still in lowest terms over their own.
    fn denominator_with(&mut self, weights: &Weights) -> (u64, Carried) {
        let sum = weights.reduced_sum();
        if self.denominator == sum {
            return (sum, Carried::Exactly);
        }
        if let Some(common) = common(self.denominator, sum) {
            return (common, Carried::Exactly);
        }
        self.lowest_terms();
        match common(self.denominator, sum) {
            Some(common) => (common, Carried::Exactly),
            None => (GRID, Carried::OnGrid),
        }
    }

    /// The least denominator that all carries share.
    fn lowest_terms(&mut self) {
        let divisor = self.divisor();
        self.denominator = self.denominator.checked_div(divisor).unwrap_or(1);
        for account in &mut self.accounts {
            let divisor = i128::from(divisor);
            account.carry = account.carry.checked_div(divisor).unwrap_or(0);
        }
    }

    /// What divides all carries and their denominator.
    fn divisor(&self) -> u64 {
        let mut divisor = self.denominator;
        for account in &self.accounts {
            if divisor == 1 {
                break;
            }
            let rest = account.carry.unsigned_abs().checked_rem(divisor.into());
            divisor = divisor.gcd(&low64(rest.unwrap_or(0)));
        }
        divisor
    }

    fn check_range(&self, lines: &[Money]) -> Result<(), LedgerError> {
        for ((account, line), party) in self.accounts.iter().zip(lines).zip(&self.parties) {
            let paid = account.paid.saturating_add(line.minor());
            if Money::from_minor_wide(paid, self.currency).is_err() {
                return Err(LedgerError::Overflow {
                    party: party.clone(),
                });
            }
        }
        Ok(())
    }

    /// Notes what was paid, and what is owed beyond it.
    fn book(&mut self, negative: bool, denominator: u64, lines: &[Money]) {
        self.denominator = denominator;
        let owed = self.room.whole.iter().zip(&self.room.rest);
        for ((account, line), (whole, rest)) in self.accounts.iter_mut().zip(lines).zip(owed) {
            account.paid = account.paid.saturating_add(line.minor());
            let over = whole.saturating_sub(line.minor().saturating_abs());
            // Within 64 units over the denominator, so far below 2^127.
            let carry = over
                .wrapping_mul(denominator.into())
                .wrapping_add((*rest).into());
            account.carry = if negative {
                carry.saturating_neg()
            } else {
                carry
            };
        }
    }

    /// The same state in lowest terms, as it travels and compares.
    fn canonical(&self) -> (u64, impl Iterator<Item = Account> + '_) {
        let divisor = self.divisor();
        let denominator = self.denominator.checked_div(divisor).unwrap_or(1);
        let accounts = self.accounts.iter().map(move |account| Account {
            paid: account.paid,
            carry: account.carry.checked_div(divisor.into()).unwrap_or(0),
        });
        (denominator, accounts)
    }

    /// The checked door of a state that was written down.
    #[cfg(feature = "serde")]
    pub(super) fn restore(
        currency: Currency,
        entries: impl IntoIterator<Item = (PartyId, Money, Ratio)>,
    ) -> Result<Self, LedgerError> {
        let mut ledger = Self::new(currency);
        let mut carries = Vec::new();
        for (party, paid, carry) in entries {
            ledger.check_currency(paid)?;
            ledger.parties.push(party);
            ledger.accounts.push(Account {
                paid: paid.minor(),
                carry: 0,
            });
            carries.push(carry);
        }
        let mut denominator = 1;
        for (party, carry) in ledger.parties.iter().zip(&carries) {
            let bound = Ratio::from(ledger.parties.len().checked_ilog2().unwrap_or(0));
            let wrong = || LedgerError::BadCarry {
                party: party.clone(),
                carry: *carry,
            };
            if carry.abs() > bound.checked_add(Ratio::ONE).unwrap_or(bound) {
                return Err(wrong());
            }
            let needed = u64::try_from(carry.denominator()).map_err(|_| wrong())?;
            denominator = common(denominator, needed).ok_or_else(wrong)?;
        }
        ledger.denominator = denominator;
        let mut sum: i128 = 0;
        for (account, carry) in ledger.accounts.iter_mut().zip(&carries) {
            let times = i128::from(denominator)
                .checked_div(carry.denominator())
                .unwrap_or(1);
            account.carry = carry.numerator().saturating_mul(times);
            sum = sum.saturating_add(account.carry);
        }
        if sum != 0 {
            let sum = Ratio::new(sum, denominator.into()).unwrap_or(Ratio::ONE);
            return Err(LedgerError::CarriesDoNotCancel { sum });
        }
        ledger.make_room();
        Ok(ledger)
    }
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        let ((left_below, left), (right_below, right)) = (self.canonical(), other.canonical());
        self.currency == other.currency
            && self.parties == other.parties
            && left_below == right_below
            && left.eq(right)
    }
}

impl Eq for Ledger {}

/// Why a payment was not booked, or a state is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The shares of a payment are no weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The payment is of another currency.
    #[error("a ledger in {ledger} takes no {given}")]
    CurrencyMismatch {
        /// The currency of the ledger.
        ledger: Currency,
        /// The currency of the payment.
        given: Currency,
    },
    /// Weights or the slice for the lines are not one per party.
    #[error("{given} places for {parties} parties")]
    LengthMismatch {
        /// How many parties the ledger has.
        parties: usize,
        /// How many places were given.
        given: usize,
    },
    /// A party would have more, or less, than money can say.
    #[error("what {party} got in all is beyond the range of money")]
    Overflow {
        /// The party.
        party: PartyId,
    },
    /// A carry of a state that no payments lead to: too large, or finer than `10^-18`.
    #[error("{party} cannot be owed {carry} of a unit")]
    BadCarry {
        /// The party.
        party: PartyId,
        /// What it would be owed, in units.
        carry: Ratio,
    },
    /// The carries of a state add up to something.
    #[error("the carries add up to {sum}, not 0")]
    CarriesDoNotCancel {
        /// Their sum, in units.
        sum: Ratio,
    },
    /// A state of another schema.
    #[error("schema {schema} of a ledger is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
}
