//! How short and how long a span can be, to compare spans of unlike units (spec/lifecycle.md 1).

use crate::time::{Span, Unit};

/// The fewest hours that a span can be.
pub(super) fn shortest_hours(span: Span) -> u64 {
    let each = match span.unit() {
        Unit::Hours => 1,
        Unit::Days | Unit::BusinessDays => 24,
        Unit::Weeks => 7 * 24,
        Unit::Months => 28 * 24,
        Unit::Years => 365 * 24,
    };
    u64::from(span.number()).saturating_mul(each)
}

/// The most hours that a span can be; a business day can be four days away.
pub(super) fn longest_hours(span: Span) -> u64 {
    let each = match span.unit() {
        Unit::Hours => 1,
        Unit::Days => 24,
        Unit::BusinessDays => 4 * 24,
        Unit::Weeks => 7 * 24,
        Unit::Months => 31 * 24,
        Unit::Years => 366 * 24,
    };
    u64::from(span.number()).saturating_mul(each)
}
