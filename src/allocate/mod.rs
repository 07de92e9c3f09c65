//! Who gets which cent: amounts divided so that nothing is lost and nobody is favoured.
//!
//! | question | door |
//! |---|---|
//! | one amount, once | [`Weights::allocate`](crate::Weights::allocate) |
//! | the same, with ties that rotate, or over a borrowed slice | [`Apportionment`] |
//! | many payments, with what each party is still owed | [`Ledger`] |
//!
//! Slices are positions in party order, the order of [`PartyId`](crate::PartyId); it breaks
//! every tie, so the order in which a caller happens to list parties changes nothing. All of it
//! is defined in spec/splits.md 1.

mod apportionment;
mod carry;
mod fraction;
mod kernel;
mod ledger;
#[cfg(feature = "serde")]
mod ledger_wire;
mod select;
mod step;
mod ties;

pub use apportionment::{AllocateError, Apportionment};
pub use ledger::{Carried, Ledger, LedgerError};
pub use ties::Ties;
