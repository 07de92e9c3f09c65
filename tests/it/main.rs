//! Everything that the crate promises, in one integration target.
#![allow(unreachable_pub, reason = "modules of a test share their helpers")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]
#![allow(clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]
#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail loudly"
)]
#![allow(clippy::arithmetic_side_effects, reason = "a test may fail loudly")]
#![allow(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    reason = "a test has no callers"
)]

#[cfg(feature = "json")]
mod cases;
#[cfg(feature = "json")]
mod families;
mod support;
