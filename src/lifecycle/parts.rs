//! What the tables of the presets are made of (spec/lifecycle.md 8).

use super::definition::{CadenceRule, Deemed, Draft, Effective, Limit, Move, MoveKind, Notice};
use super::gate::{Gate, Need, Threshold};
use super::ladder::{Ladder, LadderLevel};
use super::word::{Key, Value};
use crate::time::{Span, Unit};

/// The span of a table.
pub(super) const fn days(number: u32) -> Span {
    Span::clamped(number, Unit::Days)
}

/// The span of a table.
pub(super) const fn months(number: u32) -> Span {
    Span::clamped(number, Unit::Months)
}

/// The span of a table.
pub(super) const fn hours(number: u32) -> Span {
    Span::clamped(number, Unit::Hours)
}

/// How long mediation has before an issue goes to arbitration: a convention of this crate.
pub const ARBITRATION_AFTER: Span = days(30);

/// Returns the two ladders of the presets: `escalation` (operational, executive sponsors after
/// 48 hours, mediation after 14 days more, arbitration) and `conflict` (discussion, mediation
/// after 14 days, arbitration); `step` is how long mediation has, by convention
/// [`ARBITRATION_AFTER`].
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{ARBITRATION_AFTER, Draft, ladders};
///
/// assert_eq!(ladders(ARBITRATION_AFTER), Draft::pilot().ladders);
/// ```
pub fn ladders(step: Span) -> Vec<Ladder> {
    let level = |key, after| LadderLevel {
        key: Key::known(key),
        after,
    };
    vec![
        Ladder {
            key: Key::known("escalation"),
            levels: vec![
                level("operational", hours(0)),
                level("executive_sponsors", hours(48)),
                level("mediation", days(14)),
                level("arbitration", step),
            ],
        },
        Ladder {
            key: Key::known("conflict"),
            levels: vec![
                level("discussion", hours(0)),
                level("mediation", days(14)),
                level("arbitration", step),
            ],
        },
    ]
}

/// Notice of 30 days.
pub(super) const fn notice() -> Notice {
    Notice {
        span: days(30),
        effective: Effective::AfterSpan,
    }
}

/// Gives a stage a limit that escalates.
pub(super) fn limit(draft: &mut Draft, stage: &str, after: Span) {
    for row in &mut draft.stages {
        if row.key.as_str() == stage {
            let deemed = Deemed::Escalate;
            row.limit = Some(Limit { after, deemed });
        }
    }
}

/// Gives a stage one of the cadences of spec/time.md 7.
pub(super) fn cadence(draft: &mut Draft, stage: &str, key: &'static str) {
    let (every, grace) = match key {
        "operational_call" => (Span::clamped(1, Unit::Weeks), days(2)),
        "check_in" => (Span::clamped(2, Unit::Weeks), days(3)),
        "strategic_review" => (months(1), days(5)),
        _ => (months(3), days(10)),
    };
    let key = Key::known(key);
    for row in &mut draft.stages {
        if row.key.as_str() == stage {
            row.cadences.push(CadenceRule {
                key: key.clone(),
                every,
                grace,
            });
        }
    }
}

pub(super) fn way(
    key: &'static str,
    (from, to): (&'static str, &'static str),
    kind: MoveKind,
    gates: Vec<Gate>,
) -> Move {
    Move {
        key: Key::known(key),
        from: Key::known(from),
        to: Key::known(to),
        kind,
        gates,
    }
}

pub(super) fn advance(
    key: &'static str,
    ends: (&'static str, &'static str),
    gates: Vec<Gate>,
) -> Move {
    way(key, ends, MoveKind::Advance, gates)
}

pub(super) fn rework(
    key: &'static str,
    ends: (&'static str, &'static str),
    gates: Vec<Gate>,
) -> Move {
    way(key, ends, MoveKind::Rework, gates)
}

/// A renewal that both approve, without open issues and not under notice.
pub(super) fn renew(ends: (&'static str, &'static str), activity: &'static str) -> Move {
    let mut gates = done(&[activity]);
    gates.extend([both(), issues(), gate("no_notice", Need::NoNotice)]);
    way("renew", ends, MoveKind::Renew, gates)
}

/// An exit straight to the end.
pub(super) fn exit(key: &'static str, ends: (&'static str, &'static str)) -> Move {
    way(key, ends, MoveKind::Exit, vec![issues()])
}

pub(super) const fn gate(key: &'static str, need: Need) -> Gate {
    Gate {
        key: Key::known(key),
        need,
    }
}

/// Activities to be done, each a gate of its own name.
pub(super) fn done(activities: &[&'static str]) -> Vec<Gate> {
    let activities = activities.iter();
    activities
        .map(|activity| gate(activity, Need::Done(Key::known(activity))))
        .collect()
}

/// What both parties approve.
pub(super) fn both() -> Gate {
    approved("both_approve", &["producer", "partner"])
}

pub(super) fn approved(key: &'static str, parties: &[&'static str]) -> Gate {
    let parties = parties.iter().copied().map(Key::known).collect();
    gate(key, Need::Approved(parties))
}

pub(super) const fn issues() -> Gate {
    gate("no_open_issue", Need::NoOpenIssue)
}

pub(super) const fn wait(key: &'static str, span: Span) -> Gate {
    gate(key, Need::InStageFor(span))
}

pub(super) const fn rounds(key: &'static str, limit: u32, unless: &'static str) -> Gate {
    let unless = Some(Key::known(unless));
    gate(key, Need::Rounds { limit, unless })
}

/// A reading that is high enough and fresh.
pub(super) const fn at_least(
    key: &'static str,
    metric: &'static str,
    value: &'static str,
    fresh: Span,
) -> Gate {
    gate(key, Need::AtLeast(threshold(metric, value, fresh)))
}

pub(super) const fn threshold(metric: &'static str, value: &'static str, fresh: Span) -> Threshold {
    Threshold {
        metric: Key::known(metric),
        value: Value::known(value),
        fresh: Some(fresh),
    }
}
