//! [`TimingOutcome`]: what a delivery costs when it is late, and is worth when it is early.

use super::activity::Delivery;
use super::check::Faults;
use super::clause::{StepCount, Timing, TimingRule};
use super::plain::Plain;
use super::problem::TermsProblem as Fault;
use super::working::{Done, Failure, Relation, Value, Working};
use crate::explain::Path;
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
    #[cfg_attr(feature = "serde", doc = "```")]
    #[cfg_attr(not(feature = "serde"), doc = "```ignore")]
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
        let lateness = Lateness {
            delivery,
            place: &Path::ACTIVITY,
        };
        let (amount, days) = lateness.amount(&mut plain, self, &Path::TERMS)?;
        Ok(TimingOutcome {
            amount: plain.money(amount)?,
            may_terminate: self.may_terminate(days),
        })
    }

    /// Returns every fault of the timing with its place.
    pub fn problems(&self) -> Vec<Problem<Fault>> {
        let mut faults = Faults::new(None);
        self.check(&mut faults, &Path::TERMS);
        faults.into_found()
    }

    /// Whether a delivery so many days late, the excused ones left out, allows to end the
    /// agreement.
    pub(super) fn may_terminate(&self, late: i64) -> bool {
        self.terminate_after_days
            .is_some_and(|limit| late > i64::from(limit))
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

/// A delivery and where it stands.
pub(super) struct Lateness<'a> {
    pub(super) delivery: &'a Delivery,
    pub(super) place: &'a Path<'a>,
}

impl Lateness<'_> {
    /// What the delivery costs or earns, and by how many days it is late.
    pub(super) fn amount<W: Working>(
        &self,
        working: &mut W,
        timing: &Timing,
        clause: &Path<'_>,
    ) -> Done<(W::Figure, i64)> {
        let (due, done) = (self.delivery.due, self.delivery.done);
        let raw = done.signed_duration_since(due).num_days();
        let due = Value::Date(due);
        let due = working.input(&self.place.name("due"), due, || "due".into())?;
        let done = Value::Date(done);
        let done = working.input(&self.place.name("done"), done, || "done".into())?;
        let value = self.delivery.value.into();
        let value = working.input(&self.place.name("value"), value, || {
            "value of the delivery".into()
        })?;
        let nothing = working.no_number()?;
        if raw > 0 {
            let excused = self.delivery.excused_days.unwrap_or(0);
            let label = || "days that are excused".into();
            let place = self.place.name("excused_days");
            let figure = match self.delivery.excused_days {
                Some(days) => working.input(&place, Value::Number(days.into()), label)?,
                None => working.optional(&place, Value::Number(Ratio::ZERO), label)?,
            };
            let late = working.days(due, done, || "days late".into())?;
            let late = working.difference(late, figure, || "days that count".into())?;
            let late = working.largest(&[nothing, late], || "days late that count".into())?;
            let days = raw.saturating_sub(i64::from(excused)).max(0);
            let Some(rule) = &timing.late else {
                return Ok((self.nothing(working, clause, ("late", late))?, days));
            };
            let cost = steps_worth(working, rule, &clause.name("late"), late, value)?;
            let nothing = working.no_money()?;
            let cost = working.difference(nothing, cost, || "cost of lateness".into())?;
            return Ok((cost, days));
        }
        let early = working.days(done, due, || "days early".into())?;
        let worth = match &timing.early {
            Some(rule) => steps_worth(working, rule, &clause.name("early"), early, value)?,
            None => self.nothing(working, clause, ("early", early))?,
        };
        Ok((worth, 0))
    }

    /// Nothing for want of a rule, with the days that would ask for it.
    fn nothing<W: Working>(
        &self,
        working: &mut W,
        clause: &Path<'_>,
        (rule, days): (&'static str, W::Figure),
    ) -> Done<W::Figure> {
        let zero = Money::zero(self.delivery.value.currency());
        let label = || format!("nothing for {rule} delivery");
        let nothing = working.optional(&clause.name(rule), zero.into(), label)?;
        let none = working.no_number()?;
        let label = || format!("it is {rule}, or in time");
        let is_so = working.compare(days, Relation::AtLeast, none, label)?;
        let label = || format!("{rule}, and no rule for it");
        working.choose(is_so, nothing, nothing, label)
    }
}

/// `R(min(steps * per, at_most, at_most_rate * value))`, steps from the days beyond the grace.
fn steps_worth<W: Working>(
    working: &mut W,
    rule: &TimingRule,
    place: &Path<'_>,
    days: W::Figure,
    value: W::Figure,
) -> Done<W::Figure> {
    let grace = Value::Number(rule.grace_days.into());
    let grace = working.optional(&place.name("grace_days"), grace, || "days of grace".into())?;
    let length = Value::Number(rule.step_days.unwrap_or(1).into());
    let length = working.optional(&place.name("step_days"), length, || "days of a step".into())?;
    let nothing = working.no_number()?;
    let beyond = working.difference(days, grace, || "days beyond the grace".into())?;
    let beyond = working.largest(&[nothing, beyond], || "days that count".into())?;
    let steps = working.quotient(beyond, length, || "steps".into())?;
    let steps = match rule.count {
        StepCount::Completed => {
            working.whole(steps, Rounding::Floor, || "completed steps".into())?
        }
        StepCount::Started => working.whole(steps, Rounding::Ceiling, || "started steps".into())?,
        StepCount::Exact => steps,
    };
    let per = match (rule.rate, rule.fixed) {
        (_, Some(fixed)) => working.input(&place.name("fixed"), fixed.into(), || {
            "for every step".into()
        })?,
        (rate, None) => {
            let rate = Value::Number(rate.unwrap_or(Ratio::ZERO));
            let rate = working.input(&place.name("rate"), rate, || "rate of a step".into())?;
            working.product(rate, value, || "for every step".into())?
        }
    };
    let mut limits = vec![working.product(steps, per, || "for all steps".into())?];
    if let Some(most) = rule.at_most {
        let label = || "at most".into();
        limits.push(working.input(&place.name("at_most"), most.into(), label)?);
    }
    if let Some(rate) = rule.at_most_rate {
        let label = || "at most this part of the value".into();
        let rate = working.input(&place.name("at_most_rate"), Value::Number(rate), label)?;
        limits.push(working.product(rate, value, || "at most".into())?);
    }
    let worth = working.smallest(&limits, || "within the limits".into())?;
    working.round(worth, || "rounded".into())
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
