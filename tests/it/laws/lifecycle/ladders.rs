//! Law 10: the level of an issue never falls, and the engine comes to the same.

use chrono::{DateTime, TimeDelta, Utc};
use partnership::lifecycle::{Acknowledgement, Command, Draft, IssueKey, Ladder, Level};
use partnership::time::{Calendar, Moment, Span};
use proptest::collection::vec;
use proptest::prelude::*;

use super::strategies::Run;
use crate::support::cases;

fn holds() -> impl Strategy<Value = Vec<(i64, Span)>> {
    let spans = ["0h", "1h", "48h", "3d", "2bd", "30d"];
    let hold = (0_i64..9_000_000, 0..spans.len());
    let hold = hold.prop_map(move |(at, span)| (at, spans[span].parse().expect("a span")));
    vec(hold, 0..5).prop_map(|mut holds| {
        holds.sort_by_key(|(at, _)| *at);
        holds
    })
}

fn start() -> DateTime<Utc> {
    "2026-01-05T09:00:00Z".parse().expect("an instant")
}

fn moment(seconds: i64) -> Moment {
    let at = start() + TimeDelta::seconds(seconds);
    Calendar::default().moment(at).expect("a moment")
}

fn level(ladder: &Ladder, at: i64, holds: &[(i64, Span)]) -> Level {
    let given = holds.iter().map(|(at, hold)| Acknowledgement {
        at: moment(*at),
        hold: *hold,
    });
    let given: Vec<Acknowledgement> = given.collect();
    ladder
        .level_at(&moment(0), &moment(at), &given, &Calendar::default())
        .expect("a level")
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn the_level_never_falls(holds in holds(), first in 0_i64..9_000_000, more in 0_i64..5_000_000) {
        let ladder = &Draft::pilot().ladders[0];
        let (before, after) = (level(ladder, first, &holds), level(ladder, first + more, &holds));
        prop_assert!(before.index <= after.index);
        prop_assert!(after.history.starts_with(&before.history));
        prop_assert_eq!(after.history.len(), after.index + 1);
    }

    #[test]
    fn the_engine_comes_to_the_same_level(holds in holds(), at in 0_i64..12_000_000) {
        let draft = Draft::partnership();
        let ladder = draft.ladders[0].clone();
        let mut run = Run::of(draft);
        let by: partnership::lifecycle::Key = "partner".parse().unwrap();
        let issue: partnership::lifecycle::Key = "late".parse().unwrap();
        run.does(Command::OpenIssue { issue: issue.clone(), ladder: None, by: by.clone() }).unwrap();
        let key = IssueKey::from(issue);
        for (when, hold) in holds.iter().filter(|(when, _)| *when <= at) {
            run.now = start() + TimeDelta::seconds(*when);
            let (issue, by) = (key.clone(), by.clone());
            let _ = run.does(Command::Acknowledge { issue, by, hold: *hold });
        }
        run.now = start() + TimeDelta::seconds(at);
        run.does(Command::Tick {}).unwrap();
        let open = &run.state.issues()[&key];
        let derived = level(&ladder, at, &holds);
        prop_assert_eq!(usize::try_from(open.level).unwrap(), derived.index);
        prop_assert_eq!(open.next, derived.next);
    }
}
