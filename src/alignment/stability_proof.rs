//! The proof of a [`Stability`] (spec/explain.md).

use super::flip::{Flip, RivalLeads};
use super::pair_proof::{PairSteps, Paper, place};
use super::proving::{Proving, named, same};
use super::ranking::{Lead, Ranking};
use super::sensitivity::ahead;
use super::sensitivity_error::SensitivityError;
use super::sensitivity_proof::prove_flip;
use super::stability::Stability;
use crate::explain::{Explanation, Step};

/// The name of the list of evaluations in a proof.
const DOCUMENT: &str = "evaluations";

/// The flips that cut one interval.
struct Cuts {
    name: Step,
    lower: Vec<Step>,
    upper: Vec<Step>,
}

impl Stability {
    /// Returns the proof of every interval: the whole range, cut at the flips of the rivals.
    ///
    /// It reads the document `evaluations`, those that are ranked in their order; the result is the
    /// stability.
    ///
    /// # Errors
    ///
    /// Those of [`Ranking::stability`], and [`SensitivityError::Explain`] if the result does not
    /// follow from the ranking.
    pub fn explain(&self, ranking: &Ranking) -> Result<Explanation, SensitivityError> {
        same(self, &ranking.stability()?)?;
        let mut proving = Proving::about(DOCUMENT);
        let Lead::Alone(leader, rivals) = ranking.leader() else {
            // A stability is of one leader.
            return Ok(proving.finish());
        };
        let paper = Paper::listed(DOCUMENT, 0, leader);
        let subject = paper.subject(&mut proving)?;
        proving.proves(&["leader"], subject, named(self.leader().as_str()))?;
        let (low, high) = paper.ends(&mut proving)?;
        let proof = &mut proving.proof;
        let width = proof.difference(high, low, "width of the scale")?;
        let none = proof.difference(width, width, "no weight at all")?;
        let whole = proof.quotient(width, width, "all of the weight")?;
        let mut cuts = Vec::with_capacity(self.intervals().len());
        for interval in self.intervals() {
            let at = place(leader, &interval.criterion);
            cuts.push(Cuts {
                name: paper.name(&mut proving, at, &interval.criterion)?,
                lower: vec![none],
                upper: vec![whole],
            });
        }
        for (behind, rival) in (1_usize..).zip(rivals) {
            let pair = ahead(leader, rival)?;
            let other = Paper::listed(DOCUMENT, behind, rival);
            let steps = PairSteps::of(&mut proving, (&paper, &other), &pair)?;
            for ((difference, row), cuts) in pair.differences.iter().zip(&steps.rows).zip(&mut cuts)
            {
                let Some(flip) = Flip::of(&pair, difference)? else {
                    continue;
                };
                let (_, share) = prove_flip(&mut proving, &steps, row)?;
                match flip.rival_leads {
                    RivalLeads::Below => cuts.lower.push(share),
                    RivalLeads::Above => cuts.upper.push(share),
                }
            }
        }
        for (position, (interval, cuts)) in self.intervals().iter().zip(&cuts).enumerate() {
            let at = position.to_string();
            let path = |key| ["intervals", at.as_str(), key];
            let name = named(interval.criterion.as_str());
            proving.proves(&path("criterion"), cuts.name, name)?;
            let label = format!("least share of {}", interval.criterion);
            let lower = proving.proof.largest(&cuts.lower, &label)?;
            proving.proves(&path("lower"), lower, interval.lower)?;
            let label = format!("largest share of {}", interval.criterion);
            let upper = proving.proof.smallest(&cuts.upper, &label)?;
            proving.proves(&path("upper"), upper, interval.upper)?;
        }
        Ok(proving.finish())
    }
}
