//! [`AlignmentModel`]: what each side wants, accepts and insists on, issue by issue.

use std::collections::BTreeSet;

use crate::party::Side;
use crate::problem::{Problem, door};
use crate::ratio::Ratio;

use super::id::Id;
use super::issue_error::IssueError;
use super::sides::BOTH;

/// What a side accepts on an issue, and what it would like best.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Acceptable {
    /// Any number of a closed range: months, videos a week, pay.
    Range {
        /// The least that is accepted.
        from: Ratio,
        /// The most that is accepted.
        to: Ratio,
        /// The goal.
        ideal: Ratio,
    },
    /// Any of some options: licence, shared, buy-out.
    Options {
        /// What is accepted.
        options: BTreeSet<Id>,
        /// The goal.
        ideal: Id,
    },
}

/// Whether a side can move beyond what it accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Firmness {
    /// It can be talked about.
    #[default]
    Negotiable,
    /// It cannot.
    #[doc(alias = "deal-breaker")]
    NonNegotiable,
}

impl Firmness {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negotiable => "negotiable",
            Self::NonNegotiable => "non_negotiable",
        }
    }
}

/// Where a side stands on an issue: constraints, goal, priority and firmness.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Position {
    /// What it accepts, and its goal.
    pub acceptable: Acceptable,
    /// How much the issue counts for it beside its others, in parts.
    #[cfg_attr(feature = "serde", serde(default = "one_part"))]
    pub importance: u32,
    /// Whether it can move.
    #[cfg_attr(feature = "serde", serde(default))]
    pub firmness: Firmness,
}

#[cfg(feature = "serde")]
const fn one_part() -> u32 {
    1
}

impl Position {
    /// Returns a negotiable position of one part on a range.
    pub const fn range(from: Ratio, to: Ratio, ideal: Ratio) -> Self {
        Self::of(Acceptable::Range { from, to, ideal })
    }

    /// Returns a negotiable position of one part on some options.
    pub fn options(options: impl IntoIterator<Item = Id>, ideal: Id) -> Self {
        let options = options.into_iter().collect();
        Self::of(Acceptable::Options { options, ideal })
    }

    const fn of(acceptable: Acceptable) -> Self {
        Self {
            acceptable,
            importance: 1,
            firmness: Firmness::Negotiable,
        }
    }

    /// Says how much the issue counts, in parts.
    #[must_use]
    pub const fn with_importance(mut self, parts: u32) -> Self {
        self.importance = parts;
        self
    }

    /// Says that the side cannot move.
    #[must_use]
    pub const fn non_negotiable(mut self) -> Self {
        self.firmness = Firmness::NonNegotiable;
        self
    }
}

/// An issue, and where each side stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Issue {
    /// Its id: often one of [`AlignmentModel::ISSUES`].
    pub id: Id,
    /// Where the producer stands, if it said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub producer: Option<Position>,
    /// Where the partner stands, if it said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub partner: Option<Position>,
}

impl Issue {
    /// Returns where a side stands.
    pub const fn position(&self, side: Side) -> Option<&Position> {
        match side {
            Side::Producer => self.producer.as_ref(),
            Side::Partner => self.partner.as_ref(),
        }
    }

    /// Where both sides stand, if both said.
    pub(super) const fn stated(&self) -> Option<(&Position, &Position)> {
        match (&self.producer, &self.partner) {
            (Some(producer), Some(partner)) => Some((producer, partner)),
            _ => None,
        }
    }

    /// What is wrong with one position.
    fn fault_of(&self, side: Side) -> Option<IssueError> {
        let issue = self.id.clone();
        match &self.position(side)?.acceptable {
            Acceptable::Range { from, to, .. } if from > to => Some(IssueError::RangeReversed {
                issue,
                side,
                from: *from,
                to: *to,
            }),
            Acceptable::Options { options, .. } if options.is_empty() => {
                Some(IssueError::NoOptions { issue, side })
            }
            Acceptable::Range { from, to, ideal } if ideal < from || ideal > to => {
                let ideal = ideal.to_string();
                Some(IssueError::IdealOutside { issue, side, ideal })
            }
            Acceptable::Options { options, ideal } if !options.contains(ideal) => {
                let ideal = ideal.to_string();
                Some(IssueError::IdealOutside { issue, side, ideal })
            }
            _ => None,
        }
    }
}

/// A model as it is written down; [`Self::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AlignmentDraft {
    /// The gap of shares from which an issue is traded: usually 1/10.
    #[cfg_attr(
        feature = "serde",
        serde(default = "AlignmentModel::default_trade_gap")
    )]
    pub trade_gap: Ratio,
    /// The issues.
    pub issues: Vec<Issue>,
}

impl AlignmentDraft {
    /// Returns a draft with the usual gap.
    pub fn new(issues: impl Into<Vec<Issue>>) -> Self {
        Self {
            trade_gap: AlignmentModel::default_trade_gap(),
            issues: issues.into(),
        }
    }

    /// Checks the model.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<AlignmentModel, IssueError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(AlignmentModel { draft: self }),
        }
    }

    /// Returns every fault of the model with its place.
    ///
    /// In this order: [`IssueError::NoIssues`], [`IssueError::DuplicateIssue`]; of each position
    /// [`IssueError::RangeReversed`], [`IssueError::NoOptions`] or [`IssueError::IdealOutside`];
    /// [`IssueError::KindMismatch`]; of each side [`IssueError::NoImportance`];
    /// [`IssueError::BadTradeGap`].
    pub fn problems(&self) -> Vec<Problem<IssueError>> {
        let mut problems = Vec::new();
        let mut note = |place: String, fault| problems.push(Problem { place, fault });
        if self.issues.is_empty() {
            note("issues".to_owned(), IssueError::NoIssues);
        }
        let mut seen = BTreeSet::new();
        for (position, issue) in self.issues.iter().enumerate() {
            if !seen.insert(&issue.id) {
                let issue = issue.id.clone();
                note(
                    format!("issues[{position}].id"),
                    IssueError::DuplicateIssue { issue },
                );
            }
        }
        for (position, issue) in self.issues.iter().enumerate() {
            for side in BOTH {
                if let Some(fault) = issue.fault_of(side) {
                    note(format!("issues[{position}].{side}"), fault);
                }
            }
        }
        for (position, issue) in self.issues.iter().enumerate() {
            let kinds = issue.stated().map(|(producer, partner)| {
                let is_range =
                    |stand: &Position| matches!(stand.acceptable, Acceptable::Range { .. });
                (is_range(producer), is_range(partner))
            });
            if kinds.is_some_and(|(left, right)| left != right) {
                let issue = issue.id.clone();
                note(
                    format!("issues[{position}]"),
                    IssueError::KindMismatch { issue },
                );
            }
        }
        for side in BOTH {
            let mut positions = self
                .issues
                .iter()
                .filter_map(|issue| issue.position(side))
                .peekable();
            if positions.peek().is_some() && positions.all(|position| position.importance == 0) {
                note("issues".to_owned(), IssueError::NoImportance { side });
            }
        }
        let trade_gap = self.trade_gap;
        if !trade_gap.is_positive() || trade_gap > Ratio::ONE {
            note(
                "trade_gap".to_owned(),
                IssueError::BadTradeGap { trade_gap },
            );
        }
        problems
    }
}

/// Alignment Model: each side's constraints, goals, non-negotiables and priorities over the issues
/// of a deal.
///
/// [`Self::compare`] answers where they agree, where a non-negotiable breaks the deal, and where
/// one side's low priority meets the other's high one (spec/alignment.md 12).
///
/// # Examples
///
/// Rights count for the producer, exclusivity for the partner: each gets its own, and both are
/// 15 points better off than with half of each.
///
/// ```
/// use partnership::Side;
/// use partnership::alignment::{AlignmentDraft, Issue, IssueFinding, Position};
///
/// let range = |from: i64, to: i64, ideal: i64| {
///     Position::range(from.into(), to.into(), ideal.into())
/// };
/// let model = AlignmentDraft::new([
///     Issue {
///         id: "ip-rights".parse()?,
///         producer: Some(range(1, 5, 1).with_importance(80)),
///         partner: Some(range(2, 9, 9).with_importance(50)),
///     },
///     Issue {
///         id: "exclusivity".parse()?,
///         producer: Some(range(0, 12, 0).with_importance(20)),
///         partner: Some(range(3, 24, 12).with_importance(50)),
///     },
/// ]).build()?;
/// let compared = model.compare()?;
/// assert_eq!(compared.issues[0].finding, IssueFinding::Trade);
/// assert_eq!(compared.issues[0].gains, Some(Side::Producer));
/// assert_eq!(compared.trades[0].gain.producer.to_string(), "3/10");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "AlignmentDraft", into = "AlignmentDraft")
)]
pub struct AlignmentModel {
    draft: AlignmentDraft,
}

impl AlignmentModel {
    /// The issues that most partnerships have to settle.
    pub const ISSUES: [&'static str; 10] = [
        "creative-vision",
        "target-audience",
        "content-format",
        "frequency",
        "compensation",
        "ip-rights",
        "termination",
        "exclusivity",
        "volume",
        "creative-control",
    ];

    /// Returns the gap of shares from which an issue is traded if nothing is said: 1/10, a
    /// convention of this crate.
    pub fn default_trade_gap() -> Ratio {
        Ratio::from_percent(10)
    }

    /// Returns the issues in their order.
    pub fn issues(&self) -> &[Issue] {
        &self.draft.issues
    }

    /// Returns the gap of shares from which an issue is traded.
    pub const fn trade_gap(&self) -> Ratio {
        self.draft.trade_gap
    }
}

door!(AlignmentDraft, AlignmentModel, IssueError);
