//! [`Agreement`]: parties, terms and a division, settled period after period.

use chrono::NaiveDate;

use super::account::Account;
use super::dated::{Dated, Version};
use super::division::Division;
use super::draft::{AgreementDraft, Member};
use super::due_part;
use super::facts::GovernanceFacts;
use super::instance::Instance;
use super::refusal::AgreementError;
use super::settlement::{Settlement, SettlementLint};
use crate::compensation::{Activity, Id, Schema, Terms, settle};
use crate::governance::Charter;
use crate::lifecycle::{Checked, Phase, State};
use crate::money::Money;
use crate::party::PartyId;
use crate::time::{Calendar, NoticeWindow, Period, Span};

/// Who agreed, on which terms, and among whom what is owed is divided.
///
/// [`settle`](Self::settle) previews a period, [`book`](Self::book) makes it count
/// (spec/health-economics.md 9).
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::agreement::{Agreement, Division, Member};
/// use partnership::compensation::{Activity, Terms};
/// use partnership::split::Split;
/// use partnership::time::date;
///
/// let start = date("2026-01-01")?;
/// let (studio, director) = (PartyId::new("studio")?, PartyId::new("director")?);
/// let parties = [
///     Member::producer(studio.clone()),
///     Member::producer(director.clone()),
///     Member::partner("platform".parse()?),
/// ];
/// let terms = Terms::revenue_share("film", "USD".parse()?, start, "shop", "10%".parse()?).build()?;
/// let halves = Division::Split(Split::equal([studio.clone(), director.clone()])?);
/// let mut agreement = Agreement::new(parties, terms, halves)?;
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "AgreementDraft", into = "AgreementDraft")
)]
#[doc(alias = "contract")]
#[doc(alias = "deal")]
pub struct Agreement {
    pub(super) frame: Frame,
    pub(super) terms: Terms,
    pub(super) division: Dated<Division>,
    pub(super) lifecycle: Option<(Checked, State)>,
    pub(super) charter: Option<Charter>,
    pub(super) governance: GovernanceFacts,
    pub(super) account: Account,
}

/// What does not change while an agreement lives, but for its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) id: Id,
    pub(super) parties: Vec<Member>,
    pub(super) term: Option<Period>,
    pub(super) signed: Option<NaiveDate>,
    pub(super) settle_every: Option<Span>,
    pub(super) notice: Option<NoticeWindow>,
    pub(super) calendar: Calendar,
}

impl Agreement {
    /// Returns the agreement of these parties, divided so from the first day of the terms on, in
    /// which nothing is settled yet.
    ///
    /// What else an agreement has is written in an [`AgreementDraft`].
    ///
    /// # Errors
    ///
    /// The first of [`AgreementDraft::problems`], here [`AgreementError::DuplicateParty`],
    /// [`AgreementError::OneSided`], then [`AgreementError::UnknownPayee`].
    pub fn new(
        parties: impl IntoIterator<Item = Member>,
        terms: Terms,
        division: Division,
    ) -> Result<Self, AgreementError> {
        AgreementDraft::new(parties, terms, division).try_into()
    }

    /// Returns the agreement as it is written: the document that it travels as.
    pub fn draft(&self) -> AgreementDraft {
        let Frame {
            id,
            parties,
            term,
            signed,
            settle_every,
            notice,
            calendar,
        } = self.frame.clone();
        AgreementDraft {
            schema: Schema,
            id,
            parties,
            term,
            signed,
            settle_every,
            notice,
            calendar,
            terms: self.terms.clone().into(),
            division: self.division.clone().into(),
            lifecycle: self.lifecycle.clone().map(Instance::from),
            charter: self.charter.clone(),
            governance: self.governance.clone(),
            account: Some(self.account.clone()),
        }
    }

    /// Returns the name of the agreement.
    pub const fn id(&self) -> &Id {
        &self.frame.id
    }

    /// Returns the term, from the first day to the day after the last.
    pub const fn term(&self) -> Option<Period> {
        self.frame.term
    }

    /// Returns the day of the signatures.
    pub const fn signed(&self) -> Option<NaiveDate> {
        self.frame.signed
    }

    /// Returns how often it is settled.
    pub const fn settle_every(&self) -> Option<Span> {
        self.frame.settle_every
    }

    /// Returns when notice may be given, counted back from the last day of the term.
    pub const fn notice(&self) -> Option<NoticeWindow> {
        self.frame.notice
    }

    /// Returns the calendar of its dates.
    pub const fn calendar(&self) -> &Calendar {
        &self.frame.calendar
    }

    /// Returns the definition of its lifecycle.
    pub fn lifecycle(&self) -> Option<&Checked> {
        self.lifecycle.as_ref().map(|(definition, _)| definition)
    }

    /// Returns where it stands in its lifecycle.
    pub fn stands(&self) -> Option<&State> {
        self.lifecycle.as_ref().map(|(_, state)| state)
    }

    /// Returns what both sides want of each other, in words.
    pub const fn charter(&self) -> Option<&Charter> {
        self.charter.as_ref()
    }

    /// Returns what was agreed beside the money.
    pub const fn governance(&self) -> &GovernanceFacts {
        &self.governance
    }

    /// Returns the parties.
    pub fn parties(&self) -> &[Member] {
        &self.frame.parties
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
        payees_are_parties(&self.frame.parties, &version.value)?;
        let settled_until = self.account.state.settled_through();
        Ok(self.division.amend(version, settled_until)?)
    }

    /// Returns what a period comes to, and changes nothing.
    ///
    /// What the statement pays and advances, after tax, is divided by the division in force: by
    /// shares through the account's ledger, so that fractions of a minor unit are carried to the
    /// next period, or through a waterfall on the last day of the period. Where the statement is
    /// due on several days (spec/contracts.md X1), every party gets of each day's sum in
    /// proportion to what it is still to get, to the minor unit: see [`Settlement::dues`].
    ///
    /// # Errors
    ///
    /// [`AgreementError::Compensation`] where the terms refuse the period, then
    /// [`AgreementError::NoDivisionYet`], [`AgreementError::PeriodStraddlesDivision`],
    /// [`AgreementError::Ledger`], [`AgreementError::Waterfall`], [`AgreementError::Claims`],
    /// [`AgreementError::Money`].
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
        let days = due_part::days(&statement)?;
        let parts = due_part::parts(&id, &days, &divided.payouts)?;
        after.unpaid.extend(parts);
        Ok(Settlement {
            id,
            statement,
            payable,
            payouts: divided.payouts,
            undistributed: divided.undistributed,
            lints: self.lints(),
            before: self.account.state.settled(),
            after,
        })
    }

    /// The phase of a stage of the lifecycle.
    pub(super) fn phase_of(&self, state: &State) -> Option<Phase> {
        let (definition, _) = self.lifecycle.as_ref()?;
        let mut stages = definition.definition().stages.iter();
        let present = stages.find(|stage| stage.key == *state.stage());
        present.map(|stage| stage.phase)
    }

    /// What is suspicious about settling now: money is owed in every stage.
    fn lints(&self) -> Vec<SettlementLint> {
        let stands = self.stands();
        let early = stands.filter(|state| {
            let phase = self.phase_of(state);
            phase.is_some_and(|phase| phase < Phase::Execute)
        });
        let lint = early.map(|state| SettlementLint::BeforeExecution {
            stage: state.stage().clone(),
        });
        lint.into_iter().collect()
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

    /// The version that divides a period, and its place.
    pub(super) fn division_at(
        &self,
        period: Period,
    ) -> Result<(&Version<Division>, usize), AgreementError> {
        let version = self.division_of(period)?;
        let mut versions = self.division.versions().iter();
        let at = versions.position(|known| known.from == version.from);
        Ok((version, at.unwrap_or(0)))
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

    /// Notes that a payout was paid, in whole or in part, what is due first before the rest; what
    /// is unpaid stays due.
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
}

impl TryFrom<AgreementDraft> for Agreement {
    type Error = AgreementError;

    /// Checks a document; the error is the first of [`AgreementDraft::problems`].
    fn try_from(draft: AgreementDraft) -> Result<Self, AgreementError> {
        if let Some(problem) = draft.problems().into_iter().next() {
            return Err(problem.fault);
        }
        let mut draft = draft;
        let frame = Frame {
            id: draft.id.clone(),
            parties: std::mem::take(&mut draft.parties),
            term: draft.term,
            signed: draft.signed,
            settle_every: draft.settle_every,
            notice: draft.notice,
            calendar: std::mem::take(&mut draft.calendar),
        };
        let (lifecycle, charter) = (draft.lifecycle.take(), draft.charter.take());
        let (governance, account) = (std::mem::take(&mut draft.governance), draft.account.take());
        let (terms, division) = draft.checked()?;
        let lifecycle = match lifecycle {
            Some(instance) => Some((instance.checked()?, instance.state)),
            None => None,
        };
        Ok(Self {
            frame,
            lifecycle,
            charter,
            governance,
            account: account.unwrap_or_else(|| Account::new(&terms)),
            terms,
            division,
        })
    }
}

impl From<Agreement> for AgreementDraft {
    fn from(agreement: Agreement) -> Self {
        agreement.draft()
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
