//! Parts of a window add up to its fee, however it is cut.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use partnership::Money;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::strategies::agreement::Agreement;
use crate::strategies::pays::money;
use crate::strategies::{Tape, tapes};
use crate::support;

/// A retainer over three windows, cut into periods anywhere, sometimes by an amendment.
fn retained(mut tape: Tape) -> (Agreement, i64) {
    let anchor: NaiveDate = tape
        .pick(&["2026-01-01", "2024-01-31", "2026-02-15"])
        .parse()
        .expect("a day");
    let months = tape.pick(&[1_u32, 2, 3]);
    let minor = tape.pick(&[1_i64, 2, 100_000, 99_999, 1_000_003]);
    let basis = tape.pick(&[
        "calendar_days",
        "business_days",
        "thirty_days",
        "whole_if_started",
    ]);
    let mut cuts = vec![anchor];
    for window in 1..=3 {
        let end = anchor + Months::new(window * months);
        let mut cut = *cuts.last().expect("one");
        for _ in 0..tape.below(5) {
            cut = cut + Days::new(1 + u64::try_from(tape.below(9)).expect("small"));
            if cut < end {
                cuts.push(cut);
            }
        }
        cuts.push(end);
    }
    let item = json!({"id": "fee", "window": {"months": months},
        "pay": {"retainer": {"amount": money(minor, "USD"), "basis": basis}}});
    let mut versions = vec![json!({"from": anchor.to_string(), "items": [item]})];
    for cut in &cuts[1..cuts.len() - 1] {
        if tape.once_in(4) {
            versions.push(json!({"from": cut.to_string(), "items": [item]}));
        }
    }
    let terms = json!({"schema": 1, "id": "deal", "currency": "USD", "start": anchor.to_string(),
        "versions": versions});
    let periods = cuts.windows(2).zip(1..);
    let activities: Vec<Value> = periods
        .map(|(pair, no)| json!({"no": no, "period": format!("{}..{}", pair[0], pair[1])}))
        .collect();
    (Agreement { terms, activities }, minor)
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn the_parts_of_a_window_add_up_to_its_fee(tape in tapes(60)) {
        let (agreement, minor) = retained(tape);
        let papers = read(&agreement);
        let settled = settle_all(&papers.terms, &papers.activities).expect("valid");
        let mut sums: BTreeMap<String, i128> = BTreeMap::new();
        for line in settled.iter().flat_map(|(statement, _)| statement.lines()) {
            let window = line.window.expect("a window").to_string();
            *sums.entry(window).or_default() += line.amount.minor();
            prop_assert!(!line.amount.is_negative());
        }
        prop_assert_eq!(sums.len(), 3);
        for (window, sum) in sums {
            prop_assert_eq!(sum, i128::from(minor), "{}", window);
        }
        let paid = settled.iter().map(|(statement, _)| statement.paid());
        let paid = Money::sum(partnership::Currency::USD, paid).expect("small");
        prop_assert_eq!(paid.minor(), i128::from(3 * minor));
    }
}
