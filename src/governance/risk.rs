//! [`RiskRegister`]: what may go wrong, and how badly (G8).

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::reading::Reading;
use super::risk_grid::RiskGrid;
use crate::lifecycle::Key;
use crate::party::PartyId;

/// Where a risk comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RiskCategory {
    /// One side leans on the other too much.
    Dependency,
    /// Intellectual property.
    Ip,
    /// What people think of the parties.
    Reputation,
    /// Money.
    Finance,
    /// Law and contract.
    Compliance,
    /// The work itself.
    Operational,
    /// Who does it.
    People,
    /// Something else.
    #[default]
    Other,
}

/// What is done about a risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Treatment {
    /// What brings it about is not done.
    Avoid,
    /// It is made less likely, or less bad.
    #[default]
    Reduce,
    /// Somebody else bears part of it.
    Share,
    /// It is borne as it is.
    Retain,
    /// It is sought, for what it brings.
    Take,
}

/// A likelihood and an impact, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "(u32, u32)", into = "(u32, u32)"))]
pub struct Rating {
    /// How likely it is.
    pub likelihood: u32,
    /// How bad it would be.
    pub impact: u32,
}

impl From<(u32, u32)> for Rating {
    fn from((likelihood, impact): (u32, u32)) -> Self {
        Self { likelihood, impact }
    }
}

impl From<Rating> for (u32, u32) {
    fn from(rating: Rating) -> Self {
        (rating.likelihood, rating.impact)
    }
}

/// One risk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Risk {
    /// Its name.
    pub key: Key,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub category: RiskCategory,
    /// How likely it is if nothing is done.
    pub likelihood: u32,
    /// How bad it would be if nothing is done.
    pub impact: u32,
    /// What is left of it after the mitigation; as before if it is not given.
    #[cfg_attr(feature = "serde", serde(default))]
    pub residual: Option<Rating>,
    /// What is done about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub treatment: Treatment,
    /// How.
    #[cfg_attr(feature = "serde", serde(default))]
    pub mitigation: String,
    /// Who looks after it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub owner: Option<PartyId>,
    /// The last day for the next look at it.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::option")
    )]
    pub review_on: Option<NaiveDate>,
}

impl Risk {
    /// Returns how likely and how bad it is if nothing is done.
    pub const fn inherent(&self) -> Rating {
        Rating {
            likelihood: self.likelihood,
            impact: self.impact,
        }
    }

    /// Returns how likely and how bad it is after the mitigation.
    pub fn residual(&self) -> Rating {
        self.residual.unwrap_or(self.inherent())
    }
}

/// The risks of a partnership on one grid.
///
/// # Examples
///
/// ```
/// use partnership::governance::{RiskGrid, RiskRegister};
///
/// let json = r#"[{"key": "one_channel", "likelihood": 5, "impact": 4, "residual": [3, 3]}]"#;
/// # #[cfg(feature = "json")] {
/// let register = RiskRegister::new(RiskGrid::default(), serde_json::from_str(json).unwrap())?;
/// assert_eq!(register.highest(), 2); // medium, after the mitigation
/// # }
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawRegister"))]
pub struct RiskRegister {
    grid: RiskGrid,
    risks: Vec<Risk>,
}

impl RiskRegister {
    /// Checks that every risk lies on the grid; keeps them by key.
    ///
    /// # Errors
    ///
    /// [`RiskError::DuplicateKey`], [`RiskError::OutOfScale`].
    pub fn new(grid: RiskGrid, mut risks: Vec<Risk>) -> Result<Self, RiskError> {
        risks.sort_by(|left, right| left.key.cmp(&right.key));
        let twice = risks.windows(2).find_map(|pair| match pair {
            [left, right] if left.key == right.key => Some(left.key.clone()),
            _ => None,
        });
        if let Some(key) = twice {
            return Err(RiskError::DuplicateKey { key });
        }
        for risk in &risks {
            for rating in [risk.inherent(), risk.residual()] {
                if grid.level_index(rating.likelihood, rating.impact).is_none() {
                    return Err(RiskError::OutOfScale {
                        key: risk.key.clone(),
                        likelihood: rating.likelihood,
                        impact: rating.impact,
                    });
                }
            }
        }
        Ok(Self { grid, risks })
    }

    /// Returns the grid.
    pub const fn grid(&self) -> &RiskGrid {
        &self.grid
    }

    /// Returns the risks by key.
    pub fn risks(&self) -> &[Risk] {
        &self.risks
    }

    /// Returns the name of the level of a rating on this grid; nothing outside of it.
    pub fn level(&self, rating: Rating) -> Option<&str> {
        self.grid.level(rating.likelihood, rating.impact)
    }

    fn index(&self, rating: Rating) -> usize {
        let index = self.grid.level_index(rating.likelihood, rating.impact);
        // Every rating lies on the grid by construction.
        index.unwrap_or(0)
    }

    /// Returns the risks, worst first: by residual level, residual impact, residual likelihood,
    /// then key.
    pub fn by_severity(&self) -> Vec<&Risk> {
        let mut risks: Vec<&Risk> = self.risks.iter().collect();
        risks.sort_by_key(|risk| {
            let rating = risk.residual();
            Reverse((self.index(rating), rating.impact, rating.likelihood))
        });
        risks
    }

    /// Returns the place of the worst residual level; 0 if there is no risk.
    pub fn highest(&self) -> usize {
        let levels = self.risks.iter().map(|risk| self.index(risk.residual()));
        levels.max().unwrap_or(0)
    }

    /// Returns the risks that should have been looked at before this day, by key.
    pub fn review_overdue(&self, on: NaiveDate) -> impl Iterator<Item = &Risk> {
        let risks = self.risks.iter();
        risks.filter(move |risk| risk.review_on.is_some_and(|review_on| on > review_on))
    }

    /// Returns the risks whose mitigation makes them worse, by key: legal, and suspicious.
    #[doc(alias = "lint")]
    pub fn residual_above_inherent(&self) -> impl Iterator<Item = &Risk> {
        let risks = self.risks.iter();
        risks.filter(|risk| self.index(risk.residual()) > self.index(risk.inherent()))
    }

    /// Returns `risk_level`: the place of the worst residual level.
    pub fn reading(&self) -> Reading {
        Reading::count("risk_level", self.highest())
    }
}

/// A register as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegister {
    #[serde(default)]
    grid: RiskGrid,
    risks: Vec<Risk>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawRegister> for RiskRegister {
    type Error = RiskError;

    fn try_from(raw: RawRegister) -> Result<Self, RiskError> {
        Self::new(raw.grid, raw.risks)
    }
}

/// Why a list of risks is no register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RiskError {
    /// Two risks of one name.
    #[error("the risk {key} stands twice")]
    DuplicateKey {
        /// The name.
        key: Key,
    },
    /// A likelihood or an impact that the grid does not have.
    #[error("{key}: likelihood {likelihood} and impact {impact} are not on the grid")]
    OutOfScale {
        /// The risk.
        key: Key,
        /// The likelihood given.
        likelihood: u32,
        /// The impact given.
        impact: u32,
    },
}
