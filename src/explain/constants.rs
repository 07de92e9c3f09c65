//! [`constants`]: the named constants of the pages, which every checker takes on trust.

use crate::Ratio;

/// A named constant of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Constant {
    name: &'static str,
    value: Ratio,
    page: &'static str,
    meaning: &'static str,
}

impl Constant {
    /// Returns the name that an explanation gives it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns its value.
    pub const fn value(&self) -> Ratio {
        self.value
    }

    /// Returns the page that sets it.
    pub const fn page(&self) -> &'static str {
        self.page
    }

    /// Returns what it decides.
    pub const fn meaning(&self) -> &'static str {
        self.meaning
    }
}

/// Name, value, page and meaning of every constant that is a whole number, by name.
const COUNTS: [(&str, i64, &str, &str); 10] = [
    (
        "best_level",
        5,
        "spec/alignment.md 14",
        "top of the scale of levels and ratings",
    ),
    (
        "coarse_parts",
        1_000_000_000,
        "spec/splits.md 2",
        "parts of the grid before a model multiplies",
    ),
    (
        "max_attainment",
        2,
        "spec/splits.md 3.3",
        "most that an attainment counts",
    ),
    (
        "most_points",
        10_000,
        "spec/health-economics.md 8",
        "HHI of one payer, in points",
    ),
    (
        "pillars",
        3,
        "spec/alignment.md 13",
        "how many pillars a mean is taken of",
    ),
    (
        "quantised_parts",
        1_000_000_000_000_000_000,
        "spec/splits.md 2",
        "parts of the grid for shares that are too fine",
    ),
    (
        "type_parts",
        1_000_000_000_000,
        "spec/splits.md 3.1",
        "parts of the grid for the shares of one type",
    ),
    (
        "worst_level",
        1,
        "spec/alignment.md 14",
        "bottom of the scale of levels and ratings",
    ),
    (
        "year_of_360_days",
        360,
        "spec/splits.md 4",
        "days of a year by act360 and thirty360",
    ),
    (
        "year_of_365_days",
        365,
        "spec/splits.md 4",
        "days of a year by act365",
    ),
];

/// Name, value in percent, page and meaning of every other constant, by name.
const PERCENTS: [(&str, i64, &str, &str); 12] = [
    (
        "amber_from",
        80,
        "spec/health-economics.md 1",
        "attainment from which a goal is amber",
    ),
    (
        "area_floor",
        50,
        "spec/health-economics.md 5",
        "score below which an area of health fails",
    ),
    (
        "contested_gap",
        200,
        "spec/health-economics.md 4",
        "points between raters that need a talk",
    ),
    (
        "contested_spread",
        50,
        "spec/alignment.md 8",
        "spread of votes that is contested",
    ),
    (
        "dependency_watch",
        50,
        "spec/health-economics.md 8",
        "top share from which one watches",
    ),
    (
        "equity_band",
        20,
        "spec/splits.md 3.3",
        "how far a share may be from its baseline",
    ),
    (
        "exchange_tolerance",
        10,
        "spec/alignment.md 10",
        "part of the scale by which an exchange may be uneven",
    ),
    (
        "green_from",
        100,
        "spec/health-economics.md 1",
        "attainment from which a goal is green",
    ),
    (
        "hybrid_margin",
        25,
        "spec/alignment.md 14",
        "distance to the best within which models mix",
    ),
    (
        "over_reliance",
        80,
        "spec/health-economics.md 8",
        "top share that is over-reliance",
    ),
    (
        "shared_value_tolerance",
        5,
        "spec/alignment.md 11",
        "part of the value by which a party may contribute more than it gets",
    ),
    (
        "trade_gap",
        10,
        "spec/alignment.md 12",
        "gap of shares from which an issue is traded",
    ),
];

/// Returns every named constant that this crate's explanations use, by name.
///
/// The same list ships as JSON in `src/explain/constants.json`, for checkers in other languages.
///
/// # Examples
///
/// ```
/// use partnership::explain::constants;
///
/// let over_reliance = constants().into_iter().find(|known| known.name() == "over_reliance");
/// assert_eq!(over_reliance.map(|known| known.value().to_string()), Some("4/5".to_owned()));
/// ```
pub fn constants() -> Vec<Constant> {
    let counts = COUNTS.map(|(name, count, page, meaning)| Constant {
        name,
        value: Ratio::from_integer(count),
        page,
        meaning,
    });
    let percents = PERCENTS.map(|(name, percent, page, meaning)| Constant {
        name,
        value: Ratio::from_percent(percent),
        page,
        meaning,
    });
    let mut constants: Vec<Constant> = counts.into_iter().chain(percents).collect();
    constants.sort_by_key(Constant::name);
    constants
}
