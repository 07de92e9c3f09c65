//! The families of what two sides give and get.

use std::collections::BTreeMap;

use partnership::alignment::{
    Benefit, ById, ExchangeDraft, ExchangeMatrix, Expectations, ExpectationsDraft, Flow, Id, Scale,
    Score, SharedValueDraft, SharedValueMatrix, Sides,
};
use partnership::explain::Documents;
use partnership::{Error, PartyId, Ratio};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::proved::{by_id, levels, proved, scale};
use crate::cases::{outcome, read};

type Flows = BTreeMap<String, [String; 2]>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenExchange {
    dimensions: Option<Vec<String>>,
    scale: Option<[String; 3]>,
    #[serde(default)]
    weights: GivenWeights,
    tolerance: Option<Ratio>,
    periods: Vec<GivenPeriod>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenWeights {
    producer: Option<BTreeMap<String, u32>>,
    partner: Option<BTreeMap<String, u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenPeriod {
    producer: Flows,
    partner: GivenPartner,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum GivenPartner {
    Mirror(String),
    Flows(Flows),
}

fn flows_of(flows: Flows) -> Result<ById<Flow>, Error> {
    by_id(flows, |[gives, receives]| {
        Ok(Flow {
            gives: gives.parse()?,
            receives: receives.parse()?,
        })
    })
}

fn parts_of(parts: Option<BTreeMap<String, u32>>) -> Result<Option<ById<u32>>, Error> {
    parts.map(|parts| by_id(parts, Ok)).transpose()
}

fn dimensions_of(given: Option<Vec<String>>, usual: Vec<Id>) -> Result<Vec<Id>, Error> {
    let Some(given) = given else {
        return Ok(usual);
    };
    given.iter().map(|id| Ok(id.parse()?)).collect()
}

impl GivenPeriod {
    fn sides(self) -> Result<Sides<ById<Flow>>, Error> {
        let producer = flows_of(self.producer)?;
        match self.partner {
            GivenPartner::Mirror(mirror) => {
                assert_eq!(mirror, "mirror");
                Ok(Sides::mirrored(producer))
            }
            GivenPartner::Flows(flows) => {
                let partner = flows_of(flows)?;
                Ok(Sides { producer, partner })
            }
        }
    }
}

impl GivenExchange {
    fn draft(self) -> Result<ExchangeDraft, Error> {
        let usual = ExchangeDraft::default();
        let periods = self.periods.into_iter().map(GivenPeriod::sides);
        Ok(ExchangeDraft {
            dimensions: dimensions_of(self.dimensions, usual.dimensions)?,
            scale: scale(self.scale.as_ref(), usual.scale)?,
            weights: Sides {
                producer: parts_of(self.weights.producer)?,
                partner: parts_of(self.weights.partner)?,
            },
            tolerance: self.tolerance.unwrap_or(usual.tolerance),
            periods: periods.collect::<Result<_, _>>()?,
        })
    }
}

/// A result without its schema, as the cases write it.
fn without_schema(result: &impl Serialize) -> Value {
    let mut found = json!(result);
    found.as_object_mut().expect("an object").remove("schema");
    found
}

pub fn exchange(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenExchange = read(given)?;
    let run = || -> Result<_, Error> {
        let matrix: ExchangeMatrix = given.draft()?.build()?;
        let exchange = matrix.exchange()?;
        Ok((matrix, exchange))
    };
    let found = run();
    if let Ok((matrix, exchange)) = &found {
        let papers = Documents::new().with("exchange", json!(matrix));
        proved(exchange.explain(matrix), papers, exchange)?;
    }
    outcome(found, expect, |(_, exchange)| without_schema(&exchange))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenExpectations {
    scale: Option<[String; 3]>,
    #[serde(default)]
    expects: GivenLevels,
    #[serde(default)]
    offers: GivenLevels,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct GivenLevels {
    producer: BTreeMap<String, String>,
    partner: BTreeMap<String, String>,
}

impl GivenLevels {
    fn sides(self) -> Result<Sides<ById<Score>>, Error> {
        Ok(Sides {
            producer: levels(self.producer)?,
            partner: levels(self.partner)?,
        })
    }
}

pub fn expectations(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenExpectations = read(given)?;
    let run = || -> Result<_, Error> {
        let draft = ExpectationsDraft {
            scale: scale(given.scale.as_ref(), Scale::FIVE)?,
            expects: given.expects.sides()?,
            offers: given.offers.sides()?,
        };
        let expectations: Expectations = draft.build()?;
        let met = expectations.compare()?;
        Ok((expectations, met))
    };
    let found = run();
    if let Ok((expectations, met)) = &found {
        let papers = Documents::new().with("expectations", json!(expectations));
        proved(met.explain(expectations), papers, met)?;
    }
    outcome(found, expect, |(_, met)| {
        assert_eq!(met.met, met.gaps.is_empty());
        let gaps = met.gaps.iter().map(|gap| {
            json!({
                "side": gap.side,
                "item": gap.item,
                "expected": gap.expected,
                "offered": gap.offered,
            })
        });
        let unasked = met
            .unasked
            .iter()
            .map(|unasked| json!([unasked.side, unasked.item]));
        json!({"gaps": gaps.collect::<Value>(), "unasked": unasked.collect::<Value>()})
    })
}

type Amounts = BTreeMap<String, BTreeMap<String, Ratio>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenShared {
    dimensions: Option<Vec<String>>,
    weights: Option<BTreeMap<String, u32>>,
    contributions: Amounts,
    benefit: GivenBenefit,
    tolerance: Option<Ratio>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum GivenBenefit {
    Split(BTreeMap<String, u32>),
    Received(Amounts),
}

fn amounts_of(given: Amounts) -> Result<BTreeMap<PartyId, ById<Ratio>>, Error> {
    let entries = given.into_iter();
    entries
        .map(|(party, own)| Ok((party.parse()?, by_id(own, Ok)?)))
        .collect()
}

impl GivenShared {
    fn draft(self) -> Result<SharedValueDraft, Error> {
        let benefit = match self.benefit {
            GivenBenefit::Split(parts) => {
                let parts = parts
                    .into_iter()
                    .map(|(party, part)| Ok((party.parse()?, part)));
                Benefit::Split(parts.collect::<Result<_, Error>>()?)
            }
            GivenBenefit::Received(amounts) => Benefit::Received(amounts_of(amounts)?),
        };
        let mut draft = SharedValueDraft::new(amounts_of(self.contributions)?, benefit);
        draft.weights = parts_of(self.weights)?;
        draft.dimensions = dimensions_of(self.dimensions, draft.dimensions)?;
        draft.tolerance = self.tolerance.unwrap_or(draft.tolerance);
        Ok(draft)
    }
}

pub fn shared_value(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenShared = read(given)?;
    let run = || -> Result<_, Error> {
        let matrix: SharedValueMatrix = given.draft()?.build()?;
        let shared = matrix.shared_value()?;
        Ok((matrix, shared))
    };
    let found = run();
    if let Ok((matrix, shared)) = &found {
        let papers = Documents::new().with("shared_value", json!(matrix));
        proved(shared.explain(matrix), papers, shared)?;
    }
    outcome(found, expect, |(_, shared)| without_schema(&shared))
}
