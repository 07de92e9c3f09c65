//! Pictures for reports: who gets what of a sum, step by step, and how far something is from its
//! lines.
//!
//! | picture | door |
//! |---|---|
//! | A partner as a rubric sees it, criterion by criterion | [`Figure::alignment_profile`] |
//! | A period from the balance before to the balance after | [`Figure::statement_flow`] |
//! | A receipt on its way through the tiers | [`Figure::waterfall`] |
//! | Shares that follow results inside of their band | [`Figure::equity_band`] |
//! | How much hangs on one payer | [`Figure::concentration`] |
//!
//! All are drawn in one way: a row for each thing, with its name, its bar and its figure in
//! words. [`Figure::svg`] is for a page and draws in the colour of the text around it, so it
//! follows every theme; [`Figure::file`] stands by itself and is dark where the reader's screen
//! is. No meaning hangs on a colour, and the whole picture stands in words in its description.
//! Lengths are whole pixels, computed in whole numbers. Stages and moves have pictures of their
//! own: [`lifecycle::Checked::svg`](crate::lifecycle::Checked::svg).
//!
//! The elements are written by the crate `svg`, which escapes what is written and depends on
//! nothing.
//!
//! # Examples
//!
//! Three payers, one of them large:
//!
//! ```
//! use partnership::economics::{DependencyLines, HhiBands, Incomes, Negatives};
//! use partnership::figure::Figure;
//!
//! let paid = [("acme", "8000.00 USD"), ("bolt", "1500.00 USD"), ("cine", "500.00 USD")];
//! let mut incomes = Vec::new();
//! for (id, amount) in paid {
//!     incomes.push((id.to_owned(), amount.parse()?));
//! }
//! let (lines, bands) = (DependencyLines::default(), HhiBands::default());
//! let incomes = Incomes::new(incomes)?;
//! let picture = Figure::concentration(&incomes, Negatives::Refuse, &lines, &bands)?;
//! assert!(picture.svg().contains("acme: 80.0%, 8000.00 USD."));
//! # Ok::<(), partnership::Error>(())
//! ```
//!
#![doc = include_str!("../../doc/figure_concentration.svg")]

mod alignment_profile;
mod axis;
mod concentration;
mod equity_band;
mod sheet;
mod statement_flow;
mod waterfall;

pub use sheet::Figure;
