//! [`Scope`]: the channels or territories that a grant reaches.

use std::collections::BTreeSet;

/// All channels or territories, or those that are listed.
///
/// Names compare byte by byte; no name contains another (spec/lifecycle.md 9). On the wire it is
/// `"all"` or a list.
///
/// # Examples
///
/// ```
/// use partnership::governance::Scope;
///
/// let alps = Scope::listed(["at", "ch"]);
/// assert!(alps.contains("at"));
/// assert_eq!(alps.meet(&Scope::All), Some(alps.clone()));
/// assert_eq!(alps.meet(&Scope::listed(["fr"])), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Whatever there is.
    All,
    /// These alone.
    Listed(BTreeSet<String>),
}

impl Scope {
    /// Returns a scope of these names.
    pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Listed(names.into_iter().map(str::to_owned).collect())
    }

    /// Returns whether the scope reaches a name.
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Listed(names) => names.contains(name),
        }
    }

    /// Returns whether the scope reaches whatever another one does.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Listed(_), Self::All) => false,
            (Self::Listed(left), Self::Listed(right)) => left.is_superset(right),
        }
    }

    /// Returns what both reach, if there is anything.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let both = match (self, other) {
            (Self::All, scope) | (scope, Self::All) => scope.clone(),
            (Self::Listed(left), Self::Listed(right)) => {
                Self::Listed(left.intersection(right).cloned().collect())
            }
        };
        match both {
            Self::Listed(names) if names.is_empty() => None,
            _ => Some(both),
        }
    }
}

/// Channels and territories together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PartScope {
    /// Where it is shown or sold: television, web, shops.
    pub channels: Scope,
    /// The places.
    pub territories: Scope,
}

impl PartScope {
    /// Everything.
    pub(super) const EVERYTHING: Self = Self {
        channels: Scope::All,
        territories: Scope::All,
    };

    /// What both reach, if they meet in channels and in territories.
    pub(super) fn meet(&self, other: &Self) -> Option<Self> {
        Some(Self {
            channels: self.channels.meet(&other.channels)?,
            territories: self.territories.meet(&other.territories)?,
        })
    }

    /// Whether it reaches whatever another one does.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.channels.covers(&other.channels) && self.territories.covers(&other.territories)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Listed(names) => serializer.collect_seq(names),
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> serde::de::Visitor<'de> for Names {
            type Value = Scope;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"all\" or a list of names")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Scope, E> {
                match text {
                    "all" => Ok(Scope::All),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                }
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut names: A,
            ) -> Result<Scope, A::Error> {
                let mut listed = BTreeSet::new();
                while let Some(name) = names.next_element()? {
                    listed.insert(name);
                }
                Ok(Scope::Listed(listed))
            }
        }
        deserializer.deserialize_any(Names)
    }
}
