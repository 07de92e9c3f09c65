//! Waterfalls: their laws, an independent program, their papers and their refusals.

mod agreement;
mod errors;
mod faults;
mod forgeries;
mod heap;
mod laws;
mod peers;
mod pools;
mod proofs;
mod reference;
mod reference_rules;
mod revenue_sharing;
mod statements;
mod states;
mod strategies;
mod wire;

use partnership::explain::{Documents, Explanation, Finding};
use partnership::split::{
    Pools, PoolsState, Split, Tier, Waterfall, WaterfallState, WaterfallStatement, WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money, PartyId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[track_caller]
pub fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

#[track_caller]
pub fn party(name: &str) -> PartyId {
    PartyId::new(name).unwrap()
}

#[track_caller]
pub fn split<const N: usize>(weights: [(&str, u32); N]) -> Split {
    let weights = weights.map(|(name, weight)| (party(name), weight));
    Split::weighted(weights).unwrap()
}

/// Terms between `a` and `b` that count from 2021 on.
pub fn terms(tiers: Vec<Tier>) -> WaterfallTerms {
    WaterfallTerms {
        anchor: date("2021-01-01").ok(),
        ..WaterfallTerms::new(Currency::USD, ["a", "b"].map(party), tiers)
    }
}

/// Half each of what is left.
pub fn rest() -> Tier {
    Tier::residual(split([("a", 1), ("b", 1)]))
}

/// A value that went through its text.
#[track_caller]
pub fn reread<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Holds the proof of a statement against its papers.
#[track_caller]
pub fn proved(
    waterfall: &Waterfall,
    before: &WaterfallState,
    after: &WaterfallState,
    statement: &WaterfallStatement,
) -> Explanation {
    let proof = statement.explain(waterfall, before).unwrap();
    let papers = papers(&json!(waterfall), &json!(before), statement);
    holds(&proof, &papers, &result(statement, after));
    proof
}

/// The same for a receipt that went to a pool.
#[track_caller]
pub fn proved_in_pools(
    pools: &Pools,
    pool: &str,
    (before, after): (&PoolsState, &PoolsState),
    statement: &WaterfallStatement,
) -> Explanation {
    let proof = statement.explain_in_pools(pools, before, pool).unwrap();
    let papers = papers(&json!(pools), &json!(before), statement);
    holds(&proof, &papers, &result(statement, after));
    proof
}

pub fn papers(waterfall: &Value, state: &Value, statement: &WaterfallStatement) -> Documents {
    Documents::new()
        .with("waterfall", waterfall.clone())
        .with("state", state.clone())
        .with("receipt", json!(statement.receipt()))
        .in_full("receipt")
}

pub fn result(statement: &WaterfallStatement, after: &impl Serialize) -> Value {
    json!({"statement": statement, "state": after})
}

#[track_caller]
fn holds(proof: &Explanation, papers: &Documents, result: &Value) {
    if let Err(error) = proof.check_against(papers, result) {
        panic!("{error}\n{result:#}\n{}", proof.text());
    }
    assert_eq!(proof.covers(result), [""; 0]);
    let mut findings = proof.audit(papers, result);
    findings.retain(|finding| !matches!(finding, Finding::Trusted { .. }));
    assert_eq!(findings, []);
}
