//! [`Agreement`]: parties, terms and a division, settled period after period.

use chrono::NaiveDate;

use super::account::Account;
use super::dated::{Dated, Version};
use super::division::Division;
use super::refusal::AgreementError;
use super::settlement::Settlement;
use crate::compensation::{Activity, Terms, settle};
use crate::money::Money;
use crate::party::{PartyId, Side};
use crate::time::Period;

/// A party and its side.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Member {
    /// Who.
    pub id: PartyId,
    /// On which side.
    pub side: Side,
}

/// Who agreed, on which terms, and among whom what is owed is divided.
///
/// [`settle`](Self::settle) previews a period, [`book`](Self::book) makes it count
/// (spec/health-economics.md 9).
///
/// # Examples
///
/// ```
/// use partnership::agreement::{Agreement, Dated, Division, Member, Version};
/// use partnership::compensation::{Activity, Terms};
/// use partnership::split::Split;
/// use partnership::time::date;
/// use partnership::{PartyId, Side};
///
/// let start = date("2026-01-01")?;
/// let (studio, director) = (PartyId::new("studio")?, PartyId::new("director")?);
/// let member = |id: &PartyId, side| Member { id: id.clone(), side };
/// let parties = vec![
///     member(&studio, Side::Producer),
///     member(&director, Side::Producer),
///     member(&PartyId::new("platform")?, Side::Partner),
/// ];
/// let terms = Terms::revenue_share("film", "USD".parse()?, start, "shop", "10%".parse()?).build()?;
/// let halves = Division::Split(Split::equal([studio.clone(), director.clone()])?);
/// let division = Dated::new(vec![Version { from: start, value: halves }])?;
/// let mut agreement = Agreement::new(parties, terms, division)?;
///
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "0.50 USD".parse()?)?;
/// let settlement = agreement.settle(&january)?;
/// assert_eq!(settlement.payable().to_string(), "0.05 USD");
/// assert_eq!(settlement.payout(&director).unwrap().amount.to_string(), "0.03 USD");
/// assert_eq!(settlement.payout(&studio).unwrap().carried.to_string(), "1/2"); // of a cent
/// agreement.book(settlement)?;
/// assert_eq!(agreement.account().unpaid().len(), 2);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "contract")]
#[doc(alias = "deal")]
pub struct Agreement {
    parties: Vec<Member>,
    terms: Terms,
    division: Dated<Division>,
    account: Account,
}

impl Agreement {
    /// Returns the agreement of these parties, in which nothing is settled yet.
    ///
    /// # Errors
    ///
    /// In this order: [`AgreementError::DuplicateParty`], [`AgreementError::OneSided`],
    /// [`AgreementError::UnknownPayee`].
    pub fn new(
        parties: Vec<Member>,
        terms: Terms,
        division: Dated<Division>,
    ) -> Result<Self, AgreementError> {
        let mut names: Vec<&PartyId> = parties.iter().map(|member| &member.id).collect();
        names.sort_unstable();
        let twice = names.windows(2).find_map(|pair| match pair {
            [left, right] if left == right => Some((*left).clone()),
            _ => None,
        });
        if let Some(party) = twice {
            return Err(AgreementError::DuplicateParty { party });
        }
        for missing in [Side::Producer, Side::Partner] {
            if parties.iter().all(|member| member.side != missing) {
                return Err(AgreementError::OneSided { missing });
            }
        }
        for version in division.versions() {
            payees_are_parties(&parties, &version.value)?;
        }
        let account = Account::new(&terms);
        Ok(Self {
            parties,
            terms,
            division,
            account,
        })
    }

    /// Returns the parties.
    pub fn parties(&self) -> &[Member] {
        &self.parties
    }

    /// Returns the terms.
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Returns the division, version by version.
    pub const fn division(&self) -> &Dated<Division> {
        &self.division
    }

    /// Returns what the agreement remembers.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// Divides otherwise from a day on; a settled period is never rewritten.
    ///
    /// # Errors
    ///
    /// [`AgreementError::UnknownPayee`], [`AgreementError::Dated`]; nothing is changed then.
    pub fn amend_division(&mut self, version: Version<Division>) -> Result<(), AgreementError> {
        payees_are_parties(&self.parties, &version.value)?;
        let settled_until = self.account.state.settled_through();
        Ok(self.division.amend(version, settled_until)?)
    }

    /// Returns what a period comes to, and changes nothing.
    ///
    /// What the statement pays and advances, after tax, is divided by the division in force: by
    /// shares through the account's ledger, so that fractions of a minor unit are carried to the
    /// next period, or through a waterfall on the last day of the period.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Compensation`] where the terms refuse the period, then
    /// [`AgreementError::NoDivisionYet`], [`AgreementError::PeriodStraddlesDivision`],
    /// [`AgreementError::Ledger`], [`AgreementError::Waterfall`], [`AgreementError::Money`].
    pub fn settle(&self, activity: &Activity) -> Result<Settlement, AgreementError> {
        let (statement, state) = settle(&self.terms, &self.account.state, activity)?;
        let period = statement.period();
        let version = self.division_of(period)?;
        let payable = statement.paid().checked_add(statement.advanced())?;
        let mut books = self.account.books.clone();
        let on = period.last_day();
        let divided = version.value.pay(version.from, payable, on, &mut books)?;
        let mut after = Account {
            state,
            books,
            unpaid: self.account.unpaid.clone(),
        };
        let id = statement.id().to_string();
        after.owe(&id, statement.due_on(), &divided.payouts);
        Ok(Settlement {
            id,
            statement,
            payable,
            payouts: divided.payouts,
            undistributed: divided.undistributed,
            before: self.account.state.settled(),
            after,
        })
    }

    fn division_of(&self, period: Period) -> Result<&Version<Division>, AgreementError> {
        let parts = self.division.parts(period);
        let parts = parts.map_err(|_| AgreementError::NoDivisionYet { period })?;
        if parts.len() > 1 {
            return Err(AgreementError::PeriodStraddlesDivision {
                parts: parts.iter().map(|(part, _)| *part).collect(),
            });
        }
        let version = self.division.version_at(period.from());
        version.ok_or(AgreementError::NoDivisionYet { period })
    }

    /// Makes a settlement count.
    ///
    /// # Errors
    ///
    /// [`AgreementError::StaleSettlement`] if another one was booked since, or this one already.
    pub fn book(&mut self, settlement: Settlement) -> Result<(), AgreementError> {
        if settlement.before != self.account.state.settled() {
            return Err(AgreementError::StaleSettlement {
                settlement: settlement.id,
            });
        }
        // Payments that came in since the preview stay paid.
        let fresh = |unpaid: &super::account::Unpaid| unpaid.settlement == settlement.id;
        let mut after = settlement.after;
        after.unpaid.retain(fresh);
        let mut unpaid = std::mem::take(&mut self.account.unpaid);
        unpaid.append(&mut after.unpaid);
        self.account = Account { unpaid, ..after };
        Ok(())
    }

    /// Notes that a payout was paid, in whole or in part; what is unpaid stays due.
    ///
    /// # Errors
    ///
    /// [`AgreementError::UnknownSettlement`] also where all of it is paid,
    /// [`AgreementError::Overpaid`], [`AgreementError::Money`].
    pub fn record_payment(
        &mut self,
        settlement: &str,
        party: &PartyId,
        amount: Money,
    ) -> Result<(), AgreementError> {
        self.account.pay(settlement, party, amount)
    }

    /// Returns the first day of the next period, or of the terms.
    pub fn next_period_from(&self) -> NaiveDate {
        let settled_until = self.account.state.settled_through();
        settled_until.unwrap_or(self.terms.sheet().start)
    }
}

fn payees_are_parties(parties: &[Member], division: &Division) -> Result<(), AgreementError> {
    let is_party = |payee: &&PartyId| parties.iter().any(|member| member.id == **payee);
    match division.parties().iter().find(|payee| !is_party(payee)) {
        Some(party) => Err(AgreementError::UnknownPayee {
            party: party.clone(),
        }),
        None => Ok(()),
    }
}
