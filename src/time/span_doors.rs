//! The checked doors of a [`Span`], and what it adds to a date.

use std::str::FromStr;

use super::error::TimeError;
use super::span::{Span, Unit};
use crate::text::{cut, is_whole, serde_as_text};

/// What a span adds to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Calendar days; a week is seven.
    Days(i64),
    /// Business days of a calendar.
    BusinessDays(i64),
    /// Months; a year is twelve.
    Months(i64),
}

impl Span {
    /// Returns so many of a unit.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above [`Unit::most`].
    pub fn new(number: u32, unit: Unit) -> Result<Self, TimeError> {
        let too_long = || TimeError::SpanTooLong {
            span: format!("{number}{}", unit.suffix()),
        };
        Self::within(number, unit).ok_or_else(too_long)
    }

    /// Returns elapsed hours.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above 876,000.
    pub fn hours(number: u32) -> Result<Self, TimeError> {
        Self::new(number, Unit::Hours)
    }

    /// Returns calendar days.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above 36,500.
    pub fn days(number: u32) -> Result<Self, TimeError> {
        Self::new(number, Unit::Days)
    }

    /// Returns business days.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above 26,000.
    pub fn business_days(number: u32) -> Result<Self, TimeError> {
        Self::new(number, Unit::BusinessDays)
    }

    /// Returns weeks.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above 5,200.
    pub fn weeks(number: u32) -> Result<Self, TimeError> {
        Self::new(number, Unit::Weeks)
    }

    /// Returns months.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above 1,200.
    pub fn months(number: u32) -> Result<Self, TimeError> {
        Self::new(number, Unit::Months)
    }

    /// Returns years.
    ///
    /// # Errors
    ///
    /// [`TimeError::SpanTooLong`] above 100.
    pub fn years(number: u32) -> Result<Self, TimeError> {
        Self::new(number, Unit::Years)
    }

    /// What the span adds to a date; hours add nothing that a date could show.
    pub(super) fn step(self) -> Result<Step, TimeError> {
        let number = i64::from(self.number());
        match self.unit() {
            Unit::Hours => Err(TimeError::NotWholeDays { span: self }),
            Unit::Days => Ok(Step::Days(number)),
            Unit::Weeks => Ok(Step::Days(number.saturating_mul(7))),
            Unit::BusinessDays => Ok(Step::BusinessDays(number)),
            Unit::Months => Ok(Step::Months(number)),
            Unit::Years => Ok(Step::Months(number.saturating_mul(12))),
        }
    }

    /// The fewest days that the span can be; hours are none.
    pub(super) fn shortest_days(self) -> i64 {
        let each = match self.unit() {
            Unit::Hours => 0,
            Unit::Days | Unit::BusinessDays => 1,
            Unit::Weeks => 7,
            Unit::Months => 28,
            Unit::Years => 365,
        };
        i64::from(self.number()).saturating_mul(each)
    }

    /// The span itself, if it is not zero.
    pub(super) const fn above_zero(self) -> Result<Self, TimeError> {
        if self.is_zero() {
            Err(TimeError::ZeroSpan { span: self })
        } else {
            Ok(self)
        }
    }
}

impl FromStr for Span {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        // `bd` ends in `d` too, so a suffix counts only if digits alone stand before it.
        let written = Unit::ALL.into_iter().find_map(|unit| {
            text.strip_suffix(unit.suffix())
                .filter(|number| is_whole(number))
                .map(|n| (n, unit))
        });
        let (number, unit) = written.ok_or_else(|| TimeError::BadSpan { text: cut(text) })?;
        let too_long = || TimeError::SpanTooLong { span: cut(text) };
        Self::new(number.parse().map_err(|_| too_long())?, unit).map_err(|_| too_long())
    }
}

serde_as_text!(Span, "a span such as \"30d\", \"10bd\" or \"1m\"");
