//! Proration and billing periods.

use chrono::{Datelike as _, NaiveDate};
use num_rational::Ratio as Rational;
use partnership::time::{
    Basis, BillingRule, Calendar, MonthRule, Period, RecurringFee, Roll, Slice, Span, TimeError,
    Unit, billing_periods, prorate,
};
use partnership::{Currency, Money, Rounding};
use proptest::collection::vec;
use proptest::prelude::*;

use super::strategies::{CIVIL, apart, bases, calendars, dates, later, periods, spans};
use crate::laws::strategies::roundings;
use crate::support::{cases, laws};

fn fees() -> impl Strategy<Value = RecurringFee> {
    let minor = prop_oneof![
        1 => Just(0_i64), 2 => -20_i64..20, 4 => -1_000_000_i64..1_000_000, 1 => any::<i64>(),
    ];
    let every = spans(&CIVIL).prop_filter("a span of something", |span| !span.is_zero());
    (minor, dates(), every, bases(), roundings()).prop_filter_map(
        "thirty days ask for months",
        |(minor, anchor, every, basis, rounding)| {
            let is_months = matches!(every.unit(), Unit::Months | Unit::Years);
            let fee = RecurringFee {
                amount: Money::from_minor(minor, Currency::USD),
                anchor,
                every,
                basis,
                rounding,
            };
            (is_months || basis != Basis::ThirtyDays).then_some(fee)
        },
    )
}

fn total(slices: &[Slice]) -> Money {
    Money::sum(Currency::USD, slices.iter().map(Slice::amount)).expect("a small sum")
}

/// Slices, or `None` where a billing period has no business day.
fn slices(
    fee: &RecurringFee,
    active: Period,
    cuts: &[NaiveDate],
    calendar: &Calendar,
) -> Result<Option<Vec<Slice>>, TimeError> {
    match prorate(fee, active, cuts, calendar) {
        Ok(slices) => Ok(Some(slices)),
        Err(TimeError::NoBusinessDay { .. }) if fee.basis == Basis::BusinessDays => Ok(None),
        Err(error) => Err(error),
    }
}

/// Rounds an exact number of minor units by the table of spec/money.md 4.
fn slow_round(exact: Rational<i128>, rounding: Rounding) -> i128 {
    let (floor, ceiling) = (exact.floor().to_integer(), exact.ceil().to_integer());
    let negative = exact < Rational::from(0);
    let (toward, away) = if negative {
        (ceiling, floor)
    } else {
        (floor, ceiling)
    };
    let half = Rational::new(1, 2);
    let fraction = if negative {
        Rational::from(toward) - exact
    } else {
        exact - toward
    };
    match rounding {
        Rounding::HalfAwayFromZero if fraction >= half => away,
        Rounding::HalfEven if fraction > half || (fraction == half && toward % 2 != 0) => away,
        Rounding::HalfAwayFromZero | Rounding::HalfEven | Rounding::Down => toward,
        Rounding::Up => away,
        Rounding::Floor => floor,
        Rounding::Ceiling => ceiling,
        other => panic!("no rule for {other}"),
    }
}

/// The share of a billing period before a date, by counting days.
fn slow_share(
    fee: &RecurringFee,
    of: Period,
    date: NaiveDate,
    calendar: &Calendar,
) -> Rational<i128> {
    let count = |to: NaiveDate, counts: &dyn Fn(NaiveDate) -> bool| {
        let days = of.from().iter_days().take_while(|day| *day < to);
        i128::try_from(days.filter(|day| counts(*day)).count()).expect("a small number")
    };
    let share = |counts: &dyn Fn(NaiveDate) -> bool| {
        Rational::new(count(date, counts), count(of.to(), counts))
    };
    match fee.basis {
        Basis::CalendarDays => share(&|_| true),
        Basis::BusinessDays => share(&|day| calendar.is_business_day(day).expect("covered")),
        Basis::ThirtyDays => {
            let number = i128::from(fee.every.number());
            let months = if fee.every.unit() == Unit::Years {
                12 * number
            } else {
                number
            };
            let index = |date: NaiveDate| i128::from(date.year()) * 12 + i128::from(date.month());
            let days = 30 * (index(date) - index(of.from())) + i128::from(date.day())
                - i128::from(of.from().day());
            if date == of.to() {
                Rational::from(1)
            } else {
                Rational::new(days.clamp(0, 30 * months), 30 * months)
            }
        }
        other => panic!("{other:?} has no share of its own"),
    }
}

proptest! {
    #![proptest_config(laws())]

    // Law 1.
    #[test]
    fn cutting_moves_no_cent(
        fee in fees(), active in periods(), cuts in vec(dates(), 0..12), calendar in calendars(),
    ) {
        let Some(whole) = slices(&fee, active, &[], &calendar)? else { return Ok(()) };
        let cut = slices(&fee, active, &cuts, &calendar)?.expect("as without cuts");
        prop_assert_eq!(total(&cut), total(&whole));
        // Slices tile what is active from the anchor on, and each lies in its billing period.
        let mut next = active.from().max(fee.anchor);
        for slice in &cut {
            prop_assert_eq!(slice.period().from(), next);
            prop_assert_eq!(slice.of().intersect(&slice.period()), Some(slice.period()));
            next = slice.period().to();
        }
        prop_assert!(cut.is_empty() || next == active.to());
        for date in cuts.iter().filter(|date| active.contains(**date) && **date > fee.anchor) {
            prop_assert!(cut.iter().any(|slice| slice.period().from() == *date));
        }
    }

    // Law 1.
    #[test]
    fn whole_periods_cost_the_fee(fee in fees(), count in 1_i64..12, calendar in calendars()) {
        let end = calendar.add(fee.anchor, fee.every, count, MonthRule::SameDay, Roll::None)?;
        let active = Period::new(fee.anchor, end)?;
        let Some(found) = slices(&fee, active, &[], &calendar)? else { return Ok(()) };
        for slice in &found {
            prop_assert_eq!(slice.amount(), fee.amount);
            prop_assert_eq!(slice.period(), slice.of());
        }
        prop_assert_eq!(i64::try_from(found.len()), Ok(count));
    }

    // Law 2.
    #[test]
    fn a_negative_fee_mirrors(
        fee in fees(), active in periods(), cuts in vec(dates(), 0..6), calendar in calendars(),
    ) {
        let rounding = match fee.rounding {
            Rounding::Floor => Rounding::Ceiling,
            Rounding::Ceiling => Rounding::Floor,
            symmetric => symmetric,
        };
        let mirror = RecurringFee { amount: -fee.amount, rounding, ..fee };
        let Some(found) = slices(&fee, active, &cuts, &calendar)? else { return Ok(()) };
        let mirrored = slices(&mirror, active, &cuts, &calendar)?.expect("as the other");
        for (left, right) in found.iter().zip(&mirrored) {
            prop_assert_eq!(left.amount(), -right.amount());
        }
        prop_assert_eq!(found.len(), mirrored.len());
    }

    #[test]
    fn active_days_are_cut_where_the_rule_says(active in periods(), every in spans(&CIVIL)) {
        let months = billing_periods(active, BillingRule::CalendarMonths)?;
        prop_assert!(months.iter().skip(1).all(|period| period.from().day() == 1));
        prop_assert!(months.iter().all(|period| period.days() <= 31));
        let spans = match billing_periods(active, BillingRule::Every(every)) {
            Ok(periods) => periods,
            Err(error) => {
                prop_assert_eq!(error, TimeError::ZeroSpan { span: every });
                return Ok(());
            }
        };
        let calendar = Calendar::default();
        for (n, period) in spans.iter().enumerate() {
            let n = i64::try_from(n).expect("a small number");
            let from = calendar.add(active.from(), every, n, MonthRule::SameDay, Roll::None)?;
            prop_assert_eq!(period.from(), from);
        }
        for periods in [months, spans] {
            prop_assert_eq!(periods.first().map(Period::from), Some(active.from()));
            prop_assert_eq!(periods.last().map(Period::to), Some(active.to()));
            prop_assert!(periods.windows(2).all(|pair| pair[0].to() == pair[1].from()));
        }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_slice_costs_the_difference_of_rounded_shares(
        fee in fees(), active in periods(), cuts in vec(dates(), 0..6), calendar in calendars(),
    ) {
        let Some(found) = slices(&fee, active, &cuts, &calendar)? else { return Ok(()) };
        let mut seen: Option<Period> = None;
        for slice in &found {
            let (of, period) = (slice.of(), slice.period());
            let is_first = seen != Some(of);
            seen = Some(of);
            let expected = match fee.basis {
                Basis::WholeIfStarted => if is_first { fee.amount.minor() } else { 0 },
                Basis::OnlyIfComplete => {
                    let is_whole = active.from() <= of.from() && of.to() <= active.to();
                    if is_whole && period.to() == of.to() { fee.amount.minor() } else { 0 }
                }
                _ => {
                    let before = |date| {
                        let share = slow_share(&fee, of, date, &calendar);
                        slow_round(share * fee.amount.minor(), fee.rounding)
                    };
                    before(period.to()) - before(period.from())
                }
            };
            prop_assert_eq!(slice.amount().minor(), expected, "{:?} {}", fee, period);
        }
    }
}

#[test]
fn thirty_days_leave_the_31st_free_and_let_february_carry_the_rest() {
    let fee = RecurringFee {
        amount: "3000.00 USD".parse().unwrap(),
        anchor: super::strategies::day("2026-01-01"),
        every: Span::months(1).unwrap(),
        basis: Basis::ThirtyDays,
        rounding: Rounding::HalfAwayFromZero,
    };
    let active: Period = "2026-01-01..2026-03-01".parse().unwrap();
    let cuts: Vec<NaiveDate> = active.from().iter_days().take(59).collect();
    let found = prorate(&fee, active, &cuts, &Calendar::default()).unwrap();
    let cost = |at: usize| found[at].amount().to_string();
    assert_eq!(
        (found.len(), apart(active.from(), later(cuts[58], 1))),
        (59, 59)
    );
    assert_eq!(
        [cost(0), cost(29), cost(30)],
        ["100.00 USD", "100.00 USD", "0.00 USD"]
    );
    assert_eq!(
        [cost(31), cost(57), cost(58)],
        ["100.00 USD", "100.00 USD", "300.00 USD"]
    );
}

#[test]
fn thirty_days_never_cost_more_than_the_fee() {
    // Counted from the 31st, the second month runs from 28 February to 31 March: 32 days of
    // thirty would have gone by on 30 March.
    let fee = RecurringFee {
        amount: "3000.00 USD".parse().unwrap(),
        anchor: super::strategies::day("2026-01-31"),
        every: Span::months(1).unwrap(),
        basis: Basis::ThirtyDays,
        rounding: Rounding::HalfAwayFromZero,
    };
    let active: Period = "2026-02-28..2026-03-31".parse().unwrap();
    let cuts = ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"].map(super::strategies::day);
    let found = prorate(&fee, active, &cuts, &Calendar::default()).unwrap();
    let costs: Vec<String> = found
        .iter()
        .map(|slice| slice.amount().to_string())
        .collect();
    assert_eq!(
        costs,
        [
            "2900.00 USD",
            "100.00 USD",
            "0.00 USD",
            "0.00 USD",
            "0.00 USD"
        ]
    );
}
