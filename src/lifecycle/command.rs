//! [`Request`]: what somebody wants of an instance, and when.

use chrono::{DateTime, NaiveDate, Utc};

use super::event::Reason;
use super::word::{Fingerprint, IssueKey, Key, Value};
use crate::time::Span;

/// A command at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Request {
    /// When it is made.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::instant_text"))]
    pub at: DateTime<Utc>,
    /// The number of the last event that the asker knows, where others may have been faster.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub expected: Option<u64>,
    /// What is wanted.
    pub command: Command,
}

impl Request {
    /// Returns a command at an instant, whatever others have done.
    pub const fn new(at: DateTime<Utc>, command: Command) -> Self {
        Self {
            at,
            expected: None,
            command,
        }
    }
}

/// What somebody wants (spec/lifecycle.md 3).
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::Command;
///
/// let start = Command::take("start".parse()?, "producer".parse()?);
/// assert_eq!(start.by().map(|party| party.as_str()), Some("producer"));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Command {
    /// Bring the instance up to date.
    Tick {},
    /// Note that an activity was done.
    Record {
        /// The activity.
        activity: Key,
        /// Who says so.
        by: Key,
        /// The day; today if none is given.
        #[cfg_attr(
            feature = "serde",
            serde(
                default,
                with = "crate::time::date_text::option",
                skip_serializing_if = "Option::is_none"
            )
        )]
        on: Option<NaiveDate>,
    },
    /// Note a reading.
    Observe {
        /// What was read.
        metric: Key,
        /// The reading.
        value: Value,
        /// Who says so.
        by: Key,
        /// The day; today if none is given.
        #[cfg_attr(
            feature = "serde",
            serde(
                default,
                with = "crate::time::date_text::option",
                skip_serializing_if = "Option::is_none"
            )
        )]
        on: Option<NaiveDate>,
    },
    /// Put new terms on the table.
    SetTerms {
        /// What identifies them.
        fingerprint: Fingerprint,
        /// Who does.
        by: Key,
    },
    /// Approve a move.
    Approve {
        /// The move.
        #[cfg_attr(feature = "serde", serde(rename = "move"))]
        way: Key,
        /// Who approves.
        by: Key,
        /// The terms that are approved, if there are any.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        of: Option<Fingerprint>,
    },
    /// Note that an occurrence of a cadence was held.
    HoldReview {
        /// The cadence.
        cadence: Key,
        /// Who says so.
        by: Key,
        /// The day; today if none is given.
        #[cfg_attr(
            feature = "serde",
            serde(
                default,
                with = "crate::time::date_text::option",
                skip_serializing_if = "Option::is_none"
            )
        )]
        on: Option<NaiveDate>,
    },
    /// Take a move.
    Take {
        /// The move.
        #[cfg_attr(feature = "serde", serde(rename = "move"))]
        way: Key,
        /// Who takes it.
        by: Key,
        /// Why the agreement ends, for an exit.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        reason: Option<Reason>,
    },
    /// Give notice.
    GiveNotice {
        /// Who gives it.
        by: Key,
    },
    /// Open an issue.
    OpenIssue {
        /// Its name.
        issue: Key,
        /// The ladder that it climbs; the first if none is given.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        ladder: Option<Key>,
        /// Who opens it.
        by: Key,
    },
    /// Take an issue up and ask for time.
    Acknowledge {
        /// The issue.
        issue: IssueKey,
        /// Who does.
        by: Key,
        /// How much time.
        hold: Span,
    },
    /// Note that an issue is resolved.
    ResolveIssue {
        /// The issue.
        issue: IssueKey,
        /// Who says so.
        by: Key,
    },
    /// Hand an issue over: it outlives the agreement.
    SurviveIssue {
        /// The issue.
        issue: IssueKey,
        /// Who does.
        by: Key,
    },
    /// Suspend the agreement.
    Suspend {
        /// Who does.
        by: Key,
    },
    /// Resume the agreement.
    Resume {
        /// Who does.
        by: Key,
    },
    /// Take a fact out of the evidence.
    Void {
        /// The number of its event.
        seq: u64,
        /// Who does.
        by: Key,
    },
}

impl Command {
    /// Returns the note that a party did an activity today.
    pub const fn record(activity: Key, by: Key) -> Self {
        let on = None;
        Self::Record { activity, by, on }
    }

    /// Returns a reading of today; a value is a plain decimal, `0.20` and not `20%`.
    pub const fn observe(metric: Key, value: Value, by: Key) -> Self {
        Self::Observe {
            metric,
            value,
            by,
            on: None,
        }
    }

    /// Returns the approval of a move that no terms are bound to.
    pub const fn approve(way: Key, by: Key) -> Self {
        let of = None;
        Self::Approve { way, by, of }
    }

    /// Returns the wish to take a move that is no exit.
    pub const fn take(way: Key, by: Key) -> Self {
        let reason = None;
        Self::Take { way, by, reason }
    }

    /// Returns who gives the command; nobody, where it only brings the instance up to date.
    pub const fn by(&self) -> Option<&Key> {
        match self {
            Self::Tick {} => None,
            Self::Record { by, .. }
            | Self::Observe { by, .. }
            | Self::SetTerms { by, .. }
            | Self::Approve { by, .. }
            | Self::HoldReview { by, .. }
            | Self::Take { by, .. }
            | Self::GiveNotice { by }
            | Self::OpenIssue { by, .. }
            | Self::Acknowledge { by, .. }
            | Self::ResolveIssue { by, .. }
            | Self::SurviveIssue { by, .. }
            | Self::Suspend { by }
            | Self::Resume { by }
            | Self::Void { by, .. } => Some(by),
        }
    }
}
