//! [`Working`]: the arithmetic that every rule of a settlement is written in, once.
//!
//! [`Plain`] computes figures and nothing else; the second implementor notes every step into a
//! proof. One code thus says what is owed and why, and an explanation is a second computation
//! that cannot follow another rule. That of split is another one: it knows ratios alone, and the
//! grid on which shares are put.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::state_key::PeriodStart;
use crate::explain::{ExplainError, Path};
use crate::money::{Exact, Money, MoneyError};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;
use crate::time::{Basis, DueRule, Period, Roll, TimeError};

/// A value on its way through the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Money, or money before it is rounded.
    Amount(Exact),
    /// A unit price as it is written; it becomes an amount where it is read.
    Price(Exact),
    /// A pure number: a rate, a quantity, a count of days.
    Number(Ratio),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(NaiveDate),
}

impl From<Money> for Value {
    fn from(money: Money) -> Self {
        Self::Amount(money.into())
    }
}

impl From<PeriodStart> for Value {
    fn from(start: PeriodStart) -> Self {
        match start {
            PeriodStart::Number(number) => Self::Number(number),
            PeriodStart::Revenue(revenue) => Self::Amount(revenue),
        }
    }
}

/// Why a rule came to no value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// An exact value beyond what the types can hold.
    Overflow,
    /// Amounts of two currencies met.
    CurrencyMismatch,
    /// A day that the calendar does not have.
    Time(TimeError),
    /// The proof refused a step.
    Explain(Box<ExplainError>),
}

impl From<MoneyError> for Failure {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch { .. } => Self::CurrencyMismatch,
            _ => Self::Overflow,
        }
    }
}

impl From<TimeError> for Failure {
    fn from(error: TimeError) -> Self {
        Self::Time(error)
    }
}

impl From<RatioError> for Failure {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}

/// How many of the 15th decimal make 1.
pub(super) const DECIMALS: i128 = 1_000_000_000_000_000;

/// What a rule gives.
pub(super) type Done<T> = Result<T, Failure>;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// First less than second.
    Less,
    /// First at most second.
    AtMost,
    /// First at least second.
    AtLeast,
    /// First more than second.
    More,
}

impl Relation {
    pub(super) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::AtLeast => ordering.is_ge(),
            Self::More => ordering.is_gt(),
        }
    }
}

/// One end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// The first day.
    From,
    /// The day after the last.
    To,
    /// The last day.
    Last,
}

impl Edge {
    /// The day itself.
    pub(super) fn of(self, period: Period) -> NaiveDate {
        match self {
            Self::From => period.from(),
            Self::To => period.to(),
            Self::Last => period.last_day(),
        }
    }
}

/// A stretch of months that a fee is paid for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<F> {
    pub(super) days: Period,
    pub(super) months: u32,
    /// Its first day.
    pub(super) from: F,
    /// The day after its last.
    pub(super) to: F,
    /// The first day that is paid for.
    pub(super) first: F,
}

/// The arithmetic of a settlement. Labels are asked for only by who writes them down.
pub(super) trait Working {
    /// A value, or the step that proves it.
    type Figure: Copy;
    /// Whether figures are proved, so that it is worth saying where they stand.
    const PROVES: bool;

    /// What stands in a paper.
    fn input(
        &mut self,
        place: &Path<'_>,
        value: Value,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// What a paper may leave out: 0, or 1 for a ratio whose default is the whole.
    fn optional(
        &mut self,
        place: &Path<'_>,
        value: Value,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// No money.
    fn no_money(&mut self) -> Done<Self::Figure>;
    /// The number 0.
    fn no_number(&mut self) -> Done<Self::Figure>;
    /// The sum of amounts, or of numbers.
    fn sum(&mut self, parts: &[Self::Figure], label: impl FnOnce() -> String)
    -> Done<Self::Figure>;
    /// The sum of amounts that stays exact, also where all of them are money.
    fn exact_sum(
        &mut self,
        parts: &[Self::Figure],
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// First less second.
    fn difference(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// An amount with the other sign.
    fn negate(
        &mut self,
        amount: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// A number times an amount or a number.
    fn product(
        &mut self,
        factor: Self::Figure,
        of: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// First by second; nobody divides by what may be 0.
    fn quotient(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The smallest of values of one kind.
    fn smallest(
        &mut self,
        of: &[Self::Figure],
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The largest of values of one kind.
    fn largest(
        &mut self,
        of: &[Self::Figure],
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// A number rounded to a whole one.
    fn whole(
        &mut self,
        number: Self::Figure,
        rounding: Rounding,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// A number rounded to 15 decimals, half away from zero.
    fn to_15_decimals(
        &mut self,
        number: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// An amount rounded to the minor unit by the rounding of the terms.
    fn round(&mut self, amount: Self::Figure, label: impl FnOnce() -> String)
    -> Done<Self::Figure>;
    /// An amount rounded to the minor unit, half away from zero.
    fn round_half(
        &mut self,
        amount: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// Whether first stands in a relation to second.
    fn compare(
        &mut self,
        first: Self::Figure,
        relation: Relation,
        second: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// One of two values of one kind.
    fn choose(
        &mut self,
        flag: Self::Figure,
        then: Self::Figure,
        otherwise: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// Days from the first day to the second.
    fn days(
        &mut self,
        from: Self::Figure,
        to: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The first day of a period that stands in a paper, or the day after its last.
    fn edge(
        &mut self,
        place: &Path<'_>,
        period: Period,
        edge: Edge,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The day so many days after another.
    fn days_after(
        &mut self,
        day: Self::Figure,
        days: u32,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The day so many months after another.
    fn months_after(
        &mut self,
        day: Self::Figure,
        months: u32,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The part of a stretch of months that has run before a day, measured by a basis.
    fn share_before(
        &mut self,
        basis: Basis,
        day: Self::Figure,
        stretch: &Stretch<Self::Figure>,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The day on which something is due that counts from another day.
    fn due(
        &mut self,
        day: Self::Figure,
        by: (DueRule, Roll),
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// An amount divided over weights in order of time, by largest remainder.
    fn installments(
        &mut self,
        total: Self::Figure,
        weights: &[Self::Figure],
        label: impl FnOnce() -> String,
    ) -> Done<Vec<Self::Figure>>;
    /// Says what a figure of the state after comes to; only a proof listens.
    fn remember(&mut self, place: &Path<'_>, figure: Self::Figure);
    /// Says that a figure stands in the state after: as it was remembered, or as it stood before.
    fn keep(&mut self, place: &Path<'_>, value: Value, label: impl FnOnce() -> String) -> Done<()>;
    /// Says which figure of the result a value proves; only a proof listens.
    fn result(&mut self, place: &Path<'_>, figure: Self::Figure);
    /// Quotes beside a figure what the term sheet says; only a proof listens.
    fn note(&mut self, figure: Self::Figure, text: Option<&String>);
    /// The value behind a figure.
    fn value(&self, figure: Self::Figure) -> Value;

    /// The day behind a figure.
    fn day(&self, figure: Self::Figure) -> Done<NaiveDate> {
        match self.value(figure) {
            Value::Date(day) => Ok(day),
            _ => Err(Failure::Overflow),
        }
    }

    /// The amount behind a figure.
    fn exact(&self, figure: Self::Figure) -> Done<Exact> {
        match self.value(figure) {
            Value::Amount(amount) => Ok(amount),
            _ => Err(Failure::Overflow),
        }
    }

    /// The amount behind a figure that is in whole minor units.
    fn money(&self, figure: Self::Figure) -> Done<Money> {
        Ok(self.exact(figure)?.round(Rounding::Down)?)
    }

    /// The number behind a figure.
    fn number(&self, figure: Self::Figure) -> Done<Ratio> {
        match self.value(figure) {
            Value::Number(number) => Ok(number),
            _ => Err(Failure::Overflow),
        }
    }

    /// Whether a figure is above, at or below 0.
    fn sign(&self, figure: Self::Figure) -> Ordering {
        let number = match self.value(figure) {
            Value::Amount(amount) | Value::Price(amount) => amount.major(),
            Value::Number(number) => number,
            Value::Flag(_) | Value::Date(_) => Ratio::ONE,
        };
        number.cmp(&Ratio::ZERO)
    }
}
