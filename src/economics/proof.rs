//! What the proofs of economics share (spec/explain.md).

use super::ecosystem::Member;
use crate::explain::{ExplainError, Proof, Relation, Step};
use crate::money::Money;

/// What was planned or written down, in a proof.
pub(super) const DEFINITION: &str = "definition";
/// What came of it.
pub(super) const READINGS: &str = "readings";

/// The sum of a list of amounts; of an empty one nothing, since nothing stands at its first place.
pub(super) fn total(
    proof: &mut Proof,
    amounts: &[Step],
    (document, list): (&str, &str),
    zero: Money,
    label: &str,
) -> Result<Step, ExplainError> {
    if amounts.is_empty() {
        return proof.default(document, &format!("{list}/0"), zero, label);
    }
    proof.sum(amounts, zero, label)
}

/// Whether a member offers a capability; the place is that of its list of offers.
pub(super) fn offers(
    proof: &mut Proof,
    capability: Step,
    (list, member): (&str, &Member),
) -> Result<Step, ExplainError> {
    let mut flags = Vec::with_capacity(member.offers.len());
    for (number, offer) in member.offers.iter().enumerate() {
        let place = format!("{list}/{number}");
        let label = format!("offer of {}", member.id);
        let offer = proof.input(DEFINITION, &place, offer.as_str(), &label)?;
        flags.push(proof.compare(offer, capability, Relation::Equal, "")?);
    }
    proof.any(&flags, &format!("{} offers it", member.id))
}
