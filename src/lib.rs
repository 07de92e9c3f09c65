//! Exact, explainable models of producer partnerships: what is owed, who gets which cent, and why.
//!
//! A platform pays a creator 30% of sales up to 10,000.00 and 50% above, and has paid 1,000.00
//! ahead. The creator shares with an editor, 70 to 30. One month:
//!
//! ```
//! use partnership::PartyId;
//! use partnership::compensation::{Activity, Advance, Item, PayDraft, Terms, Window, settle};
//! use partnership::split::Split;
//! use partnership::time::date;
//!
//! let start = date("2026-01-01")?;
//! let tiers = [(Some("10000.00 USD".parse()?), "30%".parse()?), (None, "50%".parse()?)];
//! let share = PayDraft::tiered_share(&["shop"], &tiers);
//! let terms = Terms::builder("acme-jane", "USD".parse()?, start)
//!     .item(Item::new("sales".parse()?, Window::Lifetime, share))
//!     .advance(Advance::new("signing".parse()?, "1000.00 USD".parse()?, start))
//!     .build()?;
//! let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
//! january.add_sale("shop", "12000.05 USD".parse()?)?;
//! january.add_refund("shop", None, "1500.00 USD".parse()?)?;
//!
//! // What is owed: 3,000.00 and 50% of 500.05, less the advance.
//! let before = terms.new_state();
//! let (statement, _after) = settle(&terms, &before, &january)?;
//! assert_eq!(statement.paid().to_string(), "2250.03 USD");
//!
//! // Who gets which cent.
//! let (jane, editor) = (PartyId::new("jane")?, PartyId::new("editor")?);
//! let split = Split::fixed([(jane.clone(), "70%".parse()?), (editor, "30%".parse()?)])?;
//! assert_eq!(split.allocate(statement.paid())[&jane].to_string(), "1575.02 USD");
//!
//! // Why: every step, down to the clause and the entry.
//! let why = statement.explain(&terms, &before, &january)?.why("/statement/lines/0/amount")?;
//! assert!(why.text().contains("value of the slice: 250.025 USD = 0.5 x 500.05 USD"));
//! # Ok::<(), partnership::Error>(())
//! ```
//!
#![doc = include_str!("../doc/statement.svg")]
//!
//! # Which module for which question
//!
//! | question | module | first door |
//! |---|---|---|
//! | Should we work together, with whom first, and what would have to change? | [`alignment`] | [`Rubric`](alignment::Rubric), [`rank`](alignment::rank()) |
//! | What is owed for this period? | [`compensation`] | [`Terms`](compensation::Terms), [`settle`](compensation::settle()) |
//! | Is this term sheet sound? Which offer is better? | [`compensation`] | [`problems`](compensation::TermsDraft::problems), [`compare`](compensation::compare()), [`break_even`](compensation::break_even()) |
//! | Are these published statements right? | [`compensation`] | [`verify`](compensation::verify()) |
//! | Who has which share: as agreed, by contribution, risk, performance? | [`split`] | [`Split`](split::Split), [`Contribution`](split::Contribution), [`Composition`](split::Composition) |
//! | Who gets what after fees, recoupment and returns? | [`split`] | [`Waterfall`](split::Waterfall), [`Pools`](split::Pools) |
//! | Who gets which cent, of one amount or of ten thousand? | [`allocate`] | [`Weights::allocate`], [`Ledger`](allocate::Ledger) |
//! | Where do we stand, what may come next, what is missing? | [`lifecycle`] | [`options`](lifecycle::options()), [`step`](lifecycle::step()) |
//! | Who decides, who may stop it, what may go wrong? | [`governance`] | [`Proposal`](governance::Proposal), [`RiskRegister`](governance::RiskRegister) |
//! | Are we well, where do we slip, is it a dip or the end? | [`health`] | [`Kpi`](health::Kpi), [`HealthCheck`](health::HealthCheck), [`Rule::course`](health::Rule::course) |
//! | When does it pay, and what does it all cost? | [`economics`] | [`Investment`](economics::Investment), [`Budget`](economics::Budget) |
//! | How much hangs on one partner, and which one next? | [`economics`] | [`Incomes`](economics::Incomes), [`pursue`](economics::pursue()) |
//! | All of it in one: who is paid, what holds, what comes next? | [`agreement`] | [`Agreement`](agreement::Agreement), [`History`](agreement::History) |
//! | When is it due, which term runs, what is half a month worth? | [`time`] | [`DueRule`](time::DueRule), [`Term`](time::Term), [`prorate`](time::prorate()) |
//! | Prove this number | [`explain`] | [`Statement::explain`](compensation::Statement::explain), [`Explanation`](explain::Explanation) |
//! | How do I hold an amount, a share, a name? | this page | [`Money`], [`Ratio`], [`PartyId`] |
//!
//! With the feature `svg` there is also `figure`: pictures for reports. What flows from one to the
//! next:
//!
//! ```text
//! ratings ------> alignment ----- a fit? --> lifecycle <-- governance, health
//! term sheet ---> compensation::Terms --+        | may we go on?
//! sales, costs -> Activity -------------+-> settle --> Statement --> split, allocate --> cents
//!                                                |
//!                          agreement holds them together; economics looks across agreements
//! ```
//!
//! # Longer reading
//!
//! - [Cookbook](_guide::cookbook): fifty tasks, titled as one would search for them.
//! - [Clauses](_guide::clauses): the commonest clauses of contracts as JSON.
//! - [Rounding](_guide::rounding): where cents come from, and where they go.
//! - [Scoring](_guide::scoring): why a mean on fixed scales, and not TOPSIS or AHP.
//! - [Peers](_guide::peers): what floats, spreadsheets and other crates come to, in figures.
//! - [Performance](_guide::performance): how much slower than a bare loop, measured.
//! - [Glossary](_guide::glossary): the words of contracts, and their types.
//!
//! # What it promises
//!
//! - **To the cent.** Amounts are whole minor units, shares exact ratios. A figure is rounded once;
//!   parts add up to the whole; a refund takes back what its sale had paid.
//! - **Any order, any batches.** What is owed follows from the sums of a window, so that one report
//!   or a thousand of the same sales come to the same cents (but for terms that ask for the order:
//!   forward tiers and ratchets).
//! - **It shows its working.** Every figure of a statement has a proof that others can check
//!   without this crate; a statement that does not balance cannot be made.
//! - **If a value exists, it is valid**, also when it was read from JSON: unknown fields, keys
//!   given twice and numbers where text belongs are refused. Nothing panics, whatever the input.
//! - **Pure.** No clock, no I/O, no randomness, no floats: the same input gives the same bytes.
//!
//! # What it does not do
//!
//! It moves no money, converts no currency, computes no tax law (a term sheet may withhold a
//! rate), stores nothing, sends no reminder and writes no contract. It reads no files: it knows
//! types, and with the feature `serde` their JSON.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `serde` | yes | values travel as text or through a checked door; money is no JSON number |
//! | `json` | yes | explanations held against the JSON documents that they speak of |
//! | `svg` | no | pictures for reports: profile, statement, waterfall, equity band, concentration |
//!
//! # Versions
//!
//! Semantic versioning, over more than signatures. Breaking are: what no longer compiles; a wire
//! form that is no longer read, or that the same value is no longer written in; the text of a
//! scalar; and a figure, where the pages have not been wrong. Not breaking are new variants of
//! enums that are `#[non_exhaustive]` (the others are closed on purpose), fields that papers may
//! leave out (make papers by constructors or with `..`), the words of an error and of an
//! explanation, and findings of a lint. The oldest Rust that builds the library is 1.85; a newer
//! one is a minor version. Dates are those of chrono 0.4 ([`time::NaiveDate`]), decimals at the
//! doors of [`Money`] and [`Ratio`] those of `rust_decimal` 1.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

#[cfg(any(doc, doctest))]
pub mod _guide;
pub mod agreement;
pub mod alignment;
pub mod allocate;
pub mod compensation;
pub mod economics;
mod error;
pub mod explain;
#[cfg(feature = "svg")]
pub mod figure;
pub mod governance;
pub mod health;
pub mod lifecycle;
mod money;
mod party;
mod problem;
mod ratio;
mod rounding;
pub mod split;
mod text;
pub mod time;
mod wide;

pub use error::Error;
pub use explain::constants;
pub use money::{Currency, CurrencyError, Exact, Money, MoneyError};
pub use party::{PartyError, PartyId, Side, SideError};
pub use problem::Problem;
pub use ratio::{Ratio, RatioError, Weight, Weights, WeightsError};
pub use rounding::{Rounding, RoundingError};

/// The README's code, compiled and run as a doctest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
