//! [`EquityHistory`]: the milestones of a dynamic split, and which split held when.

use chrono::NaiveDate;

use crate::allocate::Ledger;
use crate::explain::{Explanation, Path, Proof};
use crate::money::{Currency, Money};

use super::equity::{EquityShares, evaluate, prove_results};
use super::equity_error::EquityError;
use super::equity_rule::Milestone;
use super::equity_terms::{EquityTerms, Measured};
use super::shares::Split;
use super::working::{Proved, Working as _};

/// What was measured on a day, and what followed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquityMilestone {
    on: NaiveDate,
    measured: Measured,
    found: EquityShares,
}

impl EquityMilestone {
    /// Returns the day from which its split holds.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// Returns what was measured, on totals to date.
    pub const fn measured(&self) -> &Measured {
        &self.measured
    }

    /// Returns the scores, the room that the band left, and the split.
    pub const fn shares(&self) -> &EquityShares {
        &self.found
    }
}

/// A baseline and its milestones in order of time: a split that changes, with the reasons.
///
/// Each milestone is measured from the baseline on totals to date and holds from its day on. A
/// report that comes late takes its place in time; where a
/// [maximum step](EquityTerms::max_step) was agreed, the milestones after it are worked out again.
/// What was paid by an earlier split stays as it is, unless it is restated by a
/// [`Retroactive`](super::Retroactive) payment (spec/splits.md 3.3).
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::split::{EquityHistory, EquityTerms, Measured, Split};
/// use partnership::time::date;
/// use partnership::{Currency, PartyId, Ratio};
///
/// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
/// let baseline = Split::equal([ana.clone(), ben.clone()])?;
/// let mut history = EquityHistory::new(baseline, EquityTerms::default())?;
/// let scores = BTreeMap::from([(ana.clone(), "6/5".parse()?), (ben, "4/5".parse()?)]);
/// history.record(date("2026-07-01")?, Measured::Scores(scores))?;
///
/// assert_eq!(history.split_on(date("2026-06-30")?).share(&ana), Some(Ratio::from_percent(50)));
/// assert_eq!(history.split_on(date("2026-07-01")?).share(&ana), Some(Ratio::from_percent(60)));
/// let payments = [
///     (date("2026-06-30")?, "100.00 USD".parse()?),
///     (date("2026-07-31")?, "100.00 USD".parse()?),
/// ];
/// let ledger = history.ledger(Currency::USD, &payments)?;
/// assert_eq!(ledger.paid(&ana).map(|paid| paid.to_string()), Some("110.00 USD".to_owned()));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquityHistory {
    baseline: Split,
    terms: EquityTerms,
    milestones: Vec<EquityMilestone>,
}

impl EquityHistory {
    /// Returns a history without milestones.
    ///
    /// # Errors
    ///
    /// The first of [`EquityTerms::problems`].
    pub fn new(baseline: Split, terms: EquityTerms) -> Result<Self, EquityError> {
        match terms.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(Self {
                baseline,
                terms,
                milestones: Vec::new(),
            }),
        }
    }

    /// Notes what was measured on a day, and returns the milestone.
    ///
    /// # Errors
    ///
    /// [`EquityError::DateTaken`], and those of
    /// [`DynamicEquity::in_force`](super::DynamicEquity::in_force). Nothing is noted then.
    pub fn record(
        &mut self,
        on: NaiveDate,
        measured: Measured,
    ) -> Result<&EquityMilestone, EquityError> {
        let Err(place) = self.position(on) else {
            return Err(EquityError::DateTaken { on });
        };
        let (before, after) = self.milestones.split_at(place);
        let later = after.iter().map(|later| (later.on, later.measured.clone()));
        let mut redone: Vec<EquityMilestone> = Vec::new();
        for (on, measured) in std::iter::once((on, measured)).chain(later) {
            let last = redone.last().or(before.last());
            let current = last.map(|last| last.found.shares());
            let found = evaluate(&self.baseline, &self.terms, &measured, current)?;
            redone.push(EquityMilestone {
                on,
                measured,
                found,
            });
        }
        self.milestones.truncate(place);
        self.milestones.extend(redone);
        self.milestone(on).ok_or(EquityError::OtherResult { on })
    }

    /// Returns the split from which everything is measured.
    pub const fn baseline(&self) -> &Split {
        &self.baseline
    }

    /// Returns what was agreed.
    pub const fn terms(&self) -> &EquityTerms {
        &self.terms
    }

    /// Returns the milestones in order of time.
    pub fn milestones(&self) -> &[EquityMilestone] {
        &self.milestones
    }

    /// Returns the milestone of a day.
    pub fn milestone(&self, on: NaiveDate) -> Option<&EquityMilestone> {
        self.milestones.get(self.position(on).ok()?)
    }

    /// Returns the split that holds on a day: that of the last milestone up to it, or the baseline.
    pub fn split_on(&self, on: NaiveDate) -> &Split {
        let up_to = self
            .milestones
            .partition_point(|milestone| milestone.on <= on);
        let last = up_to
            .checked_sub(1)
            .and_then(|last| self.milestones.get(last));
        last.map_or(&self.baseline, |milestone| milestone.found.shares())
    }

    /// Returns the ledger of payments of which each goes by the split of its day.
    ///
    /// # Errors
    ///
    /// [`EquityError::Ledger`] for another currency or balances beyond the range of money.
    pub fn ledger(
        &self,
        currency: Currency,
        payments: &[(NaiveDate, Money)],
    ) -> Result<Ledger, EquityError> {
        let mut ledger = self.baseline.ledger(currency);
        for (on, amount) in payments {
            ledger.pay(*amount, &self.split_on(*on).shares())?;
        }
        Ok(ledger)
    }

    /// Returns the proof of the milestone of a day, if there is one.
    ///
    /// It reads the document `history`, which is this history. The result is the
    /// [`EquityMilestone::shares`].
    ///
    /// # Errors
    ///
    /// Those of [`DynamicEquity::explain`](super::DynamicEquity::explain).
    pub fn explain(&self, on: NaiveDate) -> Result<Option<Explanation>, EquityError> {
        let Ok(position) = self.position(on) else {
            return Ok(None);
        };
        let Some(milestone) = self.milestones.get(position) else {
            return Ok(None);
        };
        let before = position.checked_sub(1);
        let before = before.and_then(|before| Some((before, self.milestones.get(before)?)));
        let at = Path::Document("history");
        let (baseline_at, all) = (at.name("baseline"), at.name("milestones"));
        let before_at = all.index(before.map_or(0, |(before, _)| before));
        let result_at = before_at.name("result");
        let parties = self.baseline.parties();
        let mut proof = Proof::new();
        let mut working = Proved(&mut proof);
        let baseline = working.split(&baseline_at, &self.baseline, parties, "baseline")?;
        let step = Milestone {
            parties,
            terms: &self.terms,
            measured: &milestone.measured,
            current: before.map(|(_, before)| before.found.shares()),
            terms_at: &at,
            measured_at: &all.index(position),
            current_at: &result_at.name("shares"),
            limit_at: &at.name("max_step"),
        };
        let adjusted = step.adjust(&mut working, baseline)?;
        prove_results(&mut proof, parties, &adjusted);
        Ok(Some(proof.finish()))
    }

    fn position(&self, on: NaiveDate) -> Result<usize, usize> {
        self.milestones
            .binary_search_by_key(&on, |milestone| milestone.on)
    }
}
