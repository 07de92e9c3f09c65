//! Proofs of the alignment models, held against their papers, and what their cases name.

use std::collections::BTreeMap;

use partnership::Error;
use partnership::alignment::{ById, Scale, Score};
use partnership::explain::{Documents, Explanation, Finding};
use serde::Serialize;
use serde_json::json;

/// Checks a proof against its papers and its result: every step follows, every figure of the
/// result is proved, and a careful reader finds nothing to ask but what is taken on trust.
pub fn proved<T: Serialize, E: ToString>(
    proof: Result<Explanation, E>,
    papers: Documents,
    result: &T,
) -> Result<(), String> {
    let (proof, result) = (proof.map_err(|error| error.to_string())?, json!(result));
    let checked = proof.check_against(&papers, &result);
    checked.map_err(|error| format!("{error}\n{}", proof.text()))?;
    let uncovered = proof.covers(&result);
    if !uncovered.is_empty() {
        return Err(format!("not proved: {uncovered:?} of {result}"));
    }
    let is_plain = |finding: &&Finding| !matches!(finding, Finding::Trusted { .. });
    match proof.audit(&papers, &result).iter().find(is_plain) {
        None => Ok(()),
        Some(finding) => Err(format!("{finding:?} of {result}")),
    }
}

/// What a case gives by id, read one by one, so that a bad name or value is the error it asks for.
pub fn by_id<T, U>(
    given: BTreeMap<String, T>,
    read: impl Fn(T) -> Result<U, Error>,
) -> Result<ById<U>, Error> {
    let entries = given.into_iter();
    entries
        .map(|(id, value)| Ok((id.parse()?, read(value)?)))
        .collect()
}

pub fn levels(given: BTreeMap<String, String>) -> Result<ById<Score>, Error> {
    by_id(given, |level| Ok(level.parse()?))
}

/// A scale as `[min, max, step]`.
pub fn scale(given: Option<&[String; 3]>, default: Scale) -> Result<Scale, Error> {
    let Some([min, max, step]) = given else {
        return Ok(default);
    };
    Ok(Scale::new(min.parse()?, max.parse()?, step.parse()?)?)
}
