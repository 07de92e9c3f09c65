//! [`Stability`] and [`first_places`]: who leads whatever the weights are.

use std::collections::BTreeMap;

use super::evaluation::Evaluation;
use super::flip::{Flip, RivalLeads};
use super::id::Id;
use super::line::Line;
use super::ranking::{Lead, OrderBy, Ranking, rank};
use super::schema::Schema;
use super::sensitivity::ahead;
use super::sensitivity_error::SensitivityError;
use crate::ratio::Ratio;

/// Between which shares of each criterion the leader of a ranking stays first in its tier.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "weight stability interval")]
pub struct Stability {
    schema: Schema,
    leader: Id,
    intervals: Vec<Interval>,
}

/// The shares of one criterion at which a leader stays first; the ends are ties.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Interval {
    /// The criterion.
    pub criterion: Id,
    /// The least share.
    pub lower: Ratio,
    /// The largest share.
    pub upper: Ratio,
}

impl Stability {
    /// Returns who leads.
    pub const fn leader(&self) -> &Id {
        &self.leader
    }

    /// Returns an interval for each scored criterion with a weight; the others keep their
    /// proportions.
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }
}

impl Ranking {
    /// Returns between which shares of each criterion the leader stays first in its tier.
    ///
    /// The whole range from 0 to 1 is cut at the flip of every rival. Time grows with the rivals
    /// times the criteria.
    ///
    /// # Errors
    ///
    /// [`SensitivityError::NoLeader`], [`SensitivityError::TiedLead`], and those of
    /// [`Sensitivity::new`](super::Sensitivity::new) for any rival of the leader's tier.
    pub fn stability(&self) -> Result<Stability, SensitivityError> {
        let (leader, rivals) = match self.leader() {
            Lead::Nobody => return Err(SensitivityError::NoLeader),
            Lead::Tied(members) => {
                return Err(match members.first().cloned() {
                    Some(first) => SensitivityError::TiedLead {
                        count: members.len(),
                        first,
                    },
                    None => SensitivityError::NoLeader,
                });
            }
            Lead::Alone(leader, rivals) => (leader, rivals),
        };
        let scored = leader
            .lines()
            .iter()
            .filter(|line| line.share.is_positive());
        let mut intervals: Vec<Interval> = scored
            .map(|line| Interval {
                criterion: line.criterion.clone(),
                lower: Ratio::ZERO,
                upper: Ratio::ONE,
            })
            .collect();
        for rival in rivals {
            let pair = ahead(leader, rival)?;
            for (difference, interval) in pair.differences.iter().zip(&mut intervals) {
                match Flip::of(&pair, difference)? {
                    Some(flip) if flip.rival_leads == RivalLeads::Below => {
                        interval.lower = interval.lower.max(flip.share);
                    }
                    Some(flip) => interval.upper = interval.upper.min(flip.share),
                    None => {}
                }
            }
        }
        Ok(Stability {
            schema: Schema,
            leader: leader.subject().clone(),
            intervals,
        })
    }
}

/// How often a subject comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FirstPlaces {
    /// Times it is first alone.
    pub alone: u64,
    /// Times it shares the first place.
    pub shared: u64,
}

/// Returns how often each subject of the first tier comes first over many weightings; those that
/// never do are left out.
///
/// A weighting holds the parts of the criteria with a weight, in rubric order; a 0 is somebody's
/// view that a criterion does not matter.
///
/// # Errors
///
/// Those of [`rank`], [`SensitivityError::NoLeader`],
/// [`SensitivityError::DifferentCoverage`] if a member of the first tier is not fully scored;
/// [`SensitivityError::WrongLength`], [`SensitivityError::NoWeight`] by weighting;
/// [`SensitivityError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Assessment, Rubric, Score, first_places};
/// use partnership::time::date;
///
/// let rubric = Rubric::three_r();
/// let mut evaluations = Vec::new();
/// for (subject, scores) in [("Elm", [5, 3, 4]), ("Oak", [3, 5, 4])] {
///     let mut found = Assessment::new(subject.parse()?, date("2026-01-01")?);
///     for (criterion, score) in rubric.criteria().iter().zip(scores) {
///         found = found.rate(criterion.id().clone(), Score::from(score));
///     }
///     evaluations.push(rubric.evaluate(&found)?);
/// }
/// let views = [[4, 3, 3], [1, 1, 1], [3, 1, 0]];
/// let first = first_places(&evaluations, &views)?;
/// assert_eq!((first["Elm"].alone, first["Elm"].shared), (2, 1));
/// assert_eq!((first["Oak"].alone, first["Oak"].shared), (0, 1));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "rank acceptability")]
pub fn first_places(
    evaluations: &[Evaluation],
    weightings: &[impl AsRef<[u32]>],
) -> Result<BTreeMap<Id, FirstPlaces>, SensitivityError> {
    let ranking = rank(evaluations, OrderBy::default())?;
    let best = ranking.tiers().first().ok_or(SensitivityError::NoLeader)?;
    let members = ranking.ranked().iter();
    let members = members.take_while(|member| member.verdict() == best.verdict());
    let mut table = Vec::new();
    for member in members {
        table.push((member.subject(), fully_scored(member)?));
    }
    let expected = table.first().map_or(0, |(_, goods)| goods.len());
    let mut first: BTreeMap<Id, FirstPlaces> = BTreeMap::new();
    for (weighting, parts) in weightings.iter().enumerate() {
        let parts = parts.as_ref();
        if parts.len() != expected {
            let found = parts.len();
            return Err(SensitivityError::WrongLength {
                weighting,
                expected,
                found,
            });
        }
        if parts.iter().all(|part| *part == 0) {
            return Err(SensitivityError::NoWeight { weighting });
        }
        let mut leaders: Vec<&Id> = Vec::new();
        let mut most: Option<Ratio> = None;
        for (subject, goods) in &table {
            let sum = weighted(goods, parts)?;
            if most.is_none_or(|most| sum > most) {
                most = Some(sum);
                leaders.clear();
            }
            if most == Some(sum) {
                leaders.push(subject);
            }
        }
        let is_shared = leaders.len() > 1;
        for leader in leaders {
            let places = first.entry(leader.clone()).or_default();
            let count = if is_shared {
                &mut places.shared
            } else {
                &mut places.alone
            };
            *count = count.saturating_add(1);
        }
    }
    Ok(first)
}

/// What each criterion with a weight is worth, if all are scored.
fn fully_scored(member: &Evaluation) -> Result<Vec<Ratio>, SensitivityError> {
    let mut goods = Vec::new();
    for (line, measure) in member.lines().iter().zip(member.rubric().measures()) {
        if measure.weight == 0 {
            continue;
        }
        let missing = || SensitivityError::DifferentCoverage {
            criterion: line.criterion.clone(),
            subject: member.subject().clone(),
        };
        goods.push(Line::good(line).ok_or_else(missing)?);
    }
    Ok(goods)
}

fn weighted(goods: &[Ratio], parts: &[u32]) -> Result<Ratio, SensitivityError> {
    let mut sum = Ratio::ZERO;
    for (good, part) in goods.iter().zip(parts) {
        sum = sum.checked_add(good.checked_mul((*part).into())?)?;
    }
    Ok(sum)
}
