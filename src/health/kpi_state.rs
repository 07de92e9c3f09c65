//! [`KpiState`]: where a KPI stands on a day, and what a set of them says.

use chrono::NaiveDate;

use super::attainment::attainment;
use super::kpi::{Goal, Hold, Kpi, KpiError, KpiKind, Pace, Reach};
use super::level::Level;
use crate::ratio::Ratio;

/// The reading of a KPI: what its figure was on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Reading {
    /// The value.
    pub value: Ratio,
    /// The day it speaks of.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
}

/// What became of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// The target was there by its day.
    Met,
    /// The target was there after its day.
    MetLate,
    /// The day is over without the target.
    Missed,
    /// The day is not over, or there is none.
    Open,
}

/// Where a KPI stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KpiState {
    /// How well.
    pub level: Level,
    /// Whether the reading is too old to be news.
    pub stale: bool,
    /// How much of the way is gone; 1 or 0 for a limit that is kept or not.
    pub attainment: Option<Ratio>,
    /// How much of it was expected on the day of the reading; none for a limit.
    pub expected: Option<Ratio>,
    /// What it has grown, as a part of a baseline above 0.
    pub lift: Option<Ratio>,
    /// What became of the goal.
    pub outcome: Outcome,
}

impl Kpi {
    /// Returns where the KPI stands on a day, by its last reading.
    ///
    /// `attainment = (value - baseline) / (target - baseline)`, against what was expected on the
    /// day of the *reading*. A reading that is stale makes green and amber unknown; red stays red:
    /// old bad news stands until better is shown (spec/health-economics.md 1).
    ///
    /// # Errors
    ///
    /// [`KpiError::FutureReading`], [`KpiError::BeforeBaseline`], [`KpiError::Overflow`].
    pub fn status(&self, reading: Option<&Reading>, at: NaiveDate) -> Result<KpiState, KpiError> {
        let Some(reading) = reading else {
            return Ok(self.unread(at));
        };
        if reading.on > at {
            return Err(KpiError::FutureReading { on: reading.on, at });
        }
        let mut state = match self.draft().goal {
            Goal::Reach(reach) => self.reached(reach, reading, at)?,
            Goal::Hold(hold) => held(hold, reading),
        };
        let age = at.signed_duration_since(reading.on).num_days();
        state.stale = (self.draft().fresh_days).is_some_and(|fresh| age > i64::from(fresh));
        if state.stale && state.level > Level::Unknown {
            state.level = Level::Unknown;
        }
        Ok(state)
    }

    /// Without a reading nothing is known but that a day is over.
    fn unread(&self, at: NaiveDate) -> KpiState {
        let missed = matches!(self.draft().goal, Goal::Reach(reach) if at > reach.by);
        KpiState {
            level: Level::Unknown,
            stale: false,
            attainment: None,
            expected: None,
            lift: None,
            outcome: if missed {
                Outcome::Missed
            } else {
                Outcome::Open
            },
        }
    }

    fn reached(
        &self,
        reach: Reach,
        reading: &Reading,
        at: NaiveDate,
    ) -> Result<KpiState, KpiError> {
        if reading.on < reach.from {
            return Err(KpiError::BeforeBaseline {
                on: reading.on,
                from: reach.from,
            });
        }
        let attained = attainment(reading.value, reach.baseline, reach.target)?;
        let expected = reach.expected(reading.on)?;
        let draft = self.draft();
        let level = if attained >= expected.checked_mul(draft.green_from)? {
            Level::Green
        } else if attained >= expected.checked_mul(draft.amber_from)? {
            Level::Amber
        } else {
            Level::Red
        };
        let lift = if reach.baseline.is_positive() {
            let grown = reading.value.checked_sub(reach.baseline)?;
            Some(grown.checked_div(reach.baseline)?)
        } else {
            None
        };
        let outcome = match (attained >= Ratio::ONE, reading.on <= reach.by) {
            (true, true) => Outcome::Met,
            (true, false) => Outcome::MetLate,
            (false, _) if at > reach.by => Outcome::Missed,
            (false, _) => Outcome::Open,
        };
        Ok(KpiState {
            level,
            stale: false,
            attainment: Some(attained),
            expected: Some(expected),
            lift,
            outcome,
        })
    }
}

impl Reach {
    /// How much of the way should be gone on a day from the baseline on.
    fn expected(&self, on: NaiveDate) -> Result<Ratio, KpiError> {
        if on >= self.by {
            return Ok(Ratio::ONE);
        }
        match self.pace {
            Pace::AtEnd => Ok(Ratio::ZERO),
            Pace::Linear => {
                let days = |to: NaiveDate| to.signed_duration_since(self.from).num_days();
                Ok(Ratio::new(days(on).into(), days(self.by).into())?)
            }
        }
    }
}

fn held(hold: Hold, reading: &Reading) -> KpiState {
    let kept = hold.better.keeps(&reading.value, &hold.limit);
    let within = |amber: Ratio| hold.better.keeps(&reading.value, &amber);
    let level = match kept {
        true => Level::Green,
        false if hold.amber.is_some_and(within) => Level::Amber,
        false => Level::Red,
    };
    KpiState {
        level,
        stale: false,
        attainment: Some(if kept { Ratio::ONE } else { Ratio::ZERO }),
        expected: None,
        lift: None,
        outcome: Outcome::Open,
    }
}

/// What is legal in a set of KPIs, and suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum KpiLint {
    /// Nothing tells what is to come.
    NoLeading,
    /// Nothing tells what has come.
    NoLagging,
}

/// What a set of KPIs says together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KpiSummary {
    /// The worst level of the leading ones.
    pub leading: Option<Level>,
    /// The worst level of the lagging ones.
    pub lagging: Option<Level>,
    /// Whether a leading one is red and no lagging one is: what is bad is still to come.
    pub early_warning: bool,
    /// What is suspicious.
    pub lints: Vec<KpiLint>,
}

/// Returns the worst level of leading and of lagging KPIs apart.
///
/// # Examples
///
/// ```
/// use partnership::health::{KpiKind, KpiLint, Level, summarise};
///
/// let summary = summarise([(KpiKind::Leading, Level::Red), (KpiKind::Leading, Level::Green)]);
/// assert!(summary.early_warning);
/// assert_eq!(summary.lints, [KpiLint::NoLagging]);
/// ```
pub fn summarise(levels: impl IntoIterator<Item = (KpiKind, Level)>) -> KpiSummary {
    let (mut leading, mut lagging) = (None::<Level>, None::<Level>);
    for (kind, level) in levels {
        let worst = match kind {
            KpiKind::Leading => &mut leading,
            KpiKind::Lagging => &mut lagging,
        };
        *worst = Some(worst.map_or(level, |worst| worst.min(level)));
    }
    let lints = [(leading, KpiLint::NoLeading), (lagging, KpiLint::NoLagging)];
    let missing = lints.iter().filter(|(worst, _)| worst.is_none());
    KpiSummary {
        leading,
        lagging,
        early_warning: leading == Some(Level::Red) && lagging != Some(Level::Red),
        lints: missing.map(|(_, lint)| *lint).collect(),
    }
}
