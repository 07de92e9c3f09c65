//! [`Tiers::bounds_from_ranges`]: tables as they are printed, read into upper bounds.

use crate::ratio::{Ratio, RatioError};

/// Tables of tiers as contracts print them.
///
/// In this crate a table of tiers has upper bounds only, so that gaps and overlaps cannot be
/// written; printed tables say `0-5,000; 5,001-7,500; 7,501 and more`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Tiers {}

impl Tiers {
    /// Returns the upper bounds of printed ranges, both ends of each included; the last is open.
    ///
    /// `step` is the smallest difference that the table knows: 1 for units, 0.01 for dollars and
    /// cents. The first range begins at 0 or at a step, each next one a step after the end of the
    /// one before (spec/compensation.md 4).
    ///
    /// # Errors
    ///
    /// [`RangesError`]: a step not above 0; ranges that overlap, leave a gap or end before they
    /// begin; no open end; a sum that does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    /// use partnership::compensation::{RangesError, Tiers};
    ///
    /// let whole = Ratio::from_integer;
    /// let printed = [
    ///     (whole(0), Some(whole(5_000))),
    ///     (whole(5_001), Some(whole(7_500))),
    ///     (whole(7_501), None),
    /// ];
    /// let bounds = Tiers::bounds_from_ranges(&printed, Ratio::ONE)?;
    /// assert_eq!(bounds, [Some(whole(5_000)), Some(whole(7_500)), None]);
    ///
    /// // "0-5,000; 5,000 and more": in which of them do 5,000 lie?
    /// let unclear = [(whole(0), Some(whole(5_000))), (whole(5_000), None)];
    /// let refusal = Tiers::bounds_from_ranges(&unclear, Ratio::ONE);
    /// assert_eq!(refusal, Err(RangesError::RangesOverlap { index: 1 }));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn bounds_from_ranges(
        ranges: &[(Ratio, Option<Ratio>)],
        step: Ratio,
    ) -> Result<Vec<Option<Ratio>>, RangesError> {
        if !step.is_positive() {
            return Err(RangesError::BadStep { step });
        }
        let mut before = Some(Ratio::ZERO);
        let mut bounds = Vec::with_capacity(ranges.len());
        for (index, (from, to)) in ranges.iter().enumerate() {
            let Some(end) = before else {
                return Err(RangesError::RangesOverlap { index });
            };
            let next = end.checked_add(step)?;
            let begins_at_nothing = index == 0 && from.is_zero();
            if *from < next && !begins_at_nothing {
                return Err(RangesError::RangesOverlap { index });
            }
            if *from > next {
                return Err(RangesError::RangesGap { index });
            }
            if to.is_some_and(|to| to < *from) {
                return Err(RangesError::RangeReversed { index });
            }
            bounds.push(*to);
            before = *to;
        }
        match bounds.last() {
            Some(None) => Ok(bounds),
            _ => Err(RangesError::NoOpenTier),
        }
    }
}

/// Why printed ranges are no table of tiers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RangesError {
    /// The step is not above 0.
    #[error("a step of {step}")]
    BadStep {
        /// The step.
        step: Ratio,
    },
    /// A range begins before it may, or after a range without an end.
    #[error("range {index} begins inside the one before it")]
    RangesOverlap {
        /// The position of the range.
        index: usize,
    },
    /// A range begins after the one before has ended.
    #[error("range {index} leaves a gap to the one before it")]
    RangesGap {
        /// The position of the range.
        index: usize,
    },
    /// A range ends before it begins.
    #[error("range {index} ends before it begins")]
    RangeReversed {
        /// The position of the range.
        index: usize,
    },
    /// The last range has an end, or there is none.
    #[error("the last range has an end, so that more than that is in no range")]
    NoOpenTier,
    /// A bound beyond what an exact number can hold.
    #[error("a bound is beyond the range of a number")]
    Overflow,
}

impl From<RatioError> for RangesError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
