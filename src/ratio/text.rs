//! The text of a [`Ratio`]: `p/q`, whole numbers, decimals and percents in, lowest terms out.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use super::error::RatioError;
use super::value::Ratio;
use crate::rounding::Rounding;
use crate::text::{MAX_BYTES, cut, is_digits, is_whole, serde_as_text};
use crate::wide::U256;

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_integer() {
            write!(f, "{}", self.numerator())
        } else {
            write!(f, "{}/{}", self.numerator(), self.denominator())
        }
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Ratio {
    type Err = RatioError;

    /// Reads `p`, `p/q`, a decimal or a percent; numerator and denominator *as written* must each
    /// be at most `2^127 - 1`.
    fn from_str(text: &str) -> Result<Self, RatioError> {
        let written =
            Written::read(text).ok_or_else(|| RatioError::Malformed { text: cut(text) })?;
        let overflow = || RatioError::Overflow {
            operation: "reading a ratio",
        };
        let numerator = unsigned_within(written.whole, written.decimals).ok_or_else(overflow)?;
        let denominator = written.denominator().ok_or_else(overflow)?;
        Self::from_magnitudes(numerator, denominator, written.negative)
    }
}

/// The parts of a text that has the form of a ratio.
struct Written<'a> {
    negative: bool,
    whole: &'a str,
    decimals: &'a str,
    below: Option<&'a str>,
    percent: bool,
}

impl<'a> Written<'a> {
    fn read(text: &'a str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals, below, percent) = if let Some((above, below)) = text.split_once('/') {
            (
                above,
                "",
                Some(below).filter(|below| is_whole(below)),
                false,
            )
        } else {
            let (number, percent) = match text.strip_suffix('%') {
                Some(number) => (number, true),
                None => (text, false),
            };
            match number.split_once('.') {
                Some((whole, decimals)) if is_digits(decimals) => (whole, decimals, None, percent),
                Some(_) => return None,
                None => (number, "", None, percent),
            }
        };
        if !is_whole(whole) || (below.is_none() && text.contains('/')) {
            return None;
        }
        Some(Self {
            negative,
            whole,
            decimals,
            below,
            percent,
        })
    }

    fn denominator(&self) -> Option<u128> {
        if let Some(below) = self.below {
            return unsigned_within(below, "");
        }
        let places = u32::try_from(self.decimals.len()).ok()?;
        let scale = 10_u128.checked_pow(places)?;
        let scale = if self.percent {
            scale.checked_mul(100)?
        } else {
            scale
        };
        i128::try_from(scale).is_ok().then_some(scale)
    }
}

/// The number that the digits of `whole` and `decimals` write together, if it is below `2^127`.
fn unsigned_within(whole: &str, decimals: &str) -> Option<u128> {
    let mut value: u128 = 0;
    for digit in whole.bytes().chain(decimals.bytes()) {
        let digit = u128::from(digit.checked_sub(b'0')?);
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    i128::try_from(value).is_ok().then_some(value)
}

impl Ratio {
    /// The plain decimal where it ends, else `p/q`: the form in texts for people.
    pub(crate) fn plain(self) -> String {
        let (twos, rest) = factors(self.denominator().unsigned_abs(), 2);
        let (fives, rest) = factors(rest, 5);
        if rest == 1 {
            decimal(self, 0, twos.max(fives), Rounding::Down)
        } else {
            self.to_string()
        }
    }
}

/// How often a prime divides a number above 0, and what is left then.
fn factors(mut number: u128, prime: u128) -> (usize, u128) {
    let mut times: usize = 0;
    while number.checked_rem(prime) == Some(0) {
        number = number.checked_div(prime).unwrap_or(1);
        times = times.saturating_add(1);
    }
    (times, number)
}

/// `value * 10^shift` with exactly `places` decimals, rounded once, by long division.
pub(super) fn decimal(value: Ratio, shift: usize, places: usize, rounding: Rounding) -> String {
    let divisor = value.denominator().unsigned_abs();
    let magnitude = value.numerator().unsigned_abs();
    let whole = magnitude.checked_div(divisor).unwrap_or(0);
    let mut rest = magnitude.checked_rem(divisor).unwrap_or(0);
    let mut digits = whole.to_string().into_bytes();
    for _ in 0..shift.saturating_add(places) {
        let (digit, left) = U256::product(rest, 10)
            .div_rem(divisor)
            .unwrap_or((U256::ZERO, 0));
        rest = left;
        let digit = digit
            .to_u128()
            .and_then(|digit| u8::try_from(digit).ok())
            .unwrap_or(0);
        digits.push(b'0'.saturating_add(digit));
    }
    let odd = digits.last().is_some_and(|digit| digit & 1 == 1);
    if rounding.goes_up(value.is_negative(), odd, rest, divisor) {
        increment(&mut digits);
    }
    // One digit at least stands before the point; zeros before it are dropped.
    let before = digits.len().saturating_sub(places);
    let zeros = digits
        .iter()
        .take(before.saturating_sub(1))
        .take_while(|d| **d == b'0')
        .count();
    let mut text = String::with_capacity(digits.len().saturating_add(2));
    if value.is_negative() && digits.iter().any(|digit| *digit != b'0') {
        text.push('-');
    }
    for (position, digit) in digits.iter().enumerate().skip(zeros) {
        if position == before {
            text.push('.');
        }
        // Writing to a String cannot fail.
        let _ = text.write_char(char::from(*digit));
    }
    text
}

/// Adds one unit of the last place to decimal digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit = digit.saturating_add(1);
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

serde_as_text!(Ratio, "a ratio such as \"1/3\", \"0.125\" or \"12.5%\"");
