//! [`advise`]: which compensation model suits which kind of work.

/// How far a partnership has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Maturity {
    /// It has not shown what it earns.
    Early,
    /// It earns, and both sides know how much.
    Mature,
}

/// How the work comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Work {
    /// Again and again.
    Ongoing,
    /// Once.
    OneOff,
}

/// How well the effort can be foreseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Complexity {
    /// Well.
    Simple,
    /// Hardly.
    Complex,
}

/// What the advice depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Situation {
    /// How far the partnership has come.
    pub stage: Maturity,
    /// How the work comes.
    pub work: Work,
    /// How well the effort can be foreseen.
    pub complexity: Complexity,
    /// Whether sales can be attributed to the payee.
    pub tracked: bool,
    /// Whether the payee cannot work without a least income.
    pub needs_floor: bool,
}

/// A compensation model by the name of its practitioners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Model {
    /// Approved costs and a margin.
    CostPlus,
    /// A fee and a share.
    Hybrid,
    /// A share of what is sold.
    RevenueShare,
    /// A price per piece of work.
    FlatFee,
}

/// What to add to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Addition {
    /// A least income.
    MinimumGuarantee,
}

/// What has to be settled before a model can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Caution {
    /// Somebody approves costs before they count.
    NeedsCostApproval,
    /// Sales can be attributed.
    NeedsTracking,
}

/// A model, and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Advice {
    /// The model.
    pub model: Model,
    /// What to add.
    pub additions: Vec<Addition>,
    /// What has to be settled first.
    pub cautions: Vec<Caution>,
    /// What else would do.
    pub alternatives: Vec<Model>,
}

/// Returns the compensation model that suits a situation (spec/compensation.md 13).
///
/// | work and complexity | early | mature |
/// |---|---|---|
/// | one-off and complex | cost-plus | cost-plus |
/// | anything else | revenue share | hybrid |
///
/// A revenue share gets a minimum guarantee where the payee needs a floor, and a flat fee is its
/// alternative as long as sales are not tracked; cost-plus wants costs approved; a share wants
/// tracking.
///
/// # Examples
///
/// ```
/// use partnership::compensation::{
///     Addition, Caution, Complexity, Maturity, Model, Situation, Work, advise,
/// };
///
/// let newcomer = Situation {
///     stage: Maturity::Early,
///     work: Work::Ongoing,
///     complexity: Complexity::Simple,
///     tracked: false,
///     needs_floor: true,
/// };
/// let advice = advise(&newcomer);
/// assert_eq!(advice.model, Model::RevenueShare);
/// assert_eq!(advice.additions, [Addition::MinimumGuarantee]);
/// assert_eq!(advice.cautions, [Caution::NeedsTracking]);
/// assert_eq!(advice.alternatives, [Model::FlatFee]);
/// ```
pub fn advise(situation: &Situation) -> Advice {
    let model = match (situation.stage, situation.work, situation.complexity) {
        (_, Work::OneOff, Complexity::Complex) => Model::CostPlus,
        (Maturity::Mature, ..) => Model::Hybrid,
        (Maturity::Early, ..) => Model::RevenueShare,
    };
    let shares = model == Model::RevenueShare;
    let mut cautions = Vec::new();
    if model == Model::CostPlus {
        cautions.push(Caution::NeedsCostApproval);
    } else if !situation.tracked {
        cautions.push(Caution::NeedsTracking);
    }
    let additions = if shares && situation.needs_floor {
        vec![Addition::MinimumGuarantee]
    } else {
        Vec::new()
    };
    let alternatives = if shares && !situation.tracked {
        vec![Model::FlatFee]
    } else {
        Vec::new()
    };
    Advice {
        model,
        additions,
        cautions,
        alternatives,
    }
}
