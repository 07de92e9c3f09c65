//! [`CalendarRule`]: the dates and counts that follow from a calendar.

use chrono::{Datelike as _, NaiveDate};

use super::error::Fault;
use super::value::Value;
use crate::Ratio;
use crate::time::{Calendar, DueRule, MonthRule, Roll, Span, TimeError};

/// What [`Op::Calendar`](super::Op::Calendar) does with one date, or counts between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum CalendarRule {
    /// The date one span later.
    Add(Span),
    /// The date rolled to a business day.
    Roll(Roll),
    /// The day on which something is due that arose on the date.
    Due {
        /// How the day is found.
        rule: DueRule,
        /// Where it goes if it is no business day.
        roll: Roll,
    },
    /// The business days from the first date up to the second.
    BusinessDays {},
    /// The days between two dates if every month had thirty (spec/time.md 6).
    ThirtyDays {},
}

impl CalendarRule {
    /// How many dates the rule takes.
    pub(super) const fn dates(self) -> usize {
        match self {
            Self::Add(_) | Self::Roll(_) | Self::Due { .. } => 1,
            Self::BusinessDays {} | Self::ThirtyDays {} => 2,
        }
    }

    /// What the rule comes to for one date, or for two.
    pub(super) fn apply(
        self,
        first: NaiveDate,
        second: NaiveDate,
        calendar: &Calendar,
    ) -> Result<Value, Fault> {
        let fault = |error: TimeError| match error {
            TimeError::NotWholeDays { .. } | TimeError::BadDay { .. } => Fault::BadParameter,
            _ => Fault::Overflow,
        };
        let date = match self {
            Self::Add(span) => calendar.add(first, span, 1, MonthRule::SameDay, Roll::Following),
            Self::Roll(roll) => calendar.roll(first, roll),
            Self::Due { rule, roll } => rule.due_on(first, roll, calendar),
            Self::BusinessDays {} => {
                let days = calendar
                    .business_days_between(first, second)
                    .map_err(fault)?;
                return Ok(Value::Ratio(Ratio::from_integer(days)));
            }
            Self::ThirtyDays {} => {
                let days = thirty_days(second).saturating_sub(thirty_days(first));
                return Ok(Value::Ratio(Ratio::from_integer(days)));
            }
        };
        date.map(Value::Date).map_err(fault)
    }

    /// The rule as JSON with sorted keys and without blanks.
    pub(super) fn json(self) -> String {
        match self {
            Self::Add(span) => format!("{{\"add\":\"{span}\"}}"),
            Self::Roll(roll) => format!("{{\"roll\":\"{}\"}}", roll_name(roll)),
            Self::Due { rule, roll } => {
                let (roll, rule) = (roll_name(roll), due_json(rule));
                format!("{{\"due\":{{\"roll\":\"{roll}\",\"rule\":{rule}}}}}")
            }
            Self::BusinessDays {} => "{\"business_days\":{}}".to_owned(),
            Self::ThirtyDays {} => "{\"thirty_days\":{}}".to_owned(),
        }
    }
}

/// Days counted as if every month had thirty; the 31st is the first of the next month.
fn thirty_days(date: NaiveDate) -> i64 {
    let months = i64::from(date.year())
        .saturating_mul(12)
        .saturating_add(date.month0().into());
    months.saturating_mul(30).saturating_add(date.day().into())
}

fn roll_name(roll: Roll) -> &'static str {
    match roll {
        Roll::None => "none",
        Roll::Following => "following",
        Roll::Preceding => "preceding",
        Roll::ModifiedFollowing => "modified_following",
        Roll::ModifiedPreceding => "modified_preceding",
    }
}

fn due_json(rule: DueRule) -> String {
    match rule {
        DueRule::OnEvent => "\"on_event\"".to_owned(),
        DueRule::After(span) => format!("{{\"after\":\"{span}\"}}"),
        DueRule::MonthEnd { months, plus_days } => {
            format!("{{\"month_end\":{{\"months\":{months},\"plus_days\":{plus_days}}}}}")
        }
        DueRule::EndOfMonthAfter(span) => format!("{{\"end_of_month_after\":\"{span}\"}}"),
        DueRule::DayOfMonth { after_days, day } => {
            format!("{{\"day_of_month\":{{\"after_days\":{after_days},\"day\":{day}}}}}")
        }
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_rule_is_its_wire_form() {
        let span: Span = "30d".parse().unwrap();
        let mut rules = vec![
            CalendarRule::Add(span),
            CalendarRule::BusinessDays {},
            CalendarRule::ThirtyDays {},
        ];
        for roll in [
            Roll::None,
            Roll::Following,
            Roll::Preceding,
            Roll::ModifiedFollowing,
            Roll::ModifiedPreceding,
        ] {
            rules.push(CalendarRule::Roll(roll));
            for rule in [
                DueRule::OnEvent,
                DueRule::After(span),
                DueRule::MonthEnd {
                    months: 1,
                    plus_days: 0,
                },
                DueRule::EndOfMonthAfter(span),
                DueRule::DayOfMonth {
                    after_days: 3,
                    day: 15,
                },
            ] {
                rules.push(CalendarRule::Due { rule, roll });
            }
        }
        for rule in rules {
            // A `Value` keeps its keys sorted.
            let value = serde_json::to_value(rule).unwrap();
            assert_eq!(rule.json(), value.to_string());
        }
    }

    #[test]
    fn a_month_of_thirty_days_has_no_thirty_first() {
        let count = |from: &str, to: &str| {
            let day = |text: &str| text.parse().unwrap();
            let calendar = Calendar::default();
            CalendarRule::ThirtyDays {}
                .apply(day(from), day(to), &calendar)
                .unwrap()
        };
        let days = |days| Value::Ratio(Ratio::from_integer(days));
        assert_eq!(count("2026-01-01", "2026-02-01"), days(30));
        assert_eq!(count("2026-01-31", "2026-02-01"), days(0));
        assert_eq!(count("2026-02-01", "2026-03-01"), days(30));
        assert_eq!(count("2026-03-01", "2025-03-01"), days(-360));
    }
}
