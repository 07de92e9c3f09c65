//! [`Plain`]: figures and nothing else.

use super::working::{DECIMALS, Done, Edge, Failure, Relation, Stretch, Value, Working};
use crate::explain::Path;
use crate::money::{Currency, Exact};
use crate::ratio::{Ratio, Weights};
use crate::rounding::Rounding;
use crate::time::{Basis, Calendar, DueRule, MonthRule, Period, Roll, Span, add_months};

/// The arithmetic that computes figures.
#[derive(Clone, Debug)]
pub(super) struct Plain<'a> {
    pub(super) currency: Currency,
    pub(super) rounding: Rounding,
    pub(super) calendar: Option<&'a Calendar>,
}

fn exact(value: Value) -> Done<Exact> {
    match value {
        Value::Amount(amount) => Ok(amount),
        _ => Err(Failure::Overflow),
    }
}

/// Combines two amounts or two numbers.
fn combine(
    first: Value,
    second: Value,
    amounts: impl FnOnce(Exact, Exact) -> Done<Exact>,
    numbers: impl FnOnce(Ratio, Ratio) -> Done<Ratio>,
) -> Done<Value> {
    match (first, second) {
        (Value::Amount(first), Value::Amount(second)) => Ok(Value::Amount(amounts(first, second)?)),
        (Value::Number(first), Value::Number(second)) => Ok(Value::Number(numbers(first, second)?)),
        _ => Err(Failure::Overflow),
    }
}

/// How two values of one kind compare.
fn order(first: Value, second: Value) -> Done<std::cmp::Ordering> {
    match (first, second) {
        (Value::Amount(first), Value::Amount(second)) => Ok(first.compare(second)?),
        (Value::Number(first), Value::Number(second)) => Ok(first.cmp(&second)),
        (Value::Date(first), Value::Date(second)) => Ok(first.cmp(&second)),
        _ => Err(Failure::Overflow),
    }
}

impl Working for Plain<'_> {
    type Figure = Value;
    const PROVES: bool = false;

    fn input(&mut self, _: &Path<'_>, value: Value, _: impl FnOnce() -> String) -> Done<Value> {
        Ok(match value {
            Value::Price(price) => Value::Amount(price),
            value => value,
        })
    }

    fn optional(&mut self, _: &Path<'_>, value: Value, _: impl FnOnce() -> String) -> Done<Value> {
        Ok(value)
    }

    fn no_money(&mut self) -> Done<Value> {
        Ok(Value::Amount(Exact::zero(self.currency)))
    }

    fn no_number(&mut self) -> Done<Value> {
        Ok(Value::Number(Ratio::ZERO))
    }

    fn sum(&mut self, parts: &[Value], _: impl FnOnce() -> String) -> Done<Value> {
        let Some((first, rest)) = parts.split_first() else {
            return self.no_money();
        };
        rest.iter().try_fold(*first, |sum, part| {
            combine(
                sum,
                *part,
                |sum, part| Ok(sum.checked_add(part)?),
                |sum, part| Ok(sum.checked_add(part)?),
            )
        })
    }

    fn exact_sum(&mut self, parts: &[Value], label: impl FnOnce() -> String) -> Done<Value> {
        self.sum(parts, label)
    }

    fn difference(
        &mut self,
        first: Value,
        second: Value,
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        combine(
            first,
            second,
            |first, second| Ok(first.checked_sub(second)?),
            |first, second| Ok(first.checked_sub(second)?),
        )
    }

    fn negate(&mut self, amount: Value, _: impl FnOnce() -> String) -> Done<Value> {
        let nothing = Exact::zero(self.currency);
        Ok(Value::Amount(nothing.checked_sub(exact(amount)?)?))
    }

    fn product(&mut self, factor: Value, of: Value, _: impl FnOnce() -> String) -> Done<Value> {
        match (factor, of) {
            (Value::Number(factor), Value::Amount(of)) => {
                Ok(Value::Amount(of.checked_mul(factor)?))
            }
            (Value::Number(factor), Value::Number(of)) => {
                Ok(Value::Number(factor.checked_mul(of)?))
            }
            _ => Err(Failure::Overflow),
        }
    }

    fn quotient(&mut self, first: Value, second: Value, _: impl FnOnce() -> String) -> Done<Value> {
        match (first, second) {
            (Value::Amount(first), Value::Amount(second)) => {
                Ok(Value::Number(first.ratio_to(second)?))
            }
            (Value::Amount(first), Value::Number(second)) => {
                Ok(Value::Amount(first.checked_div(second)?))
            }
            (Value::Number(first), Value::Number(second)) => {
                Ok(Value::Number(first.checked_div(second)?))
            }
            _ => Err(Failure::Overflow),
        }
    }

    fn smallest(&mut self, of: &[Value], _: impl FnOnce() -> String) -> Done<Value> {
        let Some((first, rest)) = of.split_first() else {
            return Err(Failure::Overflow);
        };
        rest.iter().try_fold(*first, |least, value| {
            Ok(if order(*value, least)?.is_lt() {
                *value
            } else {
                least
            })
        })
    }

    fn largest(&mut self, of: &[Value], _: impl FnOnce() -> String) -> Done<Value> {
        let Some((first, rest)) = of.split_first() else {
            return Err(Failure::Overflow);
        };
        rest.iter().try_fold(*first, |most, value| {
            Ok(if order(*value, most)?.is_gt() {
                *value
            } else {
                most
            })
        })
    }

    fn whole(
        &mut self,
        number: Value,
        rounding: Rounding,
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        match number {
            Value::Number(number) => Ok(Value::Number(Ratio::new(number.round(rounding), 1)?)),
            _ => Err(Failure::Overflow),
        }
    }

    fn to_15_decimals(&mut self, number: Value, _: impl FnOnce() -> String) -> Done<Value> {
        let last = Ratio::new(1, DECIMALS)?;
        let of_last = self.number(number)?.checked_div(last)?;
        let whole = of_last.round(Rounding::HalfAwayFromZero);
        Ok(Value::Number(Ratio::new(whole, DECIMALS)?))
    }

    fn round(&mut self, amount: Value, _: impl FnOnce() -> String) -> Done<Value> {
        Ok(exact(amount)?.round(self.rounding)?.into())
    }

    fn round_half(&mut self, amount: Value, _: impl FnOnce() -> String) -> Done<Value> {
        Ok(exact(amount)?.round(Rounding::HalfAwayFromZero)?.into())
    }

    fn compare(
        &mut self,
        first: Value,
        relation: Relation,
        second: Value,
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        Ok(Value::Flag(relation.holds(order(first, second)?)))
    }

    fn choose(
        &mut self,
        flag: Value,
        then: Value,
        otherwise: Value,
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        match flag {
            Value::Flag(true) => Ok(then),
            Value::Flag(false) => Ok(otherwise),
            _ => Err(Failure::Overflow),
        }
    }

    fn days(&mut self, from: Value, to: Value, _: impl FnOnce() -> String) -> Done<Value> {
        let days = self
            .day(to)?
            .signed_duration_since(self.day(from)?)
            .num_days();
        Ok(Value::Number(Ratio::from_integer(days)))
    }

    fn edge(
        &mut self,
        _: &Path<'_>,
        period: Period,
        edge: Edge,
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        Ok(Value::Date(edge.of(period)))
    }

    fn days_after(&mut self, day: Value, days: u32, _: impl FnOnce() -> String) -> Done<Value> {
        let after = Calendar::default().add(
            self.day(day)?,
            Span::days(days)?,
            1,
            MonthRule::SameDay,
            Roll::Following,
        );
        Ok(Value::Date(after?))
    }

    fn months_after(&mut self, day: Value, months: u32, _: impl FnOnce() -> String) -> Done<Value> {
        let day = self.day(day)?;
        Ok(Value::Date(add_months(
            day,
            i64::from(months),
            MonthRule::SameDay,
        )?))
    }

    fn share_before(
        &mut self,
        basis: Basis,
        day: Value,
        stretch: &Stretch<Value>,
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        let (day, first) = (self.day(day)?, self.day(stretch.first)?);
        let calendar = self.calendar.cloned().unwrap_or_default();
        let share = basis.share_before(
            day,
            first,
            stretch.days,
            i64::from(stretch.months),
            &calendar,
        )?;
        Ok(Value::Number(share))
    }

    fn due(
        &mut self,
        day: Value,
        (rule, roll): (DueRule, Roll),
        _: impl FnOnce() -> String,
    ) -> Done<Value> {
        let calendar = self.calendar.cloned().unwrap_or_default();
        Ok(Value::Date(rule.due_on(self.day(day)?, roll, &calendar)?))
    }

    fn installments(
        &mut self,
        total: Value,
        weights: &[Value],
        _: impl FnOnce() -> String,
    ) -> Done<Vec<Value>> {
        let weights: Done<Vec<Ratio>> = weights.iter().map(|weight| self.number(*weight)).collect();
        let weights = Weights::from_ratios(&weights?).map_err(|_| Failure::Overflow)?;
        // Positions are the order of time, and ties go to the earliest.
        Ok(weights
            .allocate(self.money(total)?)
            .into_iter()
            .map(Value::from)
            .collect())
    }

    fn remember(&mut self, _: &Path<'_>, _: Value) {}

    fn keep(&mut self, _: &Path<'_>, _: Value, _: impl FnOnce() -> String) -> Done<()> {
        Ok(())
    }

    fn result(&mut self, _: &Path<'_>, _: Value) {}

    fn note(&mut self, _: Value, _: Option<&String>) {}

    fn value(&self, figure: Value) -> Value {
        figure
    }
}
