//! [`ChecklistReport`]: what a review of a checklist comes to.

use super::checklist::{Answer, Checklist, ChecklistItem, Remedy, RemedyRule, Review};
use super::checklist_error::ChecklistError;
use super::id::Id;
use super::schema::Schema;

/// Whether a partnership may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// Everything that applies is a yes.
    Clear,
    /// Everything that is not a yes is addressed.
    ClearWithRemedies,
    /// Something is open.
    Blocked {
        /// What is a no and not addressed.
        no: Vec<Id>,
        /// What is not settled and not addressed.
        not_yet: Vec<Id>,
    },
}

/// What a review of a checklist comes to; every list is in the order of the items.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChecklistReport {
    pub(super) schema: Schema,
    /// The checklist.
    pub checklist: Id,
    /// Whether one may go on.
    pub outcome: Outcome,
    /// What is not a yes, but addressed.
    pub remedied: Vec<Id>,
    /// What is not a yes and has a remedy that is late.
    pub overdue: Vec<Id>,
    /// What has a remedy and needs none.
    pub unused: Vec<Id>,
    /// How many answers are a yes.
    pub yes: u32,
    /// How many items apply.
    pub applicable: u32,
}

impl ChecklistReport {
    /// Returns the items that are not a yes and not addressed: those that are a no first.
    pub fn open(&self) -> impl Iterator<Item = &Id> {
        let (no, not_yet) = match &self.outcome {
            Outcome::Blocked { no, not_yet } => (no.as_slice(), not_yet.as_slice()),
            Outcome::Clear | Outcome::ClearWithRemedies => (&[][..], &[][..]),
        };
        no.iter().chain(not_yet)
    }
}

impl Review {
    /// Whether a remedy was done by the day of the review.
    fn is_done(&self, remedy: &Remedy) -> bool {
        remedy.done_on.is_some_and(|done| done <= self.on)
    }

    /// Whether a remedy addresses its item.
    fn addresses(&self, remedy: &Remedy) -> bool {
        self.is_done(remedy) || (self.rule == RemedyRule::Plan && self.on <= remedy.due)
    }

    /// What was answered to an item.
    pub(super) fn answer_to(&self, item: &Id) -> &Answer {
        self.answers
            .get(item)
            .map_or(&Answer::NotYet, |answered| &answered.answer)
    }
}

impl Checklist {
    /// Goes through the list.
    ///
    /// An item without an answer is not yet settled. A no, and what is not yet settled, is open
    /// until a remedy addresses it: one that is done, or by [`RemedyRule::Plan`] one that is not
    /// overdue; the last day still counts. Anything open blocks (spec/alignment.md 15).
    ///
    /// # Errors
    ///
    /// In this order: [`ChecklistError::UnknownItem`], [`ChecklistError::ReasonMissing`],
    /// [`ChecklistError::RemedyIncomplete`], [`ChecklistError::NothingApplies`].
    pub fn review(&self, review: &Review) -> Result<ChecklistReport, ChecklistError> {
        self.check(review)?;
        let (mut no, mut not_yet) = (Vec::new(), Vec::new());
        let mut report = ChecklistReport {
            schema: Schema,
            checklist: self.id().clone(),
            outcome: Outcome::Clear,
            remedied: Vec::new(),
            overdue: Vec::new(),
            unused: Vec::new(),
            yes: 0,
            applicable: 0,
        };
        for ChecklistItem { id, .. } in self.items() {
            let (answer, remedy) = (review.answer_to(id), review.remedies.get(id));
            if !matches!(answer, Answer::NotApplicable { .. }) {
                report.applicable = report.applicable.saturating_add(1);
            }
            let open = match answer {
                Answer::Yes | Answer::NotApplicable { .. } => {
                    report.yes = report.yes.saturating_add(u32::from(*answer == Answer::Yes));
                    report.unused.extend(remedy.map(|_| id.clone()));
                    continue;
                }
                Answer::No => &mut no,
                Answer::NotYet => &mut not_yet,
            };
            if remedy.is_some_and(|remedy| review.addresses(remedy)) {
                report.remedied.push(id.clone());
            } else {
                open.push(id.clone());
            }
            let late = |remedy: &&Remedy| !review.is_done(remedy) && review.on > remedy.due;
            report
                .overdue
                .extend(remedy.filter(late).map(|_| id.clone()));
        }
        if !no.is_empty() || !not_yet.is_empty() {
            report.outcome = Outcome::Blocked { no, not_yet };
        } else if !report.remedied.is_empty() {
            report.outcome = Outcome::ClearWithRemedies;
        }
        Ok(report)
    }

    fn check(&self, review: &Review) -> Result<(), ChecklistError> {
        let known = |item: &Id| self.items().iter().any(|known| known.id == *item);
        let mut named = review.answers.keys().chain(review.remedies.keys());
        if let Some(item) = named.find(|item| !known(item)) {
            let item = item.clone();
            return Err(ChecklistError::UnknownItem { item });
        }
        for (item, answered) in review.answers.iter() {
            let is_blank = |reason: &String| reason.trim().is_empty();
            if matches!(&answered.answer, Answer::NotApplicable { reason } if is_blank(reason)) {
                let item = item.clone();
                return Err(ChecklistError::ReasonMissing { item });
            }
        }
        for (item, remedy) in review.remedies.iter() {
            if remedy.how.trim().is_empty() || remedy.owner.trim().is_empty() {
                let item = item.clone();
                return Err(ChecklistError::RemedyIncomplete { item });
            }
        }
        let applies = |item: &ChecklistItem| {
            !matches!(review.answer_to(&item.id), Answer::NotApplicable { .. })
        };
        if !self.items().iter().any(applies) {
            return Err(ChecklistError::NothingApplies);
        }
        Ok(())
    }
}
