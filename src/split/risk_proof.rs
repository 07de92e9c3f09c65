//! Proofs of [`RiskAdjustment::shares`] and [`RiskAdjustment::lines`] (spec/explain.md).

use crate::explain::{Explanation, Path, Proof, Step, pointer};
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

use super::contribution_error::ContributionError;
use super::proof::{divided, label};
use super::risk::{RiskAdjustment, RiskTerms};
use super::risk_error::RiskError;
use super::working::{Proved, Working as _};

/// The steps of an adjustment, party by party.
pub(super) struct Adjusted {
    pub(super) index: Vec<Step>,
    pub(super) shares: Vec<Step>,
}

impl RiskTerms {
    /// The shares by risk, and what they make of the steps of a base.
    pub(super) fn prove(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        parties: &[PartyId],
        base: Vec<Step>,
    ) -> Result<Adjusted, RiskError> {
        let index = match self.exposure().split() {
            Err(ContributionError::NothingContributed) => base.clone(),
            exposed => {
                let exposed = exposed?;
                self.exposure().prove_among(proof, at, &exposed, parties)?
            }
        };
        let shares = self.blend(&mut Proved(proof), at, parties, base, index.clone())?;
        Ok(Adjusted { index, shares })
    }
}

impl RiskAdjustment {
    /// Returns the proof of [`Self::shares`].
    ///
    /// It reads the document `risk`, which is this adjustment.
    ///
    /// # Errors
    ///
    /// [`RiskError::Explain`], and what [`Contribution::explain`](super::Contribution::explain)
    /// gives, for an exact share whose denominator is `2^127` or more.
    pub fn explain(&self) -> Result<Explanation, RiskError> {
        let mut proof = Proof::new();
        let (adjusted, _) = self.prove_shares(&mut proof)?;
        for (key, steps) in [("index", adjusted.index), ("shares", adjusted.shares)] {
            for (party, step) in self.parties().iter().zip(steps) {
                proof.result(&pointer([key, party.as_str()]), step);
            }
        }
        Ok(proof.finish())
    }

    /// Returns the proof of [`Self::lines`]: the shares, and both roundings.
    ///
    /// It reads the documents `risk`, which is this adjustment, and `receipt` with its `amount`.
    ///
    /// # Errors
    ///
    /// Those of [`Self::explain`] and [`Self::lines`].
    pub fn explain_lines(&self, amount: Money) -> Result<Explanation, RiskError> {
        let mut proof = Proof::new();
        let (adjusted, base) = self.prove_shares(&mut proof)?;
        let parties = self.parties();
        let amount = proof.input("receipt", "/amount", amount, "amount")?;
        let totals = divided(&mut proof, parties, amount, &adjusted.shares, "total")?;
        let theta = proof.input("risk", "/theta", self.terms().theta(), "part by risk")?;
        let whole = proof.sum(&base, Ratio::ZERO, "the whole")?;
        let rest = proof.difference(whole, theta, "part by the base")?;
        let exact = proof.product(&[rest, amount], "amount by the base, exact")?;
        let rounding = Rounding::HalfAwayFromZero;
        let by_base = proof.round(exact, rounding, None, None, "amount by the base")?;
        let bases = divided(&mut proof, parties, by_base, &base, "base line")?;
        for ((party, total), base) in parties.iter().zip(totals).zip(bases) {
            let premium = proof.difference(total, base, &label("premium", party))?;
            for (key, step) in [("total", total), ("base", base), ("premium", premium)] {
                proof.result(&pointer([key, party.as_str()]), step);
            }
        }
        Ok(proof.finish())
    }

    fn parties(&self) -> &[PartyId] {
        self.shares().shares().parties()
    }

    /// The adjustment, and the shares of the base as they were given.
    fn prove_shares(&self, proof: &mut Proof) -> Result<(Adjusted, Vec<Step>), RiskError> {
        let at = Path::Document("risk");
        let base_at = at.name("base");
        let base = Proved(proof).split(&base_at, self.base(), self.parties(), "base share")?;
        let adjusted = self
            .terms()
            .prove(proof, &at, self.parties(), base.clone())?;
        Ok((adjusted, base))
    }
}
