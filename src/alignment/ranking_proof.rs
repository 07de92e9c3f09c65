//! The proof of a [`Ranking`]: keys, margins and positions (spec/explain.md).

use std::collections::BTreeMap;

use super::evaluation::Evaluation;
use super::id::Id;
use super::pair_proof::Paper;
use super::proving::{Noted, Proving, named};
use super::ranking::{OrderBy, Ranking, TieGroup, rank};
use crate::explain::{ExplainError, Explanation, Step, reads_as_figure};
use crate::ratio::Ratio;

/// The name of the list of evaluations in a proof.
const DOCUMENT: &str = "evaluations";

impl Ranking {
    /// Returns the proof of every key, margin and position.
    ///
    /// It reads the document `evaluations`, the list that was ranked; the result is the ranking.
    ///
    /// # Errors
    ///
    /// [`ExplainError::OtherResult`] for evaluations that do not rank so.
    pub fn explain(&self, evaluations: &[Evaluation]) -> Result<Explanation, ExplainError> {
        if rank(evaluations, self.order()).as_ref() != Ok(self) {
            return Err(ExplainError::OtherResult);
        }
        let places = evaluations.iter().enumerate();
        let places: BTreeMap<&Id, (usize, &Evaluation)> = places
            .map(|(at, evaluation)| (evaluation.subject(), (at, evaluation)))
            .collect();
        let mut proving = Proving::about(DOCUMENT);
        let one = proving.default(&["-"], Ratio::ONE, "the first position, and one subject")?;
        let mut position = one;
        for (at, tier) in self.tiers().iter().enumerate() {
            let at = at.to_string();
            let mut before: Option<(String, Step, &TieGroup)> = None;
            for (number, group) in tier.groups().iter().enumerate() {
                let number = number.to_string();
                let place = ["tiers", &at, "groups", &number, "position"];
                proving.proves(&place, position, count(group.position()))?;
                for (member, subject) in group.members().iter().enumerate() {
                    let member = member.to_string();
                    let place = ["tiers", &at, "groups", &number, "members", &member];
                    prove_subject(&mut proving, &places, &place, subject)?;
                }
                let first = group.members().first().and_then(|first| places.get(first));
                let key =
                    first.map(|(at, first)| prove_key(&mut proving, self.order(), *at, first));
                let key = key.transpose()?.flatten();
                if let (Some(step), Some(key)) = (key, group.key()) {
                    proving.proves(&["tiers", &at, "groups", &number, "key"], step, key)?;
                    if let Some((number, high, group)) = before {
                        let label = "margin to the next group";
                        let margin = proving.proof.difference(high, step, label)?;
                        let written = group.margin().unwrap_or(Ratio::ZERO);
                        let place = ["tiers", &at, "groups", &number, "margin"];
                        proving.proves(&place, margin, written)?;
                    }
                    before = Some((number, step, group));
                }
                let mut steps = vec![position];
                steps.resize(group.members().len().saturating_add(1), one);
                position = proving
                    .proof
                    .sum(&steps, Ratio::ZERO, "the next position")?;
            }
        }
        for (number, excluded) in self.excluded().iter().enumerate() {
            if let Some((at, evaluation)) = places.get(excluded.subject()) {
                let path = [&at.to_string(), "too_many_gaps"];
                let flag = evaluation.too_many_gaps();
                let step = proving.input(&path, flag, "too many gaps")?;
                let number = number.to_string();
                let place = ["excluded", &number, "too_many_gaps"];
                proving.proves(&place, step, excluded.too_many_gaps())?;
                let place = ["excluded", &number, "subject"];
                prove_subject(&mut proving, &places, &place, excluded.subject())?;
                let paper = Paper::listed(DOCUMENT, *at, evaluation);
                for (breach, criterion) in excluded.breaches().iter().enumerate() {
                    if reads_as_figure(criterion.as_str()) {
                        let at = evaluation.rubric().position(criterion).unwrap_or_default();
                        let name = paper.name(&mut proving, at, criterion)?;
                        let place = ["excluded", &number, "breaches", &breach.to_string()];
                        proving.proves(&place, name, named(criterion.as_str()))?;
                    }
                }
            }
        }
        Ok(proving.finish())
    }
}

/// The name of a subject, where it reads as a figure.
fn prove_subject(
    proving: &mut Proving,
    places: &BTreeMap<&Id, (usize, &Evaluation)>,
    place: &[&str],
    subject: &Id,
) -> Noted<()> {
    if let Some((at, evaluation)) = places.get(subject) {
        if reads_as_figure(subject.as_str()) {
            let step = Paper::listed(DOCUMENT, *at, evaluation).subject(proving)?;
            proving.proves(place, step, named(subject.as_str()))?;
        }
    }
    Ok(())
}

/// The figure of an evaluation that decides its place.
fn prove_key(
    proving: &mut Proving,
    order: OrderBy,
    at: usize,
    evaluation: &Evaluation,
) -> Noted<Option<Step>> {
    let name = match order {
        OrderBy::Low => "low",
        OrderBy::Point => "score",
        OrderBy::High => "high",
    };
    let Some(key) = order.key(evaluation) else {
        return Ok(None);
    };
    let label = format!("{name} of {}", evaluation.subject());
    let step = proving.input(&[&at.to_string(), name], key, &label)?;
    Ok(Some(step))
}

/// A count as a number.
fn count(count: usize) -> Ratio {
    Ratio::from(crate::wide::count(count))
}
