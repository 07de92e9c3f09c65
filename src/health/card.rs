//! [`Card`]: what a scorecard comes to.

use std::collections::BTreeMap;

use super::attainment::attainment;
use super::scorecard::{Area, Measure, Scorecard, ScorecardError};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// What a card says before its number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// These areas are below their floor.
    Unbalanced(Vec<String>),
    /// These areas are not fully measured.
    Incomplete(Vec<String>),
    /// Neither.
    Balanced,
}

impl Verdict {
    /// Returns the name in text and on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Unbalanced(_) => "unbalanced",
            Self::Incomplete(_) => "incomplete",
            Self::Balanced => "balanced",
        }
    }

    /// Returns the areas for which it is said.
    pub fn because(&self) -> &[String] {
        match self {
            Self::Unbalanced(areas) | Self::Incomplete(areas) => areas,
            Self::Balanced => &[],
        }
    }
}

/// What an area comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AreaScore {
    /// Its id.
    pub id: String,
    /// The weighted mean of what is measured; none if nothing is.
    pub score: Option<Ratio>,
    /// The score if all that is missing scored 0.
    pub low: Ratio,
    /// The score if all that is missing scored the cap.
    pub high: Ratio,
    /// The part of the weight that is measured.
    pub coverage: Ratio,
}

/// What a card comes to: the verdict before the number, what is missing as a range.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Card {
    /// What it says.
    pub verdict: Verdict,
    /// The weighted mean of the areas that have a score.
    pub score: Ratio,
    /// The score if all that is missing scored 0.
    pub low: Ratio,
    /// The score if all that is missing scored the cap.
    pub high: Ratio,
    /// The part of the weight that is measured.
    pub coverage: Ratio,
    /// The areas, in the order of the card.
    pub areas: Vec<AreaScore>,
}

/// Beyond this common denominator each score is rounded to as many parts first.
pub(super) const GRID: i64 = 1_000_000_000_000;

impl Scorecard {
    /// Returns what the card comes to; a measure without a value is missing, which is not 0.
    ///
    /// `score of a measure = attainment, at least 0 and at most the cap`; areas and the total are
    /// weighted means (spec/health-economics.md 5).
    ///
    /// # Rounding
    ///
    /// None, unless the scores have no common denominator up to 10^12: then each is first rounded
    /// to 10^-12, half to even.
    ///
    /// # Errors
    ///
    /// [`ScorecardError::UnknownMeasure`], [`ScorecardError::NothingToScore`],
    /// [`ScorecardError::Overflow`].
    pub fn score(&self, actuals: &BTreeMap<String, Option<Ratio>>) -> Result<Card, ScorecardError> {
        let draft = self.draft();
        let all = || draft.areas.iter().flat_map(|area| &area.measures);
        let is_known = |id: &String| all().any(|measure| measure.id == *id);
        if let Some(measure) = actuals.keys().find(|id| !is_known(id)) {
            return Err(ScorecardError::UnknownMeasure {
                measure: measure.clone(),
            });
        }
        let scores = self.scores(actuals)?;
        if scores.is_empty() {
            return Err(ScorecardError::NothingToScore);
        }
        let mut areas = Vec::with_capacity(draft.areas.len());
        for area in &draft.areas {
            areas.push(area_score(area, &scores, draft.cap)?);
        }
        let weights = || draft.areas.iter().map(|area| Ratio::from(area.weight));
        let over_all =
            |figure: fn(&AreaScore) -> Ratio| mean(weights().zip(areas.iter().map(figure)));
        let with_score = weights().zip(&areas);
        let score = mean(with_score.filter_map(|(weight, area)| Some((weight, area.score?))))?;
        Ok(Card {
            verdict: verdict(&draft.areas, &areas),
            score: score.ok_or(ScorecardError::NothingToScore)?,
            low: over_all(|area| area.low)?.unwrap_or(Ratio::ZERO),
            high: over_all(|area| area.high)?.unwrap_or(Ratio::ZERO),
            coverage: over_all(|area| area.coverage)?.unwrap_or(Ratio::ZERO),
            areas,
        })
    }

    /// The score of every measure that has a value, on the grid if they are too fine.
    fn scores<'a>(
        &'a self,
        actuals: &BTreeMap<String, Option<Ratio>>,
    ) -> Result<BTreeMap<&'a str, Ratio>, ScorecardError> {
        let cap = self.draft().cap;
        let mut scores = BTreeMap::new();
        for measure in self.draft().areas.iter().flat_map(|area| &area.measures) {
            if let Some(Some(value)) = actuals.get(&measure.id) {
                scores.insert(measure.id.as_str(), measure.score(*value, cap)?);
            }
        }
        if needs_grid(scores.values()) {
            for score in scores.values_mut() {
                *score = on_grid(*score)?;
            }
        }
        Ok(scores)
    }
}

impl Measure {
    /// How much of the way is gone, at least 0 and at most the cap.
    fn score(&self, value: Ratio, cap: Ratio) -> Result<Ratio, RatioError> {
        let attained = attainment(value, self.baseline, self.target)?;
        Ok(attained.clamp(Ratio::ZERO, cap))
    }
}

/// Whether the scores have no common denominator up to that of the grid.
pub(super) fn needs_grid<'a>(scores: impl Iterator<Item = &'a Ratio>) -> bool {
    let most = u128::from(GRID.unsigned_abs());
    let common = crate::ratio::common_denominator(scores.copied());
    !common.is_ok_and(|common| common <= most)
}

fn on_grid(score: Ratio) -> Result<Ratio, RatioError> {
    let decimal = score.to_decimal(12, Rounding::HalfEven)?;
    Ok(Ratio::from_decimal(decimal))
}

fn area_score(
    area: &Area,
    scores: &BTreeMap<&str, Ratio>,
    cap: Ratio,
) -> Result<AreaScore, RatioError> {
    let weighted = |missing: Option<Ratio>| {
        let measures = area.measures.iter();
        mean(measures.filter_map(move |measure| {
            let score = scores.get(measure.id.as_str()).copied().or(missing)?;
            Some((Ratio::from(measure.weight), score))
        }))
    };
    let is_measured = |measure: &Measure| {
        let measured = scores.contains_key(measure.id.as_str());
        if measured { Ratio::ONE } else { Ratio::ZERO }
    };
    let measures = area.measures.iter();
    let covered = mean(measures.map(|one| (Ratio::from(one.weight), is_measured(one))))?;
    Ok(AreaScore {
        id: area.id.clone(),
        score: weighted(None)?,
        low: weighted(Some(Ratio::ZERO))?.unwrap_or(Ratio::ZERO),
        high: weighted(Some(cap))?.unwrap_or(cap),
        coverage: covered.unwrap_or(Ratio::ZERO),
    })
}

/// The mean of weighted values; none of none.
fn mean(weighted: impl Iterator<Item = (Ratio, Ratio)>) -> Result<Option<Ratio>, RatioError> {
    let (mut sum, mut weights) = (Ratio::ZERO, Ratio::ZERO);
    for (weight, value) in weighted {
        sum = sum.checked_add(weight.checked_mul(value)?)?;
        weights = weights.checked_add(weight)?;
    }
    if weights.is_zero() {
        return Ok(None);
    }
    sum.checked_div(weights).map(Some)
}

fn verdict(areas: &[Area], scores: &[AreaScore]) -> Verdict {
    let named = |is_so: fn(&Area, &AreaScore) -> bool| -> Vec<String> {
        let both = areas.iter().zip(scores);
        both.filter(|(area, score)| is_so(area, score))
            .map(|(area, _)| area.id.clone())
            .collect()
    };
    let low = named(|area, score| score.score.is_some_and(|score| score < area.floor));
    if !low.is_empty() {
        return Verdict::Unbalanced(low);
    }
    let open = named(|_, score| score.coverage < Ratio::ONE);
    if open.is_empty() {
        Verdict::Balanced
    } else {
        Verdict::Incomplete(open)
    }
}
