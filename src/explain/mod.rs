//! Explanations: figures that carry their proof.
mod calendar;
mod check;
mod compute;
mod error;
mod explanation;
mod natural;
mod node;
mod pointer;
mod proof;
mod render;
mod value;
#[cfg(feature = "serde")]
mod wire;

pub use calendar::CalendarRule;
pub use check::Checked;
pub use error::{ExplainError, OtherProof, Place};
pub use explanation::Explanation;
pub use node::{Node, Op, Relation, Source, UnknownName, Which};
pub use pointer::pointer;
pub use proof::{Proof, Step};
pub use value::{Parts, Value};
