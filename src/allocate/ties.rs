//! [`Ties`]: who comes first where cut-off fractions are equal.

/// Who comes first among parties whose cut-off fractions are equal, where the units end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ties {
    /// The first in party order.
    #[default]
    ByParty,
    /// The party at `key` modulo the number of tied parties, and those after it around the
    /// circle: sequential keys, such as line numbers, are exactly fair over time.
    Rotated(u64),
}
