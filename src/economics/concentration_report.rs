//! [`ConcentrationReport`]: every figure of a concentration at once (E3).

use super::concentration::{Band, Concentration, Dependency};
use super::concentration_lines::{DependencyLines, HhiBands};
use super::error::EconomicsError;
use crate::money::Money;
use crate::ratio::Ratio;

/// How much hangs on one payer, in every figure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ConcentrationReport {
    /// What all paid.
    pub total: Money,
    /// How many paid something.
    pub payers: u64,
    /// The sum of the squares of the shares.
    pub hhi: Ratio,
    /// The same in points.
    pub points: Ratio,
    /// How many equal payers would be as concentrated.
    pub effective: Ratio,
    /// The same from 0 for equal payers to 1; none for one payer.
    pub normalised: Option<Ratio>,
    /// All who paid the largest amount, by id.
    pub top: Vec<String>,
    /// What one of them paid of all.
    pub top_share: Ratio,
    /// How dependent one is on it.
    pub dependency: Dependency,
    /// The band of the HHI.
    pub band: Band,
    /// The least that others would have to pay more so that no top payer is over-relied on.
    pub needed_elsewhere: Money,
}

impl Concentration<'_> {
    /// Returns every figure at once.
    ///
    /// # Errors
    ///
    /// The first of a figure that is beyond its range; each is there by its own method.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::economics::{Band, DependencyLines, HhiBands, Incomes, Negatives};
    ///
    /// let paid = [("acme", "8000.00 USD"), ("b", "1000.00 USD"), ("c", "500.00 USD"), ("d", "500.00 USD")];
    /// let mut incomes = Vec::new();
    /// for (id, amount) in paid {
    ///     incomes.push((id.to_owned(), amount.parse()?));
    /// }
    /// let incomes = Incomes::new(incomes)?;
    /// let found = incomes.concentration(Negatives::Refuse)?;
    /// let report = found.report(&DependencyLines::default(), &HhiBands::us_2023())?;
    /// assert_eq!((report.points, report.band), ("6550".parse()?, Band::High));
    /// assert_eq!(report.needed_elsewhere.to_string(), "0.01 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn report(
        &self,
        lines: &DependencyLines,
        bands: &HhiBands,
    ) -> Result<ConcentrationReport, EconomicsError> {
        Ok(ConcentrationReport {
            total: self.total(),
            payers: self.payers(),
            hhi: self.hhi()?,
            points: self.points()?,
            effective: self.effective()?,
            normalised: self.normalised()?,
            top: self.top().map(str::to_owned).collect(),
            top_share: self.top_share(),
            dependency: self.dependency(lines),
            band: self.band(bands),
            needed_elsewhere: self.needed_elsewhere(lines)?,
        })
    }
}
