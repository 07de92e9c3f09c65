//! The engine: from a state and a command to events, or to a refusal (spec/lifecycle.md 3).

use chrono::{DateTime, NaiveDate, Utc};

use super::check::Checked;
use super::command::{Command, Request};
use super::definition::{Effective, Move, MoveKind, Pause, Phase, Stage};
use super::event::{Event, Fact, Reason};
use super::found::{Silence, later_by};
use super::issue;
use super::refusal::{Refusal, Subject};
use super::settle::{Settling, is_of};
use super::state::{Paused, State};
use super::word::{Fingerprint, Key, Value};
use crate::time::{
    Cadence, Calendar, Deadline, Moment, MonthRule, NoticeRule, Renewal, Roll, Term, TimeError,
    notice_effective,
};

/// Returns the event that begins an instance.
///
/// # Errors
///
/// [`TimeError::OutOfRange`], [`TimeError::BadMoment`], and for a limit in business days
/// [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Draft, begin, replay};
/// use partnership::time::{Calendar, instant};
///
/// let (pilot, calendar) = (Draft::pilot().check()?, Calendar::default());
/// let first = begin(&pilot, instant("2026-01-05T09:00:00Z")?, &calendar)?;
/// let state = replay(&[first])?;
/// assert_eq!(state.stage().as_str(), "setup");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn begin(
    definition: &Checked,
    at: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Event, TimeError> {
    let draft = definition.definition();
    let when = calendar.moment(at)?;
    let limit = draft
        .stage(&draft.start)
        .and_then(|stage| stage.limit.as_ref());
    let limit = limit
        .map(|limit| Deadline::after(&when, limit.after, Roll::None, calendar))
        .transpose()?;
    let starts = draft
        .term
        .as_ref()
        .is_some_and(|term| term.from == draft.start);
    Ok(Event {
        seq: 1,
        schema: Event::SCHEMA,
        when,
        fact: Fact::Started {
            definition: draft.id.clone(),
            version: draft.version,
            stage: draft.start.clone(),
            limit,
            term_start: starts.then(|| when.on()),
        },
    })
}

/// Returns the events that a command brings about: first what deadlines brought about until then,
/// then its own.
///
/// # Errors
///
/// The [`Refusal`], which emits nothing, in this order: [`Refusal::OtherDefinition`],
/// [`Refusal::Conflict`], [`Refusal::TimeReversed`], [`Refusal::Time`] on the way to the instant,
/// [`Refusal::Closed`], an unknown party; then those of the command.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Command, Draft, Request, apply, begin, decide, replay};
/// use partnership::time::{Calendar, instant};
///
/// let (pilot, calendar) = (Draft::pilot().check()?, Calendar::default());
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let mut state = replay(&[begin(&pilot, at, &calendar)?])?;
/// let done = Command::record("criteria_set".parse()?, "producer".parse()?);
/// let events = decide(&pilot, &state, &Request::new(at, done), &calendar)?;
/// assert_eq!(events.len(), 1); // nothing has happened yet
/// for event in &events {
///     apply(&mut state, event)?; // now it has
/// }
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn decide(
    definition: &Checked,
    state: &State,
    request: &Request,
    calendar: &Calendar,
) -> Result<Vec<Event>, Refusal> {
    let (draft, record) = (definition.definition(), &state.record);
    if !is_of(draft, record) {
        return Err(Refusal::OtherDefinition {
            definition: record.definition.clone(),
            version: record.version,
        });
    }
    let found = record.seq;
    if let Some(expected) = request.expected.filter(|expected| *expected != found) {
        return Err(Refusal::Conflict { expected, found });
    }
    if request.at < record.last.at() {
        return Err(Refusal::TimeReversed { last: found });
    }
    let now = calendar.moment(request.at)?;
    let settled = Settling::at(draft, state, now, calendar)?;
    if request.command == (Command::Tick {}) {
        return Ok(settled.events);
    }
    if settled.is_closed() {
        return Err(Refusal::Closed);
    }
    if let Some(by) = request.command.by() {
        if !draft.parties.contains(by) {
            return Err(Refusal::unknown(Subject::Party, by, &draft.parties));
        }
    }
    let facts = settled.answer(&request.command)?;
    let mut events = settled.events;
    let mut seq = settled.state.record.seq;
    for fact in facts {
        seq = seq.saturating_add(1);
        events.push(Event {
            seq,
            schema: Event::SCHEMA,
            when: now,
            fact,
        });
    }
    Ok(events)
}

/// Decides, and books the events in the state; a refusal leaves the state as it was.
///
/// # Errors
///
/// As [`decide`].
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Command, Draft, Refusal, Request, begin, replay, step};
/// use partnership::time::{Calendar, instant};
///
/// let pilot = Draft::pilot().check()?;
/// let calendar = Calendar::default();
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let first = begin(&pilot, at, &calendar)?;
/// let mut state = replay(&[first])?;
///
/// // The refusal lists every gate that is shut.
/// let start = Command::take("start".parse()?, "producer".parse()?);
/// let refused = step(&pilot, &mut state, &Request::new(at, start), &calendar).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "start from setup waits for criteria_set: not done; contacts_named: not done; \
///      log_opened: not done"
/// );
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn step(
    definition: &Checked,
    state: &mut State,
    request: &Request,
    calendar: &Calendar,
) -> Result<Vec<Event>, Refusal> {
    let events = decide(definition, state, request, calendar)?;
    for event in &events {
        state.record.advance(event);
    }
    Ok(events)
}

impl Settling<'_> {
    /// What a command comes to in the settled state.
    fn answer(&self, command: &Command) -> Result<Vec<Fact>, Refusal> {
        let one = |fact: Result<Fact, Refusal>| fact.map(|fact| vec![fact]);
        match command {
            Command::Tick {} => Ok(Vec::new()),
            Command::Record { activity, by, on } => one(self.record_done(activity, by, *on)),
            Command::Observe {
                metric,
                value,
                by,
                on,
            } => one(self.observe(metric, value, by, *on)),
            Command::SetTerms { fingerprint, by } => one(self.set_terms(fingerprint, by)),
            Command::Approve { way, by, of } => one(self.approve(way, by, of.as_ref())),
            Command::HoldReview { cadence, by, on } => one(self.hold_review(cadence, by, *on)),
            Command::Take { way, by, reason } => self.take(way, by, *reason),
            Command::GiveNotice { by } => one(self.give_notice(by)),
            Command::OpenIssue { issue, ladder, by } => {
                one(issue::open(self, issue, ladder.as_ref(), by))
            }
            Command::Acknowledge { issue, by, hold } => {
                one(issue::acknowledge(self, issue, by, *hold))
            }
            Command::ResolveIssue { issue, by } => one(issue::resolve(self, issue, by)),
            Command::SurviveIssue { issue, by } => one(issue::survive(self, issue, by)),
            Command::Suspend { by } => one(self.suspend(by)),
            Command::Resume { by } => one(self.resume(by)),
            Command::Void { seq, by } => one(self.void(*seq, by)),
        }
    }

    /// The present stage; the state is one of the definition, so there is one.
    fn stage(&self) -> Option<&Stage> {
        self.definition.stage(&self.state.record.stage)
    }

    fn wait_for_resumption(&self) -> Result<(), Refusal> {
        match self.state.record.paused {
            Some(_) => Err(Refusal::Suspended),
            None => Ok(()),
        }
    }

    /// The day of a note: today, or one before it.
    fn day(&self, on: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
        let today = self.now.on();
        let on = on.unwrap_or(today);
        if on > today {
            return Err(Refusal::InFuture { on, today });
        }
        Ok(self.calendar.roll(on, Roll::None)?)
    }

    /// The day of a note of this visit.
    fn day_of_visit(&self, on: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
        let on = self.day(on)?;
        let entered = self.state.record.entered.on();
        if on < entered {
            return Err(Refusal::BeforeStage { on, entered });
        }
        Ok(on)
    }

    fn record_done(
        &self,
        activity: &Key,
        by: &Key,
        on: Option<NaiveDate>,
    ) -> Result<Fact, Refusal> {
        self.wait_for_resumption()?;
        let record = &self.state.record;
        let known = self.stage().map_or(&[][..], |stage| &stage.activities);
        if !known.contains(activity) {
            return Err(Refusal::unknown(Subject::Activity, activity, known));
        }
        if record.done.contains_key(activity) {
            return Err(Refusal::already(Subject::Activity, activity));
        }
        // What was prepared before the first visit counts; a later visit asks for new work.
        let on = match record.visit {
            1 => self.day(on)?,
            _ => self.day_of_visit(on)?,
        };
        Ok(Fact::Recorded {
            activity: activity.clone(),
            by: by.clone(),
            on,
        })
    }

    fn observe(
        &self,
        metric: &Key,
        value: &Value,
        by: &Key,
        on: Option<NaiveDate>,
    ) -> Result<Fact, Refusal> {
        let known = &self.definition.metrics;
        if !known.contains(metric) {
            return Err(Refusal::unknown(Subject::Metric, metric, known));
        }
        Ok(Fact::Observed {
            metric: metric.clone(),
            value: value.clone(),
            on: self.day(on)?,
            by: by.clone(),
        })
    }

    fn set_terms(&self, fingerprint: &Fingerprint, by: &Key) -> Result<Fact, Refusal> {
        if self.state.record.terms.as_ref() == Some(fingerprint) {
            return Err(Refusal::already(Subject::Terms, fingerprint));
        }
        Ok(Fact::TermsSet {
            fingerprint: fingerprint.clone(),
            by: by.clone(),
        })
    }

    /// The move of a name that starts here.
    fn way(&self, way: &Key) -> Result<&Move, Refusal> {
        let stage = &self.state.record.stage;
        let mut ways = self.definition.moves_from(stage);
        ways.find(|known| known.key == *way).ok_or_else(|| {
            let ways = self.definition.moves_from(stage);
            Refusal::NoSuchMove {
                stage: stage.clone(),
                way: way.clone(),
                possible: ways.map(|known| known.key.clone()).collect(),
            }
        })
    }

    fn approve(&self, way: &Key, by: &Key, of: Option<&Fingerprint>) -> Result<Fact, Refusal> {
        self.wait_for_resumption()?;
        let asked = self.way(way)?;
        if !asked.asks(by) {
            let parties = self.definition.parties.iter();
            let known = parties.filter(|party| asked.asks(party));
            return Err(Refusal::unknown(Subject::Approval, by, known));
        }
        let record = &self.state.record;
        if record.terms.as_ref() != of {
            return Err(Refusal::OtherTerms);
        }
        let given = record.approvals.get(way);
        if given.is_some_and(|given| given.0.contains_key(by)) {
            return Err(Refusal::already(Subject::Approval, by));
        }
        Ok(Fact::Approved {
            way: way.clone(),
            by: by.clone(),
            of: of.cloned(),
        })
    }

    fn hold_review(&self, cadence: &Key, by: &Key, on: Option<NaiveDate>) -> Result<Fact, Refusal> {
        self.wait_for_resumption()?;
        let rules = self.stage().map_or(&[][..], |stage| &stage.cadences);
        let Some(rule) = rules.iter().find(|rule| rule.key == *cadence) else {
            let known = rules.iter().map(|rule| &rule.key);
            return Err(Refusal::unknown(Subject::Cadence, cadence, known));
        };
        let on = self.day_of_visit(on)?;
        let record = &self.state.record;
        let anchor = record.entered.on();
        let counted = Cadence::new(rule.key.as_str(), anchor, rule.every, rule.grace)?;
        let slot = counted.occurrence(on, self.calendar)?;
        let held = record.held.get(cadence);
        if held.is_some_and(|held| held.0.contains_key(&slot)) {
            return Err(Refusal::already(Subject::Review, cadence));
        }
        Ok(Fact::ReviewHeld {
            cadence: cadence.clone(),
            by: by.clone(),
            on,
            slot,
        })
    }

    fn take(&self, way: &Key, by: &Key, reason: Option<Reason>) -> Result<Vec<Fact>, Refusal> {
        let way = self.way(way)?;
        let view = self.view();
        let unmet = view.unmet(way, Silence::SaysNothing)?;
        if !unmet.is_empty() {
            return Err(Refusal::Gated {
                stage: way.from.clone(),
                way: way.key.clone(),
                unmet,
            });
        }
        let is_leaving = self.stage().is_some_and(|s| s.phase == Phase::Exit);
        let asks_why = way.kind == MoveKind::Exit && !is_leaving;
        match reason {
            None if asks_why => Err(Refusal::ReasonMissing),
            Some(_) if !asks_why => Err(Refusal::ReasonUnexpected),
            _ => Ok(view.moved(way, Some(by), reason)?),
        }
    }

    fn give_notice(&self, by: &Key) -> Result<Fact, Refusal> {
        let Some(notice) = self.definition.notice else {
            return Err(Refusal::unknown::<Key>(
                Subject::Notice,
                &self.definition.id,
                [],
            ));
        };
        let record = &self.state.record;
        if let Some(given) = &record.notice {
            return Err(Refusal::already(Subject::Notice, &given.by));
        }
        let every = self.definition.term.as_ref().map(|term| term.every);
        let term = match (record.term_start, every) {
            (Some(start), Some(every)) => {
                let renewal = Renewal::Tacit { every: None };
                Some(Term::new(start, every, renewal, MonthRule::SameDay)?)
            }
            _ => None,
        };
        let rule = match (notice.effective, &term) {
            (Effective::MonthEnd, _) => NoticeRule::MonthEnd,
            (Effective::TermEnd, Some(term)) => NoticeRule::TermEnd(term),
            (Effective::TermEnd, None) | (Effective::AfterSpan, _) => NoticeRule::AfterSpan,
        };
        let effective = notice_effective(self.now.on(), notice.span, rule, self.calendar)?;
        Ok(Fact::NoticeGiven {
            by: by.clone(),
            effective,
        })
    }

    fn suspend(&self, by: &Key) -> Result<Fact, Refusal> {
        if self.state.record.paused.is_some() {
            let id = &self.definition.id;
            return Err(Refusal::already(Subject::Suspension, id));
        }
        if self.stage().is_some_and(|s| s.phase == Phase::Exit) {
            return Err(Refusal::NotHere);
        }
        Ok(Fact::Suspended { by: by.clone() })
    }

    fn resume(&self, by: &Key) -> Result<Fact, Refusal> {
        let record = &self.state.record;
        let Some(since) = record.paused else {
            let id = &self.definition.id;
            return Err(Refusal::already(Subject::Resumption, id));
        };
        let (pause, mut total) = (self.definition.pause, Paused::default());
        let mut limit = record.limit;
        // A limit that has passed stays as it is.
        let moves = limit.filter(|_| !record.limit_passed);
        match pause {
            Pause::Keep => {}
            Pause::ExtendByPause => {
                let this = between(&since, &self.now);
                total = Paused {
                    days: record.pause.days.saturating_add(this.days),
                    seconds: record.pause.seconds.saturating_add(this.seconds),
                };
                if let Some(running) = moves {
                    limit = Some(later_by(running, this, self.calendar)?);
                }
            }
            Pause::Restart => {
                let rule = self.stage().and_then(|stage| stage.limit.as_ref());
                if let Some(rule) = rule.filter(|_| !record.limit_passed) {
                    let anew = Deadline::after(&self.now, rule.after, Roll::None, self.calendar)?;
                    limit = Some(anew);
                }
            }
        }
        Ok(Fact::Resumed {
            by: by.clone(),
            limit,
            pause_days: total.days,
            pause_seconds: total.seconds,
            restart: pause == Pause::Restart,
        })
    }

    fn void(&self, seq: u64, by: &Key) -> Result<Fact, Refusal> {
        let record = &self.state.record;
        let slots = record.held.values().flat_map(|slots| slots.0.values());
        let given = record.approvals.values().flat_map(|given| given.0.values());
        let mut evidence = record
            .done
            .values()
            .chain(slots)
            .map(|noted| noted.seq)
            .chain(record.readings.values().map(|reading| reading.seq))
            .chain(given.copied());
        if evidence.any(|noted| noted == seq) {
            Ok(Fact::Voided {
                seq,
                by: by.clone(),
            })
        } else {
            Err(Refusal::NotVoidable { seq })
        }
    }
}

/// The whole days between two dates and the whole seconds between two instants.
fn between(since: &Moment, now: &Moment) -> Paused {
    let days = now.on().signed_duration_since(since.on()).num_days();
    let seconds = now.at().signed_duration_since(since.at()).num_seconds();
    Paused {
        days: u32::try_from(days).unwrap_or(0),
        seconds: u64::try_from(seconds).unwrap_or(0),
    }
}
