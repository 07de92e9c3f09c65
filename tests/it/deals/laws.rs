//! Laws of spec/compensation.md 14 over the real agreements.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use partnership::compensation::{
    Activity, Id, PayDraft, State, Statement, Stream, Terms, Total, settle,
};
use partnership::time::Period;
use partnership::{Currency, Money, Ratio};
use proptest::prelude::*;

use super::histories::activities;
use super::sheets;
use crate::families::compensation::proved;
use crate::laws::compensation::settle_all;
use crate::support;

fn settled(terms: &Terms, history: &[Activity]) -> Vec<(Statement, State)> {
    settle_all(terms, history).expect("a history that settles")
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

/// The items that law 4 speaks of: they pay nothing where nothing is measured, and give back.
fn items_that_give_back(terms: &Terms) -> BTreeSet<&Id> {
    let versions = terms.versions().iter();
    let items = versions.flat_map(|version| &version.items);
    let items = items.filter(|item| {
        let by_days = matches!(item.pay, PayDraft::Retainer(_));
        !(by_days || item.ratchet || matches!(item.pay, PayDraft::Bands(_)))
    });
    items.map(|item| &item.id).collect()
}

/// What is left of a stream in a period: minor units of a currency, and units.
struct Left {
    minor: i128,
    currency: Option<Currency>,
    units: Ratio,
}

/// One more day in which everything that was ever entered is taken back.
fn all_back(history: &[Activity]) -> Activity {
    let mut back = one_day_after(history);
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
            .map(|currency| Money::from_minor_wide(left.minor, currency).expect("small"));
        total.refunds = money;
        total.units_returned = Some(left.units);
        back.totals.push(total);
    }
    back
}

/// The history without a last statement that ends the agreement: nothing may follow that one.
fn unended(name: &str) -> Vec<Activity> {
    let mut history = activities(name);
    history.retain(|activity| activity.r#final != Some(true));
    history
}

/// The day after the history.
fn one_day_after(history: &[Activity]) -> Activity {
    let last = history.last().expect("a period");
    let from = last.period.to();
    let to = from.checked_add_days(Days::new(1)).expect("a day");
    Activity::empty(last.no + 1, Period::new(from, to).expect("a day"))
}

/// The sums of lines by kind and reference, without those that come to nothing.
fn sums<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> BTreeMap<String, Money> {
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for line in statements.into_iter().flat_map(Statement::lines) {
        let name = format!("{} {}", line.kind.name(), line.reference);
        let sum = sums
            .entry(name)
            .or_insert(Money::zero(line.amount.currency()));
        *sum = sum.checked_add(line.amount).expect("small");
    }
    sums.retain(|_, sum| !sum.is_zero());
    sums
}

#[test]
fn sales_that_are_all_reported_a_period_late_come_to_the_same_in_the_end() {
    for (name, terms) in sheets() {
        let mut in_time = unended(&name);
        in_time.push(one_day_after(&in_time));
        let mut late = in_time.clone();
        let mut waiting = Activity::empty(1, in_time[0].period);
        for activity in &mut late {
            let mut said = waiting;
            waiting = activity.clone();
            for total in &mut said.totals {
                total.of = total.of.or(Some(said.no));
            }
            for event in &mut said.events {
                event.of = event.of.or(Some(said.no));
            }
            (activity.totals, activity.events) = (said.totals, said.events);
        }
        let earned = |history: &[Activity]| {
            let all = settled(&terms, history);
            let mut sums = sums(all.iter().map(|(statement, _)| statement));
            sums.retain(|name, _| name.starts_with("item ") || name.starts_with("guarantee "));
            sums
        };
        assert_eq!(earned(&late), earned(&in_time), "{name}");
    }
}

#[test]
fn an_amendment_that_changes_nothing_changes_no_figure() {
    for (name, terms) in sheets() {
        let history = activities(&name);
        let expected = settled(&terms, &history);
        let starts = history.iter().map(|activity| activity.period.from());
        for from in starts.filter(|from| terms.sheet().end.is_none_or(|end| *from < end)) {
            let mut sheet = terms.sheet().clone();
            let at = sheet
                .versions
                .iter()
                .take_while(|version| version.from <= from)
                .count();
            let mut copy = sheet.versions[at - 1].clone();
            if copy.from == from {
                continue;
            }
            copy.from = from;
            sheet.versions.insert(at, copy);
            let amended = Terms::try_from(sheet).expect("a sheet without a fault");
            for (old, new) in expected.iter().zip(settled(&amended, &history)) {
                let (old, new) = (&old.0, &new.0);
                let place = format!("{name}, {from}, {}", old.id());
                assert_eq!(sums([new]), sums([old]), "{place}");
                let figures = |one: &Statement| {
                    (
                        one.opening(),
                        one.closing(),
                        one.earned(),
                        one.paid(),
                        one.due_on(),
                    )
                };
                assert_eq!(figures(new), figures(old), "{place}");
                assert_eq!(new.advances(), old.advances(), "{place}");
                assert_eq!(
                    (new.reserve(), new.held()),
                    (old.reserve(), old.held()),
                    "{place}"
                );
            }
        }
    }
}

#[test]
fn whoever_gives_everything_back_gives_back_every_share_to_the_cent() {
    let mut items = 0;
    for (name, terms) in sheets() {
        let history = unended(&name);
        let all = settled(&terms, &history);
        let (_, before) = all.last().expect("a period");
        let back = all_back(&history);
        let (statement, next) = settle(&terms, before, &back).expect("everything comes back");
        proved(&terms, before, &back, &statement, &next).expect(&name);
        let left = sums(
            all.iter()
                .map(|(statement, _)| statement)
                .chain([&statement]),
        );
        for item in items_that_give_back(&terms) {
            assert_eq!(left.get(&format!("item {item}")), None, "{name}, {item}");
            items += 1;
        }
    }
    assert_eq!(items, 37);
}
