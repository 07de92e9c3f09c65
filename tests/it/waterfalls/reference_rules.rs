//! The rules that the slow program takes from the pages: awards, days, rounding; plainly over big
//! numbers, without anything of the crate.

use std::str::FromStr as _;

use chrono::{Datelike as _, NaiveDate};
use num_bigint::BigInt;
use num_rational::Ratio;
use serde_json::Value;

pub type Exact = Ratio<BigInt>;

/// One unit at a time to whoever is owed most, the first in party order among equals; a refund is
/// the mirror image.
pub fn hand_out(paid: &[BigInt], owed: &[Exact], amount: &BigInt) -> Vec<BigInt> {
    if *amount < BigInt::ZERO {
        let paid: Vec<BigInt> = paid.iter().map(|paid| -paid).collect();
        let owed: Vec<Exact> = owed.iter().map(|owed| -owed).collect();
        let lines = hand_out(&paid, &owed, &-amount);
        return lines.into_iter().map(|line| -line).collect();
    }
    let mut lines = vec![BigInt::ZERO; paid.len()];
    let mut missing: Vec<Exact> = owed
        .iter()
        .zip(paid)
        .map(|(owed, paid)| owed - Exact::from(paid.clone()))
        .collect();
    let mut left = amount.clone();
    while left > BigInt::ZERO {
        let mut first = 0;
        for position in 1..missing.len() {
            if missing[position] > missing[first] {
                first = position;
            }
        }
        lines[first] += 1;
        missing[first] -= one();
        left -= 1;
    }
    lines
}

/// Exact awards of an estate that the claims cover.
pub fn award(rule: &str, estate: &BigInt, claims: &[BigInt]) -> Vec<Exact> {
    let total: BigInt = claims.iter().sum();
    let exact = |units: &BigInt| Exact::from(units.clone());
    let all: Vec<Exact> = claims.iter().map(exact).collect();
    let halves = || -> Vec<Exact> {
        all.iter()
            .map(|claim| claim / exact(&BigInt::from(2)))
            .collect()
    };
    let less = |part: Vec<Exact>| -> Vec<Exact> {
        all.iter()
            .zip(part)
            .map(|(claim, part)| claim - part)
            .collect()
    };
    if total == BigInt::ZERO {
        return all;
    }
    match rule {
        "proportional" => all
            .iter()
            .map(|claim| claim * exact(estate) / exact(&total))
            .collect(),
        "equal_awards" => filled(&exact(estate), &all),
        "equal_losses" => less(filled(&exact(&(&total - estate)), &all)),
        "talmud" if estate * 2 <= total => filled(&exact(estate), &halves()),
        "talmud" => less(filled(&exact(&(&total - estate)), &halves())),
        "in_order" => {
            let mut left = exact(estate);
            let mut awards = Vec::new();
            for claim in &all {
                let part = claim.clone().min(left.clone());
                left -= &part;
                awards.push(part);
            }
            awards
        }
        other => panic!("{other}"),
    }
}

/// Everybody the same, but nobody more than the claim, until the estate is used.
pub fn filled(estate: &Exact, claims: &[Exact]) -> Vec<Exact> {
    let mut awards = vec![zero(); claims.len()];
    let mut left = estate.clone();
    loop {
        let hungry: Vec<usize> = (0..claims.len())
            .filter(|at| awards[*at] < claims[*at])
            .collect();
        if hungry.is_empty() || left <= zero() {
            return awards;
        }
        let least = hungry
            .iter()
            .map(|at| &claims[*at] - &awards[*at])
            .min()
            .unwrap();
        let each = least.min(&left / Exact::from(BigInt::from(hungry.len())));
        for at in hungry {
            awards[at] += &each;
            left -= &each;
        }
    }
}

pub fn days(count: &str, from: NaiveDate, to: NaiveDate) -> (i64, i64) {
    match count {
        "act365" => ((to - from).num_days(), 365),
        "act360" => ((to - from).num_days(), 360),
        "thirty360" => {
            let day = |date: NaiveDate| i64::from(date.day().min(30));
            let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month())
                - i64::from(from.month());
            (months * 30 + day(to) - day(from), 360)
        }
        other => panic!("{other}"),
    }
}

/// The anniversary of so many years.
pub fn later(anchor: NaiveDate, years: i32) -> NaiveDate {
    let year = anchor.year() + years;
    NaiveDate::from_ymd_opt(year, anchor.month(), anchor.day())
        .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).unwrap())
}

/// Half and more goes away from zero.
pub fn half_away(exact: &Exact) -> BigInt {
    let half = Exact::new(BigInt::from(1), BigInt::from(2));
    if *exact < zero() {
        -(half - exact).floor().to_integer()
    } else {
        (exact + half).floor().to_integer()
    }
}

pub fn number(text: &str) -> Exact {
    if let Some(percent) = text.strip_suffix('%') {
        return number(percent) / Exact::from(BigInt::from(100));
    }
    match text.split_once('.') {
        Some((whole, digits)) => {
            let below = BigInt::from(10).pow(u32::try_from(digits.len()).unwrap());
            let above = BigInt::from_str(&format!("{whole}{digits}")).unwrap();
            Exact::new(above, below)
        }
        None => Exact::from_str(text).unwrap(),
    }
}

pub fn zero() -> Exact {
    Exact::from(BigInt::ZERO)
}

pub fn one() -> Exact {
    Exact::from(BigInt::from(1))
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str().map(|text| text.parse().unwrap())
}
