//! [`Dated`]: what holds from a day on, until the next version.

use chrono::NaiveDate;

use crate::time::Period;

/// One version of something, and the first day on which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Version<T> {
    /// The first day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub from: NaiveDate,
    /// What holds.
    pub value: T,
}

/// Versions by their first days; each holds until the next one.
///
/// A limited change is two versions, the change and the return (spec/health-economics.md 9).
///
/// # Examples
///
/// ```
/// use partnership::agreement::{Dated, DatedError, Version};
/// use partnership::time::date;
///
/// let (january, march) = (date("2026-01-01")?, date("2026-03-01")?);
/// let halves = Version { from: january, value: "50/50" };
/// let mut division = Dated::new(vec![halves])?;
/// division.amend(Version { from: march, value: "60/40" }, Some(date("2026-02-01")?))?;
/// assert_eq!(division.at(date("2026-02-28")?), Some(&"50/50"));
/// assert_eq!(division.at(march), Some(&"60/40"));
///
/// let late = Version { from: january, value: "70/30" };
/// let refused = division.amend(late, Some(march)).unwrap_err();
/// assert_eq!(refused.to_string(), "what begins on 2026-01-01 would change what is settled up to 2026-03-01");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "Vec<Version<T>>", into = "Vec<Version<T>>"),
    serde(bound(
        serialize = "T: Clone + serde::Serialize",
        deserialize = "T: serde::Deserialize<'de>"
    ))
)]
pub struct Dated<T> {
    /// Ascending, and never empty.
    versions: Vec<Version<T>>,
}

impl<T> Dated<T> {
    /// Puts versions in the order of their first days.
    ///
    /// # Errors
    ///
    /// [`DatedError::NoVersion`], [`DatedError::SameStart`].
    pub fn new(mut versions: Vec<Version<T>>) -> Result<Self, DatedError> {
        if versions.is_empty() {
            return Err(DatedError::NoVersion);
        }
        versions.sort_by_key(|version| version.from);
        let twice = versions.windows(2).find_map(|pair| match pair {
            [left, right] if left.from == right.from => Some(left.from),
            _ => None,
        });
        match twice {
            Some(from) => Err(DatedError::SameStart { from }),
            None => Ok(Self { versions }),
        }
    }

    /// Returns the versions, earliest first.
    pub fn versions(&self) -> &[Version<T>] {
        &self.versions
    }

    /// Returns the version that holds on a day, if there is one yet.
    pub fn version_at(&self, on: NaiveDate) -> Option<&Version<T>> {
        let started = self.versions.partition_point(|version| version.from <= on);
        started.checked_sub(1).and_then(|at| self.versions.get(at))
    }

    /// Returns what holds on a day, if there is something yet.
    pub fn at(&self, on: NaiveDate) -> Option<&T> {
        self.version_at(on).map(|version| &version.value)
    }

    /// Adds a version; what was settled, up to the day given and without it, is never rewritten.
    ///
    /// # Errors
    ///
    /// [`DatedError::PeriodClosed`], [`DatedError::SameStart`]; nothing is changed then.
    pub fn amend(
        &mut self,
        version: Version<T>,
        settled_until: Option<NaiveDate>,
    ) -> Result<(), DatedError> {
        let from = version.from;
        if let Some(settled_until) = settled_until.filter(|until| from < *until) {
            return Err(DatedError::PeriodClosed {
                from,
                settled_until,
            });
        }
        let at = self.versions.partition_point(|known| known.from < from);
        if self
            .versions
            .get(at)
            .is_some_and(|known| known.from == from)
        {
            return Err(DatedError::SameStart { from });
        }
        self.versions.insert(at, version);
        Ok(())
    }

    /// Returns a period cut at every version that begins inside it, with what holds in each part.
    ///
    /// # Errors
    ///
    /// [`DatedError::NoVersionAt`] where nothing holds on the first day.
    pub fn parts(&self, period: Period) -> Result<Vec<(Period, &T)>, DatedError> {
        let on = period.from();
        let mut holds = self.at(on).ok_or(DatedError::NoVersionAt { on })?;
        let mut parts = Vec::new();
        let mut rest = period;
        for version in &self.versions {
            if let Some((before, after)) = rest.split_at(version.from) {
                parts.push((before, holds));
                (rest, holds) = (after, &version.value);
            }
        }
        parts.push((rest, holds));
        Ok(parts)
    }
}

impl<T> TryFrom<Vec<Version<T>>> for Dated<T> {
    type Error = DatedError;

    fn try_from(versions: Vec<Version<T>>) -> Result<Self, DatedError> {
        Self::new(versions)
    }
}

impl<T> From<Dated<T>> for Vec<Version<T>> {
    fn from(dated: Dated<T>) -> Self {
        dated.versions
    }
}

/// Why versions are refused, or nothing holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatedError {
    /// No version at all.
    #[error("no version")]
    NoVersion,
    /// Two versions begin on one day.
    #[error("two versions begin on {from}")]
    SameStart {
        /// The day.
        from: NaiveDate,
    },
    /// Nothing holds on a day.
    #[error("nothing holds on {on} yet")]
    NoVersionAt {
        /// The day.
        on: NaiveDate,
    },
    /// A version would change what is settled.
    #[error("what begins on {from} would change what is settled up to {settled_until}")]
    PeriodClosed {
        /// The first day of the version.
        from: NaiveDate,
        /// The day after the last one that is settled.
        settled_until: NaiveDate,
    },
}
