//! Explanations: figures that carry their proof.
#[cfg(feature = "json")]
mod against;
#[cfg(feature = "json")]
mod audit;
mod calendar;
mod check;
mod compute;
mod divide;
#[cfg(feature = "json")]
mod document;
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

#[cfg(feature = "json")]
pub use audit::Finding;
pub use calendar::CalendarRule;
pub use check::Checked;
pub use divide::DivideRule;
#[cfg(feature = "json")]
pub use document::Documents;
pub use error::{ExplainError, OtherProof, Place};
pub use explanation::Explanation;
pub use node::{Node, Op, Relation, Source, UnknownName, Which};
pub use pointer::pointer;
pub use proof::{Proof, Step};
pub use value::{Parts, Value};
