//! Is it worth it, and is our portfolio safe?
//!
//! | question | door |
//! |---|---|
//! | How many must be sold? | [`UnitSale::break_even`] |
//! | After how many months does it pay, with what our hours earn elsewhere? | [`Investment::break_even`] |
//! | What is it worth beside the money? | [`valuations`] |
//! | What does the whole programme cost, and bring? | [`Budget::report`] |
//! | What was planned, what came, and why? | [`dashboard`], [`price_volume`] |
//! | How will it end? | [`projection`] |
//! | What speaks against doing more? | [`scale_objections`] |
//! | How much hangs on one payer? | [`Incomes::concentration`] |
//! | Who has room for one more? | [`load`] |
//! | What is risk worth here? | [`risk_reward`] |
//! | Which one next? | [`pursue`] |
//! | Who complements whom? | [`ecosystem`], [`team`] |
//!
//! Plain values in, plain values out; every comparison is on the exact value, and what is rounded
//! says so. Values that are no money stand beside the money and are never added to it. Normative
//! is spec/health-economics.md.
//!
//! # Examples
//!
//! An income of which 80% comes from one payer is over-reliance; one cent more elsewhere is not:
//!
//! ```
//! use partnership::economics::{Dependency, DependencyLines, Incomes, Negatives};
//!
//! let lines = DependencyLines::default();
//! for (other, dependency) in [
//!     ("2000.00 USD", Dependency::OverReliance),
//!     ("2000.01 USD", Dependency::Watch),
//! ] {
//!     let paid = [("acme", "8000.00 USD".parse()?), ("others", other.parse()?)];
//!     let incomes = Incomes::new(paid.map(|(id, amount)| (id.to_owned(), amount)).to_vec())?;
//!     assert_eq!(incomes.concentration(Negatives::Refuse)?.dependency(&lines), dependency);
//! }
//! # Ok::<(), partnership::Error>(())
//! ```

mod break_even_time;
mod break_even_units;
mod budget;
mod budget_proof;
mod concentration;
mod concentration_lines;
mod concentration_proof;
mod concentration_report;
mod ecosystem;
mod ecosystem_proof;
mod error;
mod forecast;
mod forecast_proof;
mod intangible;
mod intangible_proof;
mod load;
mod load_proof;
mod projection;
mod proof;
mod pursue;
mod pursue_proof;
mod risk_reward;
mod risk_reward_proof;
mod scale;
mod scale_proof;
mod team_proof;
mod time_proof;
mod unit_proof;

pub use break_even_time::{Effort, Investment, InvestmentPeriod, TimeBreakEven};
pub use break_even_units::{UnitBreakEven, UnitSale};
pub use budget::{Budget, BudgetLint, BudgetReport, GoodReturn, Grade, HiddenCost, Pay, Per};
pub use concentration::{Band, Concentration, Dependency, Incomes, Negatives};
pub use concentration_lines::{DependencyLines, HhiBands};
pub use concentration_report::ConcentrationReport;
pub use ecosystem::{
    Complement, Ecosystem, Member, Need, SoleProvider, Team, UnmetNeed, ecosystem, team,
};
pub use ecosystem_proof::explain_ecosystem;
pub use error::EconomicsError;
pub use forecast::{
    Cause, CausePart, Dashboard, DashboardPeriod, DashboardRow, ForecastLine, ForecastPeriod,
    LineKind, LineState, dashboard,
};
pub use forecast_proof::{explain_dashboard, explain_price_volume, explain_projection};
pub use intangible::{Intangible, IntangibleKind, Valuation, valuations};
pub use intangible_proof::explain_valuations;
pub use load::{
    Engagement, EngagementLoad, Guided, LoadGuide, LoadNote, LoadReport, Person, PersonLoad, Work,
    load,
};
pub use load_proof::explain_load;
pub use projection::{PriceVolume, Projection, Sold, price_volume, projection};
pub use pursue::{Candidate, LeftOut, Pursuit, RuleOfThumb, pursue};
pub use pursue_proof::explain_pursuit;
pub use risk_reward::{Dominated, HighFrom, Holding, Quadrant, RiskReward, risk_reward};
pub use risk_reward_proof::explain_risk_reward;
pub use scale::{Objection, ScaleFact, ScaleFacts, ScaleLimits, scale_objections};
pub use scale_proof::explain_scale;
pub use team_proof::explain_team;
