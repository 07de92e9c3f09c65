//! [`AlignmentLoop`]: define, execute, measure, adjust, and again (A12).

use std::collections::{BTreeMap, BTreeSet};

use super::level::Better;
use super::loop_event::{LoopEvent, Phase};
use crate::explain::ExplainError;
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

/// A loop as it is written down: what happened is all there is to it.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLoop {
    schema: u32,
    parties: Vec<PartyId>,
    events: Vec<LoopEvent>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawLoop> for AlignmentLoop {
    type Error = LoopError;

    fn try_from(raw: RawLoop) -> Result<Self, LoopError> {
        if raw.schema != SCHEMA {
            return Err(LoopError::UnknownSchema { schema: raw.schema });
        }
        Self::replay(raw.parties, raw.events).map_err(|(_, error)| error)
    }
}

#[cfg(feature = "serde")]
impl From<AlignmentLoop> for RawLoop {
    fn from(all: AlignmentLoop) -> Self {
        Self {
            schema: SCHEMA,
            parties: all.parties.into_iter().collect(),
            events: all.events,
        }
    }
}

/// The schema of the wire form.
#[cfg(feature = "serde")]
const SCHEMA: u32 = 1;

/// Shared goals, cycle by cycle; no goal vanishes: each one of a cycle is kept, changed, dropped
/// or withdrawn, with a row in the history.
///
/// On the wire it is its events, and reading it replays them.
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::health::{AlignmentLoop, Better, LoopError, LoopEvent, Phase};
///
/// let (film_co, platform) = (PartyId::new("film-co")?, PartyId::new("platform")?);
/// let mut goals = AlignmentLoop::new([film_co.clone(), platform.clone()])?;
/// let goal = || "reach".to_owned();
/// let (target, better) = ("1000".parse()?, Better::Higher);
/// goals.apply(LoopEvent::Propose { goal: goal(), target, better, by: film_co })?;
/// // The other side has not agreed yet.
/// assert!(matches!(goals.apply(LoopEvent::Begin {}), Err(LoopError::NotReady { .. })));
/// goals.apply(LoopEvent::Agree { goal: goal(), by: platform })?;
/// goals.apply(LoopEvent::Begin {})?;
/// goals.apply(LoopEvent::Close {})?;
/// goals.apply(LoopEvent::Measured { goal: goal(), actual: "900".parse()? })?;
/// goals.apply(LoopEvent::Review {})?;
/// goals.apply(LoopEvent::Keep { goal: goal() })?;
/// goals.apply(LoopEvent::Next {})?;
/// assert_eq!((goals.cycle(), goals.phase()), (2, Phase::Define));
/// assert_eq!(goals.history()[0].variance, Some("-100".parse()?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawLoop", into = "RawLoop"))]
#[doc(alias = "OKR cycle")]
pub struct AlignmentLoop {
    parties: BTreeSet<PartyId>,
    cycle: u32,
    phase: Phase,
    goals: BTreeMap<String, LoopGoal>,
    history: Vec<HistoryRow>,
    events: Vec<LoopEvent>,
}

impl AlignmentLoop {
    /// Returns the first cycle of these parties, without goals.
    ///
    /// # Errors
    ///
    /// [`LoopError::TooFewParties`] for fewer than two different ones.
    pub fn new(parties: impl IntoIterator<Item = PartyId>) -> Result<Self, LoopError> {
        let parties: BTreeSet<PartyId> = parties.into_iter().collect();
        if parties.len() < 2 {
            return Err(LoopError::TooFewParties {
                found: parties.len(),
            });
        }
        Ok(Self {
            parties,
            cycle: 1,
            phase: Phase::Define,
            goals: BTreeMap::new(),
            history: Vec::new(),
            events: Vec::new(),
        })
    }

    /// Returns the loop in which these events happened.
    ///
    /// # Errors
    ///
    /// The first refusal with the position of its event, from 0; that of
    /// [`new`](Self::new) has none.
    pub fn replay(
        parties: impl IntoIterator<Item = PartyId>,
        events: impl IntoIterator<Item = LoopEvent>,
    ) -> Result<Self, (Option<usize>, LoopError)> {
        let mut all = Self::new(parties).map_err(|error| (None, error))?;
        for (position, event) in events.into_iter().enumerate() {
            all.apply(event).map_err(|error| (Some(position), error))?;
        }
        Ok(all)
    }

    /// Returns the cycle, from 1.
    pub const fn cycle(&self) -> u32 {
        self.cycle
    }

    /// Returns where the cycle stands.
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Returns who has to agree.
    pub const fn parties(&self) -> &BTreeSet<PartyId> {
        &self.parties
    }

    /// Returns the goals on the table.
    pub const fn goals(&self) -> &BTreeMap<String, LoopGoal> {
        &self.goals
    }

    /// Returns what became of every goal of every cycle that is over, and of those withdrawn.
    pub fn history(&self) -> &[HistoryRow] {
        &self.history
    }

    /// Returns what happened.
    pub fn events(&self) -> &[LoopEvent] {
        &self.events
    }

    /// Returns all that stands in the way of the next phase, by goal; nothing while work is done.
    pub fn missing(&self) -> Vec<Missing> {
        let goals = self.goals.iter();
        match self.phase {
            Phase::Define if self.goals.is_empty() => vec![Missing::NoGoals {}],
            Phase::Define => goals
                .filter_map(|(id, goal)| {
                    let parties: Vec<_> = self.parties.difference(&goal.agreed).cloned().collect();
                    let goal = id.clone();
                    (!parties.is_empty()).then_some(Missing::NotAgreed { goal, parties })
                })
                .collect(),
            Phase::Execute => Vec::new(),
            Phase::Measure => goals
                .filter(|(_, goal)| goal.result.is_none())
                .map(|(id, _)| Missing::Unmeasured { goal: id.clone() })
                .collect(),
            Phase::Adjust => goals
                .filter(|(_, goal)| goal.decision.is_none())
                .map(|(id, _)| Missing::Undecided { goal: id.clone() })
                .collect(),
        }
    }

    /// Takes down what happened; a refusal changes nothing.
    ///
    /// # Errors
    ///
    /// In this order: [`LoopError::WrongPhase`], [`LoopError::UnknownParty`],
    /// [`LoopError::DuplicateGoal`] or [`LoopError::UnknownGoal`], [`LoopError::AlreadyDone`],
    /// [`LoopError::NoReason`], [`LoopError::NotReady`]; [`LoopError::Overflow`].
    pub fn apply(&mut self, event: LoopEvent) -> Result<(), LoopError> {
        self.refuse(&event)?;
        match &event {
            LoopEvent::Begin {} | LoopEvent::Review {} | LoopEvent::Next {} => {
                let missing = self.missing();
                if !missing.is_empty() {
                    return Err(LoopError::NotReady { missing });
                }
                self.advance()?;
            }
            LoopEvent::Close {} => self.phase = Phase::Measure,
            LoopEvent::Propose {
                goal,
                target,
                better,
                by,
            } => {
                let proposed = LoopGoal {
                    target: *target,
                    better: *better,
                    agreed: BTreeSet::from([by.clone()]),
                    result: None,
                    decision: None,
                };
                self.goals.insert(goal.clone(), proposed);
            }
            LoopEvent::Withdraw { goal, .. } => {
                if let Some(gone) = self.goals.remove(goal) {
                    self.history.push(HistoryRow {
                        cycle: self.cycle,
                        goal: goal.clone(),
                        target: gone.target,
                        actual: None,
                        variance: None,
                        met: None,
                        decision: Decision::Withdrawn,
                    });
                }
            }
            _ => {
                let goal = event.goal().and_then(|goal| self.goals.get_mut(goal));
                if let Some(goal) = goal {
                    goal.note(&event);
                }
            }
        }
        self.events.push(event);
        Ok(())
    }

    /// Everything that can be wrong with an event, but that the phase is not ready to end.
    fn refuse(&self, event: &LoopEvent) -> Result<(), LoopError> {
        if event.phase() != self.phase {
            return Err(LoopError::WrongPhase {
                event: event.name(),
                phase: self.phase,
            });
        }
        if let Some(party) = event.by().filter(|party| !self.parties.contains(*party)) {
            return Err(LoopError::UnknownParty {
                party: party.clone(),
            });
        }
        let found = event.goal().map(|id| (id, self.goals.get(id)));
        match (event, found) {
            (LoopEvent::Propose { .. }, Some((id, Some(_)))) => {
                return Err(LoopError::DuplicateGoal { goal: id.clone() });
            }
            (LoopEvent::Propose { .. }, _) | (_, None) => {}
            (_, Some((id, None))) => return Err(LoopError::UnknownGoal { goal: id.clone() }),
            (_, Some((id, Some(goal)))) => {
                let is_done = match self.phase {
                    Phase::Measure => goal.result.is_some(),
                    Phase::Adjust => goal.decision.is_some(),
                    Phase::Define | Phase::Execute => false,
                };
                if is_done {
                    return Err(LoopError::AlreadyDone { goal: id.clone() });
                }
            }
        }
        if event.why().is_some_and(|why| why.trim().is_empty()) {
            return Err(LoopError::NoReason {
                event: event.name(),
            });
        }
        Ok(())
    }

    /// Goes to the next phase; after the last one every goal goes where its decision sends it.
    fn advance(&mut self) -> Result<(), LoopError> {
        match self.phase {
            Phase::Define => self.phase = Phase::Execute,
            Phase::Execute => self.phase = Phase::Measure,
            Phase::Measure => self.phase = Phase::Adjust,
            Phase::Adjust => {
                let cycle = self.cycle.checked_add(1).ok_or(RatioError::Overflow {
                    operation: "the count of cycles",
                })?;
                let mut rows = Vec::with_capacity(self.goals.len());
                for (id, goal) in &self.goals {
                    rows.push(goal.row(self.cycle, id)?);
                }
                self.history.extend(rows);
                for goal in self.goals.values_mut() {
                    goal.carry(&self.parties);
                }
                self.goals
                    .retain(|_, goal| goal.decision != Some(Decision::Drop));
                for goal in self.goals.values_mut() {
                    goal.decision = None;
                }
                self.cycle = cycle;
                self.phase = Phase::Define;
            }
        }
        Ok(())
    }
}

impl LoopGoal {
    /// Takes down what happened to this goal.
    fn note(&mut self, event: &LoopEvent) {
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

    fn row(&self, cycle: u32, id: &str) -> Result<HistoryRow, RatioError> {
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
    fn carry(&mut self, parties: &BTreeSet<PartyId>) {
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
