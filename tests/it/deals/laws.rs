//! Laws of spec/compensation.md 14 over the real agreements.

use std::collections::BTreeMap;

use chrono::Days;
use partnership::compensation::{Activity, State, Statement, Stream, Terms, Total, settle};
use partnership::time::Period;
use partnership::{Currency, Money, Ratio};
use proptest::prelude::*;

use super::histories::activities;
use super::sheets;
use crate::families::compensation::proved;
use crate::support;

/// All statements of a history, and the state after each.
fn settled(terms: &Terms, history: &[Activity]) -> Vec<(Statement, State)> {
    let mut state = terms.new_state();
    let mut all = Vec::new();
    for activity in history {
        let (statement, next) = settle(terms, &state, activity).expect("a history that settles");
        state = next.clone();
        all.push((statement, next));
    }
    all
}

fn bytes<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[test]
fn a_state_that_travels_between_any_two_periods_changes_nothing() {
    for (name, terms) in sheets() {
        let history = activities(&name);
        let expected = settled(&terms, &history);
        for cut in 0..=history.len() {
            let (before, after) = history.split_at(cut);
            let state = settled(&terms, before).pop();
            let state = state.map_or_else(|| terms.new_state(), |(_, state)| state);
            let text = bytes(&state);
            let mut state: State = serde_json::from_str(&text).expect("a state that was written");
            assert_eq!(bytes(&state), text, "{name}, {cut}");
            for (activity, (statement, next)) in after.iter().zip(&expected[cut..]) {
                let found = settle(&terms, &state, activity).expect("a history that settles");
                assert_eq!((&found.0, &found.1), (statement, next), "{name}, {cut}");
                state = found.1;
            }
        }
    }
}

/// Deals the entries of an activity out to parts; a third of amounts and units goes
/// another way than the rest.
fn dealt(activity: &Activity, parts: usize, choices: &mut impl Iterator<Item = usize>) -> Activity {
    let mut dealt: Vec<Activity> = (0..parts)
        .map(|_| Activity::empty(activity.no, activity.period))
        .collect();
    let mut choose = |below: usize| choices.next().expect("a choice") % below;
    for total in &activity.totals {
        let mut left = total.clone();
        let mut first = Total::of(&total.stream, total.of);
        let third = |figure: Money| {
            Money::from_minor_wide(figure.minor() / 3, figure.currency()).expect("less")
        };
        if let Some(amount) = left.amount {
            first.amount = Some(third(amount));
            left.amount = Some(amount.checked_sub(third(amount)).expect("less"));
        }
        if let Some(units) = left.units {
            let part = units
                .checked_mul("1/3".parse().expect("a ratio"))
                .expect("small");
            first.units = Some(part);
            left.units = Some(units.checked_sub(part).expect("less"));
        }
        for part in [first, left] {
            let mut alone = Activity::empty(activity.no, activity.period);
            alone.totals.push(part);
            let to = choose(parts);
            dealt[to] = dealt[to]
                .clone()
                .merge(alone)
                .expect("parts of one activity");
        }
    }
    for event in &activity.events {
        dealt[choose(parts)].events.push(event.clone());
    }
    for level in &activity.levels {
        dealt[choose(parts)].levels.push(level.clone());
    }
    dealt[choose(parts)].r#final = activity.r#final;
    let mut whole = dealt.swap_remove(choose(parts));
    while !dealt.is_empty() {
        let next = dealt.swap_remove(choose(dealt.len()));
        whole = whole.merge(next).expect("parts of one activity");
    }
    whole
}

proptest! {
    #![proptest_config(support::cases(8))]

    #[test]
    fn parts_of_an_activity_settle_to_the_same_bytes_in_any_order(
        seed in proptest::collection::vec(any::<usize>(), 64),
    ) {
        for (name, terms) in sheets() {
            let mut choices = seed.iter().copied().cycle();
            let history = activities(&name);
            let whole: Vec<Activity> = history
                .iter()
                .map(|activity| {
                    let empty = Activity::empty(activity.no, activity.period);
                    activity.clone().merge(empty).expect("itself")
                })
                .collect();
            let parts: Vec<Activity> = history
                .iter()
                .map(|activity| dealt(activity, 3, &mut choices))
                .collect();
            let (whole, parts) = (settled(&terms, &whole), settled(&terms, &parts));
            prop_assert_eq!(bytes(&whole), bytes(&parts), "{}", name);
        }
    }
}

/// Whether law 4 speaks of an item: it pays nothing where nothing is measured, and gives back.
fn gives_back(terms: &Terms, reference: &str) -> bool {
    let versions = terms.versions().iter();
    let items = versions.flat_map(|version| &version.items);
    let mut named = items
        .filter(|item| item.id.as_str() == reference)
        .peekable();
    named.peek().is_some()
        && named.all(|item| {
            let pay = serde_json::to_value(&item.pay).expect("JSON");
            !item.ratchet && pay.get("retainer").is_none() && pay.get("bands").is_none()
        })
}

/// What is left of a stream in a period: minor units of a currency, and units.
struct Left {
    minor: i128,
    currency: Option<Currency>,
    units: Ratio,
}

/// One more day in which everything that was ever entered is taken back.
fn all_back(history: &[Activity]) -> Activity {
    let last = history.last().expect("a period");
    let from = last.period.to();
    let to = from.checked_add_days(Days::new(1)).expect("a day");
    let mut back = Activity::empty(last.no + 1, Period::new(from, to).expect("a day"));
    let mut all: BTreeMap<(Stream, u32), Left> = BTreeMap::new();
    for activity in history {
        for total in &activity.totals {
            let of = total.of.unwrap_or(activity.no);
            let left = all.entry((total.stream.clone(), of)).or_insert(Left {
                minor: 0,
                currency: None,
                units: Ratio::ZERO,
            });
            for (sign, figure) in [(1, total.amount), (-1, total.refunds)] {
                left.minor += figure.map_or(0, |figure| sign * figure.minor());
                left.currency = left.currency.or(figure.map(Money::currency));
            }
            let sold = total.units.unwrap_or(Ratio::ZERO);
            let returned = total.units_returned.unwrap_or(Ratio::ZERO);
            let net = sold.checked_sub(returned).expect("small");
            left.units = left.units.checked_add(net).expect("small");
        }
        for event in &activity.events {
            let mut undone = event.clone();
            undone.id = format!("undo-{}-{}", activity.no, event.id)
                .parse()
                .expect("an id");
            undone.of = event.of.or(Some(activity.no));
            (undone.before, undone.after) = (event.after, event.before);
            (undone.units_before, undone.units_after) = (event.units_after, event.units_before);
            back.events.push(undone);
        }
    }
    for ((stream, of), left) in all {
        let mut total = Total::of(&stream, Some(of));
        let money = left
            .currency
            .map(|currency| Money::from_minor_wide(left.minor.abs(), currency).expect("small"));
        // A month of loss was entered as more refunds than sales.
        if left.minor < 0 {
            total.amount = money;
        } else {
            total.refunds = money;
        }
        total.units_returned = Some(left.units);
        back.totals.push(total);
    }
    back
}

#[test]
fn whoever_gives_everything_back_gives_back_every_share_to_the_cent() {
    let mut items = 0;
    for (name, terms) in sheets() {
        let mut history = activities(&name);
        if history
            .iter()
            .any(|activity| activity.r#final == Some(true))
        {
            history.pop();
        }
        let before = settled(&terms, &history).pop().map(|(_, state)| state);
        let back = all_back(&history);
        let (before, after) = (before.expect("a period"), &back);
        let (statement, next) = settle(&terms, &before, after).expect("everything comes back");
        proved(&terms, &before, after, &statement, &next).expect(&name);
        history.push(back);
        let mut sums: BTreeMap<String, Money> = BTreeMap::new();
        for (statement, _) in settled(&terms, &history) {
            for line in statement.lines() {
                if line.kind.name() == "item" && gives_back(&terms, &line.reference) {
                    let zero = Money::zero(line.amount.currency());
                    let sum = sums.entry(line.reference.clone()).or_insert(zero);
                    *sum = sum.checked_add(line.amount).expect("small");
                }
            }
        }
        for (item, sum) in sums {
            assert!(sum.is_zero(), "{name}, {item}: {sum} are left");
            items += 1;
        }
    }
    assert_eq!(items, 37);
}
