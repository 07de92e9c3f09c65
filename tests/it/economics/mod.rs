//! What economics promises: its laws, its words and its edges (spec/health-economics.md 7, 8).

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
