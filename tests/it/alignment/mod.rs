//! Rubrics and what follows from them: every message word for word, and what the wire refuses.

mod errors;
#[cfg(feature = "json")]
mod golden;
mod heap;
mod model_errors;
#[cfg(feature = "json")]
mod model_wire;
mod together;
#[cfg(feature = "json")]
mod wire;
