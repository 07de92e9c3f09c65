//! Terms and schedules.

use chrono::NaiveDate;
use partnership::time::{
    Calendar, MonthRule, Period, Renewal, Roll, Schedule, Span, Stub, Term, TermStatus, TimeError,
    Unit,
};
use proptest::prelude::*;

use super::strategies::{
    CIVIL, DATED, calendars, dates, earlier, later, month_rules, rolls, spans,
};
use crate::support::{cases, laws};

fn positive(units: &[Unit]) -> impl Strategy<Value = Span> + use<> {
    spans(units).prop_filter("a span of something", |span| !span.is_zero())
}

fn renewals() -> impl Strategy<Value = Renewal> {
    let every = || proptest::option::of(positive(&CIVIL));
    prop_oneof![
        1 => Just(Renewal::Never),
        3 => every().prop_map(|every| Renewal::Tacit { every }),
        2 => (every(), 0_u32..5).prop_map(|(every, agreed)| Renewal::Express { every, agreed }),
    ]
}

/// Whether a span counts months, and how many days or months it is.
fn count(span: Span) -> (bool, i64) {
    let number = i64::from(span.number());
    match span.unit() {
        Unit::Days => (false, number),
        Unit::Weeks => (false, 7 * number),
        Unit::Months => (true, number),
        Unit::Years => (true, 12 * number),
        unit => panic!("no term is in {unit:?}"),
    }
}

/// The n-th boundary of a term by the words of the page.
fn slow_boundary(term: &Term, n: i64) -> Result<NaiveDate, TimeError> {
    let add = |date, (months, number): (bool, i64)| {
        if months {
            partnership::time::add_months(date, number, term.month_end())
        } else {
            Ok(later(date, u64::try_from(number).expect("a count")))
        }
    };
    let every = match term.renewal() {
        Renewal::Never => None,
        Renewal::Tacit { every } | Renewal::Express { every, .. } => every,
        other => panic!("a renewal that nobody drew: {other:?}"),
    };
    let (initial, every) = (
        count(term.initial()),
        count(every.unwrap_or(term.initial())),
    );
    if n == 0 {
        Ok(term.start())
    } else if initial.0 == every.0 {
        add(term.start(), (initial.0, initial.1 + (n - 1) * every.1))
    } else {
        add(add(term.start(), initial)?, (every.0, (n - 1) * every.1))
    }
}

proptest! {
    #![proptest_config(laws())]

    // Law 7.
    #[test]
    fn terms_tile_time(
        start in dates(), initial in positive(&CIVIL), renewal in renewals(),
        rule in month_rules(), on in dates(),
    ) {
        let term = Term::new(start, initial, renewal, rule)?;
        let found = term.at(on)?;
        let number = i64::from(found.number());
        let (from, to) = (slow_boundary(&term, number - 1)?, slow_boundary(&term, number)?);
        prop_assert_eq!(found.period(), Period::new(from, to)?);
        let last = match renewal {
            Renewal::Never => Some(1),
            Renewal::Tacit { .. } => None,
            Renewal::Express { agreed, .. } => Some(i64::from(agreed) + 1),
            other => panic!("a renewal that nobody drew: {other:?}"),
        };
        match found.status() {
            TermStatus::NotStarted => prop_assert!(on < start && number == 1),
            TermStatus::Running => {
                prop_assert!(found.period().contains(on));
                prop_assert!(last.is_none_or(|last| number <= last));
            }
            TermStatus::Ended => {
                prop_assert!(found.period().to() <= on);
                prop_assert_eq!(Some(number), last);
            }
        }
        // The day before a running term belongs to the one before it.
        if number > 1 && found.status() == TermStatus::Running {
            let before = term.at(earlier(from, 1))?;
            prop_assert_eq!(i64::from(before.number()), number - 1);
            prop_assert_eq!(before.period().to(), from);
        }
    }

    // Law 8.
    #[test]
    fn a_schedule_is_a_prefix_of_a_longer_one(
        anchor in dates(), every in positive(&DATED), rule in month_rules(), roll in rolls(),
        calendar in calendars(), taken in 0_usize..12,
    ) {
        let schedule = Schedule::new(anchor, every, rule, roll)?;
        let (short, long) = (schedule.take(taken, &calendar)?, schedule.take(12, &calendar)?);
        prop_assert_eq!(&short[..], &long[..taken]);
        for (n, found) in long.iter().enumerate() {
            let times = i64::try_from(n).expect("a small number");
            let date = calendar.add(anchor, every, times, rule, Roll::None)?;
            prop_assert_eq!(*found, calendar.roll(date, roll)?);
        }
    }

    #[test]
    fn a_schedule_until_an_end_names_it_last(
        anchor in dates(), every in positive(&DATED), rule in month_rules(),
        calendar in calendars(), days in 1_u64..400,
    ) {
        let end = later(anchor, days);
        let schedule = Schedule::new(anchor, every, rule, Roll::None)?;
        let short = schedule.until(end, Stub::Short, &calendar)?;
        let long = schedule.until(end, Stub::Long, &calendar)?;
        let all = schedule.take(short.len(), &calendar)?;
        let regular = short.len() - 1;
        prop_assert_eq!(&short[..regular], &all[..regular]);
        prop_assert_eq!((short[0], short[regular]), (anchor, end));
        prop_assert!(short.is_sorted_by(|left, right| left < right));
        prop_assert!(all[regular] >= end);
        let mut expected = short.clone();
        if all[regular] != end && regular > 1 {
            expected.remove(regular - 1);
        }
        prop_assert_eq!(long, expected);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    // Law 7: a term does not depend on how many were asked for before.
    #[test]
    fn every_day_has_one_term(start in dates(), initial in positive(&CIVIL), rule in month_rules()) {
        let term = Term::new(start, initial, Renewal::Tacit { every: None }, rule)?;
        let mut number = 1;
        for date in start.iter_days().take(500) {
            let found = term.at(date)?;
            prop_assert!(found.period().contains(date));
            prop_assert!(found.number() == number || found.period().from() == date);
            number = found.number();
        }
    }
}

#[test]
fn a_rolled_schedule_can_name_a_day_twice() {
    // Saturday and Sunday both roll to Monday: expected, not a fault (spec/time.md 9).
    let anchor = super::strategies::day("2026-01-03");
    let every = "1d".parse().unwrap();
    let schedule = Schedule::new(anchor, every, MonthRule::SameDay, Roll::Following).unwrap();
    let dates = schedule.take(3, &Calendar::default()).unwrap();
    assert_eq!(dates, [super::strategies::day("2026-01-05"); 3]);
}
