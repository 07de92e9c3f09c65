//! [`Touched`]: which ledgers a statement touches (spec/compensation.md 5).

use std::collections::{BTreeMap, BTreeSet};

use super::activity::Activity;
use super::entry::Entries;
use super::memory::Memory;
use super::refusal::Plan;
use super::sheet::OnChange;
use super::state_key::{LedgerKey, number, position};
use super::terms::Terms;
use super::window::WindowKey;
use super::wire::Id;
use crate::time::TimeError;

/// The ledgers that a statement touches: per item, by version, then window.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    pub(super) items: Vec<(Id, BTreeSet<(usize, WindowKey)>)>,
    pub(super) present: BTreeSet<LedgerKey>,
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
            for item in items.iter().filter(|item| item.reads(name, is_level)) {
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
pub(super) fn ledgers_of<'a>(
    memory: &'a Memory,
    item: &Id,
) -> impl Iterator<Item = &'a LedgerKey> + Clone {
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
