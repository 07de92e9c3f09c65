//! Lifecycles: where an agreement stands, what may come next, and what is missing.
//!
//! A lifecycle is a table ([`Draft`]) that is checked once ([`Checked`]); one engine runs every
//! table. A command leads to events or to a [`Refusal`] that lists every gate that is shut with
//! what was found; a log of events leads back to the same [`State`] (spec/lifecycle.md).
//!
//! | question | door |
//! |---|---|
//! | Is this table sound? | [`Draft::problems`], [`explore`] |
//! | What happens if we do this? | [`decide`], [`step`] |
//! | What may come next, and what is missing? | [`options`] |
//! | Which dates lie ahead? | [`due`] |
//! | Where does this log lead? | [`replay`] |
//! | May a running agreement take the new version? | [`diff`], [`migrate`] |
//! | How does it look? | [`Checked::mermaid`], [`Checked::dot`], [`Checked::svg`] |
//!
//! What opens a gate, by what it needs:
//!
//! | [`Need`] | what opens it |
//! |---|---|
//! | `Done` | [`Record`](Command::Record) of the activity, since the stage was entered |
//! | `AtLeast`, `AtMost` | [`Observe`](Command::Observe) of the metric, not older than it may be |
//! | `Approved` | [`Approve`](Command::Approve) of the move by each party, of the present terms |
//! | `InStageFor`, `InRenewalWindow` | time |
//! | `NoticeServed` | [`GiveNotice`](Command::GiveNotice), from the day on which it takes effect |
//! | `NoNotice` | nothing, once notice was given |
//! | `Rounds` | the next term, or `Record` of the activity that allows one more |
//! | `NoOpenIssue` | [`ResolveIssue`](Command::ResolveIssue) or `SurviveIssue` |
//! | `AnyOf` | any of its gates |
//! | `Running` | [`Resume`](Command::Resume) |
//!
//! Which activities and metrics these are stands in the table: [`Draft::pilot`] lists its own, and
//! so does every drawing below.
//!
//! Nothing here reads a clock. What deadlines bring about is computed when somebody asks and dated
//! by the deadline, so that a late question finds the same world as a punctual one: there is no
//! timer to lose.
//!
//! # Examples
//!
//! ```
//! use partnership::lifecycle::{Command, Draft, Request, begin, options, replay, step};
//! use partnership::time::{Calendar, instant};
//!
//! let (pilot, calendar) = (Draft::pilot().check()?, Calendar::default());
//! let monday = instant("2026-01-05T09:00:00Z")?;
//! let mut log = vec![begin(&pilot, monday, &calendar)?];
//! let mut state = replay(&log)?;
//!
//! let mut run = |command| step(&pilot, &mut state, &Request::new(monday, command), &calendar);
//! for activity in ["criteria_set", "contacts_named", "log_opened"] {
//!     log.extend(run(Command::record(activity.parse()?, "producer".parse()?))?);
//! }
//! log.extend(run(Command::take("start".parse()?, "producer".parse()?))?);
//! assert_eq!(state.stage().as_str(), "running");
//! assert_eq!(replay(&log)?, state);
//!
//! let scale = &options(&pilot, &state, monday, &calendar)?[0];
//! let shut: Vec<&str> = scale.unmet.iter().map(|unmet| unmet.gate.as_str()).collect();
//! assert_eq!(shut, [
//!     "ran_90_days", "lead_lift_producer", "lead_lift_partner",
//!     "decision_log", "pilot_review", "both_approve", // and no open issue: met
//! ]);
//! # Ok::<(), partnership::Error>(())
//! ```
//!
//! The lifecycle of a partnership, as [`Checked::svg`] draws it:
//!
#![doc = include_str!("../../doc/lifecycle_partnership.svg")]

mod ask;
mod check;
mod check_gate;
mod command;
mod definition;
mod diagram;
mod diff;
mod diff_gate;
mod due;
mod engine;
mod event;
mod event_text;
mod explore;
mod fault;
mod found;
mod gate;
mod history;
mod issue;
mod ladder;
mod lengths;
mod migrate;
mod parts;
mod presets;
mod refusal;
mod settle;
mod stages;
mod state;
mod svg;
mod trust;
mod word;

pub use ask::{MoveOption, options, rank};
pub use check::{Checked, DraftRefused};
pub use command::{Command, Request};
pub use definition::{
    CadenceRule, Deemed, Draft, Effective, Limit, Move, MoveKind, Notice, Pause, Phase, Stage,
    TermRule,
};
pub use diff::{Change, ChangeKind, ChangeLevel, Diff, diff};
pub use due::{Due, DueKind, due};
pub use engine::{begin, decide, step};
pub use event::{Event, Fact, Moved, Reason};
pub use explore::{ExploreError, MOST_STATES, Report, explore};
pub use fault::{Fault, Thing};
pub use found::{Found, Unmet};
pub use gate::{Gate, Need, Threshold};
pub use history::{ReplayError, apply, replay};
pub use ladder::{Acknowledgement, Ladder, LadderLevel, Level};
pub use migrate::{MigrationFault, migrate};
pub use parts::{ARBITRATION_AFTER, ladders};
pub use refusal::{Refusal, Subject};
pub use stages::{
    CampaignStage, GrowthStage, MaturityLevel, PartnershipStage, PilotStage, ProductionStage,
    TrustRung,
};
pub use state::{Issue, NoticeGiven, Reading, State, StateError};
pub use trust::{CommitmentError, commitment, commitment_parts, scale_advised, strategic_gates};
pub use word::{Fingerprint, IssueKey, Key, Value, WordError};
