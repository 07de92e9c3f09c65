//! [`ResponseTier`]: by when an answer is due (G5).

use crate::time::{Calendar, Deadline, Moment, Roll, Span, TimeError};

/// How urgent a message is, and thereby how many hours it may wait for an answer.
///
/// # Examples
///
/// ```
/// use partnership::governance::{ResponseStatus, ResponseTier};
/// use partnership::time::{Calendar, date};
///
/// let calendar = Calendar::default();
/// let sent = calendar.moment(calendar.end_of(date("2026-01-04")?)?)?; // midnight before the 5th
/// let now = calendar.moment(calendar.end_of(date("2026-01-05")?)?)?;
/// let response = ResponseTier::Urgent.response(&sent, None, &now, &calendar)?;
/// assert_eq!(response.status, ResponseStatus::Overdue);
/// assert_eq!(response.late_minutes, 22 * 60);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "SLA")]
#[doc(alias = "communication tier")]
pub enum ResponseTier {
    /// Within 2 hours.
    Urgent,
    /// Within 24 hours.
    Important,
    /// Within 72 hours.
    Strategic,
}

/// Where an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ResponseStatus {
    /// Answered, and not after it was due.
    InTime,
    /// Answered after it was due.
    Late,
    /// Not answered, and not yet too late.
    Waiting,
    /// Not answered, and too late.
    Overdue,
}

/// When an answer is due, whether it came in time, and how late it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Response {
    /// The last instant that is in time.
    pub due: Deadline,
    /// Where it stands.
    pub status: ResponseStatus,
    /// Whole minutes after the last instant in time, of the answer or of now; 0 if not late.
    pub late_minutes: u64,
}

impl ResponseTier {
    /// Returns how many hours an answer may take.
    pub const fn hours(self) -> u32 {
        match self {
            Self::Urgent => 2,
            Self::Important => 24,
            Self::Strategic => 72,
        }
    }

    /// Returns whether a message was, or can still be, answered in time.
    ///
    /// Due is the instant so many hours after it was sent, which is still in time. An answer that
    /// is given after `now` does not exist yet (spec/lifecycle.md 9).
    ///
    /// # Errors
    ///
    /// [`ResponseError::AnsweredBeforeSent`], [`ResponseError::Time`].
    pub fn response(
        self,
        sent: &Moment,
        answered: Option<&Moment>,
        now: &Moment,
        calendar: &Calendar,
    ) -> Result<Response, ResponseError> {
        if answered.is_some_and(|answered| answered.at() < sent.at()) {
            return Err(ResponseError::AnsweredBeforeSent);
        }
        let due = Deadline::after(sent, Span::hours(self.hours())?, Roll::None, calendar)?;
        let answered = answered.filter(|answered| answered.at() <= now.at());
        let until = answered.unwrap_or(now);
        let status = match (answered.is_some(), due.passed(until)) {
            (true, false) => ResponseStatus::InTime,
            (true, true) => ResponseStatus::Late,
            (false, false) => ResponseStatus::Waiting,
            (false, true) => ResponseStatus::Overdue,
        };
        let late = until.at().signed_duration_since(due.passes_at(calendar)?);
        Ok(Response {
            due,
            status,
            late_minutes: u64::try_from(late.num_minutes()).unwrap_or(0),
        })
    }
}

/// Why there is no saying whether an answer is in time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseError {
    /// The answer is older than the message.
    #[error("answered before it was sent")]
    AnsweredBeforeSent,
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] TimeError),
}
