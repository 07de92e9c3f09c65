//! [`Draft`]: a lifecycle as it is written, before it is checked.

use std::fmt;

use super::gate::{Gate, Need};
use super::ladder::Ladder;
use super::word::Key;
use crate::time::Span;

/// A lifecycle as data: stages in the order of their rank, and the moves between them
/// (spec/lifecycle.md 1).
///
/// Nothing is checked here but the form: [`problems`](Self::problems) lists every fault, and
/// [`Checked`](super::Checked) is the checked value, which alone runs.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::Draft;
///
/// // A preset is a table like any other, and may be changed before it is checked.
/// let mut pilot = Draft::pilot();
/// pilot.title = "Autumn pilot".to_owned();
/// assert!(pilot.problems().is_empty());
/// pilot.start = "nowhere".parse()?;
/// assert_eq!(pilot.problems()[0].to_string(), "stage nowhere: an unknown name");
/// assert!(pilot.check().is_err());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "state machine")]
#[doc(alias = "workflow")]
pub struct Draft {
    /// The number of this form, always 1.
    pub schema: u32,
    /// The name of the definition.
    pub id: Key,
    /// Its version: an instance is pinned to both.
    pub version: u32,
    /// What people call it.
    pub title: String,
    /// The roles that act and approve.
    pub parties: Vec<Key>,
    /// What may be observed.
    pub metrics: Vec<Key>,
    /// The stage in which an instance begins.
    pub start: Key,
    /// The terms of the agreement, if it has any.
    #[cfg_attr(feature = "serde", serde(default))]
    pub term: Option<TermRule>,
    /// How notice is given; `None` if it cannot be.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notice: Option<Notice>,
    /// What a suspension does to limits and waits.
    #[cfg_attr(feature = "serde", serde(default))]
    pub pause: Pause,
    /// How issues climb; the first is the default.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ladders: Vec<Ladder>,
    /// The stages, by rank.
    pub stages: Vec<Stage>,
    /// The ways from stage to stage.
    pub moves: Vec<Move>,
}

impl Draft {
    /// The number of the form of a definition.
    pub const SCHEMA: u32 = 1;

    /// The rank of a stage, from 0.
    pub(super) fn rank_of(&self, stage: &Key) -> Option<usize> {
        self.stages.iter().position(|known| known.key == *stage)
    }

    /// The stage of a name.
    pub(super) fn stage(&self, stage: &Key) -> Option<&Stage> {
        self.stages.iter().find(|known| known.key == *stage)
    }

    /// The moves out of a stage, in table order.
    pub(super) fn moves_from<'a>(&'a self, stage: &'a Key) -> impl Iterator<Item = &'a Move> {
        self.moves.iter().filter(move |way| way.from == *stage)
    }

    /// The ladder of a name.
    pub(super) fn ladder(&self, key: &Key) -> Option<&Ladder> {
        self.ladders.iter().find(|known| known.key == *key)
    }

    /// Whether a stage is one of the closed ones.
    pub(super) fn is_closed(&self, stage: &Key) -> bool {
        let found = self.stage(stage);
        found.is_some_and(|found| found.phase == Phase::Closed)
    }
}

/// One stage of a lifecycle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "state")]
pub struct Stage {
    /// Its name.
    pub key: Key,
    /// What people call it.
    pub title: String,
    /// What kind of stage it is, in any definition.
    pub phase: Phase,
    /// What can be recorded as done in it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub activities: Vec<Key>,
    /// How long a visit may last.
    #[cfg_attr(feature = "serde", serde(default))]
    pub limit: Option<Limit>,
    /// What is to be held again and again in it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub cadences: Vec<CadenceRule>,
}

/// One way from a stage to a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "transition")]
pub struct Move {
    /// Its name, once in its stage.
    pub key: Key,
    /// Where it starts.
    pub from: Key,
    /// Where it leads.
    pub to: Key,
    /// What kind of move it is.
    pub kind: MoveKind,
    /// What must be so, in the order in which a refusal lists it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub gates: Vec<Gate>,
}

impl Move {
    /// Whether a party is asked to approve the move.
    pub(super) fn asks(&self, party: &Key) -> bool {
        let asks = |gate: &&Gate| match &gate.need {
            Need::Approved(parties) => parties.contains(party),
            _ => false,
        };
        self.all_gates().iter().any(asks)
    }

    /// Every gate, also those inside an `any_of`.
    pub(super) fn all_gates(&self) -> Vec<&Gate> {
        self.gates.iter().flat_map(Gate::with_inner).collect()
    }
}

/// Declares an enum whose variants travel as words in `snake_case`.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $name {
            $($(#[$doc])* #[cfg_attr(feature = "serde", serde(rename = $word))] $variant,)+
        }

        impl $name {
            /// Returns the name in text and on the wire.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
pub(super) use words;

words! {
    /// What kind of stage it is, for questions across definitions.
    pub enum Phase {
        /// Getting to know each other.
        Explore = "explore",
        /// Agreeing on the terms.
        Form = "form",
        /// Trying it out.
        Pilot = "pilot",
        /// Doing the work.
        Execute = "execute",
        /// Doing more of it.
        Scale = "scale",
        /// Running steadily.
        Mature = "mature",
        /// Looking at what came of it.
        Measure = "measure",
        /// Deciding how to go on.
        Decide = "decide",
        /// Winding down.
        Exit = "exit",
        /// Over: nothing happens any more.
        Closed = "closed",
    }
}

words! {
    /// What kind of move it is.
    pub enum MoveKind {
        /// On to the very next stage.
        Advance = "advance",
        /// Back, or once more.
        Rework = "rework",
        /// Back into a new term.
        Renew = "renew",
        /// Towards the end; it stays open during a suspension.
        Exit = "exit",
    }
}

/// The terms of an agreement: term n ends at the n-th boundary from the first entry of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TermRule {
    /// The stage whose first entry starts the first term.
    pub from: Key,
    /// How long a term is.
    pub every: Span,
}

/// How long notice runs, and to what day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Notice {
    /// How long it runs at least.
    pub span: Span,
    /// To what day it is rounded up.
    pub effective: Effective,
}

words! {
    /// To what day a notice takes effect once its span is over.
    pub enum Effective {
        /// On the day on which the span ends.
        AfterSpan = "after_span",
        /// On the last day of that month.
        MonthEnd = "month_end",
        /// On the last day of a term; as `after_span` while no term runs.
        TermEnd = "term_end",
    }
}

words! {
    /// What a suspension does to the limit of a stage and to waits in it.
    #[derive(Default)]
    pub enum Pause {
        /// Nothing moves; the limit can pass meanwhile.
        Keep = "keep",
        /// Both move by the time of the pause.
        #[default]
        ExtendByPause = "extend_by_pause",
        /// Both start anew on resuming.
        Restart = "restart",
    }
}

/// How long a visit to a stage may last, and what silence then stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "timeout")]
pub struct Limit {
    /// How long.
    pub after: Span,
    /// What happens then.
    #[cfg_attr(feature = "serde", serde(default))]
    pub deemed: Deemed,
}

/// What happens when the limit of a stage passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Deemed {
    /// An issue opens on the first ladder.
    #[default]
    Escalate,
    /// Nothing but the note that it passed.
    None,
    /// A move is taken, if nothing but work and approvals is missing; else an issue opens.
    Accept {
        /// The move.
        #[cfg_attr(feature = "serde", serde(rename = "move"))]
        way: Key,
    },
}

/// What is to be held again and again, counted from the entry into its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CadenceRule {
    /// Its name, once in its stage.
    pub key: Key,
    /// How far the due days lie apart.
    pub every: Span,
    /// How long after a due day it can still be held.
    pub grace: Span,
}
