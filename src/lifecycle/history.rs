//! What an event does to a state, and the replay of a whole log (spec/lifecycle.md 2).

use std::collections::{BTreeMap, BTreeSet};

use super::check::Checked;
use super::definition::MoveKind;
use super::event::{Event, Fact, Moved};
use super::state::{Issue, Noted, NoticeGiven, Paused, Reading, Record, State};
use super::word::{IssueKey, Key};
use crate::time::{Deadline, Moment};

/// Returns the state that a log leads to; it needs neither the definition nor a calendar.
///
/// # Errors
///
/// Of the first event that does not follow, in this order: [`ReplayError::TooNew`],
/// [`ReplayError::Gap`], [`ReplayError::TimeReversed`], [`ReplayError::Misfit`]; of no events
/// [`ReplayError::Empty`].
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Command, Draft, Request, begin, replay, step};
/// use partnership::time::{Calendar, instant};
///
/// let (pilot, calendar) = (Draft::pilot().check()?, Calendar::default());
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let mut log = vec![begin(&pilot, at, &calendar)?];
/// let mut state = replay(&log)?;
/// let done = Command::record("criteria_set".parse()?, "producer".parse()?);
/// log.extend(step(&pilot, &mut state, &Request::new(at, done), &calendar)?);
/// assert_eq!(replay(&log)?, state);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "event sourcing")]
pub fn replay(log: &[Event]) -> Result<State, ReplayError> {
    let (first, rest) = log.split_first().ok_or(ReplayError::Empty)?;
    let mut state = first_state(first)?;
    for event in rest {
        apply(&mut state, event)?;
    }
    Ok(state)
}

impl Checked {
    /// Returns the state that a log leads to, if it is one of this definition.
    ///
    /// # Errors
    ///
    /// As [`replay`]; then [`ReplayError::OtherDefinition`].
    pub fn replay(&self, log: &[Event]) -> Result<State, ReplayError> {
        let state = replay(log)?;
        let own = self.definition();
        if *state.definition() == own.id && state.version() == own.version {
            Ok(state)
        } else {
            Err(ReplayError::OtherDefinition {
                definition: state.record.definition,
                version: state.record.version,
            })
        }
    }
}

/// What every event must be, whatever it says.
fn follows(event: &Event, seq: u64, last: Option<&Moment>) -> Result<(), ReplayError> {
    if event.schema != Event::SCHEMA {
        let schema = event.schema;
        return Err(ReplayError::TooNew { schema });
    }
    let wanted = seq.saturating_add(1);
    if event.seq != wanted {
        let got = event.seq;
        return Err(ReplayError::Gap { wanted, got });
    }
    if last.is_some_and(|last| event.when.at() < last.at()) {
        return Err(ReplayError::TimeReversed { seq: event.seq });
    }
    Ok(())
}

fn misfit(event: &Event) -> ReplayError {
    ReplayError::Misfit { seq: event.seq }
}

/// The state after the event that begins a log.
pub(super) fn first_state(event: &Event) -> Result<State, ReplayError> {
    follows(event, 0, None)?;
    let Fact::Started {
        definition,
        version,
        stage,
        limit,
        term_start,
    } = &event.fact
    else {
        return Err(misfit(event));
    };
    let record = Record {
        schema: State::SCHEMA,
        definition: definition.clone(),
        version: *version,
        seq: event.seq,
        last: event.when,
        stage: stage.clone(),
        visit: 1,
        visits: BTreeMap::from([(stage.clone(), 1)]),
        entered: event.when,
        limit: *limit,
        limit_passed: false,
        paused: None,
        pause: Paused::default(),
        term: 1,
        term_start: *term_start,
        done: BTreeMap::new(),
        approvals: BTreeMap::new(),
        held: BTreeMap::new(),
        readings: BTreeMap::new(),
        taken: BTreeMap::new(),
        terms: None,
        notice: None,
        issues: BTreeMap::new(),
        limit_issue: None,
        surviving: BTreeSet::new(),
        reason: None,
    };
    Ok(State { record })
}

/// Books an event that follows the state; a refused one leaves the state as it was.
///
/// # Errors
///
/// As [`replay`], but for an empty log.
pub fn apply(state: &mut State, event: &Event) -> Result<(), ReplayError> {
    let record = &mut state.record;
    follows(event, record.seq, Some(&record.last))?;
    if record.advance(event) {
        Ok(())
    } else {
        Err(misfit(event))
    }
}

impl Record {
    /// Books an event that follows; `false`, and nothing booked, if it does not fit.
    pub(super) fn advance(&mut self, event: &Event) -> bool {
        let fits = self.book(event);
        if fits {
            self.seq = event.seq;
            self.last = event.when;
        }
        fits
    }

    /// Books what an event says.
    fn book(&mut self, event: &Event) -> bool {
        match &event.fact {
            Fact::Started { .. } => return false,
            Fact::Moved(moved) => return self.book_move(moved, event.when),
            Fact::IssueOpened { .. }
            | Fact::Acknowledged { .. }
            | Fact::Escalated { .. }
            | Fact::IssueResolved { .. }
            | Fact::IssueSurvives { .. } => return self.book_issue(&event.fact),
            Fact::Suspended { .. } if self.paused.is_some() => return false,
            Fact::Suspended { .. } => self.paused = Some(event.when),
            Fact::Resumed { .. } => return self.book_resumed(&event.fact, event.when),
            Fact::LimitPassed { .. } => self.limit_passed = true,
            Fact::NoticeGiven { by, effective } => {
                self.notice = Some(NoticeGiven {
                    by: by.clone(),
                    effective: *effective,
                });
            }
            Fact::Voided { seq, .. } => self.void(*seq),
            Fact::Migrated { .. } => return self.book_migrated(&event.fact),
            Fact::Recorded { .. }
            | Fact::Observed { .. }
            | Fact::TermsSet { .. }
            | Fact::Approved { .. }
            | Fact::ReviewHeld { .. } => self.book_evidence(&event.fact, event.seq),
        }
        true
    }

    fn book_evidence(&mut self, fact: &Fact, seq: u64) {
        match fact {
            Fact::Recorded { activity, on, .. } => {
                self.done.insert(activity.clone(), Noted { on: *on, seq });
            }
            Fact::Observed {
                metric, value, on, ..
            } => {
                // A reading of an earlier day is logged and changes nothing.
                let is_current = |known: &Reading| known.on <= *on;
                if self.readings.get(metric).is_none_or(is_current) {
                    let (value, on) = (value.clone(), *on);
                    let reading = Reading { value, on, seq };
                    self.readings.insert(metric.clone(), reading);
                }
            }
            Fact::TermsSet { fingerprint, .. } => {
                self.terms = Some(fingerprint.clone());
                self.approvals.clear();
            }
            Fact::Approved { way, by, .. } => {
                let approvals = self.approvals.entry(way.clone()).or_default();
                approvals.0.insert(by.clone(), seq);
            }
            Fact::ReviewHeld {
                cadence, on, slot, ..
            } => {
                let slots = self.held.entry(cadence.clone()).or_default();
                slots.0.insert(*slot, Noted { on: *on, seq });
            }
            _ => {}
        }
    }

    fn book_move(&mut self, moved: &Moved, when: Moment) -> bool {
        if moved.from != self.stage {
            return false;
        }
        self.leave(moved.to.clone(), moved.visit);
        self.entered = when;
        self.limit = moved.limit;
        self.limit_passed = false;
        self.limit_issue = None;
        self.paused = None;
        self.pause = Paused::default();
        self.done.clear();
        self.held.clear();
        self.term = moved.term;
        if moved.kind == MoveKind::Renew {
            self.taken.clear();
            self.notice = None;
        } else {
            self.taken.insert(moved.way.clone(), moved.nth);
        }
        self.reason = moved.reason.or(self.reason);
        self.term_start = self.term_start.or(moved.term_start);
        true
    }

    /// Changes the stage; approvals are void.
    fn leave(&mut self, stage: Key, visit: u32) {
        self.visits.insert(stage.clone(), visit);
        self.stage = stage;
        self.visit = visit;
        self.approvals.clear();
    }

    fn book_resumed(&mut self, fact: &Fact, when: Moment) -> bool {
        let Fact::Resumed {
            limit,
            pause_days,
            pause_seconds,
            restart,
            ..
        } = fact
        else {
            return false;
        };
        if self.paused.take().is_none() {
            return false;
        }
        self.limit = *limit;
        self.pause = Paused {
            days: *pause_days,
            seconds: *pause_seconds,
        };
        if *restart {
            self.entered = when;
            self.held.clear();
        }
        true
    }

    /// Takes a fact out of the evidence.
    fn void(&mut self, seq: u64) {
        self.done.retain(|_, noted| noted.seq != seq);
        self.readings.retain(|_, reading| reading.seq != seq);
        self.approvals.retain(|_, approvals| {
            approvals.0.retain(|_, noted| *noted != seq);
            !approvals.0.is_empty()
        });
        self.held.retain(|_, slots| {
            slots.0.retain(|_, noted| noted.seq != seq);
            !slots.0.is_empty()
        });
    }

    fn book_migrated(&mut self, fact: &Fact) -> bool {
        let Fact::Migrated {
            from,
            to,
            stage,
            dropped,
            taken,
        } = fact
        else {
            return false;
        };
        if *from != self.version {
            return false;
        }
        self.version = *to;
        self.leave(stage.clone(), self.visit);
        self.done.retain(|activity, _| !dropped.contains(activity));
        self.taken.clone_from(taken);
        true
    }

    fn book_issue(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::IssueOpened {
                issue,
                ladder,
                by,
                next,
                ..
            } => return self.open_issue(issue, ladder, by.is_none(), *next),
            Fact::Acknowledged { issue, next, .. } => {
                let Some(open) = self.issues.get_mut(issue) else {
                    return false;
                };
                open.next = Some(*next);
                open.held = true;
            }
            Fact::Escalated {
                issue, index, next, ..
            } => {
                let Some(open) = self.issues.get_mut(issue) else {
                    return false;
                };
                open.level = *index;
                open.next = *next;
                open.held = false;
            }
            Fact::IssueResolved { issue, .. } => return self.close_issue(issue),
            Fact::IssueSurvives { issue, .. } => {
                let is_open = self.close_issue(issue);
                if is_open {
                    self.surviving.insert(issue.clone());
                }
                return is_open;
            }
            _ => return false,
        }
        true
    }

    fn open_issue(
        &mut self,
        issue: &IssueKey,
        ladder: &Key,
        is_of_limit: bool,
        next: Option<Deadline>,
    ) -> bool {
        if self.issues.contains_key(issue) {
            return false;
        }
        let open = Issue {
            ladder: ladder.clone(),
            level: 0,
            next,
            held: false,
        };
        self.issues.insert(issue.clone(), open);
        if is_of_limit {
            self.limit_issue = Some(issue.clone());
        }
        true
    }

    fn close_issue(&mut self, issue: &IssueKey) -> bool {
        if self.limit_issue.as_ref() == Some(issue) {
            self.limit_issue = None;
        }
        self.issues.remove(issue).is_some()
    }
}

/// Why a log leads to no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no event.
    #[error("an empty log")]
    Empty,
    /// An event was written in a form that this version does not know.
    #[error("an event of schema {schema} is not known")]
    TooNew {
        /// The number of its form.
        schema: u32,
    },
    /// An event is missing, or stands twice.
    #[error("event {got} stands where event {wanted} belongs")]
    Gap {
        /// The number that follows.
        wanted: u64,
        /// The number found.
        got: u64,
    },
    /// An event took effect before the one in front of it.
    #[error("event {seq} runs back in time")]
    TimeReversed {
        /// Its number.
        seq: u64,
    },
    /// An event cannot have happened in the state before it.
    #[error("event {seq} does not fit what was before it")]
    Misfit {
        /// Its number.
        seq: u64,
    },
    /// The log is one of another definition, or of another version of it.
    #[error("a log of {definition} version {version}")]
    OtherDefinition {
        /// The definition it is pinned to.
        definition: Key,
        /// The version it is pinned to.
        version: u32,
    },
}
