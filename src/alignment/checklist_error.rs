//! [`ChecklistError`].

use crate::explain::ExplainError;
use crate::ratio::RatioError;

use super::id::Id;

/// Why a list of questions is none, or was not gone through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChecklistError {
    /// Nothing asked is not the same as all clear.
    #[error("a checklist without items")]
    EmptyChecklist,
    /// An item stands twice.
    #[error("the item {item} stands twice")]
    DuplicateItem {
        /// The item.
        item: Id,
    },
    /// An answer or remedy of something that is not asked.
    #[error("{item} is no item of the checklist")]
    UnknownItem {
        /// The item.
        item: Id,
    },
    /// Nothing says why an item does not apply.
    #[error("{item} is not applicable, and nothing says why")]
    ReasonMissing {
        /// The item.
        item: Id,
    },
    /// A remedy that nobody does, or that does nothing.
    #[error("the remedy of {item} does not say how, or by whom")]
    RemedyIncomplete {
        /// The item.
        item: Id,
    },
    /// No item is left to answer.
    #[error("no item of the checklist applies")]
    NothingApplies,
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the checklist is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for ChecklistError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
