//! The text of [`Money`]: `[-]digits[.digits] CODE[:exponent]`.

use std::fmt;
use std::str::FromStr;

use super::amount::Money;
use super::currency::Currency;
use super::error::MoneyError;
use crate::ratio::unsigned_within;
use crate::text::{MAX_BYTES, cut, is_digits, is_whole, serde_as_text};

/// Enough for a sign, 30 digits, a point, a blank and a custom code with its exponent.
const TEXT_BYTES: usize = 48;

/// Bytes written from the right to the left, so that digits come out in order without a heap.
struct Reversed {
    bytes: [u8; TEXT_BYTES],
    start: usize,
}

impl Reversed {
    fn push(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(slot) = self.bytes.get_mut(self.start) {
            *slot = byte;
        }
    }

    fn as_str(&self) -> &str {
        let written = self.bytes.get(self.start..).unwrap_or_default();
        std::str::from_utf8(written).unwrap_or_default()
    }

    /// Digits with the point before the last `decimals` of them, one at least before the point.
    fn push_digits(&mut self, mut value: u128, decimals: u8) {
        let mut place: u8 = 0;
        loop {
            if place == decimals && decimals > 0 {
                self.push(b'.');
            }
            if value == 0 && place > decimals {
                break;
            }
            let digit;
            (value, digit) = split_digit(value);
            self.push(b'0'.wrapping_add(digit));
            place = place.saturating_add(1);
        }
    }
}

/// All digits but the last, and the last; most amounts fit 64 bits, where this is cheap.
fn split_digit(value: u128) -> (u128, u8) {
    let (rest, digit) = match u64::try_from(value) {
        Ok(small) => (
            u128::from(small.div_euclid(10)),
            u128::from(small.rem_euclid(10)),
        ),
        Err(_) => (value.div_euclid(10), value.rem_euclid(10)),
    };
    (rest, u8::try_from(digit).unwrap_or(0))
}

impl fmt::Display for Money {
    /// Writes exactly as many decimals as the currency has; a width is honoured.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Reversed {
            bytes: [0; TEXT_BYTES],
            start: TEXT_BYTES,
        };
        let currency = self.currency();
        if currency.is_custom() {
            text.push_digits(u128::from(currency.exponent()), 0);
            text.push(b':');
        }
        let mut code = [0; 12];
        let mut length: usize = 0;
        for (slot, byte) in code.iter_mut().zip(currency.code_bytes()) {
            *slot = byte;
            length = length.saturating_add(1);
        }
        for byte in code.iter().take(length).rev() {
            text.push(*byte);
        }
        text.push(b' ');
        text.push_digits(self.minor().unsigned_abs(), currency.exponent());
        if self.is_negative() {
            text.push(b'-');
        }
        match (f.width(), f.precision()) {
            (Some(_), None) => f.pad(text.as_str()),
            _ => f.write_str(text.as_str()),
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads an amount; fewer decimals than the currency has are fine, more are refused.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (negative, whole, decimals, currency) =
            shape(text).ok_or_else(|| MoneyError::Malformed { text: cut(text) })?;
        let currency = Currency::from_shaped(currency)?;
        let exponent = currency.exponent();
        let missing = usize::from(exponent)
            .checked_sub(decimals.len())
            .ok_or(MoneyError::TooPrecise { exponent })?;
        let scale = u32::try_from(missing)
            .ok()
            .and_then(|missing| 10_u128.checked_pow(missing));
        let magnitude = unsigned_within(whole, decimals)
            .zip(scale)
            .and_then(|(value, scale)| value.checked_mul(scale));
        Self::of(magnitude, negative, currency, "reading an amount")
    }
}

/// Sign, digits before and after the point, and currency, if the text has the form of money.
fn shape(text: &str) -> Option<(bool, &str, &str, &str)> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let (number, currency) = text.split_once(' ')?;
    let (negative, digits) = match number.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, number),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) if is_digits(decimals) => (whole, decimals),
        Some(_) => return None,
        None => (digits, ""),
    };
    (is_whole(whole) && Currency::is_shaped(currency))
        .then_some((negative, whole, decimals, currency))
}

serde_as_text!(Money, "an amount such as \"12.50 USD\"");
