//! [`Account`]: what an agreement remembers from period to period.

use chrono::NaiveDate;

use super::division::{Books, Payout};
use super::refusal::AgreementError;
use crate::allocate::Ledger;
use crate::compensation::{State, Terms};
use crate::money::Money;
use crate::party::PartyId;

/// What was settled so far: the state of the terms, the fractions of the division, and what is
/// still to be paid.
///
/// It keeps balances and no history, so that year ten costs what year one did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Account {
    pub(super) state: State,
    pub(super) books: Books,
    pub(super) unpaid: Vec<Unpaid>,
}

/// What a party still gets of a settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Unpaid {
    /// The settlement.
    pub settlement: String,
    /// Who gets it.
    pub party: PartyId,
    /// What is left to be paid.
    pub amount: Money,
    /// The last day in time, if the terms set one.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text::option"))]
    pub due_on: Option<NaiveDate>,
}

impl Account {
    /// An account in which nothing is settled.
    pub(super) fn new(terms: &Terms) -> Self {
        Self {
            state: terms.new_state(),
            books: Books {
                ledger: Ledger::new(terms.currency()),
                waterfall: None,
            },
            unpaid: Vec::new(),
        }
    }

    /// Returns the state of the terms.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Returns the ledger of the division.
    pub const fn ledger(&self) -> &Ledger {
        &self.books.ledger
    }

    /// Returns what is still to be paid, in the order in which it was booked.
    pub fn unpaid(&self) -> &[Unpaid] {
        &self.unpaid
    }

    /// Lowers what is still to be paid.
    pub(super) fn pay(
        &mut self,
        settlement: &str,
        party: &PartyId,
        amount: Money,
    ) -> Result<(), AgreementError> {
        let is_of = |unpaid: &Unpaid| unpaid.settlement == settlement;
        if !self.unpaid.iter().any(is_of) {
            return Err(AgreementError::UnknownSettlement {
                settlement: settlement.to_owned(),
            });
        }
        let nothing = Money::zero(self.books.ledger.currency());
        let at = self
            .unpaid
            .iter()
            .position(|unpaid| is_of(unpaid) && unpaid.party == *party);
        let entry = at.and_then(|at| self.unpaid.get_mut(at));
        let owed = entry.as_ref().map_or(nothing, |unpaid| unpaid.amount);
        let left = owed.checked_sub(amount)?;
        if amount.is_negative() || left.is_negative() {
            return Err(AgreementError::Overpaid {
                party: party.clone(),
                left: owed,
            });
        }
        if let Some(unpaid) = entry {
            unpaid.amount = left;
        }
        self.unpaid.retain(|unpaid| !unpaid.amount.is_zero());
        Ok(())
    }

    /// What all payouts of a settlement come to, by party.
    pub(super) fn owe(&mut self, settlement: &str, due_on: Option<NaiveDate>, payouts: &[Payout]) {
        let owed = payouts.iter().filter(|payout| !payout.amount.is_zero());
        self.unpaid.extend(owed.map(|payout| Unpaid {
            settlement: settlement.to_owned(),
            party: payout.party.clone(),
            amount: payout.amount,
            due_on,
        }));
    }
}
