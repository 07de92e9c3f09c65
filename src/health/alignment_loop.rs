//! [`AlignmentLoop`]: define, execute, measure, adjust, and again (A12).

use std::collections::{BTreeMap, BTreeSet};

use super::loop_error::{LoopError, Missing};
use super::loop_event::{LoopEvent, Phase};
use super::loop_goal::{Decision, HistoryRow, LoopGoal};
use crate::party::PartyId;
use crate::ratio::RatioError;

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
