//! [`SharedValueMatrix`]: who brings which part of the value, and who gets which.

use std::collections::BTreeMap;

use crate::party::PartyId;
use crate::problem::{Problem, door};
use crate::ratio::{Ratio, RatioError};

use super::by_id::ById;
use super::id::Id;
use super::importance::{Importance, ImportanceFault};
use super::schema::Schema;
use super::shared_value_error::SharedValueError;

/// What every party brought or received, by dimension, each dimension in its own unit.
pub(super) type Amounts = BTreeMap<PartyId, ById<Ratio>>;

/// How the parties take part in the benefit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Benefit {
    /// By agreed parts of any total.
    Split(
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
        BTreeMap<PartyId, u32>,
    ),
    /// By what each received in each dimension.
    Received(
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
        BTreeMap<PartyId, ById<Ratio>>,
    ),
}

impl Benefit {
    fn parties(&self) -> Vec<&PartyId> {
        match self {
            Self::Split(parts) => parts.keys().collect(),
            Self::Received(amounts) => amounts.keys().collect(),
        }
    }
}

/// A matrix as it is written down; [`Self::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SharedValueDraft {
    /// What is brought: usually [`SharedValueMatrix::DIMENSIONS`].
    #[cfg_attr(feature = "serde", serde(default = "usual_dimensions"))]
    pub dimensions: Vec<Id>,
    /// How much each dimension counts, in parts; one left out has 0, and where nothing is said
    /// all count alike.
    #[cfg_attr(feature = "serde", serde(default))]
    pub weights: Option<ById<u32>>,
    /// What each party brought; what is left out is 0.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub contributions: BTreeMap<PartyId, ById<Ratio>>,
    /// How they take part in the benefit.
    pub benefit: Benefit,
    /// How much more a party may bring than it gets, as a part of all value: usually 1/20.
    #[cfg_attr(
        feature = "serde",
        serde(default = "SharedValueMatrix::default_tolerance")
    )]
    pub tolerance: Ratio,
}

fn usual_dimensions() -> Vec<Id> {
    SharedValueMatrix::DIMENSIONS.map(Id::fixed).into()
}

impl SharedValueDraft {
    /// Returns a draft over the usual dimensions, all alike, with the usual tolerance.
    pub fn new(contributions: BTreeMap<PartyId, ById<Ratio>>, benefit: Benefit) -> Self {
        Self {
            dimensions: usual_dimensions(),
            weights: None,
            contributions,
            benefit,
            tolerance: SharedValueMatrix::default_tolerance(),
        }
    }

    /// Checks the matrix.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<SharedValueMatrix, SharedValueError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(SharedValueMatrix { draft: self }),
        }
    }

    /// Returns every fault of the matrix with its place.
    ///
    /// In this order: [`SharedValueError::DuplicateDimension`],
    /// [`SharedValueError::UnknownDimension`], [`SharedValueError::NoWeight`],
    /// [`SharedValueError::NoParties`], of what is brought
    /// [`SharedValueError::UnknownDimension`] and [`SharedValueError::NegativeAmount`], then
    /// [`SharedValueError::NothingContributed`]; of the benefit the same with
    /// [`SharedValueError::UnknownParty`] and [`SharedValueError::NothingReceived`], of agreed
    /// parts [`SharedValueError::NoWeight`]; [`SharedValueError::BadTolerance`].
    pub fn problems(&self) -> Vec<Problem<SharedValueError>> {
        let mut problems = Vec::new();
        let mut note = |place: &str, fault| {
            let place = place.to_owned();
            problems.push(Problem { place, fault });
        };
        if let Some(dimension) = Importance::twice(&self.dimensions) {
            let dimension = dimension.clone();
            note(
                "dimensions",
                SharedValueError::DuplicateDimension { dimension },
            );
        }
        for fault in Importance::faults(&self.dimensions, self.weights.as_ref()) {
            let fault = match fault {
                ImportanceFault::Unknown(dimension) => {
                    SharedValueError::UnknownDimension { dimension }
                }
                ImportanceFault::NoWeight => SharedValueError::NoWeight,
            };
            note("weights", fault);
        }
        if self.contributions.is_empty() {
            note("contributions", SharedValueError::NoParties);
        }
        self.amount_faults("contributions", &self.contributions, &mut note);
        if !self.contributions.is_empty() && !self.counts(&self.contributions) {
            note("contributions", SharedValueError::NothingContributed);
        }
        for party in self.benefit.parties() {
            if !self.contributions.contains_key(party) {
                let party = party.clone();
                note("benefit", SharedValueError::UnknownParty { party });
            }
        }
        match &self.benefit {
            Benefit::Split(parts) if parts.values().all(|part| *part == 0) => {
                note("benefit.split", SharedValueError::NoWeight);
            }
            Benefit::Split(_) => {}
            Benefit::Received(amounts) => {
                self.amount_faults("benefit.received", amounts, &mut note);
                if !self.counts(amounts) {
                    note("benefit.received", SharedValueError::NothingReceived);
                }
            }
        }
        let tolerance = self.tolerance;
        if tolerance.is_negative() || tolerance > Ratio::ONE {
            note("tolerance", SharedValueError::BadTolerance { tolerance });
        }
        problems
    }

    fn amount_faults(
        &self,
        place: &str,
        amounts: &Amounts,
        note: &mut impl FnMut(&str, SharedValueError),
    ) {
        for (party, own) in amounts {
            for (dimension, amount) in own.iter() {
                let place = format!("{place}.{party}.{dimension}");
                let (party, dimension) = (party.clone(), dimension.clone());
                if !self.dimensions.contains(&dimension) {
                    note(&place, SharedValueError::UnknownDimension { dimension });
                } else if amount.is_negative() {
                    let fault = SharedValueError::NegativeAmount {
                        party,
                        dimension,
                        amount: *amount,
                    };
                    note(&place, fault);
                }
            }
        }
    }

    /// Whether anything was brought to a dimension that has a weight.
    fn counts(&self, amounts: &Amounts) -> bool {
        let importance = Importance::of(&self.dimensions, self.weights.as_ref());
        let weighted = self.dimensions.iter().zip(importance.parts());
        let weighted = weighted.filter(|(_, part)| **part > 0);
        weighted
            .map(|(dimension, _)| dimension)
            .any(|dimension| brought(amounts, dimension))
    }
}

/// Whether anybody brought anything to a dimension.
fn brought(amounts: &Amounts, dimension: &Id) -> bool {
    let mut own = amounts.values().filter_map(|own| own.get(dimension));
    own.any(|amount| amount.is_positive())
}

/// Shared Value Matrix: what each party brings and what it gets, in parts of the whole.
///
/// A party's contribution is the weighted mean of its shares in each dimension, its benefit an
/// agreed part or the same mean of what it received. Dimensions need no common unit
/// (spec/alignment.md 11).
///
/// # Examples
///
/// Half of the value, two fifths of the benefit:
///
/// ```
/// use partnership::PartyId;
/// use partnership::alignment::{Benefit, ById, SharedValueDraft, SharedValueMatrix};
///
/// let (producer, partner) = (PartyId::new("producer")?, PartyId::new("partner")?);
/// let brings = |amounts: [u32; 4]| SharedValueMatrix::DIMENSIONS.iter().zip(amounts)
///     .map(|(dimension, amount)| Ok((dimension.parse()?, amount.into())))
///     .collect::<Result<ById<_>, partnership::Error>>();
/// let matrix = SharedValueDraft::new(
///     [
///         (producer.clone(), brings([30, 80, 40, 50])?),
///         (partner.clone(), brings([70, 20, 60, 50])?),
///     ].into(),
///     Benefit::Split([(producer.clone(), 40), (partner, 60)].into()),
/// ).build()?;
/// let shared = matrix.shared_value()?;
/// assert_eq!(shared.contribution[&producer].to_string(), "1/2");
/// assert_eq!(shared.over[&producer].to_string(), "1/10");
/// assert_eq!(shared.over_contributors, [producer]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "SharedValueDraft", into = "SharedValueDraft")
)]
pub struct SharedValueMatrix {
    draft: SharedValueDraft,
}

/// Who brings which part of the value, who gets which, and who brings more than it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SharedValue {
    pub(super) schema: Schema,
    /// The part of the value that each party brings: 1 together.
    pub contribution: BTreeMap<PartyId, Ratio>,
    /// The part of the benefit that each party gets: 1 together.
    pub benefit: BTreeMap<PartyId, Ratio>,
    /// Contribution less benefit: 0 together.
    pub over: BTreeMap<PartyId, Ratio>,
    /// Benefit over contribution; none for a party that brings nothing.
    pub equity: BTreeMap<PartyId, Option<Ratio>>,
    /// Who brings more than it gets by more than the tolerance, the largest first, then by id.
    pub over_contributors: Vec<PartyId>,
    /// The dimensions to which nobody brought anything; they leave with their weight.
    pub empty: Vec<Id>,
}

impl SharedValueMatrix {
    /// The usual dimensions.
    pub const DIMENSIONS: [&'static str; 4] =
        ["financial", "creative", "strategic", "reputational"];

    /// Returns how much more a party may bring than it gets if nothing is said, as a part of all
    /// value: 1/20, a convention of this crate.
    pub fn default_tolerance() -> Ratio {
        Ratio::from_percent(5)
    }

    /// Returns the matrix as it was written down.
    pub const fn draft(&self) -> &SharedValueDraft {
        &self.draft
    }

    /// Returns who brings which part of the value, and who gets which.
    ///
    /// # Errors
    ///
    /// [`SharedValueError::Overflow`].
    pub fn shared_value(&self) -> Result<SharedValue, SharedValueError> {
        let draft = &self.draft;
        let contribution = self.parts_of(&draft.contributions)?;
        let benefit = match &draft.benefit {
            Benefit::Split(parts) => self.split(parts)?,
            Benefit::Received(amounts) => self.parts_of(amounts)?,
        };
        let (mut over, mut equity) = (BTreeMap::new(), BTreeMap::new());
        for (party, brings) in &contribution {
            let gets = benefit.get(party).copied().unwrap_or(Ratio::ZERO);
            over.insert(party.clone(), brings.checked_sub(gets)?);
            let ratio = if brings.is_zero() {
                None
            } else {
                Some(gets.checked_div(*brings)?)
            };
            equity.insert(party.clone(), ratio);
        }
        let above = over.iter().filter(|(_, over)| **over > draft.tolerance);
        let mut above: Vec<(&PartyId, &Ratio)> = above.collect();
        above.sort_by(|left, right| right.1.cmp(left.1));
        let over_contributors = above.into_iter().map(|(party, _)| party.clone()).collect();
        let dimensions = draft.dimensions.iter();
        let empty = dimensions.filter(|dimension| !brought(&draft.contributions, dimension));
        Ok(SharedValue {
            schema: Schema,
            contribution,
            benefit,
            over_contributors,
            empty: empty.cloned().collect(),
            over,
            equity,
        })
    }

    /// The agreed part of every party.
    fn split(
        &self,
        parts: &BTreeMap<PartyId, u32>,
    ) -> Result<BTreeMap<PartyId, Ratio>, RatioError> {
        let total = parts
            .values()
            .copied()
            .map(u64::from)
            .fold(0, u64::saturating_add);
        let parties = self.draft.contributions.keys();
        let share = |party: &PartyId| {
            let part = parts.get(party).copied().unwrap_or(0);
            Ok((party.clone(), Ratio::new(part.into(), total.into())?))
        };
        parties.map(share).collect()
    }

    /// The weighted mean of every party's shares over the dimensions to which somebody brought
    /// something.
    fn parts_of(&self, amounts: &Amounts) -> Result<BTreeMap<PartyId, Ratio>, RatioError> {
        let mut means: BTreeMap<PartyId, Ratio> = BTreeMap::new();
        let active = self.active(amounts);
        let weights = active.iter().map(|(_, part)| u64::from(*part));
        let weight = weights.fold(0_u64, u64::saturating_add);
        for party in self.draft.contributions.keys() {
            means.insert(party.clone(), Ratio::ZERO);
        }
        for (dimension, part) in active {
            let mut all = Ratio::ZERO;
            for amount in amounts.values().filter_map(|own| own.get(dimension)) {
                all = all.checked_add(*amount)?;
            }
            let share = Ratio::new(part.into(), weight.into())?;
            for (party, mean) in &mut means {
                let amount = amounts.get(party).and_then(|own| own.get(dimension));
                let own = amount.copied().unwrap_or(Ratio::ZERO).checked_div(all)?;
                *mean = mean.checked_add(share.checked_mul(own)?)?;
            }
        }
        Ok(means)
    }

    /// The dimensions to which somebody brought something and that count, with their parts.
    pub(super) fn active<'a>(&'a self, amounts: &'a Amounts) -> Vec<(&'a Id, u32)> {
        let draft = &self.draft;
        let importance = Importance::of(&draft.dimensions, draft.weights.as_ref());
        let parts = importance.parts().to_vec();
        let dimensions = draft.dimensions.iter().zip(parts);
        let active =
            dimensions.filter(|(dimension, part)| *part > 0 && brought(amounts, dimension));
        active.collect()
    }
}

door!(SharedValueDraft, SharedValueMatrix, SharedValueError);
