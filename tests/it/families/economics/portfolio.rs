//! The families of many partnerships: concentration, load, pursuit, ecosystem and team.

use std::collections::BTreeSet;

use partnership::economics::{
    Candidate, DependencyLines, EconomicsError, Engagement, HhiBands, HighFrom, Holding, Incomes,
    LoadGuide, Member, Negatives, Person, Work, ecosystem, explain_ecosystem, explain_load,
    explain_pursuit, explain_risk_reward, explain_team, load, pursue, risk_reward, team,
};
use partnership::{Currency, Money, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::health::proved;
use super::{Usd, in_major};
use crate::cases::{Adapter, outcome, read};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("concentration", concentration),
    ("load", loads),
    ("risk_reward", risk_rewards),
    ("pursue", pursuit),
    ("ecosystem", ecosystems),
    ("team", teams),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConcentrationGiven {
    income: Vec<IncomeOf>,
    #[serde(default)]
    negative: Negatives,
    over: Option<Ratio>,
    watch: Option<Ratio>,
    bands: Option<(u32, u32)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IncomeOf {
    id: String,
    amount: Usd,
}

fn concentration(given: &Value, expect: &Value) -> Result<(), String> {
    let given: ConcentrationGiven = read(given)?;
    let income = given.income.into_iter();
    let income = income.map(|income| (income.id, income.amount.0)).collect();
    let found = || -> Result<_, EconomicsError> {
        let usual = DependencyLines::default();
        let watch = given.watch.unwrap_or(usual.watch());
        let lines = DependencyLines::new(watch, given.over.unwrap_or(usual.over()))?;
        let bands = match given.bands {
            Some((low, high)) => HhiBands::new(low, high)?,
            None => HhiBands::default(),
        };
        let incomes = Incomes::new(income)?;
        let report = incomes
            .concentration(given.negative)?
            .report(&lines, &bands)?;
        Ok((incomes, lines, bands, report))
    };
    let found = found();
    if let Ok((incomes, lines, bands, report)) = &found {
        let unit = Money::from_minor(1, Currency::USD);
        let definition = json!({"incomes": incomes, "lines": lines, "bands": bands, "unit": unit});
        let explanation = incomes.explain(given.negative, lines, bands);
        proved(explanation, [("definition", definition)], &json!(report))?;
    }
    outcome(found, expect, |(.., report)| in_major(json!(report)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoadGiven {
    people: Vec<Person>,
    partnerships: Vec<EngagementOf>,
    active_guide: Option<(u32, u32)>,
    share_guide: Option<(Ratio, Ratio)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EngagementOf {
    id: String,
    active: Option<bool>,
    #[serde(default)]
    work: Vec<Work>,
}

fn loads(given: &Value, expect: &Value) -> Result<(), String> {
    let given: LoadGiven = read(given)?;
    let partnerships = given.partnerships.into_iter().map(|one| Engagement {
        id: one.id,
        active: one.active.unwrap_or(true),
        work: one.work,
    });
    let partnerships: Vec<Engagement> = partnerships.collect();
    let found = || -> Result<_, EconomicsError> {
        let usual = LoadGuide::default();
        let guide = LoadGuide::new(
            given.active_guide.unwrap_or(usual.active()),
            given.share_guide.unwrap_or(usual.share()),
        )?;
        let report = load(&given.people, &partnerships, &guide)?;
        Ok((guide, report))
    };
    let found = found();
    if let Ok((guide, report)) = &found {
        let people = &given.people;
        let definition = json!({"people": people, "partnerships": partnerships, "guide": guide});
        let explanation = explain_load(people, &partnerships, guide);
        proved(explanation, [("definition", definition)], &json!(report))?;
    }
    outcome(found, expect, |(_, report)| json!(report))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RiskRewardGiven {
    holdings: Vec<Holding>,
    reward_from: Ratio,
    risk_from: Ratio,
}

fn risk_rewards(given: &Value, expect: &Value) -> Result<(), String> {
    let given: RiskRewardGiven = read(given)?;
    let high = HighFrom {
        reward: given.reward_from,
        risk: given.risk_from,
    };
    let found = risk_reward(&given.holdings, &high);
    if let Ok(found) = &found {
        let definition = json!({"holdings": given.holdings, "high": high});
        let explanation = explain_risk_reward(&given.holdings, &high);
        proved(explanation, [("definition", definition)], &json!(found))?;
    }
    outcome(found, expect, |found| {
        let quadrants = found.quadrants.iter();
        let quadrants: Vec<Value> = quadrants
            .map(|(id, quadrant)| json!({"id": id, "quadrant": quadrant}))
            .collect();
        json!({
            "quadrants": quadrants,
            "frontier": found.frontier,
            "dominated": found.dominated,
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PursueGiven {
    candidates: Vec<Candidate>,
    capacity: Ratio,
    slots: Option<u32>,
}

fn pursuit(given: &Value, expect: &Value) -> Result<(), String> {
    let given: PursueGiven = read(given)?;
    let (candidates, capacity) = (&given.candidates, given.capacity);
    let found = pursue(candidates, capacity, given.slots);
    if let Ok(found) = &found {
        let definition = json!({"candidates": candidates, "capacity": capacity});
        let explanation = explain_pursuit(candidates, capacity, given.slots);
        proved(explanation, [("definition", definition)], &json!(found))?;
    }
    outcome(found, expect, |found| {
        let left = found.left.iter();
        let left: Vec<Value> = left
            .map(|(id, why)| json!({"id": id, "why": why}))
            .collect();
        let mut found = json!(found);
        found["left"] = json!(left);
        found
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EcosystemGiven {
    members: Vec<Member>,
}

fn ecosystems(given: &Value, expect: &Value) -> Result<(), String> {
    let given: EcosystemGiven = read(given)?;
    let found = ecosystem(&given.members);
    if let Ok(found) = &found {
        let papers = [("definition", json!(given.members))];
        proved(explain_ecosystem(&given.members), papers, &json!(found))?;
    }
    outcome(found, expect, |found| json!(found))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamGiven {
    needs: Vec<String>,
    members: Vec<Member>,
}

fn teams(given: &Value, expect: &Value) -> Result<(), String> {
    let given: TeamGiven = read(given)?;
    let needs: BTreeSet<String> = given.needs.into_iter().collect();
    let found = team(&needs, &given.members);
    if let Ok(found) = &found {
        let definition = json!({"needs": needs, "members": given.members});
        let explanation = explain_team(&needs, &given.members);
        proved(explanation, [("definition", definition)], &json!(found))?;
    }
    outcome(found, expect, |found| json!(found))
}
