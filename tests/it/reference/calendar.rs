//! Days as spec/time.md counts them: shares of a window, business days, due days.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use serde_json::Value;

use super::{Big, list, text, whole};

/// Days from the first up to, and without, the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn day_of(value: &Value, key: &str) -> Option<NaiveDate> {
    text(value, key).map(day)
}

pub fn period(text: &str) -> Stretch {
    let (from, to) = text.split_once("..").expect("a period");
    Stretch {
        from: day(from),
        to: day(to),
    }
}

/// How many days from one day to another.
pub fn days(from: NaiveDate, to: NaiveDate) -> Big {
    whole((to - from).num_days())
}

/// Which days are worked.
pub struct Calendar {
    holidays: BTreeSet<NaiveDate>,
    workdays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The calendar of the terms: Saturdays, Sundays and its holidays are free, its workdays not.
    pub fn of(terms: &Value) -> Self {
        let days = |key: &str| {
            let calendar = terms.get("calendar");
            let days = calendar.map_or(&[][..], |calendar| list(calendar, key));
            days.iter().filter_map(Value::as_str).map(day).collect()
        };
        Self {
            holidays: days("holidays"),
            workdays: days("workdays"),
        }
    }

    fn is_business(&self, day: NaiveDate) -> bool {
        let weekend = [Weekday::Sat, Weekday::Sun];
        let free = weekend.contains(&day.weekday()) || self.holidays.contains(&day);
        !free || self.workdays.contains(&day)
    }

    /// The part of a window before a day, for somebody active since `first`.
    pub fn share_before(
        &self,
        basis: &str,
        day: NaiveDate,
        first: NaiveDate,
        window: Stretch,
        months: Option<u64>,
    ) -> Big {
        let yes = |all: bool| whole(i64::from(all));
        match basis {
            "calendar_days" => days(window.from, day) / days(window.from, window.to),
            "business_days" => {
                let count = |to: NaiveDate| {
                    let all = window.from.iter_days().take_while(|day| *day < to);
                    let worked = all.filter(|day| self.is_business(*day)).count();
                    whole(i64::try_from(worked).expect("few"))
                };
                count(day) / count(window.to)
            }
            "thirty_days" if day == window.to => whole(1),
            "thirty_days" => {
                let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
                let all = 30 * i64::try_from(months.expect("months")).expect("few");
                let gone = 30 * (month(day) - month(window.from)) + i64::from(day.day())
                    - i64::from(window.from.day());
                whole(gone.clamp(0, all)) / whole(all)
            }
            "whole_if_started" => yes(day > first),
            "only_if_complete" => yes(first == window.from && day == window.to),
            other => panic!("no such basis: {other}"),
        }
    }

    /// The day after some time: `30d`, `2w`, `1m`, `1y`, `10bd`.
    fn after(&self, from: NaiveDate, span: &str) -> NaiveDate {
        let cut = span.find(char::is_alphabetic).expect("a unit");
        let (count, unit) = span.split_at(cut);
        let count: u32 = count.parse().expect("a number");
        match unit {
            "d" => from + Days::new(count.into()),
            "w" => from + Days::new(7 * u64::from(count)),
            "m" => from + Months::new(count),
            "y" => from + Months::new(12 * count),
            "bd" if count == 0 => self.roll(from, "following"),
            "bd" => {
                let later = from.iter_days().skip(1);
                let mut worked = later.filter(|day| self.is_business(*day));
                worked
                    .nth(usize::try_from(count).expect("few") - 1)
                    .expect("a business day")
            }
            other => panic!("no such unit: {other}"),
        }
    }

    fn roll(&self, on: NaiveDate, roll: &str) -> NaiveDate {
        let mut later = on.iter_days().filter(|day| self.is_business(*day));
        let later = later.next().expect("a business day");
        let mut earlier = on.iter_days().rev().filter(|day| self.is_business(*day));
        let earlier = earlier.next().expect("a business day");
        let near = |day: NaiveDate| day.month() == on.month();
        match roll {
            "none" => on,
            "modified_following" if !near(later) => earlier,
            "modified_preceding" if !near(earlier) => later,
            "following" | "modified_following" => later,
            "preceding" | "modified_preceding" => earlier,
            other => panic!("no such roll: {other}"),
        }
    }

    /// The day on which something is due by a rule, rolled.
    pub fn due(&self, event: NaiveDate, due: &Value) -> NaiveDate {
        let rule = &due["rule"];
        let on = if rule == "on_event" {
            event
        } else if let Some(span) = text(rule, "after") {
            self.after(event, span)
        } else if let Some(span) = text(rule, "end_of_month_after") {
            last_of_month(self.after(event, span))
        } else if let Some(rule) = rule.get("month_end") {
            let number = |key: &str| rule[key].as_u64().unwrap_or(0);
            let months = u32::try_from(number("months")).expect("few");
            let first = event.with_day(1).expect("a first") + Months::new(months);
            last_of_month(first) + Days::new(number("plus_days"))
        } else {
            let rule = &rule["day_of_month"];
            let number = |key: &str| rule[key].as_u64().unwrap_or(0);
            let wanted = u32::try_from(number("day")).expect("a day of a month");
            let earliest = event + Days::new(number("after_days"));
            let mut later = earliest.iter_days();
            later
                .find(|day| day.day() == wanted.min(last_of_month(*day).day()))
                .expect("every month has one")
        };
        self.roll(on, text(due, "roll").unwrap_or("none"))
    }
}

fn last_of_month(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).expect("a first") + Months::new(1);
    next - Days::new(1)
}
