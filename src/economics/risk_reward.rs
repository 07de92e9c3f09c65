//! [`risk_reward`]: what each partnership promises against what it risks (E3).

use super::error::{EconomicsError, unique};
use crate::ratio::Ratio;

/// What a partnership promises and risks, in the caller's own units.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Holding {
    /// Which.
    pub id: String,
    /// What it promises.
    pub reward: Ratio,
    /// What it risks.
    pub risk: Ratio,
}

/// From where a reward and a risk are high; a value on the line is high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct HighFrom {
    /// The reward.
    pub reward: Ratio,
    /// The risk.
    pub risk: Ratio,
}

/// What to do with a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Quadrant {
    /// High reward, low risk.
    Invest,
    /// High reward, high risk.
    Guard,
    /// Low reward, low risk.
    Maintain,
    /// Low reward, high risk.
    Reconsider,
}

impl Quadrant {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invest => "invest",
            Self::Guard => "guard",
            Self::Maintain => "maintain",
            Self::Reconsider => "reconsider",
        }
    }
}

/// A partnership beside which others are as good in both respects, and better in one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Dominated {
    /// Which.
    pub id: String,
    /// All that are, by id.
    pub by: Vec<String>,
}

/// What each partnership promises against what it risks; every list by id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RiskReward {
    /// What to do with each.
    pub quadrants: Vec<(String, Quadrant)>,
    /// Those that nothing dominates.
    pub frontier: Vec<String>,
    /// The others.
    pub dominated: Vec<Dominated>,
}

/// Returns what to do with each partnership, and which are dominated by others.
///
/// # Errors
///
/// [`EconomicsError::NothingToMeasure`], [`EconomicsError::DuplicateId`].
///
/// # Examples
///
/// ```
/// use partnership::Ratio;
/// use partnership::economics::{HighFrom, Holding, Quadrant, risk_reward};
///
/// let holding = |id: &str, reward: i64, risk: i64| Holding {
///     id: id.to_owned(),
///     reward: reward.into(),
///     risk: risk.into(),
/// };
/// let high = HighFrom { reward: Ratio::from_integer(5), risk: Ratio::from_integer(5) };
/// let seen = risk_reward(&[holding("a", 9, 1), holding("b", 5, 5)], &high)?;
/// assert_eq!(seen.quadrants[1].1, Quadrant::Guard); // on the line is high
/// assert_eq!(seen.dominated[0].by, ["a"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "Pareto frontier")]
pub fn risk_reward(holdings: &[Holding], high: &HighFrom) -> Result<RiskReward, EconomicsError> {
    if holdings.is_empty() {
        return Err(EconomicsError::NothingToMeasure);
    }
    unique(holdings.iter().map(|holding| &holding.id))?;
    let mut by_id: Vec<&Holding> = holdings.iter().collect();
    by_id.sort_by_key(|holding| &holding.id);
    let mut found = RiskReward {
        quadrants: Vec::with_capacity(by_id.len()),
        frontier: Vec::new(),
        dominated: Vec::new(),
    };
    for holding in &by_id {
        let id = holding.id.clone();
        found.quadrants.push((id.clone(), holding.quadrant(high)));
        let better = by_id.iter().filter(|other| other.dominates(holding));
        let by: Vec<String> = better.map(|other| other.id.clone()).collect();
        if by.is_empty() {
            found.frontier.push(id);
        } else {
            found.dominated.push(Dominated { id, by });
        }
    }
    Ok(found)
}

impl Holding {
    fn quadrant(&self, high: &HighFrom) -> Quadrant {
        match (self.reward >= high.reward, self.risk >= high.risk) {
            (true, false) => Quadrant::Invest,
            (true, true) => Quadrant::Guard,
            (false, false) => Quadrant::Maintain,
            (false, true) => Quadrant::Reconsider,
        }
    }

    fn dominates(&self, other: &Self) -> bool {
        let is_as_good = self.reward >= other.reward && self.risk <= other.risk;
        is_as_good && (self.reward > other.reward || self.risk < other.risk)
    }
}
