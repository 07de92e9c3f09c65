//! [`Unmet`]: a gate that is shut, and what was found instead (spec/lifecycle.md 1).

use std::fmt;

use chrono::{Days, NaiveDate, TimeDelta};

use super::definition::{Draft, Move, MoveKind, Pause};
use super::gate::{Gate, Need, Threshold};
use super::state::{Paused, Record};
use super::word::{IssueKey, Key, Value};
use crate::text::joined;
use crate::time::{Calendar, Deadline, Moment, MonthRule, Roll, Span, TimeError};

/// A gate that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Unmet {
    /// The gate.
    pub gate: Key,
    /// What was found.
    pub found: Found,
}

/// What was found where a gate asks for something else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Found {
    /// The activity was not done in this visit.
    NotDone,
    /// There is no reading.
    NoReading,
    /// The reading is too old to say anything.
    Stale {
        /// The day of the reading.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
        /// The last day on which it counted.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        last_fresh: NaiveDate,
    },
    /// The reading is too low.
    Below {
        /// The reading.
        value: Value,
        /// What is asked for.
        wanted: Value,
    },
    /// The reading is too high.
    Above {
        /// The reading.
        value: Value,
        /// What is asked for.
        wanted: Value,
    },
    /// These parties have not approved.
    Missing(Vec<Key>),
    /// It is too early.
    Until(Deadline),
    /// No notice was given.
    NoNotice,
    /// Notice was given.
    NoticeRunning {
        /// The day on which it takes effect.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        effective: NaiveDate,
    },
    /// The move was taken as often as it may be.
    Spent {
        /// How often it was taken in this term.
        used: u32,
        /// How often it may be.
        limit: u32,
    },
    /// These issues are open.
    Open(Vec<IssueKey>),
    /// No term has started.
    NoTerm,
    /// It is too late: the last day is over.
    Over(#[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))] NaiveDate),
    /// None of these gates is met.
    NoneOf(Vec<Unmet>),
    /// The agreement is suspended.
    Suspended {
        /// Since when.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        since: NaiveDate,
    },
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.gate, self.found)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDone => f.write_str("not done"),
            Self::NoReading => f.write_str("no reading"),
            Self::Stale { on, last_fresh } => write!(f, "read on {on}, fresh until {last_fresh}"),
            Self::Below { value, wanted } => write!(f, "{value} is below {wanted}"),
            Self::Above { value, wanted } => write!(f, "{value} is above {wanted}"),
            Self::Missing(parties) => write!(f, "without {}", joined(parties, ", ")),
            Self::Until(deadline) => write!(f, "not before {deadline}"),
            Self::NoNotice => f.write_str("no notice given"),
            Self::NoticeRunning { effective } => write!(f, "notice runs until {effective}"),
            Self::Spent { used, limit } => write!(f, "taken {used} times of {limit}"),
            Self::Open(issues) => write!(f, "open: {}", joined(issues, ", ")),
            Self::NoTerm => f.write_str("no term runs"),
            Self::Over(last) => write!(f, "over since {last}"),
            Self::NoneOf(unmet) => write!(f, "none of {}", joined(unmet, ", ")),
            Self::Suspended { since } => write!(f, "suspended since {since}"),
        }
    }
}

/// What can stand in for work and approvals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// Nothing: both must be there.
    SaysNothing,
    /// Silence, because the limit of the stage passed.
    Accepts,
}

/// A state seen at a moment through its definition.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) definition: &'a Draft,
    pub(super) record: &'a Record,
    pub(super) now: &'a Moment,
    pub(super) calendar: &'a Calendar,
}

/// The gate that every move but an exit carries unseen.
static RUNNING: Gate = Gate {
    key: Key::known("running"),
    need: Need::Running,
};

impl View<'_> {
    /// Every gate of a move that is not met, in table order.
    pub(super) fn unmet(&self, way: &Move, silence: Silence) -> Result<Vec<Unmet>, TimeError> {
        let unseen = (way.kind != MoveKind::Exit).then_some(&RUNNING);
        let gates = unseen.into_iter().chain(&way.gates);
        self.unmet_of(gates, way, silence)
    }

    /// The answer of every gate of a move, in table order.
    pub(super) fn answers(&self, way: &Move) -> Result<Vec<bool>, TimeError> {
        let found = way.gates.iter();
        let found = found.map(|gate| self.found(gate, way, Silence::SaysNothing));
        found.map(|found| Ok(found?.is_none())).collect()
    }

    fn unmet_of<'a>(
        &self,
        gates: impl Iterator<Item = &'a Gate>,
        way: &Move,
        silence: Silence,
    ) -> Result<Vec<Unmet>, TimeError> {
        let mut unmet = Vec::new();
        for gate in gates {
            if let Some(found) = self.found(gate, way, silence)? {
                let gate = gate.key.clone();
                unmet.push(Unmet { gate, found });
            }
        }
        Ok(unmet)
    }

    /// What was found if the gate is not met.
    fn found(&self, gate: &Gate, way: &Move, silence: Silence) -> Result<Option<Found>, TimeError> {
        let record = self.record;
        Ok(match &gate.need {
            Need::Done(_) | Need::Approved(_) if silence == Silence::Accepts => None,
            Need::Done(activity) => (!record.done.contains_key(activity)).then_some(Found::NotDone),
            Need::AtLeast(threshold) | Need::AtMost(threshold) => {
                self.reading_found(&gate.need, threshold)?
            }
            Need::Approved(parties) => {
                let given = record.approvals.get(&way.key);
                let is_missing =
                    |party: &&Key| given.is_none_or(|given| !given.0.contains_key(*party));
                let missing: Vec<Key> = parties.iter().filter(is_missing).cloned().collect();
                (!missing.is_empty()).then_some(Found::Missing(missing))
            }
            Need::InStageFor(span) => {
                let wait = self.wait(*span)?;
                (!wait.is_over).then_some(Found::Until(wait.deadline))
            }
            Need::NoticeServed => match &record.notice {
                None => Some(Found::NoNotice),
                Some(notice) => self.until(Deadline::On(notice.effective)),
            },
            Need::NoNotice => record.notice.as_ref().map(|notice| Found::NoticeRunning {
                effective: notice.effective,
            }),
            Need::Rounds { limit, unless } => {
                let used = record.taken.get(&way.key).copied().unwrap_or(0);
                let is_lifted = |activity: &Key| record.done.contains_key(activity);
                let is_spent = used >= *limit && !unless.as_ref().is_some_and(is_lifted);
                is_spent.then_some(Found::Spent {
                    used,
                    limit: *limit,
                })
            }
            Need::NoOpenIssue => {
                let is_own = |issue: &IssueKey| record.limit_issue.as_ref() == Some(issue);
                let open = record.issues.keys().filter(|issue| !is_own(issue));
                let open: Vec<IssueKey> = open.cloned().collect();
                (!open.is_empty()).then_some(Found::Open(open))
            }
            Need::InRenewalWindow { opens, closes } => self.window_found(*opens, *closes)?,
            Need::AnyOf(gates) => {
                let unmet = self.unmet_of(gates.iter(), way, silence)?;
                (unmet.len() == gates.len()).then_some(Found::NoneOf(unmet))
            }
            Need::Running => record
                .paused
                .map(|since| Found::Suspended { since: since.on() }),
        })
    }

    /// A deadline that is not reached yet.
    fn until(&self, deadline: Deadline) -> Option<Found> {
        (!deadline.reached(self.now)).then_some(Found::Until(deadline))
    }

    fn reading_found(
        &self,
        need: &Need,
        threshold: &Threshold,
    ) -> Result<Option<Found>, TimeError> {
        let Some(reading) = self.record.readings.get(&threshold.metric) else {
            return Ok(Some(Found::NoReading));
        };
        if let Some(last_fresh) = self.last_fresh(threshold)? {
            if self.now.on() > last_fresh {
                let on = reading.on;
                return Ok(Some(Found::Stale { on, last_fresh }));
            }
        }
        let order = reading.value.compare(&threshold.value);
        let values = || (reading.value.clone(), threshold.value.clone());
        Ok(match need {
            Need::AtLeast(_) if order.is_lt() => {
                let (value, wanted) = values();
                Some(Found::Below { value, wanted })
            }
            Need::AtMost(_) if order.is_gt() => {
                let (value, wanted) = values();
                Some(Found::Above { value, wanted })
            }
            _ => None,
        })
    }

    /// The last day on which the current reading counts for a threshold.
    pub(super) fn last_fresh(&self, threshold: &Threshold) -> Result<Option<NaiveDate>, TimeError> {
        let reading = self.record.readings.get(&threshold.metric);
        let until = reading.zip(threshold.fresh).map(|(reading, fresh)| {
            let roll = Roll::Following;
            self.calendar
                .add(reading.on, fresh, 1, MonthRule::SameDay, roll)
        });
        until.transpose()
    }

    fn window_found(&self, opens: Span, closes: Span) -> Result<Option<Found>, TimeError> {
        let Some(end) = self.term_end()? else {
            return Ok(Some(Found::NoTerm));
        };
        let before = |span: Span| {
            let roll = Roll::Preceding;
            self.calendar.add(end, span, -1, MonthRule::SameDay, roll)
        };
        let (first, last) = (before(opens)?, before(closes)?);
        Ok(if self.now.on() > last {
            Some(Found::Over(last))
        } else {
            self.until(Deadline::On(first))
        })
    }

    /// The first day after the present term.
    pub(super) fn term_end(&self) -> Result<Option<NaiveDate>, TimeError> {
        let rule = self.definition.term.as_ref();
        let term = self.record.term_start.zip(rule).map(|(start, rule)| {
            let times = i64::from(self.record.term);
            let roll = Roll::None;
            self.calendar
                .add(start, rule.every, times, MonthRule::SameDay, roll)
        });
        term.transpose()
    }

    /// Whether limits and waits stand still.
    pub(super) fn is_frozen(&self) -> bool {
        self.record.paused.is_some() && self.definition.pause != Pause::Keep
    }

    /// How a wait since the entry into the stage stands.
    pub(super) fn wait(&self, span: Span) -> Result<Wait, TimeError> {
        let end = Deadline::after(&self.record.entered, span, Roll::None, self.calendar)?;
        let deadline = later_by(end, self.record.pause, self.calendar)?;
        // A wait that a suspension found running goes on after it.
        let until = match &self.record.paused {
            Some(since) if self.is_frozen() => since,
            _ => self.now,
        };
        let is_over = deadline.reached(until);
        Ok(Wait { deadline, is_over })
    }
}

/// A wait in a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// When it is over, as far as that is known.
    pub(super) deadline: Deadline,
    /// Whether it is.
    pub(super) is_over: bool,
}

/// A deadline moved by pauses: a day by whole days, an instant by seconds.
pub(super) fn later_by(
    deadline: Deadline,
    pause: Paused,
    calendar: &Calendar,
) -> Result<Deadline, TimeError> {
    let out_of_range = || TimeError::OutOfRange {
        value: format!("{deadline:?} with a pause added"),
    };
    match deadline {
        Deadline::On(date) => {
            let moved = date.checked_add_days(Days::new(u64::from(pause.days)));
            let moved = moved.ok_or_else(out_of_range)?;
            calendar.roll(moved, Roll::None).map(Deadline::On)
        }
        Deadline::At(at) => {
            let seconds = i64::try_from(pause.seconds).ok();
            let delta = seconds.and_then(TimeDelta::try_seconds);
            let moved = delta.and_then(|delta| at.checked_add_signed(delta));
            let moved = Deadline::At(moved.ok_or_else(out_of_range)?);
            moved.passes_at(calendar).map(Deadline::At)
        }
    }
}
