//! Runs of commands that mean something in the stage where they are given.

use chrono::{DateTime, TimeDelta, Utc};
use partnership::lifecycle::{
    Checked, Command, Deemed, Draft, Event, IssueKey, Key, Limit, MoveKind, Pause, Phase, Reason,
    Refusal, Request, State, TermRule, begin, replay, step,
};
use partnership::time::Calendar;
use proptest::collection::vec;
use proptest::prelude::*;

/// One wish: how long after the one before, of what kind, and which of several.
pub type Wish = (i64, u8, u8, u8);

pub const KINDS: u8 = 18;

/// Seconds between two wishes, with the edges of hours, days and limits.
fn gaps() -> impl Strategy<Value = i64> {
    const HOUR: i64 = 3_600;
    const DAY: i64 = 86_400;
    prop_oneof![
        4 => Just(0),
        2 => Just(1),
        1 => Just(HOUR),
        1 => Just(48 * HOUR),
        1 => Just(48 * HOUR + 1),
        2 => Just(DAY),
        1 => Just(14 * DAY),
        1 => Just(30 * DAY),
        2 => Just(90 * DAY),
        1 => Just(91 * DAY),
        2 => 0..(40 * DAY),
    ]
}

pub fn wishes(most: usize) -> impl Strategy<Value = Vec<Wish>> {
    vec((gaps(), 0..KINDS, any::<u8>(), any::<u8>()), 1..most)
}

/// The presets, and what they become with other pauses, terms and silences.
pub fn drafts() -> impl Strategy<Value = Draft> {
    let pauses = [Pause::Keep, Pause::ExtendByPause, Pause::Restart];
    let presets = Draft::presets();
    (
        0..presets.len(),
        0..pauses.len(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(move |(preset, pause, is_deemed, has_terms)| {
            let mut draft = presets[preset].clone();
            draft.pause = pauses[pause];
            if has_terms && draft.stages.len() > 3 {
                let from = draft.stages[1].key.clone();
                let every = "1y".parse().expect("a span");
                draft.term = Some(TermRule { from, every });
            }
            if is_deemed {
                deem(&mut draft);
            }
            draft
        })
}

/// Gives every open stage a limit of 20 days after which silence moves on.
fn deem(draft: &mut Draft) {
    let moves = draft.moves.clone();
    for stage in &mut draft.stages {
        let waits = [
            "reliability",
            "consistency",
            "operational",
            "pilot",
            "running",
        ];
        if stage.phase == Phase::Closed || waits.contains(&stage.key.as_str()) {
            continue;
        }
        let mut ways = moves.iter().filter(|way| way.from == stage.key);
        let Some(way) = ways.find(|way| way.kind == MoveKind::Advance) else {
            continue;
        };
        let way = way.key.clone();
        let after = "20d".parse().expect("a span");
        stage.limit = Some(Limit {
            after,
            deemed: Deemed::Accept { way },
        });
    }
}

/// An instance on its way.
#[derive(Clone)]
pub struct Run {
    pub definition: Checked,
    pub calendar: Calendar,
    pub log: Vec<Event>,
    pub state: State,
    pub now: DateTime<Utc>,
}

impl Run {
    pub fn of(draft: Draft) -> Self {
        let definition = draft.check().expect("a definition");
        let calendar = Calendar::default();
        let now = "2026-01-05T09:00:00Z".parse().expect("an instant");
        let log = vec![begin(&definition, now, &calendar).expect("a start")];
        let state = replay(&log).expect("a state");
        Self {
            definition,
            calendar,
            log,
            state,
            now,
        }
    }

    pub fn draft(&self) -> &Draft {
        self.definition.definition()
    }

    pub fn wait(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
    }

    pub fn does(&mut self, command: Command) -> Result<Vec<Event>, Refusal> {
        let request = Request::new(self.now, command);
        let events = step(&self.definition, &mut self.state, &request, &self.calendar)?;
        self.log.extend(events.iter().cloned());
        Ok(events)
    }

    pub fn phase(&self) -> Phase {
        let mut stages = self.draft().stages.iter();
        let stage = stages.find(|stage| stage.key == *self.state.stage());
        stage.expect("a stage of the definition").phase
    }

    pub fn is_closed(&self) -> bool {
        self.phase() == Phase::Closed
    }

    /// The way to take a move of the present stage with a legal reason.
    pub fn take(&self, way: &Key) -> Command {
        let mut moves = self.draft().moves.iter();
        let found = moves.find(|m| m.from == *self.state.stage() && m.key == *way);
        let is_exit = found.is_some_and(|found| found.kind == MoveKind::Exit);
        let asks = is_exit && self.phase() != Phase::Exit;
        Command::Take {
            way: way.clone(),
            by: self.draft().parties[0].clone(),
            reason: asks.then_some(Reason::Convenience),
        }
    }

    /// What a wish comes to here.
    pub fn command(&self, (_, kind, which, other): Wish) -> Command {
        let draft = self.draft();
        let one = |keys: &[Key]| match keys.len() {
            0 => "nothing".parse().expect("a key"),
            many => keys[usize::from(which) % many].clone(),
        };
        let by = draft.parties[usize::from(other) % draft.parties.len()].clone();
        let mut stages = draft.stages.iter();
        let stage = stages.find(|stage| stage.key == *self.state.stage());
        let stage = stage.expect("a stage of the definition");
        let from_here = draft.moves.iter().filter(|way| way.from == stage.key);
        let ways: Vec<Key> = from_here.map(|way| way.key.clone()).collect();
        let cadences: Vec<Key> = stage.cadences.iter().map(|c| c.key.clone()).collect();
        let open: Vec<IssueKey> = self.state.issues().keys().cloned().collect();
        let issue = match open.len() {
            0 => "late".parse().expect("an issue"),
            many => open[usize::from(which) % many].clone(),
        };
        let values = ["0.1", "0.20", "0.9", "3", "7", "8.5"];
        let value = values[usize::from(other) % values.len()];
        match kind {
            0..4 => Command::record(one(&stage.activities), by),
            4 | 5 => Command::observe(one(&draft.metrics), value.parse().expect("a value"), by),
            6 | 7 => Command::Approve {
                way: one(&ways),
                by,
                of: self.state.terms().cloned(),
            },
            8..11 => self.take(&one(&ways)),
            11 => Command::HoldReview {
                cadence: one(&cadences),
                by,
                on: None,
            },
            12 if other < 60 => Command::GiveNotice { by },
            12 => Command::OpenIssue {
                issue: ["late", "unpaid", "rights"][usize::from(which) % 3]
                    .parse()
                    .expect("a key"),
                ladder: None,
                by,
            },
            13 => Command::Acknowledge {
                issue,
                by,
                hold: ["1h", "3d", "5bd"][usize::from(other) % 3]
                    .parse()
                    .expect("a span"),
            },
            14 if other < 60 => Command::SurviveIssue { issue, by },
            14 => Command::ResolveIssue { issue, by },
            15 if self.state.paused().is_some() => Command::Resume { by },
            15 => Command::Suspend { by },
            16 if other < 100 => Command::SetTerms {
                fingerprint: format!("v{}", which % 3).parse().expect("a fingerprint"),
                by,
            },
            16 => Command::Void {
                seq: u64::from(which) % (self.state.seq() + 2),
                by,
            },
            _ => Command::Tick {},
        }
    }

    /// A run of wishes; what is refused changes nothing.
    pub fn through(mut self, wishes: &[Wish]) -> Self {
        for wish in wishes {
            self.wait(wish.0);
            let _ = self.does(self.command(*wish));
        }
        self
    }
}
