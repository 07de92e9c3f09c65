//! The wire form: what is written, and what is refused.

use partnership::time::{
    Basis, BillingRule, Cadence, Calendar, Deadline, DueRule, Moment, MonthRule, NoticeDates,
    NoticeWindow, Period, RecurringFee, Renewal, Roll, Schedule, Span, Term, Zone,
};
use serde_json::{from_str, to_string};

use super::{day, instant, span};
use crate::documents::{refuses, travels};

#[test]
fn scalars_travel_as_text() {
    travels(
        &"2026-01-01..=2026-01-31".parse::<Period>().unwrap(),
        "\"2026-01-01..2026-02-01\"",
    );
    travels(&span("10bd"), "\"10bd\"");
    travels(&Roll::ModifiedFollowing, "\"modified_following\"");
    travels(&MonthRule::EndOfMonth, "\"end_of_month\"");
    travels(&Basis::WholeIfStarted, "\"whole_if_started\"");
    refuses::<Period>(
        "\"2026-01-01..2026-01-01\"",
        "a period from 2026-01-01 to 2026-01-01",
    );
    refuses::<Period>("20260101", "invalid type: integer");
    refuses::<Span>("30", "invalid type: integer `30`, expected a span such as");
    refuses::<Span>(
        "\"30 days\"",
        "malformed span \"30 days\": write 48h, 30d, 10bd, 2w, 3m or 1y",
    );
    refuses::<Roll>("\"Following\"", "unknown variant `Following`");
}

#[test]
fn a_moment_travels_with_its_date() {
    let moment = Moment::new(instant("2026-01-05T09:00:00Z"), day("2026-01-05")).unwrap();
    travels(
        &moment,
        r#"{"at":"2026-01-05T09:00:00Z","on":"2026-01-05"}"#,
    );
    for (text, written) in [
        ("2026-01-05T09:00:00.5Z", "2026-01-05T09:00:00.500Z"),
        ("2026-01-05T09:00:00.0Z", "2026-01-05T09:00:00Z"),
        ("2026-01-05T09:00:00.000001Z", "2026-01-05T09:00:00.000001Z"),
        (
            "2026-01-05T09:00:00.1234567Z",
            "2026-01-05T09:00:00.123456700Z",
        ),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ] {
        let deadline: Deadline = from_str(&format!(r#"{{"at":"{text}"}}"#)).unwrap();
        assert_eq!(
            to_string(&deadline).unwrap(),
            format!(r#"{{"at":"{written}"}}"#)
        );
    }
    refuses::<Moment>(
        r#"{"at":"2026-01-05T09:00:00Z","on":20260105}"#,
        "invalid type: integer `20260105`, expected a date of the form YYYY-MM-DD, as text",
    );
    refuses::<Moment>(
        r#"{"at":9,"on":"2026-01-05"}"#,
        "invalid type: integer `9`, expected an instant of the form YYYY-MM-DDTHH:MM:SSZ, as text",
    );
    refuses::<Moment>(
        r#"{"at":"2026-01-05T09:00:00Z","on":"2026-01-07"}"#,
        "2026-01-07 cannot be the date of 2026-01-05T09:00:00Z",
    );
    refuses::<Moment>(
        r#"{"at":"2026-01-05T09:00:00Z","on":"2026-01-05","zone":"UTC"}"#,
        "unknown field `zone`",
    );
    refuses::<Moment>(
        r#"{"at":"2026-01-05T09:00:00Z","on":"2026-01-05","on":"2026-01-05"}"#,
        "duplicate field `on`",
    );
}

#[test]
fn dates_and_instants_have_one_form() {
    travels(&Deadline::On(day("2026-01-19")), r#"{"on":"2026-01-19"}"#);
    travels(
        &Deadline::At(instant("2026-01-07T09:00:00Z")),
        r#"{"at":"2026-01-07T09:00:00Z"}"#,
    );
    for bad in [
        "2024-1-1",
        " 2024-01-01",
        "2024-01-01 ",
        "0000-01-01",
        "10000-01-01",
        "+2024-01-01",
        "2024-02-30",
        "20240101",
        "2024-01-01T00:00:00Z",
        "",
    ] {
        refuses::<Deadline>(
            &format!(r#"{{"on":"{bad}"}}"#),
            &format!("malformed date {bad:?}"),
        );
    }
    for bad in [
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00+00:00",
        "2024-01-01T00:00:00z",
        "2024-01-01 00:00:00Z",
        "2024-01-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00.1234567890Z",
        "2024-01-01T0:00:00Z",
        "2024-01-01T00:00Z",
        "0000-01-01T00:00:00Z",
        "2024-01-01T00:00:00.5 Z",
        "",
    ] {
        refuses::<Deadline>(
            &format!(r#"{{"at":"{bad}"}}"#),
            &format!("malformed instant {bad:?}"),
        );
    }
    refuses::<Deadline>(r#"{"on":20260119}"#, "invalid type: integer");
    refuses::<Deadline>(r#"{"by":"2026-01-19"}"#, "unknown variant `by`");
    assert!(from_str::<Deadline>(r#"{"on":"2026-01-19","at":"2026-01-07T09:00:00Z"}"#).is_err());
}

#[test]
fn what_has_no_text_is_not_written() {
    use chrono::{DateTime, NaiveDate, Utc};
    let message = "the years 1 to 9999 alone have a text";
    let on = to_string(&Deadline::On(NaiveDate::MAX)).unwrap_err();
    let at = to_string(&Deadline::At(DateTime::<Utc>::MAX_UTC)).unwrap_err();
    let leap = to_string(&Deadline::At(instant("2016-12-31T23:59:60Z"))).unwrap_err();
    assert_eq!([on, at, leap].map(|error| error.to_string()), [message; 3]);
}

#[test]
fn a_calendar_travels_whole() {
    let json = concat!(
        r#"{"weekend":["fri","sat"],"holidays":["2026-01-01","2026-12-25"],"#,
        r#""workdays":["2026-01-02"],"covers":"2026-01-01..2027-01-01","#,
        r#""zone":{"first":"+01:00","changes":[["2026-03-29T01:00:00Z","+02:00"]]}}"#
    );
    let calendar: Calendar = from_str(json).unwrap();
    travels(&calendar, json);
    assert_eq!(from_str::<Calendar>("{}").unwrap(), Calendar::default());
    travels(
        &Calendar::default(),
        concat!(
            r#"{"weekend":["sat","sun"],"holidays":[],"workdays":[],"covers":null,"#,
            r#""zone":{"first":"+00:00","changes":[]}}"#
        ),
    );
    // Order and repetition do not matter.
    let mixed: Calendar = from_str(
        r#"{"weekend":["sun","sat","sun"],"holidays":["2026-12-25","2026-01-01","2026-12-25"]}"#,
    )
    .unwrap();
    assert_eq!(mixed.holidays(), [day("2026-01-01"), day("2026-12-25")]);
    assert_eq!(
        from_str::<Calendar>(&to_string(&mixed).unwrap()).unwrap(),
        mixed
    );
    refuses::<Calendar>(
        r#"{"holidays":["2026-05-31"],"workdays":["2026-05-31"]}"#,
        "2026-05-31 is both a holiday and a workday",
    );
    refuses::<Calendar>(r#"{"holiday":[]}"#, "unknown field `holiday`");
    refuses::<Calendar>(r#"{"weekend":["Sat"]}"#, "unknown variant `Sat`");
    refuses::<Calendar>(
        r#"{"holidays":[],"holidays":[]}"#,
        "duplicate field `holidays`",
    );
    refuses::<Zone>(r#"{"first":"+19:00"}"#, "bad zone at \"+19:00\"");
    refuses::<Zone>(r#"{"first":60}"#, "invalid type: integer");
}

#[test]
fn rules_travel_by_their_names() {
    travels(&DueRule::OnEvent, "\"on_event\"");
    travels(&DueRule::After(span("30d")), r#"{"after":"30d"}"#);
    let rule = DueRule::MonthEnd {
        months: 0,
        plus_days: 45,
    };
    travels(&rule, r#"{"month_end":{"months":0,"plus_days":45}}"#);
    travels(
        &DueRule::EndOfMonthAfter(span("30d")),
        r#"{"end_of_month_after":"30d"}"#,
    );
    let rule = DueRule::DayOfMonth {
        after_days: 31,
        day: 15,
    };
    travels(&rule, r#"{"day_of_month":{"after_days":31,"day":15}}"#);
    travels(&BillingRule::CalendarMonths, "\"calendar_months\"");
    travels(&BillingRule::Every(span("1m")), r#"{"every":"1m"}"#);
    refuses::<DueRule>(
        r#"{"month_end":{"months":0,"plus_days":45,"roll":"none"}}"#,
        "unknown field `roll`",
    );
    refuses::<DueRule>(
        r#"{"month_end":{"months":-1,"plus_days":0}}"#,
        "invalid value",
    );
    let window = NoticeWindow {
        earliest: None,
        latest: span("1m"),
        roll: Roll::None,
    };
    travels(&window, r#"{"latest":"1m","roll":"none"}"#);
    assert_eq!(
        from_str::<NoticeWindow>(r#"{"latest":"1m"}"#).unwrap(),
        window
    );
    refuses::<NoticeWindow>(r#"{"latest":"1m","notice":"1m"}"#, "unknown field `notice`");
    let fee = RecurringFee {
        amount: "10.00 USD".parse().unwrap(),
        anchor: day("2026-01-01"),
        every: span("1m"),
        basis: Basis::CalendarDays,
        rounding: partnership::Rounding::HalfAwayFromZero,
    };
    let short = r#"{"amount":"10.00 USD","anchor":"2026-01-01","every":"1m"}"#;
    assert_eq!(from_str::<RecurringFee>(short).unwrap(), fee);
}

#[test]
fn checked_values_come_through_their_doors() {
    let renewal = Renewal::Express {
        every: Some(span("6m")),
        agreed: 1,
    };
    let term = Term::new(day("2026-01-01"), span("1y"), renewal, MonthRule::SameDay).unwrap();
    travels(
        &term,
        concat!(
            r#"{"start":"2026-01-01","initial":"1y","#,
            r#""renewal":{"express":{"every":"6m","agreed":1}},"month_end":"same_day"}"#
        ),
    );
    let tacit = r#"{"start":"2026-01-01","initial":"1y","renewal":{"tacit":{}}}"#;
    assert_eq!(
        from_str::<Term>(tacit).unwrap().renewal(),
        Renewal::Tacit { every: None }
    );
    refuses::<Term>(
        r#"{"start":"2026-01-01","initial":"0m","renewal":"never"}"#,
        "the span 0m is zero",
    );
    refuses::<Term>(
        r#"{"start":"2026-01-01","initial":"1y","renewal":{"tacit":{"agreed":1}}}"#,
        "unknown field `agreed`",
    );

    let roll = Roll::Following;
    let schedule = Schedule::new(day("2026-01-01"), span("1m"), MonthRule::EndOfMonth, roll);
    travels(
        &schedule.unwrap(),
        r#"{"anchor":"2026-01-01","every":"1m","month_end":"end_of_month","roll":"following"}"#,
    );
    refuses::<Schedule>(
        r#"{"anchor":"2026-01-01","every":"48h"}"#,
        "the span 48h is not in whole days",
    );

    let cadence = Cadence::check_in(day("2026-01-05")).unwrap();
    travels(
        &cadence,
        r#"{"key":"check_in","anchor":"2026-01-05","every":"2w","grace":"3d"}"#,
    );
    refuses::<Cadence>(
        r#"{"key":"check_in","anchor":"2026-01-05","every":"1w","grace":"7d"}"#,
        "a grace of 7d is too long for every 1w",
    );

    let dates = NoticeDates::new(Some(day("2026-01-01")), day("2026-02-01")).unwrap();
    travels(&dates, r#"{"opens":"2026-01-01","closes":"2026-02-01"}"#);
    refuses::<NoticeDates>(
        r#"{"opens":"2026-02-02","closes":"2026-02-01"}"#,
        "a notice window that opens on 2026-02-02 closes 2026-02-01",
    );
}
