//! [`ById`]: something for each of several ids.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::id::Id;

/// A map by [`Id`], which refuses a key given twice when it is read.
///
/// # Examples
///
/// ```
/// use partnership::alignment::ById;
///
/// let parts = ById::from([("money".parse()?, 3), ("reach".parse()?, 1)]);
/// assert_eq!(parts.get("money"), Some(&3));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct ById<T>(BTreeMap<Id, T>);

impl<T> ById<T> {
    /// Puts something there, and returns what stood there before.
    pub fn insert(&mut self, id: Id, value: T) -> Option<T> {
        self.0.insert(id, value)
    }
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Deref for ById<T> {
    type Target = BTreeMap<Id, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> From<BTreeMap<Id, T>> for ById<T> {
    fn from(map: BTreeMap<Id, T>) -> Self {
        Self(map)
    }
}

impl<T, const N: usize> From<[(Id, T); N]> for ById<T> {
    fn from(entries: [(Id, T); N]) -> Self {
        Self(entries.into())
    }
}

impl<T> FromIterator<(Id, T)> for ById<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for ById<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::text::unique_map(deserializer).map(Self)
    }
}
