//! [`Period`]: half-open runs of days.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::date::{add_days, days_apart, in_range, out_of_range};
use super::error::TimeError;
use super::text::{LAST, parse_date};
use crate::text::{cut, serde_as_text};

mod sealed_value {
    use super::{NaiveDate, TimeError, in_range};

    /// A run of days from a first day up to and not including another, never empty.
    ///
    /// Half-open periods touch without sharing a day: January ends where February begins. Text is
    /// `2026-01-01..2026-02-01`; `2026-01-01..=2026-01-31` is read as the same (spec/time.md 1).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::time::Period;
    ///
    /// let january: Period = "2026-01-01..=2026-01-31".parse()?;
    /// let rest: Period = "2026-01-20..2026-04-01".parse()?;
    /// assert_eq!(january.to_string(), "2026-01-01..2026-02-01");
    /// assert_eq!(january.intersect(&rest), Some("2026-01-20..2026-02-01".parse()?));
    /// assert_eq!(january.last_day().to_string(), "2026-01-31");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[doc(alias = "date range")]
    #[doc(alias = "interval")]
    pub struct Period {
        from: NaiveDate,
        to: NaiveDate,
    }

    impl Period {
        /// Returns the days from `from` up to and not including `to`.
        ///
        /// # Errors
        ///
        /// [`TimeError::OutOfRange`] and [`TimeError::EmptyPeriod`].
        pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, TimeError> {
            in_range(from)?;
            in_range(to)?;
            if from < to {
                Ok(Self { from, to })
            } else {
                Err(TimeError::EmptyPeriod { from, to })
            }
        }

        /// Returns the first day.
        pub const fn from(&self) -> NaiveDate {
            self.from
        }

        /// Returns the day after the last.
        pub const fn to(&self) -> NaiveDate {
            self.to
        }
    }
}
pub use sealed_value::Period;

impl Period {
    /// Returns the days from `first` up to and including `last`.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], also if `last` is 9999-12-31, and [`TimeError::EmptyPeriod`].
    pub fn inclusive(first: NaiveDate, last: NaiveDate) -> Result<Self, TimeError> {
        if last == LAST {
            return Err(out_of_range(format_args!("the day after {last}")));
        }
        Self::new(in_range(first)?, add_days(in_range(last)?, 1)?)
    }

    /// Returns how many days there are, 1 or more.
    pub fn days(&self) -> u32 {
        // Both ends are in range and in order.
        u32::try_from(days_apart(self.from(), self.to())).unwrap_or(0)
    }

    /// Returns the last day.
    pub fn last_day(&self) -> NaiveDate {
        // The end is after another date, so there is a day before it.
        self.to().pred_opt().unwrap_or(self.to())
    }

    /// Returns whether a date is one of the days.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from() <= date && date < self.to()
    }

    /// Returns the days that both have, or `None`; periods that touch have none.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        Self::new(self.from().max(other.from()), self.to().min(other.to())).ok()
    }

    /// Returns the days before a date and those from it on, or `None` if one side has none.
    pub fn split_at(&self, date: NaiveDate) -> Option<(Self, Self)> {
        Some((
            Self::new(self.from(), date).ok()?,
            Self::new(date, self.to()).ok()?,
        ))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from(), self.to())
    }
}

impl FromStr for Period {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let bad = || TimeError::BadPeriod { text: cut(text) };
        let (from, to) = text.split_once("..").ok_or_else(bad)?;
        let from = parse_date(from).ok_or_else(bad)?;
        match to.strip_prefix('=') {
            Some(last) => Self::inclusive(from, parse_date(last).ok_or_else(bad)?),
            None => Self::new(from, parse_date(to).ok_or_else(bad)?),
        }
    }
}

serde_as_text!(Period, "a period such as \"2026-01-01..2026-02-01\"");
