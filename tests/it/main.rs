//! Everything that the crate promises, in one integration target.
#![allow(unreachable_pub, reason = "modules share their helpers")]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::expect_used, reason = "a test may fail loudly")]
#![allow(clippy::panic, reason = "a test may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "a test may fail loudly")]
#![allow(clippy::string_slice, reason = "a test may fail loudly")]
#![allow(clippy::arithmetic_side_effects, reason = "small numbers")]
#![allow(clippy::integer_division, reason = "small numbers")]
#![allow(clippy::disallowed_methods, reason = "sums are small")]
#![allow(clippy::needless_pass_by_value, reason = "called in place")]
#![allow(clippy::struct_field_names, reason = "fields of the cases")]
#![allow(clippy::missing_panics_doc, reason = "a test has no callers")]
#![allow(clippy::missing_errors_doc, reason = "a test has no callers")]
#![allow(
    clippy::duplicate_mod,
    reason = "each example is a whole program with its modules"
)]

mod agreement;
mod alignment;
mod api;
#[cfg(feature = "json")]
mod cases;
#[cfg(feature = "json")]
mod data_allocation;
#[cfg(feature = "json")]
mod deals;
mod docs;
#[cfg(feature = "json")]
mod documents;
mod economics;
#[cfg(feature = "json")]
mod examples;
#[cfg(feature = "json")]
mod explain;
#[cfg(feature = "json")]
mod families;
#[cfg(feature = "svg")]
mod figures;
mod floors;
#[cfg(feature = "json")]
mod golden;
mod governance;
mod health;
mod laws;
#[cfg(feature = "json")]
mod lifecycle;
#[cfg(feature = "json")]
mod proofs;
#[cfg(feature = "json")]
mod reference;
#[cfg(feature = "json")]
mod refused;
#[cfg(feature = "json")]
mod settled;
mod source_text;
mod sources;
mod split;
#[cfg(feature = "json")]
mod strategies;
mod support;
mod survivors;
#[cfg(feature = "json")]
mod terms;
mod time;
#[cfg(feature = "json")]
mod waterfalls;
#[cfg(feature = "json")]
mod worked;
