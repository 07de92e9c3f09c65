//! Texts of periods, spans, offsets and moments; adding months.

use chrono::{Datelike as _, NaiveDate};
use partnership::time::{MonthRule, Offset, Period, Span, TimeError, Unit, add_months};
use proptest::prelude::*;
use proptest::sample::select;

use super::strategies::{all_dates, apart, dates, month_rules, periods, spans};
use crate::support::laws;

/// Days of a month by the rule one learns at school.
fn length_of_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Adds months by counting them off one by one.
fn slow_months(date: NaiveDate, months: i64, rule: MonthRule) -> Option<NaiveDate> {
    let (mut year, mut month) = (i64::from(date.year()), i64::from(date.month()));
    let was_last = i64::from(date.day()) == length_of_month(year, month);
    for _ in 0..months.abs() {
        month += months.signum();
        if month == 0 {
            (year, month) = (year - 1, 12);
        }
        if month == 13 {
            (year, month) = (year + 1, 1);
        }
    }
    let last = length_of_month(year, month);
    let day = match rule {
        MonthRule::EndOfMonth if was_last => last,
        _ => i64::from(date.day()).min(last),
    };
    let small = |number: i64| u32::try_from(number).ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, small(month)?, small(day)?)?;
    (1..=9999).contains(&year).then_some(date)
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn adding_months_is_counting_them_off(
        date in all_dates(), months in -1_200_i64..=1_200, rule in month_rules(),
    ) {
        match (add_months(date, months, rule), slow_months(date, months, rule)) {
            (Ok(found), Some(slow)) => prop_assert_eq!(found, slow),
            (Err(TimeError::OutOfRange { .. }), None) => {}
            (found, slow) => prop_assert!(false, "{found:?}, {slow:?}"),
        }
    }

    #[test]
    fn no_number_of_months_is_too_large_to_be_refused(date in all_dates(), months: i64) {
        let found = add_months(date, months, MonthRule::SameDay);
        prop_assert!(found.is_ok() || months.abs() > 0);
    }

    // Law 11.
    #[test]
    fn a_period_is_read_as_it_is_written(from in all_dates(), to in all_dates()) {
        match Period::new(from, to) {
            Ok(period) => {
                prop_assert_eq!(period.to_string().parse(), Ok(period));
                let inclusive = format!("{from}..={}", period.last_day());
                prop_assert_eq!(inclusive.parse(), Ok(period));
                prop_assert_eq!(Period::inclusive(from, period.last_day()), Ok(period));
                prop_assert_eq!(i64::from(period.days()), apart(from, to));
            }
            Err(error) => {
                prop_assert!(from >= to);
                prop_assert_eq!(error, TimeError::EmptyPeriod { from, to });
            }
        }
    }

    #[test]
    fn two_periods_share_the_days_that_lie_in_both(
        left in periods(), right in periods(), date in dates(),
    ) {
        let both = left.intersect(&right);
        prop_assert_eq!(both, right.intersect(&left));
        let in_both = both.is_some_and(|both| both.contains(date));
        prop_assert_eq!(in_both, left.contains(date) && right.contains(date));
    }

    #[test]
    fn the_halves_of_a_period_add_up_to_it(period in periods(), date in dates()) {
        match period.split_at(date) {
            Some((before, after)) => {
                prop_assert_eq!((before.from(), after.to()), (period.from(), period.to()));
                prop_assert_eq!((before.to(), after.from()), (date, date));
                prop_assert_eq!(before.days() + after.days(), period.days());
            }
            None => prop_assert!(date <= period.from() || period.to() <= date),
        }
    }

    #[test]
    fn a_span_is_read_as_it_is_written(number in 0_u32..=900_000, unit in select(Unit::ALL.to_vec())) {
        let text = format!("{number}{}", unit.suffix());
        match Span::new(number, unit) {
            Ok(span) => {
                prop_assert_eq!(span.to_string(), text.clone());
                prop_assert_eq!(text.parse(), Ok(span));
            }
            Err(error) => {
                prop_assert!(number > unit.most());
                prop_assert_eq!(&error, &TimeError::SpanTooLong { span: text.clone() });
                prop_assert_eq!(text.parse::<Span>(), Err(error));
            }
        }
    }

    #[test]
    fn comparing_spans_is_fair_and_converts_only_where_it_can(
        left in spans(&Unit::ALL), right in spans(&Unit::ALL),
    ) {
        let found = left.compare(right);
        prop_assert_eq!(right.compare(left).map(std::cmp::Ordering::reverse), found);
        let family = |span: Span| match span.unit() {
            Unit::Hours | Unit::Days | Unit::Weeks => 0,
            Unit::BusinessDays => 1,
            Unit::Months | Unit::Years => 2,
        };
        prop_assert_eq!(found.is_some(), family(left) == family(right));
    }

    #[test]
    fn an_offset_is_read_as_it_is_written(minutes in -1_100_i32..=1_100) {
        match Offset::from_minutes(minutes) {
            Ok(offset) => prop_assert_eq!(offset.to_string().parse(), Ok(offset)),
            Err(error) => {
                prop_assert!(minutes.abs() > 1_080);
                let is_bad = matches!(error, TimeError::BadZone { .. });
                prop_assert!(is_bad, "{}", error);
            }
        }
    }

    #[test]
    fn no_text_makes_a_door_panic(text in "[-+0-9hdbwmy.:=TZ ]{0,24}|\\PC{0,8}") {
        let period: Result<Period, _> = text.parse();
        let span: Result<Span, _> = text.parse();
        let offset: Result<Offset, _> = text.parse();
        if let Ok(period) = period {
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }
        if let Ok(span) = span {
            prop_assert_eq!(span.to_string(), text.clone());
        }
        if let Ok(offset) = offset {
            prop_assert_eq!(offset.to_string(), text);
        }
    }
}
