//! Proofs of payments that go through a [`Ledger`]: the lines, and the fractions that are carried.

use crate::allocate::Ledger;
use crate::explain::{DivideRule, ExplainError, Explanation, Path, Proof, Step, Value, pointer};
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::error::SplitError;
use super::proof::label;
use super::shares::Split;
use super::working::{Failure, Proved, Working as _};

/// A party in a ledger: what it was paid, and what was due to it, exactly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    pub(super) paid: Step,
    pub(super) due: Step,
}

/// One payment: exact parts are added to what is due, and units go to whoever is owed most.
/// Returns the lines.
pub(super) fn prove_payment(
    proof: &mut Proof,
    parties: &[PartyId],
    accounts: &mut [Account],
    amount: Step,
    shares: &[Step],
) -> Result<Vec<Step>, ExplainError> {
    let zero = proof.value(amount).clone();
    for ((account, share), party) in accounts.iter_mut().zip(shares).zip(parties) {
        let part = proof.product(&[*share, amount], &label("exact part", party))?;
        let due = [account.due, part];
        account.due = proof.sum(&due, zero.clone(), &label("due in all", party))?;
    }
    let paid = accounts.iter().map(|account| account.paid);
    let due = accounts.iter().map(|account| account.due);
    let each: Vec<Step> = paid.chain(due).collect();
    let rule = DivideRule::Greedy;
    let division = proof.divide(rule, parties, amount, &each, None, "payment by what is due")?;
    let mut lines = Vec::with_capacity(parties.len());
    for (account, party) in accounts.iter_mut().zip(parties) {
        let line = proof.part(division, party, &label("line", party))?;
        let paid = [account.paid, line];
        account.paid = proof.sum(&paid, zero.clone(), &label("paid in all", party))?;
        lines.push(line);
    }
    Ok(lines)
}

impl Split {
    /// Returns the proof of a payment by these shares through a [`Ledger`]: the line of every
    /// party, what it has then, and the fraction of a unit that it is still owed.
    ///
    /// It reads the documents `ledger`, which is the one before, `split`, and `receipt` with its
    /// `amount` and its `unit`, one minor unit of the currency. The result is an object of `lines`
    /// and of the `ledger` after.
    ///
    /// # Errors
    ///
    /// [`SplitError::Ledger`] if the payment is not booked, and [`SplitError::Explain`] where
    /// carries were put on their grid of `10^-18`, which has no exact proof.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{Currency, PartyId};
    ///
    /// let split = Split::equal([PartyId::new("ana")?, PartyId::new("ben")?])?;
    /// let ledger = split.ledger(Currency::USD);
    /// let proof = split.explain_payment(&ledger, "0.01 USD".parse()?)?;
    /// let why = proof.why("/ledger/parties/ben/carry")?.text();
    /// assert!(why.contains("carried by ben: 0.5 = 0.005 USD / 0.01 USD"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain_payment(
        &self,
        ledger: &Ledger,
        amount: Money,
    ) -> Result<Explanation, SplitError> {
        let mut after = ledger.clone();
        let lines = after.pay(amount, &self.shares())?;
        let parties = after.parties();
        let nothing = Money::zero(ledger.currency());
        let mut proof = Proof::new();
        let unit = Money::from_minor(1, ledger.currency());
        let unit = proof.input("receipt", "/unit", unit, "one minor unit")?;
        let total = proof.input("receipt", "/amount", amount, "payment")?;
        let split_at = Path::Document("split");
        let shares = Proved(&mut proof).split(&split_at, self, parties, "share")?;
        let mut accounts = Vec::with_capacity(parties.len());
        for party in parties {
            let place = |key: &str| pointer(["parties", party.as_str(), key]);
            let names = (label("paid before", party), label("carried before", party));
            let (paid, carry) = match (ledger.paid(party), ledger.carry(party)) {
                (Some(paid), Some(carry)) => (
                    proof.input("ledger", &place("paid"), paid, &names.0)?,
                    proof.input("ledger", &place("carry"), carry, &names.1)?,
                ),
                _ => (
                    proof.default("ledger", &place("paid"), nothing, &names.0)?,
                    proof.default("ledger", &place("carry"), Ratio::ZERO, &names.1)?,
                ),
            };
            let owed = proof.product(&[carry, unit], &label("owed before", party))?;
            let due = proof.sum(&[paid, owed], nothing, &label("due before", party))?;
            accounts.push(Account { paid, due });
        }
        let steps = prove_payment(&mut proof, parties, &mut accounts, total, &shares)?;
        for ((party, step), account) in parties.iter().zip(steps).zip(accounts) {
            let owed =
                proof.difference(account.due, account.paid, &label("still owed to", party))?;
            let carry = proof.quotient(owed, unit, &format!("carried by {party}"))?;
            let differs = proof.money(step).ok() != lines.get(party).copied()
                || after.carry(party).map(Value::Ratio).as_ref() != Some(proof.value(carry));
            if differs {
                let node = carry.position();
                return Err(ExplainError::Overflow { node }.into());
            }
            let place = |key: &str| pointer(["ledger", "parties", party.as_str(), key]);
            proof.result(&pointer(["lines", party.as_str()]), step);
            proof.result(&place("paid"), account.paid);
            proof.result(&place("carry"), carry);
        }
        Ok(proof.finish())
    }
}

impl From<Failure> for SplitError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Overflow => Self::Overflow { step: "a share" },
            Failure::Explain(error) => Self::Explain(error),
        }
    }
}
