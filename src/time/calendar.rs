//! [`Calendar`]: business days as data, and everything that is counted with them.

use std::cmp::Ordering;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};

use super::date::{MOST_DATES, add_days, between, days_apart, in_range, out_of_range};
use super::error::TimeError;
use super::moment::Moment;
use super::month::{MonthRule, add_months};
use super::period::Period;
use super::span::Span;
use super::span_doors::Step;
use super::text::is_in_range;
use super::zone::Zone;

/// How many days a search looks at beyond the one that it begins with.
const SEARCH_DAYS: u32 = 366;

/// Where a date goes that is not a business day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "business day convention")]
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

/// Which days are business days, and which date an instant has: plain data that an agreement
/// carries with it.
///
/// The default works from Monday to Friday, knows no holidays and lives in UTC. A calendar that
/// says what it [covers](Calendar::with_covers) refuses to guess beyond (spec/time.md 2).
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, MonthRule, Period, Roll};
///
/// let christmas: Period = "2026-12-25..2026-12-27".parse()?;
/// let calendar = Calendar::default().with_holidays([christmas.from()])?;
///
/// // Friday the 25th is a holiday, so three business days from the 24th are the 30th.
/// let eve = christmas.from().pred_opt().unwrap_or_default();
/// let day = calendar.add(eve, "3bd".parse()?, 1, MonthRule::SameDay, Roll::Following)?;
/// assert_eq!(day.to_string(), "2026-12-30");
/// assert_eq!(calendar.roll(christmas.from(), Roll::Preceding)?, eve);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "wire::RawCalendar", into = "wire::RawCalendar")
)]
#[doc(alias = "holiday calendar")]
pub struct Calendar {
    weekend: Weekend,
    holidays: Vec<NaiveDate>,
    workdays: Vec<NaiveDate>,
    covers: Option<Period>,
    zone: Zone,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            weekend: Weekend::from_days([Weekday::Sat, Weekday::Sun]),
            holidays: Vec::new(),
            workdays: Vec::new(),
            covers: None,
            zone: Zone::UTC,
        }
    }
}

impl Calendar {
    /// Returns the calendar with other days of rest in a week.
    #[must_use]
    pub fn with_weekend(self, days: impl IntoIterator<Item = Weekday>) -> Self {
        Self {
            weekend: Weekend::from_days(days),
            ..self
        }
    }

    /// Returns the calendar with other holidays; order and repetition do not matter.
    ///
    /// # Errors
    ///
    /// [`TimeError::TooManyDates`], [`TimeError::OutOfRange`], and
    /// [`TimeError::HolidayAndWorkday`] for a day in both lists.
    pub fn with_holidays(
        self,
        days: impl IntoIterator<Item = NaiveDate>,
    ) -> Result<Self, TimeError> {
        Self {
            holidays: date_set(days)?,
            ..self
        }
        .checked()
    }

    /// Returns the calendar with other workdays: days on which work is done although they fall
    /// on a weekend.
    ///
    /// # Errors
    ///
    /// As for [`with_holidays`](Self::with_holidays).
    pub fn with_workdays(
        self,
        days: impl IntoIterator<Item = NaiveDate>,
    ) -> Result<Self, TimeError> {
        Self {
            workdays: date_set(days)?,
            ..self
        }
        .checked()
    }

    /// Returns the calendar with the period that it knows, or `None` for all of time.
    #[must_use]
    pub fn with_covers(self, covers: Option<Period>) -> Self {
        Self { covers, ..self }
    }

    /// Returns the calendar with another zone.
    #[must_use]
    pub fn with_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    fn checked(self) -> Result<Self, TimeError> {
        let both = self
            .holidays
            .iter()
            .find(|day| self.workdays.binary_search(day).is_ok());
        match both {
            Some(date) => Err(TimeError::HolidayAndWorkday { date: *date }),
            None => Ok(self),
        }
    }

    /// Returns the days of rest in a week, Monday first.
    pub fn weekend(&self) -> impl Iterator<Item = Weekday> {
        self.weekend.days()
    }

    /// Returns the holidays, ascending.
    pub fn holidays(&self) -> &[NaiveDate] {
        &self.holidays
    }

    /// Returns the workdays, ascending.
    pub fn workdays(&self) -> &[NaiveDate] {
        &self.workdays
    }

    /// Returns the period that the calendar knows, or `None` for all of time.
    pub const fn covers(&self) -> Option<Period> {
        self.covers
    }

    /// Returns the zone.
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns whether a day is a business day.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] and [`TimeError::NotCovered`].
    #[inline]
    pub fn is_business_day(&self, date: NaiveDate) -> Result<bool, TimeError> {
        in_range(date)?;
        if self.covers.is_some_and(|covers| !covers.contains(date)) {
            return Err(TimeError::NotCovered { date });
        }
        Ok(self.is_worked(date))
    }

    /// Whether a covered day is a business day.
    #[inline]
    fn is_worked(&self, date: NaiveDate) -> bool {
        if self.weekend.has(date.weekday()) {
            self.workdays.binary_search(&date).is_ok()
        } else {
            self.holidays.binary_search(&date).is_err()
        }
    }

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
        for _ in 0..=SEARCH_DAYS {
            if self.is_business_day(date)? {
                return Ok(date);
            }
            date = direction.next(date)?;
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

    /// Returns how many business days lie from `from` on and before `to`; negative, and counted
    /// from `to`, if `to` is the earlier one.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and [`TimeError::NotCovered`] for the first of those days that
    /// the calendar does not know.
    #[doc(alias = "networkdays")]
    pub fn business_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, TimeError> {
        in_range(from)?;
        in_range(to)?;
        if to < from {
            return self.count(to, from).map(i64::saturating_neg);
        }
        self.count(from, to)
    }

    /// The business days of `from..to`, by arithmetic over weeks and the lists in between.
    fn count(&self, from: NaiveDate, to: NaiveDate) -> Result<i64, TimeError> {
        if let Some(covers) = self.covers.filter(|_| from < to) {
            if !covers.contains(from) {
                return Err(TimeError::NotCovered { date: from });
            }
            if covers.to() < to {
                return Err(TimeError::NotCovered { date: covers.to() });
            }
        }
        let rests = |date: NaiveDate| self.weekend.has(date.weekday());
        let lost = between(&self.holidays, from, to)
            .iter()
            .filter(|day| !rests(**day))
            .count();
        let won = between(&self.workdays, from, to)
            .iter()
            .filter(|day| rests(**day))
            .count();
        let ordinary = self
            .weekend
            .worked_days(from.weekday(), days_apart(from, to));
        let lost = i64::try_from(lost).unwrap_or(i64::MAX);
        Ok(ordinary
            .saturating_sub(lost)
            .saturating_add(i64::try_from(won).unwrap_or(i64::MAX)))
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
    /// use partnership::time::{Calendar, MonthRule, Period, Roll, Span};
    ///
    /// let anchor = "2026-01-31..2026-02-01".parse::<Period>()?.from();
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
    pub(super) fn after(&self, date: NaiveDate, span: Span) -> Result<NaiveDate, TimeError> {
        self.add(date, span, 1, MonthRule::SameDay, Roll::Following)
    }

    /// The date one span earlier.
    pub(super) fn before(&self, date: NaiveDate, span: Span) -> Result<NaiveDate, TimeError> {
        self.add(date, span, -1, MonthRule::SameDay, Roll::Preceding)
    }

    /// Returns the civil date of an instant in the zone of the calendar.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn date_of(&self, at: DateTime<Utc>) -> Result<NaiveDate, TimeError> {
        self.zone.date_of(at)
    }

    /// Returns the first instant whose date is after a date: where the day ends.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn end_of(&self, date: NaiveDate) -> Result<DateTime<Utc>, TimeError> {
        self.zone.end_of(date)
    }

    /// Returns an instant together with its civil date.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and [`TimeError::BadMoment`] for a leap second.
    pub fn moment(&self, at: DateTime<Utc>) -> Result<Moment, TimeError> {
        Moment::new(at, self.date_of(at)?)
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

/// A set of weekdays, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Weekend(u8);

impl Weekend {
    const WEEK: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];

    fn from_days(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | Self::bit(day)))
    }

    const fn bit(day: Weekday) -> u8 {
        match day {
            Weekday::Mon => 1,
            Weekday::Tue => 2,
            Weekday::Wed => 4,
            Weekday::Thu => 8,
            Weekday::Fri => 16,
            Weekday::Sat => 32,
            Weekday::Sun => 64,
        }
    }

    #[inline]
    const fn has(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    fn days(self) -> impl Iterator<Item = Weekday> {
        Self::WEEK.into_iter().filter(move |day| self.has(*day))
    }

    /// How many of so many days from a weekday on are no days of rest.
    fn worked_days(self, first: Weekday, days: i64) -> i64 {
        let (weeks, rest) = (days.div_euclid(7), days.rem_euclid(7));
        let a_week = i64::from(self.0.count_zeros().saturating_sub(1));
        let mut worked = weeks.saturating_mul(a_week);
        let mut day = first;
        for _ in 0..rest {
            worked = worked.saturating_add(i64::from(!self.has(day)));
            day = day.succ();
        }
        worked
    }
}

/// Dates in ascending order, each once.
fn date_set(days: impl IntoIterator<Item = NaiveDate>) -> Result<Vec<NaiveDate>, TimeError> {
    let mut days: Vec<NaiveDate> = days.into_iter().collect();
    if days.len() > MOST_DATES {
        return Err(TimeError::TooManyDates { count: days.len() });
    }
    for day in &days {
        in_range(*day)?;
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

#[cfg(feature = "serde")]
mod wire {
    use super::{Calendar, NaiveDate, Period, TimeError, Weekday, Weekend, Zone};

    /// A calendar as it travels.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct RawCalendar {
        #[serde(default = "default_weekend")]
        weekend: Vec<Day>,
        #[serde(default, with = "crate::time::date_text::list")]
        holidays: Vec<NaiveDate>,
        #[serde(default, with = "crate::time::date_text::list")]
        workdays: Vec<NaiveDate>,
        #[serde(default)]
        covers: Option<Period>,
        #[serde(default)]
        zone: Zone,
    }

    /// A day of the week as it travels.
    #[derive(Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Day {
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
        Sun,
    }

    const DAYS: [Day; 7] = [
        Day::Mon,
        Day::Tue,
        Day::Wed,
        Day::Thu,
        Day::Fri,
        Day::Sat,
        Day::Sun,
    ];

    fn default_weekend() -> Vec<Day> {
        vec![Day::Sat, Day::Sun]
    }

    fn pairs() -> impl Iterator<Item = (Day, Weekday)> {
        DAYS.into_iter().zip(Weekend::WEEK)
    }

    impl TryFrom<RawCalendar> for Calendar {
        type Error = TimeError;

        fn try_from(raw: RawCalendar) -> Result<Self, TimeError> {
            let weekend = pairs()
                .filter(|(day, _)| raw.weekend.contains(day))
                .map(|(_, day)| day);
            Self::default()
                .with_weekend(weekend)
                .with_covers(raw.covers)
                .with_zone(raw.zone)
                .with_holidays(raw.holidays)?
                .with_workdays(raw.workdays)
        }
    }

    impl From<Calendar> for RawCalendar {
        fn from(calendar: Calendar) -> Self {
            let weekend = pairs()
                .filter(|(_, day)| calendar.weekend.has(*day))
                .map(|(day, _)| day);
            Self {
                weekend: weekend.collect(),
                holidays: calendar.holidays,
                workdays: calendar.workdays,
                covers: calendar.covers,
                zone: calendar.zone,
            }
        }
    }
}
