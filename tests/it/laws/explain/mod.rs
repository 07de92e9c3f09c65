//! The laws of explanations (spec/explain.md 7).

mod any_json;
mod built;
mod division;
mod recipe;
pub mod stranger;
mod tampered;
