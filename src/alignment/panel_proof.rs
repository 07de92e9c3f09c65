//! The proof of what votes come to (spec/explain.md).

use super::assessment::Rating;
use super::criterion::Polarity;
use super::panel::{Panel, PanelReport, Policy};
use super::panel_error::PanelError;
use super::proving::{Noted, Proving, same};
use super::rubric::Rubric;
use crate::explain::{Explanation, Step};
use crate::ratio::Ratio;

impl PanelReport {
    /// Returns the proof of the votes, their aggregate and their spread, criterion by criterion.
    ///
    /// It reads the documents `panel`, the ratings by assessor, and `rubric`; the result is the
    /// report. [`Evaluation::explain`](super::Evaluation::explain) proves the rest from the
    /// aggregates.
    ///
    /// # Errors
    ///
    /// Those of [`Panel::report`], and [`PanelError::Explain`] if the report does not follow from
    /// the votes.
    pub fn explain(&self, panel: &Panel, rubric: &Rubric) -> Result<Explanation, PanelError> {
        let assessment = self.evaluation().assessment();
        let (subject, on) = (assessment.subject.clone(), assessment.on);
        same(
            self,
            &panel.report(rubric, subject, on, &assessment.waivers)?,
        )?;
        let mut proving = Proving::about("panel");
        for (position, (summary, measure)) in
            self.criteria().iter().zip(rubric.measures()).enumerate()
        {
            let id = summary.criterion.as_str();
            let at = position.to_string();
            let mut votes = Vec::new();
            for (assessor, ratings) in panel.assessors() {
                let rating = ratings.get(id);
                let path = [assessor.as_str(), id, "scored", "score"];
                let aggregate = [assessor.as_str(), id, "aggregate"];
                let path: &[&str] = match rating {
                    Some(Rating::Aggregate(_)) => &aggregate,
                    _ => &path,
                };
                if let Some(vote) = rating.and_then(Rating::value) {
                    votes.push(proving.input(
                        path,
                        vote,
                        &format!("vote of {assessor} on {id}"),
                    )?);
                }
            }
            let count = prove_count(&mut proving, rubric, votes.len())?;
            let number = Ratio::from(crate::wide::count(summary.votes));
            proving.proves(&["criteria", &at, "votes"], count, number)?;
            if let (Some(value), Some(spread)) = (summary.value, summary.spread) {
                let least = proving.proof.smallest(&votes, "smallest vote")?;
                let most = proving.proof.largest(&votes, "largest vote")?;
                let width = proving.proof.difference(most, least, "spread")?;
                proving.proves(&["criteria", &at, "spread"], width, spread)?;
                let step = match (panel.policy(), measure.polarity) {
                    (Policy::Mean, _) => {
                        let sum = proving.proof.sum(&votes, Ratio::ZERO, "sum of the votes")?;
                        proving.proof.quotient(sum, count, "mean")?
                    }
                    (Policy::Median, _) => prove_median(&mut proving, votes, count)?,
                    (Policy::Worst, Polarity::HigherIsBetter) => least,
                    (Policy::Worst, Polarity::LowerIsBetter) => most,
                };
                proving.proves(&["criteria", &at, "value"], step, value)?;
            }
        }
        Ok(proving.finish())
    }
}

/// How many votes there are: a one for each.
fn prove_count(proving: &mut Proving, rubric: &Rubric, votes: usize) -> Noted {
    let step = rubric.scale().step().to_ratio();
    let step = proving.input_from("rubric", &["scale", "step"], step, "step of the scale")?;
    if votes == 0 {
        return proving.proof.difference(step, step, "no votes");
    }
    let one = proving.proof.quotient(step, step, "one vote")?;
    proving.proof.sum(&vec![one; votes], Ratio::ZERO, "votes")
}

/// The middle one, or the mean of the middle two: the smallest is taken away with the largest until
/// one or two are left.
fn prove_median(proving: &mut Proving, mut votes: Vec<Step>, count: Step) -> Noted {
    let one = proving.proof.quotient(count, count, "one")?;
    while votes.len() > 2 {
        // One pass puts the smallest first, one the largest last.
        for at in (1..votes.len()).rev() {
            sort_pair(proving, &mut votes, at)?;
        }
        for at in 2..votes.len() {
            sort_pair(proving, &mut votes, at)?;
        }
        votes.pop();
        votes.remove(0);
    }
    match votes.as_slice() {
        [left, right] => {
            let sum = proving
                .proof
                .sum(&[*left, *right], Ratio::ZERO, "middle two")?;
            let two = proving.proof.sum(&[one, one], Ratio::ZERO, "two")?;
            proving.proof.quotient(sum, two, "median")
        }
        [middle] => Ok(*middle),
        _ => proving.zero(),
    }
}

/// Puts the smaller of two neighbours first.
fn sort_pair(proving: &mut Proving, votes: &mut [Step], at: usize) -> Noted<()> {
    if let Some([left, right]) = at.checked_sub(1).and_then(|from| votes.get_mut(from..=at)) {
        let pair = [*left, *right];
        *left = proving.proof.smallest(&pair, "the smaller")?;
        *right = proving.proof.largest(&pair, "the larger")?;
    }
    Ok(())
}
