//! Laws that hold for every history: balances, merging, order, repetition, memory.

use partnership::Money;
use partnership::compensation::{Activity, State, Statement, Terms, settle};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Read, json as wire, read, settle_all};
use crate::strategies::agreement::{Agreement, agreements};
use crate::strategies::{Tape, tapes};
use crate::support;

fn settled(papers: &Read) -> Vec<(Statement, State)> {
    settle_all(&papers.terms, &papers.activities).expect("valid by construction")
}

fn sum(amounts: impl IntoIterator<Item = Money>, like: Money) -> Money {
    Money::sum(like.currency(), amounts).expect("small amounts")
}

/// The text of everything that came out, byte by byte.
fn bytes(all: &[(Statement, State)]) -> String {
    serde_json::to_string(all).expect("JSON")
}

/// The lists of an activity in another order.
fn shuffled(activity: &Value, tape: &mut Tape) -> Value {
    let mut activity = activity.clone();
    for list in ["totals", "levels"] {
        if let Some(list) = activity.get_mut(list).and_then(Value::as_array_mut) {
            for left in (1..list.len()).rev() {
                list.swap(left, tape.below(left + 1));
            }
        }
    }
    activity
}

fn reread(agreement: &Agreement, change: impl FnMut(&Value) -> Value) -> Read {
    let activities = agreement.activities.iter().map(change).collect();
    read(&Agreement {
        terms: agreement.terms.clone(),
        activities,
    })
}

/// Deals the entries of an activity out to several parts.
fn dealt(activity: &Activity, parts: usize, tape: &mut Tape) -> Vec<Activity> {
    let mut dealt: Vec<Activity> = (0..parts)
        .map(|_| Activity::empty(activity.no, activity.period))
        .collect();
    for total in &activity.totals {
        let mut left = total.clone();
        // A part of the amount goes to another part of the activity.
        if let (true, Some(amount)) = (tape.once_in(2), left.amount) {
            let first = Money::from_minor_wide(amount.minor() / 3, amount.currency()).unwrap();
            let mut other = partnership::compensation::Total::of(&total.stream, total.of);
            other.amount = Some(first);
            left.amount = Some(amount.checked_sub(first).unwrap());
            push(&mut dealt[0], other);
        }
        let to = tape.below(parts);
        push(&mut dealt[to], left);
    }
    for level in &activity.levels {
        let to = tape.below(parts);
        dealt[to].levels.push(level.clone());
    }
    let to = tape.below(parts);
    dealt[to].r#final = activity.r#final;
    let to = tape.below(parts);
    dealt[to].statement_on = activity.statement_on;
    dealt
}

/// Adds a total; one of the same stream and period is merged in.
fn push(activity: &mut Activity, total: partnership::compensation::Total) {
    let mut alone = Activity::empty(activity.no, activity.period);
    alone.totals.push(total);
    *activity = activity.clone().merge(alone).expect("one currency");
}

fn merged(parts: Vec<Activity>) -> Activity {
    let mut parts = parts.into_iter();
    let first = parts.next().expect("a part");
    parts.fold(first, |whole, part| {
        whole.merge(part).expect("parts of one activity")
    })
}

proptest! {
    #![proptest_config(support::cases(64))]

    #[test]
    fn every_statement_balances(agreement in agreements()) {
        for (statement, _) in settled(&read(&agreement)) {
            let lines = statement.lines().iter().map(|line| line.amount);
            let left = sum(lines.chain([statement.opening()]), statement.opening());
            let right = sum([statement.gross_paid(), statement.closing()], left);
            prop_assert_eq!(left, right);
            let paid = sum([statement.paid(), statement.tax()], left);
            prop_assert_eq!(statement.gross_paid(), paid);
            prop_assert!(!statement.paid().is_negative() && !statement.tax().is_negative());
        }
    }

    #[test]
    fn over_a_lifetime_what_is_earned_is_paid_withheld_or_carried(agreement in agreements()) {
        let all = settled(&read(&agreement));
        let zero = Money::zero(all[0].0.opening().currency());
        let earned = sum(all.iter().map(|(statement, _)| statement.earned()), zero);
        let out = all.iter().flat_map(|(statement, _)| [statement.paid(), statement.tax()]);
        let carried = all.last().expect("one").0.closing();
        prop_assert_eq!(earned, sum(out.chain([carried]), zero));
        for pair in all.windows(2) {
            prop_assert_eq!(pair[0].0.closing(), pair[1].0.opening());
        }
    }

    #[test]
    fn parts_of_an_activity_settle_to_the_same_bytes_in_any_order(
        agreement in agreements(),
        mut tape in tapes(200),
    ) {
        let papers = read(&agreement);
        let whole: Vec<Activity> = papers
            .activities
            .iter()
            .map(|activity| activity.clone().merge(empty_like(activity)).expect("itself"))
            .collect();
        let from_parts: Vec<Activity> = whole
            .iter()
            .map(|activity| {
                let count = 1 + tape.below(4);
                let mut parts = dealt(activity, count, &mut tape);
                for left in (1..parts.len()).rev() {
                    parts.swap(left, tape.below(left + 1));
                }
                merged(parts)
            })
            .collect();
        let whole = settle_all(&papers.terms, &whole).expect("valid");
        let from_parts = settle_all(&papers.terms, &from_parts).expect("valid");
        prop_assert_eq!(bytes(&whole), bytes(&from_parts));
    }

    #[test]
    fn the_order_of_entries_changes_nothing(agreement in agreements(), mut tape in tapes(200)) {
        let as_read = settled(&read(&agreement));
        let other = reread(&agreement, |activity| shuffled(activity, &mut tape));
        prop_assert_eq!(bytes(&as_read), bytes(&settled(&other)));
    }

    #[test]
    fn a_state_that_travels_between_periods_changes_nothing(agreement in agreements()) {
        let papers = read(&agreement);
        let mut state = papers.terms.new_state();
        for (activity, expected) in papers.activities.iter().zip(settled(&papers)) {
            let text = serde_json::to_string(&state).expect("JSON");
            state = serde_json::from_str(&text).expect("a state that was written");
            prop_assert_eq!(serde_json::to_string(&state).expect("JSON"), text);
            let (statement, next) = settle(&papers.terms, &state, activity).expect("valid");
            prop_assert_eq!(&statement, &expected.0);
            prop_assert_eq!(&next, &expected.1);
            let text = serde_json::to_string(&statement).expect("JSON");
            let again: Statement = serde_json::from_str(&text).expect("a statement that was written");
            prop_assert_eq!(&again, &statement);
            state = next;
        }
    }

    #[test]
    fn terms_that_travel_settle_alike(agreement in agreements()) {
        let papers = read(&agreement);
        let text = serde_json::to_string(&papers.terms).expect("JSON");
        let terms: Terms = serde_json::from_str(&text).expect("terms that were written");
        prop_assert_eq!(&terms, &papers.terms);
        let again = settle_all(&terms, &papers.activities).expect("valid");
        prop_assert_eq!(bytes(&settled(&papers)), bytes(&again));
    }

    #[test]
    fn the_same_papers_come_to_the_same_bytes(agreement in agreements()) {
        let papers = read(&agreement);
        prop_assert_eq!(bytes(&settled(&papers)), bytes(&settled(&papers)));
    }

    #[test]
    fn an_error_changes_nothing(agreement in agreements()) {
        let papers = read(&agreement);
        let mut state = papers.terms.new_state();
        for activity in &papers.activities {
            let before = state.clone();
            let mut wrong = activity.clone();
            wrong.no += 1;
            prop_assert!(settle(&papers.terms, &state, &wrong).is_err());
            prop_assert_eq!(&state, &before);
            state = settle(&papers.terms, &state, activity).expect("valid").1;
        }
    }

    #[test]
    fn an_amendment_that_changes_nothing_changes_no_figure(
        agreement in agreements(),
        mut tape in tapes(8),
    ) {
        let all = settled(&read(&agreement));
        let amended = read(&with_copy(&agreement, &mut tape));
        let again = settled(&amended);
        for ((statement, _), (copy, _)) in all.iter().zip(&again) {
            let figures = |statement: &Statement| {
                let mut json = wire(statement);
                json.as_object_mut().expect("an object").remove("id");
                json.as_object_mut().expect("an object").remove("version");
                // What is said of a measure is said of every version that counts on from it.
                json.as_object_mut().expect("an object").remove("notices");
                // A zero line of an older version says nothing.
                let lines = json["lines"].as_array().expect("lines").iter();
                let lines = lines.filter(|line| !line["amount"].as_str().is_some_and(is_zero));
                json["lines"] = by_reference(lines);
                json
            };
            prop_assert_eq!(figures(statement), figures(copy));
        }
    }
}

/// The sums of lines by reference and window: versions add up.
fn by_reference<'a>(lines: impl Iterator<Item = &'a Value>) -> Value {
    let mut sums: std::collections::BTreeMap<String, Money> = std::collections::BTreeMap::new();
    for line in lines {
        let key = format!("{} {}", line["reference"], line["window"]);
        let amount: Money = line["amount"]
            .as_str()
            .expect("text")
            .parse()
            .expect("money");
        let sum = sums.entry(key).or_insert(Money::zero(amount.currency()));
        *sum = sum.checked_add(amount).expect("small");
    }
    let sums = sums.into_iter().filter(|(_, sum)| !sum.is_zero());
    json!(sums.map(|(key, sum)| json!([key, sum])).collect::<Vec<_>>())
}

fn is_zero(amount: &str) -> bool {
    amount
        .bytes()
        .all(|byte| !byte.is_ascii_digit() || byte == b'0')
}

fn empty_like(activity: &Activity) -> Activity {
    Activity::empty(activity.no, activity.period)
}

/// The agreement with one more version that repeats the one before it, written out or based on it,
/// from the first day of a period on; its items count on.
fn with_copy(agreement: &Agreement, tape: &mut Tape) -> Agreement {
    let mut agreement = agreement.clone();
    let end = agreement
        .terms
        .get("end")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let starts = agreement.activities.iter().map(|activity| {
        let period = activity["period"].as_str().expect("a period");
        period.split("..").next().expect("a first day").to_owned()
    });
    let starts: Vec<String> = starts
        .filter(|start| end.as_ref().is_none_or(|end| start < end))
        .collect();
    let versions = agreement.terms["versions"]
        .as_array_mut()
        .expect("versions");
    let from = starts[tape.below(starts.len())].clone();
    let before = |version: &&Value| version["from"].as_str().expect("a day") <= from.as_str();
    let position = versions.iter().take_while(before).count();
    let mut copy = versions[position - 1].clone();
    if copy["from"] == json!(from) {
        return agreement;
    }
    copy["from"] = json!(from);
    for item in copy["items"].as_array_mut().expect("items") {
        item.as_object_mut().expect("an item").remove("on_change");
    }
    if tape.once_in(2) {
        copy = json!({"from": from, "based_on": "previous", "items": copy["items"]});
    }
    versions.insert(position, copy);
    agreement
}
