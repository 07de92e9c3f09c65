//! [`Window`]: over which stretch a measure is accumulated, and [`WindowKey`], one such stretch.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use super::canonical::{Canonical, field};
use crate::text::{cut, is_whole, serde_as_text};
use crate::time::{MonthRule, Period, TimeError, add_months, parse_date};

/// Over which stretch a measure is accumulated (spec/compensation.md 5).
///
/// A share of 10% over a `Lifetime` window pays 0.50 on a hundred sales of 0.05, whatever the
/// periods in which they arrive; over single events it would pay 1.00 or nothing.
///
/// Months count from the anchor of the terms, or from a day of their own: a fee by calendar month
/// and tiers by a contract year from 23 July stand in one sheet (spec/contracts.md X7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// Each sale and refund alone, in the period in which it was reported.
    Event,
    /// Each settled period alone.
    Period,
    /// So many periods together, counted from the first: 1 to n, n + 1 to 2n, and so on.
    Periods(u32),
    /// So many months together, counted from the anchor of the terms.
    Months(u32),
    /// So many months together, counted from a day of their own, which is the start at the latest.
    #[doc(alias = "contract year")]
    MonthsFrom {
        /// How many.
        months: u32,
        /// The day from which they count.
        anchor: NaiveDate,
    },
    /// The whole agreement.
    Lifetime,
}

/// The most months that a window can have.
const MOST_MONTHS: u32 = 1_200;
/// The most periods that a window can have.
const MOST_PERIODS: u32 = 10_000;

impl Window {
    /// Whether the count of a window is one that exists.
    pub(super) fn has_valid_count(self) -> bool {
        match self {
            Self::Periods(count) => (1..=MOST_PERIODS).contains(&count),
            Self::Months(months) | Self::MonthsFrom { months, .. } => {
                (1..=MOST_MONTHS).contains(&months)
            }
            Self::Event | Self::Period | Self::Lifetime => true,
        }
    }

    /// Whether the count exists, and its own anchor is no later than the start.
    pub(super) fn is_sound(self, start: NaiveDate) -> bool {
        let anchored = self.own_anchor().is_none_or(|anchor| anchor <= start);
        anchored && self.has_valid_count()
    }

    /// The day of its own that a window of months counts from.
    pub(super) const fn own_anchor(self) -> Option<NaiveDate> {
        match self {
            Self::MonthsFrom { anchor, .. } => Some(anchor),
            _ => None,
        }
    }

    /// How many months it has, if it is one of months.
    pub(super) const fn months(self) -> Option<u32> {
        match self {
            Self::Months(months) | Self::MonthsFrom { months, .. } => Some(months),
            _ => None,
        }
    }

    /// The same window where its own anchor is that of the sheet: as if it had none.
    pub(super) fn in_sheet(self, anchor: NaiveDate) -> Self {
        match self {
            Self::MonthsFrom {
                months,
                anchor: own,
            } if own == anchor => Self::Months(months),
            other => other,
        }
    }

    /// Whether each of its stretches lies in one of another window (spec/compensation.md 5);
    /// both counts are valid.
    pub(super) fn lies_in(self, outer: Self, anchor: NaiveDate) -> bool {
        match (self, outer) {
            (Self::Event | Self::Period, _) | (_, Self::Lifetime) => true,
            _ => self.times_in(outer, anchor).is_some(),
        }
    }

    /// How often it stands in one stretch of another window, if it fills such a stretch evenly.
    pub(super) fn times_in(self, outer: Self, anchor: NaiveDate) -> Option<u32> {
        if let (Some(inner), Some(months)) = (self.months(), outer.months()) {
            let from = self.own_anchor().unwrap_or(anchor);
            let outer_from = outer.own_anchor().unwrap_or(anchor);
            let apart = month_number(outer_from).saturating_sub(month_number(from));
            let meets = apart.checked_rem(i64::from(inner)) == Some(0);
            return times(inner, months).filter(|_| meets && from.day() == outer_from.day());
        }
        match (self, outer) {
            (Self::Period, Self::Periods(count)) => Some(count),
            (Self::Periods(inner), Self::Periods(outer)) => times(inner, outer),
            _ => (self == outer).then_some(1),
        }
    }

    /// The stretch that a period lies in, by its number and first day, where the sheet counts
    /// months from an anchor.
    pub(super) fn key(
        self,
        number: u32,
        from: NaiveDate,
        anchor: NaiveDate,
    ) -> Result<WindowKey, TimeError> {
        match self.in_sheet(anchor) {
            Self::Event | Self::Period => Ok(WindowKey::Periods {
                first: number,
                last: number,
            }),
            Self::Periods(count) => {
                let rank = number.saturating_sub(1).checked_div(count).unwrap_or(0);
                let first = rank.saturating_mul(count).saturating_add(1);
                let last = first.saturating_add(count.saturating_sub(1));
                Ok(WindowKey::Periods { first, last })
            }
            Self::Months(months) => months_around(from, anchor, months).map(WindowKey::Months),
            Self::MonthsFrom { months, anchor } => {
                let days = months_around(from, anchor, months)?;
                Ok(WindowKey::MonthsFrom { days, anchor })
            }
            Self::Lifetime => Ok(WindowKey::Lifetime),
        }
    }
}

/// How often one count stands in another, if it divides it.
fn times(inner: u32, outer: u32) -> Option<u32> {
    let times = outer.checked_div(inner)?;
    (times.checked_mul(inner) == Some(outer)).then_some(times)
}

/// The k-th `[anchor + k n months, anchor + (k + 1) n months)` that contains a date.
fn months_around(date: NaiveDate, anchor: NaiveDate, count: u32) -> Result<Period, TimeError> {
    let step = i64::from(count.max(1));
    let mut rank = month_number(date)
        .saturating_sub(month_number(anchor))
        .div_euclid(step);
    let nth = |rank: i64| add_months(anchor, rank.saturating_mul(step), MonthRule::SameDay);
    // The month is the right one or the next: a day before the anchor's belongs to the one before.
    if nth(rank)? > date {
        rank = rank.saturating_sub(1);
    }
    Period::new(nth(rank)?, nth(rank.saturating_add(1))?)
}

/// How many months of the calendar lie between the anchor and a first day of a window.
pub(super) fn months_from(anchor: NaiveDate, date: NaiveDate) -> u32 {
    let apart = month_number(date).saturating_sub(month_number(anchor));
    u32::try_from(apart).unwrap_or(0)
}

fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year())
        .saturating_mul(12)
        .saturating_add(i64::from(date.month()))
}

impl Canonical for Window {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Event => text.push_str("event"),
            Self::Period => text.push_str("period"),
            Self::Periods(count) => field(text, "periods", count),
            Self::Months(months) => field(text, "months", months),
            Self::MonthsFrom { months, anchor } => {
                field(text, "months", months);
                field(text, "anchor", anchor);
            }
            Self::Lifetime => text.push_str("lifetime"),
        }
    }
}

#[cfg(feature = "serde")]
mod door {
    use std::fmt;

    use serde::de::value::MapAccessDeserializer;
    use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
    use serde::ser::{Serialize, Serializer};

    use super::{NaiveDate, Window};
    use crate::text::present;

    /// A window with a count as it is written.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Counted {
        #[serde(
            default,
            deserialize_with = "present",
            skip_serializing_if = "Option::is_none"
        )]
        periods: Option<u32>,
        #[serde(
            default,
            deserialize_with = "present",
            skip_serializing_if = "Option::is_none"
        )]
        months: Option<u32>,
        #[serde(
            default,
            with = "crate::time::date_text::present",
            skip_serializing_if = "Option::is_none"
        )]
        anchor: Option<NaiveDate>,
    }

    impl Serialize for Window {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let (periods, months) = match *self {
                Self::Event => return serializer.serialize_str("event"),
                Self::Period => return serializer.serialize_str("period"),
                Self::Lifetime => return serializer.serialize_str("lifetime"),
                Self::Periods(periods) => (Some(periods), None),
                Self::Months(months) | Self::MonthsFrom { months, .. } => (None, Some(months)),
            };
            let anchor = self.own_anchor();
            Counted {
                periods,
                months,
                anchor,
            }
            .serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Window {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Written)
        }
    }

    struct Written;

    impl<'de> Visitor<'de> for Written {
        type Value = Window;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("event, period, lifetime, {periods} or {months, anchor}")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Window, E> {
            match text {
                "event" => Ok(Window::Event),
                "period" => Ok(Window::Period),
                "lifetime" => Ok(Window::Lifetime),
                other => Err(E::unknown_variant(other, &["event", "period", "lifetime"])),
            }
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Window, A::Error> {
            let counted = Counted::deserialize(MapAccessDeserializer::new(map))?;
            match (counted.periods, counted.months, counted.anchor) {
                (Some(periods), None, None) => Ok(Window::Periods(periods)),
                (None, Some(months), None) => Ok(Window::Months(months)),
                (None, Some(months), Some(anchor)) => Ok(Window::MonthsFrom { months, anchor }),
                _ => Err(A::Error::custom(
                    "a window is {periods} or {months, anchor}",
                )),
            }
        }
    }
}

/// One stretch of a [`Window`].
///
/// Text is `lifetime`, `p3` for the third period, `p4-6` for three periods, or a period of days
/// for months, with `@` and the day that they count from if it is their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WindowKey {
    /// The whole agreement.
    Lifetime,
    /// Periods from the first to the last number.
    Periods {
        /// The number of the first period.
        first: u32,
        /// The number of the last period, which may be the first.
        last: u32,
    },
    /// Months, as days.
    Months(Period),
    /// Months that count from a day of their own, as days.
    MonthsFrom {
        /// The days.
        days: Period,
        /// The day from which they count.
        anchor: NaiveDate,
    },
}

impl WindowKey {
    /// The days of a stretch of months.
    pub(super) const fn days(&self) -> Option<Period> {
        match *self {
            Self::Months(days) | Self::MonthsFrom { days, .. } => Some(days),
            Self::Lifetime | Self::Periods { .. } => None,
        }
    }

    /// The number of the stretch among those of its window, from 1, where the sheet counts months
    /// from an anchor; months before it count down from 0.
    pub(super) fn number(&self, window: Window, anchor: NaiveDate) -> i64 {
        match (*self, window) {
            (Self::Periods { first, .. }, Window::Periods(count)) => {
                let rank = first.saturating_sub(1).checked_div(count).unwrap_or(0);
                i64::from(rank).saturating_add(1)
            }
            (Self::Periods { first, .. }, _) => i64::from(first),
            (Self::Lifetime, _) => 1,
            (Self::Months(days) | Self::MonthsFrom { days, .. }, window) => {
                let anchor = window.own_anchor().unwrap_or(anchor);
                let apart = month_number(days.from()).saturating_sub(month_number(anchor));
                let months = i64::from(window.months().unwrap_or(1).max(1));
                apart.div_euclid(months).saturating_add(1)
            }
        }
    }

    /// The stretch in words, with its last day: `period 3`, `2026-01-01 to 2026-01-31`.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Lifetime => "lifetime".to_owned(),
            Self::Periods { first, last } if first == last => format!("period {first}"),
            Self::Periods { first, last } => format!("periods {first} to {last}"),
            Self::Months(days) | Self::MonthsFrom { days, .. } => {
                format!("{} to {}", days.from(), days.last_day())
            }
        }
    }

    /// The order in which stretches end: those of one kind by their ends, the lifetime last.
    pub(super) fn by_end(&self) -> impl Ord + use<> {
        match self {
            Self::Periods { first, last } => (0, Some((*last, *first)), None),
            Self::Months(days) | Self::MonthsFrom { days, .. } => {
                (1, None, Some((days.to(), days.from())))
            }
            Self::Lifetime => (2, None, None),
        }
    }

    /// Whether the stretch ends before a period that begins on a day.
    pub(super) fn is_over_before(&self, number: u32, from: NaiveDate) -> bool {
        match self {
            Self::Lifetime => false,
            Self::Periods { last, .. } => *last < number,
            Self::Months(days) | Self::MonthsFrom { days, .. } => days.to() <= from,
        }
    }
}

impl fmt::Display for WindowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lifetime => f.write_str("lifetime"),
            Self::Periods { first, last } if first == last => write!(f, "p{first}"),
            Self::Periods { first, last } => write!(f, "p{first}-{last}"),
            Self::Months(days) => days.fmt(f),
            Self::MonthsFrom { days, anchor } => write!(f, "{days}@{anchor}"),
        }
    }
}

impl FromStr for WindowKey {
    type Err = WindowError;

    fn from_str(text: &str) -> Result<Self, WindowError> {
        let malformed = || WindowError::Malformed { text: cut(text) };
        let number = |digits: &str| {
            let number = digits.parse::<u32>().ok().filter(|_| is_whole(digits));
            number.filter(|number| *number > 0).ok_or_else(malformed)
        };
        if text == "lifetime" {
            return Ok(Self::Lifetime);
        }
        let Some(periods) = text.strip_prefix('p') else {
            let days = |text: &str| text.parse::<Period>().map_err(|_| malformed());
            let Some((text, anchor)) = text.split_once('@') else {
                return days(text).map(Self::Months);
            };
            let (days, anchor) = (days(text)?, parse_date(anchor).ok_or_else(malformed)?);
            return Ok(Self::MonthsFrom { days, anchor });
        };
        let (first, last) = match periods.split_once('-') {
            None => (number(periods)?, number(periods)?),
            Some((first, last)) => (number(first)?, number(last)?),
        };
        if first > last || (first == last && periods.contains('-')) {
            return Err(malformed());
        }
        Ok(Self::Periods { first, last })
    }
}

serde_as_text!(
    WindowKey,
    "a window such as \"lifetime\", \"p3\" or a period of days"
);

/// Why a text is no window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// The text has not the form of a window.
    #[error("malformed window {text:?}: write lifetime, p3 or a period of days")]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
}
