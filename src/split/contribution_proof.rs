//! Proofs of [`Contribution::split`] and [`Slices::split`] (spec/explain.md).

use std::collections::BTreeMap;

use crate::explain::{ExplainError, Explanation, Path, Proof, Step, pointer};
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::contribution::{Contributed, Contribution, ContributionType, EmptyType};
use super::contribution_error::ContributionError;
use super::grid::{COARSE, Grid, TYPE};
use super::proof::{fitted, label, on_grid, prove};
use super::shares::Split;
use super::slices::Slices;
use super::working::{Proved, Working as _};

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
        let mut proof = Proof::new();
        let shares = self.prove_split(&mut proof, &Path::Document("contribution"), &split)?;
        for (party, share) in split.parties().iter().zip(shares) {
            proof.result(&pointer([party.as_str()]), share);
        }
        Ok(proof.finish())
    }

    /// The share of every party of the split; `at` is where these terms stand.
    fn prove_split(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        split: &Split,
    ) -> Result<Vec<Step>, ContributionError> {
        let blend = self.blend()?;
        let needs_grid = blend.needs_grid();
        let takes_rest = matches!(self.empty(), EmptyType::ToParty(_) | EmptyType::Base(_));
        let mut weights = Vec::new();
        let mut active = Vec::new();
        let mut empty = Vec::new();
        for (position, kind) in self.types().iter().enumerate() {
            let weight = weight(proof, at, position, kind)?;
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
            let mut parts = kind.prove_parts(proof, at, position, weight)?;
            if needs_grid {
                parts = on_parts(proof, parts, TYPE)?;
            }
            add(proof, &mut addends, counts, parts)?;
        }
        if takes_rest {
            let missing = proof.sum(&empty, Ratio::ZERO, "weights of the empty types")?;
            let counts = proof.quotient(missing, all, "what the empty types count")?;
            match self.empty() {
                EmptyType::ToParty(party) => {
                    addends.entry(party.clone()).or_default().push(counts);
                }
                EmptyType::Base(base) => {
                    let base = prove_base(proof, at, base, blend.rest.is_some())?;
                    add(proof, &mut addends, counts, base)?;
                }
                EmptyType::Renormalise | EmptyType::Refuse => {}
            }
        }
        let mut exact = Vec::with_capacity(split.parties().len());
        for party in split.parties() {
            let mut steps = addends.remove(party).unwrap_or_default();
            if steps.is_empty() {
                steps = self.prove_nothing(proof, at, party)?;
            }
            exact.push(match steps.as_slice() {
                [only] => *only,
                _ => proof.sum(&steps, Ratio::ZERO, &label("share", party))?,
            });
        }
        Ok(fitted(proof, split, &exact)?)
    }

    /// The share of every party of a longer list, in party order.
    pub(super) fn prove_among(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        split: &Split,
        parties: &[PartyId],
    ) -> Result<Vec<Step>, ContributionError> {
        let steps = self.prove_split(proof, at, split)?;
        let mut listed = split.parties().iter().zip(steps).peekable();
        let mut shares = Vec::with_capacity(parties.len());
        for party in parties {
            shares.push(match listed.next_if(|(listed, _)| *listed == party) {
                Some((_, step)) => step,
                None => self.prove_absent(proof, at, party)?,
            });
        }
        Ok(shares)
    }

    /// Why a party that is not listed has no share: nothing stands beside it in any type.
    fn prove_absent(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        party: &PartyId,
    ) -> Result<Step, ExplainError> {
        let mut steps = Vec::new();
        let types = at.name("types");
        for (position, kind) in self.types().iter().enumerate() {
            let kind_at = types.index(position);
            let place = kind_at.name(kind.contributed.key());
            let place = place.name(party.as_str()).pointer();
            let label = format!("{} of {party}", kind.name);
            steps.push(proof.default(at.document(), &place, Ratio::ZERO, &label)?);
        }
        proof.sum(&steps, Ratio::ZERO, &label("share", party))
    }

    /// Why a party has no share: its types count nothing, or it brought nothing.
    fn prove_nothing(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        party: &PartyId,
    ) -> Result<Vec<Step>, ExplainError> {
        let mut steps = Vec::new();
        for (position, kind) in self.types().iter().enumerate() {
            if kind.lists(party) {
                let weight = weight(proof, at, position, kind)?;
                let mut factors = vec![weight];
                factors.extend(kind.prove_own(proof, at, position, party)?);
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
        at: &Path<'_>,
        position: usize,
        weight: Step,
    ) -> Result<Vec<(PartyId, Step)>, ExplainError> {
        let mut parts = Vec::new();
        match &self.contributed {
            Contributed::Amounts(amounts) => {
                let mut steps = Vec::with_capacity(amounts.len());
                for party in amounts.keys() {
                    steps.extend(self.prove_own(proof, at, position, party)?);
                }
                let all = proof.sum(&steps, Ratio::ZERO, &format!("all of {}", self.name))?;
                for (party, step) in amounts.keys().zip(steps) {
                    let name = format!("part of {party} in {}", self.name);
                    parts.push((party.clone(), proof.quotient(step, all, &name)?));
                }
            }
            Contributed::Stated { shares, residual } => {
                for party in shares.keys() {
                    let own = self.prove_own(proof, at, position, party)?;
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
        at: &Path<'_>,
        position: usize,
        party: &PartyId,
    ) -> Result<Option<Step>, ExplainError> {
        let value = match &self.contributed {
            Contributed::Amounts(amounts) => amounts.get(party).map(|amount| Ratio::from(*amount)),
            Contributed::Stated { shares, .. } => shares.get(party).map(|share| share.share()),
        };
        let Some(value) = value else {
            return Ok(None);
        };
        let types = at.name("types");
        let kind = types.index(position);
        let all = kind.name(self.contributed.key());
        let name = format!("{} of {party}", self.name);
        let place = all.name(party.as_str()).pointer();
        proof.input(at.document(), &place, value, &name).map(Some)
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

impl Contributed {
    /// The key under which it stands in its document.
    const fn key(&self) -> &'static str {
        match self {
            Self::Amounts(_) => "amounts",
            Self::Stated { .. } => "stated",
        }
    }
}

fn weight(
    proof: &mut Proof,
    at: &Path<'_>,
    position: usize,
    kind: &ContributionType,
) -> Result<Step, ExplainError> {
    let weight = Ratio::from(kind.weight.weight());
    let place = at.name("types");
    let place = place.index(position);
    let place = place.name("weight").pointer();
    let label = format!("weight of {}", kind.name);
    proof.input(at.document(), &place, weight, &label)
}

/// The shares of the base, on the coarse grid if they are finer and count.
fn prove_base(
    proof: &mut Proof,
    at: &Path<'_>,
    base: &Split,
    counts: bool,
) -> Result<Vec<(PartyId, Step)>, ContributionError> {
    let empty = at.name("empty");
    let base_at = empty.name("base");
    let steps = Proved(proof).split(&base_at, base, base.parties(), "base share")?;
    let shares = base.parties().iter().cloned().zip(steps).collect();
    if !counts || base.weights().sum() <= COARSE.finest {
        return Ok(shares);
    }
    Ok(on_parts(proof, shares, COARSE)?)
}

/// Shares that make a whole, put on the parts of a grid.
fn on_parts(
    proof: &mut Proof,
    shares: Vec<(PartyId, Step)>,
    grid: Grid,
) -> Result<Vec<(PartyId, Step)>, ExplainError> {
    let (parties, steps): (Vec<PartyId>, Vec<Step>) = shares.into_iter().unzip();
    let shares = on_grid(proof, &parties, &steps, grid)?;
    Ok(parties.into_iter().zip(shares).collect())
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
