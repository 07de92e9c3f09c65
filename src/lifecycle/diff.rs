//! [`diff`]: what a new version of a definition changes for a running instance
//! (spec/lifecycle.md 5).

use std::fmt;

use super::check::Way;
use super::definition::{Deemed, Draft, Limit, Move, Stage, words};
use super::diff_gate::{is_looser, is_same};
use super::gate::Gate;
use super::ladder::Ladder;
use super::word::Key;

/// What a new version changes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Diff {
    /// The worst of the changes.
    pub level: ChangeLevel,
    /// Every change, the worst level first, then by name and key.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Change {
    /// What it can do to a running instance.
    pub level: ChangeLevel,
    /// What kind of change it is.
    pub what: ChangeKind,
    /// What changed.
    pub key: String,
}

words! {
    /// What a change can do to a running instance.
    pub enum ChangeLevel {
        /// Nothing changed.
        None = "none",
        /// Words alone changed.
        Patch = "patch",
        /// More is possible than before.
        Minor = "minor",
        /// An instance could be stopped, hurried or led elsewhere.
        Major = "major",
    }
}

/// Declares the kinds of change, which go by their names.
macro_rules! kinds {
    (pub enum ChangeKind { $($variant:ident $doc:literal,)+ }) => {
        /// What kind of change it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[non_exhaustive]
        pub enum ChangeKind {
            $(#[doc = $doc] $variant,)+
        }

        impl ChangeKind {
            /// Returns the name, by which a list of changes is sorted.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }
        }
    };
}

kinds! {
    pub enum ChangeKind {
        ActivityAdded "A stage has one more activity.",
        ActivityRemoved "A stage has one activity less.",
        CadencesChanged "A stage has other cadences.",
        DeemedChanged "Something else happens when a limit passes.",
        FirstLadderChanged "Another ladder is the default.",
        GateAdded "A move has one more gate.",
        GateLoosened "A gate asks for less.",
        GateRemoved "A move has one gate less.",
        GateTightened "A gate asks for more, or for something else.",
        IdChanged "The definition has another name.",
        KindChanged "A move is of another kind.",
        LadderAdded "There is one more ladder.",
        LadderChanged "A ladder is another one.",
        LadderExtended "A ladder has more levels at its end.",
        LadderRemoved "There is one ladder less.",
        LimitAdded "A stage has a limit now.",
        LimitChanged "A stage may last longer or shorter.",
        LimitRemoved "A stage has no limit any more.",
        MetricAdded "One more thing may be observed.",
        MetricRemoved "One thing may not be observed any more.",
        MoveAdded "There is one more move.",
        MoveRemoved "There is one move less.",
        NoticeChanged "Notice is another one.",
        PartyAdded "There is one more role.",
        PartyRemoved "There is one role less.",
        PauseChanged "A suspension does something else.",
        PhaseChanged "A stage is of another phase.",
        StageAdded "There is one more stage.",
        StageRemoved "There is one stage less.",
        StageTitleChanged "A stage is called otherwise.",
        StagesReordered "Stages stand in another order.",
        StartChanged "Another stage is the first.",
        TargetChanged "A move leads elsewhere.",
        TermChanged "The term is another one.",
        TitleChanged "The definition is called otherwise.",
    }
}

/// Returns what a new version changes, the worst first; neither needs to be checked yet.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{ChangeLevel, Draft, diff, strategic_gates};
///
/// let old = Draft::growth();
/// let new = old.clone().with_gates("pilot", "scale", strategic_gates()).unwrap();
/// let diff = diff(&old, &new);
/// assert_eq!(diff.level, ChangeLevel::Major);
/// assert_eq!(diff.changes[0].key, "pilot/scale/evaluation_set");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn diff(old: &Draft, new: &Draft) -> Diff {
    let mut changes = Changes(Vec::new());
    changes.frame(old, new);
    changes.ladders(old, new);
    changes.stages(old, new);
    changes.moves(old, new);
    let mut changes = changes.0;
    changes.sort_by(|left, right| {
        let levels = right.level.cmp(&left.level);
        let names = || left.what.name().cmp(right.what.name());
        levels
            .then_with(names)
            .then_with(|| left.key.cmp(&right.key))
    });
    let level = changes
        .first()
        .map_or(ChangeLevel::None, |worst| worst.level);
    Diff { level, changes }
}

/// The changes while they are gathered.
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, level: ChangeLevel, what: ChangeKind, key: impl fmt::Display) {
        let key = key.to_string();
        self.0.push(Change { level, what, key });
    }

    fn major_if(&mut self, is: bool, what: ChangeKind, key: impl fmt::Display) {
        if is {
            self.add(ChangeLevel::Major, what, key);
        }
    }

    /// Names that one list has and the other has not.
    fn lists(
        &mut self,
        (old, new): (&[Key], &[Key]),
        (removed, added): ((ChangeLevel, ChangeKind), (ChangeLevel, ChangeKind)),
        place: impl Fn(&Key) -> String,
    ) {
        for key in old.iter().filter(|key| !new.contains(key)) {
            self.add(removed.0, removed.1, place(key));
        }
        for key in new.iter().filter(|key| !old.contains(key)) {
            self.add(added.0, added.1, place(key));
        }
    }

    fn frame(&mut self, old: &Draft, new: &Draft) {
        use ChangeKind as Kind;
        use ChangeLevel::{Major, Minor, Patch};

        let id = &new.id;
        self.major_if(old.id != *id, Kind::IdChanged, id);
        self.major_if(old.start != new.start, Kind::StartChanged, &new.start);
        self.major_if(old.term != new.term, Kind::TermChanged, id);
        self.major_if(old.notice != new.notice, Kind::NoticeChanged, id);
        self.major_if(old.pause != new.pause, Kind::PauseChanged, id);
        if old.title != new.title {
            self.add(Patch, Kind::TitleChanged, id);
        }
        let parties = ((Major, Kind::PartyRemoved), (Major, Kind::PartyAdded));
        self.lists((&old.parties, &new.parties), parties, Key::to_string);
        let metrics = ((Major, Kind::MetricRemoved), (Minor, Kind::MetricAdded));
        self.lists((&old.metrics, &new.metrics), metrics, Key::to_string);
    }

    fn ladders(&mut self, old: &Draft, new: &Draft) {
        use ChangeKind as Kind;

        let firsts = old.ladders.first().zip(new.ladders.first());
        let differ = firsts.is_some_and(|(old, new)| old.key != new.key);
        self.major_if(differ, Kind::FirstLadderChanged, &new.id);
        for ladder in &old.ladders {
            let Some(now) = new.ladder(&ladder.key) else {
                self.add(ChangeLevel::Major, Kind::LadderRemoved, &ladder.key);
                continue;
            };
            let length = |ladder: &Ladder| ladder.levels.len();
            let begins = ladder.steps().eq(now.steps().take(length(ladder)));
            if begins && length(now) > length(ladder) {
                self.add(ChangeLevel::Minor, Kind::LadderExtended, &ladder.key);
            } else {
                self.major_if(!begins, Kind::LadderChanged, &ladder.key);
            }
        }
        for ladder in &new.ladders {
            if old.ladder(&ladder.key).is_none() {
                self.add(ChangeLevel::Minor, Kind::LadderAdded, &ladder.key);
            }
        }
    }

    fn stages(&mut self, old: &Draft, new: &Draft) {
        use ChangeKind as Kind;

        for stage in &old.stages {
            match new.stage(&stage.key) {
                Some(now) => self.stage(stage, now),
                None => self.add(ChangeLevel::Major, Kind::StageRemoved, &stage.key),
            }
        }
        for stage in &new.stages {
            if old.stage(&stage.key).is_none() {
                self.add(ChangeLevel::Minor, Kind::StageAdded, &stage.key);
            }
        }
        let common = |draft: &Draft, other: &Draft| {
            let keys = draft.stages.iter().map(|stage| stage.key.clone());
            let common = keys.filter(|key| other.stage(key).is_some());
            common.collect::<Vec<Key>>()
        };
        let reordered = common(old, new) != common(new, old);
        self.major_if(reordered, Kind::StagesReordered, &new.id);
    }

    fn stage(&mut self, old: &Stage, new: &Stage) {
        use ChangeKind as Kind;
        use ChangeLevel::{Major, Minor, Patch};

        let key = &new.key;
        self.major_if(old.phase != new.phase, Kind::PhaseChanged, key);
        let kinds = ((Major, Kind::ActivityRemoved), (Minor, Kind::ActivityAdded));
        self.lists((&old.activities, &new.activities), kinds, |activity| {
            format!("{key}/{activity}")
        });
        match (&old.limit, &new.limit) {
            (None, Some(_)) => self.add(Major, Kind::LimitAdded, key),
            (Some(_), None) => self.add(Minor, Kind::LimitRemoved, key),
            (Some(before), Some(after)) => self.limit(before, after, key),
            (None, None) => {}
        }
        let mut cadences = new.cadences.iter();
        let has_all = cadences.all(|cadence| old.cadences.contains(cadence));
        if !has_all || old.cadences.len() != new.cadences.len() {
            self.add(Minor, Kind::CadencesChanged, key);
        }
        if old.title != new.title {
            self.add(Patch, Kind::StageTitleChanged, key);
        }
    }

    fn limit(&mut self, old: &Limit, new: &Limit, stage: &Key) {
        let differs = old.deemed != new.deemed;
        self.major_if(differs, ChangeKind::DeemedChanged, stage);
        if old.after != new.after {
            let is_longer = new
                .after
                .compare(old.after)
                .is_some_and(std::cmp::Ordering::is_ge);
            let level = if is_longer {
                ChangeLevel::Minor
            } else {
                ChangeLevel::Major
            };
            self.add(level, ChangeKind::LimitChanged, stage);
        }
    }

    fn moves(&mut self, old: &Draft, new: &Draft) {
        use ChangeKind as Kind;

        let find = |draft: &'_ Draft, way: &Move| {
            let mut ways = draft.moves.iter();
            ways.position(|known| known.from == way.from && known.key == way.key)
        };
        for way in &old.moves {
            let now = find(new, way).and_then(|at| new.moves.get(at));
            if let Some(now) = now {
                self.way(way, now, is_silent(new, now));
            } else {
                let place = Way(&way.from, &way.key);
                self.add(ChangeLevel::Major, Kind::MoveRemoved, place);
            }
        }
        for way in &new.moves {
            if find(old, way).is_none() {
                let place = Way(&way.from, &way.key);
                self.add(ChangeLevel::Minor, Kind::MoveAdded, place);
            }
        }
    }

    fn way(&mut self, old: &Move, new: &Move, is_silent: bool) {
        use ChangeKind as Kind;

        let place = Way(&new.from, &new.key);
        self.major_if(old.to != new.to, Kind::TargetChanged, place);
        self.major_if(old.kind != new.kind, Kind::KindChanged, place);
        // Where silence stands for the move, a gate less lets silence pass.
        let less = if is_silent {
            ChangeLevel::Major
        } else {
            ChangeLevel::Minor
        };
        let find = |gates: &'_ [Gate], key: &Key| gates.iter().position(|gate| gate.key == *key);
        for gate in &old.gates {
            let place = format!("{place}/{}", gate.key);
            let now = find(&new.gates, &gate.key).and_then(|at| new.gates.get(at));
            match now {
                None => self.add(less, Kind::GateRemoved, place),
                Some(now) if is_same(&gate.need, &now.need) => {}
                Some(now) if is_looser(&gate.need, &now.need) => {
                    self.add(less, Kind::GateLoosened, place);
                }
                Some(_) => self.add(ChangeLevel::Major, Kind::GateTightened, place),
            }
        }
        for gate in &new.gates {
            let is_new = find(&old.gates, &gate.key).is_none();
            self.major_if(is_new, Kind::GateAdded, format!("{place}/{}", gate.key));
        }
    }
}

/// Whether silence stands for a move.
fn is_silent(draft: &Draft, way: &Move) -> bool {
    let stage = draft.stage(&way.from);
    let limit = stage.and_then(|stage| stage.limit.as_ref());
    matches!(limit.map(|limit| &limit.deemed), Some(Deemed::Accept { way: named }) if *named == way.key)
}
