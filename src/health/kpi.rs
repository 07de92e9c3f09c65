//! [`Kpi`]: a figure, where it should go, and how far off it may be (H5).

use chrono::NaiveDate;

use super::level::Better;
use crate::problem::{Problem, door};
use crate::ratio::{Ratio, RatioError};

/// What a figure tells about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum KpiKind {
    /// What is to come: openings, answers, first drafts.
    Leading,
    /// What has come: revenue, renewals.
    Lagging,
}

impl KpiKind {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leading => "leading",
            Self::Lagging => "lagging",
        }
    }
}

/// How the way to a target is expected to be gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Pace {
    /// In equal steps, day by day.
    #[default]
    Linear,
    /// All of it on the last day, nothing before.
    AtEnd,
}

/// A target to be reached by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Reach {
    /// Where it starts.
    pub baseline: Ratio,
    /// Where it should be.
    pub target: Ratio,
    /// The day of the baseline.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub from: NaiveDate,
    /// The last day for the target.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub by: NaiveDate,
    /// What is expected in between.
    #[cfg_attr(feature = "serde", serde(default))]
    pub pace: Pace,
}

impl Reach {
    /// Returns the goal to grow a baseline by a part of itself, at a linear pace: "20% more in the
    /// first year".
    ///
    /// # Errors
    ///
    /// [`KpiError::NoBaseline`] unless the baseline is above 0, [`KpiError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::health::Reach;
    /// use partnership::time::date;
    ///
    /// let (from, by) = (date("2026-01-01")?, date("2026-12-31")?);
    /// let revenue = Reach::growth("1000".parse()?, "20%".parse()?, from, by)?;
    /// assert_eq!(revenue.target.to_string(), "1200");
    /// assert!(Reach::growth("0".parse()?, "20%".parse()?, from, by).is_err());
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn growth(
        baseline: Ratio,
        growth: Ratio,
        from: NaiveDate,
        by: NaiveDate,
    ) -> Result<Self, KpiError> {
        if !baseline.is_positive() {
            return Err(KpiError::NoBaseline { baseline });
        }
        let target = baseline.checked_mul(Ratio::ONE.checked_add(growth)?)?;
        Ok(Self {
            baseline,
            target,
            from,
            by,
            pace: Pace::Linear,
        })
    }
}

/// A limit to be kept: "at most" or "at least".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Hold {
    /// The limit, which is itself kept.
    pub limit: Ratio,
    /// Lower for "at most", higher for "at least".
    pub better: Better,
    /// A laxer limit, within which the level is amber and not red.
    #[cfg_attr(feature = "serde", serde(default))]
    pub amber: Option<Ratio>,
}

/// Where a figure should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Goal {
    /// To a target.
    Reach(Reach),
    /// Nowhere past a limit.
    Hold(Hold),
}

/// A KPI as a person writes it; [`Kpi::new`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct KpiDraft {
    /// Its id.
    pub id: String,
    /// What it tells about.
    pub kind: KpiKind,
    /// Where it should go.
    pub goal: Goal,
    /// Which way is good, if it is said beside the goal: then it must agree.
    #[cfg_attr(feature = "serde", serde(default))]
    pub better: Option<Better>,
    /// For how many days a reading is news; without it, for ever.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fresh_days: Option<u32>,
    /// The part of what is expected from which the level is green.
    #[cfg_attr(feature = "serde", serde(default = "green_from"))]
    pub green_from: Ratio,
    /// The part of what is expected from which the level is amber.
    #[cfg_attr(feature = "serde", serde(default = "amber_from"))]
    pub amber_from: Ratio,
}

/// The part of what is expected from which a level is green: all of it, a convention of this crate.
const fn green_from() -> Ratio {
    Ratio::ONE
}

/// The part of what is expected from which a level is amber: 4/5, a convention of this crate.
fn amber_from() -> Ratio {
    Ratio::from_percent(80)
}

impl KpiDraft {
    /// Returns a KPI with the usual thresholds, green from all and amber from 4/5 of what is
    /// expected, whose readings stay news.
    pub fn new(id: impl Into<String>, kind: KpiKind, goal: Goal) -> Self {
        Self {
            id: id.into(),
            kind,
            goal,
            better: None,
            fresh_days: None,
            green_from: green_from(),
            amber_from: amber_from(),
        }
    }

    /// Returns all faults at once, each with its place.
    pub fn problems(&self) -> Vec<Problem<KpiError>> {
        let mut problems = Vec::new();
        let mut note = |place: &str, fault| {
            problems.push(Problem {
                place: place.to_owned(),
                fault,
            });
        };
        match self.goal {
            Goal::Reach(Reach {
                baseline,
                target,
                from,
                by,
                ..
            }) => {
                if target == baseline {
                    note("goal.target", KpiError::TargetEqualsBaseline { target });
                }
                if from >= by {
                    note("goal.by", KpiError::DatesReversed { from, by });
                }
                if let Some(better) = self
                    .better
                    .filter(|better| target != baseline && !better.leads(&baseline, &target))
                {
                    note("better", KpiError::DirectionMismatch { better });
                }
            }
            Goal::Hold(Hold {
                limit,
                better: kept,
                amber,
            }) => {
                if let Some(value) = amber.filter(|amber| !kept.keeps(&limit, amber)) {
                    note("goal.amber", KpiError::BadThreshold { value });
                }
                if let Some(better) = self.better.filter(|better| *better != kept) {
                    note("better", KpiError::DirectionMismatch { better });
                }
            }
        }
        if !self.amber_from.is_positive() {
            let value = self.amber_from;
            note("amber_from", KpiError::BadThreshold { value });
        }
        if self.green_from < self.amber_from || self.green_from > Ratio::ONE {
            let value = self.green_from;
            note("green_from", KpiError::BadThreshold { value });
        }
        problems
    }
}

mod sealed_value {
    use super::{KpiDraft, KpiError};

    /// A checked KPI: a goal that can be missed, and thresholds in their order.
    ///
    /// # Examples
    ///
    /// 100 is to become 150 in a hundred days; after eighty of them it is 140.
    ///
    /// ```
    /// use partnership::health::{Goal, Kpi, KpiDraft, KpiKind, Level, Pace, Reach, Reading};
    /// use partnership::time::date;
    ///
    /// let goal = Goal::Reach(Reach {
    ///     baseline: "100".parse()?,
    ///     target: "150".parse()?,
    ///     from: date("2026-01-01")?,
    ///     by: date("2026-04-11")?,
    ///     pace: Pace::Linear,
    /// });
    /// let kpi = Kpi::new(KpiDraft::new("signups", KpiKind::Leading, goal))?;
    /// let reading = Reading { value: "140".parse()?, on: date("2026-03-22")? };
    /// let state = kpi.status(Some(&reading), reading.on)?;
    /// assert_eq!(state.attainment, Some("4/5".parse()?));
    /// assert_eq!(state.level, Level::Green); // 4/5 of the days are gone
    /// assert_eq!(kpi.status(None, reading.on)?.level, Level::Unknown);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "KpiDraft", into = "KpiDraft"))]
    #[doc(alias = "key performance indicator")]
    #[doc(alias = "success criterion")]
    pub struct Kpi(KpiDraft);

    impl Kpi {
        /// Checks a draft.
        ///
        /// # Errors
        ///
        /// The first of [`KpiDraft::problems`].
        pub fn new(draft: KpiDraft) -> Result<Self, KpiError> {
            match draft.problems().into_iter().next() {
                Some(problem) => Err(problem.fault),
                None => Ok(Self(draft)),
            }
        }

        /// Returns what was written.
        pub const fn draft(&self) -> &KpiDraft {
            &self.0
        }
    }
}
pub use sealed_value::Kpi;

door!(KpiDraft, sealed Kpi, KpiError);

/// Why a KPI is none, or has no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KpiError {
    /// A value to keep is a [`Hold`], no target.
    #[error("the target {target} is the baseline")]
    TargetEqualsBaseline {
        /// The target.
        target: Ratio,
    },
    /// The last day is not after the first.
    #[error("the goal is due on {by}, which is not after {from}")]
    DatesReversed {
        /// The day of the baseline.
        from: NaiveDate,
        /// The last day.
        by: NaiveDate,
    },
    /// The goal lies the other way.
    #[error("{} is better, and the goal lies the other way", better.name())]
    DirectionMismatch {
        /// What was said to be better.
        better: Better,
    },
    /// A threshold out of its order.
    #[error("the threshold {value} is out of order")]
    BadThreshold {
        /// The threshold.
        value: Ratio,
    },
    /// Growth of what is not above 0.
    #[error("there is no growth from {baseline}")]
    NoBaseline {
        /// The baseline.
        baseline: Ratio,
    },
    /// A reading of a day to come.
    #[error("the reading of {on} is later than {at}")]
    FutureReading {
        /// The day of the reading.
        on: NaiveDate,
        /// The day of asking.
        at: NaiveDate,
    },
    /// A reading before the goal begins.
    #[error("the reading of {on} is earlier than the baseline of {from}")]
    BeforeBaseline {
        /// The day of the reading.
        on: NaiveDate,
        /// The day of the baseline.
        from: NaiveDate,
    },
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// The state could not be explained.
    #[error(transparent)]
    Explain(#[from] crate::explain::ExplainError),
}
