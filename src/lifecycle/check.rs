//! The check of a definition: all its faults at once (spec/lifecycle.md 1).

use std::collections::BTreeSet;
use std::fmt;

use super::check_gate::check_gates;
use super::definition::{Deemed, Draft, Move, MoveKind, Phase, Stage};
use super::fault::{Fault, Faults, Thing};
use super::gate::Need;
use super::lengths::{longest_hours, shortest_hours};
use super::word::Key;
use crate::problem::Problem;
use crate::time::Unit;

impl Draft {
    /// Returns every fault, sorted by its name and by what has it.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::Draft;
    ///
    /// let mut pilot = Draft::pilot();
    /// assert!(pilot.problems().is_empty());
    ///
    /// // Without the door to the end, a stage is a trap.
    /// pilot.moves.retain(|way| way.key.as_str() != "end");
    /// let problems: Vec<String> = pilot.problems().iter().map(ToString::to_string).collect();
    /// assert_eq!(problems, [
    ///     "stage running: no exit from here",
    ///     "stage setup: no exit from here",
    ///     "stage ended: cannot be reached",
    /// ]);
    /// ```
    pub fn problems(&self) -> Vec<Problem<Fault>> {
        let mut faults = Faults::default();
        let is_known = self.schema == Self::SCHEMA;
        faults.add_if(!is_known, Fault::TooNew, Thing::Definition, &self.id);
        self.check_names(&mut faults);
        self.check_frame(&mut faults);
        for stage in &self.stages {
            self.check_stage(stage, &mut faults);
        }
        for way in &self.moves {
            self.check_move(way, &mut faults);
            check_gates(self, way, &mut faults);
        }
        self.check_ways(&mut faults);
        faults.sorted()
    }

    /// Names that stand twice, and names that are declared nowhere.
    fn check_names(&self, faults: &mut Faults) {
        twice(self.stages.iter().map(|stage| &stage.key), |key| {
            faults.add(Fault::DuplicateKey, Thing::Stage, key);
        });
        twice(&self.parties, |key| {
            faults.add(Fault::DuplicateKey, Thing::Party, key);
        });
        twice(&self.metrics, |key| {
            faults.add(Fault::DuplicateKey, Thing::Metric, key);
        });
        twice(self.ladders.iter().map(|ladder| &ladder.key), |key| {
            faults.add(Fault::DuplicateKey, Thing::Ladder, key);
        });
        for ladder in &self.ladders {
            twice(ladder.levels.iter().map(|level| &level.key), |key| {
                faults.add(Fault::DuplicateKey, Thing::Level, key);
            });
        }
        let ways = self.moves.iter().map(|way| Way(&way.from, &way.key));
        twice(ways, |way| {
            faults.add(Fault::DuplicateKey, Thing::Move, way);
        });
        let term = self.term.iter().map(|term| &term.from);
        let ends = self.moves.iter().flat_map(|way| [&way.from, &way.to]);
        for stage in std::iter::once(&self.start).chain(term).chain(ends) {
            let is_known = self.stage(stage).is_some();
            faults.add_if(!is_known, Fault::UnknownKey, Thing::Stage, stage);
        }
    }

    /// What stands outside the stages and moves.
    fn check_frame(&self, faults: &mut Faults) {
        let nobody = self.parties.is_empty();
        faults.add_if(nobody, Fault::Empty, Thing::Parties, &self.id);
        if let Some(term) = &self.term {
            faults.add_if(term.every.is_zero(), Fault::ZeroSpan, Thing::Term, &self.id);
            let is_civil = !matches!(term.every.unit(), Unit::Hours | Unit::BusinessDays);
            faults.add_if(!is_civil, Fault::NotWholeDays, Thing::Term, &self.id);
        }
        if let Some(notice) = self.notice {
            let is_hours = notice.span.unit() == Unit::Hours;
            faults.add_if(is_hours, Fault::NotWholeDays, Thing::Notice, &self.id);
        }
        for ladder in &self.ladders {
            let is_empty = ladder.levels.is_empty();
            faults.add_if(is_empty, Fault::Empty, Thing::Ladder, &ladder.key);
            for level in ladder.levels.iter().skip(1) {
                let is_zero = level.after.is_zero();
                faults.add_if(is_zero, Fault::ZeroSpan, Thing::Level, &level.key);
            }
        }
    }

    fn check_stage(&self, stage: &Stage, faults: &mut Faults) {
        twice(&stage.activities, |key| {
            faults.add(Fault::DuplicateKey, Thing::Activity, key);
        });
        twice(stage.cadences.iter().map(|cadence| &cadence.key), |key| {
            faults.add(Fault::DuplicateKey, Thing::Cadence, key);
        });
        for cadence in &stage.cadences {
            let (every, grace) = (cadence.every, cadence.grace);
            let is_zero = every.is_zero();
            faults.add_if(is_zero, Fault::ZeroSpan, Thing::Cadence, &cadence.key);
            let is_bad = every.unit() == Unit::Hours
                || !matches!(grace.unit(), Unit::Days | Unit::Weeks)
                || longest_hours(grace) >= shortest_hours(every);
            let is_bad = is_bad && !is_zero;
            faults.add_if(is_bad, Fault::BadCadence, Thing::Cadence, &cadence.key);
        }
        if let Some(limit) = &stage.limit {
            let is_zero = limit.after.is_zero();
            faults.add_if(is_zero, Fault::ZeroSpan, Thing::Limit, &stage.key);
            let escalates = limit.deemed != Deemed::None && self.ladders.is_empty();
            faults.add_if(escalates, Fault::NoLadder, Thing::Stage, &stage.key);
            if let Deemed::Accept { way } = &limit.deemed {
                let mut ways = self.moves_from(&stage.key);
                let leads_on = ways.any(|m| m.key == *way && m.kind == MoveKind::Advance);
                faults.add_if(!leads_on, Fault::DeemedMove, Thing::Stage, &stage.key);
            }
        }
        if stage.phase == Phase::Closed {
            let is_quiet = stage.activities.is_empty() && stage.cadences.is_empty();
            let is_busy = !is_quiet || stage.limit.is_some();
            faults.add_if(is_busy, Fault::BusyEnd, Thing::Stage, &stage.key);
        } else {
            let mut ways = self.moves_from(&stage.key);
            let has_exit = ways.any(|way| way.kind == MoveKind::Exit);
            faults.add_if(!has_exit, Fault::NoExit, Thing::Stage, &stage.key);
        }
    }

    fn check_move(&self, way: &Move, faults: &mut Faults) {
        let place = Way(&way.from, &way.key);
        let leaves = self.is_closed(&way.from);
        faults.add_if(leaves, Fault::LeavesClosed, Thing::Move, place);
        let top = |need: &Need| way.gates.iter().any(|gate| gate.need == *need);
        if let (Some(from), Some(to)) = (self.rank_of(&way.from), self.rank_of(&way.to)) {
            let goes_back = matches!(way.kind, MoveKind::Rework | MoveKind::Renew);
            let skips = way.kind == MoveKind::Advance && from.checked_add(1) != Some(to);
            faults.add_if(skips, Fault::Skips, Thing::Move, place);
            faults.add_if(goes_back && to > from, Fault::NotBack, Thing::Move, place);
        }
        let end = self.stage(&way.to).map(|stage| stage.phase);
        let leads_on = end.is_some_and(|end| !matches!(end, Phase::Exit | Phase::Closed));
        let leads_on = way.kind == MoveKind::Exit && leads_on;
        faults.add_if(leads_on, Fault::ExitLeadsOn, Thing::Move, place);
        let renews = way.kind == MoveKind::Renew && !top(&Need::NoNotice);
        faults.add_if(renews, Fault::RenewsUnderNotice, Thing::Move, place);
        let closes = self.is_closed(&way.to) && !top(&Need::NoOpenIssue);
        faults.add_if(closes, Fault::ClosesWithIssues, Thing::Move, place);
    }

    /// Stages that no way leads to, and stages from which no way leads to an end.
    fn check_ways(&self, faults: &mut Faults) {
        let closed = self.stages.iter().filter(|s| s.phase == Phase::Closed);
        let closed: BTreeSet<&Key> = closed.map(|stage| &stage.key).collect();
        faults.add_if(closed.is_empty(), Fault::NoEnd, Thing::Definition, &self.id);
        let ways = || self.moves.iter().map(|way| (&way.from, &way.to));
        let ending = spread(closed, || ways().map(|(from, to)| (to, from)));
        let starts = self.stage(&self.start).map(|stage| &stage.key);
        let reached = spread(starts.into_iter().collect(), ways);
        for stage in &self.stages {
            let is_trap = !ending.contains(&stage.key);
            faults.add_if(is_trap, Fault::NoWayOut, Thing::Stage, &stage.key);
            let is_lost = starts.is_some() && !reached.contains(&stage.key);
            faults.add_if(is_lost, Fault::Unreachable, Thing::Stage, &stage.key);
        }
    }
}

/// What arrows lead to from where one begins.
fn spread<'a, Arrows: Iterator<Item = (&'a Key, &'a Key)>>(
    mut found: BTreeSet<&'a Key>,
    arrows: impl Fn() -> Arrows,
) -> BTreeSet<&'a Key> {
    loop {
        let more: Vec<&Key> = arrows()
            .filter(|(from, to)| found.contains(from) && !found.contains(to))
            .map(|(_, to)| to)
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Calls back for whatever stands twice.
fn twice<T: Ord + Copy>(items: impl IntoIterator<Item = T>, mut tell: impl FnMut(T)) {
    let mut seen = BTreeSet::new();
    for item in items {
        if !seen.insert(item) {
            tell(item);
        }
    }
}

/// A move as a fault names it: `from/move`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way<'a>(pub(super) &'a Key, pub(super) &'a Key);

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

mod sealed_value {
    use super::{Draft, Fault, Problem};

    /// A lifecycle that was checked: the table that the engine, the drawings, the explorer and
    /// the comparison read.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::Draft;
    ///
    /// let pilot = Draft::pilot().check()?;
    /// assert_eq!(pilot.definition().title, "Pilot");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "Draft", into = "Draft"))]
    pub struct Checked(Draft);

    impl Checked {
        /// Returns the table.
        pub const fn definition(&self) -> &Draft {
            &self.0
        }
    }

    impl From<Checked> for Draft {
        fn from(checked: Checked) -> Self {
            checked.0
        }
    }

    impl Draft {
        /// Returns the definition ready to run.
        ///
        /// # Errors
        ///
        /// [`DraftRefused`](super::DraftRefused) with every fault.
        pub fn check(self) -> Result<Checked, super::DraftRefused> {
            let problems: Vec<Problem<Fault>> = self.problems();
            if problems.is_empty() {
                Ok(Checked(self))
            } else {
                Err(super::DraftRefused { problems })
            }
        }
    }
}
pub use sealed_value::Checked;

impl TryFrom<Draft> for Checked {
    type Error = DraftRefused;

    fn try_from(draft: Draft) -> Result<Self, DraftRefused> {
        draft.check()
    }
}

/// Why a definition does not run: all its faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRefused {
    /// Every fault, sorted by its name and by what has it.
    pub problems: Vec<Problem<Fault>>,
}

impl fmt::Display for DraftRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the definition has faults: ")?;
        for (number, problem) in self.problems.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { "; " })?;
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for DraftRefused {}
