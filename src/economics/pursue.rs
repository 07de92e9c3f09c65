//! [`pursue`]: which partnerships to take up next (E3).

use std::cmp::Reverse;

use num_integer::Integer as _;

use super::error::{EconomicsError, not_negative, unique};
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// A partnership that might be taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Candidate {
    /// Which.
    pub id: String,
    /// What it is worth, 0 or more.
    pub value: Ratio,
    /// What it takes, above 0.
    pub effort: Ratio,
    /// Whether it is out of the question.
    #[cfg_attr(feature = "serde", serde(default))]
    pub barred: bool,
}

/// Why a candidate was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LeftOut {
    /// It is out of the question.
    Barred,
    /// It takes more than there is.
    TooBig,
    /// Others are worth more together.
    Displaced,
}

impl LeftOut {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Barred => "barred",
            Self::TooBig => "too_big",
            Self::Displaced => "displaced",
        }
    }
}

/// What the rule of thumb takes: the most value for the effort first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RuleOfThumb {
    /// Which, by id.
    pub chosen: Vec<String>,
    /// What they are worth.
    pub value: Ratio,
}

/// Which partnerships to take up next; every list by id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Pursuit {
    /// Those worth most together.
    pub chosen: Vec<String>,
    /// What they are worth.
    pub value: Ratio,
    /// What they take.
    pub effort: Ratio,
    /// What is left of the capacity.
    pub room_left: Ratio,
    /// What the rule of thumb would take, so that the gain shows.
    pub rule_of_thumb: RuleOfThumb,
    /// The others, and why.
    pub left: Vec<(String, LeftOut)>,
}

/// The largest table that is filled.
const MOST_CELLS: u128 = 10_000_000;

/// Returns which candidates to take up: those worth most together, exactly.
///
/// Largest value; then least effort; then, going through the ids in order, the set that takes the
/// earlier one (spec/health-economics.md 8).
///
/// # Errors
///
/// [`EconomicsError::DuplicateId`], [`EconomicsError::Negative`],
/// [`EconomicsError::ZeroEffort`], [`EconomicsError::TooLarge`] if the table would have more than
/// 10,000,000 cells, [`EconomicsError::Overflow`].
///
/// # Examples
///
/// Best by the hour is not best:
///
/// ```
/// use partnership::economics::{Candidate, pursue};
///
/// let candidate = |id: &str, value: i64, effort: i64| Candidate {
///     id: id.to_owned(),
///     value: value.into(),
///     effort: effort.into(),
///     barred: false,
/// };
/// let all = [candidate("a", 60, 10), candidate("b", 100, 20), candidate("c", 120, 30)];
/// let next = pursue(&all, "50".parse()?, None)?;
/// assert_eq!(next.chosen, ["b", "c"]);
/// assert_eq!((next.value, next.rule_of_thumb.value), ("220".parse()?, "160".parse()?));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "knapsack")]
pub fn pursue(
    candidates: &[Candidate],
    capacity: Ratio,
    slots: Option<u32>,
) -> Result<Pursuit, EconomicsError> {
    unique(candidates.iter().map(|candidate| &candidate.id))?;
    for candidate in candidates {
        not_negative("the value of a candidate", candidate.value)?;
        if !candidate.effort.is_positive() {
            return Err(EconomicsError::ZeroEffort {
                id: candidate.id.clone(),
            });
        }
    }
    not_negative("the capacity", capacity)?;
    let mut by_id: Vec<&Candidate> = candidates.iter().collect();
    by_id.sort_by_key(|candidate| &candidate.id);
    let open: Vec<&Candidate> = by_id.iter().copied().filter(|one| !one.barred).collect();
    let slots = slots.map_or(open.len(), |slots| {
        usize::try_from(slots).map_or(open.len(), |slots| slots.min(open.len()))
    });
    let chosen = Table::of(&open, capacity, slots)?.best();
    let is_chosen = |id: &str| chosen.iter().any(|one| one.id == id);
    let left = by_id.iter().filter(|one| !is_chosen(&one.id));
    let left = left.map(|one| {
        let why = match one {
            Candidate { barred: true, .. } => LeftOut::Barred,
            Candidate { effort, .. } if *effort > capacity => LeftOut::TooBig,
            _ => LeftOut::Displaced,
        };
        (one.id.clone(), why)
    });
    let effort = sum(chosen.iter().map(|one| one.effort))?;
    Ok(Pursuit {
        value: sum(chosen.iter().map(|one| one.value))?,
        effort,
        room_left: capacity.checked_sub(effort)?,
        rule_of_thumb: by_rule_of_thumb(&open, capacity, slots)?,
        left: left.collect(),
        chosen: chosen.iter().map(|one| one.id.clone()).collect(),
    })
}

/// Takes what is worth most for its effort first, as long as it fits.
fn by_rule_of_thumb(
    open: &[&Candidate],
    capacity: Ratio,
    slots: usize,
) -> Result<RuleOfThumb, RatioError> {
    let mut order = Vec::with_capacity(open.len());
    for candidate in open {
        let worth = candidate.value.checked_div(candidate.effort)?;
        order.push((Reverse(worth), Reverse(candidate.value), *candidate));
    }
    // A stable sort leaves ties by id.
    order.sort_by_key(|(worth, value, _)| (*worth, *value));
    let (mut room, mut chosen) = (capacity, Vec::new());
    for (_, _, candidate) in order {
        if chosen.len() < slots && candidate.effort <= room {
            room = room.checked_sub(candidate.effort)?;
            chosen.push(candidate);
        }
    }
    let value = sum(chosen.iter().map(|one| one.value))?;
    let mut chosen: Vec<String> = chosen.iter().map(|one| one.id.clone()).collect();
    chosen.sort_unstable();
    Ok(RuleOfThumb { chosen, value })
}

fn sum(values: impl Iterator<Item = Ratio>) -> Result<Ratio, RatioError> {
    let mut values = values;
    values.try_fold(Ratio::ZERO, Ratio::checked_add)
}

/// What the candidates from one on are worth at most, and what they take for it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Worth {
    value: i128,
    effort: usize,
}

/// The choices of every candidate, at every room and number of slots that is left.
struct Table<'a> {
    open: &'a [&'a Candidate],
    /// What each takes, in units of the common denominator; more than the room if it cannot fit.
    efforts: Vec<usize>,
    room: usize,
    layers: usize,
    /// Whether slots are counted at all.
    counts_slots: bool,
    /// By candidate, slots left and room left: whether it is taken there.
    taken: Vec<bool>,
}

impl<'a> Table<'a> {
    fn of(
        open: &'a [&'a Candidate],
        capacity: Ratio,
        slots: usize,
    ) -> Result<Self, EconomicsError> {
        const FINE: EconomicsError = EconomicsError::TooLarge {
            what: "the common denominator of the efforts",
        };
        let common = common(open.iter().map(|one| one.effort)).ok_or(FINE)?;
        let all = sum(open.iter().map(|one| one.effort))?;
        let units = |ratio: Ratio| -> Option<u128> {
            let scaled = ratio.checked_mul(common).ok()?;
            u128::try_from(scaled.round(Rounding::Floor)).ok()
        };
        let large = EconomicsError::TooLarge {
            what: "the table of candidates, room and slots",
        };
        let room = units(capacity.min(all)).ok_or(large.clone())?;
        let wide = |count: usize| u128::try_from(count).unwrap_or(u128::MAX);
        let cells = wide(open.len())
            .checked_mul(room.saturating_add(1))
            .and_then(|cells| cells.checked_mul(wide(slots).saturating_add(1)));
        if cells.is_none_or(|cells| cells > MOST_CELLS) {
            return Err(large);
        }
        let room = usize::try_from(room).map_err(|_| large.clone())?;
        let efforts = open.iter().map(|one| {
            let effort = units(one.effort).and_then(|units| usize::try_from(units).ok());
            effort.unwrap_or(usize::MAX)
        });
        let counts_slots = slots < open.len();
        let mut table = Self {
            open,
            efforts: efforts.collect(),
            room,
            layers: if counts_slots {
                slots.saturating_add(1)
            } else {
                1
            },
            counts_slots,
            taken: Vec::new(),
        };
        table.fill()?;
        Ok(table)
    }

    /// How many cells a candidate has.
    fn cells(&self) -> usize {
        self.layers.saturating_mul(self.room.saturating_add(1))
    }

    fn place(&self, layer: usize, room: usize) -> usize {
        layer
            .saturating_mul(self.room.saturating_add(1))
            .saturating_add(room)
    }

    /// Fills the table from the last candidate to the first, so that a tie takes the earlier one.
    fn fill(&mut self) -> Result<(), EconomicsError> {
        let values = values(self.open)?;
        let cells = self.cells();
        let mut best = vec![
            Worth {
                value: 0,
                effort: 0
            };
            cells
        ];
        self.taken = vec![false; cells.saturating_mul(self.open.len())];
        for (number, value) in values.iter().enumerate().rev() {
            let effort = self.efforts.get(number).copied().unwrap_or(usize::MAX);
            let first = cells.saturating_mul(number);
            for layer in (0..self.layers).rev() {
                let before = match (self.counts_slots, layer.checked_sub(1)) {
                    (false, _) => layer,
                    (true, Some(before)) => before,
                    (true, None) => continue,
                };
                for room in (effort..=self.room).rev() {
                    let rest = self.place(before, room.saturating_sub(effort));
                    let here = self.place(layer, room);
                    let (Some(rest), Some(without)) = (best.get(rest), best.get(here)) else {
                        continue;
                    };
                    let with = Worth {
                        value: rest.value.saturating_add(*value),
                        effort: rest.effort.saturating_add(effort),
                    };
                    if (with.value, Reverse(with.effort))
                        >= (without.value, Reverse(without.effort))
                    {
                        if let Some(cell) = best.get_mut(here) {
                            *cell = with;
                        }
                        if let Some(taken) = self.taken.get_mut(first.saturating_add(here)) {
                            *taken = true;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The best choice, by id.
    fn best(&self) -> Vec<&'a Candidate> {
        let (mut layer, mut room) = (self.layers.saturating_sub(1), self.room);
        let mut chosen = Vec::new();
        for (number, candidate) in self.open.iter().enumerate() {
            let first = self.cells().saturating_mul(number);
            let place = first.saturating_add(self.place(layer, room));
            if self.taken.get(place) == Some(&true) {
                chosen.push(*candidate);
                let effort = self.efforts.get(number).copied().unwrap_or(0);
                room = room.saturating_sub(effort);
                if self.counts_slots {
                    layer = layer.saturating_sub(1);
                }
            }
        }
        chosen
    }
}

/// The values as whole numbers of one unit, all of which together are in range.
fn values(open: &[&Candidate]) -> Result<Vec<i128>, RatioError> {
    const OVERFLOW: RatioError = RatioError::Overflow {
        operation: "the common denominator of the values",
    };
    let common = common(open.iter().map(|one| one.value)).ok_or(OVERFLOW)?;
    let mut values = Vec::with_capacity(open.len());
    let mut all: i128 = 0;
    for candidate in open {
        let value = candidate.value.checked_mul(common)?.numerator();
        all = all.checked_add(value).ok_or(OVERFLOW)?;
        values.push(value);
    }
    Ok(values)
}

/// The least common denominator, if it is in range.
fn common(mut ratios: impl Iterator<Item = Ratio>) -> Option<Ratio> {
    let common = ratios.try_fold(1_i128, |common, ratio| {
        let rest = ratio
            .denominator()
            .checked_div(common.gcd(&ratio.denominator()))?;
        common.checked_mul(rest)
    })?;
    Ratio::new(common, 1).ok()
}
