//! [`migrate`]: a running instance moves to a newer version of its definition
//! (spec/lifecycle.md 5).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::definition::Draft;
use super::event::{Event, Fact};
use super::ladder::Ladder;
use super::state::{Issue, Record, State};
use super::word::{IssueKey, Key};
use crate::time::{Calendar, TimeError};

/// Returns the event that pins an instance to a newer version.
///
/// `stages` says where stages went that have another name now; the others keep theirs. Limits and
/// the deadlines of issues stay as they were written, approvals are void, and what was done counts
/// as far as the new stage knows it.
///
/// # Errors
///
/// Every [`MigrationFault`], sorted by name and key.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use partnership::lifecycle::{Draft, MigrationFault, begin, migrate, replay};
/// use partnership::time::{Calendar, instant};
///
/// let (old, calendar) = (Draft::pilot(), Calendar::default());
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let state = replay(&[begin(&old.clone().check()?, at, &calendar)?])?;
///
/// // The same version again is no step forward.
/// let faults = migrate(&state, &old, &old, &BTreeMap::new(), at, &calendar).unwrap_err();
/// assert_eq!(faults, [MigrationFault::NotNewer { version: 1 }]);
///
/// let new = Draft { version: 2, ..Draft::pilot() };
/// assert_eq!(migrate(&state, &old, &new, &BTreeMap::new(), at, &calendar).unwrap().seq, 2);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn migrate(
    state: &State,
    old: &Draft,
    new: &Draft,
    stages: &BTreeMap<Key, Key>,
    at: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Event, Vec<MigrationFault>> {
    let record = &state.record;
    let target = stages.get(&record.stage).unwrap_or(&record.stage);
    let mut faults = faults_of(record, old, new, target);
    let when = calendar.moment(at);
    match &when {
        Ok(when) if when.at() < record.last.at() => {
            faults.push(MigrationFault::TimeReversed { last: record.seq });
        }
        Ok(_) => {}
        Err(error) => faults.push(MigrationFault::Time(error.clone())),
    }
    faults.sort_by_cached_key(|fault| (fault.name(), fault.key()));
    let (Ok(when), Some(home), true) = (when, new.stage(target), faults.is_empty()) else {
        return Err(faults);
    };
    let is_dropped = |activity: &&Key| !home.activities.contains(activity);
    let exists = |way: &Key| new.moves.iter().any(|known| known.key == *way);
    let taken = record.taken.iter().filter(|(way, _)| exists(way));
    Ok(Event {
        seq: record.seq.saturating_add(1),
        schema: Event::SCHEMA,
        when,
        fact: Fact::Migrated {
            from: record.version,
            to: new.version,
            stage: target.clone(),
            dropped: record.done.keys().filter(is_dropped).cloned().collect(),
            taken: taken.map(|(way, times)| (way.clone(), *times)).collect(),
        },
    })
}

/// What stands in the way, but for the time.
fn faults_of(record: &Record, old: &Draft, new: &Draft, stage: &Key) -> Vec<MigrationFault> {
    let mut faults = Vec::new();
    if record.definition != old.id || record.version != old.version {
        faults.push(MigrationFault::NotPinned {
            definition: record.definition.clone(),
            version: record.version,
        });
    }
    if new.id != old.id {
        faults.push(MigrationFault::OtherId { id: new.id.clone() });
    }
    if new.version <= old.version {
        let version = new.version;
        faults.push(MigrationFault::NotNewer { version });
    }
    if new.stage(stage).is_none() {
        let stage = stage.clone();
        faults.push(MigrationFault::StageMissing { stage });
    }
    if old.is_closed(&record.stage) {
        let stage = record.stage.clone();
        faults.push(MigrationFault::Closed { stage });
    }
    if new.is_closed(stage) {
        let stage = stage.clone();
        faults.push(MigrationFault::LandsClosed { stage });
    }
    for party in old
        .parties
        .iter()
        .filter(|party| !new.parties.contains(party))
    {
        let party = party.clone();
        faults.push(MigrationFault::PartyMissing { party });
    }
    for (key, issue) in &record.issues {
        let ladders = (old.ladder(&issue.ladder), new.ladder(&issue.ladder));
        let stays = match ladders {
            (Some(old), Some(new)) => carries(issue, old, new),
            _ => false,
        };
        if !stays {
            let issue = key.clone();
            faults.push(MigrationFault::LadderChanged { issue });
        }
    }
    faults
}

/// Whether an issue stands on the new ladder as on the old one.
fn carries(issue: &Issue, old: &Ladder, new: &Ladder) -> bool {
    let reached = usize::try_from(issue.level)
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    let needed = reached.saturating_add(usize::from(issue.next.is_some()));
    let is_same = old.steps().take(reached).eq(new.steps().take(reached));
    is_same && new.levels.len() >= needed
}

/// Why an instance does not move to another version (spec/lifecycle.md 5).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MigrationFault {
    /// The instance is over.
    #[error("closed in {stage}")]
    Closed {
        /// Its stage.
        stage: Key,
    },
    /// The ladder of an open issue differs as far as it was climbed.
    #[error("the ladder of the issue {issue} changed")]
    LadderChanged {
        /// The issue.
        issue: IssueKey,
    },
    /// The instance would be over.
    #[error("the stage {stage} is closed")]
    LandsClosed {
        /// Where it would be.
        stage: Key,
    },
    /// The new version is not newer.
    #[error("version {version} is not newer")]
    NotNewer {
        /// The new version.
        version: u32,
    },
    /// The instance is pinned to another definition than the old one.
    #[error("pinned to {definition}/{version}")]
    NotPinned {
        /// The definition it is pinned to.
        definition: Key,
        /// The version it is pinned to.
        version: u32,
    },
    /// The new definition has another name.
    #[error("{id} is another definition")]
    OtherId {
        /// That name.
        id: Key,
    },
    /// A party has no place in the new version.
    #[error("the party {party} is missing")]
    PartyMissing {
        /// The party.
        party: Key,
    },
    /// The new version has no such stage.
    #[error("the stage {stage} is missing")]
    StageMissing {
        /// The stage.
        stage: Key,
    },
    /// A date cannot be computed.
    #[error(transparent)]
    Time(TimeError),
    /// Earlier than the last event.
    #[error("earlier than event {last}")]
    TimeReversed {
        /// That event.
        last: u64,
    },
}

impl MigrationFault {
    /// Returns the name of the fault, by which a list of them is sorted.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Closed { .. } => "Closed",
            Self::LadderChanged { .. } => "LadderChanged",
            Self::LandsClosed { .. } => "LandsClosed",
            Self::NotNewer { .. } => "NotNewer",
            Self::NotPinned { .. } => "NotPinned",
            Self::OtherId { .. } => "OtherId",
            Self::PartyMissing { .. } => "PartyMissing",
            Self::StageMissing { .. } => "StageMissing",
            Self::Time(_) => "Time",
            Self::TimeReversed { .. } => "TimeReversed",
        }
    }

    /// Returns what has the fault.
    pub fn key(&self) -> String {
        match self {
            Self::Closed { stage } | Self::LandsClosed { stage } | Self::StageMissing { stage } => {
                stage.to_string()
            }
            Self::LadderChanged { issue } => issue.to_string(),
            Self::NotNewer { version } => version.to_string(),
            Self::NotPinned {
                definition,
                version,
            } => format!("{definition}/{version}"),
            Self::OtherId { id } => id.to_string(),
            Self::PartyMissing { party } => party.to_string(),
            Self::Time(error) => error.to_string(),
            Self::TimeReversed { last } => last.to_string(),
        }
    }
}
