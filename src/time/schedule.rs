//! [`Schedule`]: dates that follow each other, all counted from one anchor.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::cycle::{Cycle, CycleUnit};
use super::date::{MOST_DATES, in_range};
use super::error::TimeError;
use super::month::MonthRule;
use super::roll::Roll;
use super::span::Span;
use super::span_doors::Step;

/// What becomes of a last stretch that is shorter than the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Stub {
    /// It stays as it is.
    Short,
    /// It is joined to the one before it: the last regular date is dropped, never the anchor.
    Long,
}

mod sealed_value {
    use super::{MonthRule, NaiveDate, Roll, Span, TimeError, in_range};

    /// Dates every so often from an anchor on: payment dates, reviews, installments.
    ///
    /// The n-th date is `anchor + n * every`, counted from the anchor and not from the date
    /// before; each is rolled alone, and rolling feeds nothing back. So a rolled schedule can
    /// name a day twice (spec/time.md 3).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::time::{Calendar, MonthRule, Roll, Schedule, Span, date};
    ///
    /// let anchor = date("2026-01-31")?;
    /// let monthly =
    ///     Schedule::new(anchor, Span::months(1)?, MonthRule::SameDay, Roll::ModifiedFollowing)?;
    /// let dates = monthly.take(3, &Calendar::default())?;
    /// let text: Vec<String> = dates.iter().map(ToString::to_string).collect();
    /// // Each end of month falls on a weekend, but March; none leaves its month.
    /// assert_eq!(text, ["2026-01-30", "2026-02-27", "2026-03-31"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawSchedule"))]
    #[doc(alias = "recurrence")]
    pub struct Schedule {
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        anchor: NaiveDate,
        every: Span,
        month_end: MonthRule,
        roll: Roll,
    }

    impl Schedule {
        /// Returns the schedule that begins on an anchor.
        ///
        /// # Errors
        ///
        /// [`TimeError::NotWholeDays`] for hours, [`TimeError::ZeroSpan`], then
        /// [`TimeError::OutOfRange`].
        pub fn new(
            anchor: NaiveDate,
            every: Span,
            month_end: MonthRule,
            roll: Roll,
        ) -> Result<Self, TimeError> {
            every.step()?;
            every.above_zero()?;
            Ok(Self {
                anchor: in_range(anchor)?,
                every,
                month_end,
                roll,
            })
        }

        /// Returns the first date, before it is rolled.
        pub const fn anchor(&self) -> NaiveDate {
            self.anchor
        }

        /// Returns how far the dates lie apart.
        pub const fn every(&self) -> Span {
            self.every
        }

        /// Returns what becomes of the last day of a month.
        pub const fn month_end(&self) -> MonthRule {
            self.month_end
        }

        /// Returns where a date goes that is not a business day.
        pub const fn roll(&self) -> Roll {
            self.roll
        }
    }
}
pub use sealed_value::Schedule;

impl Schedule {
    /// Returns the first so many dates.
    ///
    /// # Errors
    ///
    /// [`TimeError::TooManyDates`] above 10,000; [`TimeError::OutOfRange`],
    /// [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`] from counting and rolling.
    pub fn take(&self, count: usize, calendar: &Calendar) -> Result<Vec<NaiveDate>, TimeError> {
        if count > MOST_DATES {
            return Err(TimeError::TooManyDates { count });
        }
        let mut dates = Vec::with_capacity(count);
        let mut walk = Walk::new(self, calendar)?;
        while dates.len() < count {
            dates.push(walk.next_date()?);
        }
        self.rolled(dates, calendar)
    }

    /// Returns all dates before an end, then the end itself.
    ///
    /// If the end is not a date of the schedule, the last stretch is a stub: shorter than the
    /// others, or joined to the one before it.
    ///
    /// # Errors
    ///
    /// [`TimeError::EmptyPeriod`] if the end is not after the anchor; as [`take`](Self::take).
    pub fn until(
        &self,
        end: NaiveDate,
        stub: Stub,
        calendar: &Calendar,
    ) -> Result<Vec<NaiveDate>, TimeError> {
        if in_range(end)? <= self.anchor() {
            return Err(TimeError::EmptyPeriod {
                from: self.anchor(),
                to: end,
            });
        }
        let mut dates = Vec::new();
        let mut walk = Walk::new(self, calendar)?;
        let next = loop {
            match walk.next_date() {
                Ok(date) if date < end => dates.push(date),
                Ok(date) => break Some(date),
                // What lies outside all years lies after the end too.
                Err(TimeError::OutOfRange { .. }) => break None,
                Err(error) => return Err(error),
            }
            if dates.len() >= MOST_DATES {
                return Err(TimeError::TooManyDates {
                    count: dates.len().saturating_add(1),
                });
            }
        };
        if stub == Stub::Long && next != Some(end) && dates.len() > 1 {
            dates.pop();
        }
        dates.push(end);
        self.rolled(dates, calendar)
    }

    /// Rolling comes last, date by date.
    fn rolled(
        &self,
        mut dates: Vec<NaiveDate>,
        calendar: &Calendar,
    ) -> Result<Vec<NaiveDate>, TimeError> {
        if self.roll() != Roll::None {
            for date in &mut dates {
                *date = calendar.roll(*date, self.roll())?;
            }
        }
        Ok(dates)
    }
}

/// The dates of a schedule before rolling, one after the other.
enum Walk<'a> {
    /// Days or months: counted from the anchor each time.
    Civil { cycle: Cycle, n: i64 },
    /// Business days: counted from the last date, which by law 3 comes to the same.
    Business {
        last: Option<NaiveDate>,
        anchor: NaiveDate,
        step: i64,
        calendar: &'a Calendar,
    },
}

impl<'a> Walk<'a> {
    fn new(schedule: &Schedule, calendar: &'a Calendar) -> Result<Self, TimeError> {
        let anchor = schedule.anchor();
        let civil = |step, unit| Self::Civil {
            cycle: Cycle::new(anchor, step, unit),
            n: 0,
        };
        Ok(match schedule.every().step()? {
            Step::Days(step) => civil(step, CycleUnit::Days),
            Step::Months(step) => civil(step, CycleUnit::Months(schedule.month_end())),
            Step::BusinessDays(step) => Self::Business {
                last: None,
                anchor,
                step,
                calendar,
            },
        })
    }

    fn next_date(&mut self) -> Result<NaiveDate, TimeError> {
        match self {
            Self::Civil { cycle, n } => {
                let date = cycle.nth(*n)?;
                *n = n.saturating_add(1);
                Ok(date)
            }
            Self::Business {
                last,
                anchor,
                step,
                calendar,
            } => {
                let date = match *last {
                    Some(last) => calendar.add_business_days(last, *step, Roll::None)?,
                    None => *anchor,
                };
                *last = Some(date);
                Ok(date)
            }
        }
    }
}

/// A schedule as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSchedule {
    #[serde(with = "crate::time::date_text")]
    anchor: NaiveDate,
    every: Span,
    #[serde(default)]
    month_end: MonthRule,
    #[serde(default)]
    roll: Roll,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSchedule> for Schedule {
    type Error = TimeError;

    fn try_from(raw: RawSchedule) -> Result<Self, TimeError> {
        Self::new(raw.anchor, raw.every, raw.month_end, raw.roll)
    }
}
