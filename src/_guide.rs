//! Longer reading: tasks with their code, clauses, how cents are rounded, how partners are scored,
//! what the usual ways cost, how fast it is, and words.
//!
//! | page | when |
//! |---|---|
//! | [cookbook] | there is something to be done: 50 tasks with code to copy |
//! | [clauses] | a contract is at hand: its clauses as JSON, and what each comes to |
//! | [rounding] | a cent looks wrong |
//! | [scoring] | somebody asks why a score is not TOPSIS or AHP |
//! | [peers] | somebody asks why not a spreadsheet, a float or another crate |
//! | [performance] | there is much of it: ratios, their bounds, and how to measure them again |
//! | [glossary] | a word of the trade is at hand, and its type is looked for |

#[doc = include_str!("../doc/clauses.md")]
pub mod clauses {}

#[doc = include_str!("../doc/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../doc/glossary.md")]
pub mod glossary {}

#[doc = include_str!("../doc/peers.md")]
pub mod peers {}

#[doc = include_str!("../doc/performance.md")]
pub mod performance {}

#[doc = include_str!("../doc/rounding.md")]
pub mod rounding {}

#[doc = include_str!("../doc/scoring.md")]
pub mod scoring {}
