//! Alignment: should we work together, and where does it pull apart?
//!
//! A [`Rubric`] asks, an assessment answers, and every figure is an exact ratio
//! (spec/alignment.md).

mod criterion;
mod id;
mod presets_rubric;
mod rubric;
mod rubric_error;
mod scale;

pub use criterion::{Criterion, Floor, Polarity};
pub use id::{Id, IdError};
pub use rubric::{Rubric, RubricDraft};
pub use rubric_error::RubricError;
pub use scale::{Scale, ScaleError, Score, ScoreError};
