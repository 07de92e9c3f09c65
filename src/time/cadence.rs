//! [`Cadence`]: something that is to be held again and again, and which occurrences were missed.

use chrono::{Days, NaiveDate};

use super::calendar::Calendar;
use super::cycle::{Cycle, CycleUnit};
use super::date::{MOST_DATES, ascending, in_range, out_of_range};
use super::error::TimeError;
use super::month::MonthRule;
use super::roll::Roll;
use super::span::{Span, Unit};
use super::span_doors::Step;

mod sealed_value {
    use super::{NaiveDate, Span, TimeError, Unit, in_range};

    /// Something that is to be held every so often: a call, a review, an audit.
    ///
    /// Occurrence n = 1, 2, .. is due on `D_n = anchor + n * every`. Its slot runs from the day
    /// after `D_(n-1) + grace` through `D_n + grace`; the first slot starts on the anchor. What is
    /// held fills the slot that its day lies in, so that every day belongs to one occurrence
    /// (spec/time.md 7).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::time::{Cadence, CadenceState, Calendar, Period, Span};
    ///
    /// let day = |text: &str| text.parse::<Period>().map(|period| period.from());
    /// let calendar = Calendar::default();
    /// let every = Span::weeks(2)?;
    /// let start = day("2026-01-05..2026-01-06")?;
    /// let check_in = Cadence::new("check_in", start, every, Span::days(3)?)?;
    ///
    /// // Due on the 19th, three days of grace: on the 22nd it can still be held, on the 23rd it is
    /// // missed.
    /// let in_grace = check_in.status(&[], day("2026-01-22..2026-01-23")?, &calendar)?;
    /// assert_eq!(in_grace.state(), CadenceState::InGrace);
    /// let missed = check_in.status(&[], day("2026-01-23..2026-01-24")?, &calendar)?;
    /// assert_eq!(missed.missed_count(), 1);
    /// assert_eq!(missed.next_due().to_string(), "2026-02-02");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawCadence"))]
    #[doc(alias = "recurring meeting")]
    pub struct Cadence {
        key: String,
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        anchor: NaiveDate,
        every: Span,
        grace: Span,
    }

    impl Cadence {
        /// Returns the cadence that begins on an anchor.
        ///
        /// # Errors
        ///
        /// In this order: [`TimeError::NotWholeDays`] for a cadence in hours or a grace that is
        /// not in days or weeks, [`TimeError::ZeroSpan`] for a cadence of nothing,
        /// [`TimeError::GraceTooLong`] if the grace is as long as the cadence can be short,
        /// [`TimeError::OutOfRange`].
        pub fn new(
            key: impl Into<String>,
            anchor: NaiveDate,
            every: Span,
            grace: Span,
        ) -> Result<Self, TimeError> {
            every.step()?;
            if !matches!(grace.unit(), Unit::Days | Unit::Weeks) {
                return Err(TimeError::NotWholeDays { span: grace });
            }
            every.above_zero()?;
            if grace.shortest_days() >= every.shortest_days() {
                return Err(TimeError::GraceTooLong { grace, every });
            }
            Ok(Self {
                key: key.into(),
                anchor: in_range(anchor)?,
                every,
                grace,
            })
        }

        /// Returns the name by which others speak of it.
        pub fn key(&self) -> &str {
            &self.key
        }

        /// Returns the day from which it is counted; nothing is due on it.
        pub const fn anchor(&self) -> NaiveDate {
            self.anchor
        }

        /// Returns how far the due days lie apart.
        pub const fn every(&self) -> Span {
            self.every
        }

        /// Returns for how long after its due day an occurrence can still be held.
        pub const fn grace(&self) -> Span {
            self.grace
        }
    }
}
pub use sealed_value::Cadence;

/// The cadences of a governance charter; the graces are conventions of this crate.
impl Cadence {
    /// Returns a call every week, with two days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], as of every preset.
    pub fn operational_call(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("operational_call", anchor, (1, Unit::Weeks), 2)
    }

    /// Returns a check-in every two weeks, with three days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn check_in(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("check_in", anchor, (2, Unit::Weeks), 3)
    }

    /// Returns a strategic review every month, with five days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn strategic_review(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("strategic_review", anchor, (1, Unit::Months), 5)
    }

    /// Returns a review every quarter, with ten days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn quarterly_review(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("quarterly_review", anchor, (3, Unit::Months), 10)
    }

    /// Returns a health check every quarter, with ten days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn health_check(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("health_check", anchor, (3, Unit::Months), 10)
    }

    /// Returns an audit every half year, with fifteen days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn audit(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("audit", anchor, (6, Unit::Months), 15)
    }

    /// Returns a review of the renewal every year, with thirty days of grace.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`].
    pub fn renewal_review(anchor: NaiveDate) -> Result<Self, TimeError> {
        Self::preset("renewal_review", anchor, (1, Unit::Years), 30)
    }

    fn preset(
        key: &str,
        anchor: NaiveDate,
        (number, unit): (u32, Unit),
        grace_days: u32,
    ) -> Result<Self, TimeError> {
        Self::new(
            key,
            anchor,
            Span::new(number, unit)?,
            Span::days(grace_days)?,
        )
    }
}

impl Cadence {
    /// Returns the day on which an occurrence is due; the first is number 1, and number 0 the
    /// anchor.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and for a cadence in business days [`TimeError::NotCovered`]
    /// and [`TimeError::NoBusinessDay`].
    pub fn due(&self, occurrence: u32, calendar: &Calendar) -> Result<NaiveDate, TimeError> {
        let times = i64::from(occurrence);
        calendar.add(
            self.anchor(),
            self.every(),
            times,
            MonthRule::SameDay,
            Roll::None,
        )
    }

    /// Returns the number of the occurrence that something held on a day counts for.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeforeAnchor`], [`TimeError::OutOfRange`], and for a cadence in business days
    /// [`TimeError::NotCovered`].
    pub fn occurrence(&self, date: NaiveDate, calendar: &Calendar) -> Result<u32, TimeError> {
        if in_range(date)? < self.anchor() {
            return Err(TimeError::BeforeAnchor {
                held: date,
                anchor: self.anchor(),
            });
        }
        self.slot_of(date, calendar)
    }

    /// The first slot that is not over on a day: the smallest n >= 1 with `D_n + grace >= date`.
    fn slot_of(&self, date: NaiveDate, calendar: &Calendar) -> Result<u32, TimeError> {
        let anchor = self.anchor();
        let grace = Days::new(self.grace().shortest_days().unsigned_abs());
        // A day before all years is before the anchor all the same.
        let earliest = date.checked_sub_days(grace).unwrap_or(anchor);
        let slot = match self.every().step()? {
            Step::Days(step) => Cycle::new(anchor, step, CycleUnit::Days).first_from(earliest),
            Step::Months(step) => {
                let unit = CycleUnit::Months(MonthRule::SameDay);
                Cycle::new(anchor, step, unit).first_from(earliest)
            }
            Step::BusinessDays(step) => {
                let next = anchor.succ_opt().filter(|next| *next < earliest);
                let between = match next {
                    Some(next) => calendar.business_days_between(next, earliest)?,
                    None => 0,
                };
                between.checked_div(step).unwrap_or(0).saturating_add(1)
            }
        };
        u32::try_from(slot.max(1)).map_err(|_| out_of_range(date))
    }

    /// Returns how the cadence stands on a day, given the days on which it was held, in any order.
    ///
    /// Each day, in the order of dates, fills its slot; a second one in a slot is extra. A slot
    /// that is over and empty is missed, and stays so whatever comes later.
    ///
    /// # Errors
    ///
    /// [`TimeError::TooManyDates`] above 10,000 days; then the earliest day decides:
    /// [`TimeError::HeldInFuture`], [`TimeError::BeforeAnchor`]; [`TimeError::OutOfRange`]; and for
    /// a cadence in business days [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
    pub fn status(
        &self,
        held: &[NaiveDate],
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<CadenceStatus, TimeError> {
        in_range(on)?;
        let dates = ascending(held)?;
        for date in dates.iter().copied() {
            if date > on {
                return Err(TimeError::HeldInFuture { held: date, on });
            }
            if date < self.anchor() {
                return Err(TimeError::BeforeAnchor {
                    held: date,
                    anchor: self.anchor(),
                });
            }
        }
        let (mut filled, mut extra): (Vec<(u32, NaiveDate)>, _) = (Vec::new(), Vec::new());
        for date in dates.iter().copied() {
            let slot = self.slot_of(date, calendar)?;
            match filled.last() {
                Some((last, _)) if *last == slot => extra.push(date),
                _ => filled.push((slot, date)),
            }
        }
        // Nothing is held after today, so no slot after the present one is filled.
        let present = self.slot_of(on, calendar)?;
        let is_filled = filled.last().is_some_and(|(slot, _)| *slot == present);
        let slot = if is_filled {
            present.saturating_add(1)
        } else {
            present
        };
        let next_due = self.due(slot, calendar)?;
        let state = match on.cmp(&next_due) {
            std::cmp::Ordering::Less => CadenceState::Upcoming,
            std::cmp::Ordering::Equal => CadenceState::Due,
            std::cmp::Ordering::Greater => CadenceState::InGrace,
        };
        Ok(CadenceStatus {
            next_due,
            slot,
            state,
            present,
            held: filled,
            extra,
        })
    }

    /// Returns the due days of the occurrences that a status counts as missed, in their order.
    ///
    /// # Errors
    ///
    /// [`TimeError::TooManyDates`] above 10,000; as [`due`](Self::due).
    pub fn missed(
        &self,
        status: &CadenceStatus,
        calendar: &Calendar,
    ) -> Result<Vec<NaiveDate>, TimeError> {
        let count = usize::try_from(status.missed_count()).unwrap_or(usize::MAX);
        if count > MOST_DATES {
            return Err(TimeError::TooManyDates { count });
        }
        let mut missed = Vec::with_capacity(count);
        let mut last = (0, self.anchor());
        for slot in status.missed_slots() {
            let (before, date) = last;
            // Business days step from the date before; all else counts from the anchor.
            let due = match self.every().step()? {
                Step::BusinessDays(step) => {
                    let slots = i64::from(slot.saturating_sub(before));
                    calendar.add_business_days(date, slots.saturating_mul(step), Roll::None)?
                }
                Step::Days(_) | Step::Months(_) => self.due(slot, calendar)?,
            };
            missed.push(due);
            last = (slot, due);
        }
        Ok(missed)
    }
}

/// A cadence as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCadence {
    key: String,
    #[serde(with = "crate::time::date_text")]
    anchor: NaiveDate,
    every: Span,
    grace: Span,
}

#[cfg(feature = "serde")]
impl TryFrom<RawCadence> for Cadence {
    type Error = TimeError;

    fn try_from(raw: RawCadence) -> Result<Self, TimeError> {
        Self::new(raw.key, raw.anchor, raw.every, raw.grace)
    }
}

/// How a cadence stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CadenceStatus {
    next_due: NaiveDate,
    slot: u32,
    state: CadenceState,
    /// The first slot that is not over.
    present: u32,
    held: Vec<(u32, NaiveDate)>,
    extra: Vec<NaiveDate>,
}

impl CadenceStatus {
    /// Returns the due day of the first occurrence that is neither over nor held.
    pub const fn next_due(&self) -> NaiveDate {
        self.next_due
    }

    /// Returns the number of that occurrence.
    pub const fn slot(&self) -> u32 {
        self.slot
    }

    /// Returns where the day of asking stands to that due day.
    pub const fn state(&self) -> CadenceState {
        self.state
    }

    /// Returns the occurrences that were held and the day that counts for each, ascending.
    pub fn held(&self) -> &[(u32, NaiveDate)] {
        &self.held
    }

    /// Returns the days beyond the first in their slot, ascending.
    pub fn extra(&self) -> &[NaiveDate] {
        &self.extra
    }

    /// Returns how many occurrences are over and were not held.
    pub fn missed_count(&self) -> u32 {
        let over = self.present.saturating_sub(1);
        let held = self
            .held
            .iter()
            .filter(|(slot, _)| *slot < self.present)
            .count();
        over.saturating_sub(u32::try_from(held).unwrap_or(u32::MAX))
    }

    /// Returns the numbers of these occurrences, ascending; [`Cadence::missed`] gives their days.
    pub fn missed_slots(&self) -> impl Iterator<Item = u32> {
        let mut held = self.held.iter().map(|(slot, _)| *slot).peekable();
        (1..self.present).filter(move |slot| held.next_if_eq(slot).is_none())
    }
}

/// Where a day stands to the next due day of a cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CadenceState {
    /// It is still to come.
    Upcoming,
    /// It is today.
    Due,
    /// It has gone by, and there is still time.
    InGrace,
}
