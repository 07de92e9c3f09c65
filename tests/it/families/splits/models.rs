//! The families of models that move a split, and of models one after another.

use std::collections::BTreeMap;

use partnership::explain::Documents;
use partnership::split::{
    Books, CoDevelopment, Composition, Contribution, DynamicEquity, EquityTerms, Measured, Metric,
    Opening, Performance, RiskAdjustment, RiskTerms, Split,
};
use partnership::{Currency, Error, Money, PartyId, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::allocation::{amount, digits};
use super::contribution::{GivenEmpty, GivenType, Whole, empty_of, parts_of, pools_of, types_of};
use super::sharing::{Given, digits_by_party, proves};
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Risk {
    base: Given,
    types: Vec<GivenType>,
    theta: Ratio,
    currency: Currency,
    pools: Vec<String>,
}

pub fn risk(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Risk = read(given)?;
    let types = types_of(given.types)?;
    let pools = pools_of(&given.pools, given.currency)?;
    let run = || -> Result<_, Error> {
        let terms = RiskTerms::new(types, given.theta)?;
        let risk = RiskAdjustment::new(Split::weighted(given.base)?, terms)?;
        let papers = Documents::new().with("risk", json!(risk));
        proves(risk.explain(), &papers, &json!(risk.shares()));
        let (mut bases, mut premiums) = (Vec::new(), Vec::new());
        for pool in &pools {
            let lines = risk.lines(*pool)?;
            let papers = papers.clone().with("receipt", json!({"amount": pool}));
            proves(risk.explain_lines(*pool), &papers, &json!(lines));
            assert_eq!(lines.total, risk.shares().shares().allocate(*pool));
            bases.push(json!(digits_by_party(&lines.base)));
            premiums.push(json!(digits_by_party(&lines.premium)));
        }
        Ok((risk, bases, premiums))
    };
    outcome(run(), expect, |(risk, bases, premiums)| {
        json!({
            "index": risk.shares().index(),
            "shares": risk.shares().shares(),
            "parts": parts_of(risk.shares().shares(), &pools),
            "base_lines": bases,
            "premium_lines": premiums,
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenMetric {
    name: String,
    weight: Whole,
    targets: BTreeMap<PartyId, Ratio>,
    actuals: BTreeMap<PartyId, Ratio>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenStep {
    current: Given,
    limit: Ratio,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equity {
    baseline: Given,
    band: Ratio,
    gain: Ratio,
    metrics: Option<Vec<GivenMetric>>,
    scores: Option<BTreeMap<PartyId, Ratio>>,
    sigma: Option<Given>,
    max_attainment: Ratio,
    step: Option<GivenStep>,
    currency: Currency,
    pools: Vec<String>,
}

fn metric_of(given: GivenMetric) -> Metric {
    Metric {
        name: given.name,
        weight: given.weight.number(),
        targets: given.targets,
        actuals: given.actuals,
    }
}

pub fn equity(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Equity = read(given)?;
    let pools = pools_of(&given.pools, given.currency)?;
    let measured = match (given.metrics, given.scores, given.sigma) {
        (Some(metrics), None, None) => Ok(Measured::Metrics(
            metrics.into_iter().map(metric_of).collect(),
        )),
        (None, Some(scores), None) => Ok(Measured::Scores(scores)),
        (None, None, Some(sigma)) => Split::weighted(sigma).map(Measured::ContributionShare),
        _ => return Err("one of metrics, scores and sigma?".to_owned()),
    };
    let (current, limit) = match given.step {
        Some(step) => (Some(step.current), Some(step.limit)),
        None => (None, None),
    };
    let terms = EquityTerms {
        band: Some(given.band),
        gain: Some(given.gain),
        max_attainment: Some(given.max_attainment),
        max_step: limit,
    };
    let run = || -> Result<DynamicEquity, Error> {
        let baseline = Split::weighted(given.baseline)?;
        let measured = measured?;
        let equity = match current {
            Some(current) => {
                DynamicEquity::in_force(baseline, terms, measured, Split::weighted(current)?)?
            }
            None => DynamicEquity::new(baseline, terms, measured)?,
        };
        let papers = Documents::new().with("equity", json!(equity));
        proves(equity.explain(), &papers, &json!(equity.shares()));
        Ok(equity)
    };
    outcome(run(), expect, |equity| {
        let found = equity.shares();
        json!({
            "scores": found.scores(),
            "alpha": found.alpha(),
            "shares": found.shares(),
            "parts": parts_of(found.shares(), &pools),
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Developed {
    currency: Currency,
    cost_split: Given,
    revenue_split: Given,
    costs_paid: BTreeMap<PartyId, String>,
    revenue_received: BTreeMap<PartyId, String>,
}

pub fn co_development(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Developed = read(given)?;
    let amounts = |texts: BTreeMap<PartyId, String>| -> Result<BTreeMap<PartyId, Money>, String> {
        let texts = texts.into_iter();
        texts
            .map(|(party, text)| Ok((party, amount(&text, given.currency)?)))
            .collect()
    };
    let books = Books {
        currency: given.currency,
        costs_paid: amounts(given.costs_paid)?,
        revenue_received: amounts(given.revenue_received)?,
    };
    let run = || -> Result<_, Error> {
        let costs = Split::weighted(given.cost_split)?;
        let deal = CoDevelopment::new(costs, Split::weighted(given.revenue_split)?);
        let settlement = deal.settle(&books)?;
        let papers = Documents::new()
            .with("co_development", json!(deal))
            .with("books", json!(books));
        proves(deal.explain(&books), &papers, &json!(settlement));
        Ok(settlement)
    };
    outcome(run(), expect, |settlement| {
        let transfers = settlement.transfers.iter();
        let transfers: Vec<Value> = transfers
            .map(|transfer| {
                json!({
                    "from": transfer.from,
                    "to": transfer.to,
                    "amount": digits(transfer.amount),
                })
            })
            .collect();
        json!({
            "positions": digits_by_party(&settlement.positions),
            "transfers": transfers,
            "profit": digits_by_party(&settlement.profit),
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Composed {
    contribution: GivenContribution,
    risk: Option<GivenRisk>,
    equity: Option<GivenEquity>,
    currency: Currency,
    pools: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenContribution {
    types: Vec<GivenType>,
    empty: GivenEmpty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenRisk {
    types: Vec<GivenType>,
    theta: Ratio,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenEquity {
    band: Ratio,
    gain: Ratio,
    scores: BTreeMap<PartyId, Ratio>,
}

pub fn compose(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Composed = read(given)?;
    let pools = pools_of(&given.pools, given.currency)?;
    let types = types_of(given.contribution.types)?;
    let empty = empty_of(given.contribution.empty)?;
    let risk = match given.risk {
        Some(risk) => Some((types_of(risk.types)?, risk.theta)),
        None => None,
    };
    let performance = given.equity.map(|equity| Performance {
        terms: EquityTerms {
            band: Some(equity.band),
            gain: Some(equity.gain),
            ..EquityTerms::default()
        },
        measured: Measured::Scores(equity.scores),
        current: None,
    });
    let run = || -> Result<Composition, Error> {
        let opening = Opening::Contribution(Contribution::new(types, empty?)?);
        let risk = risk.map(|(types, theta)| RiskTerms::new(types, theta));
        let all = Composition::new(opening, risk.transpose()?, performance)?;
        let papers = Documents::new().with("composition", json!(all));
        proves(all.explain(), &papers, &json!(all.splits()));
        Ok(all)
    };
    outcome(run(), expect, |all| {
        let mut found = json!(all.splits());
        found["parts"] = parts_of(all.split(), &pools);
        found
    })
}
