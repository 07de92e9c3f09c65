//! Lifecycles that are nearly right and whatever commands: a log replays to its state, a refusal
//! changes nothing, and what the options show is what happens.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::lifecycle::{
    Checked, Command, Draft, Event, Move, Refusal, Request, State, begin, decide, diff, due,
    explore, options, rank, replay, step,
};
use partnership::time::{Calendar, instant};
use partnership_fuzz::{Draw, Papers, all_papers, cases, travels};
use serde_json::{Value, json};

/// The presets, and the definitions of the cases.
static DRAFTS: LazyLock<Papers> = LazyLock::new(|| {
    let mut drafts: Vec<Value> = Draft::presets().iter().map(|draft| json!(draft)).collect();
    for family in ["check", "mermaid", "scenario", "diff"] {
        for given in cases("lifecycle", family) {
            let fields = given.as_object().expect("an object").values().cloned();
            drafts.extend(fields.filter(|field| field.get("stages").is_some()));
        }
    }
    Papers::new(drafts)
});

/// Every command of the golden requests and of the scenarios.
static COMMANDS: LazyLock<Papers> = LazyLock::new(|| {
    let scenarios = cases("lifecycle", "scenario");
    let steps = scenarios
        .iter()
        .filter_map(|given| given["steps"].as_array());
    let mut commands: Vec<Value> = steps
        .flatten()
        .map(|step| step["command"].clone())
        .collect();
    let golden = all_papers()
        .into_iter()
        .filter_map(|paper| paper.get("command").cloned());
    commands.extend(golden);
    commands.retain(|command| serde_json::from_value::<Command>(command.clone()).is_ok());
    Papers::new(commands)
});

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    let paper = if draw.once_in(3) {
        DRAFTS.changed(&mut draw)
    } else {
        DRAFTS.paper(&mut draw).clone()
    };
    let Ok(draft) = serde_json::from_value::<Draft>(paper) else {
        return;
    };
    travels(&draft);
    let problems = draft.problems();
    let checked = draft.clone().check();
    assert_eq!(problems.is_empty(), checked.is_ok());
    let Ok(definition) = checked else {
        return;
    };
    assert_eq!(travels(&definition).1, definition);
    let changes = diff(&draft, &draft).changes;
    assert!(changes.is_empty());
    if draw.once_in(64) {
        let _ = explore(&definition, 200);
    }
    let calendar = Calendar::default();
    let mut now = instant("2026-01-05T09:00:00Z").expect("an instant");
    let Ok(first) = begin(&definition, now, &calendar) else {
        return;
    };
    let mut log = vec![first];
    let mut state = replay(&log).expect("a log of one");
    while !draw.is_done() {
        let seconds = [
            0,
            1,
            3_600,
            86_400,
            14 * 86_400,
            90 * 86_400,
            400 * 86_400,
            -1,
        ];
        let wait = *draw.pick(&seconds) * (1 + i64::from(draw.byte() % 4));
        now = now
            .checked_add_signed(chrono::TimeDelta::seconds(wait))
            .unwrap_or(now);
        let request = Request::new(now, command(&draft, &state, &mut draw));
        shown(&definition, &state, now, &calendar);
        let decided = decide(&definition, &state, &request, &calendar);
        let before = state.clone();
        let stepped = step(&definition, &mut state, &request, &calendar);
        assert_eq!(decided, stepped, "a step does what was decided");
        match stepped {
            Ok(events) => log.extend(events),
            Err(refusal) => {
                assert_eq!(state, before, "a refusal changes nothing");
                assert!(!refusal.to_string().is_empty());
            }
        }
    }
    assert_eq!(replay(&log).as_ref(), Ok(&state));
    let read: Vec<Event> = travels(&log).1;
    assert_eq!(definition.replay(&read).as_ref(), Ok(&state));
    assert_eq!(travels(&state).1, state);
    for pair in log.windows(2) {
        assert!(pair[0].seq + 1 == pair[1].seq && pair[0].when.at() <= pair[1].when.at());
    }
    let _ = rank(&definition, &state);
});

/// A command that means something here, or one from elsewhere, or none.
fn command(draft: &Draft, state: &State, draw: &mut Draw<'_>) -> Command {
    let by = draw.pick(&draft.parties).clone();
    let stage = draft
        .stages
        .iter()
        .find(|stage| stage.key == *state.stage());
    let activities = stage
        .map(|stage| stage.activities.clone())
        .unwrap_or_default();
    let moves: Vec<&Move> = draft
        .moves
        .iter()
        .filter(|way| way.from == *state.stage())
        .collect();
    match draw.below(8) {
        0 | 1 if !activities.is_empty() => Command::record(draw.pick(&activities).clone(), by),
        2 | 3 if !moves.is_empty() => Command::take(draw.pick(&moves).key.clone(), by),
        4 if !moves.is_empty() => Command::Approve {
            way: draw.pick(&moves).key.clone(),
            by,
            of: state.terms().cloned(),
        },
        5 => Command::Tick {},
        6 => Command::Void {
            seq: u64::from(draw.byte()) % (state.seq() + 2),
            by,
        },
        _ => {
            let mut json = COMMANDS.paper(draw).clone();
            if draw.once_in(4) {
                COMMANDS.change(&mut json, draw);
            }
            serde_json::from_value(json).unwrap_or(Command::Tick {})
        }
    }
}

/// What the options say of a move is what becomes of it, once time has done its part.
fn shown(
    definition: &Checked,
    state: &State,
    now: chrono::DateTime<chrono::Utc>,
    calendar: &Calendar,
) {
    let Ok(shown) = options(definition, state, now, calendar) else {
        return;
    };
    let _ = due(definition, state, now, calendar);
    let mut settled = state.clone();
    let tick = Request::new(now, Command::Tick {});
    if step(definition, &mut settled, &tick, calendar).is_err() {
        return;
    }
    assert_eq!(
        step(definition, &mut settled, &tick, calendar),
        Ok(Vec::new()),
        "time is done"
    );
    let by = &definition.definition().parties[0];
    for option in shown {
        let request = Request::new(now, Command::take(option.way.clone(), by.clone()));
        match decide(definition, &settled, &request, calendar) {
            Ok(_) => assert!(option.unmet.is_empty()),
            Err(Refusal::Gated { unmet, .. }) => assert_eq!(option.unmet, unmet),
            Err(refusal) => assert!(matches!(refusal, Refusal::ReasonMissing), "{refusal}"),
        }
    }
}
