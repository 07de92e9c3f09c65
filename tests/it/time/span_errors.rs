//! What is wrong with spans, each in exact words.

use partnership::time::{
    Basis, Cadence, DueRule, MonthRule, NoticeWindow, Period, Renewal, Roll, Schedule, Span, Term,
    TimeError, billing_periods,
};

use super::errors::{prorated, says, text};
use super::{day, span, weekdays};

#[test]
fn a_malformed_span() {
    for bad in [
        "14 days", "1M", "+1d", "-1d", "01d", "1", "d", "1 d", "1.5d", "1dd", "b", "", "1dy",
    ] {
        let error = TimeError::BadSpan { text: text(bad) };
        says(
            bad.parse::<Span>(),
            error,
            &format!("malformed span {bad:?}: write 48h, 30d, 10bd, 2w, 3m or 1y"),
        );
    }
    let long = "x".repeat(100);
    let cut = TimeError::BadSpan {
        text: "x".repeat(64),
    };
    assert_eq!(long.parse::<Span>(), Err(cut));
}

#[test]
fn a_span_that_is_too_long() {
    for (longest, too_long) in [
        ("876000h", "876001h"),
        ("36500d", "36501d"),
        ("26000bd", "26001bd"),
        ("5200w", "5201w"),
        ("1200m", "1201m"),
        ("100y", "101y"),
        ("0d", "99999999999999999999d"),
    ] {
        assert_eq!(span(longest).to_string(), longest);
        let error = TimeError::SpanTooLong {
            span: text(too_long),
        };
        says(
            too_long.parse::<Span>(),
            error,
            &format!("the span {too_long} is too long"),
        );
    }
    let error = TimeError::SpanTooLong {
        span: text("36501d"),
    };
    assert_eq!(DueRule::net(36_501), Err(error));
}

#[test]
fn a_span_of_nothing() {
    let error = TimeError::ZeroSpan { span: span("0m") };
    let found = Schedule::new(
        day("2026-01-01"),
        span("0m"),
        MonthRule::SameDay,
        Roll::None,
    );
    says(found, error.clone(), "the span 0m is zero");
    let renewal = Renewal::Tacit {
        every: Some(span("0m")),
    };
    let found = Term::new(day("2026-01-01"), span("1m"), renewal, MonthRule::SameDay);
    assert_eq!(found, Err(error.clone()));
    let active: Period = "2026-01-01..2026-02-01".parse().unwrap();
    let rule = partnership::time::BillingRule::Every(span("0m"));
    assert_eq!(billing_periods(active, rule), Err(error.clone()));
    let found = Cadence::new("call", day("2026-01-01"), span("0m"), span("0d"));
    assert_eq!(found, Err(error));
}

#[test]
fn a_span_that_is_not_in_whole_days() {
    let hours = span("48h");
    let error = TimeError::NotWholeDays { span: hours };
    let found = weekdays().add(day("2026-01-05"), hours, 1, MonthRule::SameDay, Roll::None);
    says(found, error.clone(), "the span 48h is not in whole days");
    for rule in [DueRule::After(hours), DueRule::EndOfMonthAfter(hours)] {
        assert_eq!(rule.check(), Err(error.clone()));
    }
    let window = NoticeWindow {
        earliest: Some(hours),
        latest: span("1m"),
        roll: Roll::None,
    };
    assert_eq!(window.check(), Err(error.clone()));
    assert_eq!(
        window.dates(day("2026-01-05"), &weekdays()),
        Err(error.clone())
    );
    // Units come before dates: nobody asks the calendar for a day that it does not know.
    let known = weekdays().with_covers("2026-01-01..2026-02-01".parse().ok());
    let later = NoticeWindow {
        latest: span("10bd"),
        ..window
    };
    assert_eq!(later.dates(day("2026-01-05"), &known), Err(error));
    let latest = NoticeWindow {
        earliest: None,
        latest: span("1h"),
        roll: Roll::None,
    };
    let error = TimeError::NotWholeDays { span: span("1h") };
    assert_eq!(latest.check(), Err(error));
    // Of two spans, the unit of the second is found before the first is found to be zero.
    let error = TimeError::NotWholeDays { span: span("5bd") };
    let renewal = Renewal::Tacit {
        every: Some(span("5bd")),
    };
    let found = Term::new(day("2026-01-01"), span("0m"), renewal, MonthRule::SameDay);
    assert_eq!(found, Err(error));
    let error = TimeError::NotWholeDays { span: span("1m") };
    let found = Cadence::new("call", day("2026-01-01"), span("0m"), span("1m"));
    assert_eq!(found, Err(error));
}

#[test]
fn a_span_that_is_not_in_months() {
    let error = TimeError::NotMonths { span: span("4w") };
    let message = "the span 4w is not in months or years";
    says(prorated("4w", Basis::ThirtyDays), error, message);
    let error = TimeError::NotMonths { span: span("0d") };
    assert_eq!(prorated("0d", Basis::ThirtyDays), Err(error));
    let error = TimeError::NotWholeDays { span: span("4bd") };
    assert_eq!(prorated("4bd", Basis::ThirtyDays), Err(error));
}
