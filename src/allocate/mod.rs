//! Who gets which cent: amounts divided so that nothing is lost and nobody is favoured.
//!
//! | question | door |
//! |---|---|
//! | one amount, once | [`Weights::allocate`](crate::Weights::allocate) |
//! | the same, with ties that rotate, or over a borrowed slice | [`Apportionment`] |
//! | many payments, with what each party is still owed | [`Ledger`] |
//! | fixed weights, any cut of the payments, the same cents | [`Sequenced`] |
//! | more is claimed than there is | [`ClaimsRule`] |
//! | a budget with a cap and a minimum per party | [`CappedPool`] |
//! | one amount over time | [`Installments`], [`Vesting`] |
//!
//! Slices are positions in party order, the order of [`PartyId`](crate::PartyId); it breaks
//! every tie, so the order in which a caller happens to list parties changes nothing. All of it
//! is defined in spec/splits.md 1.
//!
//! # Examples
//!
//! ```
//! use partnership::Weights;
//! use partnership::allocate::ClaimsRule;
//!
//! let parts = Weights::new([50, 30, 20])?.allocate("0.05 USD".parse()?);
//! let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
//! assert_eq!(parts, ["0.03 USD", "0.01 USD", "0.01 USD"]); // of 2.5, 1.5 and 1 cents
//!
//! // 100.00 are there, 60.00 and 90.00 are claimed.
//! let claims = ["60.00 USD".parse()?, "90.00 USD".parse()?];
//! let awards = ClaimsRule::Proportional.award("100.00 USD".parse()?, &claims)?;
//! assert_eq!(awards.awards()[0].to_string(), "40.00 USD");
//! assert_eq!(awards.awards()[1].to_string(), "60.00 USD");
//! # Ok::<(), partnership::Error>(())
//! ```

mod apportionment;
mod carry;
mod claims;
mod claims_rule;
mod few;
mod fill;
mod fraction;
mod installments;
mod kernel;
mod ledger;
#[cfg(feature = "serde")]
mod ledger_wire;
mod level;
mod pool;
mod pool_rules;
mod select;
mod sequence;
mod steady;
mod step;
mod ties;
mod units;

pub use apportionment::{AllocateError, Apportionment};
pub(crate) use claims::ClaimsRoom;
pub use claims::{Awards, ClaimsError};
pub use claims_rule::ClaimsRule;
pub use installments::{InstallmentPolicy, Installments, ScheduleError, Vesting};
pub use ledger::{Carried, Ledger, LedgerError};
pub use pool::{CappedPool, PoolError, PoolShare, PoolShares};
pub use pool_rules::{Elimination, Excess, PoolRounding, PoolStatus};
pub use sequence::{SequenceError, Sequenced};
pub use ties::Ties;
pub use units::ExactUnits;
