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
//! // What was agreed.
//! let tiers = [(Some("10000.00 USD".parse()?), "30%".parse()?), (None, "50%".parse()?)];
//! let share = PayDraft::tiered_share(&["shop"], &tiers);
//! let start = date("2026-01-01")?;
//! let terms = Terms::builder("acme-jane", "USD".parse()?, start)
//!     .item(Item::new("sales".parse()?, Window::Lifetime, share))
//!     .advance(Advance::new("signing".parse()?, "1000.00 USD".parse()?, start))
//!     .build()?;
//!
//! // What happened.
//! let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
//! january.add_sale("shop", "12000.05 USD".parse()?)?;
//! january.add_refund("shop", None, "1500.00 USD".parse()?)?;
//!
//! // What is owed: 3,000.00 and 50% of 500.05, less the advance.
//! let before = terms.new_state();
//! let (statement, state) = settle(&terms, &before, &january)?;
//! let lines: Vec<String> = statement.lines().iter().map(ToString::to_string).collect();
//! assert_eq!(lines, ["item sales: 3250.03 USD", "recoupment signing: -1000.00 USD"]);
//! assert_eq!(statement.paid().to_string(), "2250.03 USD");
//! assert_eq!(state.settled(), 1); // goes into February
//!
//! // Who gets which cent.
//! let (jane, editor) = (PartyId::new("jane")?, PartyId::new("editor")?);
//! let split = Split::fixed([(jane.clone(), "70%".parse()?), (editor.clone(), "30%".parse()?)])?;
//! let parts = split.allocate(statement.paid());
//! assert_eq!(parts[&jane].to_string(), "1575.02 USD");
//! assert_eq!(parts[&editor].to_string(), "675.01 USD");
//!
//! // Why: every step, down to the clause and the entry.
//! let why = statement.explain(&terms, &before, &january)?.why("/statement/lines/0/amount")?;
//! assert!(why.text().contains("value of the slice: 250.025 USD = 0.5 x 500.05 USD"));
//! # Ok::<(), partnership::Error>(())
//! ```
//!
#![doc = include_str!("../doc/statement.svg")]
//!
//! # Where to start
//!
//! | question | door |
//! |---|---|
//! | Should we work together, and with whom first? | [`alignment::Rubric`], [`alignment::rank`] |
//! | What is owed for this period? | [`compensation::Terms`], [`compensation::settle`] |
//! | Is this term sheet sound? | [`compensation::TermsDraft::problems`] |
//! | Which offer is better? | [`compensation::compare`], [`compensation::break_even`] |
//! | Are these published statements right? | [`compensation::verify`] |
//! | Who gets which cent? | [`split::Split`] |
//! | And by contribution, risk, performance? | [`split::Contribution`], [`split::Composition`] |
//! | And after fees, recoupment and returns? | [`split::Waterfall`] |
//! | And of ten thousand small payments? | [`allocate::Ledger`] |
//! | All of it in one: who is paid, what holds, where do we stand? | [`agreement::Agreement`] |
//! | What comes next, and is everything as it was written? | [`agreement::Agreement::due`], [`agreement::History`] |
//! | Where do we stand, and what is missing to go on? | [`lifecycle::options`], [`lifecycle::step`] |
//! | Who decides, who may stop it, what may go wrong? | [`governance::Proposal`], [`governance::RiskRegister`] |
//! | When is it due, and what is half a month worth? | [`time::DueRule`], [`time::prorate`] |
//! | Are we well, and where do we slip? | [`health::Kpi`], [`health::HealthCheck`], [`health::Scorecard`] |
//! | Is this a dip or the end? | [`health::Rule::course`] |
//! | When does it pay, and is it worth it? | [`economics::Investment`], [`economics::Budget`] |
//! | How much hangs on one partner, and which one next? | [`economics::Incomes`], [`economics::pursue`] |
//! | Prove this number | [`compensation::Statement::explain`], [`explain::Explanation`] |
//! | How do I hold an amount, a share, a name? | [`Money`], [`Ratio`], [`PartyId`] |
//!
//! The [cookbook](_guide::cookbook) has the common tasks, each with code to copy;
//! [rounding](_guide::rounding) says where cents come from, the [glossary](_guide::glossary) what
//! the words mean.
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
//! The oldest Rust that builds the library is 1.85; a newer one is a minor version. The wire form
//! counts as public API: what one version wrote, later ones of the same major version read.
//! Dates are those of chrono 0.4 ([`time::NaiveDate`]), decimals at the doors of [`Money`] and
//! [`Ratio`] those of `rust_decimal` 1.
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
