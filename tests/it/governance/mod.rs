//! What governance promises beyond its cases.

mod messages;
mod rights;
mod risk;
mod votes;
#[cfg(feature = "json")]
mod wire;
