//! Proofs of [`ecosystem`] (spec/explain.md).

use std::collections::BTreeMap;

use super::ecosystem::{Member, ecosystem};
use super::error::EconomicsError;
use super::proof::{DEFINITION, offers};
use crate::explain::{ExplainError, Explanation, Proof, Step};
use crate::ratio::Ratio;

/// By member, place of its need and other member: whether that one offers it.
type Offered<'a> = BTreeMap<(&'a str, usize, &'a str), Step>;

/// Returns the proof of [`ecosystem`].
///
/// It reads the document `definition`, which is the list of members. The result is what was found.
///
/// # Errors
///
/// Those of [`ecosystem`], and [`EconomicsError::Explain`].
pub fn explain_ecosystem(members: &[Member]) -> Result<Explanation, EconomicsError> {
    let found = ecosystem(members)?;
    let places = members.iter().enumerate();
    let places: BTreeMap<&str, usize> = places
        .map(|(place, member)| (member.id.as_str(), place))
        .collect();
    let mut proof = Proof::new();
    let offered = prove_offered(&mut proof, members)?;
    for (number, pair) in found.pairs.iter().enumerate() {
        let mut gain = |from: &str, other: &str| {
            let place = places.get(from).copied().unwrap_or(0);
            prove_gain(&mut proof, members.get(place), place, other, &offered)
        };
        let (a_gains, b_gains) = (gain(&pair.a, &pair.b)?, gain(&pair.b, &pair.a)?);
        let mutual = proof.smallest(&[a_gains, b_gains], "both win so much")?;
        proof.result(&format!("/pairs/{number}/a_gains"), a_gains);
        proof.result(&format!("/pairs/{number}/b_gains"), b_gains);
        proof.result(&format!("/pairs/{number}/mutual"), mutual);
    }
    for (number, gap) in found.gaps.iter().enumerate() {
        let need = |member: &Member| member.id == gap.member;
        let key = (gap.need.as_str(), None);
        if let Some(named) = prove_need(&mut proof, members, need, key, &offered)? {
            proof.result(&format!("/gaps/{number}/need"), named);
        }
    }
    for (number, sole) in found.sole_providers.iter().enumerate() {
        let need = |member: &Member| {
            let others = members.iter().filter(|other| other.id != member.id);
            let mut others = others.filter(|other| other.offers.contains(&sole.capability));
            others.next().is_some_and(|other| other.id == sole.provider) && others.next().is_none()
        };
        let key = (sole.capability.as_str(), Some(sole.provider.as_str()));
        if let Some(named) = prove_need(&mut proof, members, need, key, &offered)? {
            proof.result(&format!("/sole_providers/{number}/capability"), named);
        }
    }
    Ok(proof.finish())
}

/// Whether each other member offers each need.
fn prove_offered<'a>(
    proof: &mut Proof,
    members: &'a [Member],
) -> Result<Offered<'a>, ExplainError> {
    let mut offered = BTreeMap::new();
    for (place, member) in members.iter().enumerate() {
        for (number, need) in member.needs.iter().enumerate() {
            let pointer = format!("/{place}/needs/{number}/key");
            let label = format!("need of {}", member.id);
            let others = members.iter().enumerate();
            let key = proof.input(DEFINITION, &pointer, need.key.as_str(), &label)?;
            for (at, other) in others.filter(|(_, other)| other.id != member.id) {
                let flag = offers(proof, key, (&format!("/{at}/offers"), other))?;
                offered.insert((member.id.as_str(), number, other.id.as_str()), flag);
            }
        }
    }
    Ok(offered)
}

/// The part of what a member needs that another one offers.
fn prove_gain(
    proof: &mut Proof,
    member: Option<&Member>,
    place: usize,
    other: &str,
    offered: &Offered<'_>,
) -> Result<Step, ExplainError> {
    let Some(member) = member.filter(|member| !member.needs.is_empty()) else {
        let pointer = format!("/{place}/needs/0");
        return proof.default(DEFINITION, &pointer, Ratio::ZERO, "no needs");
    };
    let (mut weights, mut met) = (Vec::new(), Vec::new());
    for (number, need) in member.needs.iter().enumerate() {
        let pointer = format!("/{place}/needs/{number}/weight");
        let weight = Ratio::from(need.weight);
        let weight = proof.input(
            DEFINITION,
            &pointer,
            weight,
            &format!("weight of {}", need.key),
        )?;
        weights.push(weight);
        if let Some(flag) = offered.get(&(member.id.as_str(), number, other)) {
            let none = proof.difference(weight, weight, "")?;
            met.push(proof.choose(*flag, weight, none, "met")?);
        }
    }
    let met = proof.sum(&met, Ratio::ZERO, "met")?;
    let all = proof.sum(&weights, Ratio::ZERO, "needed")?;
    proof.quotient(met, all, &format!("gain of {} from {other}", member.id))
}

/// The name of a need of a member for which one other alone, or nobody, offers it.
fn prove_need(
    proof: &mut Proof,
    members: &[Member],
    is_needing: impl Fn(&Member) -> bool,
    (key, only): (&str, Option<&str>),
    offered: &Offered<'_>,
) -> Result<Option<Step>, ExplainError> {
    let needing = members
        .iter()
        .enumerate()
        .filter(|(_, one)| is_needing(one));
    for (place, member) in needing {
        let Some(number) = member.needs.iter().position(|need| need.key == key) else {
            continue;
        };
        let mut flags = Vec::with_capacity(members.len());
        // What it offers itself is not among what is offered to it.
        for other in members {
            let Some(flag) = offered.get(&(member.id.as_str(), number, other.id.as_str())) else {
                continue;
            };
            let is_it = only == Some(other.id.as_str());
            flags.push(if is_it { *flag } else { proof.not(*flag, "")? });
        }
        let is_so = proof.all(
            &flags,
            only.map_or("nobody else offers it", |_| "one alone does"),
        )?;
        let pointer = format!("/{place}/needs/{number}/key");
        let named = proof.input(DEFINITION, &pointer, key, &format!("need of {}", member.id))?;
        let other = proof.text("", "")?;
        return Ok(Some(proof.choose(is_so, named, other, "need")?));
    }
    Ok(None)
}
