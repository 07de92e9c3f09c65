//! What many families of time give: days, instants and calendars as text.

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use partnership::time::{Calendar, Deadline, Roll, TimeError, Zone};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A date as text, also one that lies outside the years of the crate.
#[derive(Clone, Copy)]
pub struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut numbers = text.split('-').map(str::parse::<u32>);
        let date = match (
            numbers.next(),
            numbers.next(),
            numbers.next(),
            numbers.next(),
        ) {
            (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) => i32::try_from(year)
                .ok()
                .and_then(|year| NaiveDate::from_ymd_opt(year, month, day)),
            _ => None,
        };
        date.map(Self)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no date")))
    }
}

/// An instant as text.
#[derive(Clone, Copy)]
pub struct At(pub DateTime<Utc>);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text)
            .map(|at| Self(at.with_timezone(&Utc)))
            .map_err(D::Error::custom)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarText {
    weekend: Option<Vec<String>>,
    holidays: Vec<Day>,
    workdays: Vec<Day>,
    covers: Option<String>,
    zone: Option<ZoneText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneText {
    first: String,
    #[serde(default)]
    changes: Vec<(At, String)>,
}

impl CalendarText {
    /// The calendar, through the doors that name what is wrong.
    pub fn build(self) -> Result<Calendar, TimeError> {
        let mut calendar = Calendar::default();
        if let Some(days) = self.weekend {
            calendar = calendar.with_weekend(days.iter().map(|day| weekday(day)));
        }
        if let Some(covers) = self.covers {
            calendar = calendar.with_covers(Some(covers.parse()?));
        }
        if let Some(zone) = self.zone {
            calendar = calendar.with_zone(zone.build()?);
        }
        calendar
            .with_holidays(self.holidays.into_iter().map(|day| day.0))?
            .with_workdays(self.workdays.into_iter().map(|day| day.0))
    }
}

impl ZoneText {
    pub fn build(self) -> Result<Zone, TimeError> {
        let mut changes = Vec::new();
        for (at, offset) in self.changes {
            changes.push((at.0, offset.parse()?));
        }
        Zone::new(self.first.parse()?, changes)
    }
}

fn weekday(name: &str) -> Weekday {
    match name {
        "mon" => Weekday::Mon,
        "tue" => Weekday::Tue,
        "wed" => Weekday::Wed,
        "thu" => Weekday::Thu,
        "fri" => Weekday::Fri,
        "sat" => Weekday::Sat,
        "sun" => Weekday::Sun,
        other => panic!("no weekday {other}"),
    }
}

/// The wire form of a value.
pub fn wire(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("the value has a wire form")
}

/// The wire form of an instant.
pub fn instant(at: DateTime<Utc>) -> Value {
    wire(Deadline::At(at))["at"].clone()
}

#[expect(clippy::needless_pass_by_value, reason = "it maps over values")]
pub fn text(value: impl ToString) -> Value {
    Value::String(value.to_string())
}

pub fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> Value {
    values.into_iter().map(text).collect()
}

pub const fn once() -> i64 {
    1
}

pub const fn following() -> Roll {
    Roll::Following
}
