//! Business days, rolling, and the dates of instants.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use partnership::time::{Calendar, MonthRule, Roll, TimeError, Unit, Zone};
use proptest::collection::vec;
use proptest::prelude::*;

use super::strategies::{
    DATED, apart, calendars, dates, earlier, instants, later, month_rules, rolls, spans, zones,
};
use crate::support::laws;

/// Whether a day is one of work, by the words of the page.
fn slow_is_business_day(calendar: &Calendar, date: NaiveDate) -> bool {
    if calendar.workdays().contains(&date) {
        return true;
    }
    let rests = calendar.weekend().any(|day| day == date.weekday());
    !calendar.holidays().contains(&date) && !rests
}

/// The n-th business day after or before a day, by looking at every day.
fn slow_add(calendar: &Calendar, date: NaiveDate, count: i64) -> NaiveDate {
    let (mut date, mut left) = (date, count);
    while left != 0 {
        date = if count > 0 {
            later(date, 1)
        } else {
            earlier(date, 1)
        };
        if slow_is_business_day(calendar, date) {
            left -= count.signum();
        }
    }
    date
}

/// The date of an instant by the words of the page: the latest date that any instant so far has.
fn slow_date_of(zone: &Zone, at: DateTime<Utc>) -> NaiveDate {
    let local = |at: DateTime<Utc>, minutes: i32| {
        (at + TimeDelta::minutes(i64::from(minutes))).date_naive()
    };
    let mut offset = zone.first().minutes();
    let mut latest = NaiveDate::MIN;
    for (change, next) in zone.changes().filter(|(change, _)| *change <= at) {
        latest = latest.max(local(change - TimeDelta::nanoseconds(1), offset));
        offset = next.minutes();
    }
    latest.max(local(at, offset))
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_business_day_is_what_the_page_says(calendar in calendars(), date in dates()) {
        let found = calendar.is_business_day(date);
        prop_assert_eq!(found, Ok(slow_is_business_day(&calendar, date)));
    }

    #[test]
    fn adding_business_days_is_looking_at_every_day(
        calendar in calendars(), date in dates(), count in -60_i64..=60,
    ) {
        let found = calendar.add_business_days(date, count, Roll::None);
        prop_assert_eq!(found, Ok(slow_add(&calendar, date, count)));
    }

    #[test]
    fn counting_business_days_is_looking_at_every_day(
        calendar in calendars(), from in dates(), days in 0_u64..500,
    ) {
        let to = later(from, days);
        let slow = from.iter_days().take_while(|date| *date < to);
        let slow = slow.filter(|date| slow_is_business_day(&calendar, *date)).count();
        let slow = i64::try_from(slow).expect("a small number");
        prop_assert_eq!(calendar.business_days_between(from, to), Ok(slow));
        prop_assert_eq!(calendar.business_days_between(to, from), Ok(-slow));
    }

    // Law 3.
    #[test]
    fn business_days_add_up(
        calendar in calendars(), date in dates(), a in 1_i64..30, b in 1_i64..30,
    ) {
        let add = |date, count| calendar.add_business_days(date, count, Roll::None);
        prop_assert_eq!(add(add(date, a)?, b), add(date, a + b));
    }

    // Law 3.
    #[test]
    fn from_a_business_day_one_comes_back(
        calendar in calendars(), date in dates(), count in -30_i64..30,
    ) {
        let start = calendar.roll(date, Roll::Following)?;
        let there = calendar.add_business_days(start, count, Roll::Following)?;
        prop_assert_eq!(calendar.add_business_days(there, -count, Roll::Following), Ok(start));
        if count >= 0 {
            prop_assert_eq!(calendar.business_days_between(start, there), Ok(count));
        }
    }

    // Law 4.
    #[test]
    fn rolling_leads_to_a_business_day_the_right_way(
        calendar in calendars(), date in dates(), roll in rolls(),
    ) {
        let found = calendar.roll(date, roll)?;
        prop_assert_eq!(calendar.roll(found, roll), Ok(found));
        prop_assert!(calendar.roll(date, Roll::Following)? >= date);
        prop_assert!(calendar.roll(date, Roll::Preceding)? <= date);
        if roll == Roll::None {
            prop_assert_eq!(found, date);
            return Ok(());
        }
        prop_assert!(slow_is_business_day(&calendar, found));
        let month = date.with_day(1).expect("a first").iter_days();
        let mut month = month.take_while(|day| day.month() == date.month());
        let works = month.any(|day| slow_is_business_day(&calendar, day));
        let is_modified = matches!(roll, Roll::ModifiedFollowing | Roll::ModifiedPreceding);
        if is_modified && works {
            prop_assert_eq!((found.year(), found.month()), (date.year(), date.month()));
        }
        // Nothing nearer on the same side is a business day.
        let (low, high) = (date.min(found), date.max(found));
        let between = low.iter_days().take_while(|day| *day <= high).filter(|day| *day != found);
        prop_assert!(!between.into_iter().any(|day| slow_is_business_day(&calendar, day)));
    }

    #[test]
    fn many_spans_are_added_at_once(
        date in dates(), span in spans(&DATED), times in -12_i64..=12, rule in month_rules(),
        calendar in calendars(),
    ) {
        let found = calendar.add(date, span, times, rule, Roll::None)?;
        let number = i64::from(span.number());
        let (days, months, business) = match span.unit() {
            Unit::Weeks => (number * 7, 0, 0),
            Unit::Months => (0, number, 0),
            Unit::Years => (0, number * 12, 0),
            Unit::BusinessDays => (0, 0, number),
            _ => (number, 0, 0),
        };
        prop_assert!(months == 0 || rule == MonthRule::EndOfMonth || found.day() <= date.day());
        if months == 0 && business == 0 {
            prop_assert_eq!(apart(date, found), days * times);
        }
        if business > 0 {
            prop_assert_eq!(found, slow_add(&calendar, date, business * times));
        }
        let back = calendar.add(date, span, -times, rule, Roll::None)?;
        prop_assert!(times == 0 || span.is_zero() || (found < date) == (back > date));
    }

    // Law 5.
    #[test]
    fn the_date_of_an_instant_never_runs_back(
        zone in zones(), left in instants(), right in instants(),
    ) {
        let (first, second) = (left.min(right), left.max(right));
        prop_assert!(zone.date_of(first)? <= zone.date_of(second)?);
        prop_assert_eq!(zone.date_of(first), Ok(slow_date_of(&zone, first)));
    }

    // Law 5.
    #[test]
    fn a_day_ends_where_the_next_date_begins(zone in zones(), date in dates()) {
        let end = zone.end_of(date)?;
        prop_assert!(zone.date_of(end)? > date);
        prop_assert!(zone.date_of(end - TimeDelta::nanoseconds(1))? <= date);
        let far = date.and_time(NaiveTime::MIN).and_utc() - TimeDelta::days(3);
        prop_assert!(zone.date_of(far)? <= date);
    }

    #[test]
    fn a_moment_keeps_its_instant(zone in zones(), at in instants()) {
        let calendar = Calendar::default().with_zone(zone);
        let moment = calendar.moment(at)?;
        prop_assert_eq!((moment.at(), moment.on()), (at, calendar.date_of(at)?));
    }

    #[test]
    fn a_calendar_never_guesses(
        calendar in calendars(), date in dates(), days in 1_u64..40, more in vec(0_u64..60, 1..4),
    ) {
        let covers = partnership::time::Period::new(date, later(date, days))?;
        let calendar = calendar.with_covers(Some(covers));
        for more in more {
            let asked = later(date, more);
            let found = calendar.is_business_day(asked);
            if covers.contains(asked) {
                prop_assert!(found.is_ok());
            } else {
                prop_assert_eq!(found, Err(TimeError::NotCovered { date: asked }));
            }
            let count = calendar.business_days_between(date, asked);
            if asked <= covers.to() {
                prop_assert!(count.is_ok());
            } else {
                prop_assert_eq!(count, Err(TimeError::NotCovered { date: covers.to() }));
            }
        }
    }
}
