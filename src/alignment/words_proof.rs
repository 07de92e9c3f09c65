//! The names and words of an [`Evaluation`] that read as figures, in its proof.

use std::collections::BTreeMap;

use super::assessment::Rating;
use super::criterion_proof::{ASSESSMENT, RUBRIC};
use super::evaluation::Evaluation;
use super::id::Id;
use super::proving::{Noted, Proving, named};
use crate::explain::{Step, reads_as_figure};

impl Evaluation {
    /// The names and words that read as figures, which a careful reader takes for some.
    pub(super) fn prove_words(&self, proving: &mut Proving) -> Noted<()> {
        let assessment = self.assessment();
        words(
            proving,
            ASSESSMENT,
            &["subject"],
            assessment.subject.as_str(),
        )?;
        for (id, rating) in &assessment.ratings {
            let path = |key| ["ratings", id.as_str(), "scored", key];
            if let Rating::Scored(scored) = rating {
                let by = scored.by.as_ref().map(Id::as_str);
                let evidence = scored.evidence.as_deref();
                for (key, text) in [("by", by), ("evidence", evidence)] {
                    words(proving, ASSESSMENT, &path(key), text.unwrap_or_default())?;
                }
            }
        }
        for (position, waiver) in assessment.waivers.iter().enumerate() {
            let at = position.to_string();
            let path = |key| ["waivers", at.as_str(), key];
            words(
                proving,
                ASSESSMENT,
                &path("criterion"),
                waiver.criterion.as_str(),
            )?;
            words(proving, ASSESSMENT, &path("by"), waiver.by.as_str())?;
        }
        let mut names = BTreeMap::new();
        let criteria = self.rubric().criteria().iter();
        for (position, (criterion, line)) in criteria.zip(self.lines()).enumerate() {
            let at = position.to_string();
            let path = |key| ["criteria", at.as_str(), key];
            words(proving, RUBRIC, &path("label"), criterion.label())?;
            words(proving, RUBRIC, &path("question"), criterion.question())?;
            for (level, text) in criterion.anchors() {
                let path = ["criteria", &at, "anchors", &level.to_string()];
                let step = words(proving, RUBRIC, &path, text)?;
                if let (Some(step), Some(text)) = (step, line.anchor.as_deref()) {
                    if proving.proof.value(step) == &named(text) {
                        proving.proves(&["lines", &at, "anchor"], step, named(text))?;
                    }
                }
            }
            if reads_as_figure(criterion.id().as_str()) {
                let name = named(criterion.id().as_str());
                let name = proving.input_from(RUBRIC, &path("id"), name, "criterion")?;
                names.insert(criterion.id(), name);
            }
        }
        self.prove_lists(proving, &names)
    }

    /// The names of criteria in the lists of the evaluation.
    fn prove_lists(&self, proving: &mut Proving, names: &BTreeMap<&Id, Step>) -> Noted<()> {
        let lists: [(&str, Vec<&Id>); 8] = [
            ("gaps", self.gaps().collect()),
            ("breaches", self.breaches().collect()),
            ("missing", self.missing().collect()),
            (
                "not_applicable",
                self.not_applicable().map(|(id, _)| id).collect(),
            ),
            ("waived", self.waived().collect()),
            ("expired", self.expired().collect()),
            ("unused", self.unused().collect()),
            ("weakest", self.weakest().collect()),
        ];
        for (list, ids) in lists {
            for (position, id) in ids.into_iter().enumerate() {
                if let Some(name) = names.get(id) {
                    let place = [list, &position.to_string()];
                    proving.proves(&place, *name, named(id.as_str()))?;
                }
            }
        }
        Ok(())
    }
}

/// Words of a paper that the evaluation also carries, noted if they read as a figure.
fn words(proving: &mut Proving, document: &str, path: &[&str], text: &str) -> Noted<Option<Step>> {
    if !reads_as_figure(text) {
        return Ok(None);
    }
    proving
        .carried(document, path, named(text), "as written")
        .map(Some)
}
