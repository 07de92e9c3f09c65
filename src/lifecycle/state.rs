//! [`State`]: what an instance remembers of its log, and no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::event::Reason;
use super::word::{Fingerprint, IssueKey, Key, Value};
use crate::time::{Deadline, Moment};

/// Where an agreement stands.
///
/// Its size depends on the definition and the open issues, not on the length of the log. It
/// travels as JSON; reading it back changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Record", into = "Record"))]
pub struct State {
    pub(super) record: Record,
}

/// The fields of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Record {
    pub(super) schema: u32,
    pub(super) definition: Key,
    pub(super) version: u32,
    pub(super) seq: u64,
    pub(super) last: Moment,
    pub(super) stage: Key,
    pub(super) visit: u32,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) visits: BTreeMap<Key, u32>,
    pub(super) entered: Moment,
    pub(super) limit: Option<Deadline>,
    pub(super) limit_passed: bool,
    pub(super) paused: Option<Moment>,
    pub(super) pause: Paused,
    pub(super) term: u32,
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::option")
    )]
    pub(super) term_start: Option<NaiveDate>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) done: BTreeMap<Key, Noted>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) approvals: BTreeMap<Key, Approvals>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) held: BTreeMap<Key, Slots>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) readings: BTreeMap<Key, Reading>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) taken: BTreeMap<Key, u32>,
    pub(super) terms: Option<Fingerprint>,
    pub(super) notice: Option<NoticeGiven>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) issues: BTreeMap<IssueKey, Issue>,
    pub(super) limit_issue: Option<IssueKey>,
    pub(super) surviving: BTreeSet<IssueKey>,
    pub(super) reason: Option<Reason>,
}

/// The pauses of a visit, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Paused {
    pub(super) days: u32,
    pub(super) seconds: u64,
}

/// Something dated, and the number of the event that noted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Noted {
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub(super) on: NaiveDate,
    pub(super) seq: u64,
}

/// The approvals of one move: the event of each party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub(super) struct Approvals(
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super)  BTreeMap<Key, u64>,
);

/// The occurrences of one cadence that were held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub(super) struct Slots(
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super)  BTreeMap<u32, Noted>,
);

/// The current reading of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Reading {
    /// What was read.
    pub value: Value,
    /// The day for which it holds.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// The event that noted it.
    pub seq: u64,
}

/// Notice that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct NoticeGiven {
    /// Who gave it.
    pub by: Key,
    /// The day on which it takes effect.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub effective: NaiveDate,
}

/// An open issue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Issue {
    /// The ladder that it climbs.
    pub ladder: Key,
    /// Its level, from 0.
    pub level: u32,
    /// When it climbs; `None` on the last level.
    pub next: Option<Deadline>,
    /// Whether it was acknowledged on this level.
    pub held: bool,
}

impl State {
    /// The number of the form of a state.
    pub const SCHEMA: u32 = 1;

    /// Returns the definition that the instance is pinned to.
    pub const fn definition(&self) -> &Key {
        &self.record.definition
    }

    /// Returns the version that it is pinned to.
    pub const fn version(&self) -> u32 {
        self.record.version
    }

    /// Returns the number of the last event.
    pub const fn seq(&self) -> u64 {
        self.record.seq
    }

    /// Returns when the last event took effect.
    pub const fn last(&self) -> &Moment {
        &self.record.last
    }

    /// Returns the present stage.
    pub const fn stage(&self) -> &Key {
        &self.record.stage
    }

    /// Returns which visit to the stage this is, from 1.
    pub const fn visit(&self) -> u32 {
        self.record.visit
    }

    /// Returns when the stage was entered.
    pub const fn entered(&self) -> &Moment {
        &self.record.entered
    }

    /// Returns the limit of this visit.
    pub const fn limit(&self) -> Option<Deadline> {
        self.record.limit
    }

    /// Returns whether that limit has passed.
    pub const fn has_limit_passed(&self) -> bool {
        self.record.limit_passed
    }

    /// Returns since when the agreement is suspended.
    pub const fn paused(&self) -> Option<Moment> {
        self.record.paused
    }

    /// Returns the number of the present term, from 1.
    pub const fn term(&self) -> u32 {
        self.record.term
    }

    /// Returns the first day of the first term.
    pub const fn term_start(&self) -> Option<NaiveDate> {
        self.record.term_start
    }

    /// Returns the activities done in this visit, by name.
    pub fn done(&self) -> impl Iterator<Item = &Key> {
        self.record.done.keys()
    }

    /// Returns who approved which moves in this visit, by name.
    pub fn approvals(&self) -> impl Iterator<Item = (&Key, Vec<&Key>)> {
        let given = self.record.approvals.iter();
        given.map(|(way, approvals)| (way, approvals.0.keys().collect()))
    }

    /// Returns the occurrences of a cadence that were held in this visit, each with its day.
    pub fn held(&self, cadence: &Key) -> impl Iterator<Item = (u32, NaiveDate)> {
        let slots = self.record.held.get(cadence).into_iter();
        slots.flat_map(|slots| slots.0.iter().map(|(slot, noted)| (*slot, noted.on)))
    }

    /// Returns the current readings.
    pub const fn readings(&self) -> &BTreeMap<Key, Reading> {
        &self.record.readings
    }

    /// Returns how often each move was taken in this term.
    pub const fn taken(&self) -> &BTreeMap<Key, u32> {
        &self.record.taken
    }

    /// Returns what identifies the present terms.
    pub const fn terms(&self) -> Option<&Fingerprint> {
        self.record.terms.as_ref()
    }

    /// Returns the notice that was given in this term.
    pub const fn notice(&self) -> Option<&NoticeGiven> {
        self.record.notice.as_ref()
    }

    /// Returns the open issues.
    pub const fn issues(&self) -> &BTreeMap<IssueKey, Issue> {
        &self.record.issues
    }

    /// Returns the issues that outlive the agreement.
    pub const fn surviving(&self) -> &BTreeSet<IssueKey> {
        &self.record.surviving
    }

    /// Returns why the agreement ends.
    pub const fn reason(&self) -> Option<Reason> {
        self.record.reason
    }
}

impl TryFrom<Record> for State {
    type Error = StateError;

    fn try_from(record: Record) -> Result<Self, StateError> {
        if record.schema != Self::SCHEMA {
            let schema = record.schema;
            return Err(StateError::TooNew { schema });
        }
        let visits = record.visits.get(&record.stage).copied();
        let is_counted = |noted: u64| 0 < noted && noted <= record.seq;
        let mut facts = record.done.values().map(|noted| noted.seq);
        let mut readings = record.readings.values().map(|reading| reading.seq);
        let wrong = [
            (record.seq == 0 || record.term == 0, "seq or term is 0"),
            (record.visit == 0, "visit is 0"),
            (visits != Some(record.visit), "visit is not that of visits"),
            (
                record.entered.at() > record.last.at(),
                "entered after the last event",
            ),
            (
                record.paused.is_some_and(|at| at.at() > record.last.at()),
                "paused after the last event",
            ),
            (
                !facts.all(is_counted) || !readings.all(is_counted),
                "a fact that no event noted",
            ),
        ];
        match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, what)) => Err(StateError::Impossible { what }),
            None => Ok(Self { record }),
        }
    }
}

impl From<State> for Record {
    fn from(state: State) -> Self {
        state.record
    }
}

/// Why a document is no state of an instance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// It was written in a form that this version does not know.
    #[error("a state of schema {schema} is not known")]
    TooNew {
        /// The number of its form.
        schema: u32,
    },
    /// No log leads to it.
    #[error("no log leads to this state: {what}")]
    Impossible {
        /// What cannot be.
        what: &'static str,
    },
}
