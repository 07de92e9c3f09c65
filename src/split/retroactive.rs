//! [`Retroactive`]: payments once more by another split, and what that changes.

use std::collections::BTreeMap;

use crate::allocate::Ledger;
use crate::explain::{ExplainError, Explanation, Path, Proof, pointer};
use crate::money::{Exact, Money};
use crate::party::PartyId;

use super::equity_error::EquityError;
use super::payment_proof::{Account, prove_payment};
use super::proof::label;
use super::shares::Split;
use super::working::{Proved, Working as _};

/// What a change that holds from the beginning makes of payments that were made already.
///
/// All payments go through a new [`Ledger`] by the new split; the line of a party is what it has
/// there less what it was paid, and the lines add up to 0. A change without such a payment holds
/// from its day on (spec/splits.md 3.3).
///
/// # Examples
///
/// ```
/// use partnership::split::{Retroactive, Split};
/// use partnership::{Currency, PartyId};
///
/// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
/// let even = Split::equal([ana.clone(), ben.clone()])?;
/// let mut ledger = even.ledger(Currency::USD);
/// let payments = ["100.00 USD".parse()?, "50.00 USD".parse()?];
/// for payment in payments {
///     ledger.pay(payment, &even.shares())?;
/// }
/// let adjusted = Split::fixed([(ana.clone(), "60%".parse()?), (ben.clone(), "40%".parse()?)])?;
/// let change = Retroactive::new(&ledger, &payments, &adjusted)?;
/// assert_eq!(change.lines()[&ana].to_string(), "15.00 USD");
/// assert_eq!(change.lines()[&ben].to_string(), "-15.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "true-up")]
#[doc(alias = "restatement")]
pub struct Retroactive {
    payments: Vec<Money>,
    split: Split,
    before: Ledger,
    after: Ledger,
    lines: BTreeMap<PartyId, Money>,
}

impl Retroactive {
    /// Replays payments that a ledger booked.
    ///
    /// # Errors
    ///
    /// [`EquityError::OtherPayments`] if the payments do not add up to what the ledger paid;
    /// [`EquityError::Ledger`] for another currency or balances beyond the range of money,
    /// [`EquityError::Money`] for a sum or difference beyond it.
    pub fn new(ledger: &Ledger, payments: &[Money], split: &Split) -> Result<Self, EquityError> {
        let currency = ledger.currency();
        let listed = ledger.parties().iter().chain(split.parties());
        let mut after = Ledger::with_parties(currency, listed.cloned());
        for payment in payments {
            after.pay(*payment, &split.shares())?;
        }
        let sum = Money::sum(currency, payments.iter().copied())?;
        let booked = ledger
            .parties()
            .iter()
            .filter_map(|party| ledger.paid(party));
        let paid = Money::sum(currency, booked)?;
        if sum != paid {
            let payments = sum;
            return Err(EquityError::OtherPayments { payments, paid });
        }
        let mut lines = BTreeMap::new();
        for party in after.parties() {
            let of = |ledger: &Ledger| ledger.paid(party).unwrap_or(Money::zero(currency));
            lines.insert(party.clone(), of(&after).checked_sub(of(ledger))?);
        }
        Ok(Self {
            payments: payments.to_vec(),
            split: split.clone(),
            before: ledger.clone(),
            after,
            lines,
        })
    }

    /// Returns what every party gets, or pays back below 0; 0 together.
    pub const fn lines(&self) -> &BTreeMap<PartyId, Money> {
        &self.lines
    }

    /// Returns the ledger as it would be by the new split, in which later payments are booked.
    pub const fn ledger(&self) -> &Ledger {
        &self.after
    }

    /// Returns the proof of [`Self::lines`]: every payment once more, unit by unit.
    ///
    /// It reads the documents `ledger`, which is the one before, `split`, and `payments`, a list of
    /// amounts. The result is the object of lines.
    ///
    /// # Errors
    ///
    /// [`EquityError::Explain`]: where carries were put on their grid of `10^-18`, exact
    /// entitlements have no proof.
    pub fn explain(&self) -> Result<Explanation, EquityError> {
        let currency = self.before.currency();
        let parties = self.after.parties();
        let mut proof = Proof::new();
        let at = Path::Document("split");
        let shares = Proved(&mut proof).split(&at, &self.split, parties, "share")?;
        let nothing = Money::zero(currency);
        let opening = Account {
            paid: proof.sum(&[], nothing, "paid before the first payment")?,
            due: proof.sum(&[], Exact::zero(currency), "due before the first payment")?,
        };
        let mut accounts = vec![opening; parties.len()];
        for (number, payment) in self.payments.iter().enumerate() {
            let place = pointer([number.to_string()]);
            let amount = proof.input("payments", &place, *payment, "payment")?;
            prove_payment(&mut proof, parties, &mut accounts, amount, &shares)?;
        }
        for (party, account) in parties.iter().zip(accounts) {
            let place = pointer(["parties", party.as_str(), "paid"]);
            let name = label("paid before", party);
            let before = match self.before.paid(party) {
                Some(before) => proof.input("ledger", &place, before, &name)?,
                None => proof.default("ledger", &place, nothing, &name)?,
            };
            let line = proof.difference(account.paid, before, &label("line", party))?;
            if self.lines.get(party) != Some(&proof.money(line)?) {
                let node = line.position();
                return Err(ExplainError::Overflow { node }.into());
            }
            proof.result(&pointer([party.as_str()]), line);
        }
        Ok(proof.finish())
    }
}
