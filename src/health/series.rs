//! [`Series`]: a figure over time, its [`Trend`], and what it sets off ([`Trigger`]).

use chrono::NaiveDate;

use crate::explain::ExplainError;
use crate::ratio::{Ratio, RatioError};

/// A figure on a day, or a day on which it was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Point {
    /// The day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// The figure; none if it was missed, which is not zero.
    #[cfg_attr(feature = "serde", serde(default))]
    pub value: Option<Ratio>,
}

/// A run of points as it is written down.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSeries {
    points: Vec<Point>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSeries> for Series {
    type Error = SeriesError;

    fn try_from(raw: RawSeries) -> Result<Self, SeriesError> {
        Self::new(raw.points)
    }
}

mod sealed_value {
    use super::{Point, SeriesError};

    /// Points whose days rise; a missed one keeps its place and is never filled in.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    /// use partnership::health::{Direction, Point, Series};
    /// use partnership::time::date;
    ///
    /// let point = |day: &str, value: i64| -> Result<Point, partnership::Error> {
    ///     Ok(Point { on: date(day)?, value: Some(value.into()) })
    /// };
    /// let trust = Series::new(vec![
    ///     point("2026-01-01", 8)?,
    ///     point("2026-02-01", 8)?,
    ///     point("2026-03-01", 7)?,
    ///     point("2026-04-01", 6)?,
    /// ])?;
    /// let trend = trust.trend(Ratio::ZERO)?;
    /// assert_eq!(trend.slope, Some("-7/10".parse()?));
    /// assert_eq!((trend.direction, trend.falls), (Some(Direction::Down), 2));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawSeries"))]
    #[doc(alias = "time series")]
    pub struct Series {
        points: Vec<Point>,
    }

    impl Series {
        /// Returns the series of points whose days rise.
        ///
        /// # Errors
        ///
        /// Of the first pair that does not: [`SeriesError::DuplicateDate`],
        /// [`SeriesError::OutOfOrder`].
        pub fn new(points: Vec<Point>) -> Result<Self, SeriesError> {
            for (before, after) in points.iter().zip(points.iter().skip(1)) {
                if before.on == after.on {
                    return Err(SeriesError::DuplicateDate { on: after.on });
                }
                if before.on > after.on {
                    return Err(SeriesError::OutOfOrder {
                        on: after.on,
                        after: before.on,
                    });
                }
            }
            Ok(Self { points })
        }

        /// Returns the points.
        pub fn points(&self) -> &[Point] {
            &self.points
        }
    }
}
pub use sealed_value::Series;

/// Which way a figure went last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Direction {
    /// Up by more than the band.
    Up,
    /// Down by more than the band.
    Down,
    /// Neither.
    Flat,
}

/// Where a series goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Trend {
    /// The last known value.
    pub last: Option<Ratio>,
    /// What it changed by from the known value before.
    pub change: Option<Ratio>,
    /// Which way that is.
    pub direction: Option<Direction>,
    /// How many known values in a row fell, up to the last.
    pub falls: u32,
    /// The days that were missed.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::time::date_text::list::serialize")
    )]
    pub missed: Vec<NaiveDate>,
    /// The slope of the least-squares line, per place in the series.
    pub slope: Option<Ratio>,
}

impl Series {
    /// Returns the days and values that are known.
    pub(super) fn known(&self) -> impl DoubleEndedIterator<Item = (NaiveDate, Ratio)> {
        self.points()
            .iter()
            .filter_map(|point| Some((point.on, point.value?)))
    }

    /// Returns where the series goes; a change within the band is flat.
    ///
    /// `slope = (n S(iy) - S(i) S(y)) / (n S(i^2) - S(i)^2)` over the n known points, i their
    /// place counting missed ones (spec/health-economics.md 2).
    ///
    /// # Errors
    ///
    /// [`SeriesError::BadThreshold`] for a band below 0, [`SeriesError::Overflow`].
    pub fn trend(&self, band: Ratio) -> Result<Trend, SeriesError> {
        if band.is_negative() {
            return Err(SeriesError::BadThreshold { value: band });
        }
        let mut last_first = self.known().map(|(_, value)| value).rev();
        let last = last_first.next();
        let change = match (last, last_first.next()) {
            (Some(last), Some(before)) => Some(last.checked_sub(before)?),
            _ => None,
        };
        let direction = change.map(|change| match change {
            change if change > band => Direction::Up,
            change if change < -band => Direction::Down,
            _ => Direction::Flat,
        });
        let mut falls: u32 = 0;
        let mut before = None;
        for (_, value) in self.known() {
            let fell = before.is_some_and(|before| value < before);
            falls = if fell { falls.saturating_add(1) } else { 0 };
            before = Some(value);
        }
        let missed = self.points().iter().filter(|point| point.value.is_none());
        Ok(Trend {
            last,
            change,
            direction,
            falls,
            missed: missed.map(|point| point.on).collect(),
            slope: self.slope()?,
        })
    }

    fn slope(&self) -> Result<Option<Ratio>, RatioError> {
        let (mut n, mut places, mut squares) = (Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
        let (mut values, mut products) = (Ratio::ZERO, Ratio::ZERO);
        for (place, point) in (0_u64..).zip(self.points()) {
            let (place, Some(value)) = (Ratio::from(place), point.value) else {
                continue;
            };
            n = n.checked_add(Ratio::ONE)?;
            places = places.checked_add(place)?;
            squares = squares.checked_add(place.checked_mul(place)?)?;
            values = values.checked_add(value)?;
            products = products.checked_add(place.checked_mul(value)?)?;
        }
        if n <= Ratio::ONE {
            return Ok(None);
        }
        let above = (n.checked_mul(products)?).checked_sub(places.checked_mul(values)?)?;
        let below = (n.checked_mul(squares)?).checked_sub(places.checked_mul(places)?)?;
        above.checked_div(below).map(Some)
    }
}

/// A trigger as it is written down.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTrigger {
    enter_below: Ratio,
    #[serde(default)]
    leave_at: Option<Ratio>,
    #[serde(default)]
    for_periods: Option<u32>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawTrigger> for Trigger {
    type Error = SeriesError;

    fn try_from(raw: RawTrigger) -> Result<Self, SeriesError> {
        let leave_at = raw.leave_at.unwrap_or(raw.enter_below);
        Self::new(raw.enter_below, leave_at, raw.for_periods.unwrap_or(1))
    }
}

mod sealed_trigger {
    use super::SeriesError;
    use crate::ratio::Ratio;

    /// What goes on below one line, and off again from another on.
    ///
    /// # Examples
    ///
    /// Trust under 7 needs a talk, until it is 8 again; 7 itself passes.
    ///
    /// ```
    /// use partnership::health::{Point, Series, Trigger};
    /// use partnership::time::date;
    ///
    /// let talk = Trigger::new("7".parse()?, "8".parse()?, 1)?;
    /// let mut points = vec![Point { on: date("2026-01-01")?, value: Some("7".parse()?) }];
    /// assert!(!talk.run(&Series::new(points.clone())?).active);
    /// points.push(Point { on: date("2026-02-01")?, value: Some("6.9".parse()?) });
    /// points.push(Point { on: date("2026-03-01")?, value: Some("7.5".parse()?) });
    /// assert_eq!(talk.run(&Series::new(points)?).since, Some(date("2026-02-01")?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawTrigger"))]
    #[doc(alias = "hysteresis")]
    pub struct Trigger {
        enter_below: Ratio,
        leave_at: Ratio,
        for_periods: u32,
    }

    impl Trigger {
        /// Returns what goes on at the n-th known value in a row strictly below one line, and off
        /// at the first one that reaches the other.
        ///
        /// # Errors
        ///
        /// [`SeriesError::BadThreshold`] if it is left below where it is entered, or for no
        /// period at all.
        pub fn new(
            enter_below: Ratio,
            leave_at: Ratio,
            for_periods: u32,
        ) -> Result<Self, SeriesError> {
            if leave_at < enter_below {
                return Err(SeriesError::BadThreshold { value: leave_at });
            }
            if for_periods == 0 {
                return Err(SeriesError::BadThreshold { value: Ratio::ZERO });
            }
            Ok(Self {
                enter_below,
                leave_at,
                for_periods,
            })
        }

        /// Returns the line below which it goes on.
        pub const fn enter_below(&self) -> Ratio {
            self.enter_below
        }

        /// Returns the line from which it goes off.
        pub const fn leave_at(&self) -> Ratio {
            self.leave_at
        }

        /// Returns how many known values in a row it takes.
        pub const fn for_periods(&self) -> u32 {
            self.for_periods
        }
    }
}
pub use sealed_trigger::Trigger;

/// Whether something goes on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// A day on which a trigger went on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Switched {
    /// The day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// Which.
    pub state: Switch,
}

/// What a trigger did over a series.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TriggerRun {
    /// Whether it is on at the end.
    pub active: bool,
    /// Since when.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text::option"))]
    pub since: Option<NaiveDate>,
    /// Every time it went on or off.
    pub changes: Vec<Switched>,
}

impl Trigger {
    /// Returns what it does over a series; a missed point neither counts nor starts again.
    pub fn run(&self, series: &Series) -> TriggerRun {
        let mut changes = Vec::new();
        let mut since = None;
        let mut below: u32 = 0;
        for (on, value) in series.known() {
            if since.is_some() {
                if value >= self.leave_at() {
                    (since, below) = (None, 0);
                    changes.push(Switched {
                        on,
                        state: Switch::Off,
                    });
                }
                continue;
            }
            below = if value < self.enter_below() {
                below.saturating_add(1)
            } else {
                0
            };
            if below >= self.for_periods() {
                since = Some(on);
                changes.push(Switched {
                    on,
                    state: Switch::On,
                });
            }
        }
        TriggerRun {
            active: since.is_some(),
            since,
            changes,
        }
    }
}

/// Why points are no series, or a series has no trend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// Two points of one day.
    #[error("two points of {on}")]
    DuplicateDate {
        /// The day.
        on: NaiveDate,
    },
    /// A point that is earlier than the one before.
    #[error("the point of {on} stands after that of {after}")]
    OutOfOrder {
        /// Its day.
        on: NaiveDate,
        /// The day of the point before.
        after: NaiveDate,
    },
    /// A band below 0, a trigger that is left below where it is entered, or for no period.
    #[error("the threshold {value} is out of order")]
    BadThreshold {
        /// The threshold.
        value: Ratio,
    },
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// A figure could not be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
