//! [`HealthReport`]: what the answers to a health check say.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::check::{CheckError, Dimension, HealthCheck};
use super::level::Level;
use crate::party::PartyId;
use crate::ratio::{Ratio, RatioError};

/// What a party answered to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Answer {
    /// A score on the scale of the check.
    Score(i64),
    /// It cannot tell; as if it had not answered.
    NotAssessed,
    /// The question makes no sense here.
    NotApplicable {
        /// Why.
        reason: String,
    },
}

/// What the parties answered, by party and question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Answers(
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    BTreeMap<PartyId, AnswersOf>,
);

/// The answers of one party, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
struct AnswersOf(
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    BTreeMap<String, Answer>,
);

impl Answers {
    /// Returns no answers.
    pub fn new() -> Self {
        <Self as Default>::default()
    }

    /// Takes down an answer; a later one to the same question counts.
    pub fn give(&mut self, party: PartyId, question: &str, answer: Answer) {
        let AnswersOf(own) = self.0.entry(party).or_default();
        own.insert(question.to_owned(), answer);
    }

    /// Returns what a party answered to a question.
    pub fn of(&self, party: &PartyId, question: &str) -> Option<&Answer> {
        let AnswersOf(own) = self.0.get(party)?;
        own.get(question)
    }

    fn all(&self) -> impl Iterator<Item = (&PartyId, &String, &Answer)> {
        let own = self.0.iter();
        own.flat_map(|(party, AnswersOf(own))| {
            own.iter()
                .map(move |(question, answer)| (party, question, answer))
        })
    }
}

/// What the next report of a check needs to know of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EarlierReport {
    /// The check.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// The lowest mean of a party, by dimension.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub lowest: BTreeMap<String, Ratio>,
}

/// What a dimension looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DimensionReport {
    /// Its id.
    pub id: String,
    /// How well it stands; none if it applies to nobody.
    pub level: Option<Level>,
    /// The lowest mean of a party, which the level follows.
    pub lowest: Option<Ratio>,
    /// The mean of the means of the parties.
    pub mean: Option<Ratio>,
    /// How far the parties lie apart.
    pub gap: Option<Ratio>,
    /// Whether they lie so far apart that it needs a talk.
    pub contested: bool,
    /// What the lowest mean changed by since the report before.
    pub change: Option<Ratio>,
}

/// What the answers say: levels by dimension, and no mean over all, which would hide the red one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HealthReport {
    /// The check.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
    /// The worst level.
    pub overall: Level,
    /// The dimensions at that level, in the order of the check.
    pub drivers: Vec<String>,
    /// The dimensions that apply, those that need most attention first.
    pub attention: Vec<String>,
    /// All dimensions, in the order of the check.
    pub dimensions: Vec<DimensionReport>,
}

impl HealthReport {
    /// Returns what the next report needs to know.
    pub fn earlier(&self) -> EarlierReport {
        let lowest = self.dimensions.iter();
        EarlierReport {
            id: self.id.clone(),
            version: self.version,
            on: self.on,
            lowest: lowest
                .filter_map(|dimension| Some((dimension.id.clone(), dimension.lowest?)))
                .collect(),
        }
    }
}

/// What a party says about a dimension.
enum Voice {
    Mean(Ratio),
    /// Nothing applies to it.
    Out,
    /// It has not answered.
    Silent,
}

impl HealthCheck {
    /// Returns what the answers of the expected parties say.
    ///
    /// The level of a dimension follows the lowest mean of a party: red below `red_below`; else
    /// unknown if a party is silent; else amber below `green_from`; else green
    /// (spec/health-economics.md 4).
    ///
    /// # Errors
    ///
    /// [`CheckError::NoParty`], [`CheckError::DuplicateParty`], [`CheckError::UnknownParty`],
    /// [`CheckError::UnknownQuestion`], [`CheckError::OutOfScale`],
    /// [`CheckError::NothingToScore`], [`CheckError::OtherCheck`],
    /// [`CheckError::DatesReversed`], [`CheckError::Overflow`].
    pub fn report(
        &self,
        on: NaiveDate,
        parties: &[PartyId],
        answers: &Answers,
        previous: Option<&EarlierReport>,
    ) -> Result<HealthReport, CheckError> {
        self.refuse(parties, answers)?;
        if let Some(before) = previous {
            self.refuse_earlier(before, on)?;
        }
        let mut dimensions = Vec::with_capacity(self.draft().dimensions.len());
        for dimension in &self.draft().dimensions {
            let mut report = self.dimension(dimension, parties, answers)?;
            let before = previous.and_then(|before| before.lowest.get(&dimension.id));
            if let (Some(now), Some(before)) = (report.lowest, before) {
                report.change = Some(now.checked_sub(*before)?);
            }
            dimensions.push(report);
        }
        if dimensions
            .iter()
            .all(|dimension| dimension.lowest.is_none())
        {
            return Err(CheckError::NothingToScore);
        }
        let levels = dimensions.iter().filter_map(|dimension| dimension.level);
        let overall = levels.min().ok_or(CheckError::NothingToScore)?;
        let at_worst = dimensions.iter().filter(|one| one.level == Some(overall));
        let mut order: Vec<&DimensionReport> = dimensions
            .iter()
            .filter(|one| one.level.is_some())
            .collect();
        order.sort_by_key(|one| {
            let change = one.change.unwrap_or(Ratio::ZERO);
            (one.level, change, Reverse(one.contested))
        });
        Ok(HealthReport {
            id: self.draft().id.clone(),
            version: self.draft().version,
            on,
            overall,
            drivers: at_worst.map(|one| one.id.clone()).collect(),
            attention: order.into_iter().map(|one| one.id.clone()).collect(),
            dimensions,
        })
    }

    fn refuse(&self, parties: &[PartyId], answers: &Answers) -> Result<(), CheckError> {
        if parties.is_empty() {
            return Err(CheckError::NoParty);
        }
        let mut expected = BTreeSet::new();
        for party in parties {
            if !expected.insert(party) {
                return Err(CheckError::DuplicateParty {
                    party: party.clone(),
                });
            }
        }
        if let Some(party) = answers.0.keys().find(|party| !expected.contains(party)) {
            return Err(CheckError::UnknownParty {
                party: party.clone(),
            });
        }
        let draft = self.draft();
        let questions: BTreeSet<&str> = (draft.dimensions.iter())
            .flat_map(|dimension| &dimension.questions)
            .map(|question| question.id.as_str())
            .collect();
        let mut all = answers.all();
        if let Some((_, question, _)) = all.find(|(_, id, _)| !questions.contains(id.as_str())) {
            return Err(CheckError::UnknownQuestion {
                question: question.clone(),
            });
        }
        for (party, question, answer) in answers.all() {
            match answer {
                Answer::Score(score) if !(draft.min..=draft.max).contains(score) => {
                    return Err(CheckError::OutOfScale {
                        party: party.clone(),
                        question: question.clone(),
                        score: *score,
                        min: draft.min,
                        max: draft.max,
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn refuse_earlier(&self, before: &EarlierReport, on: NaiveDate) -> Result<(), CheckError> {
        if (&before.id, before.version) != (&self.draft().id, self.draft().version) {
            return Err(CheckError::OtherCheck {
                id: before.id.clone(),
                version: before.version,
            });
        }
        if before.on >= on {
            return Err(CheckError::DatesReversed {
                before: before.on,
                on,
            });
        }
        Ok(())
    }

    fn dimension(
        &self,
        dimension: &Dimension,
        parties: &[PartyId],
        answers: &Answers,
    ) -> Result<DimensionReport, CheckError> {
        let mut means = Vec::with_capacity(parties.len());
        let mut is_silent = false;
        for party in parties {
            match voice(dimension, party, answers)? {
                Voice::Mean(mean) => means.push(mean),
                Voice::Silent => is_silent = true,
                Voice::Out => {}
            }
        }
        let lowest = means.iter().min().copied();
        let gap = match (lowest, means.iter().max(), means.len()) {
            (Some(lowest), Some(largest), 2..) => Some(largest.checked_sub(lowest)?),
            _ => None,
        };
        let draft = self.draft();
        let level = match lowest {
            Some(lowest) if lowest < draft.red_below => Some(Level::Red),
            _ if is_silent => Some(Level::Unknown),
            Some(lowest) if lowest < draft.green_from => Some(Level::Amber),
            Some(_) => Some(Level::Green),
            None => None,
        };
        Ok(DimensionReport {
            id: dimension.id.clone(),
            level,
            lowest,
            mean: mean_of(&means)?,
            gap,
            contested: gap.is_some_and(|gap| gap >= draft.contested_gap),
            change: None,
        })
    }
}

/// What a party says about a dimension: the mean of its scored answers, if there are any.
fn voice(dimension: &Dimension, party: &PartyId, answers: &Answers) -> Result<Voice, RatioError> {
    let mut scores = Vec::new();
    let mut is_out = true;
    for question in &dimension.questions {
        match answers.of(party, &question.id) {
            Some(Answer::Score(score)) => scores.push(Ratio::from_integer(*score)),
            Some(Answer::NotApplicable { .. }) => {}
            Some(Answer::NotAssessed) | None => is_out = false,
        }
    }
    Ok(match mean_of(&scores)? {
        Some(mean) => Voice::Mean(mean),
        None if is_out => Voice::Out,
        None => Voice::Silent,
    })
}

/// The mean of values; none of none.
fn mean_of(values: &[Ratio]) -> Result<Option<Ratio>, RatioError> {
    if values.is_empty() {
        return Ok(None);
    }
    let mut sum = Ratio::ZERO;
    let mut count = Ratio::ZERO;
    for value in values {
        sum = sum.checked_add(*value)?;
        count = count.checked_add(Ratio::ONE)?;
    }
    sum.checked_div(count).map(Some)
}
