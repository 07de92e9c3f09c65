//! [`RubricLint`]: what a rubric may say, and should not without a reason.

use std::fmt;

use super::criterion::Criterion;
use super::id::Id;
use super::rubric::Rubric;

/// Something legal and suspicious in a rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[doc(alias = "Lint")]
pub enum RubricLint {
    /// One of several criteria has more than half of the weight.
    DominantWeight {
        /// The criterion.
        criterion: Id,
    },
    /// A limit stands at the worst level, which no score can be past.
    FloorNeverFires {
        /// The criterion.
        criterion: Id,
    },
    /// No criterion has a limit.
    NoFloor,
    /// As many gaps are let pass as there are bridge limits, or more.
    MaxGapsNeverBinds,
}

impl RubricLint {
    /// Returns the name of the kind: `dominant_weight`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DominantWeight { .. } => "dominant_weight",
            Self::FloorNeverFires { .. } => "floor_never_fires",
            Self::NoFloor => "no_floor",
            Self::MaxGapsNeverBinds => "max_gaps_never_binds",
        }
    }

    /// Returns the criterion, if it is about one.
    pub const fn criterion(&self) -> Option<&Id> {
        match self {
            Self::DominantWeight { criterion } | Self::FloorNeverFires { criterion } => {
                Some(criterion)
            }
            Self::NoFloor | Self::MaxGapsNeverBinds => None,
        }
    }
}

impl fmt::Display for RubricLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DominantWeight { criterion } => {
                write!(f, "{criterion} has more than half of the weight")
            }
            Self::FloorNeverFires { criterion } => {
                write!(f, "a limit of {criterion} stands at its worst level")
            }
            Self::NoFloor => f.write_str("no criterion has a limit"),
            Self::MaxGapsNeverBinds => {
                f.write_str("there are not more bridge limits than max_gaps")
            }
        }
    }
}

impl Rubric {
    /// Returns what is legal and suspicious, kind by kind, each in rubric order.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Criterion, Rubric};
    ///
    /// let rubric = Rubric::builder("offers".parse()?)
    ///     .criterion(Criterion::new("price".parse()?, 7))
    ///     .criterion(Criterion::new("quality".parse()?, 3))
    ///     .build()?;
    /// let lints: Vec<String> = rubric.lint().iter().map(ToString::to_string).collect();
    /// assert_eq!(lints, ["price has more than half of the weight", "no criterion has a limit"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<RubricLint> {
        let mut lints = Vec::new();
        let criteria = self.criteria();
        let weighted = criteria.iter().filter(|criterion| !criterion.is_gate());
        if weighted.clone().count() > 1 {
            let rest = |criterion: &Criterion| {
                let weight = u64::from(criterion.weight());
                self.total_weight().saturating_sub(weight) < weight
            };
            for criterion in weighted.filter(|criterion| rest(criterion)) {
                let criterion = criterion.id().clone();
                lints.push(RubricLint::DominantWeight { criterion });
            }
        }
        for (criterion, measure) in criteria.iter().zip(self.measures()) {
            let (worst, _) = measure.ends();
            if measure.floor.limits().any(|(_, limit)| limit == worst) {
                let criterion = criterion.id().clone();
                lints.push(RubricLint::FloorNeverFires { criterion });
            }
        }
        if self
            .measures()
            .iter()
            .all(|measure| measure.floor.is_none())
        {
            lints.push(RubricLint::NoFloor);
        }
        let bridges = self
            .measures()
            .iter()
            .filter(|measure| measure.floor.bridge.is_some());
        let bridges = u32::try_from(bridges.count()).unwrap_or(u32::MAX);
        if self.max_gaps().is_some_and(|most| most >= bridges) {
            lints.push(RubricLint::MaxGapsNeverBinds);
        }
        lints
    }
}
