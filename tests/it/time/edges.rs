//! The first and the last day, and values out of the ordinary.

use chrono::{DateTime, NaiveDate, Utc};
use partnership::time::{
    Basis, BillingRule, Cadence, Calendar, Deadline, DueRule, ElapsedPart, ElapsedUnit, MonthRule,
    NoticeRule, NoticeWindow, Offset, Period, RecurringFee, Renewal, Roll, Schedule, Slice, Span,
    Stub, Term, TermStatus, TimeError, Zone, add_months, billing_periods, days_late, elapsed,
    notice_effective, prorate,
};
use partnership::{Currency, Money, Rounding};

use super::{day, instant, span, weekdays};

fn is_out<T>(found: &Result<T, TimeError>) -> bool {
    matches!(found, Err(TimeError::OutOfRange { .. }))
}

#[test]
fn nothing_panics_at_the_ends_of_chrono() {
    let calendar = weekdays();
    let fine = day("2026-01-01");
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        assert!(is_out(&calendar.is_business_day(date)));
        assert!(is_out(&calendar.add_business_days(date, 1, Roll::None)));
        assert!(is_out(&calendar.business_days_between(date, fine)));
        assert!(is_out(&calendar.business_days_between(fine, date)));
        assert!(is_out(&calendar.end_of(date)));
        assert!(is_out(&calendar.clone().with_holidays([date])));
        assert!(is_out(&add_months(date, 0, MonthRule::EndOfMonth)));
        assert!(is_out(&days_late(fine, date)));
        assert!(is_out(&DueRule::OnEvent.due_on(
            date,
            Roll::None,
            &calendar
        )));
        assert!(is_out(&Period::inclusive(fine, date)));
        assert!(is_out(&Deadline::On(date).passes_at(&calendar)));
        let call = Cadence::check_in(fine).unwrap();
        assert!(is_out(&Cadence::check_in(date)));
        assert!(is_out(&call.status(&[date], fine, &calendar)));
        assert!(is_out(&call.status(&[], date, &calendar)));
        assert!(is_out(&call.occurrence(date, &calendar)));
        let notice = notice_effective(date, span("1d"), NoticeRule::AfterSpan, &calendar);
        assert!(is_out(&notice));
        let window = NoticeWindow {
            earliest: None,
            latest: span("1d"),
            roll: Roll::None,
        };
        assert!(is_out(&window.dates(date, &calendar)));
        let monthly = Schedule::new(fine, span("1m"), MonthRule::SameDay, Roll::None).unwrap();
        assert!(is_out(&monthly.until(date, Stub::Short, &calendar)));
    }
    for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert!(is_out(&calendar.date_of(at)));
        assert!(is_out(&Deadline::At(at).passes_at(&calendar)));
        assert!(is_out(&Deadline::At(at).then(
            span("1h"),
            Roll::None,
            &calendar
        )));
        assert!(is_out(&Zone::new(Offset::UTC, [(at, Offset::UTC)])));
        let now = instant("2026-01-01T00:00:00Z");
        assert!(is_out(&elapsed(
            at,
            now,
            ElapsedUnit::Days,
            ElapsedPart::Full
        )));
        // These two are total: they compare and ask for nothing.
        let now = calendar.moment(now).unwrap();
        let is_past = at < now.at();
        assert_eq!(Deadline::At(at).passed(&now), is_past);
        assert_eq!(Deadline::At(at).reached(&now), is_past);
    }
}

#[test]
fn the_last_day_has_no_end_and_the_first_has_a_beginning() {
    let calendar = weekdays();
    assert!(is_out(&calendar.end_of(day("9999-12-31"))));
    assert_eq!(
        calendar.end_of(day("9999-12-30")),
        Ok(instant("9999-12-31T00:00:00Z"))
    );
    let west = calendar
        .clone()
        .with_zone(Zone::new("-05:00".parse().unwrap(), []).unwrap());
    assert!(is_out(&west.date_of(instant("0001-01-01T04:59:59Z"))));
    assert_eq!(
        west.date_of(instant("0001-01-01T05:00:00Z")),
        Ok(day("0001-01-01"))
    );
    let east = calendar.with_zone(Zone::new("+05:00".parse().unwrap(), []).unwrap());
    assert!(is_out(&east.date_of(instant("9999-12-31T19:00:00Z"))));
    assert_eq!(
        east.date_of(instant("9999-12-31T18:59:59Z")),
        Ok(day("9999-12-31"))
    );
    // No date is after the last one, although the instant of its end would be in range.
    assert!(is_out(&east.end_of(day("9999-12-31"))));
}

#[test]
fn hours_run_to_the_last_second() {
    let calendar = weekdays();
    let anchor = calendar
        .moment(instant("9999-12-31T22:59:59.999999999Z"))
        .unwrap();
    let after = |text| Deadline::after(&anchor, span(text), Roll::Following, &calendar);
    assert_eq!(
        after("1h"),
        Ok(Deadline::At(instant("9999-12-31T23:59:59.999999999Z")))
    );
    assert!(is_out(&after("2h")));
    assert!(is_out(&after("1d")));
}

#[test]
fn a_term_counts_to_the_end_of_time() {
    let term = |start: &str, initial: &str, renewal| {
        Term::new(day(start), span(initial), renewal, MonthRule::SameDay).unwrap()
    };
    let tacit = Renewal::Tacit { every: None };
    let daily = term("0001-01-01", "1d", tacit)
        .at(day("9999-12-30"))
        .unwrap();
    assert_eq!(
        (daily.number(), daily.status()),
        (3_652_058, TermStatus::Running)
    );
    assert!(is_out(
        &term("0001-01-01", "1d", tacit).at(day("9999-12-31"))
    ));
    assert!(is_out(
        &term("9999-06-01", "1y", Renewal::Never).at(day("9999-06-01"))
    ));
    let express = Renewal::Express {
        every: None,
        agreed: u32::MAX,
    };
    let found = term("2026-01-31", "1m", express)
        .at(day("9999-11-30"))
        .unwrap();
    assert_eq!(found.period().to_string(), "9999-11-30..9999-12-31");
}

#[test]
fn a_schedule_may_end_on_the_last_day() {
    let every = span("1m");
    let schedule = Schedule::new(day("9999-10-31"), every, MonthRule::SameDay, Roll::None).unwrap();
    let found = schedule
        .until(day("9999-12-31"), Stub::Long, &weekdays())
        .unwrap();
    assert_eq!(found, ["9999-10-31", "9999-11-30", "9999-12-31"].map(day));
    let found = schedule
        .until(day("9999-12-30"), Stub::Long, &weekdays())
        .unwrap();
    assert_eq!(found, ["9999-10-31", "9999-12-30"].map(day));
    assert!(is_out(&schedule.take(4, &weekdays())));
    let daily = Schedule::new(
        day("9999-12-31"),
        span("1bd"),
        MonthRule::SameDay,
        Roll::None,
    );
    assert_eq!(
        daily.unwrap().take(1, &weekdays()),
        Ok(vec![day("9999-12-31")])
    );
}

#[test]
fn billing_periods_end_with_what_is_active() {
    let active: Period = "9999-12-15..9999-12-31".parse().unwrap();
    for rule in [
        BillingRule::CalendarMonths,
        BillingRule::Every(span("100y")),
    ] {
        assert_eq!(billing_periods(active, rule), Ok(vec![active]));
    }
}

#[test]
fn the_largest_fee_is_prorated_to_the_unit() {
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    let active: Period = "2026-01-01..2126-01-01".parse().unwrap();
    let fee = RecurringFee {
        amount: most,
        anchor: active.from(),
        every: span("100y"),
        basis: Basis::CalendarDays,
        rounding: Rounding::Up,
    };
    let cuts = [
        day("2050-05-05"),
        day("2026-01-02"),
        day("2026-01-02"),
        day("2200-01-01"),
    ];
    let slices = prorate(&fee, active, &cuts, &weekdays()).unwrap();
    assert_eq!(slices.len(), 3);
    let total = Money::sum(Currency::USD, slices.iter().map(Slice::amount));
    assert_eq!(total, Ok(most));
    let mirrored = prorate(
        &RecurringFee {
            amount: -most,
            ..fee
        },
        active,
        &cuts,
        &weekdays(),
    );
    for (left, right) in slices.iter().zip(&mirrored.unwrap()) {
        assert_eq!(left.amount(), -right.amount());
    }
}

#[test]
fn a_billing_period_beyond_all_years_has_no_price() {
    let active: Period = "9999-12-01..9999-12-31".parse().unwrap();
    let fee = RecurringFee {
        amount: "31.00 USD".parse().unwrap(),
        anchor: active.from(),
        every: span("1m"),
        basis: Basis::CalendarDays,
        rounding: Rounding::HalfEven,
    };
    assert!(is_out(&prorate(&fee, active, &[], &weekdays())));
}

#[test]
fn a_span_of_nothing_is_legal_where_nothing_must_pass() {
    let calendar = weekdays();
    let saturday = calendar.moment(instant("2026-01-03T09:00:00Z")).unwrap();
    let after = |text, roll| Deadline::after(&saturday, span(text), roll, &calendar);
    assert_eq!(after("0d", Roll::None), Ok(Deadline::On(day("2026-01-03"))));
    assert_eq!(
        after("0d", Roll::Preceding),
        Ok(Deadline::On(day("2026-01-02")))
    );
    // What is counted in business days ends on one and is not rolled again.
    assert_eq!(
        after("0bd", Roll::Preceding),
        Ok(Deadline::On(day("2026-01-05")))
    );
    let window = NoticeWindow {
        earliest: None,
        latest: span("0bd"),
        roll: Roll::None,
    };
    let dates = window.dates(day("2026-01-04"), &calendar).unwrap();
    assert_eq!(dates.closes(), day("2026-01-02"));
}

#[test]
fn a_zone_that_skips_a_day_leaves_none_between_a_minimum_and_a_limit() {
    // Samoa had no 30 December 2011.
    let change = (instant("2011-12-30T10:00:00Z"), "+14:00".parse().unwrap());
    let zone = Zone::new("-10:00".parse().unwrap(), [change]).unwrap();
    let calendar = Calendar::default().with_zone(zone);
    let anchor = calendar.moment(instant("2011-12-29T12:00:00Z")).unwrap();
    assert_eq!(anchor.on(), day("2011-12-29"));
    let deadline = Deadline::after(&anchor, span("1d"), Roll::None, &calendar).unwrap();
    assert_eq!(deadline, Deadline::On(day("2011-12-30")));
    for at in [
        "2011-12-30T09:59:59Z",
        "2011-12-30T10:00:00Z",
        "2011-12-31T09:00:00Z",
    ] {
        let now = calendar.moment(instant(at)).unwrap();
        assert_eq!(deadline.reached(&now), deadline.passed(&now), "{at}");
    }
    assert_eq!(
        calendar.end_of(day("2011-12-29")),
        calendar.end_of(day("2011-12-30"))
    );
}

#[test]
fn each_rule_rolls_as_its_table_says() {
    let rows = [
        (Roll::None, "2026-05-31", "2026-03-01"),
        (Roll::Following, "2026-06-01", "2026-03-02"),
        (Roll::Preceding, "2026-05-29", "2026-02-27"),
        (Roll::ModifiedFollowing, "2026-05-29", "2026-03-02"),
        (Roll::ModifiedPreceding, "2026-05-29", "2026-03-02"),
    ];
    for (roll, may, march) in rows {
        let rolled = |date| weekdays().roll(day(date), roll);
        assert_eq!(rolled("2026-05-31"), Ok(day(may)), "{roll:?}");
        assert_eq!(rolled("2026-03-01"), Ok(day(march)), "{roll:?}");
    }
    // The last search of all time ends without leaving it.
    let never = weekdays().with_weekend([
        chrono::Weekday::Mon,
        chrono::Weekday::Tue,
        chrono::Weekday::Wed,
        chrono::Weekday::Thu,
        chrono::Weekday::Fri,
        chrono::Weekday::Sat,
        chrono::Weekday::Sun,
    ]);
    let from = day("9998-12-30");
    let found = never.roll(from, Roll::Following);
    assert_eq!(found, Err(TimeError::NoBusinessDay { from }));
    assert!(is_out(&never.roll(day("9998-12-31"), Roll::Following)));
}

#[test]
fn a_day_has_begun_with_its_first_and_is_full_with_its_last_nanosecond() {
    let from = instant("2026-01-05T09:00:00Z");
    for (to, full, started) in [
        ("2026-01-07T08:59:59.999999999Z", 1, 2),
        ("2026-01-07T09:00:00Z", 2, 2),
        ("2026-01-07T09:00:00.000000001Z", 2, 3),
    ] {
        let count = |part| elapsed(from, instant(to), ElapsedUnit::Days, part);
        assert_eq!(count(ElapsedPart::Full), Ok(full), "{to}");
        assert_eq!(count(ElapsedPart::Started), Ok(started), "{to}");
    }
}

#[test]
fn a_date_once_reached_stays_through_many_changes() {
    let offset = |text: &str| -> Offset { text.parse().unwrap() };
    let changes = [
        (instant("2026-01-01T13:00:00Z"), offset("-12:00")),
        (instant("2026-01-01T14:00:00Z"), offset("-11:00")),
    ];
    let zone = Zone::new(offset("+12:00"), changes).unwrap();
    let date = |text| zone.date_of(instant(text));
    assert_eq!(date("2026-01-01T11:59:59Z"), Ok(day("2026-01-01")));
    assert_eq!(date("2026-01-01T12:59:59Z"), Ok(day("2026-01-02")));
    assert_eq!(date("2026-01-01T13:30:00Z"), Ok(day("2026-01-02")));
    assert_eq!(date("2026-01-01T14:30:00Z"), Ok(day("2026-01-02")));
    assert_eq!(
        zone.end_of(day("2026-01-01")),
        Ok(instant("2026-01-01T12:00:00Z"))
    );
    assert_eq!(
        zone.end_of(day("2026-01-02")),
        Ok(instant("2026-01-03T11:00:00Z"))
    );
}

#[test]
fn spans_compare_where_their_units_convert() {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for (left, right, order) in [
        ("24h", "1d", Some(Equal)),
        ("168h", "1w", Some(Equal)),
        ("14d", "2w", Some(Equal)),
        ("13d", "2w", Some(Less)),
        ("12m", "1y", Some(Equal)),
        ("25m", "2y", Some(Greater)),
        ("9bd", "10bd", Some(Less)),
        ("30d", "1m", None),
        ("10bd", "2w", None),
        ("0d", "0m", None),
    ] {
        assert_eq!(span(left).compare(span(right)), order, "{left} {right}");
    }
    assert_ne!(span("14d"), span("2w"));
}

#[test]
fn the_presets_are_what_the_page_says() {
    let anchor = day("2026-01-01");
    let presets = [
        (
            Cadence::operational_call(anchor),
            "operational_call",
            "1w",
            "2d",
        ),
        (Cadence::check_in(anchor), "check_in", "2w", "3d"),
        (
            Cadence::strategic_review(anchor),
            "strategic_review",
            "1m",
            "5d",
        ),
        (
            Cadence::quarterly_review(anchor),
            "quarterly_review",
            "3m",
            "10d",
        ),
        (Cadence::health_check(anchor), "health_check", "3m", "10d"),
        (Cadence::audit(anchor), "audit", "6m", "15d"),
        (
            Cadence::renewal_review(anchor),
            "renewal_review",
            "1y",
            "30d",
        ),
    ];
    for (found, key, every, grace) in presets {
        assert_eq!(found, Cadence::new(key, anchor, span(every), span(grace)));
    }
}

#[test]
fn what_was_put_in_is_read_again() {
    let cadence = Cadence::check_in(day("2026-01-05")).unwrap();
    assert_eq!(cadence.key(), "check_in");
    let known = Period::new(day("2026-01-01"), day("2027-01-01")).unwrap();
    assert_eq!(weekdays().covers(), None);
    assert_eq!(weekdays().with_covers(Some(known)).covers(), Some(known));
    assert_eq!(Span::hours(36).unwrap().to_string(), "36h");
    assert_eq!(Span::business_days(5).unwrap().to_string(), "5bd");
}
