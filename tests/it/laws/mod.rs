//! The laws of the pages, as properties, beside slow references over big numbers.

mod allocate;
mod allocate_ledger;
mod exact;
