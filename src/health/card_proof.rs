//! Proofs of [`Scorecard::score`] (spec/explain.md).

use std::collections::BTreeMap;

use super::card::needs_grid;
use super::proof::{DEFINITION, READINGS};
use super::scorecard::{Area, Measure, Scorecard, ScorecardError};
use crate::explain::{ExplainError, Explanation, Proof, Step, pointer};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// What an area comes to, step by step.
struct Proved {
    weight: Step,
    score: Option<Step>,
    low: Step,
    high: Step,
    coverage: Step,
}

impl Scorecard {
    /// Returns the proof of [`Self::score`].
    ///
    /// It reads the documents `definition`, which is this card, and `readings`, which is what was
    /// measured. The result is the card that it comes to.
    ///
    /// # Errors
    ///
    /// Those of [`Self::score`], and [`ScorecardError::Explain`].
    pub fn explain(
        &self,
        actuals: &BTreeMap<String, Option<Ratio>>,
    ) -> Result<Explanation, ScorecardError> {
        self.score(actuals)?;
        let mut proof = Proof::new();
        let cap = proof.input(DEFINITION, "/cap", self.draft().cap, "cap of a measure")?;
        let scores = self.prove_scores(&mut proof, actuals, cap)?;
        let mut areas = Vec::with_capacity(self.draft().areas.len());
        for (number, area) in self.draft().areas.iter().enumerate() {
            let proved = area.prove(&mut proof, number, &scores, cap)?;
            for (key, step) in [
                ("score", proved.score),
                ("low", Some(proved.low)),
                ("high", Some(proved.high)),
                ("coverage", Some(proved.coverage)),
            ] {
                if let Some(step) = step {
                    proof.result(&format!("/areas/{number}/{key}"), step);
                }
            }
            areas.push(proved);
        }
        let with_score: Vec<_> = areas
            .iter()
            .filter_map(|one| Some((one.weight, one.score?)))
            .collect();
        let all = |figure: fn(&Proved) -> Step| -> Vec<(Step, Step)> {
            areas.iter().map(|one| (one.weight, figure(one))).collect()
        };
        for (key, figures) in [
            ("score", with_score),
            ("low", all(|one| one.low)),
            ("high", all(|one| one.high)),
            ("coverage", all(|one| one.coverage)),
        ] {
            let total = mean(&mut proof, &figures, &format!("{key} of the card"))?;
            proof.result(&format!("/{key}"), total);
        }
        Ok(proof.finish())
    }

    /// The score of every measure that has a value, on the grid if they are too fine.
    fn prove_scores(
        &self,
        proof: &mut Proof,
        actuals: &BTreeMap<String, Option<Ratio>>,
        cap: Step,
    ) -> Result<BTreeMap<String, Step>, ExplainError> {
        let mut scores = BTreeMap::new();
        let none = proof.difference(cap, cap, "nothing")?;
        for (number, area) in self.draft().areas.iter().enumerate() {
            for (place, measure) in area.measures.iter().enumerate() {
                if let Some(Some(value)) = actuals.get(&measure.id) {
                    let score = measure.prove(proof, [number, place], *value, [none, cap])?;
                    scores.insert(measure.id.clone(), score);
                }
            }
        }
        let values: Vec<Ratio> = scores
            .values()
            .filter_map(|step| match proof.value(*step) {
                crate::explain::Value::Ratio(ratio) => Some(*ratio),
                _ => None,
            })
            .collect();
        if needs_grid(values.iter()) {
            let step = Ratio::new(1, super::card::GRID.into()).ok();
            for score in scores.values_mut() {
                *score = proof.whole(*score, Rounding::HalfEven, step, None, "on the grid")?;
            }
        }
        Ok(scores)
    }
}

impl Measure {
    fn prove(
        &self,
        proof: &mut Proof,
        [area, place]: [usize; 2],
        value: Ratio,
        [none, cap]: [Step; 2],
    ) -> Result<Step, ExplainError> {
        let value = proof.input(READINGS, &pointer([self.id.as_str()]), value, &self.id)?;
        let mut input = |key: &str, value: Ratio| {
            let place = format!("/areas/{area}/measures/{place}/{key}");
            proof.input(DEFINITION, &place, value, &format!("{key} of {}", self.id))
        };
        let baseline = input("baseline", self.baseline)?;
        let target = input("target", self.target)?;
        let gone = proof.difference(value, baseline, "way gone")?;
        let way = proof.difference(target, baseline, "whole way")?;
        let attained = proof.quotient(gone, way, &format!("attainment of {}", self.id))?;
        let capped = proof.smallest(&[attained, cap], "at most the cap")?;
        proof.largest(&[none, capped], &format!("score of {}", self.id))
    }
}

impl Area {
    fn prove(
        &self,
        proof: &mut Proof,
        number: usize,
        scores: &BTreeMap<String, Step>,
        cap: Step,
    ) -> Result<Proved, ExplainError> {
        let weight = Ratio::from(self.weight);
        let place = format!("/areas/{number}/weight");
        let weight = proof.input(
            DEFINITION,
            &place,
            weight,
            &format!("weight of {}", self.id),
        )?;
        let one = proof.quotient(weight, weight, "all of it")?;
        let none = proof.difference(one, one, "none of it")?;
        let (mut known, mut low, mut high, mut covered) = (vec![], vec![], vec![], vec![]);
        for (place, measure) in self.measures.iter().enumerate() {
            let at = format!("/areas/{number}/measures/{place}/weight");
            let name = format!("weight of {}", measure.id);
            let weight = proof.input(DEFINITION, &at, Ratio::from(measure.weight), &name)?;
            let score = scores.get(&measure.id).copied();
            known.extend(score.map(|score| (weight, score)));
            low.push((weight, score.unwrap_or(none)));
            high.push((weight, score.unwrap_or(cap)));
            covered.push((weight, if score.is_some() { one } else { none }));
        }
        let name = |figure: &str| format!("{figure} of {}", self.id);
        let score = if known.is_empty() {
            None
        } else {
            Some(mean(proof, &known, &name("score"))?)
        };
        Ok(Proved {
            weight,
            score,
            low: mean(proof, &low, &name("low"))?,
            high: mean(proof, &high, &name("high"))?,
            coverage: mean(proof, &covered, &name("coverage"))?,
        })
    }
}

/// The mean of weighted values.
fn mean(proof: &mut Proof, weighted: &[(Step, Step)], label: &str) -> Result<Step, ExplainError> {
    let mut products = Vec::with_capacity(weighted.len());
    for (weight, value) in weighted {
        products.push(proof.product(&[*weight, *value], "")?);
    }
    let weights: Vec<Step> = weighted.iter().map(|(weight, _)| *weight).collect();
    let sum = proof.sum(&products, Ratio::ZERO, "weighted sum")?;
    let weights = proof.sum(&weights, Ratio::ZERO, "sum of the weights")?;
    proof.quotient(sum, weights, label)
}
