//! [`Contribution`]: shares by what each party contributed, type by type.

use std::collections::{BTreeMap, BTreeSet};

use num_integer::Integer as _;

use crate::party::PartyId;
use crate::problem::Problem;
use crate::ratio::Ratio;

use super::contribution_error::ContributionError;
use super::grid::{TYPE, shares_on_grid};
use super::shares::{Split, sum_of};

/// How much a type of contribution counts beside the others: "60% of the commercial potential".
///
/// Not to be mixed up with a [`ShareOfType`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeWeight(u64);

impl TypeWeight {
    /// Returns the weight; the weights of all types need no particular total.
    pub const fn new(weight: u64) -> Self {
        Self(weight)
    }

    /// Returns the number.
    pub const fn weight(self) -> u64 {
        self.0
    }
}

/// The part of one type that a party brought: "70% of the funding".
///
/// Not to be mixed up with a [`TypeWeight`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShareOfType(Ratio);

impl ShareOfType {
    /// Returns the share; [`Contribution::new`] checks it with the others of its type.
    pub const fn new(share: Ratio) -> Self {
        Self(share)
    }

    /// Returns the share as a ratio.
    pub const fn share(self) -> Ratio {
        self.0
    }
}

/// What the parties brought to one type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contributed {
    /// Amounts in the type's own unit: cents, hours, points.
    Amounts(BTreeMap<PartyId, u64>),
    /// Shares as they were agreed.
    Stated {
        /// By party, 0 or more; exactly 1 together, or less if somebody gets the rest.
        shares: BTreeMap<PartyId, ShareOfType>,
        /// Who gets what is missing to the whole, beside a share of its own.
        residual: Option<PartyId>,
    },
}

/// A type of contribution: creative direction, production management, funding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributionType {
    /// Its name.
    pub name: String,
    /// How much it counts; a type of weight 0 is checked and otherwise ignored.
    pub weight: TypeWeight,
    /// What the parties brought.
    pub contributed: Contributed,
}

/// What becomes of the weight of a type to which nobody contributed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmptyType {
    /// The other types share it.
    #[default]
    Renormalise,
    /// It goes to one party.
    ToParty(PartyId),
    /// It goes by another split.
    Base(Split),
    /// There is no split then.
    Refuse,
}

/// Types of contribution with agreed weights, and what each party brought to them.
///
/// `share of a party = sum over the types of (weight of the type / all weights) x (its part of the
/// type)`, over the types to which somebody contributed. Types need no common unit, and a type's
/// weight stays what was agreed however much is brought to it; where all is one unit and every
/// contribution dilutes the others, see [`Slices`](super::Slices). The exact shares are quantised
/// as those of any [`Split`]; if the common denominator of all types is `2^127` or more, the
/// shares of each type are put on `10^12` parts first (spec/splits.md 3.1).
///
/// # Examples
///
/// The director brings all of the creative value, the producer 70% of the funding:
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::split::{
///     Contributed, Contribution, ContributionType, EmptyType, ShareOfType, TypeWeight,
/// };
/// use partnership::{PartyId, Ratio};
///
/// let (director, producer) = (PartyId::new("director")?, PartyId::new("producer")?);
/// let stated = |party: &PartyId, percent| Contributed::Stated {
///     shares: BTreeMap::from([(party.clone(), ShareOfType::new(Ratio::from_percent(percent)))]),
///     residual: Some(director.clone()),
/// };
/// let of = |name: &str, weight, contributed| ContributionType {
///     name: name.to_owned(),
///     weight: TypeWeight::new(weight),
///     contributed,
/// };
/// let types = vec![
///     of("creative", 60, stated(&director, 100)),
///     of("funding", 40, stated(&producer, 70)),
/// ];
/// let split = Contribution::new(types, EmptyType::Renormalise)?.split()?;
/// assert_eq!(split.share(&director), Some(Ratio::from_percent(72)));
/// assert_eq!(split.allocate("100.01 USD".parse()?)[&producer].to_string(), "28.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "contribution-weighted")]
#[doc(alias = "sweat equity")]
pub struct Contribution {
    types: Vec<ContributionType>,
    empty: EmptyType,
}

/// The largest sum of all weights.
const MOST_WEIGHT: u128 = 1_000_000_000;

/// The largest common denominator of all types.
const MOST_PARTS: u128 = i128::MAX.unsigned_abs();

impl Contribution {
    /// Checks the types.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn new(
        types: impl Into<Vec<ContributionType>>,
        empty: EmptyType,
    ) -> Result<Self, ContributionError> {
        let types = types.into();
        match Self::problems(&types).into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(Self { types, empty }),
        }
    }

    /// Returns every fault of the types with its place: [`ContributionError::WeightOverflow`] of
    /// all weights, then type by type [`ContributionError::AmountOverflow`], or
    /// [`ContributionError::NegativeShare`] and [`ContributionError::NotWhole`].
    pub fn problems(types: &[ContributionType]) -> Vec<Problem<ContributionError>> {
        let weights = types.iter().map(|kind| u128::from(kind.weight.0));
        let sum = weights.fold(0_u128, u128::saturating_add);
        let mut problems = Vec::new();
        if sum > MOST_WEIGHT {
            problems.push(Problem {
                place: "types".to_owned(),
                fault: ContributionError::WeightOverflow { sum },
            });
        }
        for (position, kind) in types.iter().enumerate() {
            problems.extend(kind.faults().into_iter().map(|fault| Problem {
                place: format!("types[{position}]"),
                fault,
            }));
        }
        problems
    }

    /// Returns the types in the order given.
    pub fn types(&self) -> &[ContributionType] {
        &self.types
    }

    /// Returns what becomes of the weight of an empty type.
    pub const fn empty(&self) -> &EmptyType {
        &self.empty
    }

    /// Returns the split by what was contributed.
    ///
    /// # Errors
    ///
    /// [`ContributionError::EmptyType`] if the terms refuse one,
    /// [`ContributionError::NothingContributed`] if nobody contributed to any type and the terms
    /// name nobody for that, or if no type has a weight.
    pub fn split(&self) -> Result<Split, ContributionError> {
        let blend = self.blend()?;
        let Aligned {
            shares,
            common,
            quantised,
        } = blend.aligned()?;
        let mut all: BTreeMap<PartyId, u128> =
            self.parties().into_iter().map(|party| (party, 0)).collect();
        // All parts together are the weights times the common denominator, at most 2^127 - 1.
        for (weight, sigma) in &shares {
            for (party, share) in sigma {
                add(&mut all, party, *share, *weight, common);
            }
        }
        let step = "a share of all contributions";
        Ok(Split::of_parts(all, quantised, step)?)
    }

    /// Everybody who is listed.
    pub(super) fn parties(&self) -> BTreeSet<PartyId> {
        let mut parties: BTreeSet<PartyId> = self
            .types
            .iter()
            .flat_map(ContributionType::parties)
            .collect();
        match &self.empty {
            EmptyType::ToParty(party) => parties.extend([party.clone()]),
            EmptyType::Base(base) => parties.extend(base.parties().iter().cloned()),
            EmptyType::Renormalise | EmptyType::Refuse => {}
        }
        parties
    }

    /// The shares of all active types with their weights, and what becomes of the others.
    pub(super) fn blend(&self) -> Result<Blend, ContributionError> {
        let positive = self.types.iter().filter(|kind| kind.weight.0 > 0);
        let mut blend = Blend::default();
        let mut missing: u64 = 0;
        let mut first_empty = None;
        for kind in positive {
            let sigma = kind.sigma();
            if sigma.is_empty() {
                missing = missing.saturating_add(kind.weight.0);
                first_empty = first_empty.or(Some(&kind.name));
            } else {
                blend.active.push((kind.weight.0, sigma));
            }
        }
        let rest: Vec<(PartyId, Ratio)> = match (&self.empty, first_empty) {
            (EmptyType::Refuse, Some(name)) => {
                let name = name.clone();
                return Err(ContributionError::EmptyType { name });
            }
            (EmptyType::ToParty(party), Some(_)) => vec![(party.clone(), Ratio::ONE)],
            (EmptyType::Base(base), Some(_)) => {
                let base = base.coarsened();
                blend.quantised = base.is_quantised();
                base.shares().into_iter().collect()
            }
            _ if blend.active.is_empty() => return Err(ContributionError::NothingContributed),
            _ => Vec::new(),
        };
        if !rest.is_empty() {
            blend.rest = Some((missing, rest));
        }
        Ok(blend)
    }
}

impl ContributionType {
    fn faults(&self) -> Vec<ContributionError> {
        let name = || self.name.clone();
        let mut faults = Vec::new();
        match &self.contributed {
            Contributed::Amounts(amounts) => {
                let sum = amounts
                    .values()
                    .fold(0_u128, |sum, amount| sum.saturating_add((*amount).into()));
                if u64::try_from(sum).is_err() {
                    faults.push(ContributionError::AmountOverflow { name: name(), sum });
                }
            }
            Contributed::Stated { shares, residual } => {
                for (party, share) in shares.iter().filter(|(_, share)| share.0.is_negative()) {
                    faults.push(ContributionError::NegativeShare {
                        name: name(),
                        party: party.clone(),
                        share: share.0,
                    });
                }
                match total(shares)
                    .and_then(|total| Some((total, total.checked_sub(Ratio::ONE).ok()?)))
                {
                    Some((total, difference))
                        if difference.is_positive()
                            || (difference.is_negative() && residual.is_none()) =>
                    {
                        faults.push(ContributionError::NotWhole {
                            name: name(),
                            total,
                            difference,
                        });
                    }
                    Some(_) if with_rest(shares, residual.as_ref()).is_some() => {}
                    _ => faults.push(ContributionError::Overflow {
                        step: "the sum of the stated shares",
                    }),
                }
            }
        }
        faults
    }

    /// Whether nobody contributed.
    pub(super) fn is_empty(&self) -> bool {
        self.sigma().is_empty()
    }

    pub(super) fn lists(&self, party: &PartyId) -> bool {
        self.parties().contains(party)
    }

    fn parties(&self) -> Vec<PartyId> {
        match &self.contributed {
            Contributed::Amounts(amounts) => amounts.keys().cloned().collect(),
            Contributed::Stated { shares, residual } => {
                shares.keys().chain(residual).cloned().collect()
            }
        }
    }

    /// The part of the type of every party, 1 together; none if nobody contributed.
    fn sigma(&self) -> Vec<(PartyId, Ratio)> {
        match &self.contributed {
            Contributed::Amounts(amounts) => {
                let sum = amounts
                    .values()
                    .fold(0_i128, |sum, amount| sum.saturating_add((*amount).into()));
                // Without any amount above 0 there is no such fraction.
                let part = |amount: &u64| Ratio::new((*amount).into(), sum).ok();
                amounts
                    .iter()
                    .filter_map(|(party, amount)| Some((party.clone(), part(amount)?)))
                    .collect()
            }
            Contributed::Stated { shares, residual } => {
                // The door found that every share is in range.
                let sigma = with_rest(shares, residual.as_ref()).unwrap_or_default();
                sigma.into_iter().collect()
            }
        }
    }
}

/// The sum of stated shares, if a ratio can hold it.
fn total(shares: &BTreeMap<PartyId, ShareOfType>) -> Option<Ratio> {
    sum_of(shares.values().map(|share| &share.0))
}

/// The stated shares, with the rest for who gets it, if a ratio can hold them.
fn with_rest(
    shares: &BTreeMap<PartyId, ShareOfType>,
    residual: Option<&PartyId>,
) -> Option<BTreeMap<PartyId, Ratio>> {
    let stated = shares.iter();
    let mut all: BTreeMap<PartyId, Ratio> = stated
        .map(|(party, share)| (party.clone(), share.0))
        .collect();
    if let Some(party) = residual {
        let rest = Ratio::ONE.checked_sub(total(shares)?).ok()?;
        let own = all.entry(party.clone()).or_insert(Ratio::ZERO);
        *own = own.checked_add(rest).ok()?;
    }
    Some(all)
}

/// The part of a type by party.
type Sigma = Vec<(PartyId, Ratio)>;

/// Shares that are mixed in proportion to weights.
#[derive(Debug, Default)]
pub(super) struct Blend {
    /// The weight of every active type, and the part of it that each party brought.
    pub(super) active: Vec<(u64, Sigma)>,
    /// The weight of the empty types, and to whom it goes, unless the others share it.
    pub(super) rest: Option<(u64, Sigma)>,
    /// Whether the base was coarsened.
    pub(super) quantised: bool,
}

impl Blend {
    /// Whether the shares of each type have to be put on the grid first.
    pub(super) fn needs_grid(&self) -> bool {
        let all = || self.active.iter().chain(&self.rest);
        common_within(all(), bounds(all()).1).is_none()
    }

    /// The same with one denominator for all shares, on a grid if need be.
    fn aligned(self) -> Result<Aligned, ContributionError> {
        let Self {
            mut active,
            mut rest,
            quantised,
        } = self;
        let (divisor, most) = bounds(active.iter().chain(&rest));
        let exact = common_within(active.iter().chain(&rest), most);
        if exact.is_none() {
            for (_, sigma) in &mut active {
                put_on_grid(sigma);
            }
        }
        let step = "the common denominator of all types";
        let common = exact
            .or_else(|| common_within(active.iter().chain(&rest), most))
            .ok_or(ContributionError::Overflow { step })?;
        for (weight, _) in active.iter_mut().chain(&mut rest) {
            *weight = weight.checked_div(divisor).unwrap_or(*weight);
        }
        active.extend(rest);
        Ok(Aligned {
            shares: active,
            common,
            quantised: quantised || exact.is_none(),
        })
    }
}

/// Shares of all types, with their weights in lowest terms and one denominator for all.
struct Aligned {
    shares: Vec<(u64, Sigma)>,
    common: u128,
    quantised: bool,
}

/// What divides all weights, and the largest common denominator that they leave room for.
fn bounds<'a>(all: impl Iterator<Item = &'a (u64, Sigma)>) -> (u64, u128) {
    let (mut divisor, mut sum) = (0_u64, 0_u64);
    for (weight, _) in all {
        divisor = divisor.gcd(weight);
        sum = sum.saturating_add(*weight);
    }
    let sum = u128::from(sum.checked_div(divisor).unwrap_or(1));
    (divisor, MOST_PARTS.checked_div(sum).unwrap_or(MOST_PARTS))
}

/// Puts the part of every party in one type on the grid of types.
fn put_on_grid(sigma: &mut Sigma) {
    let shares: Vec<Ratio> = sigma.iter().map(|(_, share)| *share).collect();
    let parts = shares_on_grid(&shares, TYPE);
    for ((_, share), part) in sigma.iter_mut().zip(parts) {
        *share = Ratio::new(part.into(), TYPE.parts.into()).unwrap_or(*share);
    }
}

/// The least common denominator of all shares, if it is at most `most`.
fn common_within<'a>(shares: impl Iterator<Item = &'a (u64, Sigma)>, most: u128) -> Option<u128> {
    let mut common: u128 = 1;
    for (_, share) in shares.flat_map(|(_, sigma)| sigma) {
        let denominator = share.denominator().unsigned_abs();
        let rest = denominator.checked_div(common.gcd(&denominator))?;
        common = common.checked_mul(rest).filter(|common| *common <= most)?;
    }
    Some(common)
}

/// Adds a share, in proportion to its weight, to what a party has of all.
fn add(
    all: &mut BTreeMap<PartyId, u128>,
    party: &PartyId,
    share: Ratio,
    weight: u64,
    common: u128,
) {
    let times = common.checked_div(share.denominator().unsigned_abs());
    let part = share
        .numerator()
        .unsigned_abs()
        .saturating_mul(times.unwrap_or(0))
        .saturating_mul(weight.into());
    let own = all.entry(party.clone()).or_insert(0);
    *own = own.saturating_add(part);
}
