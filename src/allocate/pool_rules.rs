//! The choices that a capped pool leaves open, and where its parties stand.

use crate::rounding::Rounding;

/// Who leaves when somebody would get less than the minimum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Elimination {
    /// Nobody.
    #[default]
    None,
    /// All of them at once.
    AllBelow,
    /// Those with the smallest weight among them, one weight at a time.
    SmallestFirst,
}

impl Elimination {
    /// All at once, if anybody.
    pub(super) fn at_once(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::AllBelow | Self::SmallestFirst => Self::AllBelow,
        }
    }
}

/// What becomes of money that caps cut off, or that those below the minimum leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Excess {
    /// It is shared among the others.
    #[default]
    ToRemaining,
    /// It is not spent.
    Unspent,
}

/// How exact shares of a pool become units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PoolRounding {
    /// The whole units of their sum, by largest remainder; a cap that is not whole is met rounded
    /// up at most.
    #[default]
    Exact,
    /// Every share alone, as some rounds were published; the drift is shown.
    EachAlone(Rounding),
}

/// Where a party of a pool stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PoolStatus {
    /// It gets its share.
    Paid,
    /// It gets the cap.
    Capped,
    /// Its share would be below the minimum.
    BelowMinimum,
    /// Its weight is 0.
    Ineligible,
}
