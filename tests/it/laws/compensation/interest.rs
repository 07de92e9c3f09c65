//! Law 18: late interest against a sum over days, and how it moves.

use chrono::{Days, NaiveDate};
use partnership::compensation::{
    CompoundInterest, ElapsedCount, InterestFrom, InterestLimit, LateInterest, RatePer,
    late_interest,
};
use partnership::time::{Calendar, Span};
use partnership::{Currency, Money, Ratio, Rounding};
use proptest::prelude::*;

use crate::laws::reference::{Big, big, round, whole};
use crate::strategies::{Tape, tapes};
use crate::support;

fn due() -> NaiveDate {
    "2026-01-31".parse().expect("a day")
}

fn after(days: usize) -> NaiveDate {
    due() + Days::new(u64::try_from(days).expect("few"))
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

/// A debt, what was paid of it by day after the due day, and how late it is looked at.
#[derive(Clone, Debug)]
struct Debt {
    amount: i64,
    payments: Vec<(usize, i64)>,
    on: usize,
}

fn debt(tape: &mut Tape) -> Debt {
    let amount = tape.pick(&[100_000, 0, 1, 99, 1_500_000, 123_456_789]);
    let mut left = amount;
    let mut payments = Vec::new();
    for _ in 0..tape.below(4) {
        let part = tape.pick(&[left, 0, 1, left / 2, left / 3]).min(left);
        left -= part;
        payments.push((tape.below(500), part));
    }
    let on = tape.pick(&[0, 1, 27, 28, 29, 59, 365, 366, 400]) + tape.below(30);
    Debt {
        amount,
        payments,
        on,
    }
}

fn rates(tape: &mut Tape) -> Ratio {
    let text = tape.pick(&["18%", "0%", "36.5%", "1/3", "1", "250%"]);
    text.parse().expect("a rate")
}

fn interest(rule: &LateInterest, debt: &Debt) -> Money {
    let payments = debt.payments.iter();
    let payments: Vec<_> = payments
        .map(|(day, minor)| (after(*day), cents(*minor)))
        .collect();
    let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
    let (amount, on) = (cents(debt.amount), after(debt.on));
    let late = late_interest(rule, &calendar, rounding, amount, due(), &payments, on);
    late.expect("a debt that is not overpaid").interest
}

/// What is overdue in the night after a day, all of it paid before being nothing.
fn overdue(debt: &Debt, day: usize) -> i64 {
    let seen = debt
        .payments
        .iter()
        .filter(|(on, _)| *on <= day && *on <= debt.on);
    debt.amount - seen.map(|(_, minor)| minor).sum::<i64>()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn simple_interest_by_year_is_the_sum_over_days(mut tape in tapes(24), grace in 0_u32..40) {
        let (debt, rate) = (debt(&mut tape), rates(&mut tape));
        let from = tape.pick(&[InterestFrom::Due, InterestFrom::AfterGrace]);
        let rule = LateInterest {
            grace: Some(Span::days(grace)?),
            from,
            ..LateInterest::at(rate, RatePer::Year)
        };
        let grace = usize::try_from(grace)?;
        let paid = (0..=debt.on).find(|day| overdue(&debt, *day) == 0);
        let end = if debt.amount == 0 { 0 } else { paid.unwrap_or(debt.on) };
        let begin = if from == InterestFrom::Due { 0 } else { grace };
        let mut sum: Big = whole(0);
        if end > grace {
            for day in begin..end {
                sum += big(rate) * whole(overdue(&debt, day)) / whole(365);
            }
        }
        let expected = round(&sum, Rounding::HalfAwayFromZero);
        prop_assert_eq!(expected, interest(&rule, &debt).minor().into());
    }

    #[test]
    fn the_order_of_payments_changes_nothing_and_time_lowers_nothing(mut tape in tapes(24)) {
        let (debt, rule) = (debt(&mut tape), any_rule(&mut tape));
        let found = interest(&rule, &debt);
        let mut turned = debt.clone();
        turned.payments.reverse();
        prop_assert_eq!(interest(&rule, &turned), found);
        let mut simple = rule.clone();
        simple.compound = None;
        let found = interest(&simple, &debt);
        let later = Debt { on: debt.on + 1 + tape.below(40), ..debt.clone() };
        // A payment between the two days ends what is owed; it takes back no interest.
        prop_assert!(!interest(&simple, &later).checked_sub(found)?.is_negative());
    }

    #[test]
    fn a_limit_raises_nothing_and_completed_is_at_most_started(mut tape in tapes(24)) {
        let (debt, rule) = (debt(&mut tape), any_rule(&mut tape));
        let free = LateInterest { at_most: None, ..rule.clone() };
        let limited = interest(&rule, &debt);
        prop_assert!(!interest(&free, &debt).checked_sub(limited)?.is_negative());
        let counted = |count| interest(&LateInterest { count, compound: None, ..rule.clone() }, &debt);
        let [completed, exact, started] =
            [ElapsedCount::Completed, ElapsedCount::Exact, ElapsedCount::Started].map(counted);
        prop_assert!(!exact.checked_sub(completed)?.is_negative() || !debt.payments.is_empty());
        prop_assert!(!started.checked_sub(completed)?.is_negative());
    }

    #[test]
    fn compounding_months_apart_is_simple_interest_month_by_month(
        minor in 0_i64..100_000_000,
        months in 1_usize..30,
    ) {
        let rate: Ratio = "1%".parse()?;
        let rule = LateInterest {
            compound: Some(CompoundInterest { months: 1, from: None }),
            ..LateInterest::at(rate, RatePer::Month)
        };
        let on = chrono::Months::new(u32::try_from(months)?);
        let day: NaiveDate = "2026-01-15".parse().expect("a day");
        let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
        let late = late_interest(&rule, &calendar, rounding, cents(minor), day, &[], day + on)?;
        let mut stands = i128::from(minor);
        for _ in 0..months {
            stands += (stands + 50) / 100;
        }
        prop_assert_eq!(late.interest.minor(), stands - i128::from(minor));
    }
}

fn any_rule(tape: &mut Tape) -> LateInterest {
    let per = tape.pick(&[RatePer::Year, RatePer::Month]);
    let limit = InterestLimit {
        rate: rates(tape),
        per: tape.pick(&[RatePer::Year, RatePer::Month]),
    };
    LateInterest {
        compound: tape.once_in(3).then_some(CompoundInterest {
            months: 1,
            from: None,
        }),
        at_most: tape.once_in(2).then_some(limit),
        count: tape.pick(&[
            ElapsedCount::Exact,
            ElapsedCount::Started,
            ElapsedCount::Completed,
        ]),
        ..LateInterest::at(rates(tape), per)
    }
}
