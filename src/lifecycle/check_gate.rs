//! The check of gates: names, spans, and whether one can be met at all.

use std::fmt;

use super::definition::{Draft, Move};
use super::fault::{Fault, Faults, Thing};
use super::gate::{Gate, Need};
use super::lengths::{longest_hours, shortest_hours};
use super::word::Key;
use crate::time::Unit;

/// Checks every gate of a move.
pub(super) fn check_gates(draft: &Draft, way: &Move, faults: &mut Faults) {
    let all = way.all_gates();
    for (index, gate) in all.iter().enumerate() {
        let mut before = all.iter().take(index);
        let is_twice = before.any(|other| other.key == gate.key);
        faults.add_if(is_twice, Fault::DuplicateKey, Thing::Gate, &gate.key);
        check_words(draft, gate, faults);
        check_spans(draft, way, gate, faults);
    }
    for gate in &way.gates {
        let is_open = can_be_met(draft, way, gate);
        let place = Place(way, gate);
        faults.add_if(!is_open, Fault::Unsatisfiable, Thing::Gate, place);
    }
}

/// Metrics and parties that are declared nowhere.
fn check_words(draft: &Draft, gate: &Gate, faults: &mut Faults) {
    if let Some(threshold) = gate.need.threshold() {
        let is_known = draft.metrics.contains(&threshold.metric);
        faults.add_if(
            !is_known,
            Fault::UnknownKey,
            Thing::Metric,
            &threshold.metric,
        );
    }
    if let Need::Approved(parties) = &gate.need {
        for party in parties {
            let is_known = draft.parties.contains(party);
            faults.add_if(!is_known, Fault::UnknownKey, Thing::Party, party);
        }
    }
}

/// Spans of nothing, in hours, or longer than the stage may last.
fn check_spans(draft: &Draft, way: &Move, gate: &Gate, faults: &mut Faults) {
    let days = match &gate.need {
        Need::AtLeast(threshold) | Need::AtMost(threshold) => [threshold.fresh, None],
        Need::InRenewalWindow { opens, closes } => [Some(*opens), Some(*closes)],
        _ => [None, None],
    };
    let mut days = days.into_iter().flatten();
    let is_hours = days.any(|span| span.unit() == Unit::Hours);
    let place = || Place(way, gate);
    faults.add_if(is_hours, Fault::NotWholeDays, Thing::Gate, place());
    if let Need::InStageFor(span) = gate.need {
        faults.add_if(span.is_zero(), Fault::ZeroSpan, Thing::Gate, place());
        let limit = draft.stage(&way.from).and_then(|s| s.limit.as_ref());
        let is_past = |limit: u64| shortest_hours(span) > limit;
        let waits = limit.is_some_and(|limit| is_past(longest_hours(limit.after)));
        faults.add_if(waits, Fault::WaitsPastLimit, Thing::Gate, place());
    }
}

/// Whether some run could meet a gate.
fn can_be_met(draft: &Draft, way: &Move, gate: &Gate) -> bool {
    let stage = draft.stage(&way.from);
    let can_do = |key: &Key| stage.is_some_and(|stage| stage.activities.contains(key));
    match &gate.need {
        Need::Done(activity) => can_do(activity),
        Need::Approved(parties) => !parties.is_empty(),
        Need::NoticeServed => draft.notice.is_some(),
        Need::Rounds { limit, unless } => *limit > 0 || unless.as_ref().is_some_and(can_do),
        Need::InRenewalWindow { opens, closes } => {
            draft.term.is_some() && longest_hours(*opens) >= shortest_hours(*closes)
        }
        Need::AnyOf(gates) => gates.iter().any(|gate| can_be_met(draft, way, gate)),
        _ => true,
    }
}

/// A gate as a fault names it: `from/move/gate`.
struct Place<'a>(&'a Move, &'a Gate);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.0.from, self.0.key, self.1.key)
    }
}
