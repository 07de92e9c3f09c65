//! Proofs of [`pursue`] (spec/explain.md).

use std::collections::BTreeMap;

use super::error::EconomicsError;
use super::proof::DEFINITION;
use super::pursue::{Candidate, pursue};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step};
use crate::ratio::Ratio;

/// Returns the proof of [`pursue`]: that the choice fits, what it is worth, and why each of the
/// others was left.
///
/// That no other choice is worth more follows from no short list of steps; who doubts it asks
/// [`pursue`] again. It reads the document `definition`, which is `{"candidates": .., "capacity":
/// ..}`. The result is what was found.
///
/// # Errors
///
/// Those of [`pursue`], and [`EconomicsError::Explain`].
pub fn explain_pursuit(
    candidates: &[Candidate],
    capacity: Ratio,
    slots: Option<u32>,
) -> Result<Explanation, EconomicsError> {
    let found = pursue(candidates, capacity, slots)?;
    let places = candidates.iter().enumerate();
    let places: BTreeMap<&str, (usize, &Candidate)> = places
        .map(|(place, candidate)| (candidate.id.as_str(), (place, candidate)))
        .collect();
    let mut proof = Proof::new();
    let capacity = proof.input(DEFINITION, "/capacity", capacity, "capacity")?;
    let none = proof.difference(capacity, capacity, "none")?;
    let (mut values, mut efforts, mut names) = (vec![none], vec![none], Vec::new());
    for (place, candidate) in found.chosen.iter().filter_map(|id| places.get(id.as_str())) {
        values.push(value_of(&mut proof, *place, candidate)?);
        efforts.push(effort_of(&mut proof, *place, candidate)?);
        let pointer = format!("/candidates/{place}/id");
        names.push(proof.input(DEFINITION, &pointer, candidate.id.as_str(), "which")?);
    }
    let value = proof.sum(&values, Ratio::ZERO, "worth together")?;
    let effort = proof.sum(&efforts, Ratio::ZERO, "effort together")?;
    let room_left = proof.difference(capacity, effort, "room left")?;
    proof.result("/value", value);
    proof.result("/effort", effort);
    proof.result("/room_left", room_left);
    for (number, name) in names.into_iter().enumerate() {
        let fits = proof.compare(effort, capacity, Relation::AtMost, "they fit")?;
        let nobody = proof.text("", "")?;
        let name = proof.choose(fits, name, nobody, "taken up")?;
        proof.result(&format!("/chosen/{number}"), name);
    }
    let mut values = vec![none];
    let thumb = found.rule_of_thumb.chosen.iter();
    for (place, candidate) in thumb.filter_map(|id| places.get(id.as_str())) {
        values.push(value_of(&mut proof, *place, candidate)?);
    }
    let value = proof.sum(&values, Ratio::ZERO, "worth by the rule of thumb")?;
    proof.result("/rule_of_thumb/value", value);
    for (number, (id, _)) in found.left.iter().enumerate() {
        if let Some((place, candidate)) = places.get(id.as_str()) {
            let effort = effort_of(&mut proof, *place, candidate)?;
            let pointer = format!("/candidates/{place}/barred");
            let is_barred = proof.input(DEFINITION, &pointer, candidate.barred, "barred")?;
            let is_big = proof.compare(effort, capacity, Relation::More, "too big")?;
            let names = [(is_barred, "barred"), (is_big, "too_big")];
            let why = proof.pick(&names, "displaced", &format!("why {id} was left"))?;
            proof.result(&format!("/left/{number}/1"), why);
        }
    }
    Ok(proof.finish())
}

fn value_of(proof: &mut Proof, place: usize, one: &Candidate) -> Result<Step, ExplainError> {
    let pointer = format!("/candidates/{place}/value");
    proof.input(
        DEFINITION,
        &pointer,
        one.value,
        &format!("value of {}", one.id),
    )
}

fn effort_of(proof: &mut Proof, place: usize, one: &Candidate) -> Result<Step, ExplainError> {
    let pointer = format!("/candidates/{place}/effort");
    proof.input(
        DEFINITION,
        &pointer,
        one.effort,
        &format!("effort of {}", one.id),
    )
}
