//! What the cases of many families give: rubrics, ratings, waivers, candidates.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use partnership::alignment::{
    Assessment, Criterion, Evaluation, Floor, Id, Polarity, Rating, Reach, Rubric, RubricDraft,
    Scale, Score, Waiver, WaiverReason,
};
use partnership::time::date;
use partnership::{Error, Ratio};
use serde::Deserialize;
use serde_json::Value;

/// A scale as `[min, max, step]`.
#[derive(Clone, Deserialize)]
pub struct GivenScale(pub String, pub String, pub String);

impl GivenScale {
    pub fn scale(&self) -> Result<Scale, Error> {
        Ok(Scale::new(
            self.0.parse::<Score>()?,
            self.1.parse()?,
            self.2.parse()?,
        )?)
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenRubric {
    preset: Option<String>,
    id: Option<String>,
    version: Option<u32>,
    scale: Option<GivenScale>,
    max_gaps: Option<u32>,
    min_coverage: Option<Ratio>,
    criteria: Option<Vec<GivenCriterion>>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenCriterion {
    id: String,
    weight: Option<u32>,
    scale: Option<GivenScale>,
    polarity: Option<String>,
    reject: Option<String>,
    bridge: Option<String>,
    #[serde(default)]
    gate: bool,
}

impl GivenCriterion {
    fn criterion(&self) -> Result<Criterion, Error> {
        let limit = |limit: &Option<String>| limit.as_ref().map(|text| text.parse()).transpose();
        let floor = Floor {
            reject: limit(&self.reject)?,
            bridge: limit(&self.bridge)?,
        };
        let id: Id = self.id.parse()?;
        let mut criterion = if self.gate {
            Criterion::gate(id, floor)
        } else {
            Criterion::new(id, self.weight.unwrap_or(1)).with_floor(floor)
        };
        if let Some(scale) = &self.scale {
            criterion = criterion.with_scale(scale.scale()?);
        }
        Ok(match self.polarity.as_deref() {
            Some("lower") => criterion.with_polarity(Polarity::LowerIsBetter),
            Some("higher") | None => criterion,
            Some(other) => panic!("no polarity {other}"),
        })
    }
}

/// A preset rubric by its id.
pub fn preset(id: &str) -> Option<Rubric> {
    Some(match id {
        "partnership-alignment-matrix" => Rubric::partnership_alignment_matrix(),
        "candidate-criteria-matrix" => Rubric::candidate_criteria_matrix(),
        "three-r" => Rubric::three_r(),
        "trust-assessment" => Rubric::trust_assessment(),
        _ => return None,
    })
}

impl GivenRubric {
    pub fn rubric(&self) -> Result<Rubric, Error> {
        let mut draft: RubricDraft = match &self.preset {
            Some(id) => preset(id)
                .unwrap_or_else(|| panic!("no preset {id}"))
                .draft()
                .clone(),
            None => Rubric::builder("rubric".parse()?),
        };
        if let Some(id) = &self.id {
            draft.id = id.parse()?;
        }
        if let Some(version) = self.version {
            draft.version = version;
        }
        if let Some(scale) = &self.scale {
            draft.scale = scale.scale()?;
        }
        draft.max_gaps = self.max_gaps.or(draft.max_gaps);
        draft.min_coverage = self.min_coverage.unwrap_or(draft.min_coverage);
        if let Some(criteria) = &self.criteria {
            let criteria = criteria.iter().map(GivenCriterion::criterion);
            draft.criteria = criteria.collect::<Result<_, _>>()?;
        }
        Ok(draft.build()?)
    }
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum GivenRating {
    Score(String),
    NotApplicable { na: String },
    NotAssessed(()),
}

pub type GivenRatings = BTreeMap<String, GivenRating>;

impl GivenRating {
    fn rating(&self) -> Result<Rating, Error> {
        Ok(match self {
            Self::Score(text) => Rating::from(text.parse::<Score>()?),
            Self::NotApplicable { na } => Rating::NotApplicable { reason: na.clone() },
            Self::NotAssessed(()) => Rating::NotAssessed,
        })
    }
}

pub fn ratings(given: &GivenRatings) -> Result<BTreeMap<Id, Rating>, Error> {
    let given = given.iter();
    given
        .map(|(id, rating)| Ok((id.parse()?, rating.rating()?)))
        .collect()
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenWaiver {
    criterion: String,
    reason: WaiverReason,
    by: String,
    until: Option<String>,
    reach: Option<Reach>,
}

impl GivenWaiver {
    fn waiver(&self) -> Result<Waiver, Error> {
        let mut waiver = Waiver::new(self.criterion.parse()?, self.reason, self.by.parse()?);
        waiver.until = self.until.as_deref().map(date).transpose()?;
        waiver.reach = self.reach.unwrap_or_default();
        Ok(waiver)
    }
}

/// The day of the cases, unless they give another.
pub fn day(on: Option<&str>) -> Result<NaiveDate, Error> {
    Ok(date(on.unwrap_or("2026-01-01"))?)
}

pub fn evaluate(
    rubric: &Rubric,
    subject: &str,
    given: &GivenRatings,
    waivers: &[GivenWaiver],
    on: Option<&str>,
) -> Result<Evaluation, Error> {
    let mut assessment = Assessment::new(subject.parse()?, day(on)?);
    assessment.ratings = ratings(given)?;
    assessment.waivers = waivers
        .iter()
        .map(GivenWaiver::waiver)
        .collect::<Result<_, _>>()?;
    Ok(rubric.evaluate(&assessment)?)
}

/// One half of a pair.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Half {
    pub rubric: Option<GivenRubric>,
    pub ratings: GivenRatings,
}

impl Half {
    /// The evaluation of the half, by its own rubric or the one outside.
    pub fn evaluate(
        &self,
        subject: &str,
        outside: Option<&GivenRubric>,
    ) -> Result<Evaluation, Error> {
        let rubric = self.rubric.as_ref().or(outside).expect("a rubric");
        evaluate(&rubric.rubric()?, subject, &self.ratings, &[], None)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    pub subject: String,
    pub rubric: Option<GivenRubric>,
    pub ratings: GivenRatings,
}

pub fn evaluate_all(
    rubric: &GivenRubric,
    candidates: &[Candidate],
    on: Option<&str>,
) -> Result<Vec<Evaluation>, Error> {
    let common = rubric.rubric()?;
    let evaluate = |candidate: &Candidate| {
        let own = candidate.rubric.as_ref().map(GivenRubric::rubric);
        let rubric = own.transpose()?.unwrap_or_else(|| common.clone());
        evaluate(&rubric, &candidate.subject, &candidate.ratings, &[], on)
    };
    candidates.iter().map(evaluate).collect()
}

/// What was found, without the keys that a case does not compare.
pub fn compared(expect: &Value, mut found: Value) -> Value {
    if let (Some(expect), Some(found)) = (expect.as_object(), found.as_object_mut()) {
        found.retain(|key, _| expect.contains_key(key));
    }
    found
}

/// A list of pairs as an object.
pub fn object<K: ToString>(pairs: impl IntoIterator<Item = (K, Value)>) -> Value {
    let pairs = pairs.into_iter();
    Value::Object(pairs.map(|(key, value)| (key.to_string(), value)).collect())
}
