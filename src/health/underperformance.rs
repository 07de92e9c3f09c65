//! [`Rule`]: whether a weak spell is a dip or the end (E4).

use std::fmt;

use chrono::NaiveDate;

use super::level::Better;
use super::series::Series;
use crate::explain::ExplainError;
use crate::problem::{Problem, door};
use crate::ratio::{Ratio, RatioError};

/// When a value is low, when it is back, and how many lows are the end; [`Rule::new`] checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RuleDraft {
    /// How far below its reference a value may lie and not be low, as a part of the reference.
    pub tolerance: Ratio,
    /// How far below it may lie and be back.
    pub recovery: Ratio,
    /// So many lows without a way back are structural.
    pub lows: u32,
    /// How far below it is time to talk now; without it, never.
    #[cfg_attr(feature = "serde", serde(default))]
    pub severe: Option<Ratio>,
}

impl RuleDraft {
    /// Returns all faults at once: unless `0 <= recovery <= tolerance < 1`, `lows >= 1` and
    /// `tolerance <= severe <= 1`.
    pub fn problems(&self) -> Vec<Problem<RuleError>> {
        let mut problems = Vec::new();
        let mut check = |is_good: bool, field: &'static str, value: Ratio| {
            if !is_good {
                problems.push(Problem {
                    place: field.to_owned(),
                    fault: RuleError::BadRule { field, value },
                });
            }
        };
        check(self.tolerance < Ratio::ONE, "tolerance", self.tolerance);
        let in_order = !self.recovery.is_negative() && self.recovery <= self.tolerance;
        check(in_order, "recovery", self.recovery);
        check(self.lows >= 1, "lows", self.lows.into());
        if let Some(severe) = self.severe {
            let in_order = self.tolerance <= severe && severe <= Ratio::ONE;
            check(in_order, "severe", severe);
        }
        problems
    }
}

mod sealed_value {
    use super::{RuleDraft, RuleError};

    /// A checked rule that a manager can redo with a pencil: never back to normal, and bad three
    /// times, is structural.
    ///
    /// # Examples
    ///
    /// Against 100 a month: 85 and 80 are low, 93 is not back, 96 is.
    ///
    /// ```
    /// use partnership::Ratio;
    /// use partnership::health::{Advice, Better, Course, Point, Reference, Rule, Series};
    /// use partnership::time::date;
    ///
    /// let month = |day: &str, value: i64| -> Result<Point, partnership::Error> {
    ///     Ok(Point { on: date(day)?, value: Some(value.into()) })
    /// };
    /// let mut points = vec![month("2026-01-01", 85)?, month("2026-02-01", 93)?];
    /// points.push(month("2026-03-01", 80)?);
    /// let (rule, plan) = (Rule::standard(), Reference::Constant(Ratio::from_integer(100)));
    /// let dip = rule.course(&Series::new(points.clone())?, &plan, Better::Higher)?;
    /// assert!(matches!(dip, Course::Dip { lows: 2, left: 1, .. }));
    /// assert_eq!(dip.advice(), Advice::EaseTerms);
    ///
    /// points.push(month("2026-04-01", 96)?);
    /// let back = rule.course(&Series::new(points)?, &plan, Better::Higher)?;
    /// assert_eq!(back.advice(), Advice::RestoreTerms);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "RuleDraft", into = "RuleDraft"))]
    #[doc(alias = "underperformance")]
    pub struct Rule(RuleDraft);

    impl Rule {
        /// Checks a rule.
        ///
        /// # Errors
        ///
        /// The first of [`RuleDraft::problems`].
        pub fn new(draft: RuleDraft) -> Result<Self, RuleError> {
            match draft.problems().into_iter().next() {
                Some(problem) => Err(problem.fault),
                None => Ok(Self(draft)),
            }
        }

        /// Returns the usual rule, a convention of this crate: low from 10% under, back within
        /// 5%, structural at three lows, severe at half.
        pub fn standard() -> Self {
            Self(RuleDraft {
                tolerance: super::Ratio::from_percent(10),
                recovery: super::Ratio::from_percent(5),
                lows: 3,
                severe: Some(super::Ratio::from_percent(50)),
            })
        }

        /// Returns the rule of run charts: six off the line on one side, 1 in 64 if both sides
        /// are equally likely.
        pub const fn run_chart() -> Self {
            Self(RuleDraft {
                tolerance: super::Ratio::ZERO,
                recovery: super::Ratio::ZERO,
                lows: 6,
                severe: None,
            })
        }

        /// Returns what was written.
        pub const fn draft(&self) -> &RuleDraft {
            &self.0
        }
    }
}
pub use sealed_value::Rule;

impl Default for Rule {
    fn default() -> Self {
        Self::standard()
    }
}

door!(RuleDraft, sealed Rule, RuleError);

/// What values are held against.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reference {
    /// One value for all.
    Constant(Ratio),
    /// One for each point; a point without one is not judged.
    Plan(Vec<Option<Ratio>>),
    /// The median of the first known values, which are not judged themselves.
    MedianOfFirst(u32),
}

/// Whether a recovered spell had been a dip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Spell {
    /// Fewer lows than are structural.
    Dip,
    /// As many, or more.
    Structural,
}

/// What the course of a figure is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "course", rename_all = "snake_case"))]
pub enum Course {
    /// There is too little to judge.
    TooEarly {
        /// How many there are.
        known: u32,
        /// How many it takes.
        needed: u32,
    },
    /// Back to normal.
    Recovered {
        /// Since when.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        since: NaiveDate,
        /// The lows of the spell that ended.
        lows: u32,
        /// What the spell was.
        was: Spell,
    },
    /// Nothing was low since it was last back.
    Steady {},
    /// Low, and maybe for a while.
    #[doc(alias = "temporary")]
    Dip {
        /// The first low.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        since: NaiveDate,
        /// How many lows.
        lows: u32,
        /// How many more would be structural.
        left: u32,
        /// Whether one was so low that it is time to talk now.
        severe: bool,
    },
    /// Low for too long.
    Structural {
        /// The first low.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        since: NaiveDate,
        /// How many lows.
        lows: u32,
        /// Whether one was so low that it is time to talk now.
        severe: bool,
    },
}

/// What to do; the library advises and never exits by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Advice {
    /// Wait for more values.
    KeepMeasuring,
    /// End the relief.
    RestoreTerms,
    /// Nothing.
    None,
    /// Ease the terms for at most as many periods as are left: two dated versions, the relief and
    /// the return.
    EaseTerms,
    /// Prepare the end.
    PlanExit,
}

impl fmt::Display for Course {
    /// In words: `too early: 2 of 4 points`, `steady`, `a dip since 2026-07-01: 2 low, 1 more is
    /// structural`, `structural since 2026-07-01: 3 low`, `recovered since 2026-10-01: 2 low
    /// before`; and `, severe` where it is time to talk now.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_severe = match self {
            Self::TooEarly { known, needed } => {
                return write!(f, "too early: {known} of {needed} points");
            }
            Self::Recovered { since, lows, .. } => {
                return write!(f, "recovered since {since}: {lows} low before");
            }
            Self::Steady {} => return f.write_str("steady"),
            Self::Dip {
                since,
                lows,
                left,
                severe,
            } => {
                write!(
                    f,
                    "a dip since {since}: {lows} low, {left} more is structural"
                )?;
                *severe
            }
            Self::Structural {
                since,
                lows,
                severe,
            } => {
                write!(f, "structural since {since}: {lows} low")?;
                *severe
            }
        };
        f.write_str(if is_severe { ", severe" } else { "" })
    }
}

impl Course {
    /// Returns what to do.
    pub const fn advice(&self) -> Advice {
        match self {
            Self::TooEarly { .. } => Advice::KeepMeasuring,
            Self::Recovered { .. } => Advice::RestoreTerms,
            Self::Steady {} => Advice::None,
            Self::Dip { .. } => Advice::EaseTerms,
            Self::Structural { .. } => Advice::PlanExit,
        }
    }
}

/// The open spell: what was judged after the last point that was back.
#[derive(Clone, Copy, Default)]
struct Open {
    lows: u32,
    since: Option<NaiveDate>,
    severe: bool,
}

/// The lines that a value is held against.
#[derive(Clone, Copy)]
struct Lines {
    low: Ratio,
    back: Ratio,
    severe: Option<Ratio>,
}

impl Rule {
    /// Returns the course of a series against a reference.
    ///
    /// A value is low if `v < r - tolerance |r|`, back if `v > r - recovery |r|`, and in between
    /// neither, both borders included; for lower is better both are negated first. The spell is
    /// what was judged after the last value that was back (spec/health-economics.md 3).
    ///
    /// # Errors
    ///
    /// [`RuleError::PlanLength`], [`RuleError::BadRule`] for a median of fewer than three,
    /// [`RuleError::Overflow`].
    pub fn course(
        &self,
        series: &Series,
        reference: &Reference,
        better: Better,
    ) -> Result<Course, RuleError> {
        let points = series.points();
        let constant = match reference {
            Reference::Constant(constant) => Some(*constant),
            Reference::Plan(plan) if plan.len() != points.len() => {
                return Err(RuleError::PlanLength {
                    expected: points.len(),
                    found: plan.len(),
                });
            }
            Reference::Plan(_) => None,
            Reference::MedianOfFirst(first) => match median_of_first(series, *first)? {
                Ok(median) => Some(median),
                Err(too_early) => return Ok(too_early),
            },
        };
        let skipped = match reference {
            Reference::MedianOfFirst(first) => *first,
            _ => 0,
        };
        let lines = constant
            .map(|value| self.lines(value, better))
            .transpose()?;
        let mut known: u32 = 0;
        let mut spell = Open::default();
        let mut last = Course::TooEarly {
            known: 0,
            needed: 1,
        };
        for (place, point) in points.iter().enumerate() {
            let Some(value) = point.value else { continue };
            known = known.saturating_add(1);
            if known <= skipped {
                continue;
            }
            let lines = match (lines, reference) {
                (Some(lines), _) => lines,
                (None, Reference::Plan(plan)) => match plan.get(place).copied().flatten() {
                    Some(planned) => self.lines(planned, better)?,
                    None => continue,
                },
                _ => continue,
            };
            last = self.judge(&mut spell, &lines, signed(value, better), point.on);
        }
        Ok(last)
    }

    /// The lines of a reference.
    fn lines(&self, reference: Ratio, better: Better) -> Result<Lines, RatioError> {
        let reference = signed(reference, better);
        let below = |part: Ratio| reference.checked_sub(part.checked_mul(reference.abs())?);
        let severe = self.draft().severe.filter(|_| !reference.is_zero());
        Ok(Lines {
            low: below(self.draft().tolerance)?,
            back: below(self.draft().recovery)?,
            severe: severe.map(below).transpose()?,
        })
    }

    /// Judges the next value, and says what the course is as of then.
    fn judge(&self, spell: &mut Open, lines: &Lines, value: Ratio, on: NaiveDate) -> Course {
        if value > lines.back {
            let ended = std::mem::take(spell);
            return match (ended.lows, self.is_structural(ended.lows)) {
                (0, _) => Course::Steady {},
                (lows, structural) => Course::Recovered {
                    since: on,
                    lows,
                    was: if structural {
                        Spell::Structural
                    } else {
                        Spell::Dip
                    },
                },
            };
        }
        if value < lines.low {
            spell.lows = spell.lows.saturating_add(1);
            spell.since = spell.since.or(Some(on));
            spell.severe |= lines.severe.is_some_and(|severe| value <= severe);
        }
        let (lows, severe) = (spell.lows, spell.severe);
        match spell.since {
            None => Course::Steady {},
            Some(since) if self.is_structural(lows) => Course::Structural {
                since,
                lows,
                severe,
            },
            Some(since) => Course::Dip {
                since,
                lows,
                left: self.draft().lows.saturating_sub(lows),
                severe,
            },
        }
    }

    const fn is_structural(&self, lows: u32) -> bool {
        lows >= self.draft().lows
    }
}

/// A value so that higher is better.
fn signed(value: Ratio, better: Better) -> Ratio {
    match better {
        Better::Higher => value,
        Better::Lower => -value,
    }
}

/// The median of the first known values, or that it is too early for one and a value to judge.
fn median_of_first(series: &Series, first: u32) -> Result<Result<Ratio, Course>, RuleError> {
    if first < 3 {
        return Err(RuleError::BadRule {
            field: "median_of_first",
            value: first.into(),
        });
    }
    let count = usize::try_from(first).unwrap_or(usize::MAX);
    let known = series.known().count();
    if known <= count {
        return Ok(Err(Course::TooEarly {
            known: u32::try_from(known).unwrap_or(u32::MAX),
            needed: first.saturating_add(1),
        }));
    }
    let mut values: Vec<Ratio> = series.known().map(|(_, value)| value).take(count).collect();
    values.sort_unstable();
    let half = count >> 1;
    let at = |place: usize| values.get(place).copied().unwrap_or(Ratio::ZERO);
    if count & 1 == 1 {
        return Ok(Ok(at(half)));
    }
    let both = at(half.saturating_sub(1)).checked_add(at(half))?;
    Ok(Ok(both.checked_div(Ratio::from_integer(2))?))
}

/// Why a rule is none, or a series has no course.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A number of the rule is out of its order.
    #[error("{field} cannot be {value}")]
    BadRule {
        /// Which.
        field: &'static str,
        /// Its value.
        value: Ratio,
    },
    /// A plan of another length than the series.
    #[error("a plan of {found} values for {expected} points")]
    PlanLength {
        /// How many points there are.
        expected: usize,
        /// How many values the plan has.
        found: usize,
    },
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// A figure could not be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
