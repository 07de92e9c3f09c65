//! [`DecisionLog`]: what was decided, why, and what is to follow (G6).

use std::fmt;

use chrono::NaiveDate;

use super::reading::Reading;
use crate::lifecycle::Key;

/// One decision as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LogEntry {
    /// Its name in the log.
    pub key: Key,
    /// What was decided.
    pub description: String,
    /// What else was considered.
    pub alternatives: Vec<String>,
    /// Why it was decided so.
    pub rationale: String,
    /// What is to be done.
    pub steps: Vec<String>,
    /// Who does it.
    pub who: String,
    /// When it was decided.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub decided: NaiveDate,
    /// When it is looked at again.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::option")
    )]
    pub follow_up: Option<NaiveDate>,
    /// Whether nothing is left to do.
    #[cfg_attr(feature = "serde", serde(default))]
    pub closed: bool,
}

/// What an entry lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LogProblem {
    /// No description.
    Description,
    /// No rationale.
    Rationale,
    /// Nobody to do it.
    Who,
    /// No alternative was considered.
    Alternatives,
    /// No steps.
    Steps,
    /// It is to be looked at again before it was decided.
    FollowUpBeforeDecision,
}

impl fmt::Display for LogProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Description => "no description",
            Self::Rationale => "no rationale",
            Self::Who => "nobody who does it",
            Self::Alternatives => "no alternative",
            Self::Steps => "no steps",
            Self::FollowUpBeforeDecision => "the follow-up lies before the decision",
        })
    }
}

impl LogEntry {
    /// Returns everything that the entry lacks, in the order of [`LogProblem`].
    pub fn problems(&self) -> Vec<LogProblem> {
        let is_blank = |text: &String| text.trim().is_empty();
        let early = self.follow_up.is_some_and(|again| again < self.decided);
        let found = [
            (is_blank(&self.description), LogProblem::Description),
            (is_blank(&self.rationale), LogProblem::Rationale),
            (is_blank(&self.who), LogProblem::Who),
            (
                self.alternatives.iter().all(is_blank),
                LogProblem::Alternatives,
            ),
            (self.steps.iter().all(is_blank), LogProblem::Steps),
            (early, LogProblem::FollowUpBeforeDecision),
        ];
        let found = found.into_iter().filter(|(is_found, _)| *is_found);
        found.map(|(_, problem)| problem).collect()
    }
}

/// The decisions of a partnership.
///
/// # Examples
///
/// ```
/// use partnership::governance::{DecisionLog, LogEntry, LogProblem};
/// use partnership::time::date;
///
/// let log = DecisionLog {
///     entries: vec![LogEntry {
///         key: "cut_two".parse()?,
///         description: "the second cut is released".into(),
///         alternatives: vec!["a third cut".into()],
///         rationale: String::new(),
///         steps: vec!["tell the distributor".into()],
///         who: "studio".into(),
///         decided: date("2026-01-05")?,
///         follow_up: Some(date("2026-02-01")?),
///         closed: false,
///     }],
/// };
/// let (key, problems) = &log.problems()[0];
/// assert_eq!((key.as_str(), problems.as_slice()), ("cut_two", &[LogProblem::Rationale][..]));
/// assert_eq!(log.follow_ups(date("2026-02-02")?).overdue.len(), 1);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DecisionLog {
    /// What was decided.
    pub entries: Vec<LogEntry>,
}

/// The follow-ups that are still open, by date and key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FollowUps {
    /// Those whose day is over.
    pub overdue: Vec<Key>,
    /// Those whose day is today or to come.
    pub upcoming: Vec<Key>,
}

impl DecisionLog {
    /// Returns the follow-ups that are open on a day.
    pub fn follow_ups(&self, on: NaiveDate) -> FollowUps {
        let open = self.entries.iter().filter(|entry| !entry.closed);
        let mut dated: Vec<(NaiveDate, &Key)> = open
            .filter_map(|entry| Some((entry.follow_up?, &entry.key)))
            .collect();
        dated.sort();
        let (overdue, upcoming): (Vec<_>, Vec<_>) =
            dated.into_iter().partition(|(again, _)| on > *again);
        let keys = |dated: Vec<(NaiveDate, &Key)>| {
            let keys = dated.into_iter().map(|(_, key)| key.clone());
            keys.collect()
        };
        FollowUps {
            overdue: keys(overdue),
            upcoming: keys(upcoming),
        }
    }

    /// Returns every entry that lacks something, and what.
    pub fn problems(&self) -> Vec<(Key, Vec<LogProblem>)> {
        let entries = self.entries.iter();
        let found = entries.map(|entry| (entry.key.clone(), entry.problems()));
        found.filter(|(_, problems)| !problems.is_empty()).collect()
    }

    /// Returns `decisions_overdue`: how many follow-ups are overdue.
    pub fn reading(&self, on: NaiveDate) -> Reading {
        Reading::count("decisions_overdue", self.follow_ups(on).overdue.len())
    }
}
