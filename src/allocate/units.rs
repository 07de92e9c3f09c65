//! [`ExactUnits`]: an exact number of minor units that is too fine for a ratio.

use std::fmt;

use num_integer::Integer as _;

use crate::ratio::Ratio;
use crate::wide::{U256, signed};

/// An exact number of minor units: whole units and a proper fraction of one more.
///
/// Claims, pools and accruals give fractions over up to 128 bits, whose single ratio can need
/// 256: it is shown in text only, in lowest terms (spec/splits.md 1.4). The fraction is never
/// negative: `-1/3` is `-1` and `2/3`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExactUnits {
    whole: i128,
    numerator: u128,
    denominator: u128,
}

impl ExactUnits {
    /// No units.
    pub const ZERO: Self = Self {
        whole: 0,
        numerator: 0,
        denominator: 1,
    };

    /// The fraction is brought to lowest terms; the numerator is below the denominator.
    pub(crate) fn new(whole: i128, numerator: u128, denominator: u128) -> Self {
        let divisor = numerator.gcd(&denominator);
        Self {
            whole,
            numerator: numerator.checked_div(divisor).unwrap_or(0),
            denominator: denominator.checked_div(divisor).unwrap_or(1),
        }
    }

    /// A ratio as whole units and a proper fraction.
    pub(crate) fn of(ratio: Ratio) -> Self {
        let denominator = ratio.denominator();
        Self {
            whole: ratio.numerator().div_euclid(denominator),
            numerator: ratio.numerator().rem_euclid(denominator).unsigned_abs(),
            denominator: denominator.unsigned_abs(),
        }
    }

    /// The difference, where the denominator of `other` is a multiple of this one's.
    pub(crate) fn minus(self, other: (i128, u128, u128)) -> Option<Self> {
        let (whole, numerator, denominator) = other;
        let times = denominator.checked_div(self.denominator)?;
        let own = self.numerator.checked_mul(times)?;
        let whole = self.whole.checked_sub(whole)?;
        if own >= numerator {
            let over = own.checked_sub(numerator)?;
            return Some(Self::new(whole, over, denominator));
        }
        let under = numerator.checked_sub(own)?;
        let over = denominator.checked_sub(under)?;
        Some(Self::new(whole.checked_sub(1)?, over, denominator))
    }

    /// Returns the whole units: the largest number of units that is not above the value.
    pub const fn whole(self) -> i128 {
        self.whole
    }

    /// Returns the number above the line of the fraction, below the denominator.
    pub const fn numerator(self) -> u128 {
        self.numerator
    }

    /// Returns the number below the line of the fraction, 1 or more.
    pub const fn denominator(self) -> u128 {
        self.denominator
    }

    /// Returns whether nothing but whole units is left.
    pub const fn is_whole(self) -> bool {
        self.numerator == 0
    }

    /// Returns the value as a ratio, if it is in the range of one.
    pub fn to_ratio(self) -> Option<Ratio> {
        let (magnitude, negative) = self.over_one_line();
        let numerator = signed(magnitude.to_u128()?, negative)?;
        Ratio::new(numerator, signed(self.denominator, false)?).ok()
    }

    /// The numerator of the single fraction, and whether it is below 0.
    fn over_one_line(self) -> (U256, bool) {
        let whole = U256::product(self.whole.unsigned_abs(), self.denominator);
        let part = U256::from(self.numerator);
        // 127 bits by 128 leave room for the fraction, which is below one unit.
        if self.whole < 0 {
            (whole.checked_sub(part).unwrap_or(U256::ZERO), true)
        } else {
            (whole.checked_add(part).unwrap_or(U256::ZERO), false)
        }
    }
}

impl fmt::Display for ExactUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (magnitude, negative) = self.over_one_line();
        if negative {
            f.write_str("-")?;
        }
        write!(f, "{magnitude}")?;
        if self.denominator == 1 {
            return Ok(());
        }
        write!(f, "/{}", self.denominator)
    }
}

impl fmt::Debug for ExactUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ExactUnits {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
