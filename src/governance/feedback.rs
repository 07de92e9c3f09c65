//! [`Feedback`]: what must be fixed, what is worth a thought, and what is for later (G7).

use super::reading::Reading;
use crate::lifecycle::Key;

/// What a remark asks of the one who gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Stream {
    /// It must be resolved, or withdrawn by who made it.
    MustFix,
    /// It must be answered: accepted, resolved, withdrawn, or declined with a reason.
    Consider,
    /// It asks for nothing now.
    Future,
}

/// What became of a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FeedbackStatus {
    /// Nothing yet.
    Open,
    /// It will be done.
    Accepted,
    /// It will not be done.
    Declined,
    /// It is done.
    Resolved,
    /// Who made it takes it back.
    Withdrawn,
}

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct FeedbackItem {
    /// Its name.
    pub key: Key,
    /// What it asks.
    pub stream: Stream,
    /// What became of it.
    pub status: FeedbackStatus,
    /// Why it is declined.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub reason: Option<String>,
}

/// The remarks on a piece of work, answered as their streams ask.
///
/// # Examples
///
/// ```
/// use partnership::governance::{Feedback, FeedbackItem, FeedbackStatus, Stream};
///
/// let remark = FeedbackItem {
///     key: "logo".parse()?,
///     stream: Stream::MustFix,
///     status: FeedbackStatus::Open,
///     reason: None,
/// };
/// let feedback = Feedback::new(vec![remark])?;
/// assert!(!feedback.may_accept());
/// assert!(feedback.may_start_round());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawFeedback"))]
#[doc(alias = "review notes")]
pub struct Feedback {
    items: Vec<FeedbackItem>,
}

impl Feedback {
    /// Checks that every answer is one that its stream allows.
    ///
    /// # Errors
    ///
    /// [`FeedbackError::MustFixNeedsResolution`] where what must be fixed is accepted or
    /// declined, [`FeedbackError::ReasonMissing`] where what is to be considered is declined
    /// without a reason.
    pub fn new(items: Vec<FeedbackItem>) -> Result<Self, FeedbackError> {
        for item in &items {
            let key = || item.key.clone();
            let reason = item.reason.as_deref().unwrap_or_default();
            match (item.stream, item.status) {
                (Stream::MustFix, FeedbackStatus::Accepted | FeedbackStatus::Declined) => {
                    return Err(FeedbackError::MustFixNeedsResolution { key: key() });
                }
                (Stream::Consider, FeedbackStatus::Declined) if reason.trim().is_empty() => {
                    return Err(FeedbackError::ReasonMissing { key: key() });
                }
                _ => {}
            }
        }
        Ok(Self { items })
    }

    /// Returns the remarks.
    pub fn items(&self) -> &[FeedbackItem] {
        &self.items
    }

    fn open(&self, stream: Stream) -> usize {
        let of_stream = self.items.iter().filter(|item| item.stream == stream);
        let open = of_stream.filter(|item| item.status == FeedbackStatus::Open);
        open.count()
    }

    /// Returns how many remarks must still be fixed.
    pub fn must_fix_open(&self) -> usize {
        self.open(Stream::MustFix)
    }

    /// Returns how many remarks still wait for an answer.
    pub fn consider_unanswered(&self) -> usize {
        self.open(Stream::Consider)
    }

    /// Returns how many remarks are noted for later.
    pub fn future_noted(&self) -> usize {
        let noted = self
            .items
            .iter()
            .filter(|item| item.stream == Stream::Future);
        noted.count()
    }

    /// Returns whether the work may be accepted: nothing is left that must be fixed.
    pub fn may_accept(&self) -> bool {
        self.must_fix_open() == 0
    }

    /// Returns whether another round may start: nothing is left to be answered.
    #[doc(alias = "revision round")]
    pub fn may_start_round(&self) -> bool {
        self.consider_unanswered() == 0
    }

    /// Returns `must_fix_open` and `consider_unanswered`.
    pub fn readings(&self) -> [Reading; 2] {
        [
            Reading::count("must_fix_open", self.must_fix_open()),
            Reading::count("consider_unanswered", self.consider_unanswered()),
        ]
    }
}

/// Feedback as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFeedback {
    items: Vec<FeedbackItem>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawFeedback> for Feedback {
    type Error = FeedbackError;

    fn try_from(raw: RawFeedback) -> Result<Self, FeedbackError> {
        Self::new(raw.items)
    }
}

/// Why an answer is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeedbackError {
    /// What must be fixed can only be resolved or withdrawn.
    #[error("{key} must be fixed or withdrawn; it cannot be accepted or declined")]
    MustFixNeedsResolution {
        /// The remark.
        key: Key,
    },
    /// What is to be considered is declined without a reason.
    #[error("{key} is declined without a reason")]
    ReasonMissing {
        /// The remark.
        key: Key,
    },
}
