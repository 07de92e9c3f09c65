//! The ratios of money (spec/money.md 8).

#![allow(clippy::disallowed_types, reason = "what we are measured against")]

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::hint::black_box;

use partnership::{Currency, Money, Ratio, Rounding};
use rust_decimal::Decimal;

use crate::bare::sum;
use crate::measure::{Numbers, Way, interleave, line};

/// How many amounts each way goes through.
const AMOUNTS: u64 = 1_024;

pub fn report() {
    println!("\nmoney, 1,024 amounts of 12 digits");
    let mut numbers = Numbers(3);
    let minor: Vec<i64> = (0..AMOUNTS)
        .map(|_| 100_000_000_000 + numbers.below(900_000_000_000) as i64)
        .collect();
    sums(&minor);
    ratios(&minor);
    texts(&minor);
    codes();
}

fn against(what: &str, times: &[u128], bound: u32) {
    line(what, times[1], times[0], u128::from(AMOUNTS), Some(bound));
}

fn sums(minor: &[i64]) {
    let wide: Vec<i128> = minor.iter().map(|minor| i128::from(*minor)).collect();
    let money: Vec<Money> = minor
        .iter()
        .map(|minor| Money::from_minor(*minor, Currency::USD))
        .collect();
    let times = interleave(&mut [
        Way::new("bare", || {
            black_box(sum(black_box(&wide)));
        }),
        Way::new("Money::sum", || {
            let total = Money::sum(Currency::USD, black_box(&money).iter().copied());
            black_box(total.unwrap());
        }),
    ]);
    against("a sum of 1,024", &times, 200);
    let times = interleave(&mut [
        Way::new("bare", || {
            for pair in black_box(&wide).windows(2) {
                black_box(pair[0].checked_add(pair[1]).unwrap());
            }
        }),
        Way::new("checked_add", || {
            for pair in black_box(&money).windows(2) {
                black_box(pair[0].checked_add(pair[1]).unwrap());
            }
        }),
    ]);
    against("checked_add", &times, 400);
}

fn ratios(minor: &[i64]) {
    let wide: Vec<i128> = minor.iter().map(|minor| i128::from(*minor)).collect();
    let money: Vec<Money> = minor
        .iter()
        .map(|minor| Money::from_minor(*minor, Currency::USD))
        .collect();
    for (text, share) in [("1/8", (1, 8)), ("1234/9999", (1_234, 9_999))] {
        let ratio: Ratio = text.parse().unwrap();
        let times = interleave(&mut [
            Way::new("bare", || {
                let (numerator, denominator): (i128, i128) = black_box(share);
                for amount in black_box(&wide) {
                    let product = amount * numerator;
                    let (quotient, rest) = (product / denominator, product % denominator);
                    black_box(quotient + i128::from(rest * 2 >= denominator));
                }
            }),
            Way::new("times_ratio", || {
                let ratio = black_box(ratio);
                for amount in black_box(&money) {
                    let rounded = amount.times_ratio(ratio, black_box(Rounding::default()));
                    black_box(rounded.unwrap());
                }
            }),
        ]);
        against(&format!("times_ratio {text}"), &times, 200);
    }
}

/// What is written, on the stack.
struct Buffer {
    bytes: [u8; 64],
    length: usize,
}

impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let place = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

fn write_all<T: fmt::Display>(values: &[T]) {
    for value in black_box(values) {
        let mut buffer = Buffer {
            bytes: [0; 64],
            length: 0,
        };
        write!(buffer, "{value}").unwrap();
        black_box(&buffer);
    }
}

fn texts(minor: &[i64]) {
    let money: Vec<Money> = minor
        .iter()
        .map(|minor| Money::from_minor(*minor, Currency::USD))
        .collect();
    let decimals: Vec<Decimal> = money.iter().map(|money| money.to_decimal()).collect();
    let times = interleave(&mut [
        Way::new("a decimal", || write_all(&decimals)),
        Way::new("Money", || write_all(&money)),
    ]);
    against("write to a stack buffer", &times, 100);
    let money: Vec<String> = money.iter().map(Money::to_string).collect();
    let decimals: Vec<String> = decimals.iter().map(Decimal::to_string).collect();
    let times = interleave(&mut [
        Way::new("a decimal", || {
            for text in black_box(&decimals) {
                black_box(text.parse::<Decimal>().unwrap());
            }
        }),
        Way::new("Money", || {
            for text in black_box(&money) {
                black_box(text.parse::<Money>().unwrap());
            }
        }),
    ]);
    against("parse digits and code", &times, 200);
}

fn codes() {
    let common = [
        "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "INR", "CAD", "AUD", "BRL", "KRW", "MXN", "SEK",
        "NOK", "DKK", "PLN", "KWD",
    ];
    let mut numbers = Numbers(5);
    let codes: Vec<String> = (0..AMOUNTS)
        .map(|_| common[numbers.below(common.len() as u64) as usize].to_owned())
        .collect();
    let map: HashMap<&str, Currency> = common
        .iter()
        .map(|code| (*code, Currency::iso(code).unwrap()))
        .collect();
    let times = interleave(&mut [
        Way::new("a map", || {
            for code in black_box(&codes) {
                black_box(black_box(&map).get(code.as_str()).copied().unwrap());
            }
        }),
        Way::new("Currency::iso", || {
            for code in black_box(&codes) {
                black_box(Currency::iso(code).unwrap());
            }
        }),
    ]);
    against("Currency::iso of a common code", &times, 100);
}
