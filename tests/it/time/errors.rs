//! Every message word for word, from the door that gives it.

use chrono::{NaiveDate, Weekday};
use partnership::time::{
    Basis, Cadence, Calendar, DueRule, Moment, MonthRule, NoticeWindow, Offset, Period,
    RecurringFee, Roll, Schedule, TimeError, Zone, billing_periods, date, prorate,
};
use partnership::{Error, Rounding};

use super::{day, instant, span, weekdays};

#[track_caller]
pub fn says<T: std::fmt::Debug>(found: Result<T, TimeError>, error: TimeError, message: &str) {
    assert_eq!(found.unwrap_err(), error);
    assert_eq!(error.to_string(), message);
    assert_eq!(Error::from(error).to_string(), message);
}

pub fn text(text: &str) -> String {
    text.to_owned()
}

fn fee(every: &str, basis: Basis) -> RecurringFee {
    RecurringFee {
        amount: "100.00 USD".parse().expect("an amount"),
        anchor: day("2026-01-03"),
        every: span(every),
        basis,
        rounding: Rounding::HalfAwayFromZero,
    }
}

pub fn prorated(every: &str, basis: Basis) -> Result<Vec<partnership::time::Slice>, TimeError> {
    let active: Period = "2026-01-03..2026-01-05".parse()?;
    prorate(&fee(every, basis), active, &[], &weekdays())
}

#[test]
fn an_empty_period() {
    let (from, to) = (day("2026-01-02"), day("2026-01-01"));
    let message = "a period from 2026-01-02 to 2026-01-01 has no day";
    says(
        Period::new(from, to),
        TimeError::EmptyPeriod { from, to },
        message,
    );
    let schedule = Schedule::new(from, span("1d"), MonthRule::SameDay, Roll::None).unwrap();
    let found = schedule.until(to, partnership::time::Stub::Short, &weekdays());
    says(found, TimeError::EmptyPeriod { from, to }, message);
}

#[test]
fn a_malformed_period() {
    for bad in [
        "2026-02-30..2026-03-01",
        "2026-01-01...2026-02-01",
        "2026-01-01..==2026-02-01",
        "2026-01-01 .. 2026-02-01",
        "2026-1-1..2026-2-1",
        "0000-01-01..2026-01-01",
        "10000-01-01..10000-01-02",
        "+2026-01-01..2026-02-01",
        "2026-01-01..",
        "..2026-01-01",
        "2026-01-01",
        "",
    ] {
        let error = TimeError::BadPeriod { text: text(bad) };
        says(
            bad.parse::<Period>(),
            error,
            &format!("malformed period {bad:?}: write both days, such as 2026-01-01..2026-02-01"),
        );
    }
}

#[test]
fn a_date_has_one_form() {
    assert_eq!(
        date("2026-01-05").map(|day| day.to_string()),
        Ok(text("2026-01-05"))
    );
    for bad in [
        "2026-1-5",
        "2026-02-29",
        "05.01.2026",
        " 2026-01-05",
        "0000-01-01",
        "",
    ] {
        let error = TimeError::BadDate { text: text(bad) };
        says(date(bad), error, &format!("malformed date {bad:?}"));
    }
}

#[test]
fn an_instant_has_one_form() {
    let nine =
        partnership::time::instant("2026-01-05T09:00:00.5Z").map(|at| at.timestamp_subsec_millis());
    assert_eq!(nine, Ok(500));
    for bad in [
        "2026-01-05T09:00:00",
        "2026-01-05T09:00:00+00:00",
        "2026-01-05 09:00:00Z",
        "2026-01-05T09:00Z",
        "2026-01-05T24:00:00Z",
        "2026-02-29T09:00:00Z",
        "",
    ] {
        let error = TimeError::BadInstant { text: text(bad) };
        says(
            partnership::time::instant(bad),
            error,
            &format!("malformed instant {bad:?}"),
        );
    }
}

#[test]
fn a_date_that_cannot_be_that_of_the_instant() {
    let (at, on) = (instant("2026-01-05T09:00:00Z"), day("2026-01-07"));
    let message = "2026-01-07 cannot be the date of 2026-01-05T09:00:00Z";
    says(
        Moment::new(at, on),
        TimeError::BadMoment { at, on },
        message,
    );
    assert!(Moment::new(at, day("2026-01-06")).is_ok());
    assert!(Moment::new(at, day("2026-01-04")).is_ok());
    let leap = instant("2016-12-31T23:59:60Z");
    let error = TimeError::BadMoment {
        at: leap,
        on: day("2016-12-31"),
    };
    assert_eq!(weekdays().moment(leap), Err(error));
}

#[test]
fn a_day_that_the_calendar_does_not_cover() {
    let covers: Period = "2026-01-01..2027-01-01".parse().unwrap();
    let calendar = weekdays().with_covers(Some(covers));
    let error = TimeError::NotCovered {
        date: day("2027-01-01"),
    };
    let message = "the calendar does not cover 2027-01-01";
    says(calendar.is_business_day(day("2027-01-01")), error, message);
    assert_eq!(calendar.is_business_day(day("2026-12-31")), Ok(true));
}

#[test]
fn a_search_without_a_business_day() {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let never = weekdays().with_weekend([Mon, Tue, Wed, Thu, Fri, Sat, Sun]);
    let from = day("2026-05-31");
    let message = "no business day found from 2026-05-31";
    for roll in [
        Roll::Following,
        Roll::Preceding,
        Roll::ModifiedFollowing,
        Roll::ModifiedPreceding,
    ] {
        says(
            never.roll(from, roll),
            TimeError::NoBusinessDay { from },
            message,
        );
    }
    let next = TimeError::NoBusinessDay {
        from: day("2026-06-01"),
    };
    assert_eq!(never.add_business_days(from, 1, Roll::None), Err(next));
    // The last day that a search looks at is 366 days beyond the first.
    let far = never.clone().with_workdays([day("2027-06-01")]).unwrap();
    assert_eq!(far.roll(from, Roll::Following), Ok(day("2027-06-01")));
    let farther = never.with_workdays([day("2027-06-02")]).unwrap();
    assert_eq!(
        farther.roll(from, Roll::Following),
        Err(TimeError::NoBusinessDay { from })
    );

    let from = day("2026-01-03");
    let found = prorated("2d", Basis::BusinessDays);
    says(
        found,
        TimeError::NoBusinessDay { from },
        "no business day found from 2026-01-03",
    );
}

#[test]
fn a_day_in_both_lists_of_a_calendar() {
    let date = day("2026-05-31");
    let error = TimeError::HolidayAndWorkday { date };
    let message = "2026-05-31 is both a holiday and a workday";
    let holiday = weekdays().with_holidays([date]).unwrap();
    says(holiday.with_workdays([date]), error.clone(), message);
    let workday = weekdays().with_workdays([date]).unwrap();
    assert_eq!(workday.with_holidays([date]), Err(error));
}

#[test]
fn a_bad_zone() {
    for bad in [
        "+19:00",
        "-18:01",
        "+1:00",
        "01:00",
        "+01:60",
        "+0100",
        "-00:00",
        "Z",
        "",
        "+01:00:00",
        "+0a:00",
    ] {
        let error = TimeError::BadZone { text: text(bad) };
        says(
            bad.parse::<Offset>(),
            error,
            &format!("bad zone at {bad:?}"),
        );
    }
    let later = instant("2026-10-25T01:00:00Z");
    for earlier in ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"] {
        let changes = [(later, Offset::UTC), (instant(earlier), Offset::UTC)];
        let error = TimeError::BadZone {
            text: text(earlier),
        };
        says(
            Zone::new(Offset::UTC, changes),
            error,
            &format!("bad zone at {earlier:?}"),
        );
    }
}

#[test]
fn a_day_that_no_month_has() {
    for bad in [0, 32, u32::MAX] {
        let rule = DueRule::DayOfMonth {
            after_days: 0,
            day: bad,
        };
        let found = rule.due_on(day("2026-01-31"), Roll::None, &weekdays());
        let message = format!("day {bad} of a month is not between 1 and 31");
        says(found, TimeError::BadDay { day: bad }, &message);
    }
}

#[test]
fn a_window_that_closes_before_it_opens() {
    let rule = NoticeWindow {
        earliest: Some(span("15d")),
        latest: span("45d"),
        roll: Roll::None,
    };
    let (opens, closes) = (Some(day("2027-01-17")), day("2026-12-18"));
    let message = "a notice window that opens on 2027-01-17 closes 2026-12-18";
    let found = rule.dates(day("2027-02-01"), &weekdays());
    says(found, TimeError::WindowReversed { opens, closes }, message);

    // Rolled from Sunday to Monday, which is after the end.
    let rule = NoticeWindow {
        earliest: None,
        latest: span("0d"),
        roll: Roll::Following,
    };
    let closes = day("2027-02-01");
    let message = "a notice window that opens at any time closes 2027-02-01";
    let found = rule.dates(day("2027-01-31"), &weekdays());
    says(
        found,
        TimeError::WindowReversed {
            opens: None,
            closes,
        },
        message,
    );

    // Rolled back before the day on which it opens.
    let rule = NoticeWindow {
        earliest: Some(span("7d")),
        latest: span("7d"),
        roll: Roll::Preceding,
    };
    let (opens, closes) = (Some(day("2027-01-24")), day("2027-01-22"));
    let found = rule.dates(day("2027-01-31"), &weekdays());
    assert_eq!(found, Err(TimeError::WindowReversed { opens, closes }));
}

#[test]
fn a_grace_as_long_as_the_cadence_can_be_short() {
    for (every, longest, too_long) in [
        ("1d", "0d", "1d"),
        ("5bd", "4d", "5d"),
        ("1w", "6d", "1w"),
        ("1m", "27d", "4w"),
        ("2y", "104w", "730d"),
    ] {
        let new = |grace: &str| Cadence::new("call", day("2026-01-05"), span(every), span(grace));
        assert!(new(longest).is_ok(), "{every} {longest}");
        let error = TimeError::GraceTooLong {
            grace: span(too_long),
            every: span(every),
        };
        let message = format!("a grace of {too_long} is too long for every {every}");
        says(new(too_long), error, &message);
    }
}

#[test]
fn what_was_held_at_an_impossible_time() {
    let anchor = day("2026-01-05");
    let call = Cadence::new("call", anchor, span("1w"), span("1d")).unwrap();
    let status = |held: &[NaiveDate], on| call.status(held, on, &weekdays());
    let (early, on, late) = (day("2025-12-31"), day("2026-01-05"), day("2026-01-06"));
    let future = TimeError::HeldInFuture { held: late, on };
    says(
        status(&[late], on),
        future,
        "held on 2026-01-06, which is after 2026-01-05",
    );
    let before = TimeError::BeforeAnchor {
        held: early,
        anchor,
    };
    let message = "held on 2025-12-31, which is before the anchor 2026-01-05";
    says(status(&[early], on), before.clone(), message);
    // The earliest day decides, in whatever order they are given.
    assert_eq!(status(&[late, early], on), Err(before.clone()));
    // A day that is both is in the future first.
    let future = TimeError::HeldInFuture {
        held: early,
        on: day("2025-12-30"),
    };
    assert_eq!(status(&[early], day("2025-12-30")), Err(future));
    assert_eq!(call.occurrence(early, &weekdays()), Err(before));
}

#[test]
fn more_dates_than_a_list_holds() {
    let many = |count: usize| {
        day("2000-01-01")
            .iter_days()
            .take(count)
            .collect::<Vec<_>>()
    };
    let error = TimeError::TooManyDates { count: 10_001 };
    let message = "10001 dates are more than 10000";
    says(
        weekdays().with_holidays(many(10_001)),
        error.clone(),
        message,
    );
    assert!(weekdays().with_holidays(many(10_000)).is_ok());

    let daily = Schedule::new(
        day("2000-01-01"),
        span("1d"),
        MonthRule::SameDay,
        Roll::None,
    );
    let daily = daily.unwrap();
    assert_eq!(daily.take(10_001, &weekdays()), Err(error.clone()));
    assert_eq!(
        daily.take(10_000, &weekdays()).map(|dates| dates.len()),
        Ok(10_000)
    );
    let until = |end| daily.until(end, partnership::time::Stub::Short, &weekdays());
    let last = many(10_000)[9_999];
    assert_eq!(until(last).map(|dates| dates.len()), Ok(10_000));
    assert_eq!(until(last.succ_opt().unwrap()), Err(error.clone()));

    let active = Period::inclusive(day("2000-01-01"), last).unwrap();
    let rule = partnership::time::BillingRule::Every(span("1d"));
    assert_eq!(
        billing_periods(active, rule).map(|periods| periods.len()),
        Ok(10_000)
    );
    let longer = Period::new(active.from(), last.succ_opt().unwrap().succ_opt().unwrap()).unwrap();
    assert_eq!(billing_periods(longer, rule), Err(error.clone()));

    let daily = RecurringFee {
        anchor: day("2000-01-01"),
        ..fee("1d", Basis::CalendarDays)
    };
    assert!(prorate(&daily, active, &many(10_000), &weekdays()).is_ok());
    assert_eq!(
        prorate(&daily, longer, &[], &weekdays()),
        Err(error.clone())
    );
    assert_eq!(
        prorate(&daily, active, &many(10_001), &weekdays()),
        Err(error.clone())
    );

    let call = Cadence::new("call", day("2000-01-01"), span("1d"), span("0d")).unwrap();
    assert_eq!(
        call.status(&many(10_001), day("2050-01-01"), &weekdays()),
        Err(error)
    );
    let status = call.status(&[], day("2050-01-01"), &weekdays()).unwrap();
    let error = TimeError::TooManyDates { count: 18_262 };
    assert_eq!(
        (status.missed_count(), call.missed(&status, &weekdays())),
        (18_262, Err(error))
    );
}

#[test]
fn a_year_beyond_all_years() {
    let out = |value: &str| TimeError::OutOfRange { value: text(value) };
    let says = |found: Result<NaiveDate, TimeError>, value: &str| {
        let message = format!("{value} is outside 0001-01-01 to 9999-12-31");
        says(found, out(value), &message);
    };
    let add = |date: &str, text: &str, times| {
        let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap();
        Calendar::default().add(date, span(text), times, MonthRule::SameDay, Roll::None)
    };
    says(add("9999-12-31", "1d", 1), "9999-12-31 with 1 days added");
    says(add("0001-01-03", "1w", -1), "0001-01-03 with -7 days added");
    says(add("9999-12-31", "1m", 1), "9999-12-31 with 1 months added");
    says(
        add("0001-01-01", "1y", -1),
        "0001-01-01 with -12 months added",
    );
    says(
        add("9999-12-31", "1bd", 1),
        "the search for a business day from 9999-12-31",
    );
    says(
        add("2026-01-01", "2d", i64::MAX),
        "2026-01-01 with 9223372036854775807 times 2d added",
    );
    says(add("0000-12-31", "0d", 1), "0000-12-31");
    let last = NaiveDate::MAX;
    says(weekdays().roll(last, Roll::None), &last.to_string());
    assert_eq!(
        Period::new(NaiveDate::MIN, last),
        Err(out(&NaiveDate::MIN.to_string()))
    );
    let to_the_end = "2026-01-01..=9999-12-31".parse::<Period>();
    assert_eq!(to_the_end, Err(out("the day after 9999-12-31")));
}
