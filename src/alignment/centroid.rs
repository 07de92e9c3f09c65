//! [`rank_order_centroid`]: weights from an order of importance.

use num_integer::Integer as _;

use super::rubric_error::RubricError;

/// The most ranks whose parts in lowest terms fit 32 bits.
const MOST_RANKS: usize = 22;

/// Returns the weights of so many criteria of which one knows the order of importance alone, most
/// important first: whole parts in lowest terms.
///
/// The part of rank `k` of `n` is proportional to `1/k + 1/(k + 1) + .. + 1/n`, the centre of all
/// weightings that keep the order (spec/alignment.md 9).
///
/// # Errors
///
/// [`RubricError::NoCriteria`], [`RubricError::TooManyRanks`] for more than 22.
///
/// # Examples
///
/// ```
/// use partnership::alignment::rank_order_centroid;
///
/// assert_eq!(rank_order_centroid(3)?, [11, 5, 2]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "ROC weights")]
pub fn rank_order_centroid(criteria: usize) -> Result<Vec<u32>, RubricError> {
    if criteria == 0 {
        return Err(RubricError::NoCriteria);
    }
    let ranks = u64::try_from(criteria).unwrap_or(u64::MAX);
    if criteria > MOST_RANKS {
        return Err(RubricError::TooManyRanks { count: criteria });
    }
    // The common denominator of all fractions is below 2^28.
    let common = (1..=ranks).fold(1_u64, |common, rank| common.lcm(&rank));
    let mut parts = Vec::with_capacity(criteria);
    let mut sum = 0_u64;
    // In lowest terms: neighbours differ by common / rank, and these share no divisor, since
    // common is the least multiple of all ranks.
    for rank in (1..=ranks).rev() {
        sum = sum.saturating_add(common.checked_div(rank).unwrap_or(0));
        parts.push(u32::try_from(sum).map_err(|_| RubricError::Overflow)?);
    }
    parts.reverse();
    Ok(parts)
}
