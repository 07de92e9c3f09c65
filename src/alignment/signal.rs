//! [`Signal`]: plain facts that may reveal how a partnership fails.

use crate::party::{PartyId, Side};

use super::checklist_report::ChecklistReport;
use super::evaluation::Evaluation;
use super::exchange_reading::{Exchange, ExchangeFinding};
use super::id::Id;
use super::issue_reading::{AlignmentComparison, IssueFinding, IssueReading};
use super::line::{Line, Status};
use super::shared_value::SharedValue;

/// A plain fact that may reveal a failure mode: found by a model of this module, or handed in from
/// governance, health and economics.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Signal {
    /// A gap or breach of an evaluation is left.
    Gap {
        /// The rubric.
        rubric: Id,
        /// The criterion.
        criterion: Id,
    },
    /// What an issue is between the two sides.
    Issue {
        /// The issue.
        issue: Id,
        /// What it is.
        finding: IssueFinding,
    },
    /// An exchange is uneven.
    Uneven {
        /// The side that is ahead.
        ahead: Side,
        /// The other.
        behind: Side,
        /// Where it leans most.
        dimension: Id,
    },
    /// A side gives more than it receives.
    Unreciprocated {
        /// The side.
        side: Side,
        /// Where it loses most.
        dimension: Id,
    },
    /// A party brings more than it gets.
    OverContributes {
        /// The party.
        party: PartyId,
    },
    /// An item of a checklist is open.
    OpenItem {
        /// The checklist.
        checklist: Id,
        /// The item.
        item: Id,
    },
    /// A dimension of a health check is red.
    HealthRed {
        /// The dimension.
        dimension: Id,
    },
    /// A review did not take place.
    ReviewMissed {},
    /// An answer came late.
    ReplyLate {},
    /// More rounds of revision than agreed.
    RevisionsExceeded {},
    /// Work changed without approval.
    ChangeUnapproved {},
    /// A right that is used is not held.
    RightsMissing {},
    /// People do more than they can.
    Overload {},
    /// Too much hangs on one partner.
    Concentration {},
    /// The audience turns away.
    AudienceFalling {},
}

impl Signal {
    /// Returns the gaps and breaches that are left in an evaluation.
    pub fn of_evaluation(evaluation: &Evaluation) -> Vec<Self> {
        let rubric = evaluation.rubric().id();
        let left = |line: &&Line| matches!(line.status(), Status::Gap | Status::Breach);
        let left = evaluation.lines().iter().filter(left);
        let signal = |criterion: &Id| Self::Gap {
            rubric: rubric.clone(),
            criterion: criterion.clone(),
        };
        left.map(|line| signal(line.criterion())).collect()
    }

    /// Returns what every issue of a comparison is between the two sides.
    pub fn of_comparison(comparison: &AlignmentComparison) -> Vec<Self> {
        let signal = |issue: &IssueReading| Self::Issue {
            issue: issue.id.clone(),
            finding: issue.finding,
        };
        comparison.issues.iter().map(signal).collect()
    }

    /// Returns the findings of an exchange.
    pub fn of_exchange(exchange: &Exchange) -> Vec<Self> {
        let signal = |finding: &ExchangeFinding| match finding {
            ExchangeFinding::Uneven {
                ahead,
                behind,
                dimension,
                ..
            } => Self::Uneven {
                ahead: *ahead,
                behind: *behind,
                dimension: dimension.clone(),
            },
            ExchangeFinding::Unreciprocated {
                side, dimension, ..
            } => Self::Unreciprocated {
                side: *side,
                dimension: dimension.clone(),
            },
        };
        exchange.findings.iter().map(signal).collect()
    }

    /// Returns who brings more than it gets.
    pub fn of_shared_value(shared: &SharedValue) -> Vec<Self> {
        let signal = |party: &PartyId| Self::OverContributes {
            party: party.clone(),
        };
        shared.over_contributors.iter().map(signal).collect()
    }

    /// Returns the open items of a checklist.
    pub fn of_checklist(report: &ChecklistReport) -> Vec<Self> {
        let signal = |item: &Id| Self::OpenItem {
            checklist: report.checklist.clone(),
            item: item.clone(),
        };
        report.open().map(signal).collect()
    }
}
