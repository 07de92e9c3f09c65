//! Longer reading: clauses, tasks with their code, how cents are rounded, how partners are scored,
//! and words.

#[doc = include_str!("../doc/clauses.md")]
pub mod clauses {}

#[doc = include_str!("../doc/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../doc/glossary.md")]
pub mod glossary {}

#[doc = include_str!("../doc/rounding.md")]
pub mod rounding {}

#[doc = include_str!("../doc/scoring.md")]
pub mod scoring {}
