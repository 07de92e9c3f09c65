//! Exact, explainable models of producer partnerships: what is owed, who gets which cent, and why.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod allocate;
pub mod compensation;
mod error;
pub mod explain;
mod money;
mod party;
mod problem;
mod ratio;
mod rounding;
pub mod split;
mod text;
pub mod time;
mod wide;

pub use error::Error;
pub use explain::constants;
pub use money::{Currency, CurrencyError, Exact, Money, MoneyError};
pub use party::{PartyError, PartyId, Side, SideError};
pub use problem::Problem;
pub use ratio::{Ratio, RatioError, Weight, Weights, WeightsError};
pub use rounding::{Rounding, RoundingError};

/// The README's code, compiled and run as a doctest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
