//! [`Term`]: the terms of an agreement, one after the other, and which of them runs.

use chrono::NaiveDate;

use super::cycle::{Cycle, civil};
use super::date::{in_range, out_of_range};
use super::error::TimeError;
use super::month::MonthRule;
use super::period::Period;
use super::span::Span;

/// What follows the first term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Renewal {
    /// Nothing: it ends.
    Never,
    /// Another term, and another, until somebody gives notice.
    #[doc(alias = "automatic renewal")]
    #[doc(alias = "evergreen")]
    Tacit {
        /// How long each further term is; `None` as long as the first.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        every: Option<Span>,
    },
    /// As many further terms as were agreed upon.
    Express {
        /// How long each further term is; `None` as long as the first.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        every: Option<Span>,
        /// How many further terms were agreed upon so far.
        #[cfg_attr(feature = "serde", serde(default))]
        agreed: u32,
    },
}

impl Renewal {
    /// The length of a further term, if one is given.
    const fn every(self) -> Option<Span> {
        match self {
            Self::Never => None,
            Self::Tacit { every } | Self::Express { every, .. } => every,
        }
    }

    /// How many terms there are, if they are counted.
    fn terms(self) -> Option<i64> {
        match self {
            Self::Never => Some(1),
            Self::Tacit { .. } => None,
            Self::Express { agreed, .. } => Some(i64::from(agreed).saturating_add(1)),
        }
    }
}

mod sealed_value {
    use super::{MonthRule, NaiveDate, Renewal, Span, TimeError, civil, in_range};

    /// The terms of an agreement: a first one, and what follows it.
    ///
    /// Every boundary is counted from the start, so that a term that begins on the 31st does not
    /// lose its day for good after February. How long the first term is and how long the further
    /// ones are stand apart (spec/time.md 3).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::time::{MonthRule, Period, Renewal, Span, Term, TermStatus};
    ///
    /// let day = |text: &str| text.parse::<Period>().map(|period| period.from());
    /// let start = day("2019-01-01..2019-01-02")?;
    /// let renewal = Renewal::Tacit { every: Some(Span::months(12)?) };
    /// let term = Term::new(start, Span::months(60)?, renewal, MonthRule::SameDay)?;
    ///
    /// // Sixty months, then twelve each time: not sixty again.
    /// let present = term.at(day("2024-04-22..2024-04-23")?)?;
    /// assert_eq!(present.number(), 2);
    /// assert_eq!(present.period().to_string(), "2024-01-01..2025-01-01");
    /// assert_eq!(present.status(), TermStatus::Running);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawTerm"))]
    #[doc(alias = "contract duration")]
    pub struct Term {
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        start: NaiveDate,
        initial: Span,
        renewal: Renewal,
        month_end: MonthRule,
    }

    impl Term {
        /// Returns the terms that begin on a day.
        ///
        /// # Errors
        ///
        /// [`TimeError::NotWholeDays`] for hours and business days, [`TimeError::ZeroSpan`], then
        /// [`TimeError::OutOfRange`].
        pub fn new(
            start: NaiveDate,
            initial: Span,
            renewal: Renewal,
            month_end: MonthRule,
        ) -> Result<Self, TimeError> {
            let spans = [Some(initial), renewal.every()];
            for span in spans.into_iter().flatten() {
                civil(span, month_end)?;
            }
            for span in spans.into_iter().flatten() {
                span.above_zero()?;
            }
            Ok(Self {
                start: in_range(start)?,
                initial,
                renewal,
                month_end,
            })
        }

        /// Returns the first day of the first term.
        pub const fn start(&self) -> NaiveDate {
            self.start
        }

        /// Returns the length of the first term.
        pub const fn initial(&self) -> Span {
            self.initial
        }

        /// Returns what follows the first term.
        pub const fn renewal(&self) -> Renewal {
            self.renewal
        }

        /// Returns what becomes of the last day of a month.
        pub const fn month_end(&self) -> MonthRule {
            self.month_end
        }
    }
}
pub use sealed_value::Term;

impl Term {
    /// Returns which term a day belongs to, and whether it runs.
    ///
    /// Before the start that is the first term, after the end the last one.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] if the day or the end of its term is.
    pub fn at(&self, on: NaiveDate) -> Result<TermAt, TimeError> {
        in_range(on)?;
        let ends = self.ends()?;
        let running = ends.first_after(on).saturating_add(1);
        let last = self.renewal().terms();
        let (number, status) = match last {
            _ if on < self.start() => (1, TermStatus::NotStarted),
            Some(last) if running > last => (last, TermStatus::Ended),
            _ => (running, TermStatus::Running),
        };
        let before = number.saturating_sub(2);
        let from = if number == 1 {
            self.start()
        } else {
            ends.nth(before)?
        };
        let period = Period::new(from, ends.nth(before.saturating_add(1))?)?;
        let number = u32::try_from(number).map_err(|_| out_of_range(on))?;
        Ok(TermAt {
            number,
            period,
            status,
        })
    }

    /// The boundaries between terms: the n-th, from 0, ends term n + 1.
    fn ends(&self) -> Result<Cycle, TimeError> {
        let every = self.renewal().every().unwrap_or(self.initial());
        let (first, first_unit) = civil(self.initial(), self.month_end())?;
        let (step, unit) = civil(every, self.month_end())?;
        if first_unit == unit {
            return Ok(Cycle::new(self.start(), step, unit).beginning_after(first));
        }
        // Days and months do not add up, so further terms count from the end of the first.
        let end = Cycle::new(self.start(), first, first_unit).nth(1)?;
        Ok(Cycle::new(end, step, unit))
    }

    /// The first last day of a term on or after a day, as if the terms renewed by themselves.
    pub(super) fn end_from(&self, date: NaiveDate) -> Result<NaiveDate, TimeError> {
        let ends = self.ends()?;
        let end = ends.nth(ends.first_after(date))?;
        // A boundary lies after the start, so there is a day before it.
        Ok(end.pred_opt().unwrap_or(end))
    }
}

/// The terms as they travel.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    #[serde(with = "crate::time::date_text")]
    start: NaiveDate,
    initial: Span,
    renewal: Renewal,
    #[serde(default)]
    month_end: MonthRule,
}

#[cfg(feature = "serde")]
impl TryFrom<RawTerm> for Term {
    type Error = TimeError;

    fn try_from(raw: RawTerm) -> Result<Self, TimeError> {
        Self::new(raw.start, raw.initial, raw.renewal, raw.month_end)
    }
}

/// Which term a day belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TermAt {
    number: u32,
    period: Period,
    status: TermStatus,
}

impl TermAt {
    /// Returns the number of the term, counted from 1.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Returns the days of the term.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Returns whether the term runs.
    pub const fn status(&self) -> TermStatus {
        self.status
    }
}

/// Whether a term runs on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TermStatus {
    /// The first term is still to come.
    NotStarted,
    /// The day is one of the term.
    Running,
    /// The last term is over.
    Ended,
}
