//! [`Currency`]: ISO 4217 currencies and custom units.

use std::fmt;
use std::str::FromStr;

use crate::text::{MAX_BYTES, cut, is_whole, serde_as_text};

/// The longest code of a custom unit.
const CODE_BYTES: usize = 12;
/// The code and what follows it.
const PACKED_BYTES: usize = 16;
/// Half of them, which one comparison takes in.
const HALF: usize = 8;
/// The finest custom unit, which is also the finest decimal.
const MAX_EXPONENT: u8 = 28;

/// A currency of ISO 4217, or a custom unit such as a token, point or share.
///
/// Two currencies are equal if code, exponent and kind are: a unit defined anew with another
/// exponent never mixes with the old one. Text is the code, for a custom unit with its exponent:
/// `USD`, `OP:2` (spec/money.md 2).
///
/// # Examples
///
/// ```
/// use partnership::{Currency, Money};
///
/// assert_eq!(Currency::iso("KWD")?.exponent(), 3);
/// let tokens = Currency::custom("OP", 2)?;
/// assert_eq!(Money::from_minor(1_250, tokens).to_string(), "12.50 OP:2");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias = "ISO 4217")]
#[doc(alias = "token")]
#[repr(align(16))]
pub struct Currency {
    /// The code filled up with zeros, the exponent, 1 for a custom unit, zeros: one aligned block
    /// that is copied and compared at once.
    packed: [u8; PACKED_BYTES],
}

/// Declares the constants and the fast path of [`Currency::iso`] from one list.
macro_rules! common {
    ($($code:ident $exponent:literal $name:literal,)*) => {
        impl Currency {
            $(#[doc = $name] pub const $code: Self =
                Self::packed(stringify!($code).as_bytes(), $exponent, false);)*
        }

        /// A code that is looked up often, without the whole table.
        fn common(code: &str) -> Option<&'static Currency> {
            // Numbers compare faster than texts.
            match three(code.as_bytes())? {
                $(code if code == const { key(stringify!($code)) } => Some(&Currency::$code),)*
                _ => None,
            }
        }

        #[cfg(test)]
        const COMMON: &[Currency] = &[$(Currency::$code),*];
    };
}

common! {
    USD 2 "US dollar, 2 decimals.",
    EUR 2 "Euro, 2 decimals.",
    GBP 2 "Pound sterling, 2 decimals.",
    JPY 0 "Yen, no decimals.",
    CHF 2 "Swiss franc, 2 decimals.",
    CNY 2 "Renminbi, 2 decimals.",
    INR 2 "Indian rupee, 2 decimals.",
    CAD 2 "Canadian dollar, 2 decimals.",
    AUD 2 "Australian dollar, 2 decimals.",
    BRL 2 "Brazilian real, 2 decimals.",
    KRW 0 "Won, no decimals.",
    MXN 2 "Mexican peso, 2 decimals.",
    SEK 2 "Swedish krona, 2 decimals.",
    NOK 2 "Norwegian krone, 2 decimals.",
    DKK 2 "Danish krone, 2 decimals.",
    PLN 2 "Zloty, 2 decimals.",
    KWD 3 "Kuwaiti dinar, 3 decimals.",
}

/// A code of three bytes as one number.
const fn three(code: &[u8]) -> Option<u32> {
    match code {
        [first, second, third] => Some(u32::from_be_bytes([0, *first, *second, *third])),
        _ => None,
    }
}

/// The number of a code in the list, none of which is 0.
const fn key(code: &str) -> u32 {
    match three(code.as_bytes()) {
        Some(key) => key,
        None => 0,
    }
}

impl Currency {
    /// Returns the ISO 4217 currency with this code.
    ///
    /// Upper case only. Superseded codes that the table knows (`HRK`) stay readable.
    ///
    /// # Errors
    ///
    /// [`CurrencyError::NoMinorUnit`] for codes such as `XAU` that money is not counted in,
    /// [`CurrencyError::UnknownCode`] for everything else that is no ISO code.
    pub fn iso(code: &str) -> Result<Self, CurrencyError> {
        if let Some(currency) = common(code) {
            return Ok(*currency);
        }
        let known = listed(code).ok_or_else(|| CurrencyError::UnknownCode { code: cut(code) })?;
        let exponent = known
            .exponent()
            .and_then(|exponent| u8::try_from(exponent).ok());
        let exponent = exponent.ok_or_else(|| CurrencyError::NoMinorUnit { code: cut(code) })?;
        Ok(Self::packed(code.as_bytes(), exponent, false))
    }

    /// Returns a unit of your own: tokens, points, shares, hours.
    ///
    /// `code` is 2 to 12 of `A-Z` and `0-9`, a letter first; `exponent` is the number of decimals.
    ///
    /// # Errors
    ///
    /// In this order: [`CurrencyError::BadCode`], [`CurrencyError::ReservedCode`] for a code that
    /// ISO 4217 has, [`CurrencyError::BadExponent`] above 28.
    pub fn custom(code: &str, exponent: u8) -> Result<Self, CurrencyError> {
        let shaped = (2..=CODE_BYTES).contains(&code.len())
            && code.starts_with(|first: char| first.is_ascii_uppercase())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !shaped {
            return Err(CurrencyError::BadCode { code: cut(code) });
        }
        if listed(code).is_some() {
            return Err(CurrencyError::ReservedCode { code: cut(code) });
        }
        if exponent > MAX_EXPONENT {
            return Err(CurrencyError::BadExponent { exponent });
        }
        Ok(Self::packed(code.as_bytes(), exponent, true))
    }

    /// Copies a checked code of at most twelve bytes.
    const fn packed(mut text: &[u8], exponent: u8, custom: bool) -> Self {
        let mut packed = [0; PACKED_BYTES];
        let [code @ .., exponent_at, custom_at, _, _] = &mut packed;
        *exponent_at = exponent;
        *custom_at = if custom { 1 } else { 0 };
        let mut rest: &mut [u8] = code;
        while let (Some((from, from_rest)), Some((to, to_rest))) =
            (text.split_first(), rest.split_first_mut())
        {
            *to = *from;
            text = from_rest;
            rest = to_rest;
        }
        Self { packed }
    }

    /// Returns the code, for example `USD`.
    pub fn code(&self) -> &str {
        let [code @ .., _, _, _, _] = &self.packed;
        let end = code.iter().position(|byte| *byte == 0);
        // Codes are ASCII by construction.
        code.get(..end.unwrap_or(CODE_BYTES))
            .and_then(|code| std::str::from_utf8(code).ok())
            .unwrap_or_default()
    }

    /// Returns the number of decimals of one major unit: 2 for `USD`, 0 for `JPY`.
    pub const fn exponent(&self) -> u8 {
        let [.., exponent, _, _, _] = self.packed;
        exponent
    }

    /// Returns whether this is a unit of your own.
    pub const fn is_custom(&self) -> bool {
        let [.., custom, _, _] = self.packed;
        custom != 0
    }

    /// How many minor units a major unit has.
    pub(crate) fn minor_per_major(self) -> u128 {
        10_u128.checked_pow(u32::from(self.exponent())).unwrap_or(1)
    }

    /// Whether both are one, asked half by half: in a loop over amounts that is two comparisons with
    /// memory, where `==` loads and combines both halves first.
    #[inline]
    pub(super) fn is(self, other: Self) -> bool {
        self.packed.first_chunk::<HALF>() == other.packed.first_chunk::<HALF>()
            && self.packed.last_chunk::<HALF>() == other.packed.last_chunk::<HALF>()
    }

    /// The bytes of the code, without a detour through text.
    pub(super) fn code_bytes(&self) -> impl Iterator<Item = u8> {
        let [code @ .., _, _, _, _] = self.packed;
        code.into_iter().take_while(|byte| *byte != 0)
    }

    /// Whether a text has the form of a currency: a code, perhaps with `:exponent`.
    pub(super) fn is_shaped(text: &str) -> bool {
        let (code, exponent) = match text.split_once(':') {
            Some((code, exponent)) => (code, Some(exponent)),
            None => (text, None),
        };
        !code.is_empty()
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && exponent.is_none_or(|digits| digits.len() <= 2 && is_whole(digits))
    }

    /// A currency that is often read, which is of the form of a currency too.
    #[inline]
    pub(super) fn often(text: &str) -> Option<&'static Self> {
        common(text)
    }

    /// Reads a text that has the form of a currency.
    pub(super) fn from_shaped(text: &str) -> Result<Self, CurrencyError> {
        match text.split_once(':') {
            None => Self::iso(text),
            // Two digits at most, so this parses.
            Some((code, digits)) => Self::custom(code, digits.parse().unwrap_or(u8::MAX)),
        }
    }
}

/// The entry of a code in the ISO table.
fn listed(code: &str) -> Option<iso_currency::Currency> {
    // The table is asked for exactly three capitals, so that its own leniency never shows.
    let shaped = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    iso_currency::Currency::from_code(code).filter(|_| shaped)
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        if self.is_custom() {
            write!(f, ":{}", self.exponent())
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        if text.len() > MAX_BYTES || !Self::is_shaped(text) {
            return Err(CurrencyError::Malformed { text: cut(text) });
        }
        Self::from_shaped(text)
    }
}

serde_as_text!(Currency, "a currency such as \"USD\" or \"OP:2\"");

/// Why a code or a text is no currency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CurrencyError {
    /// ISO 4217 has no such code.
    #[error("unknown currency code {code:?}")]
    UnknownCode {
        /// The code given, cut to 64 characters.
        code: String,
    },
    /// The code names something that has no minor unit, such as gold.
    #[error("{code} has no minor unit to count money in")]
    NoMinorUnit {
        /// The code given.
        code: String,
    },
    /// The code of a custom unit is not 2 to 12 capitals and digits with a letter first.
    #[error("bad code {code:?} of a custom unit: 2 to 12 of A-Z and 0-9, a letter first")]
    BadCode {
        /// The code given, cut to 64 characters.
        code: String,
    },
    /// The code of a custom unit is one of ISO 4217.
    #[error("{code} is a code of ISO 4217 and cannot name a custom unit")]
    ReservedCode {
        /// The code given.
        code: String,
    },
    /// A custom unit with more than 28 decimals.
    #[error("a custom unit has at most 28 decimals, not {exponent}")]
    BadExponent {
        /// The exponent given.
        exponent: u8,
    },
    /// The text has not the form of a currency.
    #[error("malformed currency {text:?}")]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_path_agrees_with_the_table() {
        for currency in COMMON {
            let listed = listed(currency.code()).unwrap();
            assert_eq!(
                listed.exponent(),
                Some(u16::from(currency.exponent())),
                "{currency}"
            );
        }
    }

    #[test]
    fn halves_tell_apart_what_is_not_equal() {
        let custom = |code, exponent| Currency::custom(code, exponent).unwrap();
        let others = [
            custom("OP", 2),
            custom("OP", 3),
            custom("POINTS", 2),
            custom("POINTSSOLD", 2),
            custom("POINTSSOLE", 2),
        ];
        let all: Vec<&Currency> = COMMON.iter().chain(&others).collect();
        for left in &all {
            for right in &all {
                assert_eq!(left.is(**right), left == right, "{left} and {right}");
            }
        }
    }
}
