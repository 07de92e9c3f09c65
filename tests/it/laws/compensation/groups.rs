//! Groups: against a slow program of integers, and what must hold between the agreements.

use partnership::compensation::{
    Account, Activity, GroupSettlement, LineKind, State, Terms, settle_group,
};
use partnership::{Currency, Money};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::strategies::{Tape, tapes};
use crate::support;

/// A fraction of whole numbers.
type Part = (i128, i128);

/// An advance, in cents, as the slow program sees it.
#[derive(Clone, Debug)]
struct Ahead {
    amount: i128,
    share: Part,
    is_own: bool,
    left: i128,
    own: i128,
}

/// An agreement of one share over its lifetime.
#[derive(Clone, Debug)]
struct Deal {
    id: String,
    rate: Part,
    advances: Vec<Ahead>,
    /// Cents sold, or taken back, by period.
    nets: Vec<i64>,
    booked: i128,
    carry: i128,
}

fn usd(cents: i128) -> Money {
    Money::from_minor_wide(cents, Currency::USD).expect("small")
}

/// Half away from zero.
fn rounded((numerator, denominator): Part) -> i128 {
    let doubled = 2 * numerator.abs() + denominator;
    numerator.signum() * (doubled / (2 * denominator))
}

fn deals(mut tape: Tape) -> Vec<Deal> {
    let rounds = 1 + tape.below(3);
    let ids = ["d", "a", "c", "b"];
    let deals = ids[..=tape.below(4)].iter().map(|id| {
        let advances = (0..tape.below(3)).map(|_| {
            let amount = tape.pick(&[1_000, 50_000, 1, 33_333]);
            Ahead {
                amount,
                share: tape.pick(&[(1, 1), (1, 2), (1, 3)]),
                is_own: tape.once_in(4),
                left: amount,
                own: 0,
            }
        });
        let advances = advances.collect();
        let mut sold = 0;
        let nets = (0..rounds).map(|_| {
            let net = tape
                .pick(&[0, 100_000, 999_999, 5, -100_000, -3])
                .max(-sold);
            sold += net;
            net
        });
        Deal {
            id: (*id).to_owned(),
            nets: nets.collect(),
            rate: tape.pick(&[(1, 10), (1, 3), (1, 1)]),
            advances,
            booked: 0,
            carry: 0,
        }
    });
    deals.collect()
}

fn terms(deal: &Deal) -> Terms {
    let ratio = |(numerator, denominator): Part| format!("{numerator}/{denominator}");
    let advances = deal.advances.iter().enumerate().map(|(index, advance)| {
        let mut json = json!({"id": index.to_string(), "amount": usd(advance.amount),
            "paid_on": "2026-01-01", "share": ratio(advance.share)});
        if advance.is_own {
            json["from"] = json!(["share"]);
        }
        json
    });
    let share = json!({"share": {"base": {"streams": ["shop"]}, "rate": ratio(deal.rate)}});
    let sheet = json!({"schema": 1, "id": deal.id, "currency": "USD", "start": "2026-01-01",
        "group": "slate", "advances": advances.collect::<Vec<Value>>(),
        "versions": [{"from": "2026-01-01",
                      "items": [{"id": "share", "window": "lifetime", "pay": share}]}]});
    serde_json::from_value(sheet).expect("valid terms")
}

/// The activity of a round; what is taken back was sold before, in whatever period.
fn activity(deal: &Deal, round: usize) -> Activity {
    let periods = [
        "2026-01-01..2026-02-01",
        "2026-02-01..2026-03-01",
        "2026-03-01..2026-04-01",
    ];
    let mut totals = Vec::new();
    let net = i128::from(deal.nets[round]);
    if net >= 0 {
        totals.push(json!({"stream": "shop", "amount": usd(net)}));
    } else {
        totals.push(json!({"stream": "shop", "refunds": usd(-net)}));
    }
    let json = json!({"no": round + 1, "period": periods[round], "totals": totals});
    serde_json::from_value(json).expect("an activity")
}

/// Lines without zeros, what is carried, what is left of advances, and what the group recouped.
#[derive(Debug, PartialEq)]
struct Outcome {
    lines: Vec<(LineKind, String, Money)>,
    closing: Money,
    left: Vec<Money>,
    by_group: Money,
}

/// What every agreement comes to in a round, in the order of their names.
fn slow(deals: &mut [Deal], round: usize) -> Vec<Outcome> {
    deals.sort_by(|left, right| left.id.cmp(&right.id));
    let count = deals.len();
    let mut lines: Vec<Vec<(LineKind, String, i128)>> = vec![Vec::new(); count];
    let (mut bases, mut given) = (vec![0; count], vec![0; count]);
    for (at, deal) in deals.iter_mut().enumerate() {
        let sold: i128 = deal.nets[..=round].iter().map(|net| i128::from(*net)).sum();
        let line = rounded((deal.rate.0 * sold, deal.rate.1)) - deal.booked;
        deal.booked += line;
        lines[at].push((LineKind::Item, "share".to_owned(), line));
        let available = deal.carry + line;
        if available < 0 {
            let mut need = -available;
            for (index, advance) in deal.advances.iter_mut().enumerate().rev() {
                let back = need.min(advance.own);
                need -= back;
                advance.own -= back;
                advance.left += back;
                lines[at].push((LineKind::RecoupmentReversed, index.to_string(), back));
            }
        } else {
            bases[at] = (available - deal.carry.max(0)).max(0);
            for (index, advance) in deal.advances.iter_mut().enumerate() {
                let part = rounded((advance.share.0 * bases[at], advance.share.1));
                let taken = part.min(advance.left);
                bases[at] -= taken;
                advance.left -= taken;
                advance.own += taken;
                lines[at].push((LineKind::Recoupment, index.to_string(), -taken));
            }
        }
    }
    for donor in 0..count {
        for receiver in (0..count).filter(|receiver| *receiver != donor) {
            let deal = &mut deals[receiver];
            for (index, advance) in deal.advances.iter_mut().enumerate() {
                let part = rounded((advance.share.0 * bases[donor], advance.share.1));
                let taken = if advance.is_own {
                    0
                } else {
                    part.min(advance.left)
                };
                bases[donor] -= taken;
                advance.left -= taken;
                given[receiver] += taken;
                let reference = format!("{}/{index}", deal.id);
                lines[donor].push((LineKind::CrossRecoupment, reference, -taken));
            }
        }
    }
    let outcomes = deals.iter_mut().enumerate().map(|(at, deal)| {
        let available = deal.carry + lines[at].iter().map(|line| line.2).sum::<i128>();
        deal.carry = available.min(0);
        let lines = lines[at].iter().filter(|line| line.2 != 0);
        Outcome {
            lines: lines
                .map(|line| (line.0, line.1.clone(), usd(line.2)))
                .collect(),
            closing: usd(deal.carry),
            left: deal
                .advances
                .iter()
                .map(|advance| usd(advance.left))
                .collect(),
            by_group: usd(given[at]),
        }
    });
    outcomes.collect()
}

/// What the crate comes to, in the order of the names.
fn found(settlement: &GroupSettlement, sheets: &[Terms]) -> Vec<Outcome> {
    let mut all: Vec<_> = sheets.iter().zip(&settlement.settled).collect();
    all.sort_by(|(left, _), (right, _)| left.id().cmp(right.id()));
    let outcomes = all.into_iter().map(|(_, (statement, _))| {
        let lines = statement.lines().iter();
        let lines = lines.filter(|line| !line.amount.is_zero());
        Outcome {
            lines: lines
                .map(|line| (line.kind, line.reference.clone(), line.amount))
                .collect(),
            closing: statement.closing(),
            left: statement.advances().values().copied().collect(),
            by_group: statement.recouped_by_group(),
        }
    });
    outcomes.collect()
}

proptest! {
    #![proptest_config(support::cases(128))]

    #[test]
    fn a_group_comes_to_what_adding_up_by_hand_comes_to(tape in tapes(120)) {
        let mut deals = deals(tape);
        let sheets: Vec<Terms> = deals.iter().map(terms).collect();
        let rounds = deals[0].nets.len();
        let activities: Vec<Vec<Activity>> = (0..rounds)
            .map(|round| deals.iter().map(|deal| activity(deal, round)).collect())
            .collect();
        let mut states: Vec<State> = sheets.iter().map(Terms::new_state).collect();
        for (round, activities) in activities.iter().enumerate() {
            let entries: Vec<_> = (0..sheets.len())
                .map(|at| (&sheets[at], &states[at], &activities[at]))
                .collect();
            let settlement = settle_group(&entries)?;
            prop_assert_eq!(found(&settlement, &sheets), slow(&mut deals, round));

            let mut in_the_books = Money::zero(Currency::USD);
            for ((_, before, _), (statement, _)) in entries.iter().zip(&settlement.settled) {
                let postings = statement.postings(before)?;
                let all = postings.iter().map(|posting| posting.amount);
                prop_assert!(Money::sum(Currency::USD, all)?.is_zero());
                let group = postings.iter().filter(|posting| posting.account == Account::Group);
                for posting in group {
                    in_the_books = in_the_books.checked_add(posting.amount)?;
                }
            }
            prop_assert!(in_the_books.is_zero(), "the group keeps {in_the_books}");

            for ((sheet, before, activity), (statement, _)) in entries.iter().zip(&settlement.settled) {
                let crossings = &settlement.crossings;
                let proof = statement.explain_in_group(sheet, before, activity, crossings)?;
                proof.check()?;
                let crossed = crossings.iter().any(|crossing| {
                    [&crossing.donor, &crossing.receiver].contains(&sheet.id())
                });
                prop_assert_eq!(statement.explain(sheet, before, activity).is_err(), crossed);
            }

            let mut turned = entries.clone();
            turned.reverse();
            let turned = settle_group(&turned)?;
            prop_assert_eq!(&turned.crossings, &settlement.crossings);
            prop_assert!(turned.settled.iter().rev().eq(&settlement.settled));
            states = settlement.settled.into_iter().map(|(_, state)| state).collect();
        }
    }
}

#[test]
fn a_group_of_nobody_comes_to_nothing() {
    let settlement = settle_group(&[]).expect("nothing to refuse");
    assert!(settlement.settled.is_empty() && settlement.crossings.is_empty());
}

#[test]
fn agreements_that_are_no_group_are_named() {
    let sheet = |id: &str, currency: &str, group: Option<&str>| -> Terms {
        let start = "2026-01-01".parse().expect("a day");
        let currency = currency.parse().expect("a currency");
        let group = group.map(|group| group.parse().expect("an id"));
        Terms::fifty_fifty(id, currency, start, "shop")
            .with(|sheet| sheet.group = group)
            .build()
            .expect("valid terms")
    };
    let message = |left: &Terms, right: &Terms| {
        let period = "2026-01-01..2026-02-01".parse().expect("a period");
        let january = Activity::empty(1, period);
        let (first, second) = (left.new_state(), right.new_state());
        let entries = [(left, &first, &january), (right, &second, &january)];
        settle_group(&entries).expect_err("no group").to_string()
    };
    let first = sheet("a", "USD", Some("slate"));
    let alone = sheet("b", "EUR", None);
    assert_eq!(
        message(&first, &alone),
        "b is of no group, not of group slate"
    );
    assert_eq!(message(&alone, &alone), "b is of no group, not of no group");
    let other = sheet("b", "EUR", Some("spring"));
    assert_eq!(
        message(&first, &other),
        "b is of group spring, not of group slate"
    );
    let euro = sheet("a", "EUR", Some("slate"));
    assert_eq!(message(&first, &euro), "a is in EUR, the group is in USD");
    assert_eq!(message(&first, &first), "the agreement a stands twice");

    let second = sheet("b", "USD", Some("slate"));
    let period = "2026-01-01..2026-02-01".parse().expect("a period");
    let february = Activity::empty(2, period);
    let state = second.new_state();
    let refused = settle_group(&[(&second, &state, &february)]).expect_err("out of sequence");
    let message = "b: period 1 from 2026-01-01 is next, not 2 from 2026-01-01";
    assert_eq!(refused.to_string(), message);
}
