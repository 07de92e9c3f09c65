//! [`EquityLint`]: what is legal in a dynamic split, and mostly a slip.

use std::collections::BTreeSet;

use crate::party::PartyId;
use crate::problem::Problem;

use super::equity::DynamicEquity;
use super::equity_terms::Measured;

/// Something in a dynamic split that is legal but suspicious.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EquityLint {
    /// A band of 0: no share ever moves.
    #[error("a band of 0 lets no share move")]
    ZeroBand,
    /// A metric that counts nothing.
    #[error("{metric} counts nothing")]
    ZeroWeight {
        /// The metric.
        metric: String,
    },
    /// A second metric of the same name.
    #[error("{metric} stands twice")]
    SameName {
        /// The name.
        metric: String,
    },
    /// A metric that measures nobody.
    #[error("{metric} has no target for anybody")]
    NoTargets {
        /// The metric.
        metric: String,
    },
    /// An actual without a target, which counts nothing.
    #[error("{party} has an actual and no target in {metric}")]
    NoTarget {
        /// The party.
        party: PartyId,
        /// The metric.
        metric: String,
    },
    /// A party of the baseline without a score, which counts as 1.
    #[error("{party} has no score and counts as 1")]
    NoScore {
        /// The party.
        party: PartyId,
    },
    /// A party without a share in the baseline, which no score ever moves.
    #[error("{party} has no share in the baseline, so no score gives it one")]
    NoShare {
        /// The party.
        party: PartyId,
    },
}

impl DynamicEquity {
    /// Returns what is legal but suspicious, with its place: in the terms, metric by metric, then
    /// party by party.
    pub fn lint(&self) -> Vec<Problem<EquityLint>> {
        let mut lints = Vec::new();
        let mut note = |place: String, fault| lints.push(Problem { place, fault });
        if self.terms().band_or_usual().is_zero() {
            note("band".to_owned(), EquityLint::ZeroBand);
        }
        match self.measured() {
            Measured::Metrics(metrics) => {
                let mut names = BTreeSet::new();
                for (position, metric) in metrics.iter().enumerate() {
                    let place = || format!("metrics[{position}]");
                    let name = || metric.name.clone();
                    if metric.weight == 0 {
                        note(place(), EquityLint::ZeroWeight { metric: name() });
                    }
                    if metric.targets.is_empty() {
                        note(place(), EquityLint::NoTargets { metric: name() });
                    }
                    if !names.insert(&metric.name) {
                        note(place(), EquityLint::SameName { metric: name() });
                    }
                    let extra = |party: &&PartyId| !metric.targets.contains_key(*party);
                    for party in metric.actuals.keys().filter(extra) {
                        let (party, metric) = (party.clone(), name());
                        note(place(), EquityLint::NoTarget { party, metric });
                    }
                }
            }
            Measured::Scores(scores) => {
                let missing = |party: &&PartyId| !scores.contains_key(*party);
                for party in self.baseline().parties().iter().filter(missing) {
                    let party = party.clone();
                    note("scores".to_owned(), EquityLint::NoScore { party });
                }
            }
            Measured::ContributionShare(_) => return lints,
        }
        for (party, _) in self
            .baseline()
            .entries()
            .filter(|(_, share)| share.is_zero())
        {
            let party = party.clone();
            note("baseline".to_owned(), EquityLint::NoShare { party });
        }
        lints
    }
}
