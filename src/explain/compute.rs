//! The one engine behind `check` and [`Proof`](super::Proof): what an operator comes to.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::calendar::CalendarRule;
use super::error::Fault;
use super::natural::{self, Fraction, Natural};
use super::node::{Code, Node, Op, Relation, Which};
use super::value::{Kind, Value};
use crate::time::{Calendar, Period, TimeError};
use crate::{Currency, Exact, Money, PartyId, Ratio, Rounding};

/// What can be said of a step without values: its indices, its number of args, its parameters.
pub(super) fn shape(op: &Op, args: &[usize], position: usize) -> Result<(), Fault> {
    if args
        .iter()
        .copied()
        .chain(op.by())
        .any(|arg| arg >= position)
    {
        return Err(Fault::BadIndex);
    }
    if !arity(op, args.len()) {
        return Err(Fault::Arity);
    }
    let fine = match op {
        Op::Whole {
            step: Some(step), ..
        } => *step > Ratio::ZERO,
        Op::Round {
            step: Some(step), ..
        } => step.is_positive(),
        Op::Divide { rule, among, .. } => rule.accepts(among),
        _ => true,
    };
    if fine {
        Ok(())
    } else {
        Err(Fault::BadParameter)
    }
}

/// Whether the operator takes so many args.
fn arity(op: &Op, count: usize) -> bool {
    match op.code() {
        Code::Input | Code::Default | Code::Constant | Code::Text => count == 0,
        Code::Sum | Code::All | Code::Any => true,
        Code::Product | Code::Smallest | Code::Largest => count >= 1,
        Code::Negate | Code::Whole | Code::Round | Code::End | Code::Not | Code::Part => count == 1,
        Code::Difference | Code::Quotient | Code::Compare | Code::Days => count == 2,
        Code::If => count == 3,
        Code::Divide => {
            matches!(op, Op::Divide { rule, among, .. } if rule.takes(among.len(), count))
        }
        Code::Calendar => matches!(op, Op::Calendar { rule, .. } if rule.dates() == count),
    }
}

/// The values that an operator takes.
#[derive(Clone, Copy)]
struct Args<'a> {
    nodes: &'a [Node],
    positions: &'a [usize],
}

impl<'a> Args<'a> {
    fn node(self, index: usize) -> Result<&'a Node, Fault> {
        let position = self.positions.get(index).ok_or(Fault::Arity)?;
        self.nodes.get(*position).ok_or(Fault::BadIndex)
    }

    fn get(self, index: usize) -> Result<&'a Value, Fault> {
        self.node(index).map(|node| &node.value)
    }

    fn values(self) -> impl Iterator<Item = &'a Value> + Clone {
        self.positions
            .iter()
            .filter_map(move |at| self.nodes.get(*at))
            .map(|node| &node.value)
    }

    /// The kind of all args, if they are of one.
    fn one_kind(self) -> Result<Option<Kind>, Fault> {
        let mut kinds = self.values().map(Value::kind);
        let first = kinds.next();
        if kinds.all(|kind| Some(kind) == first) {
            Ok(first)
        } else {
            Err(Fault::Kind)
        }
    }

    fn flags(self) -> Result<impl Iterator<Item = bool> + 'a, Fault> {
        if !matches!(self.one_kind()?, None | Some(Kind::Flag)) {
            return Err(Fault::Kind);
        }
        Ok(self.values().map(|value| *value == Value::Flag(true)))
    }

    fn flag(self, index: usize) -> Result<bool, Fault> {
        match self.get(index)? {
            Value::Flag(flag) => Ok(*flag),
            _ => Err(Fault::Kind),
        }
    }

    fn date(self, index: usize) -> Result<NaiveDate, Fault> {
        match self.get(index)? {
            Value::Date(date) => Ok(*date),
            _ => Err(Fault::Kind),
        }
    }

    /// The first date and the last, which may be the same arg.
    fn ends(self) -> Result<(NaiveDate, NaiveDate), Fault> {
        let last = self.positions.len().saturating_sub(1);
        Ok((self.date(0)?, self.date(last)?))
    }

    fn dates(self) -> impl Iterator<Item = NaiveDate> + 'a {
        self.values().filter_map(|value| match value {
            Value::Date(date) => Some(*date),
            _ => None,
        })
    }

    /// Ratios and the major units of amounts.
    fn numbers(self) -> impl Iterator<Item = Ratio> + Clone + 'a {
        self.values().filter_map(number)
    }

    /// All args as money, if they are all money.
    fn all_money(self) -> Option<impl Iterator<Item = Money> + Clone + 'a> {
        self.values().all(Value::is_money).then(|| {
            self.values().filter_map(|value| match value {
                Value::Money(money) => Some(*money),
                _ => None,
            })
        })
    }
}

/// What a calendar step comes to with the calendar that it names.
pub(super) fn compute_by(
    nodes: &[Node],
    rule: CalendarRule,
    args: &[usize],
    calendar: &Calendar,
) -> Result<Value, Fault> {
    let (first, second) = Args {
        nodes,
        positions: args,
    }
    .ends()?;
    rule.apply(first, second, calendar)
}

/// What a step comes to, or nothing where it stands as it is written.
///
/// `given` is what the step says; only a default and an empty sum look at it, for the kind of
/// their zero.
pub(super) fn compute(
    nodes: &[Node],
    op: &Op,
    args: &[usize],
    given: &Value,
) -> Result<Option<Value>, Fault> {
    let args = Args {
        nodes,
        positions: args,
    };
    let value = match op {
        Op::Input { .. } | Op::Constant { .. } => return Ok(None),
        Op::Text => {
            return if given.kind() == Kind::Text {
                Ok(None)
            } else {
                Err(Fault::Kind)
            };
        }
        Op::Default { .. } => default(given)?,
        Op::Sum => sum(args, given)?,
        Op::Difference => difference(args)?,
        Op::Negate => negate(args.get(0)?)?,
        Op::Product => product(args)?,
        Op::Quotient => quotient(args.get(0)?, args.get(1)?)?,
        Op::Smallest => extreme(args, Ordering::Less)?,
        Op::Largest => extreme(args, Ordering::Greater)?,
        Op::Whole { rounding, step, by } => {
            let Value::Ratio(ratio) = args.get(0)? else {
                return Err(Fault::Kind);
            };
            agreed(nodes, *by, rounding.name())?;
            Value::Ratio(whole(*ratio, step.unwrap_or(Ratio::ONE), *rounding)?)
        }
        Op::Round { rounding, step, by } => {
            let amount = args.get(0)?.amount().ok_or(Fault::Kind)?;
            if step.is_some_and(|step| step.currency() != amount.currency()) {
                return Err(Fault::Kind);
            }
            agreed(nodes, *by, rounding.name())?;
            Value::Money(round(amount, *step, *rounding)?)
        }
        Op::End { which } => Value::Date(end(args.get(0)?, *which)?),
        Op::Compare { relation } => Value::Flag(compare(args, *relation)?),
        Op::All => Value::Flag(args.flags()?.all(|flag| flag)),
        Op::Any => Value::Flag(args.flags()?.any(|flag| flag)),
        Op::Not => Value::Flag(!args.flag(0)?),
        Op::If => choose(args)?,
        Op::Days => {
            let days = args
                .date(1)?
                .signed_duration_since(args.date(0)?)
                .num_days();
            Value::Ratio(Ratio::from_integer(days))
        }
        Op::Divide { rule, among, by } => {
            let values: Vec<&Value> = args.values().collect();
            let parts = rule.parts(among, &values);
            if parts != Err(Fault::Kind) {
                agreed(nodes, *by, rule.agreed_name().unwrap_or_default())?;
            }
            Value::Parts(parts?)
        }
        Op::Part { of } => part(args.node(0)?, of)?,
        Op::Calendar { rule, calendar } => {
            let (first, second) = args.ends()?;
            if calendar.is_some() {
                return Ok(None);
            }
            rule.apply(first, second, &Calendar::default())?
        }
    };
    Ok(Some(value))
}

/// Ratios and the major units of amounts as they are.
fn number(value: &Value) -> Option<Ratio> {
    match value {
        Value::Ratio(ratio) => Some(*ratio),
        other => other.amount().map(Exact::major),
    }
}

/// Holds the rounding or policy of a step against the name that a paper gives it.
fn agreed(nodes: &[Node], by: Option<usize>, name: &str) -> Result<(), Fault> {
    let Some(by) = by else { return Ok(()) };
    match nodes.get(by).map(|node| &node.value) {
        Some(Value::Text(text)) if text == name => Ok(()),
        _ => Err(Fault::BadParameter),
    }
}

/// The nearest value that can be a default: 0, ratio 1, or a flag.
fn default(given: &Value) -> Result<Value, Fault> {
    match given {
        Value::Ratio(Ratio::ONE) | Value::Flag(_) => Ok(given.clone()),
        other => zero(other),
    }
}

/// 0 of the kind of a number.
fn zero(given: &Value) -> Result<Value, Fault> {
    match given {
        Value::Money(money) => Ok(Value::Money(Money::zero(money.currency()))),
        Value::Exact(exact) => Ok(Value::Exact(Exact::zero(exact.currency()))),
        Value::Ratio(_) => Ok(Value::Ratio(Ratio::ZERO)),
        _ => Err(Fault::Kind),
    }
}

/// A number of a kind: a ratio, or an exact amount.
fn of_kind(kind: Kind, number: Ratio) -> Result<Value, Fault> {
    match kind {
        Kind::Ratio => Ok(Value::Ratio(number)),
        Kind::Amount(currency) => Ok(Value::Exact(Exact::new(number, currency))),
        _ => Err(Fault::Kind),
    }
}

fn sum(args: Args<'_>, given: &Value) -> Result<Value, Fault> {
    match args.one_kind()? {
        None => zero(given),
        Some(kind @ (Kind::Ratio | Kind::Amount(_))) => {
            if let (Some(money), Kind::Amount(currency)) = (args.all_money(), kind) {
                let total = Money::sum(currency, money).map_err(|_| Fault::Overflow)?;
                return Ok(Value::Money(total));
            }
            of_kind(kind, natural::sum(args.numbers()).ok_or(Fault::Overflow)?)
        }
        Some(_) => Err(Fault::Kind),
    }
}

fn difference(args: Args<'_>) -> Result<Value, Fault> {
    let kind = args.one_kind()?.ok_or(Fault::Arity)?;
    if let (Value::Money(left), Value::Money(right)) = (args.get(0)?, args.get(1)?) {
        return left
            .checked_sub(*right)
            .map(Value::Money)
            .map_err(|_| Fault::Overflow);
    }
    let left = number(args.get(0)?).ok_or(Fault::Kind)?;
    let right = number(args.get(1)?).ok_or(Fault::Kind)?;
    of_kind(kind, left.checked_sub(right).map_err(|_| Fault::Overflow)?)
}

fn negate(value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Money(money) => Ok(Value::Money(-*money)),
        Value::Exact(exact) => Ok(Value::Exact(-*exact)),
        Value::Ratio(ratio) => Ok(Value::Ratio(-*ratio)),
        _ => Err(Fault::Kind),
    }
}

fn product(args: Args<'_>) -> Result<Value, Fault> {
    let mut currency: Option<Currency> = None;
    for value in args.values() {
        match value.kind() {
            Kind::Ratio => {}
            Kind::Amount(found) if currency.is_none() => currency = Some(found),
            _ => return Err(Fault::Kind),
        }
    }
    let kind = currency.map_or(Kind::Ratio, Kind::Amount);
    of_kind(
        kind,
        natural::product(args.numbers()).ok_or(Fault::Overflow)?,
    )
}

fn quotient(left: &Value, right: &Value) -> Result<Value, Fault> {
    let kind = match (left.kind(), right.kind()) {
        (kind @ (Kind::Ratio | Kind::Amount(_)), Kind::Ratio) => kind,
        (Kind::Amount(above), Kind::Amount(below)) if above == below => Kind::Ratio,
        _ => return Err(Fault::Kind),
    };
    let (above, below) = number(left).zip(number(right)).ok_or(Fault::Kind)?;
    if below.is_zero() {
        return Err(Fault::DivisionByZero);
    }
    of_kind(kind, above.checked_div(below).map_err(|_| Fault::Overflow)?)
}

/// The smallest or largest arg.
fn extreme(args: Args<'_>, wanted: Ordering) -> Result<Value, Fault> {
    let kind = args.one_kind()?.ok_or(Fault::Arity)?;
    if kind == Kind::Date {
        let found = args
            .dates()
            .reduce(|a, b| if b.cmp(&a) == wanted { b } else { a });
        return found.map(Value::Date).ok_or(Fault::Arity);
    }
    if let Some(money) = args.all_money() {
        let found = money.reduce(|a, b| {
            if b.minor().cmp(&a.minor()) == wanted {
                b
            } else {
                a
            }
        });
        return found.map(Value::Money).ok_or(Fault::Arity);
    }
    let found = args
        .numbers()
        .reduce(|a, b| if b.cmp(&a) == wanted { b } else { a });
    of_kind(kind, found.ok_or(Fault::Kind)?)
}

/// The nearest multiple of a step above 0.
fn whole(ratio: Ratio, step: Ratio, rounding: Rounding) -> Result<Ratio, Fault> {
    if step == Ratio::ONE {
        return Ratio::new(ratio.round(rounding), 1).map_err(|_| Fault::Overflow);
    }
    // ratio / step = (n q) / (d p), of 254 bits each.
    let part = |number: i128| Natural::from(number.unsigned_abs());
    let above = part(ratio.numerator()).times(step.denominator().unsigned_abs());
    let below = part(ratio.denominator()).times(step.numerator().unsigned_abs());
    let multiple = above.rounded(ratio.is_negative(), &below, rounding);
    Fraction::whole(ratio.is_negative(), multiple)
        .times(step)
        .and_then(|value| value.to_ratio())
        .ok_or(Fault::Overflow)
}

fn round(amount: Exact, step: Option<Money>, rounding: Rounding) -> Result<Money, Fault> {
    let Some(step) = step else {
        return amount.round(rounding).map_err(|_| Fault::Overflow);
    };
    let steps = whole(amount.major(), Exact::from(step).major(), rounding)?;
    // A multiple of a step is a whole number of minor units.
    Exact::new(steps, amount.currency())
        .round(Rounding::Down)
        .map_err(|_| Fault::Overflow)
}

fn end(period: &Value, which: Which) -> Result<NaiveDate, Fault> {
    let Value::Text(text) = period else {
        return Err(Fault::Kind);
    };
    let period: Period = text.parse().map_err(|error| match error {
        TimeError::OutOfRange { .. } => Fault::Overflow,
        _ => Fault::BadParameter,
    })?;
    Ok(match which {
        Which::From => period.from(),
        Which::To => period.to(),
        Which::Last => period.last_day(),
    })
}

fn compare(args: Args<'_>, relation: Relation) -> Result<bool, Fault> {
    let ordering = match (args.one_kind()?, args.get(0)?, args.get(1)?) {
        (Some(Kind::Date), ..) => args.date(0)?.cmp(&args.date(1)?),
        (_, Value::Text(left), Value::Text(right)) => {
            return if relation == Relation::Equal {
                Ok(left == right)
            } else {
                Err(Fault::BadParameter)
            };
        }
        (_, Value::Money(left), Value::Money(right)) => left.minor().cmp(&right.minor()),
        (_, left, right) => {
            let (left, right) = number(left).zip(number(right)).ok_or(Fault::Kind)?;
            left.cmp(&right)
        }
    };
    Ok(match relation {
        Relation::Less => ordering.is_lt(),
        Relation::AtMost => ordering.is_le(),
        Relation::Equal => ordering.is_eq(),
        Relation::AtLeast => ordering.is_ge(),
        Relation::More => ordering.is_gt(),
    })
}

/// One party's part of a division, as exact as the division is.
fn part(division: &Node, of: &PartyId) -> Result<Value, Fault> {
    let (Op::Divide { rule, .. }, Value::Parts(parts)) = (&division.op, &division.value) else {
        return Err(Fault::Kind);
    };
    match parts.get(of).ok_or(Fault::BadParameter)? {
        // Whole exact amounts can be written as money is.
        Value::Money(money) if rule.is_exact() => Ok(Value::Exact(money.into())),
        Value::Exact(exact) if !rule.is_exact() => exact
            .round(Rounding::Down)
            .map(Value::Money)
            .map_err(|_| Fault::Overflow),
        part => Ok(part),
    }
}

fn choose(args: Args<'_>) -> Result<Value, Fault> {
    let flag = args.flag(0)?;
    let (then, otherwise) = (args.get(1)?, args.get(2)?);
    if then.kind() != otherwise.kind() {
        return Err(Fault::Kind);
    }
    Ok(if flag { then } else { otherwise }.clone())
}
