//! [`Source`]: where in which paper a figure stands.

use std::fmt;

use super::pointer::is_pointer;
use crate::text::as_one_word;

/// Where a figure stands: the name of a document and a JSON Pointer into it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawSource"))]
pub struct Source {
    document: String,
    pointer: String,
}

impl Source {
    /// The place, if the pointer is one.
    pub(super) fn new(document: &str, pointer: &str) -> Option<Self> {
        is_pointer(pointer).then(|| Self {
            document: document.to_owned(),
            pointer: pointer.to_owned(),
        })
    }

    /// Returns the name of the document, for example `terms`.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// Returns the pointer (RFC 6901), for example `/versions/0/fee`.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

/// The place as a reader of [`text`](super::Explanation::text) sees it: `terms /versions/0/fee`.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (document, pointer) = (as_one_word(&self.document), as_one_word(&self.pointer));
        write!(f, "{document} {pointer}")
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    document: String,
    pointer: String,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSource> for Source {
    type Error = &'static str;

    fn try_from(raw: RawSource) -> Result<Self, Self::Error> {
        if is_pointer(&raw.pointer) {
            Ok(Self {
                document: raw.document,
                pointer: raw.pointer,
            })
        } else {
            Err("a pointer that is no text of RFC 6901")
        }
    }
}
