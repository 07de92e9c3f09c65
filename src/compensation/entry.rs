//! [`Entries`]: what an activity says, netted by stream and period.

use std::collections::{BTreeMap, BTreeSet};

use super::activity::{Activity, Event, Total};
use super::booked::Notices;
use super::event::Sold;
use super::measure::Stream;
use super::memory::{Memory, PeriodNet};
use super::notice::Notice;
use super::state_key::position;
use super::terms::Terms;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

/// The net of one stream and period in this activity, and what the period comes to with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<F> {
    /// Net amount of this activity.
    pub(super) amount: F,
    /// Net units of this activity.
    pub(super) units: F,
    /// What the period comes to with it.
    pub(super) settled: PeriodNet,
}

/// A level that was reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported<F> {
    pub(super) value: F,
    pub(super) of: F,
}

/// One event as figures.
#[derive(Clone, Debug)]
pub(super) struct Change<F> {
    pub(super) of: u32,
    pub(super) stream: Stream,
    pub(super) before: Sold<F>,
    pub(super) after: Sold<F>,
}

/// Everything that an activity says of its streams and levels.
#[derive(Clone, Debug)]
pub(super) struct Entries<F> {
    pub(super) nets: BTreeMap<(u32, Stream), Entry<F>>,
    pub(super) levels: BTreeMap<(u32, Stream), Reported<F>>,
    pub(super) changes: Vec<Change<F>>,
    /// The number of the period, which no entry exceeds.
    pub(super) no: F,
    pending: BTreeSet<Stream>,
}

/// What counts into one stream and period, on its way to a net.
#[derive(Debug)]
struct Parts<F> {
    amounts: Vec<F>,
    units: Vec<F>,
    reversed: Vec<F>,
    /// A place in the activity that has no such figure.
    amount_place: String,
}

/// Where entries come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Papers<'a> {
    pub(super) terms: &'a Terms,
    pub(super) before: &'a Memory,
    pub(super) activity: &'a Activity,
}

impl<F: Copy> Entries<F> {
    pub(super) fn gather<W: Working<Figure = F>>(
        working: &mut W,
        papers: Papers<'_>,
    ) -> Done<Self> {
        let mut gathering = Gathering {
            present: working.input(
                &Path::ACTIVITY.name("no"),
                Value::Number(papers.activity.no.into()),
                || "number of the period".into(),
            )?,
            papers,
            parts: BTreeMap::new(),
            numbers: Vec::new(),
            pending: BTreeSet::new(),
        };
        gathering.numbers.push(gathering.present);
        gathering.totals(working)?;
        let changes = gathering.events(working)?;
        let levels = gathering.levels(working)?;
        let nets = gathering.nets(working)?;
        let no = match gathering.numbers.as_slice() {
            [one] => *one,
            many => working.largest(many, || {
                "number of the period, which no entry exceeds".into()
            })?,
        };
        Ok(Self {
            nets,
            levels,
            changes,
            no,
            pending: gathering.pending,
        })
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
                entry: Stream::clone(stream),
            });
        }
        for (of, stream) in self.nets.keys() {
            let Some(period) = after.periods.get(of) else {
                continue;
            };
            let version = position(period.version);
            let mut items = terms.items(version).iter();
            let mut guarantees = terms.guarantees(version).iter();
            let is_read = items.any(|item| item.reads(stream, false))
                || guarantees.any(|guarantee| guarantee.reads(stream, false));
            if !is_read {
                notices.insert(Notice::UnusedStream {
                    stream: Stream::clone(stream),
                });
            }
        }
    }
}

/// Entries as they are read, one after the other.
struct Gathering<'a, F> {
    papers: Papers<'a>,
    present: F,
    parts: BTreeMap<(u32, Stream), Parts<F>>,
    numbers: Vec<F>,
    pending: BTreeSet<Stream>,
}

impl<F: Copy> Gathering<'_, F> {
    /// The number of the period that an entry names.
    fn names<W: Working<Figure = F>>(
        &mut self,
        working: &mut W,
        place: &Path<'_>,
        of: Option<u32>,
    ) -> Done<(u32, F)> {
        let Some(of) = of else {
            return Ok((self.papers.activity.no, self.present));
        };
        let label = || "period of the entry".into();
        let figure = working.input(&place.name("of"), Value::Number(of.into()), label)?;
        self.numbers.push(figure);
        Ok((of, figure))
    }

    fn parts(&mut self, of: u32, stream: &Stream, place: &Path<'_>) -> &mut Parts<F> {
        self.parts
            .entry((of, Stream::clone(stream)))
            .or_insert_with(|| Parts {
                amounts: Vec::new(),
                units: Vec::new(),
                reversed: Vec::new(),
                amount_place: place.pointer(),
            })
    }

    fn totals<W: Working<Figure = F>>(&mut self, working: &mut W) -> Done<()> {
        let list = Path::ACTIVITY.name("totals");
        for (index, total) in self.papers.activity.totals.iter().enumerate() {
            let place = list.index(index);
            let (of, _) = self.names(working, &place, total.of)?;
            if total.pending.is_some_and(Money::is_positive) {
                self.pending.insert(Stream::clone(&total.stream));
            }
            let net = net(working, total, of, &place)?;
            let parts = self.parts(of, &total.stream, &place);
            parts.amounts.extend(net.amount);
            parts.units.extend(net.units);
            parts.reversed.extend(net.reversed);
        }
        Ok(())
    }

    fn events<W: Working<Figure = F>>(&mut self, working: &mut W) -> Done<Vec<Change<F>>> {
        let list = Path::ACTIVITY.name("events");
        let mut changes = Vec::with_capacity(self.papers.activity.events.len());
        for (index, event) in self.papers.activity.events.iter().enumerate() {
            let place = list.index(index);
            let (of, _) = self.names(working, &place, event.of)?;
            let (before, after) = sides(working, self.papers.terms, event, &place)?;
            let label = || format!("change of {}", event.id);
            let amount = working.difference(after.amount, before.amount, label)?;
            let label = || format!("change of the units of {}", event.id);
            let units = working.difference(after.units, before.units, label)?;
            let parts = self.parts(of, &event.stream, &place);
            parts.amounts.push(amount);
            parts.units.push(units);
            let stream = Stream::clone(&event.stream);
            changes.push(Change {
                of,
                stream,
                before,
                after,
            });
        }
        Ok(changes)
    }

    fn levels<W: Working<Figure = F>>(
        &mut self,
        working: &mut W,
    ) -> Done<BTreeMap<(u32, Stream), Reported<F>>> {
        let mut levels = BTreeMap::new();
        let list = Path::ACTIVITY.name("levels");
        for (index, level) in self.papers.activity.levels.iter().enumerate() {
            let place = list.index(index);
            let value = working.input(&place.name("value"), Value::Number(level.value), || {
                format!("level {}", level.name)
            })?;
            let (number, of) = self.names(working, &place, level.of)?;
            levels.insert((number, Stream::clone(&level.name)), Reported { value, of });
        }
        Ok(levels)
    }

    /// What all parts come to, and what their periods come to with them.
    fn nets<W: Working<Figure = F>>(
        &mut self,
        working: &mut W,
    ) -> Done<BTreeMap<(u32, Stream), Entry<F>>> {
        let mut nets = BTreeMap::new();
        for ((of, stream), parts) in std::mem::take(&mut self.parts) {
            let entry = self.settled(working, of, &stream, &parts)?;
            nets.insert((of, stream), entry);
        }
        Ok(nets)
    }

    fn settled<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        of: u32,
        stream: &Stream,
        parts: &Parts<F>,
    ) -> Done<Entry<F>> {
        let zero = Money::zero(self.papers.terms.currency());
        let known = self.papers.before.periods.get(&of);
        let known = known.and_then(|period| period.nets.get(stream)).copied();
        let known = known.unwrap_or(PeriodNet {
            amount: zero,
            units: Ratio::ZERO,
            reversed: zero,
        });
        let number = of.to_string();
        let periods = Path::STATE.name("periods");
        let period = periods.name(&number);
        let nets = period.name("nets");
        let place = nets.name(stream);
        let label = || format!("net {stream}, period {of}");
        let amount = plus(working, &parts.amounts, label)?;
        let units = plus(working, &parts.units, || format!("net units of {stream}"))?;
        let reversed = plus(working, &parts.reversed, || format!("{stream} reversed"))?;
        let sums = [
            ("amount", known.amount.into(), amount),
            ("units", Value::Number(known.units), units),
            ("reversed", known.reversed.into(), reversed),
        ];
        let mut values = Vec::with_capacity(sums.len());
        for (field, known, part) in sums {
            let place = place.name(field);
            let label = || format!("{stream} of period {of}, settled before");
            let figure = match part {
                Some(part) if is_nothing(known) => part,
                None => working.optional(&place, known, label)?,
                Some(part) => {
                    let known = working.optional(&place, known, label)?;
                    working.sum(&[known, part], || format!("{stream} of period {of} so far"))?
                }
            };
            working.remember(&place, figure);
            values.push(figure);
        }
        let [total, total_units, total_reversed] = values.as_slice() else {
            return Err(super::working::Failure::Overflow);
        };
        let settled = PeriodNet {
            amount: working.money(*total)?,
            units: working.number(*total_units)?,
            reversed: working.money(*total_reversed)?,
        };
        let pointer = Path::Written("activity", &parts.amount_place);
        let amount = match amount {
            Some(amount) => amount,
            None => working.optional(&pointer.name("amount"), zero.into(), || {
                format!("no {stream}")
            })?,
        };
        let units = match units {
            Some(units) => units,
            None => working.optional(&pointer.name("units"), Value::Number(Ratio::ZERO), || {
                format!("no units of {stream}")
            })?,
        };
        Ok(Entry {
            amount,
            units,
            settled,
        })
    }
}

/// An event before and after.
type Sides<F> = (Sold<F>, Sold<F>);

/// Both sides of an event; what is not written is 0.
fn sides<W: Working>(
    working: &mut W,
    terms: &Terms,
    event: &Event,
    place: &Path<'_>,
) -> Done<Sides<W::Figure>> {
    let zero = Money::zero(terms.currency());
    let mut side = |field: &'static str, units_field: &'static str, amount, units| {
        let label = || format!("{} of {}", field, event.id);
        let amount = written(working, &place.name(field), amount, zero.into(), label)?;
        let label = || format!("{} of {}", units_field.replace('_', " "), event.id);
        let nothing = Value::Number(Ratio::ZERO);
        let units = written(working, &place.name(units_field), units, nothing, label)?;
        Done::Ok(Sold { amount, units })
    };
    let number = |units: Option<Ratio>| units.map(Value::Number);
    let before = side(
        "before",
        "units_before",
        event.before.map(Value::from),
        number(event.units_before),
    )?;
    let after = side(
        "after",
        "units_after",
        event.after.map(Value::from),
        number(event.units_after),
    )?;
    Ok((before, after))
}

/// What is written, or the default where nothing is.
fn written<W: Working>(
    working: &mut W,
    place: &Path<'_>,
    value: Option<Value>,
    default: Value,
    label: impl FnOnce() -> String,
) -> Done<W::Figure> {
    match value {
        Some(value) => working.input(place, value, label),
        None => working.optional(place, default, label),
    }
}

/// The nets of one total, as far as it has figures.
struct TotalNet<F> {
    amount: Option<F>,
    units: Option<F>,
    reversed: Option<F>,
}

/// `amount - refunds - chargebacks + reinstated`, with what is written and no more.
fn net<W: Working>(
    working: &mut W,
    total: &Total,
    of: u32,
    place: &Path<'_>,
) -> Done<TotalNet<W::Figure>> {
    let stream = &total.stream;
    let figure = |working: &mut W, field: &'static str, value: Option<Value>| {
        let label = || format!("{} of {stream}, period {of}", field.replace('_', " "));
        value
            .map(|value| working.input(&place.name(field), value, label))
            .transpose()
    };
    let amount = |amount: Option<Money>| amount.map(Value::from);
    let units = |units: Option<Ratio>| units.map(Value::Number);
    let sales = figure(working, "amount", amount(total.amount))?;
    let refunds = figure(working, "refunds", amount(total.refunds))?;
    let chargebacks = figure(working, "chargebacks", amount(total.chargebacks))?;
    let reinstated = figure(working, "reinstated", amount(total.reinstated))?;
    let sold = figure(working, "units", units(total.units))?;
    let returned = figure(working, "units_returned", units(total.units_returned))?;
    let taken: Vec<W::Figure> = refunds.into_iter().chain(chargebacks).collect();
    let taken = plus(working, &taken, || format!("{stream} taken back"))?;
    let reversed = minus(working, taken, reinstated, || format!("{stream} reversed"))?;
    Ok(TotalNet {
        amount: minus(working, sales, reversed, || {
            format!("net {stream}, period {of}")
        })?,
        units: minus(working, sold, returned, || format!("net units of {stream}"))?,
        reversed,
    })
}

fn is_nothing(value: Value) -> bool {
    match value {
        Value::Amount(amount) | Value::Price(amount) => amount.major().is_zero(),
        Value::Number(number) => number.is_zero(),
        Value::Flag(_) | Value::Date(_) => false,
    }
}

/// The sum of what is there, if anything is.
fn plus<W: Working>(
    working: &mut W,
    parts: &[W::Figure],
    label: impl FnOnce() -> String,
) -> Done<Option<W::Figure>> {
    match parts {
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
