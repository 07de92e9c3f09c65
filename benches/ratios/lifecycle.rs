//! Ratios of spec/lifecycle.md 11.

use std::hint::black_box;

use partnership::lifecycle::{
    Checked, Command, Draft, Event, Request, State, begin, decide, options, replay, step,
};
use partnership::time::{Calendar, instant};

use crate::measure::{Way, interleave, line};

/// A production that was sent back so many times, with its log.
fn run_of(rounds: usize) -> (Checked, Vec<Event>, State) {
    let (production, calendar) = (Draft::production().check().unwrap(), Calendar::default());
    let at = instant("2026-01-05T09:00:00Z").unwrap();
    let mut log = vec![begin(&production, at, &calendar).unwrap()];
    let mut state = replay(&log).unwrap();
    let mut wants = |command| {
        let request = Request::new(at, command);
        log.extend(step(&production, &mut state, &request, &calendar).unwrap());
    };
    let by = || "producer".parse().unwrap();
    let record = |activity: &str| Command::record(activity.parse().unwrap(), by());
    let take = |way: &str| Command::take(way.parse().unwrap(), by());
    for (activity, way) in [
        ("concept", "script"),
        ("script_approved", "prepare"),
        ("schedule", "shoot"),
        ("footage", "edit"),
    ] {
        wants(record(activity));
        wants(take(way));
    }
    for _ in 0..rounds {
        wants(record("cut"));
        wants(take("submit"));
        wants(record("review_notes"));
        wants(record("change_order"));
        wants(take("revise"));
    }
    (production, log, state)
}

pub fn report() {
    println!("lifecycle: against reading the same papers from JSON");
    let calendar = Calendar::default();
    let (production, log, state) = run_of(3);
    let at = state.last().at();
    let text = serde_json::to_string(&state).unwrap();
    let cut = Command::record("cut".parse().unwrap(), "producer".parse().unwrap());
    let cut = Request::new(at, cut);
    let mut ways = [
        Way::new("read the state", || {
            drop(black_box(serde_json::from_str::<State>(black_box(&text))))
        }),
        Way::new("decide", || {
            drop(black_box(decide(
                &production,
                &state,
                black_box(&cut),
                &calendar,
            )))
        }),
        Way::new("step", || {
            let mut state = state.clone();
            drop(black_box(step(
                &production,
                &mut state,
                black_box(&cut),
                &calendar,
            )))
        }),
        Way::new("options", || {
            drop(black_box(options(
                &production,
                &state,
                black_box(at),
                &calendar,
            )))
        }),
    ];
    let times = interleave(&mut ways);
    for (what, time) in ["reading a state", "decide", "step", "options"]
        .iter()
        .zip(&times)
    {
        let bound = (*time != times[0]).then_some(100);
        line(what, *time, times[0], 1, bound);
    }
    for rounds in [20, 200] {
        let (_, log, _) = run_of(rounds);
        replay_of(&format!("replay of {} events", log.len()), &log);
    }
    replay_of(&format!("replay of {} events", log.len()), &log);
}

fn replay_of(what: &str, log: &[Event]) {
    let text = serde_json::to_string(log).unwrap();
    let mut ways = [
        Way::new("parse the log", || {
            drop(black_box(serde_json::from_str::<Vec<Event>>(black_box(
                &text,
            ))))
        }),
        Way::new("replay", || drop(black_box(replay(black_box(log))))),
    ];
    let times = interleave(&mut ways);
    line(what, times[1], times[0], log.len() as u128, Some(100));
}
