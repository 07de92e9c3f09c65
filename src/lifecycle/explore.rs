//! [`explore`]: every run of a definition, through the engine itself (spec/lifecycle.md 6).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};

use super::ask::options;
use super::check::Checked;
use super::command::{Command, Request};
use super::definition::{Draft, Move};
use super::engine::{begin, decide};
use super::event::{Fact, Reason};
use super::found::{Found, Unmet, View};
use super::gate::Need;
use super::history::first_state;
use super::lengths::longest_hours;
use super::refusal::Refusal;
use super::state::State;
use super::word::Key;
use crate::time::{Calendar, Deadline, Span};

/// How many states are explored where nothing else is said.
pub const MOST_STATES: usize = 200_000;

/// What no run of a definition comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Report {
    /// How many states there are that differ in what may come next.
    pub states: usize,
    /// How many commands were followed between them.
    pub edges: usize,
    /// The stages that no run enters.
    pub unreached: Vec<Key>,
    /// The moves that no run takes, as `from/move`.
    pub never_taken: Vec<String>,
    /// The stages from which some run leads to no end any more.
    pub trapped: Vec<Key>,
}

impl Report {
    /// Returns whether every stage is entered, every move taken and an end always in reach.
    pub fn is_sound(&self) -> bool {
        self.unreached.is_empty() && self.never_taken.is_empty() && self.trapped.is_empty()
    }
}

/// Why a definition was not explored to the end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExploreError {
    /// There are more states than asked for.
    #[error("more than {cap} states")]
    TooManyStates {
        /// How many were asked for.
        cap: usize,
    },
}

/// Explores every run of a definition, breadth first, with the engine that runs it.
///
/// In each state every activity is recorded, every threshold observed, every move approved and
/// taken, notice given, issues resolved, and time passed; states that differ in nothing that
/// matters to a gate are one. A definition can pass its check and still have a door that no run
/// opens: this finds it.
///
/// # Errors
///
/// [`ExploreError::TooManyStates`] beyond `cap`, by default [`MOST_STATES`].
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Draft, MOST_STATES, explore};
///
/// let report = explore(&Draft::maturity().check()?, MOST_STATES)?;
/// assert!(report.is_sound());
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "model checking")]
pub fn explore(definition: &Checked, cap: usize) -> Result<Report, ExploreError> {
    let mut search = Search::new(definition, cap);
    let start = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).single();
    let start = start.unwrap_or_default();
    let first = begin(definition, start, &search.calendar);
    // A definition whose first day cannot be computed has no run at all.
    if let Some(state) = first.ok().and_then(|event| first_state(&event).ok()) {
        search.meet(Node { state, at: start })?;
    }
    let mut at = 0;
    while let Some(node) = search.nodes.get(at).cloned() {
        search.leave(at, &node)?;
        at = at.saturating_add(1);
    }
    Ok(search.report())
}

/// A state at an instant.
#[derive(Clone)]
struct Node {
    state: State,
    at: DateTime<Utc>,
}

/// What two states have in common that are one to the search.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    stage: Key,
    done: Vec<Key>,
    approvals: Vec<(Key, Vec<Key>)>,
    taken: Vec<(Key, u32)>,
    term: u32,
    is_noticed: bool,
    has_passed: bool,
    has_issues: bool,
    answers: Vec<bool>,
}

struct Search<'a> {
    definition: &'a Checked,
    calendar: Calendar,
    cap: usize,
    /// Every threshold of every metric.
    observations: Vec<Command>,
    /// The longest span of the definition, and a day.
    longest: TimeDelta,
    nodes: Vec<Node>,
    known: BTreeMap<Likeness, usize>,
    arrows: Vec<(usize, usize)>,
    edges: usize,
    taken: BTreeSet<(Key, Key)>,
}

impl<'a> Search<'a> {
    fn new(definition: &'a Checked, cap: usize) -> Self {
        let draft = definition.definition();
        let longest = spans_of(draft).into_iter().map(longest_hours).max();
        let hours = longest.unwrap_or(0).saturating_add(24);
        let longest = i64::try_from(hours).ok().and_then(TimeDelta::try_hours);
        Self {
            definition,
            calendar: Calendar::default(),
            cap,
            observations: observations_of(draft),
            longest: longest.unwrap_or_default(),
            nodes: Vec::new(),
            known: BTreeMap::new(),
            arrows: Vec::new(),
            edges: 0,
            taken: BTreeSet::new(),
        }
    }

    /// The number of a state, which is noted if nothing like it was seen.
    fn meet(&mut self, node: Node) -> Result<Option<usize>, ExploreError> {
        let Some(likeness) = self.likeness(&node) else {
            return Ok(None);
        };
        let next = self.nodes.len();
        match self.known.get(&likeness) {
            Some(number) => Ok(Some(*number)),
            None if next >= self.cap => Err(ExploreError::TooManyStates { cap: self.cap }),
            None => {
                self.known.insert(likeness, next);
                self.nodes.push(node);
                Ok(Some(next))
            }
        }
    }

    /// Nothing, where a date cannot be computed: time has come to its end.
    fn likeness(&self, node: &Node) -> Option<Likeness> {
        let (draft, record) = (self.definition.definition(), &node.state.record);
        let now = self.calendar.moment(node.at).ok()?;
        let view = View {
            definition: draft,
            record,
            now: &now,
            calendar: &self.calendar,
        };
        let mut answers = Vec::new();
        for way in draft.moves_from(&record.stage) {
            answers.extend(view.answers(way).ok()?);
        }
        let approvals = node.state.approvals();
        let approvals = approvals.map(|(way, by)| (way.clone(), by.into_iter().cloned().collect()));
        let taken = record.taken.iter();
        Some(Likeness {
            stage: record.stage.clone(),
            done: record.done.keys().cloned().collect(),
            approvals: approvals.collect(),
            taken: taken.map(|(way, n)| (way.clone(), (*n).min(3))).collect(),
            term: record.term.min(2),
            is_noticed: record.notice.is_some(),
            has_passed: record.limit_passed,
            has_issues: !record.issues.is_empty(),
            answers,
        })
    }

    /// Follows every command from a state.
    fn leave(&mut self, from: usize, node: &Node) -> Result<(), ExploreError> {
        let draft = self.definition.definition();
        if draft.is_closed(node.state.stage()) {
            return Ok(());
        }
        for command in self.commands(&node.state) {
            self.follow(from, node, node.at, command)?;
        }
        let ahead = node.at.checked_add_signed(self.longest);
        let mut instants: Vec<DateTime<Utc>> = ahead.into_iter().collect();
        instants.extend(self.waits(node));
        for at in instants {
            self.follow(from, node, at, Command::Tick {})?;
        }
        Ok(())
    }

    fn follow(
        &mut self,
        from: usize,
        node: &Node,
        at: DateTime<Utc>,
        command: Command,
    ) -> Result<(), ExploreError> {
        let mut request = Request::new(at, command);
        let mut decided = decide(self.definition, &node.state, &request, &self.calendar);
        if decided == Err(Refusal::ReasonMissing) {
            if let Command::Take { reason, .. } = &mut request.command {
                *reason = Some(Reason::Convenience);
            }
            decided = decide(self.definition, &node.state, &request, &self.calendar);
        }
        let Ok(events) = decided else {
            return Ok(());
        };
        let mut state = node.state.clone();
        for event in &events {
            state.record.advance(event);
            if let Fact::Moved(moved) = &event.fact {
                let way = (moved.from.clone(), moved.way.clone());
                self.taken.insert(way);
            }
        }
        if let Some(to) = self.meet(Node { state, at })? {
            self.edges = self.edges.saturating_add(1);
            self.arrows.push((from, to));
        }
        Ok(())
    }

    /// The commands of a state, but for the passing of time.
    fn commands(&self, state: &State) -> Vec<Command> {
        let draft = self.definition.definition();
        let Some(by) = draft.parties.first() else {
            return Vec::new();
        };
        let activities = draft.stage(state.stage()).map(|stage| &stage.activities);
        let mut commands: Vec<Command> = activities
            .into_iter()
            .flatten()
            .map(|activity| Command::record(activity.clone(), by.clone()))
            .collect();
        commands.extend(self.observations.iter().cloned());
        let ways: Vec<&Key> = draft
            .moves_from(state.stage())
            .map(|way| &way.key)
            .collect();
        for way in &ways {
            let parties = draft.parties.iter();
            let approve = parties.map(|by| Command::Approve {
                way: (*way).clone(),
                by: by.clone(),
                of: state.terms().cloned(),
            });
            commands.extend(approve);
        }
        let take = ways.into_iter().cloned();
        commands.extend(take.map(|way| Command::take(way, by.clone())));
        commands.push(Command::GiveNotice { by: by.clone() });
        commands.extend(state.issues().keys().map(|issue| Command::ResolveIssue {
            issue: issue.clone(),
            by: by.clone(),
        }));
        commands
    }

    /// The instants that gates of a state wait for.
    fn waits(&self, node: &Node) -> BTreeSet<DateTime<Utc>> {
        let options = options(self.definition, &node.state, node.at, &self.calendar);
        let mut waits = BTreeSet::new();
        let mut unmet: Vec<Unmet> = Vec::new();
        for option in options.unwrap_or_default() {
            unmet.extend(option.unmet);
        }
        while let Some(next) = unmet.pop() {
            match next.found {
                Found::Until(Deadline::At(at)) => drop(waits.insert(at)),
                Found::Until(Deadline::On(date)) => {
                    let before = date.pred_opt();
                    let begins = before.and_then(|day| self.calendar.end_of(day).ok());
                    waits.extend(begins);
                }
                Found::NoneOf(inner) => unmet.extend(inner),
                _ => {}
            }
        }
        waits
    }

    fn report(self) -> Report {
        let draft = self.definition.definition();
        let stage_of = |node: usize| self.nodes.get(node).map(|node| node.state.stage());
        let entered: BTreeSet<&Key> = self.nodes.iter().map(|node| node.state.stage()).collect();
        let mut back: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (from, to) in &self.arrows {
            if let Some(sources) = back.get_mut(*to) {
                sources.push(*from);
            }
        }
        let is_end = |node: &usize| stage_of(*node).is_some_and(|stage| draft.is_closed(stage));
        let mut open: Vec<usize> = (0..self.nodes.len()).filter(is_end).collect();
        let mut ending: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            for source in back.get(node).into_iter().flatten() {
                if ending.insert(*source) {
                    open.push(*source);
                }
            }
        }
        let lost = (0..self.nodes.len()).filter(|node| !ending.contains(node));
        let traps: BTreeSet<&Key> = lost.filter_map(stage_of).collect();
        let stages = || draft.stages.iter().map(|stage| &stage.key);
        let is_taken = |from: &Key, key: &Key| self.taken.contains(&(from.clone(), key.clone()));
        let untaken = draft
            .moves
            .iter()
            .filter(|way| !is_taken(&way.from, &way.key));
        Report {
            states: self.nodes.len(),
            edges: self.edges,
            unreached: stages()
                .filter(|stage| !entered.contains(stage))
                .cloned()
                .collect(),
            never_taken: untaken
                .map(|way| format!("{}/{}", way.from, way.key))
                .collect(),
            trapped: stages()
                .filter(|stage| traps.contains(stage))
                .cloned()
                .collect(),
        }
    }
}

/// A reading at every threshold of a definition, each once.
fn observations_of(draft: &Draft) -> Vec<Command> {
    let Some(by) = draft.parties.first() else {
        return Vec::new();
    };
    let gates = draft.moves.iter().flat_map(Move::all_gates);
    let mut commands = Vec::new();
    for threshold in gates.filter_map(|gate| gate.need.threshold()) {
        let (metric, value) = (threshold.metric.clone(), threshold.value.clone());
        let command = Command::observe(metric, value, by.clone());
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands
}

/// Every span of a definition.
fn spans_of(draft: &Draft) -> Vec<Span> {
    let term = draft.term.iter().map(|term| term.every);
    let mut spans: Vec<Span> = term.collect();
    spans.extend(draft.notice.map(|notice| notice.span));
    for ladder in &draft.ladders {
        spans.extend(ladder.levels.iter().map(|level| level.after));
    }
    for stage in &draft.stages {
        spans.extend(stage.limit.as_ref().map(|limit| limit.after));
        spans.extend(stage.cadences.iter().map(|cadence| cadence.every));
    }
    for gate in draft.moves.iter().flat_map(Move::all_gates) {
        match &gate.need {
            Need::InStageFor(span) => spans.push(*span),
            Need::InRenewalWindow { opens, closes } => spans.extend([*opens, *closes]),
            need => spans.extend(need.threshold().and_then(|threshold| threshold.fresh)),
        }
    }
    spans
}
