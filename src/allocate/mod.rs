//! Who gets which cent: amounts divided so that nothing is lost and nobody is favoured.
//!
//! | question | door |
//! |---|---|
//! | one amount, once | [`Weights::allocate`](crate::Weights::allocate) |
//! | the same, with ties that rotate, or over a borrowed slice | [`Apportionment`] |
//!
//! Slices are positions in party order, the order of [`PartyId`](crate::PartyId); it breaks
//! every tie, so the order in which a caller happens to list parties changes nothing. All of it
//! is defined in spec/splits.md 1.

mod apportionment;
mod fraction;
mod kernel;
mod select;

pub use apportionment::{AllocateError, Apportionment, Ties};
