//! The ratios of compensation: sale lines into totals, and a settled month.

use std::collections::BTreeMap;
use std::hint::black_box;

use partnership::compensation::{Activity, Item, PayDraft, State, Terms, Window, settle};
use partnership::{Currency, Money};

use crate::measure::{Numbers, Way, interleave, line};

/// How many sale lines one month has.
const LINES: u64 = 10_000;
const STREAMS: [&str; 3] = ["app", "licence", "shop"];

pub fn report() {
    println!("\ncompensation: {LINES} sale lines of three streams, settled once");
    lines();
    println!("\ncompensation: 1,000 a month and 10%, one refund, against reading the state back");
    months();
}

fn month(no: u32) -> Activity {
    let day = |no: u32| format!("{}-{:02}-01", 2026 + no / 12, no % 12 + 1);
    let period = format!("{}..{}", day(no - 1), day(no));
    Activity::empty(no, period.parse().unwrap())
}

fn hybrid(streams: &[&str]) -> Terms {
    let fee = PayDraft::retainer(Money::from_minor(100_000, Currency::USD));
    let share = PayDraft::share(streams, "10%".parse().unwrap());
    Terms::builder("acme", Currency::USD, "2026-01-01".parse().unwrap())
        .item(Item::new("fee".parse().unwrap(), Window::Months(1), fee))
        .item(Item::new("share".parse().unwrap(), Window::Lifetime, share))
        .build()
        .unwrap()
}

fn lines() {
    let mut numbers = Numbers(13);
    let sales: Vec<(&str, Money)> = (0..LINES)
        .map(|_| {
            let stream = STREAMS[numbers.below(3) as usize];
            let amount = numbers.below(1_000_000) as i64;
            (stream, Money::from_minor(amount, Currency::USD))
        })
        .collect();
    let terms = hybrid(&STREAMS);
    let state = terms.new_state();
    let times = interleave(&mut [
        Way::new("bare", || {
            let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
            for (stream, amount) in black_box(&sales) {
                *sums.entry(stream).or_default() += amount.minor();
            }
            black_box(sums);
        }),
        Way::new("add_sale, settle", || {
            let mut activity = month(1);
            for (stream, amount) in black_box(&sales) {
                activity.add_sale(stream, *amount).unwrap();
            }
            black_box(settle(&terms, &state, &activity).unwrap());
        }),
    ]);
    let per = u128::from(LINES);
    line(
        "add_sale and settle, per line",
        times[1],
        times[0],
        per,
        Some(300),
    );
}

/// A month of sales with a refund of the month before.
fn busy(no: u32) -> Activity {
    let mut activity = month(no);
    let sales = Money::from_minor(1_234_567, Currency::USD);
    activity.add_sale("shop", sales).unwrap();
    if no > 1 {
        let back = Money::from_minor(12_345, Currency::USD);
        activity.add_refund("shop", Some(no - 1), back).unwrap();
    }
    activity
}

fn months() {
    let terms = hybrid(&["shop"]);
    let mut state = terms.new_state();
    let mut first_year = 0;
    for no in 1..=120 {
        if no == 12 || no == 120 {
            let activity = busy(no);
            let json = serde_json::to_string(&state).unwrap();
            let times = interleave(&mut [
                Way::new("read", || {
                    black_box(serde_json::from_str::<State>(black_box(&json)).unwrap());
                }),
                Way::new("settle", || {
                    black_box(settle(&terms, black_box(&state), &activity).unwrap());
                }),
            ]);
            line(
                &format!("month {no}, settle"),
                times[1],
                times[0],
                1,
                Some(300),
            );
            if no == 12 {
                first_year = times[1];
            } else {
                line(
                    "year ten against year one",
                    times[1],
                    first_year,
                    1,
                    Some(150),
                );
            }
        }
        let (_, next) = settle(&terms, &state, &busy(no)).unwrap();
        state = next;
    }
}
