//! Periods, spans, calendars, deadlines, terms, schedules, cadences and proration.
//!
//! Answers "when is it due, is it late, which term runs, what is the part of a month worth?" for
//! dates that the caller gives: nothing here reads a clock (spec/time.md).
//!
//! | question | type |
//! |---|---|
//! | which day, which instant? | [`date`], [`instant`] |
//! | which days? | [`Period`], half-open |
//! | how long? | [`Span`], with its unit |
//! | which day is it there? | [`Calendar`], [`Zone`] |
//! | is it too late, or long enough? | [`Deadline`] |
//! | when must it be paid? | [`DueRule`] |
//! | may notice still be given? | [`NoticeWindow`], [`notice_effective`] |
//! | which term runs? | [`Term`] |
//! | which dates follow? | [`Schedule`] |
//! | was it held, is it missed? | [`Cadence`] |
//! | what is a part of a month worth? | [`prorate`] |
//!
//! The boundary rules, once for all: a [`Period`] ends before its second date; the day of an anchor
//! is not counted; the last day, and the last instant, is in time; months count from the anchor and
//! never from each other; money is rounded at the dates where a slice begins or ends, so that
//! slices add up.
//!
//! Dates lie between 0001-01-01 and 9999-12-31; whatever leads outside is
//! [`TimeError::OutOfRange`]. Date text is exactly `YYYY-MM-DD`, instant text exactly
//! `YYYY-MM-DDTHH:MM:SSZ` with up to nine decimals of a second.
//!
//! # Examples
//!
//! ```
//! use partnership::time::{Basis, Calendar, DueRule, Period, Roll};
//! use chrono::NaiveDate;
//!
//! let january: Period = "2026-01-01..=2026-01-31".parse()?;
//! assert_eq!(january.days(), 31);
//! assert_eq!(january.to_string(), "2026-01-01..2026-02-01");
//!
//! // 30 days after the last day of January is a Monday.
//! let due = DueRule::net(30)?.due_on(january.last_day(), Roll::Following, &Calendar::default())?;
//! assert_eq!(due.to_string(), "2026-03-02");
//! # Ok::<(), partnership::Error>(())
//! ```

mod cadence;
mod calendar;
mod cycle;
mod date;
mod deadline;
mod due;
mod error;
mod moment;
mod month;
mod notice;
mod period;
mod proration;
mod roll;
mod schedule;
mod span;
mod span_doors;
mod term;
mod text;
mod weekend;
mod zone;

#[doc(no_inline)]
pub use chrono::{DateTime, NaiveDate, Utc};

pub use cadence::{Cadence, CadenceState, CadenceStatus};
pub use calendar::Calendar;
pub use date::{date, instant};
pub use deadline::{Deadline, ElapsedPart, ElapsedUnit, elapsed};
pub use due::{DueRule, days_late};
pub use error::TimeError;
pub use moment::Moment;
pub use month::{MonthRule, add_months};
pub use notice::{NoticeDates, NoticeRule, NoticeVerdict, NoticeWindow, notice_effective};
pub use period::Period;
pub use proration::{Basis, BillingRule, RecurringFee, Slice, billing_periods, prorate};
pub use roll::Roll;
pub use schedule::{Schedule, Stub};
pub use span::{Span, Unit};
pub use term::{Renewal, Term, TermAt, TermStatus};
pub use zone::{Offset, Zone};

pub(crate) use text::parse_date;
#[cfg(feature = "serde")]
pub(crate) use text::{date_text, instant_text};
