//! [`Composition`]: one model after another, and one rounding at the very end.

use crate::explain::{Explanation, Path, Proof, Step, pointer};
use crate::party::PartyId;

use super::compose_error::ComposeError;
use super::contribution::Contribution;
use super::contribution_error::ContributionError;
use super::equity::evaluate;
use super::equity_error::EquityError;
use super::equity_rule::Milestone;
use super::equity_terms::{EquityTerms, Measured};
use super::risk::RiskTerms;
use super::shares::Split;
use super::working::{Proved, Working as _};

/// The split with which a composition begins.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Opening {
    /// An agreed one.
    Fixed(Split),
    /// One by contribution.
    Contribution(Contribution),
}

/// The last step of a composition: its baseline is the split so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Performance {
    /// What was agreed.
    pub terms: EquityTerms,
    /// What was measured.
    pub measured: Measured,
    /// The split in force, if a maximum step looks at another than the baseline.
    pub current: Option<Split>,
}

/// The split after every step of a composition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Composed {
    /// The opening.
    pub after_contribution: Split,
    /// With what goes by risk; as before if nothing does.
    pub after_risk: Split,
    /// Adjusted by performance, which is the split by which amounts are divided.
    pub after_equity: Split,
}

/// An agreed split or one by contribution, of which a part goes by risk, adjusted by performance.
///
/// Each step takes a split and gives one; between them shares are exact, or quantised as those of
/// any [`Split`], and amounts are rounded once, by the last one: [`Split::allocate`] for one
/// amount, [`Split::ledger`] for many (spec/splits.md 3.6).
///
/// # Examples
///
/// The parts of a film by contribution, 72 to 28, and half of everything by who bears the risk:
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::split::{
///     Composition, Contributed, ContributionType, Opening, RiskTerms, Split, TypeWeight,
/// };
/// use partnership::{PartyId, Ratio};
///
/// let (director, producer) = (PartyId::new("director")?, PartyId::new("producer")?);
/// let opening = Split::fixed([
///     (director.clone(), "72%".parse()?),
///     (producer.clone(), "28%".parse()?),
/// ])?;
/// let financial = ContributionType {
///     name: "financial".to_owned(),
///     weight: TypeWeight::new(1),
///     contributed: Contributed::Amounts(BTreeMap::from([(director, 1), (producer.clone(), 9)])),
/// };
/// let risk = RiskTerms::new(vec![financial], "1/2".parse()?)?;
/// let all = Composition::new(Opening::Fixed(opening), Some(risk), None)?;
/// assert_eq!(all.splits().after_risk.share(&producer), Some(Ratio::from_percent(59)));
/// let parts = all.split().allocate("999.99 USD".parse()?);
/// assert_eq!(parts[&producer].to_string(), "589.99 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    opening: Opening,
    risk: Option<RiskTerms>,
    performance: Option<Performance>,
    found: Composed,
}

impl Composition {
    /// Puts the steps together.
    ///
    /// # Errors
    ///
    /// That of the first step that gives no split.
    pub fn new(
        opening: Opening,
        risk: Option<RiskTerms>,
        performance: Option<Performance>,
    ) -> Result<Self, ComposeError> {
        let after_contribution = match &opening {
            Opening::Fixed(split) => split.clone(),
            Opening::Contribution(terms) => terms.split()?,
        };
        let after_risk = match &risk {
            Some(terms) => terms.adjust(&after_contribution)?.shares().clone(),
            None => after_contribution.clone(),
        };
        let after_equity = match &performance {
            Some(performance) => performance.adjust(&after_risk)?,
            None => after_risk.clone(),
        };
        Ok(Self {
            opening,
            risk,
            performance,
            found: Composed {
                after_contribution,
                after_risk,
                after_equity,
            },
        })
    }

    /// Returns the split with which it begins.
    pub const fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Returns what goes by risk, if anything does.
    pub const fn risk(&self) -> Option<&RiskTerms> {
        self.risk.as_ref()
    }

    /// Returns the adjustment by performance, if there is one.
    pub const fn performance(&self) -> Option<&Performance> {
        self.performance.as_ref()
    }

    /// Returns the split after every step.
    pub const fn splits(&self) -> &Composed {
        &self.found
    }

    /// Returns the split after the last step, by which amounts are divided.
    pub const fn split(&self) -> &Split {
        &self.found.after_equity
    }

    /// Returns the proof of [`Self::splits`]: the rule, the inputs and the output of every step.
    ///
    /// It reads the document `composition`, which is this one.
    ///
    /// # Errors
    ///
    /// Those of the proofs of its steps.
    pub fn explain(&self) -> Result<Explanation, ComposeError> {
        let at = Path::Document("composition");
        let mut proof = Proof::new();
        let parties = self.found.after_risk.parties();
        let opening = self.prove_opening(&mut proof, &at, parties)?;
        let opened = parties.iter().zip(&opening);
        let listed =
            |(party, _): &(&PartyId, _)| self.found.after_contribution.share(party).is_some();
        results(&mut proof, "after_contribution", opened.filter(listed));
        let risky = match &self.risk {
            Some(terms) => {
                let risk_at = at.name("risk");
                terms.prove(&mut proof, &risk_at, parties, opening)?.shares
            }
            None => opening,
        };
        results(&mut proof, "after_risk", parties.iter().zip(&risky));
        let shares = match &self.performance {
            Some(performance) => performance.prove(&mut proof, &at, parties, risky)?,
            None => risky,
        };
        results(&mut proof, "after_equity", parties.iter().zip(&shares));
        Ok(proof.finish())
    }

    /// The shares of the opening, over more parties than it lists.
    fn prove_opening(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        parties: &[PartyId],
    ) -> Result<Vec<Step>, ContributionError> {
        match &self.opening {
            Opening::Fixed(split) => {
                let at = at.name("fixed");
                Ok(Proved(proof).split(&at, split, parties, "agreed share")?)
            }
            Opening::Contribution(terms) => {
                let at = at.name("contribution");
                let split = &self.found.after_contribution;
                terms.prove_among(proof, &at, split, parties)
            }
        }
    }
}

impl Performance {
    fn adjust(&self, baseline: &Split) -> Result<Split, EquityError> {
        let Self {
            terms,
            measured,
            current,
        } = self;
        let found = evaluate(baseline, terms, measured, current.as_ref())?;
        Ok(found.shares().clone())
    }

    fn prove(
        &self,
        proof: &mut Proof,
        at: &Path<'_>,
        parties: &[PartyId],
        baseline: Vec<Step>,
    ) -> Result<Vec<Step>, EquityError> {
        let equity_at = at.name("equity");
        let step_at = equity_at.name("step");
        let milestone = Milestone {
            parties,
            terms: &self.terms,
            measured: &self.measured,
            current: self.current.as_ref(),
            terms_at: &equity_at,
            measured_at: &equity_at,
            current_at: &step_at.name("current"),
            limit_at: &step_at.name("limit"),
        };
        Ok(milestone.adjust(&mut Proved(proof), baseline)?.shares)
    }
}

fn results<'a>(
    proof: &mut Proof,
    key: &str,
    shares: impl Iterator<Item = (&'a PartyId, &'a Step)>,
) {
    for (party, share) in shares {
        proof.result(&pointer([key, party.as_str()]), *share);
    }
}
