//! [`RiskGrid`]: which level a likelihood and an impact make.

/// A table from likelihood and impact, both counted from 1, to a level.
///
/// The level is read from the table and never a product: a rare disaster (1 x 5) and a frequent
/// trifle (5 x 1) differ. No level falls where likelihood or impact grows (spec/lifecycle.md 9).
///
/// # Examples
///
/// ```
/// use partnership::governance::RiskGrid;
///
/// let grid = RiskGrid::five_by_five();
/// assert_eq!(grid.level(1, 5), Some("low"));
/// assert_eq!(grid.level(5, 1), Some("medium"));
/// assert_eq!(grid.level(6, 1), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawGrid"))]
#[doc(alias = "risk matrix")]
#[doc(alias = "heat map")]
pub struct RiskGrid {
    levels: Vec<String>,
    cells: Vec<Vec<usize>>,
}

/// The cells of the default grid: a row per likelihood, a column per impact.
const FIVE_BY_FIVE: [[usize; 5]; 5] = [
    [0, 0, 1, 1, 1],
    [0, 1, 1, 2, 2],
    [1, 1, 2, 3, 3],
    [1, 2, 3, 3, 4],
    [2, 3, 3, 4, 4],
];

impl RiskGrid {
    /// Checks a table: `cells[likelihood - 1][impact - 1]` is the place of a level in `levels`.
    ///
    /// # Errors
    ///
    /// In this order: [`GridError::RaggedGrid`] also where there is no cell at all,
    /// [`GridError::UnknownLevel`], [`GridError::NotMonotone`].
    pub fn new(levels: Vec<String>, cells: Vec<Vec<usize>>) -> Result<Self, GridError> {
        let width = cells.first().map_or(0, Vec::len);
        let ragged = cells
            .iter()
            .position(|row| row.len() != width || width == 0);
        if let Some(at) = ragged.or(cells.is_empty().then_some(0)) {
            return Err(GridError::RaggedGrid {
                likelihood: at.saturating_add(1),
            });
        }
        if let Some(level) = cells.iter().flatten().find(|cell| **cell >= levels.len()) {
            return Err(GridError::UnknownLevel { level: *level });
        }
        let grid = Self { levels, cells };
        let likelihoods = 1..=grid.likelihoods();
        let places =
            likelihoods.flat_map(|across| (1..=grid.impacts()).map(move |down| (across, down)));
        for (likelihood, impact) in places {
            let here = grid.level_index(likelihood, impact);
            let next = [
                (likelihood.saturating_add(1), impact),
                (likelihood, impact.saturating_add(1)),
            ];
            let above = next.map(|(likelihood, impact)| grid.level_index(likelihood, impact));
            if above.into_iter().flatten().any(|above| Some(above) < here) {
                return Err(GridError::NotMonotone { likelihood, impact });
            }
        }
        Ok(grid)
    }

    /// Returns the grid that is used unless another one is agreed: five levels from `very_low` to
    /// `very_high` over five likelihoods and five impacts.
    pub fn five_by_five() -> Self {
        let levels = ["very_low", "low", "medium", "high", "very_high"];
        Self {
            levels: levels.map(str::to_owned).to_vec(),
            cells: FIVE_BY_FIVE.map(|row| row.to_vec()).to_vec(),
        }
    }

    /// Returns the names of the levels, mildest first.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// Returns the cells: a row per likelihood, in it the place of a level per impact.
    pub fn cells(&self) -> &[Vec<usize>] {
        &self.cells
    }

    /// Returns the largest likelihood.
    pub fn likelihoods(&self) -> u32 {
        u32::try_from(self.cells.len()).unwrap_or(u32::MAX)
    }

    /// Returns the largest impact.
    pub fn impacts(&self) -> u32 {
        let width = self.cells.first().map_or(0, Vec::len);
        u32::try_from(width).unwrap_or(u32::MAX)
    }

    /// Returns the place of the level, or nothing outside the grid.
    pub fn level_index(&self, likelihood: u32, impact: u32) -> Option<usize> {
        let place = |scale: u32| usize::try_from(scale.checked_sub(1)?).ok();
        let row = self.cells.get(place(likelihood)?)?;
        row.get(place(impact)?).copied()
    }

    /// Returns the name of the level, or nothing outside the grid.
    pub fn level(&self, likelihood: u32, impact: u32) -> Option<&str> {
        let index = self.level_index(likelihood, impact)?;
        self.levels.get(index).map(String::as_str)
    }
}

impl Default for RiskGrid {
    fn default() -> Self {
        Self::five_by_five()
    }
}

/// A grid as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrid {
    levels: Vec<String>,
    cells: Vec<Vec<usize>>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawGrid> for RiskGrid {
    type Error = GridError;

    fn try_from(raw: RawGrid) -> Result<Self, GridError> {
        Self::new(raw.levels, raw.cells)
    }
}

/// Why a table is no grid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// A row is empty, or not as long as the first.
    #[error("the row of likelihood {likelihood} is not as long as the first, or empty")]
    RaggedGrid {
        /// The row, counted from 1.
        likelihood: usize,
    },
    /// A cell names a level that is not there.
    #[error("there is no level {level}, counted from 0")]
    UnknownLevel {
        /// The place of the level.
        level: usize,
    },
    /// A level falls where likelihood or impact grows.
    #[error("the level falls after likelihood {likelihood}, impact {impact}")]
    NotMonotone {
        /// The likelihood before the fall.
        likelihood: u32,
        /// The impact before the fall.
        impact: u32,
    },
}
