//! [`Compliance`] and [`AuditRight`]: what the law or the contract asks, and who may look (G10).

use chrono::NaiveDate;

use super::reading::Reading;
use crate::lifecycle::Key;
use crate::time::{Calendar, MonthRule, Span, TimeError, add_months};

/// What kind of duty it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DutyRule {
    /// Sponsored content is marked as such.
    Disclosure,
    /// Conduct that does not harm the other side.
    Morals,
    /// Books that can be looked into.
    Audit,
    /// Something else.
    Other,
}

/// One duty, and the evidence that it is met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Duty {
    /// Its name.
    pub key: Key,
    /// What kind it is.
    pub rule: DutyRule,
    /// The move of the lifecycle before which it must be met, if it belongs to one.
    #[cfg_attr(feature = "serde", serde(default))]
    pub before: Option<Key>,
    /// What shows that it is met; blank text shows nothing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub evidence: Option<String>,
}

impl Duty {
    /// Returns whether nothing shows that it is met.
    pub fn is_open(&self) -> bool {
        let evidence = self.evidence.as_deref().unwrap_or_default();
        evidence.trim().is_empty()
    }
}

/// The duties of a partnership.
///
/// # Examples
///
/// ```
/// use partnership::governance::{Compliance, Duty, DutyRule};
///
/// let marked = Duty {
///     key: "ad_is_marked".parse()?,
///     rule: DutyRule::Disclosure,
///     before: Some("publish".parse()?),
///     evidence: None,
/// };
/// let compliance = Compliance { duties: vec![marked] };
/// assert_eq!(compliance.open_before(&"publish".parse()?).count(), 1);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Compliance {
    /// The duties.
    pub duties: Vec<Duty>,
}

impl Compliance {
    /// Returns the duties that nothing shows to be met.
    pub fn open(&self) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(|duty| duty.is_open())
    }

    /// Returns the open duties that must be met before a move.
    pub fn open_before(&self, gone: &Key) -> impl Iterator<Item = &Duty> {
        self.open()
            .filter(move |duty| duty.before.as_ref() == Some(gone))
    }

    /// Returns `compliance_open`: how many duties are open.
    pub fn reading(&self) -> Reading {
        Reading::count("compliance_open", self.open().count())
    }
}

/// The right to look into the other side's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "audit clause")]
pub struct AuditRight {
    /// How long before the audit it must be asked for.
    pub notice: Span,
    /// How many audits there may be within twelve months.
    pub per_year: u32,
    /// How far back the books are open.
    pub look_back: Span,
}

/// What an audit may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AuditSlot {
    /// The first day on which it could take place.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub earliest: NaiveDate,
    /// The first day of the books that are open to it.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub looks_back_to: NaiveDate,
}

impl AuditRight {
    /// Returns what an audit on a wanted day may look at.
    ///
    /// Audits later than twelve months before the wanted day and up to it count against the
    /// number that is allowed (spec/lifecycle.md 9).
    ///
    /// # Errors
    ///
    /// [`ComplianceError::NoticeTooShort`], [`ComplianceError::AuditsUsedUp`],
    /// [`ComplianceError::Time`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::governance::AuditRight;
    /// use partnership::time::{Calendar, Span, date};
    ///
    /// let right = AuditRight {
    ///     notice: Span::days(30)?,
    ///     per_year: 1,
    ///     look_back: Span::years(2)?,
    /// };
    /// let (requested, wanted) = (date("2026-03-01")?, date("2026-03-31")?);
    /// let slot = right.request(requested, wanted, &[], &Calendar::default())?;
    /// assert_eq!(slot.looks_back_to.to_string(), "2024-03-31");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn request(
        &self,
        requested: NaiveDate,
        wanted: NaiveDate,
        past: &[NaiveDate],
        calendar: &Calendar,
    ) -> Result<AuditSlot, ComplianceError> {
        let earliest = calendar.after(requested, self.notice)?;
        if wanted < earliest {
            return Err(ComplianceError::NoticeTooShort { wanted, earliest });
        }
        let year_before = add_months(wanted, -12, MonthRule::SameDay)?;
        let within = past
            .iter()
            .filter(|on| **on > year_before && **on <= wanted);
        let used = u32::try_from(within.count()).unwrap_or(u32::MAX);
        if used >= self.per_year {
            return Err(ComplianceError::AuditsUsedUp {
                used,
                per_year: self.per_year,
            });
        }
        Ok(AuditSlot {
            earliest,
            looks_back_to: calendar.before(wanted, self.look_back)?,
        })
    }
}

/// Why there is no audit on the wanted day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComplianceError {
    /// The audit is asked for too late.
    #[error("an audit on {wanted} is asked for too late; the first possible day is {earliest}")]
    NoticeTooShort {
        /// The day that is wanted.
        wanted: NaiveDate,
        /// The first possible one.
        earliest: NaiveDate,
    },
    /// No audit is left.
    #[error("{used} audits within twelve months, of {per_year} allowed")]
    AuditsUsedUp {
        /// How many there were.
        used: u32,
        /// How many are allowed.
        per_year: u32,
    },
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] TimeError),
}
