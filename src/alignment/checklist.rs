//! [`Checklist`]: questions of which every "no" has to be addressed.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::problem::{Problem, door};

use super::by_id::ById;
use super::checklist_error::ChecklistError;
use super::evaluation::Evaluation;
use super::id::Id;
use super::line::Verdict;

/// One question of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ChecklistItem {
    /// Its id.
    pub id: Id,
    /// What is asked; may be empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub question: String,
}

/// What was answered to an item; one that is not answered is not yet settled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It is not settled.
    NotYet,
    /// The question makes no sense here.
    NotApplicable {
        /// Why; not blank.
        reason: String,
    },
}

impl From<&Evaluation> for Answer {
    /// Answers an item by an evaluation: fit is a yes, incomplete is not yet settled, anything
    /// else a no.
    fn from(evaluation: &Evaluation) -> Self {
        match evaluation.verdict() {
            Verdict::Fit => Self::Yes,
            Verdict::Incomplete => Self::NotYet,
            Verdict::NeedsBridging | Verdict::NoFit => Self::No,
        }
    }
}

/// An answer, and what was said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// What was said beside it; changes nothing.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub note: Option<String>,
}

impl From<Answer> for Answered {
    fn from(answer: Answer) -> Self {
        Self { answer, note: None }
    }
}

/// What is done about an item that is not a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Remedy {
    /// What is done; not blank.
    pub how: String,
    /// Who does it; not blank.
    pub owner: String,
    /// The last day for it.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub due: NaiveDate,
    /// When it was done, if it was.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::option"
        )
    )]
    pub done_on: Option<NaiveDate>,
}

/// When a remedy addresses its item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RemedyRule {
    /// As long as it is done or not overdue.
    #[default]
    Plan,
    /// Only once it is done.
    Done,
}

impl RemedyRule {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Done => "done",
        }
    }
}

/// A checklist gone through on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Review {
    /// The day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// When a remedy counts.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rule: RemedyRule,
    /// What was answered, by item.
    #[cfg_attr(feature = "serde", serde(default))]
    pub answers: ById<Answered>,
    /// What is done about items, by item.
    #[cfg_attr(feature = "serde", serde(default))]
    pub remedies: ById<Remedy>,
}

impl Review {
    /// Returns a review without answers, by the rule that a plan is enough.
    pub fn new(on: NaiveDate) -> Self {
        Self {
            on,
            rule: RemedyRule::Plan,
            answers: ById::default(),
            remedies: ById::default(),
        }
    }

    /// Answers an item; a later answer to the same item replaces the earlier.
    #[must_use]
    pub fn answer(mut self, item: Id, answer: impl Into<Answered>) -> Self {
        self.answers.insert(item, answer.into());
        self
    }

    /// Says what is done about an item; a later remedy of the same item replaces the earlier.
    #[must_use]
    pub fn remedy(mut self, item: Id, remedy: Remedy) -> Self {
        self.remedies.insert(item, remedy);
        self
    }
}

/// A checklist as it is written down; [`Self::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ChecklistDraft {
    /// Its name.
    pub id: Id,
    /// Its version, counted from 1.
    #[cfg_attr(feature = "serde", serde(default = "first_version"))]
    pub version: u32,
    /// What is asked, in order.
    pub items: Vec<ChecklistItem>,
}

#[cfg(feature = "serde")]
const fn first_version() -> u32 {
    1
}

impl ChecklistDraft {
    /// Adds an item.
    #[must_use]
    pub fn item(mut self, id: Id, question: &str) -> Self {
        let question = question.to_owned();
        self.items.push(ChecklistItem { id, question });
        self
    }

    /// Checks the list.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<Checklist, ChecklistError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(Checklist { draft: self }),
        }
    }

    /// Returns every fault of the list with its place: [`ChecklistError::EmptyChecklist`], then
    /// [`ChecklistError::DuplicateItem`].
    pub fn problems(&self) -> Vec<Problem<ChecklistError>> {
        let mut problems = Vec::new();
        if self.items.is_empty() {
            problems.push(Problem {
                place: "items".to_owned(),
                fault: ChecklistError::EmptyChecklist,
            });
        }
        let mut seen = BTreeSet::new();
        for (position, item) in self.items.iter().enumerate() {
            if !seen.insert(&item.id) {
                let item = item.id.clone();
                problems.push(Problem {
                    place: format!("items[{position}].id"),
                    fault: ChecklistError::DuplicateItem { item },
                });
            }
        }
        problems
    }
}

/// Questions that are answered before a partnership goes on; every "no" has to be addressed.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Answer, Checklist, Outcome, Remedy, Review};
/// use partnership::time::date;
///
/// let pilot = Checklist::pilot();
/// let mut review = Review::new(date("2026-02-01")?);
/// for item in pilot.items() {
///     review = review.answer(item.id.clone(), Answer::Yes);
/// }
/// assert_eq!(pilot.review(&review)?.outcome, Outcome::Clear);
///
/// // A no blocks, until somebody does something about it in time.
/// let review = review.answer("fixed-duration".parse()?, Answer::No);
/// assert!(matches!(pilot.review(&review)?.outcome, Outcome::Blocked { .. }));
/// let remedy = Remedy {
///     how: "name an end date in the order".into(),
///     owner: "legal".into(),
///     due: date("2026-02-01")?,
///     done_on: None,
/// };
/// let review = review.remedy("fixed-duration".parse()?, remedy);
/// assert_eq!(pilot.review(&review)?.outcome, Outcome::ClearWithRemedies);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "ChecklistDraft", into = "ChecklistDraft")
)]
#[doc(alias = "decision checklist")]
#[doc(alias = "gate")]
pub struct Checklist {
    draft: ChecklistDraft,
}

impl Checklist {
    /// Returns a draft without items, version 1.
    pub const fn builder(id: Id) -> ChecklistDraft {
        ChecklistDraft {
            id,
            version: 1,
            items: Vec::new(),
        }
    }

    /// A list that the crate itself ships, and that its tests hold to the rules.
    pub(crate) fn fixed(id: &'static str, items: &[(&'static str, &'static str)]) -> Self {
        let mut draft = Self::builder(Id::fixed(id));
        for (item, question) in items {
            draft = draft.item(Id::fixed(item), question);
        }
        Self { draft }
    }

    /// Returns its name.
    pub const fn id(&self) -> &Id {
        &self.draft.id
    }

    /// Returns its version, counted from 1.
    pub const fn version(&self) -> u32 {
        self.draft.version
    }

    /// Returns what is asked, in order.
    pub fn items(&self) -> &[ChecklistItem] {
        &self.draft.items
    }
}

door!(ChecklistDraft, Checklist, ChecklistError);
