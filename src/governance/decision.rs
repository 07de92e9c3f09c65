//! [`Proposal`]: who decides by which rule, and what a veto does (G12).

use crate::lifecycle::Key;
use crate::party::PartyId;
use crate::time::{Calendar, Deadline, Moment, Roll, Span, TimeError};

/// Whose consent a decision needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "quorum")]
#[non_exhaustive]
pub enum Rule {
    /// All of these parties.
    Unanimous(Vec<PartyId>),
    /// This party alone.
    Lead(PartyId),
}

/// What a party says of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Vote {
    /// Yes.
    Consent,
    /// No.
    Object,
    /// Neither; it is no consent.
    Abstain,
}

/// One vote of one party.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ballot {
    /// Who votes.
    pub party: PartyId,
    /// What it says.
    pub vote: Vote,
    /// When it says so.
    pub at: Moment,
}

/// The right to stop a decision for a time, with the duty to offer an alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "creative veto")]
pub struct VetoRight {
    /// Who holds it.
    pub holder: PartyId,
    /// The classes of decision that it covers.
    pub classes: Vec<Key>,
    /// How long the holder has for the alternative; [`VetoRight::WITHIN`] business days is usual.
    pub alternative_within: Span,
}

impl VetoRight {
    /// The usual number of business days for an alternative (a convention of this crate).
    pub const WITHIN: u32 = 5;
}

/// A veto, and the alternative that was offered, if one was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Veto {
    /// Who vetoes.
    pub by: PartyId,
    /// When.
    pub at: Moment,
    /// When an alternative was offered.
    #[cfg_attr(feature = "serde", serde(default))]
    pub alternative_at: Option<Moment>,
}

/// What is proposed to whom, and who may decide or stop it.
///
/// See the [module](crate::governance) for an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Proposal {
    /// The class of the decision: major, creative, operational.
    pub class: Key,
    /// Whose consent it needs.
    pub rule: Rule,
    /// Who may vote at all.
    pub parties: Vec<PartyId>,
    /// Who may veto it, if anybody may.
    #[cfg_attr(feature = "serde", serde(default))]
    pub veto_right: Option<VetoRight>,
}

/// Where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// All that are needed consent.
    Adopted {
        /// Since when.
        at: Moment,
    },
    /// Nobody objects, and a consent is missing.
    Open {
        /// Whose, in the order of the rule.
        missing: Vec<PartyId>,
    },
    /// Somebody who is needed objects.
    Rejected {
        /// Who, in the order of the rule.
        by: Vec<PartyId>,
    },
    /// A veto holds it up.
    Vetoed {
        /// Who vetoed.
        by: PartyId,
        /// Until when an alternative must be offered; then the veto lapses.
        alternative_due: Deadline,
    },
    /// A veto came with an alternative in time: this proposal is closed, a new one starts.
    AlternativeOffered {
        /// Who offers it.
        by: PartyId,
    },
}

/// An outcome, and whether a veto came to nothing on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Decision {
    /// Where the proposal stands.
    pub outcome: Outcome,
    /// Whether a veto lapsed for want of an alternative.
    pub veto_lapsed: bool,
}

impl Proposal {
    /// Returns where the proposal stands at a moment.
    ///
    /// What is said after `now` does not exist yet. A party's latest vote counts, of equals the
    /// later in the list; the first instant at which all that are needed consent, or one of them
    /// objects, decides for good. A veto holds until the day for the alternative has passed
    /// (spec/lifecycle.md 9).
    ///
    /// # Errors
    ///
    /// [`DecisionError::Empty`], [`DecisionError::UnknownParty`], [`DecisionError::NoVetoRight`],
    /// [`DecisionError::AlreadyDecided`], [`DecisionError::Time`].
    pub fn decide(
        &self,
        votes: &[Ballot],
        veto: Option<&Veto>,
        now: &Moment,
        calendar: &Calendar,
    ) -> Result<Decision, DecisionError> {
        let outcome = self.counted(votes, now)?;
        let Some(veto) = veto.filter(|veto| veto.at.at() <= now.at()) else {
            return Ok(Decision {
                outcome,
                veto_lapsed: false,
            });
        };
        let right = self.right_to(veto)?;
        if let Outcome::Adopted { at } = outcome {
            if veto.at.at() >= at.at() {
                return Err(DecisionError::AlreadyDecided {
                    by: veto.by.clone(),
                });
            }
        }
        let due = Deadline::after(&veto.at, right.alternative_within, Roll::None, calendar)?;
        let offered = veto.alternative_at.as_ref();
        let in_time = offered.filter(|at| at.at() <= now.at() && !due.passed(at));
        let by = veto.by.clone();
        let (outcome, veto_lapsed) = match (in_time, due.passed(now)) {
            (Some(_), _) => (Outcome::AlternativeOffered { by }, false),
            (None, false) => (
                Outcome::Vetoed {
                    by,
                    alternative_due: due,
                },
                false,
            ),
            (None, true) => (outcome, true),
        };
        Ok(Decision {
            outcome,
            veto_lapsed,
        })
    }

    /// Where the votes alone lead.
    fn counted(&self, votes: &[Ballot], now: &Moment) -> Result<Outcome, DecisionError> {
        let needed = match &self.rule {
            Rule::Unanimous(parties) => parties.as_slice(),
            Rule::Lead(party) => std::slice::from_ref(party),
        };
        if needed.is_empty() {
            return Err(DecisionError::Empty);
        }
        let mut heard: Vec<&Ballot> = votes
            .iter()
            .filter(|ballot| ballot.at.at() <= now.at())
            .collect();
        let named = needed
            .iter()
            .chain(heard.iter().map(|ballot| &ballot.party));
        if let Some(stranger) = named
            .into_iter()
            .find(|party| !self.parties.contains(party))
        {
            return Err(DecisionError::UnknownParty {
                party: stranger.clone(),
            });
        }
        heard.sort_by_key(|ballot| ballot.at.at());
        let mut so_far: Vec<&Ballot> = Vec::with_capacity(heard.len());
        for instant in heard.chunk_by(|left, right| left.at.at() == right.at.at()) {
            so_far.extend(instant);
            let by = said(&so_far, needed, |vote| vote == Some(Vote::Object));
            if !by.is_empty() {
                return Ok(Outcome::Rejected { by });
            }
            let missing = said(&so_far, needed, |vote| vote != Some(Vote::Consent));
            if let ([], Some(last)) = (missing.as_slice(), instant.last()) {
                return Ok(Outcome::Adopted { at: last.at });
            }
        }
        Ok(Outcome::Open {
            missing: said(&so_far, needed, |vote| vote != Some(Vote::Consent)),
        })
    }

    fn right_to(&self, veto: &Veto) -> Result<&VetoRight, DecisionError> {
        let right = self.veto_right.as_ref();
        right
            .filter(|right| right.holder == veto.by && right.classes.contains(&self.class))
            .ok_or_else(|| DecisionError::NoVetoRight {
                by: veto.by.clone(),
                class: self.class.clone(),
            })
    }
}

/// The parties that are needed and whose latest vote, or silence, is such.
fn said(
    ballots: &[&Ballot],
    needed: &[PartyId],
    such: impl Fn(Option<Vote>) -> bool,
) -> Vec<PartyId> {
    let latest = |party: &PartyId| {
        let of_party = ballots.iter().rev().find(|ballot| ballot.party == *party);
        of_party.map(|ballot| ballot.vote)
    };
    let them = needed.iter().filter(|party| such(latest(party)));
    them.cloned().collect()
}

/// Why there is no saying where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// Nobody's consent is needed.
    #[error("a decision that needs nobody's consent")]
    Empty,
    /// A vote, or the rule, names somebody who is no party.
    #[error("{party} is no party to the decision")]
    UnknownParty {
        /// Who.
        party: PartyId,
    },
    /// A veto by another than the holder, or in another class of decision.
    #[error("{by} has no right of veto over a decision of class {class}")]
    NoVetoRight {
        /// Who vetoed.
        by: PartyId,
        /// The class of the decision.
        class: Key,
    },
    /// A veto at or after adoption.
    #[error("the veto of {by} comes after the decision")]
    AlreadyDecided {
        /// Who vetoed.
        by: PartyId,
    },
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] TimeError),
}
