//! [`Pair`]: two evaluations of one rubric that are scored on the same criteria.

use super::compare_error::CompareError;
use super::evaluation::Evaluation;
use super::id::Id;
use super::line::Line;
use super::measure::Measure;
use crate::ratio::Ratio;

/// How two evaluations differ on one scored criterion with a weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference<'a> {
    pub(super) criterion: &'a Id,
    pub(super) measure: &'a Measure,
    pub(super) left: Ratio,
    pub(super) right: Ratio,
    /// What the left is worth more.
    pub(super) by: Ratio,
    /// The share of the criterion in the weight of what is scored.
    pub(super) share: Ratio,
}

/// Two evaluations of one rubric that are scored on the same criteria.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    /// In rubric order.
    pub(super) differences: Vec<Difference<'a>>,
    /// How far the left score is above the right.
    pub(super) gap: Ratio,
    /// The weight of all these criteria.
    pub(super) weight: Ratio,
}

impl<'a> Pair<'a> {
    pub(super) fn new(left: &'a Evaluation, right: &'a Evaluation) -> Result<Self, CompareError> {
        same_rubric(left, right)?;
        let mut differences = Vec::with_capacity(left.lines().len());
        let lines = left.lines().iter().zip(right.lines());
        for (measure, (line, other)) in left.rubric().measures().iter().zip(lines) {
            if measure.weight == 0 {
                continue;
            }
            match (line.good, other.good) {
                (Some(good), Some(worth)) => differences.push(Difference {
                    criterion: line.criterion(),
                    measure,
                    left: good,
                    right: worth,
                    by: good.checked_sub(worth)?,
                    share: line.share,
                }),
                (None, None) => {}
                _ => {
                    return Err(CompareError::DifferentCoverage {
                        criterion: Line::criterion(line).clone(),
                        left: left.subject().clone(),
                        right: right.subject().clone(),
                    });
                }
            }
        }
        let (Some(high), Some(low)) = (left.score(), right.score()) else {
            let subject = left.subject().clone();
            return Err(CompareError::NoScore { subject });
        };
        Ok(Self {
            differences,
            gap: high.checked_sub(low)?,
            weight: left.weights().0.into(),
        })
    }
}

/// That two evaluations are of one rubric.
pub(super) fn same_rubric(left: &Evaluation, right: &Evaluation) -> Result<(), CompareError> {
    if left.rubric().is_same(right.rubric()) {
        return Ok(());
    }
    Err(CompareError::MixedRubrics {
        left: left.subject().clone(),
        right: right.subject().clone(),
    })
}
