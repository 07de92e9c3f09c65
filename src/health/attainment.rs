//! How much of the way from a baseline to a target is gone.

use crate::ratio::{Ratio, RatioError};

/// `(value - baseline) / (target - baseline)`: one formula for both directions, never clamped.
///
/// spec/health-economics.md 1. The two ends differ.
pub(super) fn attainment(
    value: Ratio,
    baseline: Ratio,
    target: Ratio,
) -> Result<Ratio, RatioError> {
    value
        .checked_sub(baseline)?
        .checked_div(target.checked_sub(baseline)?)
}
