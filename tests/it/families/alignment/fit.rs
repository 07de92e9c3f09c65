//! The families of pillars, trust and models.

use std::collections::BTreeMap;

use partnership::alignment::{
    ModelProfile, ModelSelection, NeedBound, PillarValues, Pillars, SelectionDraft, TrustFactors,
    TrustQuotient, Want, select_model,
};
use partnership::explain::Documents;
use partnership::{Error, Ratio};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::proved::{by_id, levels, proved};
use crate::cases::{outcome, read};

pub fn pillars(given: &Value, expect: &Value) -> Result<(), String> {
    let values: PillarValues = read(given)?;
    let found = Pillars::of(&values);
    if let Ok(pillars) = &found {
        let papers = Documents::new().with("pillars", json!(values));
        proved(pillars.explain(&values), papers, pillars)?;
    }
    outcome(
        found,
        expect,
        |pillars| json!({"value": pillars.value, "weakest": pillars.weakest, "mean": pillars.mean}),
    )
}

pub fn trust(given: &Value, expect: &Value) -> Result<(), String> {
    let factors: TrustFactors = read(given)?;
    let found = TrustQuotient::of(&factors);
    if let Ok(trust) = &found {
        let papers = Documents::new().with("trust", json!(factors));
        proved(trust.explain(&factors), papers, trust)?;
    }
    outcome(found, expect, |trust| {
        let moves = trust
            .moves
            .iter()
            .map(|step| json!([step.factor, step.gain]));
        json!({"quotient": trust.quotient, "moves": moves.collect::<Value>()})
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenModels {
    levels: BTreeMap<String, String>,
    #[serde(default)]
    weights: BTreeMap<String, u32>,
    profiles: Option<Vec<GivenProfile>>,
    hybrid_margin: Option<Ratio>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenProfile {
    model: String,
    #[serde(default)]
    reason: String,
    factors: BTreeMap<String, GivenIdeal>,
    #[serde(default)]
    needs: Vec<GivenNeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenIdeal {
    ideal: String,
    want: Want,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenNeed {
    factor: String,
    at_least: Option<String>,
    at_most: Option<String>,
}

impl GivenProfile {
    fn profile(self) -> Result<ModelProfile, Error> {
        let mut draft = ModelProfile::builder(self.model.parse()?);
        draft.reason = self.reason;
        for (factor, GivenIdeal { ideal, want }) in self.factors {
            draft = draft.factor(factor.parse()?, ideal.parse()?, want);
        }
        for need in self.needs {
            let bound = match (need.at_least, need.at_most) {
                (Some(level), None) => NeedBound::AtLeast(level.parse()?),
                (None, Some(level)) => NeedBound::AtMost(level.parse()?),
                _ => panic!("at least or at most?"),
            };
            draft = draft.need(need.factor.parse()?, bound);
        }
        Ok(draft.build()?)
    }
}

pub fn models(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenModels = read(given)?;
    let run = || -> Result<_, Error> {
        let usual = SelectionDraft::default();
        let profiles = given.profiles.map(|profiles| {
            let profiles = profiles.into_iter().map(GivenProfile::profile);
            profiles.collect::<Result<Vec<_>, _>>()
        });
        let selection: ModelSelection = SelectionDraft {
            factors: usual.factors,
            weights: by_id(given.weights, Ok)?,
            profiles: profiles.transpose()?.unwrap_or(usual.profiles),
            hybrid_margin: given.hybrid_margin.unwrap_or(usual.hybrid_margin),
        }
        .build()?;
        let levels = levels(given.levels)?;
        let choice = select_model(&selection, &levels)?;
        Ok((selection, levels, choice))
    };
    let found = run();
    if let Ok((selection, levels, choice)) = &found {
        let papers = Documents::new()
            .with("selection", json!(selection))
            .with("levels", json!(levels));
        proved(choice.explain(selection, levels), papers, choice)?;
    }
    outcome(found, expect, |(_, _, choice)| {
        let mut scores = Map::new();
        for score in &choice.scores {
            scores.insert(score.model.to_string(), json!([score.low, score.high]));
        }
        let ruled_out = choice.ruled_out.iter();
        let unchecked = choice.unchecked.iter();
        json!({
            "scores": scores,
            "order": choice.order,
            "ruled_out": ruled_out.map(|out| json!([out.model, out.factor, out.level])).collect::<Value>(),
            "unchecked": unchecked.map(|need| json!([need.model, need.factor])).collect::<Value>(),
            "hybrid": choice.hybrid,
            "possible": choice.possible,
        })
    })
}
