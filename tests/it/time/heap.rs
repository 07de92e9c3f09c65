//! No heap outside returned vectors (spec/time.md 10).

use allocation_counter::measure;
use partnership::time::{
    Basis, Calendar, Deadline, DueRule, MonthRule, NoticeWindow, Offset, Period, RecurringFee,
    Renewal, Roll, Schedule, Term, Zone, add_months, prorate,
};
use partnership::{Money, Rounding};

use super::{day, instant, span};

fn calendar() -> Calendar {
    let change = (instant("2026-03-29T01:00:00Z"), Offset::UTC);
    Calendar::default()
        .with_zone(Zone::new("+01:00".parse().unwrap(), [change]).unwrap())
        .with_holidays([day("2026-12-25"), day("2026-01-01")])
        .unwrap()
}

#[track_caller]
fn allocations(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

#[test]
fn asking_for_a_date_needs_no_heap() {
    let calendar = calendar();
    let start = day("2026-01-31");
    let moment = calendar.moment(instant("2026-01-05T09:00:00Z")).unwrap();
    let renewal = Renewal::Tacit { every: None };
    let term = Term::new(start, span("1m"), renewal, MonthRule::SameDay).unwrap();
    let window = NoticeWindow {
        earliest: Some(span("2m")),
        latest: span("10bd"),
        roll: Roll::None,
    };
    let count = allocations(|| {
        add_months(start, 7, MonthRule::EndOfMonth).unwrap();
        calendar.add_business_days(start, 250, Roll::None).unwrap();
        calendar
            .business_days_between(start, day("2030-01-01"))
            .unwrap();
        calendar
            .end_of(calendar.date_of(moment.at()).unwrap())
            .unwrap();
        let deadline = Deadline::after(&moment, span("10bd"), Roll::Following, &calendar).unwrap();
        deadline.then(span("48h"), Roll::None, &calendar).unwrap();
        term.at(day("2033-03-03")).unwrap();
        window.dates(day("2026-12-31"), &calendar).unwrap();
        DueRule::EndOfMonthAfter(span("30d"))
            .due_on(start, Roll::Preceding, &calendar)
            .unwrap();
    });
    assert_eq!(count, 0);
}

#[test]
fn lists_need_their_own_memory_alone() {
    let calendar = calendar();
    let start = day("2026-01-31");
    for every in ["1m", "5bd"] {
        let schedule = Schedule::new(start, span(every), MonthRule::SameDay, Roll::Following);
        let schedule = schedule.unwrap();
        let count = allocations(|| drop(schedule.take(100, &calendar).unwrap()));
        assert_eq!(count, 1, "{every}");
    }
    let fee = RecurringFee {
        amount: "1000.00 USD".parse::<Money>().unwrap(),
        anchor: day("2026-01-01"),
        every: span("1m"),
        basis: Basis::BusinessDays,
        rounding: Rounding::HalfAwayFromZero,
    };
    let year: Period = "2026-01-01..2027-01-01".parse().unwrap();
    let cuts: Vec<_> = year.from().iter_days().take(365).collect();
    let count = allocations(|| drop(prorate(&fee, year, &cuts, &calendar).unwrap()));
    // 365 slices in a vector that doubles from 4.
    assert_eq!(count, 8);
}
