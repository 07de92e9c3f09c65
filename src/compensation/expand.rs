//! Versions that name what they change, written out (spec/contracts.md X8).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::change::Dropped;
use super::check::Faults;
use super::clause::{Cap, Guarantee, InKind, Timing};
use super::problem::TermsProblem as Fault;
use super::sheet::{Item, Schedule, TermsDraft, Version};
use super::wire::Id;
use crate::explain::Path;

impl TermsDraft {
    /// The sheet with every version written out; itself if each one is complete.
    pub(super) fn written_out(&self) -> Cow<'_, Self> {
        let is_complete = |version: &Version| version.based_on.is_none() && version.drop.is_empty();
        if self.versions.iter().all(is_complete) {
            return Cow::Borrowed(self);
        }
        let mut versions: Vec<Version> = Vec::new();
        for version in &self.versions {
            let whole = version.onto(versions.last());
            versions.push(whole);
        }
        Cow::Owned(Self {
            versions,
            ..self.clone()
        })
    }
}

impl Version {
    /// The whole body that the version means, after the whole one before it.
    fn onto(&self, before: Option<&Self>) -> Self {
        let complete = Self {
            based_on: None,
            drop: Vec::new(),
            ..self.clone()
        };
        let Some(before) = before.filter(|_| self.based_on.is_some()) else {
            return complete;
        };
        let dropped: BTreeSet<&Dropped> = self.drop.iter().collect();
        let keeps = |clause| !dropped.contains(&clause);
        let reserve = before.reserve.clone().filter(|_| keeps(Dropped::Reserve));
        let hold = before.hold.clone().filter(|_| keeps(Dropped::Hold));
        let payout = before.payout.clone().filter(|_| keeps(Dropped::Payout));
        let ids: BTreeSet<&Id> = dropped
            .iter()
            .filter_map(|name| match name {
                Dropped::Id(id) => Some(id),
                _ => None,
            })
            .collect();
        Self {
            items: merged(&before.items, complete.items, &ids),
            schedules: merged(&before.schedules, complete.schedules, &ids),
            timing: merged(&before.timing, complete.timing, &ids),
            in_kind: merged(&before.in_kind, complete.in_kind, &ids),
            caps: merged(&before.caps, complete.caps, &ids),
            guarantees: merged(&before.guarantees, complete.guarantees, &ids),
            reserve: complete.reserve.or(reserve),
            hold: complete.hold.or(hold),
            payout: complete.payout.or(payout),
            ..complete
        }
    }

    /// Notes what is wrong with how the version changes the whole one before it.
    pub(super) fn check_change(
        &self,
        faults: &mut Faults,
        place: &Path<'_>,
        before: Option<&Self>,
    ) {
        let drop = place.name("drop");
        if self.based_on.is_none() {
            if !self.drop.is_empty() {
                faults.add(&drop, Fault::DropWithoutBase);
            }
            return;
        }
        let Some(before) = before else {
            faults.add(&place.name("based_on"), Fault::BasedOnNothing);
            return;
        };
        let mut known = before.names();
        let named = self.names();
        for (index, name) in self.drop.iter().enumerate() {
            let place = drop.index(index);
            let id = name.to_string();
            if !known.contains(name) {
                faults.add(&place, Fault::UnknownId { id });
            } else if named.contains(name) {
                faults.add(&place, Fault::DropAndName { id });
            } else {
                known.remove(name);
            }
        }
    }

    /// Everything in the version that a later one can drop.
    fn names(&self) -> BTreeSet<Dropped> {
        let mut names = BTreeSet::new();
        names.extend(ids(&self.items));
        names.extend(ids(&self.schedules));
        names.extend(ids(&self.timing));
        names.extend(ids(&self.in_kind));
        names.extend(ids(&self.caps));
        names.extend(ids(&self.guarantees));
        names.extend(self.reserve.as_ref().map(|_| Dropped::Reserve));
        names.extend(self.hold.as_ref().map(|_| Dropped::Hold));
        names.extend(self.payout.as_ref().map(|_| Dropped::Payout));
        names
    }
}

/// An entry of a list of a version.
trait Entry {
    /// Its name.
    fn id(&self) -> &Id;
}

macro_rules! entries {
    ($($type:ty),*) => {
        $(impl Entry for $type {
            fn id(&self) -> &Id {
                &self.id
            }
        })*
    };
}
entries!(Item, Schedule, Timing, InKind, Cap, Guarantee);

fn ids<T: Entry>(entries: &[T]) -> impl Iterator<Item = Dropped> {
    entries.iter().map(|entry| Dropped::Id(entry.id().clone()))
}

/// A list of the version before without what is dropped, in which an entry of the same id takes
/// the place of the old one and a new one goes to the end.
fn merged<T: Entry + Clone>(before: &[T], changes: Vec<T>, dropped: &BTreeSet<&Id>) -> Vec<T> {
    let kept = before.iter().filter(|old| !dropped.contains(old.id()));
    let mut places: BTreeMap<&Id, usize> = kept
        .clone()
        .enumerate()
        .map(|(place, old)| (old.id(), place))
        .collect();
    let mut all: Vec<T> = kept.cloned().collect();
    for entry in changes {
        let place = places.remove(entry.id());
        match place.and_then(|place| all.get_mut(place)) {
            Some(old) => *old = entry,
            None => all.push(entry),
        }
    }
    all
}
