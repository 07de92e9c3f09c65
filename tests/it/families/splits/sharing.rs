//! The families of agreed splits and of what follows from them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use partnership::explain::{Documents, Explanation};
use partnership::split::{LossPolicy, ProfitAndLoss, Split, SplitError, clawback as give_back};
use partnership::{Currency, Money, PartyId, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::allocation::{amount, digits};
use crate::cases::{outcome, read, variant_name};
use crate::laws::split::papers::holds;

/// A proof holds; or a step on the way to a figure that fits does not (spec/explain.md 7).
pub fn proves<E: Debug>(proof: Result<Explanation, E>, papers: &Documents, result: &Value) {
    match proof {
        Ok(proof) => holds(&proof, papers, result),
        Err(error) => assert_eq!(variant_name(&error), "Overflow", "{error:?}"),
    }
}

/// A split as the cases write it: weights by party.
pub type Given = BTreeMap<PartyId, Ratio>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixed {
    shares: Given,
    tolerance: Option<Ratio>,
}

pub fn fixed_split(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Fixed = read(given)?;
    let found = match given.tolerance {
        None => Split::fixed(given.shares).map(|split| (split, Ratio::ONE)),
        Some(tolerance) => Split::import_within(given.shares, tolerance)
            .map(|imported| (imported.split().clone(), imported.total())),
    };
    outcome(found, expect, |(split, total)| {
        let weights = split.weights().as_slice().iter().map(u64::to_string);
        let parties = split.parties().iter().map(PartyId::as_str);
        json!({
            "shares": split.shares(),
            "weights": parties.zip(weights).collect::<BTreeMap<_, _>>(),
            "total": total,
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nest {
    outer: Given,
    party: PartyId,
    inner: Given,
}

pub fn nest(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Nest = read(given)?;
    let run = || -> Result<Split, SplitError> {
        let (outer, inner) = (Split::weighted(given.outer)?, Split::weighted(given.inner)?);
        let nested = outer.nest(&given.party, &inner)?;
        let papers = Documents::new()
            .with("split", json!(outer))
            .with("inner", json!(inner));
        let proof = outer.explain_nest(&given.party, &inner);
        proves(proof, &papers, &json!(nested));
        Ok(nested)
    };
    outcome(
        run(),
        expect,
        |nested| json!({"shares": nested.shares(), "quantised": nested.is_quantised()}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Losses {
    currency: Currency,
    split: Given,
    policy: Policy,
    results: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    kind: String,
    split: Option<Given>,
}

pub fn losses(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Losses = read(given)?;
    let amounts = given.results.iter();
    let amounts: Vec<Money> = amounts
        .map(|result| amount(result, given.currency))
        .collect::<Result<_, _>>()?;
    let losses = match (given.policy.kind.as_str(), given.policy.split) {
        ("same", None) => Ok(LossPolicy::Same),
        ("fixed", Some(split)) => Split::weighted(split).map(LossPolicy::Fixed),
        ("carry_forward", None) => Ok(LossPolicy::CarryForward),
        (kind, split) => return Err(format!("no policy {kind} with the split {split:?}")),
    };
    let run = || -> Result<_, SplitError> {
        let split = Split::weighted(given.split)?;
        let mut account = ProfitAndLoss::new(given.currency, split, losses?);
        let (mut lines, mut deficits) = (Vec::new(), Vec::new());
        for result in amounts {
            lines.push(account.book(result)?);
            deficits.push(account.deficit());
        }
        Ok((lines, deficits))
    };
    outcome(run(), expect, |(lines, deficits)| {
        json!({
            "lines": lines.iter().map(digits_by_party).collect::<Vec<_>>(),
            "deficit": deficits.into_iter().map(digits).collect::<Vec<_>>(),
        })
    })
}

/// Amounts by party, without their currency.
pub fn digits_by_party(parts: &BTreeMap<PartyId, Money>) -> BTreeMap<&str, String> {
    parts
        .iter()
        .map(|(party, part)| (party.as_str(), digits(*part)))
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clawback {
    currency: Currency,
    paid: String,
    entitled: String,
    limit: Option<String>,
}

pub fn clawback(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Clawback = read(given)?;
    let paid = amount(&given.paid, given.currency)?;
    let entitled = amount(&given.entitled, given.currency)?;
    let limit = given.limit.map(|limit| amount(&limit, given.currency));
    let found = give_back(paid, entitled, limit.transpose()?);
    outcome(found, expect, |due| json!({"clawback": digits(due)}))
}
