//! [`Scorecard`]: areas of measures with a floor under each (H3).

use std::collections::BTreeSet;

use super::kpi::KpiKind;
use super::level::Better;
use crate::problem::{Problem, door};
use crate::ratio::{Ratio, RatioError};

/// A measure of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Measure {
    /// Its id.
    pub id: String,
    /// What is measured; may be empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub text: String,
    /// What it tells about, if that is said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub kind: Option<KpiKind>,
    /// How much it counts in its area.
    pub weight: u32,
    /// Which way is good, if it is said: then the target must lie there.
    #[cfg_attr(feature = "serde", serde(default))]
    pub better: Option<Better>,
    /// Where it starts: a score of 0.
    pub baseline: Ratio,
    /// Where it should be: a score of 1.
    pub target: Ratio,
}

/// An area of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Area {
    /// Its id.
    pub id: String,
    /// How much it counts.
    pub weight: u32,
    /// The score below which the card is unbalanced, however good the rest is.
    #[cfg_attr(feature = "serde", serde(default = "area_floor"))]
    pub floor: Ratio,
    /// Its measures, at least one.
    pub measures: Vec<Measure>,
}

/// The usual floor of an area: half of the way, a convention of this crate.
pub(super) fn area_floor() -> Ratio {
    Ratio::from_percent(50)
}

/// The usual cap of a measure: all of the way.
const fn cap() -> Ratio {
    Ratio::ONE
}

/// A scorecard as a person writes it; [`Scorecard::new`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ScorecardDraft {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// After how many months it comes again.
    pub every_months: u32,
    /// The most that a measure scores: a surplus here cannot hide a failure there.
    #[cfg_attr(feature = "serde", serde(default = "cap"))]
    pub cap: Ratio,
    /// The areas, in the order of the card.
    pub areas: Vec<Area>,
}

impl ScorecardDraft {
    /// Returns a card whose measures score at most 1, every three months.
    pub fn new(id: impl Into<String>, areas: Vec<Area>) -> Self {
        Self {
            id: id.into(),
            version: 1,
            every_months: 3,
            cap: cap(),
            areas,
        }
    }

    /// Returns all faults at once, each with its place.
    pub fn problems(&self) -> Vec<Problem<ScorecardError>> {
        let mut problems = Vec::new();
        let mut note = |place: &str, fault| {
            problems.push(Problem {
                place: place.to_owned(),
                fault,
            });
        };
        if self.areas.is_empty() {
            note("areas", ScorecardError::Empty);
        }
        let cap = self.cap;
        if cap < Ratio::ONE {
            note("cap", ScorecardError::BadThreshold { value: cap });
        }
        let (mut areas, mut measures) = (BTreeSet::new(), BTreeSet::new());
        for (position, area) in self.areas.iter().enumerate() {
            let place = format!("areas[{position}]");
            let id = || area.id.clone();
            if area.measures.is_empty() {
                note(&place, ScorecardError::Empty);
            }
            if area.weight == 0 {
                note(&place, ScorecardError::ZeroWeight { id: id() });
            }
            if !areas.insert(&area.id) {
                note(&place, ScorecardError::DuplicateArea { area: id() });
            }
            if area.floor.is_negative() || area.floor > cap {
                let value = area.floor;
                note(&place, ScorecardError::BadThreshold { value });
            }
            for (number, measure) in area.measures.iter().enumerate() {
                let place = format!("{place}.measures[{number}]");
                if !measures.insert(&measure.id) {
                    let measure = measure.id.clone();
                    note(&place, ScorecardError::DuplicateMeasure { measure });
                }
                for fault in measure.faults() {
                    note(&place, fault);
                }
            }
        }
        problems
    }
}

impl Measure {
    fn faults(&self) -> Vec<ScorecardError> {
        let measure = || self.id.clone();
        let mut faults = Vec::new();
        if self.weight == 0 {
            faults.push(ScorecardError::ZeroWeight { id: measure() });
        }
        if self.target == self.baseline {
            faults.push(ScorecardError::TargetEqualsBaseline {
                measure: measure(),
                target: self.target,
            });
        } else if self
            .better
            .is_some_and(|better| !better.leads(&self.baseline, &self.target))
        {
            faults.push(ScorecardError::DirectionMismatch { measure: measure() });
        }
        faults
    }
}

mod sealed_value {
    use super::{ScorecardDraft, ScorecardError};

    /// A checked scorecard: weighted areas of weighted measures.
    ///
    /// # Examples
    ///
    /// Great revenue does not buy off the relationship:
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use partnership::Ratio;
    /// use partnership::health::{Area, Measure, Scorecard, ScorecardDraft, Verdict};
    ///
    /// let area = |id: &str, baseline: i64, target: i64| Area {
    ///     id: id.to_owned(),
    ///     weight: 1,
    ///     floor: Ratio::from_percent(50),
    ///     measures: vec![Measure {
    ///         id: id.to_owned(),
    ///         text: String::new(),
    ///         kind: None,
    ///         weight: 1,
    ///         better: None,
    ///         baseline: baseline.into(),
    ///         target: target.into(),
    ///     }],
    /// };
    /// let areas = vec![area("revenue", 100, 150), area("trust", 3, 5)];
    /// let card = Scorecard::new(ScorecardDraft::new("ours", areas))?;
    /// let actuals = BTreeMap::from([
    ///     ("revenue".to_owned(), Some("300".parse()?)),
    ///     ("trust".to_owned(), Some("3.5".parse()?)),
    /// ]);
    /// let card = card.score(&actuals)?;
    /// assert_eq!(card.verdict, Verdict::Unbalanced(vec!["trust".to_owned()]));
    /// assert_eq!(card.score, "5/8".parse()?); // revenue counts 1, not 4
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(
        feature = "serde",
        serde(try_from = "ScorecardDraft", into = "ScorecardDraft")
    )]
    #[doc(alias = "balanced scorecard")]
    pub struct Scorecard(ScorecardDraft);

    impl Scorecard {
        /// Checks a draft.
        ///
        /// # Errors
        ///
        /// The first of [`ScorecardDraft::problems`].
        pub fn new(draft: ScorecardDraft) -> Result<Self, ScorecardError> {
            match draft.problems().into_iter().next() {
                Some(problem) => Err(problem.fault),
                None => Ok(Self(draft)),
            }
        }

        /// Returns what was written.
        pub const fn draft(&self) -> &ScorecardDraft {
            &self.0
        }
    }
}
pub use sealed_value::Scorecard;

door!(ScorecardDraft, sealed Scorecard, ScorecardError);

/// Why a scorecard is none, or has no score.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScorecardError {
    /// A card without an area, or an area without a measure.
    #[error("there is nothing to measure")]
    Empty,
    /// Something that counts nothing.
    #[error("{id:?} has a weight of 0")]
    ZeroWeight {
        /// The area or measure.
        id: String,
    },
    /// An area stands twice.
    #[error("the area {area:?} stands twice")]
    DuplicateArea {
        /// Its id.
        area: String,
    },
    /// A measure stands twice, maybe in two areas.
    #[error("the measure {measure:?} stands twice")]
    DuplicateMeasure {
        /// Its id.
        measure: String,
    },
    /// A value of no measure of the card.
    #[error("{measure:?} is no measure of the card")]
    UnknownMeasure {
        /// Its id.
        measure: String,
    },
    /// A target that is already there.
    #[error("the target {target} of {measure:?} is its baseline")]
    TargetEqualsBaseline {
        /// The measure.
        measure: String,
        /// The target.
        target: Ratio,
    },
    /// The target lies on the side that is not better.
    #[error("the target of {measure:?} lies on the wrong side of its baseline")]
    DirectionMismatch {
        /// The measure.
        measure: String,
    },
    /// A cap below 1, or a floor outside 0 to the cap.
    #[error("the threshold {value} is out of order")]
    BadThreshold {
        /// The threshold.
        value: Ratio,
    },
    /// Nothing was measured.
    #[error("nothing was measured")]
    NothingToScore,
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// The card could not be explained.
    #[error(transparent)]
    Explain(#[from] crate::explain::ExplainError),
}
