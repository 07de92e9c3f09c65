//! [`krippendorff_alpha`]: how far raters agree beyond chance.

use std::collections::BTreeMap;

use num_integer::Integer as _;

use super::panel_error::PanelError;
use crate::ratio::{Ratio, RatioError};
use crate::wide;

/// Which differences between values mean something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "level of measurement")]
pub enum AlphaLevel {
    /// Equal or not: names.
    Nominal,
    /// Which of two is larger: grades.
    #[default]
    Ordinal,
    /// By how much: temperatures.
    Interval,
    /// By what part: amounts from 0 on.
    Ratio,
}

/// Krippendorff's alpha, or why it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Alpha {
    /// 1 for full agreement, 0 for what chance would bring, below 0 for less.
    Value(Ratio),
    /// There is nothing to compare.
    Undefined(Undefined),
}

/// Why an alpha has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Undefined {
    /// No unit has two values.
    NothingPairable,
    /// All values are equal: neither agreement nor chance can be told.
    NoVariation,
}

/// Returns Krippendorff's alpha of units, each with the values that raters gave it.
///
/// `alpha = 1 - Do / De`: the disagreement inside the units over what the same values would show if
/// they were dealt out by chance. Units with fewer than two values do not count
/// (spec/alignment.md 8). Time grows with the values, after one sort; for the ratio level also
/// with the square of the distinct values.
///
/// # Errors
///
/// [`PanelError::NegativeForRatio`], [`PanelError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Alpha, AlphaLevel, exact_pairs, krippendorff_alpha};
/// use partnership::Ratio;
///
/// let units = [[5, 5], [5, 5], [5, 5], [5, 4]].map(|unit| unit.map(Ratio::from_integer));
/// // Three of four units agree, and alpha is exactly 0: always look at both.
/// assert_eq!(exact_pairs(&units), Some("3/4".parse()?));
/// let alpha = krippendorff_alpha(&units, AlphaLevel::Ordinal)?;
/// assert_eq!(alpha, Alpha::Value(Ratio::ZERO));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "inter-rater reliability")]
#[doc(alias = "inter-rater agreement")]
pub fn krippendorff_alpha(
    units: &[impl AsRef<[Ratio]>],
    level: AlphaLevel,
) -> Result<Alpha, PanelError> {
    let all = || units.iter().flat_map(AsRef::as_ref);
    if level == AlphaLevel::Ratio {
        if let Some(value) = all().copied().find(|value| value.is_negative()) {
            return Err(PanelError::NegativeForRatio { value });
        }
    }
    let counted = Counted::of(units);
    if counted.units.is_empty() {
        return Ok(Alpha::Undefined(Undefined::NothingPairable));
    }
    if counted.values.all.len() == 1 {
        return Ok(Alpha::Undefined(Undefined::NoVariation));
    }
    let alpha = match level {
        AlphaLevel::Nominal => counted.alpha(nominal),
        AlphaLevel::Ordinal => {
            let ranks = counted.middle_ranks();
            counted.alpha(|counts| squares(counts, &ranks))
        }
        AlphaLevel::Interval => {
            let values = counted.whole_distances()?;
            counted.alpha(|counts| squares(counts, &values))
        }
        AlphaLevel::Ratio => {
            let values = counted.whole_values()?;
            counted.alpha(|counts| proportions(counts, &values))
        }
    };
    Ok(Alpha::Value(alpha?))
}

/// Returns the share of the pairs inside units that are equal; none without pairs.
#[doc(alias = "percent agreement")]
pub fn exact_pairs(units: &[impl AsRef<[Ratio]>]) -> Option<Ratio> {
    let counted = Counted::of(units);
    let (mut equal, mut all) = (0_i128, 0_i128);
    for (size, counts) in counted.units() {
        for (_, count) in counts {
            equal = equal.saturating_add(ordered_pairs(*count));
        }
        all = all.saturating_add(ordered_pairs(size));
    }
    Ratio::new(equal, all).ok()
}

/// How many ordered pairs so many values make.
fn ordered_pairs(count: u64) -> i128 {
    let count = i128::from(count);
    count.saturating_mul(count.saturating_sub(1))
}

/// How often distinct values were given, by their positions: `(position, count)`.
type Counts = [(usize, u64)];

/// A unit with two values or more.
struct Unit {
    size: u64,
    /// Where its counts end; they begin where those of the unit before end.
    end: usize,
}

/// The values of all units that can be paired.
struct Counted {
    values: Distinct,
    /// How often each distinct value was given in all.
    totals: Vec<(usize, u64)>,
    /// How often by unit, one unit after the other.
    counts: Vec<(usize, u64)>,
    units: Vec<Unit>,
}

impl Counted {
    fn of(units: &[impl AsRef<[Ratio]>]) -> Self {
        let mut counted = Self {
            values: Distinct::new(),
            totals: Vec::new(),
            counts: Vec::new(),
            units: Vec::new(),
        };
        // The counts of the unit at hand by position, and the positions that it has.
        let (mut own, mut touched) = (Vec::new(), Vec::new());
        let pairable = units.iter().map(AsRef::as_ref);
        for unit in pairable.filter(|unit| unit.len() > 1) {
            for value in unit {
                let at = counted.values.position(*value);
                if at >= own.len() {
                    own.resize(at.saturating_add(1), 0_u64);
                }
                if let Some(count) = own.get_mut(at) {
                    if *count == 0 {
                        touched.push(at);
                    }
                    *count = count.saturating_add(1);
                }
            }
            for at in touched.drain(..) {
                let count = own.get_mut(at).map(std::mem::take);
                counted.counts.push((at, count.unwrap_or(0)));
            }
            counted.units.push(Unit {
                size: wide::count(unit.len()),
                end: counted.counts.len(),
            });
        }
        let mut totals = vec![0_u64; own.len()];
        for (at, count) in &counted.counts {
            if let Some(total) = totals.get_mut(*at) {
                *total = total.saturating_add(*count);
            }
        }
        counted.totals = totals.into_iter().enumerate().collect();
        counted
    }

    /// The units with their counts.
    fn units(&self) -> impl Iterator<Item = (u64, &Counts)> {
        let mut start = 0;
        self.units.iter().map(move |unit| {
            let counts = self.counts.get(start..unit.end).unwrap_or_default();
            start = unit.end;
            (unit.size, counts)
        })
    }

    /// `1 - Do / De`, by the disagreement of all ordered pairs of some counts.
    fn alpha(
        &self,
        disagreement: impl Fn(&Counts) -> Result<Ratio, RatioError>,
    ) -> Result<Ratio, RatioError> {
        // Units of one size are added up before they are divided.
        let mut by_size: Vec<(u64, Ratio)> = Vec::new();
        for (size, counts) in self.units() {
            let found = disagreement(counts)?;
            match by_size.binary_search_by_key(&size, |(size, _)| *size) {
                Ok(at) => {
                    if let Some((_, sum)) = by_size.get_mut(at) {
                        *sum = sum.checked_add(found)?;
                    }
                }
                Err(at) => by_size.insert(at, (size, found)),
            }
        }
        let mut inside = Ratio::ZERO;
        for (size, sum) in by_size {
            inside = inside.checked_add(sum.checked_div(size.saturating_sub(1).into())?)?;
        }
        let sizes = self.totals.iter().map(|(_, count)| *count);
        let all = sizes.fold(0_u64, u64::saturating_add);
        let chance = disagreement(&self.totals)?.checked_div(all.saturating_sub(1).into())?;
        // Both are divided by the number of values.
        Ratio::ONE.checked_sub(inside.checked_div(chance)?)
    }

    /// Twice the middle rank of each distinct value among all.
    fn middle_ranks(&self) -> Vec<i128> {
        let mut before = 0_i128;
        let mut ranks = vec![0; self.totals.len()];
        for at in self.values.ascending() {
            let (Some((_, count)), Some(rank)) = (self.totals.get(at), ranks.get_mut(at)) else {
                continue;
            };
            let count = i128::from(*count);
            *rank = before.saturating_add(count);
            before = before.saturating_add(count.saturating_mul(2));
        }
        ranks
    }

    /// How far the distinct values are above the least, in the largest unit that measures all.
    fn whole_distances(&self) -> Result<Vec<i128>, PanelError> {
        let mut values = self.whole_values()?;
        let least = values.iter().min().copied().unwrap_or(0);
        let mut unit = 0_i128;
        for value in &mut values {
            *value = value.checked_sub(least).ok_or(PanelError::Overflow)?;
            unit = unit.gcd(value);
        }
        let whole = values
            .iter()
            .map(|value| value.checked_div(unit).unwrap_or(0));
        Ok(whole.collect())
    }

    /// The distinct values over their common denominator.
    fn whole_values(&self) -> Result<Vec<i128>, PanelError> {
        let mut common = 1_i128;
        for value in &self.values.all {
            let below = value.denominator();
            let times = below.checked_div(common.gcd(&below));
            let product = times.and_then(|times| common.checked_mul(times));
            common = product.ok_or(PanelError::Overflow)?;
        }
        let whole = self.values.all.iter().map(|value| {
            let times = common.checked_div(value.denominator());
            let product = times.and_then(|times| value.numerator().checked_mul(times));
            product.ok_or(PanelError::Overflow)
        });
        whole.collect()
    }
}

/// How many values of late are found without a search; a power of two.
const RECENT: usize = 64;

/// Distinct values, each with a position in the order in which they were first met.
struct Distinct {
    all: Vec<Ratio>,
    places: BTreeMap<Ratio, usize>,
    /// The last value met of each kind of bits, with its position.
    recent: [(Ratio, usize); RECENT],
}

impl Distinct {
    fn new() -> Self {
        Self {
            all: Vec::new(),
            places: BTreeMap::new(),
            // No value has this position.
            recent: [(Ratio::ZERO, usize::MAX); RECENT],
        }
    }

    /// The position of a value, which is new if it was not met before.
    #[inline]
    fn position(&mut self, value: Ratio) -> usize {
        let slot = slot(value);
        match self.recent.get(slot) {
            Some((last, at)) if *last == value && *at != usize::MAX => *at,
            _ => self.search(value, slot),
        }
    }

    #[cold]
    fn search(&mut self, value: Ratio, slot: usize) -> usize {
        let next = self.all.len();
        let at = *self.places.entry(value).or_insert(next);
        if at == next {
            self.all.push(value);
        }
        if let Some(recent) = self.recent.get_mut(slot) {
            *recent = (value, at);
        }
        at
    }

    /// The positions by value, the least first.
    fn ascending(&self) -> impl Iterator<Item = usize> {
        self.places.values().copied()
    }
}

/// Where a value of late stands: the bits above and below the line, spread over the slots.
fn slot(value: Ratio) -> usize {
    let above = wide::low64(value.numerator().unsigned_abs());
    let below = wide::low64(value.denominator().unsigned_abs());
    // 2^64 over the golden ratio: neighbours fall far apart.
    let spread = above
        .wrapping_add(below.rotate_left(32))
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The upper 6 bits.
    usize::try_from(spread >> 58).unwrap_or(0)
}

const OVERFLOW: RatioError = RatioError::Overflow {
    operation: "the disagreement of values",
};

/// How many ordered pairs are unequal.
fn nominal(counts: &Counts) -> Result<Ratio, RatioError> {
    let (mut all, mut equal) = (0_i128, 0_i128);
    for (_, count) in counts {
        let count = i128::from(*count);
        all = all.saturating_add(count);
        equal = equal.saturating_add(count.saturating_mul(count));
    }
    Ratio::new(all.saturating_mul(all).saturating_sub(equal), 1)
}

/// The squared differences of all ordered pairs: twice `n` times the sum of squares less the
/// square of the sum.
fn squares(counts: &Counts, values: &[i128]) -> Result<Ratio, RatioError> {
    let add = || {
        let (mut n, mut sum, mut square) = (0_i128, 0_i128, 0_i128);
        for (at, count) in counts {
            let (value, count) = (*values.get(*at)?, i128::from(*count));
            let times = value.checked_mul(count)?;
            n = n.checked_add(count)?;
            sum = sum.checked_add(times)?;
            square = square.checked_add(times.checked_mul(value)?)?;
        }
        let difference = n.checked_mul(square)?.checked_sub(sum.checked_mul(sum)?)?;
        difference.checked_mul(2)
    };
    Ratio::new(add().ok_or(OVERFLOW)?, 1)
}

/// The squares of difference over sum of all ordered pairs, of values from 0 on.
fn proportions(counts: &Counts, values: &[i128]) -> Result<Ratio, RatioError> {
    let mut found = Ratio::ZERO;
    for (position, (at, count)) in counts.iter().enumerate() {
        for (other, times) in counts.get(..position).unwrap_or_default() {
            let (Some(left), Some(right)) = (values.get(*at), values.get(*other)) else {
                continue;
            };
            let difference = left.checked_sub(*right).ok_or(OVERFLOW)?;
            // Distinct values from 0 on, so their sum is above 0.
            let part = Ratio::new(difference, left.checked_add(*right).ok_or(OVERFLOW)?)?;
            let pairs = i128::from(*count).checked_mul(i128::from(*times));
            let pairs = pairs
                .and_then(|pairs| pairs.checked_mul(2))
                .ok_or(OVERFLOW)?;
            let square = part.checked_mul(part)?;
            found = found.checked_add(square.checked_mul(Ratio::new(pairs, 1)?)?)?;
        }
    }
    Ok(found)
}
