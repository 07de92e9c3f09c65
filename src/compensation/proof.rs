//! [`Proving`]: every figure with the steps that make it.

use std::collections::BTreeMap;

use super::terms::Terms;
use super::working::{DECIMALS, Done, Edge, Failure, Relation, Stretch, Value, Working};
use crate::allocate::InstallmentPolicy;
use crate::explain::{
    self, CalendarRule, DivideRule, ExplainError, Explanation, Path, Proof, Step, Which,
};
use crate::money::Exact;
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::{Basis, DueRule, Period, Roll, Span};

/// The arithmetic that notes every step.
#[derive(Debug)]
pub(super) struct Proving<'a> {
    proof: Proof,
    terms: &'a Terms,
    /// The step that names the rounding, where the sheet names it.
    rounding: Option<Step>,
    /// What figures of the state after come to, by their pointer in it.
    remembered: BTreeMap<String, Step>,
}

impl From<ExplainError> for Failure {
    fn from(error: ExplainError) -> Self {
        Self::Explain(Box::new(error))
    }
}

impl<'a> Proving<'a> {
    /// A working of a sheet that has noted nothing but its rounding.
    pub(super) fn new(terms: &'a Terms) -> Result<Self, ExplainError> {
        let mut proof = Proof::new();
        let rounding = terms.sheet().rounding.map(|rounding| {
            let name = explain::Value::Text(rounding.name().to_owned());
            proof.input("terms", "/rounding", name, "rounding of the terms")
        });
        Ok(Self {
            rounding: rounding.transpose()?,
            proof,
            terms,
            remembered: BTreeMap::new(),
        })
    }

    /// Everything that was noted.
    pub(super) fn finish(self) -> Explanation {
        self.proof.finish()
    }
}

impl Proving<'_> {
    /// An amount in the form in which exact amounts and money mix.
    fn as_exact(&mut self, step: Step) -> Done<Step> {
        let zero = Exact::zero(self.terms.currency());
        let zero = self.proof.sum(&[], zero, "nothing")?;
        Ok(self.proof.sum(
            &[step, zero],
            Exact::zero(self.terms.currency()),
            "as an exact amount",
        )?)
    }

    /// The number 1, as days that pass over the days there are.
    fn whole_of(&mut self, days: Step) -> Done<Step> {
        Ok(self.proof.quotient(days, days, "the whole")?)
    }

    /// A count between two days by a calendar.
    fn count(&mut self, rule: CalendarRule, from: Step, to: Step, label: &str) -> Done<Step> {
        self.calendar(rule, &[from, to], label)
    }

    fn calendar(&mut self, rule: CalendarRule, dates: &[Step], label: &str) -> Done<Step> {
        let step = match &self.terms.sheet().calendar {
            Some(calendar) => {
                let place = ("terms", "/calendar");
                self.proof
                    .calendar_from(rule, dates, calendar, place, label)?
            }
            None => self.proof.calendar(rule, dates, label)?,
        };
        Ok(step)
    }

    /// The part of a stretch in months of thirty days that has run before a day.
    fn thirty_days(&mut self, day: Step, stretch: &Stretch<Step>, label: &str) -> Done<Step> {
        let rule = CalendarRule::ThirtyDays {};
        if self.day(day)? == stretch.days.to() {
            let all = self
                .proof
                .days(stretch.from, stretch.to, "days of the window")?;
            return self.whole_of(all);
        }
        // Thirty days for every month: counted between two firsts of a month so far apart.
        let first = stretch.days.from();
        let first = chrono::Datelike::with_day(&first, 1).unwrap_or(first);
        let last = crate::time::add_months(
            first,
            i64::from(stretch.months),
            crate::time::MonthRule::SameDay,
        )?;
        let months = Period::new(first, last)?.to_string();
        let months = self.proof.text(&months, "as many whole months")?;
        let from = self.proof.end(months, Which::From, "first of the month")?;
        let to = self
            .proof
            .end(months, Which::To, "first of the month after")?;
        let all = self
            .proof
            .calendar(rule, &[from, to], "thirty days a month")?;
        let run = self
            .proof
            .calendar(rule, &[stretch.from, day], "days so far, thirty a month")?;
        let run = self
            .proof
            .smallest(&[run, all], "days so far, at most all")?;
        let none = self.proof.sum(&[], Ratio::ZERO, "none")?;
        let run = self
            .proof
            .largest(&[run, none], "days so far, at least none")?;
        Ok(self.proof.quotient(run, all, label)?)
    }
}

impl Working for Proving<'_> {
    type Figure = Step;
    const PROVES: bool = true;

    fn input(
        &mut self,
        place: &Path<'_>,
        value: Value,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let (document, pointer) = (place.document(), place.pointer());
        Ok(self
            .proof
            .input(document, &pointer, shown(value), &label())?)
    }

    fn optional(
        &mut self,
        place: &Path<'_>,
        value: Value,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let is_default = match value {
            Value::Amount(amount) | Value::Price(amount) => amount.major().is_zero(),
            Value::Number(number) => number.is_zero() || number == Ratio::ONE,
            Value::Flag(flag) => !flag,
            Value::Date(_) => false,
        };
        if !is_default {
            return self.input(place, value, label);
        }
        let (document, pointer) = (place.document(), place.pointer());
        Ok(self
            .proof
            .default(document, &pointer, shown(value), &label())?)
    }

    fn no_money(&mut self) -> Done<Step> {
        let zero = crate::Money::zero(self.terms.currency());
        Ok(self.proof.sum(&[], zero, "nothing")?)
    }

    fn no_number(&mut self) -> Done<Step> {
        Ok(self.proof.sum(&[], Ratio::ZERO, "none")?)
    }

    fn sum(&mut self, parts: &[Step], label: impl FnOnce() -> String) -> Done<Step> {
        match parts {
            [] => self.no_money(),
            [one] => Ok(*one),
            many => Ok(self.proof.sum(many, Ratio::ZERO, &label())?),
        }
    }

    fn exact_sum(&mut self, parts: &[Step], label: impl FnOnce() -> String) -> Done<Step> {
        let zero = Exact::zero(self.terms.currency());
        let mut parts = parts.to_vec();
        parts.push(self.proof.sum(&[], zero, "nothing")?);
        Ok(self.proof.sum(&parts, zero, &label())?)
    }

    fn difference(
        &mut self,
        first: Step,
        second: Step,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        Ok(self.proof.difference(first, second, &label())?)
    }

    fn negate(&mut self, amount: Step, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.proof.negate(amount, &label())?)
    }

    fn product(&mut self, factor: Step, of: Step, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.proof.product(&[factor, of], &label())?)
    }

    fn quotient(
        &mut self,
        first: Step,
        second: Step,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        Ok(self.proof.quotient(first, second, &label())?)
    }

    fn smallest(&mut self, of: &[Step], label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.proof.smallest(of, &label())?)
    }

    fn largest(&mut self, of: &[Step], label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.proof.largest(of, &label())?)
    }

    fn whole(
        &mut self,
        number: Step,
        rounding: Rounding,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        Ok(self.proof.whole(number, rounding, None, None, &label())?)
    }

    fn to_15_decimals(&mut self, number: Step, label: impl FnOnce() -> String) -> Done<Step> {
        let (half, last) = (Rounding::HalfAwayFromZero, Ratio::new(1, DECIMALS)?);
        Ok(self.proof.whole(number, half, Some(last), None, &label())?)
    }

    fn round(&mut self, amount: Step, label: impl FnOnce() -> String) -> Done<Step> {
        let rounding = self.terms.sheet().rounding();
        Ok(self
            .proof
            .round(amount, rounding, None, self.rounding, &label())?)
    }

    fn round_half(&mut self, amount: Step, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self
            .proof
            .round(amount, Rounding::HalfAwayFromZero, None, None, &label())?)
    }

    fn compare(
        &mut self,
        first: Step,
        relation: Relation,
        second: Step,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let relation = match relation {
            Relation::Less => explain::Relation::Less,
            Relation::AtMost => explain::Relation::AtMost,
            Relation::AtLeast => explain::Relation::AtLeast,
            Relation::More => explain::Relation::More,
        };
        Ok(self.proof.compare(first, second, relation, &label())?)
    }

    fn choose(
        &mut self,
        flag: Step,
        then: Step,
        otherwise: Step,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let is_money = |value: &explain::Value| matches!(value, explain::Value::Money(_));
        let left = is_money(self.proof.value(then));
        let right = is_money(self.proof.value(otherwise));
        let (then, otherwise) = match (left, right) {
            (true, false) => (self.as_exact(then)?, otherwise),
            (false, true) => (then, self.as_exact(otherwise)?),
            _ => (then, otherwise),
        };
        Ok(self.proof.choose(flag, then, otherwise, &label())?)
    }

    fn days(&mut self, from: Step, to: Step, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.proof.days(from, to, &label())?)
    }

    fn edge(
        &mut self,
        place: &Path<'_>,
        period: Period,
        edge: Edge,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let text = explain::Value::Text(period.to_string());
        let text = self
            .proof
            .input(place.document(), &place.pointer(), text, "period")?;
        let which = match edge {
            Edge::From => Which::From,
            Edge::To => Which::To,
            Edge::Last => Which::Last,
        };
        Ok(self.proof.end(text, which, &label())?)
    }

    fn days_after(&mut self, day: Step, days: u32, label: impl FnOnce() -> String) -> Done<Step> {
        let rule = CalendarRule::Add(Span::days(days)?);
        Ok(self.proof.calendar(rule, &[day], &label())?)
    }

    fn months_after(
        &mut self,
        day: Step,
        months: u32,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let rule = CalendarRule::Add(Span::months(months)?);
        Ok(self.proof.calendar(rule, &[day], &label())?)
    }

    fn share_before(
        &mut self,
        basis: Basis,
        day: Step,
        stretch: &Stretch<Step>,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        let label = label();
        let all = self
            .proof
            .days(stretch.from, stretch.to, "days of the window")?;
        match basis {
            Basis::BusinessDays => {
                let rule = CalendarRule::BusinessDays {};
                let all = self.count(
                    rule,
                    stretch.from,
                    stretch.to,
                    "business days of the window",
                )?;
                let run = self.count(rule, stretch.from, day, "business days so far")?;
                Ok(self.proof.quotient(run, all, &label)?)
            }
            Basis::ThirtyDays => self.thirty_days(day, stretch, &label),
            Basis::WholeIfStarted => {
                let begun = self.compare(day, Relation::More, stretch.first, || "begun".into())?;
                let (whole, none) = (self.whole_of(all)?, self.no_number()?);
                self.choose(begun, whole, none, || label)
            }
            Basis::OnlyIfComplete => {
                let relation = explain::Relation::Equal;
                let from = self.proof.compare(
                    stretch.first,
                    stretch.from,
                    relation,
                    "from the first day of the window",
                )?;
                let to = self.proof.compare(
                    day,
                    stretch.to,
                    relation,
                    "to the last day of the window",
                )?;
                let complete = self.proof.all(&[from, to], "complete")?;
                let (whole, none) = (self.whole_of(all)?, self.no_number()?);
                self.choose(complete, whole, none, || label)
            }
            _ => {
                let run = self.proof.days(stretch.from, day, "days so far")?;
                Ok(self.proof.quotient(run, all, &label)?)
            }
        }
    }

    fn due(
        &mut self,
        day: Step,
        (rule, roll): (DueRule, Roll),
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        self.calendar(CalendarRule::Due { rule, roll }, &[day], &label())
    }

    fn installments(
        &mut self,
        total: Step,
        weights: &[Step],
        label: impl FnOnce() -> String,
    ) -> Done<Vec<Step>> {
        let label = label();
        let ids: Vec<PartyId> = (1..=weights.len())
            .map(|number| PartyId::new(&number.to_string()))
            .collect::<Result<_, _>>()
            .map_err(|_| Failure::Overflow)?;
        let rule = DivideRule::Installments {
            policy: InstallmentPolicy::LargestRemainder,
        };
        let division = self
            .proof
            .divide(rule, &ids, total, weights, None, &label)?;
        let part = |id| Ok(self.proof.part(division, id, &label)?);
        ids.iter().map(part).collect()
    }

    fn remember(&mut self, place: &Path<'_>, figure: Step) {
        self.remembered.insert(place.pointer(), figure);
    }

    fn keep(&mut self, place: &Path<'_>, value: Value, label: impl FnOnce() -> String) -> Done<()> {
        let figure = match self.remembered.get(&place.pointer()) {
            Some(figure) => *figure,
            None => self.input(place, value, label)?,
        };
        self.proof
            .result(&format!("/state{}", place.pointer()), figure);
        Ok(())
    }

    fn result(&mut self, place: &Path<'_>, figure: Step) {
        self.proof.result(&place.pointer(), figure);
    }

    fn note(&mut self, figure: Step, text: Option<&String>) {
        if let Some(text) = text {
            self.proof.note(figure, text);
        }
    }

    fn value(&self, figure: Step) -> Value {
        match self.proof.value(figure) {
            explain::Value::Money(money) => (*money).into(),
            explain::Value::Exact(exact) => Value::Amount(*exact),
            explain::Value::Ratio(number) => Value::Number(*number),
            explain::Value::Date(day) => Value::Date(*day),
            explain::Value::Flag(flag) => Value::Flag(*flag),
            _ => Value::Flag(false),
        }
    }
}

/// The value as an explanation writes it: prices stay exact, other amounts are money if they are
/// whole minor units.
fn shown(value: Value) -> explain::Value {
    match value {
        Value::Price(exact) => explain::Value::Exact(exact),
        Value::Amount(exact) => match exact.round(Rounding::Down) {
            Ok(money) if Exact::from(money) == exact => explain::Value::Money(money),
            _ => explain::Value::Exact(exact),
        },
        Value::Number(number) => explain::Value::Ratio(number),
        Value::Flag(flag) => explain::Value::Flag(flag),
        Value::Date(day) => explain::Value::Date(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_it_is_written() {
        let price: Exact = "1/2 USD".parse().unwrap();
        assert_eq!(shown(Value::Price(price)), explain::Value::Exact(price));
        assert!(matches!(
            shown(Value::Amount(price)),
            explain::Value::Money(_)
        ));
        let third: Exact = "1/3 USD".parse().unwrap();
        assert_eq!(shown(Value::Amount(third)), explain::Value::Exact(third));
    }
}
