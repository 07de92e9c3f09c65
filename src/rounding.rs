//! [`Rounding`]: the named rules by which an exact value becomes a whole number.

use std::fmt;
use std::str::FromStr;

use crate::wide;

/// A rule by which an exact value becomes a whole number of units.
///
/// On an exact value of magnitude `k + f`, `k` whole and `0 <= f < 1`, the magnitude becomes
/// `k + 1` in the cases that each variant names, and `k` otherwise. It is computed by integer
/// division and comparison, never through a decimal (spec/money.md 4).
///
/// | | 2.5 | -2.5 | 3.5 | -0.4 |
/// |---|---|---|---|---|
/// | `HalfAwayFromZero` | 3 | -3 | 4 | 0 |
/// | `HalfEven` | 2 | -2 | 4 | 0 |
/// | `Down` | 2 | -2 | 3 | 0 |
/// | `Up` | 3 | -3 | 4 | -1 |
/// | `Floor` | 2 | -3 | 3 | -1 |
/// | `Ceiling` | 3 | -2 | 4 | 0 |
///
/// # Examples
///
/// ```
/// use partnership::{Money, Ratio, Rounding};
///
/// let fee: Money = "0.05 USD".parse()?;
/// let half: Ratio = "1/2".parse()?;
/// assert_eq!(fee.times_ratio(half, Rounding::HalfAwayFromZero)?.to_string(), "0.03 USD");
/// assert_eq!(fee.times_ratio(half, Rounding::HalfEven)?.to_string(), "0.02 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[doc(alias = "rounding mode")]
pub enum Rounding {
    /// Up when `f >= 1/2`; the crate's default for money, since a refund then mirrors its sale.
    #[default]
    #[doc(alias = "commercial rounding")]
    HalfAwayFromZero,
    /// Up when `f > 1/2`, or when `f = 1/2` and `k` is odd.
    #[doc(alias = "bankers rounding")]
    HalfEven,
    /// Never up: toward zero.
    #[doc(alias = "truncate")]
    Down,
    /// Up when `f > 0`: away from zero.
    Up,
    /// Toward minus infinity.
    Floor,
    /// Toward plus infinity.
    Ceiling,
}

impl Rounding {
    /// Every rule, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::HalfAwayFromZero,
        Self::HalfEven,
        Self::Down,
        Self::Up,
        Self::Floor,
        Self::Ceiling,
    ];

    /// Returns the name of the rule in text and on the wire, for example `half_even`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfAwayFromZero => "half_away_from_zero",
            Self::HalfEven => "half_even",
            Self::Down => "down",
            Self::Up => "up",
            Self::Floor => "floor",
            Self::Ceiling => "ceiling",
        }
    }

    /// Whether the magnitude `quotient + rest / divisor` goes up to `quotient + 1`;
    /// `rest < divisor`.
    #[inline]
    pub(crate) const fn goes_up(
        self,
        negative: bool,
        quotient_is_odd: bool,
        rest: u128,
        divisor: u128,
    ) -> bool {
        // 2 * rest against divisor, without the product.
        let other = divisor.wrapping_sub(rest);
        match self {
            Self::HalfAwayFromZero => rest >= other,
            Self::HalfEven => rest > other || (rest == other && quotient_is_odd),
            Self::Down => false,
            Self::Up => rest > 0,
            Self::Floor => rest > 0 && negative,
            Self::Ceiling => rest > 0 && !negative,
        }
    }

    /// The rounded quotient of a magnitude and a divisor above 0; `None` beyond `i128`.
    #[inline]
    pub(crate) fn divide(self, magnitude: u128, negative: bool, divisor: u128) -> Option<i128> {
        let (quotient, rest) =
            if let (Ok(small), Ok(by)) = (u64::try_from(magnitude), u64::try_from(divisor)) {
                (
                    u128::from(small.checked_div(by)?),
                    u128::from(small.checked_rem(by)?),
                )
            } else {
                (
                    magnitude.checked_div(divisor)?,
                    magnitude.checked_rem(divisor)?,
                )
            };
        let up = self.goes_up(negative, quotient & 1 == 1, rest, divisor);
        wide::signed(quotient.checked_add(u128::from(up))?, negative)
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Rounding {
    type Err = RoundingError;

    fn from_str(text: &str) -> Result<Self, RoundingError> {
        Self::ALL
            .into_iter()
            .find(|rounding| rounding.name() == text)
            .ok_or_else(|| RoundingError::Unknown {
                text: crate::text::cut(text),
            })
    }
}

/// Why a text names no rounding rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RoundingError {
    /// The text is none of the six names.
    #[error(
        "unknown rounding {text:?}, not one of half_away_from_zero, half_even, down, up, floor, ceiling"
    )]
    Unknown {
        /// What was given, cut to 64 characters.
        text: String,
    },
}

crate::text::serde_as_text!(Rounding, "the name of a rounding, such as \"half_even\"");
