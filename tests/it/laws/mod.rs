//! The laws of the pages, as properties; slow references compute over big numbers.

mod alignment;
mod allocate;
mod allocate_carries;
mod allocate_claims;
mod allocate_cut;
mod allocate_ledger;
mod allocate_peers;
mod allocate_pool;
mod allocate_sequence;
#[cfg(feature = "json")]
pub mod compensation;
#[cfg(feature = "json")]
mod compensation_breaks;
#[cfg(feature = "json")]
mod compensation_leaves;
mod contribution;
mod currency_text;
mod exact;
#[cfg(feature = "json")]
pub mod explain;
#[cfg(feature = "json")]
mod lifecycle;
#[cfg(feature = "json")]
mod models;
mod money;
mod money_heap;
mod money_text;
mod party;
mod ratio;
mod reference;
mod slow_ledger;
pub mod split;
mod strategies;
mod time;
mod weights;
