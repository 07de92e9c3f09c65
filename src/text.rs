//! What every text form shares: cutting a culprit to size, showing a name so that it fools nobody,
//! and travelling through serde as text.

use std::fmt::Write as _;

/// The longest input that any scalar's text door reads.
pub(crate) const MAX_BYTES: usize = 128;

/// The first 64 characters of a text, for an error.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(64).collect()
}

/// The 64-bit FNV-1a hash of a text: it finds slips, not forgery.
pub(crate) fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A control character, a line mark or a direction mark: what a name must not hide.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}')
}

/// A name as one word: in quotes if a blank, a quote or a hidden character would blur its ends.
pub(crate) fn as_one_word(name: &str) -> String {
    let blurred =
        |character: char| character.is_whitespace() || is_hidden(character) || character == '"';
    if name.is_empty() || name.chars().any(blurred) {
        quoted(name)
    } else {
        name.to_owned()
    }
}

/// Things with marks between them.
pub(crate) fn joined<T: std::fmt::Display>(things: &[T], between: &str) -> String {
    let things: Vec<String> = things.iter().map(T::to_string).collect();
    things.join(between)
}

/// A text in quotes, with everything that could fool a reader escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Every hidden character is below 2^16.
            hidden if is_hidden(hidden) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(hidden));
            }
            shown => quoted.push(shown),
        }
    }
    quoted.push('"');
    quoted
}

/// A text that Markdown shows as it stands, also in a cell of a table.
pub(crate) fn without_markup(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '#' | '|' | '~'
        ) {
            shown.push('\\');
        }
        shown.push(character);
    }
    shown
}

/// A text as code in Markdown, outside of a table.
pub(crate) fn code_span(text: &str) -> String {
    // A fence is longer than every run of backticks inside.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.saturating_add(1));
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Digits without a sign and without leading zeros, at least one.
pub(crate) fn is_whole(text: &str) -> bool {
    is_digits(text) && (text.len() == 1 || !text.starts_with('0'))
}

/// One or more ASCII digits.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Serialises a type by its `Display` and reads it by its `FromStr`; anything but text is refused.
macro_rules! serde_as_text {
    ($type:ty, $expected:literal) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!(
                            $expected,
                            ", as text: numbers would lose digits on the way"
                        ))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}
pub(crate) use serde_as_text;

/// What every checked text does beside its doors `new` and `as_str`: it shows as it stands, is
/// parsed by `new`, and travels as text.
macro_rules! checked_text {
    ($type:ident, $error:ident, $expected:literal) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        $crate::text::serde_as_text!($type, $expected);
    };
}
pub(crate) use checked_text;

/// Reads a map in which no key stands twice; derived maps would keep the last value silently.
#[cfg(feature = "serde")]
pub(crate) fn unique_map<'de, D, K, V>(
    deserializer: D,
) -> Result<std::collections::BTreeMap<K, V>, D::Error>
where
    D: serde::Deserializer<'de>,
    K: serde::Deserialize<'de> + Ord + std::fmt::Display,
    V: serde::Deserialize<'de>,
{
    struct Unique<K, V>(std::marker::PhantomData<(K, V)>);
    impl<'de, K, V> serde::de::Visitor<'de> for Unique<K, V>
    where
        K: serde::Deserialize<'de> + Ord + std::fmt::Display,
        V: serde::Deserialize<'de>,
    {
        type Value = std::collections::BTreeMap<K, V>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map in which no key stands twice")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(
            self,
            mut access: A,
        ) -> Result<Self::Value, A::Error> {
            let mut map = Self::Value::new();
            while let Some(key) = access.next_key::<K>()? {
                if map.contains_key(&key) {
                    let twice = format!("the key {key} stands twice");
                    return Err(serde::de::Error::custom(twice));
                }
                map.insert(key, access.next_value()?);
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(Unique(std::marker::PhantomData))
}

/// Reads an optional field: where it stands it holds a value, and `null` is refused.
#[cfg(feature = "serde")]
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Whole numbers that travel as text, without leading zeros.
#[cfg(feature = "serde")]
pub(crate) mod whole {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{cut, is_whole};

    pub(crate) fn serialize<T: Display, S: Serializer>(
        number: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let number = text.parse().ok().filter(|_| is_whole(digits));
        number.ok_or_else(|| {
            let text = cut(&text);
            D::Error::custom(format_args!("{text:?} is no whole number in range"))
        })
    }
}
