//! [`YearlyInstallment`]: parts of a guarantee on days of every year.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use super::canonical::Canonical;
use super::wire::paper;
use crate::ratio::Ratio;
use crate::text::{cut, serde_as_text};
use crate::time::Period;

paper! {
    /// A part of a guarantee on a day of every year (spec/contracts.md X6).
    pub struct YearlyInstallment {
        /// The day.
        required on: DayOfYear,
        /// The part; all of them are 1 together.
        required share: Ratio,
    }
}

/// A day of every year: 29 February is 28 February in a common year. Text is `02-01`.
///
/// # Examples
///
/// ```
/// use partnership::compensation::DayOfYear;
///
/// let first: DayOfYear = "02-01".parse()?;
/// assert_eq!(first.to_string(), "02-01");
/// assert!("02-30".parse::<DayOfYear>().is_err());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

/// A year that has every day.
const LEAP_YEAR: i32 = 2000;

impl DayOfYear {
    /// The day in one year.
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        let day = NaiveDate::from_ymd_opt(year, self.month, self.day);
        // Only 29 February is missing in some years.
        day.or_else(|| NaiveDate::from_ymd_opt(year, self.month, 28))
    }
}

/// The days of installments that lie in a stretch, in order of time, each with its position.
pub(super) fn days_in(
    installments: &[YearlyInstallment],
    stretch: Period,
) -> Vec<(NaiveDate, usize)> {
    let years = stretch.from().year()..=stretch.to().year();
    let all = years.flat_map(|year| {
        let days = installments.iter().enumerate();
        days.filter_map(move |(index, one)| Some((one.on.in_year(year)?, index)))
    });
    let mut days: Vec<_> = all.filter(|(day, _)| stretch.contains(*day)).collect();
    days.sort_unstable();
    days
}

impl fmt::Display for DayOfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for DayOfYear {
    type Err = DayOfYearError;

    fn from_str(text: &str) -> Result<Self, DayOfYearError> {
        let day = crate::time::parse_date(&format!("{LEAP_YEAR}-{text}"));
        let day = day.ok_or_else(|| DayOfYearError::Malformed { text: cut(text) })?;
        Ok(Self {
            month: day.month(),
            day: day.day(),
        })
    }
}

serde_as_text!(DayOfYear, "a day of the year such as \"02-01\"");

impl Canonical for DayOfYear {
    fn canonical(&self, text: &mut String) {
        text.push_str(&self.to_string());
    }
}

/// Why a text is no day of the year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DayOfYearError {
    /// The text has not the form of a month and a day, or no year has that day.
    #[error("malformed day of the year {text:?}")]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_stands_once_in_a_contract_year() {
        let installment = |on: &str| YearlyInstallment {
            on: on.parse().unwrap(),
            share: Ratio::ONE,
        };
        let all = [
            installment("10-01"),
            installment("02-29"),
            installment("07-23"),
        ];
        let days = |stretch: &str| -> Vec<String> {
            let days = days_in(&all, stretch.parse().unwrap());
            days.iter().map(|(day, at)| format!("{day} {at}")).collect()
        };
        assert_eq!(
            days("2026-07-23..2027-07-23"),
            ["2026-07-23 2", "2026-10-01 0", "2027-02-28 1"]
        );
        assert_eq!(
            days("2027-07-23..2028-07-23"),
            ["2027-07-23 2", "2027-10-01 0", "2028-02-29 1"]
        );
    }
}
