//! Proofs of [`team`] (spec/explain.md).

use std::collections::BTreeSet;

use super::ecosystem::{Member, team};
use super::error::EconomicsError;
use super::proof::{DEFINITION, offers};
use crate::explain::{ExplainError, Explanation, Proof, Step};

/// Returns the proof of [`team`]: that it covers every need, and what one of it alone can do.
///
/// That no smaller one does follows from no short list of steps; who doubts it asks [`team`]
/// again. It reads the document `definition`, which is `{"needs": .., "members": ..}`. The result
/// is the team.
///
/// # Errors
///
/// Those of [`team`], and [`EconomicsError::Explain`].
pub fn explain_team(
    needs: &BTreeSet<String>,
    members: &[Member],
) -> Result<Explanation, EconomicsError> {
    let found = team(needs, members)?;
    let mut proof = Proof::new();
    if needs.is_empty() {
        let none = proof.length((DEFINITION, "/needs"), 0, "needs")?;
        proof.result("/team", none);
        proof.result("/sole", none);
        return Ok(proof.finish());
    }
    let chosen = members.iter().enumerate();
    let chosen: Vec<(usize, &Member)> = chosen
        .filter(|(_, member)| found.team.contains(&member.id))
        .collect();
    let (mut covered, mut sole) = (Vec::new(), 0_usize);
    for (number, need) in needs.iter().enumerate() {
        let pointer = format!("/needs/{number}");
        let key = proof.input(DEFINITION, &pointer, need.as_str(), "need")?;
        let mut flags = Vec::with_capacity(chosen.len());
        for (place, member) in &chosen {
            let place = format!("/members/{place}/offers");
            flags.push(offers(&mut proof, key, (&place, member))?);
        }
        covered.push(proof.any(&flags, &format!("{need} is met"))?);
        if found.sole.contains(need) {
            let named = prove_alone(&mut proof, key, &flags)?;
            proof.result(&format!("/sole/{sole}"), named);
            sole = sole.saturating_add(1);
        }
    }
    let is_covered = proof.all(&covered, "every need is met")?;
    for (number, id) in found.team.iter().enumerate() {
        if let Some((place, member)) = chosen.iter().find(|(_, member)| member.id == *id) {
            let pointer = format!("/members/{place}/id");
            let named = proof.input(DEFINITION, &pointer, member.id.as_str(), "who")?;
            let nobody = proof.text("", "")?;
            let named = proof.choose(is_covered, named, nobody, "in the team")?;
            proof.result(&format!("/team/{number}"), named);
        }
    }
    Ok(proof.finish())
}

/// The need, if one offers it and all the others do not.
fn prove_alone(proof: &mut Proof, key: Step, flags: &[Step]) -> Result<Step, ExplainError> {
    let mut alone = Vec::with_capacity(flags.len());
    for (number, flag) in flags.iter().enumerate() {
        let mut only = vec![*flag];
        for (other, flag) in flags.iter().enumerate() {
            if other != number {
                only.push(proof.not(*flag, "")?);
            }
        }
        alone.push(proof.all(&only, "this one alone")?);
    }
    let is_alone = proof.any(&alone, "one alone")?;
    let other = proof.text("", "")?;
    proof.choose(is_alone, key, other, "what one alone can do")
}
