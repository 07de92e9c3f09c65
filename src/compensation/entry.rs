//! [`Entries`]: what an activity says, netted by stream and period.

use std::collections::{BTreeMap, BTreeSet};

use super::activity::{Activity, Total};
use super::line::Notices;
use super::measure::Stream;
use super::place::Path;
use super::refusal::Plan;
use super::state::{Memory, PeriodNet, PeriodState, number, position};
use super::statement::Notice;
use super::terms::Terms;
use super::working::{Done, Value, Working};
use crate::money::Money;
use crate::ratio::Ratio;

/// The net of one stream and period in this activity, and what the period comes to with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<F> {
    /// Net amount of this activity.
    pub(super) amount: F,
    /// Net units of this activity.
    pub(super) units: F,
    /// What the period came to, after it.
    pub(super) after: PeriodFigures<F>,
    /// The same as values.
    after_values: PeriodNet,
}

/// What one stream comes to in one period.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeriodFigures<F> {
    pub(super) amount: F,
    pub(super) units: F,
    pub(super) reversed: F,
}

/// A level that was reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported<F> {
    pub(super) value: F,
    pub(super) of: F,
}

/// Everything that an activity says.
#[derive(Clone, Debug)]
pub(super) struct Entries<F> {
    pub(super) nets: BTreeMap<(u32, Stream), Entry<F>>,
    pub(super) levels: BTreeMap<(u32, Stream), Reported<F>>,
    /// The number of the period, which no entry exceeds.
    pub(super) no: F,
    pending: BTreeSet<Stream>,
}

impl<F: Copy> Entries<F> {
    pub(super) fn gather<W: Working<Figure = F>>(
        working: &mut W,
        terms: &Terms,
        before: &Memory,
        activity: &Activity,
        _plan: Plan,
    ) -> Done<Self> {
        let mut nets = BTreeMap::new();
        let mut pending = BTreeSet::new();
        let number = Path::ACTIVITY.name("no");
        let present = working.input(&number, Value::Number(activity.no.into()), || {
            "number of the period".into()
        })?;
        let mut numbers = vec![present];
        let list = Path::ACTIVITY.name("totals");
        for (index, total) in activity.totals.iter().enumerate() {
            let place = list.index(index);
            let of = total.of.unwrap_or(activity.no);
            if let Some(of) = total.of {
                numbers.push(period_number(working, &place, of)?);
            }
            if total.pending.is_some_and(Money::is_positive) {
                pending.insert(Stream::clone(&total.stream));
            }
            let entry = net(working, terms, before, total, of, &place)?;
            nets.insert((of, Stream::clone(&total.stream)), entry);
        }
        let mut levels = BTreeMap::new();
        let list = Path::ACTIVITY.name("levels");
        for (index, level) in activity.levels.iter().enumerate() {
            let place = list.index(index);
            let value = working.input(&place.name("value"), Value::Number(level.value), || {
                format!("level {}", level.name)
            })?;
            let of = match level.of {
                None => present,
                Some(of) => period_number(working, &place, of)?,
            };
            numbers.push(of);
            let number = level.of.unwrap_or(activity.no);
            levels.insert((number, Stream::clone(&level.name)), Reported { value, of });
        }
        let no = match numbers.as_slice() {
            [one] => *one,
            many => working.largest(many, || {
                "number of the period, which no entry exceeds".into()
            })?,
        };
        Ok(Self {
            nets,
            levels,
            no,
            pending,
        })
    }

    /// Writes the nets into the periods that may still be named.
    pub(super) fn remember(
        &self,
        after: &mut Memory,
        _before: &Memory,
        activity: &Activity,
        plan: Plan,
    ) {
        let version = number(plan.version);
        after.periods.insert(
            activity.no,
            PeriodState {
                start: activity.period.from(),
                version,
                nets: BTreeMap::new(),
            },
        );
        for ((of, stream), entry) in &self.nets {
            if let Some(period) = after.periods.get_mut(of) {
                period
                    .nets
                    .insert(Stream::clone(stream), entry.after_values);
            }
        }
    }

    /// What a reader should know of the entries themselves.
    pub(super) fn notices(
        &self,
        terms: &Terms,
        activity: &Activity,
        after: &Memory,
        notices: &mut Notices,
    ) {
        let late = |(of, _): &(u32, Stream)| *of < activity.no;
        if self.nets.keys().any(late) || self.levels.keys().any(late) {
            notices.insert(Notice::LateLines {});
        }
        for stream in &self.pending {
            notices.insert(Notice::NotApproved {
                stream: Stream::clone(stream),
            });
        }
        for (of, stream) in self.nets.keys() {
            let Some(period) = after.periods.get(of) else {
                continue;
            };
            let items = terms.items(position(period.version));
            if !items.iter().any(|item| item.reads(stream, false)) {
                notices.insert(Notice::UnusedStream {
                    stream: Stream::clone(stream),
                });
            }
        }
    }
}

/// The number of the period that an entry names.
fn period_number<W: Working>(working: &mut W, place: &Path<'_>, of: u32) -> Done<W::Figure> {
    working.input(&place.name("of"), Value::Number(of.into()), || {
        "period of the entry".into()
    })
}

/// `amount - refunds - chargebacks + reinstated`, with what is written and no more.
fn net<W: Working>(
    working: &mut W,
    terms: &Terms,
    before: &Memory,
    total: &Total,
    of: u32,
    place: &Path<'_>,
) -> Done<Entry<W::Figure>> {
    let stream = &total.stream;
    let amount = |working: &mut W, field: &'static str, amount: Option<Money>| {
        let label = || format!("{} of {stream}, period {of}", field.replace('_', " "));
        amount
            .map(|amount| working.input(&place.name(field), amount.into(), label))
            .transpose()
    };
    let sales = amount(working, "amount", total.amount)?;
    let refunds = amount(working, "refunds", total.refunds)?;
    let chargebacks = amount(working, "chargebacks", total.chargebacks)?;
    let reinstated = amount(working, "reinstated", total.reinstated)?;
    let taken = plus(working, &[refunds, chargebacks], || {
        format!("{stream} taken back")
    })?;
    let reversed = minus(working, taken, reinstated, || format!("{stream} reversed"))?;
    let net_amount = minus(working, sales, reversed, || {
        format!("net {stream}, period {of}")
    })?;

    let units = |working: &mut W, field: &'static str, units: Option<Ratio>| {
        let label = || format!("{} of {stream}, period {of}", field.replace('_', " "));
        let units = units.map(Value::Number);
        units
            .map(|units| working.input(&place.name(field), units, label))
            .transpose()
    };
    let sold = units(working, "units", total.units)?;
    let returned = units(working, "units_returned", total.units_returned)?;
    let net_units = minus(working, sold, returned, || format!("net units of {stream}"))?;

    let known = before
        .periods
        .get(&of)
        .and_then(|period| period.nets.get(stream))
        .copied();
    let zero = Money::zero(terms.currency());
    let known = known.unwrap_or(PeriodNet {
        amount: zero,
        units: Ratio::ZERO,
        reversed: zero,
    });
    let number = of.to_string();
    let periods = Path::STATE.name("periods");
    let period = periods.name(&number);
    let nets = period.name("nets");
    let settled = nets.name(stream);
    let onto = |working: &mut W, field: &'static str, before: Value, part| {
        let Some(part) = part else {
            return settled_figure(working, &settled, field, before);
        };
        if of_nothing(before) {
            return Ok(part);
        }
        let before = settled_figure(working, &settled, field, before)?;
        working.sum(&[before, part], || {
            format!("{stream} of period {of} so far")
        })
    };
    let after = PeriodFigures {
        amount: onto(working, "amount", known.amount.into(), net_amount)?,
        units: onto(working, "units", Value::Number(known.units), net_units)?,
        reversed: onto(working, "reversed", known.reversed.into(), reversed)?,
    };
    let after_values = PeriodNet {
        amount: working.money(after.amount)?,
        units: working.number(after.units)?,
        reversed: working.money(after.reversed)?,
    };
    let amount = match net_amount {
        Some(amount) => amount,
        None => working.optional(&place.name("amount"), zero.into(), || {
            format!("no {stream}")
        })?,
    };
    let units = match net_units {
        Some(units) => units,
        None => working.optional(&place.name("units"), Value::Number(Ratio::ZERO), || {
            format!("no units of {stream}")
        })?,
    };
    Ok(Entry {
        amount,
        units,
        after,
        after_values,
    })
}

fn of_nothing(value: Value) -> bool {
    match value {
        Value::Amount(amount) | Value::Price(amount) => amount.major().is_zero(),
        Value::Number(number) => number.is_zero(),
        Value::Flag(_) | Value::Date(_) => false,
    }
}

fn settled_figure<W: Working>(
    working: &mut W,
    place: &Path<'_>,
    field: &'static str,
    value: Value,
) -> Done<W::Figure> {
    working.optional(&place.name(field), value, || "settled before".into())
}

/// The sum of what is there, if anything is.
fn plus<W: Working>(
    working: &mut W,
    parts: &[Option<W::Figure>],
    label: impl FnOnce() -> String,
) -> Done<Option<W::Figure>> {
    let parts: Vec<W::Figure> = parts.iter().copied().flatten().collect();
    match parts.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        many => working.sum(many, label).map(Some),
    }
}

/// First less second, where either may be missing.
fn minus<W: Working>(
    working: &mut W,
    first: Option<W::Figure>,
    second: Option<W::Figure>,
    label: impl FnOnce() -> String,
) -> Done<Option<W::Figure>> {
    let Some(second) = second else {
        return Ok(first);
    };
    let first = match first {
        Some(first) => first,
        None => match working.value(second) {
            Value::Number(_) => working.no_number()?,
            _ => working.no_money()?,
        },
    };
    working.difference(first, second, label).map(Some)
}
