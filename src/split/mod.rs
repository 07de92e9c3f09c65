//! Who has which share: agreed splits, and what follows from them.
//!
//! | question | door |
//! |---|---|
//! | equal parts, 50/50 | [`Split::equal`] |
//! | agreed shares that make a whole, 70/30 | [`Split::fixed`] |
//! | parts without a particular total, 2 to 1 | [`Split::weighted`] |
//! | a register whose shares were rounded, 3 times 33.33% | [`Split::import_within`] |
//! | the share of an agency, divided among its own people | [`Split::nest`] |
//! | shares by what each brought, type by type | [`Contribution`] |
//! | one pie in which every contribution dilutes the others | [`Slices`] |
//! | who bears the risk has more, 50/50 of which 30% go by risk | [`RiskAdjustment`] |
//! | adjust 50/50 at a milestone, within a band | [`DynamicEquity`], [`EquityHistory`] |
//! | the same from the beginning: what is paid back | [`Retroactive`] |
//! | costs at 60/40 and revenue at 50/50: who owes whom | [`CoDevelopment`] |
//! | one of these after another | [`Composition`] |
//! | who gets which cent of one amount, and the proof | [`Split::allocate`], [`Split::explain`] |
//! | of many payments, and the proof | [`Split::ledger`], [`Split::sequenced`], [`Split::explain_payment`] |
//! | fees, recoupment, returns and profit, tier after tier | [`Waterfall`] |
//! | several waterfalls with shared recoupment | [`Pools`] |
//! | who bears a loss | [`LossPolicy`], [`ProfitAndLoss`] |
//! | what has to be paid back | [`clawback`] |
//!
//! A split holds exact shares, never decimals: a third stays a third. Amounts are rounded once, to
//! the minor unit, and the parts always add up. All of it is defined in spec/splits.md 2 and 3;
//! [rounding](crate::_guide::rounding) says who gets the cent that is left.
//!
//! # Examples
//!
//! ```
//! use partnership::PartyId;
//! use partnership::split::Split;
//!
//! let (producer, agency) = (PartyId::new("producer")?, PartyId::new("agency")?);
//! let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
//! let agreed = [(producer.clone(), "70%".parse()?), (agency.clone(), "30%".parse()?)];
//! // The agency divides its 30% among two people: 15% each of the whole.
//! let split = Split::fixed(agreed)?.nest(&agency, &Split::equal([ana.clone(), ben])?)?;
//! assert_eq!(split.share(&ana), Some("15%".parse()?));
//!
//! let parts = split.allocate("100.01 USD".parse()?);
//! assert_eq!(parts[&producer].to_string(), "70.01 USD"); // of 70.007
//! assert_eq!(parts[&ana].to_string(), "15.00 USD"); // of 15.0015
//! # Ok::<(), partnership::Error>(())
//! ```
//!
//! A receipt on its way through the tiers of a [`Waterfall`]:
//!
#![doc = include_str!("../../doc/figure_waterfall.svg")]

mod accrual;
mod clawback;
mod co_development;
mod co_development_error;
mod co_development_proof;
#[cfg(feature = "serde")]
mod co_development_wire;
mod compose;
mod compose_error;
#[cfg(feature = "serde")]
mod compose_wire;
mod contribution;
mod contribution_error;
mod contribution_lint;
mod contribution_proof;
#[cfg(feature = "serde")]
mod contribution_wire;
mod equity;
mod equity_error;
mod equity_history;
mod equity_lint;
mod equity_rule;
mod equity_terms;
#[cfg(feature = "serde")]
mod equity_wire;
mod error;
mod grid;
mod imported;
mod losses;
mod nest;
mod payment_proof;
mod pools;
mod pools_state;
#[cfg(feature = "serde")]
mod pools_wire;
mod proof;
mod retroactive;
mod risk;
mod risk_error;
mod risk_proof;
#[cfg(feature = "serde")]
mod risk_wire;
mod shares;
mod slices;
mod tier;
mod tier_plan;
mod walk;
mod waterfall;
mod waterfall_accrued;
mod waterfall_amend;
mod waterfall_books;
mod waterfall_check;
mod waterfall_error;
mod waterfall_explain;
mod waterfall_lines;
mod waterfall_lint;
mod waterfall_plain;
mod waterfall_proof;
mod waterfall_state;
mod waterfall_statement;
mod waterfall_terms;
mod waterfall_verify;
#[cfg(feature = "serde")]
mod waterfall_wire;
#[cfg(feature = "serde")]
mod wire;
mod working;

pub use clawback::clawback;
pub use co_development::{Books, CoDevelopment, Settlement, Transfer};
pub use co_development_error::CoDevelopmentError;
pub use compose::{Composed, Composition, Opening, Performance};
pub use compose_error::ComposeError;
pub use contribution::{
    Contributed, Contribution, ContributionType, EmptyType, ShareOfType, TypeWeight,
};
pub use contribution_error::ContributionError;
pub use contribution_lint::ContributionLint;
pub use equity::{DynamicEquity, EquityShares};
pub use equity_error::{EquityError, EquityParameter};
pub use equity_history::{EquityHistory, EquityMilestone};
pub use equity_lint::EquityLint;
pub use equity_terms::{EquityTerms, Measured, Metric};
pub use error::SplitError;
pub use imported::Imported;
pub use losses::{LossPolicy, ProfitAndLoss};
pub use pools::Pools;
pub use pools_state::PoolsState;
pub use retroactive::Retroactive;
pub use risk::{RiskAdjustment, RiskLines, RiskShares, RiskTerms};
pub use risk_error::RiskError;
pub use shares::Split;
pub use slices::{SliceEntry, Slices};
pub use tier::{Compounding, Correction, Counting, DayCount, Tier};
pub use waterfall::Waterfall;
pub use waterfall_error::WaterfallError;
pub use waterfall_lint::WaterfallLint;
pub use waterfall_state::WaterfallState;
pub use waterfall_statement::{Receipt, TierLines, WaterfallStatement};
pub use waterfall_terms::WaterfallTerms;
