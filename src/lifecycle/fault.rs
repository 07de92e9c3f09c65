//! [`Fault`]: what can be wrong with a definition.

use super::definition::words;
use crate::problem::Problem;
use std::fmt;

/// A fault of a definition (spec/lifecycle.md 1); its [`Problem`] says of what, such as
/// `gate pilot/scale/both_approve`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A cadence in hours, or with a grace that is not in days or reaches the next occurrence.
    #[error("no cadence that can be kept")]
    BadCadence,
    /// A closed stage with activities, a limit or cadences.
    #[error("something is to be done in a closed stage")]
    BusyEnd,
    /// A move into a closed stage without a gate `no_open_issue` of its own.
    #[error("closes with open issues")]
    ClosesWithIssues,
    /// Silence stands for a move that is no advance of the stage.
    #[error("silence stands for no advance of this stage")]
    DeemedMove,
    /// A name stands twice.
    #[error("the name stands twice")]
    DuplicateKey,
    /// A list without anything in it.
    #[error("nothing in it")]
    Empty,
    /// An exit to a stage that is neither an exit nor closed.
    #[error("an exit that leads on")]
    ExitLeadsOn,
    /// A move out of a closed stage.
    #[error("leaves a closed stage")]
    LeavesClosed,
    /// There is no closed stage.
    #[error("no closed stage")]
    NoEnd,
    /// An open stage without an exit.
    #[error("no exit from here")]
    NoExit,
    /// A limit whose passing opens an issue, and no ladder for it.
    #[error("a limit that escalates and no ladder")]
    NoLadder,
    /// No closed stage can be reached.
    #[error("no closed stage can be reached from here")]
    NoWayOut,
    /// A rework or a renewal to a later stage.
    #[error("goes back to a later stage")]
    NotBack,
    /// A span in a unit that cannot count days here.
    #[error("a span that is not in whole days")]
    NotWholeDays,
    /// A renewal without a gate `no_notice` of its own.
    #[error("renews under notice")]
    RenewsUnderNotice,
    /// An advance to a stage that is not the very next one.
    #[error("skips a stage")]
    Skips,
    /// The definition is written in a form that this version does not know.
    #[error("a form that is not known")]
    TooNew,
    /// A name that is declared nowhere.
    #[error("an unknown name")]
    UnknownKey,
    /// No way leads here from the start.
    #[error("cannot be reached")]
    Unreachable,
    /// A gate that can never be met.
    #[error("can never be met")]
    Unsatisfiable,
    /// A wait that is longer than the stage may last.
    #[error("waits past the limit of its stage")]
    WaitsPastLimit,
    /// A span of nothing, where something must pass.
    #[error("a span of zero")]
    ZeroSpan,
}

impl Fault {
    /// Returns the name of the fault, by which a list of them is sorted.
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}

words! {
    /// The kind of thing that a name stands for.
    #[non_exhaustive]
    pub enum Thing {
        /// The whole definition.
        Definition = "definition",
        /// A stage.
        Stage = "stage",
        /// A role.
        Party = "party",
        /// All roles.
        Parties = "parties",
        /// A reading.
        Metric = "metric",
        /// A ladder.
        Ladder = "ladder",
        /// A level of a ladder.
        Level = "level",
        /// An activity of a stage.
        Activity = "activity",
        /// A cadence of a stage.
        Cadence = "cadence",
        /// The limit of a stage.
        Limit = "limit",
        /// The term.
        Term = "term",
        /// The notice.
        Notice = "notice",
        /// A move.
        Move = "move",
        /// A gate.
        Gate = "gate",
    }
}

/// The faults of a definition while they are gathered.
#[derive(Default)]
pub(super) struct Faults(Vec<(Fault, Thing, String)>);

impl Faults {
    pub(super) fn add(&mut self, fault: Fault, what: Thing, key: impl fmt::Display) {
        self.0.push((fault, what, key.to_string()));
    }

    pub(super) fn add_if(&mut self, is: bool, fault: Fault, what: Thing, key: impl fmt::Display) {
        if is {
            self.add(fault, what, key);
        }
    }

    /// Every fault once, by its name, then by what has it.
    pub(super) fn sorted(self) -> Vec<Problem<Fault>> {
        let named = self.0.into_iter();
        let mut named: Vec<_> = named
            .map(|(fault, what, key)| (fault.name(), what.name(), key, fault))
            .collect();
        named.sort_by(|left, right| (&left.0, left.1, &left.2).cmp(&(&right.0, right.1, &right.2)));
        named.dedup_by(|left, right| (&left.0, left.1, &left.2) == (&right.0, right.1, &right.2));
        let problem = |(_, what, key, fault)| Problem {
            place: format!("{what} {key}"),
            fault,
        };
        named.into_iter().map(problem).collect()
    }
}
