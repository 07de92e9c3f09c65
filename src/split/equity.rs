//! [`DynamicEquity`]: a split that follows performance within a band around its baseline.

use std::collections::BTreeMap;

use crate::explain::{Explanation, Path, Proof, Step, pointer};
use crate::party::PartyId;
use crate::problem::Problem;
use crate::ratio::Ratio;

use super::equity_error::EquityError;
use super::equity_rule::{Adjusted, Milestone};
use super::equity_terms::{EquityTerms, Measured};
use super::shares::Split;
use super::working::{Plain, Proved, Working as _};

/// What a milestone makes of a split.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EquityShares {
    scores: Option<BTreeMap<PartyId, Ratio>>,
    alpha: Ratio,
    shares: Split,
}

impl EquityShares {
    /// Returns the scores as they were used, unless shares by contribution took their place.
    pub const fn scores(&self) -> Option<&BTreeMap<PartyId, Ratio>> {
        self.scores.as_ref()
    }

    /// Returns the part of all moves that the band left room for: 1 if nobody would leave it.
    pub const fn alpha(&self) -> Ratio {
        self.alpha
    }

    /// Returns the adjusted split.
    pub const fn shares(&self) -> &Split {
        &self.shares
    }
}

/// A baseline, adjusted on what was measured.
///
/// `move = gain x share x (score / mean score - 1)`, where the mean is by the shares of the
/// baseline; or `gain x (share by contribution - share)`. If somebody would leave the band around
/// the baseline, or 0 to 1, all moves are scaled down alike until nobody does, so that who did
/// better never has a smaller rise. Everything is measured from the baseline on totals to date:
/// milestones that are reported late, or in another order, end in the same split, unless a
/// [maximum step](EquityTerms::max_step) was agreed. The exact shares are quantised as those of any
/// [`Split`]; the baseline is [coarsened](Split::coarsened) first (spec/splits.md 3.3).
///
/// # Examples
///
/// A 50/50 deal that moves by at most 20 percentage points; one partner did twice as well as
/// agreed, the other half as well:
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::split::{DynamicEquity, EquityTerms, Measured, Split};
/// use partnership::{PartyId, Ratio};
///
/// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
/// let baseline = Split::equal([ana.clone(), ben.clone()])?;
/// let scores = BTreeMap::from([(ana.clone(), "2".parse()?), (ben, "1/2".parse()?)]);
/// let milestone =
///     DynamicEquity::new(baseline, EquityTerms::default(), Measured::Scores(scores))?;
/// // Alone by the scores it would be 80%, which the band does not allow.
/// assert_eq!(milestone.shares().alpha(), Ratio::new(2, 3)?);
/// assert_eq!(milestone.shares().shares().share(&ana), Some(Ratio::from_percent(70)));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "dynamic equity split")]
#[doc(alias = "earn-out")]
#[doc(alias = "performance adjustment")]
pub struct DynamicEquity {
    baseline: Split,
    terms: EquityTerms,
    measured: Measured,
    current: Option<Split>,
    found: EquityShares,
}

impl DynamicEquity {
    /// Adjusts a baseline that is in force.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`]; [`EquityError::Overflow`] for an attainment that no ratio
    /// can hold.
    pub fn new(
        baseline: Split,
        terms: EquityTerms,
        measured: Measured,
    ) -> Result<Self, EquityError> {
        Self::from_current(baseline, terms, measured, None)
    }

    /// Adjusts a baseline while another split is in force, from which a share moves by no more
    /// than the [maximum step](EquityTerms::max_step); without such a limit it changes nothing.
    ///
    /// # Errors
    ///
    /// Those of [`Self::new`], and [`EquityError::UnknownParty`] for a party of the split in force
    /// that the baseline does not list.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use partnership::split::{DynamicEquity, EquityTerms, Measured, Split};
    /// use partnership::{PartyId, Ratio};
    ///
    /// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
    /// let baseline = Split::equal([ana.clone(), ben.clone()])?;
    /// let in_force = Split::fixed([(ana.clone(), "70%".parse()?), (ben, "30%".parse()?)])?;
    /// let terms = EquityTerms { max_step: Some("10%".parse()?), ..EquityTerms::default() };
    /// // As agreed, so the way leads back to 50/50, ten points at a time.
    /// let as_agreed = Measured::Scores(BTreeMap::new());
    /// let milestone = DynamicEquity::in_force(baseline, terms, as_agreed, in_force)?;
    /// assert_eq!(milestone.shares().shares().share(&ana), Some(Ratio::from_percent(60)));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn in_force(
        baseline: Split,
        terms: EquityTerms,
        measured: Measured,
        current: Split,
    ) -> Result<Self, EquityError> {
        Self::from_current(baseline, terms, measured, Some(current))
    }

    pub(super) fn from_current(
        baseline: Split,
        terms: EquityTerms,
        measured: Measured,
        current: Option<Split>,
    ) -> Result<Self, EquityError> {
        let current = current.filter(|_| terms.max_step.is_some());
        let found = evaluate(&baseline, &terms, &measured, current.as_ref())?;
        Ok(Self {
            baseline,
            terms,
            measured,
            current,
            found,
        })
    }

    /// Returns every fault with its place: those of the [terms](EquityTerms::problems), then of
    /// what was [measured](Measured::problems).
    pub fn problems(
        baseline: &Split,
        terms: &EquityTerms,
        measured: &Measured,
    ) -> Vec<Problem<EquityError>> {
        let mut problems = terms.problems();
        problems.extend(measured.problems(baseline.parties()));
        problems
    }

    /// Returns the split from which everything is measured.
    pub const fn baseline(&self) -> &Split {
        &self.baseline
    }

    /// Returns what was agreed.
    pub const fn terms(&self) -> &EquityTerms {
        &self.terms
    }

    /// Returns what was measured.
    pub const fn measured(&self) -> &Measured {
        &self.measured
    }

    /// Returns the split in force, if a maximum step looks at another than the baseline.
    pub const fn current(&self) -> Option<&Split> {
        self.current.as_ref()
    }

    /// Returns the scores, the room that the band left, and the adjusted split.
    pub const fn shares(&self) -> &EquityShares {
        &self.found
    }

    /// Returns the proof of [`Self::shares`].
    ///
    /// It reads the document `equity`, which is this milestone.
    ///
    /// # Errors
    ///
    /// [`EquityError::Explain`] for a score that was rounded to millionths and needs more than a
    /// ratio can hold before.
    pub fn explain(&self) -> Result<Explanation, EquityError> {
        let at = Path::Document("equity");
        let (baseline_at, step_at) = (at.name("baseline"), at.name("step"));
        let mut proof = Proof::new();
        let mut working = Proved(&mut proof);
        let baseline = working.split(
            &baseline_at,
            &self.baseline,
            self.baseline.parties(),
            "baseline",
        )?;
        let milestone = Milestone {
            parties: self.baseline.parties(),
            terms: &self.terms,
            measured: &self.measured,
            current: self.current.as_ref(),
            terms_at: &at,
            measured_at: &at,
            current_at: &step_at.name("current"),
            limit_at: &step_at.name("limit"),
        };
        let adjusted = milestone.adjust(&mut working, baseline)?;
        prove_results(&mut proof, self.baseline.parties(), &adjusted);
        Ok(proof.finish())
    }
}

/// Says which figures of [`EquityShares`] the steps prove.
pub(super) fn prove_results(proof: &mut Proof, parties: &[PartyId], adjusted: &Adjusted<Step>) {
    let scores = adjusted.scores.iter().flatten();
    for (party, score) in parties.iter().zip(scores) {
        proof.result(&pointer(["scores", party.as_str()]), *score);
    }
    proof.result("/alpha", adjusted.alpha);
    for (party, share) in parties.iter().zip(&adjusted.shares) {
        proof.result(&pointer(["shares", party.as_str()]), *share);
    }
}

/// What measures make of a baseline, if the papers have no fault.
pub(super) fn evaluate(
    baseline: &Split,
    terms: &EquityTerms,
    measured: &Measured,
    current: Option<&Split>,
) -> Result<EquityShares, EquityError> {
    let problems = DynamicEquity::problems(baseline, terms, measured);
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem.fault);
    }
    let parties = baseline.parties();
    let stranger = |party: &&PartyId| baseline.share(party).is_none();
    if let Some(party) = current.into_iter().flat_map(Split::parties).find(stranger) {
        let party = party.clone();
        return Err(EquityError::UnknownParty { party });
    }
    let nowhere = Path::Document("equity");
    let milestone = Milestone {
        parties,
        terms,
        measured,
        current,
        terms_at: &nowhere,
        measured_at: &nowhere,
        current_at: &nowhere,
        limit_at: &nowhere,
    };
    let mut working = Plain {
        quantised: baseline.is_quantised(),
    };
    let shares = baseline.entries().map(|(_, share)| share).collect();
    let adjusted = milestone.adjust(&mut working, shares)?;
    let scores = adjusted.scores.map(|scores| {
        let scores = parties.iter().cloned().zip(scores);
        scores.collect()
    });
    Ok(EquityShares {
        scores,
        alpha: adjusted.alpha,
        shares: Split::of_shares(parties, &adjusted.shares, working.quantised)?,
    })
}
