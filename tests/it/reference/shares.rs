//! Split models once more, written from spec/splits.md 2 and 3 over big rationals and plain JSON.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer as _;
use serde_json::Value;

use super::{Big, list, ratio, text, whole};

/// A number by party.
pub type Shares = BTreeMap<String, Big>;

fn ten_to(power: u32) -> BigInt {
    BigInt::from(10).pow(power)
}

/// An object of ratio texts.
pub fn numbers(value: &Value) -> Shares {
    let entries = value.as_object().into_iter().flatten();
    entries
        .map(|(party, value)| (party.clone(), ratio(value.as_str().expect("a ratio"))))
        .collect()
}

fn sum<'a>(values: impl IntoIterator<Item = &'a Big>) -> Big {
    values.into_iter().fold(whole(0), |sum, value| sum + value)
}

fn common<'a>(values: impl IntoIterator<Item = &'a Big>) -> BigInt {
    let one = BigInt::from(1);
    values
        .into_iter()
        .fold(one, |common, value| common.lcm(value.denom()))
}

/// Largest remainder over any shares: cut down, then one more to the largest rests, ties in order.
pub fn largest_remainder(total: &BigInt, shares: &Shares) -> BTreeMap<String, BigInt> {
    if *total < BigInt::ZERO {
        let mirrored = largest_remainder(&-total, shares).into_iter();
        return mirrored.map(|(party, part)| (party, -part)).collect();
    }
    let all = sum(shares.values());
    let mut left = total.clone();
    let mut rests = Vec::new();
    let mut parts = BTreeMap::new();
    for (party, share) in shares {
        let quota = share * Big::from(total.clone()) / &all;
        let cut = quota.floor().to_integer();
        left -= &cut;
        rests.push((quota - Big::from(cut.clone()), party));
        parts.insert(party.clone(), cut);
    }
    // A stable sort keeps ties in order.
    rests.sort_by(|(one, _), (two, _)| two.cmp(one));
    for (_, party) in rests {
        if left == BigInt::ZERO {
            break;
        }
        *parts.get_mut(party).expect("listed") += 1;
        left -= 1;
    }
    parts
}

fn on_parts(shares: &Shares, parts: &BigInt) -> Shares {
    largest_remainder(parts, shares)
        .into_iter()
        .map(|(party, part)| (party, Big::new(part, parts.clone())))
        .collect()
}

/// Shares as a split keeps them.
pub fn quantised(shares: Shares) -> Shares {
    if common(shares.values()) < BigInt::from(2).pow(64) {
        shares
    } else {
        on_parts(&shares, &ten_to(18))
    }
}

fn coarsened(shares: Shares) -> Shares {
    if common(shares.values()) <= ten_to(9) {
        shares
    } else {
        on_parts(&shares, &ten_to(9))
    }
}

/// The part of a type by party; nothing if nobody contributed.
fn sigma(kind: &Value) -> Shares {
    if let Some(amounts) = kind.get("amounts") {
        let amounts = numbers(amounts);
        let all = sum(amounts.values());
        if all == whole(0) {
            return Shares::new();
        }
        return amounts
            .into_iter()
            .map(|(party, amount)| (party, amount / &all))
            .collect();
    }
    let mut stated = numbers(&kind["stated"]);
    let rest = whole(1) - sum(stated.values());
    if let Some(party) = text(kind, "residual") {
        *stated.entry(party.to_owned()).or_insert(whole(0)) += rest;
    }
    stated
}

/// Everybody who stands in a type.
fn listed(types: &[Value]) -> Shares {
    let mut all = Shares::new();
    for kind in types {
        let of = |key: &str| kind.get(key).map(numbers).unwrap_or_default();
        let residual = text(kind, "residual").map(str::to_owned);
        for party in of("amounts")
            .into_keys()
            .chain(of("stated").into_keys())
            .chain(residual)
        {
            all.insert(party, whole(0));
        }
    }
    all
}

/// Shares by contribution where the other types take the weight of an empty one; `None` if nobody
/// contributed.
pub fn contribution(types: &[Value]) -> Option<Shares> {
    let counted = types
        .iter()
        .map(|kind| (ratio(text(kind, "weight").expect("a weight")), kind));
    let mut active: Vec<(Big, Shares)> = counted
        .filter(|(weight, _)| *weight > whole(0))
        .map(|(weight, kind)| (weight, sigma(kind)))
        .filter(|(_, sigma)| !sigma.is_empty())
        .collect();
    let all = sum(active.iter().map(|(weight, _)| weight));
    if active.is_empty() {
        return None;
    }
    let divisor = active.iter().fold(BigInt::ZERO, |divisor, (weight, _)| {
        divisor.gcd(weight.numer())
    });
    let finest = common(active.iter().flat_map(|(_, sigma)| sigma.values()));
    if all.numer() / divisor * finest >= BigInt::from(2).pow(127) {
        for (_, sigma) in &mut active {
            *sigma = on_parts(sigma, &ten_to(12));
        }
    }
    let mut shares = listed(types);
    for (weight, sigma) in active {
        for (party, share) in sigma {
            *shares.get_mut(&party).expect("listed") += &weight / &all * share;
        }
    }
    Some(quantised(shares))
}

/// The shares by risk alone, and what they make of a base.
pub fn risk(base: &Shares, risk: &Value) -> (Shares, Shares) {
    let types = list(risk, "types");
    let theta = ratio(text(risk, "theta").expect("theta"));
    let mut index = contribution(types).unwrap_or_else(|| base.clone());
    let mut all = base.clone();
    for party in listed(types).into_keys().chain(index.keys().cloned()) {
        all.entry(party).or_insert(whole(0));
    }
    for party in all.keys() {
        index.entry(party.clone()).or_insert(whole(0));
    }
    let (b, rho) = (coarsened(all), coarsened(index.clone()));
    let shares = b.into_iter().map(|(party, b)| {
        let share = (whole(1) - &theta) * b + &theta * &rho[&party];
        (party, share)
    });
    (index, quantised(shares.collect()))
}

/// Millionths, half even, if the numbers are finer together.
fn on_millionths(values: Shares) -> Shares {
    if common(values.values()) <= ten_to(6) {
        return values;
    }
    let million = Big::from(ten_to(6));
    let rounded = values.into_iter().map(|(key, value)| {
        let scaled = value * &million;
        let below = scaled.floor();
        let rest = &scaled - &below;
        let half = Big::new(1.into(), 2.into());
        let odd = below.to_integer().is_odd();
        let up = rest > half || (rest == half && odd);
        (key, (below + whole(i64::from(up))) / &million)
    });
    rounded.collect()
}

/// The scores of everybody by their metrics.
fn scores(parties: &Shares, equity: &Value) -> Shares {
    let most = text(equity, "max_attainment").map_or(whole(2), ratio);
    let mut attained = Shares::new();
    let counts = |metric: &Value| ratio(text(metric, "weight").expect("a weight"));
    let metrics: Vec<&Value> = list(equity, "metrics")
        .iter()
        .filter(|metric| counts(metric) > whole(0))
        .collect();
    for (number, metric) in metrics.iter().enumerate() {
        let actuals = numbers(&metric["actuals"]);
        for (party, target) in numbers(&metric["targets"]) {
            let attainment = &actuals[&party] / target;
            attained.insert(format!("{number} {party}"), attainment.min(most.clone()));
        }
    }
    let attained = on_millionths(attained);
    let score = |party: &String| {
        let (mut points, mut weights) = (whole(0), whole(0));
        for (number, metric) in metrics.iter().enumerate() {
            if let Some(attainment) = attained.get(&format!("{number} {party}")) {
                points += counts(metric) * attainment;
                weights += counts(metric);
            }
        }
        if weights == whole(0) {
            whole(1)
        } else {
            points / weights
        }
    };
    let scores = parties.keys().map(|party| (party.clone(), score(party)));
    on_millionths(scores.collect())
}

/// What a milestone comes to.
pub struct Milestone {
    pub scores: Option<Shares>,
    pub alpha: Big,
    pub shares: Shares,
}

pub fn equity(baseline: &Shares, equity: &Value) -> Milestone {
    let b = coarsened(baseline.clone());
    let band = text(equity, "band").map_or(Big::new(1.into(), 5.into()), ratio);
    let scores = if equity.get("metrics").is_some() {
        Some(scores(&b, equity))
    } else {
        equity.get("scores").map(|given| {
            let given = numbers(given);
            let score = |party: &String| given.get(party).cloned().unwrap_or(whole(1));
            on_millionths(
                b.keys()
                    .map(|party| (party.clone(), score(party)))
                    .collect(),
            )
        })
    };
    let moves = moves(&b, scores.as_ref(), equity);
    let mut alpha = whole(1);
    for (party, d) in &moves {
        let b = &b[party];
        if *d > whole(0) {
            alpha = alpha.min(band.clone().min(whole(1) - b) / d);
        } else if *d < whole(0) {
            alpha = alpha.min(-band.clone().min(b.clone()) / d);
        }
    }
    let mut shares = b.clone();
    for (party, d) in &moves {
        *shares.get_mut(party).expect("listed") += &alpha * d;
    }
    let mut shares = quantised(shares);
    if let Some(step) = equity.get("step") {
        shares = stepped(&b, shares, step);
    }
    Milestone {
        scores,
        alpha,
        shares,
    }
}

/// How far each share would move, and not at all if everybody scored 0.
fn moves(b: &Shares, scores: Option<&Shares>, equity: &Value) -> Shares {
    let gain = text(equity, "gain").map_or(whole(1), ratio);
    let Some(scores) = scores else {
        let sigma = among(b, &equity["sigma"]);
        let of = |(party, b): (&String, &Big)| (party.clone(), &gain * (&sigma[party] - b));
        return b.iter().map(of).collect();
    };
    let weighed: Vec<Big> = b.iter().map(|(party, b)| b * &scores[party]).collect();
    let mean = sum(&weighed);
    if mean == whole(0) {
        return Shares::new();
    }
    let of = |(party, b): (&String, &Big)| {
        let over = &scores[party] / &mean - whole(1);
        (party.clone(), &gain * b * over)
    };
    b.iter().map(of).collect()
}

/// From the split in force towards the new one, by no more than the limit.
fn stepped(b: &Shares, shares: Shares, step: &Value) -> Shares {
    let limit = ratio(text(step, "limit").expect("a limit"));
    let current = step.get("current");
    let current = current.map_or(b.clone(), |given| among(b, given));
    let towards = coarsened(shares);
    let mut beta = whole(1);
    for (party, s) in &towards {
        let away = s - &current[party];
        let away = if away < whole(0) { -away } else { away };
        if away > whole(0) {
            beta = beta.min(&limit / away);
        }
    }
    let step = |(party, s): (String, Big)| {
        let c = &current[&party];
        let share = c + &beta * (s - c);
        (party, share)
    };
    quantised(towards.into_iter().map(step).collect())
}

/// A split over the parties of another, coarsened.
fn among(parties: &Shares, split: &Value) -> Shares {
    let given = numbers(split);
    let of = |party: &String| given.get(party).cloned().unwrap_or(whole(0));
    coarsened(
        parties
            .keys()
            .map(|party| (party.clone(), of(party)))
            .collect(),
    )
}
