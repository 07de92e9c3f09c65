//! Laws 1 to 6: replay, options, ticks, refusals, the order of time, and the end.

use partnership::lifecycle::{Command, Event, Refusal, Request, State, decide, options, replay};
use proptest::prelude::*;

use super::strategies::{Run, drafts, wishes};
use crate::support::cases;

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_log_replays_to_its_state_also_when_both_have_travelled(
        draft in drafts(), wishes in wishes(30),
    ) {
        let run = Run::of(draft).through(&wishes);
        prop_assert_eq!(&replay(&run.log).unwrap(), &run.state);
        let log = serde_json::to_string(&run.log).unwrap();
        let log: Vec<Event> = serde_json::from_str(&log).unwrap();
        prop_assert_eq!(&run.definition.replay(&log).unwrap(), &run.state);
        let state = serde_json::to_string(&run.state).unwrap();
        let read: State = serde_json::from_str(&state).unwrap();
        prop_assert_eq!(&read, &run.state);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), state);
    }

    #[test]
    fn an_option_without_anything_unmet_is_a_move_that_succeeds(
        draft in drafts(), wishes in wishes(25), gap in 0_i64..10_000_000,
    ) {
        let mut run = Run::of(draft).through(&wishes);
        run.wait(gap);
        let shown = options(&run.definition, &run.state, run.now, &run.calendar).unwrap();
        // What can be taken is a matter of the settled state.
        run.does(Command::Tick {}).unwrap();
        for option in &shown {
            let request = Request::new(run.now, run.take(&option.way));
            match decide(&run.definition, &run.state, &request, &run.calendar) {
                Ok(_) => prop_assert!(option.unmet.is_empty()),
                Err(Refusal::Gated { unmet, .. }) => prop_assert_eq!(&option.unmet, &unmet),
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
        prop_assert_eq!(run.is_closed(), shown.is_empty());
    }

    #[test]
    fn the_same_commands_with_ticks_between_them_make_the_same_log(
        draft in drafts(), wishes in wishes(20), polls in proptest::collection::vec(0_i64..40, 20),
    ) {
        // The commands are written down in one run and repeated, polled, in another.
        let (mut plain, mut polled) = (Run::of(draft.clone()), Run::of(draft));
        for (wish, poll) in wishes.iter().zip(polls) {
            let command = plain.command(*wish);
            let first = wish.0 * poll / 40;
            polled.wait(first);
            polled.does(Command::Tick {}).unwrap();
            prop_assert_eq!(polled.does(Command::Tick {}).unwrap(), []);
            polled.wait(wish.0 - first);
            plain.wait(wish.0);
            let answers = (plain.does(command.clone()), polled.does(command));
            prop_assert_eq!(answers.0.is_ok(), answers.1.is_ok());
        }
        plain.does(Command::Tick {}).unwrap();
        polled.does(Command::Tick {}).unwrap();
        prop_assert_eq!(plain.log, polled.log);
    }

    #[test]
    fn deciding_twice_gives_the_same_and_a_refusal_changes_nothing(
        draft in drafts(), wishes in wishes(20), last in wishes(2),
    ) {
        let mut run = Run::of(draft).through(&wishes);
        run.wait(last[0].0);
        let request = Request::new(run.now, run.command(last[0]));
        let decide = || decide(&run.definition, &run.state, &request, &run.calendar);
        let (once, twice) = (decide(), decide());
        prop_assert_eq!(serde_json::to_string(&once.clone().ok()).unwrap(),
            serde_json::to_string(&twice.clone().ok()).unwrap());
        prop_assert_eq!(&once, &twice);
        let before = run.state.clone();
        if run.does(request.command.clone()).is_err() {
            prop_assert_eq!(run.state, before);
        }
    }

    #[test]
    fn numbers_count_up_and_time_never_runs_back(draft in drafts(), wishes in wishes(40)) {
        let run = Run::of(draft).through(&wishes);
        for (number, event) in run.log.iter().enumerate() {
            prop_assert_eq!(event.seq, u64::try_from(number + 1).unwrap());
            prop_assert!(event.when.at() <= run.now);
        }
        for pair in run.log.windows(2) {
            prop_assert!(pair[0].when.at() <= pair[1].when.at());
            prop_assert!(pair[0].when.on() <= pair[1].when.on());
        }
    }

    #[test]
    fn nothing_is_emitted_once_it_is_closed(
        draft in drafts(), wishes in wishes(40), after in wishes(10),
    ) {
        let mut run = Run::of(draft).through(&wishes);
        if run.is_closed() {
            let log = run.log.clone();
            for wish in after {
                run.wait(wish.0);
                let command = run.command(wish);
                match run.does(command.clone()) {
                    Ok(events) => {
                        let is_tick = matches!(command, Command::Tick {});
                        prop_assert!(events.is_empty() && is_tick);
                    }
                    Err(refusal) => prop_assert_eq!(refusal, Refusal::Closed),
                }
            }
            prop_assert_eq!(run.log, log);
        }
    }
}
