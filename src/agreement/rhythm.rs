//! The periods of an agreement: which one is settled next.

use chrono::NaiveDate;

use super::deal::Agreement;
use super::refusal::AgreementError;
use crate::time::{Cadence, Period, Span};

impl Agreement {
    /// Returns the first day of the next period, or of the terms.
    pub fn next_period_from(&self) -> NaiveDate {
        let settled_until = self.account.state().settled_through();
        settled_until.unwrap_or(self.terms.sheet().start)
    }

    /// Returns the period that is settled next: up to the next date of the rhythm, cut where other
    /// terms or another division begin and where the terms end.
    ///
    /// None where the last statement was final, after the end of the terms, and where the
    /// agreement has neither a rhythm nor an end.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Time`] where a date cannot be computed.
    pub fn next_period(&self) -> Result<Option<Period>, AgreementError> {
        if self.account.state().is_closed() {
            return Ok(None);
        }
        self.period_from(self.next_period_from())
    }

    /// The period that begins on a day.
    pub(super) fn period_from(&self, from: NaiveDate) -> Result<Option<Period>, AgreementError> {
        let sheet = self.terms.sheet();
        let rhythm = match self.frame.settle_every {
            Some(every) => {
                let settling = Cadence::new("settlement", sheet.start, every, Span::days(0)?)?;
                // The first date after the day: the one in whose stretch the next day lies.
                let next = from.succ_opt().unwrap_or(from);
                let nth = settling.occurrence(next, &self.frame.calendar)?;
                Some(settling.due(nth, &self.frame.calendar)?)
            }
            None => sheet.end,
        };
        if sheet.end.is_some_and(|end| end <= from) {
            return Ok(None);
        }
        let terms = self.terms.versions().iter().map(|version| version.from);
        let divisions = self.division.versions().iter();
        let divisions = divisions.map(|version| version.from);
        let borders = terms.chain(divisions).filter(|start| *start > from);
        let Some(rhythm) = rhythm else {
            return Ok(None);
        };
        let to = borders.chain(sheet.end).fold(rhythm, NaiveDate::min);
        Ok(Some(Period::new(from, to)?))
    }
}
