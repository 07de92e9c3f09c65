//! [`DisagreementBrief`]: where the parties stand apart, and what they could agree on (G4).

use std::fmt;

use crate::party::PartyId;
use crate::problem::Problem;

/// What one party says in a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PartyView {
    /// Who says it.
    pub party: PartyId,
    /// What the party asks for.
    pub position: String,
    /// Why: what it needs.
    pub interests: Vec<String>,
}

/// The paper that goes to a mediator.
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::governance::{DisagreementBrief, PartyView};
///
/// let brief = DisagreementBrief {
///     issue: "the length of the second cut".into(),
///     views: vec![PartyView {
///         party: PartyId::new("studio")?,
///         position: "ninety minutes".into(),
///         interests: vec![],
///     }],
///     evidence: vec!["screening of 3 May".into()],
///     compromises: vec!["two lengths".into()],
///     mediators: vec![],
/// };
/// let found: Vec<String> = brief.problems().iter().map(ToString::to_string).collect();
/// assert_eq!(found, ["views[0].interests: studio names no interests"]);
/// assert!(brief.lacks_mediator());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DisagreementBrief {
    /// What it is about.
    pub issue: String,
    /// What each party says.
    pub views: Vec<PartyView>,
    /// What is known.
    pub evidence: Vec<String>,
    /// What both could live with.
    pub compromises: Vec<String>,
    /// Who mediates, named beforehand.
    #[cfg_attr(feature = "serde", serde(default))]
    #[doc(alias = "mediation")]
    pub mediators: Vec<String>,
}

/// What a brief lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DisagreementProblem {
    /// A party says nothing.
    MissingPosition {
        /// Who.
        party: PartyId,
    },
    /// A party gives no reasons.
    MissingInterests {
        /// Who.
        party: PartyId,
    },
    /// Nothing is known.
    NoEvidence,
    /// Nobody offers anything.
    NoCompromise,
}

impl fmt::Display for DisagreementProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingPosition { party } => write!(f, "{party} takes no position"),
            Self::MissingInterests { party } => write!(f, "{party} names no interests"),
            Self::NoEvidence => f.write_str("no evidence"),
            Self::NoCompromise => f.write_str("no compromise is offered"),
        }
    }
}

impl DisagreementBrief {
    /// Returns everything that the brief lacks, party by party, then evidence and compromises.
    pub fn problems(&self) -> Vec<Problem<DisagreementProblem>> {
        let is_blank = |text: &String| text.trim().is_empty();
        let mut problems = Vec::new();
        let mut add = |is_found: bool, place: String, fault: DisagreementProblem| {
            if is_found {
                problems.push(Problem { place, fault });
            }
        };
        for (at, view) in self.views.iter().enumerate() {
            let party = view.party.clone();
            let fault = DisagreementProblem::MissingPosition { party };
            add(
                is_blank(&view.position),
                format!("views[{at}].position"),
                fault,
            );
            let party = view.party.clone();
            let fault = DisagreementProblem::MissingInterests { party };
            let none = view.interests.iter().all(is_blank);
            add(none, format!("views[{at}].interests"), fault);
        }
        let none = self.evidence.iter().all(is_blank);
        add(none, "evidence".to_owned(), DisagreementProblem::NoEvidence);
        let none = self.compromises.iter().all(is_blank);
        add(
            none,
            "compromises".to_owned(),
            DisagreementProblem::NoCompromise,
        );
        problems
    }

    /// Returns whether nobody was named beforehand to mediate, which is legal and unwise.
    #[doc(alias = "NoMediator")]
    pub fn lacks_mediator(&self) -> bool {
        self.mediators.iter().all(|name| name.trim().is_empty())
    }
}
