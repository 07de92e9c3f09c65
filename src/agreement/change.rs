//! What changes while an agreement lives: its terms, its end, its facts, its stage.

use chrono::NaiveDate;

use super::deal::Agreement;
use super::draft::AgreementDraft;
use super::facts::GovernanceFacts;
use super::refusal::AgreementError;
use crate::compensation::{Amendment, SettleError};
use crate::governance::{Charter, CharterKind, Gap};
use crate::lifecycle::{Command, Event, Key, Request, step};
use crate::party::PartyId;
use crate::time::{DateTime, Period, Utc};

impl Agreement {
    /// Changes the terms from a day on, for good or for a time; what is settled is never
    /// rewritten.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Amend`]; nothing is changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::PartyId;
    /// use partnership::agreement::{Agreement, Division, Member};
    /// use partnership::compensation::{self, Activity, Amendment, Item, PayDraft, Terms, Window};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let studio = PartyId::new("studio")?;
    /// let parties = [Member::producer(studio.clone()), Member::partner("platform".parse()?)];
    /// let terms = Terms::revenue_share("film", "USD".parse()?, start, "shop", "10%".parse()?).build()?;
    /// let whole = Division::Whole(studio);
    /// let mut agreement = Agreement::new(parties, terms, whole)?;
    /// let january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// agreement.book(agreement.settle(&january)?)?;
    ///
    /// let lower = |day: &str| -> Result<Amendment, partnership::Error> {
    ///     let mut version = compensation::Version::changing(date(day)?);
    ///     let share = PayDraft::share(&["shop"], "6%".parse()?);
    ///     version.items.push(Item::new("share".parse()?, Window::Lifetime, share));
    ///     Ok(version.into())
    /// };
    /// let late = agreement.amend_terms(lower("2026-01-15")?).unwrap_err();
    /// assert_eq!(
    ///     late.to_string(),
    ///     "a change from 2026-01-15 rewrites what is settled through 2026-02-01",
    /// );
    /// agreement.amend_terms(lower("2026-02-01")?)?;
    /// assert_eq!(agreement.terms().versions().len(), 2);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn amend_terms(&mut self, amendment: Amendment) -> Result<(), AgreementError> {
        let settled_until = self.account.state.settled_through();
        self.terms = self.terms.amend(amendment, settled_until)?;
        Ok(())
    }

    /// Lets the terms run on, up to another day after the last: a renewal.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Compensation`] where the last statement was final,
    /// [`AgreementError::NotLonger`], and the first fault of the changed document; nothing is
    /// changed then.
    #[doc(alias = "renew")]
    pub fn extend_term(&mut self, until: NaiveDate) -> Result<(), AgreementError> {
        let state = self.account.state();
        if state.is_closed() {
            let settled = state.settled();
            return Err(SettleError::AgreementClosed { settled }.into());
        }
        let end = self.terms.sheet().end;
        if end.is_none_or(|end| until <= end) {
            return Err(AgreementError::NotLonger { until, end });
        }
        let mut draft: AgreementDraft = self.draft();
        draft.terms.end = Some(until);
        if let Some(term) = draft.term {
            draft.term = Some(Period::new(term.from(), until)?);
        }
        *self = draft.try_into()?;
        Ok(())
    }

    /// Lets the lifecycle follow a command, and returns what happened.
    ///
    /// # Errors
    ///
    /// [`AgreementError::NoLifecycle`], [`AgreementError::Refused`] with everything that is
    /// missing; nothing is changed then.
    pub fn step(&mut self, request: &Request) -> Result<Vec<Event>, AgreementError> {
        let lifecycle = self.lifecycle.as_mut();
        let (definition, state) = lifecycle.ok_or(AgreementError::NoLifecycle)?;
        Ok(step(definition, state, request, &self.frame.calendar)?)
    }

    /// Returns the commands by which a party tells the lifecycle what its gates may know of the
    /// facts of governance at an instant: one for every reading that the definition has a metric
    /// for.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Project`], [`AgreementError::Time`].
    pub fn observations(
        &self,
        at: DateTime<Utc>,
        by: &Key,
    ) -> Result<Vec<Request>, AgreementError> {
        let Some((definition, _)) = &self.lifecycle else {
            return Ok(Vec::new());
        };
        let metrics = &definition.definition().metrics;
        let on = self.frame.calendar.date_of(at)?;
        let readings = self.governance.readings(on, &self.frame.calendar)?;
        let known = readings
            .into_iter()
            .filter(|reading| metrics.contains(&reading.metric));
        let tell = |reading: crate::governance::Reading| {
            Request::new(
                at,
                Command::observe(reading.metric, reading.value, by.clone()),
            )
        };
        Ok(known.map(tell).collect())
    }

    /// Puts other facts of governance in the place of those there are.
    ///
    /// # Errors
    ///
    /// The first fault in them; nothing is changed then.
    pub fn govern(&mut self, facts: GovernanceFacts) -> Result<(), AgreementError> {
        let parties = self.frame.parties.iter().map(|member| &member.id).collect();
        let mut found = Vec::new();
        facts.problems(&parties, &mut found);
        if let Some(problem) = found.into_iter().next() {
            return Err(problem.fault);
        }
        self.governance = facts;
        Ok(())
    }

    /// Puts another charter, or the same with more signatures, in the place of the one there is.
    ///
    /// # Errors
    ///
    /// [`AgreementError::UnknownParty`] for a signature of somebody else; nothing is changed then.
    pub fn set_charter(&mut self, charter: Charter) -> Result<(), AgreementError> {
        let parties = &self.frame.parties;
        let is_party = |party: &PartyId| parties.iter().any(|member| member.id == *party);
        let mut signatures = charter.signatures.iter();
        if let Some(signature) = signatures.find(|signature| !is_party(&signature.party)) {
            let party = signature.party.clone();
            return Err(AgreementError::UnknownParty { party });
        }
        self.charter = Some(charter);
        Ok(())
    }

    /// Returns everything that the charter lacks, in its words and in the facts behind them;
    /// complete if nothing. An agreement without a charter lacks all of its sections.
    ///
    /// # Errors
    ///
    /// None for an agreement that exists: nobody in it is a stranger.
    pub fn gaps(&self, kind: CharterKind) -> Result<Vec<Gap>, AgreementError> {
        let parties = self.frame.parties.iter().map(|member| member.id.clone());
        let parties: Vec<PartyId> = parties.collect();
        let facts = self.governance.of_charter();
        match &self.charter {
            Some(charter) => Ok(charter.gaps(kind, &parties, &facts)?),
            None => Ok(Charter::unwritten().gaps(kind, &parties, &facts)?),
        }
    }
}
