//! [`Books`] and [`LedgerFigures`]: ledgers as they stand, and as this activity leaves them.

use std::collections::BTreeMap;

use super::activity::Activity;
use super::booked::period_edge;
use super::entry::{Entries, Papers};
use super::event::EventRate;
use super::ledger_figures::LedgerFigures;
use super::measure::Stream;
use super::memory::Memory;
use super::refusal::Plan;
use super::sheet::{Item, OnChange};
use super::state_key::{LedgerKey, position};
use super::terms::Terms;
use super::touched::ledgers_of;
use super::window::{Window, WindowKey};
use super::working::{Done, Edge, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::time::Period;

/// All ledgers of this statement as figures.
pub(super) type Ledgers<F> = BTreeMap<LedgerKey, LedgerFigures<F>>;

/// What is needed to book ledgers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Books<'a, F> {
    pub(super) terms: &'a Terms,
    pub(super) before: &'a Memory,
    pub(super) activity: &'a Activity,
    pub(super) plan: Plan,
    pub(super) entries: &'a Entries<F>,
}

impl<F: Copy> Books<'_, F> {
    /// A ledger as it stands in the state.
    pub(super) fn stored<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
    ) -> Done<LedgerFigures<F>> {
        let zero = Money::zero(self.terms.currency());
        LedgerFigures::stored(working, key, self.before.ledgers.get(key), zero)
    }

    /// A ledger with the entries of this activity.
    pub(super) fn updated<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        after: &mut Memory,
    ) -> Done<LedgerFigures<F>> {
        let mut figures = self.stored(working, key)?;
        let version = position(key.version);
        let Some((_, item)) = self.terms.item(version, &key.item) else {
            return Ok(figures);
        };
        if item.window == Window::Event {
            self.rate_events(working, key, item, &mut figures)?;
            return Ok(figures);
        }
        for ((of, stream), entry) in &self.entries.nets {
            if !item.reads(stream, false) || !self.is_in(*of, version, item, key)? {
                continue;
            }
            let sum = match figures.own.get(stream) {
                None => (entry.amount, entry.units),
                Some((amount, units)) => {
                    let label = || format!("{stream} in the window");
                    let amount = working.sum(&[*amount, entry.amount], label)?;
                    let label = || format!("units of {stream} in the window");
                    (amount, working.sum(&[*units, entry.units], label)?)
                }
            };
            figures.own.insert(Stream::clone(stream), sum);
        }
        for ((of, name), level) in &self.entries.levels {
            if !item.reads(name, true) || !self.is_in(*of, version, item, key)? {
                continue;
            }
            let latest = match figures.levels.get(name) {
                None => true,
                Some((_, known)) => working.number(*known)? <= Ratio::from(*of),
            };
            if latest {
                figures
                    .levels
                    .insert(Stream::clone(name), (level.value, level.of));
            }
        }
        if item.pay.is_by_period() {
            self.rate_periods(working, key, item, &mut figures, after)?;
        }
        self.run_days(working, key, item, &mut figures)?;
        Ok(figures)
    }

    /// Whether a period lies in a ledger.
    pub(super) fn is_in(
        &self,
        of: u32,
        version: usize,
        item: &Item,
        key: &LedgerKey,
    ) -> Done<bool> {
        let (start, found) = match self.before.periods.get(&of) {
            Some(period) => (period.start, position(period.version)),
            None => (self.activity.period.from(), self.plan.version),
        };
        let window = item
            .window
            .key(of, start, self.terms.sheet().months_from())?;
        Ok(found == version && window == key.window)
    }

    /// Adds what the events of a period change, each rated alone.
    fn rate_events<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
        figures: &mut LedgerFigures<F>,
    ) -> Done<()> {
        let version = position(key.version);
        let index = self
            .terms
            .item(version, &key.item)
            .map_or(0, |(index, _)| index);
        let version_place = Path::Version(version);
        let items = version_place.name("items");
        let place = items.index(index);
        let per_event = item.per_event.clone().unwrap_or_default();
        let rate = EventRate {
            pay: &item.pay,
            pay_place: &place.name("pay"),
            per_event: &per_event,
            per_event_place: &place.name("per_event"),
        };
        let mut parts: Vec<F> = figures.worth.into_iter().collect();
        for change in &self.entries.changes {
            if item.reads(&change.stream, false) && self.is_in(change.of, version, item, key)? {
                parts.push(rate.change(working, &change.stream, change.before, change.after)?);
            }
        }
        if !parts.is_empty() {
            let label = || format!("events of {}, each rated alone", key.item);
            figures.worth = Some(working.exact_sum(&parts, label)?);
        }
        Ok(())
    }

    /// Lets the days of a retainer run to the end of the period, if it lies in the window.
    fn run_days<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
        figures: &mut LedgerFigures<F>,
    ) -> Done<()> {
        if key.window.days().is_none() {
            return Ok(());
        }
        let version = position(key.version);
        let is_present =
            version == self.plan.version && self.is_in(self.activity.no, version, item, key)?;
        if !is_present || self.plan.run_off {
            return Ok(());
        }
        let from = match figures.days {
            Some((from, _)) => from,
            None => period_edge(working, self.activity, Edge::From)?,
        };
        figures.days = Some((from, period_edge(working, self.activity, Edge::To)?));
        Ok(())
    }

    /// The ledgers of the chain up to one, first to last, all of them loaded.
    pub(super) fn chain<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        ledgers: &mut Ledgers<F>,
    ) -> Done<Vec<LedgerKey>> {
        let mut chain = vec![key.clone()];
        let mut versions: Vec<u32> = ledgers_of(self.before, &key.item)
            .chain(ledgers.keys().filter(|known| known.item == key.item))
            .filter(|known| known.window == key.window && known.version < key.version)
            .map(|known| known.version)
            .collect();
        versions.sort_unstable();
        versions.dedup();
        let mut version = key.version;
        while let Some(earlier) = versions.pop() {
            let keeps = self
                .terms
                .item(position(version), &key.item)
                .is_some_and(|(_, item)| item.on_change == OnChange::Keep);
            if !keeps {
                break;
            }
            let key = LedgerKey {
                version: earlier,
                ..key.clone()
            };
            if !ledgers.contains_key(&key) {
                let stored = self.stored(working, &key)?;
                ledgers.insert(key.clone(), stored);
            }
            chain.push(key);
            version = earlier;
        }
        chain.reverse();
        Ok(chain)
    }

    /// Whether a window begins before the end of the agreement.
    pub(super) fn begins_in_term(&self, window: WindowKey) -> bool {
        if let WindowKey::Periods { first, .. } = window {
            let run_off = self.before.run_off_from(self.activity, self.plan);
            return run_off.is_none_or(|run_off| first < run_off);
        }
        let end = self.terms.sheet().end;
        let days = window.days();
        end.zip(days).is_none_or(|(end, days)| days.from() < end)
    }

    /// The first day of a stretch of a window of one period or of months.
    pub(super) fn first_day<W: Working>(
        &self,
        working: &mut W,
        key: WindowKey,
        window: (Window, &Path<'_>),
    ) -> Done<W::Figure> {
        let papers = Papers {
            terms: self.terms,
            before: self.before,
            activity: self.activity,
        };
        papers.first_day(working, key, window)
    }

    /// Whether the present window of an item is asked for its levels now.
    pub(super) fn closes(&self, window: Window, chain: &[LedgerKey]) -> bool {
        let period = self.activity.period;
        let key = chain.last().map(|key| key.window);
        if let Some(days) = key.and_then(|key| key.days()) {
            return days.to() <= period.to() || self.activity.r#final.unwrap_or(false);
        }
        match (window, key) {
            (Window::Periods(_), Some(WindowKey::Periods { last, .. })) => {
                last <= self.activity.no || self.activity.r#final.unwrap_or(false)
            }
            _ => true,
        }
    }
}

impl Papers<'_> {
    /// The first day of a stretch of a window of one period or of months.
    pub(super) fn first_day<W: Working>(
        &self,
        working: &mut W,
        key: WindowKey,
        window: (Window, &Path<'_>),
    ) -> Done<W::Figure> {
        if let Some(days) = key.days() {
            return Ok(month_edges(working, self.terms, days, window)?.0);
        }
        let first = match key {
            WindowKey::Periods { first, .. } => first,
            _ => self.activity.no,
        };
        let Some(period) = self.before.periods.get(&first) else {
            return period_edge(working, self.activity, Edge::From);
        };
        let number = first.to_string();
        let periods = Path::STATE.name("periods");
        let place = periods.name(&number);
        let label = || format!("first day of period {first}");
        working.input(&place.name("start"), Value::Date(period.start), label)
    }
}

/// The first day of a stretch of months and the day after its last, counted from the anchor of
/// its window, which stands at a place, or from that of the sheet.
pub(super) fn month_edges<W: Working>(
    working: &mut W,
    terms: &Terms,
    days: Period,
    (window, place): (Window, &Path<'_>),
) -> Done<(W::Figure, W::Figure)> {
    let sheet = terms.sheet();
    let (place, day) = match (window.own_anchor(), sheet.anchor) {
        (Some(own), _) => (place.name("anchor"), own),
        (None, Some(anchor)) => (Path::TERMS.name("anchor"), anchor),
        (None, None) => (Path::TERMS.name("start"), sheet.start),
    };
    let label = || "day from which months count".into();
    let anchor = working.input(&place, Value::Date(day), label)?;
    let edge = |working: &mut W, months: u32, label: &'static str| {
        if months == 0 {
            Ok(anchor)
        } else {
            working.months_after(anchor, months, || label.into())
        }
    };
    let before = super::window::months_from(day, days.from());
    let months = window.months().unwrap_or(0);
    let from = edge(working, before, "first day of the window")?;
    let to = edge(
        working,
        before.saturating_add(months),
        "day after the window",
    )?;
    Ok((from, to))
}
