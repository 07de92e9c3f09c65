//! Rubrics and what follows from them: every message word for word, and what the wire refuses.

mod edges;
mod errors;
#[cfg(feature = "json")]
mod golden;
mod heap;
mod model_edges;
mod model_errors;
#[cfg(feature = "json")]
mod model_wire;
#[cfg(feature = "json")]
mod proof_papers;
#[cfg(feature = "json")]
mod proof_words;
#[cfg(feature = "json")]
mod proofs;
mod together;
#[cfg(feature = "json")]
mod wire;
