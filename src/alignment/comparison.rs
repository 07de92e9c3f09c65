//! [`Contrast`], [`Diff`] and [`TwoWay`]: two evaluations side by side.

use std::cmp::Reverse;

use super::compare_error::CompareError;
use super::evaluation::Evaluation;
use super::id::Id;
use super::line::{Line, Status, Verdict};
use super::pair::{Pair, same_rubric};
use super::schema::Schema;
use crate::ratio::Ratio;

/// By which criteria one subject is ahead of another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Contrast {
    schema: Schema,
    gap: Ratio,
    lines: Vec<(Id, Ratio)>,
}

impl Contrast {
    /// Returns how far the first score is above the second.
    pub const fn gap(&self) -> Ratio {
        self.gap
    }

    /// Returns what each scored criterion with a weight adds to the gap, largest first whatever
    /// its sign; they add up to it.
    pub fn lines(&self) -> &[(Id, Ratio)] {
        &self.lines
    }
}

/// Returns by which criteria the left subject is ahead of the right: `share x (good - good)`.
///
/// # Errors
///
/// [`CompareError::MixedRubrics`], [`CompareError::DifferentCoverage`],
/// [`CompareError::NoScore`]; [`CompareError::Overflow`] only for the aggregates of panels.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Assessment, Rubric, Score, contrast};
/// use partnership::time::date;
///
/// let rubric = Rubric::three_r();
/// let of = |subject: &str, scores: [i32; 3]| -> Result<_, partnership::Error> {
///     let mut found = Assessment::new(subject.parse()?, date("2026-01-01")?);
///     for (criterion, score) in rubric.criteria().iter().zip(scores) {
///         found = found.rate(criterion.id().clone(), Score::from(score));
///     }
///     Ok(rubric.evaluate(&found)?)
/// };
/// let contrast = contrast(&of("Elm", [5, 3, 4])?, &of("Oak", [4, 4, 4])?)?;
/// assert_eq!(contrast.gap(), "1/10".parse()?);
/// let (first, part) = &contrast.lines()[0];
/// assert_eq!((first.as_str(), part.to_string()), ("relevance", "2/5".to_owned()));
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn contrast(left: &Evaluation, right: &Evaluation) -> Result<Contrast, CompareError> {
    let pair = Pair::new(left, right)?;
    let mut lines = Vec::with_capacity(pair.differences.len());
    for difference in &pair.differences {
        let part = difference.share.checked_mul(difference.by)?;
        lines.push((difference.criterion.clone(), part));
    }
    // Stable, so ties stay in rubric order.
    lines.sort_by_key(|(_, part)| Reverse(part.abs()));
    Ok(Contrast {
        schema: Schema,
        gap: pair.gap,
        lines,
    })
}

/// What one criterion did to a score between two evaluations.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Effect {
    /// The criterion.
    pub criterion: Id,
    /// Because it was rated otherwise.
    pub score_effect: Ratio,
    /// Because it counts otherwise.
    pub weight_effect: Ratio,
}

/// A criterion whose status changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StatusChange {
    /// The criterion.
    pub criterion: Id,
    /// Its status before; none if it was not asked.
    pub before: Option<Status>,
    /// Its status after; none if it is no longer asked.
    pub after: Option<Status>,
}

/// Why a score changed, also where the rubric did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Diff {
    schema: Schema,
    delta: Ratio,
    lines: Vec<Effect>,
    verdict_before: Verdict,
    verdict_after: Verdict,
    status_changes: Vec<StatusChange>,
}

impl Diff {
    /// Returns how far the score rose.
    pub const fn delta(&self) -> Ratio {
        self.delta
    }

    /// Returns the effects of the criteria that count on either side: in the later rubric's order,
    /// then those that it no longer asks. All effects add up to the change of the score.
    pub fn lines(&self) -> &[Effect] {
        &self.lines
    }

    /// Returns the verdict before.
    pub const fn verdict_before(&self) -> Verdict {
        self.verdict_before
    }

    /// Returns the verdict after.
    pub const fn verdict_after(&self) -> Verdict {
        self.verdict_after
    }

    /// Returns the criteria whose status changed, in the same order.
    pub fn status_changes(&self) -> &[StatusChange] {
        &self.status_changes
    }
}

/// Returns why a score changed from one evaluation to a later one.
///
/// With the shares `p` and `p'`, the good values `g` and `g'` and the mean `m` of both scores:
/// score effect `(p + p') / 2 x (g' - g)`, weight effect `(p' - p) x ((g + g') / 2 - m)`. A value
/// that is missing on one side is taken from the other (spec/alignment.md 6).
///
/// # Errors
///
/// [`CompareError::DifferentScales`], [`CompareError::NoScore`], [`CompareError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Assessment, Criterion, Rubric, Score, diff};
/// use partnership::time::date;
///
/// let rubric = Rubric::builder("fit".parse()?)
///     .criterion(Criterion::new("reach".parse()?, 3))
///     .criterion(Criterion::new("craft".parse()?, 1))
///     .build()?;
/// let rated = |day: &str, reach, craft| -> Result<_, partnership::Error> {
///     let found = Assessment::new("Ash".parse()?, date(day)?)
///         .rate("reach".parse()?, Score::from(reach))
///         .rate("craft".parse()?, Score::from(craft));
///     Ok(rubric.evaluate(&found)?)
/// };
/// let (before, after) = (rated("2026-01-01", 3, 4)?, rated("2027-01-01", 4, 3)?);
/// let change = diff(&before, &after)?; // 13/4, then 15/4
/// let effects = change.lines().iter().map(|line| line.score_effect.to_string());
/// let effects: Vec<String> = effects.collect();
/// assert_eq!(effects, ["3/4", "-1/4"]);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn diff(before: &Evaluation, after: &Evaluation) -> Result<Diff, CompareError> {
    let (old, new) = (before.rubric().scale(), after.rubric().scale());
    if (old.min(), old.max()) != (new.min(), new.max()) {
        return Err(CompareError::DifferentScales {
            before: old,
            after: new,
        });
    }
    let score_of = |evaluation: &Evaluation| {
        let subject = || evaluation.subject().clone();
        let none = || CompareError::NoScore { subject: subject() };
        evaluation.score().ok_or_else(none)
    };
    let (low, high) = (score_of(before)?, score_of(after)?);
    let half = Ratio::ONE.checked_div(Ratio::from_integer(2))?;
    let middle = low.checked_add(high)?.checked_mul(half)?;
    let mut diff = Diff {
        schema: Schema,
        delta: high.checked_sub(low)?,
        lines: Vec::new(),
        verdict_before: before.verdict(),
        verdict_after: after.verdict(),
        status_changes: Vec::new(),
    };
    for (line, other) in side_by_side(before, after) {
        let (Some(any), statuses) = (other.or(line), (status(line), status(other))) else {
            continue;
        };
        if statuses.0 != statuses.1 {
            diff.status_changes.push(StatusChange {
                criterion: any.criterion.clone(),
                before: statuses.0,
                after: statuses.1,
            });
        }
        let share = |line: Option<&Line>| line.map_or(Ratio::ZERO, |line| line.share);
        let (p, q) = (share(line), share(other));
        let good = |line: Option<&Line>| line.and_then(Line::good);
        let (Some(g), Some(h)) = (good(line).or(good(other)), good(other).or(good(line))) else {
            continue;
        };
        if p.is_zero() && q.is_zero() {
            continue;
        }
        let mean = |left: Ratio, right: Ratio| left.checked_add(right)?.checked_mul(half);
        let above = mean(g, h)?.checked_sub(middle)?;
        diff.lines.push(Effect {
            criterion: any.criterion.clone(),
            score_effect: mean(p, q)?.checked_mul(h.checked_sub(g)?)?,
            weight_effect: q.checked_sub(p)?.checked_mul(above)?,
        });
    }
    Ok(diff)
}

fn status(line: Option<&Line>) -> Option<Status> {
    line.map(Line::status)
}

/// The lines of both by criterion: in the order of the later, then those of the earlier alone.
fn side_by_side<'a>(
    before: &'a Evaluation,
    after: &'a Evaluation,
) -> impl Iterator<Item = (Option<&'a Line>, Option<&'a Line>)> {
    let line_of = |evaluation: &'a Evaluation, id: &Id| {
        let position = evaluation.rubric().position(id)?;
        evaluation.lines().get(position)
    };
    let kept = after
        .lines()
        .iter()
        .map(move |line| (line_of(before, &line.criterion), Some(line)));
    let removed = before.lines().iter();
    let removed = removed.filter(move |line| after.rubric().position(&line.criterion).is_none());
    kept.chain(removed.map(|line| (Some(line), None)))
}

/// What two views of one question have in common: each side scored the other, or self against
/// other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TwoWay {
    schema: Schema,
    score: Option<Ratio>,
    verdict: Verdict,
    asymmetry: Vec<(Id, Ratio)>,
    one_sided: Vec<Id>,
}

impl TwoWay {
    /// Returns the mean of the smaller of both values, by weight, over what both scored.
    pub const fn score(&self) -> Option<Ratio> {
        self.score
    }

    /// Returns the worse of both verdicts.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns how much more the first is worth, by criterion that both scored, gates too.
    pub fn asymmetry(&self) -> &[(Id, Ratio)] {
        &self.asymmetry
    }

    /// Returns the criteria that one of them scored alone, gates too.
    pub fn one_sided(&self) -> &[Id] {
        &self.one_sided
    }
}

/// Returns what two views have in common, where each counts only as far as the other agrees.
///
/// # Errors
///
/// [`CompareError::MixedRubrics`]; [`CompareError::Overflow`] only for the aggregates of panels.
#[doc(alias = "mutual fit")]
pub fn two_way(left: &Evaluation, right: &Evaluation) -> Result<TwoWay, CompareError> {
    same_rubric(left, right)?;
    let mut view = TwoWay {
        schema: Schema,
        score: None,
        verdict: left.verdict().max(right.verdict()),
        asymmetry: Vec::new(),
        one_sided: Vec::new(),
    };
    let (mut sum, mut weight) = (Ratio::ZERO, Ratio::ZERO);
    let lines = left.lines().iter().zip(right.lines());
    for (measure, (line, other)) in left.rubric().measures().iter().zip(lines) {
        let criterion = || line.criterion.clone();
        match (line.good, other.good) {
            (Some(g), Some(h)) => {
                let parts = Ratio::from(measure.weight);
                sum = sum.checked_add(g.min(h).checked_mul(parts)?)?;
                weight = weight.checked_add(parts)?;
                view.asymmetry.push((criterion(), g.checked_sub(h)?));
            }
            (None, None) => {}
            _ => view.one_sided.push(criterion()),
        }
    }
    if !weight.is_zero() {
        view.score = Some(sum.checked_div(weight)?);
    }
    Ok(view)
}
