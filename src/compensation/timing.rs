//! [`TimingOutcome`]: what a delivery costs when it is late, and is worth when it is early.

use chrono::NaiveDate;

use super::activity::Delivery;
use super::check::Faults;
use super::clause::{StepCount, Timing, TimingRule};
use super::place::Path;
use super::plain::Plain;
use super::problem::TermsProblem as Fault;
use super::working::{Done, Failure, Value, Working};
use crate::money::{Currency, Money, MoneyError};
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// What the timing of a delivery comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimingOutcome {
    /// What it adds; below 0 if the delivery was late.
    pub amount: Money,
    /// Whether it is so late that the agreement may be ended.
    pub may_terminate: bool,
}

/// How many days a delivery is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DaysOff {
    /// Days late, the excused ones left out.
    pub(super) late: i64,
    /// Days early.
    pub(super) early: i64,
}

impl DaysOff {
    pub(super) fn of(due: NaiveDate, done: NaiveDate, excused: i64) -> Self {
        let raw = done.signed_duration_since(due).num_days();
        if raw > 0 {
            let late = raw.saturating_sub(excused).max(0);
            Self { late, early: 0 }
        } else {
            let early = raw.saturating_neg();
            Self { late: 0, early }
        }
    }
}

impl Timing {
    /// Returns what the timing of a delivery comes to.
    ///
    /// Late days are `done - due` less the excused ones, early days `due - done`. Steps are
    /// `(days - grace) / step days`, counted as the terms say; each step is a part of the value
    /// or a fixed amount, and the smallest limit holds.
    ///
    /// # Rounding
    ///
    /// Once, by the rule given, before the sign: a bonus and a penalty mirror each other.
    ///
    /// # Errors
    ///
    /// [`TimingError`]: a timing with a fault, a value below 0, another currency, or an amount
    /// that does not fit.
    ///
    /// # Examples
    ///
    /// 1% a day up to 10%: three days late on 3,000.00 cost 90.00.
    ///
    /// ```
    /// use partnership::Rounding;
    /// use partnership::compensation::{Delivery, Timing};
    ///
    /// let timing: Timing = serde_json::from_str(
    ///     r#"{"id": "delivery", "late": {"rate": "1%", "at_most_rate": "10%"}}"#,
    /// )?;
    /// let delivery: Delivery = serde_json::from_str(
    ///     r#"{"timing": "delivery", "id": "cut-1", "due": "2026-02-10", "done": "2026-02-13",
    ///         "value": "3000.00 USD"}"#,
    /// )?;
    /// let outcome = timing.outcome(&delivery, Rounding::HalfAwayFromZero).unwrap();
    /// assert_eq!(outcome.amount.to_string(), "-90.00 USD");
    /// assert!(!outcome.may_terminate);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn outcome(
        &self,
        delivery: &Delivery,
        rounding: Rounding,
    ) -> Result<TimingOutcome, TimingError> {
        if let Some(problem) = self.problems().into_iter().next() {
            return Err(TimingError::Problem(Box::new(problem)));
        }
        let currency = delivery.value.currency();
        self.in_currency(currency)?;
        if delivery.value.is_negative() {
            return Err(TimingError::NegativeAmount {
                amount: delivery.value,
            });
        }
        let mut plain = Plain {
            currency,
            rounding,
            calendar: None,
        };
        let off = DaysOff::of(
            delivery.due,
            delivery.done,
            i64::from(delivery.excused_days.unwrap_or(0)),
        );
        let mut of = |rule: &Option<TimingRule>, days: i64| match rule {
            Some(rule) if days > 0 => {
                let days = Value::Number(Ratio::from_integer(days));
                let amount = rule.amount(&mut plain, &Path::TERMS, days, delivery.value.into())?;
                plain.money(amount)
            }
            _ => Ok(Money::zero(currency)),
        };
        let amount = of(&self.early, off.early)?.checked_sub(of(&self.late, off.late)?)?;
        Ok(TimingOutcome {
            amount,
            may_terminate: self.may_terminate(off),
        })
    }

    /// Returns every fault of the timing with its place.
    pub fn problems(&self) -> Vec<Problem<Fault>> {
        let mut faults = Faults::new(None);
        self.check(&mut faults, &Path::TERMS);
        faults.into_found()
    }

    /// Whether a delivery is so late that the agreement may be ended.
    pub(super) fn may_terminate(&self, off: DaysOff) -> bool {
        self.terminate_after_days
            .is_some_and(|limit| off.late > i64::from(limit))
    }

    /// Notes every fault of the timing.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if self.late.is_none() && self.early.is_none() {
            faults.add(place, Fault::NoTiers);
        }
        for (name, rule) in [("late", &self.late), ("early", &self.early)] {
            if let Some(rule) = rule {
                rule.check(faults, &place.name(name));
            }
        }
    }

    fn in_currency(&self, left: Currency) -> Result<(), TimingError> {
        let rules = [&self.late, &self.early].into_iter().flatten();
        let amounts = rules.flat_map(|rule| [rule.fixed, rule.at_most]).flatten();
        match amounts.map(Money::currency).find(|found| *found != left) {
            None => Ok(()),
            Some(right) => Err(TimingError::CurrencyMismatch { left, right }),
        }
    }
}

impl TimingRule {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if self.step_days == Some(0) {
            let step = "0 days".to_owned();
            faults.add(&place.name("step_days"), Fault::ZeroStep { step });
        }
        if let Some(rate) = self.rate {
            faults.factor(&place.name("rate"), rate);
        }
        if let Some(fixed) = self.fixed {
            faults.amount(&place.name("fixed"), fixed);
        }
        if let Some(at_most) = self.at_most {
            faults.amount(&place.name("at_most"), at_most);
        }
        if let Some(rate) = self.at_most_rate {
            faults.factor(&place.name("at_most_rate"), rate);
        }
        if self.rate.is_some() == self.fixed.is_some() {
            faults.add(place, Fault::RateOrFixed);
        }
    }

    /// `R(min(steps * per step, at most, part of the value))`, never below 0.
    pub(super) fn amount<W: Working>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        days: W::Figure,
        value: W::Figure,
    ) -> Done<W::Figure> {
        let steps = self.steps(working, place, days)?;
        let per_step = match (self.fixed, self.rate) {
            (Some(fixed), _) => working.input(&place.name("fixed"), fixed.into(), || {
                "amount per step".into()
            })?,
            (None, rate) => {
                let rate = Value::Number(rate.unwrap_or(Ratio::ZERO));
                let label = || "part of the value per step".into();
                let rate = working.input(&place.name("rate"), rate, label)?;
                working.product(rate, value, || "amount per step".into())?
            }
        };
        let mut limits = vec![working.product(steps, per_step, || "for all steps".into())?];
        if let Some(at_most) = self.at_most {
            let label = || "most of it".into();
            limits.push(working.input(&place.name("at_most"), at_most.into(), label)?);
        }
        if let Some(rate) = self.at_most_rate {
            let label = || "most of it as a part of the value".into();
            let rate = Value::Number(rate);
            let rate = working.input(&place.name("at_most_rate"), rate, label)?;
            limits.push(working.product(rate, value, || "most of it".into())?);
        }
        let amount = working.smallest(&limits, || "within the limits".into())?;
        working.round(amount, || "rounded".into())
    }

    fn steps<W: Working>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        days: W::Figure,
    ) -> Done<W::Figure> {
        let mut counted = days;
        if self.grace_days > 0 {
            let grace = Value::Number(Ratio::from(self.grace_days));
            let grace = working.input(&place.name("grace_days"), grace, || "grace".into())?;
            let after = working.difference(days, grace, || "days after the grace".into())?;
            let none = working.no_number()?;
            counted = working.largest(&[none, after], || "days that count".into())?;
        }
        if let Some(step) = self.step_days {
            let step = Value::Number(Ratio::from(step));
            let step = working.input(&place.name("step_days"), step, || "days of a step".into())?;
            counted = working.quotient(counted, step, || "steps".into())?;
        }
        let rounding = match self.count {
            StepCount::Exact => return Ok(counted),
            StepCount::Completed => Rounding::Floor,
            StepCount::Started => Rounding::Ceiling,
        };
        working.whole(counted, rounding, || "steps that count".into())
    }
}

/// Why the timing of a delivery comes to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimingError {
    /// The timing has a fault.
    #[error(transparent)]
    Problem(Box<Problem<Fault>>),
    /// The delivery is worth less than nothing.
    #[error("{amount} is negative")]
    NegativeAmount {
        /// Its value.
        amount: Money,
    },
    /// Amounts of two currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of the delivery.
        left: Currency,
        /// The currency of the timing.
        right: Currency,
    },
    /// An amount beyond what money, or an exact number, can hold.
    #[error("the amount is beyond the range of money")]
    Overflow,
}

impl From<Failure> for TimingError {
    /// All currencies were compared before: what is left is what does not fit.
    fn from(_: Failure) -> Self {
        Self::Overflow
    }
}

impl From<MoneyError> for TimingError {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}
