//! [`RiskAdjustment`]: a split moved towards who bears the risk.

use std::collections::{BTreeMap, BTreeSet};

use crate::explain::Path;
use crate::money::Money;
use crate::party::PartyId;
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

use super::contribution::{Contribution, ContributionType, EmptyType};
use super::contribution_error::ContributionError;
use super::contribution_lint::ContributionLint;
use super::grid::{COARSE, QUANTISED};
use super::risk_error::RiskError;
use super::shares::Split;
use super::working::{Done, Plain, Working};

/// Which risks there are, who bears which part of each, and how much of everything goes by them.
///
/// # Examples
///
/// See [`RiskAdjustment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskTerms {
    exposure: Contribution,
    theta: Ratio,
}

impl RiskTerms {
    /// Checks the types of risk, and the part `theta` of everything that goes by them.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn new(types: impl Into<Vec<ContributionType>>, theta: Ratio) -> Result<Self, RiskError> {
        let types = types.into();
        match Self::problems(&types, theta).into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(Self {
                exposure: Contribution::new(types, EmptyType::Renormalise)?,
                theta,
            }),
        }
    }

    /// Returns every fault with its place: those of the types, which are those of
    /// [`Contribution::problems`], then [`RiskError::OutOfRange`] for a part below 0 or above 1,
    /// or [`RiskError::TooFine`] for one with a denominator above 10,000.
    pub fn problems(types: &[ContributionType], theta: Ratio) -> Vec<Problem<RiskError>> {
        let of_types = Contribution::problems(types).into_iter();
        let mut problems: Vec<Problem<RiskError>> = of_types
            .map(|problem| Problem {
                place: problem.place,
                fault: problem.fault.into(),
            })
            .collect();
        let fault = if theta.is_negative() || theta > Ratio::ONE {
            Some(RiskError::OutOfRange { theta })
        } else if is_too_fine(theta) {
            Some(RiskError::TooFine { theta })
        } else {
            None
        };
        problems.extend(fault.map(|fault| Problem {
            place: "theta".to_owned(),
            fault,
        }));
        problems
    }

    /// Returns what is legal but suspicious in the types, as [`Contribution::lint`] does.
    pub fn lint(&self) -> Vec<Problem<ContributionLint>> {
        self.exposure.lint()
    }

    /// Returns the types of risk in the order given.
    pub fn types(&self) -> &[ContributionType] {
        self.exposure.types()
    }

    /// Returns the part of everything that goes by risk.
    pub const fn theta(&self) -> Ratio {
        self.theta
    }

    /// The exposures, which are shared as contributions are.
    pub(super) const fn exposure(&self) -> &Contribution {
        &self.exposure
    }

    /// Everybody in the base and the types, in party order.
    pub(super) fn parties(&self, base: &[PartyId]) -> Vec<PartyId> {
        let mut parties: BTreeSet<PartyId> = self.exposure.parties();
        parties.extend(base.iter().cloned());
        parties.into_iter().collect()
    }

    /// The shares by risk, over all parties; those of the base where nobody bears any.
    pub(super) fn index(&self, base: &Split) -> Result<Split, RiskError> {
        let exposed = match self.exposure.split() {
            Err(ContributionError::NothingContributed) => base.clone(),
            exposed => exposed?,
        };
        Ok(exposed.among(&self.parties(base.parties())))
    }

    /// The rule: `(1 - theta) x base + theta x index`, both of them coarsened.
    pub(super) fn blend<W: Working>(
        &self,
        working: &mut W,
        at: &Path<'_>,
        parties: &[PartyId],
        base: Vec<W::Figure>,
        index: Vec<W::Figure>,
    ) -> Done<Vec<W::Figure>> {
        let base = working.fitted(parties, base, COARSE)?;
        let index = working.fitted(parties, index, COARSE)?;
        let theta = working.input(&at.name("theta"), self.theta, || "part by risk".into())?;
        let whole = working.sum(&base, || "the whole".into())?;
        let rest = working.difference(whole, theta, || "part by the base".into())?;
        let mut shares = Vec::with_capacity(parties.len());
        for ((base, index), party) in base.into_iter().zip(index).zip(parties) {
            let by_base = working.product(rest, base, || format!("{party} by the base"))?;
            let by_risk = working.product(theta, index, || format!("{party} by risk"))?;
            let label = || format!("share of {party} with risk");
            shares.push(working.sum(&[by_base, by_risk], label)?);
        }
        working.fitted(parties, shares, QUANTISED)
    }

    /// The shares by risk and what they make of a base.
    pub(super) fn adjust(&self, base: &Split) -> Result<RiskShares, RiskError> {
        let index = self.index(base)?;
        let base = base.among(index.parties());
        let mut working = Plain {
            quantised: base.is_quantised() || index.is_quantised(),
        };
        let values = |split: &Split| split.entries().map(|(_, share)| share).collect();
        let shares = self.blend(
            &mut working,
            &Path::Document("risk"),
            index.parties(),
            values(&base),
            values(&index),
        )?;
        let shares = Split::of_shares(index.parties(), &shares, working.quantised)?;
        Ok(RiskShares { index, shares })
    }
}

/// Whether a parameter of a model has a denominator above 10,000 (spec/splits.md 2).
pub(super) fn is_too_fine(parameter: Ratio) -> bool {
    parameter.denominator() > 10_000
}

/// What risk makes of a split.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RiskShares {
    index: Split,
    shares: Split,
}

impl RiskShares {
    /// Returns the shares by risk alone.
    pub const fn index(&self) -> &Split {
        &self.index
    }

    /// Returns the shares by the base and by risk.
    pub const fn shares(&self) -> &Split {
        &self.shares
    }
}

/// A payment in two lines for each party: what the base gives, and the premium for risk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RiskLines {
    /// What every party gets.
    pub total: BTreeMap<PartyId, Money>,
    /// Its part by the base.
    pub base: BTreeMap<PartyId, Money>,
    /// The rest, above 0 or below.
    pub premium: BTreeMap<PartyId, Money>,
}

/// A base split of which a part goes to who bears the risk.
///
/// `share = (1 - theta) x base + theta x index`, where the index is what [`Contribution`] makes of
/// the exposures, type by type; a type that nobody bears leaves its weight to the others, and where
/// nobody bears anything the base stands. Base and index are [coarsened](Split::coarsened) first.
/// A return on the capital at risk is no share: that is a tier of a waterfall
/// (spec/splits.md 3.2).
///
/// # Examples
///
/// A 50/50 deal of which 30% go by risk; the producer bears 80% of the financial risk, the creative
/// team 70% of the reputational one:
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::split::{
///     Contributed, ContributionType, RiskAdjustment, RiskTerms, ShareOfType, Split, TypeWeight,
/// };
/// use partnership::{PartyId, Ratio};
///
/// let (creative, producer) = (PartyId::new("creative")?, PartyId::new("producer")?);
/// let risk = |name: &str, percent| ContributionType {
///     name: name.to_owned(),
///     weight: TypeWeight::new(1),
///     contributed: Contributed::Stated {
///         shares: BTreeMap::from([
///             (producer.clone(), ShareOfType::new(Ratio::from_percent(percent))),
///         ]),
///         residual: Some(creative.clone()),
///     },
/// };
/// let risks = vec![risk("financial", 80), risk("reputational", 30)];
/// let terms = RiskTerms::new(risks, "30%".parse()?)?;
/// let base = Split::equal([creative.clone(), producer.clone()])?;
/// let adjusted = RiskAdjustment::new(base, terms)?;
///
/// assert_eq!(adjusted.shares().index().share(&producer), Some(Ratio::from_percent(55)));
/// let lines = adjusted.lines("10000.00 USD".parse()?)?;
/// assert_eq!(lines.base[&producer].to_string(), "3500.00 USD");
/// assert_eq!(lines.premium[&producer].to_string(), "1650.00 USD");
/// assert_eq!(lines.total[&producer].to_string(), "5150.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "risk-adjusted return")]
#[doc(alias = "risk premium")]
pub struct RiskAdjustment {
    base: Split,
    terms: RiskTerms,
    found: RiskShares,
}

impl RiskAdjustment {
    /// Adjusts a base.
    ///
    /// # Errors
    ///
    /// [`RiskError::Overflow`]; terms that were checked leave no room for it.
    pub fn new(base: Split, terms: RiskTerms) -> Result<Self, RiskError> {
        let found = terms.adjust(&base)?;
        Ok(Self { base, terms, found })
    }

    /// Returns the base as it was given.
    pub const fn base(&self) -> &Split {
        &self.base
    }

    /// Returns the terms.
    pub const fn terms(&self) -> &RiskTerms {
        &self.terms
    }

    /// Returns the shares by risk, and by the base and by risk.
    pub const fn shares(&self) -> &RiskShares {
        &self.found
    }

    /// Returns a payment by party, in what the base gives and the premium for risk.
    ///
    /// # Rounding
    ///
    /// `total` is the payment by the adjusted shares, `base` the part `1 - theta` of the payment,
    /// half away from zero, by the base: both by largest remainder. `premium` is the difference,
    /// so that two lines add up.
    ///
    /// # Errors
    ///
    /// [`RiskError::Money`] if a premium is beyond the range of money.
    pub fn lines(&self, amount: Money) -> Result<RiskLines, RiskError> {
        let total = self.found.shares.allocate(amount);
        // It is from 0 to 1.
        let rest = Ratio::ONE.checked_sub(self.terms.theta);
        let rest = rest.unwrap_or(Ratio::ZERO);
        let by_base = amount.times_ratio(rest, Rounding::HalfAwayFromZero)?;
        let mut base = self.base.allocate(by_base);
        let mut premium = BTreeMap::new();
        for (party, total) in &total {
            let nothing = Money::zero(amount.currency());
            let base = base.entry(party.clone()).or_insert(nothing);
            premium.insert(party.clone(), total.checked_sub(*base)?);
        }
        Ok(RiskLines {
            total,
            base,
            premium,
        })
    }
}
