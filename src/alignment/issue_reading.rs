//! [`AlignmentComparison`]: where two sides agree, where they break and what they can trade.

use std::collections::BTreeSet;

use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::id::Id;
use super::issue::{Acceptable, AlignmentModel, Firmness, Issue, Position};
use super::issue_error::IssueError;
use super::line::Verdict;
use super::schema::Schema;
use super::sides::Sides;

/// What an issue is between two sides: the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum IssueFinding {
    /// A side has no position.
    Unstated,
    /// Nothing is acceptable to both, and a side cannot move.
    DealBreaker,
    /// Nothing is acceptable to both, but both can move.
    Apart,
    /// Both want the same.
    Aligned,
    /// It counts much more for one side than for the other, which can give way.
    Trade,
    /// They want different things, and it counts for both.
    Contested,
    /// They want different things, and it counts little.
    Minor,
}

impl IssueFinding {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unstated => "unstated",
            Self::DealBreaker => "deal_breaker",
            Self::Apart => "apart",
            Self::Aligned => "aligned",
            Self::Trade => "trade",
            Self::Contested => "contested",
            Self::Minor => "minor",
        }
    }
}

/// What both sides accept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Zone {
    /// Any number of a closed range.
    Range {
        /// The least.
        from: Ratio,
        /// The most.
        to: Ratio,
    },
    /// Any of some options.
    Options(BTreeSet<Id>),
}

/// A point at which an issue can be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SettleAt {
    /// A number of the range.
    Value(Ratio),
    /// One of the options.
    Option(Id),
}

/// What one issue comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IssueReading {
    /// The issue.
    pub id: Id,
    /// What it is between the two sides.
    pub finding: IssueFinding,
    /// How much it counts for each side that has a position, as a part of all its issues.
    pub shares: Sides<Option<Ratio>>,
    /// What both accept, if they stated it and there is anything.
    pub zone: Option<Zone>,
    /// Who gains by a trade.
    pub gains: Option<Side>,
    /// Where a trade settles: the goal of who gains, moved into the zone; for options none if the
    /// goal is outside.
    pub settle_at: Option<SettleAt>,
}

/// Two issues that are worth more each whole to one side than half to both.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "logrolling")]
pub struct Trade {
    /// What the producer gets.
    pub to_producer: Id,
    /// What the partner gets.
    pub to_partner: Id,
    /// How much better off each side is than by halving both.
    pub gain: Sides<Ratio>,
}

/// Two sides compared, issue by issue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AlignmentComparison {
    pub(super) schema: Schema,
    /// No fit by a deal-breaker, incomplete by what is unstated, bridging for what is apart,
    /// contested or to be traded, else fit.
    pub verdict: Verdict,
    /// Every issue, in order.
    pub issues: Vec<IssueReading>,
    /// What can be traded, by both gains together falling, then in the order of the issues.
    pub trades: Vec<Trade>,
}

/// How two positions count.
struct Weighed<'a> {
    producer: (&'a Position, Ratio),
    partner: (&'a Position, Ratio),
}

impl AlignmentModel {
    /// Returns what every issue is between the two sides, and what they can trade.
    ///
    /// # Errors
    ///
    /// [`IssueError::Overflow`].
    pub fn compare(&self) -> Result<AlignmentComparison, IssueError> {
        let both = self
            .issues()
            .iter()
            .filter(|issue| issue.stated().is_some())
            .count();
        let both = u64::try_from(both).unwrap_or(u64::MAX);
        let mut issues = Vec::with_capacity(self.issues().len());
        for issue in self.issues() {
            issues.push(self.read(issue, both)?);
        }
        Ok(AlignmentComparison {
            schema: Schema,
            verdict: verdict_of(&issues),
            trades: trades_of(&issues)?,
            issues,
        })
    }

    /// The share of an issue in all that counts for a side.
    fn share(&self, issue: &Issue, side: Side) -> Result<Option<Ratio>, RatioError> {
        let Some(position) = issue.position(side) else {
            return Ok(None);
        };
        let positions = self
            .issues()
            .iter()
            .filter_map(|issue| issue.position(side));
        let parts = positions.map(|position| u64::from(position.importance));
        let total = parts.fold(0_u64, u64::saturating_add);
        Ratio::new(position.importance.into(), total.into()).map(Some)
    }

    fn read(&self, issue: &Issue, both: u64) -> Result<IssueReading, RatioError> {
        let shares = Sides::try_of(|side| self.share(issue, side))?;
        let mut reading = IssueReading {
            id: issue.id.clone(),
            finding: IssueFinding::Unstated,
            shares,
            zone: None,
            gains: None,
            settle_at: None,
        };
        let weighed = match (issue.stated(), shares.producer, shares.partner) {
            (Some(stated), Some(own), Some(other)) => Weighed {
                producer: (stated.0, own),
                partner: (stated.1, other),
            },
            _ => return Ok(reading),
        };
        reading.zone = zone_of(
            &weighed.producer.0.acceptable,
            &weighed.partner.0.acceptable,
        );
        reading.finding = self.finding(&weighed, reading.zone.is_some(), both)?;
        if reading.finding == IssueFinding::Trade {
            let to_producer = weighed.producer.1 > weighed.partner.1;
            let (side, gainer) = if to_producer {
                (Side::Producer, weighed.producer.0)
            } else {
                (Side::Partner, weighed.partner.0)
            };
            reading.gains = Some(side);
            let zone = reading.zone.as_ref();
            reading.settle_at = zone.and_then(|zone| settle(&gainer.acceptable, zone));
        }
        Ok(reading)
    }

    fn finding(
        &self,
        weighed: &Weighed<'_>,
        meets: bool,
        both: u64,
    ) -> Result<IssueFinding, RatioError> {
        let ((producer, own), (partner, other)) = (weighed.producer, weighed.partner);
        if !meets {
            let firm = [producer.firmness, partner.firmness].contains(&Firmness::NonNegotiable);
            return Ok(if firm {
                IssueFinding::DealBreaker
            } else {
                IssueFinding::Apart
            });
        }
        if same_goal(&producer.acceptable, &partner.acceptable) {
            return Ok(IssueFinding::Aligned);
        }
        if own.checked_sub(other)?.abs() >= self.trade_gap() {
            return Ok(IssueFinding::Trade);
        }
        let average = Ratio::new(2, both.into())?;
        Ok(if own.checked_add(other)? >= average {
            IssueFinding::Contested
        } else {
            IssueFinding::Minor
        })
    }
}

/// What both accept; touching is common.
fn zone_of(left: &Acceptable, right: &Acceptable) -> Option<Zone> {
    match (left, right) {
        (
            Acceptable::Range { from, to, .. },
            Acceptable::Range {
                from: low,
                to: high,
                ..
            },
        ) => {
            let (from, to) = (*from.max(low), *to.min(high));
            (from <= to).then_some(Zone::Range { from, to })
        }
        (
            Acceptable::Options { options, .. },
            Acceptable::Options {
                options: others, ..
            },
        ) => {
            let common: BTreeSet<Id> = options.intersection(others).cloned().collect();
            (!common.is_empty()).then_some(Zone::Options(common))
        }
        // The door found that both are of one kind.
        _ => None,
    }
}

fn same_goal(left: &Acceptable, right: &Acceptable) -> bool {
    match (left, right) {
        (Acceptable::Range { ideal, .. }, Acceptable::Range { ideal: other, .. }) => ideal == other,
        (Acceptable::Options { ideal, .. }, Acceptable::Options { ideal: other, .. }) => {
            ideal == other
        }
        _ => false,
    }
}

/// The goal of who gains, moved into what both accept.
fn settle(gainer: &Acceptable, zone: &Zone) -> Option<SettleAt> {
    match (gainer, zone) {
        (Acceptable::Range { ideal, .. }, Zone::Range { from, to }) => {
            Some(SettleAt::Value(*ideal.max(from).min(to)))
        }
        (Acceptable::Options { ideal, .. }, Zone::Options(options)) => options
            .contains(ideal)
            .then(|| SettleAt::Option(ideal.clone())),
        _ => None,
    }
}

fn verdict_of(issues: &[IssueReading]) -> Verdict {
    let any =
        |findings: &[IssueFinding]| issues.iter().any(|issue| findings.contains(&issue.finding));
    if any(&[IssueFinding::DealBreaker]) {
        Verdict::NoFit
    } else if any(&[IssueFinding::Unstated]) {
        Verdict::Incomplete
    } else if any(&[
        IssueFinding::Apart,
        IssueFinding::Contested,
        IssueFinding::Trade,
    ]) {
        Verdict::NeedsBridging
    } else {
        Verdict::Fit
    }
}

/// The pairs of issues that are better exchanged than halved.
fn trades_of(issues: &[IssueReading]) -> Result<Vec<Trade>, RatioError> {
    let two = Ratio::from_integer(2);
    let to = |side| issues.iter().filter(move |issue| issue.gains == Some(side));
    let shares = |issue: &IssueReading| issue.shares.producer.zip(issue.shares.partner);
    let mut trades = Vec::new();
    for own in to(Side::Producer) {
        for other in to(Side::Partner) {
            let Some((first, second)) = shares(own).zip(shares(other)) else {
                continue;
            };
            let gain = Sides {
                producer: first.0.checked_sub(second.0)?.checked_div(two)?,
                partner: second.1.checked_sub(first.1)?.checked_div(two)?,
            };
            let all = gain.producer.checked_add(gain.partner)?;
            let loses = gain.producer.is_negative() || gain.partner.is_negative();
            if !loses && all.is_positive() {
                let trade = Trade {
                    to_producer: own.id.clone(),
                    to_partner: other.id.clone(),
                    gain,
                };
                trades.push((all, trade));
            }
        }
    }
    trades.sort_by(|(left, _), (right, _)| right.cmp(left));
    Ok(trades.into_iter().map(|(_, trade)| trade).collect())
}
