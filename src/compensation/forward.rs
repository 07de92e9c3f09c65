//! Forward and running tiers: where a period begins is fixed at its own statement and stays with
//! it (spec/compensation.md 4, spec/contracts.md X4).

use std::collections::BTreeMap;

use super::evaluate::{share_ladder, unit_ladder};
use super::given::{Elapsed, Given, of_base, units};
use super::ledger::Books;
use super::ledger_figures::LedgerFigures;
use super::memory::Memory;
use super::pay::{PayDraft, Reads};
use super::running::Running;
use super::sheet::{Item, OnChange};
use super::state_key::{LedgerKey, PeriodStart, position};
use super::tiers::TierMode;
use super::touched::ledgers_of;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::ratio::Ratio;

impl PayDraft {
    /// Whether the pay has forward or running tiers; they are then all of it.
    pub(super) fn is_by_period(&self) -> bool {
        match self {
            Self::Share(share) => share.mode.is_by_period() && share.tiers.is_some(),
            Self::PerUnit(unit) => unit.mode.is_by_period() && unit.tiers.is_some(),
            _ => false,
        }
    }
}

impl<F: Copy> Books<'_, F> {
    /// Adds what the entries of every period change at where their period began, and fixes where
    /// the present one begins.
    pub(super) fn rate_periods<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
        figures: &mut LedgerFigures<F>,
        after: &mut Memory,
    ) -> Done<()> {
        let version = position(key.version);
        let index = self
            .terms
            .item(version, &key.item)
            .map_or(0, |(index, _)| index);
        let version_place = Path::Version(version);
        let items = version_place.name("items");
        let item_place = items.index(index);
        let place = item_place.name("pay");
        let mut periods: Vec<u32> = self.entries.nets.keys().map(|(of, _)| *of).collect();
        periods.push(self.activity.no);
        periods.sort_unstable();
        periods.dedup();
        let mut parts: Vec<F> = figures.worth.into_iter().collect();
        for period in periods {
            if !self.is_in(period, version, item, key)? {
                continue;
            }
            let start = if period == self.activity.no {
                self.start(working, key, item, &place, after)?
            } else {
                self.started(working, period, item)?
            };
            if let Some(running) = self.running(item) {
                let place = place.name("share");
                parts.extend(running.change(working, &place, period, start)?);
            } else if let Some(net) = self.net_of(working, period, item, &place)? {
                parts.push(worth(working, item, &place, start, net)?);
            }
        }
        if !parts.is_empty() {
            let label = || format!("{}, each period at its rate", key.item);
            figures.worth = Some(working.exact_sum(&parts, label)?);
        }
        Ok(())
    }

    /// Where the present period starts: its rate of a forward share, the measure that running
    /// tiers move along, its units of a price.
    fn start<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
        place: &Path<'_>,
        after: &mut Memory,
    ) -> Done<F> {
        let given = self.before_statement(working, key, item)?;
        let running = self.running(item);
        let start = match (&item.pay, running) {
            (_, Some(running)) => running.reached(working, &place.name("share"), &given)?,
            (PayDraft::Share(share), _) => {
                let place = place.name("share");
                let base = of_base(working, &share.base, &place.name("base"), &given)?;
                let nothing = working.no_money()?;
                let base = working.largest(&[nothing, base], || "sold before".into())?;
                let tiers = place.name("tiers");
                let list = share.tiers.as_deref().unwrap_or_default();
                let ladder = share_ladder(list, share.boundary, &tiers);
                let rates = ladder.rates(working)?;
                ladder.pick(working, base, &rates)?
            }
            (PayDraft::PerUnit(unit), _) => {
                let sold = units(working, &given, &unit.streams)?;
                let nothing = working.no_number()?;
                working.largest(&[nothing, sold], || "units sold before".into())?
            }
            _ => working.no_number()?,
        };
        let number = self.activity.no.to_string();
        let periods = Path::STATE.name("periods");
        let period = periods.name(&number);
        let list = period.name("forward");
        working.remember(&list.name(key.item.as_str()), start);
        if let Some(period) = after.periods.get_mut(&self.activity.no) {
            let start = match working.value(start) {
                Value::Amount(revenue) => PeriodStart::Revenue(revenue),
                _ => PeriodStart::Number(working.number(start)?),
            };
            period.forward.insert(key.item.clone(), start);
        }
        Ok(start)
    }

    /// Where an earlier period started.
    fn started<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        period: u32,
        item: &Item,
    ) -> Done<F> {
        let known = self.before.periods.get(&period);
        let start = known
            .and_then(|period| period.forward.get(&item.id))
            .copied();
        let number = period.to_string();
        let periods = Path::STATE.name("periods");
        let place = periods.name(&number);
        let list = place.name("forward");
        let label = || format!("{} at the start of period {period}", item.id);
        let start = start.map_or(Value::Number(Ratio::ZERO), Value::from);
        working.optional(&list.name(item.id.as_str()), start, label)
    }

    /// The running tiers of an item, if it has them.
    fn running<'a>(&'a self, item: &'a Item) -> Option<Running<'a, F>> {
        match &item.pay {
            PayDraft::Share(share) if share.mode == TierMode::Running => Some(Running {
                books: self,
                item,
                share,
                by: share.tier_by.as_ref()?,
            }),
            _ => None,
        }
    }

    /// What the window had come to before this statement, over all versions of the chain.
    fn before_statement<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
    ) -> Done<Given<'_, F>> {
        let mut parts: BTreeMap<(&str, bool), Vec<F>> = BTreeMap::new();
        let mut earlier: Vec<u32> = ledgers_of(self.before, &key.item)
            .filter(|known| known.window == key.window && known.version <= key.version)
            .map(|known| known.version)
            .collect();
        earlier.sort_unstable();
        let mut first = position(key.version);
        let mut present = key.version;
        while let Some(version) = earlier.pop() {
            let keeps = self
                .terms
                .item(position(present), &key.item)
                .is_some_and(|(_, item)| item.on_change == OnChange::Keep);
            if version != present && !keeps {
                break;
            }
            present = version;
            first = position(version);
            let key = LedgerKey {
                version,
                ..key.clone()
            };
            for (stream, (amount, units)) in self.stored(working, &key)?.own {
                let name = self.name_of(first, item, &stream);
                let Some(name) = name else { continue };
                parts.entry((name, true)).or_default().push(amount);
                parts.entry((name, false)).or_default().push(units);
            }
        }
        self.openings(working, first, item, &mut parts)?;
        self.nothings(working, key, item, &mut parts)?;
        let mut given = Given {
            amounts: BTreeMap::new(),
            units: BTreeMap::new(),
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Nothing,
            begins_in_term: true,
        };
        for ((stream, is_amount), parts) in parts {
            let sum = working.sum(&parts, || format!("{stream} before this statement"))?;
            let list = if is_amount {
                &mut given.amounts
            } else {
                &mut given.units
            };
            list.insert(stream, sum);
        }
        Ok(given)
    }

    /// Streams that have sold nothing yet: proved by the ledger that has no such entry.
    fn nothings<'s, W: Working<Figure = F>>(
        &'s self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
        parts: &mut BTreeMap<(&'s str, bool), Vec<F>>,
    ) -> Done<()> {
        let Some((_, item)) = self.terms.item(position(key.version), &item.id) else {
            return Ok(());
        };
        let mut names = Vec::new();
        item.pay.reads(&mut |read| match read {
            Reads::Amounts(name) => names.push((&**name, true)),
            Reads::Units(name) => names.push((&**name, false)),
            Reads::Level(_) => {}
        });
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let ledger = ledgers.name(&text);
        let own = ledger.name("own");
        for (name, is_amount) in names {
            if parts.contains_key(&(name, is_amount)) {
                continue;
            }
            let place = own.name(name);
            let label = || format!("no {name} before this statement");
            let nothing = if is_amount {
                let zero = crate::Money::zero(self.terms.currency());
                working.optional(&place.name("amount"), zero.into(), label)?
            } else {
                working.optional(&place.name("units"), Value::Number(Ratio::ZERO), label)?
            };
            parts.insert((name, is_amount), vec![nothing]);
        }
        Ok(())
    }

    /// The name of a stream as the terms of a version have it, so that it outlives the state.
    fn name_of(&self, version: usize, item: &Item, stream: &str) -> Option<&str> {
        let (_, item) = self.terms.item(version, &item.id)?;
        let mut found = None;
        item.pay.reads(&mut |read| {
            if let Reads::Amounts(name) | Reads::Units(name) = read {
                if **name == *stream {
                    found = Some(&**name);
                }
            }
        });
        found
    }

    fn openings<'s, W: Working<Figure = F>>(
        &'s self,
        working: &mut W,
        version: usize,
        item: &Item,
        parts: &mut BTreeMap<(&'s str, bool), Vec<F>>,
    ) -> Done<()> {
        let Some((index, item)) = self.terms.item(version, &item.id) else {
            return Ok(());
        };
        let version = Path::Version(version);
        let items = version.name("items");
        let place = items.index(index);
        let list = place.name("opening");
        for (index, opening) in item.opening.iter().enumerate() {
            let place = list.index(index);
            let label = || format!("{} before the agreement", opening.stream);
            if let Some(amount) = opening.amount {
                let figure = working.input(&place.name("amount"), amount.into(), label)?;
                parts
                    .entry((&*opening.stream, true))
                    .or_default()
                    .push(figure);
            }
            if let Some(units) = opening.units {
                let units = Value::Number(units);
                let figure = working.input(&place.name("units"), units, label)?;
                parts
                    .entry((&*opening.stream, false))
                    .or_default()
                    .push(figure);
            }
        }
        Ok(())
    }

    /// What the entries of one period come to: revenue after deductions, or units.
    fn net_of<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        period: u32,
        item: &Item,
        place: &Path<'_>,
    ) -> Done<Option<F>> {
        let mut given = Given {
            amounts: BTreeMap::new(),
            units: BTreeMap::new(),
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Nothing,
            begins_in_term: true,
        };
        for ((of, stream), entry) in &self.entries.nets {
            if *of == period && item.reads(stream, false) {
                given.amounts.insert(&**stream, entry.amount);
                given.units.insert(&**stream, entry.units);
            }
        }
        if given.amounts.is_empty() {
            return Ok(None);
        }
        match &item.pay {
            PayDraft::Share(share) => {
                let place = place.name("share");
                of_base(working, &share.base, &place.name("base"), &given).map(Some)
            }
            PayDraft::PerUnit(unit) => units(working, &given, &unit.streams).map(Some),
            _ => Ok(None),
        }
    }
}

/// What a net is worth at the rate, or the price, of where its period started.
fn worth<W: Working>(
    working: &mut W,
    item: &Item,
    place: &Path<'_>,
    start: W::Figure,
    net: W::Figure,
) -> Done<W::Figure> {
    if let PayDraft::PerUnit(unit) = &item.pay {
        let place = place.name("per_unit");
        let tiers = place.name("tiers");
        let list = unit.tiers.as_deref().unwrap_or_default();
        let ladder = unit_ladder(list, unit.boundary, &tiers);
        let prices = ladder.rates(working)?;
        let price = ladder.pick(working, start, &prices)?;
        return working.product(net, price, || "at the price of the period".into());
    }
    working.product(start, net, || "at the rate of the period".into())
}
