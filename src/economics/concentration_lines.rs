//! [`DependencyLines`] and [`HhiBands`]: from where a concentration is too much (E3).

use super::error::EconomicsError;
use crate::ratio::Ratio;

/// The HHI of one payer, in points.
pub(super) const MOST_POINTS: u32 = 10_000;

mod sealed_lines {
    use super::{EconomicsError, MOST_POINTS, Ratio};

    /// From which share of one payer one watches, and from which one is over-reliant; 1/2, a
    /// convention of this crate, and 4/5 are usual.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawLines"))]
    pub struct DependencyLines {
        watch: Ratio,
        over: Ratio,
    }

    impl DependencyLines {
        /// Returns the lines.
        ///
        /// # Errors
        ///
        /// [`EconomicsError::BadThreshold`] unless `0 < watch <= over <= 1`.
        pub fn new(watch: Ratio, over: Ratio) -> Result<Self, EconomicsError> {
            if !watch.is_positive() {
                return Err(EconomicsError::BadThreshold { value: watch });
            }
            if over < watch || over > Ratio::ONE {
                return Err(EconomicsError::BadThreshold { value: over });
            }
            Ok(Self { watch, over })
        }

        /// Returns the share from which one watches.
        pub const fn watch(&self) -> Ratio {
            self.watch
        }

        /// Returns the share from which one is over-reliant.
        pub const fn over(&self) -> Ratio {
            self.over
        }
    }

    impl Default for DependencyLines {
        fn default() -> Self {
            Self {
                watch: Ratio::from_percent(50),
                over: Ratio::from_percent(80),
            }
        }
    }

    /// Between which points an HHI is moderate.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawBands"))]
    pub struct HhiBands {
        low: u32,
        high: u32,
    }

    impl HhiBands {
        /// Returns the bands.
        ///
        /// # Errors
        ///
        /// [`EconomicsError::BadThreshold`] unless `0 < low <= high <= 10,000`.
        pub fn new(low: u32, high: u32) -> Result<Self, EconomicsError> {
            if low == 0 {
                return Err(EconomicsError::BadThreshold { value: low.into() });
            }
            if high < low || high > MOST_POINTS {
                return Err(EconomicsError::BadThreshold { value: high.into() });
            }
            Ok(Self { low, high })
        }

        /// Returns the bands of the merger guidelines of 2023: 1,000 and 1,800.
        pub const fn us_2023() -> Self {
            Self {
                low: 1_000,
                high: 1_800,
            }
        }

        /// Returns the bands of the merger guidelines of 2010: 1,500 and 2,500.
        pub const fn us_2010() -> Self {
            Self {
                low: 1_500,
                high: 2_500,
            }
        }

        /// Returns the points below which an HHI is low.
        pub const fn low(&self) -> u32 {
            self.low
        }

        /// Returns the points above which it is high.
        pub const fn high(&self) -> u32 {
            self.high
        }
    }

    impl Default for HhiBands {
        fn default() -> Self {
            Self::us_2023()
        }
    }
}
pub use sealed_lines::{DependencyLines, HhiBands};

/// Lines as they are written down.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLines {
    watch: Ratio,
    over: Ratio,
}

#[cfg(feature = "serde")]
impl TryFrom<RawLines> for DependencyLines {
    type Error = EconomicsError;

    fn try_from(raw: RawLines) -> Result<Self, EconomicsError> {
        Self::new(raw.watch, raw.over)
    }
}

/// Bands as they are written down.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBands {
    low: u32,
    high: u32,
}

#[cfg(feature = "serde")]
impl TryFrom<RawBands> for HhiBands {
    type Error = EconomicsError;

    fn try_from(raw: RawBands) -> Result<Self, EconomicsError> {
        Self::new(raw.low, raw.high)
    }
}
