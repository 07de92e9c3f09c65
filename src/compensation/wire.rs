//! What the papers of this module share on the wire: no `null`, no key twice, bounded ids.

use std::sync::Arc;

use super::canonical::{Canonical, quoted};
use crate::text::{checked_text, cut};

/// The longest id.
const MAX_ID_BYTES: usize = 64;

/// The id of an agreement, item, schedule, part or entry: 1 to 64 visible ASCII characters
/// without `/` and `:` (spec/compensation.md 1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Checks an id.
    ///
    /// # Errors
    ///
    /// [`IdError::Malformed`].
    pub fn new(text: &str) -> Result<Self, IdError> {
        let visible = |byte: u8| byte.is_ascii_graphic() && byte != b'/' && byte != b':';
        if text.is_empty() || text.len() > MAX_ID_BYTES || !text.bytes().all(visible) {
            return Err(IdError::Malformed { text: cut(text) });
        }
        Ok(Self(text.into()))
    }

    /// An id that the crate itself chose, and that its tests hold to the rule.
    pub(super) fn fixed(text: &'static str) -> Self {
        Self(text.into())
    }

    /// An id that stands in until the real one is checked.
    pub(super) fn placeholder() -> Self {
        Self("unnamed".into())
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

checked_text!(
    Id,
    IdError,
    "an id of 1 to 64 visible characters without \"/\" and \":\""
);

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Empty, too long, or with a character that an id cannot have.
    #[error("malformed id {text:?}: 1 to 64 visible ASCII characters without '/' and ':'")]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
}

/// The schema number of a paper; only 1 exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schema;

#[cfg(feature = "serde")]
mod door {

    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};

    use super::Schema;

    impl Serialize for Schema {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_u32(1)
        }
    }

    impl<'de> Deserialize<'de> for Schema {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            match u32::deserialize(deserializer)? {
                1 => Ok(Self),
                other => Err(D::Error::custom(format_args!(
                    "unknown schema {other}, not 1"
                ))),
            }
        }
    }
}

impl Canonical for Id {
    fn canonical(&self, text: &mut String) {
        quoted(text, self.as_str());
    }
}

impl Canonical for Schema {
    fn canonical(&self, text: &mut String) {
        text.push('1');
    }
}

/// Declares a struct of a paper: `required` fields, `optional` ones (which refuse `null`), and
/// `defaulted` ones, which are left out where they hold their default; `required_day` and
/// `optional_day` are dates. Unknown fields are refused, and the canonical text leaves out what
/// the wire form leaves out.
macro_rules! paper {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        paper!(@ [$(#[$meta])*] $name [] [] $($body)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*] [$($texts:tt)*]
        $(#[$doc:meta])* required $field:ident: $type:ty, $($rest:tt)*) => {
        paper!(@ $meta $name [$($done)* $(#[$doc])* pub $field: $type,]
            [$($texts)* {always $field}] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*] [$($texts:tt)*]
        $(#[$doc:meta])* required_day $field:ident, $($rest:tt)*) => {
        paper!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
            pub $field: chrono::NaiveDate,]
            [$($texts)* {always $field}] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*] [$($texts:tt)*]
        $(#[$doc:meta])* optional_day $field:ident, $($rest:tt)*) => {
        paper!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(
                default,
                with = "crate::time::date_text::present",
                skip_serializing_if = "Option::is_none"
            ))]
            pub $field: Option<chrono::NaiveDate>,]
            [$($texts)* {some $field}] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*] [$($texts:tt)*]
        $(#[$doc:meta])* optional $field:ident: $type:ty, $($rest:tt)*) => {
        paper!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(
                default,
                deserialize_with = "crate::text::present",
                skip_serializing_if = "Option::is_none"
            ))]
            pub $field: Option<$type>,]
            [$($texts)* {some $field}] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*] [$($texts:tt)*]
        $(#[$doc:meta])* defaulted $field:ident: $type:ty, $($rest:tt)*) => {
        paper!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(
                default,
                skip_serializing_if = "crate::compensation::wire::is_default"
            ))]
            pub $field: $type,]
            [$($texts)* {other $field}] $($rest)*);
    };
    (@ [$($meta:tt)*] $name:ident [$($done:tt)*] [$({$kind:ident $field:ident})*]) => {
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
        $($meta)*
        pub struct $name { $($done)* }

        impl crate::compensation::canonical::Canonical for $name {
            fn canonical(&self, text: &mut String) {
                text.push('{');
                $(paper!(# $kind self $field text);)*
                text.push('}');
            }
        }
    };
    (# always $self:ident $field:ident $text:ident) => {
        crate::compensation::canonical::field($text, stringify!($field), &$self.$field);
    };
    (# some $self:ident $field:ident $text:ident) => {
        if let Some(value) = &$self.$field {
            crate::compensation::canonical::field($text, stringify!($field), value);
        }
    };
    (# other $self:ident $field:ident $text:ident) => {
        crate::compensation::canonical::unless_default($text, stringify!($field), &$self.$field);
    };
}
pub(super) use paper;

/// Whether a field can be left out.
#[cfg(feature = "serde")]
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
