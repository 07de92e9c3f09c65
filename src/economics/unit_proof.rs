//! Proofs of [`UnitSale::break_even`] (spec/explain.md).

use super::break_even_units::UnitSale;
use super::error::EconomicsError;
use super::proof::DEFINITION;
use crate::explain::{Explanation, Proof};
use crate::rounding::Rounding;

impl UnitSale {
    /// Returns the proof of [`Self::break_even`].
    ///
    /// It reads the document `definition`, which is this sale. The result is the break-even.
    ///
    /// # Errors
    ///
    /// Those of [`Self::break_even`], and [`EconomicsError::Explain`].
    pub fn explain(&self) -> Result<Explanation, EconomicsError> {
        let line = self.break_even()?;
        let mut proof = Proof::new();
        let price = proof.input(DEFINITION, "/price", self.price, "price")?;
        let variable = proof.input(DEFINITION, "/variable", self.variable, "cost of a unit")?;
        let share = proof.input(DEFINITION, "/share", self.share, "share of the other side")?;
        let whole = proof.quotient(price, price, "the whole price")?;
        let own = proof.difference(whole, share, "own share")?;
        let kept = proof.product(&[own, price], "kept of the price")?;
        let contribution = proof.difference(kept, variable, "contribution of a unit")?;
        let margin = proof.quotient(contribution, price, "margin")?;
        // A text such as "16 USD" is one of money, and only money proves it.
        let written = if line.contribution.major().is_integer() {
            let nearest = Rounding::HalfAwayFromZero;
            proof.round(contribution, nearest, None, None, "contribution, whole")?
        } else {
            contribution
        };
        proof.result("/contribution", written);
        proof.result("/margin", margin);
        if line.units.is_some() {
            let fixed = proof.input(DEFINITION, "/fixed", self.fixed, "fixed cost")?;
            let up = Rounding::Ceiling;
            // Without fixed cost nothing has to be sold, whatever a unit leaves.
            let (per, exact) = if self.fixed.is_zero() {
                (price, fixed)
            } else {
                let exact = proof.quotient(fixed, margin, "exact line")?;
                let exact = proof.round(exact, up, None, None, "exact line, up")?;
                (contribution, exact)
            };
            let units = proof.quotient(fixed, per, "units, exactly")?;
            let units = proof.whole(units, up, None, None, "units")?;
            let revenue = proof.product(&[units, price], "revenue at so many units")?;
            let revenue = proof.round(revenue, up, None, None, "revenue")?;
            proof.result("/units", units);
            proof.result("/revenue_at_units", revenue);
            proof.result("/revenue_exact_up", exact);
        }
        Ok(proof.finish())
    }
}
