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
//! | who gets which cent of one amount, and the proof | [`Split::allocate`], [`Split::explain`] |
//! | of many payments | [`Split::ledger`], [`Split::sequenced`] |
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

mod accrual;
mod clawback;
mod contribution;
mod contribution_error;
mod contribution_lint;
mod contribution_proof;
#[cfg(feature = "serde")]
mod contribution_wire;
mod error;
mod grid;
mod imported;
mod losses;
mod nest;
mod pools;
mod pools_state;
#[cfg(feature = "serde")]
mod pools_wire;
mod proof;
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

pub use clawback::clawback;
pub use contribution::{
    Contributed, Contribution, ContributionType, EmptyType, ShareOfType, TypeWeight,
};
pub use contribution_error::ContributionError;
pub use contribution_lint::ContributionLint;
pub use error::SplitError;
pub use imported::Imported;
pub use losses::{LossPolicy, ProfitAndLoss};
pub use pools::Pools;
pub use pools_state::PoolsState;
pub use shares::Split;
pub use slices::{SliceEntry, Slices};
pub use tier::{Compounding, Correction, Counting, DayCount, Tier};
pub use waterfall::Waterfall;
pub use waterfall_error::WaterfallError;
pub use waterfall_lint::WaterfallLint;
pub use waterfall_state::WaterfallState;
pub use waterfall_statement::{Receipt, TierLines, WaterfallStatement};
pub use waterfall_terms::WaterfallTerms;
