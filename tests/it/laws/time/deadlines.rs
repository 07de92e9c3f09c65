//! Deadlines, notice and due dates.

use chrono::{Datelike as _, TimeDelta};
use partnership::time::{
    Calendar, Deadline, DueRule, ElapsedPart, ElapsedUnit, MonthRule, NoticeRule, NoticeVerdict,
    NoticeWindow, Renewal, Roll, Term, TimeError, Unit, elapsed, notice_effective,
};
use proptest::prelude::*;

use super::strategies::{
    CIVIL, DATED, apart, calendars, dates, instants, later, rolls, spans, zones,
};
use crate::support::laws;

fn units() -> impl Strategy<Value = (ElapsedUnit, i128)> {
    prop_oneof![
        Just((ElapsedUnit::Days, 86_400_000_000_000_i128)),
        Just((ElapsedUnit::Hours, 3_600_000_000_000_i128)),
    ]
}

proptest! {
    #![proptest_config(laws())]

    // Law 6.
    #[test]
    fn a_deadline_has_one_boundary(
        calendar in calendars(), zone in zones(), anchor in instants(), now in instants(),
        span in spans(&Unit::ALL), roll in rolls(),
    ) {
        let calendar = calendar.with_zone(zone);
        let anchor = calendar.moment(anchor)?;
        let deadline = Deadline::after(&anchor, span, roll, &calendar)?;
        let passes = deadline.passes_at(&calendar)?;
        let nano = TimeDelta::nanoseconds(1);
        for at in [now, passes - nano, passes, passes + nano] {
            let moment = calendar.moment(at)?;
            let passed = deadline.passed(&moment);
            prop_assert!(!passed || deadline.reached(&moment));
            match deadline {
                Deadline::At(_) => prop_assert_eq!(passed, at > passes),
                Deadline::On(_) => prop_assert_eq!(passed, at >= passes),
            }
        }
        if span.unit() == Unit::Hours {
            let hours = TimeDelta::hours(i64::from(span.number()));
            prop_assert_eq!(deadline, Deadline::At(anchor.at() + hours));
        }
    }

    #[test]
    fn passed_and_reached_are_monotone(
        zone in zones(), anchor in instants(), left in instants(), right in instants(),
        span in spans(&Unit::ALL),
    ) {
        let calendar = Calendar::default().with_zone(zone);
        let anchor = calendar.moment(anchor)?;
        let deadline = Deadline::after(&anchor, span, Roll::None, &calendar)?;
        let first = calendar.moment(left.min(right))?;
        let second = calendar.moment(left.max(right))?;
        prop_assert!(!deadline.passed(&first) || deadline.passed(&second));
        prop_assert!(!deadline.reached(&first) || deadline.reached(&second));
    }

    #[test]
    fn a_minimum_and_a_limit_of_as_many_days_leave_one_day(
        anchor in instants(), span in spans(&CIVIL), days in -3_i64..=3,
    ) {
        let calendar = Calendar::default();
        let moment = calendar.moment(anchor)?;
        let deadline = Deadline::after(&moment, span, Roll::None, &calendar)?;
        let end = deadline.passes_at(&calendar)? - TimeDelta::nanoseconds(1);
        let now = calendar.moment(end + TimeDelta::days(days))?;
        prop_assert_eq!(deadline.reached(&now) && !deadline.passed(&now), days == 0);
    }

    #[test]
    fn what_follows_a_deadline_counts_from_it(
        zone in zones(), anchor in instants(), first in spans(&Unit::ALL),
        second in spans(&Unit::ALL),
    ) {
        let calendar = Calendar::default().with_zone(zone);
        let moment = calendar.moment(anchor)?;
        let found = Deadline::after(&moment, first, Roll::None, &calendar)?;
        let then = found.then(second, Roll::None, &calendar)?;
        let hours = TimeDelta::hours(i64::from(second.number()));
        let days = |date| {
            calendar.add(date, second, 1, MonthRule::SameDay, Roll::Following).map(Deadline::On)
        };
        let expected = match (found, second.unit()) {
            (Deadline::At(at), Unit::Hours) => Deadline::At(at + hours),
            (Deadline::On(date), Unit::Hours) => Deadline::At(calendar.end_of(date)? + hours),
            (Deadline::At(at), _) => days(calendar.date_of(at)?)?,
            (Deadline::On(date), _) => days(date)?,
        };
        prop_assert_eq!(then, expected);
    }

    #[test]
    fn elapsed_counts_whole_or_begun_units_toward_or_away_from_zero(
        from in instants(), to in instants(), (unit, each) in units(),
    ) {
        let nanos = to.signed_duration_since(from).num_nanoseconds().expect("a few years");
        let nanos = i128::from(nanos);
        let full = i128::from(elapsed(from, to, unit, ElapsedPart::Full)?);
        let started = i128::from(elapsed(from, to, unit, ElapsedPart::Started)?);
        prop_assert!(full.abs() * each <= nanos.abs() && nanos.abs() < (full.abs() + 1) * each);
        prop_assert!(started.abs() * each >= nanos.abs());
        prop_assert!(started == full || started == full + nanos.signum());
        prop_assert_eq!(elapsed(to, from, unit, ElapsedPart::Full).map(i128::from), Ok(-full));
        prop_assert_eq!(elapsed(to, from, unit, ElapsedPart::Started).map(i128::from), Ok(-started));
    }

    // Law 9.
    #[test]
    fn a_notice_has_exactly_one_verdict(
        calendar in calendars(), anchor in dates(), earliest in proptest::option::of(spans(&DATED)),
        latest in spans(&DATED), roll in rolls(), given_on in dates(),
    ) {
        let window = NoticeWindow { earliest, latest, roll };
        let dates = match window.dates(anchor, &calendar) {
            Ok(dates) => dates,
            Err(TimeError::WindowReversed { opens, closes }) => {
                prop_assert!(closes > anchor || opens.is_some_and(|opens| opens > closes));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let early = dates.opens().is_some_and(|opens| given_on < opens);
        let late = given_on > dates.closes();
        prop_assert!(!(early && late));
        let verdict = dates.verdict(given_on);
        prop_assert_eq!(verdict == NoticeVerdict::Early, early);
        prop_assert_eq!(verdict == NoticeVerdict::Late, late);
        prop_assert_eq!(verdict == NoticeVerdict::InTime, !early && !late);
        prop_assert!(dates.closes() <= anchor);
    }

    #[test]
    fn a_notice_in_time_takes_effect_by_the_end_of_the_term(
        start in dates(), length in 1_u32..400, notice in spans(&[Unit::Days, Unit::Weeks]),
        days in 0_u64..800,
    ) {
        let calendar = Calendar::default();
        let initial = partnership::time::Span::days(length)?;
        let term = Term::new(start, initial, Renewal::Never, MonthRule::SameDay)?;
        let anchor = term.at(start)?.period().last_day();
        let window = NoticeWindow { earliest: None, latest: notice, roll: Roll::None };
        let dates = window.dates(anchor, &calendar)?;
        let given_on = later(dates.closes(), days.saturating_sub(400));
        let effective = notice_effective(given_on, notice, NoticeRule::TermEnd(&term), &calendar)?;
        prop_assert_eq!(dates.verdict(given_on) == NoticeVerdict::InTime, effective <= anchor);
    }

    #[test]
    fn a_notice_ends_on_the_first_last_day_that_is_late_enough(
        served in dates(), span in spans(&DATED), start in dates(), calendar in calendars(),
    ) {
        let renewal = Renewal::Express { every: None, agreed: 0 };
        let term = Term::new(start, "1m".parse()?, renewal, MonthRule::SameDay)?;
        let over = notice_effective(served, span, NoticeRule::AfterSpan, &calendar)?;
        let month = notice_effective(served, span, NoticeRule::MonthEnd, &calendar)?;
        prop_assert_eq!((month.year(), month.month()), (over.year(), over.month()));
        prop_assert_eq!(later(month, 1).day(), 1);
        let end = notice_effective(served, span, NoticeRule::TermEnd(&term), &calendar)?;
        prop_assert!(end >= over);
        let is_end = |date| {
            let tacit = Renewal::Tacit { every: None };
            let term = Term::new(start, "1m".parse()?, tacit, MonthRule::SameDay)?;
            Ok::<bool, TimeError>(date >= start && term.at(date)?.period().last_day() == date)
        };
        prop_assert!(is_end(end)?);
        let mut date = over;
        while date < end {
            prop_assert!(!is_end(date)?);
            date = later(date, 1);
        }
    }

    #[test]
    fn a_day_of_the_month_is_the_first_that_is_late_enough(
        event in dates(), after_days in 0_u32..100, day in 1_u32..=31,
    ) {
        let rule = DueRule::DayOfMonth { after_days, day };
        let due = rule.due_on(event, Roll::None, &Calendar::default())?;
        let earliest = later(event, u64::from(after_days));
        let is_it = |date: chrono::NaiveDate| {
            date.day() == day || (date.day() < day && later(date, 1).day() == 1)
        };
        let first = earliest.iter_days().find(|date| is_it(*date)).expect("one in every month");
        prop_assert_eq!(due, first);
        prop_assert!(apart(earliest, due) <= 31);
    }
}
