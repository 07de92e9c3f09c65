//! [`Books`]: ledgers that are touched, rated, rounded, and booked (spec/compensation.md 5).

use std::collections::{BTreeMap, BTreeSet};

use super::activity::Activity;
use super::entry::Entries;
use super::evaluate::{Elapsed, Given, value};
use super::measure::Stream;
use super::pay::{PayDraft, Reads};
use super::place::Path;
use super::refusal::Plan;
use super::settle::{Booked, Notices, Stop, at, period_edge};
use super::sheet::{Item, OnChange};
use super::state::{ActiveDays, LedgerKey, LedgerState, LevelState, Memory, Net};
use super::statement::{LineKind, Notice};
use super::terms::Terms;
use super::window::{Window, WindowKey};
use super::wire::Id;
use super::working::{Done, Edge, Stretch, Value, Working};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::time::{Period, TimeError};

/// The ledgers that a statement touches: per item, by version, then window.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    items: Vec<(Id, BTreeSet<(usize, WindowKey)>)>,
    present: BTreeSet<LedgerKey>,
}

/// The number of a version on the wire.
fn number(version: usize) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX).saturating_add(1)
}

/// The position of a version by its number.
fn position(version: u32) -> usize {
    usize::try_from(version)
        .unwrap_or(usize::MAX)
        .saturating_sub(1)
}

impl Touched {
    pub(super) fn by<F>(
        terms: &Terms,
        before: &Memory,
        activity: &Activity,
        plan: Plan,
        entries: &Entries<F>,
    ) -> Result<Self, TimeError> {
        let mut ledgers: BTreeMap<Id, BTreeSet<(usize, WindowKey)>> = BTreeMap::new();
        let mut present = BTreeSet::new();
        let anchor = terms.sheet().months_from();
        let order = terms
            .versions()
            .get(plan.version)
            .map_or(&[][..], |version| &version.items);
        for item in order {
            let window = item
                .window
                .key(activity.no, activity.period.from(), anchor)?;
            ledgers
                .entry(item.id.clone())
                .or_default()
                .insert((plan.version, window));
            present.insert(LedgerKey {
                item: item.id.clone(),
                version: number(plan.version),
                window,
            });
        }
        let amounts = entries.nets.keys().map(|(of, name)| (*of, name, false));
        let levels = entries.levels.keys().map(|(of, name)| (*of, name, true));
        for (of, name, is_level) in amounts.chain(levels) {
            let Some(period) = before.periods.get(&of) else {
                continue;
            };
            let version = position(period.version);
            let items = terms
                .versions()
                .get(version)
                .map_or(&[][..], |version| &version.items);
            for item in items.iter().filter(|item| item_reads(item, name, is_level)) {
                let window = item.window.key(of, period.start, anchor)?;
                ledgers
                    .entry(item.id.clone())
                    .or_default()
                    .insert((version, window));
            }
        }
        for (item, touched) in &mut ledgers {
            add_later(terms, before, item, touched);
        }
        let mut items = Vec::with_capacity(ledgers.len());
        for item in order {
            items.extend(ledgers.remove_entry(&item.id));
        }
        items.extend(ledgers);
        Ok(Self { items, present })
    }
}

/// Adds every later ledger of the chains that are touched.
fn add_later(
    terms: &Terms,
    before: &Memory,
    item: &Id,
    touched: &mut BTreeSet<(usize, WindowKey)>,
) {
    let known = ledgers_of(before, item);
    let windows: BTreeSet<WindowKey> = touched.iter().map(|(_, window)| *window).collect();
    for window in windows {
        let mut linked = false;
        let versions: BTreeSet<usize> = known
            .clone()
            .filter(|key| key.window == window)
            .map(|key| position(key.version))
            .chain(
                touched
                    .iter()
                    .filter(|(_, w)| *w == window)
                    .map(|(version, _)| *version),
            )
            .collect();
        for version in versions {
            let keeps = terms
                .item(version, item)
                .is_some_and(|(_, item)| item.on_change == OnChange::Keep);
            linked = touched.contains(&(version, window)) || (linked && keeps);
            if linked {
                touched.insert((version, window));
            }
        }
    }
}

/// The ledgers of an item that are remembered.
fn ledgers_of<'a>(memory: &'a Memory, item: &Id) -> impl Iterator<Item = &'a LedgerKey> + Clone {
    let first = LedgerKey {
        item: item.clone(),
        version: 0,
        window: WindowKey::Lifetime,
    };
    let item = item.clone();
    memory
        .ledgers
        .range(first..)
        .map(|(key, _)| key)
        .take_while(move |key| key.item == item)
}

/// Whether an item reads a stream, or a level.
fn item_reads(item: &Item, name: &Stream, is_level: bool) -> bool {
    let mut found = false;
    item.pay.reads(&mut |read| {
        found |= match read {
            Reads::Amounts(stream) | Reads::Units(stream) => !is_level && stream == name,
            Reads::Level(level) => is_level && level == name,
        };
    });
    found
}

/// One ledger as figures.
#[derive(Clone, Debug)]
pub(super) struct LedgerFigures<F> {
    pub(super) own: BTreeMap<Stream, (F, F)>,
    pub(super) levels: BTreeMap<Stream, (F, F)>,
    pub(super) days: Option<(F, F)>,
    pub(super) booked: F,
}

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
    /// Books every touched ledger and adds its line.
    pub(super) fn settle<W: Working<Figure = F>>(
        &mut self,
        working: &mut W,
        touched: &Touched,
        after: &mut Memory,
        lines: &mut Vec<Booked<F>>,
        notices: &mut Notices,
    ) -> Result<Ledgers<F>, Stop> {
        let mut ledgers = Ledgers::new();
        for (item, keys) in &touched.items {
            for (version, window) in keys {
                let key = LedgerKey {
                    item: item.clone(),
                    version: number(*version),
                    window: *window,
                };
                let figures = self.updated(working, &key, after).map_err(at(item))?;
                ledgers.insert(key, figures);
            }
            for (version, window) in keys {
                let key = LedgerKey {
                    item: item.clone(),
                    version: number(*version),
                    window: *window,
                };
                let present = touched.present.contains(&key);
                let line = self.book(working, &key, &mut ledgers, after, notices, present);
                let (amount, note) = line.map_err(at(item))?;
                let is_zero = working.sign(amount).is_eq();
                if present || !is_zero {
                    working.note(amount, note);
                    lines.push(Booked {
                        kind: LineKind::Item,
                        reference: item.to_string(),
                        window: Some(key.window),
                        amount,
                        present,
                    });
                }
            }
        }
        Ok(ledgers)
    }

    /// A ledger as it stands in the state.
    fn stored<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
    ) -> Done<LedgerFigures<F>> {
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let place = ledgers.name(&text);
        let known = self.before.ledgers.get(key);
        let zero = Money::zero(self.terms.currency());
        let booked = known.map_or(zero, |ledger| ledger.booked);
        let mut figures = LedgerFigures {
            own: BTreeMap::new(),
            levels: BTreeMap::new(),
            days: None,
            booked: working.optional(&place.name("booked"), booked.into(), || {
                format!("already booked for {}", key.item)
            })?,
        };
        let Some(known) = known else {
            return Ok(figures);
        };
        let own = place.name("own");
        for (stream, net) in &known.own {
            let place = own.name(stream);
            let amount = working.optional(&place.name("amount"), net.amount.into(), || {
                format!("{stream} in the window so far")
            })?;
            let units = working.optional(&place.name("units"), Value::Number(net.units), || {
                format!("units of {stream} in the window so far")
            })?;
            figures.own.insert(Stream::clone(stream), (amount, units));
        }
        let levels = place.name("levels");
        for (name, level) in &known.levels {
            let place = levels.name(name);
            let value = working.input(&place.name("value"), Value::Number(level.value), || {
                format!("level {name}")
            })?;
            let of = working.input(&place.name("of"), Value::Number(level.of.into()), || {
                "period of the level".into()
            })?;
            figures.levels.insert(Stream::clone(name), (value, of));
        }
        if let Some(days) = known.days {
            let place = place.name("days");
            let from = working.input(&place.name("from"), Value::Date(days.from), || {
                "first active day".into()
            })?;
            let to = working.input(&place.name("to"), Value::Date(days.to), || {
                "active until".into()
            })?;
            figures.days = Some((from, to));
        }
        Ok(figures)
    }

    /// A ledger with the entries of this activity, also in the state after.
    fn updated<W: Working<Figure = F>>(
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
        for ((of, stream), entry) in &self.entries.nets {
            if !item_reads(item, stream, false) || !self.is_in(*of, version, item, key)? {
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
            if !item_reads(item, name, true) || !self.is_in(*of, version, item, key)? {
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
        self.run_days(working, key, item, &mut figures)?;
        after
            .ledgers
            .insert(key.clone(), self.remembered(working, &figures)?);
        Ok(figures)
    }

    /// Whether a period lies in a ledger.
    fn is_in(&self, of: u32, version: usize, item: &Item, key: &LedgerKey) -> Done<bool> {
        let (start, found) = match self.before.periods.get(&of) {
            Some(period) => (period.start, position(period.version)),
            None => (self.activity.period.from(), self.plan.version),
        };
        let window = item
            .window
            .key(of, start, self.terms.sheet().months_from())?;
        Ok(found == version && window == key.window)
    }

    /// Lets the days of a retainer run to the end of the period, if it lies in the window.
    fn run_days<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        item: &Item,
        figures: &mut LedgerFigures<F>,
    ) -> Done<()> {
        let WindowKey::Months(_) = key.window else {
            return Ok(());
        };
        let version = position(key.version);
        let is_present =
            version == self.plan.version && self.is_in(self.activity.no, version, item, key)?;
        if !item.pay.has_retainer() || !is_present || self.plan.run_off {
            return Ok(());
        }
        let from = match figures.days {
            Some((from, _)) => from,
            None => period_edge(working, self.activity, Edge::From)?,
        };
        figures.days = Some((from, period_edge(working, self.activity, Edge::To)?));
        Ok(())
    }

    fn remembered<W: Working<Figure = F>>(
        &self,
        working: &W,
        figures: &LedgerFigures<F>,
    ) -> Done<LedgerState> {
        let mut own = BTreeMap::new();
        for (stream, (amount, units)) in &figures.own {
            let net = Net {
                amount: working.money(*amount)?,
                units: working.number(*units)?,
            };
            own.insert(Stream::clone(stream), net);
        }
        let mut levels = BTreeMap::new();
        for (name, (value, of)) in &figures.levels {
            let of = working.number(*of)?.round(crate::Rounding::Down);
            let level = LevelState {
                value: working.number(*value)?,
                of: u32::try_from(of).unwrap_or(u32::MAX),
            };
            levels.insert(Stream::clone(name), level);
        }
        let days = match figures.days {
            None => None,
            Some((from, to)) => Some(ActiveDays {
                from: working.day(from)?,
                to: working.day(to)?,
            }),
        };
        Ok(LedgerState {
            own,
            levels,
            days,
            booked: working.money(figures.booked)?,
        })
    }

    /// The ledgers of the chain up to one, first to last, all of them loaded.
    fn chain<W: Working<Figure = F>>(
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

    /// Books one ledger: its line, and the note of its item.
    fn book<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        ledgers: &mut Ledgers<F>,
        after: &mut Memory,
        notices: &mut Notices,
        present: bool,
    ) -> Done<(F, Option<&String>)> {
        let version = position(key.version);
        let chain = self.chain(working, key, ledgers)?;
        let Some((index, item)) = self.terms.item(version, &key.item) else {
            // The version that opened the ledger has the item: nothing else gets here.
            return Ok((working.no_money()?, None));
        };
        let path = Path::TERMS.name("versions");
        let path = path.index(version);
        let path = path.name("items");
        let path = path.index(index);
        let rated = Rated {
            books: self,
            item,
            place: path,
            chain: &chain,
            ledgers,
        };
        let target = rated.target(working)?;
        rated.notices(working, present, notices)?;

        let booked = ledgers.get(key).map(|ledger| ledger.booked);
        let line = match booked {
            Some(booked) if working.sign(booked).is_ne() => {
                working.difference(target, booked, || line_label(key))?
            }
            _ => target,
        };
        if let Some(figures) = ledgers.get_mut(key) {
            figures.booked = target;
        }
        if let Some(state) = after.ledgers.get_mut(key) {
            state.booked = working.money(target)?;
        }
        Ok((line, item.note.as_ref()))
    }
}

fn line_label(key: &LedgerKey) -> String {
    format!("{}, {}: booked now", key.item, key.window)
}

/// One item in one window of one version, with the ledgers that it counts on from.
struct Rated<'a, F> {
    books: &'a Books<'a, F>,
    item: &'a Item,
    place: Path<'a>,
    chain: &'a [LedgerKey],
    ledgers: &'a Ledgers<F>,
}

impl<F: Copy> Rated<'_, F> {
    /// `R(F(before + own)) - R(F(before))`, the second term only if there is something before.
    fn target<W: Working<Figure = F>>(&self, working: &mut W) -> Done<F> {
        let now = self.rounded(working, self.chain.len())?;
        let earlier = self.chain.len().saturating_sub(1);
        if earlier == 0 && self.opening().is_empty() {
            return Ok(now);
        }
        let before = self.rounded(working, earlier)?;
        let label = || format!("{} of this version", self.item.id);
        working.difference(now, before, label)
    }

    /// History that counts and is not paid again, of the version in which the chain begins.
    fn opening(&self) -> &[super::sheet::Opening] {
        let first = self.chain.first().map(|key| position(key.version));
        let item = first.and_then(|version| self.books.terms.item(version, &self.item.id));
        item.map_or(&[], |(_, item)| &item.opening)
    }

    /// The pay on the first so many ledgers of the chain, rounded once.
    fn rounded<W: Working<Figure = F>>(&self, working: &mut W, count: usize) -> Done<F> {
        let given = self.given(working, count)?;
        let exact = value(working, &self.item.pay, &self.place.name("pay"), &given)?;
        if matches!(self.item.pay, PayDraft::Retainer(_)) {
            // Its ends are rounded already.
            return Ok(exact);
        }
        working.round(exact, || {
            let so_far = if count == self.chain.len() {
                ""
            } else {
                " before this version"
            };
            format!("{}{so_far}, rounded", self.item.id)
        })
    }

    /// What the pay is evaluated on: sums over the chain, its latest levels, its days.
    fn given<W: Working<Figure = F>>(&self, working: &mut W, count: usize) -> Done<Given<'_, F>> {
        let mut reads = Vec::new();
        self.item.pay.reads(&mut |read| reads.push(read));
        let mut given = Given {
            amounts: BTreeMap::new(),
            units: BTreeMap::new(),
            levels: BTreeMap::new(),
            elapsed: self.elapsed(working, count)?,
        };
        for read in reads {
            match read {
                Reads::Amounts(stream) => {
                    let sum = self.sum(working, stream, count, true)?;
                    given.amounts.insert(stream, sum);
                }
                Reads::Units(stream) => {
                    let sum = self.sum(working, stream, count, false)?;
                    given.units.insert(stream, sum);
                }
                Reads::Level(name) => {
                    if let Some(level) = self.level(working, name, count)? {
                        given.levels.insert(name, level);
                    }
                }
            }
        }
        Ok(given)
    }

    fn sum<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        stream: &Stream,
        count: usize,
        amounts: bool,
    ) -> Done<F> {
        let mut parts = self.opened(working, stream, amounts)?;
        for key in self.chain.iter().take(count) {
            let own = self
                .ledgers
                .get(key)
                .and_then(|ledger| ledger.own.get(stream));
            parts.extend(own.map(|(amount, units)| if amounts { *amount } else { *units }));
        }
        match parts.as_slice() {
            [one] => Ok(*one),
            [] => self.nothing(working, stream, amounts),
            many => working.sum(many, || {
                format!(
                    "{}{stream} over versions",
                    if amounts { "" } else { "units of " }
                )
            }),
        }
    }

    /// Nothing of a stream: proved by the ledger that has no such entry.
    fn nothing<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        stream: &Stream,
        amounts: bool,
    ) -> Done<F> {
        let Some(key) = self.chain.last() else {
            return working.no_money();
        };
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let ledger = ledgers.name(&text);
        let own = ledger.name("own");
        let place = own.name(stream);
        let zero = Money::zero(self.books.terms.currency());
        if amounts {
            working.optional(&place.name("amount"), zero.into(), || {
                format!("no {stream} yet")
            })
        } else {
            let nothing = Value::Number(Ratio::ZERO);
            working.optional(&place.name("units"), nothing, || {
                format!("no units of {stream} yet")
            })
        }
    }

    fn opened<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        stream: &Stream,
        amounts: bool,
    ) -> Done<Vec<F>> {
        let first = self.chain.first().map_or(0, |key| position(key.version));
        let index = self
            .books
            .terms
            .item(first, &self.item.id)
            .map_or(0, |(index, _)| index);
        let path = Path::TERMS.name("versions");
        let path = path.index(first);
        let path = path.name("items");
        let path = path.index(index);
        let list = path.name("opening");
        let mut parts = Vec::new();
        for (index, opening) in self.opening().iter().enumerate() {
            let place = list.index(index);
            if opening.stream != *stream {
                continue;
            }
            let (field, value) = if amounts {
                ("amount", opening.amount.map(Value::from))
            } else {
                ("units", opening.units.map(Value::Number))
            };
            if let Some(value) = value {
                let label = || format!("{stream} before the agreement");
                parts.push(working.input(&place.name(field), value, label)?);
            }
        }
        Ok(parts)
    }

    /// The level of the latest period that reported it.
    fn level<W: Working<Figure = F>>(
        &self,
        working: &W,
        name: &Stream,
        count: usize,
    ) -> Done<Option<F>> {
        let mut latest: Option<(Ratio, F)> = None;
        for key in self.chain.iter().take(count) {
            let known = self
                .ledgers
                .get(key)
                .and_then(|ledger| ledger.levels.get(name));
            let Some((value, of)) = known else { continue };
            let of = working.number(*of)?;
            if latest.is_none_or(|(before, _)| before <= of) {
                latest = Some((of, *value));
            }
        }
        Ok(latest.map(|(_, value)| value))
    }

    /// How much of the window a retainer has run, in the first so many ledgers of the chain.
    fn elapsed<W: Working<Figure = F>>(&self, working: &mut W, count: usize) -> Done<Elapsed<F>> {
        let window = self.chain.last().map(|key| key.window);
        let (Some(WindowKey::Months(days)), Window::Months(months)) = (window, self.item.window)
        else {
            return Ok(if self.books.is_run_off(window) {
                Elapsed::Nothing
            } else {
                Elapsed::Whole
            });
        };
        if !self.item.pay.has_retainer() {
            return Ok(Elapsed::Nothing);
        }
        let runs = |key: &LedgerKey| self.ledgers.get(key).and_then(|ledger| ledger.days);
        let Some((first, _)) = self.chain.iter().find_map(runs) else {
            return Ok(Elapsed::Nothing);
        };
        // Up to the end of the active days; before this version, up to their start.
        let upto = match self.chain.get(count).and_then(runs) {
            Some((from, _)) => from,
            None => match self.chain.iter().take(count).rev().find_map(runs) {
                Some((_, to)) => to,
                None => return Ok(Elapsed::Nothing),
            },
        };
        let (from, to) = self.books.edges(working, days, months)?;
        let stretch = Stretch {
            days,
            months,
            from,
            to,
            first,
        };
        Ok(Elapsed::Window { stretch, upto })
    }

    /// Levels that are missing when the window closes, and sums below 0.
    fn notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        present: bool,
        notices: &mut Notices,
    ) -> Done<()> {
        let mut reads = Vec::new();
        self.item.pay.reads(&mut |read| reads.push(read));
        for read in reads {
            let (stream, amounts) = match read {
                Reads::Amounts(stream) => (stream, true),
                Reads::Units(stream) => (stream, false),
                Reads::Level(name) => {
                    let missing = self.level(working, name, self.chain.len())?.is_none();
                    if missing && present && self.books.closes(self.item.window, self.chain) {
                        notices.insert(Notice::LevelMissing {
                            name: Stream::clone(name),
                        });
                    }
                    continue;
                }
            };
            let sum = self.sum(working, stream, self.chain.len(), amounts)?;
            if working.sign(sum).is_lt() {
                notices.insert(Notice::NegativeMeasure {
                    stream: Stream::clone(stream),
                });
            }
        }
        Ok(())
    }
}

impl<F: Copy> Books<'_, F> {
    /// Whether a period window belongs to a period that began at or after the end.
    fn is_run_off(&self, window: Option<WindowKey>) -> bool {
        let Some(WindowKey::Periods { first, .. }) = window else {
            return true;
        };
        let start = match self.before.periods.get(&first) {
            Some(period) => period.start,
            None => self.activity.period.from(),
        };
        self.terms.sheet().end.is_some_and(|end| end <= start)
    }

    /// Whether the present window of an item is asked for its levels now.
    fn closes(&self, window: Window, chain: &[LedgerKey]) -> bool {
        let period = self.activity.period;
        match (window, chain.last().map(|key| key.window)) {
            (Window::Months(_), Some(WindowKey::Months(days))) => {
                days.to() <= period.to() || self.activity.r#final.unwrap_or(false)
            }
            (Window::Periods(_), Some(WindowKey::Periods { last, .. })) => {
                last <= self.activity.no || self.activity.r#final.unwrap_or(false)
            }
            _ => true,
        }
    }

    /// The first day of a window of months and the day after its last, counted from the anchor.
    fn edges<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        days: Period,
        months: u32,
    ) -> Done<(F, F)> {
        let sheet = self.terms.sheet();
        let (key, anchor) = match sheet.anchor {
            Some(anchor) => ("anchor", anchor),
            None => ("start", sheet.start),
        };
        let anchor = working.input(&Path::TERMS.name(key), Value::Date(anchor), || {
            "day from which months count".into()
        })?;
        let count = |date| super::window::months_from(sheet.months_from(), date);
        let edge = |working: &mut W, months: u32, label: &'static str| {
            if months == 0 {
                Ok(anchor)
            } else {
                working.months_after(anchor, months, || label.into())
            }
        };
        let before = count(days.from());
        let from = edge(working, before, "first day of the window")?;
        let to = edge(
            working,
            before.saturating_add(months),
            "day after the window",
        )?;
        Ok((from, to))
    }
}
