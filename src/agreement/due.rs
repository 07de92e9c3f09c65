//! [`Agreement::due`]: everything of an agreement that is dated and still open.

use chrono::NaiveDate;

use super::account::Unpaid;
use super::agenda::{Due, DueFact, DueKind, DueWhen, agenda};
use super::deal::Agreement;
use super::refusal::AgreementError;
use crate::compensation::StatementId;
use crate::governance::{Grant, MilestoneStatus, RiskRegister};
use crate::lifecycle::{self, Command, Phase, Request, State, step};
use crate::time::{Cadence, Deadline, TimeError};

/// How many periods may be overdue at most: as many as a list of dates may be long.
const MOST_PERIODS: usize = 10_000;

impl Agreement {
    /// Returns what comes next: what is to be settled and paid, notice and the end of the term,
    /// other terms, rights that begin or end, reviews, risks, decisions, milestones, indicators,
    /// and the deadlines of the lifecycle; by day, kind and name.
    ///
    /// | kind | dated and open | name |
    /// |---|---|---|
    /// | `Escalation` | an open issue climbs | the issue |
    /// | `StageLimit` | the limit of the stage, until it has passed | the stage |
    /// | `Settlement` | the day after every period that is not settled, and after this one | the period |
    /// | `Payment` | what of a payout is due on each of its days; the day after its period if the terms set none | `settlement/party/day`; `settlement/party` |
    /// | `Notice` | the notice window before the end of the term, until notice is given; when a notice takes effect | the agreement; `lifecycle/party` |
    /// | `TermEnd` | the last day of the terms, until the last statement was final or the lifecycle is closed | the agreement, or `lifecycle/definition` |
    /// | `TermsChange` | terms or a division that begin after today | `terms v2`, `division v2` |
    /// | `Rights` | a grant begins, ends, is sold off | `grant begins`, `grant ends`, `grant sold off` |
    /// | `Review` | reviews, and those of the stage | the cadence; `stage/cadence` |
    /// | `Risk` | a risk is looked at again | the risk |
    /// | `Decision` | an open decision is followed up | the decision |
    /// | `Milestone` | a milestone that is not accepted; a wait before a move is over | `project/milestone`; `lifecycle/move` |
    /// | `Kpi` | an indicator reaches its day, until it is judged; the last day on which a reading of a gate is fresh | the indicator; `lifecycle/metric` |
    ///
    /// What stands under a day is overdue on the next one. Instants enter with their civil date
    /// (spec/health-economics.md 9).
    ///
    /// # Errors
    ///
    /// [`AgreementError::Agenda`], [`AgreementError::Project`], [`AgreementError::Refused`] and
    /// [`AgreementError::Time`] where a date cannot be computed.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::PartyId;
    /// use partnership::agreement::{AgreementDraft, Agreement, Division, DueState, Member};
    /// use partnership::compensation::{Activity, Terms};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let studio = PartyId::new("studio")?;
    /// let parties = [Member::producer(studio.clone()), Member::partner("platform".parse()?)];
    /// let terms = Terms::retainer("film", start, "100.00 USD".parse()?).build()?;
    /// let whole = Division::Whole(studio);
    /// let mut draft = AgreementDraft::new(parties, terms, whole);
    /// draft.settle_every = Some("1m".parse()?);
    /// let mut agreement = Agreement::try_from(draft)?;
    ///
    /// let next = agreement.due(date("2026-02-03")?, Some(60))?;
    /// let text = |at: usize| format!("{} {} {}", next[at].on, next[at].kind.name(), next[at].key);
    /// assert_eq!(text(0), "2026-02-01 settlement 2026-01-01..2026-02-01");
    /// assert_eq!(next[0].state, DueState::Overdue { days: 2, missed: 0 });
    /// assert_eq!(text(1), "2026-03-01 settlement 2026-02-01..2026-03-01");
    ///
    /// let january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// agreement.book(agreement.settle(&january)?)?;
    /// let next = agreement.due(date("2026-02-03")?, Some(7))?;
    /// assert_eq!(
    ///     next[0].to_string(), // now to be paid
    ///     "2026-02-01 payment film:1:2026-01-01..2026-02-01:v1/studio: 100.00 USD, 2 days late",
    /// );
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "reminders")]
    #[doc(alias = "agenda")]
    pub fn due(&self, at: NaiveDate, horizon: Option<u32>) -> Result<Vec<Due>, AgreementError> {
        let mut open = Open {
            agreement: self,
            at,
            facts: Vec::new(),
        };
        let state = open.settled_lifecycle()?;
        open.settlements()?;
        open.payments();
        open.term(state.as_ref())?;
        open.changes();
        open.rights()?;
        open.governance()?;
        if let Some(state) = &state {
            open.lifecycle(state)?;
        }
        Ok(agenda(at, horizon, &open.facts, &self.frame.calendar)?)
    }
}

/// The facts of an agreement while they are gathered.
struct Open<'a> {
    agreement: &'a Agreement,
    at: NaiveDate,
    facts: Vec<DueFact>,
}

impl Open<'_> {
    fn add(&mut self, kind: DueKind, key: impl Into<String>, when: DueWhen) {
        self.facts.push(DueFact {
            kind,
            key: key.into(),
            when,
            amount: None,
        });
    }

    fn once(&mut self, kind: DueKind, key: impl Into<String>, on: NaiveDate) {
        self.add(kind, key, DueWhen::Once(on));
    }

    /// Every period that has ended and is not settled, and the one after them.
    fn settlements(&mut self) -> Result<(), AgreementError> {
        let mut next = self.agreement.next_period()?;
        let mut count = 0_usize;
        while let Some(period) = next {
            if count >= MOST_PERIODS {
                return Err(TimeError::TooManyDates { count }.into());
            }
            count = count.saturating_add(1);
            self.once(DueKind::Settlement, period.to_string(), period.to());
            if period.to() > self.at {
                break;
            }
            next = self.agreement.period_from(period.to())?;
        }
        Ok(())
    }

    fn payments(&mut self) {
        for unpaid in self.agreement.account.unpaid() {
            let mut key = format!("{}/{}", unpaid.settlement, unpaid.party);
            if let Some(on) = unpaid.due_on {
                key = format!("{key}/{on}");
            }
            self.facts.extend(due_on(unpaid).map(|on| DueFact {
                kind: DueKind::Payment,
                key,
                when: DueWhen::Once(on),
                amount: Some(unpaid.amount),
            }));
        }
    }

    /// The notice window and the end, while there is something left to end.
    fn term(&mut self, state: Option<&State>) -> Result<(), AgreementError> {
        let agreement = self.agreement;
        let phase = state.and_then(|state| agreement.phase_of(state));
        let end = agreement.terms.sheet().end;
        if agreement.account.state().is_closed() || phase == Some(Phase::Closed) {
            return Ok(());
        }
        let Some(last) = end.and_then(|end| end.pred_opt()) else {
            return Ok(());
        };
        let id = agreement.frame.id.to_string();
        let is_given = state.is_some_and(|state| state.notice().is_some());
        if let Some(notice) = agreement.frame.notice.filter(|_| !is_given) {
            if self.at <= last {
                let dates = notice.dates(last, &agreement.frame.calendar)?;
                self.add(DueKind::Notice, id.clone(), DueWhen::Window(dates));
            }
        }
        self.once(DueKind::TermEnd, id, last);
        Ok(())
    }

    /// Terms and divisions that begin after today.
    fn changes(&mut self) {
        let terms = self.agreement.terms.versions().iter();
        let terms = terms.map(|version| ("terms", version.from)).zip(1_u32..);
        let divisions = self.agreement.division.versions().iter();
        let divisions = divisions.map(|version| ("division", version.from));
        for ((what, from), number) in terms.chain(divisions.zip(1_u32..)) {
            if from > self.at {
                self.once(DueKind::TermsChange, format!("{what} v{number}"), from);
            }
        }
    }

    /// Grants that begin, end, or are sold off; what is over is not open.
    fn rights(&mut self) -> Result<(), AgreementError> {
        let rights = self.agreement.governance.rights.as_ref();
        let at = self.at;
        for grant in rights.iter().flat_map(|rights| rights.grants()) {
            let dates = [
                ("begins", Some(grant.from).filter(|from| *from > at)),
                ("ends", last_day(grant)),
                ("sold off", self.sell_off(grant)?),
            ];
            for (what, on) in dates {
                if let Some(on) = on.filter(|on| *on >= at) {
                    self.once(DueKind::Rights, format!("{} {what}", grant.key), on);
                }
            }
        }
        Ok(())
    }

    /// The last day on which what is in stock may be sold, once the grant is over.
    fn sell_off(&self, grant: &Grant) -> Result<Option<NaiveDate>, TimeError> {
        let last = last_day(grant).filter(|last| *last < self.at);
        let calendar = &self.agreement.frame.calendar;
        let until = last.zip(grant.sell_off);
        until
            .map(|(last, span)| calendar.after(last, span))
            .transpose()
    }

    fn governance(&mut self) -> Result<(), AgreementError> {
        let (agreement, at) = (self.agreement, self.at);
        let facts = &agreement.governance;
        for review in &facts.reviews {
            let when = DueWhen::Recurring {
                cadence: review.cadence.clone(),
                held: review.held.clone(),
                until: agreement.terms.sheet().end.and_then(|end| end.pred_opt()),
            };
            self.add(DueKind::Review, review.cadence.key(), when);
        }
        let risks = facts.risks.iter().flat_map(RiskRegister::risks);
        for risk in risks {
            if let Some(on) = risk.review_on {
                self.once(DueKind::Risk, risk.key.as_str(), on);
            }
        }
        for entry in facts.decisions.entries.iter().filter(|entry| !entry.closed) {
            if let Some(on) = entry.follow_up {
                self.once(DueKind::Decision, entry.key.as_str(), on);
            }
        }
        for (name, project) in &facts.projects {
            for stand in project.status(at, &agreement.frame.calendar)? {
                let is_open = matches!(
                    stand.status,
                    MilestoneStatus::Pending | MilestoneStatus::Overdue { .. }
                );
                if is_open {
                    let key = format!("{name}/{}", stand.key);
                    self.once(DueKind::Milestone, key, stand.due);
                }
            }
        }
        for kpi in facts.kpis.iter().filter(|kpi| kpi.judged.is_none()) {
            if let Some(by) = kpi.by {
                self.once(DueKind::Kpi, kpi.id.as_str(), by);
            }
        }
        Ok(())
    }

    /// Where the lifecycle stands when the day begins: what passed before has happened.
    fn settled_lifecycle(&self) -> Result<Option<State>, AgreementError> {
        let Some((definition, state)) = &self.agreement.lifecycle else {
            return Ok(None);
        };
        let calendar = &self.agreement.frame.calendar;
        let before = self.at.pred_opt().unwrap_or(self.at);
        let begins = calendar.end_of(before)?.max(state.last().at());
        let mut state = state.clone();
        let tick = Request::new(begins, Command::Tick {});
        step(definition, &mut state, &tick, calendar)?;
        Ok(Some(state))
    }

    fn lifecycle(&mut self, state: &State) -> Result<(), AgreementError> {
        let Some((definition, _)) = &self.agreement.lifecycle else {
            return Ok(());
        };
        let calendar = &self.agreement.frame.calendar;
        let before = self.at.pred_opt().unwrap_or(self.at);
        let begins = calendar.end_of(before)?.max(state.last().at());
        for due in lifecycle::due(definition, state, begins, calendar)? {
            let on = match due.deadline {
                Deadline::At(at) => calendar.date_of(at)?,
                Deadline::On(on) => on,
            };
            let of_lifecycle = format!("lifecycle/{}", due.key);
            let (kind, key) = match due.what {
                lifecycle::DueKind::Limit => (DueKind::StageLimit, due.key),
                lifecycle::DueKind::Escalation => (DueKind::Escalation, due.key),
                lifecycle::DueKind::NoticeEffective => (DueKind::Notice, of_lifecycle),
                lifecycle::DueKind::TermEnd => (DueKind::TermEnd, of_lifecycle),
                lifecycle::DueKind::WaitOver => (DueKind::Milestone, of_lifecycle),
                lifecycle::DueKind::ReadingStale => (DueKind::Kpi, of_lifecycle),
                // They are told with all that was missed below.
                lifecycle::DueKind::Review | lifecycle::DueKind::ReviewMissed => continue,
            };
            self.earliest(kind, key, on);
        }
        self.stage_reviews(state)
    }

    /// One entry per name: of a move with two waits, or two gates on one reading, the earlier.
    fn earliest(&mut self, kind: DueKind, key: String, on: NaiveDate) {
        let known = self
            .facts
            .iter_mut()
            .find(|fact| fact.kind == kind && fact.key == key);
        match known.map(|fact| &mut fact.when) {
            Some(DueWhen::Once(known)) => *known = (*known).min(on),
            Some(_) => {}
            None => self.once(kind, key, on),
        }
    }

    /// The reviews of the stage, which a suspension silences.
    fn stage_reviews(&mut self, state: &State) -> Result<(), AgreementError> {
        let Some((definition, _)) = &self.agreement.lifecycle else {
            return Ok(());
        };
        let stages = &definition.definition().stages;
        let present = stages.iter().find(|stage| stage.key == *state.stage());
        for rule in present
            .filter(|_| state.paused().is_none())
            .iter()
            .flat_map(|stage| &stage.cadences)
        {
            let key = format!("{}/{}", state.stage(), rule.key);
            let anchor = state.entered().on();
            let held = state.held(&rule.key).map(|(_, on)| on);
            let when = DueWhen::Recurring {
                cadence: Cadence::new(key.as_str(), anchor, rule.every, rule.grace)?,
                held: held.collect(),
                until: None,
            };
            self.add(DueKind::Review, key, when);
        }
        Ok(())
    }
}

/// The day on which something of a payout is due; the day after its period where the terms set none.
fn due_on(unpaid: &Unpaid) -> Option<NaiveDate> {
    let name = unpaid.settlement.parse::<StatementId>();
    unpaid.due_on.or(name.ok().map(|id| id.period().to()))
}

/// The last day of a grant, if it ends.
fn last_day(grant: &Grant) -> Option<NaiveDate> {
    grant.end().and_then(|end| end.pred_opt())
}
