//! [`IssueError`].

use crate::explain::ExplainError;
use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::id::Id;

/// Why positions are no model, or items and packages have no best division.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// There is nothing to compare.
    #[error("a model without issues")]
    NoIssues,
    /// An issue stands twice.
    #[error("the issue {issue} stands twice")]
    DuplicateIssue {
        /// The issue.
        issue: Id,
    },
    /// A range whose end is below its beginning.
    #[error("the {side} accepts {issue} from {from} to {to}, which is reversed")]
    RangeReversed {
        /// The issue.
        issue: Id,
        /// The side.
        side: Side,
        /// Where the range begins.
        from: Ratio,
        /// Where it ends.
        to: Ratio,
    },
    /// A side accepts nothing at all.
    #[error("the {side} accepts no option for {issue}")]
    NoOptions {
        /// The issue.
        issue: Id,
        /// The side.
        side: Side,
    },
    /// The goal of a side is something that it does not accept.
    #[error("the {side} wants {ideal} for {issue}, which it does not accept")]
    IdealOutside {
        /// The issue.
        issue: Id,
        /// The side.
        side: Side,
        /// Its goal.
        ideal: String,
    },
    /// One side names a range and the other options.
    #[error("{issue} is a range for one side and a list of options for the other")]
    KindMismatch {
        /// The issue.
        issue: Id,
    },
    /// All parts of a side are 0.
    #[error("no issue has a weight for the {side}")]
    NoImportance {
        /// The side.
        side: Side,
    },
    /// The gap is not above 0, or above 1.
    #[error("the trade gap {trade_gap} is not above 0 and at most 1")]
    BadTradeGap {
        /// The gap.
        trade_gap: Ratio,
    },
    /// There is nothing to divide.
    #[error("no items to divide")]
    NoItems,
    /// An item stands twice.
    #[error("the item {item} stands twice")]
    DuplicateItem {
        /// The item.
        item: Id,
    },
    /// All points of a side are 0.
    #[error("no item has points of the {side}")]
    NoPoints {
        /// The side.
        side: Side,
    },
    /// A package stands twice.
    #[error("the package {package} stands twice")]
    DuplicatePackage {
        /// The package.
        package: Id,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the issues is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for IssueError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
