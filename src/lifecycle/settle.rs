//! Bringing a state up to an instant: what deadlines brought about on the way
//! (spec/lifecycle.md 3).

use std::borrow::Cow;

use super::definition::{Deemed, Draft, Move, MoveKind};
use super::event::{Event, Fact, Moved, Reason};
use super::found::{Silence, View};
use super::ladder::passing;
use super::state::{Record, State};
use super::word::{IssueKey, Key};
use crate::time::{Calendar, Deadline, Moment, Roll, TimeError};

/// A state on its way to an instant, and the events on the way.
pub(super) struct Settling<'a> {
    pub(super) definition: &'a Draft,
    pub(super) calendar: &'a Calendar,
    pub(super) state: Cow<'a, State>,
    pub(super) now: Moment,
    pub(super) events: Vec<Event>,
}

/// Whose deadline passed.
enum Due {
    Limit,
    Issue(IssueKey),
}

/// Whether a state can be one of a definition: pinned to it, in one of its stages, its issues on
/// its ladders.
pub(super) fn is_of(definition: &Draft, record: &Record) -> bool {
    let is_pinned = record.definition == definition.id && record.version == definition.version;
    let climbs = |issue: &super::state::Issue| {
        let levels = definition.ladder(&issue.ladder).map(|l| l.levels.len());
        let lowest = usize::try_from(issue.level).unwrap_or(usize::MAX);
        let needed = lowest.saturating_add(if issue.next.is_some() { 2 } else { 1 });
        levels.is_some_and(|levels| levels >= needed)
    };
    is_pinned && definition.stage(&record.stage).is_some() && record.issues.values().all(climbs)
}

impl<'a> Settling<'a> {
    /// Brings a state up to a moment.
    pub(super) fn at(
        definition: &'a Draft,
        state: &'a State,
        now: Moment,
        calendar: &'a Calendar,
    ) -> Result<Self, TimeError> {
        let mut settling = Self {
            definition,
            calendar,
            state: Cow::Borrowed(state),
            now,
            events: Vec::new(),
        };
        while let Some((due, deadline)) = settling.earliest()? {
            let passed = calendar.moment(deadline.passes_at(calendar)?)?;
            let last = settling.state.record.last;
            let when = if passed.at() < last.at() {
                last
            } else {
                passed
            };
            match due {
                Due::Limit => settling.pass_limit(deadline, when)?,
                Due::Issue(issue) => settling.escalate(issue, deadline, when)?,
            }
        }
        Ok(settling)
    }

    pub(super) fn view(&self) -> View<'_> {
        self.view_at(&self.now)
    }

    fn view_at<'s>(&'s self, now: &'s Moment) -> View<'s> {
        View {
            definition: self.definition,
            record: &self.state.record,
            now,
            calendar: self.calendar,
        }
    }

    /// Whether the agreement is over.
    pub(super) fn is_closed(&self) -> bool {
        self.definition.is_closed(&self.state.record.stage)
    }

    /// The first of the deadlines that have passed.
    fn earliest(&self) -> Result<Option<(Due, Deadline)>, TimeError> {
        if self.is_closed() {
            return Ok(None);
        }
        let record = &self.state.record;
        let runs = !record.limit_passed && !self.view().is_frozen();
        let has_passed = |deadline: &Deadline| deadline.passed(&self.now);
        let mut earliest = None;
        if let Some(limit) = record.limit.filter(|limit| runs && has_passed(limit)) {
            earliest = Some((passing(&limit, self.calendar)?, None, limit));
        }
        for (key, issue) in &record.issues {
            let Some(next) = issue.next.filter(has_passed) else {
                continue;
            };
            let passes = passing(&next, self.calendar)?;
            // Of equals the limit, then the lower key, came first.
            if earliest
                .as_ref()
                .is_none_or(|(first, _, _)| passes < *first)
            {
                earliest = Some((passes, Some(key), next));
            }
        }
        Ok(earliest.map(|(_, issue, deadline)| {
            let due = issue.map_or(Due::Limit, |issue| Due::Issue(issue.clone()));
            (due, deadline)
        }))
    }

    /// Books an event of the engine.
    fn emit(&mut self, when: Moment, fact: Fact) {
        let event = Event {
            seq: self.state.record.seq.saturating_add(1),
            schema: Event::SCHEMA,
            when,
            fact,
        };
        self.state.to_mut().record.advance(&event);
        self.events.push(event);
    }

    fn pass_limit(&mut self, deadline: Deadline, when: Moment) -> Result<(), TimeError> {
        let record = &self.state.record;
        let (stage, visit) = (record.stage.clone(), record.visit);
        let limit = self.definition.stage(&stage).and_then(|s| s.limit.as_ref());
        let deemed = limit.map_or(&Deemed::None, |limit| &limit.deemed);
        let fact = Fact::LimitPassed {
            stage: stage.clone(),
            visit,
            deadline,
        };
        self.emit(when, fact);
        if let Deemed::Accept { way } = deemed {
            let definition = self.definition;
            let mut ways = definition.moves_from(&stage);
            // The check saw to it that this is an advance of the stage.
            if let Some(way) = ways.find(|known| known.key == *way) {
                let view = self.view_at(&when);
                if view.unmet(way, Silence::Accepts)?.is_empty() {
                    let facts = view.moved(way, None, None)?;
                    for fact in facts {
                        self.emit(when, fact);
                    }
                    return Ok(());
                }
            }
        }
        if *deemed != Deemed::None {
            self.open_limit_issue(&stage, visit, deadline, when)?;
        }
        Ok(())
    }

    fn open_limit_issue(
        &mut self,
        stage: &Key,
        visit: u32,
        deadline: Deadline,
        when: Moment,
    ) -> Result<(), TimeError> {
        let issue = IssueKey::of_limit(stage, visit);
        let ladder = self.definition.ladders.first();
        let lowest = ladder.and_then(|ladder| Some((ladder, ladder.levels.first()?)));
        let is_open = self.state.record.issues.contains_key(&issue);
        let Some((ladder, level)) = lowest.filter(|_| !is_open) else {
            return Ok(());
        };
        let fact = Fact::IssueOpened {
            issue,
            ladder: ladder.key.clone(),
            by: None,
            level: level.key.clone(),
            next: ladder.next_after(0, deadline, self.calendar)?,
        };
        self.emit(when, fact);
        Ok(())
    }

    fn escalate(&mut self, key: IssueKey, since: Deadline, when: Moment) -> Result<(), TimeError> {
        let Some(issue) = self.state.record.issues.get(&key) else {
            return Ok(());
        };
        let index = issue.level.saturating_add(1);
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        let ladder = self.definition.ladder(&issue.ladder);
        let reached = ladder.and_then(|ladder| Some((ladder, ladder.levels.get(at)?)));
        // The state is one of the definition, so there is such a level.
        let Some((ladder, level)) = reached else {
            return Ok(());
        };
        let fact = Fact::Escalated {
            issue: key,
            level: level.key.clone(),
            index,
            since,
            next: ladder.next_after(at, since, self.calendar)?,
        };
        self.emit(when, fact);
        Ok(())
    }
}

impl View<'_> {
    /// What taking a move comes to: the move, and the end of the issue that it answers.
    ///
    /// Without somebody who takes it, silence stands for it.
    pub(super) fn moved(
        &self,
        way: &Move,
        by: Option<&Key>,
        reason: Option<Reason>,
    ) -> Result<Vec<Fact>, TimeError> {
        let record = self.record;
        let to = self.definition.stage(&way.to);
        let limit = to.and_then(|stage| stage.limit.as_ref());
        let limit = limit
            .map(|limit| Deadline::after(self.now, limit.after, Roll::None, self.calendar))
            .transpose()?;
        let count = |of: Option<&u32>| of.copied().unwrap_or(0).saturating_add(1);
        let completes = self.definition.is_closed(&way.to) && way.kind != MoveKind::Exit;
        let term = self.definition.term.as_ref();
        let starts = term.is_some_and(|term| term.from == way.to) && record.term_start.is_none();
        let moved = Moved {
            way: way.key.clone(),
            kind: way.kind,
            from: way.from.clone(),
            to: way.to.clone(),
            by: by.cloned(),
            term: match way.kind {
                MoveKind::Renew => record.term.saturating_add(1),
                _ => record.term,
            },
            nth: count(record.taken.get(&way.key)),
            visit: count(record.visits.get(&way.to)),
            limit,
            reason: if completes {
                Some(Reason::Completed)
            } else {
                reason
            },
            deemed: by.is_none(),
            term_start: starts.then(|| self.now.on()),
        };
        let is_open = |issue: &&IssueKey| record.issues.contains_key(*issue);
        let answered = record.limit_issue.as_ref().filter(is_open);
        let answered = answered.map(|issue| Fact::IssueResolved {
            issue: issue.clone(),
            by: None,
        });
        Ok(std::iter::once(Fact::Moved(moved))
            .chain(answered)
            .collect())
    }
}
