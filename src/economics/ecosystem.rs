//! [`ecosystem`] and [`team`]: who complements whom (E5).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::error::{EconomicsError, unique};
use crate::ratio::{Ratio, RatioError};

/// Something that a member needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Need {
    /// Which capability.
    pub key: String,
    /// How much it counts, 1 or more.
    pub weight: u32,
}

/// A producer with what it can do and what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Member {
    /// Who.
    pub id: String,
    /// What it can do.
    #[cfg_attr(feature = "serde", serde(default))]
    pub offers: BTreeSet<String>,
    /// What it needs.
    #[cfg_attr(feature = "serde", serde(default))]
    pub needs: Vec<Need>,
}

/// What two members have of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Complement {
    /// The one whose id is first.
    pub a: String,
    /// The other.
    pub b: String,
    /// The part of what a needs that b offers, by weight; 0 without needs.
    pub a_gains: Ratio,
    /// The part of what b needs that a offers.
    pub b_gains: Ratio,
    /// The smaller of both: both must win.
    pub mutual: Ratio,
}

/// A need that no other member meets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UnmetNeed {
    /// Whose.
    pub member: String,
    /// What.
    pub need: String,
}

/// A capability for which others have one member alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SoleProvider {
    /// What.
    pub capability: String,
    /// Who.
    pub provider: String,
}

/// Who complements whom.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Ecosystem {
    /// All pairs, those first in which both win most, then by what both win together, then by ids.
    pub pairs: Vec<Complement>,
    /// What nobody else offers, by member and need.
    pub gaps: Vec<UnmetNeed>,
    /// What hangs on one member, by capability and provider.
    pub sole_providers: Vec<SoleProvider>,
}

/// Returns who complements whom, what nobody meets, and what hangs on one member.
///
/// `gain of a from b = weight of a's needs that b offers / weight of a's needs`
/// (spec/health-economics.md 8).
///
/// # Errors
///
/// [`EconomicsError::DuplicateId`], [`EconomicsError::ZeroWeight`],
/// [`EconomicsError::DuplicateNeed`], [`EconomicsError::Overflow`].
///
/// # Examples
///
/// ```
/// use std::collections::BTreeSet;
/// use partnership::economics::{Member, Need, ecosystem};
///
/// let member = |id: &str, offers: &str, needs: &[(&str, u32)]| Member {
///     id: id.to_owned(),
///     offers: BTreeSet::from([offers.to_owned()]),
///     needs: needs.iter().map(|(key, weight)| Need { key: (*key).to_owned(), weight: *weight }).collect(),
/// };
/// let animator = member("animator", "animation", &[("sound", 2), ("audience", 1)]);
/// let composer = member("composer", "sound", &[("animation", 1), ("audience", 1)]);
/// let found = ecosystem(&[animator, composer])?;
/// assert_eq!(found.pairs[0].a_gains, "2/3".parse()?);
/// assert_eq!(found.pairs[0].mutual, "1/2".parse()?);
/// assert_eq!(found.gaps.len(), 2); // nobody has an audience
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn ecosystem(members: &[Member]) -> Result<Ecosystem, EconomicsError> {
    unique(members.iter().map(|member| &member.id))?;
    for member in members {
        member.refuse()?;
    }
    let mut by_id: Vec<&Member> = members.iter().collect();
    by_id.sort_by_key(|member| &member.id);
    let mut pairs = Vec::new();
    for (number, a) in by_id.iter().enumerate() {
        for b in by_id.iter().skip(number.saturating_add(1)) {
            let (a_gains, b_gains) = (a.gain_from(b)?, b.gain_from(a)?);
            let mutual = a_gains.min(b_gains);
            let both = a_gains.checked_add(b_gains)?;
            let (a, b) = (a.id.clone(), b.id.clone());
            let pair = Complement {
                a,
                b,
                a_gains,
                b_gains,
                mutual,
            };
            pairs.push((Reverse(mutual), Reverse(both), pair));
        }
    }
    // A stable sort leaves ties by ids.
    pairs.sort_by_key(|(mutual, both, _)| (*mutual, *both));
    let mut gaps = BTreeSet::new();
    let mut sole_providers = BTreeSet::new();
    let providers = providers(&by_id);
    for member in &by_id {
        for need in &member.needs {
            let offering = providers.get(need.key.as_str()).into_iter().flatten();
            let mut others = offering.filter(|id| **id != member.id);
            match (others.next(), others.next()) {
                (None, _) => {
                    gaps.insert(UnmetNeed {
                        member: member.id.clone(),
                        need: need.key.clone(),
                    });
                }
                (Some(only), None) => {
                    sole_providers.insert(SoleProvider {
                        capability: need.key.clone(),
                        provider: (*only).to_owned(),
                    });
                }
                _ => {}
            }
        }
    }
    Ok(Ecosystem {
        pairs: pairs.into_iter().map(|(_, _, pair)| pair).collect(),
        gaps: gaps.into_iter().collect(),
        sole_providers: sole_providers.into_iter().collect(),
    })
}

/// Who offers each capability, by id.
fn providers<'a>(by_id: &[&'a Member]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut providers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for member in by_id {
        for offer in &member.offers {
            providers.entry(offer).or_default().push(&member.id);
        }
    }
    providers
}

impl Member {
    fn refuse(&self) -> Result<(), EconomicsError> {
        let mut seen = BTreeSet::new();
        for need in &self.needs {
            let (member, key) = (self.id.clone(), need.key.clone());
            if need.weight == 0 {
                return Err(EconomicsError::ZeroWeight { member, need: key });
            }
            if !seen.insert(&need.key) {
                return Err(EconomicsError::DuplicateNeed { member, need: key });
            }
        }
        Ok(())
    }

    /// The part of what it needs that another one offers.
    fn gain_from(&self, other: &Self) -> Result<Ratio, RatioError> {
        let (mut met, mut all) = (Ratio::ZERO, Ratio::ZERO);
        for need in &self.needs {
            let weight = Ratio::from(need.weight);
            all = all.checked_add(weight)?;
            if other.offers.contains(&need.key) {
                met = met.checked_add(weight)?;
            }
        }
        if all.is_zero() {
            return Ok(Ratio::ZERO);
        }
        met.checked_div(all)
    }
}

/// A smallest team that can do all that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Team {
    /// Who, by id.
    pub team: Vec<String>,
    /// What only one of them can do.
    pub sole: Vec<String>,
}

/// The most members that are tried in every combination.
const MOST_MEMBERS: usize = 24;

/// Returns a smallest team that covers all needs; of several the first by its sorted ids.
///
/// # Errors
///
/// [`EconomicsError::DuplicateId`], [`EconomicsError::NotCoverable`],
/// [`EconomicsError::TooLarge`] for more than 24 members who can do something that is needed.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeSet;
/// use partnership::economics::{Member, team};
///
/// let set = |all: &[&str]| -> BTreeSet<String> { all.iter().map(|&one| one.to_owned()).collect() };
/// let member = |id: &str, offers| Member { id: id.to_owned(), offers, needs: Vec::new() };
/// let members = [
///     member("ana", set(&["script"])),
///     member("bo", set(&["camera", "sound"])),
///     member("cy", set(&["camera"])),
/// ];
/// let found = team(&set(&["script", "camera", "sound"]), &members)?;
/// assert_eq!(found.team, ["ana", "bo"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "set cover")]
pub fn team(needs: &BTreeSet<String>, members: &[Member]) -> Result<Team, EconomicsError> {
    unique(members.iter().map(|member| &member.id))?;
    let mut useful: Vec<&Member> = (members.iter())
        .filter(|member| needs.iter().any(|need| member.offers.contains(need)))
        .collect();
    useful.sort_by_key(|member| &member.id);
    let offered = |need: &&String| useful.iter().any(|one| one.offers.contains(*need));
    let missing: Vec<String> = needs
        .iter()
        .filter(|need| !offered(need))
        .cloned()
        .collect();
    if !missing.is_empty() {
        return Err(EconomicsError::NotCoverable { missing });
    }
    if useful.len() > MOST_MEMBERS {
        return Err(EconomicsError::TooLarge {
            what: "members with a needed capability",
        });
    }
    // By need, who meets it, as bits.
    let masks = needs.iter().map(|need| {
        let bits = useful.iter().enumerate();
        let bits = bits.filter(|(_, member)| member.offers.contains(need));
        bits.fold(0_u32, |mask, (place, _)| mask | bit(place))
    });
    let masks: Vec<u32> = masks.collect();
    let size = (0..=useful.len()).find_map(|size| first_cover(&masks, 0, size, 0));
    let set = size.unwrap_or(0);
    let chosen = useful.iter().enumerate();
    let chosen = chosen.filter(|(place, _)| set & bit(*place) != 0);
    // A power of two has one bit: one member alone.
    let alone = |mask: &u32| (mask & set).is_power_of_two();
    let sole = needs.iter().zip(&masks).filter(|(_, mask)| alone(mask));
    Ok(Team {
        team: chosen.map(|(_, member)| member.id.clone()).collect(),
        sole: sole.map(|(need, _)| need.clone()).collect(),
    })
}

/// The bit of a member; there are at most 24.
fn bit(place: usize) -> u32 {
    u32::try_from(place)
        .ok()
        .and_then(|place| 1_u32.checked_shl(place))
        .unwrap_or(0)
}

/// The first set of so many more members from one on that covers every need, in the order of ids.
///
/// It goes as deep as there are members, 24 at most.
fn first_cover(masks: &[u32], from: usize, size: usize, set: u32) -> Option<u32> {
    let open = || masks.iter().filter(|mask| *mask & set == 0);
    if open().next().is_none() {
        return Some(set);
    }
    let later = u32::MAX.checked_shl(u32::try_from(from).ok()?)?;
    // Behind the last member nothing that is open is met any more.
    let is_hopeless = open().any(|mask| mask & later == 0);
    if is_hopeless || size == 0 {
        return None;
    }
    let next = from.saturating_add(1);
    let with = first_cover(masks, next, size.saturating_sub(1), set | bit(from));
    with.or_else(|| first_cover(masks, next, size, set))
}
