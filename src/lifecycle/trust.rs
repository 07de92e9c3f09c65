//! What trust allows: how much may be committed on which rung, and what a strategic partnership
//! needs (spec/lifecycle.md 8).

use super::definition::Draft;
use super::gate::{Gate, Need, Threshold};
use super::parts::{both, done, gate, months};
use super::stages::TrustRung;
use super::word::{Key, Value};
use crate::money::{Money, MoneyError};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// Returns the parts of a budget that may be committed on the four rungs, lowest first, where
/// nothing else is agreed: a tenth, three tenths, six tenths, all of it. A convention of this crate.
pub fn commitment_parts() -> [Ratio; 4] {
    [10, 30, 60, 100].map(Ratio::from_percent)
}

/// Returns what may be committed on a rung of the trust ladder: its part of the total; nothing
/// once the ladder has ended.
///
/// # Rounding
///
/// Down to the minor unit.
///
/// # Errors
///
/// In this order: [`CommitmentError::Negative`] for a total below zero,
/// [`CommitmentError::OutOfScale`] for a part that is not between 0 and 1,
/// [`CommitmentError::NotAscending`] for a part below the one before it.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{TrustRung, commitment, commitment_parts};
///
/// let total = "100.01 USD".parse()?;
/// let limit = commitment(total, TrustRung::Reliability, commitment_parts())?;
/// assert_eq!(limit.to_string(), "60.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn commitment(
    total: Money,
    rung: TrustRung,
    parts: [Ratio; 4],
) -> Result<Money, CommitmentError> {
    if total.is_negative() {
        return Err(CommitmentError::Negative { total });
    }
    let is_off = |part: &Ratio| part.is_negative() || *part > Ratio::ONE;
    if let Some(part) = parts.into_iter().find(is_off) {
        return Err(CommitmentError::OutOfScale { part });
    }
    let pairs = parts.into_iter().zip(parts.into_iter().skip(1));
    for (before, part) in pairs {
        if part < before {
            return Err(CommitmentError::NotAscending { part, before });
        }
    }
    let [trial, consistency, reliability, advocacy] = parts;
    let part = match rung {
        TrustRung::Trial => trial,
        TrustRung::Consistency => consistency,
        TrustRung::Reliability => reliability,
        TrustRung::Advocacy => advocacy,
        TrustRung::Ended => Ratio::ZERO,
    };
    Ok(total.times_ratio(part, Rounding::Down)?)
}

/// Why there is no limit of what may be committed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommitmentError {
    /// The total is below zero.
    #[error("a total of {total} is negative")]
    Negative {
        /// The total.
        total: Money,
    },
    /// A part is not between nothing and all.
    #[error("the part {part} is not between 0 and 1")]
    OutOfScale {
        /// The part.
        part: Ratio,
    },
    /// A higher rung may commit less.
    #[error("the part {part} is less than {before} on the rung below")]
    NotAscending {
        /// The part.
        part: Ratio,
        /// The part of the rung below.
        before: Ratio,
    },
    /// The part cannot be computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Returns the gates of a strategic charter: shared goals, resources, governance and evaluation
/// agreed, and the approval of both (DOMAIN row L9).
pub fn strategic_gates() -> Vec<Gate> {
    let mut gates = done(&[
        "strategic_charter",
        "shared_goals",
        "resources_committed",
        "governance_set",
        "evaluation_set",
    ]);
    gates.push(both());
    gates
}

/// Returns the gate that asks for no reason against scaling, read within the last three months.
pub const fn scale_advised() -> Gate {
    gate(
        "scale_advised",
        Need::AtMost(Threshold {
            metric: Key::known("scale_objections"),
            value: Value::known("0"),
            fresh: Some(months(3)),
        }),
    )
}

impl Draft {
    /// Returns the definition with more gates on a move, and with the activities and metrics that
    /// they need; `None` if there is no such move.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::{Draft, scale_advised};
    ///
    /// let cautious = Draft::pilot().with_gates("running", "scale", [scale_advised()]);
    /// assert!(cautious.is_some_and(|draft| draft.check().is_ok()));
    /// assert_eq!(Draft::pilot().with_gates("running", "fly", []), None);
    /// ```
    pub fn with_gates(
        mut self,
        from: &str,
        way: &str,
        gates: impl IntoIterator<Item = Gate>,
    ) -> Option<Self> {
        let mut ways = self.moves.iter_mut();
        let found = ways.find(|m| m.from.as_str() == from && m.key.as_str() == way)?;
        let stage = self.stages.iter_mut().find(|s| s.key.as_str() == from)?;
        for gate in gates {
            for inner in gate.with_inner() {
                match &inner.need {
                    Need::Done(activity) if !stage.activities.contains(activity) => {
                        stage.activities.push(activity.clone());
                    }
                    Need::AtLeast(threshold) | Need::AtMost(threshold)
                        if !self.metrics.contains(&threshold.metric) =>
                    {
                        self.metrics.push(threshold.metric.clone());
                    }
                    _ => {}
                }
            }
            found.gates.push(gate);
        }
        Some(self)
    }
}
