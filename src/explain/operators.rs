//! The operators of a [`Proof`]: a step each, computed from steps before it.

use super::calendar::CalendarRule;
use super::compute::{compute_by, shape};
use super::divide::DivideRule;
use super::error::{ExplainError, Fault};
use super::node::{Op, Relation, Which};
use super::proof::{Proof, Step};
use super::value::Value;
use crate::time::Calendar;
use crate::{Money, PartyId, Ratio, Rounding};

impl Proof {
    /// Adds numbers of one kind; without any the sum is 0 of the kind of `zero`.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::Overflow`], [`ExplainError::TooLong`].
    pub fn sum(
        &mut self,
        steps: &[Step],
        zero: impl Into<Value>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.push(Op::Sum, positions(steps), Some(zero.into()), label)
    }

    /// Subtracts the second number from the first.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::Overflow`], [`ExplainError::TooLong`].
    pub fn difference(
        &mut self,
        left: Step,
        right: Step,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.push(Op::Difference, positions(&[left, right]), None, label)
    }

    /// Turns the sign of a number.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::TooLong`].
    pub fn negate(&mut self, step: Step, label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Negate, positions(&[step]), None, label)
    }

    /// Multiplies numbers, at most one of which is an amount; the product is then exact.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::Overflow`], [`ExplainError::TooLong`],
    /// [`ExplainError::Arity`] without a factor.
    pub fn product(&mut self, steps: &[Step], label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Product, positions(steps), None, label)
    }

    /// Divides the first number by the second: a ratio of two of one kind, else an exact amount.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::DivisionByZero`], [`ExplainError::Overflow`],
    /// [`ExplainError::TooLong`].
    pub fn quotient(&mut self, left: Step, right: Step, label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Quotient, positions(&[left, right]), None, label)
    }

    /// Takes the smallest of numbers of one kind, or of dates: a cap.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::Arity`] for none, [`ExplainError::TooLong`].
    #[doc(alias = "cap")]
    pub fn smallest(&mut self, steps: &[Step], label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Smallest, positions(steps), None, label)
    }

    /// Takes the largest of numbers of one kind, or of dates: a floor.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::Arity`] for none, [`ExplainError::TooLong`].
    #[doc(alias = "floor")]
    pub fn largest(&mut self, steps: &[Step], label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Largest, positions(steps), None, label)
    }

    /// Rounds a ratio to the nearest multiple of a step, which is 1 if absent: blocks.
    ///
    /// `by` is the step whose text names the rounding, where a paper does.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::BadParameter`] for a step that is not above 0 or
    /// another rounding in `by`, [`ExplainError::Overflow`], [`ExplainError::TooLong`].
    pub fn whole(
        &mut self,
        ratio: Step,
        rounding: Rounding,
        step: Option<Ratio>,
        by: Option<Step>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let op = Op::Whole {
            rounding,
            step,
            by: by.map(Step::position),
        };
        self.push(op, positions(&[ratio]), None, label)
    }

    /// Rounds an amount to money: whole minor units, or whole steps.
    ///
    /// `by` is the step whose text names the rounding, where a paper does.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::BadParameter`] for a step that is not above 0 or
    /// another rounding in `by`, [`ExplainError::Overflow`], [`ExplainError::TooLong`].
    pub fn round(
        &mut self,
        amount: Step,
        rounding: Rounding,
        step: Option<Money>,
        by: Option<Step>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let op = Op::Round {
            rounding,
            step,
            by: by.map(Step::position),
        };
        self.push(op, positions(&[amount]), None, label)
    }

    /// Takes a day at an end of a period, which is a text such as `2026-02-01..2026-03-01`.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::BadParameter`] for a text that is no period,
    /// [`ExplainError::TooLong`].
    pub fn end(&mut self, period: Step, which: Which, label: &str) -> Result<Step, ExplainError> {
        self.push(Op::End { which }, positions(&[period]), None, label)
    }

    /// Says whether a relation holds between two numbers of one kind, dates or texts.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::BadParameter`] for texts compared by anything but
    /// equality, [`ExplainError::TooLong`].
    pub fn compare(
        &mut self,
        left: Step,
        right: Step,
        relation: Relation,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.push(
            Op::Compare { relation },
            positions(&[left, right]),
            None,
            label,
        )
    }

    /// Says whether all flags are yes.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::TooLong`].
    pub fn all(&mut self, flags: &[Step], label: &str) -> Result<Step, ExplainError> {
        self.push(Op::All, positions(flags), None, label)
    }

    /// Says whether any flag is yes.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::TooLong`].
    pub fn any(&mut self, flags: &[Step], label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Any, positions(flags), None, label)
    }

    /// Turns a flag.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::TooLong`].
    pub fn not(&mut self, flag: Step, label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Not, positions(&[flag]), None, label)
    }

    /// Takes one of two values of one kind: the operator `if`.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::TooLong`].
    #[doc(alias = "if")]
    pub fn choose(
        &mut self,
        flag: Step,
        then: Step,
        otherwise: Step,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.push(Op::If, positions(&[flag, then, otherwise]), None, label)
    }

    /// Counts the days from the first date to the second.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::TooLong`].
    pub fn days(&mut self, from: Step, to: Step, label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Days, positions(&[from, to]), None, label)
    }

    /// Divides a total among parties by a rule; [`part`](Self::part) takes one part out.
    ///
    /// `each` holds what the rule takes for every party, in the order of `among`; for
    /// [`DivideRule::Greedy`] all that was paid, then all entitlements. `by` is the step whose text
    /// names the rounding or policy, where a paper does.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Arity`], [`ExplainError::Kind`], [`ExplainError::BadParameter`] for parties
    /// out of order and weights or claims that the rule refuses, [`ExplainError::Overflow`],
    /// [`ExplainError::TooLong`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::{DivideRule, Proof};
    /// use partnership::{Currency, Money, PartyId, Ratio};
    ///
    /// let mut proof = Proof::new();
    /// let sale = proof.input("receipt", "/amount", Money::from_minor(10_001, Currency::USD), "")?;
    /// let director = proof.input("split", "/shares/director", Ratio::new(18, 25)?, "")?;
    /// let producer = proof.input("split", "/shares/producer", Ratio::new(7, 25)?, "")?;
    /// let among = [PartyId::new("director")?, PartyId::new("producer")?];
    /// let rule = DivideRule::LargestRemainder { key: None };
    /// let parts = proof.divide(rule, &among, sale, &[director, producer], None, "sale")?;
    /// let part = proof.part(parts, &among[1], "producer's part")?;
    /// assert_eq!(proof.value(parts).to_string(), "director 72.01 USD, producer 28.00 USD");
    /// assert_eq!(proof.money(part)?.to_string(), "28.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn divide(
        &mut self,
        rule: DivideRule,
        among: &[PartyId],
        total: Step,
        each: &[Step],
        by: Option<Step>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        if by.is_some() && rule.agreed_name().is_none() {
            return Err(self.fault(Fault::BadParameter));
        }
        let op = Op::Divide {
            rule,
            among: among.to_vec(),
            by: by.map(Step::position),
        };
        let args = std::iter::once(&total)
            .chain(each)
            .map(|step| step.0)
            .collect();
        self.push(op, args, None, label)
    }

    /// Takes one party's part out of a division.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`] for a step that is no division, [`ExplainError::BadParameter`] for
    /// nobody's part, [`ExplainError::TooLong`].
    pub fn part(
        &mut self,
        division: Step,
        of: &PartyId,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.push(
            Op::Part { of: of.clone() },
            positions(&[division]),
            None,
            label,
        )
    }

    /// Finds a date, or counts between two, by the default calendar: Monday to Friday, no holidays.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`], [`ExplainError::Arity`], [`ExplainError::BadParameter`] for a span
    /// in hours, [`ExplainError::Overflow`] for what spec/time.md refuses,
    /// [`ExplainError::TooLong`].
    pub fn calendar(
        &mut self,
        rule: CalendarRule,
        dates: &[Step],
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.push(
            Op::Calendar {
                rule,
                calendar: None,
            },
            positions(dates),
            None,
            label,
        )
    }

    /// Finds a date, or counts between two, by the calendar that stands in a document.
    ///
    /// # Errors
    ///
    /// Those of [`calendar`](Self::calendar), and [`ExplainError::BadParameter`] for a pointer
    /// that is no RFC 6901 text.
    pub fn calendar_from(
        &mut self,
        rule: CalendarRule,
        dates: &[Step],
        calendar: &Calendar,
        (document, pointer): (&str, &str),
        label: &str,
    ) -> Result<Step, ExplainError> {
        let args = positions(dates);
        let from = self.source(document, pointer)?;
        let op = Op::Calendar {
            rule,
            calendar: Some(from),
        };
        let value = shape(&op, &args, self.nodes.len())
            .and_then(|()| compute_by(&self.nodes, rule, &args, calendar))
            .map_err(|fault| self.fault(fault))?;
        self.push(op, args, Some(value), label)
    }
}

fn positions(steps: &[Step]) -> Vec<usize> {
    steps.iter().map(|step| step.0).collect()
}
