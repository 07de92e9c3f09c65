//! [`Members`]: the items that a clause is about.

use std::collections::BTreeSet;

use super::sheet::Version;
use super::wire::Id;

/// The items that a clause is about: pay items, schedules and timing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Members<'a> {
    /// All that there are.
    All,
    /// Those that it names.
    These(BTreeSet<&'a Id>),
}

impl<'a> Members<'a> {
    /// The scope as it is written, if it names something and only what is known.
    pub(super) fn of(written: Option<&'a [Id]>, known: &BTreeSet<&Id>) -> Option<Self> {
        let Some(ids) = written else {
            return Some(Self::All);
        };
        let is_sound = !ids.is_empty() && ids.iter().all(|id| known.contains(id));
        is_sound.then(|| Self::These(ids.iter().collect()))
    }

    /// Whether an item lies in it.
    pub(super) fn holds(&self, id: &Id) -> bool {
        match self {
            Self::All => true,
            Self::These(ids) => ids.contains(id),
        }
    }

    /// Whether it lies inside another, where `all` are the items that there are.
    pub(super) fn lies_in(&self, outer: &Self, all: &BTreeSet<&Id>) -> bool {
        match (self, outer) {
            (_, Self::All) => true,
            (Self::All, Self::These(outer)) => all.is_subset(outer),
            (Self::These(inner), Self::These(outer)) => inner.is_subset(outer),
        }
    }

    /// Whether it shares an item with another, where `all` are the items that there are.
    pub(super) fn meets(&self, other: &Self, all: &BTreeSet<&Id>) -> bool {
        match (self, other) {
            (Self::All, Self::All) => !all.is_empty(),
            (Self::All, Self::These(ids)) | (Self::These(ids), Self::All) => !all.is_disjoint(ids),
            (Self::These(left), Self::These(right)) => !left.is_disjoint(right),
        }
    }
}

impl Version {
    /// The ids of everything that a scope can name.
    pub(super) fn item_ids(&self) -> impl Iterator<Item = &Id> {
        let items = self.items.iter().map(|item| &item.id);
        let schedules = self.schedules.iter().map(|schedule| &schedule.id);
        let timing = self.timing.iter().map(|timing| &timing.id);
        items.chain(schedules).chain(timing)
    }
}
