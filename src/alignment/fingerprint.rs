//! The fingerprint of a [`Rubric`] and a [`Checklist`]: a hash of all that they say.

use std::fmt::{Display, Write as _};

use super::checklist::Checklist;
use super::criterion::{Criterion, Polarity};
use super::rubric::Rubric;
use super::scale::Score;
use crate::text::fnv1a;

/// The fields of a paper, one after the other.
#[derive(Default)]
struct Fields(String);

impl Fields {
    fn add(&mut self, field: impl Display) {
        let text = field.to_string();
        // Behind its length no text runs into the next; writing to a String cannot fail.
        let _ = write!(self.0, "{}:{text},", text.len());
    }

    fn add_or_none(&mut self, field: Option<impl Display>) {
        match field {
            Some(field) => self.add(field),
            None => self.0.push('-'),
        }
    }

    fn add_criterion(&mut self, criterion: &Criterion) {
        self.add(criterion.id());
        self.add(criterion.label());
        self.add(criterion.question());
        self.add(criterion.weight());
        self.add_or_none(criterion.own_scale());
        self.add(match criterion.polarity() {
            Polarity::HigherIsBetter => "higher",
            Polarity::LowerIsBetter => "lower",
        });
        let limit = |limit: Option<Score>| limit.map(Score::to_ratio);
        self.add_or_none(limit(criterion.floor().reject));
        self.add_or_none(limit(criterion.floor().bridge));
        self.add(criterion.anchors().len());
        for (level, text) in criterion.anchors() {
            self.add(level.to_ratio());
            self.add(text);
        }
    }

    fn fingerprint(&self) -> String {
        format!("{:016x}", fnv1a(&self.0))
    }
}

impl Rubric {
    /// Returns the fingerprint of the rubric: 16 hex digits, a 64-bit FNV-1a hash of all that it
    /// says, labels, questions and anchors too.
    ///
    /// It tells two texts apart that carry one id and version; it is no seal against forgery.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::Rubric;
    ///
    /// let ours = Rubric::three_r();
    /// let mut draft = ours.draft().clone();
    /// draft.criteria[0] = draft.criteria[0].clone().with_question("Do we like them?");
    /// let theirs = draft.build()?;
    /// assert_eq!((theirs.id(), theirs.version()), (ours.id(), ours.version()));
    /// assert_ne!(theirs.fingerprint(), ours.fingerprint());
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn fingerprint(&self) -> String {
        let mut fields = Fields::default();
        fields.add(self.id());
        fields.add(self.version());
        fields.add(self.scale());
        fields.add_or_none(self.max_gaps());
        fields.add(self.min_coverage());
        for criterion in self.criteria() {
            fields.add_criterion(criterion);
        }
        fields.fingerprint()
    }
}

impl Checklist {
    /// Returns the fingerprint of the list: 16 hex digits, a 64-bit FNV-1a hash of all that it
    /// asks.
    pub fn fingerprint(&self) -> String {
        let mut fields = Fields::default();
        fields.add(self.id());
        fields.add(self.version());
        for item in self.items() {
            fields.add(&item.id);
            fields.add(&item.question);
        }
        fields.fingerprint()
    }
}
