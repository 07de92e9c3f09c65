//! [`EquityTerms`] and [`Measured`]: what was agreed about a dynamic split, and what was measured.

use std::collections::{BTreeMap, BTreeSet};

use crate::party::PartyId;
use crate::problem::Problem;
use crate::ratio::Ratio;

use super::equity_error::{EquityError, EquityParameter};
use super::risk::is_too_fine;
use super::shares::Split;
use super::working::Usual;

/// What was agreed about a split that follows performance, beside its baseline.
///
/// What is left out is as usual: a band of 20 percentage points, a gain of 1, attainments that
/// count up to 2, and no limit to a single step.
///
/// # Examples
///
/// ```
/// use partnership::Ratio;
/// use partnership::split::EquityTerms;
///
/// let terms = EquityTerms { band: Some(Ratio::from_percent(10)), ..EquityTerms::default() };
/// assert_eq!(terms.gain_or_usual(), Ratio::ONE);
/// assert_eq!(EquityTerms::default().band_or_usual(), Ratio::from_percent(20));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EquityTerms {
    /// How far a share may ever be from the baseline, from 0 to 1: 20 percentage points if absent.
    #[doc(alias = "corridor")]
    pub band: Option<Ratio>,
    /// How strongly shares follow scores, above 0 and at most 1,000: 1 if absent.
    #[doc(alias = "sensitivity")]
    pub gain: Option<Ratio>,
    /// The most that an attainment counts, from 1 to 10: 2 if absent.
    pub max_attainment: Option<Ratio>,
    /// How far a share may move at one milestone from the split in force, above 0 and at most 1.
    pub max_step: Option<Ratio>,
}

/// The band where terms say nothing.
pub(super) fn usual_band() -> Usual {
    Usual {
        constant: "equity_band",
        value: Ratio::from_percent(20),
    }
}

/// The most that an attainment counts where terms say nothing.
pub(super) fn usual_attainment() -> Usual {
    Usual {
        constant: "max_attainment",
        value: Ratio::from_integer(2),
    }
}

impl EquityTerms {
    /// Returns how far a share may be from the baseline.
    pub fn band_or_usual(&self) -> Ratio {
        self.band.unwrap_or(usual_band().value)
    }

    /// Returns how strongly shares follow scores.
    pub fn gain_or_usual(&self) -> Ratio {
        self.gain.unwrap_or(Ratio::ONE)
    }

    /// Returns the most that an attainment counts.
    pub fn max_attainment_or_usual(&self) -> Ratio {
        self.max_attainment.unwrap_or(usual_attainment().value)
    }

    /// Returns every fault with its place: [`EquityError::OutOfRange`], or
    /// [`EquityError::TooFine`] for a denominator above 10,000, of each number in the order of the
    /// fields.
    pub fn problems(&self) -> Vec<Problem<EquityError>> {
        use EquityParameter::{Band, Gain, MaxAttainment, MaxStep};
        let (none, one) = (Ratio::ZERO, Ratio::ONE);
        let from = |value: Ratio, least, most| (least..=most).contains(&value);
        let above = |value: Ratio, most| value.is_positive() && value <= most;
        let rules: [(_, _, _, &dyn Fn(Ratio) -> bool); 4] = [
            ("band", Band, self.band, &|band| from(band, none, one)),
            ("gain", Gain, self.gain, &|gain| {
                above(gain, Ratio::from_integer(1_000))
            }),
            (
                "max_attainment",
                MaxAttainment,
                self.max_attainment,
                &|most| from(most, one, Ratio::from_integer(10)),
            ),
            ("step.limit", MaxStep, self.max_step, &|step| {
                above(step, one)
            }),
        ];
        let fault =
            |(place, parameter, value, holds): (&str, _, Option<Ratio>, &dyn Fn(Ratio) -> bool)| {
                let value = value?;
                let fault = if !holds(value) {
                    EquityError::OutOfRange { parameter, value }
                } else if is_too_fine(value) {
                    EquityError::TooFine { parameter, value }
                } else {
                    return None;
                };
                Some(Problem {
                    place: place.to_owned(),
                    fault,
                })
            };
        rules.into_iter().filter_map(fault).collect()
    }
}

/// A metric of performance, with what was agreed and what was reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[doc(alias = "KPI")]
pub struct Metric {
    /// Its name: financial input, creative leadership, relationship management.
    pub name: String,
    /// How much it counts; a metric of weight 0 is neither checked nor counted.
    pub weight: u64,
    /// What each party was to reach, above 0; a party without a target is not measured by it.
    pub targets: BTreeMap<PartyId, Ratio>,
    /// What each party reached so far, since the beginning; 0 or more.
    pub actuals: BTreeMap<PartyId, Ratio>,
}

/// What was measured at a milestone, on totals to date.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measured {
    /// Metrics: the score of a party is the weighted mean of its attainments, `actual / target`.
    Metrics(Vec<Metric>),
    /// Scores from 0 to 10, where 1 is as agreed; a party without one has 1.
    Scores(BTreeMap<PartyId, Ratio>),
    /// Shares by contribution instead of scores, which also let in who has no share yet.
    ContributionShare(Split),
}

/// The largest sum of the weights of all metrics.
const MOST_WEIGHT: u128 = 1_000_000;

impl Measured {
    /// Returns every fault with its place, for the parties of a baseline in party order:
    /// [`EquityError::WeightOverflow`] of all weights, then metric by metric and party by party
    /// [`EquityError::UnknownParty`] for who is not in the baseline, [`EquityError::ZeroTarget`],
    /// [`EquityError::MissingActual`] and [`EquityError::NegativeActual`]; of scores
    /// [`EquityError::UnknownParty`], [`EquityError::NegativeScore`] and
    /// [`EquityError::OutOfRange`] above 10.
    pub fn problems(&self, baseline: &[PartyId]) -> Vec<Problem<EquityError>> {
        let stranger = |place: &str, party: &PartyId| {
            let known = baseline.binary_search(party).is_ok();
            (!known).then(|| Problem {
                place: format!("{place}.{party}"),
                fault: EquityError::UnknownParty {
                    party: party.clone(),
                },
            })
        };
        match self {
            Self::Metrics(metrics) => problems_of_metrics(metrics, stranger),
            Self::Scores(scores) => {
                let fault = |(party, score): (&PartyId, &Ratio)| {
                    stranger("scores", party).or_else(|| fault_of_score(party, *score))
                };
                scores.iter().filter_map(fault).collect()
            }
            Self::ContributionShare(sigma) => {
                let parties = sigma.parties().iter();
                parties
                    .filter_map(|party| stranger("sigma", party))
                    .collect()
            }
        }
    }
}

fn problems_of_metrics(
    metrics: &[Metric],
    stranger: impl Fn(&str, &PartyId) -> Option<Problem<EquityError>>,
) -> Vec<Problem<EquityError>> {
    let weights = metrics.iter().map(|metric| u128::from(metric.weight));
    let sum = weights.fold(0_u128, u128::saturating_add);
    let mut problems = Vec::new();
    if sum > MOST_WEIGHT {
        problems.push(Problem {
            place: "metrics".to_owned(),
            fault: EquityError::WeightOverflow { sum },
        });
    }
    let counted = metrics.iter().enumerate();
    for (position, metric) in counted.filter(|(_, metric)| metric.weight > 0) {
        let place = format!("metrics[{position}]");
        let parties = metric.targets.keys().chain(metric.actuals.keys());
        for party in parties.collect::<BTreeSet<_>>() {
            let of_targets = metric.targets.contains_key(party);
            let key = if of_targets { "targets" } else { "actuals" };
            match stranger(&format!("{place}.{key}"), party) {
                Some(problem) => problems.push(problem),
                None => problems.extend(metric.faults(&place, party)),
            }
        }
    }
    problems
}

impl Metric {
    /// What is wrong beside one party.
    fn faults(&self, place: &str, party: &PartyId) -> Vec<Problem<EquityError>> {
        let Some(target) = self.targets.get(party).copied() else {
            return Vec::new();
        };
        let (metric, party) = (self.name.clone(), party.clone());
        let mut faults = Vec::new();
        let mut note = |key: &str, fault| {
            let place = format!("{place}.{key}.{party}");
            faults.push(Problem { place, fault });
        };
        if !target.is_positive() {
            let (metric, party) = (metric.clone(), party.clone());
            note(
                "targets",
                EquityError::ZeroTarget {
                    party,
                    metric,
                    target,
                },
            );
        }
        match self.actuals.get(&party).copied() {
            None => {
                let party = party.clone();
                note("actuals", EquityError::MissingActual { party, metric });
            }
            Some(actual) if actual.is_negative() => {
                let party = party.clone();
                note(
                    "actuals",
                    EquityError::NegativeActual {
                        party,
                        metric,
                        actual,
                    },
                );
            }
            Some(_) => {}
        }
        faults
    }
}

fn fault_of_score(party: &PartyId, score: Ratio) -> Option<Problem<EquityError>> {
    let fault = if score.is_negative() {
        EquityError::NegativeScore {
            party: party.clone(),
            score,
        }
    } else if score > Ratio::from_integer(10) {
        EquityError::OutOfRange {
            parameter: EquityParameter::Score(party.clone()),
            value: score,
        }
    } else {
        return None;
    };
    Some(Problem {
        place: format!("scores.{party}"),
        fault,
    })
}
