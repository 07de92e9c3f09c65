//! [`Status`], [`Verdict`] and [`Line`]: what an evaluation says of a criterion and of the whole.

use std::fmt;

use super::id::Id;
use crate::ratio::Ratio;

/// Where a criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Status {
    /// Scored, past none of its limits.
    Met,
    /// Scored, without limits.
    NoFloor,
    /// Past its bridge limit: something has to be done.
    Gap,
    /// Past its reject limit: no fit.
    Breach,
    /// A gap or breach that a waiver lets pass.
    Waived,
    /// Not assessed although it has a limit.
    Unknown,
    /// Not assessed, without limits.
    Unscored,
    /// The question makes no sense for this subject.
    NotApplicable,
}

impl Status {
    /// Returns the name of the status in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NoFloor => "no_floor",
            Self::Gap => "gap",
            Self::Breach => "breach",
            Self::Waived => "waived",
            Self::Unknown => "unknown",
            Self::Unscored => "unscored",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// How bad a scored criterion stands before waivers, best first.
    pub(super) const fn severity(self) -> u8 {
        match self {
            Self::Breach => 2,
            Self::Gap => 1,
            _ => 0,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What an evaluation comes to, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// Every limit is kept.
    Fit,
    /// A gap is left to bridge.
    NeedsBridging,
    /// Too little is known.
    Incomplete,
    /// A breach is left, or more gaps than allowed.
    NoFit,
}

impl Verdict {
    /// Returns the name of the verdict in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::NeedsBridging => "needs_bridging",
            Self::Incomplete => "incomplete",
            Self::NoFit => "no_fit",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What one criterion adds to an evaluation.
///
/// Over all criteria the shares add up to 1, the contributions to the score, and what is lost to
/// the distance of the score from the best. All three are 0 for a criterion that is not scored or
/// has no weight.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Line {
    #[cfg_attr(feature = "serde", serde(rename = "id"))]
    pub(super) criterion: Id,
    pub(super) status: Status,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(super) anchor: Option<String>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(super) good: Option<Ratio>,
    pub(super) share: Ratio,
    pub(super) contribution: Ratio,
    pub(super) lost: Ratio,
}

impl Line {
    /// Returns the criterion.
    pub const fn criterion(&self) -> &Id {
        &self.criterion
    }

    /// Returns where it stands.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Returns what its level means, if the rubric says.
    pub fn anchor(&self) -> Option<&str> {
        self.anchor.as_deref()
    }

    /// Returns what its score is worth on the scale of the rubric.
    pub const fn good(&self) -> Option<Ratio> {
        self.good
    }

    /// Returns its share in the weight of what is scored.
    pub const fn share(&self) -> Ratio {
        self.share
    }

    /// Returns what it adds to the score.
    pub const fn contribution(&self) -> Ratio {
        self.contribution
    }

    /// Returns what it lacks to the best score.
    pub const fn lost(&self) -> Ratio {
        self.lost
    }
}
