//! The families of sequences, claims, pools and schedules.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::Ratio as Rational;
use partnership::allocate::{
    CappedPool, ClaimsRule, Elimination, ExactUnits, Excess, InstallmentPolicy, Installments,
    PoolRounding, PoolShares, PoolStatus, Sequenced, Vesting,
};
use partnership::{Currency, Error, Money, PartyId, Ratio, Rounding, Weights};
use serde::Deserialize;
use serde_json::{Value, json};

use super::allocation::{amount, by_party, columns, digits, money_by_party};
use crate::cases::{outcome, read};

/// The power of ten between major and minor units.
fn scale(currency: Currency) -> BigInt {
    BigInt::from(10).pow(u32::from(currency.exponent()))
}

/// Exact minor units as a ratio of major ones, in lowest terms.
fn major(units: ExactUnits, currency: Currency) -> Value {
    json!((exact(units) / Rational::from(scale(currency))).to_string())
}

fn exact(units: ExactUnits) -> Rational<BigInt> {
    let part = Rational::new(units.numerator().into(), units.denominator().into());
    Rational::from(BigInt::from(units.whole())) + part
}

/// A ratio of major units in minor ones.
fn minor(ratio: Ratio, currency: Currency) -> Result<Ratio, String> {
    let scale = i64::try_from(scale(currency)).map_err(|error| error.to_string())?;
    ratio
        .checked_mul(Ratio::from(scale))
        .map_err(|error| error.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sequence {
    currency: Currency,
    weights: BTreeMap<PartyId, Ratio>,
    payments: Vec<String>,
}

pub fn sequenced(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Sequence = read(given)?;
    let (parties, ratios) = columns(&given.weights);
    let mut payments = Vec::new();
    for payment in &given.payments {
        payments.push(amount(payment, given.currency)?);
    }
    let run = || -> Result<(Vec<Vec<Money>>, Vec<Money>), Error> {
        let mut account = Sequenced::new(given.currency, &Weights::from_ratios(&ratios)?)?;
        let mut lines = Vec::new();
        for payment in payments {
            lines.push(account.pay(payment)?);
        }
        let paid = (0..parties.len())
            .filter_map(|at| account.paid_at(at))
            .collect();
        Ok((lines, paid))
    };
    outcome(run(), expect, |(lines, paid)| {
        let lines: Vec<Value> = lines
            .iter()
            .map(|line| money_by_party(&parties, line))
            .collect();
        json!({"lines": lines, "paid": money_by_party(&parties, &paid)})
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    currency: Currency,
    rule: ClaimsRule,
    estate: String,
    claims: BTreeMap<PartyId, String>,
    order: Option<Vec<PartyId>>,
}

pub fn claims(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Claims = read(given)?;
    let estate = amount(&given.estate, given.currency)?;
    let parties = match given.order {
        Some(order) if given.rule == ClaimsRule::InOrder => order,
        _ => given.claims.keys().cloned().collect(),
    };
    let mut claims = Vec::new();
    for party in &parties {
        let claim = given
            .claims
            .get(party)
            .ok_or(format!("{party} has no claim"))?;
        claims.push(amount(claim, given.currency)?);
    }
    if parties.len() != given.claims.len() {
        return Err("the order leaves somebody out".to_owned());
    }
    outcome(given.rule.award(estate, &claims), expect, |awards| {
        let exact = |exact: &ExactUnits| json!(exact.to_string());
        json!({
            "exact": by_party(&parties, awards.exact(), exact),
            "awards": money_by_party(&parties, awards.awards()),
            "rest": digits(awards.rest()),
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pool {
    currency: Currency,
    budget: Ratio,
    cap: Option<Ratio>,
    minimum: String,
    weights: BTreeMap<PartyId, Ratio>,
    elimination: Elimination,
    cap_excess: Excess,
    dropped: Excess,
    rounding: String,
}

pub fn pool(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Pool = read(given)?;
    let currency = given.currency;
    let minimum = amount(&given.minimum, currency)?;
    let budget = minor(given.budget, currency)?;
    let cap = given.cap.map(|cap| minor(cap, currency)).transpose()?;
    let rounding = match given.rounding.as_str() {
        "exact" => PoolRounding::Exact,
        mode => PoolRounding::EachAlone(
            mode.parse::<Rounding>()
                .map_err(|error| error.to_string())?,
        ),
    };
    let (parties, ratios) = columns(&given.weights);
    let run = || -> Result<PoolShares, Error> {
        let mut pool = CappedPool::new(currency, budget, Weights::from_ratios(&ratios)?)?;
        if let Some(cap) = cap {
            pool = pool.with_cap(cap)?;
        }
        let pool = pool
            .with_minimum(minimum)?
            .with_elimination(given.elimination)
            .with_cap_excess(given.cap_excess)
            .with_dropped(given.dropped)
            .with_rounding(rounding);
        Ok(pool.distribute()?)
    };
    outcome(run(), expect, |shares| {
        let amounts: Vec<Money> = shares.amounts().collect();
        let statuses: Vec<PoolStatus> = shares.shares().iter().map(|share| share.status).collect();
        json!({
            "amounts": money_by_party(&parties, &amounts),
            "status": by_party(&parties, &statuses, |status| json!(status)),
            "rest": major(shares.rest(), currency),
            "drift": shares.drift().map(|drift| major(drift, currency)),
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tranches {
    currency: Currency,
    total: String,
    weights: Vec<Ratio>,
    policy: InstallmentPolicy,
}

pub fn installments(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Tranches = read(given)?;
    let total = amount(&given.total, given.currency)?;
    let found = Weights::from_ratios(&given.weights)
        .map(|weights| Installments::new(weights, given.policy).parts(total));
    outcome(
        found,
        expect,
        |parts| json!({"parts": parts.into_iter().map(digits).collect::<Vec<_>>()}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vest {
    currency: Currency,
    total: String,
    periods: u32,
    cliff: u32,
    policy: InstallmentPolicy,
    elapsed: Vec<u32>,
}

pub fn vesting(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Vest = read(given)?;
    let total = amount(&given.total, given.currency)?;
    let vesting = Vesting::new(given.periods, given.cliff, given.policy);
    outcome(vesting, expect, |vesting| {
        let vested = given
            .elapsed
            .iter()
            .map(|elapsed| digits(vesting.vested(total, *elapsed)));
        json!({"vested": vested.collect::<Vec<_>>()})
    })
}
