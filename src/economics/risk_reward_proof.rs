//! Proofs of [`risk_reward`] (spec/explain.md).

use super::error::EconomicsError;
use super::proof::DEFINITION;
use super::risk_reward::{HighFrom, Holding, Quadrant, risk_reward};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step};

/// A holding in a proof.
struct Held<'a> {
    id: &'a str,
    name: Step,
    reward: Step,
    risk: Step,
}

/// Returns the proof of [`risk_reward`].
///
/// It reads the document `definition`, which is `{"holdings": .., "high": ..}`. The result is what
/// was found.
///
/// # Errors
///
/// Those of [`risk_reward`], and [`EconomicsError::Explain`].
pub fn explain_risk_reward(
    holdings: &[Holding],
    high: &HighFrom,
) -> Result<Explanation, EconomicsError> {
    let found = risk_reward(holdings, high)?;
    let mut proof = Proof::new();
    let mut by_id = Vec::with_capacity(holdings.len());
    for (place, holding) in holdings.iter().enumerate() {
        by_id.push(Held::prove(&mut proof, place, holding)?);
    }
    by_id.sort_by_key(|held| held.id);
    let reward = proof.input(DEFINITION, "/high/reward", high.reward, "high reward from")?;
    let risk = proof.input(DEFINITION, "/high/risk", high.risk, "high risk from")?;
    for (number, held) in by_id.iter().enumerate() {
        let quadrant = held.prove_quadrant(&mut proof, reward, risk)?;
        proof.result(&format!("/quadrants/{number}/0"), held.name);
        proof.result(&format!("/quadrants/{number}/1"), quadrant);
    }
    let nobody = proof.text("", "")?;
    let (mut frontier, mut dominated) = (0_usize, 0_usize);
    for held in &by_id {
        let by = found.dominated.iter().find(|other| other.id == held.id);
        let others = by_id.iter().filter(|other| other.id != held.id);
        if let Some(by) = by {
            proof.result(&format!("/dominated/{dominated}/id"), held.name);
            for (number, other) in others
                .filter(|one| by.by.iter().any(|id| id == one.id))
                .enumerate()
            {
                let flag = other.prove_dominates(&mut proof, held)?;
                let name = proof.choose(flag, other.name, nobody, "dominates it")?;
                proof.result(&format!("/dominated/{dominated}/by/{number}"), name);
            }
            dominated = dominated.saturating_add(1);
        } else {
            let mut flags = Vec::with_capacity(by_id.len());
            for other in others {
                flags.push(other.prove_dominates(&mut proof, held)?);
            }
            let is_dominated = proof.any(&flags, "dominated")?;
            let name = proof.choose(is_dominated, nobody, held.name, "on the frontier")?;
            proof.result(&format!("/frontier/{frontier}"), name);
            frontier = frontier.saturating_add(1);
        }
    }
    Ok(proof.finish())
}

impl<'a> Held<'a> {
    fn prove(proof: &mut Proof, place: usize, holding: &'a Holding) -> Result<Self, ExplainError> {
        let at = |key: &str| format!("/holdings/{place}/{key}");
        let id = holding.id.as_str();
        let of = |what: &str| format!("{what} of {id}");
        Ok(Self {
            id,
            name: proof.input(DEFINITION, &at("id"), id, "which")?,
            reward: proof.input(DEFINITION, &at("reward"), holding.reward, &of("reward"))?,
            risk: proof.input(DEFINITION, &at("risk"), holding.risk, &of("risk"))?,
        })
    }

    fn prove_quadrant(
        &self,
        proof: &mut Proof,
        reward: Step,
        risk: Step,
    ) -> Result<Step, ExplainError> {
        let is_good = proof.compare(self.reward, reward, Relation::AtLeast, "high reward")?;
        let is_risky = proof.compare(self.risk, risk, Relation::AtLeast, "high risk")?;
        let mut of = |risky: Quadrant, safe: Quadrant| {
            proof.pick(&[(is_risky, risky.name())], safe.name(), "")
        };
        let good = of(Quadrant::Guard, Quadrant::Invest)?;
        let poor = of(Quadrant::Reconsider, Quadrant::Maintain)?;
        proof.choose(is_good, good, poor, &format!("what to do with {}", self.id))
    }

    /// As good in both respects, and better in one.
    fn prove_dominates(&self, proof: &mut Proof, other: &Self) -> Result<Step, ExplainError> {
        let at_least = proof.compare(self.reward, other.reward, Relation::AtLeast, "")?;
        let at_most = proof.compare(self.risk, other.risk, Relation::AtMost, "")?;
        let more = proof.compare(self.reward, other.reward, Relation::More, "")?;
        let less = proof.compare(self.risk, other.risk, Relation::Less, "")?;
        let is_better = proof.any(&[more, less], "better in one")?;
        let label = format!("{} dominates {}", self.id, other.id);
        proof.all(&[at_least, at_most, is_better], &label)
    }
}
