//! What an agreement promises beyond its cases.

mod agenda;
mod book;
#[cfg(feature = "json")]
mod document;
#[cfg(feature = "json")]
mod due;
#[cfg(feature = "json")]
mod due_days;
#[cfg(feature = "json")]
mod faults;
#[cfg(feature = "json")]
mod history;
#[cfg(feature = "json")]
mod lives;
#[cfg(feature = "json")]
mod messages;
#[cfg(feature = "json")]
mod papers;
#[cfg(feature = "json")]
mod proofs;
#[cfg(feature = "json")]
mod waits;
