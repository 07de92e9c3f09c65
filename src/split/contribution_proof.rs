//! Proofs of [`Contribution::split`] and [`Slices::split`] (spec/explain.md).

use std::collections::BTreeMap;

use crate::explain::{ExplainError, Explanation, Proof, Step, pointer};
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::contribution::{Contributed, Contribution, ContributionType, EmptyType};
use super::contribution_error::ContributionError;
use super::grid::{COARSE, TYPE};
use super::proof::{RULE, label, prove};
use super::shares::Split;
use super::slices::Slices;

/// What makes up the share of each party.
type Addends = BTreeMap<PartyId, Vec<Step>>;

impl Contribution {
    /// Returns the proof of [`Self::split`]: the part of each party in each type, times what the
    /// type counts.
    ///
    /// It reads the document `contribution`, which is these terms. The result is the split.
    ///
    /// # Errors
    ///
    /// Those of [`Self::split`], and [`ContributionError::Explain`].
    pub fn explain(&self) -> Result<Explanation, ContributionError> {
        let split = self.split()?;
        let blend = self.blend()?;
        let on_grid = blend.needs_grid();
        let takes_rest = matches!(self.empty(), EmptyType::ToParty(_) | EmptyType::Base(_));
        let mut proof = Proof::new();
        let mut weights = Vec::new();
        let mut active = Vec::new();
        let mut empty = Vec::new();
        for (position, kind) in self.types().iter().enumerate() {
            let weight = weight(&mut proof, position, kind)?;
            if kind.weight.weight() == 0 {
                continue;
            }
            if !kind.is_empty() {
                active.push((position, kind, weight));
            } else if takes_rest {
                empty.push(weight);
            } else {
                continue;
            }
            weights.push(weight);
        }
        let all = proof.sum(&weights, Ratio::ZERO, "weights of all types that count")?;
        let mut addends = Addends::new();
        for (position, kind, weight) in active {
            let counts = proof.quotient(weight, all, &format!("what {} counts", kind.name))?;
            let mut parts = kind.prove_parts(&mut proof, position, weight)?;
            if on_grid {
                parts = on_parts(&mut proof, parts, "type_parts", TYPE)?;
            }
            add(&mut proof, &mut addends, counts, parts)?;
        }
        if takes_rest {
            let missing = proof.sum(&empty, Ratio::ZERO, "weights of the empty types")?;
            let counts = proof.quotient(missing, all, "what the empty types count")?;
            match self.empty() {
                EmptyType::ToParty(party) => {
                    addends.entry(party.clone()).or_default().push(counts);
                }
                EmptyType::Base(base) => {
                    let base = prove_base(&mut proof, base, blend.rest.is_some())?;
                    add(&mut proof, &mut addends, counts, base)?;
                }
                EmptyType::Renormalise | EmptyType::Refuse => {}
            }
        }
        let mut exact = Vec::with_capacity(split.parties().len());
        for party in split.parties() {
            let mut steps = addends.remove(party).unwrap_or_default();
            if steps.is_empty() {
                steps = self.prove_nothing(&mut proof, party)?;
            }
            exact.push(match steps.as_slice() {
                [only] => *only,
                _ => proof.sum(&steps, Ratio::ZERO, &label("share", party))?,
            });
        }
        prove(&mut proof, &split, &exact)?;
        Ok(proof.finish())
    }

    /// Why a party has no share: its types count nothing, or it brought nothing.
    fn prove_nothing(&self, proof: &mut Proof, party: &PartyId) -> Result<Vec<Step>, ExplainError> {
        let mut steps = Vec::new();
        for (position, kind) in self.types().iter().enumerate() {
            if kind.lists(party) {
                let weight = weight(proof, position, kind)?;
                let mut factors = vec![weight];
                factors.extend(kind.prove_own(proof, position, party)?);
                steps.push(proof.product(&factors, "counts nothing")?);
            }
        }
        Ok(steps)
    }
}

impl ContributionType {
    /// The part of the type that each party brought.
    fn prove_parts(
        &self,
        proof: &mut Proof,
        position: usize,
        weight: Step,
    ) -> Result<Vec<(PartyId, Step)>, ExplainError> {
        let mut parts = Vec::new();
        match &self.contributed {
            Contributed::Amounts(amounts) => {
                let mut steps = Vec::with_capacity(amounts.len());
                for party in amounts.keys() {
                    steps.extend(self.prove_own(proof, position, party)?);
                }
                let all = proof.sum(&steps, Ratio::ZERO, &format!("all of {}", self.name))?;
                for (party, step) in amounts.keys().zip(steps) {
                    let name = format!("part of {party} in {}", self.name);
                    parts.push((party.clone(), proof.quotient(step, all, &name)?));
                }
            }
            Contributed::Stated { shares, residual } => {
                for party in shares.keys() {
                    let own = self.prove_own(proof, position, party)?;
                    parts.extend(own.map(|own| (party.clone(), own)));
                }
                if let Some(party) = residual {
                    let whole = proof.quotient(weight, weight, "the whole")?;
                    let others = parts.iter().filter(|(other, _)| other != party);
                    let others: Vec<Step> = others.map(|(_, step)| *step).collect();
                    let others = proof.sum(&others, Ratio::ZERO, "shares of the others")?;
                    let name = format!("part of {party} in {} with the rest", self.name);
                    let rest = proof.difference(whole, others, &name)?;
                    parts.retain(|(other, _)| other != party);
                    parts.push((party.clone(), rest));
                    parts.sort_by(|(left, _), (right, _)| left.cmp(right));
                }
            }
        }
        Ok(parts)
    }

    /// What stands beside a party.
    fn prove_own(
        &self,
        proof: &mut Proof,
        position: usize,
        party: &PartyId,
    ) -> Result<Option<Step>, ExplainError> {
        let (key, value) = match &self.contributed {
            Contributed::Amounts(amounts) => (
                "amounts",
                amounts.get(party).map(|amount| Ratio::from(*amount)),
            ),
            Contributed::Stated { shares, .. } => {
                ("stated", shares.get(party).map(|share| share.share()))
            }
        };
        let Some(value) = value else {
            return Ok(None);
        };
        let place = pointer(["types", &position.to_string(), key, party.as_str()]);
        let name = format!("{} of {party}", self.name);
        proof.input(DOCUMENT, &place, value, &name).map(Some)
    }
}

impl Slices {
    /// Returns the proof of [`Self::split`]: every entry, and the slices of all.
    ///
    /// It reads the document `slices`, which is these entries. The result is the split.
    ///
    /// # Errors
    ///
    /// Those of [`Self::split`], and [`ContributionError::Explain`].
    pub fn explain(&self) -> Result<Explanation, ContributionError> {
        let split = self.split()?;
        let mut proof = Proof::new();
        let mut entries = Addends::new();
        for (position, entry) in self.entries().iter().enumerate() {
            let position = position.to_string();
            let mut input = |key: &str, number: Ratio| {
                let place = pointer(["entries", &position, key]);
                proof.input("slices", &place, number, key)
            };
            let amount = input("amount", entry.amount.into())?;
            let multiplier = input("multiplier", entry.multiplier.into())?;
            let slices = proof.product(&[amount, multiplier], &label("slices", &entry.party))?;
            entries.entry(entry.party.clone()).or_default().push(slices);
        }
        let mut own = Vec::with_capacity(entries.len());
        for (party, steps) in &entries {
            own.push(proof.sum(steps, Ratio::ZERO, &label("all slices", party))?);
        }
        let all = proof.sum(&own, Ratio::ZERO, "slices of all")?;
        let mut exact = Vec::with_capacity(own.len());
        for (party, own) in entries.keys().zip(own) {
            exact.push(proof.quotient(own, all, &label("share", party))?);
        }
        prove(&mut proof, &split, &exact)?;
        Ok(proof.finish())
    }
}

/// The name of the terms in a proof.
const DOCUMENT: &str = "contribution";

fn weight(
    proof: &mut Proof,
    position: usize,
    kind: &ContributionType,
) -> Result<Step, ExplainError> {
    let place = pointer(["types", &position.to_string(), "weight"]);
    let weight = Ratio::from(kind.weight.weight());
    proof.input(
        DOCUMENT,
        &place,
        weight,
        &format!("weight of {}", kind.name),
    )
}

/// The shares of the base, on the coarse grid if they are finer and count.
fn prove_base(
    proof: &mut Proof,
    base: &Split,
    counts: bool,
) -> Result<Vec<(PartyId, Step)>, ExplainError> {
    let mut shares = Vec::with_capacity(base.parties().len());
    for (party, share) in base.entries() {
        let place = pointer(["empty", "base", party.as_str()]);
        let step = proof.input(DOCUMENT, &place, share, &label("base share", party))?;
        shares.push((party.clone(), step));
    }
    if !counts || base.weights().sum() <= COARSE {
        return Ok(shares);
    }
    on_parts(proof, shares, "coarse_parts", COARSE)
}

/// Shares that make a whole, put on the parts of a grid.
fn on_parts(
    proof: &mut Proof,
    shares: Vec<(PartyId, Step)>,
    name: &str,
    parts: u64,
) -> Result<Vec<(PartyId, Step)>, ExplainError> {
    let (parties, steps): (Vec<PartyId>, Vec<Step>) = shares.into_iter().unzip();
    let grid = proof.constant(name, Ratio::from(parts), "parts of the grid")?;
    let division = proof.divide(RULE, &parties, grid, &steps, None, "shares on the grid")?;
    let mut shares = Vec::with_capacity(parties.len());
    for party in parties {
        let part = proof.part(division, &party, &label("parts", &party))?;
        let share = proof.quotient(part, grid, &label("share on the grid", &party))?;
        shares.push((party, share));
    }
    Ok(shares)
}

/// Adds what each part comes to.
fn add(
    proof: &mut Proof,
    addends: &mut Addends,
    counts: Step,
    parts: Vec<(PartyId, Step)>,
) -> Result<(), ExplainError> {
    for (party, part) in parts {
        let step = proof.product(&[counts, part], &label("share by this type", &party))?;
        addends.entry(party).or_default().push(step);
    }
    Ok(())
}
