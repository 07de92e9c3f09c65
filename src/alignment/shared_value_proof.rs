//! The proof of a [`SharedValue`] (spec/explain.md).

use std::collections::BTreeMap;

use crate::explain::{Explanation, Relation, Step};
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::id::Id;
use super::importance::prove_parts;
use super::proving::{Noted, Proving, same};
use super::shared_value::{Amounts, Benefit, SharedValue, SharedValueMatrix};
use super::shared_value_error::SharedValueError;

/// The name of the matrix in a proof.
const DOCUMENT: &str = "shared_value";

impl SharedValue {
    /// Returns the proof of every part, and of who brings more than it gets.
    ///
    /// It reads the document `shared_value`, which is the matrix.
    ///
    /// # Errors
    ///
    /// Those of [`SharedValueMatrix::shared_value`], and [`SharedValueError::Explain`] if the
    /// result does not follow from the matrix.
    pub fn explain(&self, matrix: &SharedValueMatrix) -> Result<Explanation, SharedValueError> {
        same(self, &matrix.shared_value()?)?;
        let mut proving = Proving::about(DOCUMENT);
        let draft = matrix.draft();
        let brought = prove_means(
            &mut proving,
            matrix,
            &["contributions"],
            &draft.contributions,
        )?;
        let got = match &draft.benefit {
            Benefit::Split(parts) => prove_split(&mut proving, matrix, parts)?,
            Benefit::Received(amounts) => {
                prove_means(&mut proving, matrix, &["benefit", "received"], amounts)?
            }
        };
        let zero = proving.zero()?;
        let label = "how much more than it gets a party may bring";
        let constant = (
            "shared_value_tolerance",
            SharedValueMatrix::default_tolerance(),
        );
        let tolerance = proving.threshold(constant, &["tolerance"], draft.tolerance, label)?;
        for (party, brings) in &brought {
            let name = party.as_str();
            let gets = got.get(party).copied().unwrap_or(zero);
            let over = format!("what {party} brings beyond what it gets");
            let over = proving.proof.difference(*brings, gets, &over)?;
            let written = |all: &BTreeMap<PartyId, Ratio>| all.get(party).copied();
            for (key, step, all) in [
                ("contribution", *brings, &self.contribution),
                ("benefit", gets, &self.benefit),
                ("over", over, &self.over),
            ] {
                proving.proves(&[key, name], step, written(all).unwrap_or(Ratio::ZERO))?;
            }
            if let Some(Some(equity)) = self.equity.get(party) {
                let label = format!("equity of {party}");
                let step = proving.proof.quotient(gets, *brings, &label)?;
                proving.proves(&["equity", name], step, *equity)?;
            }
            if let Some(at) = self.over_contributors.iter().position(|over| over == party) {
                let above = proving
                    .proof
                    .compare(over, tolerance, Relation::More, "too much")?;
                let step = proving.first_that_holds(&[(above, name)], "nobody", "who")?;
                proving.proves(&["over_contributors", &at.to_string()], step, name)?;
            }
        }
        prove_empty(&mut proving, self, matrix)?;
        Ok(proving.finish())
    }
}

/// The dimensions to which nobody brought anything.
fn prove_empty(
    proving: &mut Proving,
    shared: &SharedValue,
    matrix: &SharedValueMatrix,
) -> Noted<()> {
    let draft = matrix.draft();
    for (position, dimension) in shared.empty.iter().enumerate() {
        let amounts = prove_amounts(proving, &["contributions"], &draft.contributions, dimension)?;
        let amounts: Vec<Step> = amounts.into_values().collect();
        let all = proving.sum(&amounts, &format!("all of {dimension}"))?;
        let zero = proving.zero()?;
        let none = proving
            .proof
            .compare(all, zero, Relation::Equal, "nobody brought any")?;
        let name = dimension.as_str();
        let step = proving.first_that_holds(&[(none, name)], "brought", "")?;
        proving.proves(&["empty", &position.to_string()], step, name)?;
    }
    Ok(())
}

/// The agreed part of every party.
fn prove_split(
    proving: &mut Proving,
    matrix: &SharedValueMatrix,
    parts: &BTreeMap<PartyId, u32>,
) -> Noted<BTreeMap<PartyId, Step>> {
    let mut steps = BTreeMap::new();
    for party in matrix.draft().contributions.keys() {
        let path = ["benefit", "split", party.as_str()];
        let label = format!("agreed parts of {party}");
        let step = match parts.get(party) {
            Some(part) => proving.input(&path, Ratio::from(*part), &label)?,
            None => proving.default(&path, Ratio::ZERO, &label)?,
        };
        steps.insert(party.clone(), step);
    }
    let all: Vec<Step> = steps.values().copied().collect();
    let all = proving.proof.sum(&all, Ratio::ZERO, "all agreed parts")?;
    for (party, step) in &mut steps {
        *step = proving
            .proof
            .quotient(*step, all, &format!("benefit of {party}"))?;
    }
    Ok(steps)
}

/// What every party brought to or received of one dimension.
fn prove_amounts(
    proving: &mut Proving,
    path: &[&str],
    amounts: &Amounts,
    dimension: &Id,
) -> Noted<BTreeMap<PartyId, Step>> {
    let mut steps = BTreeMap::new();
    for (party, own) in amounts {
        let place = [party.as_str(), dimension.as_str()];
        let path: Vec<&str> = path.iter().copied().chain(place).collect();
        let label = format!("{dimension} of {party}");
        let step = match own.get(dimension) {
            Some(amount) => proving.input(&path, *amount, &label)?,
            None => proving.default(&path, Ratio::ZERO, &label)?,
        };
        steps.insert(party.clone(), step);
    }
    Ok(steps)
}

/// The weighted mean of every party's shares.
fn prove_means(
    proving: &mut Proving,
    matrix: &SharedValueMatrix,
    path: &[&str],
    amounts: &Amounts,
) -> Noted<BTreeMap<PartyId, Step>> {
    let draft = matrix.draft();
    let active = matrix.active(amounts);
    let active: Vec<Id> = active
        .into_iter()
        .map(|(dimension, _)| dimension.clone())
        .collect();
    let parts = prove_parts(proving, &["weights"], &active, draft.weights.as_ref())?;
    let weight = proving
        .proof
        .sum(&parts, Ratio::ZERO, "parts of all that count")?;
    let mut addends: BTreeMap<PartyId, Vec<Step>> = BTreeMap::new();
    for (dimension, part) in active.iter().zip(&parts) {
        let counts = proving
            .proof
            .quotient(*part, weight, &format!("share of {dimension}"))?;
        let own = prove_amounts(proving, path, amounts, dimension)?;
        let all: Vec<Step> = own.values().copied().collect();
        let all = proving
            .proof
            .sum(&all, Ratio::ZERO, &format!("all of {dimension}"))?;
        for (party, own) in own {
            let label = format!("part of {party} in {dimension}");
            let share = proving.proof.quotient(own, all, &label)?;
            let share = proving.times(counts, share, "as far as it counts")?;
            addends.entry(party).or_default().push(share);
        }
    }
    let mut means = BTreeMap::new();
    for party in draft.contributions.keys() {
        let label = format!("{} of {party}", path.last().copied().unwrap_or_default());
        let addends = addends.remove(party).unwrap_or_default();
        means.insert(
            party.clone(),
            match addends.as_slice() {
                [] => prove_absent(proving, path, party)?,
                many => proving.sum(many, &label)?,
            },
        );
    }
    Ok(means)
}

/// A party that is not named among those who received.
fn prove_absent(proving: &mut Proving, path: &[&str], party: &PartyId) -> Noted {
    let path: Vec<&str> = path.iter().copied().chain([party.as_str()]).collect();
    proving.default(&path, Ratio::ZERO, &format!("nothing to {party}"))
}
