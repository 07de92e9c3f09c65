//! [`Refusal`]: why a command was not followed.

use std::fmt;

use chrono::NaiveDate;

use super::definition::words;
use super::found::Unmet;
use super::word::Key;
use crate::text::joined;
use crate::time::TimeError;

/// Why a command was not followed; nothing happened (spec/lifecycle.md 3).
///
/// It travels as it is, so that a screen can show every gate that is shut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Refusal {
    /// The instance is pinned to another definition, or to another version of it.
    #[error("the instance is pinned to {definition} version {version}")]
    OtherDefinition {
        /// The definition it is pinned to.
        definition: Key,
        /// The version it is pinned to.
        version: u32,
    },
    /// Somebody was faster.
    #[error("the log ends with event {found}, not {expected}")]
    Conflict {
        /// The last event that the asker knows.
        expected: u64,
        /// The last event that there is.
        found: u64,
    },
    /// The command is made before the last event.
    #[error("earlier than event {last}")]
    TimeReversed {
        /// The last event.
        last: u64,
    },
    /// The agreement is over.
    #[error("the agreement is closed")]
    Closed,
    /// There is no such thing here.
    #[error("no {what} {key} here{}", but(known))]
    Unknown {
        /// The kind of thing.
        what: Subject,
        /// Its name.
        key: Box<str>,
        /// What there is of this kind.
        known: Vec<Box<str>>,
    },
    /// It is so already.
    #[error("the {what} {key} is there already")]
    Already {
        /// The kind of thing.
        what: Subject,
        /// Its name.
        key: Box<str>,
    },
    /// The agreement is suspended, and this has to wait.
    #[error("the agreement is suspended")]
    Suspended,
    /// A day after today.
    #[error("{on} is after {today}")]
    InFuture {
        /// The day given.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
        /// The day of asking.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        today: NaiveDate,
    },
    /// A day before this visit to the stage.
    #[error("{on} is before the stage was entered on {entered}")]
    BeforeStage {
        /// The day given.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
        /// The day of the entry.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        entered: NaiveDate,
    },
    /// No such move starts here.
    #[error("no move {way} from {stage}, but {}", joined(possible, ", "))]
    NoSuchMove {
        /// The present stage.
        stage: Key,
        /// The move that was asked for.
        #[cfg_attr(feature = "serde", serde(rename = "move"))]
        way: Key,
        /// The moves that start here.
        possible: Vec<Key>,
    },
    /// Gates are shut.
    #[error("{way} from {stage} waits for {}", joined(unmet, "; "))]
    Gated {
        /// The present stage.
        stage: Key,
        /// The move that was asked for.
        #[cfg_attr(feature = "serde", serde(rename = "move"))]
        way: Key,
        /// Every gate that is shut, in table order.
        unmet: Vec<Unmet>,
    },
    /// Other terms lie on the table than those approved.
    #[error("other terms are on the table")]
    OtherTerms,
    /// An exit without a reason.
    #[error("an exit needs a reason")]
    ReasonMissing,
    /// A reason for what needs none.
    #[error("only an exit has a reason, and only once")]
    ReasonUnexpected,
    /// A name that the engine keeps for itself.
    #[error("names of issues that begin with limit_of_ are reserved")]
    Reserved,
    /// It cannot be done in this stage, or on this level.
    #[error("it cannot be done in this stage, or on this level")]
    NotHere,
    /// The event is no evidence that stands now.
    #[error("event {seq} is no evidence of this visit")]
    NotVoidable {
        /// The event.
        seq: u64,
    },
    /// A date cannot be computed.
    #[error(transparent)]
    Time(
        #[from]
        #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
        TimeError,
    ),
}

impl Refusal {
    pub(super) fn unknown<'a, K: fmt::Display + 'a>(
        what: Subject,
        key: &impl fmt::Display,
        known: impl IntoIterator<Item = &'a K>,
    ) -> Self {
        Self::Unknown {
            what,
            key: key.to_string().into(),
            known: known
                .into_iter()
                .map(|key| key.to_string().into())
                .collect(),
        }
    }

    pub(super) fn already(what: Subject, key: impl fmt::Display) -> Self {
        let key = key.to_string().into();
        Self::Already { what, key }
    }
}

words! {
    /// What a refusal speaks of.
    #[non_exhaustive]
    pub enum Subject {
        /// A role.
        Party = "party",
        /// An activity of the stage.
        Activity = "activity",
        /// Something that may be observed.
        Metric = "metric",
        /// The approval of a move.
        Approval = "approval",
        /// A cadence of the stage.
        Cadence = "cadence",
        /// An occurrence of a cadence.
        Review = "review",
        /// Notice.
        Notice = "notice",
        /// A ladder.
        Ladder = "ladder",
        /// An issue.
        Issue = "issue",
        /// That an issue was taken up.
        Acknowledgement = "acknowledgement",
        /// The terms on the table.
        Terms = "terms",
        /// A suspension.
        Suspension = "suspension",
        /// A resumption.
        Resumption = "resumption",
    }
}

/// What there is instead, if there is anything.
fn but(known: &[Box<str>]) -> String {
    if known.is_empty() {
        String::new()
    } else {
        format!(", but {}", joined(known, ", "))
    }
}

/// Writes an error as its message.
#[cfg(feature = "serde")]
fn as_text<S: serde::Serializer>(error: &TimeError, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(error)
}
