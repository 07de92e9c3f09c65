//! The partnership as a whole: what holds when, and what comes next.
//!
//! | question | door |
//! |---|---|
//! | who gets which cent of this period? | [`Agreement::settle`], [`Agreement::book`] |
//! | what would have been, under other terms? | [`what_if`] |
//! | what holds on this day? | [`Dated`] |
//! | what comes next, of all that is dated? | [`agenda`] |
//!
//! An [`Agreement`] puts terms and a [`Division`] together: what its terms come to goes to one
//! party, by a split through a ledger that remembers the fractions of a cent, or by a waterfall.
//! [`Agreement::settle`] computes and changes nothing; [`Agreement::book`] makes it count, once.
//! Terms alone are settled by [`compensation::settle`](crate::compensation::settle()), a split
//! alone pays by [`Split::ledger`](crate::split::Split::ledger). Normative is
//! spec/health-economics.md 9.

mod account;
mod agenda;
mod dated;
mod deal;
mod division;
mod refusal;
mod settlement;
mod what_if;

pub use account::{Account, Unpaid};
pub use agenda::{AgendaError, Due, DueFact, DueKind, DueState, DueWhen, agenda};
pub use dated::{Dated, DatedError, Version};
pub use deal::{Agreement, Member};
pub use division::{Division, Payout};
pub use refusal::AgreementError;
pub use settlement::Settlement;
pub use what_if::{Variant, VariantTotals, WhatIf, WhatIfError, what_if};
