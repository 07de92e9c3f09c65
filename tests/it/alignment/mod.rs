//! Rubrics and what follows from them: every message word for word, and what the wire refuses.

mod errors;
#[cfg(feature = "json")]
mod wire;
