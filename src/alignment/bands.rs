//! [`Bands`]: labels for stretches of a scale.

use std::collections::BTreeSet;

use super::scale::{Scale, Score};
use crate::ratio::Ratio;

/// Labels for stretches of a scale, each from its lower bound up to the next, the last one up to
/// and with the end: no value falls between two (spec/alignment.md 9).
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Bands, Scale, Score};
///
/// let percent = Scale::new(Score::from(0), Score::from(100), "0.1".parse()?)?;
/// let bands = Bands::new(percent, [("poor", Score::from(0)), ("good", Score::from(75))])?;
/// assert_eq!(bands.label("74.95".parse()?)?, "poor");
/// assert_eq!(bands.label(75_u32.into())?, "good");
/// assert_eq!(bands.label(100_u32.into())?, "good");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "door::Raw", into = "door::Raw"))]
#[doc(alias = "grade")]
#[doc(alias = "rating scale")]
pub struct Bands {
    scale: Scale,
    bands: Vec<(String, Score)>,
}

impl Bands {
    /// Checks labels and their lower bounds.
    ///
    /// # Errors
    ///
    /// In this order: [`BandsError::NoBands`], [`BandsError::Unsorted`],
    /// [`BandsError::DuplicateLabel`], [`BandsError::Uncovered`], [`BandsError::OutsideScale`].
    pub fn new<L: Into<String>>(
        scale: Scale,
        bands: impl IntoIterator<Item = (L, Score)>,
    ) -> Result<Self, BandsError> {
        let bands = bands
            .into_iter()
            .map(|(label, lower)| (label.into(), lower));
        let bands: Vec<(String, Score)> = bands.collect();
        let (Some((_, first)), Some((label, last))) = (bands.first(), bands.last()) else {
            return Err(BandsError::NoBands);
        };
        for pair in bands.windows(2) {
            if let [(_, left), (label, lower)] = pair {
                if left >= lower {
                    return Err(BandsError::Unsorted {
                        label: label.clone(),
                        lower: *lower,
                    });
                }
            }
        }
        let mut seen = BTreeSet::new();
        if let Some((label, _)) = bands.iter().find(|(label, _)| !seen.insert(label)) {
            let label = label.clone();
            return Err(BandsError::DuplicateLabel { label });
        }
        if *first != scale.min() {
            return Err(BandsError::Uncovered {
                first: *first,
                scale,
            });
        }
        if *last > scale.max() {
            return Err(BandsError::OutsideScale {
                label: label.clone(),
                lower: *last,
                scale,
            });
        }
        Ok(Self { scale, bands })
    }

    /// Returns the scale.
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the labels and their lower bounds, ascending.
    pub fn bands(&self) -> &[(String, Score)] {
        &self.bands
    }

    /// Returns the label of a value.
    ///
    /// # Errors
    ///
    /// [`BandsError::OutOfScale`].
    pub fn label(&self, value: Ratio) -> Result<&str, BandsError> {
        let scale = self.scale;
        let none = BandsError::OutOfScale { value, scale };
        if !scale.contains(value) {
            return Err(none);
        }
        let above = self
            .bands
            .partition_point(|(_, lower)| lower.to_ratio() <= value);
        let band = above.checked_sub(1).and_then(|at| self.bands.get(at));
        band.map(|(label, _)| label.as_str()).ok_or(none)
    }
}

/// Why labels are no bands, or a value has none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BandsError {
    /// There is no band.
    #[error("no bands")]
    NoBands,
    /// A lower bound is not above the one before.
    #[error("the lower bound {lower} of {label:?} is not above the one before")]
    Unsorted {
        /// The first such label.
        label: String,
        /// Its lower bound.
        lower: Score,
    },
    /// A label stands twice.
    #[error("the label {label:?} stands twice")]
    DuplicateLabel {
        /// The label.
        label: String,
    },
    /// The first band does not begin where the scale does.
    #[error("the first band begins at {first}, not where the scale {scale} does")]
    Uncovered {
        /// Where it begins.
        first: Score,
        /// The scale.
        scale: Scale,
    },
    /// The last band begins above the scale.
    #[error("the band {label:?} begins at {lower}, above the scale {scale}")]
    OutsideScale {
        /// The label.
        label: String,
        /// Where it begins.
        lower: Score,
        /// The scale.
        scale: Scale,
    },
    /// A value outside the scale.
    #[error("{value} is outside the scale {scale}")]
    OutOfScale {
        /// The value.
        value: Ratio,
        /// The scale.
        scale: Scale,
    },
}

#[cfg(feature = "serde")]
mod door {
    use super::{Bands, BandsError, Scale, Score};

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Raw {
        scale: Scale,
        bands: Vec<(String, Score)>,
    }

    impl From<Bands> for Raw {
        fn from(bands: Bands) -> Self {
            Self {
                scale: bands.scale,
                bands: bands.bands,
            }
        }
    }

    impl TryFrom<Raw> for Bands {
        type Error = BandsError;

        fn try_from(raw: Raw) -> Result<Self, BandsError> {
            Self::new(raw.scale, raw.bands)
        }
    }
}
