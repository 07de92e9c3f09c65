//! What the proofs of health share (spec/explain.md).

/// What was agreed and written down, in a proof.
pub(super) const DEFINITION: &str = "definition";
/// What was read, given or measured.
pub(super) const READINGS: &str = "readings";
