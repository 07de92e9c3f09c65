//! [`Axis`]: from a figure to a whole number of pixels.

use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// The width of the bars.
pub(super) const PLOT: i64 = 360;

/// What the left and the right end of the bars stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    from: i128,
    to: i128,
}

impl Axis {
    /// All of something: from 0 to 1, in millionths.
    pub(super) const WHOLE: Self = Self {
        from: 0,
        to: 1_000_000,
    };

    pub(super) const fn new(from: i128, to: i128) -> Self {
        Self { from, to }
    }

    /// An axis on which 0 and all amounts lie.
    pub(super) fn of(amounts: impl Iterator<Item = i128>) -> Self {
        amounts.fold(Self::new(0, 0), |axis, amount| Self {
            from: axis.from.min(amount),
            to: axis.to.max(amount),
        })
    }

    /// The place of a figure, to the nearest pixel; what lies outside stands at the end.
    pub(super) fn at(self, value: i128) -> i64 {
        let span = self.to.saturating_sub(self.from);
        let gone = value.saturating_sub(self.from).saturating_mul(PLOT.into());
        let half = span.checked_div(2).unwrap_or(0);
        let pixels = gone.saturating_add(half).checked_div(span).unwrap_or(0);
        i64::try_from(pixels).unwrap_or(PLOT).clamp(0, PLOT)
    }
}

/// A ratio in millionths, cut down; of a very fine one the last digits do not count.
pub(super) fn millionths(ratio: Ratio) -> i128 {
    let (mut above, mut below) = (ratio.numerator(), ratio.denominator());
    // Both lose their last bits until the product fits; no picture shows them.
    loop {
        if let Some(scaled) = above.checked_mul(1_000_000) {
            return scaled.checked_div(below).unwrap_or(0);
        }
        (above, below) = (above >> 8, (below >> 8).max(1));
    }
}

/// An amount in minor units.
pub(super) const fn minor(amount: Money) -> i128 {
    amount.minor()
}

/// A share for people.
pub(super) fn percent(share: Ratio) -> String {
    share
        .percent_text(1, Rounding::HalfAwayFromZero)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_middle_stand_where_they_should() {
        let axis = Axis::new(-100, 300);
        assert_eq!(
            [-100, 0, 100, 300].map(|value| axis.at(value)),
            [0, 90, 180, 360]
        );
        assert_eq!([-101, 301].map(|value| axis.at(value)), [0, PLOT]);
        assert_eq!(Axis::of(std::iter::empty()).at(5), 0);
    }

    #[test]
    fn the_largest_amounts_have_a_place() {
        let most = (1_i128 << 96) - 1;
        let axis = Axis::of([most, -most].into_iter());
        assert_eq!([-most, 0, most].map(|value| axis.at(value)), [0, 180, 360]);
    }

    #[test]
    fn very_fine_ratios_have_millionths() {
        let fine = Ratio::new(i128::MAX >> 1, i128::MAX).unwrap();
        assert_eq!(millionths(fine), 499_999);
        assert_eq!(millionths(Ratio::new(1, 3).unwrap()), 333_333);
        assert_eq!(millionths(Ratio::new(i128::MAX, 7).unwrap()).signum(), 1);
    }
}
