//! What a settlement refuses of periods and entries, in the order in which it is looked for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::activity::{Activity, Event, Level, Total};
use super::measure::Stream;
use super::memory::{Memory, PeriodNet};
use super::once::once_each;
use super::settle_error::SettleError;
use super::terms::Terms;
use super::window::Window;
use crate::money::Money;
use crate::ratio::Ratio;

/// What a settlement knows once nothing is refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// The position of the version in force.
    pub(super) version: usize,
    /// Whether the period begins at or after the end, so that only old business is settled.
    pub(super) run_off: bool,
}

/// Refuses what cannot be settled, or says how it will be.
pub(super) fn plan(
    terms: &Terms,
    memory: &Memory,
    activity: &Activity,
) -> Result<Plan, SettleError> {
    if memory.terms != *terms.id() || memory.carry.currency() != terms.currency() {
        return Err(SettleError::WrongTerms {
            expected: terms.id().clone(),
            found: memory.terms.clone(),
        });
    }
    if memory.closed {
        return Err(SettleError::AgreementClosed {
            settled: memory.settled,
        });
    }
    let period = activity.period;
    in_sequence(terms, memory, activity)?;
    let end = terms.sheet().end;
    if end.is_some_and(|end| period.from() < end && end < period.to()) {
        return Err(SettleError::PeriodStraddlesEnd {
            end: end.unwrap_or_default(),
        });
    }
    let inside = |at: NaiveDate| period.from() < at && at < period.to();
    if let Some(next) = terms.versions().iter().find(|version| inside(version.from)) {
        return Err(SettleError::PeriodStraddlesVersion { at: next.from });
    }
    let version = terms.version_on(period.from());
    not_rewritten(terms, memory)?;
    let run_off = end.is_some_and(|end| end <= period.from());
    if !run_off {
        within_months(terms, version, activity)?;
    }
    let plan = Plan { version, run_off };
    Entries {
        terms,
        memory,
        activity,
        version,
    }
    .check()?;
    once_each(terms, memory, activity, version)?;
    Ok(plan)
}

fn in_sequence(terms: &Terms, memory: &Memory, activity: &Activity) -> Result<(), SettleError> {
    let expected_from = memory.through.unwrap_or(terms.sheet().start);
    let expected = memory.settled.checked_add(1);
    let expected = expected.ok_or_else(|| SettleError::Overflow {
        place: "the number of the period".into(),
    })?;
    if activity.no != expected || activity.period.from() != expected_from {
        return Err(SettleError::PeriodOutOfSequence {
            expected,
            expected_from,
            found: activity.no,
            found_from: activity.period.from(),
        });
    }
    Ok(())
}

/// The versions that began before what is settled are those that were settled with.
fn not_rewritten(terms: &Terms, memory: &Memory) -> Result<(), SettleError> {
    let Some(through) = memory.through else {
        return Ok(());
    };
    let begun = terms
        .versions()
        .iter()
        .filter(|version| version.from < through)
        .count();
    let same = begun == memory.versions.len()
        && memory
            .versions
            .iter()
            .enumerate()
            .all(|(index, settled)| settled.fingerprint.0 == terms.fingerprint(index));
    if same {
        Ok(())
    } else {
        Err(SettleError::ClosedPeriodRewritten { through })
    }
}

/// A period lies inside one window of months of every item, cap and guarantee of its version.
fn within_months(terms: &Terms, version: usize, activity: &Activity) -> Result<(), SettleError> {
    let items = terms.items(version).iter();
    let items = items.map(|item| (&item.id, item.window));
    let caps = terms.caps(version).iter().map(|cap| (&cap.id, cap.window));
    let guarantees = terms.guarantees(version).iter();
    let guarantees = guarantees.map(|guarantee| (&guarantee.id, guarantee.window));
    let (period, anchor) = (activity.period, terms.sheet().months_from());
    for (id, window) in items.chain(caps).chain(guarantees) {
        let key = window.key(activity.no, period.from(), anchor);
        let days = key.map_err(SettleError::Time)?.days();
        if let Some(days) = days.filter(|days| days.to() < period.to()) {
            return Err(SettleError::PeriodStraddlesWindow {
                item: id.clone(),
                at: days.to(),
            });
        }
    }
    Ok(())
}

/// The entries of an activity, against what they may say.
struct Entries<'a> {
    terms: &'a Terms,
    memory: &'a Memory,
    activity: &'a Activity,
    version: usize,
}

impl Entries<'_> {
    fn check(&self) -> Result<(), SettleError> {
        let mut seen = BTreeSet::new();
        let mut sums: BTreeMap<(u32, &Stream), Sums> = BTreeMap::new();
        for (index, total) in self.activity.totals.iter().enumerate() {
            let of = total.of.unwrap_or(self.activity.no);
            if !seen.insert((&total.stream, of)) {
                let entry = total.stream.to_string();
                return Err(SettleError::DuplicateEntry { entry, of });
            }
            self.may_name(of)?;
            self.figures(total)?;
            let sum = sums.entry((of, &total.stream)).or_default();
            sum.add(total).ok_or(SettleError::Overflow {
                place: place(index),
            })?;
            self.not_over_reinstated(total, of)?;
        }
        self.events(&mut sums)?;
        for ((of, stream), sum) in sums {
            if of < self.activity.no {
                self.not_over_refunded(of, stream, sum)?;
            }
        }
        self.levels()?;
        self.need_no_events()
    }

    /// Events, each once, and what they change.
    fn events<'s>(
        &'s self,
        sums: &mut BTreeMap<(u32, &'s Stream), Sums>,
    ) -> Result<(), SettleError> {
        let mut seen = BTreeSet::new();
        for (index, event) in self.activity.events.iter().enumerate() {
            if !seen.insert(&event.id) {
                return Err(SettleError::DuplicateEvent {
                    event: event.id.clone(),
                });
            }
            let of = event.of.unwrap_or(self.activity.no);
            self.may_name(of)?;
            let entry = || event.id.to_string();
            let amounts = [("before", event.before), ("after", event.after)];
            let units = [
                ("units_before", event.units_before),
                ("units_after", event.units_after),
            ];
            self.amounts(&amounts, &entry)?;
            counts(&units, &entry)?;
            let sum = sums.entry((of, &event.stream)).or_default();
            let overflow = || SettleError::Overflow {
                place: format!("events[{index}]"),
            };
            sum.change(event).ok_or_else(overflow)?;
        }
        Ok(())
    }

    /// No total stands for a stream that an item of its period rates event by event.
    fn need_no_events(&self) -> Result<(), SettleError> {
        for total in &self.activity.totals {
            let of = total.of.unwrap_or(self.activity.no);
            let version = match self.memory.periods.get(&of) {
                Some(period) => super::state_key::position(period.version),
                None => self.version,
            };
            let items = self.terms.items(version).iter();
            let mut rated = items.filter(|item| item.window == Window::Event);
            if let Some(item) = rated.find(|item| item.reads(&total.stream, false)) {
                let (item, stream) = (item.id.clone(), total.stream.to_string());
                return Err(SettleError::NeedsEvents { item, stream });
            }
        }
        Ok(())
    }

    /// A period that an entry names exists, is not too old, and is not after the end.
    fn may_name(&self, of: u32) -> Result<(), SettleError> {
        let no = self.activity.no;
        if of == 0 || of > no {
            return Err(SettleError::UnknownPeriod { of, no });
        }
        let oldest = no.saturating_sub(self.terms.sheet().horizon());
        if of < oldest {
            return Err(SettleError::BeyondHorizon { of, oldest });
        }
        let start = match self.memory.periods.get(&of) {
            Some(period) => period.start,
            None if of == no => self.activity.period.from(),
            // A horizon that was made longer later does not bring back what was forgotten.
            None => {
                let oldest = self.memory.periods.keys().next().copied().unwrap_or(no);
                return Err(SettleError::BeyondHorizon { of, oldest });
            }
        };
        match self.terms.sheet().end {
            Some(end) if end <= start => Err(SettleError::AfterEnd { of, end }),
            _ => Ok(()),
        }
    }

    fn figures(&self, total: &Total) -> Result<(), SettleError> {
        let entry = || total.stream.to_string();
        self.amounts(&total.amounts(), &entry)?;
        counts(&total.counts(), &entry)
    }

    /// Amounts are in the currency of the terms and not below 0.
    fn amounts(
        &self,
        amounts: &[(&'static str, Option<Money>)],
        entry: &impl Fn() -> String,
    ) -> Result<(), SettleError> {
        let expected = self.terms.currency();
        for (field, amount) in amounts {
            let Some(amount) = *amount else {
                continue;
            };
            let found = amount.currency();
            if found != expected {
                return Err(SettleError::CurrencyMismatch {
                    entry: entry(),
                    expected,
                    found,
                });
            }
            if amount.is_negative() {
                let figure = amount.to_string();
                return Err(SettleError::NegativeAmount {
                    entry: entry(),
                    field,
                    figure,
                });
            }
        }
        Ok(())
    }

    fn settled(&self, of: u32, stream: &Stream) -> PeriodNet {
        let known = self
            .memory
            .periods
            .get(&of)
            .and_then(|period| period.nets.get(stream));
        known.copied().unwrap_or(PeriodNet {
            amount: Money::zero(self.terms.currency()),
            units: Ratio::ZERO,
            reversed: Money::zero(self.terms.currency()),
        })
    }

    /// No more comes in again than went out of that stream and period.
    fn not_over_reinstated(&self, total: &Total, of: u32) -> Result<(), SettleError> {
        let minor = |amount: Option<Money>| amount.map_or(0, Money::minor);
        let before = self.settled(of, &total.stream).reversed.minor();
        let out = before.checked_add(minor(total.refunds));
        let out = out.and_then(|out| out.checked_add(minor(total.chargebacks)));
        if out.is_some_and(|out| minor(total.reinstated) > out) {
            return Err(SettleError::OverReinstated {
                stream: total.stream.to_string(),
                of,
            });
        }
        Ok(())
    }

    /// No more is taken back of an earlier period than was left of it.
    fn not_over_refunded(&self, of: u32, stream: &Stream, sum: Sums) -> Result<(), SettleError> {
        let settled = self.settled(of, stream);
        let overflow = || SettleError::Overflow {
            place: stream.to_string(),
        };
        let amount = settled
            .amount
            .minor()
            .checked_add(sum.amount)
            .ok_or_else(overflow)?;
        let units = settled
            .units
            .checked_add(sum.units)
            .map_err(|_| overflow())?;
        if amount < 0 || units.is_negative() {
            return Err(SettleError::OverRefund {
                stream: stream.to_string(),
                of,
                left: settled.amount,
                left_units: settled.units,
            });
        }
        Ok(())
    }

    fn levels(&self) -> Result<(), SettleError> {
        let no = self.activity.no;
        let mut seen: BTreeSet<(&Stream, u32)> = BTreeSet::new();
        for level in &self.activity.levels {
            let of = level_of(level, no);
            if !seen.insert((&level.name, of)) {
                let name = level.name.to_string();
                return Err(SettleError::ConflictingLevel { name, of });
            }
            self.may_name(of)?;
        }
        Ok(())
    }
}

fn level_of(level: &Level, no: u32) -> u32 {
    level.of.unwrap_or(no)
}

fn place(index: usize) -> String {
    format!("totals[{index}]")
}

/// What one stream and period come to in an activity, in minor units and units.
#[derive(Clone, Copy, Debug)]
struct Sums {
    amount: i128,
    units: Ratio,
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            amount: 0,
            units: Ratio::ZERO,
        }
    }
}

/// Counts of units are not below 0.
fn counts(
    counts: &[(&'static str, Option<Ratio>)],
    entry: &impl Fn() -> String,
) -> Result<(), SettleError> {
    for (field, units) in counts {
        if let Some(units) = units.filter(|units| units.is_negative()) {
            let figure = units.to_string();
            return Err(SettleError::NegativeAmount {
                entry: entry(),
                field,
                figure,
            });
        }
    }
    Ok(())
}

impl Sums {
    fn change(&mut self, event: &Event) -> Option<()> {
        let minor = |amount: Option<Money>| amount.map_or(0, Money::minor);
        let change = minor(event.after).checked_sub(minor(event.before))?;
        self.amount = self.amount.checked_add(change)?;
        let units = |units: Option<Ratio>| units.unwrap_or(Ratio::ZERO);
        let change = units(event.units_after)
            .checked_sub(units(event.units_before))
            .ok()?;
        self.units = self.units.checked_add(change).ok()?;
        Some(())
    }

    fn add(&mut self, total: &Total) -> Option<()> {
        let minor = |amount: Option<Money>| amount.map_or(0, Money::minor);
        for amount in [minor(total.amount), minor(total.reinstated)] {
            self.amount = self.amount.checked_add(amount)?;
        }
        for amount in [minor(total.refunds), minor(total.chargebacks)] {
            self.amount = self.amount.checked_sub(amount)?;
        }
        let units = total.units.unwrap_or(Ratio::ZERO);
        let returned = total.units_returned.unwrap_or(Ratio::ZERO);
        let net = units.checked_sub(returned).ok()?;
        self.units = self.units.checked_add(net).ok()?;
        Some(())
    }
}
