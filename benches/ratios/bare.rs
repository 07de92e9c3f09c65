//! The bare loops that ours are held against.

/// The exact floor loop: every weight times a reciprocal, and nothing for what is cut off.
pub fn floors(total: u64, weights: &[u64], sum: u64, out: &mut [i64]) {
    let (rounds, rest) = (total / sum, total % sum);
    let factor = u64::try_from((u128::from(rest) << 64) / u128::from(sum)).unwrap_or(0) + 1;
    for (weight, part) in weights.iter().zip(out) {
        let high = (u128::from(*weight) * u128::from(factor)) >> 64;
        *part = (weight * rounds).wrapping_add(high as u64) as i64;
    }
}

/// The sum of wide numbers, which fails beyond their range.
pub fn sum(wide: &[i128]) -> i128 {
    let mut total: i128 = 0;
    for amount in wide {
        total = total.checked_add(*amount).unwrap();
    }
    total
}
