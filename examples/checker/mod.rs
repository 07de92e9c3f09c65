//! What a stranger needs to check an explanation: values, divisions, steps and papers.

pub mod divide;
pub mod papers;
pub mod step;
pub mod value;
