//! The families of `splits.json` (spec/splits.md 8).

use crate::cases::Adapter;

mod allocation;
mod contribution;
mod mechanisms;
mod models;
mod sharing;
mod waterfall;

pub use waterfall::built as built_waterfall;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("allocate", allocation::allocate),
    ("allocate_each", allocation::allocate_each),
    ("ledger", allocation::ledger),
    ("sequenced", mechanisms::sequenced),
    ("claims", mechanisms::claims),
    ("pool", mechanisms::pool),
    ("installments", mechanisms::installments),
    ("vesting", mechanisms::vesting),
    ("fixed_split", sharing::fixed_split),
    ("nest", sharing::nest),
    ("losses", sharing::losses),
    ("clawback", sharing::clawback),
    ("contribution", contribution::contribution),
    ("slices", contribution::slices),
    ("risk", models::risk),
    ("equity", models::equity),
    ("co_development", models::co_development),
    ("compose", models::compose),
    ("waterfall", waterfall::waterfall),
    ("pools", waterfall::pools),
];
