//! The partnership as a whole: what holds when, and what comes next.
//!
//! | question | door |
//! |---|---|
//! | who gets which cent of this period, and on which day? | [`Agreement::settle`], [`Agreement::book`], [`Settlement::dues`] |
//! | what would have been, under other terms? | [`what_if`] |
//! | what holds on this day? | [`Dated`] |
//! | what is due, and what comes next? | [`Agreement::due`]; [`agenda`] of any dated facts |
//! | what is wrong in this document? | [`AgreementDraft::problems`] |
//! | may we move on, and what happened? | [`Agreement::step`], [`Agreement::gaps`] |
//! | other terms, another division, another year? | [`Agreement::amend_terms`], [`Agreement::amend_division`], [`Agreement::extend_term`] |
//! | is everything as it was written? | [`History`], [`Agreement::verify`] |
//! | why this cent? | [`Settlement::explain`] |
//!
//! From the first scores to the renewal: [`alignment`](crate::alignment) says whether to work
//! together; an [`AgreementDraft`] holds what was agreed, in one document; its lifecycle leads from
//! a pilot to execution; every period is settled, divided and paid; [`Agreement::due`] says what
//! comes next; [`health`](crate::health) says how it goes; terms are amended, the term is
//! extended; and a [`History`] beside it lets anybody work out every figure again.
//!
//! An [`Agreement`] puts terms and a [`Division`] together: what its terms come to goes to one
//! party, by a split through a ledger that remembers the fractions of a cent, or by a waterfall.
//! [`Agreement::settle`] computes and changes nothing; [`Agreement::book`] makes it count, once.
//! Terms alone are settled by [`compensation::settle`](crate::compensation::settle()), a split
//! alone pays by [`Split::ledger`](crate::split::Split::ledger). No stage of a lifecycle forbids a
//! settlement: money is owed after an exit too. Normative is spec/health-economics.md 9; the
//! [cookbook](crate::_guide::cookbook) runs an agreement for a year.
//!
//! A statement on its way from what was brought forward to what is paid and carried on, drawn with
//! the feature `svg`:
//!
#![doc = include_str!("../../doc/figure_statement_flow.svg")]

mod account;
mod agenda;
mod change;
mod dated;
mod deal;
mod division;
mod draft;
mod due;
mod due_part;
mod explained;
mod facts;
mod history;
mod history_entry;
mod instance;
mod refusal;
mod rhythm;
mod settlement;
mod what_if;

pub use account::{Account, Unpaid};
pub use agenda::{AgendaError, Due, DueFact, DueKind, DueState, DueWhen, agenda};
pub use dated::{Dated, DatedError, Version};
pub use deal::Agreement;
pub use division::{Division, Payout};
pub use draft::{AgreementDraft, Member};
pub use facts::{GovernanceFacts, KpiFact, Review};
pub use history::{Divergence, History};
pub use history_entry::{Entry, Settled};
pub use instance::Instance;
pub use refusal::AgreementError;
pub use settlement::{Settlement, SettlementLint};
pub use what_if::{Variant, VariantTotals, WhatIf, WhatIfError, what_if};
