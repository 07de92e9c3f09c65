//! The proof of what votes come to (spec/explain.md).

use super::agreement_proof::{Vote, Votes, prove_agreement, prove_leniency};
use super::assessment::Rating;
use super::criterion::Polarity;
use super::criterion_proof::prove_good;
use super::id::Id;
use super::panel::{Panel, PanelReport, Policy};
use super::panel_error::PanelError;
use super::proving::{Noted, Proving, named, same};
use super::rubric::Rubric;
use super::scale::Scale;
use crate::explain::{Explanation, Relation, Step, Value};
use crate::ratio::Ratio;

/// The names of papers in a proof.
const PANEL: &str = "panel";
const RUBRIC: &str = "rubric";

impl PanelReport {
    /// Returns the proof of the votes, their aggregate and their spread, of the evaluation, of
    /// how far the assessors agree and of who scores higher than the others.
    ///
    /// It reads the documents `panel`, the ratings by assessor, `rubric`, and `assessment`, what
    /// the votes come to as it stands in the evaluation; the result is the report.
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
        let mut proving = Proving::about("assessment");
        proving.turn_to("assessment", "/evaluation");
        self.evaluation().prove(&mut proving)?;
        proving.turn_to(PANEL, "");
        let ends = prove_scale(&mut proving, &["scale"], rubric.scale())?;
        let one = proving.proof.quotient(ends.step, ends.step, "one vote")?;
        let mut all = Vec::with_capacity(rubric.criteria().len());
        for position in 0..self.criteria().len() {
            let votes = prove_votes(&mut proving, panel, rubric, position, &ends)?;
            self.prove_poll(&mut proving, panel.policy(), position, &votes, one)?;
            self.prove_dissent(&mut proving, rubric, position, &votes)?;
            all.push(votes);
        }
        self.prove_names(&mut proving)?;
        prove_leniency(&mut proving, &all, one, self.leniency())?;
        let (level, agreement) = (panel.level(), self.agreement());
        prove_agreement(&mut proving, &all, one, level, &agreement)?;
        Ok(proving.finish())
    }

    /// How many votes there are on a criterion, what they come to and how far they lie apart.
    fn prove_poll(
        &self,
        proving: &mut Proving,
        policy: Policy,
        position: usize,
        votes: &Votes<'_>,
        one: Step,
    ) -> Noted<()> {
        let Some(summary) = self.criteria().get(position) else {
            return Ok(());
        };
        let at = position.to_string();
        let raws: Vec<Step> = votes.votes.iter().map(|vote| vote.raw.0).collect();
        let count = if raws.is_empty() {
            proving.proof.difference(one, one, "no votes")?
        } else {
            proving.sum(&vec![one; raws.len()], "votes")?
        };
        let number = Ratio::from(crate::wide::count(summary.votes));
        proving.proves(&["criteria", &at, "votes"], count, number)?;
        let (Some(value), Some(spread)) = (summary.value, summary.spread) else {
            return Ok(());
        };
        let least = proving.proof.smallest(&raws, "smallest vote")?;
        let most = proving.proof.largest(&raws, "largest vote")?;
        let width = proving.proof.difference(most, least, "spread")?;
        proving.proves(&["criteria", &at, "spread"], width, spread)?;
        let measure = self.evaluation().rubric().measures().get(position);
        let polarity = measure.map_or(Polarity::HigherIsBetter, |measure| measure.polarity);
        let step = match (policy, polarity) {
            (Policy::Mean, _) => {
                let sum = proving.proof.sum(&raws, Ratio::ZERO, "sum of the votes")?;
                proving.proof.quotient(sum, count, "mean")?
            }
            (Policy::Median, _) => prove_median(proving, raws, count)?,
            (Policy::Worst, Polarity::HigherIsBetter) => least,
            (Policy::Worst, Polarity::LowerIsBetter) => most,
        };
        proving.proves(&["criteria", &at, "value"], step, value)?;
        let id = summary.criterion.as_str();
        let place = ["evaluation", "assessment", "ratings", id, "aggregate"];
        proving.proves(&place, step, value)
    }

    /// Whose vote lies past a limit that the votes together keep.
    fn prove_dissent(
        &self,
        proving: &mut Proving,
        rubric: &Rubric,
        position: usize,
        votes: &Votes<'_>,
    ) -> Noted<()> {
        let Some(criterion) = rubric.criteria().get(position) else {
            return Ok(());
        };
        let relation = match criterion.polarity() {
            Polarity::HigherIsBetter => Relation::Less,
            Polarity::LowerIsBetter => Relation::More,
        };
        for (place, dissent) in self.dissent().iter().enumerate() {
            let mut own = votes.votes.iter();
            let own = own.find(|vote| *vote.assessor == dissent.assessor);
            let (Some(vote), true) = (own, dissent.criterion == *criterion.id()) else {
                continue;
            };
            let assessor = dissent.assessor.as_str();
            let mut past = Vec::new();
            for (name, limit) in criterion.floor().limits() {
                let path = ["criteria", &position.to_string(), "floor", name];
                let limit = proving.input_from(RUBRIC, &path, limit.to_ratio(), "limit")?;
                let label = format!("{assessor} past the {name} limit");
                past.push(proving.proof.compare(vote.raw.0, limit, relation, &label)?);
            }
            let past = proving.proof.any(&past, "past a limit")?;
            let who = proving.first_that_holds(&[(past, assessor)], "nobody", "who")?;
            proving.proves(&["dissent", &place.to_string(), "assessor"], who, assessor)?;
        }
        Ok(())
    }

    /// The names in the lists of the report that read as figures.
    fn prove_names(&self, proving: &mut Proving) -> Noted<()> {
        let name = |proving: &mut Proving, id: &Id| {
            let at = self.evaluation().rubric().position(id).unwrap_or_default();
            let path = ["criteria", &at.to_string(), "id"];
            proving.input_from(RUBRIC, &path, named(id.as_str()), "criterion")
        };
        let lists = [
            ("contested", self.contested()),
            ("split_on_applicability", self.split_on_applicability()),
        ];
        for (list, ids) in lists {
            for (position, id) in ids.iter().enumerate() {
                let step = name(proving, id)?;
                proving.proves(&[list, &position.to_string()], step, named(id.as_str()))?;
            }
        }
        for (position, dissent) in self.dissent().iter().enumerate() {
            let at = position.to_string();
            let step = name(proving, &dissent.criterion)?;
            let written = named(dissent.criterion.as_str());
            proving.proves(&["dissent", &at, "criterion"], step, written)?;
        }
        Ok(())
    }
}

/// The ends and the step of a scale.
struct Ends {
    low: Step,
    high: Step,
    step: Step,
}

fn prove_scale(proving: &mut Proving, path: &[&str], scale: Scale) -> Noted<Ends> {
    let mut read = |name: &'static str, value: Ratio| {
        let path: Vec<&str> = path.iter().copied().chain([name]).collect();
        proving.input_from(RUBRIC, &path, value, &format!("{name} of the scale"))
    };
    Ok(Ends {
        low: read("min", scale.min().to_ratio())?,
        high: read("max", scale.max().to_ratio())?,
        step: read("step", scale.step().to_ratio())?,
    })
}

/// The votes on a criterion, raw and as what they are worth.
fn prove_votes<'a>(
    proving: &mut Proving,
    panel: &'a Panel,
    rubric: &Rubric,
    position: usize,
    common: &Ends,
) -> Noted<Votes<'a>> {
    let mut all = Votes {
        votes: Vec::new(),
        step: common.step,
    };
    let criterion = rubric.criteria().get(position);
    let Some((criterion, measure)) = criterion.zip(rubric.measures().get(position)) else {
        return Ok(all);
    };
    let mut ends = (common.low, common.high);
    if let Some(own) = criterion.own_scale() {
        let at = position.to_string();
        let own = prove_scale(proving, &["criteria", &at, "scale"], own)?;
        (ends, all.step) = ((own.low, own.high), own.step);
    }
    let label = "width of the scale";
    let width = proving.proof.difference(common.high, common.low, label)?;
    let id = criterion.id().as_str();
    for (assessor, ratings) in panel.assessors() {
        let rating = ratings.get(id);
        let scored = [assessor.as_str(), id, "scored", "score"];
        let aggregate = [assessor.as_str(), id, "aggregate"];
        let path: &[&str] = match rating {
            Some(Rating::Aggregate(_)) => &aggregate,
            _ => &scored,
        };
        let Some(vote) = rating.and_then(Rating::value) else {
            continue;
        };
        let label = format!("vote of {assessor} on {id}");
        let raw = proving.input(path, vote, &label)?;
        let label = format!("worth of the vote of {assessor} on {id}");
        let basis = (common.low, width);
        let good = prove_good(proving, basis, ends, measure.polarity, (raw, &label))?;
        let worth = match proving.proof.value(good) {
            Value::Ratio(worth) => *worth,
            _ => vote,
        };
        all.votes.push(Vote {
            assessor,
            raw: (raw, vote),
            good: (good, worth),
        });
    }
    Ok(all)
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
