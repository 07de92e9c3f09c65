//! What health promises: its laws, its words and its wire forms (spec/health-economics.md 1 to 6).

mod edges;
mod laws;
mod messages;
#[cfg(feature = "json")]
mod names;
mod peers;
#[cfg(feature = "json")]
mod proofs;
#[cfg(feature = "json")]
mod wire;
