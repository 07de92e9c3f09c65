//! [`Account`]: what an agreement remembers from period to period.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::dated::Version;
use super::division::{Books, Division};
use super::refusal::AgreementError;
use crate::allocate::Ledger;
use crate::compensation::{State, StatementId, Terms, TermsDraft};
use crate::money::Money;
use crate::party::PartyId;
use crate::problem::Problem;
use crate::split::WaterfallState;

/// What was settled so far: the state of the terms, the fractions of the division, and what is
/// still to be paid.
///
/// It keeps balances and no history, so that year ten costs what year one did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "RawAccount", into = "RawAccount"))]
pub struct Account {
    pub(super) state: State,
    pub(super) books: Books,
    pub(super) unpaid: Vec<Unpaid>,
}

/// What a party still gets of a settlement on one of its days.
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
    /// The last day in time, if the terms set one (spec/contracts.md X1).
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

    /// Where the waterfall of the version that began on a day is.
    pub(super) fn falling(&self, since: NaiveDate) -> Option<&WaterfallState> {
        let falling = self.books.waterfall.as_ref();
        let falling = falling.filter(|falling| falling.since == since);
        falling.map(|falling| &falling.state)
    }

    /// Lowers what is still to be paid, what is due first before the rest.
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
        let is_owed = |unpaid: &&mut Unpaid| is_of(unpaid) && unpaid.party == *party;
        let mut owed: Vec<&mut Unpaid> = self.unpaid.iter_mut().filter(is_owed).collect();
        let currency = self.books.ledger.currency();
        let left = Money::sum(currency, owed.iter().map(|unpaid| unpaid.amount))?;
        if amount.is_negative() || left.checked_sub(amount)?.is_negative() {
            let party = party.clone();
            return Err(AgreementError::Overpaid { party, left });
        }
        owed.sort_by_key(|unpaid| (unpaid.due_on.is_none(), unpaid.due_on));
        let mut rest = amount;
        for unpaid in owed {
            let over = rest.checked_sub(unpaid.amount)?;
            if over.is_negative() {
                unpaid.amount = -over;
                break;
            }
            unpaid.amount = Money::zero(currency);
            rest = over;
        }
        self.unpaid.retain(|unpaid| !unpaid.amount.is_zero());
        Ok(())
    }
}

impl Account {
    /// Everything in which the account is not one of this agreement.
    pub(super) fn problems(
        &self,
        terms: &TermsDraft,
        division: &[Version<Division>],
        parties: &BTreeSet<&PartyId>,
        found: &mut Vec<Problem<AgreementError>>,
    ) {
        let mut add = |place: String, what: &'static str| {
            let place = format!("account.{place}");
            let fault = AgreementError::OtherAccount { what };
            found.push(Problem { place, fault });
        };
        if *self.state.terms() != terms.id {
            add("state.terms".to_owned(), "it is the state of other terms");
        }
        if self.state.carry().currency() != terms.currency {
            add("state.carry".to_owned(), "it is kept in another currency");
        }
        if self.books.ledger.currency() != terms.currency {
            add("ledger".to_owned(), "it is kept in another currency");
        }
        let falling = self.books.waterfall.as_ref();
        if falling.is_some_and(|falling| !falling.fits(division)) {
            add(
                "waterfall".to_owned(),
                "no version of the division leads to it",
            );
        }
        let mut known = BTreeSet::new();
        for (at, unpaid) in self.unpaid.iter().enumerate() {
            let name = unpaid.settlement.parse::<StatementId>().ok();
            let is_settled =
                |id: &StatementId| *id.terms() == terms.id && id.no() <= self.state.settled();
            let wrong = [
                (
                    !name.as_ref().is_some_and(is_settled),
                    "it is owed for nothing that was settled",
                ),
                (
                    unpaid.amount.currency() != terms.currency || !unpaid.amount.is_positive(),
                    "what is owed is above 0, in the currency of the terms",
                ),
                (
                    !parties.contains(&unpaid.party),
                    "it is owed to nobody here",
                ),
                (
                    !known.insert((&unpaid.settlement, &unpaid.party, unpaid.due_on)),
                    "it stands twice",
                ),
            ];
            for (_, what) in wrong.into_iter().filter(|(is_wrong, _)| *is_wrong) {
                add(format!("unpaid[{at}]"), what);
            }
        }
    }
}

/// An account as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAccount {
    state: State,
    ledger: Ledger,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waterfall: Option<super::division::Falling>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unpaid: Vec<Unpaid>,
}

#[cfg(feature = "serde")]
impl From<RawAccount> for Account {
    fn from(raw: RawAccount) -> Self {
        let (ledger, waterfall) = (raw.ledger, raw.waterfall);
        Self {
            state: raw.state,
            books: Books { ledger, waterfall },
            unpaid: raw.unpaid,
        }
    }
}

#[cfg(feature = "serde")]
impl From<Account> for RawAccount {
    fn from(account: Account) -> Self {
        Self {
            state: account.state,
            ledger: account.books.ledger,
            waterfall: account.books.waterfall,
            unpaid: account.unpaid,
        }
    }
}
