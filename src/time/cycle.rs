//! [`Cycle`]: the n-th date from an anchor, in days or months, and back from a date to its n.

use chrono::NaiveDate;

use super::date::{add_days, days_apart, out_of_range};
use super::error::TimeError;
use super::month::{MonthRule, add_months, month_number};
use super::span::Span;
use super::span_doors::Step;

/// Dates that are counted from an anchor and never from each other: the n-th is
/// `anchor + (offset + n * step)` days or months.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cycle {
    anchor: NaiveDate,
    offset: i64,
    step: i64,
    unit: CycleUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CycleUnit {
    Days,
    Months(MonthRule),
}

/// The days or months of a span; hours and business days have neither.
pub(super) fn civil(span: Span, rule: MonthRule) -> Result<(i64, CycleUnit), TimeError> {
    match span.step()? {
        Step::Days(days) => Ok((days, CycleUnit::Days)),
        Step::Months(months) => Ok((months, CycleUnit::Months(rule))),
        Step::BusinessDays(_) => Err(TimeError::NotWholeDays { span }),
    }
}

impl Cycle {
    /// A cycle that begins on its anchor; `step` is above 0.
    pub(super) const fn new(anchor: NaiveDate, step: i64, unit: CycleUnit) -> Self {
        Self {
            anchor,
            offset: 0,
            step,
            unit,
        }
    }

    /// The same cycle, beginning so many days or months after its anchor.
    pub(super) const fn beginning_after(self, offset: i64) -> Self {
        Self { offset, ..self }
    }

    /// The n-th date, counted from 0.
    #[inline]
    pub(super) fn nth(&self, n: i64) -> Result<NaiveDate, TimeError> {
        let steps = n
            .checked_mul(self.step)
            .and_then(|steps| steps.checked_add(self.offset));
        let steps = steps
            .ok_or_else(|| out_of_range(format_args!("{} with {n} steps added", self.anchor)))?;
        match self.unit {
            CycleUnit::Days => add_days(self.anchor, steps),
            CycleUnit::Months(rule) => add_months(self.anchor, steps, rule),
        }
    }

    /// The first n, 0 or more, whose date is on or after a date; by arithmetic, not by walking.
    pub(super) fn first_from(&self, date: NaiveDate) -> i64 {
        let apart = match self.unit {
            CycleUnit::Days => days_apart(self.anchor, date),
            CycleUnit::Months(_) => month_number(date).saturating_sub(month_number(self.anchor)),
        };
        let beyond = apart.saturating_sub(self.offset);
        let n = num_integer::Integer::div_ceil(&beyond, &self.step.max(1)).max(0);
        // In months, n is the first in the month of the date or later: the day may still be early.
        let early = self.nth(n).is_ok_and(|found| found < date);
        if early { n.saturating_add(1) } else { n }
    }

    /// The first n, 0 or more, whose date is after a date.
    pub(super) fn first_after(&self, date: NaiveDate) -> i64 {
        // The day after the last of all is no date of ours, but one that chrono has.
        self.first_from(date.succ_opt().unwrap_or(date))
    }
}
