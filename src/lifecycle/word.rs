//! The words of a definition: keys, names of issues, values of readings, fingerprints of terms.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;

use crate::text::{checked_text, cut, is_digits};

/// The longest key.
const MAX_KEY_BYTES: usize = 64;

/// The longest name of an issue: the reserved prefix, a key and a number fit in.
const MAX_ISSUE_BYTES: usize = 96;

/// The longest value of a reading.
const MAX_VALUE_BYTES: usize = 64;

/// The longest fingerprint.
const MAX_FINGERPRINT_BYTES: usize = 128;

/// Whether a text is `[a-z][a-z0-9_]*` and no longer than so many bytes.
fn is_key(text: &str, most: usize) -> bool {
    let tail_fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= most
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(tail_fits)
}

/// Declares a name whose text is a key of so many bytes.
macro_rules! key_type {
    ($(#[$meta:meta])* pub struct $name:ident: $expected:literal, at most $most:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// Checks a text.
            ///
            /// # Errors
            ///
            /// [`WordError::BadKey`].
            pub fn new(text: &str) -> Result<Self, WordError> {
                if is_key(text, $most) {
                    Ok(Self(Cow::Owned(text.to_owned())))
                } else {
                    Err(WordError::BadKey { text: cut(text) })
                }
            }

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        checked_text!($name, WordError, $expected);
    };
}

key_type! {
    /// The name of a stage, move, gate, party, metric, activity, ladder or level:
    /// `[a-z][a-z0-9_]{0,63}`.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::Key;
    ///
    /// let key: Key = "pilot_review".parse()?;
    /// assert_eq!(key.as_str(), "pilot_review");
    /// assert_eq!(
    ///     "Pilot".parse::<Key>().unwrap_err().to_string(),
    ///     "malformed key \"Pilot\": write lower case, such as pilot_review"
    /// );
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub struct Key: "a key such as \"pilot_review\"", at most MAX_KEY_BYTES
}

key_type! {
    /// The name of an issue: `[a-z][a-z0-9_]{0,95}`.
    ///
    /// A person gives a [`Key`]; what the limit of a stage opens is `limit_of_STAGE_VISIT`.
    pub struct IssueKey: "the name of an issue such as \"late_cut\"", at most MAX_ISSUE_BYTES
}

impl Key {
    /// A key of a preset, which the tests hold to its form.
    pub(crate) const fn known(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl IssueKey {
    /// What the names of issues that a limit opens begin with.
    pub(super) const LIMIT_PREFIX: &'static str = "limit_of_";

    /// The issue that opens when the limit of a visit to a stage passes.
    pub(super) fn of_limit(stage: &Key, visit: u32) -> Self {
        Self(Cow::Owned(format!("{}{stage}_{visit}", Self::LIMIT_PREFIX)))
    }
}

impl From<Key> for IssueKey {
    fn from(key: Key) -> Self {
        Self(key.0)
    }
}

/// The value of a reading or a threshold: `-?digits[.digits]`, at most 64 characters.
///
/// It is kept as it was written and compared exactly.
///
/// # Examples
///
/// ```
/// use std::cmp::Ordering;
///
/// use partnership::lifecycle::Value;
///
/// let reached: Value = "0.200".parse()?;
/// assert_eq!(reached.compare(&"0.2".parse()?), Ordering::Equal);
/// assert_eq!(reached.compare(&"0.21".parse()?), Ordering::Less);
/// assert_eq!(
///     "20%".parse::<Value>().unwrap_err().to_string(),
///     "malformed value \"20%\": write a decimal, such as 0.20"
/// );
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Value(Cow<'static, str>);

impl Value {
    /// Checks a text.
    ///
    /// # Errors
    ///
    /// [`WordError::BadValue`].
    pub fn new(text: &str) -> Result<Self, WordError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        if text.len() <= MAX_VALUE_BYTES && is_digits(whole) && is_digits(fraction) {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(WordError::BadValue { text: cut(text) })
        }
    }

    /// A threshold of a preset, which the tests hold to its form.
    pub(crate) const fn known(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// A count.
    pub(crate) fn whole(count: usize) -> Self {
        Self(Cow::Owned(count.to_string()))
    }

    /// Returns the text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns which of two values is greater, by all their digits.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let (left, right) = (self.parts(), other.parts());
        let magnitude = || {
            let lengths = left.whole.len().cmp(&right.whole.len());
            let digits = || left.whole.cmp(right.whole);
            let fractions = || left.fraction.cmp(right.fraction);
            lengths.then_with(digits).then_with(fractions)
        };
        match (left.is_negative, right.is_negative) {
            (false, false) => magnitude(),
            (true, true) => magnitude().reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }

    /// The digits that count, and the sign of what is not zero.
    fn parts(&self) -> Parts<'_> {
        let (is_minus, unsigned) = match self.0.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, &*self.0),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Parts {
            is_negative: is_minus && !(whole.is_empty() && fraction.is_empty()),
            whole,
            fraction,
        }
    }
}

/// A count, as the reading that it is.
impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self(Cow::Owned(count.to_string()))
    }
}

/// A decimal without the zeros that say nothing.
struct Parts<'a> {
    is_negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

checked_text!(Value, WordError, "a decimal such as \"0.20\"");

/// What identifies the terms that are approved: 1 to 128 visible ASCII characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "hash of the contract")]
pub struct Fingerprint(Box<str>);

impl Fingerprint {
    /// What identifies a paper that the crate itself makes.
    pub(crate) fn known(text: &'static str) -> Self {
        Self(text.into())
    }

    /// Checks a text.
    ///
    /// # Errors
    ///
    /// [`WordError::BadFingerprint`].
    pub fn new(text: &str) -> Result<Self, WordError> {
        let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if (1..=MAX_FINGERPRINT_BYTES).contains(&text.len()) && is_visible {
            Ok(Self(text.into()))
        } else {
            Err(WordError::BadFingerprint { text: cut(text) })
        }
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

checked_text!(Fingerprint, WordError, "a fingerprint of terms");

/// Why a text is no word of a lifecycle (spec/lifecycle.md 1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordError {
    /// The text has not the form of a key.
    #[error("malformed key {text:?}: write lower case, such as pilot_review")]
    BadKey {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The text has not the form of a value.
    #[error("malformed value {text:?}: write a decimal, such as 0.20")]
    BadValue {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The text has not the form of a fingerprint.
    #[error("malformed fingerprint {text:?}: write 1 to 128 visible ASCII characters")]
    BadFingerprint {
        /// What was given, cut to 64 characters.
        text: String,
    },
}
