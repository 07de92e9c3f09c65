//! [`Importance`]: how much each dimension counts.

use crate::explain::Step;
use crate::ratio::{Ratio, RatioError};

use super::by_id::ById;
use super::id::Id;
use super::proving::{Noted, Proving};

/// The parts of every dimension in order: equal where nothing is said, 0 for one left out.
#[derive(Debug)]
pub(super) struct Importance {
    parts: Vec<u32>,
    total: u64,
}

/// What is wrong with the parts of a side.
#[derive(Debug)]
pub(super) enum ImportanceFault {
    /// A dimension that is none.
    Unknown(Id),
    /// All parts are 0.
    NoWeight,
}

impl Importance {
    /// Reads the parts of every dimension.
    pub(super) fn of(dimensions: &[Id], weights: Option<&ById<u32>>) -> Self {
        let part = |dimension| match weights {
            None => 1,
            Some(weights) => weights.get(dimension).copied().unwrap_or(0),
        };
        let parts: Vec<u32> = dimensions.iter().map(part).collect();
        let total = parts.iter().copied().map(u64::from);
        let total = total.fold(0_u64, u64::saturating_add);
        Self { parts, total }
    }

    /// What is wrong with the parts.
    pub(super) fn faults(dimensions: &[Id], weights: Option<&ById<u32>>) -> Vec<ImportanceFault> {
        let named = weights.into_iter().flat_map(|weights| weights.keys());
        let mut faults: Vec<ImportanceFault> = named
            .filter(|dimension| !dimensions.contains(dimension))
            .map(|dimension| ImportanceFault::Unknown(dimension.clone()))
            .collect();
        if Self::of(dimensions, weights).total == 0 {
            faults.push(ImportanceFault::NoWeight);
        }
        faults
    }

    /// The parts of every dimension.
    pub(super) fn parts(&self) -> &[u32] {
        &self.parts
    }

    /// The share of every dimension in all parts.
    pub(super) fn shares(&self) -> Result<Vec<Ratio>, RatioError> {
        let total = i128::from(self.total);
        let share = |part: &u32| Ratio::new(i128::from(*part), total);
        self.parts.iter().map(share).collect()
    }

    /// The first dimension that stands twice.
    pub(super) fn twice(dimensions: &[Id]) -> Option<&Id> {
        let mut seen = std::collections::BTreeSet::new();
        dimensions.iter().find(|dimension| !seen.insert(*dimension))
    }
}

/// The share of every dimension as steps, of parts that stand below a place.
pub(super) fn prove_shares(
    proving: &mut Proving,
    path: &[&str],
    dimensions: &[Id],
    weights: Option<&ById<u32>>,
) -> Noted<Vec<Step>> {
    let parts = prove_parts(proving, path, dimensions, weights)?;
    let total = proving.sum(&parts, "all parts")?;
    let mut shares = Vec::with_capacity(parts.len());
    for (dimension, part) in dimensions.iter().zip(parts) {
        let label = format!("share of {dimension}");
        shares.push(proving.proof.quotient(part, total, &label)?);
    }
    Ok(shares)
}

/// The parts of every dimension as steps; what is left out is 1 where nothing is said, else 0.
pub(super) fn prove_parts(
    proving: &mut Proving,
    path: &[&str],
    dimensions: &[Id],
    weights: Option<&ById<u32>>,
) -> Noted<Vec<Step>> {
    let mut parts = Vec::with_capacity(dimensions.len());
    for dimension in dimensions {
        let path: Vec<&str> = path.iter().copied().chain([dimension.as_str()]).collect();
        let label = format!("parts of {dimension}");
        let stated = weights.map(|weights| weights.get(dimension).copied());
        parts.push(match stated {
            Some(Some(part)) => proving.input(&path, Ratio::from(part), &label)?,
            Some(None) => proving.default(&path, Ratio::ZERO, &label)?,
            None => proving.default(&path, Ratio::ONE, &label)?,
        });
    }
    Ok(parts)
}
