//! [`AgreementDraft`]: an agreement as it is written, before it is checked.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::account::Account;
use super::dated::{Dated, DatedError, Version};
use super::division::Division;
use super::facts::GovernanceFacts;
#[cfg(feature = "serde")]
use super::facts::is_default;
use super::instance::Instance;
use super::refusal::AgreementError;
use crate::compensation::{Id, Schema, Terms, TermsDraft};
use crate::governance::Charter;
use crate::money::MoneyError;
use crate::party::{PartyId, Side};
use crate::problem::Problem;
use crate::time::{Calendar, MonthRule, NoticeWindow, Period, Roll, Schedule, Span};

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

impl Member {
    /// Returns a party on the side of the producer.
    pub const fn producer(id: PartyId) -> Self {
        let side = Side::Producer;
        Self { id, side }
    }

    /// Returns a party on the side of the partner.
    pub const fn partner(id: PartyId) -> Self {
        let side = Side::Partner;
        Self { id, side }
    }
}

/// One agreement in one document: who, which terms, among whom it is divided, where it stands,
/// what was agreed beside the money, and what is still to be paid.
///
/// Nothing is checked here but the form: [`problems`](Self::problems) lists every fault with its
/// place, and [`Agreement`](super::Agreement) is the checked value, which travels as this
/// document. Signing and taking effect are two dates (spec/health-economics.md 9).
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::agreement::{Agreement, AgreementDraft, Division, Member};
/// use partnership::compensation::Terms;
/// use partnership::time::date;
///
/// let start = date("2026-01-01")?;
/// let studio = PartyId::new("studio")?;
/// let terms = Terms::revenue_share("film", "USD".parse()?, start, "shop", "10%".parse()?).build()?;
/// let whole = Division::Whole(studio.clone());
/// let mut draft = AgreementDraft::new([Member::producer(studio)], terms, whole);
/// draft.settle_every = Some("3m".parse()?);
/// draft.term = Some("2026-01-01..2027-01-01".parse()?);
/// let problems: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
/// assert_eq!(problems, [
///     "parties: no party on the side of the partner",
///     "term: the term is 2026-01-01..2027-01-01, and the terms run from 2026-01-01 without an end",
/// ]);
///
/// draft.parties.push(Member::partner("platform".parse()?));
/// draft.terms.end = Some(date("2027-01-01")?);
/// let agreement = Agreement::try_from(draft)?;
/// assert_eq!(agreement.next_period()?, Some("2026-01-01..2026-04-01".parse()?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AgreementDraft {
    /// The number of this form, always 1.
    pub schema: Schema,
    /// The name of the agreement.
    pub id: Id,
    /// Who agrees.
    pub parties: Vec<Member>,
    /// From the first day to the day after the last, which are those of the terms.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub term: Option<Period>,
    /// The day of the signatures.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::option"
        )
    )]
    pub signed: Option<NaiveDate>,
    /// How often it is settled, counted from the first day of the terms.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub settle_every: Option<Span>,
    /// When notice may be given, counted back from the last day of the term.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub notice: Option<NoticeWindow>,
    /// Business days and the zone of dates; Monday to Friday, UTC, if nothing is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub calendar: Calendar,
    /// The terms, with all their versions.
    pub terms: TermsDraft,
    /// Among whom what is owed is divided, by the day from which it holds.
    pub division: Vec<Version<Division>>,
    /// The lifecycle, and where the agreement stands in it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub lifecycle: Option<Instance>,
    /// What both sides want of each other, in words.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub charter: Option<Charter>,
    /// What was agreed beside the money.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub governance: GovernanceFacts,
    /// What was settled so far, and what is unpaid; nothing if it is left out.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub account: Option<Account>,
}

impl AgreementDraft {
    /// Returns the document of an agreement in which nothing is settled: called as its terms are,
    /// and divided so from their first day on.
    pub fn new(
        parties: impl IntoIterator<Item = Member>,
        terms: impl Into<TermsDraft>,
        division: Division,
    ) -> Self {
        let terms = terms.into();
        let division = vec![Version {
            from: terms.start,
            value: division,
        }];
        Self {
            schema: Schema,
            id: terms.id.clone(),
            parties: parties.into_iter().collect(),
            term: None,
            signed: None,
            settle_every: None,
            notice: None,
            calendar: Calendar::default(),
            terms,
            division,
            lifecycle: None,
            charter: None,
            governance: GovernanceFacts::default(),
            account: None,
        }
    }

    /// Returns every fault with its place, in the order of the document: parties, division, term,
    /// rhythm, terms, lifecycle, charter, governance, account.
    pub fn problems(&self) -> Vec<Problem<AgreementError>> {
        let mut found = Vec::new();
        let parties: BTreeSet<&PartyId> = self.parties.iter().map(|member| &member.id).collect();
        self.check_parties(&mut found);
        self.check_division(&parties, &mut found);
        self.check_time(&mut found);
        let terms = self.terms.problems().into_iter();
        found.extend(terms.map(|problem| Problem {
            place: match &*problem.place {
                "" => "terms".to_owned(),
                place => format!("terms.{place}"),
            },
            fault: AgreementError::Terms(Box::new(problem.fault)),
        }));
        if let Some(instance) = &self.lifecycle {
            instance.problems(&mut found);
        }
        let signatures = self.charter.iter().flat_map(|charter| &charter.signatures);
        for (at, signature) in signatures.enumerate() {
            if !parties.contains(&signature.party) {
                let party = signature.party.clone();
                found.push(Problem {
                    place: format!("charter.signatures[{at}].party"),
                    fault: AgreementError::UnknownParty { party },
                });
            }
        }
        self.governance.problems(&parties, &mut found);
        if let Some(account) = &self.account {
            account.problems(&self.terms, &self.division, &parties, &mut found);
        }
        found
    }

    fn check_parties(&self, found: &mut Vec<Problem<AgreementError>>) {
        let mut known = BTreeSet::new();
        for (at, member) in self.parties.iter().enumerate() {
            if !known.insert(&member.id) {
                let party = member.id.clone();
                found.push(Problem {
                    place: format!("parties[{at}]"),
                    fault: AgreementError::DuplicateParty { party },
                });
            }
        }
        for missing in [Side::Producer, Side::Partner] {
            if self.parties.iter().all(|member| member.side != missing) {
                found.push(Problem {
                    place: "parties".to_owned(),
                    fault: AgreementError::OneSided { missing },
                });
            }
        }
    }

    fn check_division(
        &self,
        parties: &BTreeSet<&PartyId>,
        found: &mut Vec<Problem<AgreementError>>,
    ) {
        let mut add = |place: String, fault| found.push(Problem { place, fault });
        if self.division.is_empty() {
            add("division".to_owned(), DatedError::NoVersion.into());
        }
        let mut starts = BTreeSet::new();
        for (at, version) in self.division.iter().enumerate() {
            let from = version.from;
            if !starts.insert(from) {
                add(
                    format!("division[{at}]"),
                    DatedError::SameStart { from }.into(),
                );
            }
            let payees = version.value.parties().iter();
            for party in payees.filter(|payee| !parties.contains(payee)) {
                let party = party.clone();
                let fault = AgreementError::UnknownPayee { party };
                add(format!("division[{at}].value"), fault);
            }
            let kept = version.value.currency();
            if let Some(right) = kept.filter(|kept| *kept != self.terms.currency) {
                let left = self.terms.currency;
                let fault = MoneyError::CurrencyMismatch { left, right };
                add(format!("division[{at}].value"), fault.into());
            }
        }
    }

    fn check_time(&self, found: &mut Vec<Problem<AgreementError>>) {
        let mut add = |place: &str, fault| {
            let place = place.to_owned();
            found.push(Problem { place, fault });
        };
        let (start, end) = (self.terms.start, self.terms.end);
        if let Some(term) = self.term {
            if term.from() != start || Some(term.to()) != end {
                add("term", AgreementError::TermMismatch { term, start, end });
            }
            let dates = self
                .notice
                .map(|notice| notice.dates(term.last_day(), &self.calendar));
            if let Some(Err(error)) = dates {
                add("notice", error.into());
            }
        } else if let Some(Err(error)) = self.notice.map(|notice| notice.check()) {
            add("notice", error.into());
        }
        if let Some(every) = self.settle_every {
            let rhythm = Schedule::new(start, every, MonthRule::SameDay, Roll::None);
            if let Err(error) = rhythm {
                add("settle_every", error.into());
            }
        }
    }

    /// The terms and the division, checked.
    pub(super) fn checked(self) -> Result<(Terms, Dated<Division>), AgreementError> {
        let terms = Terms::try_from(self.terms)
            .map_err(|problem| AgreementError::Terms(Box::new(problem.fault)))?;
        Ok((terms, Dated::new(self.division)?))
    }
}
