//! What health promises: its laws, its words and its wire forms (spec/health-economics.md 1 to 6).

mod edges;
mod laws;
mod messages;
mod peers;
#[cfg(feature = "json")]
mod proofs;
#[cfg(feature = "json")]
mod wire;
