//! Proofs of [`scale_objections`] (spec/explain.md).

use super::error::EconomicsError;
use super::proof::{DEFINITION, READINGS};
use super::scale::{Objection, ScaleFact, ScaleFacts, ScaleLimits, scale_objections};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Units};
use crate::ratio::Ratio;

/// Returns the proof of [`scale_objections`], also that there is none.
///
/// It reads the documents `definition`, which is the limits, and `readings`, which is the facts.
/// The result is `{"objections": the objections}`: each of them and their number is proved.
///
/// # Errors
///
/// [`EconomicsError::Explain`].
pub fn explain_scale(
    facts: &ScaleFacts,
    limits: &ScaleLimits,
) -> Result<Explanation, EconomicsError> {
    let mut proof = Proof::new();
    // What is absent counts once, and what is there not at all.
    let one = proof.constant("green_from", Ratio::ONE, "one")?;
    let units = Units {
        one,
        none: proof.difference(one, one, "none")?,
    };
    let known = [
        (
            ScaleFact::ReturnMultiple,
            "return_multiple",
            facts.return_multiple,
        ),
        (
            ScaleFact::OverheadShare,
            "overhead_share",
            facts.overhead_share,
        ),
        (
            ScaleFact::FreeCapacity,
            "free_capacity",
            facts.free_capacity,
        ),
        (
            ScaleFact::SharedVision,
            "shared_vision",
            facts.shared_vision,
        ),
    ];
    let multiple = (limits.high_return, "high_return", Relation::AtLeast);
    let overhead = (limits.low_overhead, "low_overhead", Relation::AtMost);
    let capacity = (limits.least_capacity, "least_capacity", Relation::Less);
    let vision = (limits.least_vision, "least_vision", Relation::Less);
    let mut held = Vec::new();
    for ((_, key, fact), line) in known
        .into_iter()
        .zip([multiple, overhead, capacity, vision])
    {
        held.push(prove_fact(&mut proof, key, fact, line)?);
    }
    let mut flags = Vec::new();
    if let [multiple, overhead, capacity, vision] = held.as_slice() {
        let both = [multiple.is_so, overhead.is_so];
        let is_efficient = proof.all(&both, "high value at low overhead")?;
        flags.push((Objection::AlreadyEfficient, is_efficient));
        flags.push((Objection::Diverging, vision.is_so));
        flags.push((Objection::NoCapacity, capacity.is_so));
    }
    for ((fact, ..), held) in known.into_iter().zip(&held) {
        if let Some(is_absent) = held.is_absent {
            flags.push((Objection::Unknown(fact), is_absent));
        }
    }
    for (number, objection) in scale_objections(facts, limits).into_iter().enumerate() {
        for (_, flag) in flags.iter().filter(|(known, _)| *known == objection) {
            let (place, name) = match objection {
                Objection::Unknown(fact) => (format!("/objections/{number}/unknown"), fact.name()),
                other => (format!("/objections/{number}"), other.name()),
            };
            let name = proof.pick(&[(*flag, name)], "", "objection")?;
            proof.result(&place, name);
        }
    }
    let flags: Vec<Step> = flags.iter().map(|(_, flag)| *flag).collect();
    let count = proof.count(&flags, units, "objections")?;
    proof.result("/objections", count);
    Ok(proof.finish())
}

/// Whether a fact is over its line, and that it is absent.
struct Held {
    is_so: Step,
    is_absent: Option<Step>,
}

fn prove_fact(
    proof: &mut Proof,
    key: &str,
    fact: Option<Ratio>,
    (line, name, relation): (Ratio, &str, Relation),
) -> Result<Held, ExplainError> {
    let place = format!("/{key}");
    Ok(if let Some(fact) = fact {
        let fact = proof.input(READINGS, &place, fact, key)?;
        let line = proof.input(DEFINITION, &format!("/{name}"), line, name)?;
        Held {
            is_so: proof.compare(fact, line, relation, "")?,
            is_absent: None,
        }
    } else {
        let is_absent = proof.default(READINGS, &place, true, "not known")?;
        Held {
            is_so: proof.not(is_absent, "known")?,
            is_absent: Some(is_absent),
        }
    })
}
