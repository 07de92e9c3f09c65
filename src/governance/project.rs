//! [`JointProject`]: milestones with due days (G11).

use chrono::NaiveDate;

use super::reading::Reading;
use crate::lifecycle::Key;
use crate::time::{Calendar, Roll, Span, TimeError, days_late};

/// Something that is to be delivered a span after the start.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Milestone {
    /// Its name.
    pub key: Key,
    /// How long after the start it is due.
    pub due: Span,
    /// What is handed over.
    #[cfg_attr(feature = "serde", serde(default))]
    pub deliverables: Vec<String>,
    /// The day on which it was accepted, if it was.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::option")
    )]
    pub accepted: Option<NaiveDate>,
}

/// Where a milestone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MilestoneStatus {
    /// Accepted on the day it was due, or before.
    AcceptedInTime,
    /// Accepted so many days after.
    AcceptedLate {
        /// How many.
        days: u32,
    },
    /// Not accepted, and not yet too late.
    Pending,
    /// Not accepted, so many days after it was due.
    Overdue {
        /// How many.
        days: u32,
    },
}

/// A milestone with its day and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MilestoneAt {
    /// Its name.
    pub key: Key,
    /// The last day in time.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub due: NaiveDate,
    /// Where it stands.
    pub status: MilestoneStatus,
}

/// A piece of work that both sides do together.
///
/// # Examples
///
/// ```
/// use partnership::governance::{JointProject, MilestoneStatus};
/// use partnership::time::{Calendar, date};
///
/// let project = JointProject::two_four_eight(date("2026-01-05")?)?;
/// let stands = project.status(date("2026-01-20")?, &Calendar::default())?;
/// assert_eq!(stands[0].due.to_string(), "2026-01-19");
/// assert_eq!(stands[0].status, MilestoneStatus::Overdue { days: 1 });
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct JointProject {
    /// The day from which the milestones count.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub start: NaiveDate,
    /// What becomes of a day on which nobody works.
    #[cfg_attr(feature = "serde", serde(default = "no_roll"))]
    pub roll: Roll,
    /// The milestones, in order.
    pub milestones: Vec<Milestone>,
}

#[cfg(feature = "serde")]
fn no_roll() -> Roll {
    Roll::None
}

impl JointProject {
    /// Returns a project with milestones after two, four and eight weeks (G11).
    ///
    /// # Errors
    ///
    /// None for any date; the spans are in range.
    pub fn two_four_eight(start: NaiveDate) -> Result<Self, TimeError> {
        let milestone = |key, weeks| {
            Span::weeks(weeks).map(|due| Milestone {
                key: Key::known(key),
                due,
                deliverables: Vec::new(),
                accepted: None,
            })
        };
        Ok(Self {
            start,
            roll: Roll::None,
            milestones: vec![
                milestone("week_2", 2)?,
                milestone("week_4", 4)?,
                milestone("week_8", 8)?,
            ],
        })
    }

    /// Returns where every milestone stands on a day, in order.
    ///
    /// # Errors
    ///
    /// [`ProjectError::AcceptedInFuture`], [`ProjectError::Time`].
    pub fn status(
        &self,
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<Vec<MilestoneAt>, ProjectError> {
        let milestones = self.milestones.iter();
        milestones
            .map(|milestone| self.milestone_on(milestone, on, calendar))
            .collect()
    }

    fn milestone_on(
        &self,
        milestone: &Milestone,
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<MilestoneAt, ProjectError> {
        let due = calendar.roll(calendar.after(self.start, milestone.due)?, self.roll)?;
        let status = match milestone.accepted {
            Some(accepted) if accepted > on => {
                return Err(ProjectError::AcceptedInFuture {
                    key: milestone.key.clone(),
                    accepted,
                });
            }
            Some(accepted) => match days_late(due, accepted)? {
                0 => MilestoneStatus::AcceptedInTime,
                days => MilestoneStatus::AcceptedLate { days },
            },
            None => match days_late(due, on)? {
                0 => MilestoneStatus::Pending,
                days => MilestoneStatus::Overdue { days },
            },
        };
        Ok(MilestoneAt {
            key: milestone.key.clone(),
            due,
            status,
        })
    }

    /// Returns `milestones_overdue`: how many milestones are overdue on a day.
    ///
    /// # Errors
    ///
    /// As for [`status`](Self::status).
    pub fn reading(&self, on: NaiveDate, calendar: &Calendar) -> Result<Reading, ProjectError> {
        let overdue = self.overdue(on, calendar)?;
        Ok(Reading::count("milestones_overdue", overdue))
    }

    /// How many milestones are overdue on a day.
    pub(crate) fn overdue(
        &self,
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<usize, ProjectError> {
        let stands = self.status(on, calendar)?;
        let overdue = stands
            .iter()
            .filter(|stand| matches!(stand.status, MilestoneStatus::Overdue { .. }));
        Ok(overdue.count())
    }
}

/// Why there is no saying where a project stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// A milestone is accepted on a day that is still to come.
    #[error("{key} is accepted on {accepted}, which is still to come")]
    AcceptedInFuture {
        /// The milestone.
        key: Key,
        /// The day.
        accepted: NaiveDate,
    },
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] TimeError),
}
