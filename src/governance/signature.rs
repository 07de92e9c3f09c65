//! [`Signatures`]: who has signed these very terms (G1, C16).

use chrono::NaiveDate;

use crate::lifecycle::Fingerprint;
use crate::party::PartyId;

/// One signature under one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Signature {
    /// Who signs.
    pub party: PartyId,
    /// What is signed: the fingerprint of the paper.
    pub of: Fingerprint,
    /// When.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub on: NaiveDate,
}

/// A paper by its fingerprint, who must sign it, and the signatures so far.
///
/// A charter, terms and change orders bind by fingerprint: a signature under an earlier text does
/// not count for a later one (spec/lifecycle.md 9).
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::governance::{Signature, Signatures};
/// use partnership::time::date;
///
/// let (studio, platform) = (PartyId::new("studio")?, PartyId::new("platform")?);
/// let signatures = Signatures {
///     parties: vec![studio.clone(), platform.clone()],
///     fingerprint: "v2".parse()?,
///     signatures: vec![
///         Signature { party: studio, of: "v2".parse()?, on: date("2026-01-09")? },
///         Signature { party: platform.clone(), of: "v1".parse()?, on: date("2026-01-08")? },
///     ],
/// };
/// let binding = signatures.binding()?;
/// assert!(!binding.bound);
/// assert_eq!(binding.stale, [platform]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Signatures {
    /// Who must sign.
    pub parties: Vec<PartyId>,
    /// The paper as it stands now.
    pub fingerprint: Fingerprint,
    /// What was signed.
    pub signatures: Vec<Signature>,
}

/// Whether a paper binds, and whose signature it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Binding {
    /// Whether everybody signed this paper.
    pub bound: bool,
    /// Who has not signed it, in the order of the parties.
    pub missing: Vec<PartyId>,
    /// Those of them who signed another one.
    pub stale: Vec<PartyId>,
    /// Since when it binds: the latest of the first signatures.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text::option"))]
    pub bound_on: Option<NaiveDate>,
}

impl Signatures {
    /// Returns whether the paper binds.
    ///
    /// A paper that nobody has to sign binds nobody.
    ///
    /// # Errors
    ///
    /// [`SignatureError::UnknownParty`].
    pub fn binding(&self) -> Result<Binding, SignatureError> {
        let mut signers = self.signatures.iter().map(|signature| &signature.party);
        if let Some(stranger) = signers.find(|signer| !self.parties.contains(signer)) {
            return Err(SignatureError::UnknownParty {
                party: stranger.clone(),
            });
        }
        let of_party = |party: &PartyId| {
            let party = party.clone();
            let all = self.signatures.iter();
            all.filter(move |signature| signature.party == party)
        };
        let first = |party: &PartyId| {
            let valid = of_party(party).filter(|signature| signature.of == self.fingerprint);
            valid.map(|signature| signature.on).min()
        };
        let unsigned = self.parties.iter().filter(|party| first(party).is_none());
        let missing: Vec<PartyId> = unsigned.cloned().collect();
        let stale = missing.iter().filter(|party| of_party(party).count() > 0);
        let bound = missing.is_empty() && !self.parties.is_empty();
        let latest = self.parties.iter().filter_map(first).max();
        Ok(Binding {
            bound,
            stale: stale.cloned().collect(),
            missing,
            bound_on: latest.filter(|_| bound),
        })
    }
}

/// Why there is no saying whether a paper binds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// Somebody signs who is no party.
    #[error("{party} signs and is no party")]
    UnknownParty {
        /// Who.
        party: PartyId,
    },
}
