//! [`Rights`]: who was granted what, and which grants conflict (G9).

use chrono::NaiveDate;

use super::rights_scope::{PartScope, Scope};
use crate::lifecycle::Key;
use crate::party::PartyId;
use crate::time::Span;

/// A work, mark or material that rights are about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Asset {
    /// Its name.
    pub key: Key,
    /// Who owns it.
    pub owner: PartyId,
    /// Whether it belongs to somebody outside of the partnership.
    #[cfg_attr(feature = "serde", serde(default))]
    pub third_party: bool,
    /// What proves that it may be used: the licence of a third party.
    #[cfg_attr(feature = "serde", serde(default))]
    pub proof: Option<String>,
}

/// A licence, or the sale of all rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum GrantKind {
    /// For a time, within a scope.
    Licence,
    /// Exclusive, everything, for ever, with the right to grant on.
    BuyOut,
}

/// Whether others may be granted the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Exclusivity {
    /// Nobody else.
    Exclusive,
    /// Anybody else.
    None,
    /// Nobody else within this part of the scope.
    Partly(PartScope),
}

/// What one party grants to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "licence")]
#[doc(alias = "license")]
pub struct Grant {
    /// Its name.
    pub key: Key,
    /// What it is about.
    pub asset: Key,
    /// Who grants.
    pub grantor: PartyId,
    /// Who is granted.
    pub grantee: PartyId,
    /// A licence, or a buy-out, which sets aside what the fields below say but `from`.
    pub kind: GrantKind,
    /// The first day.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub from: NaiveDate,
    /// The day after the last; for ever if there is none.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::option")
    )]
    pub to: Option<NaiveDate>,
    /// The channels.
    pub channels: Scope,
    /// The territories.
    pub territories: Scope,
    /// Whether the asset may be changed.
    pub modification: bool,
    /// Whether others may be granted the same.
    pub exclusivity: Exclusivity,
    /// Whether the grantee may grant on.
    #[doc(alias = "sublicense")]
    pub sublicence: bool,
    /// How long after the end what is in stock may still be sold.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sell_off: Option<Span>,
}

impl Grant {
    fn is_buy_out(&self) -> bool {
        self.kind == GrantKind::BuyOut
    }

    /// The day after the last, if it ends.
    pub(crate) fn end(&self) -> Option<NaiveDate> {
        self.to.filter(|_| !self.is_buy_out())
    }

    /// What it reaches.
    pub(super) fn scope(&self) -> PartScope {
        if self.is_buy_out() {
            return PartScope::EVERYTHING;
        }
        PartScope {
            channels: self.channels.clone(),
            territories: self.territories.clone(),
        }
    }

    /// What nobody else may be granted.
    fn exclusive_scope(&self) -> Option<PartScope> {
        match &self.exclusivity {
            _ if self.is_buy_out() => Some(PartScope::EVERYTHING),
            Exclusivity::Exclusive => Some(self.scope()),
            Exclusivity::None => None,
            Exclusivity::Partly(part) => part.meet(&self.scope()),
        }
    }

    /// Whether the asset may be changed.
    pub(super) fn may_modify(&self) -> bool {
        self.modification || self.is_buy_out()
    }

    /// Whether it lets its grantee make another grant.
    fn carries(&self, other: &Self) -> bool {
        let may_grant_on = self.sublicence || self.is_buy_out();
        let ends_later = match (self.end(), other.end()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(end), Some(other_end)) => other_end <= end,
        };
        self.leads_to(other)
            && may_grant_on
            && self.from <= other.from
            && ends_later
            && self.scope().covers(&other.scope())
    }

    /// Whether another grant is made by the grantee of this one.
    fn leads_to(&self, other: &Self) -> bool {
        self.asset == other.asset && self.grantee == other.grantor
    }
}

/// Two grants that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Conflict {
    /// The grant with the smaller key.
    pub left: Key,
    /// The other one.
    pub right: Key,
    /// The channels in which they meet.
    pub channels: Scope,
    /// The territories in which they meet.
    pub territories: Scope,
    /// The first day on which they meet.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub from: NaiveDate,
    /// The day after the last; none if they meet for ever.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text::option"))]
    pub to: Option<NaiveDate>,
}

/// What the papers about rights lack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RightsGap {
    /// Nothing proves that the asset of a third party may be used.
    #[error("no proof that {asset} may be used")]
    NoProof {
        /// The asset.
        asset: Key,
    },
    /// It is not said who owns the data after the end.
    #[error("nobody owns the data after the end")]
    NoDataOwner,
}

/// The assets of a partnership and what was granted of them.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "json")] {
/// use partnership::governance::Rights;
///
/// let rights: Rights = serde_json::from_str(
///     r#"{
///     "assets": [{"key": "film", "owner": "studio"}],
///     "grants": [
///       {"key": "first", "asset": "film", "grantor": "studio", "grantee": "north",
///        "kind": "licence", "from": "2026-01-01", "to": "2027-01-01", "channels": ["tv"],
///        "territories": "all", "modification": false, "exclusivity": "exclusive",
///        "sublicence": false},
///       {"key": "second", "asset": "film", "grantor": "studio", "grantee": "south",
///        "kind": "licence", "from": "2026-07-01", "to": null, "channels": ["tv", "web"],
///        "territories": ["de"], "modification": false, "exclusivity": "none",
///        "sublicence": false}]
///     }"#,
/// )
/// .unwrap();
/// let conflicts = rights.conflicts();
/// assert_eq!(conflicts[0].from.to_string(), "2026-07-01"); // television, in Germany
/// assert!(conflicts[0].channels.contains("tv") && !conflicts[0].channels.contains("web"));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawRights"))]
#[doc(alias = "intellectual property")]
pub struct Rights {
    assets: Vec<Asset>,
    grants: Vec<Grant>,
    data_owner: Option<PartyId>,
}

impl Rights {
    /// Checks assets and grants; keeps both by key.
    ///
    /// `data_owner` is who owns the data after the end.
    ///
    /// # Errors
    ///
    /// [`RightsError::DuplicateKey`], then per grant [`RightsError::UnknownAsset`] and
    /// [`RightsError::EmptyPeriod`].
    pub fn new(
        mut assets: Vec<Asset>,
        mut grants: Vec<Grant>,
        data_owner: Option<PartyId>,
    ) -> Result<Self, RightsError> {
        assets.sort_by(|left, right| left.key.cmp(&right.key));
        grants.sort_by(|left, right| left.key.cmp(&right.key));
        let asset_twice = twice(assets.iter().map(|asset| &asset.key));
        let grant_twice = twice(grants.iter().map(|grant| &grant.key));
        if let Some(key) = asset_twice.or(grant_twice) {
            return Err(RightsError::DuplicateKey { key });
        }
        for grant in &grants {
            if !assets.iter().any(|asset| asset.key == grant.asset) {
                return Err(RightsError::UnknownAsset {
                    asset: grant.asset.clone(),
                });
            }
            if grant.end().is_some_and(|to| to <= grant.from) {
                return Err(RightsError::EmptyPeriod {
                    grant: grant.key.clone(),
                });
            }
        }
        Ok(Self {
            assets,
            grants,
            data_owner,
        })
    }

    /// Returns the assets by key.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// Returns the grants by key.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Returns who owns the data after the end.
    pub const fn data_owner(&self) -> Option<&PartyId> {
        self.data_owner.as_ref()
    }

    /// Returns what the papers lack: proofs by asset, then the owner of the data.
    pub fn gaps(&self) -> Vec<RightsGap> {
        let unproven = self.assets.iter().filter(|asset| {
            let proof = asset.proof.as_deref().unwrap_or_default();
            asset.third_party && proof.trim().is_empty()
        });
        let mut gaps: Vec<RightsGap> = unproven
            .map(|asset| RightsGap::NoProof {
                asset: asset.key.clone(),
            })
            .collect();
        if self.data_owner.is_none() {
            gaps.push(RightsGap::NoDataOwner);
        }
        gaps
    }

    /// Returns every pair of grants that cannot both hold, by their keys.
    ///
    /// Two grants of one asset to different parties conflict where their times meet and what one
    /// of them has alone meets the other, unless one derives from the other. Where each is
    /// exclusive against the other in another scope, both scopes are reported, that of the left
    /// one's exclusivity first (spec/lifecycle.md 9).
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        for (at, left) in self.grants.iter().enumerate() {
            let after = self.grants.iter().skip(at.saturating_add(1));
            for right in after.filter(|right| right.asset == left.asset) {
                let related = self.derives(left, right) || self.derives(right, left);
                if left.grantee != right.grantee && !related {
                    conflicts.extend(clashes(left, right));
                }
            }
        }
        conflicts
    }

    /// Whether a chain of grants leads from one to the other.
    fn derives(&self, from: &Grant, to: &Grant) -> bool {
        let mut reached: Vec<&Grant> = vec![from];
        let mut next = 0_usize;
        while let Some(grant) = reached.get(next).copied() {
            if grant.leads_to(to) {
                return true;
            }
            let further = self.grants.iter().filter(|other| grant.leads_to(other));
            let fresh: Vec<&Grant> = further
                .filter(|other| reached.iter().all(|known| known.key != other.key))
                .collect();
            reached.extend(fresh);
            next = next.saturating_add(1);
        }
        false
    }

    /// Returns the grants whose grantor had nothing to grant, by key.
    ///
    /// A grantor must own the asset, or hold a rightful grant that may be granted on and covers
    /// time, channels and territories.
    pub fn no_right_to_grant(&self) -> Vec<&Grant> {
        let owns = |grant: &Grant| {
            let mut assets = self.assets.iter();
            assets.any(|asset| asset.key == grant.asset && asset.owner == grant.grantor)
        };
        let (mut rightful, mut rest): (Vec<&Grant>, Vec<&Grant>) =
            self.grants.iter().partition(|grant| owns(grant));
        loop {
            let (carried, left): (Vec<&Grant>, Vec<&Grant>) = rest
                .iter()
                .partition(|grant| rightful.iter().any(|holder| holder.carries(grant)));
            if carried.is_empty() {
                return left;
            }
            rightful.extend(carried);
            rest = left;
        }
    }
}

/// The first key that stands twice in a sorted list.
fn twice<'a>(keys: impl Iterator<Item = &'a Key>) -> Option<Key> {
    let keys: Vec<&Key> = keys.collect();
    keys.windows(2).find_map(|pair| match pair {
        [left, right] if left == right => Some((*left).clone()),
        _ => None,
    })
}

/// Where two grants meet that do not derive from each other.
fn clashes(left: &Grant, right: &Grant) -> Vec<Conflict> {
    let from = left.from.max(right.from);
    let ends = [left.end(), right.end()];
    let to = ends.into_iter().flatten().min();
    if to.is_some_and(|to| to <= from) {
        return Vec::new();
    }
    let of_left = left.exclusive_scope();
    let of_right = right.exclusive_scope();
    let mut scopes: Vec<PartScope> = [
        of_left.and_then(|alone| alone.meet(&right.scope())),
        of_right.and_then(|alone| alone.meet(&left.scope())),
    ]
    .into_iter()
    .flatten()
    .collect();
    scopes.dedup();
    let conflict = |scope: PartScope| Conflict {
        left: left.key.clone(),
        right: right.key.clone(),
        channels: scope.channels,
        territories: scope.territories,
        from,
        to,
    };
    scopes.into_iter().map(conflict).collect()
}

/// Rights as they travel.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRights {
    assets: Vec<Asset>,
    grants: Vec<Grant>,
    #[serde(default)]
    data_owner: Option<PartyId>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawRights> for Rights {
    type Error = RightsError;

    fn try_from(raw: RawRights) -> Result<Self, RightsError> {
        Self::new(raw.assets, raw.grants, raw.data_owner)
    }
}

/// Why a list of assets and grants is refused, or a question about them has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RightsError {
    /// Two assets, or two grants, of one name.
    #[error("{key} stands twice")]
    DuplicateKey {
        /// The name.
        key: Key,
    },
    /// No asset has this name.
    #[error("there is no asset {asset}")]
    UnknownAsset {
        /// The name.
        asset: Key,
    },
    /// A grant that ends before it begins.
    #[error("{grant} ends before it begins")]
    EmptyPeriod {
        /// The grant.
        grant: Key,
    },
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] crate::time::TimeError),
}
