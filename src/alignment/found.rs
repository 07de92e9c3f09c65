//! [`Found`]: a rating that has met its criterion.

use super::assessment::{Rating, Reach, Waiver};
use super::criterion::Floor;
use super::evaluate_error::EvaluateError;
use super::id::Id;
use super::line::Status;
use super::measure::Measure;
use super::rubric::Rubric;
use super::scale::Score;
use crate::ratio::Ratio;

/// What was found about a criterion, checked against its scale.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found {
    /// A score on a level.
    Level { raw: Score, level: u64 },
    /// What votes come to: within the scale, on a step or not.
    Aggregate { raw: Ratio, good: Ratio },
    /// Not assessed.
    Nothing,
    /// The question makes no sense for this subject.
    NotApplicable,
}

impl Found {
    fn read(criterion: &Id, measure: &Measure, rating: &Rating) -> Result<Self, EvaluateError> {
        let misplaced = |raw| EvaluateError::misplaced(criterion, measure.scale, raw);
        match rating {
            Rating::Scored(scored) => {
                let raw = scored.score;
                let level = measure.quick_level(raw);
                let level = level.ok_or_else(|| misplaced(raw.to_ratio()))?;
                Ok(Self::Level { raw, level })
            }
            Rating::Aggregate(aggregate) => {
                let raw = aggregate.value();
                if !measure.scale.contains(raw) {
                    return Err(misplaced(raw));
                }
                let good = measure.good(raw)?;
                Ok(Self::Aggregate { raw, good })
            }
            Rating::NotAssessed => Ok(Self::Nothing),
            Rating::NotApplicable { reason } if reason.trim().is_empty() => {
                let criterion = criterion.clone();
                Err(EvaluateError::ReasonMissing { criterion })
            }
            Rating::NotApplicable { .. } => Ok(Self::NotApplicable),
        }
    }

    /// The worst level.
    pub(super) fn worst(measure: &Measure) -> Self {
        let (worst, _) = measure.ends();
        let level = measure.quick_level(worst).unwrap_or(0);
        Self::Level { raw: worst, level }
    }

    /// The raw value, if there is one.
    pub(super) fn raw(&self) -> Option<Ratio> {
        match self {
            Self::Level { raw, .. } => Some(raw.to_ratio()),
            Self::Aggregate { raw, .. } => Some(*raw),
            Self::Nothing | Self::NotApplicable => None,
        }
    }

    /// Where the criterion stands before waivers.
    pub(super) fn status(&self, measure: &Measure) -> Status {
        let Floor { reject, bridge } = measure.floor;
        let is_past = |limit: Score| match self {
            Self::Level { raw, .. } => measure.polarity.is_past(raw, &limit),
            Self::Aggregate { raw, .. } => measure.polarity.is_past(raw, &limit.to_ratio()),
            Self::Nothing | Self::NotApplicable => false,
        };
        match self {
            Self::NotApplicable => Status::NotApplicable,
            Self::Nothing if measure.floor.is_none() => Status::Unscored,
            Self::Nothing => Status::Unknown,
            _ if measure.floor.is_none() => Status::NoFloor,
            _ if reject.is_some_and(is_past) => Status::Breach,
            _ if bridge.is_some_and(is_past) => Status::Gap,
            _ => Status::Met,
        }
    }
}

impl Status {
    /// Where a criterion stands after a waiver that has not expired.
    pub(super) fn waived_by(self, waiver: &Waiver) -> Self {
        match (self, waiver.reach) {
            (Self::Gap, _) | (Self::Breach, Reach::Breach) => Self::Waived,
            _ => self,
        }
    }
}

impl Rubric {
    /// What was found, in rubric order.
    pub(super) fn find<'a>(
        &self,
        ratings: impl IntoIterator<Item = (&'a Id, &'a Rating)>,
    ) -> Result<Vec<Found>, EvaluateError> {
        let mut all = vec![Found::Nothing; self.criteria().len()];
        for (id, rating) in ratings {
            let position = self.position(id);
            let place = position.and_then(|at| Some((self.measures().get(at)?, all.get_mut(at)?)));
            let Some((measure, found)) = place else {
                return Err(self.unknown(id));
            };
            *found = Found::read(id, measure, rating)?;
        }
        Ok(all)
    }

    /// The error for a criterion that is none.
    pub(super) fn unknown(&self, criterion: &Id) -> EvaluateError {
        let known = self.criteria().iter().map(|known| known.id().clone());
        EvaluateError::UnknownCriterion {
            criterion: criterion.clone(),
            known: known.collect(),
        }
    }
}
