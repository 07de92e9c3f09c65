//! [`LoopGoal`]: a goal of an alignment loop, and what became of it.

use std::collections::BTreeSet;

use super::level::Better;
use super::loop_event::LoopEvent;
use crate::party::PartyId;
use crate::ratio::{Ratio, RatioError};

/// A goal on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LoopGoal {
    /// Where it should go.
    pub target: Ratio,
    /// Which way is good.
    pub better: Better,
    /// Who has agreed to it.
    pub agreed: BTreeSet<PartyId>,
    /// What it came to, once that is known; none inside if it could not be measured.
    pub result: Option<Option<Ratio>>,
    /// What becomes of it, once that is decided.
    pub decision: Option<Decision>,
}

/// What became of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Decision {
    /// It goes on as it is.
    Keep,
    /// It goes on with this target.
    Change(Ratio),
    /// It ended.
    Drop,
    /// It was taken off the table before work began.
    Withdrawn,
}

impl Decision {
    /// Returns the name in text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Change(_) => "change",
            Self::Drop => "drop",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What became of a goal in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HistoryRow {
    /// The cycle, from 1.
    pub cycle: u32,
    /// The goal.
    pub goal: String,
    /// Where it should have gone.
    pub target: Ratio,
    /// Where it went.
    pub actual: Option<Ratio>,
    /// `actual - target`.
    pub variance: Option<Ratio>,
    /// Whether it was reached.
    pub met: Option<bool>,
    /// What was decided.
    pub decision: Decision,
}

impl LoopGoal {
    /// Takes down what happened to this goal.
    pub(super) fn note(&mut self, event: &LoopEvent) {
        match event {
            LoopEvent::Agree { by, .. } => {
                self.agreed.insert(by.clone());
            }
            LoopEvent::Counter { target, by, .. } => {
                self.target = *target;
                self.agreed = BTreeSet::from([by.clone()]);
            }
            LoopEvent::Measured { actual, .. } => self.result = Some(Some(*actual)),
            LoopEvent::NotMeasured { .. } => self.result = Some(None),
            LoopEvent::Keep { .. } => self.decision = Some(Decision::Keep),
            LoopEvent::Change { target, .. } => self.decision = Some(Decision::Change(*target)),
            LoopEvent::Drop { .. } => self.decision = Some(Decision::Drop),
            _ => {}
        }
    }

    pub(super) fn row(&self, cycle: u32, id: &str) -> Result<HistoryRow, RatioError> {
        let actual = self.result.flatten();
        let variance = actual.map(|actual| actual.checked_sub(self.target));
        Ok(HistoryRow {
            cycle,
            goal: id.to_owned(),
            target: self.target,
            actual,
            variance: variance.transpose()?,
            met: actual.map(|actual| self.better.keeps(&actual, &self.target)),
            decision: self.decision.unwrap_or(Decision::Keep),
        })
    }

    /// Goes into the next cycle: kept with everybody's agreement, changed without any.
    pub(super) fn carry(&mut self, parties: &BTreeSet<PartyId>) {
        self.result = None;
        match self.decision {
            Some(Decision::Change(target)) => {
                self.target = target;
                self.agreed.clear();
            }
            Some(Decision::Keep) => self.agreed.clone_from(parties),
            _ => {}
        }
    }
}
