//! Law 7: whatever happened, notice, wind-down and a checklist close an agreement.

use partnership::lifecycle::{Command, IssueKey, Key, MoveKind, options};
use partnership::time::Deadline;
use proptest::prelude::*;

use super::strategies::{Run, drafts, wishes};
use crate::support::cases;

/// The exits from here.
fn exits(run: &Run) -> Vec<Key> {
    let moves = run.draft().moves.iter();
    let here = moves.filter(|way| way.from == *run.state.stage());
    let exits = here.filter(|way| way.kind == MoveKind::Exit);
    exits.map(|way| way.key.clone()).collect()
}

/// Takes an exit if one stands open.
fn leaves(run: &mut Run) -> bool {
    let exits = exits(run);
    exits.iter().any(|way| run.does(run.take(way)).is_ok())
}

/// Does all that somebody can do here to make an end.
fn prepares(run: &mut Run) {
    let by = run.draft().parties[0].clone();
    let _ = run.does(Command::GiveNotice { by: by.clone() });
    let open: Vec<IssueKey> = run.state.issues().keys().cloned().collect();
    for issue in open {
        let by = by.clone();
        run.does(Command::ResolveIssue { issue, by })
            .expect("an open issue");
    }
    let stage = run.state.stage().clone();
    let mut stages = run.draft().stages.iter();
    let stage = stages.find(|known| known.key == stage).expect("a stage");
    for activity in stage.activities.clone() {
        let _ = run.does(Command::record(activity, by.clone()));
    }
}

/// Waits for the latest date that an exit waits for; who waited for other moves as well would meet
/// the limit of the stage, and the issue that it opens.
fn waits(run: &mut Run) {
    let shown = options(&run.definition, &run.state, run.now, &run.calendar).unwrap();
    let exits = exits(run);
    let shown = shown.into_iter().filter(|shown| exits.contains(&shown.way));
    let opens = shown.filter_map(|option| option.opens);
    let instants = opens.map(|opens| match opens {
        Deadline::At(at) => at,
        Deadline::On(date) => date.and_time(chrono::NaiveTime::MIN).and_utc(),
    });
    run.now = instants.max().unwrap_or(run.now).max(run.now);
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn an_agreement_can_always_be_ended_within_its_notice(
        draft in drafts(), wishes in wishes(30),
    ) {
        let mut run = Run::of(draft).through(&wishes);
        let begun = run.now;
        // Two doors: out of the work, and out of the wind-down.
        for _ in 0..2 {
            run.does(Command::Tick {}).unwrap();
            if !run.is_closed() && !leaves(&mut run) {
                prepares(&mut run);
                waits(&mut run);
                prop_assert!(leaves(&mut run), "no way out of {}", run.state.stage());
            }
        }
        run.does(Command::Tick {}).unwrap();
        prop_assert!(run.is_closed());
        prop_assert!((run.now - begun).num_days() <= 30);
    }
}
