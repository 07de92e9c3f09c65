//! Due days, advances in parts and charges (spec/contracts.md X12, laws 1, 6 and 16).

use partnership::compensation::{Statement, settle};
use partnership::{Money, Side};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{json as wire, read, settle_all};
use crate::families::compensation::proved;
use crate::strategies::accounts::furnished;
use crate::strategies::agreement::Agreement;
use crate::strategies::{Tape, tapes};
use crate::support;

fn zero(statement: &Statement) -> Money {
    Money::zero(statement.opening().currency())
}

/// A paper without its dues, wherever they stand.
fn without_dues(paper: &Value) -> Value {
    match paper {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "dues")
            .map(|(name, value)| (name.clone(), without_dues(value)))
            .collect(),
        Value::Array(values) => values.iter().map(without_dues).collect(),
        other => other.clone(),
    }
}

/// Fees and shares with days of their own, and nothing that shortens them: the sheet, and what has
/// to be due on which day of January, so many days after its end.
fn plain(mut tape: Tape) -> (Value, Vec<(i64, i64)>) {
    let (mut items, mut due) = (Vec::new(), Vec::new());
    for number in 0..=tape.below(5) {
        let cents = tape.pick(&[100, 1, 33_333, 5]);
        let days = tape.pick(&[0, 1, 10, 10, 40]);
        let mut item = json!({"id": format!("i{number}"), "window": "period",
            "pay": {"retainer": {"amount": usd(cents)}}});
        if tape.once_in(4) {
            due.push((30, cents));
        } else {
            item["dues"] = json!([{"rule": {"after": format!("{days}d")}}]);
            due.push((days, cents));
        }
        items.push(item);
    }
    let sheet = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "versions": [{"from": "2026-01-01", "items": items,
                      "payout": {"due": {"rule": {"after": "30d"}}}}]});
    (sheet, due)
}

fn usd(cents: i64) -> String {
    format!("{}.{:02} USD", cents / 100, cents % 100)
}

/// A fee of 500.00 on the first, and 10% of 4,000.00 thirty days after the end.
fn in_advance() -> Statement {
    let papers = read(&Agreement {
        terms: json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
            "versions": [{"from": "2026-01-01",
                "items": [{"id": "fee", "window": "period",
                           "pay": {"retainer": {"amount": "500.00 USD"}},
                           "dues": [{"from": "period_start", "rule": "on_event"}]},
                          {"id": "sales", "window": "period",
                           "pay": {"share": {"base": {"streams": ["shop"]}, "rate": "10%"}}}],
                "payout": {"due": {"rule": {"after": "30d"}}}}]}),
        activities: vec![json!({"no": 1, "period": "2026-01-01..2026-02-01",
            "totals": [{"stream": "shop", "amount": "4000.00 USD"}]})],
    });
    let all = settle_all(&papers.terms, &papers.activities).expect("valid");
    all.into_iter().next().expect("one").0
}

#[test]
fn a_paper_says_what_is_due_on_which_day() {
    let statement = in_advance();
    let paper = statement.view(Side::Producer).text();
    let table = "\
DUE DAYS OF THE PAYMENT

Due on         USD
2026-01-01  500.00
2026-03-02  400.00
";
    assert!(paper.contains(table), "{paper}");
    assert!(!paper.contains("Due on      2026"), "{paper}");
    let paper = statement.view(Side::Partner).markdown();
    assert!(paper.contains("| 2026-01-01 | -500.00 |"), "{paper}");
}

#[test]
fn dues_that_are_not_the_payment_or_not_in_order_cannot_be_read() {
    let written = wire(&in_advance());
    let refuse = |dues: Value, message: &str| {
        let mut wrong = written.clone();
        wrong["dues"] = dues;
        let error = serde_json::from_value::<Statement>(wrong).expect_err("refused");
        assert_eq!(error.to_string(), message);
    };
    let due = |on: &str, amount: &str| json!({"on": on, "amount": amount});
    let (first, second) = (
        due("2026-01-01", "500.00 USD"),
        due("2026-03-02", "400.00 USD"),
    );
    assert_eq!(written["dues"], json!([first, second]));
    let order = "what is due does not follow its days, or is not above 0";
    refuse(json!([second, first]), order);
    let nothing = due("2026-04-01", "0.00 USD");
    refuse(json!([first, second, nothing]), order);
    let message = "900.00 USD on one side, 500.00 USD on the other";
    refuse(json!([first]), message);
}

proptest! {
    #![proptest_config(support::cases(64))]

    #[test]
    fn what_is_due_adds_up_to_what_is_paid_by_rising_day(agreement in furnished()) {
        let papers = read(&agreement);
        for (statement, _) in settle_all(&papers.terms, &papers.activities).expect("valid") {
            let dues = statement.dues();
            let sum = Money::sum(zero(&statement).currency(), dues.iter().map(|due| due.amount));
            prop_assert_eq!(sum.expect("small"), statement.paid());
            prop_assert!(dues.iter().all(|due| due.amount.is_positive()));
            let day = |index: usize| (dues[index].on.is_none(), dues[index].on);
            prop_assert!((1..dues.len()).all(|index| day(index - 1) < day(index)));
        }
    }

    #[test]
    fn due_days_change_nothing_else(agreement in furnished()) {
        let papers = read(&agreement);
        let all = settle_all(&papers.terms, &papers.activities).expect("valid");
        let undated = read(&Agreement { terms: without_dues(&agreement.terms), ..agreement });
        let again = settle_all(&undated.terms, &undated.activities).expect("valid");
        for ((dated, _), (undated, _)) in all.iter().zip(&again) {
            let figures = |statement: &Statement| {
                let mut json = wire(statement);
                let fields = json.as_object_mut().expect("an object");
                fields.retain(|name, _| !["dues", "due_on"].contains(&name.as_str()));
                json
            };
            prop_assert_eq!(figures(dated), figures(undated));
        }
    }

    #[test]
    fn what_nothing_shortens_is_due_in_full_on_its_day(tape in tapes(40)) {
        let (sheet, mut expected) = plain(tape);
        let papers = read(&Agreement {
            terms: sheet,
            activities: vec![json!({"no": 1, "period": "2026-01-01..2026-02-01"})],
        });
        let all = settle_all(&papers.terms, &papers.activities).expect("valid");
        expected.sort_unstable();
        let mut days: Vec<(i64, i64)> = Vec::new();
        for (day, cents) in expected {
            match days.last_mut().filter(|(last, _)| *last == day) {
                Some((_, sum)) => *sum += cents,
                None => days.push((day, cents)),
            }
        }
        let end: chrono::NaiveDate = "2026-01-31".parse().expect("a day");
        let expected: Vec<String> = days
            .into_iter()
            .map(|(day, cents)| {
                let days = chrono::Days::new(u64::try_from(day).expect("a count"));
                format!("{} on {}", usd(cents), end + days)
            })
            .collect();
        let found: Vec<String> = all[0].0.dues().iter().map(ToString::to_string).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn what_is_open_is_what_was_paid_and_charged_and_not_recouped(agreement in furnished()) {
        let papers = read(&agreement);
        let mut before = papers.terms.new_state();
        let zero = Money::zero(before.carry().currency());
        let (mut advanced, mut charged, mut taken) = (zero, zero, zero);
        for activity in &papers.activities {
            let (statement, after) = settle(&papers.terms, &before, activity).expect("valid");
            let mut postings = Money::zero(zero.currency());
            for posting in statement.postings(&before).expect("one currency") {
                postings = postings.checked_add(posting.amount).expect("small");
            }
            prop_assert!(postings.is_zero());
            advanced = advanced.checked_add(statement.advanced()).expect("small");
            charged = charged.checked_add(statement.charged()).expect("small");
            for line in statement.lines() {
                let kind = line.kind.name();
                if kind.starts_with("recoupment") || kind == "advance_repayable" {
                    taken = taken.checked_add(line.amount).expect("small");
                }
            }
            taken = taken.checked_sub(statement.written_off()).expect("small");
            let mut open = zero;
            for left in statement.advances().values() {
                prop_assert!(!left.is_negative());
                open = open.checked_add(*left).expect("small");
            }
            let expected = advanced.checked_add(charged).and_then(|sum| sum.checked_add(taken));
            prop_assert_eq!(open, expected.expect("small"));
            before = after;
        }
    }

    #[test]
    fn a_furnished_state_that_travels_changes_nothing(agreement in furnished()) {
        let papers = read(&agreement);
        let mut state = papers.terms.new_state();
        for activity in &papers.activities {
            let (statement, after) = settle(&papers.terms, &state, activity).expect("valid");
            let text = serde_json::to_string(&after).expect("JSON");
            state = serde_json::from_str(&text).expect("a state that was written");
            prop_assert_eq!(&state, &after);
            let text = serde_json::to_string(&statement).expect("JSON");
            let again: Statement = serde_json::from_str(&text).expect("a statement");
            prop_assert_eq!(again, statement);
        }
    }
}

proptest! {
    #![proptest_config(support::cases(24))]

    #[test]
    fn due_days_parts_and_charges_are_proved(agreement in furnished()) {
        let papers = read(&agreement);
        let mut before = papers.terms.new_state();
        for activity in &papers.activities {
            let (statement, after) = settle(&papers.terms, &before, activity).expect("valid");
            let proved = proved(&papers.terms, &before, activity, &statement, &after);
            prop_assert!(proved.is_ok(), "{:?}", proved);
            before = after;
        }
    }
}
