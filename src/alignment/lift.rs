//! [`Lift`], [`Bridges`] and [`BreakEven`]: what would have to change.

use std::cmp::Reverse;

use super::assessment::Rating;
use super::criterion::Criterion;
use super::evaluation::Evaluation;
use super::id::Id;
use super::lift_error::LiftError;
use super::line::Status;
use super::measure::Measure;
use super::scale::Score;
use super::schema::Schema;
use crate::ratio::{Ratio, RatioError};

/// One criterion lifted past its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bridge {
    /// The criterion with the gap or breach.
    pub criterion: Id,
    /// The first level in the good direction that is past no limit of bridging, or of rejecting
    /// if there is no other.
    pub to: Score,
    /// The score with this change alone; none if there is no score.
    pub score_after: Option<Ratio>,
}

/// What it takes to close every gap and breach.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bridges {
    pub(super) schema: Schema,
    /// One for each gap and breach left, in rubric order.
    pub bridges: Vec<Bridge>,
    /// The score with all of them; none if there is no score.
    pub bridged_score: Option<Ratio>,
}

/// A criterion that is raised, from a raw value to a level.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Raise {
    /// The criterion.
    pub criterion: Id,
    /// Its raw value now.
    pub from: Ratio,
    /// The level that it has to reach.
    pub to: Score,
}

/// What it takes to bring a score to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "goal seek")]
pub struct Lift {
    pub(super) schema: Schema,
    /// The score wanted.
    pub target: Ratio,
    /// Whether the score is there already; then there is nothing to do.
    pub already: bool,
    /// By scored criterion with a weight, the level that alone reaches the target; none where even
    /// the best does not.
    pub single: Vec<(Id, Option<Score>)>,
    /// The criteria to raise one after the other, those that gain most by step first.
    pub plan: Vec<Raise>,
    /// The score with the whole plan.
    pub plan_score: Ratio,
}

/// What the one missing score would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BreakEven {
    pub(super) schema: Schema,
    /// The criterion that is missing.
    pub criterion: Id,
    /// What it would have to be worth, on the scale of the rubric or beyond.
    pub exact: Ratio,
    /// What that means.
    pub outcome: BreakEvenOutcome,
}

/// Whether a missing score can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum BreakEvenOutcome {
    /// The target is reached whatever it is.
    Always,
    /// The target is reached from this raw score on.
    Needs(Score),
    /// The target is out of reach whatever it is.
    Never,
}

impl BreakEvenOutcome {
    /// Returns the name of the outcome in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Needs(_) => "needs",
            Self::Never => "never",
        }
    }
}

impl Evaluation {
    /// Returns what it takes to close every gap and breach that is left.
    ///
    /// # Errors
    ///
    /// [`LiftError::Overflow`], only for the aggregates of a panel.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Assessment, Rubric, Score};
    /// use partnership::time::date;
    ///
    /// let rubric = Rubric::three_r();
    /// let found = Assessment::new("Oak".parse()?, date("2026-01-01")?)
    ///     .rate("relevance".parse()?, Score::from(5))
    ///     .rate("resonance".parse()?, Score::from(5))
    ///     .rate("reliability".parse()?, Score::from(2));
    /// let bridges = rubric.evaluate(&found)?.bridges()?;
    /// // Reliability from 2 to 3 brings 4.1 to 4.4.
    /// assert_eq!(bridges.bridges[0].to, Score::from(3));
    /// assert_eq!(bridges.bridged_score, Some("4.4".parse()?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn bridges(&self) -> Result<Bridges, LiftError> {
        let mut all = Bridges {
            schema: Schema,
            bridges: Vec::new(),
            bridged_score: self.score(),
        };
        for (position, line) in self.lines().iter().enumerate() {
            if !matches!(line.status, Status::Gap | Status::Breach) {
                continue;
            }
            let place = self.rubric().measures().get(position).zip(line.good);
            let Some((measure, good)) = place else {
                continue;
            };
            let limit = measure.floor.bridge.or(measure.floor.reject);
            let Some(limit) = limit else { continue };
            let place = measure.place_of_raw(limit.to_ratio())?;
            // A limit lies within the scale.
            let Some((to, worth)) = measure.reach(place)? else {
                continue;
            };
            let gain = worth.checked_sub(good)?.checked_mul(line.share)?;
            let plus =
                |score: Option<Ratio>| score.map(|score| score.checked_add(gain)).transpose();
            all.bridges.push(Bridge {
                criterion: line.criterion.clone(),
                to,
                score_after: plus(self.score())?,
            });
            all.bridged_score = plus(all.bridged_score)?;
        }
        Ok(all)
    }

    /// Returns what it takes to bring the score to a target, in whole steps of the scales.
    ///
    /// To another's score this is a tie;
    /// [`Sensitivity::steps_to_lose`](super::Sensitivity::steps_to_lose) says what overtakes.
    ///
    /// # Errors
    ///
    /// [`LiftError::TargetOutsideScale`], [`LiftError::NoScore`], [`LiftError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Assessment, Rubric, Score};
    /// use partnership::time::date;
    ///
    /// let rubric = Rubric::three_r();
    /// let found = Assessment::new("Dune".parse()?, date("2026-01-01")?)
    ///     .rate("relevance".parse()?, Score::from(3))
    ///     .rate("resonance".parse()?, Score::from(3))
    ///     .rate("reliability".parse()?, Score::from(3));
    /// let lift = rubric.evaluate(&found)?.lift_to("3.5".parse()?)?;
    /// // Relevance counts 0.4: two steps are 0.8.
    /// assert_eq!(lift.single[0].1, Some(Score::from(5)));
    /// assert_eq!(lift.plan[0].to, Score::from(5));
    /// assert_eq!(lift.plan_score, "3.8".parse()?);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn lift_to(&self, target: Ratio) -> Result<Lift, LiftError> {
        self.check_target(target)?;
        let score = self.score().ok_or(LiftError::NoScore)?;
        let mut lift = Lift {
            schema: Schema,
            target,
            already: score >= target,
            single: Vec::new(),
            plan: Vec::new(),
            plan_score: score,
        };
        if lift.already {
            return Ok(lift);
        }
        let levers = self.levers()?;
        for lever in &levers {
            let to = lever.closing(target.checked_sub(score)?)?;
            lift.single
                .push((lever.criterion.clone(), to.map(|(level, _)| level)));
        }
        let mut by_gain: Vec<&Lever<'_>> = levers.iter().collect();
        // Stable, so ties stay in rubric order.
        by_gain.sort_by_key(|lever| Reverse(lever.gain));
        for lever in by_gain {
            let open = target.checked_sub(lift.plan_score)?;
            if !open.is_positive() {
                break;
            }
            let best = || lever.measure.reach(Ratio::ONE);
            let reached = match lever.closing(open)? {
                Some(reached) => Some(reached),
                None => best()?,
            };
            let Some((to, worth)) = reached.filter(|(_, worth)| *worth > lever.good) else {
                continue;
            };
            let gain = worth.checked_sub(lever.good)?.checked_mul(lever.share)?;
            lift.plan_score = lift.plan_score.checked_add(gain)?;
            lift.plan.push(Raise {
                criterion: lever.criterion.clone(),
                from: lever.raw,
                to,
            });
        }
        Ok(lift)
    }

    /// Returns what the missing score would have to be for a target, if exactly one with a weight
    /// is missing.
    ///
    /// # Errors
    ///
    /// [`LiftError::TargetOutsideScale`], [`LiftError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Assessment, BreakEvenOutcome, Rubric, Score};
    /// use partnership::time::date;
    ///
    /// let rubric = Rubric::three_r();
    /// let found = Assessment::new("Fir".parse()?, date("2026-01-01")?)
    ///     .rate("relevance".parse()?, Score::from(5))
    ///     .rate("resonance".parse()?, Score::from(4));
    /// let even = rubric.evaluate(&found)?.break_even("4.25".parse()?)?;
    /// let even = even.expect("reliability alone is missing");
    /// assert_eq!(even.exact, "7/2".parse()?);
    /// assert_eq!(even.outcome, BreakEvenOutcome::Needs(Score::from(4)));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn break_even(&self, target: Ratio) -> Result<Option<BreakEven>, LiftError> {
        self.check_target(target)?;
        let (scored, missing) = self.weights();
        let criteria = self
            .rubric()
            .criteria()
            .iter()
            .zip(self.rubric().measures());
        let mut open = criteria.zip(self.lines()).filter(|((_, measure), line)| {
            let unknown = matches!(line.status, Status::Unknown | Status::Unscored);
            measure.weight > 0 && unknown
        });
        let (Some(((criterion, measure), _)), None) = (open.next(), open.next()) else {
            return Ok(None);
        };
        let all = Ratio::from(scored.saturating_add(missing));
        let sum = match self.score() {
            Some(score) => score.checked_mul(scored.into())?,
            None => Ratio::ZERO,
        };
        let wanted = target.checked_mul(all)?.checked_sub(sum)?;
        let exact = wanted.checked_div(missing.into())?;
        let scale = self.rubric().scale();
        let outcome = if exact <= scale.min().to_ratio() {
            BreakEvenOutcome::Always
        } else {
            let reached = measure.reach(measure.place_of_good(exact)?)?;
            reached.map_or(BreakEvenOutcome::Never, |(level, _)| {
                BreakEvenOutcome::Needs(level)
            })
        };
        Ok(Some(BreakEven {
            schema: Schema,
            criterion: criterion.id().clone(),
            exact,
            outcome,
        }))
    }

    fn check_target(&self, target: Ratio) -> Result<(), LiftError> {
        let scale = self.rubric().scale();
        if scale.contains(target) {
            Ok(())
        } else {
            Err(LiftError::TargetOutsideScale { target, scale })
        }
    }

    /// The scored criteria with a weight.
    fn levers(&self) -> Result<Vec<Lever<'_>>, RatioError> {
        let mut levers = Vec::new();
        let criteria = self
            .rubric()
            .criteria()
            .iter()
            .zip(self.rubric().measures());
        for ((criterion, measure), line) in criteria.zip(self.lines()) {
            let rating = self.assessment().ratings.get(criterion.id());
            let raw = rating.and_then(Rating::value);
            if let (Some(raw), Some(good), true) = (raw, line.good, measure.weight > 0) {
                levers.push(Lever {
                    criterion: Criterion::id(criterion),
                    measure,
                    raw,
                    good,
                    share: line.share,
                    gain: measure.good_step()?.checked_mul(line.share)?,
                });
            }
        }
        Ok(levers)
    }
}

/// A scored criterion with a weight.
struct Lever<'a> {
    criterion: &'a Id,
    measure: &'a Measure,
    raw: Ratio,
    good: Ratio,
    share: Ratio,
    /// What one step adds to the score.
    gain: Ratio,
}

impl Lever<'_> {
    /// The first level that alone adds so much to the score, and what it is worth; none beyond the
    /// best.
    fn closing(&self, open: Ratio) -> Result<Option<(Score, Ratio)>, RatioError> {
        let wanted = self.good.checked_add(open.checked_div(self.share)?)?;
        self.measure.reach(self.measure.place_of_good(wanted)?)
    }
}
