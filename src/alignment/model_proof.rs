//! The proof of a [`ModelChoice`] (spec/explain.md).

use std::collections::BTreeMap;

use crate::explain::{Explanation, Relation, Step};
use crate::ratio::Ratio;

use super::by_id::ById;
use super::id::Id;
use super::model_error::ModelError;
use super::model_profile::{Ideal, ModelProfile, Need, NeedBound, Want};
use super::model_selection::{ModelChoice, ModelSelection, select_model};
use super::proving::{Noted, Proving, named, same};
use super::scale::{Scale, Score};

/// The names of the papers in a proof.
const DOCUMENT: &str = "selection";
const LEVELS: &str = "levels";

/// What every model takes.
struct Basis<'a> {
    selection: &'a ModelSelection,
    levels: &'a ById<Score>,
    /// The ends of the scale, worst and best.
    worst: Step,
    best: Step,
}

/// The steps about the models.
type Models<'a> = BTreeMap<&'a Id, Model>;

struct Model {
    name: Step,
    low: Step,
    high: Step,
}

impl ModelChoice {
    /// Returns the proof of every score, of what is ruled out and of what mixes.
    ///
    /// It reads the documents `selection` and `levels`.
    ///
    /// # Errors
    ///
    /// Those of [`select_model`], and [`ModelError::Explain`] if the choice does not follow from
    /// the papers.
    pub fn explain(
        &self,
        selection: &ModelSelection,
        levels: &ById<Score>,
    ) -> Result<Explanation, ModelError> {
        same(self, &select_model(selection, levels)?)?;
        let mut proving = Proving::about(DOCUMENT);
        let [worst, best] = [Scale::FIVE.min(), Scale::FIVE.max()].map(Score::to_ratio);
        let basis = Basis {
            selection,
            levels,
            worst: proving
                .proof
                .constant("worst_level", worst, "worst rating")?,
            best: proving.proof.constant("best_level", best, "best rating")?,
        };
        let mut models = Models::new();
        for (position, profile) in selection.draft().profiles.iter().enumerate() {
            let path = ["profiles", &position.to_string(), "model"];
            let name = proving.input(&path, named(profile.model().as_str()), "")?;
            let (low, high) = basis.prove_score(&mut proving, position, profile)?;
            models.insert(profile.model(), Model { name, low, high });
            self.prove_needs(&mut proving, &basis, (position, profile), name)?;
        }
        self.prove_scores(&mut proving, &models)?;
        self.prove_hybrid(&mut proving, &basis, &models)?;
        Ok(proving.finish())
    }

    fn prove_scores(&self, proving: &mut Proving, models: &Models<'_>) -> Noted<()> {
        for (position, score) in self.scores.iter().enumerate() {
            let at = position.to_string();
            let path = |key| ["scores", at.as_str(), key];
            if let Some(model) = models.get(&score.model) {
                proving.proves(&path("model"), model.name, named(score.model.as_str()))?;
                proving.proves(&path("low"), model.low, score.low)?;
                proving.proves(&path("high"), model.high, score.high)?;
            }
        }
        for (position, group) in self.order.iter().enumerate() {
            for (member, model) in group.iter().enumerate() {
                if let Some(steps) = models.get(model) {
                    let path = ["order", &position.to_string(), &member.to_string()];
                    proving.proves(&path, steps.name, named(model.as_str()))?;
                }
            }
        }
        for (position, model) in self.possible.iter().enumerate() {
            if let Some(steps) = models.get(model) {
                let path = ["possible", &position.to_string()];
                proving.proves(&path, steps.name, named(model.as_str()))?;
            }
        }
        Ok(())
    }

    /// The models that are near enough to the best of them.
    fn prove_hybrid(
        &self,
        proving: &mut Proving,
        basis: &Basis<'_>,
        models: &Models<'_>,
    ) -> Noted<()> {
        let margin = basis.selection.draft().hybrid_margin;
        let constant = ("hybrid_margin", ModelSelection::default_hybrid_margin());
        let label = "distance to the best within which models mix";
        let margin = proving.threshold(constant, &["hybrid_margin"], margin, label)?;
        let mixed = self.hybrid.iter().filter_map(|model| models.get(model));
        let lows: Vec<Step> = mixed.map(|model| model.low).collect();
        if lows.is_empty() {
            return Ok(());
        }
        let best = proving.proof.largest(&lows, "the best of them")?;
        for (position, model) in self.hybrid.iter().enumerate() {
            if let Some(steps) = models.get(model) {
                let distance = proving
                    .proof
                    .difference(best, steps.low, "behind the best")?;
                let near = proving
                    .proof
                    .compare(distance, margin, Relation::AtMost, "near")?;
                let path = ["hybrid", &position.to_string()];
                proving.lists(&path, (near, steps.name), model.as_str())?;
            }
        }
        Ok(())
    }

    /// What rules a model out, and what could not be checked.
    fn prove_needs(
        &self,
        proving: &mut Proving,
        basis: &Basis<'_>,
        (position, profile): (usize, &ModelProfile),
        name: Step,
    ) -> Noted<()> {
        for (nth, need) in profile.needs().iter().enumerate() {
            let (at, place) = (position.to_string(), nth.to_string());
            let path = |key| ["profiles", at.as_str(), "needs", place.as_str(), key];
            let factor = proving.input(&path("factor"), named(need.factor.as_str()), "")?;
            let is_it =
                |model: &Id, other: &Id| *model == *profile.model() && *other == need.factor;
            // A model may need a factor twice, at least and at most so much.
            let earlier = profile.needs().iter().take(nth);
            let earlier = earlier.filter(|one| one.factor == need.factor);
            let Some(level) = basis.levels.get(&need.factor) else {
                let open = self.unchecked.iter().enumerate();
                let mut open = open.filter(|(_, open)| is_it(&open.model, &open.factor));
                if let Some((at, _)) = open.nth(earlier.count()) {
                    let at = at.to_string();
                    proving.proves(
                        &["unchecked", &at, "model"],
                        name,
                        named(profile.model().as_str()),
                    )?;
                    proving.proves(
                        &["unchecked", &at, "factor"],
                        factor,
                        named(need.factor.as_str()),
                    )?;
                }
                continue;
            };
            if need.bound.admits(*level) {
                continue;
            }
            let earlier = earlier.filter(|one| !one.bound.admits(*level));
            let out = self.ruled_out.iter().enumerate();
            let mut out = out.filter(|(_, out)| is_it(&out.model, &out.factor));
            let Some((at, _)) = out.nth(earlier.count()) else {
                continue;
            };
            let bound = proving.input(
                &path(need.bound.key()),
                need.bound.level().to_ratio(),
                "needed level",
            )?;
            let model = (name, profile.model());
            prove_ruled_out(proving, at, model, (factor, need), (*level, bound))?;
        }
        Ok(())
    }
}

impl Basis<'_> {
    /// What a model comes to as if every unknown level were the worst, and the best.
    fn prove_score(
        &self,
        proving: &mut Proving,
        position: usize,
        profile: &ModelProfile,
    ) -> Noted<(Step, Step)> {
        let draft = self.selection.draft();
        let (mut weights, mut lows, mut highs) = (Vec::new(), Vec::new(), Vec::new());
        for factor in &draft.factors {
            let Some(ideal) = profile.factors().get(factor) else {
                continue;
            };
            let path = ["weights", factor.as_str()];
            let label = format!("parts of {factor}");
            let weight = match draft.weights.get(factor) {
                Some(parts) => proving.input(&path, Ratio::from(*parts), &label)?,
                None => proving.default(&path, Ratio::ONE, &label)?,
            };
            let (low, high) = match self.levels.get(factor) {
                None => (self.worst, self.best),
                Some(level) => {
                    let level = prove_level(proving, factor, *level)?;
                    let rating = self.prove_rating(proving, position, (factor, *ideal), level)?;
                    (rating, rating)
                }
            };
            weights.push(weight);
            lows.push(proving.times(weight, low, "")?);
            highs.push(proving.times(weight, high, "")?);
        }
        let all = proving.sum(&weights, "parts of what the model asks for")?;
        let mut mean = |worth: &[Step], label: &str| {
            let worth = proving.sum(worth, "")?;
            proving
                .proof
                .quotient(worth, all, &format!("{} at {label}", profile.model()))
        };
        Ok((mean(&lows, "the least")?, mean(&highs, "the most")?))
    }

    /// How well a level suits: a point less for each step that it is off.
    fn prove_rating(
        &self,
        proving: &mut Proving,
        position: usize,
        (factor, ideal): (&Id, Ideal),
        level: Step,
    ) -> Noted {
        let at = position.to_string();
        let path = ["profiles", &at, "factors", factor.as_str(), "ideal"];
        let wanted = proving.input(&path, ideal.ideal.to_ratio(), &format!("ideal {factor}"))?;
        let over = proving.proof.difference(level, wanted, "above the ideal")?;
        let under = proving.proof.difference(wanted, level, "below the ideal")?;
        let zero = proving.zero()?;
        let off = match ideal.want {
            Want::Nearer => [over, under],
            Want::AtLeast => [under, zero],
            Want::AtMost => [over, zero],
        };
        let off = proving.proof.largest(&off, "how far off it is")?;
        proving
            .proof
            .difference(self.best, off, &format!("rating of {factor}"))
    }
}

/// The level of a factor.
fn prove_level(proving: &mut Proving, factor: &Id, level: Score) -> Noted {
    let label = format!("level of {factor}");
    proving.input_from(LEVELS, &[factor.as_str()], level.to_ratio(), &label)
}

/// Which level is past the bound of a need.
fn prove_ruled_out(
    proving: &mut Proving,
    at: usize,
    (name, model): (Step, &Id),
    (factor, need): (Step, &Need),
    (level, bound): (Score, Step),
) -> Noted<()> {
    let relation = match need.bound {
        NeedBound::AtLeast(_) => Relation::Less,
        NeedBound::AtMost(_) => Relation::More,
    };
    let step = prove_level(proving, &need.factor, level)?;
    let fails = proving
        .proof
        .compare(step, bound, relation, "it does not work")?;
    let at = at.to_string();
    let path = |key| ["ruled_out", at.as_str(), key];
    proving.lists(&path("model"), (fails, name), model.as_str())?;
    proving.proves(&path("factor"), factor, named(need.factor.as_str()))?;
    proving.proves(&path("level"), step, level.to_ratio())
}
