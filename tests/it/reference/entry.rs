//! What the activities say of a ledger (spec/compensation.md 6).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::calendar::Stretch;
use super::history::History;
use super::line::Ledger;
use super::{Big, list, money_of, ratio_of, text, whole};

/// What a ledger has of its own.
#[derive(Clone, Default)]
pub struct Own {
    pub amounts: BTreeMap<String, Big>,
    pub units: BTreeMap<String, Big>,
    /// The latest report of each level, and the period that it names.
    pub levels: BTreeMap<String, (usize, Big)>,
    /// From the first to the last day on which the item ran.
    pub days: Option<Stretch>,
}

impl Own {
    pub fn add(&mut self, stream: &str, amount: &Big, units: &Big) {
        *self.amounts.entry(stream.to_owned()).or_default() += amount;
        *self.units.entry(stream.to_owned()).or_default() += units;
    }

    /// Adds a ledger that comes later.
    pub fn join(&mut self, later: &Self) {
        for (stream, amount) in &later.amounts {
            self.add(stream, amount, &later.units[stream]);
        }
        for (name, (of, value)) in &later.levels {
            if self.levels.get(name).is_none_or(|(known, _)| known <= of) {
                self.levels.insert(name.clone(), (*of, value.clone()));
            }
        }
    }
}

/// What a pay reads: amounts of streams, units of streams, levels.
#[derive(Default)]
pub struct Reads {
    pub amounts: BTreeSet<String>,
    pub units: BTreeSet<String>,
    pub levels: BTreeSet<String>,
}

impl Reads {
    pub fn of(pay: &Value) -> Self {
        let mut reads = Self::default();
        reads.collect(pay, false);
        reads
    }

    /// Whether it reads amounts or units of a stream.
    pub fn stream(&self, stream: &str) -> bool {
        self.amounts.contains(stream) || self.units.contains(stream)
    }

    fn collect(&mut self, pay: &Value, of_units: bool) {
        match pay {
            Value::Array(parts) => parts.iter().for_each(|part| self.collect(part, false)),
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.field(key, value, of_units);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, key: &str, value: &Value, of_units: bool) {
        match (key, value) {
            ("level", Value::String(name)) => {
                self.levels.insert(name.clone());
            }
            ("stream" | "at_least", Value::String(name)) => {
                self.amounts.insert(name.clone());
            }
            ("streams" | "units" | "own" | "all", Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str).map(str::to_owned);
                if of_units || key != "streams" {
                    self.units.extend(names);
                } else {
                    self.amounts.extend(names);
                }
            }
            _ => self.collect(value, key == "per_unit"),
        }
    }
}

/// The period that an entry names.
pub fn named(entry: &Value, no: usize) -> usize {
    let of = entry.get("of").and_then(Value::as_u64);
    of.map_or(no, |of| usize::try_from(of).expect("small"))
}

/// What a total or an event moves: amount and units.
pub fn net(entry: &Value) -> (Big, Big) {
    if entry.get("before").is_some() || entry.get("after").is_some() {
        let moved = |after: Big, before: Big| after - before;
        return (
            moved(money_of(entry, "after"), money_of(entry, "before")),
            moved(
                ratio_of(entry, "units_after"),
                ratio_of(entry, "units_before"),
            ),
        );
    }
    if entry.get("units_after").is_some() || entry.get("units_before").is_some() {
        return (
            whole(0),
            ratio_of(entry, "units_after") - ratio_of(entry, "units_before"),
        );
    }
    let amount =
        money_of(entry, "amount") - money_of(entry, "refunds") - money_of(entry, "chargebacks")
            + money_of(entry, "reinstated");
    (
        amount,
        ratio_of(entry, "units") - ratio_of(entry, "units_returned"),
    )
}

/// Totals and events: everything that moves a stream.
pub fn moves(activity: &Value) -> impl Iterator<Item = &Value> {
    let totals = list(activity, "totals").iter();
    totals.chain(list(activity, "events"))
}

impl History<'_> {
    /// The entries of the first so many activities for a ledger, in all.
    pub fn own(&self, ledger: &Ledger, activities: usize) -> Own {
        let mut own = Own::default();
        for &of in &self.ledgers[ledger] {
            let part = self.own_of_period(ledger, of, activities);
            own.join(&part);
            own.days = match (own.days, part.days) {
                (Some(known), Some(next)) => Some(Stretch {
                    from: known.from,
                    to: next.to,
                }),
                (known, next) => known.or(next),
            };
        }
        own
    }

    /// The entries that name one of the periods of a ledger.
    pub fn own_of_period(&self, ledger: &Ledger, of: usize, activities: usize) -> Own {
        let mut own = Own::default();
        let reads = Reads::of(&self.item_of(ledger)["pay"]);
        for (activity, no) in self.activities.iter().zip(1..).take(activities) {
            for entry in moves(activity) {
                let stream = text(entry, "stream").expect("a stream");
                if named(entry, no) == of && reads.stream(stream) {
                    let (amount, units) = net(entry);
                    own.add(stream, &amount, &units);
                }
            }
            for level in list(activity, "levels") {
                let name = text(level, "name").expect("a name");
                if named(level, no) == of && reads.levels.contains(name) {
                    let value = ratio_of(level, "value");
                    own.levels.insert(name.to_owned(), (of, value));
                }
            }
        }
        if of <= activities && !self.run_off(of) {
            own.days = Some(self.period(of));
        }
        own
    }
}
