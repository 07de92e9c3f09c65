//! The uniform tolerance: how far every share may be off before the order turns.

use super::pair::Pair;
use crate::ratio::{Ratio, RatioError};

/// The largest `e` such that no shares within `e` of the agreed ones put the rival ahead; none if
/// none ever do.
///
/// For a bound `e` the worst case of the lead is the largest of the `L_k(e)` of spec/alignment.md
/// 7, one for every difference `k`. It falls in `e`, and between two of the points where a share
/// meets 0 or 1 each `L_k` is linear. So the segment in which the lead is lost is found first, and
/// in it the largest root.
pub(super) fn tolerance(pair: &Pair<'_>) -> Result<Option<Ratio>, RatioError> {
    let mut criteria: Vec<(Ratio, Ratio)> = Vec::with_capacity(pair.differences.len());
    let mut points = vec![Ratio::ZERO, Ratio::ONE];
    for difference in &pair.differences {
        criteria.push((difference.by, difference.share));
        points.push(difference.share);
        points.push(Ratio::ONE.checked_sub(difference.share)?);
    }
    if !criteria.iter().any(|(by, _)| by.is_negative()) {
        return Ok(None);
    }
    criteria.sort_by(|left, right| right.cmp(left));
    points.sort_unstable();
    points.dedup();
    // At 0 the lead is kept; at 1 it is lost, since some difference is below 0.
    let (mut kept, mut lost) = (0, points.len().saturating_sub(1));
    while lost.saturating_sub(kept) > 1 {
        let middle = kept.midpoint(lost);
        let point = points.get(middle).copied().unwrap_or(Ratio::ONE);
        let least = worst_cases(&criteria, point)?;
        if least.iter().any(|worst| !worst.is_negative()) {
            kept = middle;
        } else {
            lost = middle;
        }
    }
    let point = |at: usize| points.get(at).copied().unwrap_or(Ratio::ONE);
    let (from, to) = (point(kept), point(lost));
    let width = to.checked_sub(from)?;
    let mut largest = from;
    let lines = worst_cases(&criteria, from)?.into_iter();
    for (start, end) in lines.zip(worst_cases(&criteria, to)?) {
        if start.is_negative() {
            continue;
        }
        // From 0 or more to below 0: the root lies in the segment.
        let part = start.checked_div(start.checked_sub(end)?)?;
        largest = largest.max(from.checked_add(width.checked_mul(part)?)?);
    }
    Ok(Some(largest))
}

/// The difference `k` whose `L_k` is largest at a bound, the first of equals.
pub(super) fn worst_bound(pair: &Pair<'_>, bound: Ratio) -> Option<Ratio> {
    let criteria = pair.differences.iter();
    let mut criteria: Vec<(Ratio, Ratio)> = criteria
        .map(|difference| (difference.by, difference.share))
        .collect();
    criteria.sort_by(|left, right| right.cmp(left));
    let values = worst_cases(&criteria, bound).ok()?;
    let bounds = criteria.iter().map(|(by, _)| *by).zip(values);
    let largest = bounds.reduce(|best, next| if next.1 > best.1 { next } else { best });
    largest.map(|(by, _)| by)
}

/// The values of all `L_k` at a bound, by differences and shares sorted by difference, largest
/// first: `k`, plus what larger differences bring at their least shares, less what smaller ones
/// cost at their largest.
fn worst_cases(criteria: &[(Ratio, Ratio)], bound: Ratio) -> Result<Vec<Ratio>, RatioError> {
    let mut costs = Vec::with_capacity(criteria.len());
    // Of the smaller ones: the largest shares, and those times the differences.
    let (mut shares, mut amounts) = (Ratio::ZERO, Ratio::ZERO);
    for (by, share) in criteria.iter().rev() {
        costs.push(by.checked_mul(shares)?.checked_sub(amounts)?);
        let most = share.checked_add(bound)?.min(Ratio::ONE);
        shares = shares.checked_add(most)?;
        amounts = amounts.checked_add(by.checked_mul(most)?)?;
    }
    let mut values = Vec::with_capacity(criteria.len());
    let (mut shares, mut amounts) = (Ratio::ZERO, Ratio::ZERO);
    for ((by, share), cost) in criteria.iter().zip(costs.into_iter().rev()) {
        // Equal differences add nothing to each other.
        let brought = amounts.checked_sub(by.checked_mul(shares)?)?;
        values.push(by.checked_add(brought)?.checked_sub(cost)?);
        let least = share.checked_sub(bound)?.max(Ratio::ZERO);
        shares = shares.checked_add(least)?;
        amounts = amounts.checked_add(by.checked_mul(least)?)?;
    }
    Ok(values)
}
