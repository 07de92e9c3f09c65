//! What governance promises beyond its cases.

mod grants;
mod messages;
mod papers;
mod rights;
mod risk;
mod votes;
#[cfg(feature = "json")]
mod wire;
