//! The laws of spec/splits.md 4.

use partnership::split::{
    Correction, Counting, Receipt, Waterfall, WaterfallError, WaterfallState, WaterfallTerms,
};
use partnership::{Currency, Money, PartyId};
use proptest::prelude::*;
use serde_json::Value;

use super::strategies::{fixed_terms, waterfall};
use crate::families::built_waterfall;
use crate::support::{cases, laws};

/// Four parties: the fractions of a ledger are below `1 + 1/2 + 1/3 + 1/4` units either way.
const APART: i128 = 4;

fn cents(minor: i64) -> Receipt {
    Receipt::undated(Money::from_minor(minor, Currency::USD))
}

fn fixed(given: &Value) -> Waterfall {
    built_waterfall(given).unwrap().0.unwrap()
}

/// The state after so many receipts; a refund of more than there is is left out.
fn after(waterfall: &Waterfall, receipts: &[i64]) -> WaterfallState {
    let mut state = waterfall.new_state();
    for amount in receipts {
        match waterfall.distribute(&state, cents(*amount)) {
            Ok((next, _)) => state = next,
            Err(WaterfallError::NegativePool { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    state
}

fn held(waterfall: &Waterfall, state: &WaterfallState) -> Vec<Money> {
    let tiers = 0..waterfall.terms().tiers.len();
    tiers.map(|tier| state.held(tier).unwrap()).collect()
}

fn amounts() -> impl Strategy<Value = Vec<i64>> {
    let amount =
        prop_oneof![4 => 0..900_i64, 2 => -500..0_i64, 1 => Just(1_i64), 1 => Just(-1_i64)];
    prop::collection::vec(amount, 0..12)
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn what_a_tier_holds_depends_on_the_sum_alone(given in fixed_terms(), receipts in amounts()) {
        let waterfall = fixed(&given);
        let cut = after(&waterfall, &receipts);
        let sum = i64::try_from(cut.received().minor()).unwrap();
        let once = after(&waterfall, &[sum]);
        prop_assert_eq!(held(&waterfall, &cut), held(&waterfall, &once));
        for tier in 0..waterfall.terms().tiers.len() {
            for party in &waterfall.terms().parties {
                let (Some(left), Some(right)) = (cut.paid_in(tier, party), once.paid_in(tier, party))
                else {
                    continue;
                };
                prop_assert!((left.minor() - right.minor()).abs() <= APART, "{left} {right}");
            }
        }
    }

    #[test]
    fn lines_add_up_and_have_the_sign_of_their_receipt(given in waterfall()) {
        let (waterfall, receipts) = built_waterfall(&given).unwrap();
        let waterfall = waterfall.unwrap();
        let mut state = waterfall.new_state();
        for receipt in receipts {
            let Ok((next, statement)) = waterfall.distribute(&state, receipt) else {
                continue;
            };
            let lines: i128 = statement.lines().values().map(|line| line.minor()).sum();
            let moved = next.distributed().minor() - state.distributed().minor();
            prop_assert_eq!(lines + statement.undistributed().minor(), moved);
            for tier in statement.tiers() {
                let sum: i128 = tier.lines().values().map(|line| line.minor()).sum();
                prop_assert_eq!(sum, tier.amount().minor());
                for line in tier.lines().values() {
                    prop_assert!(line.minor() * receipt.amount.minor() >= 0);
                }
            }
            let paid: i128 = next.paid().values().map(|paid| paid.minor()).sum();
            let rest = if waterfall.is_open() { 0 } else { next.distributed().minor() - paid };
            prop_assert_eq!(rest, 0);
            if waterfall.terms().correction == Correction::HighWater {
                prop_assert!(statement.lines().values().all(|line| !line.is_negative()));
                let gap = next.distributed().minor() - next.received().minor();
                prop_assert_eq!(statement.deficit().minor(), gap);
            } else {
                prop_assert!(statement.deficit().is_zero());
            }
            state = next;
        }
    }

    #[test]
    fn a_refund_of_the_last_receipt_restores_every_tier(
        given in fixed_terms(), receipts in amounts(), last in 0..900_i64
    ) {
        let waterfall = fixed(&given);
        let before = after(&waterfall, &receipts);
        let (with, _) = waterfall.distribute(&before, cents(last)).unwrap();
        let (back, _) = waterfall.distribute(&with, cents(-last)).unwrap();
        prop_assert_eq!(held(&waterfall, &back), held(&waterfall, &before));
    }

    #[test]
    fn a_claim_is_never_exceeded_and_in_the_end_exact(given in fixed_terms(), receipts in amounts()) {
        use partnership::split::Tier;
        let waterfall = fixed(&given);
        let state = after(&waterfall, &receipts);
        for (tier, terms) in waterfall.terms().tiers.iter().enumerate() {
            let holds = state.held(tier).unwrap().minor();
            match terms {
                Tier::Recoup { claims, multiple, .. } => {
                    let due = |claim: &Money| claim.times_ratio(*multiple, <_>::default()).unwrap();
                    let all: i128 = claims.values().map(|claim| due(claim).minor()).sum();
                    prop_assert!(holds <= all);
                    for (party, claim) in claims {
                        let paid = state.paid_in(tier, party).unwrap().minor();
                        prop_assert!(0 <= paid && paid <= due(claim).minor());
                        prop_assert!(holds < all || paid == due(claim).minor());
                    }
                }
                Tier::ShareUntil { cap, .. } => prop_assert!(holds <= cap.minor()),
                Tier::ShareUntilParty { party, amount, counting, .. } => {
                    let first = if *counting == Counting::AllTiers { 0 } else { tier };
                    let above = (first..=tier).filter_map(|tier| state.paid_in(tier, party));
                    let got: i128 = above.map(Money::minor).sum();
                    prop_assert!(holds == 0 || got <= amount.minor() + APART);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn an_error_leaves_the_state_as_it_was(given in waterfall(), too_much in 1..9_i64) {
        let (waterfall, receipts) = built_waterfall(&given).unwrap();
        let waterfall = waterfall.unwrap();
        let mut state = waterfall.new_state();
        let mut statement = waterfall.blank_statement();
        for receipt in receipts {
            let before = state.clone();
            let taken = waterfall.distribute_into(&mut state, receipt, &mut statement);
            if taken.is_err() {
                prop_assert_eq!(&state, &before);
                continue;
            }
            let (pure, same) = waterfall.distribute(&before, receipt).unwrap();
            prop_assert_eq!(&pure, &state);
            prop_assert_eq!(&same, &statement);
        }
        let before = state.clone();
        let amount = -state.received().checked_add(Money::from_minor(too_much, Currency::USD)).unwrap();
        let later = state.on().and_then(|on| on.checked_add_months(chrono::Months::new(30)));
        let refund = Receipt { on: later.or(waterfall.terms().anchor), amount };
        let taken = waterfall.distribute_into(&mut state, refund, &mut statement);
        if waterfall.terms().correction == Correction::Restate {
            let shortfall = Money::from_minor(too_much, Currency::USD);
            prop_assert_eq!(taken, Err(WaterfallError::NegativePool { shortfall }));
            prop_assert_eq!(state, before);
        }
    }

    #[test]
    fn days_without_money_change_no_return(given in waterfall(), cuts in prop::collection::vec(0..900_i64, 0..5)) {
        let (waterfall, receipts) = built_waterfall(&given).unwrap();
        let waterfall = waterfall.unwrap();
        let (Some(anchor), nothing) = (waterfall.terms().anchor, Money::zero(Currency::USD)) else {
            return Ok(());
        };
        let last = receipts.last().unwrap().on.unwrap();
        let mut days: Vec<_> = cuts.iter().map(|days| anchor + chrono::TimeDelta::days(*days)).collect();
        days.retain(|day| *day <= last);
        days.sort_unstable();
        let mut receipts = receipts;
        receipts.push(Receipt::on(last, nothing));
        let mut all: Vec<Receipt> = receipts.clone();
        all.extend(days.iter().map(|day| Receipt::on(*day, nothing)));
        all.sort_by_key(|receipt| receipt.on);
        let run = |receipts: &[Receipt]| {
            receipts.iter().fold(waterfall.new_state(), |state, receipt| {
                waterfall.distribute(&state, *receipt).map_or(state, |(next, _)| next)
            })
        };
        prop_assert_eq!(run(&receipts), run(&all));
    }

    #[test]
    fn terms_amended_for_the_past_pay_the_difference(given in waterfall(), other in fixed_terms()) {
        let (first, receipts) = built_waterfall(&given).unwrap();
        let first = first.unwrap();
        let amended = fixed(&other);
        let mut history = Vec::new();
        let mut paid = first.new_state();
        for receipt in receipts {
            if let Ok((next, _)) = first.distribute(&paid, receipt) {
                paid = next;
                history.push(receipt);
            }
        }
        let Ok((state, due)) = amended.replay(&paid, &history) else {
            // What is carried as a deficit here may be a refund of too much there.
            prop_assert_eq!(first.terms().correction, Correction::HighWater);
            return Ok(());
        };
        for party in &amended.terms().parties {
            let of = |state: &WaterfallState| state.paid().get(party).map_or(0, |paid| paid.minor());
            let line = due.get(party).map_or(0, |due| due.minor());
            prop_assert_eq!(of(&paid) + line, of(&state));
        }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn after_the_catch_up_the_party_holds_its_part_of_the_profit(
        capital in 1..100_000_i64, more in 0..500_000_i64,
        (c, k) in prop::sample::select(vec![("1", "20%"), ("80%", "20%"), ("1/2", "1/3"), ("1", "1/7")]),
        rate in prop::sample::select(vec!["8%", "10%", "1/7"]),
    ) {
        let (capital, profit) = (Money::from_minor(capital, Currency::USD), more);
        let fund = fund(capital, rate, (c, k));
        let on = fund.terms().anchor.unwrap() + chrono::TimeDelta::days(365);
        let amount = Money::from_minor(profit, Currency::USD).checked_add(capital).unwrap();
        let (state, statement) = fund.distribute(&fund.new_state(), Receipt::on(on, amount)).unwrap();
        // The residual has got something, so the catch-up is full.
        if statement.tiers()[3].amount().is_positive() {
            let gp = state.paid()[&PartyId::new("gp").unwrap()].minor();
            let share: partnership::Ratio = k.parse().unwrap();
            let due = Money::from_minor(profit, Currency::USD);
            let due = due.times_ratio(share, partnership::Rounding::Floor).unwrap().minor();
            prop_assert!((gp - due).abs() <= 2, "{gp} {due}");
        }
    }
}

/// Capital, return, catch-up, and the rest by the same target.
fn fund(capital: Money, rate: &str, (c, k): (&str, &str)) -> Waterfall {
    use partnership::allocate::ClaimsRule;
    use partnership::split::{Compounding, DayCount, Split, Tier};
    let (gp, lp) = (PartyId::new("gp").unwrap(), PartyId::new("lp").unwrap());
    let target: partnership::Ratio = k.parse().unwrap();
    let rest = partnership::Ratio::ONE.checked_sub(target).unwrap();
    let tiers = vec![
        Tier::recoup([(lp.clone(), capital)]),
        Tier::Preferred {
            on: 0,
            rate: rate.parse().unwrap(),
            compounding: Compounding::Yearly,
            day_count: DayCount::Act365,
            rule: ClaimsRule::Proportional,
        },
        Tier::CatchUp {
            party: gp.clone(),
            share: c.parse().unwrap(),
            target,
            others: Split::equal([lp.clone()]).unwrap(),
        },
        Tier::residual(Split::fixed([(gp.clone(), target), (lp.clone(), rest)]).unwrap()),
    ];
    let terms = WaterfallTerms::new(Currency::USD, [gp, lp], tiers);
    let anchor = partnership::time::date("2021-01-01").ok();
    Waterfall::new(WaterfallTerms { anchor, ..terms }).unwrap()
}
