//! [`Charter`]: the paper that both sides sign (G1, L9).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::signature::Signature;
use crate::lifecycle::Fingerprint;
use crate::party::PartyId;
use crate::text::{cut, serde_as_text};

/// What must stand in the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CharterKind {
    /// One page: the first six sections.
    Brief,
    /// All ten sections, resources and sponsors.
    #[doc(alias = "strategic charter")]
    Strategic,
}

/// A section of a charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// What both sides want.
    Objectives,
    /// How one will know that it was worth it.
    SuccessCriteria,
    /// Who does what.
    Roles,
    /// What is measured.
    Kpis,
    /// What is handed over.
    Deliverables,
    /// By when.
    Timelines,
    /// What both sides want in the long run.
    SharedGoals,
    /// Who gives what.
    Resources,
    /// Who decides.
    Governance,
    /// How one will look back.
    Evaluation,
}

impl Section {
    /// All sections, in their order.
    pub const ALL: [Self; 10] = [
        Self::Objectives,
        Self::SuccessCriteria,
        Self::Roles,
        Self::Kpis,
        Self::Deliverables,
        Self::Timelines,
        Self::SharedGoals,
        Self::Resources,
        Self::Governance,
        Self::Evaluation,
    ];

    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Objectives => "objectives",
            Self::SuccessCriteria => "success_criteria",
            Self::Roles => "roles",
            Self::Kpis => "kpis",
            Self::Deliverables => "deliverables",
            Self::Timelines => "timelines",
            Self::SharedGoals => "shared_goals",
            Self::Resources => "resources",
            Self::Governance => "governance",
            Self::Evaluation => "evaluation",
        }
    }

    /// Returns whether a paper of this kind must have the section.
    pub fn is_required(self, kind: CharterKind) -> bool {
        kind == CharterKind::Strategic || self <= Self::Timelines
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Section {
    type Err = CharterError;

    fn from_str(text: &str) -> Result<Self, CharterError> {
        let found = Self::ALL.into_iter().find(|section| section.name() == text);
        found.ok_or_else(|| CharterError::UnknownSection { name: cut(text) })
    }
}

serde_as_text!(Section, "a section of a charter");

/// The brief or charter of a partnership: its words, and who has signed them.
///
/// See [`gaps`](Self::gaps) for what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "partnership brief")]
#[doc(alias = "memorandum of understanding")]
pub struct Charter {
    /// What it says, by section.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub sections: BTreeMap<Section, Vec<String>>,
    /// The paper as it stands now.
    pub fingerprint: Fingerprint,
    /// Who has signed which.
    pub signatures: Vec<Signature>,
}

impl Charter {
    /// A paper in which nothing stands yet.
    pub(crate) fn unwritten() -> Self {
        Self {
            sections: BTreeMap::new(),
            fingerprint: Fingerprint::known("unwritten"),
            signatures: Vec::new(),
        }
    }
}

/// Why a charter cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CharterError {
    /// No section has this name.
    #[error("a charter has no section {name:?}, but {}", Section::ALL.map(Section::name).join(", "))]
    UnknownSection {
        /// What was given, cut to 64 characters.
        name: String,
    },
    /// Somebody signs, owns, or has a part, who is no party.
    #[error("{party} is no party to the charter")]
    UnknownParty {
        /// Who.
        party: PartyId,
    },
}
