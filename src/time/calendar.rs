//! [`Calendar`]: business days as data, and the dates of instants.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc, Weekday};

use super::date::{MOST_DATES, between, days_apart, in_range};
use super::error::TimeError;
use super::moment::Moment;
use super::period::Period;
use super::weekend::Weekend;
use super::zone::Zone;

/// Which days are business days, and which date an instant has: plain data that an agreement
/// carries with it.
///
/// The default works from Monday to Friday, knows no holidays and lives in UTC. A calendar that
/// says what it [covers](Calendar::with_covers) refuses to guess beyond (spec/time.md 2).
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, MonthRule, Period, Roll, date};
///
/// let christmas: Period = "2026-12-25..2026-12-27".parse()?;
/// let calendar = Calendar::default().with_holidays([christmas.from()])?;
///
/// // Friday the 25th is a holiday, so three business days from the 24th are the 30th.
/// let eve = date("2026-12-24")?;
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
