//! [`HealthCheck`]: questions on one scale that each party answers alone (H1, H2).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::party::PartyId;
use crate::problem::{Problem, door};
use crate::ratio::{Ratio, RatioError};

/// A question of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Question {
    /// Its id.
    pub id: String,
    /// What is asked; may be empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub text: String,
}

/// What a few questions ask about together: trust, communication.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Dimension {
    /// Its id.
    pub id: String,
    /// Its questions, at least one.
    pub questions: Vec<Question>,
}

/// A health check as a person writes it; [`HealthCheck::new`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CheckDraft {
    /// Its id.
    pub id: String,
    /// Its version: reports of two versions are not compared.
    pub version: u32,
    /// After how many months it comes again.
    pub every_months: u32,
    /// The lowest score.
    #[cfg_attr(feature = "serde", serde(default = "lowest_score"))]
    pub min: i64,
    /// The highest score.
    #[cfg_attr(feature = "serde", serde(default = "highest_score"))]
    pub max: i64,
    /// The mean below which a dimension is red.
    #[cfg_attr(feature = "serde", serde(default = "red_below"))]
    pub red_below: Ratio,
    /// The mean from which a dimension is green.
    #[cfg_attr(feature = "serde", serde(default = "green_from"))]
    pub green_from: Ratio,
    /// The gap between two parties from which a dimension is contested.
    #[cfg_attr(feature = "serde", serde(default = "contested_gap"))]
    pub contested_gap: Ratio,
    /// What it asks about, in the order of the check.
    pub dimensions: Vec<Dimension>,
}

#[cfg(feature = "serde")]
const fn lowest_score() -> i64 {
    CheckDraft::MIN
}

#[cfg(feature = "serde")]
const fn highest_score() -> i64 {
    CheckDraft::MAX
}

/// The mean below which a dimension is red, a convention of this crate.
const fn red_below() -> Ratio {
    Ratio::from_integer(3)
}

/// The mean from which a dimension is green, a convention of this crate.
const fn green_from() -> Ratio {
    Ratio::from_integer(4)
}

/// The gap from which a dimension is contested, a convention of this crate.
const fn contested_gap() -> Ratio {
    Ratio::from_integer(2)
}

impl CheckDraft {
    const MIN: i64 = 1;
    const MAX: i64 = 5;

    /// Returns a check on a scale from 1 to 5, red below 3, green from 4 and contested from a gap
    /// of 2, every three months.
    pub fn new(id: impl Into<String>, dimensions: Vec<Dimension>) -> Self {
        Self {
            id: id.into(),
            version: 1,
            every_months: 3,
            min: Self::MIN,
            max: Self::MAX,
            red_below: red_below(),
            green_from: green_from(),
            contested_gap: contested_gap(),
            dimensions,
        }
    }

    /// Returns all faults at once, each with its place.
    pub fn problems(&self) -> Vec<Problem<CheckError>> {
        let mut problems = Vec::new();
        let mut note = |place: String, fault| problems.push(Problem { place, fault });
        if self.dimensions.is_empty() {
            note("dimensions".to_owned(), CheckError::Empty);
        }
        let (mut dimensions, mut questions) = (BTreeSet::new(), BTreeSet::new());
        for (position, dimension) in self.dimensions.iter().enumerate() {
            let place = format!("dimensions[{position}]");
            if dimension.questions.is_empty() {
                note(place.clone(), CheckError::Empty);
            }
            if !dimensions.insert(&dimension.id) {
                let dimension = dimension.id.clone();
                note(place.clone(), CheckError::DuplicateDimension { dimension });
            }
            for (number, question) in dimension.questions.iter().enumerate() {
                if !questions.insert(&question.id) {
                    note(
                        format!("{place}.questions[{number}]"),
                        CheckError::DuplicateQuestion {
                            question: question.id.clone(),
                        },
                    );
                }
            }
        }
        let (min, max) = (Ratio::from_integer(self.min), Ratio::from_integer(self.max));
        for (field, value, is_good) in [
            ("max", max, min <= max),
            ("red_below", self.red_below, min <= self.red_below),
            (
                "green_from",
                self.green_from,
                self.red_below <= self.green_from && self.green_from <= max,
            ),
            (
                "contested_gap",
                self.contested_gap,
                !self.contested_gap.is_negative(),
            ),
        ] {
            if !is_good {
                note(field.to_owned(), CheckError::BadThreshold { value });
            }
        }
        problems
    }
}

mod sealed_value {
    use super::{CheckDraft, CheckError};

    /// A checked health check: dimensions with questions on one scale.
    ///
    /// # Examples
    ///
    /// One side is content and the other is not: the mean would look well.
    ///
    /// ```
    /// use partnership::PartyId;
    /// use partnership::health::{Answer, Answers, HealthCheck, Level};
    /// use partnership::time::date;
    ///
    /// let check = HealthCheck::quarterly();
    /// let parties = [PartyId::new("film-co")?, PartyId::new("platform")?];
    /// let mut answers = Answers::new();
    /// for (party, score) in parties.iter().zip([2, 5]) {
    ///     for dimension in &check.draft().dimensions {
    ///         for question in &dimension.questions {
    ///             answers.give(party.clone(), &question.id, Answer::Score(score));
    ///         }
    ///     }
    /// }
    /// let report = check.report(date("2026-03-31")?, &parties, &answers, None)?;
    /// assert_eq!(report.overall, Level::Red);
    /// assert_eq!(report.dimensions[0].mean, Some("7/2".parse()?));
    /// assert!(report.dimensions[0].contested);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "CheckDraft", into = "CheckDraft"))]
    #[doc(alias = "survey")]
    #[doc(alias = "assessment")]
    pub struct HealthCheck(CheckDraft);

    impl HealthCheck {
        /// Checks a draft.
        ///
        /// # Errors
        ///
        /// The first of [`CheckDraft::problems`].
        pub fn new(draft: CheckDraft) -> Result<Self, CheckError> {
            match draft.problems().into_iter().next() {
                Some(problem) => Err(problem.fault),
                None => Ok(Self(draft)),
            }
        }

        /// A check whose table a test holds against the door.
        pub(in crate::health) const fn of_table(draft: CheckDraft) -> Self {
            Self(draft)
        }

        /// Returns what was written.
        pub const fn draft(&self) -> &CheckDraft {
            &self.0
        }
    }
}
pub use sealed_value::HealthCheck;

door!(CheckDraft, sealed HealthCheck, CheckError);

/// Why a check is none, or has no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// Nobody is expected to answer.
    #[error("nobody is expected to answer")]
    NoParty,
    /// A party is expected twice.
    #[error("{party} is expected twice")]
    DuplicateParty {
        /// Who.
        party: PartyId,
    },
    /// Somebody answers who is not expected.
    #[error("{party} is not expected to answer")]
    UnknownParty {
        /// Who.
        party: PartyId,
    },
    /// An answer to no question of the check.
    #[error("{question:?} is no question of the check")]
    UnknownQuestion {
        /// Its id.
        question: String,
    },
    /// A score outside the scale.
    #[error("the score {score} of {party} for {question:?} is outside {min} to {max}")]
    OutOfScale {
        /// Who.
        party: PartyId,
        /// The question.
        question: String,
        /// The score.
        score: i64,
        /// The lowest one.
        min: i64,
        /// The highest one.
        max: i64,
    },
    /// A check without a dimension, or a dimension without a question.
    #[error("there is nothing to ask")]
    Empty,
    /// A dimension stands twice.
    #[error("the dimension {dimension:?} stands twice")]
    DuplicateDimension {
        /// Its id.
        dimension: String,
    },
    /// A question stands twice, maybe in two dimensions.
    #[error("the question {question:?} stands twice")]
    DuplicateQuestion {
        /// Its id.
        question: String,
    },
    /// A threshold out of its order.
    #[error("the threshold {value} is out of order")]
    BadThreshold {
        /// The threshold.
        value: Ratio,
    },
    /// Nobody scored anything.
    #[error("nothing was scored")]
    NothingToScore,
    /// The report before is one of another check or version.
    #[error("the report before is of {id:?} version {version}")]
    OtherCheck {
        /// Its check.
        id: String,
        /// Its version.
        version: u32,
    },
    /// The report before is not earlier.
    #[error("the report before is of {before}, which is not earlier than {on}")]
    DatesReversed {
        /// Its day.
        before: NaiveDate,
        /// The day of this report.
        on: NaiveDate,
    },
    /// A figure is beyond the range of a ratio.
    #[error(transparent)]
    Overflow(#[from] RatioError),
    /// The report could not be explained.
    #[error(transparent)]
    Explain(#[from] crate::explain::ExplainError),
}
