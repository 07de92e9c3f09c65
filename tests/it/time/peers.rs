//! What others get wrong (spec/time.md 11), each as a test of what is right.

use chrono::Weekday;
use partnership::time::{
    Cadence, Calendar, Deadline, ElapsedPart, ElapsedUnit, MonthRule, NoticeVerdict, NoticeWindow,
    Renewal, Roll, Schedule, Term, TermStatus, TimeError, Zone, elapsed,
};
use partnership::{Money, Rounding};

use super::{day, instant, span, weekdays};

#[test]
fn business_days_are_not_calendar_days() {
    let calendar = weekdays();
    let received = calendar.moment(instant("2026-01-09T10:00:00Z")).unwrap();
    let limit = |text| Deadline::after(&received, span(text), Roll::None, &calendar);
    assert_eq!(limit("10bd"), Ok(Deadline::On(day("2026-01-23"))));
    assert_eq!(limit("10d"), Ok(Deadline::On(day("2026-01-19"))));
}

#[test]
fn a_fractional_day_counts_as_the_clause_says() {
    let (from, to) = (
        instant("2019-01-11T03:24:00Z"),
        instant("2019-01-16T21:34:00Z"),
    );
    let penalty = |part| {
        let days = elapsed(from, to, ElapsedUnit::Days, part).unwrap();
        let per_day: Money = "10.50 USD".parse().unwrap();
        per_day.checked_times(days).unwrap().to_string()
    };
    assert_eq!(penalty(ElapsedPart::Full), "52.50 USD");
    assert_eq!(penalty(ElapsedPart::Started), "63.00 USD");
}

#[test]
fn days_are_counted_and_not_guessed() {
    let (from, to) = (
        instant("2018-01-17T03:24:00Z"),
        instant("2019-03-02T21:34:00Z"),
    );
    assert_eq!(
        elapsed(from, to, ElapsedUnit::Days, ElapsedPart::Full),
        Ok(409)
    );
}

#[test]
fn a_due_day_depends_on_the_zone_of_the_parties_alone() {
    let at = instant("2018-04-12T05:00:00Z");
    let date = |offset: &str| {
        let zone = Zone::new(offset.parse().unwrap(), []).unwrap();
        Calendar::default().with_zone(zone).date_of(at).unwrap()
    };
    assert_eq!(date("-05:00"), day("2018-04-12"));
    assert_eq!(date("-06:00"), day("2018-04-11"));
    // The deadline itself carries its date and asks nobody.
    let deadline = Deadline::On(date("-06:00"));
    let east = Calendar::default()
        .moment(instant("2018-04-11T23:59:59Z"))
        .unwrap();
    assert!(!deadline.passed(&east));
}

#[test]
fn a_term_is_renewed_by_the_renewal_length() {
    let renewal = Renewal::Tacit {
        every: Some(span("12m")),
    };
    let term = Term::new(day("2019-01-01"), span("60m"), renewal, MonthRule::SameDay).unwrap();
    let found = term.at(day("2024-04-22")).unwrap();
    assert_eq!(found.period().to_string(), "2024-01-01..2025-01-01");
}

#[test]
fn notice_counts_back_from_the_present_term_and_not_from_the_first() {
    let renewal = Renewal::Tacit { every: None };
    let term = Term::new(day("2024-08-29"), span("1y"), renewal, MonthRule::SameDay).unwrap();
    let present = term.at(day("2026-06-01")).unwrap().period();
    assert_eq!(present.last_day(), day("2026-08-28"));
    let window = NoticeWindow {
        earliest: None,
        latest: span("2m"),
        roll: Roll::None,
    };
    let dates = window.dates(present.last_day(), &weekdays()).unwrap();
    assert_eq!(dates.closes(), day("2026-06-28"));
}

#[test]
fn a_notice_can_be_too_early() {
    let window = NoticeWindow {
        earliest: Some(span("45d")),
        latest: span("15d"),
        roll: Roll::None,
    };
    let dates = window.dates(day("2027-02-01"), &weekdays()).unwrap();
    assert_eq!(dates.verdict(day("2026-12-17")), NoticeVerdict::Early);
    assert_eq!(dates.verdict(day("2026-12-18")), NoticeVerdict::InTime);
}

#[test]
fn the_31st_is_not_lost_for_good() {
    let anchor = day("2026-01-31");
    let schedule = Schedule::new(anchor, span("1m"), MonthRule::SameDay, Roll::None).unwrap();
    let dates = schedule.take(4, &weekdays()).unwrap();
    assert_eq!(
        dates,
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map(day)
    );
}

#[test]
fn every_day_of_a_term_has_a_state_also_that_of_the_notice() {
    let term = Term::new(
        day("2026-01-01"),
        span("1y"),
        Renewal::Never,
        MonthRule::SameDay,
    );
    let term = term.unwrap();
    let window = NoticeWindow {
        earliest: None,
        latest: span("30d"),
        roll: Roll::None,
    };
    let end = term.at(day("2026-01-01")).unwrap().period().last_day();
    let closes = window.dates(end, &weekdays()).unwrap().closes();
    for (date, status) in [
        ("2025-12-31", TermStatus::NotStarted),
        ("2026-01-01", TermStatus::Running),
        (closes.to_string().as_str(), TermStatus::Running),
        ("2026-12-31", TermStatus::Running),
        ("2027-01-01", TermStatus::Ended),
    ] {
        assert_eq!(term.at(day(date)).unwrap().status(), status, "{date}");
    }
}

#[test]
fn no_business_days_from_a_saturday_end_on_a_business_day() {
    let saturday = day("2026-01-03");
    let calendar = weekdays();
    let monday = calendar.add_business_days(saturday, 0, Roll::Following);
    assert_eq!(monday, Ok(day("2026-01-05")));
    assert_eq!(
        calendar.add_business_days(saturday, 0, Roll::None),
        Ok(saturday)
    );
}

#[test]
fn a_calendar_without_business_days_is_refused_and_not_searched_for_ever() {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let never = weekdays().with_weekend([Mon, Tue, Wed, Thu, Fri, Sat, Sun]);
    let found = never.add_business_days(day("2026-01-03"), 5, Roll::Following);
    assert_eq!(
        found,
        Err(TimeError::NoBusinessDay {
            from: day("2026-01-04")
        })
    );
    let every = span("2bd");
    let cadence = Cadence::new("call", day("2026-01-03"), every, span("0d")).unwrap();
    assert!(cadence.status(&[], day("2026-02-03"), &never).is_err());
}

#[test]
fn cutting_a_month_neither_makes_nor_loses_a_cent() {
    use partnership::time::{Basis, Period, RecurringFee, Slice, prorate};
    let january: Period = "2026-01-01..2026-02-01".parse().unwrap();
    let fee = RecurringFee {
        amount: "1000.00 USD".parse().unwrap(),
        anchor: january.from(),
        every: span("1m"),
        basis: Basis::CalendarDays,
        rounding: Rounding::HalfAwayFromZero,
    };
    let cuts = [day("2026-01-11"), day("2026-01-21")];
    let slices = prorate(&fee, january, &cuts, &weekdays()).unwrap();
    let amounts: Vec<String> = slices
        .iter()
        .map(|slice| slice.amount().to_string())
        .collect();
    // Each rounded alone would be 322.58, 322.58 and 354.84 as well; daily, 31 times 32.26 is not.
    assert_eq!(amounts, ["322.58 USD", "322.58 USD", "354.84 USD"]);
    let daily: Vec<_> = january.from().iter_days().take(31).collect();
    let daily = prorate(&fee, january, &daily, &weekdays()).unwrap();
    let total = Money::sum(fee.amount.currency(), daily.iter().map(Slice::amount));
    assert_eq!(total, Ok(fee.amount));
    assert_ne!(
        fee.amount,
        "32.26 USD"
            .parse::<Money>()
            .unwrap()
            .checked_times(31)
            .unwrap()
    );
}
