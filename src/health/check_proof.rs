//! Proofs of [`HealthCheck::report`] (spec/explain.md).

use chrono::NaiveDate;

use super::check::{CheckError, Dimension, HealthCheck};
use super::health_report::{Answer, Answers, EarlierReport};
use super::level::Level;
use super::proof::{DEFINITION, READINGS};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, pointer};
use crate::party::PartyId;
use crate::ratio::Ratio;

impl HealthCheck {
    /// Returns the proof of [`Self::report`].
    ///
    /// It reads the documents `definition`, which is this check, and `readings`, which is
    /// `{"on": day, "answers": the answers, "previous": the report before or null}`. The result is
    /// the report.
    ///
    /// # Errors
    ///
    /// Those of [`Self::report`], and [`CheckError::Explain`].
    pub fn explain(
        &self,
        on: NaiveDate,
        parties: &[PartyId],
        answers: &Answers,
        previous: Option<&EarlierReport>,
    ) -> Result<Explanation, CheckError> {
        let report = self.report(on, parties, answers, previous)?;
        let mut proof = Proof::new();
        let day = proof.input(READINGS, "/on", on, "day of the report")?;
        proof.result("/on", day);
        let dimensions = self.draft().dimensions.iter().zip(&report.dimensions);
        for (number, (dimension, found)) in dimensions.enumerate() {
            let (lowest, level) = self.prove(&mut proof, number, dimension, parties, answers)?;
            if found.level.is_some() {
                proof.result(&format!("/dimensions/{number}/level"), level);
            }
            let before = previous.and_then(|before| before.lowest.get(&dimension.id));
            if let (Some(lowest), Some(before)) = (lowest, before) {
                let place = pointer(["previous", "lowest", dimension.id.as_str()]);
                let before = proof.input(READINGS, &place, *before, "lowest before")?;
                let change = proof.difference(lowest, before, "change")?;
                proof.result(&format!("/dimensions/{number}/change"), change);
            }
        }
        Ok(proof.finish())
    }

    /// Proves a dimension; returns its lowest mean, if there is one, and its level.
    fn prove(
        &self,
        proof: &mut Proof,
        number: usize,
        dimension: &Dimension,
        parties: &[PartyId],
        answers: &Answers,
    ) -> Result<(Option<Step>, Step), ExplainError> {
        let place = format!("/dimensions/{number}/questions");
        let length = dimension.questions.len();
        let length = proof.length((DEFINITION, &place), length, "questions")?;
        let one = proof.quotient(length, length, "one")?;
        let (mut means, mut silent) = (Vec::new(), Vec::new());
        for party in parties {
            let (scores, absent) = prove_scores(proof, dimension, party, answers)?;
            if scores.is_empty() {
                silent.extend(absent);
            } else {
                means.push(mean(proof, &scores, one, &format!("mean of {party}"))?);
            }
        }
        let is_silent = proof.any(&silent, "somebody is silent")?;
        let at = |key: &str| format!("/dimensions/{number}/{key}");
        let mut is_below = Vec::new();
        let lowest = if means.is_empty() {
            None
        } else {
            let lowest = proof.smallest(&means, "lowest mean")?;
            proof.result(&at("lowest"), lowest);
            let mean = mean(proof, &means, one, "mean of the means")?;
            proof.result(&at("mean"), mean);
            for (key, line) in [
                ("red_below", self.draft().red_below),
                ("green_from", self.draft().green_from),
            ] {
                let line = proof.input(DEFINITION, &format!("/{key}"), line, key)?;
                is_below.push(proof.compare(lowest, line, Relation::Less, "")?);
            }
            Some(lowest)
        };
        let contested = if let (Some(lowest), 2..) = (lowest, means.len()) {
            let largest = proof.largest(&means, "largest mean")?;
            let gap = proof.difference(largest, lowest, "gap")?;
            proof.result(&at("gap"), gap);
            let line = self.draft().contested_gap;
            let line = proof.input(DEFINITION, "/contested_gap", line, "contested from")?;
            proof.compare(gap, line, Relation::AtLeast, "contested")?
        } else {
            let count = proof.sum(&vec![one; means.len()], Ratio::ZERO, "means")?;
            let two = proof.sum(&[one, one], Ratio::ZERO, "two")?;
            proof.compare(count, two, Relation::AtLeast, "two means to compare")?
        };
        proof.result(&at("contested"), contested);
        let level = prove_level(proof, &is_below, is_silent)?;
        Ok((lowest, level))
    }
}

/// The scores of a party, and that it is silent where it gave no answer.
fn prove_scores(
    proof: &mut Proof,
    dimension: &Dimension,
    party: &PartyId,
    answers: &Answers,
) -> Result<(Vec<Step>, Option<Step>), ExplainError> {
    let (mut scores, mut absent) = (Vec::new(), None);
    for question in &dimension.questions {
        let place = pointer(["answers", party.as_str(), &question.id, "score"]);
        match answers.of(party, &question.id) {
            Some(Answer::Score(score)) => {
                let name = format!("{} by {party}", question.id);
                let score = Ratio::from_integer(*score);
                scores.push(proof.input(READINGS, &place, score, &name)?);
            }
            Some(Answer::NotApplicable { .. }) => {}
            Some(Answer::NotAssessed) | None => absent = absent.or(Some(place)),
        }
    }
    let name = format!("{party} is silent");
    let absent = absent.map(|place| proof.default(READINGS, &place, true, &name));
    Ok((scores, absent.transpose()?))
}

/// Red, else unknown if somebody is silent, else amber or green.
fn prove_level(
    proof: &mut Proof,
    is_below: &[Step],
    is_silent: Step,
) -> Result<Step, ExplainError> {
    let (is_red, is_amber) = (is_below.first(), is_below.get(1));
    let levels = [
        (is_red, Level::Red),
        (Some(&is_silent), Level::Unknown),
        (is_amber, Level::Amber),
    ];
    let levels = levels
        .into_iter()
        .filter_map(|(is_so, level)| Some((*is_so?, level.name())));
    let levels: Vec<_> = levels.collect();
    proof.pick(&levels, Level::Green.name(), "level")
}

fn mean(proof: &mut Proof, values: &[Step], one: Step, label: &str) -> Result<Step, ExplainError> {
    let sum = proof.sum(values, Ratio::ZERO, "")?;
    let ones = vec![one; values.len()];
    let count = proof.sum(&ones, Ratio::ZERO, "how many")?;
    proof.quotient(sum, count, label)
}
