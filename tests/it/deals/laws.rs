//! Laws of spec/compensation.md 14 over the real agreements: over the histories that were worked
//! by hand, and over drawn ones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use partnership::compensation::{
    Activity, Id, PayDraft, State, Statement, Stream, Terms, Total, settle,
};
use partnership::time::Period;
use partnership::{Currency, Money, Ratio};
use proptest::prelude::*;

use super::drawn::drawn;
use super::histories::activities;
use super::sheets;
use crate::families::compensation::proved;
use crate::laws::compensation::settle_all;
use crate::strategies::{Tape, tapes};
use crate::support;

/// A sheet and a history of it.
struct Papers {
    name: String,
    terms: Terms,
    history: Vec<Activity>,
}

/// All sheets with the histories that were worked by hand.
fn worked() -> Vec<Papers> {
    let papers = sheets().into_iter().map(|(name, terms)| {
        let history = activities(&name);
        Papers {
            name,
            terms,
            history,
        }
    });
    papers.collect()
}

fn settled(terms: &Terms, history: &[Activity]) -> Vec<(Statement, State)> {
    settle_all(terms, history).expect("a history that settles")
}

fn bytes<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[test]
fn a_state_that_travels_between_any_two_periods_changes_nothing() {
    worked().iter().for_each(state_travels);
}

#[test]
fn sales_that_are_all_reported_a_period_late_come_to_the_same_in_the_end() {
    worked().iter().for_each(late_is_in_time);
}

#[test]
fn an_amendment_that_changes_nothing_changes_no_figure() {
    worked().iter().for_each(amendment_of_nothing);
}

#[test]
fn whoever_gives_everything_back_gives_back_every_share_to_the_cent() {
    let items: usize = worked().iter().map(everything_back).sum();
    assert_eq!(items, 37);
}

proptest! {
    #![proptest_config(support::cases(8))]

    #[test]
    fn parts_of_an_activity_settle_to_the_same_bytes_in_any_order(mut tape in tapes(400)) {
        for papers in worked() {
            parts_are_the_whole(&papers, &mut tape);
        }
    }
}

proptest! {
    #![proptest_config(support::cases(32))]

    #[test]
    fn drawn_histories_keep_every_law_and_prove_every_figure(mut tape in tapes(600)) {
        let all = sheets();
        let (name, terms) = tape.pick(&all);
        let history = drawn(&terms, &activities(&name), &mut tape);
        let papers = Papers { name, terms, history };
        every_figure_is_proved(&papers);
        state_travels(&papers);
        late_is_in_time(&papers);
        amendment_of_nothing(&papers);
        everything_back(&papers);
        parts_are_the_whole(&papers, &mut tape);
    }
}

#[track_caller]
fn every_figure_is_proved(papers: &Papers) {
    let Papers {
        name,
        terms,
        history,
    } = papers;
    let mut before = terms.new_state();
    for (activity, (statement, next)) in history.iter().zip(settled(terms, history)) {
        if let Err(why) = proved(terms, &before, activity, &statement, &next) {
            panic!("{name}, {}: {why}", bytes(history));
        }
        let lines = statement.lines().iter().map(|line| line.amount);
        let opening = statement.opening();
        let left = Money::sum(opening.currency(), lines.chain([opening])).expect("small");
        let right = statement
            .paid()
            .checked_add(statement.closing())
            .expect("small");
        assert_eq!(left, right, "{name}");
        before = next;
    }
}

#[track_caller]
fn state_travels(papers: &Papers) {
    let Papers {
        name,
        terms,
        history,
    } = papers;
    let expected = settled(terms, history);
    for cut in 0..=history.len() {
        let after = &history[cut..];
        let state = cut.checked_sub(1).map(|last| expected[last].1.clone());
        let state = state.unwrap_or_else(|| terms.new_state());
        let text = bytes(&state);
        let mut state: State = serde_json::from_str(&text).expect("a state that was written");
        assert_eq!(bytes(&state), text, "{name}, {cut}");
        for (activity, (statement, next)) in after.iter().zip(&expected[cut..]) {
            let found = settle(terms, &state, activity).expect("a history that settles");
            assert_eq!((&found.0, &found.1), (statement, next), "{name}, {cut}");
            state = found.1;
        }
    }
}

#[track_caller]
fn parts_are_the_whole(papers: &Papers, tape: &mut Tape) {
    let Papers {
        name,
        terms,
        history,
    } = papers;
    let whole = history.iter().map(|activity| {
        let empty = Activity::empty(activity.no, activity.period);
        activity.clone().merge(empty).expect("itself")
    });
    let whole: Vec<Activity> = whole.collect();
    let parts = history.iter().map(|activity| from_parts(activity, 3, tape));
    let parts: Vec<Activity> = parts.collect();
    let (whole, parts) = (settled(terms, &whole), settled(terms, &parts));
    assert_eq!(bytes(&whole), bytes(&parts), "{name}");
}

/// Deals the entries of an activity out to parts, a third of amounts and units another way than
/// the rest, and merges the parts in some order.
fn from_parts(activity: &Activity, count: usize, tape: &mut Tape) -> Activity {
    let empty = Activity::empty(activity.no, activity.period);
    let mut parts = vec![empty; count];
    for total in &activity.totals {
        let (mut first, mut left) = (Total::of(&total.stream, total.of), total.clone());
        if let Some(amount) = total.amount {
            let third = Money::from_minor_wide(amount.minor() / 3, amount.currency());
            let third = third.expect("less");
            first.amount = Some(third);
            left.amount = Some(amount.checked_sub(third).expect("less"));
        }
        if let Some(units) = total.units {
            let third = units
                .checked_mul("1/3".parse().expect("a ratio"))
                .expect("small");
            first.units = Some(third);
            left.units = Some(units.checked_sub(third).expect("less"));
        }
        for part in [first, left] {
            let mut alone = Activity::empty(activity.no, activity.period);
            alone.totals.push(part);
            let to = tape.below(count);
            parts[to] = parts[to]
                .clone()
                .merge(alone)
                .expect("parts of one activity");
        }
    }
    for event in &activity.events {
        parts[tape.below(count)].events.push(event.clone());
    }
    for level in &activity.levels {
        parts[tape.below(count)].levels.push(level.clone());
    }
    parts[tape.below(count)].r#final = activity.r#final;
    let mut whole = parts.swap_remove(tape.below(count));
    while !parts.is_empty() {
        let next = parts.swap_remove(tape.below(parts.len()));
        whole = whole.merge(next).expect("parts of one activity");
    }
    whole
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

/// A history that may go on: nothing may follow a last statement.
fn unended(history: &[Activity]) -> Vec<Activity> {
    let mut history = history.to_vec();
    history.retain(|activity| activity.r#final != Some(true));
    history
}

#[track_caller]
fn late_is_in_time(papers: &Papers) {
    let Papers {
        name,
        terms,
        history,
    } = papers;
    let mut in_time = unended(history);
    in_time.push(one_day_after(&in_time));
    let mut late = in_time.clone();
    let mut waiting = Activity::empty(1, in_time[0].period);
    for activity in &mut late {
        let mut said = std::mem::replace(&mut waiting, activity.clone());
        for total in &mut said.totals {
            total.of = total.of.or(Some(said.no));
        }
        for event in &mut said.events {
            event.of = event.of.or(Some(said.no));
        }
        (activity.totals, activity.events) = (said.totals, said.events);
    }
    let earned = |history: &[Activity]| {
        let all = settled(terms, history);
        let mut sums = sums(all.iter().map(|(statement, _)| statement));
        sums.retain(|name, _| name.starts_with("item ") || name.starts_with("guarantee "));
        sums
    };
    assert_eq!(
        earned(&late),
        earned(&in_time),
        "{name}, {}",
        bytes(&in_time)
    );
}

#[track_caller]
fn amendment_of_nothing(papers: &Papers) {
    let Papers {
        name,
        terms,
        history,
    } = papers;
    let expected = settled(terms, history);
    let starts = history.iter().map(|activity| activity.period.from());
    for from in starts.filter(|from| terms.sheet().end.is_none_or(|end| *from < end)) {
        let mut sheet = terms.sheet().clone();
        let before = sheet
            .versions
            .iter()
            .take_while(|version| version.from <= from);
        let at = before.count();
        let mut copy = sheet.versions[at - 1].clone();
        if copy.from == from {
            continue;
        }
        copy.from = from;
        sheet.versions.insert(at, copy);
        let amended = Terms::try_from(sheet).expect("a sheet without a fault");
        for ((old, _), (new, _)) in expected.iter().zip(&settled(&amended, history)) {
            let place = format!("{name}, {from}, {}, {}", old.id(), bytes(history));
            assert_eq!(sums([new]), sums([old]), "{place}");
            assert_eq!(new.closing(), old.closing(), "{place}");
            assert_eq!(new.earned(), old.earned(), "{place}");
            assert_eq!(
                (new.paid(), new.due_on()),
                (old.paid(), old.due_on()),
                "{place}"
            );
            assert_eq!(new.advances(), old.advances(), "{place}");
            assert_eq!(new.reserve(), old.reserve(), "{place}");
        }
    }
}

/// Returns how many items came back to nothing.
#[track_caller]
fn everything_back(papers: &Papers) -> usize {
    let Papers {
        name,
        terms,
        history,
    } = papers;
    let history = unended(history);
    let all = settled(terms, &history);
    let (_, before) = all.last().expect("a period");
    let back = all_back(&history);
    let (statement, next) = settle(terms, before, &back).expect("everything comes back");
    if let Err(why) = proved(terms, before, &back, &statement, &next) {
        panic!("{name}, {}: {why}", bytes(&history));
    }
    let left = sums(
        all.iter()
            .map(|(statement, _)| statement)
            .chain([&statement]),
    );
    let items = items_that_give_back(terms);
    for item in &items {
        let line = format!("item {item}");
        assert_eq!(left.get(&line), None, "{name}, {item}, {}", bytes(&history));
    }
    items.len()
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
