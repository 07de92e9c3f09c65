//! [`DealShape`]: the shapes that a deal can take.

/// A shape that a deal can take, beside the model of working together.
///
/// # Examples
///
/// ```
/// use partnership::alignment::DealShape;
///
/// let shape = DealShape::RevenueSharing;
/// assert!(shape.key_risk().starts_with("income is uncertain"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum DealShape {
    /// Both earn by what is sold.
    RevenueSharing,
    /// Both build something and own it.
    CoDevelopment,
    /// Both follow a goal over several projects.
    StrategicAlliance,
}

/// A deal shape: its name, its best use and its key risk.
const SHAPES: [(&str, &str, &str); 3] = [
    (
        "revenue-sharing",
        "sales can be attributed to the joint work and neither side can or will pay much in \
         advance",
        "income is uncertain, and any doubt about tracking becomes a dispute about money",
    ),
    (
        "co-development",
        "something new is built from skills and costs of both sides, and both will own the result",
        "ownership of what is made and uneven effort are argued about after the work is done",
    ),
    (
        "strategic-alliance",
        "several projects over years serve a goal that both sides share, such as entering a market",
        "priorities drift apart or one side comes to depend on the other while every decision \
         takes two organisations",
    ),
];

impl DealShape {
    /// Every shape.
    pub const ALL: [Self; 3] = [
        Self::RevenueSharing,
        Self::CoDevelopment,
        Self::StrategicAlliance,
    ];

    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// Returns when it works best.
    pub const fn best_use(self) -> &'static str {
        self.row().1
    }

    /// Returns what most often goes wrong with it.
    pub const fn key_risk(self) -> &'static str {
        self.row().2
    }

    const fn row(self) -> (&'static str, &'static str, &'static str) {
        let [revenue_sharing, co_development, strategic_alliance] = SHAPES;
        match self {
            Self::RevenueSharing => revenue_sharing,
            Self::CoDevelopment => co_development,
            Self::StrategicAlliance => strategic_alliance,
        }
    }
}
