//! [`select_model`]: which way of working together suits a situation.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::problem::{Problem, door};
use crate::ratio::Ratio;

use super::assessment::{Assessment, Rating};
use super::by_id::ById;
use super::criterion::Criterion;
use super::evaluation::Evaluation;
use super::id::Id;
use super::model_error::ModelError;
use super::model_profile::{Ideal, ModelProfile, Want, level_fault};
use super::presets_model::FACTORS;
use super::ranking::{OrderBy, Ranking, Tier, rank};
use super::rubric::Rubric;
use super::scale::{Scale, Score};
use super::schema::Schema;

/// A selection as it is written down; [`Self::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct SelectionDraft {
    /// The factors: usually the eight of [`ModelSelection::FACTORS`].
    pub factors: Vec<Id>,
    /// How much each factor counts, in parts; one left out has 1.
    pub weights: ById<u32>,
    /// The models: usually those of [`ModelProfile::presets`].
    pub profiles: Vec<ModelProfile>,
    /// How far below the best a model may be to mix with it: usually 1/4.
    pub hybrid_margin: Ratio,
}

impl Default for SelectionDraft {
    fn default() -> Self {
        Self {
            factors: ModelSelection::FACTORS.map(Id::fixed).into(),
            weights: ById::default(),
            profiles: ModelProfile::presets(),
            hybrid_margin: ModelSelection::default_hybrid_margin(),
        }
    }
}

impl SelectionDraft {
    /// Checks the selection.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<ModelSelection, ModelError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(ModelSelection { draft: self }),
        }
    }

    /// Returns every fault of the selection with its place: [`ModelError::Rubric`] for factors and
    /// weights that make no rubric, [`ModelError::UnknownFactor`], [`ModelError::DuplicateModel`],
    /// [`ModelError::BadMargin`].
    pub fn problems(&self) -> Vec<Problem<ModelError>> {
        let mut problems = Vec::new();
        let mut note = |place: String, fault| problems.push(Problem { place, fault });
        if let Err(fault) = self.rubric() {
            note("factors".to_owned(), fault);
        }
        let unknown = |factor: &&Id| !self.factors.contains(factor);
        for factor in self.weights.keys().filter(unknown) {
            let factor = factor.clone();
            note("weights".to_owned(), ModelError::UnknownFactor { factor });
        }
        let mut seen = BTreeSet::new();
        for (position, profile) in self.profiles.iter().enumerate() {
            let needs = profile.needs().iter().map(|need| &need.factor);
            for factor in profile.factors().keys().chain(needs).filter(unknown) {
                let factor = factor.clone();
                let fault = ModelError::UnknownFactor { factor };
                note(format!("profiles[{position}]"), fault);
            }
            if !seen.insert(profile.model()) {
                let model = profile.model().clone();
                let fault = ModelError::DuplicateModel { model };
                note(format!("profiles[{position}].model"), fault);
            }
        }
        let margin = self.hybrid_margin;
        if margin.is_negative() {
            note("hybrid_margin".to_owned(), ModelError::BadMargin { margin });
        }
        problems
    }

    /// How much a factor counts.
    pub(super) fn weight(&self, factor: &Id) -> u32 {
        self.weights.get(factor).copied().unwrap_or(1)
    }

    /// The rubric of which models are the candidates.
    fn rubric(&self) -> Result<Rubric, ModelError> {
        let mut draft = Rubric::builder(Id::fixed("model-selection"));
        for factor in &self.factors {
            draft = draft.criterion(Criterion::new(factor.clone(), self.weight(factor)));
        }
        Ok(draft.build()?)
    }
}

/// The factors of a situation and the models among which it selects.
///
/// Every model is a candidate of one rubric: a factor is worth 5 where its level suits the model,
/// and a point less for each step that it is off (spec/alignment.md 14).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "SelectionDraft", into = "SelectionDraft")
)]
pub struct ModelSelection {
    draft: SelectionDraft,
}

impl Default for ModelSelection {
    /// The models of practice over the usual factors, all alike.
    fn default() -> Self {
        let draft = SelectionDraft::default();
        Self { draft }
    }
}

impl ModelSelection {
    /// The usual factors: the first four are given by practice, the others are a convention of
    /// this crate.
    pub const FACTORS: [&'static str; 8] = {
        let [
            (a, ..),
            (b, ..),
            (c, ..),
            (d, ..),
            (e, ..),
            (f, ..),
            (g, ..),
            (h, ..),
        ] = FACTORS;
        [a, b, c, d, e, f, g, h]
    };

    /// Returns how far below the best a model may be to mix with it if nothing is said: 1/4, a
    /// convention of this crate.
    pub fn default_hybrid_margin() -> Ratio {
        Ratio::from_percent(25)
    }

    /// Returns what the levels of a usual factor mean.
    pub fn levels_of(factor: &str) -> Option<&'static str> {
        let found = FACTORS.iter().find(|(id, ..)| *id == factor);
        found.map(|(_, _, levels)| *levels)
    }

    /// Returns whether practice gives a factor; of the others this crate is the source.
    pub fn is_given_by_practice(factor: &str) -> bool {
        FACTORS.iter().any(|(id, given, _)| *id == factor && *given)
    }

    /// Returns the selection as it was written down.
    pub const fn draft(&self) -> &SelectionDraft {
        &self.draft
    }
}

/// What a model comes to: as if every unknown level were the worst, and the best.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ModelScore {
    /// The model.
    pub model: Id,
    /// The least it can come to.
    pub low: Ratio,
    /// The most it can come to.
    pub high: Ratio,
}

/// A level that a model does not work with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RuledOut {
    /// The model.
    pub model: Id,
    /// The factor that it needs otherwise.
    pub factor: Id,
    /// The level found.
    pub level: Score,
}

/// A need of a model that could not be checked, since the level is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Unchecked {
    /// The model.
    pub model: Id,
    /// The factor that it needs.
    pub factor: Id,
}

/// Which models suit a situation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ModelChoice {
    pub(super) schema: Schema,
    /// What every model that is not ruled out comes to, in the order of the profiles.
    pub scores: Vec<ModelScore>,
    /// These models, best first, in groups of equals.
    pub order: Vec<Vec<Id>>,
    /// What rules models out, in the order of the profiles.
    pub ruled_out: Vec<RuledOut>,
    /// What could not be checked, also of models that are ruled out.
    pub unchecked: Vec<Unchecked>,
    /// The best models, if two or more are near enough to mix, best first.
    pub hybrid: Vec<Id>,
    /// The models that can still be best once every level is known.
    pub possible: Vec<Id>,
}

/// Returns which models suit the levels of a situation.
///
/// A need that a known level fails rules a model out. The others are ranked by what they come to
/// as if every unknown level were the worst (spec/alignment.md 14).
///
/// # Errors
///
/// [`ModelError::UnknownFactor`], [`ModelError::OutOfScale`], [`ModelError::OffStep`],
/// [`ModelError::Overflow`].
///
/// # Examples
///
/// A short relationship rules co-creation out; agile production suits best.
///
/// ```
/// use partnership::alignment::{ById, ModelSelection, Score, select_model};
///
/// let mut levels = ById::default();
/// for (factor, level) in ModelSelection::FACTORS.iter().zip([4, 3, 3, 2, 4, 4, 4, 2]) {
///     levels.insert(factor.parse()?, Score::from(level));
/// }
/// let choice = select_model(&ModelSelection::default(), &levels)?;
/// assert_eq!(choice.order[0], ["agile-production".parse()?]);
/// assert_eq!(choice.ruled_out[0].model.as_str(), "integrated-co-creation");
/// assert_eq!(choice.ruled_out[0].factor.as_str(), "relationship-duration");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn select_model(
    selection: &ModelSelection,
    levels: &ById<Score>,
) -> Result<ModelChoice, ModelError> {
    let draft = &selection.draft;
    for (factor, level) in levels.iter() {
        if !draft.factors.contains(factor) {
            let factor = factor.clone();
            return Err(ModelError::UnknownFactor { factor });
        }
        if let Some(fault) = level_fault(factor, *level) {
            return Err(fault);
        }
    }
    let rubric = draft.rubric()?;
    let (mut ruled_out, mut unchecked) = (Vec::new(), Vec::new());
    let mut evaluations = Vec::new();
    for profile in &draft.profiles {
        let before = ruled_out.len();
        for need in profile.needs() {
            let (model, factor) = (profile.model().clone(), need.factor.clone());
            match levels.get(&need.factor) {
                None => unchecked.push(Unchecked { model, factor }),
                Some(level) if need.bound.admits(*level) => {}
                Some(level) => ruled_out.push(RuledOut {
                    model,
                    factor,
                    level: *level,
                }),
            }
        }
        if ruled_out.len() == before {
            evaluations.push(rubric.evaluate(&assess(draft, profile, levels))?);
        }
    }
    let ranking = rank(&evaluations, OrderBy::Low)?;
    let groups = ranking.tiers().iter().flat_map(Tier::groups);
    Ok(ModelChoice {
        schema: Schema,
        scores: evaluations.iter().map(score_of).collect(),
        order: groups.map(|group| group.members().to_vec()).collect(),
        ruled_out,
        unchecked,
        hybrid: hybrid(&ranking, draft.hybrid_margin)?,
        possible: ranking.possible_leaders().into_iter().cloned().collect(),
    })
}

fn score_of(evaluation: &Evaluation) -> ModelScore {
    ModelScore {
        model: evaluation.subject().clone(),
        low: evaluation.low(),
        high: evaluation.high(),
    }
}

/// How well a situation suits a model, factor by factor.
fn assess(draft: &SelectionDraft, profile: &ModelProfile, levels: &ById<Score>) -> Assessment {
    // No rule of the selection asks for a day.
    let mut assessment = Assessment::new(profile.model().clone(), NaiveDate::default());
    for factor in &draft.factors {
        let rating = match (profile.factors().get(factor), levels.get(factor)) {
            (Some(ideal), Some(level)) => Rating::from(ideal.rating(*level)),
            (Some(_), None) => Rating::NotAssessed,
            (None, _) => Rating::NotApplicable {
                reason: "the model does not ask for it".to_owned(),
            },
        };
        assessment = assessment.rate(factor.clone(), rating);
    }
    assessment
}

impl Ideal {
    /// What a level is worth to a model: 5 where it suits, a point less for each step it is off.
    pub(super) fn rating(self, level: Score) -> Score {
        let [level, ideal, best] =
            [level, self.ideal, Scale::FIVE.max()].map(Score::to_ten_thousandths);
        // Levels are from 1 to 5.
        let over = level.saturating_sub(ideal);
        let distance = match self.want {
            Want::Nearer => over.saturating_abs(),
            Want::AtLeast => over.saturating_neg().max(0),
            Want::AtMost => over.max(0),
        };
        Score::from_ten_thousandths(best.saturating_sub(distance))
    }
}

/// The models of the first tier that are near enough to the best, if two or more.
fn hybrid(ranking: &Ranking, margin: Ratio) -> Result<Vec<Id>, ModelError> {
    let mut near = Vec::new();
    let groups = ranking.tiers().first().map(Tier::groups);
    let mut best = None;
    for group in groups.into_iter().flatten() {
        let Some(key) = group.key() else { continue };
        let first = *best.get_or_insert(key);
        if first.checked_sub(key)? <= margin {
            near.extend(group.members().iter().cloned());
        }
    }
    if near.len() < 2 {
        near.clear();
    }
    Ok(near)
}

door!(SelectionDraft, ModelSelection, ModelError);
