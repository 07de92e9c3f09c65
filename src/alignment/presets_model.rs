//! Factors, models and deal shapes of practice as data (spec/alignment.md 14, 16).

use super::id::Id;
use super::model_profile::Want::{self, AtLeast, AtMost, Nearer};
use super::model_profile::{ModelProfile, NeedBound};
use super::scale::Score;

/// A factor: its id, whether practice gives it (else this crate does), and what its levels mean.
pub(super) const FACTORS: [(&str, bool, &str); 8] = [
    (
        "innovation-requirements",
        true,
        "1: a known recipe; 5: a result that neither side could invent alone",
    ),
    (
        "resource-availability",
        true,
        "1: people, money and tools are scarce; 5: ample and committed",
    ),
    (
        "risk-tolerance",
        true,
        "1: no loss can be borne; 5: a total loss of the stake is acceptable",
    ),
    (
        "relationship-duration",
        true,
        "1: a single piece of work; 2: up to six months; 3: up to a year; 4: up to three years; \
         5: longer or open",
    ),
    (
        "creative-complementarity",
        false,
        "1: the same skills on both sides; 5: each side has what the other lacks",
    ),
    (
        "scope-volatility",
        false,
        "1: the scope is fixed; 5: it changes from week to week",
    ),
    (
        "time-pressure",
        false,
        "1: no deadline in sight; 5: results within days",
    ),
    (
        "planning-depth",
        false,
        "1: one step ahead; 5: a plan of several years",
    ),
];

/// A model: its name, its reason, the ideal level of every factor, and what it cannot do without.
type Row = (
    &'static str,
    &'static str,
    [(i32, Want); 8],
    &'static [(&'static str, i32)],
);

/// The models of practice; every need is a least level.
const PROFILES: [Row; 3] = [
    (
        "integrated-co-creation",
        "one team builds something new together: it pays only if the skills differ, the time is \
         long and both can carry a failure",
        [
            (5, AtLeast),
            (4, AtLeast),
            (4, AtLeast),
            (4, AtLeast),
            (5, AtLeast),
            (3, Nearer),
            (2, AtMost),
            (4, Nearer),
        ],
        &[("relationship-duration", 3)],
    ),
    (
        "strategic-resource",
        "one side lends capacity, access or money to the other's plan over years: steadiness \
         counts more than novelty",
        [
            (2, Nearer),
            (5, AtLeast),
            (2, Nearer),
            (4, AtLeast),
            (3, Nearer),
            (2, AtMost),
            (3, AtMost),
            (5, AtLeast),
        ],
        &[("resource-availability", 3)],
    ),
    (
        "agile-production",
        "small orders in short rounds: made for moving scope and near deadlines, with little at \
         stake each time",
        [
            (3, Nearer),
            (2, Nearer),
            (3, Nearer),
            (2, AtMost),
            (3, AtLeast),
            (4, AtLeast),
            (4, AtLeast),
            (2, AtMost),
        ],
        &[],
    ),
];

impl ModelProfile {
    /// Returns the three models of practice: integrated co-creation, strategic resource and agile
    /// production. Their profiles are a convention of this crate.
    pub fn presets() -> Vec<Self> {
        PROFILES.iter().map(Self::preset).collect()
    }

    fn preset((model, reason, ideals, needs): &Row) -> Self {
        let mut draft = Self::builder(Id::fixed(model));
        (*reason).clone_into(&mut draft.reason);
        for ((factor, ..), (ideal, want)) in FACTORS.iter().zip(ideals) {
            draft = draft.factor(Id::fixed(factor), Score::from(*ideal), *want);
        }
        for (factor, least) in *needs {
            let bound = NeedBound::AtLeast(Score::from(*least));
            draft = draft.need(Id::fixed(factor), bound);
        }
        Self::fixed(draft)
    }
}
