//! The wire forms of a [`DynamicEquity`] and an [`EquityHistory`]: a schema number, and the keys of
//! the cases.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::{self, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::party::PartyId;
use crate::ratio::Ratio;

use super::compose::Performance;
use super::contribution_wire::{ByParty, Count, SCHEMA};
use super::equity::{DynamicEquity, EquityShares};
use super::equity_error::EquityError;
use super::equity_history::{EquityHistory, EquityMilestone};
use super::equity_terms::{EquityTerms, Measured, Metric};
use super::shares::Split;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMetric {
    name: String,
    weight: Count,
    targets: ByParty<Ratio>,
    actuals: ByParty<Ratio>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    current: Option<Split>,
    limit: Ratio,
}

/// The three ways to measure, of which a document has one.
#[derive(Default)]
struct RawMeasured {
    metrics: Option<Vec<RawMetric>>,
    scores: Option<ByParty<Ratio>>,
    sigma: Option<Split>,
}

impl RawMeasured {
    fn of(measured: &Measured) -> Self {
        let mut raw = Self::default();
        match measured {
            Measured::Metrics(metrics) => {
                let metric = |metric: &Metric| RawMetric {
                    name: metric.name.clone(),
                    weight: Count(metric.weight),
                    targets: ByParty(metric.targets.clone()),
                    actuals: ByParty(metric.actuals.clone()),
                };
                raw.metrics = Some(metrics.iter().map(metric).collect());
            }
            Measured::Scores(scores) => raw.scores = Some(ByParty(scores.clone())),
            Measured::ContributionShare(sigma) => raw.sigma = Some(sigma.clone()),
        }
        raw
    }

    fn read<E: de::Error>(self) -> Result<Measured, E> {
        match (self.metrics, self.scores, self.sigma) {
            (Some(metrics), None, None) => {
                let metric = |raw: RawMetric| Metric {
                    name: raw.name,
                    weight: raw.weight.0,
                    targets: raw.targets.0,
                    actuals: raw.actuals.0,
                };
                Ok(Measured::Metrics(metrics.into_iter().map(metric).collect()))
            }
            (None, Some(ByParty(scores)), None) => Ok(Measured::Scores(scores)),
            (None, None, Some(sigma)) => Ok(Measured::ContributionShare(sigma)),
            _ => Err(E::custom("one of metrics, scores and sigma is measured")),
        }
    }
}

/// A milestone; inside another document it has neither a schema number nor a baseline.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerformance {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    schema: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    baseline: Option<Split>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    band: Option<Ratio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gain: Option<Ratio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_attainment: Option<Ratio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<RawStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metrics: Option<Vec<RawMetric>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scores: Option<ByParty<Ratio>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sigma: Option<Split>,
}

impl RawPerformance {
    fn new(terms: &EquityTerms, measured: &Measured, current: Option<&Split>) -> Self {
        let RawMeasured {
            metrics,
            scores,
            sigma,
        } = RawMeasured::of(measured);
        Self {
            schema: None,
            baseline: None,
            band: terms.band,
            gain: terms.gain,
            max_attainment: terms.max_attainment,
            step: terms.max_step.map(|limit| RawStep {
                current: current.cloned(),
                limit,
            }),
            metrics,
            scores,
            sigma,
        }
    }

    pub(super) fn of(performance: &Performance) -> Self {
        let current = performance.current.as_ref();
        Self::new(&performance.terms, &performance.measured, current)
    }

    pub(super) fn read<E: de::Error>(self) -> Result<Performance, E> {
        if self.schema.is_some() {
            return Err(E::unknown_field("schema", &[]));
        }
        if self.baseline.is_some() {
            return Err(E::unknown_field("baseline", &[]));
        }
        let (max_step, current) = match self.step {
            Some(RawStep { current, limit }) => (Some(limit), current),
            None => (None, None),
        };
        let terms = EquityTerms {
            band: self.band,
            gain: self.gain,
            max_attainment: self.max_attainment,
            max_step,
        };
        let measured = RawMeasured {
            metrics: self.metrics,
            scores: self.scores,
            sigma: self.sigma,
        };
        Ok(Performance {
            terms,
            measured: measured.read()?,
            current,
        })
    }
}

impl Serialize for DynamicEquity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawPerformance {
            schema: Some(SCHEMA),
            baseline: Some(self.baseline().clone()),
            ..RawPerformance::new(self.terms(), self.measured(), self.current())
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DynamicEquity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut raw = RawPerformance::deserialize(deserializer)?;
        let schema = raw.schema.take();
        check_schema(schema.ok_or_else(|| D::Error::missing_field("schema"))?)?;
        let baseline = raw.baseline.take();
        let baseline = baseline.ok_or_else(|| D::Error::missing_field("baseline"))?;
        let Performance {
            terms,
            measured,
            current,
        } = raw.read()?;
        Self::from_current(baseline, terms, measured, current).map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHistory {
    schema: u32,
    baseline: Split,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    band: Option<Ratio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gain: Option<Ratio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_attainment: Option<Ratio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_step: Option<Ratio>,
    milestones: Vec<RawMilestone>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMilestone {
    #[serde(with = "crate::time::date_text")]
    on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metrics: Option<Vec<RawMetric>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scores: Option<ByParty<Ratio>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sigma: Option<Split>,
    result: RawResult,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResult {
    scores: Option<ByParty<Ratio>>,
    alpha: Ratio,
    shares: Split,
}

impl RawResult {
    fn of(found: &EquityShares) -> Self {
        Self {
            scores: found.scores().cloned().map(ByParty),
            alpha: found.alpha(),
            shares: found.shares().clone(),
        }
    }

    /// Whether this is what the measures of the day come to.
    fn is(&self, found: &EquityShares) -> bool {
        let scores: Option<&BTreeMap<PartyId, Ratio>> =
            self.scores.as_ref().map(|ByParty(scores)| scores);
        scores == found.scores() && self.alpha == found.alpha() && self.shares == *found.shares()
    }
}

impl RawMilestone {
    fn of(milestone: &EquityMilestone) -> Self {
        let RawMeasured {
            metrics,
            scores,
            sigma,
        } = RawMeasured::of(milestone.measured());
        Self {
            on: milestone.on(),
            metrics,
            scores,
            sigma,
            result: RawResult::of(milestone.shares()),
        }
    }
}

impl Serialize for EquityHistory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.terms();
        let raw = RawHistory {
            schema: SCHEMA,
            baseline: self.baseline().clone(),
            band: terms.band,
            gain: terms.gain,
            max_attainment: terms.max_attainment,
            max_step: terms.max_step,
            milestones: self.milestones().iter().map(RawMilestone::of).collect(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for EquityHistory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawHistory::deserialize(deserializer)?;
        check_schema(raw.schema)?;
        let terms = EquityTerms {
            band: raw.band,
            gain: raw.gain,
            max_attainment: raw.max_attainment,
            max_step: raw.max_step,
        };
        let mut history = Self::new(raw.baseline, terms).map_err(D::Error::custom)?;
        let mut results = Vec::with_capacity(raw.milestones.len());
        for raw in raw.milestones {
            let measured = RawMeasured {
                metrics: raw.metrics,
                scores: raw.scores,
                sigma: raw.sigma,
            };
            let measured = measured.read()?;
            history.record(raw.on, measured).map_err(D::Error::custom)?;
            results.push((raw.on, raw.result));
        }
        for (on, result) in results {
            let milestone = history.milestone(on);
            if !milestone.is_some_and(|milestone| result.is(milestone.shares())) {
                return Err(D::Error::custom(EquityError::OtherResult { on }));
            }
        }
        Ok(history)
    }
}

fn check_schema<E: de::Error>(schema: u32) -> Result<(), E> {
    if schema == SCHEMA {
        Ok(())
    } else {
        Err(E::custom(EquityError::UnknownSchema { schema }))
    }
}
