//! [`Id`]: the name of anything that is scored, or scores.

use std::sync::Arc;

use crate::text::checked_text;

/// The id of a rubric, criterion, subject, assessor, dimension, issue or item: any text that is
/// not blank (spec/alignment.md).
///
/// It is not normalised and compares byte by byte; lists that have no order of their own come in
/// this order. Cloning is cheap.
///
/// # Examples
///
/// ```
/// use partnership::alignment::Id;
///
/// let fit: Id = "strategic-fit".parse()?;
/// assert!(fit < Id::new("vision")?);
/// assert_eq!(Id::new(" ").unwrap_err().to_string(), "an id is blank");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "CriterionId")]
pub struct Id(Arc<str>);

impl Id {
    /// Checks an id.
    ///
    /// # Errors
    ///
    /// [`IdError::BlankId`].
    pub fn new(text: &str) -> Result<Self, IdError> {
        if text.trim().is_empty() {
            return Err(IdError::BlankId);
        }
        Ok(Self(text.into()))
    }

    /// An id that the crate itself chose.
    pub(super) fn fixed(text: &'static str) -> Self {
        Self(text.into())
    }

    /// Returns the text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

checked_text!(Id, IdError, "an id that is not blank");

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Nothing but blanks, or nothing at all.
    #[error("an id is blank")]
    BlankId,
}
