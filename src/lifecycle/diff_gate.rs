//! Which of two gates asks for less (spec/lifecycle.md 5).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::gate::{Gate, Need, Threshold};
use super::word::Key;
use crate::time::Span;

/// Whether two needs are the same, whatever the order of parties and alternatives.
pub(super) fn is_same(old: &Need, new: &Need) -> bool {
    match (old, new) {
        (Need::Approved(old), Need::Approved(new)) => set(old) == set(new),
        (Need::AnyOf(old), Need::AnyOf(new)) => old.len() == new.len() && all_in(old, new, is_same),
        _ => old == new,
    }
}

/// Whether a need that is not the same asks for less; spans of unlike units count as stricter.
pub(super) fn is_looser(old: &Need, new: &Need) -> bool {
    match (old, new) {
        (Need::AtLeast(old), Need::AtLeast(new)) => {
            new.value.compare(&old.value) != Ordering::Greater && is_as_fresh(old, new)
        }
        (Need::AtMost(old), Need::AtMost(new)) => {
            new.value.compare(&old.value) != Ordering::Less && is_as_fresh(old, new)
        }
        (Need::Approved(old), Need::Approved(new)) => set(new).is_subset(&set(old)),
        (Need::InStageFor(old), Need::InStageFor(new)) => is_at_most(*new, *old),
        (
            Need::Rounds {
                limit: old_limit,
                unless: old_unless,
            },
            Need::Rounds { limit, unless },
        ) => limit >= old_limit && (old_unless.is_none() || unless == old_unless),
        (
            Need::InRenewalWindow {
                opens: old_opens,
                closes: old_closes,
            },
            Need::InRenewalWindow { opens, closes },
        ) => is_at_most(*old_opens, *opens) && is_at_most(*closes, *old_closes),
        (Need::AnyOf(old), Need::AnyOf(new)) => all_in(old, new, |old, new| {
            is_same(old, new) || is_looser(old, new)
        }),
        _ => false,
    }
}

fn set(parties: &[Key]) -> BTreeSet<&Key> {
    parties.iter().collect()
}

/// Whether every old gate stands among the new ones, in some relation to the one of its name.
fn all_in(old: &[Gate], new: &[Gate], is: impl Fn(&Need, &Need) -> bool) -> bool {
    old.iter().all(|gate| {
        let mut named = new.iter().filter(|known| known.key == gate.key);
        named.any(|known| is(&gate.need, &known.need))
    })
}

/// Whether a reading may be of the same metric and as old as before, or older.
fn is_as_fresh(old: &Threshold, new: &Threshold) -> bool {
    let is_as_old = match (old.fresh, new.fresh) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => is_at_most(old, new),
    };
    old.metric == new.metric && is_as_old
}

/// Whether a span is certainly no longer than another.
fn is_at_most(span: Span, other: Span) -> bool {
    span.compare(other).is_some_and(Ordering::is_le)
}
