//! The ratios of time against bare chrono calls over the same dates (spec/time.md 10).

use std::hint::black_box;

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeZone as _, Utc, Weekday};
use partnership::time::{
    Basis, Calendar, Deadline, Moment, MonthRule, Period, RecurringFee, Roll, Schedule, Span,
    add_months, prorate,
};
use partnership::{Currency, Money, Rounding};

use crate::measure::{Way, interleave, line};

const ROUNDING: Rounding = Rounding::HalfAwayFromZero;

pub(crate) fn report() {
    println!("time against bare chrono");
    adding_months();
    deadlines();
    business_days();
    schedules();
    proration();
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A thousand dates, three days apart.
fn dates() -> Vec<NaiveDate> {
    date(2020, 1, 1)
        .iter_days()
        .step_by(3)
        .take(1_000)
        .collect()
}

fn adding_months() {
    let dates = dates();
    let times = interleave(&mut [
        Way::new("checked_add_months", || {
            for date in &dates {
                black_box(
                    black_box(*date)
                        .checked_add_months(Months::new(black_box(7)))
                        .unwrap(),
                );
            }
        }),
        Way::new("add_months", || {
            for date in &dates {
                black_box(add_months(black_box(*date), black_box(7), MonthRule::SameDay).unwrap());
            }
        }),
    ]);
    line("add_months", times[1], times[0], 1_000, Some(300));
}

fn deadlines() {
    let calendar = Calendar::default();
    let at = |date: NaiveDate| -> DateTime<Utc> {
        Utc.from_utc_datetime(&date.and_hms_opt(9, 0, 0).unwrap())
    };
    let moments: Vec<Moment> = dates()
        .into_iter()
        .map(|date| calendar.moment(at(date)).unwrap())
        .collect();
    let span = Span::months(7).unwrap();
    let times = interleave(&mut [
        Way::new("checked_add_months", || {
            for moment in &moments {
                let date = black_box(moment).on();
                black_box(date.checked_add_months(Months::new(black_box(7))).unwrap());
            }
        }),
        Way::new("Deadline::after", || {
            for moment in &moments {
                let moment = black_box(moment);
                let span = black_box(span);
                black_box(Deadline::after(moment, span, Roll::None, &calendar).unwrap());
            }
        }),
    ]);
    line(
        "Deadline::after, in months",
        times[1],
        times[0],
        1_000,
        Some(300),
    );
}

/// 100 holidays over the next years, on days of work.
fn holidays() -> Vec<NaiveDate> {
    let days = date(2026, 1, 1).iter_days().step_by(11);
    days.filter(|day| !is_weekend(*day)).take(100).collect()
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The bare loop over the days: weekday and list, nothing else.
fn bare_business_days(from: NaiveDate, count: u32, holidays: &[NaiveDate]) -> NaiveDate {
    let mut day = from;
    let mut left = count;
    while left > 0 {
        day = day.checked_add_days(Days::new(1)).unwrap();
        if !is_weekend(day) && holidays.binary_search(&day).is_err() {
            left -= 1;
        }
    }
    day
}

fn business_days() {
    let holidays = holidays();
    let calendar = Calendar::default().with_holidays(holidays.clone()).unwrap();
    let from = date(2026, 1, 1);
    assert_eq!(
        calendar.add_business_days(from, 250, Roll::None).unwrap(),
        bare_business_days(from, 250, &holidays),
    );
    let times = interleave(&mut [
        Way::new("loop", || {
            black_box(bare_business_days(
                black_box(from),
                black_box(250),
                &holidays,
            ));
        }),
        Way::new("add_business_days", || {
            let from = black_box(from);
            black_box(
                calendar
                    .add_business_days(from, black_box(250), Roll::None)
                    .unwrap(),
            );
        }),
    ]);
    line(
        "250 business days, 100 holidays",
        times[1],
        times[0],
        250,
        Some(300),
    );
}

fn schedules() {
    let calendar = Calendar::default();
    let anchor = date(2026, 1, 31);
    let month = Span::months(1).unwrap();
    let schedule = Schedule::new(anchor, month, MonthRule::SameDay, Roll::None).unwrap();
    let times = interleave(&mut [
        Way::new("additions", || {
            let mut dates = Vec::with_capacity(120);
            for months in 0..black_box(120) {
                dates.push(anchor.checked_add_months(Months::new(months)).unwrap());
            }
            black_box(dates);
        }),
        Way::new("Schedule::take", || {
            black_box(
                black_box(&schedule)
                    .take(black_box(120), &calendar)
                    .unwrap(),
            );
        }),
    ]);
    line(
        "a schedule of 120 months",
        times[1],
        times[0],
        120,
        Some(300),
    );
}

/// What a year cut daily cannot do without: one multiplication and one division, rounded, per day.
fn bare_year(minor: i128, days: &[(i128, i128)]) -> Vec<i128> {
    let mut slices = Vec::with_capacity(days.len());
    let mut before = 0;
    for (day, length) in days {
        let product = minor * day;
        let (quotient, rest) = (product / length, product % length);
        let paid = quotient + i128::from(2 * rest >= *length);
        slices.push(if *day == 1 { paid } else { paid - before });
        before = paid;
    }
    slices
}

fn proration() {
    let calendar = Calendar::default();
    let year = Period::new(date(2026, 1, 1), date(2027, 1, 1)).unwrap();
    let days: Vec<NaiveDate> = year.from().iter_days().take(365).collect();
    let counted: Vec<(i128, i128)> = days
        .iter()
        .map(|day| {
            let next = day
                .with_day(1)
                .unwrap()
                .checked_add_months(Months::new(1))
                .unwrap();
            (
                i128::from(day.day()),
                i128::from(next.pred_opt().unwrap().day()),
            )
        })
        .collect();
    let fee = RecurringFee {
        amount: Money::from_minor(100_000, Currency::USD),
        anchor: year.from(),
        every: Span::months(1).unwrap(),
        basis: Basis::CalendarDays,
        rounding: ROUNDING,
    };
    let ours: Vec<i128> = prorate(&fee, year, &days, &calendar)
        .unwrap()
        .iter()
        .map(|slice| slice.amount().minor())
        .collect();
    assert_eq!(ours, bare_year(100_000, &counted));
    let times = interleave(&mut [
        Way::new("multiply and divide", || {
            black_box(bare_year(black_box(100_000), black_box(&counted)));
        }),
        Way::new("prorate", || {
            black_box(prorate(black_box(&fee), year, black_box(&days), &calendar).unwrap());
        }),
    ]);
    line(
        "a year of months, cut daily",
        times[1],
        times[0],
        365,
        Some(500),
    );
}
