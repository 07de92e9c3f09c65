//! The milestones of a dynamic split over time (spec/splits.md 3.3).

use chrono::{Days, NaiveDate};
use partnership::allocate::Ledger;
use partnership::explain::Documents;
use partnership::split::{EquityHistory, EquityTerms, Measured, Retroactive, SplitError};
use partnership::{Currency, Money};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{from_value, json};

use super::equity::measures;
use super::*;
use crate::laws::split::papers::holds;
use crate::support::cases;

fn day(number: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    first + Days::new(number)
}

/// A baseline, what was measured on which day in any order, and perhaps a limit to each step.
fn reports() -> impl Strategy<Value = (Split, Vec<(u64, Measured)>, Option<Ratio>)> {
    let limit = proptest::option::of((1_i128..=20).prop_map(|steps| fraction(steps, 20)));
    let reports = small_splits().prop_flat_map(|baseline| {
        let reports = vec((0_u64..400, measures(&baseline)), 1..6);
        (Just(baseline), reports)
    });
    (reports, limit).prop_map(|((baseline, mut reports), limit)| {
        let mut days = std::collections::BTreeSet::new();
        reports.retain(|(day, _)| days.insert(*day));
        (baseline, reports, limit)
    })
}

fn history(baseline: &Split, reports: &[(u64, Measured)], limit: Option<Ratio>) -> EquityHistory {
    let terms = EquityTerms {
        max_step: limit,
        ..EquityTerms::default()
    };
    let mut history = EquityHistory::new(baseline.clone(), terms).expect("terms");
    for (on, measured) in reports {
        let milestone = history.record(day(*on), measured.clone());
        assert_eq!(milestone.expect("a milestone").on(), day(*on));
    }
    history
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn late_and_reordered_reports_end_in_the_same_history(
        (baseline, reports, limit) in reports(), turn in 0_usize..6
    ) {
        let known = history(&baseline, &reports, limit);
        let mut turned = reports.clone();
        turned.rotate_left(turn % reports.len());
        prop_assert_eq!(&history(&baseline, &turned, limit), &known);
        prop_assert_eq!(&from_value::<EquityHistory>(json!(known)).unwrap(), &known);
        // Without a limit only the last report counts, whatever was reported before.
        if limit.is_none() {
            let last = reports.iter().max_by_key(|(on, _)| *on).unwrap().clone();
            let alone = history(&baseline, std::slice::from_ref(&last), None);
            prop_assert_eq!(alone.split_on(day(500)), known.split_on(day(500)));
        }
        let first = reports.iter().map(|(on, _)| *on).min().unwrap();
        let before = day(first).pred_opt().unwrap();
        prop_assert_eq!(known.split_on(before), &baseline);
        prop_assert_eq!(known.explain(before).unwrap(), None);
    }

    #[test]
    fn every_milestone_is_proved((baseline, reports, limit) in reports()) {
        let known = history(&baseline, &reports, limit);
        let papers = Documents::new().with("history", json!(known));
        for milestone in known.milestones() {
            let proof = known.explain(milestone.on()).unwrap().unwrap();
            holds(&proof, &papers, &json!(milestone.shares()));
        }
    }

    #[test]
    fn every_line_and_every_carried_fraction_is_proved(
        (baseline, reports, limit) in reports(),
        payments in vec((0_u64..500, -2_000_i64..5_000), 1..6),
    ) {
        let known = history(&baseline, &reports, limit);
        let mut ledger = Ledger::new(Currency::USD);
        for (on, cents) in payments {
            let split = known.split_on(day(on));
            let amount = Money::from_minor(cents, Currency::USD);
            let receipt = json!({"amount": amount, "unit": "0.01 USD"});
            let papers = Documents::new()
                .with("ledger", json!(ledger))
                .with("split", json!(split))
                .with("receipt", receipt)
                .in_full("receipt");
            let proof = split.explain_payment(&ledger, amount);
            let lines = ledger.pay(amount, &split.shares()).unwrap();
            match proof {
                Ok(proof) => holds(&proof, &papers, &json!({"lines": lines, "ledger": ledger})),
                // Carries on the grid, or too many kinds of shares for one ratio.
                Err(error) => prop_assert!(matches!(error, SplitError::Explain(_)), "{error:?}"),
            }
        }
    }

    #[test]
    fn a_change_from_the_beginning_pays_the_difference(
        (baseline, reports, limit) in reports(),
        payments in vec((0_u64..500, -2_000_i64..5_000), 0..8),
    ) {
        let known = history(&baseline, &reports, limit);
        let payments: Vec<(NaiveDate, Money)> = payments
            .into_iter()
            .map(|(on, cents)| (day(on), Money::from_minor(cents, Currency::USD)))
            .collect();
        let ledger = known.ledger(Currency::USD, &payments).unwrap();
        let amounts: Vec<Money> = payments.iter().map(|(_, amount)| *amount).collect();
        let split = known.split_on(day(500));
        let change = Retroactive::new(&ledger, &amounts, split).unwrap();
        let mut anew = split.ledger(Currency::USD);
        for amount in &amounts {
            anew.pay(*amount, &split.shares()).unwrap();
        }
        let mut sum = Money::zero(Currency::USD);
        for (party, line) in change.lines() {
            let after = ledger.paid(party).unwrap().checked_add(*line).unwrap();
            prop_assert_eq!(Some(after), anew.paid(party));
            sum = sum.checked_add(*line).unwrap();
        }
        prop_assert!(sum.is_zero());
        prop_assert_eq!(change.ledger(), &anew);
        let papers = Documents::new()
            .with("ledger", json!(ledger))
            .with("split", json!(split))
            .with("payments", json!(amounts));
        holds(&change.explain().unwrap(), &papers, &json!(change.lines()));
    }
}
