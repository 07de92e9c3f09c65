//! Figures that carry their proof.
//!
//! "Prove this number": every figure of the crate can be handed out with the steps that made it,
//! in a form that a stranger re-computes with a few hundred lines of any language, without this
//! crate. Normative is spec/explain.md.
//!
//! | question | door |
//! |---|---|
//! | why this figure? | [`Explanation::text`], [`Explanation::why`] |
//! | is it right? | [`Explanation::check`] |
//! | is it about my papers? | [`Explanation::check_against`], [`Documents`] |
//! | does it prove everything that was handed out? | [`Explanation::covers`] |
//! | what should I still ask? | [`Explanation::audit`] |
//! | is it the proof that I would have made? | [`Explanation::same_proof`] |
//! | how do I make one? | [`Proof`] |
//!
//! An explanation is one flat list of steps. A step takes only steps before it, so there is no
//! circle and no depth, and one pass checks all. Operators are a closed set ([`Op`]); values are
//! exact at every step ([`Value`]); leaves point into the term sheet, the sales report and the
//! state before by JSON Pointers, and results point into the statement.
//!
//! # Examples
//!
//! The share of February, made, read back from JSON and held against the papers by the partner:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use partnership::explain::{Documents, Explanation, ExplainError, Proof};
//! use partnership::{Money, Ratio, Rounding};
//! use serde_json::json;
//!
//! # fn share() -> Result<(), Box<dyn std::error::Error>> {
//! let mut proof = Proof::new();
//! let sales: Money = "900.05 USD".parse()?;
//! let refunds: Money = "20.00 USD".parse()?;
//! let sales = proof.input("activity", "/totals/0/amount", sales, "sales of shop in February")?;
//! let refunds = proof.input("activity", "/totals/0/refunds", refunds, "refunds")?;
//! let net = proof.difference(sales, refunds, "net sales")?;
//! let rate = proof.input("terms", "/rate", Ratio::from_percent(10), "rate")?;
//! let share = proof.product(&[rate, net], "share of net sales")?;
//! let line = proof.round(share, Rounding::HalfAwayFromZero, None, None, "sales share")?;
//! assert_eq!(proof.money(line)?.to_string(), "88.01 USD");
//! proof.result("/lines/0/amount", line);
//! let sent = serde_json::to_string(&proof.finish())?;
//!
//! // On the other side of the table:
//! let received: Explanation = serde_json::from_str(&sent)?;
//! let mut papers = Documents::new().with("terms", json!({"rate": "10%"}));
//! papers.read("activity", r#"{"totals": [{"amount": "900.05 USD", "refunds": "20.00 USD"}]}"#)?;
//! let statement = json!({"lines": [{"reference": "sales", "amount": "88.01 USD"}]});
//! assert_eq!(received.check_against(&papers, &statement)?.steps, 6);
//! assert_eq!(received.covers(&statement), [""; 0]);
//!
//! // One cent more on the statement is found, and so is one in the report.
//! let other = json!({"lines": [{"reference": "sales", "amount": "88.02 USD"}]});
//! let fault = received.check_against(&papers, &other).unwrap_err();
//! assert!(matches!(fault, ExplainError::ResultDiffers { .. }));
//! assert_eq!(
//!     fault.to_string(),
//!     "the result says \"88.02 USD\" at /lines/0/amount, but step #6 proves 88.01 USD"
//! );
//! # Ok(()) }
//! # share().unwrap();
//! # }
//! ```

mod adopt;
#[cfg(feature = "json")]
mod against;
#[cfg(feature = "json")]
mod audit;
mod calendar;
mod check;
mod compute;
mod constants;
mod counting;
mod divide;
#[cfg(feature = "json")]
mod document;
mod error;
mod explanation;
mod leaf;
mod names;
mod natural;
mod node;
#[cfg(feature = "serde")]
mod node_wire;
mod operators;
mod path;
mod pointer;
mod proof;
mod render;
mod source;
mod value;
#[cfg(feature = "serde")]
mod value_wire;
#[cfg(feature = "serde")]
mod wire;

pub(crate) use adopt::Leaf;
#[cfg(feature = "json")]
pub use audit::Finding;
pub use calendar::CalendarRule;
pub use check::Checked;
pub use constants::{Constant, constants};
pub(crate) use counting::Units;
pub use divide::DivideRule;
#[cfg(feature = "json")]
pub use document::Documents;
pub use error::{ExplainError, OtherProof, Place};
pub use explanation::Explanation;
pub use names::UnknownName;
pub use node::{Node, Op, Relation, Which};
pub(crate) use path::Path;
pub use pointer::pointer;
pub use proof::{Proof, Step};
pub use source::Source;
pub use value::{Parts, Value};

pub(crate) use value::reads_as_figure;
