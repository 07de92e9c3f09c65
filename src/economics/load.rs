//! [`load`]: who works on how much, and how many partnerships more fit (E3).

use std::collections::{BTreeMap, BTreeSet};

use super::error::{EconomicsError, unique};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// Somebody, and how much of their time there is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Person {
    /// Who.
    pub id: String,
    /// From 0 to 1.
    #[cfg_attr(feature = "serde", serde(default = "all_of_it"))]
    pub capacity: Ratio,
}

#[cfg(feature = "serde")]
const fn all_of_it() -> Ratio {
    Ratio::ONE
}

/// A part of somebody's time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Work {
    /// Whose.
    pub person: String,
    /// How much: above 0, at most 1.
    pub share: Ratio,
}

/// A partnership and who works on it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Engagement {
    /// Which.
    pub id: String,
    /// Whether it is active; winding down is work too.
    pub active: bool,
    /// Who works on it.
    pub work: Vec<Work>,
}

mod sealed_value {
    use super::{EconomicsError, Ratio};

    /// How many partnerships a small team should have, and how much of a person's time each takes:
    /// 5 to 10, and 1/10 to 1/5, are usual.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawGuide"))]
    pub struct LoadGuide {
        active: (u32, u32),
        share: (Ratio, Ratio),
    }

    impl LoadGuide {
        /// Returns the guide.
        ///
        /// # Errors
        ///
        /// [`EconomicsError::BadThreshold`] unless the counts rise, and the shares from above 0 to
        /// at most 1.
        pub fn new(active: (u32, u32), share: (Ratio, Ratio)) -> Result<Self, EconomicsError> {
            if active.0 > active.1 {
                let value = active.1.into();
                return Err(EconomicsError::BadThreshold { value });
            }
            if !share.0.is_positive() {
                return Err(EconomicsError::BadThreshold { value: share.0 });
            }
            if share.0 > share.1 || share.1 > Ratio::ONE {
                return Err(EconomicsError::BadThreshold { value: share.1 });
            }
            Ok(Self { active, share })
        }

        /// Returns from how many to how many partnerships are within the guide.
        pub const fn active(&self) -> (u32, u32) {
            self.active
        }

        /// Returns from which to which part of a person's time one takes.
        pub const fn share(&self) -> (Ratio, Ratio) {
            self.share
        }
    }

    impl Default for LoadGuide {
        fn default() -> Self {
            Self {
                active: (5, 10),
                share: (Ratio::from_percent(10), Ratio::from_percent(20)),
            }
        }
    }
}
pub use sealed_value::LoadGuide;

/// A guide as it is written down.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuide {
    active: (u32, u32),
    share: (Ratio, Ratio),
}

#[cfg(feature = "serde")]
impl TryFrom<RawGuide> for LoadGuide {
    type Error = EconomicsError;

    fn try_from(raw: RawGuide) -> Result<Self, EconomicsError> {
        Self::new(raw.active, raw.share)
    }
}

/// How a number of partnerships lies to the guide; borders are within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Guided {
    /// Fewer.
    Below,
    /// As many.
    Within,
    /// More.
    Above,
}

/// How much time a partnership takes; borders are within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LoadNote {
    /// Less than the guide.
    Thin,
    /// As much.
    Within,
    /// More.
    Heavy,
    /// It is not active.
    Inactive,
}

/// How loaded somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PersonLoad {
    /// Who.
    pub id: String,
    /// The sum of all shares, ended partnerships too.
    pub load: Ratio,
    /// What is left of the capacity.
    pub room: Ratio,
    /// Whether the load is beyond the capacity.
    pub overloaded: bool,
}

/// How much time a partnership takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct EngagementLoad {
    /// Which.
    pub id: String,
    /// The sum of all shares.
    pub share: Ratio,
    /// How it lies to the guide.
    pub note: LoadNote,
}

/// Who works on how much, and how many partnerships more fit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LoadReport {
    /// How many partnerships are active.
    pub active: u32,
    /// How that lies to the guide.
    pub guide: Guided,
    /// Everybody, by id.
    pub people: Vec<PersonLoad>,
    /// Every partnership, by id.
    pub partnerships: Vec<EngagementLoad>,
    /// The sum of all rooms.
    pub free_capacity: Ratio,
    /// How many more fit if each takes the most time.
    pub more_at_least: u32,
    /// How many more fit if each takes the least.
    pub more_at_most: u32,
}

/// Returns who works on how much, and how many partnerships more fit.
///
/// One person looks after one partnership: three small rooms are not a big one
/// (spec/health-economics.md 8).
///
/// # Errors
///
/// [`EconomicsError::DuplicateId`], [`EconomicsError::ShareOutOfRange`],
/// [`EconomicsError::UnknownPerson`], [`EconomicsError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::Ratio;
/// use partnership::economics::{Engagement, LoadGuide, Person, Work, load};
///
/// let people = [Person { id: "ana".to_owned(), capacity: Ratio::ONE }];
/// let work = |share| vec![Work { person: "ana".to_owned(), share }];
/// let acme = Engagement { id: "acme".to_owned(), active: true, work: work("20%".parse()?) };
/// let old = Engagement { id: "old".to_owned(), active: false, work: work("1/2".parse()?) };
/// let report = load(&people, &[acme, old], &LoadGuide::default())?;
/// assert_eq!(report.free_capacity, "3/10".parse()?);
/// assert_eq!((report.more_at_least, report.more_at_most), (1, 3));
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn load(
    people: &[Person],
    partnerships: &[Engagement],
    guide: &LoadGuide,
) -> Result<LoadReport, EconomicsError> {
    let loads = loads(people, partnerships)?;
    let active = partnerships.iter().filter(|one| one.active).count();
    let active = u32::try_from(active).unwrap_or(u32::MAX);
    let mut report = LoadReport {
        active,
        guide: match active {
            few if few < guide.active().0 => Guided::Below,
            many if many > guide.active().1 => Guided::Above,
            _ => Guided::Within,
        },
        people: Vec::with_capacity(people.len()),
        partnerships: Vec::with_capacity(partnerships.len()),
        free_capacity: Ratio::ZERO,
        more_at_least: 0,
        more_at_most: 0,
    };
    for person in people {
        let load = loads.get(person.id.as_str()).copied();
        let load = load.unwrap_or(Ratio::ZERO);
        let room = person.capacity.checked_sub(load)?.max(Ratio::ZERO);
        report.free_capacity = report.free_capacity.checked_add(room)?;
        let fits = |share: Ratio| -> Result<u32, RatioError> {
            let whole = room.checked_div(share)?.round(Rounding::Floor);
            Ok(u32::try_from(whole).unwrap_or(u32::MAX))
        };
        let (least, most) = (fits(guide.share().1)?, fits(guide.share().0)?);
        report.more_at_least = report.more_at_least.saturating_add(least);
        report.more_at_most = report.more_at_most.saturating_add(most);
        report.people.push(PersonLoad {
            id: person.id.clone(),
            load,
            room,
            overloaded: load > person.capacity,
        });
    }
    let open = guide.active().1.saturating_sub(active);
    report.more_at_least = report.more_at_least.min(open);
    report.more_at_most = report.more_at_most.min(open);
    for partnership in partnerships {
        report.partnerships.push(partnership.load(guide)?);
    }
    report.people.sort_by(|left, right| left.id.cmp(&right.id));
    (report.partnerships).sort_by(|left, right| left.id.cmp(&right.id));
    Ok(report)
}

/// The load of everybody who works, checked.
fn loads<'a>(
    people: &'a [Person],
    partnerships: &'a [Engagement],
) -> Result<BTreeMap<&'a str, Ratio>, EconomicsError> {
    unique(people.iter().map(|person| &person.id))?;
    unique(partnerships.iter().map(|partnership| &partnership.id))?;
    let out_of_range = |of: &String, share| EconomicsError::ShareOutOfRange {
        of: of.clone(),
        share,
    };
    for Person { id, capacity } in people {
        if capacity.is_negative() || *capacity > Ratio::ONE {
            return Err(out_of_range(id, *capacity));
        }
    }
    let known: BTreeSet<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let mut loads = BTreeMap::new();
    for partnership in partnerships {
        unique(partnership.work.iter().map(|work| &work.person))?;
        for Work { person, share } in &partnership.work {
            if !known.contains(person.as_str()) {
                return Err(EconomicsError::UnknownPerson {
                    person: person.clone(),
                    partnership: partnership.id.clone(),
                });
            }
            if !share.is_positive() || *share > Ratio::ONE {
                return Err(out_of_range(person, *share));
            }
            let load = loads.entry(person.as_str()).or_insert(Ratio::ZERO);
            *load = load.checked_add(*share)?;
        }
    }
    Ok(loads)
}

impl Engagement {
    fn load(&self, guide: &LoadGuide) -> Result<EngagementLoad, RatioError> {
        let mut share = Ratio::ZERO;
        for work in &self.work {
            share = share.checked_add(work.share)?;
        }
        let note = if !self.active {
            LoadNote::Inactive
        } else if share < guide.share().0 {
            LoadNote::Thin
        } else if share > guide.share().1 {
            LoadNote::Heavy
        } else {
            LoadNote::Within
        };
        Ok(EngagementLoad {
            id: self.id.clone(),
            share,
            note,
        })
    }
}
