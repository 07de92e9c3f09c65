//! [`LoopEvent`]: what happens in an alignment loop.

use super::level::Better;
use crate::party::PartyId;
use crate::ratio::Ratio;

/// Where a cycle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Phase {
    /// Goals are agreed.
    Define,
    /// Work is done.
    Execute,
    /// Results are taken.
    Measure,
    /// It is decided what becomes of each goal.
    Adjust,
}

impl Phase {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Define => "define",
            Self::Execute => "execute",
            Self::Measure => "measure",
            Self::Adjust => "adjust",
        }
    }
}

/// What happens in an alignment loop; the phase in which each may happen is in its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum LoopEvent {
    /// Define: a party puts a goal on the table, and agrees to it by that.
    Propose {
        /// The goal.
        goal: String,
        /// Its target.
        target: Ratio,
        /// Which way is good.
        #[cfg_attr(feature = "serde", serde(default))]
        better: Better,
        /// Who.
        by: PartyId,
    },
    /// Define: a party puts another target; only its own agreement stands then.
    Counter {
        /// The goal.
        goal: String,
        /// Its new target.
        target: Ratio,
        /// Who.
        by: PartyId,
    },
    /// Define: a party agrees to a goal; twice changes nothing.
    Agree {
        /// The goal.
        goal: String,
        /// Who.
        by: PartyId,
    },
    /// Define: a party takes a goal off the table, which leaves a row in the history.
    Withdraw {
        /// The goal.
        goal: String,
        /// Who.
        by: PartyId,
        /// Why.
        why: String,
    },
    /// Define: everybody has agreed to every goal, and work begins.
    Begin {},
    /// Execute: work is done.
    Close {},
    /// Measure: a goal came to this.
    Measured {
        /// The goal.
        goal: String,
        /// What it came to.
        actual: Ratio,
    },
    /// Measure: a goal could not be measured.
    NotMeasured {
        /// The goal.
        goal: String,
        /// Why.
        why: String,
    },
    /// Measure: every goal has a result.
    Review {},
    /// Adjust: a goal goes on as it is.
    Keep {
        /// The goal.
        goal: String,
    },
    /// Adjust: a goal goes on with another target, to which all have to agree again.
    Change {
        /// The goal.
        goal: String,
        /// Its new target.
        target: Ratio,
        /// Why.
        why: String,
    },
    /// Adjust: a goal ends.
    Drop {
        /// The goal.
        goal: String,
        /// Why.
        why: String,
    },
    /// Adjust: every goal has its decision, and the next cycle begins.
    Next {},
}

impl LoopEvent {
    /// Returns the phase in which it may happen.
    pub const fn phase(&self) -> Phase {
        match self {
            Self::Propose { .. }
            | Self::Counter { .. }
            | Self::Agree { .. }
            | Self::Withdraw { .. }
            | Self::Begin {} => Phase::Define,
            Self::Close {} => Phase::Execute,
            Self::Measured { .. } | Self::NotMeasured { .. } | Self::Review {} => Phase::Measure,
            Self::Keep { .. } | Self::Change { .. } | Self::Drop { .. } | Self::Next {} => {
                Phase::Adjust
            }
        }
    }

    /// Returns the name in text and on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Propose { .. } => "propose",
            Self::Counter { .. } => "counter",
            Self::Agree { .. } => "agree",
            Self::Withdraw { .. } => "withdraw",
            Self::Begin {} => "begin",
            Self::Close {} => "close",
            Self::Measured { .. } => "measured",
            Self::NotMeasured { .. } => "not_measured",
            Self::Review {} => "review",
            Self::Keep { .. } => "keep",
            Self::Change { .. } => "change",
            Self::Drop { .. } => "drop",
            Self::Next {} => "next",
        }
    }

    /// Who acts, if it matters.
    pub(super) const fn by(&self) -> Option<&PartyId> {
        match self {
            Self::Propose { by, .. }
            | Self::Counter { by, .. }
            | Self::Agree { by, .. }
            | Self::Withdraw { by, .. } => Some(by),
            _ => None,
        }
    }

    /// The goal it is about, which is new only if it is proposed.
    pub(super) const fn goal(&self) -> Option<&String> {
        match self {
            Self::Propose { goal, .. }
            | Self::Counter { goal, .. }
            | Self::Agree { goal, .. }
            | Self::Withdraw { goal, .. }
            | Self::Measured { goal, .. }
            | Self::NotMeasured { goal, .. }
            | Self::Keep { goal }
            | Self::Change { goal, .. }
            | Self::Drop { goal, .. } => Some(goal),
            Self::Begin {} | Self::Close {} | Self::Review {} | Self::Next {} => None,
        }
    }

    /// The reason, where one is needed.
    pub(super) const fn why(&self) -> Option<&String> {
        match self {
            Self::Withdraw { why, .. }
            | Self::NotMeasured { why, .. }
            | Self::Change { why, .. }
            | Self::Drop { why, .. } => Some(why),
            _ => None,
        }
    }
}
