//! Laws 8, 9 and 12: comparison, migration, and checks that do not depend on order.

use std::collections::BTreeMap;

use partnership::lifecycle::{ChangeKind, ChangeLevel, Draft, Gate, Need, apply, diff, migrate};
use partnership::time::Unit;
use proptest::prelude::*;

use super::strategies::{Run, drafts, wishes};
use crate::support::cases;

/// A definition with a fault or a change at some place.
fn changed() -> impl Strategy<Value = Draft> {
    let change = (any::<u8>(), 0_u8..10, any::<u8>());
    (drafts(), proptest::collection::vec(change, 0..4)).prop_map(|(mut draft, changes)| {
        for (place, kind, other) in changes {
            change_at(&mut draft, usize::from(place), kind, usize::from(other));
        }
        draft
    })
}

fn change_at(draft: &mut Draft, place: usize, kind: u8, other: usize) {
    let (stages, moves) = (draft.stages.len(), draft.moves.len());
    let stage = draft.stages[other % stages].key.clone();
    let Some(way) = draft.moves.get_mut(place % moves.max(1)) else {
        return;
    };
    match kind {
        0 => drop(draft.moves.remove(place % moves)),
        1 => way.to = stage,
        2 => way.from = stage,
        3 => drop(way.gates.pop()),
        4 => {
            let twin = way.clone();
            draft.moves.push(twin);
        }
        5 => {
            draft.parties.truncate(1);
        }
        6 => draft.stages[place % stages].activities.truncate(1),
        7 => draft.ladders.clear(),
        8 => {
            for gate in &mut way.gates {
                loosen(gate);
            }
        }
        _ => draft.metrics.clear(),
    }
}

/// Makes a gate ask for less, where it is of a kind that can.
fn loosen(gate: &mut Gate) {
    match &mut gate.need {
        Need::AtLeast(threshold) => threshold.value = "0.01".parse().expect("a value"),
        Need::InStageFor(span) => {
            let shorter = if span.unit() == Unit::Months {
                "1m"
            } else {
                "1d"
            };
            *span = shorter.parse().expect("a span");
        }
        Need::Rounds { limit, .. } => *limit += 1,
        Need::Approved(parties) => parties.truncate(1),
        _ => {}
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_definition_does_not_differ_from_itself(draft in changed()) {
        prop_assume!(draft.clone().check().is_ok());
        let diff = diff(&draft, &draft);
        prop_assert_eq!(diff.level, ChangeLevel::None);
        prop_assert!(diff.changes.is_empty());
    }

    #[test]
    fn what_is_looser_one_way_is_no_looser_the_other_way(old in drafts(), place in any::<u8>()) {
        let mut new = old.clone();
        change_at(&mut new, usize::from(place), 8, 0);
        let (there, back) = (diff(&old, &new), diff(&new, &old));
        prop_assert_eq!(there.changes.len(), back.changes.len());
        for (change, other) in there.changes.iter().zip(&back.changes) {
            prop_assert_eq!(&change.key, &other.key);
            prop_assert_eq!(change.what, ChangeKind::GateLoosened);
            prop_assert_eq!(other.what, ChangeKind::GateTightened);
        }
    }

    #[test]
    fn a_check_does_not_depend_on_the_order_of_a_table(draft in changed()) {
        let mut turned = draft.clone();
        turned.moves.reverse();
        turned.parties.reverse();
        turned.metrics.reverse();
        turned.ladders.reverse();
        for way in &mut turned.moves {
            way.gates.reverse();
        }
        for stage in &mut turned.stages {
            stage.activities.reverse();
            stage.cadences.reverse();
        }
        prop_assert_eq!(draft.problems(), turned.problems());
    }

    #[test]
    fn a_migration_keeps_stage_visit_and_term(draft in drafts(), wishes in wishes(25)) {
        let mut run = Run::of(draft).through(&wishes);
        prop_assume!(!run.is_closed());
        let old = run.draft().clone();
        let new = Draft { version: 2, ..old.clone() };
        let none = BTreeMap::new();
        let event = migrate(&run.state, &old, &new, &none, run.now, &run.calendar).unwrap();
        let before = run.state.clone();
        apply(&mut run.state, &event).unwrap();
        let after = &run.state;
        prop_assert_eq!(after.seq(), before.seq() + 1);
        prop_assert_eq!(after.stage(), before.stage());
        prop_assert_eq!((after.visit(), after.term()), (before.visit(), before.term()));
        prop_assert_eq!((after.limit(), after.issues()), (before.limit(), before.issues()));
        prop_assert_eq!(after.taken(), before.taken());
        prop_assert!(after.done().eq(before.done()));
        prop_assert_eq!(after.approvals().count(), 0);
        prop_assert_eq!(after.version(), 2);
    }
}
