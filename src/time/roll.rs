//! [`Roll`]: the search for business days, and what is added with it.

use std::cmp::Ordering;

use chrono::{Datelike as _, Days, NaiveDate};

use super::calendar::Calendar;
use super::date::{add_days, in_range, out_of_range};
use super::error::TimeError;
use super::month::{MonthRule, add_months};
use super::span::Span;
use super::span_doors::Step;
use super::text::is_in_range;

/// How many days a search looks at beyond the one that it begins with.
const SEARCH_DAYS: u32 = 366;

/// Where a date goes that is not a business day.
///
/// | | Sunday, 31 May 2026 | Sunday, 1 March 2026 |
/// |---|---|---|
/// | `None` | 31 May | 1 March |
/// | `Following` | Monday, 1 June | Monday, 2 March |
/// | `Preceding` | Friday, 29 May | Friday, 27 February |
/// | `ModifiedFollowing` | Friday, 29 May | Monday, 2 March |
/// | `ModifiedPreceding` | Friday, 29 May | Monday, 2 March |
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, Roll, date};
///
/// let sunday = date("2026-05-31")?;
/// let calendar = Calendar::default();
/// assert_eq!(calendar.roll(sunday, Roll::Following)?.to_string(), "2026-06-01");
/// assert_eq!(calendar.roll(sunday, Roll::ModifiedFollowing)?.to_string(), "2026-05-29");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "business day convention")]
#[non_exhaustive]
pub enum Roll {
    /// It stays.
    #[default]
    None,
    /// To the first business day on or after it.
    Following,
    /// To the last business day on or before it.
    Preceding,
    /// As `Following` inside its month, else as `Preceding`.
    ModifiedFollowing,
    /// As `Preceding` inside its month, else as `Following`.
    ModifiedPreceding,
}

#[derive(Clone, Copy)]
enum Direction {
    Forward,
    Back,
}

impl Calendar {
    /// Returns the date, or the business day that the rule leads to.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and unless the rule is `None` also [`TimeError::NotCovered`]
    /// and [`TimeError::NoBusinessDay`] if 366 days lie without one.
    pub fn roll(&self, date: NaiveDate, roll: Roll) -> Result<NaiveDate, TimeError> {
        in_range(date)?;
        match roll {
            Roll::None => Ok(date),
            Roll::Following => self.search(date, Direction::Forward),
            Roll::Preceding => self.search(date, Direction::Back),
            Roll::ModifiedFollowing => self.search_modified(date, Direction::Forward),
            Roll::ModifiedPreceding => self.search_modified(date, Direction::Back),
        }
    }

    /// The nearest business day from a day on, itself included.
    fn search(&self, from: NaiveDate, direction: Direction) -> Result<NaiveDate, TimeError> {
        let mut date = from;
        if self.is_business_day(date)? {
            return Ok(date);
        }
        for _ in 0..SEARCH_DAYS {
            date = direction.next(date)?;
            if self.is_business_day(date)? {
                return Ok(date);
            }
        }
        Err(TimeError::NoBusinessDay { from })
    }

    /// The nearest business day in the month of a day, else the nearest the other way.
    fn search_modified(&self, from: NaiveDate, way: Direction) -> Result<NaiveDate, TimeError> {
        let mut date = from;
        while date.month0() == from.month0() {
            if self.is_business_day(date)? {
                return Ok(date);
            }
            // No day of another month is asked, so the very last day of all is no reason to fail.
            match way.next(date) {
                Ok(next) => date = next,
                Err(_) => break,
            }
        }
        self.search(from, way.reversed())
    }

    /// Returns the n-th business day after a day, or before it if `count` is negative.
    ///
    /// The day itself does not count. For a count of 0 the day is rolled by `zero`, since a
    /// Saturday and no business days must still mean one day.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
    #[doc(alias = "workday")]
    pub fn add_business_days(
        &self,
        date: NaiveDate,
        count: i64,
        zero: Roll,
    ) -> Result<NaiveDate, TimeError> {
        let direction = match count.cmp(&0) {
            Ordering::Equal => return self.roll(date, zero),
            Ordering::Greater => Direction::Forward,
            Ordering::Less => Direction::Back,
        };
        let mut found = in_range(date)?;
        let mut left = count.unsigned_abs();
        while left > 0 {
            found = self.search(direction.next(found)?, direction)?;
            left = left.saturating_sub(1);
        }
        Ok(found)
    }

    /// Returns the date that `times` such spans lead to, counted from the date itself and not
    /// one after the other; a negative number counts back.
    ///
    /// `months` says what becomes of the last day of a month, `zero` where no business days lead.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotWholeDays`] for hours, [`TimeError::OutOfRange`], and for business days
    /// [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::time::{Calendar, MonthRule, Roll, Span, date};
    ///
    /// let anchor = date("2026-01-31")?;
    /// let calendar = Calendar::default();
    /// let month = Span::months(1)?;
    /// let twice = calendar.add(anchor, month, 2, MonthRule::SameDay, Roll::Following)?;
    /// assert_eq!(twice.to_string(), "2026-03-31");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn add(
        &self,
        date: NaiveDate,
        span: Span,
        times: i64,
        months: MonthRule,
        zero: Roll,
    ) -> Result<NaiveDate, TimeError> {
        let step = span.step()?;
        let (Step::Days(each) | Step::Months(each) | Step::BusinessDays(each)) = step;
        let number = each
            .checked_mul(times)
            .ok_or_else(|| out_of_range(format_args!("{date} with {times} times {span} added")))?;
        match step {
            Step::Days(_) => add_days(in_range(date)?, number),
            Step::Months(_) => add_months(date, number, months),
            Step::BusinessDays(_) => self.add_business_days(date, number, zero),
        }
    }

    /// The date one span later, by the rules that every deadline goes by.
    #[inline]
    pub(crate) fn after(&self, date: NaiveDate, span: Span) -> Result<NaiveDate, TimeError> {
        self.add(date, span, 1, MonthRule::SameDay, Roll::Following)
    }

    /// The date one span earlier.
    pub(crate) fn before(&self, date: NaiveDate, span: Span) -> Result<NaiveDate, TimeError> {
        self.add(date, span, -1, MonthRule::SameDay, Roll::Preceding)
    }
}

impl Direction {
    fn next(self, date: NaiveDate) -> Result<NaiveDate, TimeError> {
        let next = match self {
            Self::Forward => date.checked_add_days(Days::new(1)),
            Self::Back => date.checked_sub_days(Days::new(1)),
        };
        match next {
            Some(next) if is_in_range(next) => Ok(next),
            _ => Err(out_of_range(format_args!(
                "the search for a business day from {date}"
            ))),
        }
    }

    const fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Back,
            Self::Back => Self::Forward,
        }
    }
}
