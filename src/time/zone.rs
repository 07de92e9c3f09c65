//! [`Zone`]: the offsets of a place over time, as data, and the dates they give.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};

use super::date::{in_range, instant_in_range, out_of_range};
use super::error::TimeError;
use super::text::{InstantText, is_in_range};
use crate::text::{cut, serde_as_text};

mod sealed_offset {
    use super::{TimeError, offset_text};

    /// The time by which a place is ahead of UTC, in whole minutes, at most 18 hours.
    ///
    /// Text is `+01:00`, `-03:30`, `+00:00`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Offset {
        minutes: i32,
    }

    impl Offset {
        /// UTC itself.
        pub const UTC: Self = Self { minutes: 0 };

        /// Returns an offset of so many minutes, ahead of UTC if positive.
        ///
        /// # Errors
        ///
        /// [`TimeError::BadZone`] beyond 1,080 minutes on either side.
        pub fn from_minutes(minutes: i32) -> Result<Self, TimeError> {
            if minutes.unsigned_abs() > 1_080 {
                return Err(TimeError::BadZone {
                    text: offset_text(minutes),
                });
            }
            Ok(Self { minutes })
        }

        /// Returns the minutes ahead of UTC.
        pub const fn minutes(self) -> i32 {
            self.minutes
        }
    }
}
pub use sealed_offset::Offset;

impl Offset {
    /// The civil date of an instant under this offset.
    fn date_of(self, at: DateTime<Utc>) -> NaiveDate {
        shift(at, self.minutes()).date_naive()
    }

    /// The instant at which a date begins under this offset.
    fn midnight(self, date: NaiveDate) -> DateTime<Utc> {
        let midnight = Utc.from_utc_datetime(&date.and_time(NaiveTime::MIN));
        shift(midnight, self.minutes().saturating_neg())
    }
}

/// An instant moved by minutes; chrono's own range is far wider than ours.
fn shift(at: DateTime<Utc>, minutes: i32) -> DateTime<Utc> {
    let seconds = at
        .timestamp()
        .saturating_add(i64::from(minutes).saturating_mul(60));
    Utc.timestamp_opt(seconds, at.timestamp_subsec_nanos())
        .single()
        .unwrap_or(at)
}

/// The text of an offset of so many minutes.
fn offset_text(minutes: i32) -> String {
    let magnitude = minutes.unsigned_abs();
    let sign = if minutes < 0 { '-' } else { '+' };
    let hours = magnitude.checked_div(60).unwrap_or(0);
    let rest = magnitude.checked_rem(60).unwrap_or(0);
    format!("{sign}{hours:02}:{rest:02}")
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&offset_text(self.minutes()))
    }
}

impl FromStr for Offset {
    type Err = TimeError;

    /// Reads `+HH:MM` or `-HH:MM`; `-00:00`, which says that nobody knows, is refused.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let bad = || TimeError::BadZone { text: cut(text) };
        let &[sign, h1, h2, b':', m1, m2] = text.as_bytes() else {
            return Err(bad());
        };
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(i32::from(byte.wrapping_sub(b'0'))),
            _ => Err(bad()),
        };
        let two = |tens: u8, ones: u8| -> Result<i32, TimeError> {
            Ok(digit(tens)?.saturating_mul(10).saturating_add(digit(ones)?))
        };
        let (hours, rest) = (two(h1, h2)?, two(m1, m2)?);
        let minutes = hours.saturating_mul(60).saturating_add(rest);
        match sign {
            b'+' if rest < 60 => Self::from_minutes(minutes),
            b'-' if rest < 60 && minutes > 0 => Self::from_minutes(minutes.saturating_neg()),
            _ => Err(bad()),
        }
    }
}

serde_as_text!(Offset, "an offset such as \"+01:00\"");

/// The offsets of a place: one at first, and the instants at which it changes.
///
/// Callers fill it from a zone database, so that an agreement carries what its dates were
/// computed with. The date of an instant is never earlier than that of any earlier instant, also
/// where a place repeats its midnight (spec/time.md 2).
///
/// # Examples
///
/// ```
/// use partnership::time::{Zone, instant};
///
/// let change = instant("2026-03-29T01:00:00Z")?;
/// let berlin = Zone::new("+01:00".parse()?, vec![(change, "+02:00".parse()?)])?;
///
/// // Half past midnight on 1 July there.
/// let night = instant("2026-06-30T22:30:00Z")?;
/// assert_eq!(berlin.date_of(night)?.to_string(), "2026-07-01");
/// assert_eq!(Zone::UTC.date_of(night)?.to_string(), "2026-06-30");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "wire::RawZone", into = "wire::RawZone")
)]
pub struct Zone {
    first: Offset,
    changes: Vec<Change>,
}

/// An offset that holds from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Change {
    at: DateTime<Utc>,
    offset: Offset,
    /// The latest date that any instant before the change has.
    before: NaiveDate,
}

impl Zone {
    /// UTC: no offset, no changes.
    pub const UTC: Self = Self {
        first: Offset::UTC,
        changes: Vec::new(),
    };

    /// Returns a zone with a first offset, and those that hold from an instant on.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and [`TimeError::BadZone`] if the instants do not ascend.
    pub fn new(
        first: Offset,
        changes: impl IntoIterator<Item = (DateTime<Utc>, Offset)>,
    ) -> Result<Self, TimeError> {
        let mut zone = Self {
            first,
            changes: Vec::new(),
        };
        for (at, offset) in changes {
            instant_in_range(at)?;
            if zone.changes.last().is_some_and(|last| last.at >= at) {
                return Err(TimeError::BadZone {
                    text: InstantText(at).to_string(),
                });
            }
            let (present, floor) = match zone.changes.last() {
                Some(last) => (last.offset, last.before),
                None => (first, NaiveDate::MIN),
            };
            // On the instant itself the new offset holds: what counts is the date just before.
            let date = present.date_of(at);
            let begun = present.midnight(date) < at;
            let before = if begun {
                date
            } else {
                date.pred_opt().unwrap_or(date)
            };
            zone.changes.push(Change {
                at,
                offset,
                before: before.max(floor),
            });
        }
        Ok(zone)
    }

    /// Returns the offset before any change.
    pub const fn first(&self) -> Offset {
        self.first
    }

    /// Returns the instants at which the offset changes, ascending, with the offset from then on.
    pub fn changes(&self) -> impl ExactSizeIterator<Item = (DateTime<Utc>, Offset)> {
        self.changes.iter().map(|change| (change.at, change.offset))
    }

    /// Returns the civil date of an instant, never earlier than that of any earlier instant.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] if the instant or its date is.
    pub fn date_of(&self, at: DateTime<Utc>) -> Result<NaiveDate, TimeError> {
        instant_in_range(at)?;
        let begun = self.changes.partition_point(|change| change.at <= at);
        let last = begun.checked_sub(1).and_then(|last| self.changes.get(last));
        in_range(match last {
            Some(change) => change.offset.date_of(at).max(change.before),
            None => self.first.date_of(at),
        })
    }

    /// Returns the first instant whose date is after a date.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], also for 9999-12-31, after which there is no date.
    pub fn end_of(&self, date: NaiveDate) -> Result<DateTime<Utc>, TimeError> {
        let next = in_range(date)?
            .checked_add_days(Days::new(1))
            .filter(|next| is_in_range(*next));
        let next = next.ok_or_else(|| out_of_range(format_args!("the day after {date}")))?;
        // The first stretch between two changes in which a later date is reached.
        let stretch = self.changes.partition_point(|change| change.before <= date);
        let start = stretch
            .checked_sub(1)
            .and_then(|last| self.changes.get(last));
        instant_in_range(match start {
            Some(change) => change.offset.midnight(next).max(change.at),
            None => self.first.midnight(next),
        })
    }
}

#[cfg(feature = "serde")]
mod wire {
    use super::{Offset, TimeError, Zone};
    use crate::time::text::instant_text::Wire;

    /// A zone as it travels.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct RawZone {
        first: Offset,
        #[serde(default)]
        changes: Vec<(Wire, Offset)>,
    }

    impl TryFrom<RawZone> for Zone {
        type Error = TimeError;

        fn try_from(raw: RawZone) -> Result<Self, TimeError> {
            Self::new(
                raw.first,
                raw.changes
                    .into_iter()
                    .map(|(wire, offset)| (wire.0, offset)),
            )
        }
    }

    impl From<Zone> for RawZone {
        fn from(zone: Zone) -> Self {
            let changes = zone
                .changes()
                .map(|(at, offset)| (Wire(at), offset))
                .collect();
            Self {
                first: zone.first,
                changes,
            }
        }
    }
}
