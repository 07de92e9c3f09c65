//! Settling once more, written from spec/compensation.md over big rationals and plain JSON.
//!
//! It imports nothing of the crate and saves nothing: every statement adds up the whole history
//! anew, from the terms, the activities and the lines that were booked before. Slow, and free to
//! disagree.

mod advance;
mod calendar;
mod cap;
mod due;
mod entry;
mod expand;
mod guarantee;
pub mod history;
mod ledger;
mod line;
mod notice;
pub mod pay;
mod payout;
mod price;
mod reserve;
mod schedule;
pub mod shares;
mod statement;
mod timing;

pub use statement::settle_all;

use num_bigint::BigInt;
use serde_json::Value;

/// A fraction without limits.
pub type Big = num_rational::Ratio<BigInt>;

pub fn whole(number: i64) -> Big {
    Big::from_integer(number.into())
}

/// Minor units of a major unit, as a power of ten; a unit of one's own says it after a colon.
pub fn exponent(currency: &str) -> u32 {
    match currency {
        "JPY" => 0,
        "USD" | "GBP" | "EUR" => 2,
        "KWD" => 3,
        own => own
            .split_once(':')
            .expect("no such currency here")
            .1
            .parse()
            .expect("a number of places"),
    }
}

/// A ratio: `10%`, `1/3`, `-0.125`.
pub fn ratio(text: &str) -> Big {
    if let Some(percent) = text.strip_suffix('%') {
        return ratio(percent) / whole(100);
    }
    if let Some((numerator, denominator)) = text.split_once('/') {
        return ratio(numerator) / ratio(denominator);
    }
    let (integer, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{integer}{decimals}").parse().expect("digits");
    let places = u32::try_from(decimals.len()).expect("few places");
    Big::new(digits, BigInt::from(10).pow(places))
}

/// The major units of money, or of a price.
pub fn major(text: &str) -> Big {
    ratio(text.split_once(' ').expect("a currency").0)
}

/// A field that may be absent, as text.
pub fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value
        .get(key)
        .map(|value| value.as_str().expect("a string"))
}

pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .map_or(&[][..], |value| value.as_array().expect("a list"))
}

pub fn money_of(value: &Value, key: &str) -> Big {
    text(value, key).map_or_else(|| whole(0), major)
}

pub fn ratio_of(value: &Value, key: &str) -> Big {
    text(value, key).map_or_else(|| whole(0), ratio)
}

pub fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

pub fn count_of(value: &Value, key: &str) -> Option<usize> {
    let count = value.get(key)?.as_u64().expect("a count");
    Some(usize::try_from(count).expect("small"))
}

/// Nothing, or the value above it.
pub fn at_least_nothing(value: Big) -> Big {
    value.max(whole(0))
}

/// Parts of a total in proportion to weights: floors, then a minor unit each to the largest
/// fractions, the earliest first (spec/splits.md 1.6).
pub fn installments(total: &Big, weights: &[Big], exponent: u32) -> Vec<Big> {
    let scale = Big::from_integer(BigInt::from(10).pow(exponent));
    let units = total * &scale;
    let all: Big = weights.iter().sum();
    let exact: Vec<Big> = weights
        .iter()
        .map(|weight| &units * weight / &all)
        .collect();
    let mut parts: Vec<Big> = exact.iter().map(Big::floor).collect();
    let mut left = units - parts.iter().sum::<Big>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(&exact[*index] - &parts[*index]));
    for index in order {
        if left > whole(0) {
            parts[index] += whole(1);
            left -= whole(1);
        }
    }
    parts.into_iter().map(|part| part / &scale).collect()
}

/// A whole number by one of the rounding rules (spec/money.md 4).
pub fn rounded(value: &Big, rule: &str) -> BigInt {
    let half = Big::new(1.into(), 2.into());
    let floor = value.floor();
    let rest = value - &floor;
    let nearest_up = rest > half;
    let tie = rest == half;
    let negative = *value < whole(0);
    let up = match rule {
        "half_away_from_zero" => nearest_up || (tie && !negative),
        "half_even" => nearest_up || (tie && floor.to_integer() % 2 != BigInt::from(0)),
        "down" => negative && rest > whole(0),
        "up" => !negative && rest > whole(0),
        "floor" => false,
        "ceiling" => rest > whole(0),
        other => panic!("no such rounding: {other}"),
    };
    floor.to_integer() + i32::from(up)
}

/// Money as it is written.
pub fn money_text(value: &Big, currency: &str) -> String {
    let places = exponent(currency);
    let minor = value * Big::from_integer(BigInt::from(10).pow(places));
    assert!(minor.is_integer(), "{value} is no money");
    let minor = minor.to_integer();
    let sign = if minor < BigInt::from(0) { "-" } else { "" };
    let width = usize::try_from(places).expect("few") + 1;
    let digits = minor.magnitude().to_string();
    let digits = format!("{digits:0>width$}");
    let (major, minor) = digits.split_at(digits.len() - width + 1);
    let point = if minor.is_empty() { "" } else { "." };
    format!("{sign}{major}{point}{minor} {currency}")
}
