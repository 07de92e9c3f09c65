//! [`NoticeWindow`]: when notice may be given, and when it takes effect.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::date::in_range;
use super::error::TimeError;
use super::month::last_of_month;
use super::roll::Roll;
use super::span::Span;
use super::term::Term;

/// How long before the end of a term notice may and must be given.
///
/// A rule is plain data; hours are refused when it is [checked](Self::check) or used. Spans count
/// back as they count forward: months clamp, business days skip, and no business days at all roll
/// to the one before (spec/time.md 5).
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, NoticeVerdict, NoticeWindow, Period, Roll, Span};
///
/// let term: Period = "2026-02-02..=2027-02-01".parse()?;
/// let rule = NoticeWindow {
///     earliest: Some(Span::days(45)?),
///     latest: Span::days(15)?,
///     roll: Roll::None,
/// };
/// let dates = rule.dates(term.last_day(), &Calendar::default())?;
/// assert_eq!(dates.closes().to_string(), "2027-01-17");
/// assert_eq!(dates.verdict(dates.closes()), NoticeVerdict::InTime);
/// // A notice can be too early as well.
/// assert_eq!(dates.verdict(term.from()), NoticeVerdict::Early);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "cancellation")]
#[doc(alias = "termination notice")]
pub struct NoticeWindow {
    /// How long before the end notice may be given first; `None` at any time.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub earliest: Option<Span>,
    /// How long before the end notice must be given.
    pub latest: Span,
    /// Where the last day goes that is not a business day.
    #[cfg_attr(feature = "serde", serde(default))]
    pub roll: Roll,
}

impl NoticeWindow {
    /// Checks that the window is in days at all.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotWholeDays`] for a span in hours.
    pub fn check(&self) -> Result<(), TimeError> {
        for span in self.earliest.into_iter().chain([self.latest]) {
            span.step()?;
        }
        Ok(())
    }

    /// Returns the days of the window before an anchor: the last day of the term, or the renewal
    /// date where a clause counts back from that.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check); [`TimeError::OutOfRange`], [`TimeError::NotCovered`] and
    /// [`TimeError::NoBusinessDay`] from counting; [`TimeError::WindowReversed`] if the window
    /// would close before it opens, or after the anchor.
    pub fn dates(&self, anchor: NaiveDate, calendar: &Calendar) -> Result<NoticeDates, TimeError> {
        self.check()?;
        let closes = calendar.roll(calendar.before(anchor, self.latest)?, self.roll)?;
        let opens = match self.earliest {
            Some(earliest) => Some(calendar.before(anchor, earliest)?),
            None => None,
        };
        if closes > anchor {
            return Err(TimeError::WindowReversed { opens, closes });
        }
        NoticeDates::new(opens, closes)
    }
}

mod sealed_value {
    use super::{NaiveDate, TimeError, in_range};

    /// The days on which notice is in time: from `opens`, if there is such a day, through
    /// `closes`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawDates"))]
    pub struct NoticeDates {
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text::option"))]
        opens: Option<NaiveDate>,
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        closes: NaiveDate,
    }

    impl NoticeDates {
        /// Returns a window with its first day, if it has one, and its last.
        ///
        /// # Errors
        ///
        /// [`TimeError::OutOfRange`], and [`TimeError::WindowReversed`] if the window closes
        /// before it opens.
        pub fn new(opens: Option<NaiveDate>, closes: NaiveDate) -> Result<Self, TimeError> {
            in_range(closes)?;
            match opens {
                Some(date) if in_range(date)? > closes => {
                    Err(TimeError::WindowReversed { opens, closes })
                }
                _ => Ok(Self { opens, closes }),
            }
        }

        /// Returns the first day on which notice is not too early, if there is one.
        pub const fn opens(&self) -> Option<NaiveDate> {
            self.opens
        }

        /// Returns the last day on which notice is not too late.
        pub const fn closes(&self) -> NaiveDate {
            self.closes
        }
    }
}
pub use sealed_value::NoticeDates;

impl NoticeDates {
    /// Returns what is to be said of a notice given on a day.
    pub fn verdict(&self, given_on: NaiveDate) -> NoticeVerdict {
        if self.opens().is_some_and(|opens| given_on < opens) {
            NoticeVerdict::Early
        } else if given_on <= self.closes() {
            NoticeVerdict::InTime
        } else {
            NoticeVerdict::Late
        }
    }
}

/// The days of a window as they travel.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDates {
    #[serde(default, with = "crate::time::date_text::option")]
    opens: Option<NaiveDate>,
    #[serde(with = "crate::time::date_text")]
    closes: NaiveDate,
}

#[cfg(feature = "serde")]
impl TryFrom<RawDates> for NoticeDates {
    type Error = TimeError;

    fn try_from(raw: RawDates) -> Result<Self, TimeError> {
        Self::new(raw.opens, raw.closes)
    }
}

/// What is to be said of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum NoticeVerdict {
    /// Before the window opens: it does not count.
    Early,
    /// On one of its days.
    InTime,
    /// After it has closed.
    Late,
}

/// To what day a notice takes effect once its span is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeRule<'a> {
    /// On the day on which the span ends.
    AfterSpan,
    /// On the last day of the month in which the span ends.
    MonthEnd,
    /// On the first last day of a term on or after that day; the terms are taken as renewing
    /// until notice is given, whatever they say of renewal.
    TermEnd(&'a Term),
}

/// Returns the day on which a notice takes effect that was served on a day; it is reached on that
/// day itself.
///
/// # Errors
///
/// [`TimeError::NotWholeDays`] for hours, [`TimeError::OutOfRange`], and for business days
/// [`TimeError::NotCovered`] and [`TimeError::NoBusinessDay`].
///
/// # Examples
///
/// ```
/// use partnership::time::{Calendar, MonthRule, NoticeRule, Period, Renewal, Span, Term, date};
/// use partnership::time::notice_effective;
///
/// let year: Period = "2026-01-01..2027-01-01".parse()?;
/// let renewal = Renewal::Tacit { every: Some(Span::months(6)?) };
/// let term = Term::new(year.from(), Span::years(1)?, renewal, MonthRule::SameDay)?;
///
/// // Served a day too late for the end of the year, so the next half year runs.
/// let served = date("2026-12-02")?;
/// let calendar = Calendar::default();
/// let end = notice_effective(served, Span::days(30)?, NoticeRule::TermEnd(&term), &calendar)?;
/// assert_eq!(end.to_string(), "2027-06-30");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn notice_effective(
    served: NaiveDate,
    span: Span,
    rule: NoticeRule<'_>,
    calendar: &Calendar,
) -> Result<NaiveDate, TimeError> {
    let over = calendar.after(served, span)?;
    match rule {
        NoticeRule::AfterSpan => Ok(over),
        NoticeRule::MonthEnd => Ok(last_of_month(over)),
        NoticeRule::TermEnd(term) => term.end_from(over),
    }
}
