//! [`Level`] and [`Better`]: what every part of health speaks in.

/// How well something stands, worst first.
///
/// The worst of many is their minimum, so that nothing green hides a red one; what is not known is
/// worse than what is known to lag a little.
///
/// # Examples
///
/// ```
/// use partnership::health::Level;
///
/// let levels = [Level::Green, Level::Unknown, Level::Amber];
/// assert_eq!(levels.into_iter().min(), Some(Level::Unknown));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "traffic light")]
#[doc(alias = "RAG status")]
pub enum Level {
    /// Bad.
    Red,
    /// Not known, or known too long ago: never taken for good.
    Unknown,
    /// Behind.
    Amber,
    /// As it should be.
    Green,
}

impl Level {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Unknown => "unknown",
            Self::Amber => "amber",
            Self::Green => "green",
        }
    }
}

/// Which way a figure should go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Better {
    /// More is better: revenue.
    #[default]
    Higher,
    /// Less is better: churn.
    Lower,
}

impl Better {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }

    /// Returns whether a value is as good as a limit, or better.
    pub(super) fn keeps<T: PartialOrd>(self, value: &T, limit: &T) -> bool {
        match self {
            Self::Higher => value >= limit,
            Self::Lower => value <= limit,
        }
    }

    /// Returns whether going from a baseline to a target is going this way.
    pub(super) fn leads<T: PartialOrd>(self, baseline: &T, target: &T) -> bool {
        match self {
            Self::Higher => target > baseline,
            Self::Lower => target < baseline,
        }
    }
}
