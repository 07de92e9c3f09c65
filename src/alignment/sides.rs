//! [`Sides`]: one thing of each side.

use crate::party::Side;

/// What belongs to the producer and what belongs to the partner.
///
/// # Examples
///
/// ```
/// use partnership::Side;
/// use partnership::alignment::Sides;
///
/// let net = Sides { producer: -1, partner: 2 };
/// assert_eq!(*net.get(Side::Partner), 2);
/// assert_eq!(net.swapped().producer, 2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Sides<T> {
    /// What belongs to the producer.
    pub producer: T,
    /// What belongs to the partner.
    pub partner: T,
}

/// Both sides, the producer first.
pub(super) const BOTH: [Side; 2] = [Side::Producer, Side::Partner];

impl<T> Sides<T> {
    /// Returns what belongs to one side.
    pub const fn get(&self, side: Side) -> &T {
        match side {
            Side::Producer => &self.producer,
            Side::Partner => &self.partner,
        }
    }

    /// Returns the same with the sides in each other's place.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            producer: self.partner,
            partner: self.producer,
        }
    }

    /// What each side comes to, the producer first.
    pub(super) fn try_of<E>(mut of: impl FnMut(Side) -> Result<T, E>) -> Result<Self, E> {
        Ok(Self {
            producer: of(Side::Producer)?,
            partner: of(Side::Partner)?,
        })
    }
}
