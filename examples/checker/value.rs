//! Values as spec/explain.md 1 writes them, over exact fractions.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::Ratio;
use serde_json::Value as Json;

/// An exact number.
pub type Fraction = Ratio<BigInt>;

/// A whole number as a fraction.
pub fn whole(number: impl Into<BigInt>) -> Fraction {
    Ratio::from_integer(number.into())
}

/// A value of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Money, or money before rounding.
    Amount(Amount),
    /// A pure number.
    Number(Fraction),
    /// A day.
    Date(i64),
    /// Yes or no.
    Flag(bool),
    /// A name.
    Text(String),
    /// What a division gave.
    Parts(BTreeMap<String, Value>),
}

/// A sum in major units; money is one that is written in whole minor units.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Dollars, not cents.
    pub major: Fraction,
    /// The currency.
    pub unit: String,
    /// Whether it is written in whole minor units.
    pub is_money: bool,
}

impl Value {
    /// An amount of a currency.
    pub fn amount(major: Fraction, unit: &str, is_money: bool) -> Self {
        let unit = unit.to_owned();
        Self::Amount(Amount {
            major,
            unit,
            is_money,
        })
    }

    /// Reads the value of a step: an object with its kind as the one key.
    pub fn of_step(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        let (kind, json) = object.iter().next().filter(|_| object.len() == 1)?;
        match kind.as_str() {
            "parts" => parts(json),
            "flag" => json.as_bool().map(Self::Flag),
            "money" => money(json.as_str()?),
            "exact" => exact(json.as_str()?),
            "ratio" => number(json.as_str()?).map(Self::Number),
            "date" => day(json.as_str()?).map(Self::Date),
            "text" => Some(Self::Text(json.as_str()?.to_owned())),
            _ => None,
        }
    }

    /// Whether a JSON value, read as a value of this kind, is this value.
    pub fn stands_in(&self, json: &Json) -> bool {
        let text = json.as_str();
        let found = match self {
            Self::Amount(Amount { is_money: true, .. }) => text.and_then(money),
            Self::Amount(_) => text.and_then(exact),
            Self::Date(_) => text.and_then(day).map(Self::Date),
            Self::Flag(_) => json.as_bool().map(Self::Flag),
            Self::Text(_) => text.map(|text| Self::Text(text.to_owned())),
            Self::Parts(_) => parts(json),
            Self::Number(_) => match json {
                Json::Array(list) => Some(Self::Number(whole(list.len()))),
                Json::Number(digits) => integer(&digits.to_string()).map(Self::Number),
                _ => text.and_then(number).map(Self::Number),
            },
        };
        found.as_ref() == Some(self)
    }

    /// Whether this may prove a figure: what reads as money, money alone proves.
    pub fn proves(&self, json: &Json) -> bool {
        let is_money = json.as_str().and_then(money).is_some();
        let by_money = matches!(self, Self::Amount(Amount { is_money: true, .. }));
        self.stands_in(json) && (by_money || !is_money)
    }
}

/// Whether a JSON value is a figure.
pub fn is_figure(json: &Json) -> bool {
    match json {
        Json::Number(_) | Json::Bool(_) => true,
        Json::String(text) => {
            exact(text).is_some() || number(text).is_some() || day(text).is_some()
        }
        _ => false,
    }
}

fn parts(json: &Json) -> Option<Value> {
    let all = |read: &dyn Fn(&str) -> Option<Value>| -> Option<BTreeMap<String, Value>> {
        let parts = json.as_object()?.iter();
        parts
            .map(|(id, part)| Some((id.clone(), read(part.as_str()?)?)))
            .collect()
    };
    // A dollar as money has its cents, as an exact amount it has none.
    let cents = |text: &str| money(text).filter(|_| decimals(text) == exponent(text));
    let parts = all(&cents).or_else(|| all(&exact)).or_else(|| all(&money));
    let parts = parts.or_else(|| all(&|text| number(text).map(Value::Number)));
    parts.map(Value::Parts)
}

fn integer(text: &str) -> Option<Fraction> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_one_form = digits.len() == 1 || !digits.starts_with('0');
    let is_number = is_plain && has_one_form && !digits.is_empty();
    is_number.then(|| text.parse().ok().map(Ratio::from_integer))?
}

fn decimal(text: &str) -> Option<Fraction> {
    let Some((units, rest)) = text.split_once('.') else {
        return integer(text);
    };
    let digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let units = integer(units).filter(|_| digits)?;
    let scale = BigInt::from(10).pow(u32::try_from(rest.len()).ok()?);
    let rest = Ratio::new(rest.parse().ok()?, scale);
    Some(if text.starts_with('-') {
        units - rest
    } else {
        units + rest
    })
}

/// A pure number: `3`, `0.125`, `1/3`, `10%`.
fn number(text: &str) -> Option<Fraction> {
    if let Some(percent) = text.strip_suffix('%') {
        return number(percent).map(|percent| percent / whole(100));
    }
    let Some((above, below)) = text.split_once('/') else {
        return decimal(text);
    };
    let below = integer(below).filter(|below| *below > whole(0))?;
    Some(integer(above)? / below)
}

fn exact(text: &str) -> Option<Value> {
    let (major, unit) = text.split_once(' ')?;
    exponent(text)?;
    let major = number(major).filter(|_| !major.ends_with('%'))?;
    Some(Value::amount(major, unit, false))
}

fn money(text: &str) -> Option<Value> {
    let (major, unit) = text.split_once(' ')?;
    let major = decimal(major).filter(|_| decimals(text) <= exponent(text))?;
    Some(Value::amount(major, unit, true))
}

fn decimals(text: &str) -> Option<u32> {
    let (major, _) = text.split_once(' ')?;
    let rest = major.split_once('.').map_or("", |(_, rest)| rest);
    u32::try_from(rest.len()).ok()
}

fn exponent(text: &str) -> Option<u32> {
    text.split_once(' ')
        .and_then(|(_, unit)| minor_digits(unit))
}

/// How many digits the minor unit of a currency has: ISO 4217, or what a unit of one's own says.
pub fn minor_digits(unit: &str) -> Option<u32> {
    let letters = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    match unit {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => Some(0),
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => Some(3),
        "CLF" | "UYW" => Some(4),
        code if code.len() == 3 && letters(code) => Some(2),
        _ => unit
            .split_once(':')?
            .1
            .parse()
            .ok()
            .filter(|digits| *digits <= 28),
    }
}

/// The days of a date since the first of March of the year 0.
pub fn day(text: &str) -> Option<i64> {
    let numbers: Vec<&str> = text.split('-').collect();
    let [year, month, day] = numbers[..] else {
        return None;
    };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let read = |text: &str| text.parse::<u32>().ok().map(i64::from);
    let (year, month, day) = (read(year)?, read(month)?, read(day)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let exists = year > 0 && (1..=12).contains(&month) && (1..=length).contains(&day);
    // Years that begin in March end with the leap day.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let before = 365 * year + year / 4 - year / 100 + year / 400;
    exists.then_some(before + (153 * month + 2) / 5 + day - 1)
}
