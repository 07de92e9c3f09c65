//! [`PartyId`] and [`Side`]: who takes part, and on which side.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::text::{checked_text, cut, is_hidden, serde_as_text};

/// The longest name of a party.
const MAX_PARTY_BYTES: usize = 128;

/// The name of a party: a payer, payee, owner or signer.
///
/// 1 to 128 bytes of UTF-8 without control characters, line or direction marks, and without a
/// blank at either end. It is not normalised and compares byte by byte: this order, *party
/// order*, breaks every tie of the crate (spec/money.md 5, spec/splits.md). Cloning is cheap.
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
///
/// let studio = PartyId::new("studio")?;
/// assert!(PartyId::new("Zoe")? < studio);
/// assert_eq!(PartyId::new(" ana").unwrap_err().to_string(), "bad character in a party at byte 0");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "partner")]
pub struct PartyId(Arc<str>);

impl PartyId {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// [`PartyError::Empty`], [`PartyError::TooLong`], [`PartyError::BadCharacter`].
    pub fn new(name: &str) -> Result<Self, PartyError> {
        if name.is_empty() {
            return Err(PartyError::Empty);
        }
        if name.len() > MAX_PARTY_BYTES {
            return Err(PartyError::TooLong {
                text: cut(name),
                bytes: name.len(),
            });
        }
        let end = name.chars().next_back().map_or(0, char::len_utf8);
        let last = name.len().saturating_sub(end);
        for (at, character) in name.char_indices() {
            let at_either_end = at == 0 || at == last;
            if is_hidden(character) || (at_either_end && character.is_whitespace()) {
                return Err(PartyError::BadCharacter { at });
            }
        }
        Ok(Self(name.into()))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for PartyId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

checked_text!(PartyId, PartyError, "the name of a party");

/// Why a text is no name of a party.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartyError {
    /// The name is empty.
    #[error("a party without a name")]
    Empty,
    /// The name is longer than 128 bytes.
    #[error("the name of a party has {bytes} bytes, more than 128: {text:?}")]
    TooLong {
        /// The name given, cut to 64 characters.
        text: String,
        /// Its length.
        bytes: usize,
    },
    /// A control character, a line or direction mark, or a blank at either end.
    #[error("bad character in a party at byte {at}")]
    BadCharacter {
        /// Where it stands, in bytes.
        at: usize,
    },
}

/// One of the two sides of a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Who makes: creator, studio, manufacturer, service provider.
    #[doc(alias = "creator")]
    Producer,
    /// Who brings distribution or money: platform, brand, retailer.
    #[doc(alias = "platform")]
    #[doc(alias = "brand")]
    Partner,
}

impl Side {
    /// Returns the name of the side in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Partner => "partner",
        }
    }

    /// Returns the other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Producer => Self::Partner,
            Self::Partner => Self::Producer,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Side {
    type Err = SideError;

    fn from_str(text: &str) -> Result<Self, SideError> {
        match text {
            "producer" => Ok(Self::Producer),
            "partner" => Ok(Self::Partner),
            _ => Err(SideError::Unknown { text: cut(text) }),
        }
    }
}

serde_as_text!(Side, "\"producer\" or \"partner\"");

/// Why a text names no side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SideError {
    /// The text is neither `producer` nor `partner`.
    #[error("unknown side {text:?}, neither producer nor partner")]
    Unknown {
        /// What was given, cut to 64 characters.
        text: String,
    },
}
