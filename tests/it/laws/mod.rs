//! The laws of the pages, as properties; references compute over big rationals.

mod money;
mod money_text;
mod party;
mod ratio;
mod reference;
mod strategies;
mod weights;
