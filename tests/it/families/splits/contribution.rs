//! The families of shares by what was contributed.

use std::collections::BTreeMap;

use partnership::explain::Documents;
use partnership::split::{
    Contributed, Contribution, ContributionError, ContributionType, EmptyType, ShareOfType,
    SliceEntry, Slices, Split, TypeWeight,
};
use partnership::{Currency, Money, PartyId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::allocation::amount;
use super::sharing::{Given, digits_by_party, proves};
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenType {
    name: String,
    weight: Whole,
    amounts: Option<BTreeMap<PartyId, Whole>>,
    stated: Option<Given>,
    residual: Option<PartyId>,
}

/// A whole number, as text.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Whole(u64);

impl Whole {
    pub fn number(&self) -> u64 {
        self.0
    }
}

impl TryFrom<String> for Whole {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let number = text.parse().map(Self);
        number.map_err(|_| format!("{text:?} is no whole number"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenEmpty {
    kind: String,
    party: Option<PartyId>,
    base: Option<Given>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weighted {
    types: Vec<GivenType>,
    empty: GivenEmpty,
    currency: Currency,
    pools: Vec<String>,
}

/// The types of a case.
pub fn types_of(given: Vec<GivenType>) -> Result<Vec<ContributionType>, String> {
    let read = |given: GivenType| {
        let contributed = match (given.amounts, given.stated, given.residual) {
            (Some(amounts), None, None) => Contributed::Amounts(
                amounts
                    .into_iter()
                    .map(|(party, amount)| (party, amount.0))
                    .collect(),
            ),
            (None, Some(stated), residual) => {
                let stated = stated.into_iter();
                let shares = stated.map(|(party, share)| (party, ShareOfType::new(share)));
                Contributed::Stated {
                    shares: shares.collect(),
                    residual,
                }
            }
            _ => return Err(format!("{}: amounts or stated shares?", given.name)),
        };
        Ok(ContributionType {
            name: given.name,
            weight: TypeWeight::new(given.weight.0),
            contributed,
        })
    };
    given.into_iter().map(read).collect()
}

/// What the terms of a case say of an empty type.
pub fn empty_of(given: GivenEmpty) -> Result<Result<EmptyType, ContributionError>, String> {
    Ok(match (given.kind.as_str(), given.party, given.base) {
        ("renormalise", None, None) => Ok(EmptyType::Renormalise),
        ("to_party", Some(party), None) => Ok(EmptyType::ToParty(party)),
        ("base", None, Some(base)) => Split::weighted(base)
            .map(EmptyType::Base)
            .map_err(Into::into),
        ("refuse", None, None) => Ok(EmptyType::Refuse),
        (kind, ..) => return Err(format!("no kind {kind} with these fields")),
    })
}

pub fn contribution(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Weighted = read(given)?;
    let types = types_of(given.types)?;
    let empty = empty_of(given.empty)?;
    let pools = pools_of(&given.pools, given.currency)?;
    let run = || -> Result<Split, ContributionError> {
        let terms = Contribution::new(types, empty?)?;
        let split = terms.split()?;
        let papers = Documents::new().with("contribution", json!(terms));
        proves(terms.explain(), &papers, &json!(split));
        Ok(split)
    };
    outcome(run(), expect, |split| {
        json!({
            "shares": split.shares(),
            "quantised": split.is_quantised(),
            "parts": parts_of(&split, &pools),
        })
    })
}

pub fn pools_of(pools: &[String], currency: Currency) -> Result<Vec<Money>, String> {
    pools.iter().map(|pool| amount(pool, currency)).collect()
}

/// Every pool divided by a split.
pub fn parts_of(split: &Split, pools: &[Money]) -> Value {
    let parts = pools.iter().map(|pool| split.allocate(*pool));
    parts.map(|parts| json!(digits_by_party(&parts))).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pie {
    entries: Vec<SliceEntry>,
    currency: Currency,
    pools: Vec<String>,
}

pub fn slices(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Pie = read(given)?;
    let pools = pools_of(&given.pools, given.currency)?;
    let run = || -> Result<_, ContributionError> {
        let pie = Slices::new(given.entries)?;
        let split = pie.split()?;
        let papers = Documents::new().with("slices", json!(pie));
        proves(pie.explain(), &papers, &json!(split));
        Ok((pie, split))
    };
    outcome(run(), expect, |(pie, split)| {
        let slices = pie.slices().iter();
        let slices: BTreeMap<&str, String> = slices
            .map(|(party, slices)| (party.as_str(), slices.to_string()))
            .collect();
        json!({
            "slices": slices,
            "shares": split.shares(),
            "parts": parts_of(&split, &pools),
        })
    })
}
