//! [`scale_objections`]: what speaks against doing more (L10).

use crate::ratio::Ratio;

/// What is known about a partnership that might be scaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct ScaleFacts {
    /// The multiple of the [budget](super::BudgetReport).
    pub return_multiple: Option<Ratio>,
    /// Its overhead share.
    pub overhead_share: Option<Ratio>,
    /// The free capacity of the [load](super::LoadReport).
    pub free_capacity: Option<Ratio>,
    /// The score for shared vision, from the alignment matrix.
    pub shared_vision: Option<Ratio>,
}

/// A fact that can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ScaleFact {
    /// The multiple of the budget.
    ReturnMultiple,
    /// Its overhead share.
    OverheadShare,
    /// The free capacity of the load.
    FreeCapacity,
    /// The score for shared vision.
    SharedVision,
}

impl ScaleFact {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReturnMultiple => "return_multiple",
            Self::OverheadShare => "overhead_share",
            Self::FreeCapacity => "free_capacity",
            Self::SharedVision => "shared_vision",
        }
    }
}

/// Where the lines lie; conventions of this crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct ScaleLimits {
    /// The multiple from which the value is high: 3.
    pub high_return: Ratio,
    /// The overhead share up to which it is low: 1/10.
    pub low_overhead: Ratio,
    /// The least score for shared vision: 3.
    pub least_vision: Ratio,
    /// The least free capacity: 1/10.
    pub least_capacity: Ratio,
}

impl Default for ScaleLimits {
    fn default() -> Self {
        Self {
            high_return: Ratio::from_integer(3),
            low_overhead: Ratio::from_percent(10),
            least_vision: Ratio::from_integer(3),
            least_capacity: Ratio::from_percent(10),
        }
    }
}

/// What speaks against doing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Objection {
    /// High value at low overhead: leave it alone.
    AlreadyEfficient,
    /// The two sides want different things.
    Diverging,
    /// Nobody has time for it.
    NoCapacity,
    /// This is not known.
    Unknown(ScaleFact),
}

impl Objection {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AlreadyEfficient => "already_efficient",
            Self::Diverging => "diverging",
            Self::NoCapacity => "no_capacity",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// Returns what speaks against scaling, and what is not known; without objections it may go on.
///
/// Their number is the reading `scale_objections` of a lifecycle (spec/health-economics.md 7).
///
/// # Examples
///
/// ```
/// use partnership::Ratio;
/// use partnership::economics::{Objection, ScaleFacts, ScaleLimits, scale_objections};
///
/// let facts = ScaleFacts {
///     return_multiple: Some("3".parse()?),
///     overhead_share: Some("10%".parse()?),
///     free_capacity: Some("1/2".parse()?),
///     shared_vision: Some("4".parse()?),
/// };
/// let found = scale_objections(&facts, &ScaleLimits::default());
/// assert_eq!(found, [Objection::AlreadyEfficient]);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn scale_objections(facts: &ScaleFacts, limits: &ScaleLimits) -> Vec<Objection> {
    let is_efficient = facts
        .return_multiple
        .is_some_and(|multiple| multiple >= limits.high_return)
        && facts
            .overhead_share
            .is_some_and(|share| share <= limits.low_overhead);
    let diverges = facts
        .shared_vision
        .is_some_and(|vision| vision < limits.least_vision);
    let is_full = facts
        .free_capacity
        .is_some_and(|free| free < limits.least_capacity);
    let found = [
        (is_efficient, Objection::AlreadyEfficient),
        (diverges, Objection::Diverging),
        (is_full, Objection::NoCapacity),
    ];
    let known = [
        (facts.return_multiple, ScaleFact::ReturnMultiple),
        (facts.overhead_share, ScaleFact::OverheadShare),
        (facts.free_capacity, ScaleFact::FreeCapacity),
        (facts.shared_vision, ScaleFact::SharedVision),
    ];
    let unknown = known.into_iter().filter(|(known, _)| known.is_none());
    let found = found.into_iter().filter(|(is_so, _)| *is_so);
    found
        .map(|(_, objection)| objection)
        .chain(unknown.map(|(_, fact)| Objection::Unknown(fact)))
        .collect()
}
