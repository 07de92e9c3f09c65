//! [`Gate`]: one condition of a move, as data.

use super::word::{Key, Value};
use crate::time::Span;

/// A condition of a move and the name by which a refusal speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "guard")]
pub struct Gate {
    /// Its name, once in its move.
    pub key: Key,
    /// What must be so.
    pub need: Need,
}

/// What a gate asks for (spec/lifecycle.md 1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Need {
    /// The activity was recorded in this visit and not voided.
    Done(Key),
    /// The current reading is the value or more, and still fresh.
    AtLeast(Threshold),
    /// The current reading is the value or less, and still fresh.
    AtMost(Threshold),
    /// Each of the parties approved this move in this visit, of the present terms.
    Approved(Vec<Key>),
    /// So long since the stage was entered, not counting what a suspension adds.
    InStageFor(Span),
    /// Notice was given, and its effective date is reached.
    NoticeServed,
    /// No notice is running.
    NoNotice,
    /// The move was taken fewer times in this term, or an activity lifts that limit.
    Rounds {
        /// How many times the move may be taken in a term.
        limit: u32,
        /// The activity that, done in this visit, allows one more.
        #[cfg_attr(feature = "serde", serde(default))]
        unless: Option<Key>,
    },
    /// No issue is open but the one that the limit of the present visit opened.
    NoOpenIssue,
    /// Today lies in the window before the first day after the term.
    InRenewalWindow {
        /// How long before that day the window opens.
        opens: Span,
        /// How long before that day lies its last day.
        closes: Span,
    },
    /// One of the gates is met.
    AnyOf(Vec<Gate>),
    /// The agreement is not suspended; every move but an exit carries this gate unseen, first.
    Running,
}

/// What a reading is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Threshold {
    /// What is read.
    pub metric: Key,
    /// The value it is compared with.
    pub value: Value,
    /// How long after its date a reading says something; for ever if there is no span.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fresh: Option<Span>,
}

impl Gate {
    /// Returns the gate itself and, below an `any_of`, all gates in it, outermost first.
    pub(super) fn with_inner(&self) -> Vec<&Self> {
        let mut found = vec![self];
        let mut at = 0;
        while let Some(gate) = found.get(at).copied() {
            if let Need::AnyOf(gates) = &gate.need {
                found.extend(gates);
            }
            at = at.saturating_add(1);
        }
        found
    }
}

impl Need {
    /// The threshold that a reading is held against.
    pub(super) const fn threshold(&self) -> Option<&Threshold> {
        match self {
            Self::AtLeast(threshold) | Self::AtMost(threshold) => Some(threshold),
            _ => None,
        }
    }
}
