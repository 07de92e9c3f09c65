//! Instructions of the hottest paths, ours and a bare loop's, as callgrind counts them: unlike
//! times they do not depend on what else the machine does (doc/performance.md).
//!
//! `cargo bench --bench instructions` counts them all and needs `valgrind`. With the name of a way
//! and a number of rounds the program runs that way alone, to be profiled.
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::arithmetic_side_effects, reason = "a program may fail loudly")]
#![allow(clippy::integer_division, reason = "a program may fail loudly")]
#![allow(clippy::unwrap_used, reason = "a program may fail loudly")]
#![allow(clippy::expect_used, reason = "a program may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "a program may fail loudly")]
#![allow(clippy::disallowed_methods, reason = "sums are small")]
#![allow(clippy::as_conversions, reason = "small numbers")]
#![allow(clippy::cast_possible_wrap, reason = "parts of an i64")]
#![allow(clippy::cast_possible_truncation, reason = "parts of an i64")]
#![allow(unreachable_pub, reason = "modules share their helpers")]
#![allow(clippy::print_stdout, reason = "a program that prints")]

use std::collections::BTreeMap;
use std::env;
use std::hint::black_box;
use std::process::Command;

use partnership::allocate::{Apportionment, Ledger};
use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
use partnership::{Currency, Money, PartyId, Weights};

#[path = "ratios/bare.rs"]
mod bare;
#[path = "ratios/numbers.rs"]
mod numbers;

use numbers::Numbers;

/// What is to be allocated, and how many parties and amounts and lines there are.
const TOTAL: i64 = 123_456_789_017;
const PARTIES: u64 = 10;
const AMOUNTS: u64 = 1_024;
const LINES: u64 = 10_000;

/// A name, the way that it is held against, how many things one round does, and the round, which
/// is made with its data first.
type Way = (&'static str, &'static str, u64, fn() -> Box<dyn FnMut()>);

const WAYS: [Way; 8] = [
    ("allocate_bare", "allocate_bare", PARTIES, allocate_bare),
    ("allocate_full", "allocate_bare", PARTIES, allocate_full),
    (
        "allocate_prepared",
        "allocate_bare",
        PARTIES,
        allocate_prepared,
    ),
    ("ledger_pay", "allocate_full", PARTIES, ledger_pay),
    ("sum_bare", "sum_bare", AMOUNTS, sum_bare),
    ("sum_of_money", "sum_bare", AMOUNTS, sum_of_money),
    ("lines_bare", "lines_bare", LINES, lines_bare),
    ("lines_settled", "lines_bare", LINES, lines_settled),
];

fn main() {
    let args: Vec<String> = env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [name, rounds] = &args[..] {
        let way = WAYS.iter().find(|(own, ..)| own == name);
        let (.., made) = way.expect("a way of that name");
        let mut round = made();
        for _ in 0..rounds.parse::<u32>().expect("a number of rounds") {
            round();
        }
        return;
    }
    println!("instructions per party, amount or line, and against the other way");
    for (name, other, per, _) in &WAYS {
        let (own, against) = (of_one_round(name), of_one_round(other));
        let (each, ratio) = (own * 10 / per, own * 100 / against);
        println!(
            "{name:<20}{:>5}.{}{:>6}.{:02}x {other}",
            each / 10,
            each % 10,
            ratio / 100,
            ratio % 100
        );
    }
}

/// The instructions of one round: those of twenty less those of ten, by ten.
fn of_one_round(name: &str) -> u64 {
    (instructions(name, "20") - instructions(name, "10")) / 10
}

/// All instructions of this program while it goes one way.
fn instructions(name: &str, rounds: &str) -> u64 {
    let own = env::current_exe().expect("the path of this program");
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(own)
        .args([name, rounds])
        .output()
        .expect("valgrind is installed");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let count = said
        .lines()
        .find_map(|line| line.split("Collected : ").nth(1));
    count
        .and_then(|count| count.trim().parse().ok())
        .expect("a count")
}

fn list() -> Vec<u64> {
    let mut numbers = Numbers(7);
    (0..PARTIES).map(|_| 1 + numbers.below(1_000_000)).collect()
}

fn allocate_bare() -> Box<dyn FnMut()> {
    let (list, mut out) = (list(), vec![0; PARTIES as usize]);
    let sum = list.iter().sum();
    Box::new(move || {
        let total = black_box(TOTAL.unsigned_abs());
        bare::floors(total, black_box(&list), sum, black_box(&mut out));
    })
}

fn allocate_full() -> Box<dyn FnMut()> {
    let (list, mut out) = (list(), vec![0; PARTIES as usize]);
    Box::new(move || {
        let division = Apportionment::over(black_box(&list)).unwrap();
        division
            .allocate_minor_into(black_box(TOTAL), black_box(&mut out))
            .unwrap();
    })
}

fn allocate_prepared() -> Box<dyn FnMut()> {
    let (weights, mut out) = (Weights::new(list()).unwrap(), vec![0; PARTIES as usize]);
    Box::new(move || {
        let total = black_box(TOTAL);
        black_box(&weights)
            .allocate_minor_into(total, black_box(&mut out))
            .unwrap();
    })
}

fn ledger_pay() -> Box<dyn FnMut()> {
    let names = (0..PARTIES).map(|at| PartyId::new(&format!("party {at}")).unwrap());
    let mut ledger = Ledger::with_parties(Currency::USD, names);
    let points: Vec<u64> = list().iter().map(|weight| weight % 1_000 + 1).collect();
    let weights = Weights::new(points).unwrap();
    let mut lines = vec![Money::zero(Currency::USD); PARTIES as usize];
    let mut amount = 0;
    Box::new(move || {
        amount = (amount + 7_919) % 1_000_003;
        let money = Money::from_minor(amount, Currency::USD);
        ledger
            .pay_into(black_box(money), &weights, &mut lines)
            .unwrap();
    })
}

fn amounts() -> Vec<i64> {
    let mut numbers = Numbers(3);
    let mut amount = || 100_000_000_000 + numbers.below(900_000_000_000) as i64;
    (0..AMOUNTS).map(|_| amount()).collect()
}

fn sum_bare() -> Box<dyn FnMut()> {
    let wide: Vec<i128> = amounts().into_iter().map(i128::from).collect();
    Box::new(move || {
        black_box(bare::sum(black_box(&wide)));
    })
}

fn sum_of_money() -> Box<dyn FnMut()> {
    let money = amounts()
        .into_iter()
        .map(|minor| Money::from_minor(minor, Currency::USD));
    let money: Vec<Money> = money.collect();
    Box::new(move || {
        let all = black_box(&money).iter().copied();
        black_box(Money::sum(Currency::USD, all).unwrap());
    })
}

fn sales() -> Vec<(&'static str, Money)> {
    let mut numbers = Numbers(13);
    let mut sale = || {
        let stream = ["app", "licence", "shop"][numbers.below(3) as usize];
        (
            stream,
            Money::from_minor(numbers.below(1_000_000) as i64, Currency::USD),
        )
    };
    (0..LINES).map(|_| sale()).collect()
}

fn lines_bare() -> Box<dyn FnMut()> {
    let sales = sales();
    Box::new(move || {
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        for (stream, amount) in black_box(&sales) {
            *sums.entry(stream).or_default() += amount.minor();
        }
        black_box(sums);
    })
}

fn lines_settled() -> Box<dyn FnMut()> {
    let sales = sales();
    let fee = PayDraft::retainer(Money::from_minor(100_000, Currency::USD));
    let share = PayDraft::share(&["app", "licence", "shop"], "10%".parse().unwrap());
    let terms = Terms::builder("acme", Currency::USD, "2026-01-01".parse().unwrap())
        .item(Item::new("fee".parse().unwrap(), Window::Months(1), fee))
        .item(Item::new("share".parse().unwrap(), Window::Lifetime, share))
        .build()
        .unwrap();
    let state = terms.new_state();
    Box::new(move || {
        let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
        for (stream, amount) in black_box(&sales) {
            january.add_sale(stream, *amount).unwrap();
        }
        black_box(settle(&terms, &state, &january).unwrap());
    })
}
