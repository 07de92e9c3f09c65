//! [`Event`]: what was decided, with every computed date, so that replaying needs no rules.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::definition::{MoveKind, words};
use super::word::{Fingerprint, IssueKey, Key, Value};
use crate::time::{Deadline, Moment};

/// One entry of the log of an agreement.
///
/// [`Display`](fmt::Display) is a line for people: the number, the civil date and what happened.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Command, Draft, Request, begin, replay, step};
/// use partnership::time::{Calendar, instant};
///
/// let (campaign, calendar) = (Draft::campaign().check()?, Calendar::default());
/// let monday = instant("2026-01-05T09:00:00Z")?;
/// let mut log = vec![begin(&campaign, monday, &calendar)?];
/// let mut state = replay(&log)?;
/// let done = Command::record("fit_score".parse()?, "producer".parse()?);
/// log.extend(step(&campaign, &mut state, &Request::new(monday, done), &calendar)?);
/// assert_eq!(log[0].to_string(), "#1 2026-01-05 campaign version 1 started in discovery");
/// assert_eq!(log[1].to_string(), "#2 2026-01-05 fit_score done on 2026-01-05, says producer");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Event {
    /// Its number, from 1.
    pub seq: u64,
    /// The number of this form, always 1.
    pub schema: u32,
    /// When it took effect: for what a deadline brought about, when that passed.
    pub when: Moment,
    /// What happened.
    pub fact: Fact,
}

impl Event {
    /// The number of the form of an event.
    pub const SCHEMA: u32 = 1;
}

/// What happened (spec/lifecycle.md 2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Fact {
    /// An instance began.
    Started {
        /// The definition it is pinned to.
        definition: Key,
        /// Its version.
        version: u32,
        /// The first stage.
        stage: Key,
        /// The limit of the first visit.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        limit: Option<Deadline>,
        /// The first day of the first term, if it starts here.
        #[cfg_attr(
            feature = "serde",
            serde(
                default,
                with = "crate::time::date_text::option",
                skip_serializing_if = "Option::is_none"
            )
        )]
        term_start: Option<NaiveDate>,
    },
    /// An activity was done.
    Recorded {
        /// The activity.
        activity: Key,
        /// Who says so.
        by: Key,
        /// The day on which it was done.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
    },
    /// A reading was taken.
    Observed {
        /// What was read.
        metric: Key,
        /// The reading.
        value: Value,
        /// The day for which it holds.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
        /// Who says so.
        by: Key,
    },
    /// New terms lie on the table; approvals of older ones are void.
    TermsSet {
        /// What identifies them.
        fingerprint: Fingerprint,
        /// Who put them there.
        by: Key,
    },
    /// A party approved a move.
    Approved {
        /// The move.
        #[cfg_attr(feature = "serde", serde(rename = "move"))]
        way: Key,
        /// The party.
        by: Key,
        /// The terms that it approved, if there are any.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        of: Option<Fingerprint>,
    },
    /// An occurrence of a cadence was held.
    ReviewHeld {
        /// The cadence.
        cadence: Key,
        /// Who says so.
        by: Key,
        /// The day.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
        /// The occurrence that it counts for.
        slot: u32,
    },
    /// A move was taken.
    Moved(Moved),
    /// The limit of a visit passed.
    LimitPassed {
        /// The stage.
        stage: Key,
        /// The visit to it, from 1.
        visit: u32,
        /// The limit.
        deadline: Deadline,
    },
    /// Notice was given.
    NoticeGiven {
        /// Who gave it.
        by: Key,
        /// The day on which it takes effect.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        effective: NaiveDate,
    },
    /// An issue was opened.
    IssueOpened {
        /// The issue.
        issue: IssueKey,
        /// The ladder that it climbs.
        ladder: Key,
        /// Who opened it; nobody, where a limit passed.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        by: Option<Key>,
        /// The lowest level.
        level: Key,
        /// When it climbs.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        next: Option<Deadline>,
    },
    /// An issue was taken up, with time asked for.
    Acknowledged {
        /// The issue.
        issue: IssueKey,
        /// Who took it up.
        by: Key,
        /// When it climbs now.
        next: Deadline,
    },
    /// An issue climbed.
    Escalated {
        /// The issue.
        issue: IssueKey,
        /// The level it came to.
        level: Key,
        /// The number of that level, from 0.
        index: u32,
        /// The deadline that passed.
        since: Deadline,
        /// When it climbs again.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        next: Option<Deadline>,
    },
    /// An issue was resolved.
    IssueResolved {
        /// The issue.
        issue: IssueKey,
        /// Who resolved it; nobody, where leaving the stage answered its limit.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        by: Option<Key>,
    },
    /// An issue was handed over: it outlives the agreement.
    IssueSurvives {
        /// The issue.
        issue: IssueKey,
        /// Who handed it over.
        by: Key,
    },
    /// The agreement was suspended.
    Suspended {
        /// Who did.
        by: Key,
    },
    /// The agreement was resumed.
    Resumed {
        /// Who did.
        by: Key,
        /// The limit from now on.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        limit: Option<Deadline>,
        /// The days of all pauses of this visit that count.
        pause_days: u32,
        /// The seconds of all pauses of this visit that count.
        pause_seconds: u64,
        /// Whether the visit starts anew.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_false"))]
        restart: bool,
    },
    /// A fact was taken out of the evidence; the log keeps it.
    Voided {
        /// Its number.
        seq: u64,
        /// Who did.
        by: Key,
    },
    /// The instance was moved to another version of its definition.
    Migrated {
        /// The version it was pinned to.
        from: u32,
        /// The version it is pinned to.
        to: u32,
        /// The stage in the new version.
        stage: Key,
        /// The recorded activities that the new stage does not know.
        dropped: Vec<Key>,
        /// How often moves were taken that still exist.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
        taken: BTreeMap<Key, u32>,
    },
}

/// A move that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Moved {
    /// The move.
    #[cfg_attr(feature = "serde", serde(rename = "move"))]
    pub way: Key,
    /// Its kind.
    pub kind: MoveKind,
    /// Where it started.
    pub from: Key,
    /// Where it led.
    pub to: Key,
    /// Who took it; nobody, where silence stands for it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub by: Option<Key>,
    /// The term that runs from now on, from 1.
    pub term: u32,
    /// How often the move was taken in its term.
    pub nth: u32,
    /// The visit to the stage it leads to, from 1.
    pub visit: u32,
    /// The limit of that visit.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub limit: Option<Deadline>,
    /// Why the agreement ends, where this decides it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub reason: Option<Reason>,
    /// Whether silence stands for it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_false"))]
    pub deemed: bool,
    /// The first day of the first term, if it starts here.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            with = "crate::time::date_text::option",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub term_start: Option<NaiveDate>,
}

words! {
    /// Why an agreement ends.
    #[doc(alias = "termination")]
    #[non_exhaustive]
    pub enum Reason {
        /// It came to its end.
        Completed = "completed",
        /// Its time ran out.
        Expired = "expired",
        /// A renewal was not wanted.
        NotRenewed = "not_renewed",
        /// Somebody wished so.
        Convenience = "convenience",
        /// Somebody broke it.
        Cause = "cause",
        /// Somebody's conduct.
        Morals = "morals",
        /// The pilot led to no more.
        PilotEnded = "pilot_ended",
        /// Another agreement took its place.
        Superseded = "superseded",
        /// Somebody stepped back before it began.
        Withdrawn = "withdrawn",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

/// Whether a flag can be left out.
#[cfg(feature = "serde")]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_false(flag: &bool) -> bool {
    !*flag
}
