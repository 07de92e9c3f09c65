//! [`Moment`]: an instant together with the date that it has where the parties are.

use chrono::{DateTime, NaiveDate, Utc};

use super::date::{days_apart, in_range, instant_in_range};
use super::error::TimeError;
use super::text::has_text;

mod sealed_value {
    use super::instant_in_range;
    use super::{DateTime, NaiveDate, TimeError, Utc, days_apart, has_text, in_range};

    /// An instant in UTC and its civil date, which a zone far away may differ in by a day.
    ///
    /// Hours are counted from the instant, days from the date; keeping both means that replay
    /// needs no zone database (spec/time.md 1). A [`Calendar`](super::super::Calendar) makes
    /// both from an instant.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[doc(alias = "timestamp")]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawMoment"))]
    pub struct Moment {
        #[cfg_attr(feature = "serde", serde(with = "crate::time::instant_text"))]
        at: DateTime<Utc>,
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
    }

    impl Moment {
        /// Returns an instant with its civil date.
        ///
        /// # Errors
        ///
        /// [`TimeError::OutOfRange`], and [`TimeError::BadMoment`] if the date is more than one
        /// day from the UTC date of the instant, or the instant is a leap second.
        pub fn new(at: DateTime<Utc>, on: NaiveDate) -> Result<Self, TimeError> {
            instant_in_range(at)?;
            in_range(on)?;
            let near = days_apart(at.date_naive(), on).unsigned_abs() <= 1;
            if near && has_text(at) {
                Ok(Self { at, on })
            } else {
                Err(TimeError::BadMoment { at, on })
            }
        }

        /// Returns the instant.
        pub const fn at(&self) -> DateTime<Utc> {
            self.at
        }

        /// Returns the civil date.
        pub const fn on(&self) -> NaiveDate {
            self.on
        }
    }
}
pub use sealed_value::Moment;

/// A moment as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMoment {
    #[serde(with = "crate::time::instant_text")]
    at: DateTime<Utc>,
    #[serde(with = "crate::time::date_text")]
    on: NaiveDate,
}

#[cfg(feature = "serde")]
impl TryFrom<RawMoment> for Moment {
    type Error = TimeError;

    fn try_from(raw: RawMoment) -> Result<Self, TimeError> {
        Self::new(raw.at, raw.on)
    }
}
