//! [`LoopError`]: why an event of an alignment loop was refused, and what is [`Missing`].

use super::loop_event::Phase;
use crate::explain::ExplainError;
use crate::party::PartyId;
use crate::ratio::RatioError;

/// Why an event was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoopError {
    /// Alone one cannot agree.
    #[error("a loop has two different parties or more, not {found}")]
    TooFewParties {
        /// How many there are.
        found: usize,
    },
    /// It happens in another phase.
    #[error("{event} does not happen in the phase {}", phase.name())]
    WrongPhase {
        /// What was to happen.
        event: &'static str,
        /// The phase.
        phase: Phase,
    },
    /// Somebody acts who is no party.
    #[error("{party} is no party to the loop")]
    UnknownParty {
        /// Who.
        party: PartyId,
    },
    /// The goal is on the table.
    #[error("the goal {goal:?} is on the table already")]
    DuplicateGoal {
        /// Its id.
        goal: String,
    },
    /// The goal is not on the table.
    #[error("the goal {goal:?} is not on the table")]
    UnknownGoal {
        /// Its id.
        goal: String,
    },
    /// A second result or decision.
    #[error("the goal {goal:?} has been dealt with")]
    AlreadyDone {
        /// Its id.
        goal: String,
    },
    /// A blank reason.
    #[error("{event} needs a reason")]
    NoReason {
        /// What was to happen.
        event: &'static str,
    },
    /// Something stands in the way of the next phase.
    #[error("{} things are missing before the next phase", missing.len())]
    NotReady {
        /// All of it.
        missing: Vec<Missing>,
    },
    /// A loop of another schema.
    #[error("the loop has schema {schema}, not 1")]
    UnknownSchema {
        /// The schema.
        schema: u32,
    },
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// A figure could not be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

/// What stands in the way of the next phase.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "missing", rename_all = "snake_case"))]
pub enum Missing {
    /// There is no goal.
    NoGoals {},
    /// Somebody has not agreed to a goal.
    NotAgreed {
        /// The goal.
        goal: String,
        /// Who.
        parties: Vec<PartyId>,
    },
    /// A goal has no result.
    Unmeasured {
        /// The goal.
        goal: String,
    },
    /// A goal has no decision.
    Undecided {
        /// The goal.
        goal: String,
    },
}
