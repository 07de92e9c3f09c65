//! [`Score`] and [`Scale`]: decimals of at most four places, and where they may lie.

use std::fmt;
use std::str::FromStr;

use crate::ratio::{Ratio, RatioError};
use crate::text::{cut, serde_as_text};

/// How many of its units make 1.
const UNITS: i64 = 10_000;

/// The largest magnitude of a bound of a scale, in units.
const LARGEST: i64 = 1_000_000_000 * UNITS;

/// A score, limit or level: a decimal of at most 4 places, kept as whole ten-thousandths.
///
/// That it lies in a scale and on a step is checked where it meets its criterion. Trailing zeros
/// do not count (spec/alignment.md 1).
///
/// # Examples
///
/// ```
/// use partnership::alignment::Score;
///
/// let score: Score = "3.50".parse()?;
/// assert_eq!(score.to_string(), "3.5");
/// assert_eq!(Score::from(4).to_ratio(), 4_u32.into());
/// let error = "3.14159".parse::<Score>().unwrap_err();
/// assert_eq!(error.to_string(), "\"3.14159\" has more than 4 decimal places");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// Returns a score of so many ten-thousandths.
    pub const fn from_ten_thousandths(units: i64) -> Self {
        Self(units)
    }

    /// Returns the score in ten-thousandths.
    pub const fn to_ten_thousandths(self) -> i64 {
        self.0
    }

    /// Returns the exact value.
    pub fn to_ratio(self) -> Ratio {
        Ratio::from_basis_points(self.0)
    }
}

impl From<i32> for Score {
    fn from(whole: i32) -> Self {
        // A 32-bit number of ten thousands is far within 64 bits.
        Self(i64::from(whole).saturating_mul(UNITS))
    }
}

impl TryFrom<Ratio> for Score {
    type Error = ScoreError;

    fn try_from(value: Ratio) -> Result<Self, ScoreError> {
        let text = || value.to_string();
        let units = value.checked_mul(UNITS.into());
        let units = units.map_err(|_| ScoreError::OutOfBounds { text: text() })?;
        if !units.is_integer() {
            return Err(ScoreError::TooFine { text: text() });
        }
        let units = i64::try_from(units.numerator());
        let units = units.map_err(|_| ScoreError::OutOfBounds { text: text() })?;
        Ok(Self(units))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = UNITS.unsigned_abs();
        let whole = magnitude.checked_div(units).unwrap_or(0);
        let rest = magnitude.checked_rem(units).unwrap_or(0);
        if rest == 0 {
            return f.pad(&format!("{sign}{whole}"));
        }
        let decimals = format!("{rest:04}");
        f.pad(&format!("{sign}{whole}.{}", decimals.trim_end_matches('0')))
    }
}

impl fmt::Debug for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Score {
    type Err = ScoreError;

    fn from_str(text: &str) -> Result<Self, ScoreError> {
        let malformed = || ScoreError::Malformed { text: cut(text) };
        if text.contains(['/', '%']) {
            return Err(malformed());
        }
        let cut_text = |fault| match fault {
            ScoreError::TooFine { .. } => ScoreError::TooFine { text: cut(text) },
            ScoreError::OutOfBounds { .. } => ScoreError::OutOfBounds { text: cut(text) },
            other => other,
        };
        match text.parse::<Ratio>() {
            Ok(value) => Self::try_from(value).map_err(cut_text),
            Err(RatioError::Overflow { .. }) => Err(ScoreError::OutOfBounds { text: cut(text) }),
            Err(_) => Err(malformed()),
        }
    }
}

serde_as_text!(Score, "a decimal of at most 4 places");

/// Why a text or a number is no score.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// The text is no decimal.
    #[error("{text:?} is no decimal")]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// More than 4 decimal places.
    #[error("{text:?} has more than 4 decimal places")]
    TooFine {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// Beyond what any scale holds.
    #[error("{text:?} is beyond every scale")]
    OutOfBounds {
        /// What was given, cut to 64 characters.
        text: String,
    },
}

/// A scale from its least to its largest score, in equal steps: 1 to 5 by 1.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Scale, Score};
///
/// let half = Scale::new(Score::from(1), Score::from(5), "0.5".parse()?)?;
/// assert_eq!(half.level("3.5".parse()?)?, 5);
/// let error = half.level("3.25".parse()?).unwrap_err();
/// assert_eq!(error.to_string(), "3.25 is on no step of the scale 1 to 5 by 0.5");
/// let error = half.level(Score::from(6)).unwrap_err();
/// assert_eq!(error.to_string(), "6 is outside the scale 1 to 5 by 0.5");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "door::Raw"))]
#[doc(alias = "Likert scale")]
pub struct Scale {
    min: Score,
    max: Score,
    step: Score,
}

impl Scale {
    /// 1 to 5 by 1, the default.
    pub const FIVE: Self = Self {
        min: Score(UNITS),
        max: Score(50_000),
        step: Score(UNITS),
    };
    /// 1 to 10 by 1.
    pub const TEN: Self = Self {
        min: Score(UNITS),
        max: Score(100_000),
        step: Score(UNITS),
    };

    /// 0 to 10 by 1: what flows of an exchange are measured on.
    pub const FROM_ZERO: Self = Self {
        min: Score(0),
        max: Score(100_000),
        step: Score(UNITS),
    };

    /// Checks a scale.
    ///
    /// # Errors
    ///
    /// In this order: [`ScaleError::OutOfBounds`], [`ScaleError::NotAscending`],
    /// [`ScaleError::BadStep`].
    pub fn new(min: Score, max: Score, step: Score) -> Result<Self, ScaleError> {
        for bound in [min, max] {
            if bound.0.unsigned_abs() > LARGEST.unsigned_abs() {
                return Err(ScaleError::OutOfBounds { bound });
            }
        }
        if min >= max {
            return Err(ScaleError::NotAscending { min, max });
        }
        let width = max.0.saturating_sub(min.0);
        if step.0 <= 0 || width.checked_rem(step.0) != Some(0) {
            return Err(ScaleError::BadStep { min, max, step });
        }
        Ok(Self { min, max, step })
    }

    /// Returns the least score.
    pub const fn min(self) -> Score {
        self.min
    }

    /// Returns the largest score.
    pub const fn max(self) -> Score {
        self.max
    }

    /// Returns how far two neighbouring levels are apart.
    pub const fn step(self) -> Score {
        self.step
    }

    /// Returns how many steps lead from the least score to the largest: 4 for 1 to 5 by 1.
    pub fn steps(self) -> u64 {
        self.in_steps(self.max)
    }

    /// Returns whether a value lies within the scale, on a step or not.
    pub fn contains(self, value: Ratio) -> bool {
        self.min.to_ratio() <= value && value <= self.max.to_ratio()
    }

    /// Returns how many steps a score stands above the least.
    ///
    /// # Errors
    ///
    /// [`ScaleError::OutOfScale`], then [`ScaleError::OffStep`].
    pub fn level(self, score: Score) -> Result<u64, ScaleError> {
        if score < self.min || score > self.max {
            return Err(ScaleError::OutOfScale { score, scale: self });
        }
        // The score is within the scale, whose width is far within 64 bits.
        if score.0.wrapping_sub(self.min.0).checked_rem(self.step.0) != Some(0) {
            return Err(ScaleError::OffStep { score, scale: self });
        }
        Ok(self.in_steps(score))
    }

    /// How often the step goes into the way from the least score up to one of the scale.
    fn in_steps(self, score: Score) -> u64 {
        let above = score.0.saturating_sub(self.min.0).unsigned_abs();
        above.checked_div(self.step.0.unsigned_abs()).unwrap_or(0)
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::FIVE
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {} by {}", self.min, self.max, self.step)
    }
}

/// Why bounds and a step are no scale, or a score does not stand on one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScaleError {
    /// A bound's magnitude is above `10^9`.
    #[error("the bound {bound} of a scale is beyond 10^9")]
    OutOfBounds {
        /// The first such bound.
        bound: Score,
    },
    /// The least score is not below the largest.
    #[error("a scale from {min} to {max} does not ascend")]
    NotAscending {
        /// The least score.
        min: Score,
        /// The largest.
        max: Score,
    },
    /// The step is not above 0, or does not lead from the least to the largest score.
    #[error("steps of {step} do not lead from {min} to {max}")]
    BadStep {
        /// The least score.
        min: Score,
        /// The largest.
        max: Score,
        /// The step.
        step: Score,
    },
    /// A score below the least or above the largest.
    #[error("{score} is outside the scale {scale}")]
    OutOfScale {
        /// The score.
        score: Score,
        /// The scale.
        scale: Scale,
    },
    /// A score between two steps.
    #[error("{score} is on no step of the scale {scale}")]
    OffStep {
        /// The score.
        score: Score,
        /// The scale.
        scale: Scale,
    },
}

#[cfg(feature = "serde")]
mod door {
    use super::{Scale, ScaleError, Score};

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Raw {
        min: Score,
        max: Score,
        step: Score,
    }

    impl TryFrom<Raw> for Scale {
        type Error = ScaleError;

        fn try_from(raw: Raw) -> Result<Self, ScaleError> {
            Self::new(raw.min, raw.max, raw.step)
        }
    }
}
