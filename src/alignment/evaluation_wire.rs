//! The wire form of an [`Evaluation`]: its papers and its result, read only if they agree.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::assessment::Assessment;
use super::evaluate_error::EvaluateError;
use super::evaluation::Evaluation;
use super::id::Id;
use super::line::{Line, Verdict};
use super::rubric::Rubric;
use super::schema::Schema;
use crate::ratio::Ratio;

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema: Schema,
    rubric: Rubric,
    assessment: Assessment,
    verdict: Verdict,
    score: Option<Ratio>,
    low: Ratio,
    high: Ratio,
    coverage: Ratio,
    too_many_gaps: bool,
    lines: Vec<Line>,
    gaps: Vec<Id>,
    breaches: Vec<Id>,
    missing: Vec<Id>,
    not_applicable: Vec<Id>,
    waived: Vec<Id>,
    expired: Vec<Id>,
    unused: Vec<Id>,
    weakest: Vec<Id>,
}

impl From<&Evaluation> for Written {
    fn from(evaluation: &Evaluation) -> Self {
        let not_applicable = evaluation.not_applicable();
        Self {
            schema: Schema,
            rubric: evaluation.rubric().clone(),
            assessment: evaluation.assessment().clone(),
            verdict: evaluation.verdict(),
            score: evaluation.score(),
            low: evaluation.low(),
            high: evaluation.high(),
            coverage: evaluation.coverage(),
            too_many_gaps: evaluation.too_many_gaps(),
            lines: evaluation.lines().to_vec(),
            gaps: evaluation.gaps().cloned().collect(),
            breaches: evaluation.breaches().cloned().collect(),
            missing: evaluation.missing().cloned().collect(),
            not_applicable: not_applicable.map(|(id, _)| id.clone()).collect(),
            waived: evaluation.waived().cloned().collect(),
            expired: evaluation.expired().cloned().collect(),
            unused: evaluation.unused().cloned().collect(),
            weakest: evaluation.weakest().cloned().collect(),
        }
    }
}

impl Serialize for Evaluation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Evaluation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let evaluated = written.rubric.evaluate(&written.assessment);
        let evaluation = evaluated.map_err(D::Error::custom)?;
        if Written::from(&evaluation) != written {
            return Err(D::Error::custom(EvaluateError::OtherResult));
        }
        Ok(evaluation)
    }
}
