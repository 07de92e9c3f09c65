//! Ratios of spec/health-economics.md 12.

use std::hint::black_box;

use partnership::agreement::{Agreement, Division, DueFact, DueKind, DueWhen, Member, agenda};
use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
use partnership::economics::{Candidate, Incomes, Negatives, pursue};
use partnership::health::{Better, Point, Reference, Rule, Series};
use partnership::split::Split;
use partnership::time::{Calendar, NaiveDate, date};
use partnership::{Currency, Money, PartyId, Ratio};

use crate::measure::{Numbers, Way, interleave, line};

pub fn report() {
    println!("\nhealth and economics: against the bare loop of each");
    concentration();
    settlement();
    dates();
    table();
    course();
}

fn concentration() {
    let mut numbers = Numbers(5);
    let paid: Vec<(String, Money)> = (0..100_000)
        .map(|place| {
            let amount = Money::from_minor(numbers.below(1_000_000) as i64, Currency::USD);
            (format!("{place:06}"), amount)
        })
        .collect();
    let bare: Vec<u128> = paid
        .iter()
        .map(|(_, amount)| amount.minor().unsigned_abs())
        .collect();
    let incomes = Incomes::new(paid).unwrap();
    let times = interleave(&mut [
        Way::new("bare", || {
            let squares = black_box(&bare).iter().map(|paid| paid * paid);
            black_box(squares.sum::<u128>());
        }),
        Way::new("concentration", || {
            let found = black_box(&incomes)
                .concentration(Negatives::Refuse)
                .unwrap();
            black_box(found.hhi().unwrap());
        }),
    ]);
    line(
        "concentration of 100,000 payers",
        times[1],
        times[0],
        100_000,
        Some(300),
    );
}

fn start() -> NaiveDate {
    date("2026-01-01").unwrap()
}

fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

fn settlement() {
    let share = PayDraft::share(&["shop"], "10%".parse().unwrap());
    let terms = Terms::builder("deal", Currency::USD, start())
        .item(Item::new("share".parse().unwrap(), Window::Lifetime, share))
        .build()
        .unwrap();
    let members = [
        Member::producer(party("director")),
        Member::partner(party("platform")),
        Member::producer(party("studio")),
    ];
    let shares = members.clone().map(|member| (member.id, Ratio::ONE));
    let thirds = Division::Split(Split::weighted(shares).unwrap());
    let deal = Agreement::new(members, terms.clone(), thirds).unwrap();
    let mut month = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
    month
        .add_sale("shop", Money::from_minor(123_457, Currency::USD))
        .unwrap();
    let state = terms.new_state();
    let times = interleave(&mut [
        Way::new("terms alone", || {
            black_box(settle(&terms, &state, black_box(&month)).unwrap());
        }),
        Way::new("agreement", || {
            drop(black_box(deal.settle(black_box(&month)).unwrap()));
        }),
    ]);
    line("settle with 3 payees", times[1], times[0], 1, Some(150));
}

fn dates() {
    let mut numbers = Numbers(7);
    let facts: Vec<DueFact> = (0..10_000)
        .map(|place| DueFact {
            kind: DueKind::Milestone,
            key: format!("{place:05}"),
            when: DueWhen::Once(start() + chrono::Days::new(numbers.below(3_650))),
            amount: None,
        })
        .collect();
    let keys: Vec<(NaiveDate, u8, &str)> = facts
        .iter()
        .map(|fact| {
            let on = match &fact.when {
                DueWhen::Once(on) => *on,
                _ => start(),
            };
            (on, 0, fact.key.as_str())
        })
        .collect();
    let calendar = Calendar::default();
    let times = interleave(&mut [
        Way::new("sort", || {
            let mut keys = black_box(&keys).clone();
            keys.sort();
            black_box(keys);
        }),
        Way::new("agenda", || {
            black_box(agenda(start(), None, black_box(&facts), &calendar).unwrap());
        }),
    ]);
    line(
        "agenda of 10,000 facts",
        times[1],
        times[0],
        10_000,
        Some(300),
    );
}

fn table() {
    let mut numbers = Numbers(11);
    let all: Vec<(i128, usize)> = (0..60)
        .map(|_| {
            (
                i128::from(numbers.below(1_000)),
                1 + numbers.below(90) as usize,
            )
        })
        .collect();
    let candidates: Vec<Candidate> = all
        .iter()
        .enumerate()
        .map(|(place, (value, effort))| Candidate {
            id: format!("{place:03}"),
            value: Ratio::new(*value, 1).unwrap(),
            effort: Ratio::new(*effort as i128, 1).unwrap(),
            barred: false,
        })
        .collect();
    let room = 1_000;
    let times = interleave(&mut [
        Way::new("bare", || {
            let mut best = vec![0_i128; room + 1];
            for (value, effort) in black_box(&all).iter().rev() {
                for here in (*effort..=room).rev() {
                    best[here] = best[here].max(best[here - effort] + value);
                }
            }
            black_box(best);
        }),
        Way::new("pursue", || {
            let capacity = Ratio::new(room as i128, 1).unwrap();
            black_box(pursue(black_box(&candidates), capacity, None).unwrap());
        }),
    ]);
    line(
        "pursue, 60 candidates, room 1,000",
        times[1],
        times[0],
        60_000,
        Some(500),
    );
}

fn course() {
    let mut numbers = Numbers(3);
    let points: Vec<Point> = (0..1_000)
        .map(|place| Point {
            on: start() + chrono::Days::new(place),
            value: Some(Ratio::from(80 + numbers.below(40) as i64)),
        })
        .collect();
    let values: Vec<Ratio> = points.iter().filter_map(|point| point.value).collect();
    let series = Series::new(points).unwrap();
    let (rule, reference) = (Rule::standard(), Ratio::from_integer(100));
    let constant = Reference::Constant(reference);
    let times = interleave(&mut [
        Way::new("bare", || {
            let low = black_box(Ratio::from_integer(90));
            let back = black_box(Ratio::from_integer(95));
            let mut lows = 0_u32;
            for value in black_box(&values) {
                lows = if *value > back {
                    0
                } else {
                    lows + u32::from(*value < low)
                };
            }
            black_box(lows);
        }),
        Way::new("course", || {
            black_box(
                rule.course(black_box(&series), &constant, Better::Higher)
                    .unwrap(),
            );
        }),
    ]);
    line(
        "course of 1,000 points",
        times[1],
        times[0],
        1_000,
        Some(500),
    );
}
