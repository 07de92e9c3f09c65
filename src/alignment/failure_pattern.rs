//! [`FailureMode`] and [`Pattern`]: how partnerships fail, and what reveals it.

use super::id::Id;
use super::issue_reading::IssueFinding;
use super::signal::Signal;

/// A way in which partnerships fail, in the order of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FailureMode {
    /// The sides earn by different things.
    MisalignedIncentives,
    /// Nobody decides, or nobody knows who.
    LackOfGovernance,
    /// What matters is not said, or not in time.
    CommunicationBreakdown,
    /// The work grows and the terms do not.
    ScopeCreep,
    /// One side decides for both.
    PowerImbalance,
    /// The sides decide, speak and judge in ways that do not go together.
    CulturalMismatch,
    /// It is not settled who owns what.
    IpDispute,
    /// One side gives more than it can keep up.
    Burnout,
    /// One side cannot do without the other.
    Dependency,
    /// The audience has had enough.
    ChannelFatigue,
}

impl FailureMode {
    /// Every mode, in the order of the catalogue.
    pub const ALL: [Self; 10] = [
        Self::MisalignedIncentives,
        Self::LackOfGovernance,
        Self::CommunicationBreakdown,
        Self::ScopeCreep,
        Self::PowerImbalance,
        Self::CulturalMismatch,
        Self::IpDispute,
        Self::Burnout,
        Self::Dependency,
        Self::ChannelFatigue,
    ];

    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MisalignedIncentives => "misaligned_incentives",
            Self::LackOfGovernance => "lack_of_governance",
            Self::CommunicationBreakdown => "communication_breakdown",
            Self::ScopeCreep => "scope_creep",
            Self::PowerImbalance => "power_imbalance",
            Self::CulturalMismatch => "cultural_mismatch",
            Self::IpDispute => "ip_dispute",
            Self::Burnout => "burnout",
            Self::Dependency => "dependency",
            Self::ChannelFatigue => "channel_fatigue",
        }
    }
}

/// Which signals reveal a mode: in a list any one, in an empty list any at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pattern {
    /// [`Signal::Gap`].
    Gap {
        /// In any of these rubrics.
        rubric: &'static [&'static str],
        /// For any of these criteria.
        criterion: &'static [&'static str],
    },
    /// [`Signal::Issue`].
    Issue {
        /// For any of these issues.
        issue: &'static [&'static str],
        /// With any of these findings.
        finding: &'static [IssueFinding],
    },
    /// [`Signal::Uneven`].
    Uneven {
        /// In any of these dimensions.
        dimension: &'static [&'static str],
    },
    /// [`Signal::Unreciprocated`].
    Unreciprocated {
        /// In any of these dimensions.
        dimension: &'static [&'static str],
    },
    /// [`Signal::OverContributes`].
    OverContributes,
    /// [`Signal::OpenItem`].
    OpenItem {
        /// In any of these checklists.
        checklist: &'static [&'static str],
        /// For any of these items.
        item: &'static [&'static str],
    },
    /// [`Signal::HealthRed`].
    HealthRed {
        /// In any of these dimensions.
        dimension: &'static [&'static str],
    },
    /// [`Signal::ReviewMissed`].
    ReviewMissed,
    /// [`Signal::ReplyLate`].
    ReplyLate,
    /// [`Signal::RevisionsExceeded`].
    RevisionsExceeded,
    /// [`Signal::ChangeUnapproved`].
    ChangeUnapproved,
    /// [`Signal::RightsMissing`].
    RightsMissing,
    /// [`Signal::Overload`].
    Overload,
    /// [`Signal::Concentration`].
    Concentration,
    /// [`Signal::AudienceFalling`].
    AudienceFalling,
}

impl Pattern {
    /// Returns whether a signal is of this pattern.
    pub fn matches(&self, signal: &Signal) -> bool {
        let any = |names: &[&str], id: &Id| names.is_empty() || names.contains(&id.as_str());
        match (self, signal) {
            (
                Self::Gap {
                    rubric: rubrics,
                    criterion: criteria,
                },
                Signal::Gap { rubric, criterion },
            ) => any(rubrics, rubric) && any(criteria, criterion),
            (
                Self::Issue {
                    issue: issues,
                    finding: findings,
                },
                Signal::Issue { issue, finding },
            ) => any(issues, issue) && (findings.is_empty() || findings.contains(finding)),
            (
                Self::OpenItem {
                    checklist: lists,
                    item: items,
                },
                Signal::OpenItem { checklist, item },
            ) => any(lists, checklist) && any(items, item),
            (Self::Uneven { dimension: names }, Signal::Uneven { dimension, .. })
            | (
                Self::Unreciprocated { dimension: names },
                Signal::Unreciprocated { dimension, .. },
            )
            | (Self::HealthRed { dimension: names }, Signal::HealthRed { dimension }) => {
                any(names, dimension)
            }
            (Self::OverContributes, Signal::OverContributes { .. })
            | (Self::ReviewMissed, Signal::ReviewMissed {})
            | (Self::ReplyLate, Signal::ReplyLate {})
            | (Self::RevisionsExceeded, Signal::RevisionsExceeded {})
            | (Self::ChangeUnapproved, Signal::ChangeUnapproved {})
            | (Self::RightsMissing, Signal::RightsMissing {})
            | (Self::Overload, Signal::Overload {})
            | (Self::Concentration, Signal::Concentration {})
            | (Self::AudienceFalling, Signal::AudienceFalling {}) => true,
            _ => false,
        }
    }
}
