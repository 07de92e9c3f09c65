//! What the proofs of economics share (spec/explain.md).

use crate::explain::{ExplainError, Proof, Step};
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
