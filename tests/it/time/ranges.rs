//! What lies outside the years 1 to 9999 is refused at every door, also where a result would lie
//! inside.

use chrono::NaiveDate;
use partnership::time::{
    Basis, Cadence, Calendar, DueRule, Moment, MonthRule, NoticeDates, Period, RecurringFee,
    Renewal, Roll, Slice, Term, TimeError, Zone, prorate,
};

use super::{day, instant, span, weekdays};

#[track_caller]
fn is_out<T: std::fmt::Debug>(found: Result<T, TimeError>) {
    assert!(
        matches!(found, Err(TimeError::OutOfRange { .. })),
        "{found:?}"
    );
}

/// The day before the first one.
fn too_early() -> NaiveDate {
    day("0001-01-01").pred_opt().expect("a date of chrono")
}

#[test]
fn a_day_next_to_the_years_is_outside_them() {
    let (early, first) = (too_early(), day("0001-01-01"));
    let late = day("9999-12-31").succ_opt().expect("a date of chrono");
    is_out(Period::new(first, late));
    is_out(Period::new(early, first));
    is_out(NoticeDates::new(None, late));
    is_out(NoticeDates::new(Some(early), first));
    let rule = DueRule::DayOfMonth {
        after_days: 10,
        day: 20,
    };
    is_out(rule.due_on(early, Roll::None, &weekdays()));
    let term = Term::new(first, span("1m"), Renewal::Never, MonthRule::SameDay).unwrap();
    is_out(term.at(early));
}

#[test]
fn an_instant_next_to_the_years_has_no_date_in_them() {
    let early = too_early().and_hms_opt(23, 30, 0).unwrap().and_utc();
    is_out(Moment::new(early, day("0001-01-01")));
    is_out(Moment::new(instant("0001-01-01T00:30:00Z"), too_early()));
    // One o'clock on the first day, where the clocks are ahead.
    let east = Zone::new("+01:30".parse().unwrap(), []).unwrap();
    is_out(east.date_of(early));
    is_out(Calendar::default().with_zone(east).moment(early));
}

#[test]
fn a_billing_period_that_nobody_asks_for_may_lie_outside() {
    let active: Period = "9999-11-01..9999-12-01".parse().unwrap();
    let fee = RecurringFee {
        amount: "30.00 USD".parse().unwrap(),
        anchor: active.from(),
        every: span("1m"),
        basis: Basis::CalendarDays,
        rounding: partnership::Rounding::Down,
    };
    let slices = prorate(&fee, active, &[], &weekdays()).unwrap();
    let periods: Vec<Period> = slices.iter().map(Slice::period).collect();
    assert_eq!(periods, [active]);
}

#[test]
fn a_list_holds_ten_thousand_dates() {
    let calendar = weekdays();
    let start = day("2026-01-01");
    let daily = Cadence::new("stand_up", start, span("1d"), span("0d")).unwrap();
    let missed = |days: u64| {
        let on = start.checked_add_days(chrono::Days::new(days)).unwrap();
        let status = daily.status(&[], on, &calendar).unwrap();
        daily.missed(&status, &calendar).map(|dates| dates.len())
    };
    // The day of asking is not over.
    assert_eq!(missed(10_001), Ok(10_000));
    assert_eq!(
        missed(10_002),
        Err(TimeError::TooManyDates { count: 10_001 })
    );
}
