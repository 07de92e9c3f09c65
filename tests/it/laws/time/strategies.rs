//! What the laws of time draw: ends of months, ends of time, weekends, and places that repeat
//! their midnight.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeZone as _, Utc, Weekday};
use partnership::time::{Basis, Calendar, MonthRule, Offset, Period, Roll, Span, Unit, Zone};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

#[track_caller]
pub fn day(text: &str) -> NaiveDate {
    let mut numbers = text.split('-').map(str::parse::<u32>);
    let mut next = || numbers.next().expect("three numbers").expect("a number");
    let year = i32::try_from(next()).expect("a year");
    NaiveDate::from_ymd_opt(year, next(), next()).expect("a date")
}

pub fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).expect("a date")
}

pub fn earlier(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).expect("a date")
}

/// How many days the second date lies after the first.
pub fn apart(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// Dates of all the years there are, its ends and ends of months often.
pub fn all_dates() -> impl Strategy<Value = NaiveDate> {
    let edges = [
        "0001-01-01",
        "0001-01-31",
        "0001-02-28",
        "1900-02-28",
        "2000-02-29",
        "2024-02-29",
        "2026-01-31",
        "2027-02-28",
        "2028-02-28",
        "9999-11-30",
        "9999-12-30",
        "9999-12-31",
    ];
    prop_oneof![
        2 => select(edges.map(day).to_vec()),
        3 => dates(),
        3 => (1_i32..=3_652_059).prop_map(|number| {
            NaiveDate::from_num_days_from_ce_opt(number).expect("a date")
        }),
    ]
}

/// Dates of a few years around which calendars have their holidays, ends of months often.
pub fn dates() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        2 => (2023_i32..2030, 1_u32..=12, 26_u32..=31).prop_map(|(year, month, last)| {
            let found = (26..=last).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
            found.expect("every month has a 26th")
        }),
        3 => (0_u64..2_500).prop_map(|days| later(day("2023-06-01"), days)),
    ]
}

/// Instants of these years, often at a full hour or a nanosecond away from it.
pub fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let nano = prop_oneof![2 => Just(0_u32), 1 => Just(999_999_999), 1 => 0_u32..1_000_000_000];
    let second = prop_oneof![
        2 => (0_i64..60_000).prop_map(|hour| hour * 3_600),
        2 => (0_i64..60_000).prop_map(|hour| hour * 3_600 - 1),
        1 => 0_i64..216_000_000,
        // A day so full of changes that one meets the next.
        4 => (0_i64..60).prop_map(|half| 102_000_000 + half * 1_800),
    ];
    (second, nano).prop_map(|(second, nano)| at(1_672_531_200 + second, nano))
}

#[track_caller]
pub fn at(second: i64, nano: u32) -> DateTime<Utc> {
    Utc.timestamp_opt(second, nano)
        .single()
        .expect("an instant")
}

/// Spans of some units, zero and one often, none so long that the years end.
pub fn spans(units: &[Unit]) -> impl Strategy<Value = Span> + use<> {
    let number = prop_oneof![1 => Just(0_u32), 2 => Just(1), 4 => 2_u32..40, 1 => 40_u32..=100];
    (select(units.to_vec()), number)
        .prop_map(|(unit, number)| Span::new(number, unit).expect("a short span"))
}

pub const CIVIL: [Unit; 4] = [Unit::Days, Unit::Weeks, Unit::Months, Unit::Years];
pub const DATED: [Unit; 5] = [
    Unit::Days,
    Unit::BusinessDays,
    Unit::Weeks,
    Unit::Months,
    Unit::Years,
];

pub fn rolls() -> impl Strategy<Value = Roll> {
    select(vec![
        Roll::None,
        Roll::Following,
        Roll::Preceding,
        Roll::ModifiedFollowing,
        Roll::ModifiedPreceding,
    ])
}

pub fn month_rules() -> impl Strategy<Value = MonthRule> {
    select(vec![MonthRule::SameDay, MonthRule::EndOfMonth])
}

pub fn bases() -> impl Strategy<Value = Basis> {
    select(vec![
        Basis::CalendarDays,
        Basis::BusinessDays,
        Basis::ThirtyDays,
        Basis::WholeIfStarted,
        Basis::OnlyIfComplete,
    ])
}

/// Calendars with a business day at least once in a fortnight, covering everything.
pub fn calendars() -> impl Strategy<Value = Calendar> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let weekend = prop_oneof![
        4 => Just(vec![Sat, Sun]),
        2 => subsequence(vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun], 0..=5),
    ];
    (weekend, vec(dates(), 0..40), vec(dates(), 0..6)).prop_map(|(weekend, holidays, workdays)| {
        // One day a week is kept free of holidays, so that no search is in vain.
        let mut kept = [Mon, Tue, Wed, Thu, Fri, Sat, Sun].into_iter();
        let kept = kept
            .rfind(|day| !weekend.contains(day))
            .expect("a day of work");
        let holidays = holidays.into_iter().filter(|date| date.weekday() != kept);
        let holidays: Vec<NaiveDate> = holidays.filter(|date| !workdays.contains(date)).collect();
        Calendar::default()
            .with_weekend(weekend)
            .with_holidays(holidays)
            .and_then(|calendar| calendar.with_workdays(workdays))
            .expect("no day is in both lists")
    })
}

/// Zones whose clocks change often, by up to a whole day, some at midnight.
pub fn zones() -> impl Strategy<Value = Zone> {
    let usual = select(vec![-720_i32, -600, -240, -180, 0, 60, 120, 330, 765, 840]);
    let minutes = prop_oneof![3 => usual, 1 => -1_080_i32..=1_080];
    let offset = minutes.prop_map(|minutes| Offset::from_minutes(minutes).expect("an offset"));
    (offset.clone(), vec((instants(), offset), 0..8)).prop_map(|(first, mut changes)| {
        changes.sort_by_key(|(at, _)| *at);
        changes.dedup_by_key(|(at, _)| *at);
        Zone::new(first, changes).expect("ascending instants")
    })
}

pub fn periods() -> impl Strategy<Value = Period> {
    (dates(), prop_oneof![1 => Just(1_u64), 4 => 1_u64..800])
        .prop_map(|(from, days)| Period::new(from, later(from, days)).expect("a period"))
}
