//! Proofs of [`valuations`] (spec/explain.md).

use std::collections::BTreeMap;

use super::error::EconomicsError;
use super::intangible::{Intangible, IntangibleKind, Valuation, valuations};
use super::proof::DEFINITION;
use crate::explain::{ExplainError, Explanation, Proof, Step, Units, pointer};
use crate::money::Money;
use crate::party::PartyId;

/// Returns the proof of [`valuations`].
///
/// It reads the document `definition`, which is `{"money": .., "items": the items}`. The result is
/// the valuation of each party.
///
/// # Errors
///
/// Those of [`valuations`], and [`EconomicsError::Explain`].
pub fn explain_valuations(
    money: Money,
    items: &[Intangible],
) -> Result<Explanation, EconomicsError> {
    let found = valuations(money, items)?;
    let mut proof = Proof::new();
    let length = proof.length((DEFINITION, "/items"), items.len(), "items")?;
    if items.is_empty() {
        // Nobody values anything, and there is no figure.
        return Ok(proof.finish());
    }
    let units = proof.units(length)?;
    for (party, valuation) in &found {
        prove_party(&mut proof, money, items, (party, valuation), units)?;
    }
    Ok(proof.finish())
}

fn prove_party(
    proof: &mut Proof,
    money: Money,
    items: &[Intangible],
    (party, valuation): (&PartyId, &Valuation),
    units: Units,
) -> Result<(), ExplainError> {
    let zero = Money::zero(money.currency());
    let (mut values, mut unvalued) = (Vec::new(), Vec::new());
    let mut kinds: BTreeMap<IntangibleKind, Vec<Step>> = BTreeMap::new();
    for (place, item) in items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.by == *party)
    {
        let place = format!("/items/{place}/value");
        let name = item.kind.name();
        values.push(if let Some(value) = item.value {
            let value = proof.input(DEFINITION, &place, value, name)?;
            kinds.entry(item.kind).or_default().push(value);
            value
        } else {
            unvalued.push(proof.default(DEFINITION, &place, true, "not valued")?);
            proof.default(DEFINITION, &place, zero, "in no sum")?
        });
    }
    let result = |proof: &mut Proof, key: &str, step: Step| {
        proof.result(&pointer([party.as_str(), key]), step);
    };
    let sum = proof.sum(&values, zero, &format!("valued by {party}"))?;
    result(proof, "intangible", sum);
    let unvalued = proof.count(&unvalued, units, "not valued")?;
    result(proof, "unvalued", unvalued);
    if valuation.share.is_some() {
        let money = proof.input(DEFINITION, "/money", money, "money")?;
        let all = proof.sum(&[money, sum], zero, "all value")?;
        let share = proof.quotient(sum, all, "part that is no money")?;
        result(proof, "share", share);
    }
    for (kind, values) in kinds {
        let sum = proof.sum(&values, zero, kind.name())?;
        proof.result(&pointer([party.as_str(), "kinds", kind.name()]), sum);
    }
    Ok(())
}
