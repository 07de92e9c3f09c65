//! The text of [`Money`]: `[-]digits[.digits] CODE[:exponent]`.

use std::fmt;
use std::str::FromStr;

use super::amount::Money;
use super::currency::Currency;
use super::error::MoneyError;
use crate::text::{MAX_BYTES, cut, serde_as_text};

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
        let malformed = || MoneyError::Malformed { text: cut(text) };
        let written = Written::read(text).ok_or_else(malformed)?;
        if let Some(currency) = Currency::often(written.currency) {
            return written.amount(*currency);
        }
        if !Currency::is_shaped(written.currency) {
            return Err(malformed());
        }
        written.amount(Currency::from_shaped(written.currency)?)
    }
}

/// The parts of a text that has the form of money.
struct Written<'a> {
    negative: bool,
    /// What the digits before and after the point write together, if it is below `10^38`.
    magnitude: Option<u128>,
    /// How many digits stand after the point.
    decimals: usize,
    /// Not looked at yet.
    currency: &'a str,
}

impl<'a> Written<'a> {
    fn read(text: &'a str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (negative, number) = match text.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, text),
        };
        let (mut digits, mut value, mut whole, mut blank) = (0_usize, 0_u64, None, None);
        for (at, byte) in number.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    value = with_digit(value, byte);
                    digits = digits.saturating_add(1);
                }
                b'.' if whole.is_none() => whole = Some(digits),
                b' ' => {
                    blank = Some(at);
                    break;
                }
                _ => return None,
            }
        }
        let (number, currency) = number.split_at_checked(blank?)?;
        let decimals = digits.saturating_sub(whole.unwrap_or(digits));
        let whole = digits.saturating_sub(decimals);
        let leading_zero = whole > 1 && number.starts_with('0');
        if whole == 0 || leading_zero || number.ends_with('.') {
            return None;
        }
        Some(Self {
            negative,
            magnitude: match digits {
                // 19 digits are below 2^64.
                0..=19 => Some(value.into()),
                20..=38 => Some(many_digits(number)),
                _ => None,
            },
            decimals,
            currency: currency.get(1..)?,
        })
    }

    #[inline]
    fn amount(&self, currency: Currency) -> Result<Money, MoneyError> {
        let exponent = currency.exponent();
        let missing = usize::from(exponent)
            .checked_sub(self.decimals)
            .ok_or(MoneyError::TooPrecise { exponent })?;
        let mut magnitude = self.magnitude;
        for _ in 0..missing {
            magnitude = magnitude.and_then(|value| value.checked_mul(10));
        }
        Money::of(magnitude, self.negative, currency, "reading an amount")
    }
}

#[inline]
fn with_digit(value: u64, digit: u8) -> u64 {
    let digit = u64::from(digit.wrapping_sub(b'0'));
    value.wrapping_mul(10).wrapping_add(digit)
}

/// The number that at most 38 digits write, a point among them or not.
fn many_digits(number: &str) -> u128 {
    let digits = number.bytes().filter(u8::is_ascii_digit);
    digits.fold(0, |value: u128, digit| {
        let digit = u128::from(digit.saturating_sub(b'0'));
        value.saturating_mul(10).saturating_add(digit)
    })
}

serde_as_text!(Money, "an amount such as \"12.50 USD\"");
