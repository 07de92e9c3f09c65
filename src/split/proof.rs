//! Proofs of splits and of the amounts that they divide (spec/explain.md).

use crate::explain::{DivideRule, ExplainError, Explanation, Proof, Step, Value, pointer};
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::error::SplitError;
use super::grid::{Grid, QUANTISED};
use super::imported::Imported;
use super::shares::Split;

impl Split {
    /// Returns the proof of [`Self::allocate`]: how the amount was divided, party by party.
    ///
    /// It reads the documents `split`, which is this split, and `receipt` with its `amount`. The
    /// result is the object of parts by party.
    ///
    /// # Errors
    ///
    /// [`ExplainError::TooLong`] for more than 100,000 parties.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::PartyId;
    ///
    /// let split = Split::equal([PartyId::new("ana")?, PartyId::new("ben")?])?;
    /// let proof = split.explain("0.05 USD".parse()?)?;
    /// assert!(proof.check().is_ok());
    /// let first = proof.text().lines().take(2).collect::<Vec<_>>().join("\n");
    /// assert_eq!(first, "\
    /// result /ana is #5 part of ana: 0.03 USD = part of ana
    ///   #4 amount by shares: ana 0.03 USD, ben 0.02 USD = 0.05 USD divided by largest_remainder");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(&self, amount: Money) -> Result<Explanation, ExplainError> {
        let mut proof = Proof::new();
        let total = proof.input("receipt", "/amount", amount, "amount")?;
        let mut shares = Vec::with_capacity(self.parties().len());
        for (party, share) in self.entries() {
            shares.push(proof.input("split", &place(party), share, &label("share", party))?);
        }
        let division = proof.divide(
            RULE,
            self.parties(),
            total,
            &shares,
            None,
            "amount by shares",
        )?;
        for party in self.parties() {
            let part = proof.part(division, party, &label("part", party))?;
            proof.result(&place(party), part);
        }
        Ok(proof.finish())
    }

    /// Returns the proof of [`Self::nest`]: the shares multiplied out, and the grid if one was
    /// needed.
    ///
    /// It reads the documents `split`, which is this split, and `inner`. The result is the nested
    /// split.
    ///
    /// # Errors
    ///
    /// [`SplitError::UnknownParty`], and [`SplitError::Explain`] for an exact share whose
    /// denominator is `2^127` or more.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::PartyId;
    ///
    /// let (agency, creator) = (PartyId::new("agency")?, PartyId::new("creator")?);
    /// let deal = Split::equal([agency.clone(), creator])?;
    /// let house = Split::equal([PartyId::new("ann")?, PartyId::new("ben")?])?;
    /// let proof = deal.explain_nest(&agency, &house)?;
    /// assert!(proof.check().is_ok());
    /// assert!(proof.text().starts_with("result /ann is #3 nested share of ann: 0.25 = "));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain_nest(&self, divided: &PartyId, inner: &Self) -> Result<Explanation, SplitError> {
        let nested = self.nest(divided, inner)?;
        let mut proof = Proof::new();
        let share = |proof: &mut Proof, split: &Self, document: &str, party: &PartyId| {
            let share = split
                .share(party)
                .map(|share| proof.input(document, &place(party), share, &label("share", party)));
            share.transpose()
        };
        let whole = share(&mut proof, self, "split", divided)?;
        let mut exact = Vec::with_capacity(nested.parties().len());
        for party in nested.parties() {
            let mut addends = Vec::new();
            if party != divided {
                addends.extend(share(&mut proof, self, "split", party)?);
            }
            let inside = share(&mut proof, inner, "inner", party)?;
            if let (Some(whole), Some(inside)) = (whole, inside) {
                addends.push(proof.product(&[whole, inside], &label("nested share", party))?);
            }
            exact.push(match addends.as_slice() {
                [only] => *only,
                _ => proof.sum(&addends, Ratio::ZERO, &label("share", party))?,
            });
        }
        prove(&mut proof, &nested, &exact)?;
        Ok(proof.finish())
    }
}

impl Imported {
    /// Returns the proof of [`Split::import_within`]: every stated share over what all add up to.
    ///
    /// It reads the document `shares`, an object of the shares as they were stated. The result is
    /// the split.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Overflow`] for an exact share whose denominator is `2^127` or more.
    pub fn explain(&self) -> Result<Explanation, ExplainError> {
        let mut proof = Proof::new();
        let mut stated = Vec::with_capacity(self.stated().len());
        for (party, share) in self.stated() {
            let label = label("stated share", party);
            stated.push(proof.input("shares", &place(party), *share, &label)?);
        }
        let total = proof.sum(&stated, Ratio::ZERO, "all stated shares")?;
        let mut exact = Vec::with_capacity(stated.len());
        for (party, share) in self.stated().keys().zip(stated) {
            exact.push(proof.quotient(share, total, &label("share", party))?);
        }
        prove(&mut proof, self.split(), &exact)?;
        Ok(proof.finish())
    }
}

pub(super) const RULE: DivideRule = DivideRule::LargestRemainder { key: None };

/// Where the figure of a party stands.
fn place(party: &PartyId) -> String {
    pointer([party.as_str()])
}

pub(super) fn label(what: &str, party: &PartyId) -> String {
    format!("{what} of {party}")
}

/// Says that the exact shares, put on the grid if need be, are those of a split.
pub(super) fn prove(proof: &mut Proof, split: &Split, exact: &[Step]) -> Result<(), ExplainError> {
    let shares = fitted(proof, split, exact)?;
    for (party, step) in split.parties().iter().zip(shares) {
        proof.result(&place(party), step);
    }
    Ok(())
}

/// The steps that come to the shares of a split: the exact ones, put on the grid if need be.
pub(super) fn fitted(
    proof: &mut Proof,
    split: &Split,
    exact: &[Step],
) -> Result<Vec<Step>, ExplainError> {
    let mut shares = split.entries().zip(exact);
    if shares.all(|((_, share), step)| *proof.value(*step) == Value::Ratio(share)) {
        return Ok(exact.to_vec());
    }
    on_grid(proof, split.parties(), exact, QUANTISED)
}

/// Shares that make a whole, put on the parts of a grid by largest remainder.
pub(super) fn on_grid(
    proof: &mut Proof,
    parties: &[PartyId],
    exact: &[Step],
    grid: Grid,
) -> Result<Vec<Step>, ExplainError> {
    let parts = Ratio::from(grid.parts);
    let parts = proof.constant(grid.constant, parts, "parts of the grid")?;
    let division = proof.divide(RULE, parties, parts, exact, None, "shares on the grid")?;
    let mut shares = Vec::with_capacity(parties.len());
    for (party, exact) in parties.iter().zip(exact) {
        let part = proof.part(division, party, &label("parts", party))?;
        let vanished = *proof.value(part) == Value::Ratio(Ratio::ZERO)
            && *proof.value(*exact) != Value::Ratio(Ratio::ZERO);
        if vanished {
            let note = "below half a part of the grid: this party gets nothing";
            proof.note(part, note);
        }
        shares.push(proof.quotient(part, parts, &label("share on the grid", party))?);
    }
    Ok(shares)
}

/// The parts of an amount by shares, to the minor unit.
pub(super) fn divided(
    proof: &mut Proof,
    parties: &[PartyId],
    amount: Step,
    shares: &[Step],
    what: &str,
) -> Result<Vec<Step>, ExplainError> {
    let division = proof.divide(RULE, parties, amount, shares, None, what)?;
    let parts = parties.iter();
    parts
        .map(|party| proof.part(division, party, &label(what, party)))
        .collect()
}
